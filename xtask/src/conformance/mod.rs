//! `cargo xtask conformance`: runs the tests of protocols and endpoints through what is generated.
//!
//! The tests say what a request has to look like, and what a client has to make of a response. A client is
//! generated for every model that the tests bring, and called in one program; nothing here knows a protocol.

mod calls;
mod case;
mod client;
mod endpoints;
mod events;
mod judge;
mod model;
mod report;
mod suite;
mod suite_clients;
mod translate;

use std::collections::BTreeMap;
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
    /// Print the expected and the actual value of each failure
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
    let (mut driver, broken) = Driver::start_without_broken(&clients.all())?;
    let mut report = Report::default();
    let cases = files
        .iter()
        .flat_map(|file| file.cases.iter().map(move |case| (file, case)));
    for (number, (file, case)) in cases.enumerate() {
        let verdict = match (case.not_applicable(), clients.of(number, case)) {
            (Some(reason), _) => Verdict::NotApplicable(reason.to_owned()),
            (None, Err(reason)) => Verdict::Failed(reason),
            (None, Ok(client)) => match broken.get(client.library()) {
                Some(reason) => Verdict::Failed(format!("the client does not compile: {reason}")),
                None => driver.run(&case.case, client)?,
            },
        };
        report.add(&file.name, &case.case.id, verdict);
    }
    Ok(report)
}

/// The program of the clients.
struct Driver(Peer);

impl Driver {
    /// Compiles clients, and starts the program that calls them.
    fn start(clients: &[&Client]) -> Result<Self> {
        Self::of(&build(clients)?)
    }

    fn of(program: &Path) -> Result<Self> {
        let mut command = std::process::Command::new(program);
        Ok(Self(Peer::start("the program of the clients", &mut command)?))
    }

    /// The same of the clients that compile, and why others do not, by their libraries.
    fn start_without_broken(clients: &[&Client]) -> Result<(Self, BTreeMap<String, String>)> {
        let error = match build(clients) {
            Ok(program) => return Ok((Self::of(&program)?, BTreeMap::new())),
            Err(error) => error,
        };
        // Where not even this compiles, no client is to blame.
        if clients.is_empty() || build(&[]).is_err() {
            return Err(error);
        }
        let (mut whole, mut broken) = (Vec::new(), BTreeMap::new());
        let compiles = |some: &[&Client]| build(some).map(drop).map_err(|error| error.to_string());
        sort_out(clients, &compiles, &mut |client, result| match result {
            Ok(()) => whole.push(*client),
            Err(reason) => drop(broken.insert(client.library().to_owned(), reason)),
        });
        Ok((Self::start(&whole)?, broken))
    }

    /// Runs a case by its client.
    fn run(&mut self, case: &Case, client: &Client) -> Result<Verdict> {
        let plan = match client.with(&case.operation) {
            Ok(plan) => plan,
            Err(refusal) => return Ok(Verdict::Failed(refusal)),
        };
        let line = match case.line(client.library(), plan) {
            Ok(line) => line,
            Err(reason) => return Ok(Verdict::Failed(reason)),
        };
        let answer = self.ask(&line)?;
        Ok(match case.difference(client, plan, &answer) {
            Ok(()) => Verdict::Passed,
            Err(reason) => Verdict::Failed(reason),
        })
    }

    /// Makes a call, and waits for its answer.
    fn ask(&mut self, call: &Value) -> Result<Value> {
        let mut answers = self.0.ask(&[call.to_string()])?;
        answers.pop().ok_or_else(|| "the program gave no answer".into())
    }
}

/// Compiles the program of clients, and gives its path.
fn build(clients: &[&Client]) -> Result<PathBuf> {
    let clients: Vec<&harness::Client> = clients.iter().map(|client| client.generated()).collect();
    harness::build("conformance", &clients)
}

/// Tells of each item whether it is at fault that all of them do not work together, by halves.
fn sort_out<T>(
    items: &[T],
    works: &impl Fn(&[T]) -> std::result::Result<(), String>,
    tell: &mut impl FnMut(&T, std::result::Result<(), String>),
) {
    match (works(items), items) {
        (Ok(()), _) => items.iter().for_each(|item| tell(item, Ok(()))),
        (Err(reason), [item]) => tell(item, Err(reason)),
        (Err(_), _) => {
            let (left, right) = items.split_at(items.len() / 2);
            sort_out(left, works, tell);
            sort_out(right, works, tell);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_client_that_does_not_compile_takes_no_other_with_it() {
        let works = |numbers: &[u32]| match numbers.iter().find(|number| [3, 8].contains(*number)) {
            Some(number) => Err(format!("{number} is broken")),
            None => Ok(()),
        };
        let (mut whole, mut broken) = (Vec::new(), Vec::new());
        let numbers: Vec<u32> = (0..10).collect();
        sort_out(&numbers, &works, &mut |number, result| match result {
            Ok(()) => whole.push(*number),
            Err(reason) => broken.push(reason),
        });
        assert_eq!(whole, [0, 1, 2, 4, 5, 6, 7, 9]);
        assert_eq!(broken, ["3 is broken", "8 is broken"]);
    }
}
