//! A report as people and programs read it: text for a terminal, Markdown for a pull request, JSON.
//!
//! Renderers write what a report says, and judge nothing.

mod json;
mod markdown;
mod rules;
mod text;

pub use json::json;
pub use markdown::markdown;
pub use rules::{rules_json, rules_markdown, rules_text};
pub use text::text;

use super::{Change, Level, Report, Rule, Step};
use crate::docs;

/// The remark on a change that follows from other facts.
pub const BY_FACTS: &str = "by the facts about the service, not by its model";

/// The heading of a report.
#[derive(Clone, Debug)]
pub struct Heading {
    /// The name of the compared service: `personalize`.
    pub title: String,
    /// The old side: `botocore 1.43.0`.
    pub old: String,
    /// The new side.
    pub new: String,
    /// The version of the crate, and the one that follows; none where no crate is concerned.
    pub versions: Option<(String, String)>,
}

impl Heading {
    /// The step that the changes add up to, and the version that follows by cargo's rules.
    fn verdict(&self, step: Step) -> String {
        match (&self.versions, step) {
            (_, Step::None) => "nothing changed for users; the version stays".to_owned(),
            (None, step) => format!("a {} step", step.name()),
            (Some((old, new)), step) if old == new => format!("a {} step; the version stays {old}", step.name()),
            (Some((old, new)), step) => format!("a {} step, from {old} to {new}", step.name()),
        }
    }
}

/// A text that holds words of a model as one line, in which nothing orders a terminal or reorders text.
pub fn one_line(text: &str) -> String {
    docs::line(text)
}

/// A report in one sentence: how many changes there are, and the version that follows.
pub fn summary(heading: &Heading, report: &Report) -> String {
    let concern = concern([report]).map(|text| format!("{text}; ")).unwrap_or_default();
    let line = format!("{concern}{}: {}", counts(report), heading.verdict(report.step()));
    docs::line(&line)
}

/// How many changes there are of each level, in words.
fn counts(report: &Report) -> String {
    let count = |level: &Level| match (report.of(*level).count(), level) {
        (0, _) => None,
        (count, Level::Addition) => Some(format!("{count} addition{}", if count == 1 { "" } else { "s" })),
        (count, Level::Fix) => Some(format!("{count} fix{}", if count == 1 { "" } else { "es" })),
        (count, Level::Breaking | Level::Docs) => Some(format!("{count} {}", level.name())),
    };
    let said: Vec<String> = Level::ALL.iter().filter_map(count).collect();
    if said.is_empty() {
        "no changes".into()
    } else {
        said.join(", ")
    }
}

/// How many of the changes concern the workspace that was looked through; none where nobody looked.
pub fn concern<'a>(reports: impl IntoIterator<Item = &'a Report>) -> Option<String> {
    let reports: Vec<&Report> = reports.into_iter().collect();
    let workspace = reports.first()?.used_by.as_deref()?;
    let used: usize = reports.iter().map(|report| report.used().count()).sum();
    let all: usize = reports.iter().map(|report| report.changes.len()).sum();
    let which = if workspace == "." { "this workspace" } else { workspace };
    Some(match all {
        1 => format!("{used} of 1 change concerns {which}"),
        _ => format!("{used} of {all} changes concern {which}"),
    })
}

/// Remarks about a whole report, a sentence each.
fn remarks(report: &Report) -> Vec<String> {
    let mut said = Vec::new();
    match report.changes.iter().filter(|change| change.is_accepted()).count() {
        0 => {}
        1 => said.push("1 change is accepted".to_owned()),
        count => said.push(format!("{count} changes are accepted")),
    }
    match report.changes.iter().filter(|change| change.by_facts).count() {
        0 => {}
        1 => said.push("1 change follows from the facts about the service, not from its model".to_owned()),
        count => said.push(format!(
            "{count} changes follow from the facts about the service, not from its model"
        )),
    }
    match report.silenced {
        0 => {}
        1 => said.push("1 change is of a rule that is switched off".to_owned()),
        count => said.push(format!("{count} changes are of rules that are switched off")),
    }
    said.extend(report.notices.iter().cloned());
    said
}

/// The changes of one level, rule by rule in the order of the rules.
fn by_rule(report: &Report, level: Level) -> Vec<(Rule, Vec<&Change>)> {
    let group = |rule: &Rule| {
        let changes: Vec<&Change> = report.of(level).filter(|change| change.rule == *rule).collect();
        (!changes.is_empty()).then_some((*rule, changes))
    };
    Rule::ALL.iter().filter_map(group).collect()
}
