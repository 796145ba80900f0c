//! The locks of the models that an upgrade changes, each read once, and the files that it takes under one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::Files;
use super::supply::named;
use crate::Result;
use crate::lock::{self, Entry, Extracted, LOCK, Lock};
use crate::project::{CrateConfig, Project};

/// The locks that an upgrade rewrites, by their folder below the project's.
pub struct Locks {
    of: BTreeMap<PathBuf, Lock>,
    /// True where models that no lock names are taken under one.
    adopts: bool,
}

impl Locks {
    /// No lock yet.
    pub fn new(adopts: bool) -> Self {
        Self {
            of: BTreeMap::new(),
            adopts,
        }
    }

    /// The folder, below the project's, with the lock that a crate's model is under.
    ///
    /// # Errors
    ///
    /// There is none, or the model is not what it says.
    pub fn home(&self, project: &Project, it: &CrateConfig) -> Result<PathBuf> {
        let model = project.root.join(&it.model);
        let Some(home) = lock::root(&model) else {
            return match self.adopts {
                true => new_home(project, it),
                false => Err(format!(
                    "{} is not vendored: no {LOCK} stands above it\n   = help: an upgrade changes vendored models; edit this one by \
                     hand, or have `--adopt` replace its files by newer ones, with a lock",
                    it.model.display()
                )
                .into()),
            };
        };
        let is_new = || -> Result<bool> {
            let rows = Lock::read(home)?.file;
            Ok(rows.iter().all(|row| !home.join(&row.path).starts_with(&model)))
        };
        if !self.adopts || !is_new()? {
            lock::verify(&model)?;
        }
        Ok(home.strip_prefix(&project.root)?.to_owned())
    }

    /// The lock of a folder, as the upgrade has it so far.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    pub fn lock(&mut self, project: &Project, home: &Path) -> Result<&mut Lock> {
        if !self.of.contains_key(home) {
            self.of.insert(home.to_owned(), Self::before(project, home)?);
        }
        Ok(self.of.get_mut(home).ok_or("the lock was read")?)
    }

    /// The lock of a folder as it was before the upgrade.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    pub fn before(project: &Project, home: &Path) -> Result<Lock> {
        let folder = project.root.join(home);
        match folder.join(LOCK).is_file() {
            true => Lock::read(&folder),
            false => Ok(Lock::default()),
        }
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&PathBuf, &Lock)> {
        self.of.iter()
    }

    /// Fails where a model that is taken under a lock has files that the newer one has not: they are someone's work.
    ///
    /// # Errors
    ///
    /// There is such a file.
    pub fn refuse_leftovers(&self, project: &Project, it: &CrateConfig) -> Result<()> {
        if !self.adopts {
            return Ok(());
        }
        let model = project.root.join(&it.model);
        let mut known = BTreeSet::new();
        for (home, lock) in &self.of {
            let home = project.root.join(home);
            known.extend(lock.file.iter().map(|row| home.join(&row.path)));
        }
        // What the lock names and the newer model lacks goes away with the upgrade.
        if let Some(home) = lock::root(&model) {
            known.extend(Lock::read(home)?.file.iter().map(|row| home.join(&row.path)));
        }
        match lock::files(&model)?.iter().find(|file| !known.contains(*file)) {
            None => Ok(()),
            Some(file) => Err(format!(
                "{} is no part of the newer model\n   = help: nothing was changed; take the file away, so that the folder holds \
                 the model alone",
                file.display()
            )
            .into()),
        }
    }
}

/// The folder for the lock of a model that has none: that of its models, which lie two folders deep in botocore's layout.
fn new_home(project: &Project, it: &CrateConfig) -> Result<PathBuf> {
    let depth = if it.is_smithy(&project.root) { 1 } else { 2 };
    let home = it
        .model
        .ancestors()
        .nth(depth)
        .filter(|home| !home.as_os_str().is_empty());
    let home = home.ok_or_else(|| {
        format!(
            "{} has no folder around it for a lock\n   = help: keep models in a folder of their own, as in `model/weather`",
            it.model.display()
        )
    })?;
    Ok(home.to_owned())
}

/// The source of a model, by its first file.
pub(super) fn label(lock: &Lock, ours: &str) -> String {
    let mut rows = lock.file.iter().filter(|row| row.path.starts_with(ours));
    let model = rows.find(|row| !row.is_facts());
    model.map_or("unknown".to_owned(), |row| named(&row.package, &row.version))
}

/// Replaces the files of a model, and their rows in the lock. What was computed from a model stays.
///
/// # Errors
///
/// A file of the user's is in the way.
pub(super) fn take(
    project: &Project,
    (home, ours): (&Path, &str),
    extracted: &[Extracted],
    lock: &mut Lock,
    (package, version): (&str, &str),
    files: &mut Files,
) -> Result<()> {
    for file in extracted {
        let path = home.join(&file.path);
        let there = fs::read(project.root.join(&path)).ok();
        let is_same = there.as_deref() == Some(&file.bytes[..]);
        let is_known = file.path.starts_with(ours) || lock.file.iter().any(|row| row.path == file.path);
        if there.is_some() && !is_same && !is_known {
            return Err(format!(
                "{} is in the way: {package} {version} has a file of that name, and {LOCK} does not name this one\n   = help: \
                 nothing was changed; move the file away",
                path.display()
            )
            .into());
        }
        if !is_same {
            files.insert(path, Some(file.bytes.clone()));
        }
        lock.put(Entry::new(file, package, version));
    }
    let is_gone = |row: &Entry| {
        row.path.starts_with(ours) && !row.is_facts() && extracted.iter().all(|file| file.path != row.path)
    };
    for row in lock.file.iter().filter(|row| is_gone(row)) {
        files.insert(home.join(&row.path), None);
    }
    lock.file.retain(|row| !is_gone(row));
    Ok(())
}
