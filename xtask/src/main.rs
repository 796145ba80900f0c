//! This repository's tasks: generating its crates, by `cargo-sdk-tailor`'s library, and holding them against others.
//!
//! One file a task.

mod aws_config;
mod behaviour;
mod bench;
mod conformance;
mod consumer;
mod facts;
mod fuzz;
mod harness;
mod model;
mod oracle;
mod parity;
mod partial;
mod peer_tests;
mod published;
mod scratch;
mod servers;
mod services;
mod subsets;
mod tls;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use sdk_tailor::{codegen_task, crate_dir, lock, project};

pub use sdk_tailor::Result;

/// Counts what the program holds in memory, so that `fuzz` can bound it.
#[cfg(feature = "bounds")]
#[global_allocator]
static ALLOCATOR: cap::Cap<std::alloc::System> = cap::Cap::new(std::alloc::System, usize::MAX);

/// The allocator of `cargo sdk-tailor`, for measurements and for whoever generates much.
#[cfg(not(feature = "bounds"))]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Turns AWS service models into Rust client crates.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Generates crates: those that codegen.toml names, or one from any model.
    Codegen(codegen_task::Arguments),
    /// Compares models, takes newer ones, and checks the judgement of both.
    #[command(subcommand)]
    Model(model::Task),
    /// Compiles a crate for each operation alone, in one graph of crates, and accepts no warning.
    Subsets(subsets::Arguments),
    /// Has a generated client call a server over TLS, over the back end that a feature names.
    Tls(tls::Arguments),
    /// Generates a crate for every service of a folder of models, and says what is refused.
    Services(services::Arguments),
    /// Compiles one program against our crate and against AWS's, and compares what it prints.
    Consumer(consumer::Arguments),
    /// Runs the behaviour tests with crates that are generated from Smithy's models.
    Behaviour(behaviour::Arguments),
    /// Measures a generated crate beside the one that AWS publishes.
    Bench(bench::Arguments),
    /// Holds a generated client against botocore, in what it sends and in what it makes of responses.
    Oracle(oracle::Arguments),
    /// Holds the public API of generated crates against those that AWS publishes.
    Parity(parity::Arguments),
    /// Runs the tests inside AWS's published crates against generated ones.
    PeerTests(peer_tests::Arguments),
    /// Compiles an unmodified aws-config over our crates, and takes credentials with it.
    AwsConfig(aws_config::Arguments),
    /// Runs protocol tests through generated clients.
    Conformance(conformance::Arguments),
    /// Calls servers with generated clients, and holds what they read against boto3.
    Servers(servers::Arguments),
    /// Mutates models and responses, and reports what the generator or its clients cannot stand.
    Fuzz(fuzz::Arguments),
}

fn main() -> ExitCode {
    // Cargo may have started this program in place of the compiler, or this program itself in place of another, to have it measured.
    let outcome = bench::wrapped().unwrap_or_else(|| run(Arguments::parse().task));
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{}", sdk_tailor::report::shown(&*error));
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<ExitCode> {
    // An upgrade that was killed is brought to its end before anyone looks at what it left.
    sdk_tailor::transaction::recover_here()?;
    match task {
        Task::Codegen(arguments) => codegen_task::run(&arguments),
        Task::Model(task) => model::run(&task),
        Task::Subsets(arguments) => subsets::run(&arguments),
        Task::Tls(arguments) => tls::run(&arguments),
        Task::Services(arguments) => services::run(&arguments),
        Task::Consumer(arguments) => consumer::run(&arguments),
        Task::Behaviour(arguments) => behaviour::run(&arguments),
        Task::Bench(arguments) => bench::run(&arguments),
        Task::Oracle(arguments) => oracle::run(&arguments),
        Task::Parity(arguments) => parity::run(&arguments),
        Task::PeerTests(arguments) => peer_tests::run(&arguments),
        Task::AwsConfig(arguments) => aws_config::run(&arguments),
        Task::Conformance(arguments) => conformance::run(&arguments),
        Task::Fuzz(arguments) => fuzz::run(&arguments),
        Task::Servers(arguments) => servers::run(&arguments),
    }
}
