//! The grammar of a file: its sections and statements: control, metadata, the namespace, imports, shapes.

use std::borrow::Cow;

use super::{Broken, Parsed, Parser};
use crate::{
    error::did_you_mean,
    load::idl::{
        lexer::Kind,
        problem::{Problem, Span},
        syntax::{Apply, Entry, File, Node, ShapeType, Traits, Value, Version},
    },
};

impl<'s> Parser<'s> {
    /// A whole file.
    pub(super) fn file(&mut self) -> File<'s> {
        let mut file = File {
            version: Version::One,
            input_suffix: Cow::Borrowed("Input"),
            output_suffix: Cow::Borrowed("Output"),
            metadata: Vec::new(),
            namespace: "",
            uses: Vec::new(),
            shapes: Vec::new(),
            applies: Vec::new(),
        };
        self.skip_whitespace();
        self.controls(&mut file);
        while self.is_word("metadata") {
            match self.metadata() {
                Ok(entry) => file.metadata.push(entry),
                Err(Broken) => self.recover(),
            }
            self.skip_whitespace();
        }
        if self.is(Kind::End) {
            return file;
        }
        match self.namespace() {
            Ok(namespace) => file.namespace = namespace,
            Err(Broken) => {
                self.recover_to_namespace(&mut file);
                return file;
            }
        }
        self.uses(&mut file);
        self.shapes(&mut file);
        file
    }

    /// Continues after an error before the namespace: nothing can be read without one, and a wrong one is taken as
    /// meant.
    fn recover_to_namespace(&mut self, file: &mut File<'s>) {
        self.recover();
        self.skip_whitespace();
        if file.namespace.is_empty() && !self.is(Kind::End) && !self.is_word("namespace") {
            return;
        }
        if self.is_word("namespace")
            && let Ok(namespace) = self.namespace()
        {
            file.namespace = namespace;
            self.uses(file);
            self.shapes(file);
        }
    }

    fn controls(&mut self, file: &mut File<'s>) {
        let mut known: Vec<(Cow<'s, str>, Span)> = Vec::new();
        while self.is(Kind::Dollar) {
            match self.control() {
                Ok(entry) => {
                    if let Some((_, first)) = known.iter().find(|(key, _)| *key == entry.key) {
                        let problem = format!("duplicate control statement `{}`", entry.key);
                        let problem = Problem::new(entry.value.span, problem, "take one of them away");
                        self.problem(problem.with(*first, "it stands here, too"));
                    } else {
                        known.push((entry.key.clone(), entry.key_span));
                        self.control_value(file, entry);
                    }
                }
                Err(Broken) => self.recover(),
            }
            self.skip_whitespace();
        }
    }

    fn control(&mut self) -> Parsed<Entry<'s>> {
        self.advance();
        let (key, key_span) = self.key()?;
        self.skip_spaces();
        self.expect(Kind::Colon)?;
        self.skip_spaces();
        let value = self.node()?;
        self.expect_line_break()?;
        Ok(Entry { key, key_span, value })
    }

    /// Reads a control statement; unknown ones are ignored.
    fn control_value(&mut self, file: &mut File<'s>, entry: Entry<'s>) {
        match &*entry.key {
            "version" => {
                if let Some(version) = self.control_string(entry) {
                    self.set_version(file, &version);
                }
            }
            "operationInputSuffix" => {
                if let Some((suffix, _)) = self.control_string(entry) {
                    file.input_suffix = suffix;
                }
            }
            "operationOutputSuffix" => {
                if let Some((suffix, _)) = self.control_string(entry) {
                    file.output_suffix = suffix;
                }
            }
            _ => {}
        }
    }

    fn control_string(&mut self, entry: Entry<'s>) -> Option<(Cow<'s, str>, Span)> {
        let Node { value, span } = entry.value;
        if let Value::String(text) = value {
            return Some((text, span));
        }
        let problem = format!(
            "the ${} control statement must have a string value, but found {}",
            entry.key,
            self.text(span)
        );
        self.problem(Problem::new(span, problem, "put the value into quotes"));
        None
    }

    fn set_version(&mut self, file: &mut File<'s>, (version, span): &(Cow<'s, str>, Span)) {
        let known = match &**version {
            "1" | "1.0" => Version::One,
            "2" | "2.0" => Version::Two,
            other => {
                let problem = format!("unsupported Smithy version number: {other}");
                self.problem(Problem::new(*span, problem, "use `\"2.0\"`, or `\"1.0\"`"));
                // What is newer is most likely meant to be as the newest is.
                Version::Two
            }
        };
        file.version = known;
        self.version = known;
    }

    fn metadata(&mut self) -> Parsed<Entry<'s>> {
        self.advance();
        self.expect_spaces()?;
        let (key, key_span) = self.key()?;
        self.skip_spaces();
        self.expect(Kind::Equal)?;
        self.skip_spaces();
        let value = self.node()?;
        self.expect_line_break()?;
        Ok(Entry { key, key_span, value })
    }

    fn namespace(&mut self) -> Parsed<&'s str> {
        if !self.is_word("namespace") {
            return Err(self.unexpected(
                "a namespace definition",
                "write `namespace com.example` before all shapes, their traits and `use`",
            ));
        }
        self.advance();
        self.expect_spaces()?;
        let span = self.dotted()?;
        self.expect_line_break()?;
        Ok(self.text(span))
    }

    fn uses(&mut self, file: &mut File<'s>) {
        loop {
            if !self.leads_to(Self::skip_whitespace, |it| it.is_word("use")) {
                return;
            }
            match self.import() {
                Ok(id) => file.uses.push(id),
                Err(Broken) => self.recover(),
            }
        }
    }

    fn import(&mut self) -> Parsed<super::Id<'s>> {
        self.advance();
        self.expect_spaces()?;
        let namespace = self.dotted()?;
        self.expect(Kind::Pound)?;
        let name = self.expect(Kind::Identifier)?.span;
        let span = namespace.to(name);
        if self.is(Kind::Dollar) {
            let problem = "use statements cannot use members";
            self.problem(Problem::new(span.to(self.token.span), problem, "name the shape alone"));
            return Err(Broken);
        }
        self.expect_line_break()?;
        Ok(super::Id {
            text: self.text(span),
            span,
        })
    }

    fn shapes(&mut self, file: &mut File<'s>) {
        loop {
            let docs = self.documentation();
            if self.is(Kind::End) {
                return;
            }
            if self.statement(file, docs).is_err() {
                self.recover();
            }
        }
    }

    fn statement(&mut self, file: &mut File<'s>, docs: Option<super::Docs>) -> Parsed<()> {
        let traits = Traits {
            docs,
            traits: self.traits()?,
        };
        if !self.is(Kind::Identifier) {
            return Err(self.unexpected(
                "an identifier",
                "a statement starts with a type of shape, or with `apply`",
            ));
        }
        if self.is_word("apply") {
            if !traits.traits.is_empty() {
                let problem = "traits applied to apply statement";
                self.problem(Problem::new(self.token.span, problem, "put them behind `apply`"));
            }
            let apply = self.apply()?;
            file.applies.push(apply);
        } else {
            let shape = self.shape(traits)?;
            file.shapes.push(shape);
        }
        self.expect_line_break()
    }

    /// The type of a shape.
    pub(super) fn shape_type(&mut self) -> Parsed<ShapeType> {
        let word = self.lexeme();
        let Some(kind) = ShapeType::of(word) else {
            let advice = match word {
                "use" => "put `use` before all shapes".to_owned(),
                "namespace" => "a file has one namespace: put the shapes of another into another file".to_owned(),
                "metadata" => "put metadata before the namespace".to_owned(),
                _ => did_you_mean(word, ShapeType::keywords())
                    .unwrap_or_else(|| "a statement starts with a type of shape, or with `apply`".to_owned()),
            };
            let problem = format!("unknown shape type: {word}");
            self.problem(Problem::new(self.token.span, problem, advice));
            return Err(Broken);
        };
        let span = self.advance().span;
        let supported = match kind {
            ShapeType::Enum | ShapeType::IntEnum => self.version == Version::Two,
            ShapeType::Set => self.version == Version::One,
            _ => true,
        };
        if !supported {
            let problem = format!(
                "{} shapes cannot be used in Smithy version {}",
                kind.name(),
                self.version.shown()
            );
            let advice = match kind {
                ShapeType::Set => "use a list with the trait `uniqueItems`",
                _ => "start the file with `$version: \"2.0\"`",
            };
            self.problem(Problem::new(span, problem, advice));
        }
        Ok(kind)
    }

    fn apply(&mut self) -> Parsed<Apply<'s>> {
        self.advance();
        self.expect_spaces()?;
        let target = self.id()?;
        self.expect_whitespace()?;
        if !self.is(Kind::OpenBrace) {
            if !self.is(Kind::At) {
                return Err(self.unexpected("`@` or `{`", "name a trait, or several in braces"));
            }
            let traits = vec![self.one_trait()?];
            return Ok(Apply { target, traits });
        }
        self.advance();
        self.skip_whitespace();
        let traits = self.traits()?;
        self.expect(Kind::CloseBrace)?;
        Ok(Apply { target, traits })
    }
}
