//! A workspace below `target/` that tasks generate crates into and let cargo loose on.
//!
//! It has the project's lock file, so that it compiles what the project compiles, and a target folder of its own, so
//! that what it compiles stays for the next run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;
use crate::project::Project;

/// A workspace below `target/`.
pub struct Workspace {
    root: PathBuf,
    members: Vec<String>,
    target: PathBuf,
    tables: String,
}

impl Workspace {
    /// Opens the workspace of that name. What an earlier run left is overwritten, as far as it differs.
    ///
    /// # Errors
    ///
    /// The current folder is in no project, or the folder cannot be written.
    pub fn open(name: &str) -> Result<Self> {
        let project = Project::find()?;
        let root = project.root.join("target").join(name);
        fs::create_dir_all(&root)?;
        fs::copy(project.root.join("Cargo.lock"), root.join("Cargo.lock"))?;
        Ok(Self {
            target: root.join("target"),
            root,
            members: Vec::new(),
            tables: String::new(),
        })
    }

    /// The workspace with the target folder of another, so that what both need is compiled once.
    pub fn sharing_target_of(self, other: &Self) -> Self {
        let target = other.target.clone();
        Self { target, ..self }
    }

    /// The workspace with more tables in its manifest.
    pub fn with(self, tables: String) -> Self {
        Self { tables, ..self }
    }

    /// Where a member is.
    pub fn folder(&self, member: &str) -> PathBuf {
        self.root.join(member)
    }

    /// Where cargo puts what it makes.
    pub fn target(&self) -> PathBuf {
        self.target.clone()
    }

    /// Adds a member with these files.
    ///
    /// # Errors
    ///
    /// They cannot be written.
    pub fn add(&mut self, member: &str, files: &codegen::Files) -> Result<()> {
        for (path, text) in files {
            write(&self.root.join(member).join(path), text)?;
        }
        if !self.members.iter().any(|known| known == member) {
            self.members.push(member.to_owned());
        }
        Ok(())
    }

    /// A cargo command on the workspace.
    ///
    /// # Errors
    ///
    /// The manifest cannot be written.
    pub fn cargo(&self, subcommand: &str) -> Result<Command> {
        let members = self.members.iter().map(|member| format!("    {member:?},\n"));
        let manifest = format!(
            "[workspace]\nresolver = \"3\"\nmembers = [\n{}]\n{}",
            members.collect::<String>(),
            self.tables
        );
        write(&self.root.join("Cargo.toml"), &manifest)?;
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command
            .arg(subcommand)
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", self.target());
        Ok(command)
    }

    /// Builds the program of a member, as quickly as can be, and gives its path. What the project has compiled of the
    /// runtime crates is used again.
    ///
    /// # Errors
    ///
    /// It does not compile.
    pub fn program(&self, package: &str) -> Result<PathBuf> {
        let mut cargo = self.cargo("build")?;
        cargo.args(["--quiet", "--package", package]);
        let target = self.root.parent().unwrap_or(&self.root);
        // The profile is the project's own, as anything else would be compiled anew.
        cargo
            .env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only")
            .env("CARGO_INCREMENTAL", "0");
        cargo.env("CARGO_TARGET_DIR", target);
        succeed(cargo)?;
        Ok(target.join("debug").join(package))
    }
}

/// Runs a command to its end, and shows what it says if it fails.
///
/// # Errors
///
/// It cannot be run, or fails.
pub fn succeed(mut command: Command) -> Result<()> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("{command:?} failed:\n{said}").into())
}

/// Writes a file unless it has that text already, so that cargo does not rebuild for nothing.
fn write(path: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()).into())
}
