//! SARIF 2.1.0: one run, its rules, and the results at the lines of the models.

use std::collections::BTreeSet;

use codegen::diff::{Change, Level, Rule};
use serde_json::{Value, json};

use super::{Scene, details, sentence, stops};
use crate::comparison::Comparison;

/// The address of the schema.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The name of the repository's root in SARIF files.
const BASE: &str = "%SRCROOT%";

/// The comparisons as one log.
pub fn render(comparisons: &[Comparison], scene: &Scene) -> Value {
    let changes = comparisons.iter().flat_map(|it| &it.report.changes);
    let rules: Vec<Rule> = changes
        .map(|change| change.rule)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let result = |title: &str, change: &Change| result(title, change, &rules, scene);
    let results: Vec<Value> = comparisons
        .iter()
        .flat_map(|it| it.report.changes.iter().map(|change| result(&it.heading.title, change)))
        .collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "sdk-tailor",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().copied().map(rule).collect::<Vec<_>>(),
            } },
            "automationDetails": { "id": "sdk-tailor/diff/" },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(rule: Rule) -> Value {
    json!({
        "id": rule.id(),
        "shortDescription": { "text": rule.title() },
        "fullDescription": { "text": rule.reason() },
        "help": { "text": format!("{} For example: {}", rule.reason(), rule.example()) },
    })
}

fn result(title: &str, change: &Change, rules: &[Rule], scene: &Scene) -> Value {
    let (file, line, column) = scene.place(change);
    let mut message = vec![format!("{title}: {}", sentence(change))];
    message.extend(details(change, scene));
    let mut result = json!({
        "ruleId": change.rule.id(),
        "ruleIndex": rules.iter().position(|rule| *rule == change.rule),
        "level": level(change),
        "message": { "text": message.join("\n") },
        "locations": [location(&file, line, Some(column))],
        "partialFingerprints": { "sdkTailor/v1": change.fingerprint },
        "properties": { "level": change.level.name(), "item": change.item, "operations": change.operations },
    });
    let uses = change.uses.iter().flatten();
    let uses: Vec<Value> = uses
        .map(|it| {
            let mut place = location(&scene.file_of(it), it.line, None);
            place["message"] = json!({ "text": it.text });
            place
        })
        .collect();
    if !uses.is_empty() {
        result["relatedLocations"] = uses.into();
    }
    if let Some(accepted) = &change.accepted {
        result["suppressions"] =
            json!([{ "kind": "external", "status": "accepted", "justification": accepted.reason }]);
    }
    result
}

fn location(file: &str, line: usize, column: Option<usize>) -> Value {
    let mut region = json!({ "startLine": line });
    if let Some(column) = column {
        region["startColumn"] = column.into();
    }
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri(file), "uriBaseId": BASE },
        "region": region,
    } })
}

/// A path as a relative reference, with all but plain characters percent-encoded.
fn uri(path: &str) -> String {
    let escaped = |byte: u8| match byte {
        b'/' | b'.' | b'-' | b'_' | b'~' => char::from(byte).to_string(),
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    path.bytes().map(escaped).collect()
}

fn level(change: &Change) -> &'static str {
    match change.level {
        Level::Breaking if stops(change) => "error",
        Level::Breaking => "warning",
        Level::Addition | Level::Fix | Level::Docs => "note",
    }
}
