//! `cargo xtask peer-tests`: the tests inside the crates that AWS publishes, compiled against ours and run.
//!
//! The tests are taken from where cargo unpacked the crates and stay below `target/`. What fails with our crate runs
//! with AWS's, too, which may fail for the same reason: a dependency that was not published, or a slow machine.

mod crates;
mod outcome;
mod report;

use std::{collections::BTreeMap, path::PathBuf, process::ExitCode};

use self::{
    crates::{Packages, Side},
    outcome::Outcome,
};
use crate::Result;

const AFTER_HELP: &str = "\
Example:
  cargo xtask peer-tests --services kms,sqs,sts --models botocore/data

Exit status: 0 all that passes with AWS's crates passes with ours; 1 something does not; 2 the command line is wrong.";

/// Runs the tests inside AWS's published crates against generated ones.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// The services, as AWS's crates are called after `aws-sdk-`
    #[arg(long, value_name = "A,B", value_delimiter = ',', required = true)]
    services: Vec<String>,
    /// The folder of the models: botocore's data, or files of Smithy's JSON
    #[arg(long, value_name = "DIR")]
    models: PathBuf,
    /// Only the files of tests of these names
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    only: Vec<String>,
    /// Show why a test fails or does not compile
    #[arg(long)]
    verbose: bool,
}

/// The results of a service's tests, by file.
struct Tried {
    service: String,
    version: String,
    files: BTreeMap<String, Pair>,
}

/// The results of a file with our crate and, where something failed, with AWS's.
struct Pair {
    ours: Outcome,
    theirs: Option<Outcome>,
}

/// Runs the task.
///
/// # Errors
///
/// A model cannot be read, or AWS's crate cannot be found.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let mut tried = Vec::new();
    for service in &arguments.services {
        tried.push(try_service(service, arguments)?);
    }
    print!("{}", report::text(&tried, arguments.verbose));
    let is_equal = tried.iter().flat_map(|it| it.files.values()).all(Pair::is_equal);
    Ok(if is_equal { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn try_service(service: &str, arguments: &Arguments) -> Result<Tried> {
    let packages = Packages::prepare(service, &arguments.models)?;
    let mut files = BTreeMap::new();
    for test in packages.tests()? {
        if !arguments.only.is_empty() && !arguments.only.contains(&test) {
            continue;
        }
        eprintln!("{service}: {test}");
        let ours = packages.run(Side::Ours, &test)?;
        let theirs = match ours.is_good() {
            true => None,
            false => Some(packages.run(Side::Theirs, &test)?),
        };
        files.insert(test, Pair { ours, theirs });
    }
    Ok(Tried {
        service: service.to_owned(),
        version: packages.version,
        files,
    })
}

impl Pair {
    /// The tests that pass with AWS's crate and not with ours.
    fn lost(&self) -> Vec<&str> {
        let passed = self.theirs.iter().flat_map(|theirs| &theirs.passed);
        let lost = passed.filter(|test| !self.ours.passed.contains(*test));
        lost.map(String::as_str).collect()
    }

    fn is_equal(&self) -> bool {
        self.lost().is_empty()
    }
}
