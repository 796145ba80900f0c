//! Where newer models are from: a version of botocore, a folder or a repository of Smithy's, or both.

use std::rc::Rc;

use super::Arguments;
use crate::Result;
use crate::app::catalog::Catalog;
use crate::app::repository::{Repository, UNKNOWN};
use crate::project::{CrateConfig, Project};
use crate::wheel::{PACKAGE, Wheel};

/// The sources of newer models.
pub struct Supply {
    /// A version of botocore.
    pub wheel: Option<Wheel>,
    /// botocore's form of crates of Smithy's JSON, from which facts follow.
    pub others: Option<Catalog>,
    /// Smithy's models as files of JSON: newer ones, and the other form of botocore's, from which facts follow.
    pub catalog: Option<Catalog>,
    /// The folder or the repository that these are in, and models in Smithy's language.
    pub repository: Option<Rc<Repository>>,
}

impl Supply {
    /// Opens what the arguments name.
    ///
    /// # Errors
    ///
    /// pip or git cannot fetch it, or it has no models of the crates.
    pub fn open(project: &Project, arguments: &Arguments, crates: &[&CrateConfig]) -> Result<Self> {
        let is_of_botocore = |it: &&&CrateConfig| !it.is_smithy(&project.root);
        let is_language = |it: &&&CrateConfig| it.is_language(&project.root);
        let needs_wheel = arguments.to.is_some() || arguments.smithy.is_none();
        let wheel = || Wheel::fetch(&project.root, arguments.version(), &project.pins()?);
        let place = arguments.smithy.as_deref();
        let open = |place| Repository::open(place, arguments.revision.as_deref()).map(Rc::new);
        let repository = place.map(open).transpose()?;
        let catalog = match &repository {
            Some(repository) => catalog(project, crates, repository, crates.iter().any(|it| is_language(&it)))?,
            None => None,
        };
        let is_any = crates.iter().any(|it| is_of_botocore(&it));
        let is_of_file = |it: &&&CrateConfig| it.is_smithy(&project.root) && !it.is_language(&project.root);
        let others = || Catalog::of_botocore(&project.root, arguments.version(), &project.pins()?);
        let needs_others = arguments.to.is_some() && crates.iter().any(|it| is_of_file(&it));
        Ok(Self {
            others: needs_others.then(others).transpose()?,
            wheel: (is_any && needs_wheel).then(wheel).transpose()?,
            catalog,
            repository,
        })
    }

    /// The name of all sources, for messages.
    pub fn label(&self) -> String {
        let wheel = self.wheel.as_ref().map(|it| format!("{PACKAGE} {}", it.version));
        let smithy = match (&self.catalog, &self.repository) {
            (Some(catalog), _) => Some(named(&catalog.package, &catalog.version)),
            (None, Some(repository)) => Some(named(&repository.name(), &repository.revision)),
            (None, None) => None,
        };
        let both: Vec<String> = wheel.into_iter().chain(smithy).collect();
        both.join(" and ")
    }
}

/// The files of Smithy's JSON of these crates' services. Beside models in Smithy's language there may be none.
fn catalog(
    project: &Project,
    crates: &[&CrateConfig],
    repository: &Rc<Repository>,
    may_lack: bool,
) -> Result<Option<Catalog>> {
    let of_files = crates.iter().filter(|it| !it.is_language(&project.root));
    let names = of_files
        .map(|it| project.service_id(it))
        .collect::<Result<Vec<String>>>()?;
    if names.is_empty() {
        return Ok(None);
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    match Catalog::of_repository(Rc::clone(repository), &names) {
        Err(error) if may_lack => {
            eprintln!("{error}");
            Ok(None)
        }
        other => other.map(Some),
    }
}

/// A package and its version as people write them; a folder in no repository has none.
pub fn named(package: &str, version: &str) -> String {
    match version == UNKNOWN {
        true => package.to_owned(),
        false => format!("{package} {}", short(version)),
    }
}

/// A revision as people write it.
fn short(revision: &str) -> String {
    let (hash, rest) = revision.split_at(revision.len().min(40));
    let is_hash = hash.len() == 40 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    match is_hash {
        true => format!("{}{rest}", &hash[..12]),
        false => revision.to_owned(),
    }
}
