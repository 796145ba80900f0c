//! The grammar of values and traits.

use std::borrow::Cow;

use super::{Broken, MOST_LEVELS, Parsed, Parser};
use crate::load::idl::{
    lexer::Kind,
    problem::{Problem, Span},
    syntax::{Entry, Node, Trait, Value},
    text,
};

const A_VALUE: &str = "a value: a string, a text block, a number, an identifier, `{` or `[`";

impl<'s> Parser<'s> {
    /// The traits before a shape, a member or the end of a block, and the whitespace after them.
    pub(super) fn traits(&mut self) -> Parsed<Vec<Trait<'s>>> {
        let mut traits = Vec::new();
        while self.is(Kind::At) {
            traits.push(self.one_trait()?);
            self.skip_whitespace();
        }
        Ok(traits)
    }

    pub(super) fn one_trait(&mut self) -> Parsed<Trait<'s>> {
        self.expect(Kind::At)?;
        let name = self.shape_id()?;
        let mut value = None;
        if self.is(Kind::OpenParen) {
            self.advance();
            self.skip_whitespace();
            if !self.is(Kind::CloseParen) {
                value = Some(self.trait_value()?);
                self.skip_whitespace();
            }
            self.expect(Kind::CloseParen)?;
        }
        Ok(Trait { name, value })
    }

    /// A value, or the entries of an object without its braces.
    fn trait_value(&mut self) -> Parsed<Node<'s>> {
        let start = self.token.span;
        let first = match self.kind() {
            Kind::String => {
                let node = self.node()?;
                self.skip_whitespace();
                if self.is(Kind::CloseParen) {
                    return Ok(node);
                }
                let Value::String(key) = node.value else {
                    return Err(Broken);
                };
                (key, node.span)
            }
            Kind::Identifier => {
                let word = self.lexeme();
                let node = self.node()?;
                if node.span.end() != start.end() {
                    return Ok(node);
                }
                self.skip_whitespace();
                if self.is(Kind::CloseParen) {
                    return Ok(node);
                }
                (Cow::Borrowed(word), node.span)
            }
            _ => return self.node(),
        };
        let mut entries = Vec::new();
        self.entry(&mut entries, first)?;
        self.skip_whitespace();
        while !self.is(Kind::CloseParen) {
            let key = self.key_or(Kind::CloseParen)?;
            self.entry(&mut entries, key)?;
            self.skip_whitespace();
        }
        Ok(Node {
            value: Value::Object(entries),
            span: start.to(self.before),
        })
    }

    /// The rest of an entry, whose key was read.
    fn entry(&mut self, entries: &mut Vec<Entry<'s>>, (key, key_span): (Cow<'s, str>, Span)) -> Parsed<()> {
        self.skip_whitespace();
        self.expect(Kind::Colon)?;
        self.skip_whitespace();
        let value = self.node()?;
        entries.push(Entry { key, key_span, value });
        Ok(())
    }

    /// A key of an object.
    pub(super) fn key(&mut self) -> Parsed<(Cow<'s, str>, Span)> {
        match self.kind() {
            Kind::Identifier => {
                let span = self.advance().span;
                Ok((Cow::Borrowed(self.text(span)), span))
            }
            Kind::String => {
                let node = self.node()?;
                match node.value {
                    Value::String(key) => Ok((key, node.span)),
                    _ => Err(Broken),
                }
            }
            _ => Err(self.unexpected("a string or an identifier", "a key is a name, or a string in quotes")),
        }
    }

    /// A key of an object, or its end.
    fn key_or(&mut self, end: Kind) -> Parsed<(Cow<'s, str>, Span)> {
        if !matches!(self.kind(), Kind::Identifier | Kind::String) {
            let expected = format!("{}, a string or an identifier", end.name());
            return Err(self.unexpected(&expected, format!("close it with {}, or write a key", end.name())));
        }
        self.key()
    }

    pub(super) fn node(&mut self) -> Parsed<Node<'s>> {
        self.levels += 1;
        if self.levels > MOST_LEVELS {
            let problem = format!("values nest more than {MOST_LEVELS} levels deep");
            self.problem(Problem::new(self.token.span, problem, "no model needs that"));
            return Err(Broken);
        }
        let node = self.node_here();
        self.levels = self.levels.saturating_sub(1);
        node
    }

    fn node_here(&mut self) -> Parsed<Node<'s>> {
        let span = self.token.span;
        let value = match self.kind() {
            Kind::String | Kind::TextBlock => self.string()?,
            Kind::Number => {
                self.advance();
                Value::Number(self.text(span))
            }
            Kind::Identifier => match self.id()?.text {
                "null" => Value::Null,
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                id => Value::Id(id),
            },
            Kind::OpenBracket => self.array()?,
            Kind::OpenBrace => Value::Object(self.object()?),
            _ => return Err(self.unexpected(A_VALUE, "write a value here")),
        };
        Ok(Node {
            value,
            span: span.to(self.before),
        })
    }

    fn array(&mut self) -> Parsed<Value<'s>> {
        self.advance();
        let mut items = Vec::new();
        loop {
            self.skip_whitespace();
            if self.is(Kind::CloseBracket) {
                self.advance();
                return Ok(Value::Array(items));
            }
            items.push(self.node()?);
        }
    }

    /// An object, from brace to brace.
    pub(super) fn object(&mut self) -> Parsed<Vec<Entry<'s>>> {
        self.expect(Kind::OpenBrace)?;
        let mut entries = Vec::new();
        self.skip_whitespace();
        while !self.is(Kind::CloseBrace) {
            let key = self.key_or(Kind::CloseBrace)?;
            self.entry(&mut entries, key)?;
            // `{a: 1b: 2}` is no object.
            if !self.is(Kind::CloseBrace) {
                self.expect_whitespace()?;
            }
        }
        self.advance();
        Ok(entries)
    }

    fn string(&mut self) -> Parsed<Value<'s>> {
        let token = self.advance();
        let quoted = self.text(token.span);
        let (what, text) = match token.kind {
            Kind::TextBlock => {
                let inner = quoted.get(3..quoted.len() - 3).unwrap_or_default();
                ("text block", text::block(inner).map(Cow::Owned))
            }
            _ => ("quoted string", text::string(&quoted[1..quoted.len() - 1])),
        };
        text.map(Value::String).map_err(|reason| {
            // The mark ends with the line that the string starts in.
            let line = quoted.find(['\n', '\r']).unwrap_or(quoted.len());
            let span = Span::new(token.span.start(), token.span.start() + line);
            let advice = "escapes are `\\\"`, `\\\\`, `\\/`, `\\b`, `\\f`, `\\n`, `\\r`, `\\t`, `\\uXXXX`, and a `\\` at the \
                end of a line; what a text block says starts on a line of its own";
            self.problem(Problem::new(span, format!("error parsing {what}: {reason}"), advice));
            Broken
        })
    }
}
