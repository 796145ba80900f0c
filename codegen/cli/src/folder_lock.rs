//! Locks of folders: one run at a time for each.
//!
//! The folder itself is locked, so that it does not matter where temporary files are, how long the path is or through
//! which links it was reached, and no lock file is left behind.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use crate::Result;
use crate::disk::{At, at};

/// The right to change a folder, as long as it lives. A run that has it may take it again.
pub struct Held(#[allow(dead_code)] Arc<File>);

/// The locks that this process holds, by the system's id of the folder.
static HELD: Mutex<BTreeMap<(u64, u64), Weak<File>>> = Mutex::new(BTreeMap::new());

impl Held {
    /// Waits until no other run holds the folder, which has to be there, and reports what it waits for.
    ///
    /// # Errors
    ///
    /// The folder cannot be opened or locked.
    pub fn new(folder: &Path) -> Result<Self> {
        loop {
            let file = File::open(folder).at(folder)?;
            let id = identity(&file, folder)?;
            let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(file) = held.get(&id).and_then(Weak::upgrade) {
                return Ok(Self(file));
            }
            wait(&file, folder, Kind::Exclusive)?;
            // Whoever had it may have put another folder in its place.
            if File::open(folder).is_ok_and(|now| identity(&now, folder).is_ok_and(|now| now == id)) {
                let file = Arc::new(file);
                held.insert(id, Arc::downgrade(&file));
                return Ok(Self(file));
            }
        }
    }

    /// Waits until no other run changes the folder, so that it can be read. A folder that is not there needs no lock.
    ///
    /// # Errors
    ///
    /// The folder cannot be locked.
    pub fn to_read(folder: &Path) -> Result<Option<Self>> {
        let Ok(file) = File::open(folder) else {
            return Ok(None);
        };
        let id = identity(&file, folder)?;
        let held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = held.get(&id).and_then(Weak::upgrade) {
            return Ok(Some(Self(file)));
        }
        wait(&file, folder, Kind::Shared)?;
        Ok(Some(Self(Arc::new(file))))
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Exclusive,
    Shared,
}

fn wait(file: &File, folder: &Path, kind: Kind) -> Result<()> {
    let attempt = match kind {
        Kind::Exclusive => file.try_lock(),
        Kind::Shared => file.try_lock_shared(),
    };
    match attempt {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => {
            eprintln!(
                "waiting for another run of sdk-tailor, which is writing {}",
                folder.display()
            );
            let locked = match kind {
                Kind::Exclusive => file.lock(),
                Kind::Shared => file.lock_shared(),
            };
            locked.at(folder)
        }
        Err(TryLockError::Error(error)) => Err(format!("the folder cannot be locked: {}", at(folder, &error)).into()),
    }
}

#[cfg(unix)]
fn identity(file: &File, folder: &Path) -> Result<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    let metadata = file.metadata().at(folder)?;
    Ok((metadata.dev(), metadata.ino()))
}

/// The id of a folder by its path, where the system gives folders no number.
#[cfg(not(unix))]
fn identity(_: &File, folder: &Path) -> Result<(u64, u64)> {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    fs::canonicalize(folder).at(folder)?.hash(&mut hasher);
    Ok((0, hasher.finish()))
}

/// Makes a folder unless it is there, and locks it.
///
/// # Errors
///
/// The folder cannot be made or locked.
pub fn hold(folder: &Path) -> Result<Held> {
    fs::create_dir_all(folder).at(folder)?;
    Held::new(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_may_take_a_lock_twice_and_leaves_nothing() {
        let home = tempfile::tempdir().expect("a folder");
        let folder = home.path().join("a");
        let first = hold(&folder).expect("locked");
        let second = Held::new(&home.path().join("a/../a")).expect("locked again");
        drop(first);
        let other = File::open(&folder).expect("opened");
        assert!(
            matches!(other.try_lock(), Err(TryLockError::WouldBlock)),
            "it is held still"
        );
        drop(second);
        assert!(other.try_lock().is_ok());
        assert_eq!(fs::read_dir(&folder).expect("read").count(), 0);
    }
}
