//! `cargo sdk-tailor generate`: writes the crates that `sdk-tailor.toml` names, or compares them with what is there.

use std::path::Path;
use std::process::ExitCode;

use crate::Result;
use crate::codegen_task::{service, show};
use crate::crate_dir::{self, Changes};
use crate::project::{CrateConfig, Project};
use crate::say::Say;
use crate::support_crate;
use crate::transaction::Files;

/// Writes the crates that sdk-tailor.toml names.
#[derive(clap::Args)]
pub struct Arguments {
    /// Write nothing; show what is stale, as a diff, and exit with 1 if anything is
    #[arg(long)]
    check: bool,
}

/// Runs the command.
pub fn run(arguments: &Arguments, say: Say) -> Result<ExitCode> {
    let project = Project::find()?;
    let stale = match arguments.check {
        true => stale(&project, show)?,
        false => {
            write(&project, say)?;
            Vec::new()
        }
    };
    if arguments.check && stale.is_empty() {
        println!("All crates are up to date.");
    } else if arguments.check {
        println!("The crates above are stale: `cargo sdk-tailor generate` writes them anew.");
    }
    Ok(match stale.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

/// Writes all crates of a project, and the one that they share.
///
/// # Errors
///
/// A model is invalid, or the disk fails.
pub fn write(project: &Project, say: Say) -> Result<()> {
    for it in &project.crates {
        write_crate(project, it, say)?;
    }
    write_shared(project, say)
}

/// Writes a crate of a project, and the one that all share, which may have to have more for it.
///
/// # Errors
///
/// A model is invalid, or the disk fails.
pub fn write_one(project: &Project, it: &CrateConfig, say: Say) -> Result<()> {
    write_crate(project, it, say)?;
    write_shared(project, say)
}

fn write_crate(project: &Project, it: &CrateConfig, say: Say) -> Result<()> {
    let service = service(&project.model(it), false)?;
    let files = project.generate(it, service, None)?;
    put(&project.root, &project.root.join(&it.path), &files, say)
}

/// Writes the crate that those of an application share.
///
/// # Errors
///
/// The disk fails.
pub fn write_shared(project: &Project, say: Say) -> Result<()> {
    if !project.is_application() {
        return Ok(());
    }
    let files = support_crate::files(project, &Files::new())?;
    put(&project.root, &project.shared(), &files, say)
}

fn put(root: &Path, folder: &Path, files: &codegen::Files, say: Say) -> Result<()> {
    let changes = crate_dir::write(folder, files)?;
    say.progress(format_args!(
        "{}: {} files written, {} removed, {} unchanged",
        folder.strip_prefix(root).unwrap_or(folder).display(),
        changes.written.len(),
        changes.removed.len(),
        changes.unchanged
    ));
    Ok(())
}

/// Finds the stale crates of a project, and shows each.
///
/// # Errors
///
/// A model is invalid, or the disk fails.
pub fn stale(project: &Project, show: impl Fn(&str, &Changes)) -> Result<Vec<String>> {
    let mut stale = Vec::new();
    let mut pending = Files::new();
    let mut compare = |folder: &Path, files: &codegen::Files| -> Result<Files> {
        let changes = crate_dir::compare(folder, files)?;
        let below = folder.strip_prefix(&project.root).unwrap_or(folder);
        if !changes.is_empty() {
            let shown = below.display().to_string();
            show(&shown, &changes);
            stale.push(shown);
        }
        Ok(changes.files(below).collect())
    };
    for it in &project.crates {
        let service = service(&project.model(it), false)?;
        let files = project.generate(it, service, None)?;
        pending.extend(compare(&project.root.join(&it.path), &files)?);
    }
    if project.is_application() {
        let files = support_crate::files(project, &pending)?;
        compare(&project.shared(), &files)?;
    }
    Ok(stale)
}
