//! The forms of reports: one file for each form that needs more than the library's own.
//!
//! A form only writes reports. None of them judges a change, or looks for one.

pub(crate) mod github;
mod gitlab;
mod junit;
mod sarif;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use codegen::diff::render;
use codegen::diff::{Change, Level, Use};
use serde_json::{Value, json};

use super::places;
use crate::Result;
use crate::comparison::Comparison;
use crate::disk::slashes;
use crate::project::Project;

/// The JSON Schema of the reports for programs.
pub const SCHEMA: &str = include_str!("schema.json");

/// The version of the form that [`SCHEMA`] describes. Additions keep it; any other change raises it.
const VERSION: u32 = 1;

/// The form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// A line for each change
    Text,
    /// The body of a pull request
    Markdown,
    /// Everything, for programs: `diff --schema` prints the JSON Schema
    Json,
    /// Annotations of GitHub's actions, at the lines of the models
    Github,
    /// JUnit's XML: a test for each change, which fails where it breaks
    Junit,
    /// SARIF 2.1.0, for GitHub's code scanning and for editors
    Sarif,
    /// GitLab's code quality report
    Gitlab,
}

/// A file for a report, as `markdown=report.md` names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    format: Format,
    path: PathBuf,
}

impl std::str::FromStr for File {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let names = || {
            let names = Format::value_variants().iter().filter_map(ValueEnum::to_possible_value);
            names
                .map(|name| name.get_name().to_owned())
                .collect::<Vec<_>>()
                .join(", ")
        };
        let (format, path) = text
            .split_once('=')
            .filter(|(_, path)| !path.is_empty())
            .ok_or("a report is named as in `markdown=report.md`")?;
        let format = Format::from_str(format, false).map_err(|_| format!("a form is one of {}", names()))?;
        Ok(Self {
            format,
            path: path.into(),
        })
    }
}

/// Writes the comparisons into files.
///
/// # Errors
///
/// A file cannot be written.
pub fn write(files: &[File], comparisons: &[Comparison], scene: &Scene) -> Result<()> {
    for file in files {
        let text = render(file.format, comparisons, scene)?;
        std::fs::write(&file.path, text).map_err(|error| {
            format!(
                "{}: {error}\n   = help: name a file that can be written",
                file.path.display()
            )
        })?;
    }
    Ok(())
}

/// The folders that the places of a report are relative to.
#[derive(Debug, Default)]
pub struct Scene {
    /// The configuration file, below the root of the repository: the place of changes that have no other.
    config: PathBuf,
    /// The folder of the workspace that uses the crates, below the root of the repository.
    workspace: PathBuf,
}

impl Scene {
    /// The scene of a project, and of a workspace that uses its crates.
    pub fn of(project: Option<&Project>, workspace: Option<&Path>) -> Self {
        let root = project.map(|project| project.root.clone()).unwrap_or_default();
        Self {
            config: places::in_repository(&root.join(project.map_or("codegen.toml", |project| project.config))),
            workspace: places::in_repository(workspace.unwrap_or(&root)),
        }
    }

    /// A place in the sources of the workspace.
    fn file_of(&self, it: &Use) -> String {
        below_root(&self.workspace.join(&it.file))
    }

    /// The file and the line of a change: of the model, or of the configuration where no file of the model is on the
    /// disk.
    fn place(&self, change: &Change) -> (String, usize, usize) {
        match &change.place {
            Some(place) => (below_root(&place.file), place.line, place.column),
            None => (below_root(&self.config), 1, 1),
        }
    }
}

/// A path as other programs write it, below the root of a repository.
fn below_root(path: &Path) -> String {
    let parts = path.components().filter(|part| *part != std::path::Component::CurDir);
    let path: PathBuf = parts.collect();
    slashes(&path)
}

/// Tells whether a change should stop a release: it breaks, nobody accepted it, and it is not known to be unused.
fn stops(change: &Change) -> bool {
    let is_unused = change.uses.as_ref().is_some_and(Vec::is_empty);
    change.level == Level::Breaking && !change.is_accepted() && !is_unused
}

/// A change in a sentence: the rule, the item, its old and its new form.
fn sentence(change: &Change) -> String {
    let mut text = format!("{} {}", change.rule.title(), change.item);
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => text.push_str(&format!(": {before} -> {after}")),
        (Some(said), None) => text.push_str(&format!(": was {said}")),
        (None, Some(said)) => text.push_str(&format!(": {said}")),
        (None, None) => {}
    }
    if let Some(note) = change.note {
        text.push_str(&format!(" ({note})"));
    }
    render::one_line(&text)
}

/// The details below the sentence: the edit that callers make, and the places that the change touches.
fn details(change: &Change, scene: &Scene) -> Vec<String> {
    let mut said = Vec::new();
    said.extend(change.by_facts.then(|| render::BY_FACTS.to_owned()));
    said.extend(change.hint.as_ref().map(|hint| format!("instead: {hint}")));
    for it in change.uses.iter().flatten() {
        said.push(format!(
            "used at {}:{}: {}",
            scene.file_of(it),
            it.line,
            render::one_line(&it.text)
        ));
    }
    said.extend(change.accepted.as_ref().map(|it| format!("accepted: {}", it.reason)));
    said.push(format!("fingerprint {}", change.fingerprint));
    said
}

/// The highest level of all comparisons.
pub fn level(comparisons: &[Comparison]) -> Option<Level> {
    comparisons.iter().filter_map(|it| it.report.level()).max()
}

/// All comparisons as JSON.
pub fn json(comparisons: &[Comparison]) -> Value {
    let steps = comparisons.iter().map(|it| it.report.step());
    let reports: Vec<Value> = comparisons
        .iter()
        .map(|it| render::json(&it.heading, &it.report))
        .collect();
    json!({
        "version": VERSION,
        "level": level(comparisons).map(Level::name),
        "step": steps.max().map(codegen::diff::Step::name),
        "reports": reports,
    })
}

/// The rules of the comparison in a form.
///
/// # Errors
///
/// The form has no list of rules.
pub fn rules(format: Format) -> crate::Result<String> {
    Ok(match format {
        Format::Text => render::rules_text(),
        Format::Markdown => render::rules_markdown(),
        Format::Json => format!("{:#}\n", render::rules_json()),
        Format::Github | Format::Junit | Format::Sarif | Format::Gitlab => {
            return Err("this form is one of reports\n   = help: list the rules as text, markdown or json".into());
        }
    })
}

/// All comparisons in a form.
///
/// # Errors
///
/// The form cannot be written.
pub fn render(format: Format, comparisons: &[Comparison], scene: &Scene) -> Result<String> {
    let all = |one: &dyn Fn(&Comparison) -> String| {
        let several = comparisons.iter().filter(|_| comparisons.len() > 1);
        let concern = render::concern(several.map(|it| &it.report)).map(|text| format!("{text}\n"));
        let parts = concern.into_iter().chain(comparisons.iter().map(one));
        parts.collect::<Vec<_>>().join("\n")
    };
    Ok(match format {
        Format::Text => all(&|it| render::text(&it.heading, &it.report)),
        Format::Markdown => all(&|it| render::markdown(&it.heading, &it.report)),
        Format::Json => format!("{:#}\n", json(comparisons)),
        Format::Github => github::render(comparisons, scene),
        Format::Junit => junit::render(comparisons, scene)?,
        Format::Sarif => format!("{:#}\n", sarif::render(comparisons, scene)),
        Format::Gitlab => format!("{:#}\n", gitlab::render(comparisons, scene)),
    })
}
