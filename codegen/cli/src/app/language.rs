//! Models in Smithy's language in a repository: the folder or the file that has a service, and its files.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::load::{ModelPaths, locate, services};

use super::repository::Repository;
use crate::Result;
use crate::disk::{At, slashes};
use crate::lock::{self, Extracted, Lock};

/// How deep models are looked for.
const MOST_LEVELS: usize = 32;

/// The files of the model in a repository that has the service of a vendored one, under the name that the model has below the
/// folder of all models.
///
/// # Errors
///
/// There is none, or there are several.
pub fn fetch(repository: &Repository, vendored: &Path, service: Option<&str>, below: &str) -> Result<Vec<Extracted>> {
    let lock = lock::root(vendored).map(Lock::read).transpose()?.unwrap_or_default();
    let name = lock::root(vendored).and_then(|home| vendored.strip_prefix(home).ok());
    let known = name.and_then(|name| source(&lock, &slashes(name), vendored.is_file()));
    let wanted = self::service(vendored, service)?;
    let place = find(repository, &wanted, vendored.is_file(), known.as_deref())?;
    read(repository, &place, below)
}

/// The id of the service of a model: the one that is named, or its only one.
fn service(vendored: &Path, named: Option<&str>) -> Result<String> {
    if let Some(named) = named {
        return Ok(named.to_owned());
    }
    let paths = ModelPaths::new(vendored);
    let ids = services(&paths).map_err(|error| locate(&paths, error))?;
    let [id] = &ids[..] else {
        return Err(format!(
            "{} has {} services\n   = help: name the one that the crate is of as its `service`",
            vendored.display(),
            ids.len()
        )
        .into());
    };
    Ok(id.clone())
}

/// The place in the repository that the lock names as the source of a model.
fn source(lock: &Lock, below: &str, is_file: bool) -> Option<PathBuf> {
    if is_file {
        let row = lock.file.iter().find(|row| row.path == below)?;
        return Some(PathBuf::from(&row.source));
    }
    let ours = format!("{below}/");
    let row = lock
        .file
        .iter()
        .find(|row| row.path.starts_with(&ours) && !row.is_facts())?;
    let folder = row.source.strip_suffix(row.path.strip_prefix(&ours)?)?;
    Some(PathBuf::from(folder.trim_end_matches('/')))
}

/// The folder or the file with the model of a service, below that of the repository: the one that the lock names, or the only
/// one that has the service.
fn find(repository: &Repository, service: &str, is_file: bool, known: Option<&Path>) -> Result<PathBuf> {
    repository.bring(is_source)?;
    let sources = sources(&repository.home);
    // Where the lock says it, what else lies around it does not count.
    let is_there = |known: &&Path| !known.as_os_str().is_empty() && sources.iter().any(|file| file.starts_with(known));
    if let Some(known) = known.filter(is_there) {
        return Ok(known.to_owned());
    }
    let places = match is_file {
        true => sources,
        false => folders(&sources),
    };
    let has_service = |place: &PathBuf| {
        let ids = services(&ModelPaths::new(repository.home.join(place))).unwrap_or_default();
        ids.iter()
            .any(|id| id == service || id.rsplit('#').next() == Some(service))
    };
    // Where there is one, what is wrong with it is worth more than that it lacks the service.
    if let [place] = &places[..] {
        let paths = ModelPaths::new(repository.home.join(place));
        services(&paths).map_err(|error| locate(&paths, error))?;
    }
    let fitting: Vec<PathBuf> = places.into_iter().filter(has_service).collect();
    match &fitting[..] {
        [one] => Ok(one.clone()),
        [] => Err(format!(
            "{} has no model in Smithy's language with the service `{service}`\n   = help: name another folder or repository, \
             or leave the crate out by `--service`",
            repository.place
        )
        .into()),
        several => {
            let names: Vec<String> = several.iter().map(|place| format!("`{}`", slashes(place))).collect();
            Err(format!(
                "{} has several models with the service `{service}`: {}\n   = help: name the folder of one, in a clone of it",
                repository.place,
                names.join(", ")
            )
            .into())
        }
    }
}

/// The topmost of the folders that hold files.
fn folders(files: &[PathBuf]) -> Vec<PathBuf> {
    let holders: BTreeSet<&Path> = files.iter().filter_map(|file| file.parent()).collect();
    let topmost = |folder: &Path| {
        folder
            .ancestors()
            .filter(|it| holders.contains(it))
            .last()
            .map(Path::to_owned)
    };
    let all: BTreeSet<PathBuf> = holders.iter().filter_map(|folder| topmost(folder)).collect();
    all.into_iter().collect()
}

/// The files of the model at a place, by the names that they have here.
fn read(repository: &Repository, place: &Path, below: &str) -> Result<Vec<Extracted>> {
    let from = repository.home.join(place);
    if from.is_file() {
        return Ok(vec![Extracted {
            source: slashes(place),
            path: below.to_owned(),
            bytes: fs::read(&from).at(&from)?,
        }]);
    }
    repository.bring(|path| path.starts_with(place) && (is_source(path) || is_json(path)))?;
    let mut files = Vec::new();
    collect(&from, MOST_LEVELS, &mut files);
    files.sort();
    let mut extracted = Vec::new();
    for file in files.iter().filter(|file| is_source(file) || is_json(file)) {
        let bytes = fs::read(file).at(file)?;
        // Folders hold other JSON, too, such as the settings of Smithy's own build.
        let is_model = is_source(file) || bytes.windows(8).any(|it| it == b"\"smithy\"");
        if is_model {
            extracted.push(Extracted {
                source: slashes(file.strip_prefix(&repository.home)?),
                path: format!("{below}/{}", slashes(file.strip_prefix(&from)?)),
                bytes,
            });
        }
    }
    Ok(extracted)
}

/// The files of Smithy's language in a folder and below it, by their path below it.
fn sources(home: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    collect(home, MOST_LEVELS, &mut files);
    let below = files.iter().filter(|file| is_source(file));
    let mut sources: Vec<PathBuf> = below
        .filter_map(|file| Some(file.strip_prefix(home).ok()?.to_owned()))
        .collect();
    sources.sort();
    sources
}

/// The plain files in a folder and below it. What is hidden or a link is no part of a model.
fn collect(folder: &Path, levels: usize, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(std::result::Result::ok);
    for entry in entries {
        let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && levels > 0 && !is_hidden => collect(&entry.path(), levels - 1, found),
            Ok(kind) if kind.is_file() => found.push(entry.path()),
            _ => {}
        }
    }
}

fn is_source(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "smithy")
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "json")
}
