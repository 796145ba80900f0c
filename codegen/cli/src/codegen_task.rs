//! `cargo xtask codegen`: generates crates, and writes them, compares them, or lists what could be in them.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use codegen::load::{FACTS, Facts, ModelPaths, RECORDED_FACTS, load_noting_unread, locate};
use similar::TextDiff;

use crate::crate_dir::list::LIST;
use crate::crate_dir::{self, Changes};
use crate::project::{self, CrateConfig, Project, SupportConfig};
use crate::{Result, lock};

const AFTER_HELP: &str = "\
Examples:
  cargo xtask codegen                      write every crate that codegen.toml names
  cargo xtask codegen --check              say what is stale; write nothing
  cargo xtask codegen --list               the operations of the models in codegen.toml
  cargo xtask codegen --model botocore/data/personalize/2018-05-22 \\
      --operations 'List*,!ListRecipes' --out ../my-client --package-name my-client

Exit status: 0 all is well; 1 something is stale, or a model or the disk is at fault; 2 the command line is wrong.";

/// Generates crates: those that codegen.toml names, or one from any model.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// Write nothing; show what is stale, as a diff, and exit with 1 if anything is
    #[arg(long)]
    check: bool,
    /// List the operations of the models, whether each comes in pages, and what can be waited for with it
    #[arg(long, conflicts_with = "check")]
    list: bool,
    /// A model in place of those in codegen.toml: a folder in botocore's form, a file of Smithy's JSON, or files and
    /// folders of Smithy's own language, which are one model
    #[arg(long, value_name = "PATH", num_args = 1..)]
    model: Vec<PathBuf>,
    /// The service, by its id or its name, where a file of Smithy's JSON holds several
    #[arg(long, value_name = "ID", requires = "model")]
    service: Option<String>,
    /// The file of AWS's partitions; the nearest one above the model, or this project's, where none is given
    #[arg(long, value_name = "FILE", requires = "model")]
    partitions: Option<PathBuf>,
    /// The file of facts about the service, or a folder of such files; `facts.txt` beside the model, or those that the
    /// generator has, where none is given
    #[arg(long, value_name = "PATH", requires = "model")]
    facts: Option<PathBuf>,
    /// Operations, by name or by pattern: `List*`, `!Delete*`
    #[arg(long, value_name = "A,B", value_delimiter = ',', requires = "model")]
    operations: Vec<String>,
    /// The folder of the crate
    #[arg(long, value_name = "DIR", requires = "model")]
    out: Option<PathBuf>,
    /// The name of the package; the service's id where none is given
    #[arg(long, value_name = "NAME", requires = "model")]
    package_name: Option<String>,
    /// The version of the package
    #[arg(long, value_name = "V", requires = "model")]
    package_version: Option<String>,
    /// Where the crate has the code that all generated clients share
    #[arg(long, value_name = "WHERE", value_enum, default_value_t, requires = "model")]
    support: SupportConfig,
    /// Give every operation whose request a URL can carry a method `presigned`, not only those of AWS's crates
    #[arg(long, requires = "model")]
    presigning: bool,
    /// Say what models hold that no front end knows, such as traits of other tools
    #[arg(long)]
    verbose: bool,
}

/// A crate to generate.
struct Target {
    model: ModelPaths,
    folder: PathBuf,
    options: codegen::Options,
    shown: String,
}

/// Runs the task.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let targets = targets(arguments)?;
    if arguments.list {
        targets.iter().try_for_each(|target| list(target, arguments.verbose))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut stale = false;
    for target in &targets {
        let started = Instant::now();
        let files = codegen::generate(service(&target.model, arguments.verbose)?, &target.options)
            .map_err(|error| locate(&target.model, error))?;
        if arguments.check {
            let changes = crate_dir::compare(&target.folder, &files)?;
            show(&target.shown, &changes);
            stale |= !changes.is_empty();
        } else {
            let changes = crate_dir::write(&target.folder, &files)?;
            println!(
                "{}: {} files written, {} removed, {} unchanged, in {} ms",
                target.shown,
                changes.written.len(),
                changes.removed.len(),
                changes.unchanged,
                started.elapsed().as_millis()
            );
        }
    }
    if stale {
        println!("The crates above are stale: `cargo xtask codegen` writes them anew.");
    } else if arguments.check {
        println!(
            "{} up to date.",
            if targets.len() == 1 {
                "The crate is"
            } else {
                "All crates are"
            }
        );
    }
    Ok(if stale { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn targets(arguments: &Arguments) -> Result<Vec<Target>> {
    if let Some((model, further)) = arguments.model.split_first() {
        let folder = match &arguments.out {
            Some(out) => out.clone(),
            None if arguments.list => PathBuf::new(),
            None => return Err("`--model` wants `--out` too: the folder of the crate".into()),
        };
        return Ok(vec![Target {
            model: ModelPaths {
                further: further.to_vec(),
                facts: arguments.facts.clone().map_or(Facts::Found, Facts::At),
                ..project::paths(model, arguments.service.clone(), arguments.partitions.clone())
            },
            shown: folder.display().to_string(),
            options: codegen::Options::default()
                .operations(arguments.operations.clone())
                .package_name(arguments.package_name.clone())
                .package_version(arguments.package_version.clone())
                .presigning(arguments.presigning)
                .support(arguments.support.for_crate(&folder)?),
            folder,
        }]);
    }
    let project = Project::find()?;
    let target = |it: &CrateConfig| {
        Ok(Target {
            model: project.model(it),
            shown: it.path.display().to_string(),
            options: project.options(it)?,
            folder: project.root.join(&it.path),
        })
    };
    project.crates.iter().map(target).collect()
}

/// Loads a model; what it says beyond what is known is said aloud where that is wanted, and stops nothing.
///
/// # Errors
///
/// A file differs from the vendored one, or the model is invalid.
pub fn service(model: &ModelPaths, verbose: bool) -> Result<codegen::ir::Service> {
    lock::verify(&model.directory)?;
    let (service, unread) = load_noting_unread(model).map_err(|error| locate(model, error))?;
    for unread in unread.iter().filter(|_| verbose) {
        eprintln!("note: {unread}");
    }
    // Whoever names facts of their own wants them to hold; those of the generator may be older or newer than a model.
    let is_named = |file: &PathBuf| file.file_name().is_some_and(|name| name != FACTS);
    let is_own = matches!(model.facts, Facts::At(_)) && service.origin.facts.as_ref().is_some_and(is_named);
    let is_told = |fact: &&String| verbose || (is_own && !fact.starts_with(RECORDED_FACTS));
    for stale in service.origin.stale_facts.iter().filter(is_told) {
        eprintln!("note: a fact does not fit the model: {stale}");
    }
    Ok(service)
}

fn list(target: &Target, verbose: bool) -> Result<()> {
    let service = service(&target.model, verbose)?;
    println!(
        "{} {} ({} operations)",
        service.title,
        service.version,
        service.operations.len()
    );
    for operation in &service.operations {
        let pages = if operation.paginator.is_some() {
            "  in pages"
        } else {
            ""
        };
        let waiters: Vec<&str> = operation.waiters.iter().map(|waiter| waiter.name.as_str()).collect();
        let waits = if waiters.is_empty() {
            String::new()
        } else {
            format!("  waits for {}", waiters.join(", "))
        };
        println!("  {}{pages}{waits}", operation.name);
    }
    Ok(())
}

/// Shows what would be written and removed, as a unified diff.
pub fn show(folder: &str, changes: &Changes) {
    let diff = |path: &str, old: &str, new: &str| {
        let (from, to) = (format!("a/{folder}/{path}"), format!("b/{folder}/{path}"));
        print!("{}", TextDiff::from_lines(old, new).unified_diff().header(&from, &to));
    };
    for (path, (old, new)) in &changes.written {
        diff(path, old.as_deref().unwrap_or_default(), new);
    }
    for (path, old) in &changes.removed {
        diff(path, old, "");
    }
    // Where files come and go, their list is no news.
    if let (Some((old, new)), true, true) = (&changes.list, changes.written.is_empty(), changes.removed.is_empty()) {
        diff(LIST, old.as_deref().unwrap_or_default(), new);
    }
}
