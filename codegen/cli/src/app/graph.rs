//! The dependency graph of an application: the AWS crates in it, their sources, and the packages that could call them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use cargo_metadata::{Metadata, MetadataCommand, Package, PackageId};
use semver::Version;

use super::tls::Proposal;
use crate::Result;
use crate::crate_dir::list::MARKER;

/// The prefix of the names of AWS's crates.
pub const PREFIX: &str = "aws-sdk-";

/// Crates that call services without exposing a client: packages that depend on them cannot use one.
const CLOSED: [&str; 1] = ["aws-config"];

/// The dependency graph of a workspace.
pub struct Graph {
    /// The folder of the workspace.
    pub root: PathBuf,
    metadata: Metadata,
}

/// One of AWS's crates in the graph.
#[derive(Clone, Debug)]
pub struct AwsCrate {
    /// The name: `aws-sdk-s3`.
    pub name: String,
    /// The version.
    pub version: Version,
    /// Its source.
    pub source: Source,
    /// The names of its features.
    pub features: BTreeSet<String>,
    /// Its folder.
    pub folder: PathBuf,
    id: PackageId,
}

impl AwsCrate {
    /// The service's part of the crate's name: `s3`.
    pub fn service(&self) -> &str {
        &self.name[PREFIX.len()..]
    }
}

/// The source of a crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A registry or a repository: the key of its table of patches, `crates-io` or an address.
    Patchable(String),
    /// A crate that sdk-tailor generated, and that is patched in.
    Ours,
    /// A folder, whose crate cannot be patched.
    Folder,
}

impl Graph {
    /// Reads the graph of the workspace that a manifest or the current folder belongs to.
    ///
    /// # Errors
    ///
    /// Cargo finds no workspace, or cannot resolve its dependencies.
    pub fn read(manifest: Option<&Path>) -> Result<Self> {
        let mut command = MetadataCommand::new();
        if let Some(path) = manifest {
            command.manifest_path(path);
        }
        let metadata = command.exec().map_err(|error| {
            let said = match &error {
                cargo_metadata::Error::CargoMetadata { stderr } => stderr.trim().to_owned(),
                other => other.to_string(),
            };
            format!(
                "cargo cannot tell what the workspace depends on:\n{said}\n   = help: run the command in the application's \
                 folder, or name its manifest by `--manifest-path`; `cargo metadata` has to work there"
            )
        })?;
        Ok(Self {
            root: metadata.workspace_root.clone().into_std_path_buf(),
            metadata,
        })
    }

    /// AWS's crates, by name and version.
    pub fn aws_crates(&self) -> Vec<AwsCrate> {
        let mut all: Vec<AwsCrate> = self.metadata.packages.iter().filter_map(aws_crate).collect();
        all.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
        all
    }

    /// The packages that could use one of these names or in this folder, as [`callers`](Self::callers) has them; none where
    /// there is no such package.
    pub fn users(&self, names: &[String], folder: Option<&Path>) -> Option<Vec<(&Package, bool)>> {
        let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let folder = folder.map(real);
        let is_there = |package: &&Package| {
            let home = package.manifest_path.parent().map(|it| real(it.as_std_path()));
            names.contains(&package.name) || (folder.is_some() && home == folder)
        };
        let ids: Vec<&PackageId> = self
            .metadata
            .packages
            .iter()
            .filter(is_there)
            .map(|it| &it.id)
            .collect();
        let mut users = BTreeMap::new();
        for (package, is_member) in ids.iter().flat_map(|id| self.users_of(id)) {
            users.insert(&package.id, (package, is_member));
        }
        (!ids.is_empty()).then(|| users.into_values().collect())
    }

    /// The packages that could call a crate, each with whether it is the workspace's own: those that depend on it, and
    /// those that depend on them, because they may expose a client.
    pub fn callers(&self, of: &AwsCrate) -> Vec<(&Package, bool)> {
        self.users_of(&of.id)
    }

    fn users_of(&self, of: &PackageId) -> Vec<(&Package, bool)> {
        let mut users: BTreeMap<&PackageId, Vec<&PackageId>> = BTreeMap::new();
        for node in self.metadata.resolve.iter().flat_map(|resolve| &resolve.nodes) {
            for dependency in &node.deps {
                users.entry(&dependency.pkg).or_default().push(&node.id);
            }
        }
        let (mut seen, mut open) = (BTreeSet::new(), vec![of]);
        while let Some(id) = open.pop() {
            for user in users.get(id).into_iter().flatten().filter(|user| **user != of) {
                let is_closed = CLOSED.contains(&self.metadata[user].name.as_str());
                if seen.insert(*user) && !is_closed {
                    open.push(user);
                }
            }
        }
        let callers = seen.into_iter().map(|id| (&self.metadata[id], self.is_member(id)));
        callers.filter(|(package, _)| aws_crate(package).is_none()).collect()
    }

    /// The features that are enabled on a crate, each with the packages that enable it.
    pub fn features(&self, of: &AwsCrate) -> BTreeMap<String, BTreeSet<String>> {
        let mut asked: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for package in &self.metadata.packages {
            let dependencies = package
                .dependencies
                .iter()
                .filter(|it| it.name == of.name && it.req.matches(&of.version));
            for dependency in dependencies {
                let default = dependency.uses_default_features.then(|| "default".to_owned());
                for feature in dependency.features.iter().cloned().chain(default) {
                    asked.entry(feature).or_default().insert(package.name.to_string());
                }
            }
        }
        asked
    }

    /// The folder of the crate that replaces one of AWS's, if one does.
    pub fn folder_of(&self, name: &str) -> Option<PathBuf> {
        let package = self
            .metadata
            .packages
            .iter()
            .find(|package| package.name.as_str() == name && package.source.is_none())?;
        package.manifest_path.parent().map(|it| it.as_std_path().to_owned())
    }

    /// A cheaper back end of TLS, where the application could have it.
    pub fn cheaper_tls(&self) -> Option<Proposal> {
        Proposal::of(&self.metadata)
    }

    fn is_member(&self, id: &PackageId) -> bool {
        self.metadata.workspace_members.contains(id)
    }
}

/// A package as one of AWS's crates, if it is one or replaces one.
fn aws_crate(package: &Package) -> Option<AwsCrate> {
    let name = package.name.as_str();
    let is_aws = package
        .repository
        .as_deref()
        .is_some_and(|it| it.contains("aws-sdk-rust"));
    let manifest = package.manifest_path.as_std_path();
    let is_ours = package.source.is_none() && fs::read_to_string(manifest).is_ok_and(|text| text.starts_with(MARKER));
    if !name.starts_with(PREFIX) || !(is_aws || is_ours) {
        return None;
    }
    Some(AwsCrate {
        name: name.to_owned(),
        version: package.version.clone(),
        source: match (&package.source, is_ours) {
            (_, true) => Source::Ours,
            (Some(source), _) => Source::Patchable(patch_key(source)),
            (None, _) => Source::Folder,
        },
        features: package.features.keys().cloned().collect(),
        folder: manifest.parent().unwrap_or(manifest).to_owned(),
        id: package.id.clone(),
    })
}

/// The key of a source in the `[patch]` tables.
fn patch_key(source: &cargo_metadata::Source) -> String {
    if source.is_crates_io() {
        "crates-io".to_owned()
    } else {
        address(&source.repr)
    }
}

/// The address in a source as cargo writes it: `registry+https://…`, `git+https://…?rev=x#…`.
fn address(source: &str) -> String {
    let url = source.split_once('+').map_or(source, |(kind, url)| match kind {
        "sparse" => source,
        _ => url,
    });
    url.split(['?', '#']).next().unwrap_or(url).to_owned()
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn a_source_has_an_address() {
        for (source, key) in [
            (
                "git+https://github.com/awslabs/aws-sdk-rust?branch=main#abc",
                "https://github.com/awslabs/aws-sdk-rust",
            ),
            (
                "sparse+https://crates.example.com/index/",
                "sparse+https://crates.example.com/index/",
            ),
        ] {
            assert_eq!(address(source), key);
        }
    }
}
