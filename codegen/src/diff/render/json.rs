//! A report for programs: everything that it holds.

use serde_json::{Map, Value, json as object};

use super::Heading;
use crate::diff::{Change, Level, Report, Use};

/// The report as JSON.
pub fn json(heading: &Heading, report: &Report) -> Value {
    let count = |level: &Level| (level.name().to_owned(), report.of(*level).count().into());
    let counts: Map<String, Value> = Level::ALL.iter().map(count).collect();
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
        "usedBy": report.used_by,
        "used": report.used_by.as_ref().map(|_| report.used().count()),
        "silenced": report.silenced,
        "notices": report.notices,
        "changes": report.changes.iter().map(change).collect::<Vec<_>>(),
    })
}

fn change(change: &Change) -> Value {
    let place = change.place.as_ref();
    let accepted = change
        .accepted
        .as_ref()
        .map(|it| object!({ "reason": it.reason, "until": it.until }));
    object!({
        "rule": change.rule.id(),
        "level": change.level.name(),
        "judged": change.judged.name(),
        "item": change.item,
        "operations": change.operations,
        "fingerprint": change.fingerprint,
        "pointer": change.pointer,
        "file": place.map(|it| it.file.to_string_lossy()),
        "line": place.map(|it| it.line),
        "column": place.map(|it| it.column),
        "before": change.before,
        "after": change.after,
        "note": change.note,
        "byFacts": change.by_facts,
        "instead": change.hint,
        "uses": change.uses.as_ref().map(|uses| uses.iter().map(place_of_use).collect::<Vec<_>>()),
        "accepted": accepted,
    })
}

fn place_of_use(it: &Use) -> Value {
    object!({ "file": it.file.to_string_lossy(), "line": it.line, "text": it.text })
}
