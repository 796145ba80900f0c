//! Models in Smithy's language in an upgrade: a folder of files, or one file, out of a folder or a repository, with the revision
//! in the lock.

use codegen::load::{load, locate};

use super::locks::{Locks, label, take};
use super::{Files, Newer};
use crate::Result;
use crate::app::language;
use crate::app::repository::Repository;
use crate::disk::slashes;
use crate::model::side;
use crate::project::{CrateConfig, Project};

/// Takes a crate's model: where the old one was from, and the new one where it can be loaded. It stays where it is, with the
/// files that it has now.
///
/// # Errors
///
/// The old one is not vendored, there is no newer one, or several, or it does not hold together.
pub(super) fn vendor(
    project: &Project,
    it: &CrateConfig,
    repository: &Repository,
    locks: &mut Locks,
    files: &mut Files,
) -> Result<Newer> {
    let home = locks.home(project, it)?;
    let below = slashes(it.model.strip_prefix(&home)?);
    let vendored = project.root.join(&it.model);
    let extracted = language::fetch(repository, &vendored, it.service.as_deref(), &below)?;
    let mut model = side::unpack(&extracted)?;
    model.give_partitions(project.model(it).partitions.as_deref())?;
    model.path = model.path.join(&below);
    let paths = model.paths(it.service.as_deref());
    load(&paths).map_err(|error| locate(&paths, error))?;
    let lock = locks.lock(project, &home)?;
    let ours = if vendored.is_file() { below } else { format!("{below}/") };
    let old = label(&Locks::before(project, &home)?, &ours);
    let (package, version) = (repository.name(), repository.revision.as_str());
    take(project, (&home, &ours), &extracted, lock, (&package, version), files)?;
    let new = label(lock, &ours);
    Ok(Newer::new(model, old, new))
}
