//! Facts in an upgrade: computed anew where the Smithy form of a model of botocore's is at hand, and kept where it is not.

use std::fs;
use std::path::{Path, PathBuf};

use codegen::facts;
use codegen::ir::Service;
use codegen::load::{FACTS, Facts, ModelPaths, load_without_facts};

use super::locks::Locks;
use super::{Files, Newer, botocore};
use crate::Result;
use crate::app::catalog::{Catalog, normal};
use crate::disk::At;
use crate::lock::{self, Entry};
use crate::model::side;
use crate::project::{CrateConfig, Project};

/// The command that the files name.
const COMMAND: &str = "upgrade --smithy";

/// Gives the newer model of a crate its facts: those of its Smithy form, or else those that the project has. Says which of
/// both, where that is not what was asked for.
///
/// # Errors
///
/// A model does not hold together, or a file cannot be read.
pub(super) fn settle(
    project: &Project,
    it: &CrateConfig,
    newer: &mut Newer,
    catalog: Option<&mut Catalog>,
    locks: &mut Locks,
    files: &mut Files,
) -> Result<()> {
    let shown = it.path.display();
    newer.model.facts = project.facts(it);
    let file = it.model.join(FACTS);
    let named = named(&newer.model.paths(None))?;
    if let Some(named) = &named {
        if catalog.is_some() {
            let named = named.strip_prefix(&project.root).unwrap_or(named).display();
            eprintln!(
                "{shown}: its facts are those of {named}, which {} names, and stay",
                project.config
            );
        }
        return Ok(());
    }
    let computed = match catalog {
        Some(catalog) => compute(project, newer, catalog)?,
        None => Outcome::Kept(None),
    };
    match computed {
        Outcome::Computed(text, row) => {
            fs::write(newer.model.path.join(FACTS), &text)?;
            if fs::read(project.root.join(&file)).ok().as_deref() != Some(text.as_bytes()) {
                files.insert(file.clone(), Some(text.into_bytes()));
            }
            let home = locks.home(project, it)?;
            let path = slashes(file.strip_prefix(&home)?);
            let lock = locks.lock(project, &home)?;
            let ours = path.trim_end_matches(FACTS).to_owned();
            lock.put(Entry { path, ..row });
            newer.new = botocore::label(lock, &ours);
        }
        Outcome::Kept(why) => {
            if let Some(why) = why {
                eprintln!("{shown}: {why}: its facts stay as they are");
            }
            let kept = project.root.join(&file);
            if kept.is_file() {
                let to = newer.model.path.join(FACTS);
                fs::copy(&kept, &to).at(&kept)?;
            }
        }
    }
    Ok(())
}

/// Says which of the facts that were kept do not fit the newer model.
pub(super) fn tell_stale(it: &CrateConfig, after: &Service) {
    let stale = &after.origin.stale_facts;
    if stale.is_empty() {
        return;
    }
    let count = match stale.len() {
        1 => "1 line of its facts does".to_owned(),
        count => format!("{count} lines of its facts do"),
    };
    let help = match &after.origin.facts {
        Some(file) if file.file_name().is_none_or(|name| name != FACTS) => "",
        _ => "; `--smithy` computes facts anew",
    };
    eprintln!(
        "{}: {count} not fit the newer model, and nothing comes of them{help}:",
        it.path.display()
    );
    stale.iter().for_each(|fact| eprintln!("  {fact}"));
}

/// The facts of a newer model.
enum Outcome {
    /// The text of their file, and its row in the lock.
    Computed(String, Entry),
    /// The old ones, and the reason, where new ones were asked for.
    Kept(Option<String>),
}

fn compute(project: &Project, newer: &Newer, catalog: &mut Catalog) -> Result<Outcome> {
    let paths = newer.model.paths(None);
    let botocore = load_without_facts(&paths)?;
    let Some(found) = catalog.model(&normal(&botocore.sdk_id))? else {
        let why = format!("{} has no model of `{}`", catalog.label(), botocore.sdk_id);
        return Ok(Outcome::Kept(Some(why)));
    };
    let Some(source) = found.files.first() else {
        return Ok(Outcome::Kept(None));
    };
    let unpacked = side::unpack(&found.files)?;
    let mut smithy = ModelPaths::new(unpacked.root().join(&found.path));
    smithy.partitions = paths.partitions.clone().or_else(crate::project::partitions);
    let smithy = load_without_facts(&smithy)?;
    if smithy.version != botocore.version {
        let why = format!(
            "{} is of the API of {}, and botocore's model of that of {}",
            source.source, smithy.version, botocore.version
        );
        return Ok(Outcome::Kept(Some(why)));
    }
    let command = match project.is_application() {
        true => format!("cargo sdk-tailor {COMMAND}"),
        false => format!("cargo xtask model {COMMAND}"),
    };
    let text = facts::between(&botocore, &smithy).file(&botocore, &command, None);
    let row = Entry {
        sha256: lock::sha256(text.as_bytes()),
        source_sha256: Some(lock::sha256(&source.bytes)),
        ..Entry::new(source, &catalog.package, &catalog.version)
    };
    Ok(Outcome::Computed(text, row))
}

/// The file of facts that the project names for a model, where it names one.
fn named(paths: &ModelPaths) -> Result<Option<PathBuf>> {
    if !matches!(paths.facts, Facts::At(_)) {
        return Ok(None);
    }
    let service = codegen::load::load(paths)?;
    let beside = paths.directory.join(FACTS);
    Ok(service.origin.facts.filter(|file| *file != beside))
}

fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
