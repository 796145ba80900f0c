//! The process that runs cases, seen from both sides: it may panic, overflow its stack or be stopped at a bound.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use nix::sys::resource::{UsageWho, getrusage};
use serde_json::{Value, json};

use super::case::{Case, Finding, Written};
use super::check::{self, Outcome};
use crate::Result;

/// The exit status of a process that took too long for a case.
const TOO_LONG: i32 = 97;

/// The bounds on a case.
#[derive(clap::Args, Clone, Debug)]
pub struct Bounds {
    /// CPU seconds that a case may take
    #[arg(long, value_name = "N", default_value_t = 60)]
    time: u64,
    /// Megabytes that a case may take
    #[arg(long, value_name = "N", default_value_t = 1024)]
    memory: usize,
    /// Kilobytes of stack that a case has: what Rust gives to a thread, unless told otherwise
    #[arg(long, value_name = "N", default_value_t = 2048)]
    stack: usize,
}

/// The outcome of a case.
#[derive(Debug)]
pub enum Answer {
    /// A crate.
    Generated,
    /// An error.
    Refused,
    /// A mistake of the generator.
    Found(Finding),
}

/// The process of the models, from outside. One that ends is started again for the next case.
pub struct Worker {
    bounds: Bounds,
    process: Option<Process>,
    scratch: tempfile::TempDir,
}

/// A process that answers a line with a line, and may end before it does.
pub struct Process {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    errors: File,
}

impl Worker {
    /// A process for cases within these bounds.
    ///
    /// # Errors
    ///
    /// There is no room for its files.
    pub fn start(bounds: &Bounds) -> Result<Self> {
        Ok(Self {
            bounds: bounds.clone(),
            process: None,
            scratch: tempfile::tempdir()?,
        })
    }

    /// Runs a case.
    ///
    /// # Errors
    ///
    /// Its files cannot be written, or the process cannot be started.
    pub fn run(&mut self, case: &Case) -> Result<Answer> {
        let path = self.scratch.path().join("case");
        case.write(&path)?;
        self.run_written(&path)
    }

    /// Runs a case that is on the disk.
    ///
    /// # Errors
    ///
    /// The process cannot be started.
    pub fn run_written(&mut self, path: &Path) -> Result<Answer> {
        let mut process = match self.process.take() {
            Some(process) => process,
            None => Process::start(&mut self.bounds.of_models()?)?,
        };
        match process.ask(&json!(path).to_string()) {
            Some(answer) => {
                self.process = Some(process);
                Ok(answer_of(&answer))
            }
            None => Ok(Answer::Found(process.end(&self.bounds)?)),
        }
    }
}

impl Bounds {
    /// Tells a program of clients its bounds.
    pub fn name_to(&self, program: &mut Command) {
        program.env("HARNESS_MEMORY", self.memory.to_string());
        program.env("HARNESS_SECONDS", self.time.to_string());
        program.env("HARNESS_STACK", self.stack.to_string());
    }

    /// The process that this program is when it runs models.
    fn of_models(&self) -> Result<Command> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["fuzz", "--worker"]);
        command.args(["--time", &self.time.to_string()]);
        command.args(["--memory", &self.memory.to_string()]);
        command.args(["--stack", &self.stack.to_string()]);
        Ok(command)
    }
}

impl Process {
    /// Starts a program.
    ///
    /// # Errors
    ///
    /// It cannot be started.
    pub fn start(command: &mut Command) -> Result<Self> {
        let errors = tempfile::tempfile()?;
        let command = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(errors.try_clone()?);
        let mut child = command.spawn()?;
        let (input, output) = (child.stdin.take(), child.stdout.take());
        Ok(Self {
            input: input.ok_or("the process has no input")?,
            output: BufReader::new(output.ok_or("the process has no output")?),
            child,
            errors,
        })
    }

    /// The answer to a line; none if the process ended before it gave one.
    pub fn ask(&mut self, question: &str) -> Option<Value> {
        let mut line = String::new();
        writeln!(self.input, "{question}").ok()?;
        self.output.read_line(&mut line).ok()?;
        serde_json::from_str(&line).ok()
    }

    /// Finds the reason why the process ended.
    ///
    /// # Errors
    ///
    /// Its output cannot be read.
    pub fn end(mut self, bounds: &Bounds) -> Result<Finding> {
        let status = self.child.wait()?;
        let mut said = String::new();
        self.errors.seek(SeekFrom::Start(0))?;
        self.errors.read_to_string(&mut said)?;
        Ok(ended(status.code(), &said, bounds, &status.to_string()))
    }
}

impl Drop for Process {
    /// The process ends when its input does; one that hangs would be waited for, and is ended.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The finding for the end of a process.
fn ended(code: Option<i32>, said: &str, bounds: &Bounds, status: &str) -> Finding {
    let stage = said.lines().rev().find_map(|line| line.strip_prefix("stage: "));
    let kind = if code == Some(TOO_LONG) {
        "too long"
    } else if said.contains("has overflowed its stack") {
        "stack overflow"
    } else if said.contains("memory allocation of") {
        "too much memory"
    } else {
        "died"
    };
    let Bounds { time, memory, stack } = bounds;
    Finding {
        kind: kind.to_owned(),
        place: stage.unwrap_or("start").to_owned(),
        detail: format!("{status}, within {time} CPU s, {memory} MB and {stack} KB of stack"),
    }
}

fn answer_of(answer: &Value) -> Answer {
    let text = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
    match text("outcome").as_str() {
        "generated" => Answer::Generated,
        "refused" => Answer::Refused,
        _ => Answer::Found(Finding {
            kind: text("kind"),
            place: text("place"),
            detail: text("detail"),
        }),
    }
}

/// Where the last panic was, and what it said.
static PANIC: Mutex<Option<(String, String)>> = Mutex::new(None);

/// The CPU time at which the case began, in milliseconds; nothing where none is run.
static BEGAN: AtomicU64 = AtomicU64::new(u64::MAX);

/// Refuses all memory beyond so many megabytes from now on.
#[cfg(feature = "bounds")]
fn bound_memory(megabytes: usize) -> Result<()> {
    let limited = crate::ALLOCATOR.set_limit(megabytes << 20);
    limited.map_err(|()| format!("{megabytes} MB are too few to begin with").into())
}

#[cfg(not(feature = "bounds"))]
fn bound_memory(_megabytes: usize) -> Result<()> {
    Err(
        "this program cannot bound its memory\n   = help: build it with the feature `bounds`, which is on by default"
            .into(),
    )
}

/// Runs the cases that standard input names, one after the other.
///
/// # Errors
///
/// Standard input is not in the form that a parent process writes.
pub fn serve(bounds: &Bounds) -> Result<ExitCode> {
    bound_memory(bounds.memory)?;
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let said = info.payload_as_str().unwrap_or_default().to_owned();
        let mut panic = PANIC.lock().unwrap_or_else(PoisonError::into_inner);
        // The first is the cause, if a thread that waits for another panics, too.
        panic.get_or_insert((place, said));
    }));
    watch(Duration::from_secs(bounds.time));
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let path: PathBuf = serde_json::from_str(&line?)?;
        let case = Written::open(&path)?;
        BEGAN.store(cpu_time(), Ordering::Relaxed);
        let answer = answer(case, bounds)?;
        BEGAN.store(u64::MAX, Ordering::Relaxed);
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(ExitCode::SUCCESS)
}

fn answer(case: Written, bounds: &Bounds) -> Result<Value> {
    let stage = |stage: &str| eprintln!("stage: {stage}");
    let thread = std::thread::Builder::new().stack_size(bounds.stack << 10);
    let outcome = thread.spawn(move || check::check(&case, &stage))?.join();
    Ok(match outcome {
        Ok(Ok(Outcome::Generated)) => json!({ "outcome": "generated" }),
        Ok(Ok(Outcome::Refused)) => json!({ "outcome": "refused" }),
        Ok(Err(Finding { kind, place, detail })) => json!({ "kind": kind, "place": place, "detail": detail }),
        Err(_) => {
            let panic = PANIC.lock().unwrap_or_else(PoisonError::into_inner).take();
            let (place, said) = panic.unwrap_or_default();
            json!({ "kind": "panic", "place": place, "detail": said })
        }
    })
}

/// The CPU time of the process in milliseconds.
fn cpu_time() -> u64 {
    let millis = |it: nix::sys::time::TimeVal| it.tv_sec() as u64 * 1000 + it.tv_usec() as u64 / 1000;
    getrusage(UsageWho::RUSAGE_SELF).map_or(0, |usage| millis(usage.user_time()) + millis(usage.system_time()))
}

/// Ends the process when a case takes more CPU time than it may, or many times as long without doing anything.
fn watch(most: Duration) {
    let most = most.as_millis() as u64;
    std::thread::spawn(move || {
        let (mut of, mut waited) = (u64::MAX, 0);
        loop {
            std::thread::sleep(Duration::from_millis(100));
            let began = BEGAN.load(Ordering::Relaxed);
            waited = if began == of { waited + 100 } else { 0 };
            of = began;
            let is_over = cpu_time().saturating_sub(began) > most || waited > 30 * most;
            if began != u64::MAX && is_over {
                std::process::exit(TOO_LONG);
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_process_is_told_by_what_it_said_last() {
        let bounds = Bounds {
            time: 1,
            memory: 1,
            stack: 1,
        };
        let kind = |code, said| {
            let finding = ended(code, said, &bounds, "");
            (finding.kind, finding.place)
        };
        let said = "stage: load\nstage: generate\n\nthread 'x' has overflowed its stack\n";
        assert_eq!(kind(None, said), ("stack overflow".into(), "generate".into()));
        let said = "stage: load\nmemory allocation of 99 bytes failed";
        assert_eq!(kind(None, said), ("too much memory".into(), "load".into()));
        assert_eq!(kind(Some(TOO_LONG), "stage: load"), ("too long".into(), "load".into()));
        assert_eq!(kind(Some(1), ""), ("died".into(), "start".into()));
    }

    #[test]
    fn processes_count_their_cpu_time() {
        let began = cpu_time();
        while cpu_time() == began {
            std::hint::black_box((0..100_000).map(|it: u64| it * it).sum::<u64>());
        }
        assert!(cpu_time() > began);
    }
}
