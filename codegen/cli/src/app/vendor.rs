//! Vendored models: their files, and the lock that says where each is from.

use std::path::Path;

use super::catalog::{Catalog, Model};
use crate::lock::{Entry, Extracted, Lock};
use crate::transaction::Files;
use crate::{Result, disk};

/// Adds the files of a model, and those that belong to all models, to the files below a folder, and their rows to its
/// lock.
pub fn vendor(catalog: &mut Catalog, model: &Model, folder: &Path, lock: &mut Lock, files: &mut Files) -> Result<()> {
    let (package, version) = (catalog.package.clone(), catalog.version.clone());
    let mut add = |file: &Extracted| -> Result<()> {
        if !disk::stays_below(&file.path) {
            return Err(disk::escapes(&file.source, &file.path).into());
        }
        lock.put(Entry::new(file, &package, &version));
        files.insert(folder.join(&file.path), Some(file.bytes.clone()));
        Ok(())
    };
    model.files.iter().try_for_each(&mut add)?;
    catalog.common()?.iter().try_for_each(&mut add)?;
    if let Some(pin) = catalog.pin() {
        lock.pin(pin);
    }
    Ok(())
}
