//! `cargo sdk-tailor`: one file a command.

mod add;
mod check;
mod completions;
mod explain;
mod generate;
mod init;
mod list;
mod remove;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::disk::At;
use crate::model::{ast, diff, upgrade};
use crate::say::Say;
use crate::transaction;
use crate::{Result, report};

const ABOUT: &str = "Cuts AWS's SDK crates to the operations that an application calls.";

const AFTER_HELP: &str = "\
In an application that uses crates such as aws-sdk-s3:
  cargo sdk-tailor init            finds what the code calls, writes small crates, and patches them in
  cargo build                      nothing in the code has changed
  cargo sdk-tailor check           in CI: says what is missing, and which command brings it

Exit status: 0 all is well; 1 something is missing, stale or at fault; 2 the command line is wrong.";

/// The command line that cargo calls.
#[derive(Parser)]
#[command(name = "cargo", bin_name = "cargo", disable_help_subcommand = true)]
enum Cargo {
    #[command(name = "sdk-tailor", version, about = ABOUT, after_help = AFTER_HELP)]
    SdkTailor(Arguments),
}

#[derive(clap::Args)]
struct Arguments {
    /// The manifest of the application, or of any package of its workspace
    #[arg(long, value_name = "PATH", global = true)]
    manifest_path: Option<PathBuf>,
    /// Say nothing but results and errors
    #[arg(short, long, global = true)]
    quiet: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Cuts AWS's crates to what the workspace calls, and puts them in the place of AWS's
    Init(init::Arguments),
    /// Writes the crates that sdk-tailor.toml names
    Generate(generate::Arguments),
    /// Compares the code with the crates: operations that are called and missing, stale crates, operations that nobody
    /// calls
    Check(check::Arguments),
    /// Adds operations to a crate, and writes it
    Add(add::Arguments),
    /// Removes operations from a crate, or the crate, so that AWS's comes back
    Remove(remove::Arguments),
    /// Lists the crates, or the operations of one
    List(list::Arguments),
    /// Says why each operation, type and feature is in a crate
    Explain(explain::Arguments),
    /// Takes newer models from botocore, and writes the crates of them: all of it or nothing
    Upgrade(upgrade::Arguments),
    /// Says what changes for users of the crates between two models
    Diff(diff::Arguments),
    /// Prints the JSON AST 2.0 of a model in Smithy's language
    Ast(ast::Arguments),
    /// Writes completions for a shell
    Completions(completions::Arguments),
    /// Writes a page for `man`
    Man,
}

/// Runs the program.
pub fn main() -> ExitCode {
    let mut words: Vec<_> = std::env::args_os().collect();
    // Cargo says the command's name again; whoever starts the program itself does not.
    if words.get(1).is_none_or(|word| word != "sdk-tailor") {
        words.insert(1, "sdk-tailor".into());
    }
    let matches = command().get_matches_from(words);
    let Cargo::SdkTailor(arguments) = Cargo::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    match run(&arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{}", report::shown(&*error));
            ExitCode::FAILURE
        }
    }
}

/// The command line. Help texts about this repository's tasks are replaced by those of the command.
fn command() -> clap::Command {
    let ours = |name: &'static str| {
        move |command: clap::Command| {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            command.after_help(help.replace(
                &format!("cargo xtask model {name}"),
                &format!("cargo sdk-tailor {name}"),
            ))
        }
    };
    Cargo::command().mut_subcommand("sdk-tailor", |command| {
        command
            .mut_subcommand("upgrade", ours("upgrade"))
            .mut_subcommand("diff", ours("diff"))
            .mut_subcommand("ast", ours("ast"))
    })
}

fn run(arguments: &Arguments) -> Result<ExitCode> {
    let manifest = arguments.manifest_path.as_deref();
    if let Some(manifest) = manifest {
        let folder = std::path::absolute(manifest).at(manifest)?;
        crate::disk::start_at(folder.parent().unwrap_or(&folder).to_owned());
    }
    let say = Say::new(arguments.quiet);
    match &arguments.command {
        Command::Completions(arguments) => return completions::completions(arguments, command()),
        Command::Man => return completions::man(command()),
        _ => {}
    }
    // What a killed run left is brought to its end before anyone looks at it.
    transaction::recover_here()?;
    match &arguments.command {
        Command::Init(arguments) => init::run(arguments, manifest, say),
        Command::Generate(arguments) => generate::run(arguments, say),
        Command::Check(arguments) => check::run(arguments, manifest, say),
        Command::Add(arguments) => add::run(arguments, say),
        Command::Remove(arguments) => remove::run(arguments, say),
        Command::List(arguments) => list::run(arguments),
        Command::Explain(arguments) => explain::run(arguments, manifest, say),
        Command::Upgrade(arguments) => upgrade::run(arguments),
        Command::Diff(arguments) => diff::run(arguments),
        Command::Ast(arguments) => ast::run(arguments),
        Command::Completions(_) | Command::Man => Ok(ExitCode::SUCCESS),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_holds_together() {
        super::command().debug_assert();
    }
}
