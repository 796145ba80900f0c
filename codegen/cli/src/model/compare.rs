//! One comparison: two models, cut to a crate's operations, judged, weighed by the project's policy, and looked
//! up in the workspace that uses the crate.

use std::path::{Path, PathBuf};

use codegen::diff::{self, Report};
use codegen::ir::Service;
use codegen::load::{Facts, ModelPaths, load, locate};
use codegen::plan::Crate;

use super::used_by::Workspace;
use crate::Result;
use crate::policy::Policy;
use crate::project::Project;

/// How a crate is compared.
pub struct Comparer<'a> {
    /// The project's policy, where there is a project.
    pub policy: Option<&'a Policy>,
    /// The workspace that uses the crates, where one is known.
    pub workspace: Option<&'a Workspace>,
}

/// How a crate is known to those who use it.
#[derive(Default)]
pub struct Identity<'a> {
    /// The name of its package, where one is configured.
    pub package: Option<&'a str>,
    /// The folder that it is in.
    pub folder: Option<PathBuf>,
}

/// Two models, and what lies between them where their facts differ.
pub struct Models {
    /// The older model, with its facts.
    pub before: Service,
    /// The newer model, with its facts.
    pub after: Service,
    /// The newer model with the facts of the older one, where the newer has others.
    pub by_model: Option<Service>,
}

impl Models {
    /// Loads both.
    ///
    /// # Errors
    ///
    /// A model is invalid.
    pub fn load(old: &ModelPaths, new: &ModelPaths) -> Result<Self> {
        let located = |paths: &ModelPaths| load(paths).map_err(|error| locate(paths, error));
        let (before, after) = (located(old)?, located(new)?);
        let text = |service: &Service| service.origin.facts.as_ref().map(std::fs::read).transpose();
        let by_model = match text(&before)? == text(&after)? {
            true => None,
            false => {
                let facts = before.origin.facts.clone().map_or(Facts::Library, Facts::At);
                Some(load(&ModelPaths { facts, ..new.clone() })?)
            }
        };
        Ok(Self {
            before,
            after,
            by_model,
        })
    }
}

impl Comparer<'_> {
    /// Compares two models.
    ///
    /// # Errors
    ///
    /// A model holds what no client can be made of, or a pattern fits no operation of either.
    pub fn compare(&self, models: Models, operations: &[String], identity: &Identity<'_>) -> Result<Report> {
        let options = codegen::Options::default().operations(operations.to_vec());
        let by_model = match models.by_model {
            Some(service) => {
                let (old, new) = Crate::pair(models.before.clone(), service, &options)?;
                Some(diff::compare_plans(&old, &new))
            }
            None => None,
        };
        let (old, new) = Crate::pair(models.before, models.after, &options)?;
        let mut report = diff::compare_plans(&old, &new);
        if let Some(by_model) = &by_model {
            report.mark_facts(by_model);
        }
        if let Some(policy) = self.policy {
            policy.weigh(&mut report);
        }
        if let Some(workspace) = self.workspace {
            let names = names(identity.package, &new);
            workspace.look_up(&mut report, (&old, &new), &names, identity.folder.as_deref());
        }
        Ok(report)
    }
}

/// The names of a crate's package: its configured one, the one after its service, and AWS's.
fn names(package: Option<&str>, plan: &Crate) -> Vec<String> {
    let default = plan.default_package();
    let named = package.map(str::to_owned).into_iter();
    named
        .chain([default.to_owned(), format!("aws-sdk-{}", default.replace('-', ""))])
        .collect()
}

/// The workspace that uses the crates of a project: the one that is named, or the application that they are cut for.
///
/// # Errors
///
/// The one that is named is not there, or cargo cannot tell what it depends on.
pub fn workspace(named: Option<&Path>, project: Option<&Project>) -> Result<Option<Workspace>> {
    if let Some(path) = named {
        return Workspace::open(path).map(Some);
    }
    let application = project.filter(|project| project.is_application());
    Ok(application.and_then(|project| match Workspace::open(&project.root) {
        Ok(workspace) => Some(workspace.called(".")),
        Err(error) => {
            eprintln!("which changes concern the application is not said: {error}");
            None
        }
    }))
}
