//! Projects: their folder, and the crates in their `codegen.toml` or `sdk-tailor.toml`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use codegen::load::{Facts, ModelPaths, load};
use serde::Deserialize;

use crate::Result;
use crate::app::{self, catalog::normal, features::with_features};
use crate::disk::{self, At, slashes, start};
use crate::lock::{self, Lock};
use crate::policy::Policy;

/// The file that names the crates of a project.
pub const CONFIG: &str = "codegen.toml";

/// The file that names the crates of an application, which replace AWS's.
pub const APP_CONFIG: &str = "sdk-tailor.toml";

/// The folder of the crate that generated crates may share.
const SHARED: &str = "codegen/support";

/// The project: its folder, and its crates.
pub struct Project {
    /// The folder that holds the configuration.
    pub root: PathBuf,
    /// The name of the configuration: `codegen.toml` or `sdk-tailor.toml`.
    pub config: &'static str,
    /// The folder of the shared support crate, where it is not that of this repository.
    pub support: Option<PathBuf>,
    /// The folder with files of facts, where the project has its own.
    pub facts: Option<PathBuf>,
    /// The crates that it names.
    pub crates: Vec<CrateConfig>,
    /// The project's decisions about changes of models.
    pub policy: Policy,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Config {
    support: Option<PathBuf>,
    facts: Option<PathBuf>,
    #[serde(default, rename = "crate")]
    crates: Vec<CrateConfig>,
    #[serde(default, rename = "diff")]
    policy: Policy,
}

/// A crate that `codegen.toml` names.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CrateConfig {
    /// The folder or the file of the model, below the project's.
    pub model: PathBuf,
    /// The service, by its id or its name, where a file holds several.
    pub service: Option<String>,
    /// The folder of the crate, below the project's.
    pub path: PathBuf,
    /// The operations, by name or by pattern; all of them where absent.
    #[serde(default)]
    pub operations: Vec<String>,
    /// The name of the package; the service's id where absent.
    pub package: Option<String>,
    /// The version of the package.
    pub version: Option<String>,
    /// Features beside the generated ones, which turn nothing on.
    #[serde(default)]
    pub features: Vec<String>,
    /// Where the crate has the code that all generated clients share.
    #[serde(default)]
    pub support: SupportConfig,
    /// Gives every operation whose request can be a URL a method `presigned`.
    #[serde(default)]
    pub presigning: bool,
    /// The file of facts about the service, below the project's folder; those of the project's where absent.
    pub facts: Option<PathBuf>,
}

/// Where a crate has the code that all generated clients share.
#[derive(Clone, Copy, Debug, Default, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum SupportConfig {
    /// In itself, as a copy, so that it depends on published crates alone
    #[default]
    Copy,
    /// In codegen/support, which is compiled once for all crates that share it
    Crate,
}

impl CrateConfig {
    /// True where the model is in one of Smithy's forms, false for a folder in botocore's.
    pub fn is_smithy(&self, root: &Path) -> bool {
        let name = self.model.to_string_lossy();
        let is_file = [".json", ".json.gz"].iter().any(|ending| name.ends_with(ending));
        is_file || self.is_language(root)
    }

    /// True where the model is in Smithy's own language.
    pub fn is_language(&self, root: &Path) -> bool {
        codegen::load::is_idl(&root.join(&self.model))
    }
}

impl Project {
    /// Reads the project that the current folder is in.
    ///
    /// # Errors
    ///
    /// There is no configuration from here upwards, or it cannot be read.
    pub fn find() -> Result<Self> {
        let here = start()?;
        let root = root(&here).ok_or_else(|| {
            format!(
                "there is no {CONFIG} in {} or above it\n   = help: run the command inside the project; in an application, \
                 `cargo sdk-tailor init` writes {APP_CONFIG}",
                here.display()
            )
        })?;
        Self::read(root)
    }

    /// Reads the project of a folder.
    ///
    /// # Errors
    ///
    /// The configuration cannot be read.
    pub fn read(root: &Path) -> Result<Self> {
        let name = config_in(root).unwrap_or(CONFIG);
        let path = root.join(name);
        let text = std::fs::read_to_string(&path).at(&path)?;
        Self::parse(root, name, &text)
    }

    /// The project of a folder, from the text of its configuration.
    ///
    /// # Errors
    ///
    /// The text is not a configuration.
    pub fn parse(root: &Path, name: &'static str, text: &str) -> Result<Self> {
        let path = root.join(name);
        let config: Config = toml::from_str(text).map_err(|error| format!("{}:\n{error}", path.display()))?;
        let mut project = Self {
            root: root.to_owned(),
            config: name,
            support: config.support,
            facts: config.facts,
            crates: config.crates,
            policy: config.policy,
        };
        project
            .policy
            .check()
            .map_err(|error| format!("{}: {error}", path.display()))?;
        if project.is_application() {
            // Their crates share one by default.
            project
                .crates
                .iter_mut()
                .for_each(|it| it.support = SupportConfig::Crate);
        }
        project.refuse_shared_folders(&path)?;
        Ok(project)
    }

    /// True where the crates replace AWS's in an application.
    pub fn is_application(&self) -> bool {
        self.config == APP_CONFIG
    }

    /// The folder of the shared support crate.
    pub fn shared(&self) -> PathBuf {
        self.root.join(self.support.as_deref().unwrap_or(Path::new(SHARED)))
    }

    /// The paths of a crate's model.
    pub fn model(&self, it: &CrateConfig) -> ModelPaths {
        let mut paths = paths(&self.root.join(&it.model), it.service.clone(), None);
        paths.facts = self.facts(it);
        paths
    }

    /// The id of a crate's service, as the names of models have it.
    ///
    /// # Errors
    ///
    /// Its model is invalid.
    pub fn service_id(&self, it: &CrateConfig) -> Result<String> {
        Ok(normal(&load(&self.model(it))?.sdk_id))
    }

    /// The place of the facts about a crate's service.
    pub fn facts(&self, it: &CrateConfig) -> Facts {
        let named = it.facts.as_ref().or(self.facts.as_ref());
        named.map_or(Facts::Found, |path| Facts::At(self.root.join(path)))
    }

    /// The generator's options for a crate.
    ///
    /// # Errors
    ///
    /// There is no support crate to share.
    pub fn options(&self, it: &CrateConfig) -> Result<codegen::Options> {
        let folder = self.root.join(&it.path);
        let options = match self.is_application() {
            true => codegen::Options::default().command(app::COMMAND),
            false => codegen::Options::default(),
        };
        Ok(options
            .operations(it.operations.clone())
            .package_name(it.package.clone())
            .package_version(it.version.clone())
            .presigning(it.presigning)
            .support(match (it.support, self.is_application()) {
                (SupportConfig::Copy, _) => codegen::Support::Copy,
                (SupportConfig::Crate, true) => share(&folder, &self.shared())?,
                (SupportConfig::Crate, false) => it.support.for_crate(&folder)?,
            }))
    }

    /// Generates a crate from its service.
    ///
    /// # Errors
    ///
    /// The model has something that generated clients do not support.
    pub fn generate(
        &self,
        it: &CrateConfig,
        service: codegen::ir::Service,
        version: Option<String>,
    ) -> Result<codegen::Files> {
        let mut options = self.options(it)?;
        options.package_version = version.or(options.package_version);
        let files = codegen::generate(service, &options)?;
        match self.is_application() {
            true => with_features(files, &it.features),
            false => Ok(files),
        }
    }

    /// The hashes in the locks of the models, by the version of the package.
    ///
    /// # Errors
    ///
    /// A lock cannot be read.
    pub fn pins(&self) -> Result<BTreeMap<String, String>> {
        let mut pins = BTreeMap::new();
        for it in &self.crates {
            if let Some(home) = lock::root(&self.root.join(&it.model)) {
                let packages = Lock::read(home)?.package.into_iter();
                pins.extend(packages.map(|it| (it.version, it.sha256)));
            }
        }
        Ok(pins)
    }

    /// Fails where two crates have one folder, however their paths are spelled: they would overwrite each other.
    fn refuse_shared_folders(&self, config: &Path) -> Result<()> {
        let mut folders = BTreeMap::new();
        for it in &self.crates {
            let folder = disk::follow(&self.root.join(&it.path))?;
            // What is not there yet is told apart by its spelling alone.
            let folder = folder.canonicalize().unwrap_or_else(|_| folder.components().collect());
            if let Some(other) = folders.insert(folder, &it.path) {
                return Err(format!(
                    "{}: two crates have one folder: `{}` and `{}`\n   = help: give each crate a `path` of its own",
                    config.display(),
                    other.display(),
                    it.path.display()
                )
                .into());
            }
        }
        Ok(())
    }
}

impl SupportConfig {
    /// The generator's option for a crate in that folder.
    ///
    /// # Errors
    ///
    /// The current folder is in no project, so that there is no support crate to share.
    pub fn for_crate(self, folder: &Path) -> Result<codegen::Support> {
        match self {
            Self::Copy => Ok(codegen::Support::Copy),
            Self::Crate => {
                let shared = Project::find()?.shared();
                if !shared.join("Cargo.toml").is_file() {
                    return Err(format!(
                        "`support` is \"crate\", and there is no crate in {}\n   = help: let it be \"copy\", or put the \
                         crate there",
                        shared.display()
                    )
                    .into());
                }
                share(folder, &shared)
            }
        }
    }
}

/// The option to share a support crate, by the path from a crate's folder to it.
fn share(folder: &Path, shared: &Path) -> Result<codegen::Support> {
    let path = relative(&std::path::absolute(folder)?, &std::path::absolute(shared)?);
    Ok(codegen::Support::Crate(slashes(&path)))
}

/// The relative path from one folder to another.
fn relative(from: &Path, to: &Path) -> PathBuf {
    let same = from.components().zip(to.components()).take_while(|(a, b)| a == b);
    let same = same.count();
    let up = from.components().skip(same).map(|_| "..");
    up.collect::<PathBuf>()
        .join(to.components().skip(same).collect::<PathBuf>())
}

fn root(here: &Path) -> Option<&Path> {
    here.ancestors().find(|folder| config_in(folder).is_some())
}

/// The name of the configuration in a folder.
fn config_in(folder: &Path) -> Option<&'static str> {
    [APP_CONFIG, CONFIG]
        .into_iter()
        .find(|name| folder.join(name).is_file())
}

/// Where a model is, and the partitions that go with it: those of this project, where it has none of its own.
pub fn paths(model: &Path, service: Option<String>, partitions: Option<PathBuf>) -> ModelPaths {
    let mut paths = ModelPaths::new(model);
    paths.service = service;
    paths.partitions = partitions.or(paths.partitions).or_else(self::partitions);
    paths
}

/// The partitions that the project that the current folder is in has vendored, if it is in one.
pub fn partitions() -> Option<PathBuf> {
    let here = start().ok()?;
    let file = root(&here)?.join("model/partitions.json");
    file.is_file().then_some(file)
}
