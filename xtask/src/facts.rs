//! `cargo xtask model facts`: writes what one form of a model says and the other cannot, for the library to know.
//!
//! The library compares both forms of a service, and a form with the crate that AWS publishes; this task finds the models
//! and the crates, and writes the files.

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
  cargo xtask model facts --crates ~/.cargo/registry/src/index.crates.io-… --botocore botocore-1.44.5/botocore/data

Exit status: 0 the files are written; 1 they are not; 2 the command line is wrong.";

/// Writes what one form of a model says and the other cannot.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// A folder of files of Smithy's JSON
    #[arg(long, value_name = "DIR", requires = "origin", required_unless_present = "crates")]
    smithy: Option<PathBuf>,
    /// A folder with AWS's published crates, as cargo unpacks them: their facts are added to those of Smithy's form that
    /// the files have
    #[arg(long, value_name = "DIR", conflicts_with = "smithy")]
    crates: Option<PathBuf>,
    /// The data folder of a botocore of the same age
    #[arg(long, value_name = "DIR")]
    botocore: PathBuf,
    /// Where both forms are from, in words that go into each file
    #[arg(long, value_name = "TEXT")]
    origin: Option<String>,
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
    let written = match (&arguments.smithy, &arguments.crates) {
        (Some(smithy), _) => from_smithy(arguments, smithy, &botocore, &folder)?,
        (None, Some(crates)) => from_crates(arguments, crates, &botocore, &folder)?,
        (None, None) => 0,
    };
    println!("{written} files written to {}", folder.display());
    Ok(ExitCode::SUCCESS)
}

type Services = BTreeMap<String, Service>;

/// Writes the facts that follow from both forms.
fn from_smithy(arguments: &Arguments, smithy: &Path, botocore: &Services, folder: &Path) -> Result<usize> {
    let smithy = by_service(&files(smithy, |path| path.extension().is_some_and(|it| it == "json"))?);
    let mut written = 0;
    for (name, botocore) in botocore {
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
            .unwrap_or_else(|| facts::alone(botocore));
        let text =
            (is_published || !text.is_empty()).then(|| text.file(botocore, COMMAND, arguments.origin.as_deref()));
        written += usize::from(text.is_some());
        write(&file, text)?;
    }
    Ok(written)
}

/// The command as the files name it.
const COMMAND: &str = "cargo xtask model facts";

/// Adds the facts of published crates to the files, or replaces those of older ones, and says what contradicts the others.
fn from_crates(arguments: &Arguments, crates: &Path, botocore: &Services, folder: &Path) -> Result<usize> {
    let newest = newest(crates)?;
    let chosen = botocore
        .iter()
        .filter(|(name, _)| arguments.service.is_empty() || arguments.service.contains(name))
        .filter_map(|(name, service)| Some((name, service, newest.get(&crate_name(service))?)));
    let found = chosen.par_bridge().map(|(name, service, (version, sources))| {
        let file = folder.join(format!("{name}.txt"));
        let old = match file.exists() {
            true => fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?,
            false => facts::Text::default().file(service, COMMAND, None),
        };
        let (known, _) = facts::split(&old);
        let found = facts::from_crate(service, known, &read(sources)?).map_err(|error| error.to_string())?;
        let text = facts::with_crate(&old, &format!("{} {version}", crate_name(service)), &found.text);
        Ok((file, old, text, found))
    });
    let found: Vec<_> = found.collect::<std::result::Result<_, String>>()?;
    let mut written = 0;
    for (file, old, text, found) in found {
        for contradiction in &found.contradictions {
            println!("{}: {contradiction}", file.display());
        }
        let is_new = old != text && (file.exists() || !found.text.is_empty());
        if is_new {
            write(&file, Some(text))?;
            written += 1;
        }
    }
    Ok(written)
}

/// What AWS calls the crate of a service, behind `aws-sdk-`.
fn crate_name(service: &Service) -> String {
    service.sdk_id.to_lowercase().replace([' ', '-'], "")
}

/// The newest version of each of AWS's crates in a folder, by its name behind `aws-sdk-`, with the folder of its sources.
fn newest(folder: &Path) -> Result<BTreeMap<String, (String, PathBuf)>> {
    let numbers = |version: &str| -> Vec<u64> { version.split('.').map_while(|it| it.parse().ok()).collect() };
    let mut newest: BTreeMap<String, (String, PathBuf)> = BTreeMap::new();
    for path in files(folder, Path::is_dir)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some((name, version)) = name.strip_prefix("aws-sdk-").and_then(|it| it.rsplit_once('-')) else {
            continue;
        };
        let is_newer = newest
            .get(name)
            .is_none_or(|(known, _)| numbers(known) < numbers(version));
        if is_newer {
            newest.insert(name.to_owned(), (version.to_owned(), path.join("src")));
        }
    }
    match newest.is_empty() {
        true => Err(format!(
            "{} has no crate of AWS's\n   = help: name the folder that cargo unpacks crates into, with folders such as \
             `aws-sdk-s3-1.0.0`; `cargo fetch` brings those that a project depends on",
            folder.display()
        )
        .into()),
        false => Ok(newest),
    }
}

/// Reads the types of a crate, and the outputs of its operations.
fn read(sources: &Path) -> std::result::Result<facts::Published, String> {
    let mut published = facts::Published::default();
    let mut folders = vec![
        ("types", sources.join("types")),
        ("types::error", sources.join("types/error")),
    ];
    let operations = files(&sources.join("operation"), Path::is_dir).unwrap_or_default();
    folders.extend(operations.into_iter().map(|folder| ("operation", folder)));
    for (below, folder) in folders.into_iter().filter(|(_, folder)| folder.is_dir()) {
        let is_type = |path: &Path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with('_') && name.ends_with(".rs")
        };
        for file in files(&folder, is_type).map_err(|error| error.to_string())? {
            let said = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
            let source = fs::read_to_string(&file).map_err(|error| said(&error))?;
            published.read(below, &source).map_err(|error| said(&error))?;
        }
    }
    Ok(published)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_of_a_crate_is_read() {
        let folder = tempfile::tempdir().expect("there is room");
        for name in [
            "aws-sdk-s3-1.9.0",
            "aws-sdk-s3-1.10.0",
            "aws-sdk-s3control-1.2.0",
            "serde-1.0.0",
        ] {
            fs::create_dir(folder.path().join(name)).expect("there is room");
        }
        let newest = newest(folder.path()).expect("there are crates");
        let versions: Vec<(&str, &str)> = newest.iter().map(|(name, it)| (name.as_str(), it.0.as_str())).collect();
        assert_eq!(versions, [("s3", "1.10.0"), ("s3control", "1.2.0")]);
    }

    #[test]
    fn types_errors_and_outputs_of_a_crate_are_read() {
        let folder = tempfile::tempdir().expect("there is room");
        let build = |name: &str| format!("impl B {{ fn build(self) -> crate::X {{ crate::{name} {{ a: self.a }} }} }}");
        for (file, name) in [
            ("types/_lamp.rs", "types::Lamp"),
            ("types/error/_broken.rs", "types::error::Broken"),
            (
                "operation/get_lamp/_get_lamp_output.rs",
                "operation::get_lamp::GetLampOutput",
            ),
        ] {
            let file = folder.path().join(file);
            fs::create_dir_all(file.parent().expect("it is in a folder")).expect("there is room");
            fs::write(file, build(name)).expect("there is room");
        }
        fs::write(folder.path().join("types/builders.rs"), "this is not Rust").expect("there is room");
        let published = read(folder.path()).expect("it is Rust");
        assert!(!published.is_empty());
        fs::write(folder.path().join("types/_lamp.rs"), "this is not Rust").expect("there is room");
        let error = read(folder.path()).expect_err("it is not Rust");
        assert!(error.contains("types/_lamp.rs: "), "{error}");
    }
}
