//! `cargo xtask model facts`: writes what one form of a model says and the other cannot, for the library to know.
//!
//! The library compares both forms of a service; this task finds the models, and writes the files.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use codegen::{
    facts,
    ir::Service,
    load::{ModelPaths, load_without_facts},
};
use heck::ToKebabCase;
use rayon::prelude::*;

use crate::{Result, project::Project};

const AFTER_HELP: &str = "\
Example:
  cargo xtask model facts --smithy api-models-aws --botocore botocore-1.37.25/botocore/data --origin '…'

Exit status: 0 the files are written; 1 they are not; 2 the command line is wrong.";

/// Writes what one form of a model says and the other cannot.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// A folder of files of Smithy's JSON
    #[arg(long, value_name = "DIR")]
    smithy: PathBuf,
    /// The data folder of a botocore of the same age
    #[arg(long, value_name = "DIR")]
    botocore: PathBuf,
    /// Where both are from, in words that go into each file
    #[arg(long, value_name = "TEXT")]
    origin: String,
    /// Only these services, by their ids in lower case with `-` between words
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    service: Vec<String>,
}

/// Runs the task.
///
/// # Errors
///
/// A folder cannot be read, a model in it cannot, or the files cannot be written.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let folder = Project::find()?.root.join("model/facts");
    let botocore = by_service(&botocore_models(&arguments.botocore)?);
    let smithy = by_service(&files(&arguments.smithy, |path| {
        path.extension().is_some_and(|it| it == "json")
    })?);
    let mut written = 0;
    for (name, botocore) in &botocore {
        let is_chosen = arguments.service.is_empty() || arguments.service.contains(name);
        let smithy = smithy.get(name).filter(|smithy| smithy.version == botocore.version);
        let is_published = facts::published(botocore).is_some();
        let file = folder.join(format!("{name}.txt"));
        // A service without a model in this folder may have one in another, whose facts stay as they are.
        if !is_chosen || (smithy.is_none() && (!is_published || file.exists())) {
            continue;
        }
        let text = smithy
            .map(|smithy| facts::between(botocore, smithy))
            .unwrap_or_default();
        let text = (is_published || !text.is_empty())
            .then(|| text.file(botocore, "cargo xtask model facts", Some(&arguments.origin)));
        written += usize::from(text.is_some());
        write(&file, text)?;
    }
    println!("{written} files written to {}", folder.display());
    Ok(ExitCode::SUCCESS)
}

/// Writes a file, or takes it away where there is nothing to say any more.
fn write(file: &Path, text: Option<String>) -> Result<()> {
    let done = match text {
        Some(text) => fs::write(file, text),
        None if file.exists() => fs::remove_file(file),
        None => Ok(()),
    };
    Ok(done.map_err(|error| format!("{}: {error}", file.display()))?)
}

/// The models of a folder that load, by their services.
fn by_service(models: &[PathBuf]) -> BTreeMap<String, Service> {
    let services = models.par_iter().filter_map(|model| {
        let mut paths = ModelPaths::new(model);
        paths.partitions = paths.partitions.or_else(crate::project::partitions);
        match load_without_facts(&paths) {
            Ok(service) => Some((service.sdk_id.to_kebab_case(), service)),
            Err(error) => {
                println!("{error}");
                None
            }
        }
    });
    services.collect()
}

fn files(folder: &Path, is_model: impl Fn(&Path) -> bool) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut models: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    models.retain(|path| is_model(path));
    models.sort();
    Ok(models)
}

/// The services of a data folder of botocore, each in its newest version.
fn botocore_models(folder: &Path) -> Result<Vec<PathBuf>> {
    files(folder, |path| path.is_dir() && !path.ends_with("__pycache__"))
}
