//! Where sources have the words that someone asks for: every place of them, with what stands around each. It knows no types and
//! no crate.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::lex::{Kind, Token, tokens};
use super::{Around, Place};

/// How a word stands in the sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// After a dot: a method or a field.
    Method,
    /// In a path, a pattern, a list of imports or anywhere else that names can stand.
    Name,
    /// All of a string.
    Text,
}

/// The places of words.
#[derive(Clone, Debug, Default)]
pub struct Words(BTreeMap<String, BTreeSet<(Role, Place)>>);

impl Words {
    /// Reads a source text for these words.
    pub fn read(&mut self, file: &Path, source: &str, wanted: &BTreeSet<String>) {
        self.tokens(&tokens(source), (file, 0), wanted);
    }

    fn tokens(&mut self, tokens: &[Token<'_>], (file, first): (&Path, usize), wanted: &BTreeSet<String>) {
        for (index, token) in tokens.iter().enumerate() {
            let line = first + token.line;
            let around = Around { tokens, index };
            let (word, role) = match token.kind {
                Kind::Mark => continue,
                Kind::Docs => {
                    self.documentation(token, (file, line), wanted);
                    continue;
                }
                Kind::Text => (inner(token.text), Role::Text),
                Kind::Name if around.is_defined() => continue,
                Kind::Name if around.is_method() => (token.text, Role::Method),
                Kind::Name => (token.text, Role::Name),
            };
            if wanted.contains(word) {
                let text = match role {
                    Role::Method => format!(".{word}"),
                    Role::Name => word.to_owned(),
                    Role::Text => format!("{word:?}"),
                };
                let file = file.to_owned();
                let places = self.0.entry(word.to_owned()).or_default();
                places.insert((role, Place { file, line, text }));
            }
        }
    }

    /// Reads the code in documentation, which is compiled as tests are.
    fn documentation(&mut self, token: &Token<'_>, (file, line): (&Path, usize), wanted: &BTreeSet<String>) {
        if !token.text.contains('(') && !token.text.contains("::") {
            return;
        }
        let inner = tokens(token.text.trim_start_matches(['/', '!', '*', ' ']));
        let inner: Vec<Token<'_>> = inner.into_iter().filter(|token| token.kind != Kind::Docs).collect();
        self.tokens(&inner, (file, line - 1), wanted);
    }

    /// The places of a word in one of these roles.
    pub fn places<'a>(&'a self, word: &str, roles: &'a [Role]) -> impl Iterator<Item = &'a Place> {
        let all = self.0.get(word).into_iter().flatten();
        all.filter(|(role, _)| roles.contains(role)).map(|(_, place)| place)
    }
}

/// The text in a string, as it is written.
fn inner(text: &str) -> &str {
    let text = text.trim_start_matches(['b', 'c', 'r']).trim_matches('#');
    text.strip_prefix('"')
        .and_then(|it| it.strip_suffix('"'))
        .unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_in_each_of_its_roles() {
        let source = "fn pages() {}\nuse x::Novel;\nlet _ = book\n  .pages();\nlet Book { pages, .. } = b; // pages\nf(\"NOVEL\", r#\"pages\"#);";
        let mut words = Words::default();
        let wanted = ["pages", "Novel", "NOVEL"].map(str::to_owned).into();
        words.read(Path::new("a.rs"), source, &wanted);
        let lines = |word: &str, role: Role| -> Vec<usize> { words.places(word, &[role]).map(|it| it.line).collect() };
        assert_eq!(lines("pages", Role::Method), [4]);
        assert_eq!(lines("pages", Role::Name), [5]);
        assert_eq!(lines("pages", Role::Text), [6]);
        assert_eq!(
            (lines("Novel", Role::Name), lines("NOVEL", Role::Text)),
            (vec![2], vec![6])
        );
        assert!(lines("Novel", Role::Method).is_empty());
    }
}
