//! A report as the body of a pull request, read in a minute: what breaks first, operation by operation, with the edits
//! that callers make; the rest is folded.
//!
//! Texts of models are not trusted: names and values stand in code spans, which nothing in them can end.

use std::collections::BTreeMap;

use super::{Heading, concern, counts, remarks};
use crate::{
    diff::{Change, Level, Report, Rule},
    docs,
};

/// The most that the body of a pull request may hold, with a margin: GitHub's own limit is 65,536 characters.
const MOST_TEXT: usize = 60_000;

/// How many operations a title names.
const MOST_NAMED: usize = 3;

/// How many places of a workspace are listed for a change.
const MOST_USES: usize = 5;

/// The report as Markdown.
pub fn markdown(heading: &Heading, report: &Report) -> String {
    let mut out = format!(
        "## {}: {} → {}\n\n",
        prose(&heading.title),
        prose(&heading.old),
        prose(&heading.new)
    );
    if let Some(concern) = concern([report]) {
        out.push_str(&format!("{}.\n", prose(&concern)));
    }
    out.push_str(&format!(
        "**{}**: {}.\n",
        counts(report),
        heading.verdict(report.step())
    ));
    for remark in remarks(report) {
        out.push_str(&format!("\n> {}\n", prose(&remark)));
    }
    for section in sections(report) {
        section.write(&mut out);
    }
    out
}

/// A part of the report: changes under one title.
struct Section<'r> {
    title: &'static str,
    is_folded: bool,
    changes: Vec<&'r Change>,
}

/// The parts, the gravest first. Where a workspace was looked through, what it is not concerned by is folded.
fn sections(report: &Report) -> Vec<Section<'_>> {
    let section = |title, is_folded, fits: &dyn Fn(&Change) -> bool| Section {
        title,
        is_folded,
        changes: report.changes.iter().filter(|change| fits(change)).collect(),
    };
    let of = |level: Level| move |change: &Change| change.level == level && !change.is_accepted();
    let is_breaking = of(Level::Breaking);
    let mut all = match report.used_by {
        None => vec![section("Breaking", false, &is_breaking)],
        Some(_) => vec![
            section("Breaking, and used here", false, &|it| is_breaking(it) && it.is_used()),
            section("Breaking, and not used here", true, &|it| {
                is_breaking(it) && !it.is_used()
            }),
        ],
    };
    all.extend([
        section("Accepted", true, &Change::is_accepted),
        section("Additions", true, &of(Level::Addition)),
        section("Fixes", true, &of(Level::Fix)),
        section("Documentation", true, &of(Level::Docs)),
    ]);
    all.retain(|section| !section.changes.is_empty());
    all
}

impl Section<'_> {
    /// Writes the part as far as there is room.
    fn write(&self, out: &mut String) {
        let count = self.changes.len();
        let (opening, closing) = match self.is_folded {
            true => (
                format!("\n<details><summary><b>{}</b>: {count}</summary>\n", self.title),
                "\n</details>\n",
            ),
            false => (format!("\n### {}\n", self.title), ""),
        };
        out.push_str(&opening);
        let mut written = 0;
        for (group, changes) in self.groups() {
            let title = format!("\n{}\n\n", group.title());
            let mut text = String::new();
            for (line, change) in changes.iter().map(|change| (line(change), change)) {
                let is_full = out.len() + title.len() + text.len() + line.len() > MOST_TEXT;
                if is_full {
                    break;
                }
                text.push_str(&line);
                if change.level == Level::Breaking {
                    text.push_str(&below(change));
                }
                written += 1;
            }
            if !text.is_empty() {
                out.push_str(&title);
                out.push_str(&text);
            }
        }
        if written < count {
            out.push_str(&format!("\n{} more, too many to list here.\n", count - written));
        }
        out.push_str(closing);
    }

    /// The changes by the operations that they belong to.
    fn groups(&self) -> BTreeMap<Group<'_>, Vec<&Change>> {
        let mut groups = BTreeMap::<Group<'_>, Vec<&Change>>::new();
        for change in &self.changes {
            groups.entry(Group::of(change)).or_default().push(change);
        }
        groups
    }
}

/// Those whose change it is, in the order of a report.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Group<'r> {
    /// The users of one operation.
    Operation(&'r str),
    /// The users of a few operations.
    Few(&'r [String]),
    /// The users of many operations.
    Many,
    /// Everyone.
    Client,
}

impl<'r> Group<'r> {
    fn of(change: &'r Change) -> Self {
        match &change.operations[..] {
            [] => Self::Client,
            [one] => Self::Operation(one),
            few if few.len() <= MOST_NAMED => Self::Few(few),
            _ => Self::Many,
        }
    }

    fn title(&self) -> String {
        match self {
            Self::Operation(name) => format!("**{}**", call(name)),
            Self::Few(names) => {
                let names: Vec<String> = names.iter().map(|name| format!("**{}**", call(name))).collect();
                names.join(", ")
            }
            Self::Many => "**Many operations**".to_owned(),
            Self::Client => "**The client**".to_owned(),
        }
    }
}

fn line(change: &Change) -> String {
    let mut line = format!("- {}", span(&change.item));
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => line.push_str(&format!(": {} → {}", span(before), span(after))),
        (Some(said), None) => line.push_str(&format!(": was {}", span(said))),
        (None, Some(said)) => line.push_str(&format!(": {}", span(said))),
        (None, None) => {}
    }
    if change.rule != Rule::DocsChanged {
        let title = change.rule.title();
        line.push_str(&format!(". {title}"));
    }
    if let Some(note) = change.note {
        line.push_str(&format!(" ({note})"));
    }
    if change.by_facts {
        line.push_str(" (by the facts, not by the model)");
    }
    if change.level == Level::Breaking && !change.is_accepted() && !change.fingerprint.is_empty() {
        line.push_str(&format!(" (fingerprint {})", span(&change.fingerprint)));
    }
    line.push('\n');
    line
}

/// The notes below a breaking change: the edit, the uses that it touches, and why it is accepted.
fn below(change: &Change) -> String {
    let mut said = Vec::new();
    if let Some(hint) = &change.hint {
        said.push(format!("Instead: {hint}."));
    }
    let uses = change.uses.as_deref().unwrap_or_default();
    if !uses.is_empty() {
        let mut places: Vec<String> = uses.iter().take(MOST_USES).map(|it| span(&it.to_string())).collect();
        if let Some(more @ 1..) = uses.len().checked_sub(MOST_USES) {
            places.push(format!("{more} more places"));
        }
        said.push(format!("Used at {}.", places.join(", ")));
    }
    said.extend(
        change
            .accepted
            .as_ref()
            .map(|it| format!("Accepted: {}", prose(&it.reason))),
    );
    said.iter().map(|text| format!("  - {text}\n")).collect()
}

/// A text as code.
fn span(text: &str) -> String {
    match docs::line(text).as_str() {
        "" => "nothing".to_owned(),
        line => docs::code(line),
    }
}

fn call(method: &str) -> String {
    span(&format!("{method}()"))
}

/// A text as prose: one line, in which nothing is markup.
fn prose(text: &str) -> String {
    let mut out = String::new();
    for c in docs::line(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // A name of GitHub's would get a notice.
            '@' => out.push_str("@\u{200b}"),
            '\\' | '*' | '[' | ']' | '~' | '|' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}
