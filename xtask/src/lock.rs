//! The lock of the vendored models: a file whose bytes are not those that were vendored is refused.
//!
//! A model is vendored if `models.lock` lies above it, or if it is in the `model` folder of a project,
//! which has to have one. Other models are the user's own, and nothing is known of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::Result;
use crate::project::CONFIG;

/// The name of the lock, in the folder of the models.
const LOCK: &str = "models.lock";

/// The folder of a project's models.
const MODELS: &str = "model";

/// How the files begin that a model shares with those beside it, and finds in the folders above it.
const SHARED: &str = "partitions";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lock {
    #[serde(default)]
    file: Vec<Entry>,
}

/// A vendored file: where it is from, and what it held.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    path: PathBuf,
    package: String,
    version: String,
    source: String,
    sha256: String,
}

impl Entry {
    fn origin(&self) -> String {
        format!("{} of {} {}", self.source, self.package, self.version)
    }
}

/// Refuses a vendored model whose files are not those of the lock.
///
/// # Errors
///
/// A file was changed, is missing, or was never vendored; or the lock cannot be read.
pub fn verify(model: &Path) -> Result<()> {
    let Ok(model) = model.canonicalize() else {
        // Whoever reads it says so better.
        return Ok(());
    };
    let Some(root) = model.ancestors().find(|it| is_vendored(it)) else {
        return Ok(());
    };
    let entries = read(root)?;
    for (file, entry) in &entries {
        if file.starts_with(&model) || is_shared(file) {
            check(file, entry)?;
        }
    }
    let mut there = Vec::new();
    files_below(&model, &mut there)?;
    for folder in model.ancestors().skip(1).take_while(|it| it.starts_with(root)) {
        there.extend(files_in(folder)?.into_iter().filter(|it| is_shared(it)));
    }
    match there.iter().find(|file| !entries.contains_key(*file)) {
        Some(file) => Err(unlisted(file, root)?.into()),
        None => Ok(()),
    }
}

fn is_vendored(folder: &Path) -> bool {
    let is_of_project = || folder.parent().is_some_and(|it| it.join(CONFIG).is_file());
    folder.join(LOCK).is_file() || (folder.ends_with(MODELS) && is_of_project())
}

fn is_shared(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default();
    name.to_string_lossy().starts_with(SHARED)
}

fn read(root: &Path) -> Result<BTreeMap<PathBuf, Entry>> {
    let path = root.join(LOCK);
    let text = fs::read_to_string(&path).map_err(|error| {
        format!(
            "{}: {error}\n   = help: restore the lock: no vendored model is read without it",
            path.display()
        )
    })?;
    let lock: Lock = toml::from_str(&text).map_err(|error| format!("{}:\n{error}", path.display()))?;
    let mut entries = BTreeMap::new();
    for entry in lock.file {
        let file = root.join(&entry.path);
        if entries.contains_key(&file) {
            return Err(format!(
                "{} names {} twice\n   = help: leave one of the two",
                path.display(),
                entry.path.display()
            )
            .into());
        }
        entries.insert(file, entry);
    }
    Ok(entries)
}

fn check(file: &Path, entry: &Entry) -> Result<()> {
    let bytes = fs::read(file).map_err(|error| {
        format!(
            "the vendored file {} cannot be read: {error}\n   = expected sha256: {}\n   = help: restore it; it is {}",
            file.display(),
            entry.sha256,
            entry.origin()
        )
    })?;
    let actual = digest(&bytes);
    if actual.eq_ignore_ascii_case(&entry.sha256) {
        return Ok(());
    }
    Err(format!(
        "{} is not the file that was vendored\n   = expected sha256: {}\n   = actual sha256:   {actual}\n   = help: restore \
         it, it is {}; or correct {LOCK} if the change is meant",
        file.display(),
        entry.sha256,
        entry.origin()
    )
    .into())
}

fn unlisted(file: &Path, root: &Path) -> Result<String> {
    Ok(format!(
        "{} was never vendored: {} does not name it\n   = actual sha256: {}\n   = help: take the file away, or give it a \
         row in the lock",
        file.display(),
        root.join(LOCK).display(),
        digest(&fs::read(file)?)
    ))
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn files_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let paths: std::io::Result<Vec<PathBuf>> =
        fs::read_dir(folder).and_then(|entries| entries.map(|it| Ok(it?.path())).collect());
    let mut paths = paths.map_err(|error| format!("{}: {error}", folder.display()))?;
    paths.retain(|path| path.is_file());
    paths.sort();
    Ok(paths)
}

/// A service's folder stands for its newest version, so what lies deeper counts too.
fn files_below(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    files.extend(files_in(folder)?.into_iter().filter(|file| !file.ends_with(LOCK)));
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files_below(&path, files)?;
        }
    }
    Ok(())
}
