//! A report for programs: everything that it holds.

use serde_json::{Value, json as object};

use super::Heading;
use crate::diff::{Change, Level, Report};

/// The report as JSON.
pub fn json(heading: &Heading, report: &Report) -> Value {
    let count = |level: &Level| (level.name().to_owned(), report.of(*level).count().into());
    let counts: serde_json::Map<String, Value> = Level::ALL.iter().map(count).collect();
    let (version, next) = heading.versions.clone().unzip();
    object!({
        "service": heading.title,
        "old": heading.old,
        "new": heading.new,
        "level": report.level().map(Level::name),
        "step": report.step().name(),
        "version": version,
        "nextVersion": next,
        "counts": counts,
        "changes": report.changes.iter().map(change).collect::<Vec<_>>(),
    })
}

fn change(change: &Change) -> Value {
    object!({
        "rule": change.rule.id(),
        "level": change.level.name(),
        "item": change.item,
        "pointer": change.pointer,
        "before": change.before,
        "after": change.after,
        "note": change.note,
    })
}
