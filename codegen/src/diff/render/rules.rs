//! The table of rules as text, as a page of documentation and as JSON.

use serde_json::{Value, json};

use crate::diff::{Level, Rule};

/// All rules for a terminal, each with its levels, its reason and an example.
pub fn rules_text() -> String {
    let rule = |rule: &Rule| {
        format!(
            "{} ({})\n    {}\n    {}\n    e.g. {}\n",
            rule.id(),
            levels(*rule),
            rule.title(),
            rule.reason(),
            rule.example()
        )
    };
    Rule::ALL.iter().map(rule).collect::<Vec<_>>().join("\n")
}

/// All rules as a page of documentation.
pub fn rules_markdown() -> String {
    let row = |rule: &Rule| {
        let (title, reason) = (cell(rule.title()), cell(rule.reason()));
        let example = rule.example().replace('|', "\\|");
        let example = if example.contains('`') {
            format!("`` {example} ``")
        } else {
            format!("`{example}`")
        };
        format!(
            "| `{}` | {} | {title} {reason} | {example} |\n",
            rule.id(),
            levels(*rule)
        )
    };
    let rows: String = Rule::ALL.iter().map(row).collect();
    format!(
        "<!-- Generated from codegen/src/diff/rule.rs: `UPDATE_GOLDEN=1 cargo test -p sdk-tailor-codegen --test diff` writes \
         it anew. -->\n\n# Rules of `diff`\n\nEach change between two models falls under one of these rules. Where a rule \
         has several levels, the first is the most common; a report says which one a change has. `[diff.levels]` in \
         `sdk-tailor.toml` or `codegen.toml` gives a rule another level, or `none`.\n\n| rule | level | what it means | for \
         example |\n|---|---|---|---|\n{rows}"
    )
}

/// All rules for programs.
pub fn rules_json() -> Value {
    let rule = |rule: &Rule| {
        json!({
            "id": rule.id(),
            "levels": rule.levels().iter().map(|level| level.name()).collect::<Vec<_>>(),
            "title": rule.title(),
            "reason": rule.reason(),
            "example": rule.example(),
        })
    };
    json!({ "rules": Rule::ALL.iter().map(rule).collect::<Vec<_>>() })
}

fn levels(rule: Rule) -> String {
    let names: Vec<&str> = rule.levels().iter().copied().map(Level::name).collect();
    names.join(", ")
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
