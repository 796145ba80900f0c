//! botocore's models in an upgrade: a folder for each, out of a wheel, or as it is where only its facts are computed anew.

use std::fs;
use std::path::Path;

use codegen::load::{ModelPaths, load};

use super::locks::{Locks, label, take};
use super::{Files, Newer};
use crate::Result;
use crate::disk::At;
use crate::lock::{Entry, Extracted, Package};
use crate::model::diff::service_of;
use crate::model::side;
use crate::project::{CrateConfig, Project};
use crate::wheel::{PACKAGE, Wheel};

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
        true => {
            let model = side::unpack(&extracted)?;
            let partitions = project.root.join(&home).join("partitions.json");
            model.give_partitions(Some(&*partitions).filter(|it| it.is_file()))?;
            model
        }
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
    model.give_partitions(project.model(it).partitions.as_deref())?;
    let label = label(lock, &ours);
    Ok(Newer::new(model, label.clone(), label))
}

/// Tells whether a crate that is not upgraded has its model under the same lock.
fn shares(project: &Project, crates: &[&CrateConfig], home: &Path) -> bool {
    let is_left = |it: &&CrateConfig| crates.iter().all(|other| other.path != it.path);
    let mut left = project.crates.iter().filter(is_left);
    left.any(|it| it.model.starts_with(home))
}
