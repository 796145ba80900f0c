//! A report for a terminal: one line a change, the gravest first.

use super::{BY_FACTS, Heading, by_rule, concern, counts, remarks};
use crate::{
    diff::{Change, Level, Report},
    docs,
};

/// How many changes of documentation are listed: their number says more than their names.
const MOST_DOCS: usize = 10;

/// How many places of a workspace are listed for a change.
const MOST_USES: usize = 5;

/// The report as lines of text.
pub fn text(heading: &Heading, report: &Report) -> String {
    let mut out = format!("{}: {} -> {}\n", heading.title, heading.old, heading.new);
    if let Some(concern) = concern([report]) {
        out.push_str(&one_line(&concern));
    }
    for level in Level::ALL {
        for (rule, changes) in by_rule(report, *level) {
            let most = if *level == Level::Docs { MOST_DOCS } else { usize::MAX };
            for change in changes.iter().take(most) {
                out.push_str(&lines(change));
            }
            if let Some(more @ 1..) = changes.len().checked_sub(most) {
                out.push_str(&format!("{:<9} {}: {more} more\n", level.name(), rule.id()));
            }
        }
    }
    for remark in remarks(report) {
        out.push_str(&one_line(&remark));
    }
    out.push_str(&format!("{}: {}\n", counts(report), heading.verdict(report.step())));
    out
}

/// The change in one line, and below it where it stands, what it touches and what to write instead.
fn lines(change: &Change) -> String {
    let Change { rule, level, item, .. } = change;
    let mut line = format!("{}: {item}", rule.id());
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => line.push_str(&format!(": {before} -> {after}")),
        (Some(said), None) => line.push_str(&format!(": was {said}")),
        (None, Some(said)) => line.push_str(&format!(": {said}")),
        (None, None) => {}
    }
    if let Some(note) = change.note {
        line.push_str(&format!(" ({note})"));
    }
    let mut out = format!("{:<9} {}", level.name(), one_line(&line));
    let mut below = |text: String| out.push_str(&format!("          {}", one_line(&text)));
    if !change.pointer.is_empty() && change.level != Level::Docs {
        below(format!("at {}", change.pointer));
    }
    if change.by_facts {
        below(BY_FACTS.to_owned());
    }
    let uses = change.uses.as_deref().unwrap_or_default();
    for it in uses.iter().take(MOST_USES) {
        below(format!("used at {it}: {}", it.text));
    }
    if let Some(more @ 1..) = uses.len().checked_sub(MOST_USES) {
        below(format!("used in {more} more places"));
    }
    if let Some(hint) = &change.hint {
        below(format!("instead: {hint}"));
    }
    if let Some(accepted) = &change.accepted {
        let until = accepted.until.as_ref().map(|day| format!(" until {day}"));
        below(format!("accepted{}: {}", until.unwrap_or_default(), accepted.reason));
    } else if change.level == Level::Breaking {
        below(format!("fingerprint {}", change.fingerprint));
    }
    out
}

/// A text as one line. Values are the model's, and may hold what a terminal would obey, or what reorders text.
fn one_line(text: &str) -> String {
    let mut line = docs::line(text);
    line.push('\n');
    line
}
