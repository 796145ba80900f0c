//! The lexer: turns text into tokens, one at a time. Spaces, line breaks and comments are tokens, too, as the language
//! allows them in some places only, which the parser knows.
//!
//! It is written by hand, like the parser: a generated lexer reports only that a text is not a token, and not that a
//! number lacks the digit after its point, or where an unterminated string began.

use super::problem::{Problem, Span};

/// The kinds of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Space,
    Newline,
    Comma,
    Comment,
    Doc,
    At,
    String,
    TextBlock,
    Colon,
    Walrus,
    Identifier,
    Dot,
    Pound,
    Dollar,
    OpenBrace,
    CloseBrace,
    OpenBracket,
    CloseBracket,
    OpenParen,
    CloseParen,
    Equal,
    Number,
    /// Not a token: the lexer holds the reason.
    Bad,
    End,
}

impl Kind {
    /// The name of the kind in errors about what was expected.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Space => "a space",
            Self::Newline => "a line break",
            Self::Comma => "`,`",
            Self::Comment => "a comment",
            Self::Doc => "a documentation comment",
            Self::At => "`@`",
            Self::String => "a string",
            Self::TextBlock => "a text block",
            Self::Colon => "`:`",
            Self::Walrus => "`:=`",
            Self::Identifier => "an identifier",
            Self::Dot => "`.`",
            Self::Pound => "`#`",
            Self::Dollar => "`$`",
            Self::OpenBrace => "`{`",
            Self::CloseBrace => "`}`",
            Self::OpenBracket => "`[`",
            Self::CloseBracket => "`]`",
            Self::OpenParen => "`(`",
            Self::CloseParen => "`)`",
            Self::Equal => "`=`",
            Self::Number => "a number",
            Self::Bad => "something that is no token",
            Self::End => "the end of the file",
        }
    }
}

/// A piece of the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Span,
}

/// The text, and the position in it.
#[derive(Debug)]
pub(super) struct Lexer<'s> {
    pub(super) text: &'s str,
    at: usize,
    /// The reason why the last token is bad.
    pub(super) problem: Option<Problem>,
}

impl<'s> Lexer<'s> {
    pub(super) fn new(text: &'s str) -> Self {
        // A mark of the byte order is no part of the model.
        let at = if text.starts_with('\u{feff}') { 3 } else { 0 };
        Self {
            text,
            at,
            problem: None,
        }
    }

    /// Moves to another position.
    pub(super) fn seek(&mut self, at: usize) {
        self.at = at;
        self.problem = None;
    }

    pub(super) fn next(&mut self) -> Token {
        let start = self.at;
        let kind = self.scan();
        Token {
            kind,
            span: Span::new(start, self.at),
        }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    fn scan(&mut self) -> Kind {
        let Some(byte) = self.peek(0) else { return Kind::End };
        match byte {
            b' ' | b'\t' => self.run(|byte| matches!(byte, b' ' | b'\t'), Kind::Space),
            b'\n' => self.take(1, Kind::Newline),
            b'\r' if self.peek(1) == Some(b'\n') => self.take(2, Kind::Newline),
            b'\r' => self.take(1, Kind::Newline),
            b',' => self.take(1, Kind::Comma),
            b'@' => self.take(1, Kind::At),
            b'$' => self.take(1, Kind::Dollar),
            b'.' => self.take(1, Kind::Dot),
            b'#' => self.take(1, Kind::Pound),
            b'{' => self.take(1, Kind::OpenBrace),
            b'}' => self.take(1, Kind::CloseBrace),
            b'[' => self.take(1, Kind::OpenBracket),
            b']' => self.take(1, Kind::CloseBracket),
            b'(' => self.take(1, Kind::OpenParen),
            b')' => self.take(1, Kind::CloseParen),
            b'=' => self.take(1, Kind::Equal),
            b':' if self.peek(1) == Some(b'=') => self.take(2, Kind::Walrus),
            b':' => self.take(1, Kind::Colon),
            b'/' => self.comment(),
            b'"' => self.quoted(),
            b'-' | b'0'..=b'9' => self.number(),
            b'_' | b'a'..=b'z' | b'A'..=b'Z' => self.identifier(),
            _ => self.unexpected(),
        }
    }

    fn take(&mut self, length: usize, kind: Kind) -> Kind {
        self.at += length;
        kind
    }

    fn run(&mut self, belongs: fn(u8) -> bool, kind: Kind) -> Kind {
        while self.peek(0).is_some_and(belongs) {
            self.at += 1;
        }
        kind
    }

    fn bad(&mut self, problem: Problem) -> Kind {
        self.problem.get_or_insert(problem);
        Kind::Bad
    }

    fn unexpected(&mut self) -> Kind {
        let start = self.at;
        let found = self.text[start..].chars().next().unwrap_or_default();
        self.at += found.len_utf8();
        let span = Span::new(start, self.at);
        let problem = format!("unexpected character: `{}`", found.escape_debug());
        self.bad(Problem::new(span, problem, "take it away, or put it into a string"))
    }

    fn comment(&mut self) -> Kind {
        if self.peek(1) != Some(b'/') {
            let span = Span::new(self.at, self.at + 1);
            self.at += 1;
            return self.bad(Problem::new(
                span,
                "expected a `/` to follow the `/`",
                "a comment starts with `//`",
            ));
        }
        let kind = match self.peek(2) {
            Some(b'/') => Kind::Doc,
            _ => Kind::Comment,
        };
        self.run(|byte| byte != b'\n' && byte != b'\r', kind)
    }

    fn identifier(&mut self) -> Kind {
        let start = self.at;
        self.run(|byte| byte == b'_' || byte.is_ascii_alphanumeric(), Kind::Identifier);
        if self.text.as_bytes()[start..self.at].iter().any(|byte| *byte != b'_') {
            return Kind::Identifier;
        }
        self.bad(Problem::new(
            Span::new(start, self.at),
            "invalid identifier: a letter or a digit has to follow the underscores",
            "give it a name",
        ))
    }

    fn digits(&mut self) -> bool {
        let start = self.at;
        self.run(|byte| byte.is_ascii_digit(), Kind::Number);
        self.at > start
    }

    fn number(&mut self) -> Kind {
        let start = self.at;
        if self.peek(0) == Some(b'-') {
            self.at += 1;
        }
        let whole = self.at;
        if !self.digits() {
            return self.bad_number(start, "`-` must be followed by a digit");
        }
        if self.text.as_bytes()[whole] == b'0' && self.at > whole + 1 {
            return self.bad_number(start, "it must not start with zeros");
        }
        if self.peek(0) == Some(b'.') {
            self.at += 1;
            if !self.digits() {
                return self.bad_number(start, "`.` must be followed by a digit");
            }
        }
        if matches!(self.peek(0), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(0), Some(b'+' | b'-')) {
                self.at += 1;
            }
            if !self.digits() {
                return self.bad_number(start, "the exponent must have a digit");
            }
        }
        Kind::Number
    }

    fn bad_number(&mut self, start: usize, reason: &str) -> Kind {
        let text = &self.text[start..self.at];
        self.bad(Problem::new(
            Span::new(start, self.at),
            format!("invalid number `{text}`: {reason}"),
            "write numbers as JSON does: `1`, `-0.5`, `1e3`",
        ))
    }

    /// Reads a string or a text block. Escapes are checked when its value is read.
    fn quoted(&mut self) -> Kind {
        let start = self.at;
        let (quotes, kind) = match (self.peek(1), self.peek(2)) {
            (Some(b'"'), Some(b'"')) => (3, Kind::TextBlock),
            (Some(b'"'), _) => return self.take(2, Kind::String),
            _ => (1, Kind::String),
        };
        self.at += quotes;
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.at) {
                None => return self.unclosed(start, quotes),
                Some(b'\\') => self.at = (self.at + 2).min(bytes.len()),
                Some(b'"') if quotes == 1 || bytes[self.at..].starts_with(b"\"\"\"") => {
                    return self.take(quotes, kind);
                }
                Some(_) => self.at += 1,
            }
        }
    }

    fn unclosed(&mut self, start: usize, quotes: usize) -> Kind {
        let (what, mark) = match quotes {
            1 => ("string", "`\"`"),
            _ => ("text block", "`\"\"\"`"),
        };
        let end = Span::new(self.at, self.at);
        let problem = Problem::new(
            end,
            format!("expected {mark}, but found the end of the file"),
            format!("close the {what}"),
        );
        self.bad(problem.with(Span::new(start, start + quotes), format!("the {what} starts here")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Kind> {
        let mut lexer = Lexer::new(text);
        let mut kinds = Vec::new();
        loop {
            match lexer.next().kind {
                Kind::End => return kinds,
                kind => kinds.push(kind),
            }
        }
    }

    #[test]
    fn all_that_can_stand_in_a_model_is_a_token() {
        use Kind::{Colon, Comma, Comment, Doc, Identifier, Newline, Number, Space, String, TextBlock, Walrus};
        assert_eq!(
            kinds("a:=b // c\r\n/// d\n-1.5e+3,\"x\\\"\" \"\"\"\n\"\"\":"),
            [
                Identifier, Walrus, Identifier, Space, Comment, Newline, Doc, Newline, Number, Comma, String, Space,
                TextBlock, Colon
            ]
        );
    }

    #[test]
    fn what_is_no_token_says_why() {
        for (text, reason) in [
            ("1.", "invalid number `1.`: `.` must be followed by a digit"),
            ("-", "invalid number `-`: `-` must be followed by a digit"),
            ("01", "invalid number `01`: it must not start with zeros"),
            ("1e", "invalid number `1e`: the exponent must have a digit"),
            (
                "__",
                "invalid identifier: a letter or a digit has to follow the underscores",
            ),
            ("'", "unexpected character: `\\'`"),
            ("\"a\\\"", "expected `\"`, but found the end of the file"),
            ("/", "expected a `/` to follow the `/`"),
        ] {
            let mut lexer = Lexer::new(text);
            assert_eq!(lexer.next().kind, Kind::Bad, "{text}");
            assert_eq!(lexer.problem.map(|it| it.problem), Some(reason.to_owned()), "{text}");
        }
    }
}
