//! Commands that run in a process of their own, so that what they take is told from what ran before them: this program
//! starts itself for each, as a witness of a command or as `cargo sdk-tailor`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Output};
use std::time::Instant;

use super::rustc::{self, Usage};
use crate::Result;

/// The variable that names the file for what a command took; where it is set, this program runs the command it is given.
const LOG: &str = "SDK_TAILOR_MEASURED_COMMAND";
/// The variable that turns this program into `cargo sdk-tailor`.
const TAILOR: &str = "SDK_TAILOR_AS_COMMAND";

/// The output of a command, and the resources that it and its child processes took.
pub struct Run {
    /// Its standard output.
    pub said: Vec<u8>,
    /// From its start to its end, in seconds.
    pub wall: f64,
    /// The CPU time of all its processes together, and the memory of the greatest of them.
    pub usage: Usage,
}

/// Acts as a witness or as `cargo sdk-tailor`, if this program has started itself as one.
pub fn wrapped() -> Option<Result<ExitCode>> {
    if std::env::var_os(TAILOR).is_some() {
        return Some(Ok(sdk_tailor::commands::main()));
    }
    let log = std::env::var_os(LOG)?;
    Some(witness(Path::new(&log)))
}

fn witness(log: &Path) -> Result<ExitCode> {
    let mut words = std::env::args_os().skip(1);
    let program = words.next().ok_or("the command to measure is missing")?;
    let status = Command::new(program).args(words).env_remove(LOG).status()?;
    fs::write(log, serde_json::to_string(&rustc::children()?)?)?;
    if !status.success() {
        eprintln!("{status}");
    }
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

/// Runs a command under a witness, which writes what it saw to a file.
///
/// # Errors
///
/// The command cannot be run, or fails.
pub fn measure(command: &Command, log: &Path) -> Result<Run> {
    let mut witness = Command::new(this_program()?);
    witness.arg(command.get_program()).args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        witness.current_dir(folder);
    }
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => witness.env(name, value),
            None => witness.env_remove(name),
        };
    }
    let started = Instant::now();
    let Output { status, stdout, stderr } = witness.env(LOG, log).output()?;
    let wall = started.elapsed().as_secs_f64();
    if !status.success() {
        let said = String::from_utf8_lossy(&stderr);
        return Err(format!("{command:?} failed:\n{said}").into());
    }
    let usage = serde_json::from_str(&fs::read_to_string(log)?)?;
    Ok(Run {
        said: stdout,
        wall,
        usage,
    })
}

/// Where this program is. On Linux it is found even when cargo has built another in its place meanwhile, as a measurement
/// takes long.
fn this_program() -> Result<PathBuf> {
    match cfg!(target_os = "linux") {
        true => Ok("/proc/self/exe".into()),
        false => Ok(std::env::current_exe()?),
    }
}

/// This program, to be run again.
///
/// # Errors
///
/// The path of this program is not known.
pub fn itself() -> Result<Command> {
    Ok(Command::new(this_program()?))
}

/// `cargo sdk-tailor` with the library that this program is linked with.
///
/// # Errors
///
/// The path of this program is not known.
pub fn tailor() -> Result<Command> {
    let mut command = Command::new(this_program()?);
    command.arg("sdk-tailor").env(TAILOR, "1");
    Ok(command)
}
