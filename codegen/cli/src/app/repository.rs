//! Repositories of models: a folder as it lies there, or what git clones, no more of it than is needed.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::Result;

/// The revision of a folder that is in no repository.
pub const UNKNOWN: &str = "unknown";

/// A folder with models, and the revision that it is at.
pub struct Repository {
    /// The folder.
    pub home: PathBuf,
    /// The address or the folder, as the user named it.
    pub place: String,
    /// The commit; `unknown` for a folder in no repository, and with `-dirty` behind it for one with changes.
    pub revision: String,
    /// The files of the commit, where it is a clone, in which only those lie that were brought.
    listed: Option<Vec<String>>,
    _clone: Option<TempDir>,
}

impl Repository {
    /// Opens a folder, or has git clone an address. A revision is a branch, a tag or a commit; the newest commit where none
    /// is named, and a folder as it lies there.
    ///
    /// # Errors
    ///
    /// git cannot clone it.
    pub fn open(place: &str, revision: Option<&str>) -> Result<Self> {
        let folder = Path::new(place);
        if revision.is_none() && folder.is_dir() && !folder.join("objects").is_dir() {
            return Ok(Self::of_folder(folder));
        }
        if let Some(odd) = revision.filter(|it| it.starts_with('-') || it.contains(char::is_whitespace)) {
            return Err(format!("`{odd}` is no revision\n   = help: name a branch, a tag or a commit").into());
        }
        // git is told from another folder, so that the place of one has to be whole.
        let whole = folder.is_dir().then(|| std::path::absolute(folder)).transpose()?;
        let whole = whole.map_or(place.to_owned(), |folder| folder.display().to_string());
        let clone = tempfile::tempdir()?;
        let home = clone.path().join("models");
        let to = home.display().to_string();
        let shallow = ["--quiet", "--depth", "1", "--filter=blob:none"];
        let mut arguments = vec!["clone"];
        arguments.extend(shallow);
        arguments.extend(["--no-checkout", "--", &whole, &to]);
        git(clone.path(), &arguments)?;
        let mut commit = "HEAD";
        if let Some(revision) = revision {
            git(&home, &[&["fetch"], &shallow[..], &["origin", revision]].concat())?;
            commit = "FETCH_HEAD";
        }
        let commit = git(&home, &["rev-parse", commit])?.trim().to_owned();
        let listed = git(&home, &["ls-tree", "-r", "-z", "--name-only", &commit])?;
        let listed = listed.split('\0').filter(|path| !path.is_empty()).map(str::to_owned);
        Ok(Self {
            listed: Some(listed.collect()),
            home,
            place: place.to_owned(),
            revision: commit,
            _clone: Some(clone),
        })
    }

    /// A folder as it lies there.
    pub fn of_folder(folder: &Path) -> Self {
        let head = git(folder, &["rev-parse", "HEAD"]).map(|it| it.trim().to_owned());
        let is_changed = || git(folder, &["status", "--porcelain", "--", "."]).is_ok_and(|it| !it.trim().is_empty());
        Self {
            home: folder.to_owned(),
            place: folder.display().to_string(),
            revision: match head {
                Ok(head) if is_changed() => format!("{head}-dirty"),
                Ok(head) => head,
                Err(_) => UNKNOWN.to_owned(),
            },
            listed: None,
            _clone: None,
        }
    }

    /// Brings those files of a clone into its folder that are wanted; those of a folder are there.
    ///
    /// # Errors
    ///
    /// git cannot fetch them.
    pub fn bring(&self, is_wanted: impl Fn(&Path) -> bool) -> Result<()> {
        let listed = self.listed.iter().flatten().map(String::as_str);
        let wanted: Vec<&str> = listed.filter(|path| is_wanted(Path::new(path))).collect();
        if wanted.is_empty() {
            return Ok(());
        }
        let checkout = ["checkout", "--quiet", &self.revision, "--"];
        git(&self.home, &[&checkout[..], &wanted].concat()).map(drop)
    }

    /// The name of the repository, without the way to it.
    pub fn name(&self) -> String {
        let place = self.place.trim_end_matches(['/', '\\']);
        let whole = std::path::absolute(place).ok().filter(|_| self.listed.is_none());
        let whole = whole.map_or(place.to_owned(), |path| path.display().to_string());
        let last = whole.rsplit(['/', '\\', ':']).next().unwrap_or(&whole);
        last.trim_end_matches(".git").to_owned()
    }
}

fn git(folder: &Path, arguments: &[&str]) -> Result<String> {
    // Names of files are names, and no patterns.
    let mut command = Command::new("git");
    command.env("GIT_LITERAL_PATHSPECS", "1").arg("-C").arg(folder);
    let output = command.args(arguments).output();
    let output = output
        .map_err(|error| format!("git cannot be run: {error}\n   = help: install git, or name a folder of models"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(format!("git: {said}\n   = help: name a repository that git can clone, or a folder of models").into())
}
