//! `cargo xtask conformance`: runs the tests of protocols and endpoints through what is generated.
//!
//! The tests say what a request has to look like, and what a client has to make of a response. A client is
//! generated for every model that the tests bring, and called in one program; nothing here knows a protocol but the
//! comparison of bodies.

mod calls;
mod case;
mod client;
mod compare;
mod endpoints;
mod events;
mod model;
mod report;
mod suite;
mod suite_clients;
mod translate;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::Value;

use crate::Result;
use crate::harness::{self, Peer};
use case::Case;
use client::Client;
use report::{Report, Verdict};

const AFTER_HELP: &str = "\
Examples:
  cargo xtask conformance --suite ../botocore/tests/unit/protocols
  cargo xtask conformance --suite DIR --filter RestJson --verbose
  cargo xtask conformance --model shelves.json --model ../api-models
  cargo xtask conformance --model ../smithy/smithy-aws-protocol-tests/model --verbose
  cargo xtask conformance --endpoints ../botocore/tests/functional/endpoint-rules --models ../botocore/botocore/data

Exit status: 0 all cases passed; 1 one did not, or the tests cannot be run.";

/// Arguments of the task.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// A folder with `input/*.json` and `output/*.json`, as botocore keeps its protocol tests
    #[arg(long, value_name = "DIR", required_unless_present_any = ["endpoints", "model"])]
    suite: Option<PathBuf>,
    /// A file of Smithy's JSON, a folder of such files, or a folder of `.smithy` files, which is one model, whose own tests
    /// of protocols and endpoints are run
    #[arg(long, value_name = "PATH", conflicts_with_all = ["suite", "endpoints"])]
    model: Vec<PathBuf>,
    /// The file of AWS's partitions, of the age of the models; this project's where none is given or near the models
    #[arg(long, value_name = "FILE", requires = "model")]
    partitions: Option<PathBuf>,
    /// A folder with `SERVICE/endpoint-tests-1.json`, as botocore keeps its endpoint tests
    #[arg(long, value_name = "DIR", requires = "models", conflicts_with = "suite")]
    endpoints: Option<PathBuf>,
    /// The models of these services: botocore's data folder
    #[arg(long, value_name = "DIR")]
    models: Option<PathBuf>,
    /// Only cases whose file, suite, service or id has this text
    #[arg(long, value_name = "TEXT", default_value = "")]
    filter: String,
    /// What was expected and what was met, for each failure
    #[arg(long)]
    verbose: bool,
    /// Everything, for programs
    #[arg(long, conflicts_with = "endpoints")]
    json: bool,
}

/// Runs the task.
///
/// # Errors
///
/// The tests cannot be read, or the clients of those that a client can be generated for do not compile.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    if let (Some(endpoints), Some(models)) = (&arguments.endpoints, &arguments.models) {
        return endpoints::run(endpoints, models, &arguments.filter, arguments.verbose);
    }
    let report = match &arguments.suite {
        Some(suite) => run_suite(suite, &arguments.filter)?,
        None => model::run(&arguments.model, arguments.partitions.as_deref(), &arguments.filter)?,
    };
    report.print(arguments.verbose, arguments.json)?;
    let passed = report.failed() == 0;
    Ok(if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Runs the cases of a folder of botocore's suites.
fn run_suite(suite: &Path, filter: &str) -> Result<Report> {
    let files = suite::read(suite, filter)?;
    let clients = suite_clients::Clients::generate(&files)?;
    let mut driver = Driver::start(&clients.all())?;
    let mut report = Report::default();
    for file in &files {
        for case in &file.cases {
            let verdict = match (case.not_applicable(), clients.of(case)) {
                (Some(reason), _) => Verdict::NotApplicable(reason.to_owned()),
                (None, Ok(client)) => driver.run(&case.case, client)?,
                (None, Err(reason)) => Verdict::Failed(reason.to_owned()),
            };
            report.add(&file.name, &case.case.id, verdict);
        }
    }
    Ok(report)
}

/// The program of the clients.
struct Driver(Peer);

impl Driver {
    /// Compiles clients, and starts the program that calls them.
    fn start(clients: &[&Client]) -> Result<Self> {
        let clients: Vec<&harness::Client> = clients.iter().map(|client| client.generated()).collect();
        let program = harness::build("conformance", &clients)?;
        let mut command = std::process::Command::new(program);
        Ok(Self(Peer::start("the program of the clients", &mut command)?))
    }

    /// Runs a case by its client.
    fn run(&mut self, case: &Case, client: &Client) -> Result<Verdict> {
        let plan = match client.with(&case.operation) {
            Ok(plan) => plan,
            Err(refusal) => return Ok(Verdict::Failed(refusal)),
        };
        let line = match translate::line(case, client.library(), plan) {
            Ok(line) => line,
            Err(reason) => return Ok(Verdict::Failed(reason)),
        };
        let answer = self.ask(&line)?;
        Ok(compare::case(case, client, plan, &answer))
    }

    /// What came of a call.
    fn ask(&mut self, call: &Value) -> Result<Value> {
        let mut answers = self.0.ask(&[call.to_string()])?;
        answers.pop().ok_or_else(|| "the program gave no answer".into())
    }
}
