//! GitLab's code quality report: a list of findings, each at a line of a file.

use std::collections::BTreeMap;

use codegen::diff::{Change, Level};
use serde_json::{Value, json};

use super::{Scene, details, sentence, stops};
use crate::comparison::Comparison;

/// The comparisons as one list, without accepted changes.
pub fn render(comparisons: &[Comparison], scene: &Scene) -> Value {
    let mut seen = BTreeMap::<String, usize>::new();
    let changes = comparisons.iter().flat_map(|it| &it.report.changes);
    let findings = changes.filter(|change| !change.is_accepted()).map(|change| {
        // Two crates of one service have the same changes, and GitLab wants each fingerprint once.
        let count = seen.entry(change.fingerprint.clone()).or_default();
        *count += 1;
        let fingerprint = match *count {
            1 => change.fingerprint.clone(),
            count => format!("{}-{count}", change.fingerprint),
        };
        finding(change, fingerprint, scene)
    });
    Value::Array(findings.collect())
}

fn finding(change: &Change, fingerprint: String, scene: &Scene) -> Value {
    let (path, line, _) = scene.place(change);
    let mut description = vec![sentence(change)];
    description.extend(details(change, scene));
    json!({
        "description": description.join("; "),
        "check_name": change.rule.id(),
        "fingerprint": fingerprint,
        "severity": severity(change),
        "location": { "path": path, "lines": { "begin": line } },
    })
}

fn severity(change: &Change) -> &'static str {
    match change.level {
        Level::Breaking if stops(change) => "critical",
        Level::Breaking => "major",
        Level::Fix => "minor",
        Level::Addition | Level::Docs => "info",
    }
}
