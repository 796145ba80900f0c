//! `cargo xtask oracle`: holds generated clients against botocore, in what they send and in what they make of responses.
//!
//! Parameters and responses are made up from a seed. Both clients get the same, each in a process of its own, and tell
//! what they sent and what they understood. Where they differ, the case is made as small as can be, and shown.

mod report;
mod run;
mod services;
mod shrink;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use codegen::plan::Crate;

use self::report::{Outcome, Report, first_of_each_kind};
use self::run::Run;
pub use self::services::newest;
use self::services::{Choice, Folder, Model, NIGHTLY, with_protocol};
use crate::Result;
use crate::harness::wire::Wire;
use crate::harness::{self, Client, Peer};
use crate::project::Project;

/// The version of botocore that the known differences were found with.
const BOTOCORE: &str = "1.44.5";

const SCRIPT: &str = include_str!("botocore_oracle.py");

/// The model that is compared where none is named.
const DEFAULT_MODEL: &str = "model/personalize/2018-05-22";

/// How many differences of a service are made small and shown; the others are likely to have the same cause.
const SHOWN: usize = 10;

/// How many operations of each service, and how many cases of each of them, a nightly run has.
const NIGHTLY_SIZE: (usize, usize) = (50, 40);

const AFTER_HELP: &str = "\
Examples:
  cargo xtask oracle                                 all operations of Personalize
  cargo xtask oracle --operations 'List*' --cases 50
  cargo xtask oracle --seed 42                       the cases of an earlier run again
  cargo xtask oracle --services sts,sqs --sample 5   five operations each, of botocore's own models
  cargo xtask oracle --protocol smithy-rpc-v2-cbor --sample 5   every service with CBOR
  cargo xtask oracle --nightly                       services for every protocol, some operations of each

It wants Python 3 with botocore 1.44: python3 -m pip install botocore==1.44.5

Exit status: 0 the clients agree; 1 they differ, or something is missing; 2 the command line is wrong.";

/// Holds generated clients against botocore.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// A folder with one version of a model in botocore's form, below a folder with the service's name
    #[arg(long, value_name = "DIR")]
    model: Vec<PathBuf>,
    /// Services whose newest version is compared, as the folders of the models are called
    #[arg(long, value_name = "NAME", num_args = 1.., value_delimiter = ',')]
    services: Vec<String>,
    /// Every service whose model has this protocol, as botocore calls it: `smithy-rpc-v2-cbor`
    #[arg(long, value_name = "NAME", conflicts_with = "services")]
    protocol: Option<String>,
    /// Where the models of services are: a folder like botocore's `data`; botocore's own where none is named
    #[arg(long, value_name = "DIR")]
    models: Option<PathBuf>,
    /// Services for every protocol, 50 operations of each and 40 cases of each unless told otherwise; known differences that
    /// are not met any more are failures, too
    #[arg(long, conflicts_with_all = ["model", "services", "protocol"])]
    nightly: bool,
    /// Operations, by name or by pattern: `List*`, `!Delete*`; all of them where none is given
    #[arg(long, value_name = "PATTERN", num_args = 1.., value_delimiter = ',', conflicts_with = "nightly")]
    operations: Vec<String>,
    /// How many operations of each service at most, picked by the seed
    #[arg(long, value_name = "N")]
    sample: Option<usize>,
    /// The endpoint of both clients, where the rules of the service are not to find it
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    /// The seed of an earlier run; a new one where none is given
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// How many requests, and how many outputs, of each operation: 10 unless told otherwise
    #[arg(long, value_name = "N")]
    cases: Option<usize>,
    /// Everything, for programs
    #[arg(long)]
    json: bool,
}

/// Runs the task.
///
/// # Errors
///
/// Python has no botocore, or no client can be generated of a model, or compiled.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let project = Project::find()?;
    let seed = arguments.seed.unwrap_or_else(|| fastrand::u64(..u64::from(u32::MAX)));
    eprintln!("seed {seed}");
    let data = require_botocore()?;
    let models = models(arguments, seed, &project.root, &data)?;
    let clients: Vec<&Client> = models.iter().map(|model| &model.client).collect();
    if clients.iter().all(|client| client.plan().is_none()) {
        let reasons = models.iter().flat_map(|model| model.skipped.keys().cloned());
        return Err(format!("no client can be generated: {}", reasons.collect::<Vec<_>>().join("; ")).into());
    }
    let program = harness::build("oracle", &clients)?;
    let mut ours = Peer::start("the program of the generated clients", &mut Command::new(program))?;
    let mut report = Report::default();
    for model in &models {
        let Some(plan) = model.client.plan() else {
            report.skip(model, arguments.json);
            continue;
        };
        let outcome = compare(arguments, model, plan, seed, &mut ours, &mut report)?;
        report.add(model, &plan.service, &outcome, arguments.json);
    }
    report.print(seed, arguments.json);
    let left_over = arguments.nightly && !report.left_over().is_empty();
    if left_over {
        eprintln!(
            "error: no case met the known differences {:?} any more\n   = help: take their rows out of \
             xtask/src/harness/known.rs",
            report.left_over()
        );
    }
    let agree = !report.has_failed() && !left_over;
    Ok(if agree { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The models that are asked for, with their clients.
fn models(arguments: &Arguments, seed: u64, root: &Path, data: &Path) -> Result<Vec<Model>> {
    let data = arguments.models.as_deref().unwrap_or(data);
    let folder = |path| Folder { path, first: &[] };
    let mut folders: Vec<Folder> = arguments.model.iter().cloned().map(folder).collect();
    for service in &arguments.services {
        folders.push(folder(newest(data, service)?));
    }
    if let Some(protocol) = &arguments.protocol {
        folders.extend(with_protocol(data, protocol)?.into_iter().map(folder));
    }
    for (service, first) in NIGHTLY.into_iter().filter(|_| arguments.nightly) {
        let path = newest(data, service)?;
        folders.push(Folder { path, first });
    }
    if folders.is_empty() {
        folders.push(folder(root.join(DEFAULT_MODEL)));
    }
    let choice = Choice {
        patterns: &arguments.operations,
        most: arguments.sample.or(arguments.nightly.then_some(NIGHTLY_SIZE.0)),
        seed,
    };
    let models = folders.iter().map(|folder| {
        eprintln!("generating a client of {}", folder.path.display());
        Model::read(folder, &choice)
    });
    models.collect()
}

/// Compares one service.
fn compare(
    arguments: &Arguments,
    model: &Model,
    plan: &Crate,
    seed: u64,
    ours: &mut Peer,
    report: &mut Report,
) -> Result<Outcome> {
    let service = &plan.service;
    let wire = Wire::new(service)?;
    let mut run = Run {
        name: &model.name,
        library: &model.client.library,
        endpoint: arguments.endpoint.as_deref(),
        wire: &wire,
        ours,
        theirs: Peer::start("botocore", botocore(&model.directory)?.args(&arguments.endpoint))?,
        met: &mut report.met,
    };
    let count = arguments
        .cases
        .unwrap_or(if arguments.nightly { NIGHTLY_SIZE.1 } else { 10 });
    let cases = harness::cases::all(service, &wire, seed, count);
    let failures = run.all(&cases)?;
    let mut kinds = first_of_each_kind(&failures);
    let hidden = kinds.len().saturating_sub(SHOWN);
    kinds.truncate(SHOWN);
    Ok(Outcome {
        passed: cases.len() - failures.len(),
        failed: failures.len(),
        shown: run.shrunk(kinds)?,
        hidden,
    })
}

/// The folder of botocore's models, if it is the botocore whose ways are known.
fn require_botocore() -> Result<PathBuf> {
    let ask = "import botocore, os; print(botocore.__version__); print(os.path.join(os.path.dirname(botocore.__file__), 'data'))";
    let output = Command::new("python3").args(["-c", ask]).output();
    let advice = format!("   = help: python3 -m pip install botocore=={BOTOCORE}");
    let output = output.map_err(|error| format!("python3 cannot be run: {error}\n   = help: install Python 3"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let series = |version: &str| version.splitn(3, '.').take(2).collect::<Vec<_>>().join(".");
    let Some((version, data)) = text.trim().split_once('\n') else {
        return Err(format!("python3 has no botocore to compare with\n{advice}").into());
    };
    if series(version) != series(BOTOCORE) {
        return Err(format!("botocore {version} is not the one whose ways are known here\n{advice}").into());
    }
    Ok(data.into())
}

/// The process of botocore. It finds a model by the names of its folders: data, service, version.
fn botocore(model: &Path) -> Result<Command> {
    let name = |path: &Path| path.file_name().map(std::ffi::OsStr::to_owned);
    let folders = model.parent().and_then(|service| {
        let data = service.parent()?;
        Some((data, name(service)?, name(model)?))
    });
    let (data, service, version) = folders.ok_or_else(|| {
        format!(
            "{} is not in a folder of its service\n   = help: botocore wants data/SERVICE/VERSION",
            model.display()
        )
    })?;
    let mut command = Command::new("python3");
    command.args(["-c", SCRIPT]).arg(data).arg(service).arg(version);
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn botocore_finds_a_model_by_the_names_of_its_folders() {
        let command = botocore(Path::new("data/service/2018-05-22")).expect("it has three folders");
        let arguments: Vec<_> = command.get_args().skip(2).collect();
        assert_eq!(arguments, ["data", "service", "2018-05-22"]);
        assert!(botocore(Path::new("/")).is_err());
    }
}
