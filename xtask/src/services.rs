//! `cargo xtask services`: generates a crate for every service of a folder of models, and compiles them if asked to.
//!
//! Refused operations are listed with the reason. A model that stops the generator, or a crate that does not compile,
//! is a failure.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use codegen::load::{ModelPaths, load};

use crate::partial;
use crate::project::Project;
use crate::scratch::Workspace;
use crate::{Result, crate_dir};

const AFTER_HELP: &str = "\
Example:
  cargo run --release --package xtask --no-default-features -- services --models botocore/data --out /tmp/crates

Exit status: 0 all models are read, and all crates compile; 1 one is not, or does not; 2 the command line is wrong.";

/// Generates a crate for every service of a folder of models, and says what is refused.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// The folder of the models: one folder for each service in botocore's form, or files of Smithy's JSON
    #[arg(long, value_name = "DIR")]
    models: PathBuf,
    /// Only the services whose folder or file has a name that starts so
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    only: Vec<String>,
    /// Write the crates below this folder, each into one of its own
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Compile the crates, which share one copy of what they have in common, and accept no warning
    #[arg(long)]
    check: bool,
    /// Only each N-th service, beginning with the I-th: `2/8` is the second of eight parts
    #[arg(long, value_name = "I/N", value_parser = shard)]
    shard: Option<(usize, usize)>,
}

/// Reads a part such as `2/8`.
fn shard(text: &str) -> std::result::Result<(usize, usize), String> {
    let parts = text.split_once('/').map(|(part, of)| (part.parse(), of.parse()));
    match parts {
        Some((Ok(part), Ok(of))) if (1..=of).contains(&part) => Ok((part, of)),
        _ => Err("name a part and how many there are, such as `2/8`".into()),
    }
}

/// A service whose crate was generated, as far as it can be.
struct Generated {
    name: String,
    operations: usize,
    files: usize,
    bytes: usize,
    /// The reasons why operations are refused, and their names.
    refused: BTreeMap<String, Vec<String>>,
}

/// Runs the task.
///
/// # Errors
///
/// The folder cannot be read, or holds no model; crates cannot be written.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let started = Instant::now();
    let models = models(arguments)?;
    let workspace = match arguments.check {
        true => Some(Mutex::new(Workspace::open("services")?)),
        false => None,
    };
    let done = AtomicUsize::new(0);
    let outcome = |model: &PathBuf| {
        let outcome = generate(model, arguments.out.as_deref(), workspace.as_ref()).map_err(|error| error.to_string());
        let done = done.fetch_add(1, Ordering::Relaxed) + 1;
        if done.is_multiple_of(50) {
            eprintln!("{done} of {} models", models.len());
        }
        outcome
    };
    let generated = each_on_a_thread(&models, outcome)?;
    let (services, failures): (Vec<_>, Vec<_>) = generated.into_iter().partition(std::result::Result::is_ok);
    let services: Vec<Generated> = services.into_iter().flatten().collect();
    let failures: Vec<String> = failures.into_iter().filter_map(std::result::Result::err).collect();
    for failure in &failures {
        println!("{failure}");
    }
    report(&services, started);
    let compiles = match workspace {
        Some(workspace) => check(&workspace.into_inner().unwrap_or_else(PoisonError::into_inner))?,
        None => true,
    };
    println!("{} passed, {} failed", services.len(), failures.len());
    Ok(if failures.is_empty() && compiles {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Does work for each model, on as many threads as there are cores. They wait while files are emitted elsewhere: workers of a
/// pool would begin with the next model meanwhile, on the same stack, and with the one after that.
fn each_on_a_thread<T: Send>(models: &[PathBuf], work: impl Fn(&PathBuf) -> T + Sync) -> Result<Vec<T>> {
    /// The bytes of a stack, on which models are read.
    const STACK: usize = 64 << 20;
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    let take = || {
        while let Some(model) = models.get(next.fetch_add(1, Ordering::Relaxed)) {
            let outcome = work(model);
            done.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push((model, outcome));
        }
    };
    let threads = std::thread::available_parallelism()?.get();
    std::thread::scope(|scope| -> Result<()> {
        for _ in 0..threads {
            std::thread::Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, take)?;
        }
        Ok(())
    })?;
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(model, _)| *model);
    Ok(done.into_iter().map(|(_, outcome)| outcome).collect())
}

/// The models of a folder, in the order of their names.
fn models(arguments: &Arguments) -> Result<Vec<PathBuf>> {
    let folder = &arguments.models;
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut models: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    let is_chosen = |path: &Path| {
        let only = &arguments.only;
        only.is_empty() || only.iter().any(|start| name(path).starts_with(start))
    };
    // botocore has a folder for each service, and files of other kinds beside them.
    let has_folders = models.iter().any(|path| path.is_dir());
    let is_model = |path: &Path| match has_folders {
        true => path.is_dir() && !path.ends_with("__pycache__"),
        false => path.extension().is_some_and(|it| it == "json"),
    };
    models.retain(|path| is_model(path) && is_chosen(path));
    models.sort();
    if let Some((part, of)) = arguments.shard {
        let mut position = 0..;
        models.retain(|_| position.next().is_some_and(|position| position % of == part - 1));
    }
    if models.is_empty() {
        return Err(format!(
            "{} holds no such model\n   = help: give the folder of botocore's data, or one with Smithy's files",
            folder.display()
        )
        .into());
    }
    Ok(models)
}

fn name(model: &Path) -> String {
    model.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// Generates the crate of a model, and writes it where it is wanted; nothing of it stays in memory. Operations that are
/// refused are left out of it.
fn generate(model: &Path, out: Option<&Path>, workspace: Option<&Mutex<Workspace>>) -> Result<Generated> {
    let name = name(model);
    let mut paths = ModelPaths::new(model);
    paths.partitions = paths.partitions.or_else(crate::project::partitions);
    let service = load(&paths)?;
    let operations = service.operations.len();
    let names: Vec<String> = service.operations.iter().map(|it| it.name.clone()).collect();
    let package = format!("service-{name}").replace('.', "-");
    let partial = partial::generate(&service, &package, &names, usize::MAX)?;
    let mut refused: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (operation, error) in partial.refused {
        refused
            .entry(error.diagnostic().problem.clone())
            .or_default()
            .push(operation);
    }
    if let Some(out) = out {
        crate_dir::write(&out.join(&name), &partial.files)?;
    }
    if let Some(workspace) = workspace.filter(|_| !partial.files.is_empty()) {
        let mut workspace = workspace.lock().unwrap_or_else(PoisonError::into_inner);
        workspace.add(&name, &partial.files)?;
    }
    Ok(Generated {
        name,
        operations,
        files: partial.files.len(),
        bytes: partial.files.values().map(String::len).sum(),
        refused,
    })
}

fn report(services: &[Generated], started: Instant) {
    let mut left_out = 0;
    for service in services {
        for (reason, operations) in &service.refused {
            left_out += operations.len();
            println!("{}: without {}: {reason}", service.name, operations.join(", "));
        }
    }
    let operations: usize = services.iter().map(|service| service.operations).sum();
    let whole = services.iter().filter(|service| service.refused.is_empty()).count();
    let files: usize = services.iter().map(|service| service.files).sum();
    let bytes: usize = services.iter().map(|service| service.bytes).sum();
    println!(
        "{} services, {whole} of them whole; {} of {operations} operations; {files} files, {} MB, in {:.1} s",
        services.len(),
        operations - left_out,
        bytes / 1_000_000,
        started.elapsed().as_secs_f64()
    );
}

/// Compiles the crates, and says whether all of them do.
fn check(workspace: &Workspace) -> Result<bool> {
    let root = Project::find()?.root;
    eprintln!("cargo checks them, below {}", root.join("target/services").display());
    let mut cargo = workspace.cargo("check")?;
    let status = cargo
        .args(["--workspace", "--keep-going"])
        .env("RUSTFLAGS", "-D warnings")
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .status()?;
    Ok(status.success())
}

#[cfg(test)]
mod tests {
    use super::{each_on_a_thread, shard};

    #[test]
    fn every_model_has_its_turn_and_outcomes_are_in_their_order() {
        let models: Vec<_> = (0..100).map(|number| format!("{number:03}").into()).collect();
        let outcomes = each_on_a_thread(&models, Clone::clone).expect("threads can be started");
        assert_eq!(outcomes, models);
    }

    #[test]
    fn a_part_is_one_of_as_many_as_there_are() {
        assert_eq!(shard("1/1"), Ok((1, 1)));
        assert_eq!(shard("8/8"), Ok((8, 8)));
        for wrong in ["", "1", "0/8", "9/8", "1/0", "a/b", "1/"] {
            assert!(shard(wrong).is_err(), "{wrong}");
        }
    }
}
