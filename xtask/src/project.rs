//! The project: where it is, and which crates its `codegen.toml` names.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::Result;

/// The file that names the crates.
pub const CONFIG: &str = "codegen.toml";

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
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let config: Config = toml::from_str(&text).map_err(|error| format!("{}:\n{error}", path.display()))?;
        Ok(Self {
            root: root.to_owned(),
            crates: config.crates,
        })
    }
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
