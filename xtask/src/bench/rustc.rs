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

/// The variable that names the crates to measure, with spaces between; where it is set, this program is a compiler.
const CRATES: &str = "SDK_TAILOR_MEASURED_CRATES";
/// The variable with more arguments for these crates, with spaces between.
const MORE: &str = "SDK_TAILOR_MEASURED_WITH";
/// The variable that names the file for measurements.
const LOG: &str = "SDK_TAILOR_MEASUREMENTS";

/// Has the compiler put off what nobody calls, as the hint of that name in a manifest has cargo do on nightly.
pub const MOSTLY_UNUSED: &[&str] = &["-Zhint-mostly-unused"];

/// The resources of one run of rustc.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Usage {
    /// User and system time, in seconds.
    pub cpu: f64,
    /// The greatest resident set, in megabytes.
    pub memory: f64,
}

/// The resources of this process's finished children so far.
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
    let crates = std::env::var(CRATES).ok()?;
    Some(compile(&crates))
}

fn compile(measured: &str) -> Result<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    let rustc = arguments.next().ok_or("the compiler's name is missing")?;
    let arguments: Vec<OsString> = arguments.collect();
    let name = arguments
        .windows(2)
        .find(|pair| pair[0] == "--crate-name")
        .map(|pair| &pair[1]);
    let name = name.and_then(|name| name.to_str()).unwrap_or_default();
    let is_measured = measured.split(' ').any(|it| it == name);
    let mut rustc = Command::new(rustc);
    rustc.args(&arguments);
    let more = std::env::var(MORE).unwrap_or_default();
    if is_measured && !more.is_empty() {
        // What is asked for is unstable, and the compiler a stable one.
        rustc.args(more.split(' ')).env("RUSTC_BOOTSTRAP", "1");
    }
    let status = rustc.status()?;
    if is_measured && let Some(log) = std::env::var_os(LOG) {
        let mut log = OpenOptions::new().append(true).create(true).open(log)?;
        writeln!(log, "{name} {}", serde_json::to_string(&children()?)?)?;
    }
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

/// Has a cargo command call the compiler through this program, which writes to a file what some crates took.
///
/// # Errors
///
/// The path of this program is not known, or what an earlier command left cannot be removed.
pub fn watch(cargo: &mut Command, crates: &[&str], more: &[&str], log: &Path) -> Result<()> {
    if log.exists() {
        fs::remove_file(log)?;
    }
    cargo
        .env("RUSTC_WRAPPER", std::env::current_exe()?)
        .env(CRATES, crates.join(" "))
        .env(MORE, more.join(" "))
        .env(LOG, log);
    Ok(())
}

/// The compiler's resources for each watched crate, in the order of compilation.
///
/// # Errors
///
/// The file was not written by this program.
pub fn watched(log: &Path) -> Result<Vec<(String, Usage)>> {
    let lines = fs::read_to_string(log).unwrap_or_default();
    let lines = lines.lines().filter_map(|line| line.split_once(' '));
    lines
        .map(|(name, usage)| Ok((name.to_owned(), serde_json::from_str(usage)?)))
        .collect()
}

/// Runs a cargo command, and gives what rustc took for the crate of that name.
///
/// # Errors
///
/// The command fails, or does not compile the crate.
pub fn measure(mut cargo: Command, name: &str, more: &[&str], log: &Path) -> Result<Usage> {
    let log: PathBuf = log.join(format!("{name}.measured"));
    watch(&mut cargo, &[name], more, &log)?;
    cargo.env("CARGO_INCREMENTAL", "0");
    crate::scratch::succeed(cargo)?;
    let last = watched(&log)?.pop();
    let (_, usage) = last.ok_or_else(|| format!("cargo did not compile `{name}`, which was to be measured"))?;
    Ok(usage)
}
