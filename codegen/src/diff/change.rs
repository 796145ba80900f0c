//! Changes: one difference, its place, who is concerned by it, and whether it is accepted. It knows no service and no
//! form of a report.

use std::path::PathBuf;

use sha2::{Digest, Sha256};

use super::Rule;

/// The weight of a change for those who use the crate. The gravest is the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing that runs is different.
    Docs,
    /// The API is the same; what is sent, accepted or done is not quite.
    Fix,
    /// There is more than before, and what was there is as it was.
    Addition,
    /// Code that compiled or worked may not any more.
    Breaking,
}

impl Level {
    /// All levels, the gravest first.
    pub const ALL: &[Self] = &[Self::Breaking, Self::Addition, Self::Fix, Self::Docs];

    /// The name of the level.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Docs => "docs",
            Self::Fix => "fix",
            Self::Addition => "addition",
            Self::Breaking => "breaking",
        }
    }

    /// The level of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|level| level.name() == name)
    }
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The rule that it falls under.
    pub rule: Rule,
    /// Its weight for users, as the rule and the configuration have it.
    pub level: Level,
    /// Its weight for users, as the rule alone has it.
    pub judged: Level,
    /// The item that changed, as a path in the crate: `types::DatasetSummary::name`.
    pub item: String,
    /// The methods of the client whose operations have the item: `list_datasets`. None where it belongs to the client.
    pub operations: Vec<String>,
    /// Where in the model that stands, as a JSON pointer (RFC 6901): in the new one, or in the old one if it is gone.
    pub pointer: String,
    /// The same place with its file and its line, where the files are at hand.
    pub place: Option<Place>,
    /// How it was, where that can be said in a line.
    pub before: Option<String>,
    /// How it is.
    pub after: Option<String>,
    /// A consequence that the rule alone does not tell.
    pub note: Option<&'static str>,
    /// True where the change follows from other facts about the service, and not from its model.
    pub by_facts: bool,
    /// The code to write instead, where that follows from the change: a sentence in Markdown.
    pub hint: Option<String>,
    /// A name for the change that stays the same whatever else changes: sixteen hexadecimal digits.
    pub fingerprint: String,
    /// The places of a workspace that the change touches; none where nobody looked.
    pub uses: Option<Vec<Use>>,
    /// The exception in the configuration that accepts the change.
    pub accepted: Option<Accepted>,
}

/// A place in a model.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, as the user of a report knows it.
    pub file: PathBuf,
    /// The line, from one.
    pub line: usize,
    /// The column, from one.
    pub column: usize,
    /// The side that the file belongs to.
    pub side: Side,
}

/// A side of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The model as it was.
    Old,
    /// The model as it is.
    New,
}

/// A place in the sources of a workspace that a change touches.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    /// The file, below the folder of the workspace.
    pub file: PathBuf,
    /// The line, from one.
    pub line: usize,
    /// The words that stand there: `get_object()`.
    pub text: String,
}

impl std::fmt::Display for Use {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file.display(), self.line)
    }
}

/// An exception in the configuration: someone has seen the change and wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// Why.
    pub reason: String,
    /// The last day on which the exception holds, as `2026-12-31`.
    pub until: Option<String>,
}

impl Change {
    /// The change as its rule judges it, of which whoever found it may say more.
    pub(super) fn new(rule: Rule, level: Level, item: String, pointer: &str) -> Self {
        Self {
            rule,
            level,
            judged: level,
            item,
            operations: Vec::new(),
            pointer: pointer.to_owned(),
            place: None,
            before: None,
            after: None,
            note: None,
            by_facts: false,
            hint: None,
            fingerprint: String::new(),
            uses: None,
            accepted: None,
        }
    }

    /// Says how it was and how it is, unless both read the same: then the difference is in what a line does not show.
    pub(super) fn said(&mut self, before: Option<String>, after: Option<String>) -> &mut Self {
        if before != after {
            (self.before, self.after) = (before, after);
        }
        self
    }

    /// True where the scanned workspace uses the changed item.
    pub fn is_used(&self) -> bool {
        self.uses.as_ref().is_some_and(|uses| !uses.is_empty())
    }

    /// True where an exception accepts the change.
    pub fn is_accepted(&self) -> bool {
        self.accepted.is_some()
    }
}

/// Gives each change its fingerprint: the hash of the service, the rule, the item, and how it was and is. Changes that
/// are the same in all of that are told apart by their number.
pub(super) fn fingerprint(changes: &mut [Change], service: &str) {
    let mut seen = std::collections::BTreeMap::<String, usize>::new();
    for change in changes {
        let said = |text: &Option<String>| text.clone().unwrap_or_default();
        let (before, after) = (said(&change.before), said(&change.after));
        let note = change.note.unwrap_or_default();
        let parts = [service, change.rule.id(), &change.item, &before, &after, note];
        let text = parts.join("\0");
        let count = seen.entry(text.clone()).or_default();
        let hash = Sha256::digest(format!("{text}\0{count}"));
        *count += 1;
        change.fingerprint = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_follows_from_the_change_alone() {
        let change = |item: &str, after: &str| {
            let mut change = Change::new(Rule::MemberTypeChanged, Level::Breaking, item.into(), "/shapes/A");
            change.after = Some(after.into());
            change
        };
        let prints = |service: &str, mut changes: Vec<Change>| -> Vec<String> {
            fingerprint(&mut changes, service);
            changes.into_iter().map(|it| it.fingerprint).collect()
        };
        let alone = prints("shelves", vec![change("types::A::b", "i64")]);
        let mut moved = change("types::A::b", "i64");
        (moved.pointer, moved.level) = ("/shapes/Z".into(), Level::Docs);
        let among = prints("shelves", vec![change("types::A::a", "i64"), moved]);
        assert_eq!(alone[0], among[1], "where it stands and how it is weighed do not count");
        assert_eq!(alone[0].len(), 16);
        assert_ne!(alone, prints("shelves", vec![change("types::A::b", "String")]));
        assert_ne!(alone, prints("books", vec![change("types::A::b", "i64")]));
        let twice = prints(
            "shelves",
            vec![change("types::A::b", "i64"), change("types::A::b", "i64")],
        );
        assert!(twice[0] == alone[0] && twice[1] != alone[0], "{twice:?}");
    }
}
