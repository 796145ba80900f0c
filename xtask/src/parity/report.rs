//! The report of a comparison, as text and as JSON.

use std::{collections::BTreeMap, fmt::Write};

use serde_json::{Value, json};

use super::{
    compare::{Comparison, Lack},
    rules::ASIDE,
};

/// A table with a line for each service, the reasons, and what was set aside.
pub fn text(comparisons: &[Comparison], with_items: bool) -> String {
    let mut text = String::from(
        "| service | AWS's crate | items | same signature | differ | missing |\n|---|---|---:|---:|---:|---:|\n",
    );
    for it in comparisons {
        let differ = it.lacks.iter().filter(|lack| lack.ours.is_some()).count();
        let missing = it.lacks.len() - differ;
        let (service, version, items, share) = (&it.service, &it.version, it.items, it.share());
        line(
            &mut text,
            format!("| {service} | {version} | {items} | {share:.2} % | {differ} | {missing} |"),
        );
    }
    for it in comparisons.iter().filter(|it| !it.lacks.is_empty()) {
        line(&mut text, format!("\n{}:", it.service));
        for (reason, lacks) in by_reason(it) {
            line(&mut text, format!("  {} without: {reason}", lacks.len()));
            for lack in lacks.iter().filter(|_| with_items) {
                line(&mut text, format!("    AWS's {}", lack.item));
                if let Some(ours) = &lack.ours {
                    line(&mut text, format!("    ours  {ours}"));
                }
            }
        }
    }
    text.push_str("\nSet aside:\n");
    for (_, rule) in ASIDE {
        let count: usize = comparisons.iter().filter_map(|it| it.aside.get(rule)).sum();
        line(&mut text, format!("  {count} items: {rule}"));
    }
    text
}

fn line(text: &mut String, line: String) {
    writeln!(text, "{line}").expect("text takes any text");
}

fn by_reason(comparison: &Comparison) -> BTreeMap<&'static str, Vec<&Lack>> {
    let mut reasons: BTreeMap<&'static str, Vec<&Lack>> = BTreeMap::new();
    for lack in &comparison.lacks {
        reasons
            .entry(lack.reason.unwrap_or("no reason is known"))
            .or_default()
            .push(lack);
    }
    reasons
}

/// The same for programs.
pub fn json(comparisons: &[Comparison]) -> Value {
    let lack = |lack: &Lack| json!({ "item": lack.item, "ours": lack.ours, "reason": lack.reason });
    let service = |it: &Comparison| {
        json!({
            "service": it.service,
            "version": it.version,
            "items": it.items,
            "same": it.items - it.lacks.len(),
            "lacks": it.lacks.iter().map(lack).collect::<Vec<_>>(),
            "aside": it.aside,
        })
    };
    comparisons.iter().map(service).collect()
}
