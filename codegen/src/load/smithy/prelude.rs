//! The prelude: the shapes of `smithy.api`, which every model may target without defining them.

use serde_json::{Value, json};

use super::ast::Version;
use crate::ir::{Kind, Shape, ShapeTraits};

/// The structure that means "no input" or "no output".
pub(super) const UNIT: &str = "smithy.api#Unit";

/// An id, its kind, and true where absent values are zero or false.
type Known = (&'static str, fn() -> Kind, bool);

const SHAPES: &[Known] = &[
    ("smithy.api#String", || Kind::String, false),
    ("smithy.api#Blob", || Kind::Blob, false),
    ("smithy.api#BigInteger", || Kind::BigInteger, false),
    ("smithy.api#BigDecimal", || Kind::BigDecimal, false),
    ("smithy.api#Timestamp", || Kind::Timestamp, false),
    ("smithy.api#Document", || Kind::Document, false),
    ("smithy.api#Boolean", || Kind::Boolean, false),
    ("smithy.api#Byte", || Kind::Byte, false),
    ("smithy.api#Short", || Kind::Short, false),
    ("smithy.api#Integer", || Kind::Integer, false),
    ("smithy.api#Long", || Kind::Long, false),
    ("smithy.api#Float", || Kind::Float, false),
    ("smithy.api#Double", || Kind::Double, false),
    ("smithy.api#PrimitiveBoolean", || Kind::Boolean, true),
    ("smithy.api#PrimitiveByte", || Kind::Byte, true),
    ("smithy.api#PrimitiveShort", || Kind::Short, true),
    ("smithy.api#PrimitiveInteger", || Kind::Integer, true),
    ("smithy.api#PrimitiveLong", || Kind::Long, true),
    ("smithy.api#PrimitiveFloat", || Kind::Float, true),
    ("smithy.api#PrimitiveDouble", || Kind::Double, true),
    (UNIT, || Kind::Structure(Vec::new()), false),
];

fn find(id: &str) -> Option<&'static Known> {
    SHAPES.iter().find(|(known, ..)| *known == id)
}

/// Tells whether an id is of the prelude.
pub(super) fn has(id: &str) -> bool {
    find(id).is_some()
}

/// The ids of the prelude.
pub(super) fn ids<'a>() -> impl Iterator<Item = &'a str> {
    SHAPES.iter().map(|(id, ..)| *id)
}

/// Tells whether absent values of a prelude shape are zero or false.
pub(super) fn is_primitive(id: &str) -> bool {
    find(id).is_some_and(|(_, _, is_primitive)| *is_primitive)
}

/// A shape of the prelude.
pub(super) fn shape(id: &str, name: &str, version: Version) -> Option<Shape> {
    let (_, kind, is_primitive) = find(id)?;
    let kind = kind();
    let zero = zero(&kind);
    let default = zero.clone().filter(|_| *is_primitive && version == Version::Two);
    Some(Shape {
        name: name.to_owned(),
        kind,
        traits: ShapeTraits {
            boxed: zero.is_some() && !is_primitive,
            default,
            ..ShapeTraits::default()
        },
        docs: None,
        pointer: "/shapes".to_owned(),
    })
}

/// The value that a number or a boolean has where it is absent and not boxed.
pub(super) fn zero(kind: &Kind) -> Option<Value> {
    match kind {
        Kind::Boolean => Some(json!(false)),
        Kind::Byte | Kind::Short | Kind::Integer | Kind::Long => Some(json!(0)),
        Kind::Float | Kind::Double => Some(json!(0)),
        Kind::Blob
        | Kind::BigInteger
        | Kind::BigDecimal
        | Kind::String
        | Kind::Enum(_)
        | Kind::IntEnum(_)
        | Kind::Timestamp
        | Kind::Document
        | Kind::List(_)
        | Kind::Map(..)
        | Kind::Structure(_)
        | Kind::Union(_) => None,
    }
}
