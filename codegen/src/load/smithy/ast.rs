//! The form of the file: its version, the types of its shapes, and their references to each other.

use foldhash::HashMap;
use serde_json::Value;

use crate::{
    Result,
    ir::Kind,
    load::json::{Cursor, Fields, Keys, field},
};

// What `metadata` holds concerns validators and other generators.
pub(super) const FILE: Keys = Keys {
    of: "a Smithy model",
    read: &["smithy", "shapes"],
    left: &["metadata"],
};

pub(super) const TARGET: Keys = Keys {
    of: "a reference to a shape",
    read: &["target"],
    left: &[],
};

/// The versions of the AST with different meanings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    /// Version 1: absent numbers and booleans are zero or false, unless they are boxed.
    One,
    /// Version 2: traits state the defaults.
    Two,
}

const VERSIONS: &[(&str, Version)] = &[("1.0", Version::One), ("2.0", Version::Two), ("2", Version::Two)];

/// The values of `type`.
#[derive(Clone, Copy)]
pub(super) enum ShapeType {
    Simple(fn() -> Kind),
    /// A type whose absent values are zero or false, unless they are boxed.
    Primitive(fn() -> Kind),
    String,
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

const TYPES: &[(&str, ShapeType)] = &[
    ("blob", ShapeType::Simple(|| Kind::Blob)),
    ("boolean", ShapeType::Primitive(|| Kind::Boolean)),
    ("byte", ShapeType::Primitive(|| Kind::Byte)),
    ("short", ShapeType::Primitive(|| Kind::Short)),
    ("integer", ShapeType::Primitive(|| Kind::Integer)),
    ("long", ShapeType::Primitive(|| Kind::Long)),
    ("float", ShapeType::Primitive(|| Kind::Float)),
    ("double", ShapeType::Primitive(|| Kind::Double)),
    ("bigInteger", ShapeType::Simple(|| Kind::BigInteger)),
    ("bigDecimal", ShapeType::Simple(|| Kind::BigDecimal)),
    ("timestamp", ShapeType::Simple(|| Kind::Timestamp)),
    ("document", ShapeType::Simple(|| Kind::Document)),
    ("string", ShapeType::String),
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

/// The shapes of a file, by their ids.
pub(super) struct Model<'p, 'v> {
    pub(super) shapes: Cursor<'p, 'v>,
    pub(super) version: Version,
    /// The shapes, with their number in the file.
    by_id: HashMap<&'v str, (usize, &'v Value)>,
}

impl<'p, 'v> Model<'p, 'v> {
    /// Reads the version and the shapes of a file.
    pub(super) fn open(top: &Fields<'_, 'v>, shapes: Cursor<'p, 'v>) -> Result<Self> {
        let version = top.require("smithy")?.one_of("version of Smithy's AST", VERSIONS)?;
        let all = shapes.entries()?.enumerate();
        let by_id = all.map(|(number, (id, shape))| (id, (number, shape.value()))).collect();
        Ok(Self { shapes, version, by_id })
    }

    /// The number of shapes.
    pub(super) fn len(&self) -> usize {
        self.by_id.len()
    }

    /// A shape's number in the file, and its value.
    pub(super) fn find(&self, id: &str) -> Option<(usize, &'v Value)> {
        self.by_id.get(id).copied()
    }

    /// A shape by its id.
    pub(super) fn shape<'c>(&'c self, id: &str) -> Option<Cursor<'c, 'v>> {
        let (id, (_, shape)) = self.by_id.get_key_value(id)?;
        Some(self.shapes.entry(id, shape))
    }

    /// The type of a shape, if it has a known one.
    pub(super) fn type_name(&self, id: &str) -> Option<&'v str> {
        field(self.find(id)?.1, "type")?.as_str()
    }

    /// The ids of all shapes of a type.
    pub(super) fn of_type(&self, wanted: &str) -> Vec<&'v str> {
        let shapes = self.shapes.entries().into_iter().flatten();
        let of_type = shapes.filter(|(_, shape)| field(shape.value(), "type").is_some_and(|name| name == wanted));
        of_type.map(|(id, _)| id).collect()
    }

    /// The id in `{"target": id}`, which has to be that of a shape of the given type.
    pub(super) fn target_of(&self, cursor: &Cursor<'_, 'v>, wanted: &str) -> Result<&'v str> {
        let fields = cursor.fields(&TARGET)?;
        let target = fields.require("target")?;
        self.id_of(&target, wanted)
    }

    /// An id that has to be that of a shape of the given type.
    pub(super) fn id_of(&self, cursor: &Cursor<'_, 'v>, wanted: &str) -> Result<&'v str> {
        let id = cursor.str()?;
        match self.type_name(id) {
            Some(found) if found == wanted => Ok(id),
            Some(found) => Err(cursor.error(
                format!("`{id}` is of type {found}, and here stands what is of type {wanted}"),
                format!("name a shape of type {wanted}"),
            )),
            None => Err(cursor.unknown(&format!("shape of type {wanted}"), id, self.of_type(wanted))),
        }
    }
}

/// Reads the type of a shape.
pub(super) fn type_of(fields: &Fields<'_, '_>) -> Result<ShapeType> {
    fields.require("type")?.one_of("type of shape", TYPES)
}

/// The type of a name, where it is known.
pub(super) fn known_type(name: &str) -> Option<ShapeType> {
    TYPES.iter().find(|(known, _)| *known == name).map(|(_, of)| *of)
}

/// A shape's name without its namespace.
pub(super) fn local_name(id: &str) -> &str {
    id.split_once('#').map_or(id, |(_, name)| name)
}

/// The namespace of a shape.
pub(super) fn namespace(id: &str) -> &str {
    id.split_once('#').map_or("", |(namespace, _)| namespace)
}
