//! The lexer: splits an expression into tokens.

use serde_json::Value;

use super::{Comparator, Problem};

/// A token, and its first column, counted in characters from one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Lexeme {
    pub token: Token,
    pub column: usize,
}

/// The tokens of JMESPath.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A name, which may be that of a function.
    Name(String),
    /// A name in quotes.
    Quoted(String),
    Literal(Value),
    Number(i64),
    Compare(Comparator),
    Dot,
    Star,
    Comma,
    Colon,
    At,
    Ampersand,
    Not,
    And,
    Or,
    Pipe,
    OpenParen,
    CloseParen,
    OpenBrace,
    CloseBrace,
    OpenBracket,
    CloseBracket,
    /// `[]`
    Flatten,
    /// `[?`
    Filter,
    End,
}

impl Token {
    /// The token as it is written, for messages.
    pub fn shown(&self) -> String {
        let fixed = match self {
            Self::Name(name) => return format!("`{name}`"),
            Self::Quoted(name) => return format!("`\"{name}\"`"),
            Self::Literal(value) => return format!("the literal {value}"),
            Self::Number(number) => return format!("`{number}`"),
            Self::End => return "the end".to_owned(),
            Self::Compare(Comparator::Equal) => "==",
            Self::Compare(Comparator::NotEqual) => "!=",
            Self::Compare(Comparator::Less) => "<",
            Self::Compare(Comparator::LessOrEqual) => "<=",
            Self::Compare(Comparator::Greater) => ">",
            Self::Compare(Comparator::GreaterOrEqual) => ">=",
            Self::Dot => ".",
            Self::Star => "*",
            Self::Comma => ",",
            Self::Colon => ":",
            Self::At => "@",
            Self::Ampersand => "&",
            Self::Not => "!",
            Self::And => "&&",
            Self::Or => "||",
            Self::Pipe => "|",
            Self::OpenParen => "(",
            Self::CloseParen => ")",
            Self::OpenBrace => "{",
            Self::CloseBrace => "}",
            Self::OpenBracket => "[",
            Self::CloseBracket => "]",
            Self::Flatten => "[]",
            Self::Filter => "[?",
        };
        format!("`{fixed}`")
    }
}

/// Symbols of two characters and of one, the longer ones first.
const SYMBOLS: &[(&str, Token)] = &[
    ("[]", Token::Flatten),
    ("[?", Token::Filter),
    ("&&", Token::And),
    ("||", Token::Or),
    ("==", Token::Compare(Comparator::Equal)),
    ("!=", Token::Compare(Comparator::NotEqual)),
    ("<=", Token::Compare(Comparator::LessOrEqual)),
    (">=", Token::Compare(Comparator::GreaterOrEqual)),
    ("<", Token::Compare(Comparator::Less)),
    (">", Token::Compare(Comparator::Greater)),
    (".", Token::Dot),
    ("*", Token::Star),
    (",", Token::Comma),
    (":", Token::Colon),
    ("@", Token::At),
    ("&", Token::Ampersand),
    ("!", Token::Not),
    ("|", Token::Pipe),
    ("(", Token::OpenParen),
    (")", Token::CloseParen),
    ("{", Token::OpenBrace),
    ("}", Token::CloseBrace),
    ("[", Token::OpenBracket),
    ("]", Token::CloseBracket),
];

/// Splits an expression into its tokens. The last one is the end.
pub(super) fn lexemes(text: &str) -> Result<Vec<Lexeme>, Problem> {
    let mut lexemes = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let column = text[..text.len() - rest.len()].chars().count() + 1;
        let (token, after) = lexeme(rest, column)?;
        let is_end = token == Token::End;
        lexemes.push(Lexeme { token, column });
        if is_end {
            return Ok(lexemes);
        }
        rest = after;
    }
}

/// The first token of a text, and the rest.
fn lexeme(text: &str, column: usize) -> Result<(Token, &str), Problem> {
    let Some(first) = text.chars().next() else {
        return Ok((Token::End, text));
    };
    if let Some((symbol, token)) = SYMBOLS.iter().find(|(symbol, _)| text.starts_with(symbol)) {
        return Ok((token.clone(), &text[symbol.len()..]));
    }
    match first {
        'a'..='z' | 'A'..='Z' | '_' => {
            let (name, after) = span(text, |c| c.is_ascii_alphanumeric() || c == '_');
            Ok((Token::Name(name.to_owned()), after))
        }
        '0'..='9' | '-' => number(text, column),
        '"' => {
            let (inner, after) = quoted(text, '"', column)?;
            let name = serde_json::from_str(&format!("\"{inner}\"")).map_err(|error| {
                let why = format!("the name at column {column} is no JSON string: {error}");
                Problem::new(why, "write it as JSON writes text")
            })?;
            Ok((Token::Quoted(name), after))
        }
        '\'' => {
            let (inner, after) = quoted(text, '\'', column)?;
            Ok((Token::Literal(Value::String(inner.replace("\\'", "'"))), after))
        }
        '`' => {
            let (inner, after) = quoted(text, '`', column)?;
            Ok((Token::Literal(literal(&inner.replace("\\`", "`"))), after))
        }
        other => Err(Problem::new(
            format!("`{other}` at column {column} means nothing in JMESPath"),
            "take it away, or put strings into single quotes",
        )),
    }
}

fn number(text: &str, column: usize) -> Result<(Token, &str), Problem> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (digits, after) = span(digits, |c| c.is_ascii_digit());
    let number = &text[..text.len() - after.len()];
    match number.parse() {
        Ok(number) if !digits.is_empty() => Ok((Token::Number(number), after)),
        _ => Err(Problem::new(
            format!("`{number}` at column {column} is no index"),
            "write a whole number; one that is compared stands in backticks",
        )),
    }
}

/// A JSON literal, or text without quotes around it, as in old expressions.
fn literal(text: &str) -> Value {
    let text = text.trim();
    serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()))
}

/// The characters at the start of a text that are of one kind, and the rest.
fn span(text: &str, is_part: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    text.split_at(end)
}

/// Splits a text after its quoted start: the content of the quotes, in which a backslash escapes the next character,
/// and the rest.
fn quoted(text: &str, quote: char, column: usize) -> Result<(&str, &str), Problem> {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return Ok((&text[1..at], &text[at + 1..])),
            _ => {}
        }
    }
    Err(Problem::new(
        format!("the `{quote}` at column {column} is never closed"),
        format!("add a `{quote}`"),
    ))
}
