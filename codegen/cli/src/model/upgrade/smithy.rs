//! Smithy's models in an upgrade: one file each, from a folder or a repository, with the revision in the lock.

use std::fs;

use codegen::load::load;

use super::{Files, Locks, home_of, lock_of};
use crate::Result;
use crate::app::catalog::{Catalog, normal};
use crate::lock::{self, Entry};
use crate::model::side::{self, Model};
use crate::model::wheel::Extracted;
use crate::project::{CrateConfig, Project};

/// Opens the folder or the repository that newer models are taken from, with those of these crates.
///
/// # Errors
///
/// git cannot clone it, or it has no models of them.
pub fn open(place: &str, revision: Option<&str>, project: &Project, crates: &[&CrateConfig]) -> Result<Catalog> {
    let of = |it: &&CrateConfig| service_id(project, it);
    let names = crates.iter().map(of).collect::<Result<Vec<String>>>()?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    Catalog::of_repository(place, revision, &names)
}

/// A service's id as the names of models have it.
fn service_id(project: &Project, it: &CrateConfig) -> Result<String> {
    Ok(normal(&load(&project.model(it))?.sdk_id))
}

/// Takes a crate's model: where the old one was from, and the new one where it can be loaded. It stays under the name that it has.
///
/// # Errors
///
/// The old one is not vendored, or there is no newer one, or it does not hold together.
pub fn vendor(
    project: &Project,
    it: &CrateConfig,
    catalog: &mut Catalog,
    locks: &mut Locks,
    files: &mut Files,
) -> Result<(String, Model)> {
    let home = home_of(project, it)?;
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
    let mut new = side::unpack(std::slice::from_ref(&file))?;
    if let Some(partitions) = project.model(it).partitions {
        fs::copy(&partitions, new.root().join("partitions.json"))?;
    }
    new.path = new.path.join(&file.path);
    load(&new.paths(it.service.as_deref()))?;
    let lock = lock_of(project, &home, locks)?;
    let row = Entry {
        path: file.path.clone(),
        package: catalog.package.clone(),
        version: catalog.version.clone(),
        source: file.source.clone(),
        sha256: lock::sha256(&file.bytes),
    };
    let mut old = "unknown".to_owned();
    match lock.file.iter_mut().find(|old| old.path == row.path) {
        Some(there) => {
            old = format!("{} {}", there.package, short(&there.version));
            *there = row;
        }
        None => lock.file.push(row),
    }
    if fs::read(project.root.join(&it.model)).ok().as_deref() != Some(&file.bytes[..]) {
        files.insert(it.model.clone(), Some(file.bytes));
    }
    Ok((old, new))
}

/// A revision as people write it.
pub fn short(revision: &str) -> &str {
    let is_hash = revision.len() == 40 && revision.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hash { &revision[..12] } else { revision }
}
