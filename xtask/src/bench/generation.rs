//! The generator: how long each of its stages takes, and what twice the model costs.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use codegen::load::{ModelPaths, load};
use serde_json::{Map, Value};

use super::report::Row;
use super::{MODEL, OPERATION, least, process, progress};
use crate::project::Project;
use crate::{Result, crate_dir};

const GROUP: &str = "generation";

/// The greatest time that the whole service may take, in milliseconds.
const TARGET: f64 = 120.0;

/// The greatest time that all services of a folder may take, in seconds.
const TARGET_ALL: f64 = 40.0;

/// How often more than other things these are measured, which take a fraction of a second.
const MORE: u32 = 5;

/// Measures the group, in release.
pub fn rows(models: Option<&Path>, runs: u32) -> Result<Vec<Row>> {
    if cfg!(debug_assertions) || cfg!(feature = "bounds") {
        return in_release(models, runs);
    }
    let runs = runs * MORE;
    let project = Project::find()?;
    let scratch = project.root.join("target").join("bench-generation");
    let model = project.root.join(MODEL);
    let twice = scratch.join("twice");
    double(&model, &twice, &project.root.join("model/partitions.json"))?;
    let whole = stages(&model, &[], &scratch.join("whole"), runs)?;
    let one = stages(&model, &[OPERATION], &scratch.join("one"), runs)?;
    let doubled = stages(&twice, &[], &scratch.join("doubled"), runs)?;
    let ms = |what: &str, value: f64, target| Row::alone(GROUP, what, "ms", value, target);
    let mut rows = vec![
        ms("all operations, load", whole.load, None),
        ms("all operations, plan", whole.plan, None),
        ms("all operations, emit and format", whole.emit, None),
        ms("all operations, compare", whole.compare, None),
        ms("all operations, write", whole.write, None),
        ms("all operations, all", whole.all(), Some(TARGET)),
        ms(&format!("{OPERATION}, all"), one.all(), None),
        ms("twice the model, emit and format", doubled.emit, None),
        ms("twice the model, write", doubled.write, None),
        Row::compare(
            GROUP,
            "twice the model beside once",
            "ms",
            doubled.all(),
            whole.all(),
            Some(2.0),
        ),
    ];
    rows.extend(super::idl::rows(GROUP, &scratch.join("idl"), runs)?);
    if let Some(models) = models {
        rows.extend(all_services(models, &scratch.join("all"))?);
    }
    Ok(rows)
}

/// Generates, formats and writes a crate for every service of a folder of models, once.
fn all_services(models: &Path, folder: &Path) -> Result<Vec<Row>> {
    progress("generation: all services");
    let clear = || match folder.exists() {
        true => fs::remove_dir_all(folder),
        false => Ok(()),
    };
    clear()?;
    let mut services = process::itself()?;
    services
        .args(["services", "--models"])
        .arg(models)
        .arg("--out")
        .arg(folder);
    let run = process::measure(&services, &folder.with_extension("measured"))?;
    clear()?;
    let what = |measure: &str| format!("all services, {measure}");
    Ok(vec![
        Row::alone(GROUP, &what("wall"), "s", run.wall, Some(TARGET_ALL)),
        Row::alone(GROUP, &what("CPU"), "CPU s", run.usage.cpu, None),
        Row::alone(GROUP, &what("memory"), "MB", run.usage.memory, None),
    ])
}

/// Has a release build of this program measure, with the allocator of `cargo sdk-tailor`.
fn in_release(models: Option<&Path>, runs: u32) -> Result<Vec<Row>> {
    progress("generation: building the generator in release");
    let mut bench = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    bench
        .args([
            "run",
            "--release",
            "--quiet",
            "--package",
            "xtask",
            "--no-default-features",
            "--",
        ])
        .args(["bench", "--rows", GROUP, "--json", "--runs", &runs.to_string()]);
    if let Some(models) = models {
        bench.arg("--models").arg(models);
    }
    let output = bench.output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The shortest time of each stage, in milliseconds.
#[derive(Clone, Copy, Default)]
struct Stages {
    load: f64,
    plan: f64,
    emit: f64,
    compare: f64,
    write: f64,
}

impl Stages {
    fn all(self) -> f64 {
        self.load + self.plan + self.emit + self.compare + self.write
    }
}

fn stages(model: &Path, operations: &[&str], folder: &Path, runs: u32) -> Result<Stages> {
    let measured: Vec<Stages> = (0..runs)
        .map(|_| once(model, operations, folder))
        .collect::<Result<_>>()?;
    let of = |stage: fn(&Stages) -> f64| least(measured.iter().map(stage)).unwrap_or_default();
    Ok(Stages {
        load: of(|it| it.load),
        plan: of(|it| it.plan),
        emit: of(|it| it.emit),
        compare: of(|it| it.compare),
        write: of(|it| it.write),
    })
}

/// Goes through the stages once; the crate is written where none was.
fn once(model: &Path, operations: &[&str], folder: &Path) -> Result<Stages> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let options = codegen::Options::default()
        .operations(operations.iter().map(ToString::to_string).collect())
        .package_name("client".to_owned());
    let (service, load) = timed(|| Ok(load(&ModelPaths::new(model))?))?;
    // Generation starts with the plan; what it takes alone is taken off what both take.
    let again = service.clone();
    let (_, plan) = timed(|| Ok(codegen::plan::Crate::of(again, &options)?))?;
    let (files, both) = timed(|| Ok(codegen::generate(service, &options)?))?;
    let writer = crate_dir::Writer::open(folder)?;
    let (changes, compare) = timed(|| crate_dir::compare(folder, &files))?;
    let ((), write) = timed(|| writer.replace(&files, &changes))?;
    Ok(Stages {
        load,
        plan,
        emit: (both - plan).max(0.0),
        compare,
        write,
    })
}

fn timed<T>(work: impl FnOnce() -> Result<T>) -> Result<(T, f64)> {
    let started = Instant::now();
    let value = work()?;
    Ok((value, started.elapsed().as_secs_f64() * 1e3))
}

/// Writes a model in which everything is there twice, the second time under another name.
fn double(model: &Path, twice: &Path, partitions: &Path) -> Result<()> {
    fs::create_dir_all(twice)?;
    let read = |name: &str| -> Result<Value> { Ok(serde_json::from_slice(&fs::read(model.join(name))?)?) };
    let mut service = read("service-2.json")?;
    for part in ["operations", "shapes"] {
        repeat(&mut service[part]);
    }
    let mut paginators = read("paginators-1.json")?;
    repeat(&mut paginators["pagination"]);
    fs::write(twice.join("service-2.json"), service.to_string())?;
    fs::write(twice.join("paginators-1.json"), paginators.to_string())?;
    for file in [&model.join("endpoint-rule-set-1.json"), partitions] {
        fs::copy(file, twice.join(file.file_name().unwrap_or_default()))?;
    }
    Ok(())
}

const TWIN: &str = "Twin";

fn repeat(named: &mut Value) {
    let Some(named) = named.as_object_mut() else { return };
    let twins: Map<String, Value> = named
        .iter()
        .map(|(name, value)| (format!("{name}{TWIN}"), twin(value.clone())))
        .collect();
    named.extend(twins);
}

/// A copy that refers to the copies of shapes, and says its new name where it says its name.
fn twin(value: Value) -> Value {
    let renamed = |key: String, value: Value| match value {
        Value::String(text) if key == "shape" => (key, format!("{text}{TWIN}").into()),
        Value::String(text) if key == "name" => (key, format!("{text}{TWIN}").into()),
        value => (key, twin(value)),
    };
    match value {
        Value::Object(entries) => entries.into_iter().map(|(key, value)| renamed(key, value)).collect(),
        Value::Array(items) => items.into_iter().map(twin).collect(),
        value => value,
    }
}
