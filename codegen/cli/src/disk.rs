//! Access to the disk: the folder where a run starts, paths that stay below a folder, and errors that name the path and
//! what to do.

use std::fmt::Display;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};
use std::sync::OnceLock;

use crate::Result;

/// The folder where the search for a project starts, in place of the current one.
static START: OnceLock<PathBuf> = OnceLock::new();

/// Looks for projects from this folder upwards, in place of the current one.
pub fn start_at(folder: PathBuf) {
    let _ = START.set(folder);
}

/// The folder where the search for a project starts.
///
/// # Errors
///
/// The current folder does not exist any more.
pub fn start() -> Result<PathBuf> {
    match START.get() {
        Some(folder) => Ok(folder.clone()),
        None => Ok(std::env::current_dir().map_err(|error| format!("the current folder is not there: {error}"))?),
    }
}

/// The message about a disk error: the path, the error and advice.
pub fn at(path: &Path, error: &io::Error) -> String {
    let shown = shorten(&path.display().to_string());
    format!("{shown}: {error}\n   = help: {}", advice(error))
}

/// A path that is short enough for a message: its beginning and its end.
fn shorten(path: &str) -> String {
    const MOST: usize = 300;
    let length = path.chars().count();
    if length <= MOST {
        return path.to_owned();
    }
    let start: String = path.chars().take(MOST / 2).collect();
    let end: String = path.chars().skip(length - MOST / 2).collect();
    format!("{start}…{end}")
}

/// The advice about a disk error.
fn advice(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::PermissionDenied => {
            "this user may not do that there: name another folder, or change its permissions"
        }
        ErrorKind::ReadOnlyFilesystem => "nothing can be written there: name a folder on another disk",
        ErrorKind::InvalidFilename => {
            "the path is too long, or has characters that this disk does not take: name a shorter one"
        }
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => {
            "a file stands where a folder has to be: move it away, or name another folder"
        }
        ErrorKind::IsADirectory => "a folder stands where a file has to be: move it away, or name another folder",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            "make room on the disk, and run the command again"
        }
        ErrorKind::NotFound => "check that the folder is there, and the path is spelled as it is on the disk",
        ErrorKind::CrossesDevices => "keep what belongs together on one disk",
        _ => "check the disk and the path, and run the command again",
    }
}

/// A path with `/` between its parts, as files and other programs have it.
pub fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// Turns the error of a result into one with the path and advice.
pub trait At<T> {
    /// Names the path that the error is about.
    ///
    /// # Errors
    ///
    /// The original error.
    fn at(self, path: &Path) -> Result<T>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, path: &Path) -> Result<T> {
        self.map_err(|error| at(path, &error).into())
    }
}

/// Tells whether a relative path stays below the folder that it is joined to, on any system.
///
/// Paths come from models, wheels and journals, which may be written by anyone.
pub fn stays_below(path: &str) -> bool {
    let is_plain = |component| matches!(component, Component::Normal(_));
    let has_drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes()[0].is_ascii_alphabetic();
    !path.is_empty()
        && !has_drive
        && !path.contains(['\0', '\\'])
        && !path.starts_with('/')
        && !path.split('/').any(|part| part == ".." || part == ".")
        && Path::new(path).components().all(is_plain)
}

/// The error about a path that [leaves](stays_below) its folder.
pub fn escapes(whose: impl Display, path: &str) -> String {
    format!(
        "{whose} names the file `{}`, which could lie outside of its folder\n   = help: nothing was written; take it from \
         another source",
        shorten(&path.escape_debug().to_string())
    )
}

/// Follows the links in a path, whether or not it exists.
///
/// # Errors
///
/// Links lead in a circle, or a part of the path cannot be read.
pub fn follow(path: &Path) -> Result<PathBuf> {
    const MOST_LINKS: usize = 40;
    let mut path = std::path::absolute(path).at(path)?;
    for _ in 0..MOST_LINKS {
        match std::fs::read_link(&path) {
            Ok(target) => path = path.parent().unwrap_or(&path).join(target),
            // It is no link, or is not there.
            Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::NotFound) => return Ok(path),
            Err(error) => return Err(at(&path, &error).into()),
        }
    }
    Err(format!(
        "{}: symbolic links lead in a circle\n   = help: mend them, or name another folder",
        path.display()
    )
    .into())
}

/// Replaces a file atomically: readers find the old text or the new one. Where the path is a link, its target is
/// replaced.
///
/// # Errors
///
/// The disk fails; the file is then as it was.
pub fn replace(path: &Path, text: &[u8]) -> Result<()> {
    let path = follow(path)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).at(folder)?;
    let mut new = tempfile::NamedTempFile::new_in(folder).at(folder)?;
    io::Write::write_all(&mut new, text).at(&path)?;
    let permissions = std::fs::metadata(&path).map(|old| old.permissions());
    if let Ok(permissions) = permissions.or_else(|_| default_permissions()) {
        new.as_file().set_permissions(permissions).at(&path)?;
    }
    new.as_file().sync_all().at(&path)?;
    new.persist(&path).map_err(|error| error.error).at(&path)?;
    Ok(())
}

/// The permissions of an ordinary file: those of temporary files are stricter.
#[cfg(unix)]
fn default_permissions() -> io::Result<std::fs::Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Ok(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn default_permissions() -> io::Result<std::fs::Permissions> {
    Err(ErrorKind::Unsupported.into())
}

/// Waits until all writes to the file system of this folder have reached the disk: one barrier for any number of files.
///
/// # Errors
///
/// The disk fails.
#[cfg(target_os = "linux")]
pub fn barrier(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(std::fs::File::open(folder)?)?)
}

/// Waits until all files in this folder have reached the disk, one by one, as the system has no better way.
///
/// # Errors
///
/// The disk fails.
#[cfg(not(target_os = "linux"))]
pub fn barrier(folder: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        match path.is_dir() {
            true => barrier(&path)?,
            false => std::fs::File::open(&path)?.sync_all()?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_below_its_folder_or_is_refused() {
        for path in ["a", "a/b", "src/types/a_b.rs", ".hidden", "..a/b..", "a..b"] {
            assert!(stays_below(path), "{path:?}");
        }
        for path in [
            "",
            "/a",
            "..",
            "../a",
            "a/../../b",
            "a/..",
            "./a",
            "C:a",
            "C:\\a",
            "c:/a",
            "a\\..\\b",
            "\\\\host\\a",
            "a\0b",
        ] {
            assert!(!stays_below(path), "{path:?}");
        }
    }

    #[test]
    fn every_error_names_its_path_and_what_to_do() {
        for kind in [
            ErrorKind::PermissionDenied,
            ErrorKind::ReadOnlyFilesystem,
            ErrorKind::InvalidFilename,
            ErrorKind::StorageFull,
            ErrorKind::Other,
        ] {
            let said = at(Path::new("some/where"), &kind.into());
            assert!(
                said.starts_with("some/where: ") && said.contains("\n   = help: "),
                "{said}"
            );
        }
        let said = at(Path::new(&"x".repeat(5000)), &ErrorKind::InvalidFilename.into());
        assert!(said.len() < 700, "a long path does not fill the screen");
    }
}
