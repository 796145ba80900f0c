//! One case again: the folder of a finding, or any model.

use std::path::Path;
use std::process::ExitCode;

use super::case::Written;
use super::worker::{Answer, Bounds, Worker};
use crate::Result;

/// Runs a case, and says what came of it.
///
/// # Errors
///
/// There is no such case.
pub fn run(path: &Path, bounds: &Bounds) -> Result<ExitCode> {
    Written::open(path)?;
    let path = path.canonicalize()?;
    Ok(match Worker::start(bounds)?.run_written(&path)? {
        Answer::Generated => {
            println!("a crate is generated, and nothing is wrong with it");
            ExitCode::SUCCESS
        }
        Answer::Refused => {
            println!("the model is refused with an error");
            ExitCode::SUCCESS
        }
        Answer::Found(finding) => {
            println!("{}\n   = {}", finding.signature(), finding.detail);
            ExitCode::FAILURE
        }
    })
}
