//! The changelog of a generated crate.
//!
//! It stands beside the versions of its service's model: the crate's folder holds what is generated and nothing else.

use codegen::diff::render;

use crate::comparison::Comparison;

/// The title of a changelog.
const TITLE: &str = "# Changelog\n";

/// The changelog with an entry for a comparison, the newest first.
pub fn with_entry(changelog: &str, comparison: &Comparison) -> String {
    let entry = render::markdown(&comparison.heading, &comparison.report);
    let older = changelog.strip_prefix(TITLE).unwrap_or(changelog).trim_start();
    let gap = if older.is_empty() { "" } else { "\n" };
    format!("{TITLE}\n{entry}{gap}{older}")
}

#[cfg(test)]
mod tests {
    use codegen::diff::{Report, render::Heading};

    use super::*;

    #[test]
    fn the_newest_entry_stands_first_and_older_ones_stay() {
        let entry = |version: &str| Comparison {
            heading: Heading {
                title: version.into(),
                old: "a".into(),
                new: "b".into(),
                versions: None,
            },
            report: Report::default(),
            names: Vec::new(),
        };
        let first = with_entry("", &entry("shelves 0.1.1"));
        assert!(first.starts_with("# Changelog\n\n## shelves 0.1.1: a → b\n"), "{first}");
        let second = with_entry(&first, &entry("shelves 0.1.2"));
        assert_eq!(second.matches("# Changelog\n").count(), 1);
        assert!(second.find("0.1.2") < second.find("0.1.1"), "{second}");
        assert!(
            second.ends_with(first.strip_prefix("# Changelog\n\n").expect("a title")),
            "{second}"
        );
    }
}
