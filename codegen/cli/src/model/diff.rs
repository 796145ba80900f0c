//! `cargo xtask model diff`: what changes for users of the crates between two models.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use codegen::diff::{self, render::Heading};
use codegen::load::{Facts, ModelPaths};

use super::compare::{self, Comparer, Identity, Models};
use super::report::{self, Format, Scene};
use super::side::{self, Model, ServiceName, Source};
use super::used_by::{self, Workspace};
use super::{places, release};
use crate::Result;
use crate::comparison::Comparison;
use crate::policy::{self, LimitOf};
use crate::project::{CONFIG, CrateConfig, Project};
use crate::wheel::Pins;

const AFTER_HELP: &str = "\
Examples:
  cargo xtask model diff 1.43.0 1.44.5             every crate of codegen.toml
  cargo xtask model diff HEAD 1.44.5 --format markdown
  cargo xtask model diff 1.40.0 1.44.5 --service personalize --operations '*'
  cargo xtask model diff old/2018-05-22 new/2018-05-22 --fail-on breaking
  cargo xtask model diff personalize.json 1.44.5 --service personalize
  cargo xtask model diff smithy:https://github.com/aws/api-models-aws#v1 smithy:../api-models-aws --service s3

Exit status: 0 all is well; 1 a change is as grave as `--fail-on`, or something is at fault; 2 the command line is wrong.";

/// Says what changes for users of the crates between two models.
#[derive(clap::Args)]
#[command(after_help = format!("{AFTER_HELP}\n\n{}", used_by::HELP))]
pub struct Arguments {
    /// The old side: a folder or a file with a model, a version of botocore, a revision of this repository, or
    /// `smithy:PLACE#REVISION`, a folder or a repository of Smithy's models
    #[arg(required_unless_present_any = ["rules", "schema"])]
    old: Option<String>,
    /// The new side
    #[arg(required_unless_present_any = ["rules", "schema"])]
    new: Option<String>,
    /// List the rules of the comparison: their levels, reasons and examples
    #[arg(long, conflicts_with_all = ["old", "new", "service", "operations"])]
    rules: bool,
    /// The service, as botocore calls it: `personalize` or `personalize/2018-05-22`; those of codegen.toml where absent
    #[arg(long, value_name = "NAME")]
    service: Option<ServiceName>,
    /// The service, by its shape id or name, where a file of Smithy's JSON holds several
    #[arg(long, value_name = "ID")]
    service_id: Option<String>,
    /// Operations, by name or by pattern: `List*`, `!Delete*`; the crate's own choice where absent
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    operations: Vec<String>,
    /// The form of the report
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Write the report into a file, too: `sarif=diff.sarif`; may stand several times
    #[arg(long, value_name = "FORM=FILE")]
    report: Vec<report::File>,
    /// Print the JSON Schema of `--format json`, and compare nothing
    #[arg(long, exclusive = true)]
    schema: bool,
    /// The workspace that uses the crates, or a folder of sources: say which changes concern it, and where
    #[arg(long, value_name = "PATH")]
    used_by: Option<PathBuf>,
    /// Exit with 1 if a change is of this level or graver and not accepted: `breaking`, `fix`, …; with `-used` behind it only
    /// if the workspace uses what changed; `never`; `CRATE=LIMIT` for one crate
    #[arg(long, value_name = "LIMIT")]
    fail_on: Vec<LimitOf>,
}

/// A comparison: one choice of operations of one service.
struct Subject {
    title: String,
    service: ServiceName,
    /// The folder or the file of the model, below the project's.
    path: Option<PathBuf>,
    /// The service, by its shape id or name, where a file holds several.
    id: Option<String>,
    operations: Vec<String>,
    /// The facts that the project names for it.
    facts: Facts,
    version: Option<String>,
    /// The crate, where the project has one.
    package: Option<String>,
    folder: Option<PathBuf>,
}

/// Runs the task.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    if arguments.schema {
        print!("{}", report::SCHEMA);
        return Ok(ExitCode::SUCCESS);
    }
    let (Some(old), Some(new), false) = (&arguments.old, &arguments.new, arguments.rules) else {
        print!("{}", report::rules(arguments.format)?);
        return Ok(ExitCode::SUCCESS);
    };
    let (old, new) = (Source::of(old), Source::of(new));
    let project = match (&old, &new) {
        // What is on the disk needs no project around it.
        (Source::Local(_), Source::Local(_)) => Project::find().ok(),
        _ => Some(Project::find()?),
    };
    let root = project.as_ref().map(|project| project.root.clone()).unwrap_or_default();
    let pins = project.as_ref().map_or(Ok(Pins::new()), Project::pins)?;
    let workspace = compare::workspace(arguments.used_by.as_deref(), project.as_ref())?;
    let policy = project.as_ref().map(|project| &project.policy);
    let comparer = Comparer {
        policy,
        workspace: workspace.as_ref(),
    };
    let task = Task {
        root: &root,
        pins: &pins,
        sides: (&old, &new),
        comparer,
    };
    let subjects = subjects(arguments, project.as_ref(), (&old, &new))?;
    let mut comparisons = subjects.iter().map(|it| task.compare(it)).collect::<Result<Vec<_>>>()?;
    let policy = policy.cloned().unwrap_or_default();
    let is_all = arguments.service.is_none() && arguments.operations.is_empty();
    policy.accept(&mut comparisons, is_all);
    let scene = Scene::of(project.as_ref(), workspace.as_ref().map(Workspace::root));
    report::write(&arguments.report, &comparisons, &scene)?;
    print!("{}", report::render(arguments.format, &comparisons, &scene)?);
    let failing = policy.failing(&comparisons, &arguments.fail_on)?;
    if failing.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let config = project.as_ref().map_or(CONFIG, |project| project.config);
    eprintln!("{}", policy::failure(&failing, config));
    Ok(ExitCode::FAILURE)
}

/// Two sides, and how they are compared.
struct Task<'a> {
    root: &'a Path,
    pins: &'a Pins,
    sides: (&'a Source, &'a Source),
    comparer: Comparer<'a>,
}

impl Task<'_> {
    /// Compares both sides of a subject.
    fn compare(&self, subject: &Subject) -> Result<Comparison> {
        let (root, (old, new)) = (self.root, self.sides);
        let fetch = |source| -> Result<Model> {
            let (id, path) = (subject.id.as_deref(), subject.path.as_deref());
            let mut model = side::fetch((root, self.pins), source, (&subject.service, id), path)?;
            let vendored = path.map(|path| root.join(path));
            side::give_facts(&mut model, source, &subject.facts, vendored.as_deref())?;
            Ok(model)
        };
        let (was, is) = (fetch(old)?, fetch(new)?);
        let models = services(root, (&was, &is), subject.id.as_deref())?;
        let identity = Identity {
            package: subject.package.as_deref(),
            folder: subject.folder.as_ref().map(|folder| root.join(folder)),
        };
        let mut report = self.comparer.compare(models, &subject.operations, &identity)?;
        let there = |source: &Source, model: &Model| at_hand(source, model, subject.id.as_deref());
        let vendored = subject.path.as_ref().map(|path| ModelPaths::new(root.join(path)));
        let sides = (there(old, &was), there(new, &is).or(vendored));
        diff::locate(
            &mut report,
            (sides.0.as_ref(), sides.1.as_ref()),
            &places::in_repository,
        );
        let versions = subject.version.as_ref().map(|version| {
            let next = release::next(version, report.step())?;
            Ok::<_, Box<dyn std::error::Error>>((version.clone(), next))
        });
        let heading = Heading {
            title: subject.title.clone(),
            old: old.label(),
            new: new.label(),
            versions: versions.transpose()?,
        };
        let names = [
            subject.package.clone(),
            Some(subject.title.clone()),
            Some(subject.service.name.clone()),
        ];
        Ok(Comparison {
            heading,
            report,
            names: names.into_iter().flatten().collect(),
        })
    }
}

/// The paths of a model that the user has on the disk, as fetched models are removed after the comparison.
fn at_hand(source: &Source, model: &Model, id: Option<&str>) -> Option<ModelPaths> {
    match source {
        Source::Local(_) => Some(model.paths(id)),
        Source::Botocore(_) | Source::Revision(_) | Source::Smithy(..) => None,
    }
}

/// Loads both models. Where one has no partitions, both get those of the project, so that partitions do not differ.
fn services(root: &Path, (old, new): (&Model, &Model), id: Option<&str>) -> Result<Models> {
    let (mut before, mut after) = (old.paths(id), new.paths(id));
    if before.partitions.is_none() || after.partitions.is_none() {
        let ours = root.join("model/partitions.json");
        let either = before.partitions.take().or(after.partitions.take());
        let common = Some(ours).filter(|path| path.is_file()).or(either);
        (before.partitions, after.partitions) = (common.clone(), common);
    }
    Models::load(&before, &after)
}

fn subjects(arguments: &Arguments, project: Option<&Project>, sides: (&Source, &Source)) -> Result<Vec<Subject>> {
    if let ((Source::Local(_), Source::Local(_)), None) = (sides, &arguments.service) {
        return Ok(vec![Subject {
            title: "model".into(),
            service: ServiceName {
                name: String::new(),
                version: None,
            },
            path: None,
            id: arguments.service_id.clone(),
            operations: arguments.operations.clone(),
            facts: Facts::Found,
            version: None,
            package: None,
            folder: None,
        }]);
    }
    let crates = project.map(|project| &project.crates[..]).unwrap_or_default();
    let mut all = Vec::new();
    for it in crates {
        // No version of botocore has a model in Smithy's form; a revision of this repository may.
        let is_of_smithys = |side: &Source| matches!(side, Source::Revision(_) | Source::Smithy(..));
        let are_revisions = is_of_smithys(sides.0) && is_of_smithys(sides.1);
        let Some(project) = project else { continue };
        match it.is_smithy(&project.root) && !are_revisions {
            true => eprintln!(
                "{}: a Smithy model is compared with nothing but files, revisions and Smithy's models",
                it.path.display()
            ),
            false => all.push(subject(project, it, arguments)?),
        }
    }
    if let Some(service) = &arguments.service {
        all.retain(|subject| {
            let is_version = service.version.is_none() || subject.service.version == service.version;
            subject.service.name == service.name && is_version
        });
        if all.is_empty() {
            all.push(Subject {
                title: service.to_string(),
                service: service.clone(),
                path: None,
                id: arguments.service_id.clone(),
                operations: arguments.operations.clone(),
                facts: Facts::Found,
                version: None,
                package: None,
                folder: None,
            });
        }
    }
    refuse_unclear(&all, sides)?;
    Ok(all)
}

/// Fails where nothing is compared, or where one model would stand for several.
fn refuse_unclear(all: &[Subject], sides: (&Source, &Source)) -> Result<()> {
    let local = [sides.0, sides.1]
        .into_iter()
        .find(|side| matches!(side, Source::Local(_)));
    if let Some(local) = local.filter(|_| all.len() > 1) {
        return Err(format!(
            "{} is one model, and codegen.toml names {} crates\n   = help: name the service with `--service`",
            local.label(),
            all.len()
        )
        .into());
    }
    if all.is_empty() {
        return Err("codegen.toml names no crate\n   = help: name the service with `--service`".into());
    }
    Ok(())
}

/// The comparison for a crate of codegen.toml. With operations other than the crate's own, it does not concern the
/// crate's version.
fn subject(project: &Project, it: &CrateConfig, arguments: &Arguments) -> Result<Subject> {
    let operations = &arguments.operations;
    let is_own = operations.is_empty();
    Ok(Subject {
        title: it.path.display().to_string(),
        service: match it.is_smithy(&project.root) {
            true if it.is_language(&project.root) => ServiceName {
                name: project.service_id(it)?,
                version: None,
            },
            true => ServiceName::of_file(&it.model),
            false => service_of(it)?,
        },
        facts: project.facts(it),
        path: Some(it.model.clone()),
        id: arguments.service_id.clone().or_else(|| it.service.clone()),
        operations: if is_own { &it.operations } else { operations }.to_vec(),
        package: it.package.clone(),
        folder: Some(it.path.clone()),
        version: is_own.then(|| it.version.clone().unwrap_or_else(|| release::FIRST.into())),
    })
}

/// The service of a crate, by the folder of its model: botocore's layout ends in the service and its version.
pub fn service_of(it: &CrateConfig) -> Result<ServiceName> {
    let parts: Vec<String> = it
        .model
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    let parsed = match &parts[..] {
        [.., name, version] => format!("{name}/{version}").parse().ok(),
        _ => None,
    };
    parsed.ok_or_else(|| {
        format!(
            "{} does not end as botocore's folders do, in a service and its version\n   = help: keep the model as in \
             `model/personalize/2018-05-22`",
            it.model.display()
        )
        .into()
    })
}
