//! Golden files: a folder of `tests/fixtures` is a test.
//!
//! A fixture has a model of its own (or names one), and a `fixture.toml` that says which operations to
//! generate and which files of the crate it is about. Those stand in `expected`; a model that has to be
//! refused has `expected.err` instead. `UPDATE_GOLDEN=1 cargo test --test golden` writes both anew. All
//! crates that fixtures generate are compiled together, and may not cause a warning; where `clients` has a program of
//! the fixture's name, it tries the client. Crates of models with hostile names are compiled with them.
//!
//! A model is botocore's, the folder `model`, or Smithy's, the file `model.json`. Two fixtures with the same model in
//! both forms share what is expected: `same_as` names the one that has it.

mod hostile;
mod workspace;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::ir::Protocol;
use codegen::load::{ModelPaths, load};
use libtest_mimic::{Arguments, Failed, Trial};
use serde::Deserialize;
use similar::TextDiff;
use workspace::Workspace;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fixture {
    /// The folder of the model, below this package's; the fixture's own where absent.
    model: Option<PathBuf>,
    /// The protocol that the service speaks, where it is not the model's.
    protocol: Option<String>,
    #[serde(default)]
    operations: Vec<String>,
    /// Gives every operation whose request can be a URL a method `presigned`.
    #[serde(default)]
    presigning: bool,
    /// The files that the fixture is about.
    #[serde(default)]
    files: Vec<String>,
    /// The fixture whose files, or those of them that `files` names, and operations these are too.
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
        let files = match fixture.files.is_empty() {
            true => other.files.clone(),
            false => fixture.files,
        };
        let same = Self {
            model: fixture.model,
            files,
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
    trials.push(Trial::test("models_with_hostile_names_are_generated", || {
        hostile::crates()
            .map(drop)
            .map_err(|error| Failed::from(error.to_string()))
    }));
    // One test after the other: they share a folder, and what is compiled there.
    trials.push(Trial::test("all_compile_and_behave", move || {
        let workspace = Workspace::write(&folders).map_err(|error| Failed::from(error.to_string()))?;
        workspace
            .check()
            .and_then(|()| workspace.test())
            .map_err(|error| Failed::from(error.to_string()))
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
    let options = codegen::Options::default()
        .operations(fixture.operations.clone())
        .package_name(package_name)
        .presigning(fixture.presigning);
    let protocol = fixture.protocol.as_deref().map(protocol).transpose()?;
    let files = load(&ModelPaths::new(model)).and_then(|mut service| {
        if let Some(protocol) = protocol {
            service.protocols = vec![protocol];
        }
        codegen::generate(service, &options)
    });
    Ok((fixture, files))
}

/// The protocol of a name in Smithy's models.
fn protocol(name: &str) -> Result<Protocol, String> {
    match name {
        "awsJson1_1" => Ok(Protocol::AwsJson11),
        "restXml" => Ok(Protocol::RestXml),
        "rpcv2Cbor" => Ok(Protocol::RpcV2Cbor),
        other => Err(format!("no fixture speaks `{other}` yet")),
    }
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
