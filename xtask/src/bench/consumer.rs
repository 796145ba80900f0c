//! A program of a user, with aws-config and TLS: built from nothing, and built again after a change of one line.

use std::collections::BTreeMap;
use std::fs;
use std::time::Instant;

use super::report::Row;
use super::{OPERATION, PEER, PEER_VERSION, artifacts, least, ours, progress, rustc};
use crate::Result;
use crate::scratch::{Workspace, succeed};

/// The measurements of one build of a program.
struct Build {
    wall: f64,
    cpu: f64,
    crates: f64,
    binary: f64,
}

/// Either side: the name of the workspace, and the dependency of the program.
const OURS: &str = "bench-consumer-ours";
const PEERS: &str = "bench-consumer-peer";
const PROGRAM: &str = "consumer";

/// Builds both programs from nothing.
pub fn cold() -> Result<Vec<Row>> {
    let ours = from_nothing(&workspace(OURS)?)?;
    let peer = from_nothing(&workspace(PEERS)?)?;
    let row = |what: &str, unit: &str, of: fn(&Build) -> f64| {
        let what = format!("aws-config, TLS and {OPERATION} alone beside all of the peer, {what}");
        Row::compare("cold", &what, unit, of(&ours), of(&peer), None)
    };
    Ok(vec![
        row("wall", "s", |it| it.wall),
        row("CPU", "CPU s", |it| it.cpu),
        row("crates", "", |it| it.crates),
        row("dev binary", "MB", |it| it.binary),
    ])
}

/// Builds both programs again, each after a change of one line.
pub fn rebuild(runs: u32) -> Result<Vec<Row>> {
    let (ours, peer) = (workspace(OURS)?, workspace(PEERS)?);
    progress("rebuild: building what is not there yet");
    for side in [&ours, &peer] {
        changed(side, 0)?;
    }
    let (mut our_times, mut peer_times) = (Vec::new(), Vec::new());
    for run in 1..=runs {
        progress(&format!("rebuild: run {run} of {runs}"));
        our_times.push(changed(&ours, run)?);
        peer_times.push(changed(&peer, run)?);
    }
    let (ours, peer) = (least(our_times), least(peer_times));
    let row = Row::compare(
        "rebuild",
        "after a change of one line, wall",
        "s",
        ours.unwrap_or_default(),
        peer.unwrap_or_default(),
        None,
    );
    Ok(vec![row])
}

fn workspace(name: &str) -> Result<Workspace> {
    let mut workspace = Workspace::open(name)?;
    let sdk = if name == OURS {
        workspace.add("client", &ours("client", &[OPERATION])?)?;
        "package = \"client\", path = \"../client\"".to_owned()
    } else {
        format!("package = {PEER:?}, version = \"={PEER_VERSION}\"")
    };
    workspace.add(PROGRAM, &program(&sdk, 0))?;
    Ok(workspace)
}

fn program(sdk: &str, revision: u32) -> codegen::Files {
    let manifest = format!(
        "[package]\nname = {PROGRAM:?}\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n\
         aws-config = {{ version = \"1\", features = [\"behavior-version-latest\"] }}\n\
         sdk = {{ {sdk} }}\ntokio = {{ version = \"1\", features = [\"full\"] }}\n"
    );
    BTreeMap::from([
        ("Cargo.toml".to_owned(), manifest),
        ("src/main.rs".to_owned(), source(revision)),
    ])
}

fn source(revision: u32) -> String {
    format!(
        "//! A program of a user.\n\n#[tokio::main]\nasync fn main() -> Result<(), sdk::Error> {{\n    \
         println!(\"revision {revision}\");\n    let client = sdk::Client::new(&aws_config::load_from_env().await);\n    \
         let mut datasets = client.list_datasets().into_paginator().items().send();\n    \
         while let Some(dataset) = datasets.next().await {{\n        println!(\"{{:?}}\", dataset?.name());\n    }}\n    \
         Ok(())\n}}\n"
    )
}

fn from_nothing(workspace: &Workspace) -> Result<Build> {
    let target = workspace.target();
    if target.exists() {
        fs::remove_dir_all(&target)?;
    }
    let mut fetch = workspace.cargo("fetch")?;
    fetch.arg("--quiet");
    succeed(fetch)?;
    progress(&format!("cold: building {} from nothing", target.display()));
    let mut build = workspace.cargo("build")?;
    build.args(["--package", PROGRAM, "--message-format", "json", "--quiet"]);
    let (before, started) = (rustc::children()?, Instant::now());
    let output = build.output()?;
    let (wall, after) = (started.elapsed().as_secs_f64(), rustc::children()?);
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(Build {
        wall,
        cpu: after.cpu - before.cpu,
        crates: artifacts(&output.stdout) as f64,
        binary: fs::metadata(target.join("debug").join(PROGRAM))?.len() as f64 / 1e6,
    })
}

/// How long cargo builds the program whose one line says another number, in seconds.
fn changed(workspace: &Workspace, revision: u32) -> Result<f64> {
    // Each run of the task starts with lines that the last one did not leave.
    let revision = revision + std::process::id() * 100;
    fs::write(workspace.folder(PROGRAM).join("src/main.rs"), source(revision))?;
    let mut build = workspace.cargo("build")?;
    build.args(["--package", PROGRAM, "--quiet"]);
    let started = Instant::now();
    succeed(build)?;
    Ok(started.elapsed().as_secs_f64())
}
