//! `cargo xtask consumer`: a user's program that touches each kind of item, with either crate.
//!
//! The program was written for the crate that AWS publishes. Compiled against ours, by a change of the line that names
//! the dependency, it has to compile and to print the same.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, ExitCode};

use codegen::load::{ModelPaths, load};
use similar::TextDiff;

use crate::Result;
use crate::project::Project;
use crate::scratch::{Workspace, succeed};

/// The dependency on the crate that AWS publishes.
const PEER: &str = "package = \"aws-sdk-personalize\", version = \"=1.124.0\"";
/// The dependency on ours.
const OURS: &str = "package = \"client\", path = \"../client\"";

/// Compiles one program against our crate and against AWS's, and compares what it prints.
#[derive(clap::Args)]
pub struct Arguments {}

/// Runs the task.
pub fn run(_: &Arguments) -> Result<ExitCode> {
    let root = Project::find()?.root;
    let source = std::fs::read_to_string(root.join("tests/consumer/main.rs"))?;
    let options = codegen::Options::default().package_name("client".to_owned());
    let service = load(&ModelPaths::new(root.join("model/personalize/2018-05-22")))?;
    let mut workspace = Workspace::open("consumer")?;
    workspace.add("client", &codegen::generate(service, &options)?)?;
    workspace.add("with-ours", &program("with-ours", OURS, &source))?;
    workspace.add("with-peer", &program("with-peer", PEER, &source))?;
    eprintln!("compiling the program with either crate");
    for program in ["with-peer", "with-ours"] {
        let mut build = workspace.cargo("build")?;
        build.env("CARGO_PROFILE_DEV_DEBUG", "0");
        build.args(["--quiet", "--package", program]);
        succeed(build)?;
    }
    let programs = workspace.target().join("debug");
    let (ours, peer) = (
        printed(&programs.join("with-ours"))?,
        printed(&programs.join("with-peer"))?,
    );
    if ours != peer {
        let diff = TextDiff::from_lines(peer.as_str(), ours.as_str());
        print!("{}", diff.unified_diff().header("AWS's crate", "ours"));
        eprintln!("error: the program prints something else with our crate");
        return Ok(ExitCode::FAILURE);
    }
    println!(
        "the consumer compiles against both crates, and prints the same {} lines",
        ours.lines().count()
    );
    Ok(ExitCode::SUCCESS)
}

fn program(name: &str, sdk: &str, source: &str) -> codegen::Files {
    let manifest = format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n\
         aws-smithy-runtime-api = {{ version = \"1\", features = [\"client\", \"http-1x\"] }}\n\
         aws-smithy-types = \"1\"\naws-types = \"1\"\nserde_json = \"1\"\n\
         sdk = {{ {sdk}, features = [\"behavior-version-latest\"] }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt\", \"time\"] }}\n\n[lints.rust]\nwarnings = \"deny\"\n"
    );
    BTreeMap::from([
        ("Cargo.toml".to_owned(), manifest),
        ("src/main.rs".to_owned(), source.to_owned()),
    ])
}

fn printed(program: &Path) -> Result<String> {
    let output = Command::new(program).output()?;
    if output.status.success() {
        return Ok(String::from_utf8(output.stdout)?);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("{} failed:\n{said}", program.display()).into())
}
