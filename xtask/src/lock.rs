//! The lock of the vendored models: a file whose bytes are not those that were vendored is refused.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::Result;

/// The name of the lock, in the folder of the models.
const LOCK: &str = "models.lock";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lock {
    #[serde(default)]
    file: Vec<Entry>,
}

/// A vendored file: where it is from, and what it held.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)] // Where a file is from is for people to read.
struct Entry {
    path: String,
    package: String,
    version: String,
    source: String,
    sha256: String,
}

/// Refuses a model whose files are not those of the lock above it; a model without a lock above it is not vendored.
///
/// # Errors
///
/// A file was changed, is missing, or was never vendored.
pub fn verify(model: &Path) -> Result<()> {
    let model = model
        .canonicalize()
        .map_err(|error| format!("{}: {error}", model.display()))?;
    let Some(root) = model.ancestors().find(|folder| folder.join(LOCK).is_file()) else {
        return Ok(());
    };
    let path = root.join(LOCK);
    let lock: Lock =
        toml::from_str(&std::fs::read_to_string(&path)?).map_err(|error| format!("{}:\n{error}", path.display()))?;
    let entries: BTreeMap<PathBuf, Entry> = lock
        .file
        .into_iter()
        .map(|entry| (root.join(&entry.path), entry))
        .collect();
    let concerns = |file: &Path| file.starts_with(&model) || file.parent() == Some(root);
    for (file, entry) in entries.iter().filter(|(file, _)| concerns(file)) {
        check(file, entry)?;
    }
    for file in std::fs::read_dir(&model)? {
        let file = file?.path();
        if file.is_file() && !entries.contains_key(&file) {
            return Err(format!(
                "{} is not in {}\n   = help: take the file away, or vendor it with a row in the lock",
                file.display(),
                path.display()
            )
            .into());
        }
    }
    Ok(())
}

fn check(file: &Path, entry: &Entry) -> Result<()> {
    let bytes = std::fs::read(file).map_err(|error| {
        format!(
            "{}: {error}\n   = help: restore the vendored file, which {LOCK} names",
            file.display()
        )
    })?;
    let actual: String = Sha256::digest(&bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    if actual == entry.sha256 {
        return Ok(());
    }
    Err(format!(
        "{} is not the file that was vendored\n   = expected sha256: {}\n   = actual sha256:   {actual}\n   = help: restore \
         the file from {} {}, or correct {LOCK} if the change is meant",
        file.display(),
        entry.sha256,
        entry.package,
        entry.version
    )
    .into())
}
