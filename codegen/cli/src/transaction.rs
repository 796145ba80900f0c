//! Transactions: many files of a project, changed together or not at all.
//!
//! The new files, and copies of the old ones, are first written to a folder of their own. Then a journal with the names
//! of the files is written. From then on the change is decided, and the next run completes it if this one is killed. If
//! that fails, the old files are restored, which a second journal decides in the same way.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::disk::start;
use crate::disk::{self, At};
use crate::folder_lock::Held;

/// The folder in which a change is prepared, below that of the project.
pub const FOLDER: &str = ".sdk-tailor-upgrade";

/// The journal that exists when all is prepared, with the files to change.
const FORWARD: &str = "journal.toml";

/// The journal that exists when the change failed, and the old files have to be restored.
const BACKWARD: &str = "undo.toml";

/// The files to change, by their path below the project: their bytes, or `None` for a file to remove.
pub type Files = BTreeMap<PathBuf, Option<Vec<u8>>>;

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Journal {
    /// Files to write.
    written: Vec<PathBuf>,
    /// Files to remove.
    removed: Vec<PathBuf>,
    /// Those of the written files that did not exist before.
    created: Vec<PathBuf>,
}

/// The exclusive right to change a project's files together.
pub struct Transaction<'a> {
    root: &'a Path,
    staging: PathBuf,
    _held: Held,
}

/// Completes the transaction of a killed run, in the project that the current folder is in.
///
/// # Errors
///
/// It can neither be completed nor undone.
pub fn recover_here() -> Result<()> {
    let here = start()?;
    // Most runs find nothing, and wait for nobody.
    match here.ancestors().find(|folder| folder.join(FOLDER).is_dir()) {
        Some(root) => Transaction::open(root).map(drop),
        None => Ok(()),
    }
}

impl<'a> Transaction<'a> {
    /// Waits until no other run changes the project, and completes the transaction of a killed run.
    ///
    /// # Errors
    ///
    /// The disk fails.
    pub fn open(root: &'a Path) -> Result<Self> {
        let held = Held::new(root)?;
        let transaction = Self {
            root,
            staging: root.join(FOLDER),
            _held: held,
        };
        transaction.recover()?;
        Ok(transaction)
    }

    /// Changes the project to these files.
    ///
    /// # Errors
    ///
    /// The disk fails; the project is then as it was.
    pub fn commit(&self, files: &Files) -> Result<()> {
        for path in files.keys() {
            refuse_escape(path)?;
        }
        if let Err(error) = self.prepare(files) {
            let _ = discard(&self.staging);
            return Err(format!("{error}\n   = help: nothing was changed").into());
        }
        self.finish(&self.read(FORWARD)?)
    }

    /// Writes the new files and the copies of the old ones, and then the journal, which decides.
    fn prepare(&self, files: &Files) -> io::Result<()> {
        fs::create_dir_all(&self.staging)?;
        let mut journal = Journal {
            written: Vec::new(),
            removed: Vec::new(),
            created: Vec::new(),
        };
        for (path, bytes) in files {
            self.stage(path, bytes.as_deref(), &mut journal)
                .map_err(|error| at(path, &error))?;
        }
        let text = toml::to_string(&journal).map_err(io::Error::other)?;
        let unfinished = self.staging.join("journal.new");
        fs::write(&unfinished, text)?;
        // What the journal decides on is on the disk before it.
        disk::barrier(&self.staging)?;
        fs::rename(unfinished, self.staging.join(FORWARD))?;
        File::open(&self.staging)?.sync_all()
    }

    /// Writes the new bytes of a file, and a copy of the old ones.
    fn stage(&self, path: &Path, bytes: Option<&[u8]>, journal: &mut Journal) -> io::Result<()> {
        let current = self.root.join(path);
        if current.is_file() {
            let kept = self.staging.join("old").join(path);
            create_parent(&kept)?;
            // A copy: what is linked would be lost with whoever writes into the file.
            fs::copy(&current, &kept)?;
        } else if bytes.is_some() {
            journal.created.push(path.to_owned());
        }
        let Some(bytes) = bytes else {
            journal.removed.push(path.to_owned());
            return Ok(());
        };
        let coming = self.staging.join("new").join(path);
        create_parent(&coming)?;
        fs::write(&coming, bytes)?;
        journal.written.push(path.to_owned());
        Ok(())
    }

    /// Completes, undoes or discards the transaction of a killed run.
    fn recover(&self) -> Result<()> {
        if self.staging.join(BACKWARD).is_file() {
            return Ok(self.undo(&self.read(BACKWARD)?)?);
        }
        if self.staging.join(FORWARD).is_file() {
            return self.finish(&self.read(FORWARD)?);
        }
        discard(&self.staging).at(&self.staging)
    }

    fn read(&self, name: &str) -> Result<Journal> {
        let path = self.staging.join(name);
        let text = fs::read_to_string(&path).at(&path)?;
        let journal: Journal = toml::from_str(&text).map_err(|error| format!("{}:\n{error}", path.display()))?;
        for path in journal.written.iter().chain(&journal.removed).chain(&journal.created) {
            refuse_escape(path)?;
        }
        Ok(journal)
    }

    /// Applies the change, or restores the old files if that fails.
    fn finish(&self, journal: &Journal) -> Result<()> {
        let Err(error) = self.apply(journal) else {
            return Ok(self.close(FORWARD)?);
        };
        fs::rename(self.staging.join(FORWARD), self.staging.join(BACKWARD))?;
        match self.undo(journal) {
            Ok(()) => Err(format!("{error}\n   = help: everything is as it was").into()),
            Err(undone) => Err(format!(
                "{error}\n   = and what was could not be brought back: {undone}\n   = help: mend the disk; the next `cargo \
                 sdk-tailor` or `cargo xtask` brings it back from {FOLDER}"
            )
            .into()),
        }
    }

    /// Applies the change. It can be repeated after it was interrupted.
    fn apply(&self, journal: &Journal) -> io::Result<()> {
        // What refers to others, such as the manifest, stands at the root, and comes in after them.
        let is_at_root = |path: &&PathBuf| path.components().count() == 1;
        let (last, first): (Vec<_>, Vec<_>) = journal.written.iter().partition(is_at_root);
        for path in first.into_iter().chain(last) {
            let (coming, target) = (self.staging.join("new").join(path), self.root.join(path));
            if coming.is_file() {
                let moved = create_parent(&target).and_then(|()| fs::rename(&coming, &target));
                moved.map_err(|error| at(path, &error))?;
            }
        }
        for path in &journal.removed {
            remove(&self.root.join(path))?;
        }
        Ok(())
    }

    /// Restores the old files. It can be repeated after it was interrupted.
    fn undo(&self, journal: &Journal) -> io::Result<()> {
        for path in journal.written.iter().chain(&journal.removed) {
            let kept = self.staging.join("old").join(path);
            if kept.is_file() {
                fs::rename(kept, self.root.join(path))?;
            }
        }
        for path in &journal.created {
            remove(&self.root.join(path))?;
        }
        self.close(BACKWARD)
    }

    /// Records that the work is done, by removing the journal before anything else.
    fn close(&self, journal: &str) -> io::Result<()> {
        disk::barrier(self.root)?;
        remove(&self.staging.join(journal))?;
        discard(&self.staging)
    }
}

/// Fails for a path that leaves the project, as a journal may come from anyone.
fn refuse_escape(path: &Path) -> Result<()> {
    let is_plain = |component| matches!(component, Component::Normal(_));
    if path.as_os_str().is_empty() || !path.components().all(is_plain) {
        return Err(format!(
            "{} is not below the project\n   = help: an upgrade changes what is in the project's own folder; keep the \
             models and crates of codegen.toml there",
            path.display()
        )
        .into());
    }
    Ok(())
}

/// An I/O error that names the file.
fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

fn create_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}

/// Removes a file, if it and its folder exist.
fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(()),
        other => other,
    }
}

fn discard(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::CONFIG;

    fn project() -> tempfile::TempDir {
        let home = tempfile::tempdir().expect("a folder");
        for (name, text) in [(CONFIG, "old"), ("a/one", "one"), ("a/two", "two")] {
            let path = home.path().join(name);
            create_parent(&path).expect("made");
            fs::write(path, text).expect("written");
        }
        home
    }

    fn change() -> Files {
        let file = |text: &str| Some(text.as_bytes().to_vec());
        Files::from([
            ("a/one".into(), file("ONE")),
            ("a/two".into(), None),
            ("b/three".into(), file("THREE")),
        ])
    }

    fn state(root: &Path) -> [Option<String>; 3] {
        ["a/one", "a/two", "b/three"].map(|name| fs::read_to_string(root.join(name)).ok())
    }

    fn old() -> [Option<String>; 3] {
        [Some("one".into()), Some("two".into()), None]
    }

    fn new() -> [Option<String>; 3] {
        [Some("ONE".into()), None, Some("THREE".into())]
    }

    #[test]
    fn all_files_change_together_and_nothing_is_left() {
        let home = project();
        let transaction = Transaction::open(home.path()).expect("opened");
        transaction.commit(&change()).expect("done");
        assert_eq!(state(home.path()), new());
        assert!(!home.path().join(FOLDER).exists());
    }

    #[test]
    fn a_run_that_was_killed_before_the_journal_leaves_the_old_state() {
        let home = project();
        let transaction = Transaction::open(home.path()).expect("opened");
        transaction.prepare(&change()).expect("prepared");
        fs::remove_file(home.path().join(FOLDER).join(FORWARD)).expect("killed before it");
        transaction.recover().expect("recovered");
        assert_eq!(state(home.path()), old());
        assert!(!home.path().join(FOLDER).exists());
    }

    #[test]
    fn a_run_that_was_killed_at_any_file_is_finished_by_the_next() {
        for done in 0..=2 {
            let home = project();
            let transaction = Transaction::open(home.path()).expect("opened");
            transaction.prepare(&change()).expect("prepared");
            let journal = transaction.read(FORWARD).expect("a journal");
            for path in &journal.written[..done] {
                let target = home.path().join(path);
                create_parent(&target).expect("made");
                fs::rename(home.path().join(FOLDER).join("new").join(path), target).expect("moved");
            }
            transaction.recover().expect("recovered");
            assert_eq!(state(home.path()), new(), "killed after {done}");
            assert!(!home.path().join(FOLDER).exists());
        }
    }

    #[test]
    fn what_cannot_come_in_is_undone() {
        let home = project();
        // A file stands where a folder has to be.
        fs::write(home.path().join("b"), "in the way").expect("written");
        let transaction = Transaction::open(home.path()).expect("opened");
        let error = transaction.commit(&change()).expect_err("refused").to_string();
        assert!(
            error.contains("b/three") && error.contains("everything is as it was"),
            "{error}"
        );
        assert_eq!(state(home.path()), old());
        assert!(!home.path().join(FOLDER).exists());
    }

    #[test]
    fn an_undoing_that_was_killed_is_finished_by_the_next() {
        let home = project();
        let transaction = Transaction::open(home.path()).expect("opened");
        transaction.prepare(&change()).expect("prepared");
        let journal = transaction.read(FORWARD).expect("a journal");
        transaction.apply(&journal).expect("applied");
        let staging = home.path().join(FOLDER);
        fs::rename(staging.join(FORWARD), staging.join(BACKWARD)).expect("decided");
        fs::rename(staging.join("old/a/one"), home.path().join("a/one")).expect("half undone");
        transaction.recover().expect("recovered");
        assert_eq!(state(home.path()), old());
    }

    #[test]
    fn nothing_outside_the_project_is_touched() {
        let home = project();
        let transaction = Transaction::open(home.path()).expect("opened");
        for path in ["../a", "/a", "a/../../b", ""] {
            assert!(
                transaction.commit(&Files::from([(path.into(), None)])).is_err(),
                "{path:?}"
            );
        }
    }
}
