//! Facts in an upgrade: computed anew where the other form of a model is at hand, and kept where it is not.

use std::fs;
use std::path::{Path, PathBuf};

use codegen::facts;
use codegen::ir::Service;
use codegen::load::{FACTS, Facts, ModelPaths, load_without_facts};

use super::locks::Locks;
use super::supply::named;
use super::{Files, Newer};
use crate::Result;
use crate::app::catalog::{Catalog, normal};
use crate::disk::{At, slashes};
use crate::lock::{self, Entry, Extracted};
use crate::model::side;
use crate::project::{CrateConfig, Project};

/// The command that the files name.
const COMMAND: &str = "upgrade --smithy";

/// Gives the newer model of a crate its facts: those that follow from the other form of the model, which a catalog may have, or
/// else those that the project has. Says so where it is not what was asked for.
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
    newer.model.facts = project.facts(it);
    if has_own(project, it, newer, catalog.is_some())? {
        return Ok(());
    }
    let home = locks.home(project, it)?;
    let folder = folder_of(&it.model, &project.root.join(&it.model));
    let kept = project.root.join(folder).join(FACTS);
    let to = folder_of(&newer.model.path, &newer.model.path).join(FACTS);
    let computed = match catalog {
        // Several models lie in that folder, and one file of facts.
        Some(_) if folder == home => Outcome::Kept(Some("its model has no folder of its own".to_owned())),
        Some(catalog) => compute(project, it, newer, catalog)?,
        None => Outcome::Kept(None),
    };
    match computed {
        Outcome::Computed(text, row) => {
            fs::write(&to, &text).at(&to)?;
            if fs::read(&kept).ok().as_deref() != Some(text.as_bytes()) {
                files.insert(folder.join(FACTS), Some(text.into_bytes()));
            }
            let below = slashes(folder.strip_prefix(&home)?);
            let lock = locks.lock(project, &home)?;
            let before = Locks::before(project, &home)?;
            newer.old.push_str(&facts_label(&before.file, &below));
            lock.put(Entry {
                path: format!("{below}/{FACTS}"),
                ..row
            });
            newer.has_new_facts = true;
            newer.new.push_str(&facts_label(&lock.file, &below));
        }
        Outcome::Kept(why) => {
            if let Some(why) = why {
                eprintln!("{}: {why}: its facts stay as they are", it.path.display());
            }
            if kept.is_file() {
                fs::copy(&kept, &to).at(&kept)?;
            }
            let below = slashes(folder.strip_prefix(&home)?);
            let label = facts_label(&locks.lock(project, &home)?.file, &below);
            newer.old.push_str(&label);
            newer.new.push_str(&label);
        }
    }
    Ok(())
}

/// True where the project names a file of facts about the service, which stays; says so where new ones are asked for.
fn has_own(project: &Project, it: &CrateConfig, newer: &Newer, is_asked: bool) -> Result<bool> {
    let Some(named) = own_file(&newer.model.paths(it.service.as_deref()))? else {
        return Ok(false);
    };
    if is_asked {
        eprintln!(
            "{}: its facts are those of {}, which {} names, and stay",
            it.path.display(),
            named.strip_prefix(&project.root).unwrap_or(&named).display(),
            project.config
        );
    }
    Ok(true)
}

/// The folder that a model is, or that its file is in.
fn folder_of<'p>(model: &'p Path, on_disk: &Path) -> &'p Path {
    match on_disk.is_dir() {
        true => model,
        false => model.parent().unwrap_or(model),
    }
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

fn compute(project: &Project, it: &CrateConfig, newer: &Newer, catalog: &mut Catalog) -> Result<Outcome> {
    let paths = newer.model.paths(it.service.as_deref());
    let ours = load_without_facts(&paths)?;
    let Some(found) = catalog.model(&normal(&ours.sdk_id))? else {
        let why = format!("{} has no model of `{}`", catalog.label(), ours.sdk_id);
        return Ok(Outcome::Kept(Some(why)));
    };
    let is_service = |file: &&Extracted| file.path.ends_with("/service-2.json");
    let source = found.files.iter().find(is_service).or(found.files.first());
    let source = source.ok_or("a model has files")?;
    let unpacked = side::unpack(&found.files)?;
    let mut theirs = ModelPaths::new(unpacked.root().join(&found.path));
    theirs.partitions = paths.partitions.clone().or_else(crate::project::partitions);
    let theirs = load_without_facts(&theirs)?;
    if theirs.version != ours.version {
        let why = format!(
            "{} is of the API of {}, and the crate's model of that of {}",
            source.source, theirs.version, ours.version
        );
        return Ok(Outcome::Kept(Some(why)));
    }
    let (botocore, smithy) = match it.is_smithy(&project.root) {
        true => (&theirs, &ours),
        false => (&ours, &theirs),
    };
    let command = match project.is_application() {
        true => format!("cargo sdk-tailor {COMMAND}"),
        false => format!("cargo xtask model {COMMAND}"),
    };
    let text = facts::between(botocore, smithy).file(botocore, &command, None);
    let row = Entry {
        sha256: lock::sha256(text.as_bytes()),
        source_sha256: Some(lock::sha256(&source.bytes)),
        ..Entry::new(source, &catalog.package, &catalog.version)
    };
    Ok(Outcome::Computed(text, row))
}

/// The file of facts that the project names for a model, where it names one.
fn own_file(paths: &ModelPaths) -> Result<Option<PathBuf>> {
    if !matches!(paths.facts, Facts::At(_)) {
        return Ok(None);
    }
    let service = codegen::load::load(paths)?;
    let beside = folder_of(&paths.directory, &paths.directory).join(FACTS);
    Ok(service.origin.facts.filter(|file| *file != beside))
}

/// The source of the facts in a folder, as a part of what says the source of its model; nothing where there are none.
fn facts_label(rows: &[Entry], folder: &str) -> String {
    let path = format!("{folder}/{FACTS}");
    let row = rows.iter().find(|row| row.path == path);
    row.map_or_else(String::new, |row| {
        format!(", facts of {}", named(&row.package, &row.version))
    })
}
