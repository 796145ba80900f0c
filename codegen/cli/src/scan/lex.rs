//! Tokens of Rust with their lines. No more syntax than that is needed, so that even a file that does not parse can be
//! scanned.

use rustc_ap_rustc_lexer::{LiteralKind, TokenKind, tokenize};

/// A token that is not whitespace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    pub kind: Kind,
    pub text: &'a str,
    pub line: usize,
}

/// The kinds of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An identifier or a keyword, without the `r#` of a raw one.
    Name,
    /// A string, with its quotes.
    Text,
    /// Documentation, which may contain code.
    Docs,
    /// A single character of any other kind.
    Mark,
}

impl Token<'_> {
    /// True where the token is this mark.
    pub fn is(&self, mark: &str) -> bool {
        self.kind == Kind::Mark && self.text == mark
    }

    /// True where the token is this name.
    pub fn is_name(&self, name: &str) -> bool {
        self.kind == Kind::Name && self.text == name
    }
}

/// The tokens of a source text, comments aside.
pub fn tokens(source: &str) -> Vec<Token<'_>> {
    let (mut all, mut line) = (Vec::new(), 1);
    let mut rest = source.strip_prefix('\u{feff}').unwrap_or(source);
    let mut lengths = tokenize(rest)
        .map(|token| (token.kind, token.len))
        .collect::<Vec<_>>()
        .into_iter();
    for (kind, length) in lengths.by_ref() {
        let (text, next) = rest.split_at(length.min(rest.len()));
        let is_docs = ["///", "//!", "/**", "/*!"].iter().any(|start| text.starts_with(start));
        let token = match kind {
            TokenKind::Ident => Some((Kind::Name, text)),
            TokenKind::RawIdent => Some((Kind::Name, text.trim_start_matches("r#"))),
            TokenKind::Literal {
                kind: LiteralKind::Str { .. } | LiteralKind::RawStr { .. },
                ..
            } => Some((Kind::Text, text)),
            TokenKind::LineComment { .. } | TokenKind::BlockComment { .. } if is_docs => Some((Kind::Docs, text)),
            TokenKind::LineComment { .. } | TokenKind::BlockComment { .. } | TokenKind::Whitespace => None,
            _ => Some((Kind::Mark, text)),
        };
        all.extend(token.map(|(kind, text)| Token { kind, text, line }));
        line += text.matches('\n').count();
        rest = next;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_and_comments_are_no_code() {
        let source = "fn a() { // x.get_object()\n  \"x.get_object()\"; 'a'; r#\"z\"#; /* /* y() */ */ b.r#type()\n}";
        let names: Vec<(&str, usize)> = tokens(source)
            .iter()
            .filter(|token| token.kind == Kind::Name)
            .map(|token| (token.text, token.line))
            .collect();
        assert_eq!(names, [("fn", 1), ("a", 1), ("b", 2), ("type", 2)]);
        // What is cut off, or is no Rust at all, is read as far as it goes.
        for source in [
            "\"",
            "r#\"",
            "/*",
            "'",
            "b'",
            "\u{feff}a",
            "é λ",
            "0x",
            "#!/usr/bin/env x\n[a]",
        ] {
            tokens(source);
        }
    }
}
