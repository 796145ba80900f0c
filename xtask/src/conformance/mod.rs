//! `cargo xtask conformance`: runs the tests of protocols and endpoints through what is generated.
//!
//! The tests say what a request has to look like, and what a client has to make of a response. A client is
//! generated for every model that the tests bring, and called in one program; nothing here knows a protocol but the
//! comparison of bodies.

mod clients;
mod compare;
mod endpoints;
mod report;
mod suite;
mod translate;

use std::path::PathBuf;
use std::process::ExitCode;

use crate::Result;
use crate::oracle::peer::Peer;
use clients::Clients;
use report::{Report, Verdict};

const AFTER_HELP: &str = "\
Examples:
  cargo xtask conformance --suite ../botocore/tests/unit/protocols
  cargo xtask conformance --suite DIR --filter RestJson --verbose
  cargo xtask conformance --endpoints ../botocore/tests/functional/endpoint-rules --models ../botocore/botocore/data

Exit status: 0 all cases passed; 1 one did not, or the tests cannot be run.";

/// Arguments of the task.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// A folder with `input/*.json` and `output/*.json`, as botocore keeps its protocol tests
    #[arg(long, value_name = "DIR", required_unless_present = "endpoints")]
    suite: Option<PathBuf>,
    /// A folder with `SERVICE/endpoint-tests-1.json`, as botocore keeps its endpoint tests
    #[arg(long, value_name = "DIR", requires = "models", conflicts_with = "suite")]
    endpoints: Option<PathBuf>,
    /// The models of these services: botocore's data folder
    #[arg(long, value_name = "DIR")]
    models: Option<PathBuf>,
    /// Only cases whose file, suite or id has this text
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
    let suite = arguments
        .suite
        .as_deref()
        .ok_or("neither a suite nor endpoint cases are given")?;
    let files = suite::read(suite, &arguments.filter)?;
    let clients = Clients::generate(&files)?;
    let program = clients.build()?;
    let mut driver = Peer::start("the program of the clients", &mut std::process::Command::new(program))?;
    let mut report = Report::default();
    for file in &files {
        for case in &file.cases {
            let verdict = match clients.of(case) {
                Ok(client) => {
                    let line = translate::line(case, client)?;
                    let answers = driver.ask(&[line.to_string()])?;
                    compare::case(case, client, &answers[0])
                }
                Err(refusal) => Verdict::Failed(refusal.to_owned()),
            };
            report.add(&file.name, case, verdict);
        }
    }
    report.print(arguments.verbose, arguments.json)?;
    let passed = report.failed() == 0;
    Ok(if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
