//! Mentions of a service's items in sources: a scan of their tokens for names that the service's crate has.
//!
//! The scan knows no types. Anything that could be a call of an operation counts as one, in macros, tests and
//! documentation as anywhere else: an operation too many costs little, and one too few does not compile.

mod lex;
pub mod sources;
pub mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

use lex::{Kind, Token, tokens};

/// A place in the sources.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub file: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// The text at the place: `get_object()`.
    pub text: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file.display(), self.line)
    }
}

/// The names of a service's crate that sources may mention.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// Methods of the client, and modules of operations, each with its operation.
    pub operations: BTreeMap<String, String>,
    /// The client's waiter methods, each with the operation that it calls.
    pub waiters: BTreeMap<String, String>,
    /// Types that only one operation has, with that operation: `GetObjectError`.
    pub operation_types: BTreeMap<String, String>,
    /// Types of the model.
    pub types: BTreeSet<String>,
    /// Those of them that are errors, and so variants of the errors of operations and of the crate.
    pub errors: BTreeSet<String>,
    /// True where some source re-exports all types under other paths, so that a bare name may be one of them.
    pub has_types_handed_on: bool,
}

/// The mentions of a service in sources, each with its places.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    /// Operations, by their name in the model.
    pub operations: BTreeMap<String, BTreeSet<Place>>,
    /// Types of the model, by their name in Rust.
    pub types: BTreeMap<String, BTreeSet<Place>>,
}

impl Mentions {
    /// Adds the mentions of another scan.
    pub fn extend(&mut self, other: Self) {
        for (name, places) in other.operations {
            self.operations.entry(name).or_default().extend(places);
        }
        for (name, places) in other.types {
            self.types.entry(name).or_default().extend(places);
        }
    }
}

/// Scans a source text.
pub fn scan(file: &Path, source: &str, words: &Vocabulary) -> Mentions {
    let mut mentions = Mentions::default();
    read(&tokens(source), (file, 0), words, &mut mentions);
    mentions
}

/// Tells whether a source text re-exports all types of a service: `pub use aws_sdk_s3::types::*`, or the module under
/// another name.
pub fn hands_types_on(source: &str) -> bool {
    let tokens = tokens(source);
    let uses = tokens.split(|token| token.is(";"));
    uses.map(|item| (item.iter().rposition(|token| token.is_name("use")), item))
        .filter_map(|(at, item)| item.split_at_checked(at?))
        .any(|(before, item)| is_public(before) && brings_all_types(item))
}

/// Tells whether an item after these tokens is public.
fn is_public(before: &[Token<'_>]) -> bool {
    let end = before.last();
    end.is_some_and(|it| it.is_name("pub"))
        || (end.is_some_and(|it| it.is(")")) && before.iter().any(|it| it.is_name("pub")))
}

/// Tells whether tokens bring all types into scope, or their module under a name of its own: `types::*`, `types as t`,
/// `types::{self as t}`.
fn brings_all_types(tokens: &[Token<'_>]) -> bool {
    let after = |on: usize| tokens[on..].iter().map(|token| token.text);
    let ways: [&[&str]; 3] = [&[":", ":", "*"], &["as"], &[":", ":", "{", "self", "as"]];
    let types = (0..tokens.len()).filter(|index| tokens[*index].is_name("types"));
    types.map(|index| index + 1).any(|next| {
        ways.iter()
            .any(|way| after(next).take(way.len()).eq(way.iter().copied()))
    })
}

/// The state of a scan: the open brackets, and the statement around them.
#[derive(Default)]
struct State {
    /// One entry for each open bracket: true for that of a macro's call or rules.
    brackets: Vec<bool>,
    /// True in an item that begins with `use`.
    is_use: bool,
    /// The depth of braces or of a path after `types::`.
    types_at: Option<usize>,
    /// True where all types are in scope, by `types::*` or under another name of their module.
    has_all_types: bool,
}

fn read(tokens: &[Token<'_>], (file, first): (&Path, usize), words: &Vocabulary, mentions: &mut Mentions) {
    let mut state = State {
        has_all_types: words.has_types_handed_on || brings_all_types(tokens),
        ..State::default()
    };
    for (index, token) in tokens.iter().enumerate() {
        let line = first + token.line;
        match token.kind {
            Kind::Docs => documentation(token, file, line, words, mentions),
            Kind::Text => {}
            Kind::Mark => state.step(tokens, index),
            Kind::Name => {
                state.is_use |= token.text == "use";
                let around = Around { tokens, index };
                let place = |text: String| Place {
                    file: file.to_owned(),
                    line,
                    text,
                };
                if let Some((operation, text)) = operation(&around, &state, words) {
                    mentions.operations.entry(operation).or_default().insert(place(text));
                }
                if words.types.contains(token.text) && is_type(&around, &state, words) {
                    mentions
                        .types
                        .entry(token.text.to_owned())
                        .or_default()
                        .insert(place(token.text.to_owned()));
                }
                if token.text == "types" && around.is_followed_by_path() {
                    state.types_at = Some(state.brackets.len());
                }
            }
        }
    }
}

impl State {
    /// Updates the state for a mark.
    fn step(&mut self, tokens: &[Token<'_>], index: usize) {
        match tokens[index].text {
            "(" | "[" | "{" => {
                let before = |back: usize| index.checked_sub(back).map(|at| &tokens[at]);
                let is_call = before(1).is_some_and(|it| it.is("!"));
                let is_rules = before(2).is_some_and(|it| it.is("!"));
                let is_inside = self.brackets.last().copied().unwrap_or(false);
                self.brackets.push(is_inside || is_call || is_rules);
            }
            ")" | "]" | "}" => {
                self.brackets.pop();
                self.types_at = self.types_at.filter(|depth| *depth < self.brackets.len());
            }
            ";" => {
                self.is_use = false;
                self.types_at = None;
            }
            "," => self.types_at = self.types_at.filter(|depth| *depth < self.brackets.len()),
            _ => {}
        }
    }

    fn is_in_macro(&self) -> bool {
        self.brackets.last().copied().unwrap_or(false)
    }
}

/// A name and the tokens around it.
struct Around<'a> {
    tokens: &'a [Token<'a>],
    index: usize,
}

impl Around<'_> {
    fn text(&self) -> &str {
        self.tokens[self.index].text
    }

    fn before(&self, back: usize) -> Option<&Token<'_>> {
        self.index.checked_sub(back).map(|index| &self.tokens[index])
    }

    fn is_method(&self) -> bool {
        self.before(1).is_some_and(|it| it.is("."))
    }

    fn is_after_path(&self) -> bool {
        self.before(1).is_some_and(|it| it.is(":")) && self.before(2).is_some_and(|it| it.is(":"))
    }

    fn is_followed_by_path(&self) -> bool {
        let after = |on: usize| self.tokens.get(self.index + on).is_some_and(|it| it.is(":"));
        after(1) && after(2)
    }

    fn is_defined(&self) -> bool {
        self.before(1)
            .is_some_and(|it| it.is_name("fn") || it.is_name("mod") || it.is_name("let"))
    }
}

/// The operation that a name means, and the text of the mention.
fn operation(around: &Around<'_>, state: &State, words: &Vocabulary) -> Option<(String, String)> {
    let name = around.text();
    if let Some(operation) = words.operation_types.get(name) {
        return Some((operation.clone(), name.to_owned()));
    }
    let (operation, is_waiter) = match words.operations.get(name) {
        Some(operation) => (operation, false),
        None => (words.waiters.get(name)?, true),
    };
    let is_path = around.is_after_path() || (around.is_followed_by_path() && !is_waiter) || state.is_use;
    let is_meant = around.is_method() || is_path || (state.is_in_macro() && !around.is_defined());
    let text = match around.is_method() {
        true => format!("{name}()"),
        false => name.to_owned(),
    };
    (is_meant && !around.is_defined()).then(|| (operation.clone(), text))
}

/// Tells whether a name is that of a type of the model: after `types::`, in braces after it, or a variant of an error.
fn is_type(around: &Around<'_>, state: &State, words: &Vocabulary) -> bool {
    let is_error = || around.is_after_path() && words.errors.contains(around.text());
    state.types_at.is_some() || state.has_all_types || is_error()
}

/// Scans the code in documentation, which is compiled as a test.
fn documentation(token: &Token<'_>, file: &Path, line: usize, words: &Vocabulary, mentions: &mut Mentions) {
    if !token.text.contains('(') && !token.text.contains("::") {
        return;
    }
    let marks: &[char] = &['/', '!', '*', ' '];
    let inner = token.text.trim_start_matches(marks);
    let mut found = Mentions::default();
    let inner = tokens(inner);
    let inner: Vec<Token<'_>> = inner.into_iter().filter(|token| token.kind != Kind::Docs).collect();
    read(&inner, (file, line - 1), words, &mut found);
    mentions.extend(found);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Vocabulary {
        let pairs = |all: &[(&str, &str)]| all.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        Vocabulary {
            operations: pairs(&[
                ("get_object", "GetObject"),
                ("put_object", "PutObject"),
                ("scan", "Scan"),
            ]),
            waiters: pairs(&[("wait_until_bucket_exists", "HeadBucket")]),
            operation_types: pairs(&[("GetObjectError", "GetObject")]),
            types: ["Tag", "NoSuchKey", "Object"].map(str::to_owned).into(),
            errors: ["NoSuchKey".to_owned()].into(),
            has_types_handed_on: false,
        }
    }

    #[track_caller]
    fn finds(source: &str, wanted: &[&str]) {
        let found = scan(Path::new("a.rs"), source, &words());
        let names: Vec<&str> = found
            .operations
            .keys()
            .chain(found.types.keys())
            .map(String::as_str)
            .collect();
        assert_eq!(names, wanted, "{source}");
    }

    #[test]
    fn calls_paths_macros_and_documentation_count() {
        for source in [
            "client.get_object().send()",
            "client\n  .get_object ( )",
            "Client::get_object(&client)",
            "let f = aws_sdk_s3::Client::get_object;",
            "use aws_sdk_s3::operation::get_object::GetObjectOutput;",
            "use aws_sdk_s3::operation::{get_object, head_object::HeadObjectOutput};",
            "fn f(e: GetObjectError) {}",
            "call!(client, get_object)",
            "macro_rules! m { ($c:expr) => { $c.get_object() } }",
            "/// ```\n/// client.get_object().send().await;\n/// ```\nfn f() {}",
            "#[cfg(test)] mod tests { fn t() { c.get_object(); } }",
            "c.r#get_object()",
        ] {
            finds(source, &["GetObject"]);
        }
        finds("client.wait_until_bucket_exists()", &["HeadBucket"]);
    }

    #[test]
    fn what_only_looks_like_a_call_does_not_count() {
        for source in [
            "fn get_object() {} get_object();",
            "\"client.get_object()\"",
            "// client.get_object()\n/* client.get_object() */",
            "let get_object = 1;",
            "struct S { get_object: u8 }",
            "fn f(o: Object) -> Tag {}",
        ] {
            finds(source, &[]);
        }
    }

    #[test]
    fn types_count_where_they_are_the_models() {
        finds("use aws_sdk_s3::types::Tag;", &["Tag"]);
        finds(
            "use aws_sdk_s3::types::{Object as O, error::NoSuchKey}; struct Tag;",
            &["NoSuchKey", "Object"],
        );
        finds("use aws_sdk_s3::{types::Tag, Client}; struct Object;", &["Tag"]);
        finds("use aws_sdk_s3::types::*; fn f(t: Tag) {}", &["Tag"]);
        finds("fn f(t: s3::types::Tag) {} struct Object;", &["Tag"]);
        finds("match e { aws_sdk_s3::Error::NoSuchKey(_) => {} }", &["NoSuchKey"]);
        finds(
            "use aws_sdk_s3::Error as E; match e { E::NoSuchKey(_) => {} }",
            &["NoSuchKey"],
        );
        finds("use aws_sdk_s3::types as t; fn f(o: t::Object) {}", &["Object"]);
        finds("use aws_sdk_s3::types::{self as t}; fn f(o: t::Object) {}", &["Object"]);
        finds("use crate::types; fn f(o: Object) {}", &[]);
    }

    #[test]
    fn types_that_a_source_hands_on_count_wherever_they_are_named() {
        for source in [
            "pub use aws_sdk_s3::types::*;",
            "mod a; pub(crate) use aws_sdk_s3::{Client, types::*};",
            "pub use aws_sdk_s3::types as models;",
            "pub use aws_sdk_s3::{types::{self as models}};",
        ] {
            assert!(hands_types_on(source), "{source}");
        }
        for source in [
            "use aws_sdk_s3::types::*;",
            "pub fn f() { use t::types::*; }",
            "pub use aws_sdk_s3::types::Tag;",
        ] {
            assert!(!hands_types_on(source), "{source}");
        }
        let words = Vocabulary {
            has_types_handed_on: true,
            ..words()
        };
        let found = scan(Path::new("a.rs"), "fn f(o: crate::models::Object) {}", &words);
        assert!(found.types.contains_key("Object"));
    }

    #[test]
    fn a_place_has_its_line() {
        let found = scan(
            Path::new("src/a.rs"),
            "\n\nfn f() {\n  c\n    .get_object();\n}",
            &words(),
        );
        let place = found.operations["GetObject"].first().expect("found");
        assert_eq!(
            (place.to_string().as_str(), place.text.as_str()),
            ("src/a.rs:5", "get_object()")
        );
    }
}
