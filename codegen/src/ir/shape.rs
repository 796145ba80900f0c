//! Shapes: the types of a service's data.

use indexmap::{IndexMap, IndexSet};

use super::traits::{MemberTraits, ShapeTraits};

/// Names one shape of one [`Shapes`] table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ShapeId(u32);

impl ShapeId {
    /// The position of the shape in its table, for facts that are kept beside it.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A type of the model: its kind, its traits and its documentation.
#[derive(Clone, Debug)]
pub struct Shape {
    /// The name that the model gives the shape, without a namespace.
    pub name: String,
    /// What the shape is.
    pub kind: Kind,
    /// What the model says about the shape beyond its kind.
    pub traits: ShapeTraits,
    /// The documentation, as the model has it: HTML.
    pub docs: Option<String>,
    /// Where in the model the shape stands, as a JSON pointer (RFC 6901).
    pub pointer: String,
}

impl Shape {
    /// Whether the shape is an event stream: values of the union follow each other on the wire.
    pub fn is_event_stream(&self) -> bool {
        self.traits.streaming && matches!(self.kind, Kind::Union(_))
    }
}

/// What a shape is. Containers refer to their elements through [`Member`]s.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Bytes.
    Blob,
    /// True or false.
    Boolean,
    /// A signed number of 8 bits.
    Byte,
    /// A signed number of 16 bits.
    Short,
    /// A signed number of 32 bits.
    Integer,
    /// A signed number of 64 bits.
    Long,
    /// A floating point number of 32 bits.
    Float,
    /// A floating point number of 64 bits.
    Double,
    /// A whole number without bounds.
    BigInteger,
    /// A decimal number without bounds.
    BigDecimal,
    /// UTF-8 text.
    String,
    /// Text of which the model knows some values; a service may send others.
    Enum(Vec<Variant>),
    /// A whole number of which the model knows some values; a service may send others.
    IntEnum(Vec<Variant>),
    /// A moment in time.
    Timestamp,
    /// Data that only a user of the service understands.
    Document,
    /// A sequence.
    List(Box<Member>),
    /// Pairs of a key, which is text or an enum, and a value.
    Map(Box<Member>, Box<Member>),
    /// Named members, each of which may be there.
    Structure(Vec<Member>),
    /// Named members, exactly one of which is there.
    Union(Vec<Member>),
}

impl Kind {
    /// The members of a structure or a union, in the order of the model; nothing for other kinds.
    pub fn members(&self) -> &[Member] {
        match self {
            Self::Structure(members) | Self::Union(members) => members,
            Self::Blob
            | Self::Boolean
            | Self::Byte
            | Self::Short
            | Self::Integer
            | Self::Long
            | Self::Float
            | Self::Double
            | Self::BigInteger
            | Self::BigDecimal
            | Self::String
            | Self::Enum(_)
            | Self::IntEnum(_)
            | Self::Timestamp
            | Self::Document
            | Self::List(_)
            | Self::Map(..) => &[],
        }
    }

    /// What a list or a map holds: its elements, or its values; none for other kinds.
    pub fn element(&self) -> Option<&Member> {
        match self {
            Self::List(element) | Self::Map(_, element) => Some(element),
            Self::Blob
            | Self::Boolean
            | Self::Byte
            | Self::Short
            | Self::Integer
            | Self::Long
            | Self::Float
            | Self::Double
            | Self::BigInteger
            | Self::BigDecimal
            | Self::String
            | Self::Enum(_)
            | Self::IntEnum(_)
            | Self::Timestamp
            | Self::Document
            | Self::Structure(_)
            | Self::Union(_) => None,
        }
    }

    /// Every member, those of lists and maps too.
    pub fn references(&self) -> impl Iterator<Item = &Member> {
        let (list, members): (Vec<&Member>, &[Member]) = match self {
            Self::List(element) => (vec![element], &[]),
            Self::Map(key, value) => (vec![key, value], &[]),
            other => (Vec::new(), other.members()),
        };
        list.into_iter().chain(members)
    }

    /// Every member, to be changed.
    pub fn references_mut(&mut self) -> impl Iterator<Item = &mut Member> {
        let (list, members): (Vec<&mut Member>, &mut [Member]) = match self {
            Self::List(element) => (vec![element], &mut []),
            Self::Map(key, value) => (vec![key, value], &mut []),
            Self::Structure(members) | Self::Union(members) => (Vec::new(), members),
            Self::Blob
            | Self::Boolean
            | Self::Byte
            | Self::Short
            | Self::Integer
            | Self::Long
            | Self::Float
            | Self::Double
            | Self::BigInteger
            | Self::BigDecimal
            | Self::String
            | Self::Enum(_)
            | Self::IntEnum(_)
            | Self::Timestamp
            | Self::Document => (Vec::new(), &mut []),
        };
        list.into_iter().chain(members)
    }

    /// What the kind is called in Smithy's IDL.
    pub fn noun(&self) -> &'static str {
        match self {
            Self::Blob => "blob",
            Self::Boolean => "boolean",
            Self::Byte => "byte",
            Self::Short => "short",
            Self::Integer => "integer",
            Self::Long => "long",
            Self::Float => "float",
            Self::Double => "double",
            Self::BigInteger => "bigInteger",
            Self::BigDecimal => "bigDecimal",
            Self::String => "string",
            Self::Enum(_) => "enum",
            Self::IntEnum(_) => "intEnum",
            Self::Timestamp => "timestamp",
            Self::Document => "document",
            Self::List(_) => "list",
            Self::Map(..) => "map",
            Self::Structure(_) => "structure",
            Self::Union(_) => "union",
        }
    }
}

/// A member of a structure or a union, the element of a list, or the key or value of a map.
#[derive(Clone, Debug)]
pub struct Member {
    /// The name in the model; `member`, `key` or `value` in lists and maps.
    pub name: String,
    /// The shape of the member's values.
    pub target: ShapeId,
    /// What the model says about the member beyond its target.
    pub traits: MemberTraits,
    /// The documentation, as the model has it: HTML.
    pub docs: Option<String>,
    /// Where in the model the member stands, as a JSON pointer (RFC 6901).
    pub pointer: String,
}

/// A value that the model lists for an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// The name, where the model gives one apart from the value.
    pub name: Option<String>,
    /// The value on the wire; a number in decimal for an [`IntEnum`](Kind::IntEnum).
    pub value: String,
    /// The documentation, as the model has it: HTML.
    pub docs: Option<String>,
}

/// The shapes of a service, in the order in which the model names them.
#[derive(Clone, Debug, std::default::Default)]
pub struct Shapes {
    table: IndexMap<String, Option<Shape>>,
}

impl Shapes {
    /// The id of a name, which may not have a shape yet.
    pub fn reserve(&mut self, name: &str) -> ShapeId {
        if let Some(index) = self.table.get_index_of(name) {
            return ShapeId(index as u32);
        }
        let (index, _) = self.table.insert_full(name.to_owned(), None);
        ShapeId(index as u32)
    }

    /// Gives a reserved id its shape.
    pub fn define(&mut self, id: ShapeId, shape: Shape) {
        self.table[id.index()] = Some(shape);
    }

    /// The id of a shape by its name in the model.
    pub fn find(&self, name: &str) -> Option<ShapeId> {
        let (index, _, shape) = self.table.get_full(name)?;
        shape.as_ref().map(|_| ShapeId(index as u32))
    }

    /// The shapes and their ids, in the order of the model.
    pub fn iter(&self) -> impl Iterator<Item = (ShapeId, &Shape)> {
        self.table
            .values()
            .enumerate()
            .filter_map(|(index, shape)| Some((ShapeId(index as u32), shape.as_ref()?)))
    }

    /// The ids of all shapes, in the order of the model.
    pub fn ids(&self) -> Vec<ShapeId> {
        self.iter().map(|(id, _)| id).collect()
    }

    /// The event streams, in the order of the model.
    pub fn event_streams(&self) -> impl Iterator<Item = ShapeId> {
        let streams = self.iter().filter(|(_, shape)| shape.is_event_stream());
        streams.map(|(id, _)| id)
    }

    /// The errors that may end an event stream: those among its members.
    pub fn exceptions(&self, stream: ShapeId) -> Vec<ShapeId> {
        let targets = self[stream].kind.members().iter().map(|member| member.target);
        let exceptions: IndexSet<ShapeId> = targets.filter(|id| self[*id].traits.error.is_some()).collect();
        exceptions.into_iter().collect()
    }

    /// How many ids there are, for tables beside this one.
    pub fn id_count(&self) -> usize {
        self.table.len()
    }

    /// Takes the shape of an id away; the id stays, and names nothing.
    pub fn remove(&mut self, id: ShapeId) {
        self.table[id.index()] = None;
    }

    /// Names that were reserved and never defined.
    pub fn undefined(&self) -> impl Iterator<Item = &str> {
        self.table
            .iter()
            .filter(|(_, shape)| shape.is_none())
            .map(|(name, _)| name.as_str())
    }
}

impl std::ops::Index<ShapeId> for Shapes {
    type Output = Shape;

    fn index(&self, id: ShapeId) -> &Shape {
        self.table[id.index()]
            .as_ref()
            .expect("front ends define every id that they reserve, and passes drop no id that is referred to")
    }
}

impl std::ops::IndexMut<ShapeId> for Shapes {
    fn index_mut(&mut self, id: ShapeId) -> &mut Shape {
        self.table[id.index()]
            .as_mut()
            .expect("front ends define every id that they reserve, and passes drop no id that is referred to")
    }
}
