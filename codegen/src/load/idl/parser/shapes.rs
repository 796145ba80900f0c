//! The grammar of shapes: mixins, members, properties and operations.

use super::{Parsed, Parser};
use crate::load::idl::{
    lexer::Kind,
    problem::{Problem, Span},
    syntax::{Body, Id, Io, Member, Name, Node, Operation, Shape, ShapeType, Target, Traits, Version},
};

impl<'s> Parser<'s> {
    /// A shape, after its traits.
    pub(super) fn shape(&mut self, traits: Traits<'s>) -> Parsed<Shape<'s>> {
        let kind = self.shape_type()?;
        self.expect_spaces()?;
        let name = self.name()?;
        self.skip_spaces();
        let resource = match kind {
            ShapeType::Structure | ShapeType::Union | ShapeType::List | ShapeType::Map | ShapeType::Set => {
                self.for_resource()?
            }
            _ => None,
        };
        let mixins = self.mixins()?;
        let body = match kind {
            ShapeType::Simple(_) => Body::None,
            ShapeType::Service | ShapeType::Resource => {
                self.skip_whitespace();
                Body::Properties(self.object()?)
            }
            ShapeType::Operation => {
                self.skip_whitespace();
                Body::Operation(self.operation(name.text)?)
            }
            ShapeType::Enum
            | ShapeType::IntEnum
            | ShapeType::List
            | ShapeType::Set
            | ShapeType::Map
            | ShapeType::Structure
            | ShapeType::Union => {
                self.skip_whitespace();
                Body::Members(self.members(kind)?)
            }
        };
        Ok(Shape {
            traits,
            kind,
            name,
            resource,
            mixins,
            body,
        })
    }

    fn for_resource(&mut self) -> Parsed<Option<Id<'s>>> {
        if !self.is_word("for") {
            return Ok(None);
        }
        let span = self.advance().span;
        self.needs_version_two(span, || {
            "structures can only be bound to resources with Smithy version 2 or later. Attempted to bind a structure \
             to a resource with version `1.0`."
                .to_owned()
        });
        self.expect_spaces()?;
        let id = self.shape_id()?;
        self.skip_spaces();
        Ok(Some(id))
    }

    fn mixins(&mut self) -> Parsed<Vec<Id<'s>>> {
        if !self.is_word("with") {
            return Ok(Vec::new());
        }
        let span = self.advance().span;
        self.needs_version_two(span, || {
            "mixins can only be used with Smithy version 2 or later. Attempted to use mixins with version `1.0`."
                .to_owned()
        });
        self.skip_whitespace();
        self.expect(Kind::OpenBracket)?;
        self.skip_whitespace();
        let mut mixins = vec![self.shape_id()?];
        self.skip_whitespace();
        while !self.is(Kind::CloseBracket) {
            mixins.push(self.shape_id()?);
            self.skip_whitespace();
        }
        self.advance();
        Ok(mixins)
    }

    fn needs_version_two(&mut self, span: Span, problem: impl Fn() -> String) {
        if self.version == Version::One {
            self.problem(Problem::new(span, problem(), "start the file with `$version: \"2.0\"`"));
        }
    }

    fn members(&mut self, kind: ShapeType) -> Parsed<Vec<Member<'s>>> {
        self.expect(Kind::OpenBrace)?;
        let mut members: Vec<Member<'s>> = Vec::new();
        let mut known = std::collections::HashMap::new();
        loop {
            let docs = self.documentation();
            if self.is(Kind::CloseBrace) {
                self.advance();
                return Ok(members);
            }
            if self.is(Kind::End) {
                self.expect(Kind::CloseBrace)?;
            }
            let traits = Traits {
                docs,
                traits: self.traits()?,
            };
            let member = self.member(kind, traits)?;
            match known.insert(member.name.text, member.name.span) {
                None => members.push(member),
                Some(first) => {
                    let problem = format!("found conflicting member name, `{}`", member.name.text);
                    let problem = Problem::new(member.name.span, problem, "give one of them another name");
                    self.problem(problem.with(first, "the other one is here"));
                }
            }
        }
    }

    fn member(&mut self, kind: ShapeType, traits: Traits<'s>) -> Parsed<Member<'s>> {
        let is_enum = matches!(kind, ShapeType::Enum | ShapeType::IntEnum);
        let (name, target) = if self.is(Kind::Dollar) && !is_enum {
            let dollar = self.advance().span;
            self.needs_version_two(dollar, || {
                "members can only elide targets in IDL version 2 or later".to_owned()
            });
            (self.name()?, Target::Elided)
        } else {
            let name = self.name()?;
            match is_enum {
                true => (name, Target::None),
                false => (name, Target::Id(self.target()?)),
            }
        };
        self.check_name(kind, name);
        let value = self.assignment(kind)?;
        // A comment at the end of a member's line documents no other.
        let mut end = self.token;
        while matches!(end.kind, Kind::Space | Kind::Comma) {
            self.advance();
            end = self.token;
        }
        if end.kind == Kind::Doc && value.is_none() {
            self.advance();
        }
        Ok(Member {
            traits,
            name,
            target,
            value,
        })
    }

    fn target(&mut self) -> Parsed<Id<'s>> {
        self.skip_spaces();
        self.expect(Kind::Colon)?;
        self.skip_spaces();
        self.shape_id()
    }

    /// Checks the name of a member of a list or a map, which is fixed.
    fn check_name(&mut self, kind: ShapeType, name: Name<'s>) {
        let allowed: &[&str] = match kind {
            ShapeType::List | ShapeType::Set => &["member"],
            ShapeType::Map => &["key", "value"],
            _ => return,
        };
        if !allowed.contains(&name.text) {
            let problem = format!("unexpected member of {}: `{}`", kind.name(), name.text);
            let advice = format!("a {} has `{}`", kind.name(), allowed.join("` and `"));
            self.problem(Problem::new(name.span, problem, advice));
        }
    }

    /// `= value`, and the line break that has to follow it.
    fn assignment(&mut self, kind: ShapeType) -> Parsed<Option<Node<'s>>> {
        if !self.leads_to(Self::skip_spaces, |it| it.is(Kind::Equal)) {
            return Ok(None);
        }
        let equal = self.token.span;
        match kind {
            ShapeType::Structure => self.needs_version_two(equal, || {
                "@default assignment is only supported in IDL version 2 or later".to_owned()
            }),
            ShapeType::Enum | ShapeType::IntEnum => {}
            _ => {
                let problem = format!("members of a {} cannot have a value", kind.name());
                self.problem(Problem::new(
                    equal,
                    problem,
                    "only members of structures and enums have values",
                ));
            }
        }
        self.advance();
        self.skip_spaces();
        let value = self.node()?;
        while matches!(self.kind(), Kind::Space | Kind::Comma) {
            self.advance();
        }
        self.expect_line_break()?;
        Ok(Some(value))
    }

    fn operation(&mut self, shape: &'s str) -> Parsed<Operation<'s>> {
        self.expect(Kind::OpenBrace)?;
        let mut operation = Operation::default();
        self.skip_whitespace();
        while !self.is(Kind::CloseBrace) {
            if self.is(Kind::End) {
                self.expect(Kind::CloseBrace)?;
            }
            let key = self.name()?;
            self.skip_whitespace();
            let is_repeated = match key.text {
                "input" => operation.input.replace(self.io()?).is_some(),
                "output" => operation.output.replace(self.io()?).is_some(),
                "errors" => operation.errors.replace(self.errors()?).is_some(),
                other => {
                    let problem = format!("unknown property {other} for {shape}");
                    let advice = "an operation has `input`, `output` and `errors`";
                    self.problem(Problem::new(key.span, problem, advice));
                    self.expect(Kind::Colon)?;
                    self.skip_whitespace();
                    self.node()?;
                    false
                }
            };
            if is_repeated {
                let problem = format!("duplicate operation {} property for `{shape}`", key.text);
                self.problem(Problem::new(key.span, problem, "take one of them away"));
            }
            if !self.is(Kind::CloseBrace) {
                self.expect_whitespace()?;
            }
        }
        self.advance();
        Ok(operation)
    }

    fn io(&mut self) -> Parsed<Io<'s>> {
        if !self.is(Kind::Walrus) {
            self.expect(Kind::Colon)?;
            self.skip_whitespace();
            return Ok(Io::Id(self.shape_id()?));
        }
        let walrus = self.advance().span;
        self.needs_version_two(walrus, || {
            "inlined operation inputs and outputs can only be used with Smithy version 2 or later".to_owned()
        });
        let docs = self.documentation();
        let traits = Traits {
            docs,
            traits: self.traits()?,
        };
        let resource = self.for_resource()?;
        self.skip_whitespace();
        let mixins = self.mixins()?;
        self.skip_whitespace();
        let members = self.members(ShapeType::Structure)?;
        Ok(Io::Inline(Box::new(Shape {
            traits,
            kind: ShapeType::Structure,
            name: Name { text: "", span: walrus },
            resource,
            mixins,
            body: Body::Members(members),
        })))
    }

    fn errors(&mut self) -> Parsed<Vec<Id<'s>>> {
        self.expect(Kind::Colon)?;
        self.skip_whitespace();
        self.expect(Kind::OpenBracket)?;
        let mut errors = Vec::new();
        loop {
            self.skip_whitespace();
            match self.kind() {
                Kind::CloseBracket => break,
                Kind::Identifier => errors.push(self.shape_id()?),
                _ => {
                    let advice = "name structures with the trait `error`";
                    return Err(self.unexpected("`]` or an identifier", advice));
                }
            }
        }
        self.advance();
        Ok(errors)
    }
}
