//! Calls with the network taken away: the same program with either crate.

use std::path::Path;
use std::process::Command;

use codegen::Files;
use codegen::load::{ModelPaths, load};
use serde::Deserialize;

use super::report::Row;
use super::{MODEL, PEER, PEER_VERSION, least, progress};
use crate::scratch::{Workspace, succeed};
use crate::{Result, project, published};

const GROUP: &str = "call";
const HARNESS: &str = include_str!("call/harness.rs");

/// The greatest ratios of time that are good, by what is called.
const TARGETS: [(&str, f64); 4] = [
    ("0 datasets", 0.8),
    ("100 datasets", 0.6),
    ("DynamoDB Query, a page of 1 MB", 0.6),
    ("S3 ListObjectsV2, 1000 keys", 0.6),
];

/// A service that is called.
struct Subject {
    /// The name of the service in the names of packages.
    name: &'static str,
    /// The operations that our crate is cut to; all of them where none is named.
    operations: &'static [&'static str],
    /// The version of AWS's crate.
    version: &'static str,
    /// The program that calls it.
    program: &'static str,
}

/// The service whose model is vendored.
const PERSONALIZE: Subject = Subject {
    name: "personalize",
    operations: &[],
    version: PEER_VERSION,
    program: include_str!("call/personalize.rs"),
};

/// The services that are called where there are models of them.
const OTHERS: [Subject; 2] = [
    Subject {
        name: "dynamodb",
        operations: &["Query"],
        version: "1.136.0",
        program: include_str!("call/dynamodb.rs"),
    },
    Subject {
        name: "s3",
        operations: &["ListObjectsV2"],
        version: "1.157.0",
        program: include_str!("call/s3.rs"),
    },
];

/// A line of the program's output.
#[derive(Deserialize)]
struct Line {
    what: String,
    nanoseconds: f64,
    allocations: f64,
}

/// Measures the group, and the services beyond Personalize where there is a folder of models.
pub fn rows(models: Option<&Path>, runs: u32) -> Result<Vec<Row>> {
    let mut rows = subject(&PERSONALIZE, Path::new(MODEL), runs)?;
    for other in OTHERS.iter().filter(|_| models.is_some()) {
        let model = published::model(models.unwrap_or(Path::new("")), other.name)?;
        rows.extend(subject(other, &model, runs)?);
    }
    Ok(rows)
}

/// Measures the calls of one service. The programs take turns, so that both see the same machine.
fn subject(subject: &Subject, model: &Path, runs: u32) -> Result<Vec<Row>> {
    let name = subject.name;
    let mut workspace = Workspace::open("bench-call")?;
    let [client, ours, peer] = ["client", "ours", "peer"].map(|kind| format!("{kind}-{name}"));
    workspace.add(&client, &crate_of(subject, model, &client)?)?;
    let dependency = format!("package = {client:?}, path = \"../{client}\"");
    workspace.add(&ours, &program(&ours, &dependency, subject))?;
    let aws = PEER.replace("personalize", name);
    let dependency = format!("package = {aws:?}, version = \"={}\"", subject.version);
    workspace.add(&peer, &program(&peer, &dependency, subject))?;
    progress(&format!("call: building both programs of {name} in release"));
    let mut build = workspace.cargo("build")?;
    build.args(["--release", "--quiet", "--package", &ours, "--package", &peer]);
    succeed(build)?;
    let (mut of_ours, mut of_peer) = (Vec::new(), Vec::new());
    for run in 1..=runs {
        progress(&format!("call: {name}, run {run} of {runs}"));
        let programs = workspace.target().join("release");
        of_ours.push(measure(&programs.join(&ours))?);
        of_peer.push(measure(&programs.join(&peer))?);
    }
    let kinds = of_ours.first().map(Vec::len).unwrap_or_default();
    Ok((0..kinds).flat_map(|kind| compared(kind, &of_ours, &of_peer)).collect())
}

/// Our crate of a service.
fn crate_of(subject: &Subject, model: &Path, package: &str) -> Result<Files> {
    let mut paths = ModelPaths::new(model);
    paths.partitions = paths.partitions.or_else(project::partitions);
    let options = codegen::Options::default()
        .operations(subject.operations.iter().map(ToString::to_string).collect())
        .package_name(Some(package.to_owned()));
    Ok(codegen::generate(load(&paths)?, &options)?)
}

fn program(name: &str, sdk: &str, subject: &Subject) -> Files {
    let manifest = format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n\
         aws-smithy-runtime-api = {{ version = \"1\", features = [\"client\", \"http-1x\"] }}\n\
         aws-smithy-types = {{ version = \"1\" }}\n\
         sdk = {{ {sdk}, default-features = false, features = [\"behavior-version-latest\", \"rt-tokio\"] }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt\", \"time\"] }}\n"
    );
    let files = [
        ("Cargo.toml", manifest.as_str()),
        ("src/main.rs", subject.program),
        ("src/harness.rs", HARNESS),
    ];
    files.map(|(path, text)| (path.to_owned(), text.to_owned())).into()
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
