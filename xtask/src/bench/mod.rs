//! `cargo xtask bench`: what a generated crate costs, beside what AWS's own crate of the same service costs, measured in
//! the same run.
//!
//! One file for one group of rows. What is generated goes below `target/`, as does what cargo makes of it.

mod call;
mod compile;
mod consumer;
mod generation;
mod idl;
mod report;
pub mod rustc;

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use clap::ValueEnum;
use codegen::load::{ModelPaths, load};

use crate::Result;

/// The crate that AWS publishes of the service that is measured.
const PEER: &str = "aws-sdk-personalize";
/// The version of the peer that the targets were set by.
const PEER_VERSION: &str = "1.124.0";
/// The model that is measured.
const MODEL: &str = "model/personalize/2018-05-22";
/// The operation that stands for a client of one operation.
const OPERATION: &str = "ListDatasets";

const AFTER_HELP: &str = "\
Examples:
  cargo xtask bench                              every row; takes some twenty minutes on two cores
  cargo xtask bench --rows compile --runs 5      the crate alone, the least of five runs
  cargo xtask bench --rows call,generation --json

Exit status: 0 it was measured, whether or not targets are met; 1 something could not be measured.";

/// A group of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Group {
    /// The library alone, its dependencies built: CPU time, memory, size
    Compile,
    /// The generator: its stages, and twice the model
    Generation,
    /// A call with the network taken away: time and allocations
    Call,
    /// A program with aws-config and TLS, built from nothing
    Cold,
    /// The same program after a change of one line
    Rebuild,
}

/// Measures a generated crate beside the one that AWS publishes.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// The groups of rows to measure; all of them where none is named
    #[arg(long, value_name = "GROUP", value_delimiter = ',')]
    rows: Vec<Group>,
    /// How often each thing is measured; the least counts
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// Print the rows as JSON
    #[arg(long)]
    json: bool,
}

/// Runs the task.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let groups = match arguments.rows.as_slice() {
        [] => Group::value_variants(),
        chosen => chosen,
    };
    let mut rows = Vec::new();
    for group in groups {
        let started = Instant::now();
        rows.extend(match group {
            Group::Compile => compile::rows(arguments.runs)?,
            Group::Generation => generation::rows(arguments.runs)?,
            Group::Call => call::rows(arguments.runs)?,
            Group::Cold => consumer::cold()?,
            Group::Rebuild => consumer::rebuild(arguments.runs)?,
        });
        progress(&format!("{group:?} took {} s", started.elapsed().as_secs()));
    }
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&rows)?);
    } else {
        print!("{}", report::table(&rows));
    }
    Ok(ExitCode::SUCCESS)
}

/// Says on long work how far it has come.
fn progress(what: &str) {
    eprintln!("bench: {what}");
}

/// The files of our crate of the service, cut to these operations.
fn ours(package: &str, operations: &[&str]) -> Result<codegen::Files> {
    let options = codegen::Options::default()
        .operations(operations.iter().map(ToString::to_string).collect())
        .package_name(Some(package.to_owned()));
    Ok(codegen::generate(load(&ModelPaths::new(Path::new(MODEL)))?, &options)?)
}

/// The least of some measurements.
fn least<T: PartialOrd>(values: impl IntoIterator<Item = T>) -> Option<T> {
    values
        .into_iter()
        .reduce(|least, value| if value < least { value } else { least })
}
