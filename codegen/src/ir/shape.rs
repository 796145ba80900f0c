//! Shapes: the types of a service's data.

use indexmap::{IndexMap, IndexSet};

use super::traits::{MemberTraits, ShapeTraits};

/// The id of a shape in its [`Shapes`] table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ShapeId(u32);

impl ShapeId {
    /// The position of the shape in its table, for lists of facts about all shapes.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A type of the model: its kind, its traits and its documentation.
#[derive(Clone, Debug)]
pub struct Shape {
    /// The name of the shape in the model, without the namespace.
    pub name: String,
    /// The kind of the shape, with its members.
    pub kind: Kind,
    /// The shape's traits.
    pub traits: ShapeTraits,
    /// The documentation, as the model has it: HTML.
    pub docs: Option<String>,
    /// The location of the shape in the model, as a JSON pointer (RFC 6901).
    pub pointer: String,
}

impl Shape {
    /// True for an event stream: a union whose values are sent one after the other.
    pub fn is_event_stream(&self) -> bool {
        self.traits.streaming && matches!(self.kind, Kind::Union(_))
    }
}

/// The kind of a shape. Containers refer to their elements through [`Member`]s.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Bytes.
    Blob,
    /// A boolean.
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
    /// An integer without bounds.
    BigInteger,
    /// A decimal number without bounds.
    BigDecimal,
    /// A string.
    String,
    /// A string with known values; a service may send others.
    Enum(Vec<Variant>),
    /// An integer with known values; a service may send others.
    IntEnum(Vec<Variant>),
    /// A timestamp.
    Timestamp,
    /// Data without a fixed structure.
    Document,
    /// A list.
    List(Box<Member>),
    /// A map from a string or an enum to a value.
    Map(Box<Member>, Box<Member>),
    /// Named members, each of which may be absent.
    Structure(Vec<Member>),
    /// Named members, exactly one of which is present.
    Union(Vec<Member>),
}

/// The families of kinds, for code that treats the kinds of one family alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Bytes.
    Blob,
    /// A boolean.
    Boolean,
    /// An integer of at most 64 bits, with known values or without.
    Integer,
    /// A floating point number.
    Float,
    /// A number without bounds.
    BigNumber,
    /// A string, with known values or without.
    Text,
    /// A timestamp.
    Timestamp,
    /// Data without a fixed structure.
    Document,
    /// A list.
    List,
    /// A map.
    Map,
    /// Named members: a structure or a union.
    Members,
}

impl Kind {
    /// The family of the kind.
    pub fn family(&self) -> Family {
        match self {
            Self::Blob => Family::Blob,
            Self::Boolean => Family::Boolean,
            Self::Byte | Self::Short | Self::Integer | Self::Long | Self::IntEnum(_) => Family::Integer,
            Self::Float | Self::Double => Family::Float,
            Self::BigInteger | Self::BigDecimal => Family::BigNumber,
            Self::String | Self::Enum(_) => Family::Text,
            Self::Timestamp => Family::Timestamp,
            Self::Document => Family::Document,
            Self::List(_) => Family::List,
            Self::Map(..) => Family::Map,
            Self::Structure(_) | Self::Union(_) => Family::Members,
        }
    }

    /// The members of a structure or a union, in the order of the model; empty for other kinds.
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

    /// The element of a list, or the value of a map; `None` for other kinds.
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

    /// All members, including those of lists and maps.
    pub fn references(&self) -> impl Iterator<Item = &Member> {
        let (list, members): (Vec<&Member>, &[Member]) = match self {
            Self::List(element) => (vec![element], &[]),
            Self::Map(key, value) => (vec![key, value], &[]),
            other => (Vec::new(), other.members()),
        };
        list.into_iter().chain(members)
    }

    /// All members, including those of lists and maps, to be changed.
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

    /// The name of the kind in Smithy's IDL.
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
    /// The member's own traits, beside those of its target.
    pub traits: MemberTraits,
    /// The documentation, as the model has it: HTML.
    pub docs: Option<String>,
    /// The location of the member in the model, as a JSON pointer (RFC 6901).
    pub pointer: String,
}

/// A value of an enum in the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// The name, where the model has one beside the value.
    pub name: Option<String>,
    /// The value on the wire; a number in decimal for an [`IntEnum`](Kind::IntEnum).
    pub value: String,
    /// The documentation, as the model has it: HTML.
    pub docs: Option<String>,
}

/// The shapes of a service, in the order of the model.
#[derive(Clone, Debug, std::default::Default)]
pub struct Shapes {
    table: IndexMap<String, Option<Shape>>,
}

impl Shapes {
    /// Reserves an id for a name, whose shape may follow later.
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

    /// The number of ids, for lists of facts about all shapes.
    pub fn id_count(&self) -> usize {
        self.table.len()
    }

    /// Removes the shape of an id; the id is not used again.
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
