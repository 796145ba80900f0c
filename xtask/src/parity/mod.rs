//! `cargo xtask parity`: the public API of our crates, item by item, beside that of the crates that AWS publishes.
//!
//! Both are read from rustdoc's JSON. What is set aside is decided by rules that the report prints; what differs for a
//! reason that is known is counted under the reason.

mod compare;
mod documented;
mod report;
mod rules;

use std::{path::PathBuf, process::ExitCode};

use codegen::load::{ModelPaths, load};

use self::{compare::Comparison, documented::Documented};
use crate::{Result, published, scratch::Workspace};

const AFTER_HELP: &str = "\
Examples:
  cargo xtask parity --services sqs,sts --models botocore/data
  cargo xtask parity --services ec2 --models botocore/data --operations 'Describe*Instances'

A whole EC2 takes more memory than most machines have: give it `--operations`.

Exit status: 0 every item is there or has a reason; 1 one is missing without any; 2 the command line is wrong.";

/// Holds the public API of generated crates against those that AWS publishes.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// The services, as AWS's crates are called after `aws-sdk-`
    #[arg(long, value_name = "A,B", value_delimiter = ',', required = true)]
    services: Vec<String>,
    /// The folder of the models: botocore's data, or files of Smithy's JSON
    #[arg(long, value_name = "DIR")]
    models: PathBuf,
    /// Compare only these operations, by names and patterns, and what they need
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    operations: Vec<String>,
    /// List the items that are missing or differ
    #[arg(long)]
    missing: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Runs the task.
///
/// # Errors
///
/// A model cannot be read, or a crate cannot be documented.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    // Cargo gives a package that is no member the features that all members ask for: AWS's crates have a workspace of
    // their own.
    let mut workspace = Workspace::open("parity")?;
    let mut peers = Workspace::open("parity-peers")?.sharing_target_of(&workspace);
    let mut comparisons = Vec::new();
    for service in &arguments.services {
        eprintln!("{service}: documenting both crates");
        comparisons.push(compare(&mut workspace, &mut peers, service, arguments)?);
    }
    match arguments.json {
        true => println!("{}", report::json(&comparisons)),
        false => print!("{}", report::text(&comparisons, arguments.missing)),
    }
    let is_whole = comparisons.iter().all(Comparison::is_explained);
    Ok(if is_whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn compare(workspace: &mut Workspace, peers: &mut Workspace, name: &str, arguments: &Arguments) -> Result<Comparison> {
    let mut paths = ModelPaths::new(published::model(&arguments.models, name)?);
    paths.partitions = paths.partitions.or_else(crate::project::partitions);
    let package = format!("ours-{name}");
    let options = codegen::Options::default()
        .operations(arguments.operations.clone())
        .package_name(Some(package.clone()));
    let files = codegen::generate(load(&paths)?, &options)?;
    let features = published::features(&files)?;
    workspace.add(&package, &files)?;
    let peer = published::add_dependent(peers, name)?;
    let ours = Documented::of(workspace, &package, Some(&features))?;
    let theirs = Documented::of(peers, &format!("aws-sdk-{name}"), None)?;
    let is_cut = !arguments.operations.is_empty();
    Ok(Comparison::between(name, &peer.version, theirs, ours, is_cut))
}
