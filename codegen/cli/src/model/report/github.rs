//! Annotations of GitHub's actions, as workflow commands.
//!
//! A command ends with its line, and its properties with a colon or a comma: texts of models are escaped, and can end
//! neither.

use codegen::diff::{Change, Level};

use super::{Scene, details, sentence, stops};
use crate::comparison::Comparison;

/// The number of places of a workspace that are annotated for a change. GitHub shows ten annotations of each kind for a
/// step.
const MOST_USES: usize = 10;

/// The comparisons as lines of commands: a summary of each, and its changes, the gravest first. Changes of
/// documentation alone would hide the others.
pub fn render(comparisons: &[Comparison], scene: &Scene) -> String {
    let mut out = String::new();
    for it in comparisons {
        let summary = codegen::diff::render::summary(&it.heading, &it.report);
        out.push_str(&command("notice", &[("title", &it.heading.title)], &summary));
        for change in it.report.changes.iter().filter(|change| change.level != Level::Docs) {
            annotate(change, &it.heading.title, scene, &mut out);
        }
    }
    out
}

fn annotate(change: &Change, title: &str, scene: &Scene, out: &mut String) {
    let (file, line, column) = scene.place(change);
    let kind = kind(change);
    let title = format!("{title}: {}", change.rule.id());
    let mut message = vec![sentence(change)];
    message.extend(details(change, scene));
    let (line, column) = (line.to_string(), column.to_string());
    let properties = [
        ("file", file.as_str()),
        ("line", &line),
        ("col", &column),
        ("title", &title),
    ];
    out.push_str(&command(kind, &properties, &message.join("\n")));
    if change.level != Level::Breaking {
        return;
    }
    for it in change.uses.iter().flatten().take(MOST_USES) {
        let (file, line) = (scene.file_of(it), it.line.to_string());
        let properties = [("file", file.as_str()), ("line", &line), ("title", &title)];
        let mut message = vec![sentence(change)];
        message.extend(change.hint.as_ref().map(|hint| format!("instead: {hint}")));
        out.push_str(&command(kind, &properties, &message.join("\n")));
    }
}

fn kind(change: &Change) -> &'static str {
    match change.level {
        Level::Breaking if stops(change) => "error",
        Level::Breaking if !change.is_accepted() => "warning",
        Level::Breaking | Level::Addition | Level::Fix | Level::Docs => "notice",
    }
}

/// A workflow command. What stands in its properties and in its message ends neither.
pub fn command(kind: &str, properties: &[(&str, impl AsRef<str>)], message: &str) -> String {
    let escaped = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| escaped(text).replace(':', "%3A").replace(',', "%2C");
    let properties: Vec<String> = properties
        .iter()
        .map(|(name, value)| format!("{name}={}", property(value.as_ref())))
        .collect();
    format!("::{kind} {}::{}\n", properties.join(","), escaped(message))
}
