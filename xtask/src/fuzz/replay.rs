//! One case again: the folder of a finding, or any model.

use std::path::Path;
use std::process::ExitCode;

use super::case::Written;
use super::responses::{self, Responses};
use super::worker::{Answer, Bounds, Worker};
use crate::Result;
use crate::project::Project;

/// Runs a case, and says what came of it.
///
/// # Errors
///
/// There is no such case.
pub fn run(path: &Path, bounds: &Bounds) -> Result<ExitCode> {
    let (answer, generated, refused) = match responses::Case::open(path)? {
        Some(case) => {
            // Clients are called as what they are made of.
            let responses = Responses::start(&Project::find()?.root, bounds, &case.name, 0)?;
            let mut responses = responses.ok_or_else(|| format!("there is no client of {}", case.name))?;
            (
                responses.run(&case)?,
                "an output is made of the response",
                "the client says that the response is wrong",
            )
        }
        None => {
            Written::open(path)?;
            let answer = Worker::start(bounds)?.run_written(&path.canonicalize()?)?;
            (
                answer,
                "a crate is generated, and nothing is wrong with it",
                "the model is refused with an error",
            )
        }
    };
    Ok(match answer {
        Answer::Generated => {
            println!("{generated}");
            ExitCode::SUCCESS
        }
        Answer::Refused => {
            println!("{refused}");
            ExitCode::SUCCESS
        }
        Answer::Found(finding) => {
            println!("{}\n   = {}", finding.signature(), finding.detail);
            ExitCode::FAILURE
        }
    })
}
