//! `cargo xtask model upgrade`: takes newer models, regenerates the crates and raises their versions, in one step or
//! not at all.

mod botocore;
mod facts;
mod language;
mod locks;
mod smithy;
mod supply;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use codegen::diff::{self, Step, render::Heading};
use codegen::load::ModelPaths;
use toml_edit::DocumentMut;

use super::compare::{self, Comparer, Identity, Models};
use super::places;
use super::report::{self, Format, Scene};
use super::side::{Model, ServiceName};
use super::used_by::{self, Workspace};
use super::{changelog, diff::service_of, release};
use crate::Result;
use crate::app::catalog::smithy_name;
use crate::comparison::Comparison;
use crate::crate_dir::{self, Writer};
use crate::lock;
use crate::policy::{self, LimitOf};
use crate::project::{CONFIG, CrateConfig, Project};
use crate::support_crate;
use crate::transaction::{Files, Transaction};
use crate::wheel::{PACKAGE, is_version};
use locks::Locks;
use supply::Supply;

const AFTER_HELP: &str = "\
Examples:
  cargo xtask model upgrade --dry-run          what the newest botocore would change
  cargo xtask model upgrade --to 1.44.5
  cargo xtask model upgrade --service personalize --format markdown --json report.json
  cargo xtask model upgrade --smithy https://github.com/aws/api-models-aws --revision main
  cargo xtask model upgrade --to newest --smithy ../api-models-aws

Exit status: 0 all is well, also where there is nothing to do; 1 something is at fault, and nothing was changed; 2 the command \
line is wrong.";

/// Takes newer models, regenerates the crates and gives them their next version.
#[derive(clap::Args)]
#[command(after_help = format!("{AFTER_HELP}\n\n{}", used_by::HELP))]
pub struct Arguments {
    /// The version of botocore, or `newest`, the newest that pip finds; that one where neither this nor `--smithy` is there
    #[arg(long, value_name = "VERSION", value_parser = version_or_newest)]
    to: Option<String>,
    /// Take Smithy's models from this folder or repository, such as api-models-aws: newer ones of crates that are made of Smithy's
    /// JSON or of `.smithy` files, and for crates of botocore's models the facts that only Smithy's form says. These take a newer
    /// model, too, where `--to` stands beside it, and the others what only botocore's form says
    #[arg(long, value_name = "DIR-or-GIT-URL")]
    smithy: Option<String>,
    /// The revision of that repository: a branch, a tag or a commit
    #[arg(long, value_name = "REVISION", requires = "smithy")]
    revision: Option<String>,
    /// Services, as botocore calls them; all of codegen.toml where absent
    #[arg(long, value_name = "NAME", num_args = 1..)]
    service: Vec<ServiceName>,
    /// Replace models that no lock names, too, and have a lock name them from now on
    #[arg(long)]
    adopt: bool,
    /// Change nothing; show what would change
    #[arg(long)]
    dry_run: bool,
    /// The workspace that uses the crates, or a folder of sources: say which changes concern it, and where
    #[arg(long, value_name = "PATH")]
    used_by: Option<PathBuf>,
    /// Change nothing and exit with 1 if a change is of this level or graver and not accepted: `breaking`, `fix`, …; with `-used`
    /// behind it only if the workspace uses what changed; `never`; `CRATE=LIMIT` for one crate
    #[arg(long, value_name = "LIMIT")]
    fail_on: Vec<LimitOf>,
    /// The form of the report
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Write the report into a file, too: `sarif=upgrade.sarif`; may stand several times
    #[arg(long, value_name = "FORM=FILE")]
    report: Vec<report::File>,
    /// Write the report as JSON, too; an empty list where there is nothing to do
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// The word for the newest version.
const NEWEST: &str = "newest";

fn version_or_newest(word: &str) -> std::result::Result<String, String> {
    match word {
        NEWEST => Ok(word.to_owned()),
        word => version(word),
    }
}

impl Arguments {
    /// The version of botocore that is named; none for the newest.
    fn version(&self) -> Option<&str> {
        self.to.as_deref().filter(|version| *version != NEWEST)
    }
}

/// A version of botocore, as its users name one.
pub fn version(word: &str) -> std::result::Result<String, String> {
    match is_version(word) {
        true => Ok(word.to_owned()),
        false => Err("a version of botocore is named as in `1.44.5`".into()),
    }
}

/// Runs the task.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let project = Project::find()?;
    let crates = chosen(&project, arguments)?;
    let transaction = Transaction::open(&project.root)?;
    let mut supply = Supply::open(&project, arguments, &crates)?;
    // Whoever generates meanwhile waits, and what a run of theirs left behind is put in order first.
    let folders: Vec<PathBuf> = crates.iter().map(|it| project.root.join(&it.path)).collect();
    let held = folders
        .iter()
        .filter(|_| !arguments.dry_run)
        .map(|folder| Writer::open(folder));
    let _held = held.collect::<Result<Vec<_>>>()?;
    let workspace = compare::workspace(arguments.used_by.as_deref(), Some(&project))?;
    let comparer = Comparer {
        policy: Some(&project.policy),
        workspace: workspace.as_ref(),
    };
    let mut plan = Plan::of(
        &project,
        &comparer,
        &crates,
        &mut supply,
        (arguments.dry_run, arguments.adopt),
    )?;
    project
        .policy
        .accept(&mut plan.comparisons, arguments.service.is_empty());
    let scene = Scene::of(Some(&project), workspace.as_ref().map(Workspace::root));
    report::write(&arguments.report, &plan.comparisons, &scene)?;
    if let Some(path) = &arguments.json {
        fs::write(path, format!("{:#}\n", report::json(&plan.comparisons)))
            .map_err(|error| format!("{}: {error}\n   = help: nothing was changed", path.display()))?;
    }
    if plan.files.is_empty() {
        eprintln!(
            "{} has the models that are here: there is nothing to do",
            supply.label()
        );
        return Ok(ExitCode::SUCCESS);
    }
    let failing = project.policy.failing(&plan.comparisons, &arguments.fail_on)?;
    let is_written = !arguments.dry_run && failing.is_empty();
    if is_written {
        transaction.commit(&plan.files)?;
        crates
            .iter()
            .try_for_each(|it| lock::verify(&project.root.join(&it.model)))?;
    }
    print!("{}", report::render(arguments.format, &plan.comparisons, &scene)?);
    let done = if is_written { "changed" } else { "would be changed" };
    eprintln!("{} files {done} for {}", plan.files.len(), supply.label());
    if !failing.is_empty() {
        eprintln!("{}", policy::failure(&failing, project.config));
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

/// The name of a crate's service, as models of its form are called.
fn name_of(project: &Project, it: &CrateConfig) -> Result<ServiceName> {
    if !it.is_smithy(&project.root) {
        return service_of(it);
    }
    let name = match it.is_language(&project.root) {
        true => project.service_id(it)?,
        false => smithy_name(&it.model).unwrap_or_default(),
    };
    Ok(ServiceName { name, version: None })
}

fn chosen<'a>(project: &'a Project, arguments: &Arguments) -> Result<Vec<&'a CrateConfig>> {
    let services = &arguments.service;
    let mut crates = Vec::new();
    for it in &project.crates {
        if it.is_smithy(&project.root) && arguments.smithy.is_none() {
            eprintln!(
                "{}: its model is no part of {PACKAGE}, and stays as it is",
                it.path.display()
            );
            continue;
        }
        // What someone writes here is nobody else's, unless a lock says so.
        let is_own = it.is_language(&project.root) && lock::root(&project.root.join(&it.model)).is_none();
        if is_own && services.is_empty() && !arguments.adopt {
            eprintln!("{}: its model is not vendored, and stays as it is", it.path.display());
            continue;
        }
        let name = name_of(project, it)?;
        let is_wanted = |service: &ServiceName| {
            service.name == name.name && (service.version.is_none() || service.version == name.version)
        };
        if services.is_empty() || services.iter().any(is_wanted) {
            crates.push(it);
        }
    }
    for service in services {
        let is_there = crates
            .iter()
            .any(|it| name_of(project, it).is_ok_and(|name| name.name == service.name));
        if !is_there {
            return Err(format!(
                "{} names no crate of `{service}`\n   = help: add one, or name another service",
                project.config
            )
            .into());
        }
    }
    if crates.is_empty() {
        return Err(format!(
            "{} names no crate\n   = help: add one, so that there is something to upgrade",
            project.config
        )
        .into());
    }
    Ok(crates)
}

/// All that an upgrade changes, before anything is changed.
struct Plan<'a> {
    comparer: &'a Comparer<'a>,
    files: Files,
    comparisons: Vec<Comparison>,
    /// True for a dry run, which changes nothing.
    is_dry: bool,
}

impl<'a> Plan<'a> {
    fn of(
        project: &Project,
        comparer: &'a Comparer<'a>,
        crates: &[&CrateConfig],
        supply: &mut Supply,
        (is_dry, adopts): (bool, bool),
    ) -> Result<Self> {
        let mut plan = Self {
            comparer,
            files: Files::new(),
            comparisons: Vec::new(),
            is_dry,
        };
        let config = fs::read_to_string(project.root.join(project.config))?;
        let mut config: DocumentMut = config.parse()?;
        let cargo_lock = project.root.join("Cargo.lock");
        let mut packages = fs::read_to_string(&cargo_lock)
            .unwrap_or_default()
            .parse::<DocumentMut>()?;
        let mut locks = Locks::new(adopts);
        let mut changed = Vec::new();
        for it in crates {
            let newer = newer(project, crates, it, supply, &mut locks, &mut plan.files)?;
            locks.refuse_leftovers(project, it)?;
            changed.extend(newer.map(|newer| (it, newer)));
        }
        // Where no file differs, the same files of a newer version are no news.
        if plan.files.is_empty() {
            return Ok(plan);
        }
        for (folder, lock) in locks.iter() {
            plan.files
                .insert(folder.join(lock::LOCK), Some(lock.text()?.into_bytes()));
        }
        for (it, newer) in &changed {
            plan.regenerate(project, it, newer, &mut config, &mut packages)?;
        }
        if project.is_application() {
            // Crates of this program stand on the one of this program.
            let shared = project.shared();
            let changes = crate_dir::compare(&shared, &support_crate::files(project, &plan.files)?)?;
            plan.files.extend(changes.files(shared.strip_prefix(&project.root)?));
        }
        plan.set(project, project.config.into(), config.to_string().into_bytes());
        if cargo_lock.is_file() {
            plan.set(project, "Cargo.lock".into(), packages.to_string().into_bytes());
        }
        Ok(plan)
    }

    /// Generates a crate from its new model, and gives it the version that follows.
    fn regenerate(
        &mut self,
        project: &Project,
        it: &CrateConfig,
        newer: &Newer,
        config: &mut DocumentMut,
        packages: &mut DocumentMut,
    ) -> Result<()> {
        let new = &newer.model;
        let models = Models::load(&project.model(it), &new.paths(it.service.as_deref()))?;
        let after = models.after.clone();
        if !newer.has_new_facts {
            facts::tell_stale(it, &after);
        }
        let identity = Identity {
            package: it.package.as_deref(),
            folder: Some(project.root.join(&it.path)),
        };
        let mut report = self.comparer.compare(models, &it.operations, &identity)?;
        self.locate(project, it, new, &mut report);
        let version = it.version.clone().unwrap_or_else(|| release::FIRST.into());
        let folder = project.root.join(&it.path);
        let same = project.generate(it, after.clone(), Some(version.clone()))?;
        let step = match report.step() {
            // What no rule sees is still a crate with other bytes.
            Step::None if !crate_dir::compare(&folder, &same)?.is_empty() => Step::Patch,
            step => step,
        };
        let next = match project.is_application() {
            // It goes on to stand in the place of the version that the application depends on.
            true => version.clone(),
            false => release::next(&version, step)?,
        };
        let files = project.generate(it, after, Some(next.clone()))?;
        let changes = crate_dir::compare(&folder, &files)?;
        self.files.extend(changes.files(&it.path));
        let package = package_name(&files)?;
        let comparison = Comparison {
            heading: Heading {
                title: format!("{package} {next}"),
                old: newer.old.clone(),
                new: newer.new.clone(),
                versions: Some((version.clone(), next.clone())),
            },
            names: vec![
                package.clone(),
                it.path.display().to_string(),
                name_of(project, it)?.name,
            ],
            report,
        };
        if next != version {
            bump(config, it, &next)?;
            bump_locked(packages, &package, &next);
            self.note(project, it, &comparison)?;
        }
        self.comparisons.push(comparison);
        Ok(())
    }

    /// Locates changes: in the new files by the names that they will have, or in those that stay.
    fn locate(&self, project: &Project, it: &CrateConfig, new: &Model, report: &mut diff::Report) {
        let vendored = project.root.join(&it.model);
        if self.is_dry {
            return diff::locate(report, (None, Some(&ModelPaths::new(vendored))), &places::in_repository);
        }
        let home = lock::root(&vendored).unwrap_or(&vendored);
        let shown = |file: &Path| {
            let below = file.strip_prefix(new.root()).unwrap_or(file);
            places::in_repository(&home.join(below))
        };
        diff::locate(report, (None, Some(&ModelPaths::new(&new.path))), &shown);
    }

    /// Adds an entry to the changelog, which is beside the versions of the model.
    fn note(&mut self, project: &Project, it: &CrateConfig, comparison: &Comparison) -> Result<()> {
        let path = it.model.parent().unwrap_or(&it.model).join("CHANGELOG.md");
        let earlier = match self.files.get(&path) {
            Some(Some(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
            _ => fs::read_to_string(project.root.join(&path)).unwrap_or_default(),
        };
        let text = changelog::with_entry(&earlier, comparison);
        self.files.insert(path, Some(text.into_bytes()));
        Ok(())
    }

    fn set(&mut self, project: &Project, path: PathBuf, bytes: Vec<u8>) {
        if fs::read(project.root.join(&path)).is_ok_and(|old| old == bytes) {
            return;
        }
        self.files.insert(path, Some(bytes));
    }
}

/// A newer model of a crate on the disk, and where it and the one before are from.
struct Newer {
    model: Model,
    old: String,
    new: String,
    /// True where its facts were computed with it.
    has_new_facts: bool,
}

impl Newer {
    /// A model whose facts are those of the one before.
    const fn new(model: Model, old: String, new: String) -> Self {
        Self {
            model,
            old,
            new,
            has_new_facts: false,
        }
    }
}

/// Takes the newer model of a crate, with its facts; none where there is no source for its form.
fn newer(
    project: &Project,
    crates: &[&CrateConfig],
    it: &CrateConfig,
    supply: &mut Supply,
    locks: &mut Locks,
    files: &mut Files,
) -> Result<Option<Newer>> {
    let (mut newer, others) = match (it.is_smithy(&project.root), it.is_language(&project.root)) {
        (true, true) => match &supply.repository {
            Some(repository) => (language::vendor(project, it, repository, locks, files)?, None),
            None => return Ok(None),
        },
        (true, false) => match &mut supply.catalog {
            Some(catalog) => (
                smithy::vendor(project, it, catalog, locks, files)?,
                supply.others.as_mut(),
            ),
            None => return Ok(None),
        },
        (false, _) => {
            let newer = match &mut supply.wheel {
                Some(wheel) => botocore::vendor(project, crates, it, wheel, locks, files)?,
                None => botocore::stay(project, it, locks)?,
            };
            (newer, supply.catalog.as_mut())
        }
    };
    facts::settle(project, it, &mut newer, others, locks, files)?;
    Ok(Some(newer))
}

/// The name in the manifest of a generated package.
fn package_name(files: &codegen::Files) -> Result<String> {
    let manifest = files.get("Cargo.toml").map(String::as_str).unwrap_or_default();
    let manifest: DocumentMut = manifest.parse()?;
    let name = manifest
        .get("package")
        .and_then(|it| it.get("name"))
        .and_then(|it| it.as_str());
    Ok(name.ok_or("the generated manifest names no package")?.to_owned())
}

/// Sets the version of a crate in codegen.toml, and leaves everything else as it is written.
fn bump(config: &mut DocumentMut, it: &CrateConfig, version: &str) -> Result<()> {
    let tables = config
        .get_mut("crate")
        .and_then(|tables| tables.as_array_of_tables_mut());
    let path = it.path.to_str();
    let mut tables = tables.into_iter().flat_map(|tables| tables.iter_mut());
    let table = tables
        .find(|table| table.get("path").and_then(|it| it.as_str()) == path)
        .ok_or_else(|| format!("{CONFIG} has no table `[[crate]]` of {}", it.path.display()))?;
    match table.get_mut("version").and_then(|it| it.as_value_mut()) {
        Some(old) => {
            let decor = old.decor().clone();
            *old = version.into();
            *old.decor_mut() = decor;
        }
        None => table["version"] = toml_edit::value(version),
    }
    Ok(())
}

/// Sets the version of a package of the workspace in Cargo.lock, so that cargo still accepts it with `--locked`.
fn bump_locked(packages: &mut DocumentMut, name: &str, version: &str) {
    let tables = packages
        .get_mut("package")
        .and_then(|tables| tables.as_array_of_tables_mut());
    for table in tables.into_iter().flat_map(|tables| tables.iter_mut()) {
        let is_ours = table.get("name").and_then(|it| it.as_str()) == Some(name) && !table.contains_key("source");
        if is_ours {
            table["version"] = toml_edit::value(version);
        }
    }
}
