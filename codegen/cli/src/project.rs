//! The project: where it is, and which crates its `codegen.toml` names.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::Result;
use crate::disk::{self, At};
use crate::lock::{self, Lock};

/// The file that names the crates.
pub const CONFIG: &str = "codegen.toml";

/// The folder of the crate that generated crates may share.
const SHARED: &str = "codegen/support";

/// The project: its folder, and its crates.
pub struct Project {
    /// The folder that holds `codegen.toml`.
    pub root: PathBuf,
    /// The crates that it names.
    pub crates: Vec<CrateConfig>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Config {
    #[serde(default, rename = "crate")]
    crates: Vec<CrateConfig>,
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
    /// Where the crate has what all generated clients have in common.
    #[serde(default)]
    pub support: SupportConfig,
}

/// Where a crate has what all generated clients have in common.
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
    /// Whether the model is a file of Smithy's JSON, and no folder in botocore's form.
    pub fn is_smithy(&self) -> bool {
        let name = self.model.to_string_lossy();
        [".json", ".json.gz"].iter().any(|ending| name.ends_with(ending))
    }
}

impl Project {
    /// Reads the project that the current folder is in.
    ///
    /// # Errors
    ///
    /// There is no `codegen.toml` from here upwards, or it cannot be read.
    pub fn find() -> Result<Self> {
        let here = std::env::current_dir()?;
        let root = root(&here).ok_or_else(|| {
            format!(
                "there is no {CONFIG} in {} or above it\n   = help: run the command inside the project",
                here.display()
            )
        })?;
        let path = root.join(CONFIG);
        let text = std::fs::read_to_string(&path).at(&path)?;
        let config: Config = toml::from_str(&text).map_err(|error| format!("{}:\n{error}", path.display()))?;
        let project = Self {
            root: root.to_owned(),
            crates: config.crates,
        };
        project.refuse_shared_folders(&path)?;
        Ok(project)
    }

    /// The hashes of packages, by their version, that the locks of the models have.
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

    /// Two crates in one folder would overwrite each other, however their paths are spelled.
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
    /// What the generator is told for a crate in that folder.
    ///
    /// # Errors
    ///
    /// The current folder is in no project, so that there is no crate to share.
    pub fn for_crate(self, folder: &Path) -> Result<codegen::Support> {
        match self {
            Self::Copy => Ok(codegen::Support::Copy),
            Self::Crate => {
                let shared = Project::find()?.root.join(SHARED);
                if !shared.join("Cargo.toml").is_file() {
                    return Err(format!(
                        "`support` is \"crate\", and there is no crate in {}\n   = help: let it be \"copy\", or put the \
                         crate there",
                        shared.display()
                    )
                    .into());
                }
                let path = relative(&std::path::absolute(folder)?, &shared);
                Ok(codegen::Support::Crate(path.to_string_lossy().replace('\\', "/")))
            }
        }
    }
}

/// The way from one folder to another.
fn relative(from: &Path, to: &Path) -> PathBuf {
    let same = from.components().zip(to.components()).take_while(|(a, b)| a == b);
    let same = same.count();
    let up = from.components().skip(same).map(|_| "..");
    up.collect::<PathBuf>()
        .join(to.components().skip(same).collect::<PathBuf>())
}

fn root(here: &Path) -> Option<&Path> {
    here.ancestors().find(|folder| folder.join(CONFIG).is_file())
}

/// The partitions that the project that the current folder is in has vendored, if it is in one.
pub fn partitions() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    let file = root(&here)?.join("model/partitions.json");
    file.is_file().then_some(file)
}
