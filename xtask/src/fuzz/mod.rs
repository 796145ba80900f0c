//! `cargo xtask fuzz`: mutated models and mutated responses, in search of what panics, hangs, eats memory or lies.
//!
//! The parent process makes cases from a seed and judges nothing; a child process runs them, so that a stack overflow or
//! an abort is a finding and not the end. What is found is made small and written to a folder that replays it.

mod case;
mod check;
mod corpus;
mod mutate;
mod names_clash;
mod replay;
mod shrink;
mod worker;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use self::case::{Case, Finding};
use self::corpus::Seed;
use self::worker::{Answer, Bounds, Worker};
use crate::Result;
use crate::project::Project;

const AFTER_HELP: &str = "\
Examples:
  cargo xtask fuzz --seconds 600 --seed 1
  cargo xtask fuzz --replay target/fuzz/panic-1a2b3c4d       one finding again
  cargo xtask fuzz --replay model/personalize/2018-05-22     any model, held to the same bounds

BOTOCORE_DATA and CONFORMANCE_DATA add some of their models to those of this repository.

Exit status: 0 nothing was found; 1 something was, and lies in target/fuzz; 2 the command line is wrong.";

/// Mutates models and responses, and reports what the generator or its clients cannot stand.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// How long it looks for something
    #[arg(long, value_name = "N", default_value_t = 60)]
    seconds: u64,
    /// The seed of an earlier run; a new one where none is given
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// Only models, or responses, whose name has this text
    #[arg(long, value_name = "TEXT", default_value = "")]
    filter: String,
    /// Runs one case: the folder of a finding, or any model
    #[arg(long, value_name = "PATH", conflicts_with_all = ["seconds", "seed", "filter"])]
    replay: Option<PathBuf>,
    #[command(flatten)]
    bounds: Bounds,
    /// Runs the cases that standard input names; the parent process starts itself so
    #[arg(long, hide = true)]
    worker: bool,
}

/// How often a line tells how far the run has come.
const PROGRESS: Duration = Duration::from_secs(10);

/// The folder of the findings, below the project's.
const FINDINGS: &str = "target/fuzz";

/// Runs the task.
///
/// # Errors
///
/// The models cannot be read, or the process of the cases cannot be started.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    if arguments.worker {
        return worker::serve(&arguments.bounds);
    }
    if let Some(path) = &arguments.replay {
        return replay::run(path, &arguments.bounds);
    }
    let seed = arguments.seed.unwrap_or_else(|| fastrand::u64(..u64::from(u32::MAX)));
    eprintln!("seed {seed}");
    let root = Project::find()?.root;
    let mut corpus = corpus::read(&root, seed)?;
    corpus.retain(|model| model.name.contains(&arguments.filter));
    if corpus.is_empty() {
        return Err(format!("no model has a name with {:?} in it", arguments.filter).into());
    }
    let mut run = Run::start(&arguments.bounds, &root.join(FINDINGS))?;
    run.all(&corpus, seed, Duration::from_secs(arguments.seconds))?;
    Ok(run.summary(seed, corpus.len()))
}

/// A run: its process, what it counts, and what it found.
struct Run {
    worker: Worker,
    folder: PathBuf,
    generated: usize,
    refused: usize,
    /// The findings by their signature, and how many cases met each of them.
    found: BTreeMap<String, usize>,
}

impl Run {
    fn start(bounds: &Bounds, folder: &Path) -> Result<Self> {
        Ok(Self {
            worker: Worker::start(bounds)?,
            folder: folder.to_owned(),
            generated: 0,
            refused: 0,
            found: BTreeMap::new(),
        })
    }

    /// Runs cases until the time is over. The case of a number is the same in each run of the seed.
    fn all(&mut self, corpus: &[Seed], seed: u64, time: Duration) -> Result<()> {
        let (started, mut told) = (Instant::now(), Instant::now());
        for number in 0_u64.. {
            if started.elapsed() >= time {
                break;
            }
            if told.elapsed() >= PROGRESS {
                told = Instant::now();
                eprintln!("{:>4} s: {}", started.elapsed().as_secs(), self.counts());
            }
            let case = mutate::case(corpus, seed, number);
            match self.worker.run(&case)? {
                Answer::Generated => self.generated += 1,
                Answer::Refused => self.refused += 1,
                Answer::Found(finding) => self.add(case, finding, number)?,
            }
        }
        Ok(())
    }

    /// Counts a finding; one of a new kind is made small, and written.
    fn add(&mut self, case: Case, finding: Finding, number: u64) -> Result<()> {
        let count = self.found.entry(finding.signature()).or_default();
        *count += 1;
        if *count > 1 {
            return Ok(());
        }
        eprintln!("case {number}: {}; making it small", finding.kind);
        let small = shrink::shrink(case, &finding, &mut self.worker)?;
        let path = self.folder.join(finding.slug());
        small.write(&path)?;
        println!(
            "{}: {}\n   = case {number}, from {} by: {}\n   = replay: cargo xtask fuzz --replay {}",
            finding.kind,
            finding.detail,
            small.name,
            small.steps.join(", "),
            path.display(),
        );
        Ok(())
    }

    fn counts(&self) -> String {
        format!(
            "{} cases: {} generated, {} refused, {} of {} kinds of findings",
            self.generated + self.refused + self.found.values().sum::<usize>(),
            self.generated,
            self.refused,
            self.found.values().sum::<usize>(),
            self.found.len(),
        )
    }

    fn summary(&self, seed: u64, models: usize) -> ExitCode {
        println!("seed {seed}, {models} models; {}", self.counts());
        for (signature, count) in &self.found {
            println!("{count:>6} × {signature}");
        }
        if self.found.is_empty() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}
