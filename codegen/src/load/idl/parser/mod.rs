//! The parser: turns tokens into the tree of a file, by recursive descent.
//!
//! It is written by hand: the grammar is sensitive to spaces and line breaks in some places only, decides by one token,
//! and its errors have to be those of Smithy's own tool. A statement with an error is reported once. Parsing continues
//! with the next statement at the start of a line, so that one run reports the errors of all.

mod nodes;
mod shapes;
mod statements;

use super::{
    lexer::{Kind, Lexer, Token},
    problem::{Problem, Span},
    syntax::{Docs, File, Id, Name, ShapeType, Version},
    text,
};

/// The maximum nesting of values. The JSON of the model does not nest deeper, either.
const MOST_LEVELS: usize = 100;

/// The maximum number of reported errors in one file.
const MOST_PROBLEMS: usize = 50;

/// Parses a file. The tree has everything that could be read, even where there are errors.
pub(super) fn parse(text: &str) -> (File<'_>, Vec<Problem>) {
    let mut lexer = Lexer::new(text);
    let token = lexer.next();
    let mut parser = Parser {
        lexer,
        token,
        before: Span::default(),
        version: Version::One,
        levels: 0,
        problems: Vec::new(),
    };
    let file = parser.file();
    (file, parser.problems)
}

/// The rest of the statement cannot be read, for a reason that is already reported.
pub(super) struct Broken;

type Parsed<T> = Result<T, Broken>;

struct Parser<'s> {
    lexer: Lexer<'s>,
    token: Token,
    /// The last token that is not a space.
    before: Span,
    version: Version,
    levels: usize,
    problems: Vec<Problem>,
}

impl<'s> Parser<'s> {
    fn kind(&self) -> Kind {
        self.token.kind
    }

    fn is(&self, kind: Kind) -> bool {
        self.token.kind == kind
    }

    fn text(&self, span: Span) -> &'s str {
        self.lexer.text.get(span.range()).unwrap_or_default()
    }

    /// The text of the token.
    fn lexeme(&self) -> &'s str {
        self.text(self.token.span)
    }

    fn is_word(&self, word: &str) -> bool {
        self.is(Kind::Identifier) && self.lexeme() == word
    }

    /// Takes the token, and goes to the next.
    fn advance(&mut self) -> Token {
        let token = self.token;
        self.before = token.span;
        self.token = self.lexer.next();
        token
    }

    fn problem(&mut self, problem: Problem) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(problem);
        }
    }

    /// Reports that another token is expected here.
    fn unexpected(&mut self, expected: &str, advice: impl Into<String>) -> Broken {
        if let (Kind::Bad, Some(problem)) = (self.kind(), self.lexer.problem.take()) {
            self.problem(problem);
            return Broken;
        }
        let found = self.found();
        let problem = Problem::new(
            self.token.span,
            format!("expected {expected}, but found {found}"),
            advice,
        );
        self.problem(problem);
        Broken
    }

    /// The name of the token in errors.
    fn found(&self) -> String {
        match self.kind() {
            Kind::Identifier | Kind::Number => format!("`{}`", self.lexeme()),
            Kind::String | Kind::TextBlock => {
                let text = self.lexeme();
                let short: String = text.chars().take(20).collect();
                let dots = if short.len() < text.len() { "…" } else { "" };
                format!("{} `{}{dots}`", self.kind().name(), short.replace(['\n', '\r'], " "))
            }
            other => other.name().to_owned(),
        }
    }

    fn expect(&mut self, kind: Kind) -> Parsed<Token> {
        if self.is(kind) {
            return Ok(self.advance());
        }
        let advice = match kind {
            Kind::CloseBrace | Kind::CloseBracket | Kind::CloseParen => format!("close it with {}", kind.name()),
            Kind::Colon if self.is(Kind::Walrus) => {
                "use `:`: only the input and the output of an operation can be defined in place".to_owned()
            }
            _ => format!("write {} here", kind.name()),
        };
        Err(self.unexpected(kind.name(), advice))
    }

    /// Skips spaces and tabs.
    fn skip_spaces(&mut self) {
        while self.is(Kind::Space) {
            let before = self.before;
            self.advance();
            self.before = before;
        }
    }

    fn expect_spaces(&mut self) -> Parsed<()> {
        if !self.is(Kind::Space) {
            return Err(self.unexpected("a space", "put a space between the two, and both on one line"));
        }
        self.skip_spaces();
        Ok(())
    }

    fn at_whitespace(&self) -> bool {
        matches!(
            self.kind(),
            Kind::Space | Kind::Newline | Kind::Comma | Kind::Comment | Kind::Doc
        )
    }

    /// Skips spaces, line breaks, commas and comments. Documentation comments without an item are not an error.
    fn skip_whitespace(&mut self) {
        let before = self.before;
        while self.at_whitespace() {
            self.advance();
        }
        self.before = before;
    }

    /// Skips tokens if a wanted one follows them, and tells whether it did. Otherwise the parser stays where it was,
    /// since a skipped comment may document the next item.
    fn leads_to(&mut self, skip: fn(&mut Self), wanted: fn(&Self) -> bool) -> bool {
        let (token, before) = (self.token, self.before);
        skip(self);
        if wanted(self) {
            return true;
        }
        if self.token.span != token.span {
            self.lexer.seek(token.span.end());
            (self.token, self.before) = (token, before);
        }
        false
    }

    fn expect_whitespace(&mut self) -> Parsed<()> {
        if !self.at_whitespace() {
            return Err(self.unexpected("one or more whitespace characters", "put a space between the two"));
        }
        self.skip_whitespace();
        Ok(())
    }

    /// Skips whitespace, and returns the documentation comments in it.
    fn documentation(&mut self) -> Option<Docs> {
        let before = self.before;
        let mut docs: Option<Docs> = None;
        while self.at_whitespace() {
            if self.is(Kind::Doc) {
                let line = text::doc_line(self.lexeme());
                match &mut docs {
                    Some(docs) => {
                        docs.text.push('\n');
                        docs.text.push_str(line);
                        docs.span = docs.span.to(self.token.span);
                    }
                    None => {
                        docs = Some(Docs {
                            text: line.to_owned(),
                            span: self.token.span,
                        });
                    }
                }
            }
            self.advance();
        }
        self.before = before;
        docs
    }

    /// Expects the end of a statement: of its line, or of the file.
    fn expect_line_break(&mut self) -> Parsed<()> {
        self.skip_spaces();
        match self.kind() {
            Kind::Newline | Kind::Comment | Kind::Doc => {
                // A comment at the end of a line documents nothing.
                self.advance();
                Ok(())
            }
            Kind::End => Ok(()),
            _ => Err(self.unexpected("a line break", "end the line before this")),
        }
    }

    fn name(&mut self) -> Parsed<Name<'s>> {
        let token = self.expect(Kind::Identifier)?;
        Ok(Name {
            text: self.text(token.span),
            span: token.span,
        })
    }

    /// Names separated by dots.
    fn dotted(&mut self) -> Parsed<Span> {
        let mut span = self.expect(Kind::Identifier)?.span;
        while self.is(Kind::Dot) {
            self.advance();
            span = span.to(self.expect(Kind::Identifier)?.span);
        }
        Ok(span)
    }

    /// `name`, `namespace#name`, and either with `$member`.
    fn id(&mut self) -> Parsed<Id<'s>> {
        let first = self.token.span;
        let mut span = self.dotted()?;
        if self.is(Kind::Pound) || span.end() != first.end() {
            self.expect(Kind::Pound)?;
            span = span.to(self.expect(Kind::Identifier)?.span);
        }
        if self.is(Kind::Dollar) {
            self.advance();
            span = span.to(self.expect(Kind::Identifier)?.span);
        }
        Ok(Id {
            text: self.text(span),
            span,
        })
    }

    /// The id of a shape, not of a member.
    fn shape_id(&mut self) -> Parsed<Id<'s>> {
        let id = self.id()?;
        if id.text.contains('$') {
            let problem = format!(
                "expected the id of a shape, but found the id of a member, `{}`",
                id.text
            );
            self.problem(Problem::new(id.span, problem, "take the member away"));
            return Err(Broken);
        }
        Ok(id)
    }

    /// Skips to the next line that starts like a statement. An unterminated string takes the rest of the file.
    fn recover(&mut self) {
        let text = self.lexer.text;
        let mut at = match self.is(Kind::Bad) && self.token.span.end() == text.len() {
            true => text.len(),
            false => self.token.span.start(),
        };
        at = loop {
            match text[at..].find('\n') {
                None => break text.len(),
                Some(end) => at += end + 1,
            }
            if starts_statement(&text[at..]) || is_misspelt(&text[..at], &text[at..]) {
                break at;
            }
        };
        self.levels = 0;
        self.lexer.seek(at);
        self.token = self.lexer.next();
    }
}

/// Tells whether a line starts like a statement.
fn starts_statement(line: &str) -> bool {
    if line.starts_with(['@', '$']) || line.starts_with("///") {
        return true;
    }
    let end = line.find(|it: char| !it.is_ascii_alphanumeric()).unwrap_or(line.len());
    let word = &line[..end];
    line[end..].starts_with([' ', '\t'])
        && (matches!(word, "apply" | "metadata" | "namespace" | "use") || ShapeType::of(word).is_some())
}

/// Tells whether a line looks like a statement with a misspelt keyword: `strin Name`, after an empty line.
fn is_misspelt(before: &str, line: &str) -> bool {
    if !before.ends_with("\n\n") && !before.ends_with("\r\n\r\n") {
        return false;
    }
    let line = line.lines().next().unwrap_or_default();
    let mut words = line.split([' ', '\t']).filter(|word| !word.is_empty());
    let is_name = |word: &str| word.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_');
    let (Some(keyword), Some(name)) = (words.next(), words.next()) else {
        return false;
    };
    let rest_fits = words
        .next()
        .is_none_or(|word| word.starts_with('{') || matches!(word, "with" | "for"));
    line.starts_with(keyword) && is_name(keyword) && is_name(name.trim_end_matches('{')) && rest_fits
}
