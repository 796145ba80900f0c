//! Golden files: a folder of `tests/fixtures` is a test.
//!
//! A fixture has a model of its own (or names one), and a `fixture.toml` that says which operations to
//! generate and which files of the crate it is about. Those stand in `expected`; a model that has to be
//! refused has `expected.err` instead. `UPDATE_GOLDEN=1 cargo test --test golden` writes both anew. All
//! crates that fixtures generate are compiled together, and may not cause a warning.
//!
//! A model is botocore's, the folder `model`, or Smithy's, the file `model.json`. Two fixtures with the same model in
//! both forms share what is expected: `same_as` names the one that has it.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::load::{ModelPaths, load};
use libtest_mimic::{Arguments, Failed, Trial};
use serde::Deserialize;
use similar::TextDiff;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fixture {
    /// The folder of the model, below this package's; the fixture's own where absent.
    model: Option<PathBuf>,
    #[serde(default)]
    operations: Vec<String>,
    /// The files that the fixture is about.
    #[serde(default)]
    files: Vec<String>,
    /// The fixture whose files and operations these are too.
    same_as: Option<String>,
}

impl Fixture {
    /// Reads the fixture of a folder, and the folder that has what is expected.
    fn read(folder: &Path) -> Result<(Self, PathBuf), Box<dyn Error>> {
        let fixture: Self = toml::from_str(&fs::read_to_string(folder.join("fixture.toml"))?)?;
        let Some(other) = &fixture.same_as else {
            return Ok((fixture, folder.to_owned()));
        };
        let (other, expected) = Self::read(&folder.with_file_name(other))?;
        let same = Self {
            model: fixture.model,
            same_as: fixture.same_as,
            ..other
        };
        Ok((same, expected))
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut folders = fs::read_dir(&root)?
        .map(|it| Ok(it?.path()))
        .collect::<std::io::Result<Vec<_>>>()?;
    folders.sort();
    let trial = |folder: &PathBuf| {
        let (name, folder) = (name_of(folder), folder.clone());
        Trial::test(name, move || {
            check(&folder).map_err(|error| Failed::from(error.to_string()))
        })
    };
    let mut trials: Vec<Trial> = folders.iter().map(trial).collect();
    trials.push(Trial::test("all_compile", move || {
        compile(&folders).map_err(|error| Failed::from(error.to_string()))
    }));
    libtest_mimic::run(&arguments, trials).exit()
}

fn name_of(folder: &Path) -> String {
    folder.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Generates the crate of a fixture, which has its service's name where none is given.
fn generate(
    folder: &Path,
    package_name: Option<String>,
) -> Result<(Fixture, codegen::Result<codegen::Files>), Box<dyn Error>> {
    let (fixture, _) = Fixture::read(folder)?;
    let file = folder.join("model.json");
    let model = match &fixture.model {
        Some(model) => Path::new(env!("CARGO_MANIFEST_DIR")).join(model),
        None if file.is_file() => file,
        None => folder.join("model"),
    };
    let options = codegen::Options {
        operations: fixture.operations.clone(),
        package_name,
        ..Default::default()
    };
    let files = load(&ModelPaths::new(model)).and_then(|service| codegen::generate(service, &options));
    Ok((fixture, files))
}

fn check(folder: &Path) -> Result<(), Box<dyn Error>> {
    let (fixture, outcome) = generate(folder, None)?;
    let (_, owner) = Fixture::read(folder)?;
    let refusal = owner.join("expected.err");
    match outcome {
        Ok(files) => {
            if fixture.files.is_empty() || refusal.exists() {
                return Err("the model was accepted, and has to be refused".into());
            }
            for path in &fixture.files {
                let text = files.get(path).ok_or_else(|| format!("`{path}` was not generated"))?;
                compare(&owner.join("expected").join(path), text, fixture.same_as.is_none())?;
            }
            Ok(())
        }
        Err(error) if fixture.files.is_empty() => {
            let here = format!("{}/", folder.display());
            compare(&refusal, &format!("{}\n", error.to_string().replace(&here, "")), true)
        }
        Err(error) => Err(error.into()),
    }
}

fn compare(golden: &Path, actual: &str, is_own: bool) -> Result<(), Box<dyn Error>> {
    if is_own && std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::create_dir_all(golden.parent().unwrap_or(golden))?;
        return Ok(fs::write(golden, actual)?);
    }
    let expected = fs::read_to_string(golden).unwrap_or_default();
    if expected == actual {
        return Ok(());
    }
    let diff = TextDiff::from_lines(expected.as_str(), actual);
    let diff = diff.unified_diff().header("expected", "generated").to_string();
    Err(format!("{} is stale; UPDATE_GOLDEN=1 writes it anew\n{diff}", golden.display()).into())
}

/// Compiles the crates of all fixtures as one workspace, with the versions that this one has locked.
fn compile(folders: &[PathBuf]) -> Result<(), Box<dyn Error>> {
    let home = tempfile::tempdir()?;
    let mut members = Vec::new();
    for folder in folders {
        // Two fixtures may have the same service, and a workspace has no two packages of one name.
        let name = name_of(folder);
        if let (_, Ok(files)) = generate(folder, Some(format!("fixture-{name}")))? {
            for (path, text) in files {
                let path = home.path().join(&name).join(path);
                fs::create_dir_all(path.parent().unwrap_or(&path))?;
                fs::write(path, text)?;
            }
            members.push(name);
        }
    }
    fs::write(
        home.path().join("Cargo.toml"),
        format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n"),
    )?;
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    fs::copy(lock, home.path().join("Cargo.lock"))?;
    let output = Command::new(env!("CARGO"))
        .args(["check", "--workspace", "--offline", "--quiet"])
        .current_dir(home.path())
        .env("CARGO_TARGET_DIR", target_folder()?)
        .output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    if output.status.success() && !said.contains("warning") {
        return Ok(());
    }
    Err(format!("the generated crates do not compile cleanly:\n{said}").into())
}

/// The target folder that this test was built in: what it has built of the runtime crates is used again.
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
