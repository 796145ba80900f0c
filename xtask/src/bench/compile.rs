//! The library alone: what rustc takes for it when its dependencies are built.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::report::Row;
use super::{OPERATION, PEER, PEER_VERSION, least, ours, progress, rustc};
use crate::Result;
use crate::scratch::{Workspace, succeed};

const GROUP: &str = "compile";
const WHOLE: &str = "whole-service";
const ONE: &str = "one-operation";

/// How cargo is asked to compile: the words for it, and the folder of what comes out.
pub type Profile = (&'static [&'static str], &'static str);

pub const DEV: Profile = (&["build"], "debug");
const RELEASE: Profile = (&["build", "--release"], "release");
const CHECK: Profile = (&["check"], "debug");

/// Everything that is measured of one crate.
struct Costs {
    dev: rustc::Usage,
    release: rustc::Usage,
    check: rustc::Usage,
    rlib: f64,
    source: Source,
}

/// How much source a crate has.
#[derive(Default)]
pub struct Source {
    /// How many files.
    pub files: f64,
    /// How many lines they have.
    pub lines: f64,
    /// How long they are.
    pub bytes: f64,
}

/// Measures the group.
pub fn rows(runs: u32) -> Result<Vec<Row>> {
    let mut workspace = Workspace::open("bench-compile")?;
    workspace.add(WHOLE, &ours(WHOLE, &[])?)?;
    workspace.add(ONE, &ours(ONE, &[OPERATION])?)?;
    workspace.add("peer", &peer())?;
    let whole = costs(&workspace, WHOLE, &workspace.folder(WHOLE).join("src"), runs)?;
    let one = costs(&workspace, ONE, &workspace.folder(ONE).join("src"), runs)?;
    let peer = costs(&workspace, PEER, &source_of(&workspace, PEER)?, runs)?;
    let mut rows = against(&whole, &peer, "all operations", &WHOLE_TARGETS);
    rows.extend(against(&one, &peer, OPERATION, &ONE_TARGETS));
    Ok(rows)
}

/// The greatest ratios that are good.
struct Targets {
    dev: Option<f64>,
    check: Option<f64>,
    memory: Option<f64>,
    rlib: Option<f64>,
}

const WHOLE_TARGETS: Targets = Targets {
    dev: Some(0.15),
    check: Some(0.333),
    memory: Some(0.4),
    rlib: Some(0.1),
};

const ONE_TARGETS: Targets = Targets {
    dev: Some(0.04),
    check: None,
    memory: None,
    rlib: None,
};

fn against(ours: &Costs, peer: &Costs, what: &str, targets: &Targets) -> Vec<Row> {
    let values = [
        ("build", "CPU s", ours.dev.cpu, peer.dev.cpu, targets.dev),
        ("release build", "CPU s", ours.release.cpu, peer.release.cpu, None),
        ("check", "CPU s", ours.check.cpu, peer.check.cpu, targets.check),
        ("build, memory", "MB", ours.dev.memory, peer.dev.memory, targets.memory),
        ("rlib", "MB", ours.rlib, peer.rlib, targets.rlib),
        ("source files", "", ours.source.files, peer.source.files, None),
        ("source lines", "", ours.source.lines, peer.source.lines, None),
        ("source", "MB", ours.source.bytes / 1e6, peer.source.bytes / 1e6, None),
    ];
    let row =
        |(name, unit, ours, peer, target)| Row::compare(GROUP, &format!("{what}, {name}"), unit, ours, peer, target);
    values.into_iter().map(row).collect()
}

/// A package that does nothing but depend on AWS's crate.
fn peer() -> codegen::Files {
    let manifest = format!(
        "[package]\nname = \"peer\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\n{PEER} = \"={PEER_VERSION}\"\n"
    );
    BTreeMap::from([
        ("Cargo.toml".to_owned(), manifest),
        ("src/lib.rs".to_owned(), "//! Nothing.\n".to_owned()),
    ])
}

fn costs(workspace: &Workspace, package: &str, source: &Path, runs: u32) -> Result<Costs> {
    let dev = usage(workspace, package, DEV, &[], runs)?;
    let rlib = format!("lib{}.rlib", package.replace('-', "_"));
    let rlib = workspace.target().join(DEV.1).join(rlib);
    let rlib = fs::metadata(match rlib.exists() {
        true => rlib,
        false => dependency(workspace, package)?,
    })?;
    Ok(Costs {
        dev,
        release: usage(workspace, package, RELEASE, &[], runs)?,
        check: usage(workspace, package, CHECK, &[], runs)?,
        rlib: rlib.len() as f64 / 1e6,
        source: count(source)?,
    })
}

/// The library of a package that no member of the workspace is, which cargo gives a hash in its name.
fn dependency(workspace: &Workspace, package: &str) -> Result<PathBuf> {
    let start = format!("lib{}-", package.replace('-', "_"));
    let entries = fs::read_dir(workspace.target().join(DEV.1).join("deps"))?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut found = paths.filter(|path| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.starts_with(&start) && name.ends_with(".rlib")
    });
    found
        .next()
        .ok_or_else(|| format!("cargo left no library of {package}").into())
}

/// The least that rustc took for a crate, of some runs; what the crate depends on is built before. The compiler gets some
/// more arguments for it.
pub fn usage(
    workspace: &Workspace,
    package: &str,
    (words, _): Profile,
    more: &[&str],
    runs: u32,
) -> Result<rustc::Usage> {
    let name = package.replace('-', "_");
    let mut measured = Vec::new();
    for run in 0..=runs {
        let mut clean = workspace.cargo("clean")?;
        clean.args(["--quiet", "--package", package]);
        clean.args(words.iter().skip(1));
        succeed(clean)?;
        match run {
            0 => progress(&format!("{package}: cargo {}, dependencies first", words.join(" "))),
            run => progress(&format!("{package}: cargo {}, run {run} of {runs}", words.join(" "))),
        }
        let mut build = workspace.cargo(words[0])?;
        build.args(&words[1..]).args(["--quiet", "--lib", "--package", package]);
        // What is built beside the dependencies shares its cores with them, and is not counted.
        let usage = rustc::measure(build, &name, more, &workspace.target())?;
        if run > 0 {
            measured.push(usage);
        }
    }
    let cpu = least(measured.iter().map(|it| it.cpu)).unwrap_or_default();
    let memory = least(measured.iter().map(|it| it.memory)).unwrap_or_default();
    Ok(rustc::Usage { cpu, memory })
}

/// Where cargo keeps the source of a package that the workspace depends on.
pub fn source_of(workspace: &Workspace, package: &str) -> Result<PathBuf> {
    let mut metadata = workspace.cargo("metadata")?;
    metadata.args(["--format-version", "1"]);
    let output = metadata.output()?;
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let peer = packages.iter().find(|it| it["name"] == package);
    let manifest = peer.and_then(|peer| peer["manifest_path"].as_str());
    let folder = manifest.and_then(|manifest| Path::new(manifest).parent());
    Ok(folder
        .ok_or_else(|| format!("cargo does not know {package}"))?
        .join("src"))
}

/// How much source is below a folder.
pub fn count(folder: &Path) -> Result<Source> {
    let mut source = Source::default();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            let inner = count(&path)?;
            source.files += inner.files;
            source.lines += inner.lines;
            source.bytes += inner.bytes;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path)?;
            source.files += 1.0;
            source.lines += text.lines().count() as f64;
            source.bytes += text.len() as f64;
        }
    }
    Ok(source)
}
