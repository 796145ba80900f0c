//! Files of Smithy's JSON in an upgrade: one for each model, from a folder or a repository, with the revision in the lock.

use codegen::load::load;

use super::locks::{Locks, label, take};
use super::{Files, Newer};
use crate::Result;
use crate::app::catalog::Catalog;
use crate::disk::slashes;
use crate::lock::Extracted;
use crate::model::side;
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
    let name = project.service_id(it)?;
    let found = catalog.model(&name)?;
    let file = found.into_iter().flat_map(|model| model.files).next().ok_or_else(|| {
        format!(
            "{} has no model of `{name}`, which {} is made of\n   = help: name another folder or repository, or leave the crate \
             out by `--service`",
            catalog.label(),
            it.path.display()
        )
    })?;
    let path = slashes(it.model.strip_prefix(&home)?);
    let file = Extracted { path, ..file };
    let mut model = side::unpack(std::slice::from_ref(&file))?;
    model.give_partitions(project.model(it).partitions.as_deref())?;
    model.path = model.path.join(&file.path);
    load(&model.paths(it.service.as_deref()))?;
    let lock = locks.lock(project, &home)?;
    let old = label(&Locks::before(project, &home)?, &file.path);
    let version = (&*catalog.package, &*catalog.version);
    take(
        project,
        (&home, &file.path),
        std::slice::from_ref(&file),
        lock,
        version,
        files,
    )?;
    let new = label(lock, &file.path);
    Ok(Newer::new(model, old, new))
}
