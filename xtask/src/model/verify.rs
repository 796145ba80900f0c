//! `cargo xtask model verify`: our judgement of real upgrades, held against that of cargo-semver-checks.
//!
//! Each model becomes a crate, and that crate the JSON of rustdoc, which is what cargo-semver-checks compares. It takes
//! minutes, and says what it is doing.

mod pairs;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use codegen::diff::{self, Level, Report, Rule, Step};
use codegen::ir::Service;
use codegen::load::{ModelPaths, load};
use sdk_tailor::model::side::{self, Model};
use sdk_tailor::wheel::{Pins, Wheel};

use super::semver_checks;
use crate::Result;
use crate::project::Project;

/// The service whose history is taken.
const SERVICE: (&str, &str) = ("personalize", "2018-05-22");

/// Versions of botocore each of which has another model of the service than the one before, with what is new in it.
const HISTORY: &[(&str, &str)] = &[
    ("1.12.197", "the first that has the service"),
    ("1.12.235", "a member of an output"),
    ("1.13.18", "batch inference; a member whose type is an enum"),
    ("1.15.24", "structures in structures"),
    ("1.17.22", "filters: four operations"),
    ("1.17.59", "configurations of campaigns and batch inference"),
    ("1.20.25", "limits only"),
    ("1.20.62", "exports: three operations"),
    ("1.20.99", "an operation without results"),
    ("1.21.24", "an input member that is not required any more"),
    ("1.23.20", "recommenders, domains and segments: enums, eight operations"),
    ("1.24.2", "a member that is a number"),
    ("1.24.40", "tags: three operations, new errors of old ones"),
    ("1.27.5", "starting and stopping recommenders"),
    ("1.27.80", "a member of inputs and outputs"),
    ("1.29.14", "metric attributions: six operations"),
    ("1.29.164", "maps of lists"),
    ("1.31.33", "an operation that updates"),
    ("1.34.0", "themes of batch inference: enums"),
    ("1.34.37", "documentation and a region only"),
    ("1.34.112", "data deletion: three operations"),
    ("1.35.24", "an operation on solutions"),
    ("1.38.8", "lists of structures"),
    ("1.40.55", "nothing but regions"),
    (
        "1.42.10",
        "a map with an enum for its keys; an input member that is not required any more",
    ),
];

/// Rules that judge what cargo-semver-checks has no lint for: types of fields and of what methods give.
const UNSEEN: &[Rule] = &[
    Rule::MemberTypeChanged,
    Rule::MemberBecameRequired,
    Rule::MemberBecameOptional,
    Rule::MemberAdded,
    Rule::BuildBecameFallible,
    Rule::BuildBecameInfallible,
    Rule::TypeNoLongerSent,
    Rule::DefaultChanged,
    Rule::AuthChanged,
    Rule::PaginatorChanged,
];

const AFTER_HELP: &str = "\
It needs the network for pip, and cargo-semver-checks: `cargo install --locked cargo-semver-checks`. Pairs of Smithy's \
models need CONFORMANCE_DATA, and are said to be skipped without it.

Exit status: 0 both agree, or ours sees what the other has no lint for; 1 they disagree, or something is at fault.";

/// Holds the judgement of `diff` against cargo-semver-checks.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// How many upgrades of Personalize to look at, from the newest on; all where absent
    #[arg(long, value_name = "N")]
    pairs: Option<usize>,
    /// The pairs to look at; all where absent
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Part>,
    /// Services whose pairs to look at, as botocore calls them; all where absent
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    service: Vec<String>,
    /// Folders with models to compare in their order, in place of those of botocore's history
    #[arg(value_name = "MODEL", num_args = 2.., conflicts_with = "pairs")]
    models: Vec<PathBuf>,
}

/// A part of the pairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// Personalize, version by version of botocore's history
    History,
    /// Ten other services
    Services,
    /// Models in Smithy's form, and one form against the other
    Forms,
}

impl Arguments {
    fn has(&self, part: Part) -> bool {
        self.only.is_empty() || self.only.contains(&part)
    }

    fn has_service(&self, name: &str) -> bool {
        self.service.is_empty() || self.service.iter().any(|it| it == name)
    }
}

/// The crates of botocore's history.
fn history(root: &Path, home: &Path, pairs: Option<usize>) -> Result<Vec<Documented>> {
    let most = pairs.unwrap_or(usize::MAX).saturating_add(1);
    let chosen = &HISTORY[HISTORY.len().saturating_sub(most)..];
    let mut crates = Vec::new();
    for (index, (version, what)) in chosen.iter().enumerate() {
        println!("[{}/{}] botocore {version}: {what}", index + 1, chosen.len());
        let model = fetch(root, version)?;
        // Rule sets came late, and the first ones are not supported: those of the project stand for them. No lint and
        // no user sees the rules themselves.
        let generated = match generate(&model) {
            Ok(own) => own,
            Err(_) => generate(&with_our_rules(root, model)?)?,
        };
        crates.push(Documented::of(root, home, version, &[], generated)?);
    }
    Ok(crates)
}

/// The crates of models in folders.
fn folders(root: &Path, home: &Path, models: &[PathBuf]) -> Result<Vec<Documented>> {
    let mut crates = Vec::new();
    for (index, folder) in models.iter().enumerate() {
        println!("[{}/{}] {}", index + 1, models.len(), folder.display());
        let service = load(&ModelPaths::new(folder))?;
        let files = codegen::generate(service.clone(), &codegen::Options::default())?;
        let name = format!("folder-{index}");
        crates.push(Documented::of(root, home, &name, &[], (service, files))?);
    }
    Ok(crates)
}

/// How two judgements of one upgrade stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Agree,
    /// Ours is graver, for reasons that the other has no lint for.
    Unseen,
    Disagree,
}

/// Runs the task.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let project = Project::find()?;
    let home = project.root.join("target/sdk-tailor/verify");
    print!("{}", semver_checks::version()?);
    let mut verdicts = Vec::new();
    let mut both = |old: &Documented, new: &Documented| -> Result<[Step; 2]> {
        let (there, back) = (judge(old, new)?, judge(new, old)?);
        verdicts.extend([there.0, back.0]);
        Ok([there.1, back.1])
    };
    if !arguments.models.is_empty() {
        let crates = folders(&project.root, &home, &arguments.models)?;
        crates
            .windows(2)
            .try_for_each(|pair| both(&pair[0], &pair[1]).map(drop))?;
    } else {
        if arguments.has(Part::History) && arguments.has_service(SERVICE.0) {
            let crates = history(&project.root, &home, arguments.pairs)?;
            // What came in goes out again the other way, so each upgrade shows removals, too.
            crates
                .windows(2)
                .try_for_each(|pair| both(&pair[0], &pair[1]).map(drop))?;
        }
        of_pairs(&project.root, &home, arguments, &mut both)?;
    }
    let count = |wanted: Verdict| verdicts.iter().filter(|verdict| **verdict == wanted).count();
    println!(
        "{} comparisons: {} agree, {} are graver here for what cargo-semver-checks has no lint for, {} disagree",
        verdicts.len(),
        count(Verdict::Agree),
        count(Verdict::Unseen),
        count(Verdict::Disagree)
    );
    let is_well = count(Verdict::Disagree) == 0;
    Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Judges the pairs of other services and of both forms, and says how many of each service break and add: a service where
/// none does shows nothing.
fn of_pairs(
    root: &Path,
    home: &Path,
    arguments: &Arguments,
    both: &mut dyn FnMut(&Documented, &Documented) -> Result<[Step; 2]>,
) -> Result<()> {
    let data = std::env::var_os("CONFORMANCE_DATA").map(PathBuf::from);
    let parts = [(Part::Services, pairs::SERVICES), (Part::Forms, pairs::FORMS)];
    let chosen = parts
        .iter()
        .filter(|(part, _)| arguments.has(*part))
        .flat_map(|(_, pairs)| *pairs);
    let mut steps = BTreeMap::<&str, Vec<Step>>::new();
    for pair in chosen.filter(|pair| arguments.has_service(pair.service)) {
        println!("{}: {}", pair.service, pair.what);
        let is_smithy = pair.states.iter().any(|state| matches!(state, pairs::State::Smithy(_)));
        if is_smithy && data.is_none() {
            println!("    skipped: CONFORMANCE_DATA names no folder with Smithy's models");
            continue;
        }
        let document = |state| -> Result<Documented> {
            let service = pairs::fetch(root, data.as_deref(), pair.service, state)?;
            let options = codegen::Options::default().operations(pairs::chosen(pair, &service));
            let files = codegen::generate(service.clone(), &options)?;
            let name = format!("{} {}", pair.service, state.name());
            Documented::of(root, home, &name, pair.operations, (service, files))
        };
        let [old, new] = [document(pair.states[0])?, document(pair.states[1])?];
        steps.entry(pair.service).or_default().extend(both(&old, &new)?);
    }
    let mut idle = Vec::new();
    for (service, steps) in steps {
        let count = |wanted: &[Step]| steps.iter().filter(|step| wanted.contains(step)).count();
        let (breaking, additive) = (count(&[Step::Major]), count(&[Step::Minor]));
        let neither = count(&[Step::Patch, Step::None]);
        println!("{service}: {breaking} breaking, {additive} additive, {neither} neither");
        let is_asked = arguments.has(Part::Services) && pairs::SERVICES.iter().any(|pair| pair.service == service);
        if is_asked && (breaking == 0 || additive == 0) {
            idle.push(service);
        }
    }
    if !idle.is_empty() {
        return Err(format!(
            "nothing breaks, or nothing is added, between the models of {}\n   = help: choose other states or operations for them in \
             xtask/src/model/verify/pairs.rs",
            idle.join(", ")
        )
        .into());
    }
    Ok(())
}

/// A model, and the JSON that rustdoc makes of its crate.
struct Documented {
    version: String,
    service: Service,
    /// The operations that the crate is cut to; all where there are none.
    operations: Vec<String>,
    json: PathBuf,
}

impl Documented {
    fn of(
        root: &Path,
        home: &Path,
        version: &str,
        operations: &[&str],
        (service, files): (Service, codegen::Files),
    ) -> Result<Self> {
        let json = home.join(format!("{}.json", version.replace([' ', '/'], "-")));
        document(root, home, &files, &json)?;
        Ok(Self {
            version: version.to_owned(),
            service,
            operations: operations.iter().map(|name| (*name).to_owned()).collect(),
            json,
        })
    }
}

fn generate(model: &Model) -> Result<(Service, codegen::Files)> {
    let service = load(&model.paths(None))?;
    let files = codegen::generate(service.clone(), &codegen::Options::default())?;
    Ok((service, files))
}

fn fetch(root: &Path, version: &str) -> Result<Model> {
    let mut wheel = Wheel::fetch(root, Some(version), &Pins::new())?;
    let mut files = wheel.service(SERVICE.0, Some(SERVICE.1))?;
    files.extend(wheel.common()?);
    side::unpack(&files)
}

fn with_our_rules(root: &Path, model: Model) -> Result<Model> {
    let ours = root.join("model").join(SERVICE.0).join(SERVICE.1);
    let rules = "endpoint-rule-set-1.json";
    fs::copy(ours.join(rules), model.path.join(rules))?;
    // The nearest partitions count.
    fs::copy(root.join("model/partitions.json"), model.path.join("partitions.json"))?;
    Ok(model)
}

/// Writes a crate in the place of the one before, and lets rustdoc say what its API is.
fn document(root: &Path, home: &Path, files: &codegen::Files, json: &Path) -> Result<()> {
    let folder = home.join("crate");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(&folder))?;
        fs::write(path, text)?;
    }
    fs::write(
        home.join("Cargo.toml"),
        "[workspace]\nresolver = \"3\"\nmembers = [\"crate\"]\n",
    )?;
    fs::copy(root.join("Cargo.lock"), home.join("Cargo.lock"))?;
    let output = Command::new("cargo")
        .args(["rustdoc", "--lib", "--quiet", "--manifest-path"])
        .arg(folder.join("Cargo.toml"))
        .args([
            "--",
            "-Zunstable-options",
            "--output-format",
            "json",
            "--document-hidden-items",
            "--cap-lints",
            "allow",
        ])
        .env("CARGO_TARGET_DIR", home.join("target"))
        // The JSON is not stable, and cargo-semver-checks reads it nonetheless.
        .env("RUSTC_BOOTSTRAP", "1")
        .output()?;
    if !output.status.success() {
        return Err(format!("rustdoc failed:\n{}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let name = files
        .get("Cargo.toml")
        .and_then(|manifest| manifest.split("name = \"").nth(1));
    let name = name
        .and_then(|rest| rest.split('"').next())
        .unwrap_or_default()
        .replace('-', "_");
    fs::copy(home.join(format!("target/doc/{name}.json")), json)?;
    Ok(())
}

/// The verdict on an upgrade, and the step that is ours.
fn judge(old: &Documented, new: &Documented) -> Result<(Verdict, Step)> {
    let report = diff::compare(old.service.clone(), new.service.clone(), &old.operations)?;
    let theirs = semver_checks::compare(&old.json, &new.json)?;
    let ours = semver_checks::ours(&report);
    let verdict = match ours == theirs.gone {
        true => verdict(&report, theirs.step),
        false => Verdict::Disagree,
    };
    println!(
        "{} -> {}: ours {}, theirs {}: {} items gone here and {} there{}: {}",
        old.version,
        new.version,
        report.step().name(),
        theirs.step.name(),
        ours.len(),
        theirs.gone.len(),
        if theirs.lints.is_empty() {
            String::new()
        } else {
            format!(" ({})", theirs.lints.join(", "))
        },
        match verdict {
            Verdict::Agree => "agree".to_owned(),
            Verdict::Unseen => format!("they have no lint for {}", breaking(&report).join(", ")),
            Verdict::Disagree => format!("DISAGREE; ours: {}", breaking(&report).join(", ")),
        }
    );
    for item in ours.symmetric_difference(&theirs.gone) {
        println!(
            "    only {}: {item}",
            if ours.contains(item) { "ours" } else { "theirs" }
        );
    }
    Ok((verdict, report.step()))
}

/// They tell what breaks; what is an addition or a fix they cannot tell, so only that is compared.
fn verdict(report: &Report, theirs: Step) -> Verdict {
    let is_breaking = report.level() == Some(Level::Breaking);
    let is_unseen = report.of(Level::Breaking).all(|change| UNSEEN.contains(&change.rule));
    match (is_breaking, theirs == Step::Major) {
        (true, false) if is_unseen => Verdict::Unseen,
        (ours, theirs) if ours == theirs => Verdict::Agree,
        _ => Verdict::Disagree,
    }
}

fn breaking(report: &Report) -> Vec<&'static str> {
    let rules: BTreeSet<Rule> = report.of(Level::Breaking).map(|change| change.rule).collect();
    rules.into_iter().map(Rule::id).collect()
}
