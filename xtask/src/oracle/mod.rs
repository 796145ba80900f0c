//! `cargo xtask oracle`: holds a generated client against botocore, in what it sends and in what it makes of responses.
//!
//! Parameters and responses are made up from a seed. Both clients get the same, each in a process of its own, and tell
//! what they sent and what they understood. Where they differ, the case is made as small as can be, and shown.

mod cases;
mod compare;
pub mod driver;
pub mod peer;
mod response;
mod scratch;
mod shrink;
mod values;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use codegen::ir::Service;
use codegen::load::{ModelPaths, load};
use codegen::passes::{self, Facts};

use self::cases::Case;
use self::compare::{Comparison, Difference, Met};
use self::peer::Peer;
use self::response::Wire;
use self::values::Direction;
use crate::project::Project;
use crate::{Result, lock};

/// The version of botocore that the known differences were found with.
const BOTOCORE: &str = "1.44.5";

const SCRIPT: &str = include_str!("botocore_oracle.py");

/// The model that is compared where none is named.
const DEFAULT_MODEL: &str = "model/personalize/2018-05-22";

/// How many cases are tried between two lines that tell how far it has come.
const BATCH: usize = 500;

/// How many differences are made small and shown; the others are likely to have the same cause.
const SHOWN: usize = 10;

/// How many rounds a difference has to get small.
const ROUNDS: usize = 20;

const AFTER_HELP: &str = "\
Examples:
  cargo xtask oracle                                 all operations of Personalize
  cargo xtask oracle --operations 'List*' --cases 50
  cargo xtask oracle --seed 42                       the cases of an earlier run again

It wants Python 3 with botocore 1.44: python3 -m pip install botocore==1.44.5

Exit status: 0 the clients agree; 1 they differ, or something is missing; 2 the command line is wrong.";

/// Holds a generated client against botocore.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// A folder with one version of a model in botocore's form, below a folder with the service's name
    #[arg(long, value_name = "DIR")]
    model: Option<PathBuf>,
    /// Operations, by name or by pattern: `List*`, `!Delete*`; all of them where none is given
    #[arg(long, value_name = "PATTERN", num_args = 1.., value_delimiter = ',')]
    operations: Vec<String>,
    /// The endpoint of both clients, where the rules of the service are not to find it
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    /// The seed of an earlier run; a new one where none is given
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// How many requests, and how many outputs, of each operation
    #[arg(long, value_name = "N", default_value_t = 10)]
    cases: usize,
}

/// The model that is compared.
struct Model {
    directory: PathBuf,
    /// The service as it was read, which clients are generated from.
    raw: Service,
    /// The service as the generated client has it.
    service: Service,
    facts: Facts,
    patterns: Vec<String>,
}

impl Model {
    fn read(directory: PathBuf, patterns: &[String]) -> Result<Self> {
        lock::verify(&directory)?;
        let directory = directory.canonicalize()?;
        let raw = load(&ModelPaths::new(&directory))?;
        passes::validate(&raw)?;
        let mut service = raw.clone();
        passes::select(&mut service, patterns)?;
        passes::isolate(&mut service);
        passes::prune(&mut service);
        let facts = Facts::of(&service)?;
        Ok(Self {
            directory,
            raw,
            service,
            facts,
            patterns: patterns.to_owned(),
        })
    }
}

/// Runs the task.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let project = Project::find()?;
    let seed = arguments.seed.unwrap_or_else(|| fastrand::u64(..u64::from(u32::MAX)));
    println!("seed {seed}");
    require_botocore()?;
    let directory = arguments.model.clone();
    let directory = directory.unwrap_or_else(|| project.root.join(DEFAULT_MODEL));
    let model = Model::read(directory, &arguments.operations)?;
    let wire = response::wire(&model.service)?;
    let driver = scratch::build(&project.root, &model)?;
    let mut run = Run {
        service: &model.service,
        wire: &*wire,
        ours: Peer::start(
            "the driver of the generated client",
            Command::new(driver).args(&arguments.endpoint),
        )?,
        theirs: Peer::start("botocore", botocore(&model.directory)?.args(&arguments.endpoint))?,
        met: Met::new(),
    };
    let cases = cases::all(&model.service, seed, arguments.cases);
    let failures = run.all(&cases)?;
    for (known, times) in &run.met {
        println!("known, {times} times: {}", known.reason());
    }
    let shown = first_of_each_kind(&failures);
    let (shown, rest) = shown.split_at(shown.len().min(SHOWN));
    for failure in run.shrunk(shown.to_vec())? {
        show(&model.service, &failure);
    }
    if !rest.is_empty() {
        println!("\n{} more kinds of differences are not shown", rest.len());
    }
    println!("{} passed, {} failed", cases.len() - failures.len(), failures.len());
    let agree = failures.is_empty();
    Ok(if agree { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn require_botocore() -> Result<()> {
    let output = Command::new("python3")
        .args(["-c", "import botocore; print(botocore.__version__)"])
        .output();
    let advice = format!("   = help: python3 -m pip install botocore=={BOTOCORE}");
    let output = output.map_err(|error| format!("python3 cannot be run: {error}\n   = help: install Python 3"))?;
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let series = |version: &str| version.splitn(3, '.').take(2).collect::<Vec<_>>().join(".");
    if !output.status.success() {
        return Err(format!("python3 has no botocore to compare with\n{advice}").into());
    }
    if series(&version) != series(BOTOCORE) {
        return Err(format!("botocore {version} is not the one whose ways are known here\n{advice}").into());
    }
    Ok(())
}

/// The process of botocore. It finds a model by the names of its folders: data, service, version.
fn botocore(model: &Path) -> Result<Command> {
    let name = |path: &Path| path.file_name().map(std::ffi::OsStr::to_owned);
    let folders = model.parent().and_then(|service| {
        let data = service.parent()?;
        Some((data, name(service)?, name(model)?))
    });
    let (data, service, version) = folders.ok_or_else(|| {
        format!(
            "{} is not in a folder of its service\n   = help: botocore wants data/SERVICE/VERSION",
            model.display()
        )
    })?;
    let mut command = Command::new("python3");
    command.args(["-c", SCRIPT]).arg(data).arg(service).arg(version);
    Ok(command)
}

/// A case that shows a difference.
#[derive(Clone)]
struct Failure {
    case: Case,
    difference: Difference,
}

/// Failures of which each differs from the others in its operation, its direction, or the place.
fn first_of_each_kind(failures: &[Failure]) -> Vec<Failure> {
    let mut first = BTreeMap::new();
    for failure in failures {
        let Failure { case, difference } = failure;
        let sent = case.direction == Direction::Sent;
        let key = (case.operation, sent, difference.what, &difference.path);
        first.entry(key).or_insert(failure);
    }
    // Many differences of one kind are not to hide those of another.
    let mut of_kind = BTreeMap::<(bool, &str), usize>::new();
    let ranked = first.into_iter().map(|((_, sent, what, _), failure)| {
        let rank = of_kind.entry((sent, what)).or_default();
        *rank += 1;
        (*rank, failure)
    });
    let mut ranked: Vec<(usize, &Failure)> = ranked.collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, failure)| failure.clone()).collect()
}

fn show(service: &Service, failure: &Failure) {
    let Failure { case, difference } = failure;
    let operation = &service.operations[case.operation].name;
    let (direction, smallest) = match case.direction {
        Direction::Sent => ("request", format!("parameters {}", case.params)),
        Direction::Received => ("response", case.answer()),
    };
    let place = if difference.path.is_empty() {
        difference.what.to_owned()
    } else {
        format!("{} at {}", difference.what, difference.path)
    };
    println!("\n{operation}, {direction}: {place}");
    // What cannot be seen is shown as an escape: a difference may be in that alone.
    println!("  smallest: {}", response::escaped(&smallest));
    println!("  ours:     {}", response::escaped(&difference.ours.to_string()));
    println!("  botocore: {}", response::escaped(&difference.theirs.to_string()));
}

/// Both clients, and what compares their answers.
struct Run<'a> {
    service: &'a Service,
    wire: &'a dyn Wire,
    ours: Peer,
    theirs: Peer,
    met: Met,
}

impl Run<'_> {
    /// Tries all cases, and gives those that show a difference.
    fn all(&mut self, cases: &[Case]) -> Result<Vec<Failure>> {
        let mut failures = Vec::new();
        for (batch, part) in cases.chunks(BATCH).enumerate() {
            let differences = self.batch(part)?;
            let failed = part.iter().zip(differences).filter_map(|(case, difference)| {
                let case = case.clone();
                difference.map(|difference| Failure { case, difference })
            });
            failures.extend(failed);
            let tried = batch * BATCH + part.len();
            eprintln!("{tried} of {} cases, {} failed", cases.len(), failures.len());
        }
        Ok(failures)
    }

    /// Tries cases with both clients at once, and gives the first difference of each.
    fn batch(&mut self, cases: &[Case]) -> Result<Vec<Option<Difference>>> {
        let lines: Vec<String> = cases.iter().map(|case| case.line(self.service, self.wire)).collect();
        let Self { ours, theirs, .. } = self;
        let (ours, theirs) = std::thread::scope(|scope| {
            let theirs = scope.spawn(|| theirs.ask(&lines));
            (ours.ask(&lines), theirs.join())
        });
        let theirs = theirs.map_err(|_| "the thread that asks botocore panicked")??;
        let answers = ours?.into_iter().zip(theirs);
        let compared = cases.iter().zip(answers).map(|(case, (ours, theirs))| {
            let operation = &self.service.operations[case.operation];
            let comparison = Comparison::new(self.service, operation, &mut self.met);
            let differences = match case.direction {
                Direction::Sent => comparison.requests(&ours, &theirs),
                Direction::Received => comparison.responses(&case.recipe, &ours, &theirs),
            };
            differences.into_iter().next()
        });
        Ok(compared.collect())
    }

    /// Makes each case as small as can be while it shows a difference of its kind. All get smaller in the same rounds.
    fn shrunk(&mut self, mut failures: Vec<Failure>) -> Result<Vec<Failure>> {
        for round in 1..=ROUNDS {
            let candidates: Vec<(usize, Case)> = failures
                .iter()
                .enumerate()
                .flat_map(|(at, failure)| {
                    let smaller = shrink::candidates(failure.case.value()).into_iter();
                    smaller.map(move |value| (at, failure.case.with(value)))
                })
                .collect();
            let cases: Vec<Case> = candidates.iter().map(|(_, case)| case.clone()).collect();
            let differences = self.batch(&cases)?;
            let mut smaller = BTreeMap::new();
            for ((at, case), difference) in candidates.into_iter().zip(differences) {
                if let Some(difference) = difference.filter(|it| it.what == failures[at].difference.what) {
                    smaller.entry(at).or_insert(Failure { case, difference });
                }
            }
            if smaller.is_empty() {
                break;
            }
            eprintln!(
                "round {round}: {} of {} cases got smaller",
                smaller.len(),
                failures.len()
            );
            for (at, failure) in smaller {
                failures[at] = failure;
            }
        }
        Ok(failures)
    }
}

#[cfg(test)]
mod tests {
    use codegen::load::{ModelPaths, load};
    use serde_json::json;

    use super::response::Recipe;
    use super::*;

    #[test]
    fn of_each_kind_one_is_shown_first() {
        let failure = |operation, direction, what, path: &str| Failure {
            case: Case {
                operation,
                direction,
                params: json!({}),
                recipe: Recipe::Success(json!({})),
            },
            difference: Difference {
                what,
                path: path.to_owned(),
                ours: json!(1),
                theirs: json!(2),
            },
        };
        let mut failures = vec![failure(0, Direction::Sent, "body", "a"); 3];
        failures.extend((1..5).map(|operation| failure(operation, Direction::Sent, "body", "a")));
        failures.push(failure(5, Direction::Received, "output", "b"));
        let first = first_of_each_kind(&failures);
        let operations: Vec<usize> = first.iter().map(|failure| failure.case.operation).collect();
        assert_eq!(operations, [0, 5, 1, 2, 3, 4]);
    }

    #[test]
    fn botocore_finds_a_model_by_the_names_of_its_folders() {
        let command = botocore(Path::new("data/service/2018-05-22")).expect("it has three folders");
        let arguments: Vec<_> = command.get_args().skip(2).collect();
        assert_eq!(arguments, ["data", "service", "2018-05-22"]);
        assert!(botocore(Path::new("/")).is_err());
    }

    /// The model of a fixture of the golden tests, as a generated client has it.
    pub(super) fn service(fixture: &str) -> Service {
        let folder = format!("{}/../tests/fixtures/{fixture}/model", env!("CARGO_MANIFEST_DIR"));
        let mut service = load(&ModelPaths::new(folder)).expect("the fixture is a model");
        codegen::passes::isolate(&mut service);
        codegen::passes::prune(&mut service);
        service
    }
}
