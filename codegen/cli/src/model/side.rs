//! The two sources of a comparison: folders, versions of botocore or revisions, fetched to the disk.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;

use codegen::load::{FACTS, Facts, ModelPaths, is_idl, load};
use tempfile::TempDir;

use crate::app::catalog::{Catalog, normal, smithy_name};
use crate::app::language;
use crate::app::repository::Repository;
use crate::disk::{At, slashes};
use crate::lock::Extracted;
use crate::wheel::{Pins, Wheel, is_version};
use crate::{Result, disk};

/// A service of botocore, with the version of its API where one is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceName {
    /// The name, as botocore's folders have it.
    pub name: String,
    /// The version of the API, which is a date.
    pub version: Option<String>,
}

impl ServiceName {
    /// The name for a file of Smithy's JSON, whose service has no name in botocore.
    pub fn of_file(file: &Path) -> Self {
        Self {
            name: file.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
            version: None,
        }
    }
}

impl std::str::FromStr for ServiceName {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let (name, version) = match text.split_once('/') {
            Some((name, version)) => (name, Some(version.to_owned())),
            None => (text, None),
        };
        let is_plain = |part: &str| {
            let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
            !part.is_empty() && part.chars().all(is_plain)
        };
        if is_plain(name) && version.as_deref().is_none_or(is_plain) {
            return Ok(Self {
                name: name.to_owned(),
                version,
            });
        }
        Err("a service is named as in `personalize` or `personalize/2018-05-22`".into())
    }
}

impl std::fmt::Display for ServiceName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.version {
            Some(version) => write!(f, "{}/{version}", self.name),
            None => f.write_str(&self.name),
        }
    }
}

/// The source of a model.
#[derive(Clone, Debug)]
pub enum Source {
    /// A model on the disk: a folder in botocore's form, or a file of Smithy's JSON.
    Local(PathBuf),
    /// A version of botocore.
    Botocore(String),
    /// A revision of this repository.
    Revision(String),
    /// A folder or a repository of Smithy's models, and a revision of it.
    Smithy(String, Option<String>),
}

impl Source {
    /// What a word names: Smithy's models where it says so, a folder or a file if there is one, then a version, then a revision.
    pub fn of(word: &str) -> Self {
        if let Some(place) = word.strip_prefix("smithy:") {
            match place.rsplit_once('#') {
                Some((place, revision)) => Self::Smithy(place.to_owned(), Some(revision.to_owned())),
                None => Self::Smithy(place.to_owned(), None),
            }
        } else if Path::new(word).exists() {
            Self::Local(word.into())
        } else if is_version(word) {
            Self::Botocore(word.to_owned())
        } else {
            Self::Revision(word.to_owned())
        }
    }

    /// The name of the source in reports.
    pub fn label(&self) -> String {
        match self {
            Self::Local(path) => path.display().to_string(),
            Self::Botocore(version) => format!("botocore {version}"),
            Self::Revision(revision) => revision.clone(),
            Self::Smithy(place, None) => place.clone(),
            Self::Smithy(place, Some(revision)) => format!("{place} {revision}"),
        }
    }
}

/// A folder or a file with a model, which goes away with this value if it was made for it.
pub struct Model {
    /// The folder or the file.
    pub path: PathBuf,
    /// The facts about its service.
    pub facts: Facts,
    _home: Option<TempDir>,
}

impl Model {
    /// The folder that was made for it, or its own.
    pub fn root(&self) -> &Path {
        self._home.as_ref().map_or(&self.path, TempDir::path)
    }

    /// Gives the copy of a model these partitions, if there are any.
    ///
    /// # Errors
    ///
    /// The disk fails.
    pub fn give_partitions(&self, partitions: Option<&Path>) -> Result<()> {
        if let Some(partitions) = partitions {
            std::fs::copy(partitions, self.root().join("partitions.json")).at(partitions)?;
        }
        Ok(())
    }

    /// The model's files, with the partitions that belong to it, and the service that is meant, where a file holds
    /// several.
    pub fn paths(&self, service: Option<&str>) -> ModelPaths {
        let mut paths = ModelPaths::new(&self.path);
        let may_hold_several = self.path.is_file() || is_idl(&self.path);
        paths.service = service.filter(|_| may_hold_several).map(str::to_owned);
        paths.facts = self.facts.clone();
        paths
    }
}

/// Brings a model to the disk.
///
/// # Errors
///
/// It does not exist, or cannot be fetched.
pub fn fetch(
    (root, pins): (&Path, &Pins),
    source: &Source,
    (service, id): (&ServiceName, Option<&str>),
    path: Option<&Path>,
) -> Result<Model> {
    match source {
        Source::Local(path) => Ok(Model {
            path: path.clone(),
            facts: Facts::Found,
            _home: None,
        }),
        Source::Botocore(version) => {
            let mut wheel = Wheel::fetch(root, Some(version), pins)?;
            let mut files = wheel.service(&service.name, service.version.as_deref())?;
            files.extend(wheel.common()?.into_iter().filter(|file| !is_old_form(version, file)));
            unpack(&files)
        }
        Source::Smithy(place, revision) => smithy(root, place, revision.as_deref(), (service, id), path),
        Source::Revision(revision) => {
            let path = path.ok_or_else(|| {
                format!(
                    "no crate of codegen.toml is of `{service}`, so no revision has its model\n   = help: name a folder, \
                     a file or a version of botocore"
                )
            })?;
            at_revision(root, revision, path)
        }
    }
}

/// Brings the model of a service out of Smithy's models to the disk. The service is known by the model that the project has of
/// it, or by its name.
fn smithy(
    root: &Path,
    place: &str,
    revision: Option<&str>,
    (service, id): (&ServiceName, Option<&str>),
    path: Option<&Path>,
) -> Result<Model> {
    let repository = Repository::open(place, revision)?;
    if let Some(path) = path.filter(|path| is_idl(&root.join(path))) {
        let below = slashes(path);
        let mut unpacked = unpack(&language::fetch(&repository, &root.join(path), id, &below)?)?;
        unpacked.path = unpacked.path.join(path);
        return Ok(unpacked);
    }
    let vendored = path.and_then(|path| load(&ModelPaths::new(root.join(path))).ok());
    let file = format!("{}.json", service.name);
    let name = match vendored {
        Some(vendored) => normal(&vendored.sdk_id),
        None => smithy_name(Path::new(&file)).unwrap_or_default(),
    };
    let mut catalog = Catalog::of_repository(Rc::new(repository), &[&name])?;
    let model = catalog.model(&name)?.ok_or_else(|| {
        format!("{place} has no model of `{service}`\n   = help: services are called as in its folder `models`")
    })?;
    let mut unpacked = unpack(&model.files)?;
    let partitions = path.and_then(|path| ModelPaths::new(root.join(path)).partitions);
    unpacked.give_partitions(partitions.as_deref())?;
    unpacked.path = unpacked.path.join(&model.path);
    Ok(unpacked)
}

/// Tells whether these are partitions in the form that was before rule sets asked for all of what they say now.
/// Both sides are compared with those of today then.
pub fn is_old_form(version: &str, file: &Extracted) -> bool {
    const NEEDED: &[u8] = b"implicitGlobalRegion";
    let is_old = file.path == "partitions.json" && !file.bytes.windows(NEEDED.len()).any(|it| it == NEEDED);
    if is_old {
        eprintln!("the partitions of botocore {version} are of an older form: those of the project stand for them");
    }
    is_old
}

/// Writes the files of one model into a folder of its own, in botocore's layout.
pub fn unpack(files: &[Extracted]) -> Result<Model> {
    let home = tempfile::tempdir()?;
    let mut folder = home.path().to_owned();
    for file in files {
        if !disk::stays_below(&file.path) {
            return Err(disk::escapes(&file.source, &file.path).into());
        }
        let target = home.path().join(&file.path);
        let parent = target.parent().unwrap_or(home.path()).to_owned();
        std::fs::create_dir_all(&parent)
            .and_then(|()| std::fs::write(&target, &file.bytes))
            .map_err(|error| {
                format!(
                    "{}: {error}\n   = help: make room for temporary files",
                    target.display()
                )
            })?;
        if file.path.ends_with("/service-2.json") {
            folder = parent;
        }
    }
    Ok(Model {
        path: folder,
        facts: Facts::Found,
        _home: Some(home),
    })
}

/// Gives a model that was fetched the facts that the project has about its service: those that are named, or those beside
/// the vendored model.
///
/// # Errors
///
/// The disk fails.
pub fn give_facts(model: &mut Model, source: &Source, named: &Facts, vendored: Option<&Path>) -> Result<()> {
    let is_bare = match source {
        // What lies on the disk has its own.
        Source::Local(_) => return Ok(()),
        Source::Revision(_) => false,
        Source::Botocore(_) | Source::Smithy(..) => true,
    };
    model.facts = named.clone();
    let folder = |path: &Path| {
        if path.is_dir() {
            Some(path.to_owned())
        } else {
            path.parent().map(Path::to_owned)
        }
    };
    if let (true, Some(from), Some(to)) = (is_bare, vendored.and_then(folder), folder(&model.path))
        && from.join(FACTS).is_file()
    {
        std::fs::copy(from.join(FACTS), to.join(FACTS)).at(&to)?;
    }
    Ok(())
}

/// Reads a model, and the partitions above it, out of a revision.
fn at_revision(root: &Path, revision: &str, model: &Path) -> Result<Model> {
    let commit = git(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{revision}^{{commit}}")])
        .map_err(|_| {
            format!(
                "`{revision}` is neither a folder, nor a file, nor a version of botocore, nor a revision of this repository\n   = help: \
                 name one of these, as in `model/personalize/2018-05-22`, `1.44.5` or `HEAD~1`"
            )
        })?;
    let commit = String::from_utf8(commit)?.trim().to_owned();
    let home = tempfile::tempdir()?;
    let list = |folder: &Path, depth: &[&str]| -> Result<Vec<String>> {
        let folder = format!("{}/", folder.display());
        let arguments = [&["ls-tree", "-z", "--name-only"], depth, &[&commit, "--", &folder]].concat();
        let listed = String::from_utf8(git(root, &arguments)?)?;
        Ok(listed.split('\0').map(str::to_owned).collect())
    };
    // A model in Smithy's language may have folders in its own.
    let mut names: Vec<String> = list(model, &["-r"])?;
    for folder in model
        .ancestors()
        .skip(1)
        .take(3)
        .filter(|it| !it.as_os_str().is_empty())
    {
        names.extend(list(folder, &[])?);
    }
    let is_language = names.iter().any(|name| name.ends_with(".smithy"));
    for name in names.iter().filter(|name| is_part(Path::new(name), model, is_language)) {
        let bytes = git(root, &["show", &format!("{commit}:./{name}")])?;
        let target = home.path().join(name);
        std::fs::create_dir_all(target.parent().unwrap_or(home.path()))?;
        std::fs::write(target, bytes)?;
    }
    let path = home.path().join(model);
    if !path.exists() {
        return Err(format!("`{revision}` has no model in {}", model.display()).into());
    }
    Ok(Model {
        path,
        facts: Facts::Found,
        _home: Some(home),
    })
}

/// Tells whether a file belongs to a model: what lies beside a file of Smithy's, or above a folder of botocore's, are other
/// models, but for partitions, and facts beside it.
fn is_part(file: &Path, model: &Path, is_language: bool) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let is_in = match is_language {
        true => file.starts_with(model),
        false => file.parent() == Some(model) || file == model,
    };
    let is_beside = file.parent() == Some(model) || (file != model && file.parent() == model.parent());
    let is_source = name.contains(".json") || name.ends_with(".smithy");
    (is_in && is_source) || name.contains("partitions.json") || (is_beside && name == FACTS)
}

fn git(root: &Path, arguments: &[&str]) -> Result<Vec<u8>> {
    let output = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(arguments)
        .output()
        .map_err(|error| format!("git cannot be run: {error}"))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(format!("git: {}", String::from_utf8_lossy(&output.stderr).trim()).into())
}
