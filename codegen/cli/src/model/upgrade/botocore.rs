//! botocore's models in an upgrade: a folder for each, out of a wheel, or as it is where only its facts are computed anew.

use std::fs;
use std::path::Path;

use codegen::load::{FACTS, ModelPaths, load};

use super::locks::Locks;
use super::supply::named;
use super::{Files, Newer};
use crate::Result;
use crate::disk::At;
use crate::lock::{Entry, LOCK, Lock, Package};
use crate::model::diff::service_of;
use crate::model::side::{self, Model};
use crate::model::wheel::{Extracted, PACKAGE, Wheel};
use crate::project::{CrateConfig, Project};

/// Takes the new model of a crate from the wheel: where the old one was from, and the new one on the disk.
///
/// # Errors
///
/// The old one is not vendored, or there is no newer one, or it does not hold together.
pub(super) fn vendor(
    project: &Project,
    crates: &[&CrateConfig],
    it: &CrateConfig,
    wheel: &mut Wheel,
    locks: &mut Locks,
    files: &mut Files,
) -> Result<Newer> {
    let home = locks.home(project, it)?;
    let service = service_of(it)?;
    let mut extracted = wheel.service(&service.name, service.version.as_deref())?;
    let model = match shares(project, crates, &home) {
        // What belongs to other crates, too, stays until these are upgraded.
        true => with_partitions_of(&project.root.join(&home), side::unpack(&extracted)?)?,
        false => {
            extracted.extend(wheel.common()?);
            side::unpack(&extracted)?
        }
    };
    load(&ModelPaths::new(&model.path))?;
    let lock = locks.lock(project, &home)?;
    let ours = format!("{}/{}/", service.name, service.version.unwrap_or_default());
    let old = label(&Locks::before(project, &home)?, &ours);
    let version = (PACKAGE, wheel.version.as_str());
    take(project, (&home, &ours), &extracted, lock, version, files)?;
    lock.pin(Package {
        name: PACKAGE.into(),
        version: wheel.version.clone(),
        sha256: wheel.sha256.clone(),
    });
    let new = label(lock, &ours);
    Ok(Newer::new(model, old, new))
}

/// A copy of the model that a crate has, for its facts to be computed anew.
///
/// # Errors
///
/// It is not vendored, or cannot be read.
pub(super) fn stay(project: &Project, it: &CrateConfig, locks: &mut Locks) -> Result<Newer> {
    let home = locks.home(project, it)?;
    let service = service_of(it)?;
    let ours = format!("{}/{}/", service.name, service.version.unwrap_or_default());
    let lock = locks.lock(project, &home)?;
    let rows = lock
        .file
        .iter()
        .filter(|row| row.path.starts_with(&ours) && !row.is_facts());
    let file = |row: &Entry| -> Result<Extracted> {
        let path = project.root.join(&home).join(&row.path);
        Ok(Extracted {
            source: row.source.clone(),
            path: row.path.clone(),
            bytes: fs::read(&path).at(&path)?,
        })
    };
    let files = rows.map(file).collect::<Result<Vec<_>>>()?;
    let model = side::unpack(&files)?;
    if let Some(partitions) = project.model(it).partitions {
        fs::copy(&partitions, model.root().join("partitions.json")).at(&partitions)?;
    }
    let label = label(lock, &ours);
    Ok(Newer::new(model, label.clone(), label))
}

/// The source of a model.
fn label(lock: &Lock, ours: &str) -> String {
    let mut rows = lock.file.iter().filter(|row| row.path.starts_with(ours));
    let model = rows.find(|row| !row.is_facts());
    model.map_or("unknown".to_owned(), |row| named(&row.package, &row.version))
}

/// The source of the facts in a folder, as a part of what says the source of its model; nothing where there are none.
pub(super) fn facts_label(rows: &[Entry], folder: &str) -> String {
    let path = format!("{folder}/{FACTS}");
    let row = rows.iter().find(|row| row.path == path);
    row.map_or_else(String::new, |row| {
        format!(", facts of {}", named(&row.package, &row.version))
    })
}

/// Whether a crate that is not upgraded has its model under the same lock.
fn shares(project: &Project, crates: &[&CrateConfig], home: &Path) -> bool {
    let is_left = |it: &&CrateConfig| crates.iter().all(|other| other.path != it.path);
    let mut left = project.crates.iter().filter(is_left);
    left.any(|it| it.model.starts_with(home))
}

fn with_partitions_of(home: &Path, model: Model) -> Result<Model> {
    let partitions = home.join("partitions.json");
    if partitions.is_file() {
        fs::copy(partitions, model.path.join("partitions.json"))?;
    }
    Ok(model)
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
