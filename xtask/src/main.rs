//! The command line of sdk-tailor: everything that touches the disk or runs a process.
//!
//! One file a task. What a task generates comes from the `codegen` library; what is done with it is
//! decided here.

mod codegen_task;
mod crate_dir;
mod lock;
mod model;
mod oracle;
mod project;
mod scratch;
mod subsets;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// What a task ends with: success, a message for its user, or that something is stale.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

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
    /// Holds a generated client against botocore, in what it sends and in what it makes of responses.
    Oracle(oracle::Arguments),
}

fn main() -> ExitCode {
    let Arguments { task } = Arguments::parse();
    // An upgrade that was killed is brought to its end before anyone looks at what it left.
    let outcome = model::transaction::recover_here().and_then(|()| match task {
        Task::Codegen(arguments) => codegen_task::run(&arguments),
        Task::Model(task) => model::run(&task),
        Task::Subsets(arguments) => subsets::run(&arguments),
        Task::Oracle(arguments) => oracle::run(&arguments),
    });
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
