//! The difference between two models, as users of the generated crate see it.
//!
//! Two plans are compared, so what the operations do not reach does not count, and everything is called and typed as
//! emitters print it. Two services in, a [`Report`] out: nothing here reads a file, or knows where a model is from.

mod change;
mod endpoint;
mod hint;
mod operations;
mod place;
mod reach;
pub mod render;
mod rule;
mod service;
mod types;
mod waiters;

pub use change::{Accepted, Change, Level, Place, Side, Use};
pub use place::locate;
pub use rule::Rule;

use std::collections::HashSet;

use crate::{
    Options, Result, ir,
    plan::{Crate, Definition},
};

/// The step of a version that changes add up to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The crate is the same.
    None,
    /// Users notice at most that something works that did not.
    Patch,
    /// Users find more.
    Minor,
    /// Users may have to change their code.
    Major,
}

impl Step {
    /// The name of the step.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// All differences between two models.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The differences, the gravest first.
    pub changes: Vec<Change>,
    /// How many more there are of rules that the configuration has switched off.
    pub silenced: usize,
    /// The workspace that was looked through for uses, as its user calls it.
    pub used_by: Option<String>,
    /// Remarks about the configuration: exceptions that do not apply any more, a sentence each.
    pub notices: Vec<String>,
}

impl Report {
    /// The gravest level of all; none if nothing changed.
    pub fn level(&self) -> Option<Level> {
        self.changes.iter().map(|change| change.level).max()
    }

    /// The step of the version that the changes add up to.
    pub fn step(&self) -> Step {
        match self.level() {
            None => Step::None,
            Some(Level::Docs | Level::Fix) => Step::Patch,
            Some(Level::Addition) => Step::Minor,
            Some(Level::Breaking) => Step::Major,
        }
    }

    /// The changes that touch the workspace that was looked through.
    pub fn used(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.is_used())
    }

    /// Marks the changes that follow from other facts about the service: those that are not in the report of the newer model
    /// with the facts of the older one.
    pub fn mark_facts(&mut self, by_model: &Self) {
        let of_model: HashSet<&str> = by_model.changes.iter().map(|it| it.fingerprint.as_str()).collect();
        for change in &mut self.changes {
            change.by_facts = !of_model.contains(change.fingerprint.as_str());
        }
    }

    /// The changes of one level.
    pub fn of(&self, level: Level) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(move |change| change.level == level)
    }
}

/// Compares the crates that two models give, cut to the same choice of operations.
///
/// # Errors
///
/// A model holds what no client can be made of, or a pattern fits no operation of either.
pub fn compare(old: ir::Service, new: ir::Service, operations: &[String]) -> Result<Report> {
    let options = Options {
        operations: operations.to_vec(),
        ..Options::default()
    };
    let (old, new) = Crate::pair(old, new, &options)?;
    Ok(compare_plans(&old, &new))
}

/// Compares two crates.
pub fn compare_plans(old: &Crate, new: &Crate) -> Report {
    let mut findings = Findings::default();
    service::compare(old, new, &mut findings);
    operations::compare(old, new, &mut findings);
    types::compare(old, new, &mut findings);
    let mut changes = findings.0;
    changes.sort_by(|a, b| {
        let key = |change: &Change| (std::cmp::Reverse(change.level), change.rule);
        key(a).cmp(&key(b)).then_with(|| a.item.cmp(&b.item))
    });
    let reach = reach::Reach::of(old, new);
    for change in &mut changes {
        change.operations = reach.operations(&change.item);
    }
    change::fingerprint(&mut changes, new.default_package());
    let is_enum = |path: &str| {
        let of = |plan: &Crate| {
            let mut types = plan.definitions();
            types.any(|(id, definition)| matches!(definition, Definition::Enum(_)) && plan.path(id) == path)
        };
        of(new) || of(old)
    };
    hint::give(&mut changes, &is_enum);
    Report {
        changes,
        ..Report::default()
    }
}

/// The changes found so far.
#[derive(Debug, Default)]
struct Findings(Vec<Change>);

impl Findings {
    /// Adds a change, which whoever found it may say more about.
    fn add(&mut self, rule: Rule, level: Level, item: impl Into<String>, pointer: &str) -> &mut Change {
        self.0.push(Change::new(rule, level, item.into(), pointer));
        let last = self.0.len() - 1;
        &mut self.0[last]
    }

    /// Adds a change if two values differ.
    fn differ<T: PartialEq + std::fmt::Debug>(
        &mut self,
        (rule, level): (Rule, Level),
        at: At<'_>,
        (old, new): (&T, &T),
    ) {
        if old != new {
            self.add(rule, level, at.item, at.pointer).said(shown(old), shown(new));
        }
    }

    /// Adds a change of documentation if it reads differently.
    fn docs(&mut self, at: At<'_>, old: Option<&str>, new: Option<&str>) {
        let text = |html: Option<&str>| html.map(crate::docs::markdown).unwrap_or_default();
        // Most documentation is the same, and costs more to render than to compare.
        if old != new && text(old) != text(new) {
            self.add(Rule::DocsChanged, Level::Docs, at.item, at.pointer);
        }
    }

    /// Adds what changed about whether something should be used.
    fn deprecation(&mut self, at: At<'_>, old: Option<&ir::Deprecated>, new: Option<&ir::Deprecated>) {
        match (old, new) {
            (None, Some(new)) => {
                let change = self.add(Rule::Deprecated, Level::Addition, at.item, at.pointer);
                change.after.clone_from(&new.message);
                change.note = Some("using it is a warning");
            }
            (Some(_), None) => {
                self.add(Rule::NoLongerDeprecated, Level::Fix, at.item, at.pointer);
            }
            (Some(old), Some(new)) if old.message != new.message => {
                self.add(Rule::DocsChanged, Level::Docs, at.item, at.pointer)
                    .said(old.message.clone(), new.message.clone());
            }
            _ => {}
        }
    }
}

/// The item that a change is about, and its location in the model.
#[derive(Clone, Copy)]
struct At<'a> {
    item: &'a str,
    pointer: &'a str,
}

/// A value as one line, if it is short and has no parts that one would have to know by their position.
fn shown<T: std::fmt::Debug>(value: &T) -> Option<String> {
    const MOST: usize = 120;
    let text = format!("{value:?}");
    if text.starts_with('(') || text.contains('{') {
        return None;
    }
    let text = match text.strip_prefix("Some(").and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => inner.to_owned(),
        None if text == "None" => return None,
        None => text,
    };
    (text.len() <= MOST).then_some(text)
}
