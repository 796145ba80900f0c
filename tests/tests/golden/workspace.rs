//! The crates of all fixtures as one workspace, and the programs that try their clients.
//!
//! It lies in the target folder of this test, so that what was compiled of the runtime crates is used again, and has
//! the versions that this project has locked.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{generate, hostile, name_of};

/// The folder of the programs, which are files, or folders with a `main.rs`. The client of a fixture is the library
/// `fixture_NAME`.
const PROGRAMS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/clients");

/// The crates of all fixtures, and a package of the programs.
pub struct Workspace {
    target: PathBuf,
    root: PathBuf,
}

impl Workspace {
    /// Writes the crates of the fixtures that have one, as far as they differ from what is there.
    pub fn write(fixtures: &[PathBuf]) -> Result<Self, Box<dyn Error>> {
        let target = target_folder()?;
        let root = target.join("fixtures");
        let mut programs = Vec::new();
        read_programs(Path::new(PROGRAMS), Path::new("tests"), &mut programs)?;
        let mut members = vec!["programs".to_owned()];
        for folder in fixtures {
            // Two fixtures may have the same service, and a workspace has no two packages of one name.
            let name = name_of(folder);
            let (fixture, files) = generate(folder, Some(format!("fixture-{name}")))?;
            // A model in its other form gives the crate that the first one gives, and one of them is compiled.
            if fixture.same_as.is_some() && !is_tried(&programs, &name) {
                continue;
            }
            if let Ok(files) = files {
                let files = files.iter().map(|(path, text)| (path.into(), text.as_str()));
                replace(&root.join(&name), &files.collect::<Vec<_>>())?;
                members.push(name);
            }
        }
        for (name, files) in hostile::crates()? {
            let files = files.iter().map(|(path, text)| (path.into(), text.as_str()));
            replace(&root.join(&name), &files.collect::<Vec<_>>())?;
            members.push(name);
        }
        write(
            &root.join("Cargo.toml"),
            &format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n"),
        )?;
        let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
        fs::copy(lock, root.join("Cargo.lock"))?;
        let workspace = Self { target, root };
        workspace.write_programs(programs, &members)?;
        Ok(workspace)
    }

    fn write_programs(&self, mut files: Programs, fixtures: &[String]) -> Result<(), Box<dyn Error>> {
        let mut manifest = include_str!("programs.toml").replace("TESTS", env!("CARGO_MANIFEST_DIR"));
        for fixture in fixtures {
            if is_tried(&files, fixture) {
                let known = fs::read_to_string(self.root.join(fixture).join("Cargo.toml"))?;
                let mut features = vec!["behavior-version-latest"];
                features.extend(known.contains("\nhttp-02x = [").then_some("http-02x"));
                manifest.push_str(&format!(
                    "fixture-{fixture} = {{ path = \"../{fixture}\", features = {features:?} }}\n"
                ));
            }
        }
        files.push(("Cargo.toml".into(), manifest));
        files.push(("src/lib.rs".into(), String::new()));
        let files = files.iter().map(|(path, text)| (path.clone(), text.as_str()));
        replace(&self.root.join("programs"), &files.collect::<Vec<_>>())
    }

    /// Compiles all crates, and takes no warning for an answer.
    pub fn check(&self) -> Result<(), Box<dyn Error>> {
        let (succeeded, said) = self.cargo(&["check", "--workspace", "--exclude", "programs"])?;
        if succeeded && !said.contains("warning") {
            return Ok(());
        }
        Err(format!("the generated crates do not compile cleanly:\n{said}").into())
    }

    /// Runs the programs.
    pub fn test(&self) -> Result<(), Box<dyn Error>> {
        let (succeeded, said) = self.cargo(&["test", "--package", "programs", "--tests"])?;
        if succeeded {
            return Ok(());
        }
        Err(format!("the generated clients do not behave:\n{said}").into())
    }

    fn cargo(&self, arguments: &[&str]) -> Result<(bool, String), Box<dyn Error>> {
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .args(["--offline", "--quiet"])
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target)
            .output()?;
        let said = [output.stderr, output.stdout].concat();
        Ok((output.status.success(), String::from_utf8_lossy(&said).into_owned()))
    }
}

/// The texts below a folder, by their paths below another.
fn read_programs(from: &Path, to: &Path, files: &mut Programs) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let to = to.join(name_of(&path));
        if path.is_dir() {
            read_programs(&path, &to, files)?;
        } else {
            files.push((to, fs::read_to_string(&path)?));
        }
    }
    Ok(())
}

/// The programs: their text by their path.
type Programs = Vec<(PathBuf, String)>;

/// Tells whether a program uses the client of a fixture.
fn is_tried(programs: &[(PathBuf, String)], fixture: &str) -> bool {
    let library = format!("fixture_{}", fixture.replace('-', "_"));
    programs.iter().any(|(_, text)| text.contains(&library))
}

/// Makes a folder hold these files and no others.
fn replace(folder: &Path, files: &[(PathBuf, &str)]) -> Result<(), Box<dyn Error>> {
    for (path, text) in files {
        write(&folder.join(path), text)?;
    }
    let wanted: BTreeSet<PathBuf> = files.iter().map(|(path, _)| folder.join(path)).collect();
    remove_others(folder, &wanted)
}

fn remove_others(folder: &Path, wanted: &BTreeSet<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            remove_others(&path, wanted)?;
        } else if !wanted.contains(&path) {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

/// Writes a file unless it has that text already, so that cargo does not compile it again.
fn write(path: &Path, text: &str) -> Result<(), Box<dyn Error>> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    fs::create_dir_all(path.parent().unwrap_or(path))?;
    Ok(fs::write(path, text)?)
}

/// The target folder that this test was built in.
fn target_folder() -> Result<PathBuf, Box<dyn Error>> {
    let test = std::env::current_exe()?;
    let profile = test
        .ancestors()
        .find(|folder| folder.join("build").is_dir() && folder.join("deps").is_dir());
    let target = profile
        .and_then(Path::parent)
        .ok_or("the test is not in a target folder")?;
    Ok(target.to_owned())
}
