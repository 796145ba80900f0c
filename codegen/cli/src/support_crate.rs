//! The support crate, which the generated crates of an application share: what they name of it, on disk or in files that
//! are about to be written.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::Result;
use crate::app::COMMAND;
use crate::crate_dir::list;
use crate::disk::At;
use crate::project::Project;
use crate::transaction::Files;

/// The files of the crate, for the crates of a project as they will be when the pending files are written.
///
/// # Errors
///
/// A file of a generated crate cannot be read.
pub fn files(project: &Project, pending: &Files) -> Result<codegen::Files> {
    let mut sources = Vec::new();
    for it in &project.crates {
        let written = list::read(&project.root.join(&it.path), std::iter::empty())?.files;
        let written = written.into_iter().map(|file| it.path.join(file));
        let new = pending.keys().filter(|path| path.starts_with(&it.path)).cloned();
        let paths: BTreeSet<PathBuf> = written.chain(new).collect();
        for path in paths
            .iter()
            .filter(|path| path.extension().is_some_and(|it| it == "rs"))
        {
            sources.extend(source(project, path, pending)?);
        }
    }
    Ok(codegen::support_crate(sources.iter().map(String::as_str), COMMAND))
}

/// The text of a file; none where it is about to be removed.
fn source(project: &Project, path: &Path, pending: &Files) -> Result<Option<String>> {
    match pending.get(path) {
        Some(None) => Ok(None),
        Some(Some(bytes)) => Ok(Some(String::from_utf8_lossy(bytes).into_owned())),
        None => {
            let file = project.root.join(path);
            // A file that is gone is missing to the compiler, too; what names it says so.
            match file.exists() {
                true => Ok(Some(fs::read_to_string(&file).at(&file)?)),
                false => Ok(None),
            }
        }
    }
}
