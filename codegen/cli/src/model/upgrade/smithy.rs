//! Files of Smithy's JSON in an upgrade: one for each model, from a folder or a repository, with the revision in the lock.

use std::fs;

use codegen::load::load;

use super::locks::Locks;
use super::supply::{named, service_id};
use super::{Files, Newer};
use crate::Result;
use crate::app::catalog::Catalog;
use crate::lock::Entry;
use crate::model::side;
use crate::model::wheel::Extracted;
use crate::project::{CrateConfig, Project};

/// Takes a crate's model: where the old one was from, and the new one where it can be loaded. It stays under the name that it has.
///
/// # Errors
///
/// The old one is not vendored, or there is no newer one, or it does not hold together.
pub(super) fn vendor(
    project: &Project,
    it: &CrateConfig,
    catalog: &mut Catalog,
    locks: &mut Locks,
    files: &mut Files,
) -> Result<Newer> {
    let home = locks.home(project, it)?;
    let name = service_id(project, it)?;
    let found = catalog.model(&name)?;
    let file = found.into_iter().flat_map(|model| model.files).next().ok_or_else(|| {
        format!(
            "{} has no model of `{name}`, which {} is made of\n   = help: name another folder or repository, or leave the crate \
             out by `--service`",
            catalog.label(),
            it.path.display()
        )
    })?;
    let path = it.model.strip_prefix(&home)?.to_string_lossy().replace('\\', "/");
    let file = Extracted { path, ..file };
    let mut model = side::unpack(std::slice::from_ref(&file))?;
    if let Some(partitions) = project.model(it).partitions {
        fs::copy(&partitions, model.root().join("partitions.json"))?;
    }
    model.path = model.path.join(&file.path);
    load(&model.paths(it.service.as_deref()))?;
    let row = Entry::new(&file, &catalog.package, &catalog.version);
    let mut old = "unknown".to_owned();
    let lock = locks.lock(project, &home)?;
    match lock.file.iter_mut().find(|old| old.path == row.path) {
        Some(there) => {
            old = named(&there.package, &there.version);
            *there = row;
        }
        None => lock.file.push(row),
    }
    if fs::read(project.root.join(&it.model)).ok().as_deref() != Some(&file.bytes[..]) {
        files.insert(it.model.clone(), Some(file.bytes));
    }
    let new = named(&catalog.package, &catalog.version);
    Ok(Newer::new(model, old, new))
}
