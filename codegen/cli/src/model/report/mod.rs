//! How comparisons leave the program: as text, as Markdown or as JSON, one after the other.

use codegen::diff::render::{self, Heading};
use codegen::diff::{Level, Report};
use serde_json::{Value, json};

/// The form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// A line for each change
    Text,
    /// The body of a pull request
    Markdown,
    /// Everything, for programs
    Json,
}

/// One comparison.
pub struct Comparison {
    pub heading: Heading,
    pub report: Report,
}

/// The gravest level of all comparisons.
pub fn level(comparisons: &[Comparison]) -> Option<Level> {
    comparisons.iter().filter_map(|it| it.report.level()).max()
}

/// All comparisons as JSON.
pub fn json(comparisons: &[Comparison]) -> Value {
    let steps = comparisons.iter().map(|it| it.report.step());
    let reports: Vec<Value> = comparisons
        .iter()
        .map(|it| render::json(&it.heading, &it.report))
        .collect();
    json!({
        "level": level(comparisons).map(Level::name),
        "step": steps.max().map(codegen::diff::Step::name),
        "reports": reports,
    })
}

/// The rules of the comparison in a form.
///
/// # Errors
///
/// The form is one of reports alone.
pub fn rules(format: Format) -> crate::Result<String> {
    Ok(match format {
        Format::Text => render::rules_text(),
        Format::Markdown => render::rules_markdown(),
        Format::Json => format!("{:#}\n", render::rules_json()),
    })
}

/// All comparisons in a form.
pub fn render(format: Format, comparisons: &[Comparison]) -> String {
    let one = |it: &Comparison| match format {
        Format::Text => render::text(&it.heading, &it.report),
        Format::Markdown | Format::Json => render::markdown(&it.heading, &it.report),
    };
    match format {
        Format::Json => format!("{:#}\n", json(comparisons)),
        Format::Text | Format::Markdown => comparisons.iter().map(one).collect::<Vec<_>>().join("\n"),
    }
}
