//! The tree of a file: its statements with their places, but not their meaning.

use std::borrow::Cow;

use super::problem::Span;

/// The versions of the language with different meanings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    /// Version 1.0, and files without a version.
    One,
    Two,
}

impl Version {
    pub(super) fn shown(self) -> &'static str {
        match self {
            Self::One => "1.0",
            Self::Two => "2.0",
        }
    }
}

/// A file.
#[derive(Debug)]
pub(super) struct File<'s> {
    pub(super) version: Version,
    pub(super) input_suffix: Cow<'s, str>,
    pub(super) output_suffix: Cow<'s, str>,
    pub(super) metadata: Vec<Entry<'s>>,
    pub(super) namespace: &'s str,
    pub(super) uses: Vec<Id<'s>>,
    pub(super) shapes: Vec<Shape<'s>>,
    pub(super) applies: Vec<Apply<'s>>,
}

/// A name that is defined.
#[derive(Clone, Copy, Debug)]
pub(super) struct Name<'s> {
    pub(super) text: &'s str,
    pub(super) span: Span,
}

/// An id of a shape or a member, with or without a namespace.
#[derive(Clone, Copy, Debug)]
pub(super) struct Id<'s> {
    pub(super) text: &'s str,
    pub(super) span: Span,
}

/// Consecutive documentation comments.
#[derive(Debug)]
pub(super) struct Docs {
    pub(super) text: String,
    pub(super) span: Span,
}

#[derive(Debug)]
pub(super) struct Trait<'s> {
    pub(super) name: Id<'s>,
    pub(super) value: Option<Node<'s>>,
}

/// The documentation and traits before a shape or a member.
#[derive(Debug, Default)]
pub(super) struct Traits<'s> {
    pub(super) docs: Option<Docs>,
    pub(super) traits: Vec<Trait<'s>>,
}

/// A shape statement.
#[derive(Debug)]
pub(super) struct Shape<'s> {
    pub(super) traits: Traits<'s>,
    pub(super) kind: ShapeType,
    pub(super) name: Name<'s>,
    pub(super) resource: Option<Id<'s>>,
    pub(super) mixins: Vec<Id<'s>>,
    pub(super) body: Body<'s>,
}

#[derive(Debug)]
pub(super) enum Body<'s> {
    None,
    Members(Vec<Member<'s>>),
    Properties(Vec<Entry<'s>>),
    Operation(Operation<'s>),
}

#[derive(Debug)]
pub(super) struct Member<'s> {
    pub(super) traits: Traits<'s>,
    pub(super) name: Name<'s>,
    pub(super) target: Target<'s>,
    /// The value after `=`.
    pub(super) value: Option<Node<'s>>,
}

#[derive(Debug)]
pub(super) enum Target<'s> {
    Id(Id<'s>),
    /// The target of the resource's or the mixin's member.
    Elided,
    /// No target, as members of enums have none.
    None,
}

#[derive(Debug, Default)]
pub(super) struct Operation<'s> {
    pub(super) input: Option<Io<'s>>,
    pub(super) output: Option<Io<'s>>,
    pub(super) errors: Option<Vec<Id<'s>>>,
}

#[derive(Debug)]
pub(super) enum Io<'s> {
    Id(Id<'s>),
    /// A structure without a name; its `body` is always members.
    Inline(Box<Shape<'s>>),
}

/// An apply statement.
#[derive(Debug)]
pub(super) struct Apply<'s> {
    pub(super) target: Id<'s>,
    pub(super) traits: Vec<Trait<'s>>,
}

#[derive(Debug)]
pub(super) struct Node<'s> {
    pub(super) value: Value<'s>,
    pub(super) span: Span,
}

#[derive(Debug)]
pub(super) enum Value<'s> {
    Null,
    Bool(bool),
    Number(&'s str),
    String(Cow<'s, str>),
    Id(&'s str),
    Array(Vec<Node<'s>>),
    Object(Vec<Entry<'s>>),
}

/// A key and its value.
#[derive(Debug)]
pub(super) struct Entry<'s> {
    pub(super) key: Cow<'s, str>,
    pub(super) key_span: Span,
    pub(super) value: Node<'s>,
}

/// The types of shapes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ShapeType {
    Simple(&'static str),
    Enum,
    IntEnum,
    List,
    Set,
    Map,
    Structure,
    Union,
    Service,
    Resource,
    Operation,
}

const SIMPLE: &[&str] = &[
    "blob",
    "boolean",
    "document",
    "string",
    "byte",
    "short",
    "integer",
    "long",
    "float",
    "double",
    "bigInteger",
    "bigDecimal",
    "timestamp",
];

const OTHERS: &[(&str, ShapeType)] = &[
    ("enum", ShapeType::Enum),
    ("intEnum", ShapeType::IntEnum),
    ("list", ShapeType::List),
    ("set", ShapeType::Set),
    ("map", ShapeType::Map),
    ("structure", ShapeType::Structure),
    ("union", ShapeType::Union),
    ("service", ShapeType::Service),
    ("resource", ShapeType::Resource),
    ("operation", ShapeType::Operation),
];

impl ShapeType {
    /// The type that a keyword stands for.
    pub(super) fn of(keyword: &str) -> Option<Self> {
        let simple = SIMPLE.iter().find(|known| **known == keyword);
        let other = || OTHERS.iter().find(|(known, _)| *known == keyword).map(|(_, of)| *of);
        simple.map(|known| Self::Simple(known)).or_else(other)
    }

    /// The keyword, which is the name of the type in the JSON AST, too.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Simple(name) => name,
            Self::Enum => "enum",
            Self::IntEnum => "intEnum",
            Self::List => "list",
            Self::Set => "set",
            Self::Map => "map",
            Self::Structure => "structure",
            Self::Union => "union",
            Self::Service => "service",
            Self::Resource => "resource",
            Self::Operation => "operation",
        }
    }

    /// The keywords of all types.
    pub(super) fn keywords() -> impl Iterator<Item = &'static str> {
        SIMPLE.iter().copied().chain(OTHERS.iter().map(|(name, _)| *name))
    }
}
