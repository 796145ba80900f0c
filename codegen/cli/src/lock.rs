//! The lock of the vendored models: a file whose bytes have changed since is refused.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use codegen::load::FACTS;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::Result;

/// The name of the lock, in the folder of the models.
pub const LOCK: &str = "models.lock";

/// The comment above the rows of a lock.
const HEADER: &str = "\
# Generated. Where each file of this folder is from.
#
# `source` is the file's path in the wheel of the package; `sha256` is that of the file as it
# lies here: the source byte for byte, unzipped where its name ends in `.gz`. That of a package is
# the one of its wheel, which the index gave. Facts were computed from botocore's files beside them and
# a file of Smithy's form, which is their `source`, and whose hash is `source_sha256`.

";

/// The rows of a lock.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// The packages that files are from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub package: Vec<Package>,
    /// The files, in the order in which they were vendored.
    #[serde(default)]
    pub file: Vec<Entry>,
}

/// A package that vendored files are from, with the hash that its index gave.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// The name.
    pub name: String,
    /// The version.
    pub version: String,
    /// The SHA-256 of the archive.
    pub sha256: String,
}

/// A vendored file: its source, and the hash of its contents.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The path below the folder of the lock.
    pub path: String,
    /// The package that the file is from.
    pub package: String,
    /// The package's version.
    pub version: String,
    /// The path in the package.
    pub source: String,
    /// The SHA-256 of the file.
    pub sha256: String,
    /// The SHA-256 of the source, where the file is not its bytes but was computed from it: facts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_sha256: Option<String>,
}

/// A file of a package, as it is vendored.
#[derive(Clone)]
pub struct Extracted {
    /// The path in the package.
    pub source: String,
    /// The name below the folder of the models: `personalize/2018-05-22/service-2.json`.
    pub path: String,
    /// The contents of the file, decompressed.
    pub bytes: Vec<u8>,
}

impl Entry {
    /// The row of a file that lies here as it is in a package.
    pub fn new(file: &Extracted, package: &str, version: &str) -> Self {
        Self {
            path: file.path.clone(),
            package: package.to_owned(),
            version: version.to_owned(),
            source: file.source.clone(),
            sha256: sha256(&file.bytes),
            source_sha256: None,
        }
    }

    /// True for the file of facts beside a model, which is no part of the model.
    pub fn is_facts(&self) -> bool {
        self.path.rsplit('/').next() == Some(FACTS)
    }

    /// True for a file that was computed from its source.
    pub fn is_computed(&self) -> bool {
        self.source_sha256.is_some()
    }
}

impl Lock {
    /// Adds the row of a file, in the place of the one that it has.
    pub fn put(&mut self, row: Entry) {
        match self.file.iter_mut().find(|old| old.path == row.path) {
            Some(old) => *old = row,
            None => self.file.push(row),
        }
    }

    /// Reads the lock of a folder.
    ///
    /// # Errors
    ///
    /// It does not exist, or is not a lock.
    pub fn read(root: &Path) -> Result<Self> {
        let path = root.join(LOCK);
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(toml::from_str(&text).map_err(|error| format!("{}:\n{error}", path.display()))?)
    }

    /// Records a package that files are from, and removes those that no file is from any more.
    pub fn pin(&mut self, package: Package) {
        self.package
            .retain(|old| (&old.name, &old.version) != (&package.name, &package.version));
        self.package.push(package);
        let files = &self.file;
        let is_used = |it: &Package| {
            files
                .iter()
                .any(|file| file.package == it.name && file.version == it.version)
        };
        self.package.retain(is_used);
    }

    /// The text of the lock.
    ///
    /// # Errors
    ///
    /// None are known: rows are text.
    pub fn text(&self) -> Result<String> {
        Ok(format!("{HEADER}{}", toml::to_string(self)?))
    }
}

/// The folder with the lock of a model; `None` for a model that is not vendored.
pub fn root(model: &Path) -> Option<&Path> {
    model.ancestors().find(|folder| folder.join(LOCK).is_file())
}

/// The SHA-256 of a file, as locks write it.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Checks that the files of a model are those of the lock above it. A model without a lock above it is not vendored,
/// and passes.
///
/// # Errors
///
/// A file was changed, is missing, or was never vendored.
pub fn verify(model: &Path) -> Result<()> {
    let model = model
        .canonicalize()
        .map_err(|error| format!("{}: {error}", model.display()))?;
    let Some(root) = root(&model) else {
        return Ok(());
    };
    let path = root.join(LOCK);
    let entries: BTreeMap<PathBuf, Entry> = Lock::read(root)?
        .file
        .into_iter()
        .map(|entry| (root.join(&entry.path), entry))
        .collect();
    let concerns = |file: &Path| file.starts_with(&model) || file.parent() == Some(root);
    for (file, entry) in entries.iter().filter(|(file, _)| concerns(file)) {
        check(file, entry)?;
    }
    for file in files(&model)? {
        if !entries.contains_key(&file) {
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

/// The files of a model, which is a file itself or a folder; a folder of Smithy's language may have others in it.
///
/// # Errors
///
/// A folder cannot be read.
pub fn files(model: &Path) -> std::io::Result<Vec<PathBuf>> {
    if model.is_file() {
        return Ok(vec![model.to_owned()]);
    }
    let mut all = Vec::new();
    for entry in std::fs::read_dir(model)? {
        let path = entry?.path();
        match path.is_dir() {
            true => all.extend(files(&path)?),
            false => all.push(path),
        }
    }
    Ok(all)
}

fn check(file: &Path, entry: &Entry) -> Result<()> {
    let bytes = std::fs::read(file).map_err(|error| {
        format!(
            "{}: {error}\n   = help: restore the vendored file, which {LOCK} names",
            file.display()
        )
    })?;
    let actual = sha256(&bytes);
    if actual == entry.sha256 {
        return Ok(());
    }
    let help = match entry.is_computed() {
        true => "restore the file; facts of your own go into one that `facts` in the configuration names".to_owned(),
        false => format!(
            "restore the file from {} {}, or correct {LOCK} if the change is meant",
            entry.package, entry.version
        ),
    };
    Err(format!(
        "{} is not the file that was vendored\n   = expected sha256: {}\n   = actual sha256:   {actual}\n   = help: {help}",
        file.display(),
        entry.sha256,
    )
    .into())
}
