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
mod responses;
mod shrink;
mod worker;

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use self::case::Finding;
use self::corpus::Seed;
use self::responses::Responses;
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
    #[arg(long, value_name = "PATH", conflicts_with_all = ["seconds", "seed", "filter", "only"])]
    replay: Option<PathBuf>,
    /// Only one of the two
    #[arg(long, value_enum, value_name = "PART")]
    only: Option<Part>,
    #[command(flatten)]
    bounds: Bounds,
    /// Runs the cases that standard input names; the parent process starts itself so
    #[arg(long, hide = true)]
    worker: bool,
}

/// The part of a model that is mutated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// Models of both forms
    Models,
    /// Responses of every protocol
    Responses,
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
    let wants = |part| arguments.only.is_none_or(|only| only == part);
    let mut corpus = match wants(Part::Models) {
        true => corpus::read(&root, seed)?,
        false => Vec::new(),
    };
    corpus.retain(|model| model.name.contains(&arguments.filter));
    let responses = match wants(Part::Responses) {
        true => Responses::start(&root, &arguments.bounds, &arguments.filter, seed)?,
        false => None,
    };
    if corpus.is_empty() && responses.is_none() {
        return Err(format!("no model and no client has a name with {:?} in it", arguments.filter).into());
    }
    let mut run = Run {
        worker: Worker::start(&arguments.bounds)?,
        corpus,
        responses,
        seed,
        folder: root.join(FINDINGS),
        counts: Counts::default(),
        found: BTreeMap::new(),
    };
    run.all(Duration::from_secs(arguments.seconds))?;
    Ok(run.summary())
}

/// The random numbers of a case, which its number and the seed of the run decide.
fn rng(seed: u64, number: u64) -> fastrand::Rng {
    let mut hasher = DefaultHasher::new();
    (seed, number).hash(&mut hasher);
    fastrand::Rng::with_seed(hasher.finish())
}

/// A run: its processes, what it counts, and what it found.
struct Run {
    worker: Worker,
    corpus: Vec<Seed>,
    responses: Option<Responses>,
    seed: u64,
    folder: PathBuf,
    counts: Counts,
    /// The findings by their signature, and how many cases met each of them.
    found: BTreeMap<String, usize>,
}

/// How many cases came out how.
#[derive(Default)]
struct Counts {
    models: usize,
    generated: usize,
    responses: usize,
    outputs: usize,
}

impl Run {
    /// Runs cases until the time is over, models for one half of it and responses for the other. The case of a number is
    /// the same in each run of the seed.
    fn all(&mut self, time: Duration) -> Result<()> {
        let (started, mut told) = (Instant::now(), Instant::now());
        let (mut for_models, mut for_responses) = (Duration::ZERO, Duration::ZERO);
        while started.elapsed() < time {
            if told.elapsed() >= PROGRESS {
                told = Instant::now();
                eprintln!("{:>4} s: {}", started.elapsed().as_secs(), self.progress());
            }
            let case = Instant::now();
            let is_model = self.responses.is_none() || (!self.corpus.is_empty() && for_models <= for_responses);
            if is_model {
                self.model()?;
                for_models += case.elapsed();
            } else {
                self.response()?;
                for_responses += case.elapsed();
            }
        }
        Ok(())
    }

    fn model(&mut self) -> Result<()> {
        let number = self.counts.models as u64;
        let case = mutate::case(&self.corpus, self.seed, number);
        self.counts.models += 1;
        match self.worker.run(&case)? {
            Answer::Generated => self.counts.generated += 1,
            Answer::Refused => {}
            Answer::Found(finding) => {
                if self.is_new(&finding, &format!("model {number}")) {
                    let small = shrink::shrink(case, &finding, &mut self.worker)?;
                    let path = self.folder.join(finding.slug());
                    small.write(&path)?;
                    tell(&finding, &small.name, &small.steps, &path);
                }
            }
        }
        Ok(())
    }

    fn response(&mut self) -> Result<()> {
        let Some(responses) = &mut self.responses else {
            return Ok(());
        };
        let number = self.counts.responses as u64;
        let case = responses.case(self.seed, number);
        self.counts.responses += 1;
        match responses.run(&case)? {
            Answer::Generated => self.counts.outputs += 1,
            Answer::Refused => {}
            Answer::Found(finding) => {
                if self.is_new(&finding, &format!("response {number}"))
                    && let Some(responses) = &mut self.responses
                {
                    let small = responses.shrink(&case, &finding)?;
                    let path = self.folder.join(finding.slug());
                    small.write(&path)?;
                    tell(&finding, &small.name, &small.steps, &path);
                }
            }
        }
        Ok(())
    }

    /// Counts a finding. One of a new kind is worth to be made small.
    fn is_new(&mut self, finding: &Finding, case: &str) -> bool {
        let count = self.found.entry(finding.signature()).or_default();
        *count += 1;
        if *count == 1 {
            eprintln!("{case}: {}; making it small", finding.kind);
        }
        *count == 1
    }

    fn progress(&self) -> String {
        let Counts {
            models,
            generated,
            responses,
            outputs,
        } = self.counts;
        let (kinds, found) = (self.found.len(), self.found.values().sum::<usize>());
        format!(
            "{models} models, {generated} of them generated; {responses} responses, {outputs} of them read; {found} \
             findings of {kinds} kinds"
        )
    }

    fn summary(&self) -> ExitCode {
        let clients = self.responses.as_ref().map_or(0, Responses::count);
        println!(
            "seed {}: {} models and {clients} clients were mutated",
            self.seed,
            self.corpus.len()
        );
        println!("{}", self.progress());
        for (signature, count) in &self.found {
            println!("{count:>6} × {signature}");
        }
        match self.found.is_empty() {
            true => ExitCode::SUCCESS,
            false => ExitCode::FAILURE,
        }
    }
}

/// Shows a finding, and how it is seen again.
fn tell(finding: &Finding, from: &str, steps: &[&str], path: &Path) {
    println!("{}: {}", finding.signature(), finding.detail);
    println!("   = from {from} by: {}", steps.join(", "));
    println!("   = replay: cargo xtask fuzz --replay {}", path.display());
}
