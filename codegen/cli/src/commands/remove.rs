//! `cargo sdk-tailor remove`: removes operations from a crate, or the crate, so that AWS's is used again.

use std::fs;
use std::process::ExitCode;

use crate::Result;
use crate::app::config::Text;
use crate::app::patch;
use crate::crate_dir::list;
use crate::disk::At;
use crate::lock::{self, Lock};
use crate::project::{CrateConfig, Project};
use crate::say::Say;
use crate::transaction::{Files, Transaction};

use super::add::{edit, named};
use super::generate;

/// Removes operations from a crate, or the crate.
#[derive(clap::Args)]
pub struct Arguments {
    /// The crate: `s3` or `aws-sdk-s3`
    #[arg(value_name = "CRATE")]
    name: String,
    /// Operations, as sdk-tailor.toml has them; the whole crate where none is named
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    operations: Vec<String>,
}

/// Runs the command.
pub fn run(arguments: &Arguments, say: Say) -> Result<ExitCode> {
    let project = Project::find()?;
    let it = named(&project, &arguments.name)?;
    match arguments.operations.is_empty() {
        true => remove_crate(&project, it, say),
        false => remove_operations(&project, it, arguments, say),
    }
}

fn remove_operations(project: &Project, it: &CrateConfig, arguments: &Arguments, say: Say) -> Result<ExitCode> {
    let package = it.package.clone().unwrap_or_default();
    if let Some(missing) = arguments.operations.iter().find(|word| !it.operations.contains(word)) {
        return Err(format!(
            "{} does not name `{missing}` for {package}\n   = help: it names {}",
            project.config,
            it.operations.join(", ")
        )
        .into());
    }
    if it.operations.iter().all(|word| arguments.operations.contains(word)) {
        return Err(format!(
            "no operation of {package} would be left\n   = help: `cargo sdk-tailor remove {}` removes the crate",
            arguments.name
        )
        .into());
    }
    edit(project, |text| {
        let mut lines = text.operations(&package);
        lines.retain(|line| !arguments.operations.contains(&line.operation));
        text.set_operations(&package, &lines)
    })?;
    let project = Project::read(&project.root)?;
    generate::write_one(&project, named(&project, &arguments.name)?, say)?;
    println!("{package} has {} fewer.", arguments.operations.len());
    Ok(ExitCode::SUCCESS)
}

/// Removes the files that were written for a crate, and nothing else in its folder.
fn remove_crate(project: &Project, it: &CrateConfig, say: Say) -> Result<ExitCode> {
    let package = it.package.clone().unwrap_or_default();
    let transaction = Transaction::open(&project.root)?;
    let mut files = Files::new();
    let config = project.root.join(project.config);
    let mut text = Text::parse(&fs::read_to_string(&config).at(&config)?, &config)?;
    text.remove_crate(&package);
    files.insert(project.config.into(), Some(text.text().into_bytes()));
    let manifest = project.root.join("Cargo.toml");
    let old = fs::read_to_string(&manifest).at(&manifest)?;
    let new = patch::remove(&old, &manifest, &package, &it.path.to_string_lossy())?;
    if new != old {
        files.insert("Cargo.toml".into(), Some(new.into_bytes()));
    }
    let written = list::read(&project.root.join(&it.path), std::iter::empty())?.files;
    let list = list::LIST.to_owned();
    files.extend(written.into_iter().chain([list]).map(|path| (it.path.join(path), None)));
    forget_model(project, it, &mut files)?;
    transaction.commit(&files)?;
    for folder in [&it.path, &it.model] {
        remove_empty(&project.root.join(folder));
    }
    generate::write_shared(&Project::read(&project.root)?, say)?;
    println!("{package} is AWS's again.");
    Ok(ExitCode::SUCCESS)
}

/// Removes the model of a crate from the lock, where no other crate uses it.
fn forget_model(project: &Project, it: &CrateConfig, files: &mut Files) -> Result<()> {
    let is_shared = project
        .crates
        .iter()
        .any(|other| other.path != it.path && other.model == it.model);
    let model = project.root.join(&it.model);
    let Some(home) = lock::root(&model).filter(|_| !is_shared) else {
        return Ok(());
    };
    let mut lock = Lock::read(home)?;
    let below = home.strip_prefix(&project.root)?;
    let (gone, left) = lock
        .file
        .drain(..)
        .partition(|row| home.join(&row.path).starts_with(&model));
    lock.file = left;
    let gone: Vec<lock::Entry> = gone;
    files.extend(gone.iter().map(|row| (below.join(&row.path), None)));
    files.insert(below.join(lock::LOCK), Some(lock.text()?.into_bytes()));
    Ok(())
}

/// Removes empty folders, from the deepest upwards.
fn remove_empty(folder: &std::path::Path) {
    for entry in fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(std::result::Result::ok)
    {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            remove_empty(&entry.path());
        }
    }
    if fs::remove_dir(folder).is_ok()
        && let Some(parent) = folder.parent()
    {
        let _ = fs::remove_dir(parent);
    }
}
