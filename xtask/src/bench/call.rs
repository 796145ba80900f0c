//! A call with the network taken away: the same program with either crate.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;

use super::report::Row;
use super::{PEER, PEER_VERSION, least, ours, progress};
use crate::Result;
use crate::scratch::{Workspace, succeed};

const GROUP: &str = "call";
const PROGRAM: &str = include_str!("call_program.rs");

/// The greatest ratios of time that are good, by what is called.
const TARGETS: [(&str, f64); 2] = [("0 datasets", 0.9), ("100 datasets", 0.6)];

/// What the program prints.
#[derive(Deserialize)]
struct Line {
    what: String,
    nanoseconds: f64,
    allocations: f64,
}

/// Measures the group. The programs take turns, so that both see the same machine.
pub fn rows(runs: u32) -> Result<Vec<Row>> {
    let mut workspace = Workspace::open("bench-call")?;
    workspace.add("client", &ours("client", &[])?)?;
    workspace.add(
        "call-ours",
        &program("call-ours", "package = \"client\", path = \"../client\""),
    )?;
    let peer = format!("package = {PEER:?}, version = \"={PEER_VERSION}\"");
    workspace.add("call-peer", &program("call-peer", &peer))?;
    progress("call: building both programs in release");
    let mut build = workspace.cargo("build")?;
    build.args([
        "--release",
        "--quiet",
        "--package",
        "call-ours",
        "--package",
        "call-peer",
    ]);
    succeed(build)?;
    let (mut ours, mut peer) = (Vec::new(), Vec::new());
    for run in 1..=runs {
        progress(&format!("call: run {run} of {runs}"));
        let programs = workspace.target().join("release");
        ours.push(measure(&programs.join("call-ours"))?);
        peer.push(measure(&programs.join("call-peer"))?);
    }
    let kinds = ours.first().map(Vec::len).unwrap_or_default();
    Ok((0..kinds).flat_map(|kind| compared(kind, &ours, &peer)).collect())
}

fn program(name: &str, sdk: &str) -> codegen::Files {
    let manifest = format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n\
         aws-smithy-runtime-api = {{ version = \"1\", features = [\"client\", \"http-1x\"] }}\n\
         aws-smithy-types = {{ version = \"1\" }}\n\
         sdk = {{ {sdk}, features = [\"behavior-version-latest\"] }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt\", \"time\"] }}\n"
    );
    BTreeMap::from([
        ("Cargo.toml".to_owned(), manifest),
        ("src/main.rs".to_owned(), PROGRAM.to_owned()),
    ])
}

fn measure(program: &Path) -> Result<Vec<Line>> {
    let output = Command::new(program).output()?;
    if !output.status.success() {
        return Err(format!("{}:\n{}", program.display(), String::from_utf8_lossy(&output.stderr)).into());
    }
    let text = String::from_utf8(output.stdout)?;
    Ok(text
        .lines()
        .map(serde_json::from_str)
        .collect::<std::result::Result<_, _>>()?)
}

/// The rows of one kind of call.
fn compared(kind: usize, ours: &[Vec<Line>], peer: &[Vec<Line>]) -> [Row; 2] {
    let of = |runs: &[Vec<Line>], value: fn(&Line) -> f64| {
        least(runs.iter().map(|lines| value(&lines[kind]))).unwrap_or_default()
    };
    let what = &ours[0][kind].what;
    let target = TARGETS.iter().find(|(name, _)| name == what).map(|(_, target)| *target);
    let time: fn(&Line) -> f64 = |line| line.nanoseconds / 1e3;
    let allocations: fn(&Line) -> f64 = |line| line.allocations;
    [
        Row::compare(GROUP, what, "µs", of(ours, time), of(peer, time), target),
        Row::compare(
            GROUP,
            &format!("{what}, allocations"),
            "",
            of(ours, allocations),
            of(peer, allocations),
            None,
        ),
    ]
}
