//! Measuring rustc: cargo runs this program in place of the compiler, and it runs the compiler.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use serde::{Deserialize, Serialize};

use crate::Result;

/// The variable that names the crate to measure; where it is set, this program is a compiler.
const CRATE: &str = "SDK_TAILOR_MEASURED_CRATE";
/// The variable that names the file for measurements.
const LOG: &str = "SDK_TAILOR_MEASUREMENTS";

/// What one run of rustc took.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Usage {
    /// User and system time, in seconds.
    pub cpu: f64,
    /// The greatest resident set, in megabytes.
    pub memory: f64,
}

/// What finished children of this process took so far.
pub fn children() -> Result<Usage> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let cpu = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    // Linux counts kilobytes here, macOS bytes.
    let unit = if cfg!(target_os = "macos") { 1e6 } else { 1e3 };
    Ok(Usage {
        cpu: cpu as f64 / 1e6,
        memory: usage.max_rss() as f64 / unit,
    })
}

/// Acts as the compiler, if cargo has started this program as one.
pub fn wrapped() -> Option<Result<ExitCode>> {
    let name = std::env::var_os(CRATE)?;
    Some(compile(&name))
}

fn compile(measured: &OsString) -> Result<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    let rustc = arguments.next().ok_or("the compiler's name is missing")?;
    let arguments: Vec<OsString> = arguments.collect();
    let status = Command::new(rustc).args(&arguments).status()?;
    let is_measured = arguments
        .windows(2)
        .any(|pair| pair[0] == "--crate-name" && pair[1] == *measured);
    if is_measured && let Some(log) = std::env::var_os(LOG) {
        let mut log = OpenOptions::new().append(true).create(true).open(log)?;
        writeln!(log, "{}", serde_json::to_string(&children()?)?)?;
    }
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

/// Runs a cargo command, and gives what rustc took for the crate of that name.
///
/// # Errors
///
/// The command fails, or does not compile the crate.
pub fn measure(mut cargo: Command, name: &str, log: &Path) -> Result<Usage> {
    let log: PathBuf = log.join(format!("{name}.measured"));
    if log.exists() {
        fs::remove_file(&log)?;
    }
    cargo
        .env("RUSTC_WRAPPER", std::env::current_exe()?)
        .env("CARGO_INCREMENTAL", "0")
        .env(CRATE, name)
        .env(LOG, &log);
    crate::scratch::succeed(cargo)?;
    let measured = fs::read_to_string(&log).unwrap_or_default();
    let last = measured
        .lines()
        .last()
        .ok_or_else(|| format!("cargo did not compile `{name}`, which was to be measured"))?;
    Ok(serde_json::from_str(last)?)
}
