//! The text of `sdk-tailor.toml`: tables of crates are added, changed and removed, and comments stay.

use std::path::Path;

use toml_edit::{Array, DocumentMut, Item, Value};

use crate::Result;

/// The comment at the top of a new configuration.
pub const HEADER: &str = "\
# Which of AWS's crates are cut to what this application calls. `cargo sdk-tailor generate` writes them; `check` says
# what is missing and what nobody calls. Beside each operation stands a place that needs it.

";

/// An operation of a crate, with a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The operation, by its name or by a pattern.
    pub operation: String,
    /// The comment on the operation's line.
    pub comment: Option<String>,
    /// The comments and blank lines above it.
    above: String,
}

impl Line {
    /// An operation with a comment.
    pub fn new(operation: impl Into<String>, comment: impl Into<String>) -> Self {
        Self {
            operation: operation.into(),
            comment: Some(comment.into()),
            above: String::new(),
        }
    }
}

/// The configuration, as it is written.
pub struct Text(DocumentMut);

impl Text {
    /// Reads the text of a configuration.
    ///
    /// # Errors
    ///
    /// It is not TOML.
    pub fn parse(text: &str, file: &Path) -> Result<Self> {
        let document = text.parse().map_err(|error| format!("{}:\n{error}", file.display()))?;
        Ok(Self(document))
    }

    /// The text.
    pub fn text(&self) -> String {
        self.0.to_string()
    }

    /// Adds a table with these lines, and operations.
    ///
    /// # Errors
    ///
    /// The lines are not TOML.
    pub fn add_crate(&mut self, lines: &str, operations: &[Line]) -> Result<()> {
        let table = format!("{}\n[[crate]]\n{lines}operations = {}\n", self.0, array(operations));
        self.0 = table.replacen("\n\n\n", "\n\n", 1).parse()?;
        Ok(())
    }

    /// The operations of a crate; none where it names none.
    pub fn operations(&self, package: &str) -> Vec<Line> {
        let tables = self.0.get("crate").and_then(Item::as_array_of_tables);
        let mut tables = tables.into_iter().flatten();
        let table = tables.find(|table| table.get("package").and_then(Item::as_str) == Some(package));
        let array = table.and_then(|table| table.get("operations")).and_then(Item::as_array);
        array.map(lines).unwrap_or_default()
    }

    /// Sets the operations of a crate.
    ///
    /// # Errors
    ///
    /// There is no such crate.
    pub fn set_operations(&mut self, package: &str, operations: &[Line]) -> Result<()> {
        let tables = self.0.get_mut("crate").and_then(Item::as_array_of_tables_mut);
        let mut tables = tables.into_iter().flat_map(|tables| tables.iter_mut());
        let table = tables
            .find(|table| table.get("package").and_then(Item::as_str) == Some(package))
            .ok_or_else(|| format!("there is no crate `{package}`"))?;
        let new: DocumentMut = format!("operations = {}\n", array(operations)).parse()?;
        table["operations"] = new["operations"].clone();
        Ok(())
    }

    /// Removes the table of a crate.
    pub fn remove_crate(&mut self, package: &str) {
        if let Some(tables) = self.0.get_mut("crate").and_then(Item::as_array_of_tables_mut) {
            tables.retain(|table| table.get("package").and_then(Item::as_str) != Some(package));
        }
    }
}

/// The operations of an array, with the comments on and above their lines. TOML counts a comment on a line as part of
/// the next element.
fn lines(array: &Array) -> Vec<Line> {
    let text = |raw: Option<&toml_edit::RawString>| {
        raw.and_then(toml_edit::RawString::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let mut lines: Vec<Line> = Vec::new();
    let beside = |line: Option<&mut Line>, gap: &str| -> String {
        let (first, rest) = gap.split_once('\n').unwrap_or((gap, ""));
        if let (Some(line), Some((_, comment))) = (line, first.split_once('#')) {
            line.comment = Some(comment.trim().to_owned());
        }
        rest.lines()
            .map(str::trim)
            .filter(|line| line.starts_with('#'))
            .map(|line| format!("{line}\n"))
            .collect()
    };
    for value in array {
        let gap = text(value.decor().prefix());
        let above = beside(lines.last_mut(), &gap);
        lines.push(Line {
            operation: value.as_str().unwrap_or_default().to_owned(),
            comment: None,
            above,
        });
        beside(lines.last_mut(), &text(value.decor().suffix()));
    }
    beside(lines.last_mut(), &text(Some(array.trailing())));
    lines
}

/// The text of an array with a line for each operation.
fn array(operations: &[Line]) -> String {
    let line = |it: &Line| {
        let above: String = it.above.lines().map(|line| format!("    {line}\n")).collect();
        let value = Value::from(it.operation.as_str());
        let comment = it
            .comment
            .as_ref()
            .map(|comment| format!(" # {}", comment.replace(['\n', '\r'], " ")));
        format!("{above}    {value},{}\n", comment.unwrap_or_default())
    };
    format!("[\n{}]", operations.iter().map(line).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_changed_and_comments_stay() {
        let mut text = Text::parse(
            &format!("{HEADER}support = \"sdk/support\"\n"),
            Path::new("sdk-tailor.toml"),
        )
        .expect("read");
        let get = Line::new("GetObject", "src/a.rs:1");
        text.add_crate("package = \"aws-sdk-s3\"\n", std::slice::from_ref(&get))
            .expect("added");
        text.add_crate("package = \"aws-sdk-sqs\"\n", &[Line::new("SendMessage", "x")])
            .expect("added");
        let written = text
            .text()
            .replace("    \"GetObject\",", "    # needed at night\n    \"GetObject\",");
        let mut text = Text::parse(&written, Path::new("sdk-tailor.toml")).expect("read");
        let mut lines = text.operations("aws-sdk-s3");
        assert_eq!(
            (lines[0].operation.as_str(), lines[0].comment.as_deref()),
            ("GetObject", Some("src/a.rs:1"))
        );
        text.set_operations("aws-sdk-s3", &lines.clone()).expect("set");
        assert_eq!(text.text(), written, "what does not change stays as it is written");
        lines.push(Line::new("List*", "added by hand"));
        text.set_operations("aws-sdk-s3", &lines).expect("set");
        assert!(
            text.text()
                .contains("    # needed at night\n    \"GetObject\", # src/a.rs:1\n    \"List*\", # added by hand\n]")
        );
        text.remove_crate("aws-sdk-s3");
        assert!(!text.text().contains("GetObject") && text.text().contains("SendMessage"));
        assert!(text.text().starts_with(HEADER));
    }
}
