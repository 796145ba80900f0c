//! A report as the body of a pull request: what it adds up to first, and long lists folded.
//!
//! What models say is not trusted: names and values stand in code spans, which nothing in them can end.

use super::{Heading, by_rule, counts};
use crate::{
    diff::{Change, Level, Report},
    docs,
};

/// A list of more changes than this is folded.
const MOST_UNFOLDED: usize = 12;

/// The most that the body of a pull request may hold, with a margin: GitHub's own limit is 65,536 characters.
const MOST_TEXT: usize = 60_000;

/// The report as Markdown.
pub fn markdown(heading: &Heading, report: &Report) -> String {
    let mut out = format!(
        "## {}: {} → {}\n\n**{}**: {}.\n",
        docs::line(&heading.title),
        docs::line(&heading.old),
        docs::line(&heading.new),
        counts(report),
        heading.verdict(report.step())
    );
    for level in Level::ALL {
        let section = section(report, *level);
        if out.len() + section.len() > MOST_TEXT {
            let count = report.of(*level).count();
            out.push_str(&format!(
                "\n### {}\n\n{count} changes, too many to list here.\n",
                title(*level)
            ));
        } else {
            out.push_str(&section);
        }
    }
    out
}

fn title(level: Level) -> &'static str {
    match level {
        Level::Breaking => "Breaking",
        Level::Addition => "Additions",
        Level::Fix => "Fixes",
        Level::Docs => "Documentation",
    }
}

fn section(report: &Report, level: Level) -> String {
    let mut out = String::new();
    for (rule, changes) in by_rule(report, level) {
        let list: String = changes.iter().map(|change| line(change)).collect();
        let heading = format!("{} (`{}`)", rule.title(), rule.id());
        if changes.len() > MOST_UNFOLDED || level == Level::Docs {
            let many = if changes.len() == 1 { "change" } else { "changes" };
            let heading = format!("{} {many}: {}", changes.len(), heading.replace('`', ""));
            out.push_str(&format!(
                "\n<details><summary>{heading}</summary>\n\n{list}\n</details>\n"
            ));
        } else {
            out.push_str(&format!("\n{heading}\n\n{list}"));
        }
    }
    if out.is_empty() {
        return out;
    }
    format!("\n### {}\n{out}", title(level))
}

fn line(change: &Change) -> String {
    let code = |text: &String| match docs::line(text).as_str() {
        "" => "nothing".to_owned(),
        line => docs::code(line),
    };
    let mut line = format!("- {}", code(&change.item));
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => line.push_str(&format!(": {} → {}", code(before), code(after))),
        (Some(said), None) => line.push_str(&format!(": was {}", code(said))),
        (None, Some(said)) => line.push_str(&format!(": {}", code(said))),
        (None, None) => {}
    }
    if let Some(note) = change.note {
        line.push_str(&format!(" ({note})"));
    }
    line.push('\n');
    line
}
