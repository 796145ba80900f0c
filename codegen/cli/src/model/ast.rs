//! `model ast`: the JSON AST of a Smithy model, as Smithy's own tool prints it.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use codegen::load::{assemble, locate_in_json};
use serde::Serialize;
use serde_json::ser::{PrettyFormatter, Serializer};

use crate::Result;

const AFTER_HELP: &str = "\
Examples:
  cargo xtask model ast model/                     all files in a folder and below it, as one model
  cargo xtask model ast main.smithy types.smithy   several files
  cargo xtask model ast old.json                   version 1.0 as version 2.0

Shapes are sorted by their ids, and mixins kept. What is built in (the prelude, the traits of Smithy and AWS) is left
out, but for shapes that the model refers to.

Exit status: 0 the model is printed; 1 it is refused; 2 the command line is wrong.";

/// Prints the JSON AST 2.0 of a model in Smithy's language.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// Files and folders that are one model: `.smithy`, and `.json` of Smithy's JSON AST
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// A file in place of the standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Runs the task.
///
/// # Errors
///
/// The model is refused, or the result cannot be written.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let model = assemble(&arguments.paths).map_err(locate_in_json)?;
    let mut text = Vec::new();
    model.serialize(&mut Serializer::with_formatter(
        &mut text,
        PrettyFormatter::with_indent(b"    "),
    ))?;
    text.push(b'\n');
    match &arguments.out {
        Some(out) => std::fs::write(out, text).map_err(|error| format!("{}: {error}", out.display()))?,
        None => match std::io::stdout().write_all(&text) {
            // Whoever read it has seen enough.
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {}
            outcome => outcome?,
        },
    }
    Ok(ExitCode::SUCCESS)
}
