//! `cargo xtask model`: what a newer model changes for users, and the way to it.

mod semver_checks;
mod verify;

use std::process::ExitCode;

use sdk_tailor::model::{ast, diff, upgrade};

use crate::Result;

/// Compares models, takes newer ones, and checks the judgement of both.
#[derive(clap::Subcommand)]
pub enum Task {
    /// Prints the JSON AST 2.0 of a model in Smithy's language
    Ast(ast::Arguments),
    /// Says what changes for users of the crates between two models
    Diff(diff::Arguments),
    /// Takes newer models, regenerates the crates and gives them their next version: all of it or nothing
    Upgrade(upgrade::Arguments),
    /// Writes what one form of a model says and the other cannot, for the library to know
    Facts(crate::facts::Arguments),
    /// Holds the judgement of `diff` against cargo-semver-checks, over upgrades out of botocore's history
    Verify(verify::Arguments),
}

/// Runs a task.
pub fn run(task: &Task) -> Result<ExitCode> {
    match task {
        Task::Ast(arguments) => ast::run(arguments),
        Task::Diff(arguments) => diff::run(arguments),
        Task::Upgrade(arguments) => upgrade::run(arguments),
        Task::Facts(arguments) => crate::facts::run(arguments),
        Task::Verify(arguments) => verify::run(arguments),
    }
}
