//! The Rust type of a shape's values, as a tree. It knows paths of the crate and no tokens.

use std::fmt;

use super::{Crate, Stream};
use crate::ir::{Kind, Member, ShapeId, Variant};

/// A Rust type.
///
/// Types of the crate are known by their path below its root, so that types of two crates can be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RustType {
    /// `bool`.
    Bool,
    /// `i8`.
    I8,
    /// `i16`.
    I16,
    /// `i32`.
    I32,
    /// `i64`.
    I64,
    /// `f32`.
    F32,
    /// `f64`.
    F64,
    /// `String`.
    String,
    /// `aws_smithy_types::Blob`.
    Blob,
    /// `aws_smithy_types::BigInteger`.
    BigInteger,
    /// `aws_smithy_types::BigDecimal`.
    BigDecimal,
    /// `aws_smithy_types::DateTime`.
    DateTime,
    /// `aws_smithy_types::Document`.
    Document,
    /// `Option` of a type.
    Option(Box<Self>),
    /// `Box` of a type.
    Boxed(Box<Self>),
    /// `Vec` of a type.
    Vec(Box<Self>),
    /// `std::collections::HashMap` of two types.
    HashMap(Box<Self>, Box<Self>),
    /// A type of the crate, by its path: `types::Dataset`.
    Named(String),
    /// `aws_smithy_types::byte_stream::ByteStream`.
    ByteStream,
    /// `aws_smithy_http::event_stream::EventStreamSender` of an event and the error that may end the stream.
    EventSender(Box<Self>, Box<Self>),
    /// `EventReceiver` of an event and the error that may end the stream.
    EventReceiver(Box<Self>, Box<Self>),
}

impl RustType {
    /// The type in an `Option`.
    pub fn optional(self) -> Self {
        Self::Option(Box::new(self))
    }

    /// The type in a `Box`.
    pub fn boxed(self) -> Self {
        Self::Boxed(Box::new(self))
    }

    /// True where values are copied rather than borrowed.
    pub fn is_copy(&self) -> bool {
        match self {
            Self::Bool | Self::I8 | Self::I16 | Self::I32 | Self::I64 | Self::F32 | Self::F64 => true,
            Self::String
            | Self::Blob
            | Self::BigInteger
            | Self::BigDecimal
            | Self::DateTime
            | Self::Document
            | Self::Option(_)
            | Self::Boxed(_)
            | Self::Vec(_)
            | Self::HashMap(..)
            | Self::Named(_)
            | Self::ByteStream
            | Self::EventSender(..)
            | Self::EventReceiver(..) => false,
        }
    }
}

impl fmt::Display for RustType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool => f.write_str("bool"),
            Self::I8 => f.write_str("i8"),
            Self::I16 => f.write_str("i16"),
            Self::I32 => f.write_str("i32"),
            Self::I64 => f.write_str("i64"),
            Self::F32 => f.write_str("f32"),
            Self::F64 => f.write_str("f64"),
            Self::String => f.write_str("String"),
            Self::Blob => f.write_str("Blob"),
            Self::BigInteger => f.write_str("BigInteger"),
            Self::BigDecimal => f.write_str("BigDecimal"),
            Self::DateTime => f.write_str("DateTime"),
            Self::Document => f.write_str("Document"),
            Self::Option(inner) => write!(f, "Option<{inner}>"),
            Self::Boxed(inner) => write!(f, "Box<{inner}>"),
            Self::Vec(element) => write!(f, "Vec<{element}>"),
            Self::HashMap(key, value) => write!(f, "HashMap<{key}, {value}>"),
            Self::Named(path) => f.write_str(path),
            Self::ByteStream => f.write_str("ByteStream"),
            Self::EventSender(event, error) => write!(f, "EventStreamSender<{event}, {error}>"),
            Self::EventReceiver(event, error) => write!(f, "EventReceiver<{event}, {error}>"),
        }
    }
}

/// The type of a map's keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapKey {
    /// `String`.
    String,
    /// The type of an enum.
    Enum(ShapeId),
}

/// The definition of a type that the crate has for a shape.
#[derive(Clone, Copy, Debug)]
pub enum Definition<'a> {
    /// A structure.
    Structure,
    /// An enum with a value in each variant.
    Union,
    /// An enum of strings, with the variants of the model.
    Enum(&'a [Variant]),
}

/// The definition of the type for shapes of a kind; `None` where values have a type that is not the crate's own.
pub(super) fn definition(kind: &Kind) -> Option<Definition<'_>> {
    match kind {
        Kind::Structure(_) => Some(Definition::Structure),
        Kind::Union(_) => Some(Definition::Union),
        Kind::Enum(variants) => Some(Definition::Enum(variants)),
        Kind::IntEnum(_)
        | Kind::Blob
        | Kind::Boolean
        | Kind::Byte
        | Kind::Short
        | Kind::Integer
        | Kind::Long
        | Kind::Float
        | Kind::Double
        | Kind::BigInteger
        | Kind::BigDecimal
        | Kind::String
        | Kind::Timestamp
        | Kind::Document
        | Kind::List(_)
        | Kind::Map(..) => None,
    }
}

impl Crate {
    /// The type of a shape's values.
    pub fn rust_type(&self, id: ShapeId) -> RustType {
        match &self.shape(id).kind {
            Kind::Blob => RustType::Blob,
            Kind::Boolean => RustType::Bool,
            Kind::Byte => RustType::I8,
            Kind::Short => RustType::I16,
            Kind::Integer | Kind::IntEnum(_) => RustType::I32,
            Kind::Long => RustType::I64,
            Kind::Float => RustType::F32,
            Kind::Double => RustType::F64,
            Kind::BigInteger => RustType::BigInteger,
            Kind::BigDecimal => RustType::BigDecimal,
            Kind::String => RustType::String,
            Kind::Timestamp => RustType::DateTime,
            Kind::Document => RustType::Document,
            Kind::List(element) => RustType::Vec(Box::new(self.element_type(id, element.target))),
            Kind::Map(key, value) => RustType::HashMap(
                Box::new(self.rust_type(key.target)),
                Box::new(self.element_type(id, value.target)),
            ),
            Kind::Enum(_) | Kind::Structure(_) | Kind::Union(_) => RustType::Named(self.path(id)),
        }
    }

    /// The type of a map's keys, given their member.
    pub fn map_key(&self, key: &Member) -> MapKey {
        match self.shape(key.target).kind {
            Kind::String => MapKey::String,
            Kind::Enum(_) => MapKey::Enum(key.target),
            Kind::IntEnum(_)
            | Kind::Blob
            | Kind::Boolean
            | Kind::Byte
            | Kind::Short
            | Kind::Integer
            | Kind::Long
            | Kind::Float
            | Kind::Double
            | Kind::BigInteger
            | Kind::BigDecimal
            | Kind::Timestamp
            | Kind::Document
            | Kind::List(_)
            | Kind::Map(..)
            | Kind::Structure(_)
            | Kind::Union(_) => unreachable!("validation refuses maps with such keys"),
        }
    }

    /// The type of the elements of a list or the values of a map, which may be null in a sparse one.
    pub fn element_type(&self, container: ShapeId, element: ShapeId) -> RustType {
        let element = self.rust_type(element);
        match self.shape(container).traits.sparse {
            true => element.optional(),
            false => element,
        }
    }

    /// The type of a stream.
    pub(super) fn stream_type(&self, stream: Stream) -> RustType {
        let parts = |events: ShapeId| {
            let error = RustType::Named(self.stream_error_path(events));
            (Box::new(RustType::Named(self.path(events))), Box::new(error))
        };
        match stream {
            Stream::Bytes => RustType::ByteStream,
            Stream::Sent(events) => {
                let (event, error) = parts(events);
                RustType::EventSender(event, error)
            }
            Stream::Received(events) => {
                let (event, error) = parts(events);
                RustType::EventReceiver(event, error)
            }
        }
    }
}
