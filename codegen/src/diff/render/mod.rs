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

/// What stands above a report.
#[derive(Clone, Debug)]
pub struct Heading {
    /// What was compared: `personalize`.
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
            (Some((old, new)), step) => format!("a {} step, from {old} to {new}", step.name()),
        }
    }
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

/// The changes of one level, rule by rule in the order of the rules.
fn by_rule(report: &Report, level: Level) -> Vec<(Rule, Vec<&Change>)> {
    let group = |rule: &Rule| {
        let changes: Vec<&Change> = report.of(level).filter(|change| change.rule == *rule).collect();
        (!changes.is_empty()).then_some((*rule, changes))
    };
    Rule::ALL.iter().filter_map(group).collect()
}
