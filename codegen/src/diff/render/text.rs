//! A report for a terminal: one line a change, the gravest first.

use super::{Heading, by_rule, counts};
use crate::diff::{Change, Level, Report};

/// How many changes of documentation are listed: their number says more than their names.
const MOST_DOCS: usize = 10;

/// The report as lines of text.
pub fn text(heading: &Heading, report: &Report) -> String {
    let mut out = format!("{}: {} -> {}\n", heading.title, heading.old, heading.new);
    for level in Level::ALL {
        for (rule, changes) in by_rule(report, *level) {
            let most = if *level == Level::Docs { MOST_DOCS } else { usize::MAX };
            for change in changes.iter().take(most) {
                out.push_str(&line(change));
            }
            if let Some(more @ 1..) = changes.len().checked_sub(most) {
                out.push_str(&format!("{:<9} {}: {more} more\n", level.name(), rule.id()));
            }
        }
    }
    out.push_str(&format!("{}: {}\n", counts(report), heading.verdict(report.step())));
    out
}

fn line(change: &Change) -> String {
    let Change { rule, level, item, .. } = change;
    let mut line = format!("{:<9} {}: {item}", level.name(), rule.id());
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => line.push_str(&format!(": {before} -> {after}")),
        (Some(said), None) => line.push_str(&format!(": was {said}")),
        (None, Some(said)) => line.push_str(&format!(": {said}")),
        (None, None) => {}
    }
    if let Some(note) = change.note {
        line.push_str(&format!(" ({note})"));
    }
    if !change.pointer.is_empty() && change.level != Level::Docs {
        line.push_str(&format!("\n          at {}", change.pointer));
    }
    // Values are the model's, and may hold what a terminal would obey.
    let mut line = line.replace(|c: char| c.is_control() && c != '\n', " ");
    line.push('\n');
    line
}
