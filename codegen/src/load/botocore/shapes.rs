//! `shapes`: the types, their members, and the traits of both.

use std::collections::{HashMap, HashSet};

use indexmap::{IndexMap, IndexSet};

use super::traits;
use crate::{
    Result,
    ir::{
        Binding, ErrorTrait, Fault, Kind, Member, MemberTraits, Retryable, Shape, ShapeId, ShapeTraits, Shapes, Variant,
    },
    load::json::{Cursor, Fields, Keys},
};

// `synthetic` marks errors that the modelling tools added; they are sent like any other.
const SHAPE: Keys = Keys {
    of: "a shape",
    read: &[
        "box",
        "deprecated",
        "deprecatedMessage",
        "deprecatedSince",
        "document",
        "documentation",
        "enum",
        "error",
        "event",
        "eventstream",
        "exception",
        "fault",
        "flattened",
        "key",
        "locationName",
        "max",
        "member",
        "members",
        "min",
        "pattern",
        "payload",
        "required",
        "requiresLength",
        "retryable",
        "sensitive",
        "sparse",
        "streaming",
        "timestampFormat",
        "type",
        "union",
        "value",
        "wrapper",
        "xmlNamespace",
        "xmlOrder",
    ],
    left: &["synthetic"],
};

// `enum` on a member lists values for documentation: its target stays text. `endpointdiscoveryid`
// marks what a cache of discovered endpoints may tell apart.
const MEMBER: Keys = Keys {
    of: "a member",
    read: &[
        "box",
        "contextParam",
        "deprecated",
        "deprecatedMessage",
        "deprecatedSince",
        "documentation",
        "eventheader",
        "eventpayload",
        "flattened",
        "hostLabel",
        "idempotencyToken",
        "jsonvalue",
        "location",
        "locationName",
        "max",
        "min",
        "pattern",
        "queryName",
        "sensitive",
        "shape",
        "streaming",
        "timestampFormat",
        "xmlAttribute",
        "xmlNamespace",
    ],
    left: &["endpointdiscoveryid", "enum"],
};

const ERROR: Keys = Keys {
    of: "an error",
    read: &["code", "fault", "httpStatusCode", "senderFault"],
    left: &[],
};

const RETRYABLE: Keys = Keys {
    of: "a retryable error",
    read: &["throttling"],
    left: &[],
};

const CONTEXT_PARAM: Keys = Keys {
    of: "a context parameter",
    read: &["name"],
    left: &[],
};

/// The values of `type`.
#[derive(Clone, Copy)]
enum ShapeType {
    Simple(fn() -> Kind),
    Number(fn() -> Kind),
    String,
    List,
    Map,
    Structure,
}

const TYPES: &[(&str, ShapeType)] = &[
    ("blob", ShapeType::Simple(|| Kind::Blob)),
    ("boolean", ShapeType::Simple(|| Kind::Boolean)),
    ("byte", ShapeType::Number(|| Kind::Byte)),
    ("short", ShapeType::Number(|| Kind::Short)),
    ("integer", ShapeType::Number(|| Kind::Integer)),
    ("long", ShapeType::Number(|| Kind::Long)),
    ("float", ShapeType::Number(|| Kind::Float)),
    ("double", ShapeType::Number(|| Kind::Double)),
    ("bigInteger", ShapeType::Number(|| Kind::BigInteger)),
    ("biginteger", ShapeType::Number(|| Kind::BigInteger)),
    ("bigDecimal", ShapeType::Number(|| Kind::BigDecimal)),
    ("bigdecimal", ShapeType::Number(|| Kind::BigDecimal)),
    ("timestamp", ShapeType::Simple(|| Kind::Timestamp)),
    ("character", ShapeType::String),
    ("string", ShapeType::String),
    ("list", ShapeType::List),
    ("map", ShapeType::Map),
    ("structure", ShapeType::Structure),
];

/// The values of `location`.
#[derive(Clone, Copy)]
enum Location {
    Header,
    Headers,
    Uri,
    QueryString,
    StatusCode,
}

const LOCATIONS: &[(&str, Location)] = &[
    ("header", Location::Header),
    ("headers", Location::Headers),
    ("uri", Location::Uri),
    ("querystring", Location::QueryString),
    ("statusCode", Location::StatusCode),
];

/// The ids of all shapes of a model, by the names that refer to them.
pub(super) struct References<'v> {
    targets: IndexMap<&'v str, Target>,
}

struct Target {
    id: ShapeId,
    /// `None` where the shape is malformed, which is an error when it is lowered itself.
    of: Option<ShapeType>,
}

impl Target {
    fn is_map(&self) -> bool {
        matches!(self.of, Some(ShapeType::Map))
    }

    fn is_number(&self) -> bool {
        matches!(self.of, Some(ShapeType::Number(_)))
    }
}

impl<'v> References<'v> {
    /// Reserves an id for every shape, so that shapes can refer to those that come later.
    pub(super) fn reserve(shapes: Option<&Cursor<'_, 'v>>, table: &mut Shapes) -> Result<Self> {
        let target = |(name, shape): (&'v str, Cursor<'_, 'v>)| {
            let type_name = shape.value().get("type");
            let of = TYPES
                .iter()
                .find(|(known, _)| type_name.is_some_and(|name| name == known));
            let target = Target {
                id: table.reserve(name),
                of: of.map(|(_, of)| *of),
            };
            (name, target)
        };
        Ok(Self {
            targets: match shapes {
                Some(shapes) => shapes.entries()?.map(target).collect(),
                None => Default::default(),
            },
        })
    }

    /// The shape that `shape` names.
    pub(super) fn resolve(&self, fields: &Fields<'_, '_>) -> Result<ShapeId> {
        Ok(self.target(fields)?.id)
    }

    fn target(&self, fields: &Fields<'_, '_>) -> Result<&Target> {
        let cursor = fields.require("shape")?;
        let name = cursor.str()?;
        let target = self.targets.get(name);
        target.ok_or_else(|| cursor.unknown("shape", name, self.targets.keys().copied()))
    }
}

/// Gives every reserved id its shape.
pub(super) fn lower(shapes: &Cursor<'_, '_>, references: &References<'_>, table: &mut Shapes) -> Result<()> {
    for (name, cursor) in shapes.entries()? {
        let shape = shape(name, cursor, references).map_err(|error| error.on(name))?;
        table.define(references.targets[name].id, shape);
    }
    name_flat_lists(table);
    Ok(())
}

/// Gives members the name of their lists' elements, where these are not wrapped. Old models name only the elements; all
/// others name the member.
fn name_flat_lists(table: &mut Shapes) {
    let name = |shape: &Shape| {
        let Kind::List(element) = &shape.kind else {
            return None;
        };
        element.traits.wire_name.clone().filter(|_| shape.traits.flattened)
    };
    let lists: HashMap<ShapeId, String> = table
        .iter()
        .filter_map(|(id, shape)| Some((id, name(shape)?)))
        .collect();
    if lists.is_empty() {
        return;
    }
    for id in table.ids() {
        if let Kind::Structure(members) = &mut table[id].kind {
            for member in members.iter_mut().filter(|member| member.traits.wire_name.is_none()) {
                member.traits.wire_name = lists.get(&member.target).cloned();
            }
        }
    }
}

fn shape(name: &str, cursor: Cursor<'_, '_>, references: &References<'_>) -> Result<Shape> {
    let fields = cursor.fields(&SHAPE)?;
    let of = fields.require("type")?.one_of("type of shape", TYPES)?;
    Ok(Shape {
        name: name.to_owned(),
        kind: kind(of, &fields, references)?,
        traits: shape_traits(of, &fields)?,
        docs: fields.string("documentation")?,
        pointer: cursor.pointer(),
    })
}

fn kind(of: ShapeType, fields: &Fields<'_, '_>, references: &References<'_>) -> Result<Kind> {
    let part = |key: &'static str| -> Result<Box<Member>> {
        let cursor = fields.require(key)?;
        member(key, cursor, StatedByStructure::default(), references).map(Box::new)
    };
    match of {
        ShapeType::Simple(kind) | ShapeType::Number(kind) => Ok(kind()),
        ShapeType::String => string(fields),
        ShapeType::List => Ok(Kind::List(part("member")?)),
        ShapeType::Map => Ok(Kind::Map(part("key")?, part("value")?)),
        ShapeType::Structure => structure(fields, references),
    }
}

fn string(fields: &Fields<'_, '_>) -> Result<Kind> {
    let variant = |value| Variant {
        name: None,
        value,
        docs: None,
    };
    Ok(match fields.get("enum") {
        // A value that is listed twice is one value.
        Some(values) => {
            let values: IndexSet<String> = values.strings()?.into_iter().collect();
            Kind::Enum(values.into_iter().map(variant).collect())
        }
        None => Kind::String,
    })
}

/// Lowers a structure. In botocore's form, unions, event streams and documents are marked structures.
fn structure(fields: &Fields<'_, '_>, references: &References<'_>) -> Result<Kind> {
    let members = members(fields, references)?;
    if fields.flag("document")? {
        return match members.first() {
            None => Ok(Kind::Document),
            Some(_) => Err(fields.cursor().error(
                "a document has no members, and this one does",
                "take `document` away, or the members",
            )),
        };
    }
    Ok(if fields.flag("union")? || fields.flag("eventstream")? {
        Kind::Union(members)
    } else {
        Kind::Structure(members)
    })
}

/// The facts about a member that its structure states, not the member.
#[derive(Clone, Copy, Default)]
struct StatedByStructure {
    required: bool,
    /// The member is the whole body of a request or response.
    payload: bool,
}

fn members(fields: &Fields<'_, '_>, references: &References<'_>) -> Result<Vec<Member>> {
    let required: HashSet<String> = fields.strings("required")?.into_iter().collect();
    let payload = fields.string("payload")?;
    let stated = |name: &str| StatedByStructure {
        required: required.contains(name),
        payload: payload.as_deref() == Some(name),
    };
    let members: Vec<Member> = match fields.get("members") {
        Some(cursor) => cursor
            .entries()?
            .map(|(name, cursor)| member(name, cursor, stated(name), references))
            .collect::<Result<_>>()?,
        None => Vec::new(),
    };
    if let Some(names) = fields.get("required") {
        names.items()?.try_for_each(|name| check_member(&name, &members))?;
    }
    if let Some(name) = fields.get("payload") {
        check_member(&name, &members)?;
    }
    Ok(members)
}

fn check_member(name: &Cursor<'_, '_>, members: &[Member]) -> Result<()> {
    let wanted = name.str()?;
    if members.iter().any(|member| member.name == wanted) {
        return Ok(());
    }
    Err(name.unknown("member", wanted, members.iter().map(|member| member.name.as_str())))
}

fn shape_traits(of: ShapeType, fields: &Fields<'_, '_>) -> Result<ShapeTraits> {
    Ok(ShapeTraits {
        constraints: traits::constraints(fields, matches!(of, ShapeType::Number(_)))?,
        error: error(fields)?,
        sensitive: fields.flag("sensitive")?,
        streaming: fields.flag("streaming")? || fields.flag("eventstream")?,
        requires_length: fields.flag("requiresLength")?,
        event: fields.flag("event")?,
        sparse: fields.flag("sparse")?,
        flattened: fields.flag("flattened")?,
        boxed: fields.flag("box")?,
        default: None,
        timestamp_format: traits::timestamp_format(fields)?,
        media_type: None,
        xml_name: fields.string("locationName")?,
        xml_namespace: traits::xml_namespace(fields)?,
        xml_order: fields.strings("xmlOrder")?,
        wrapper: fields.flag("wrapper")?,
        payload: fields.string("payload")?,
        deprecated: traits::deprecated(fields)?,
    })
}

fn error(fields: &Fields<'_, '_>) -> Result<Option<ErrorTrait>> {
    let details = fields.get("error");
    if !fields.flag("exception")? && details.is_none() {
        return Ok(None);
    }
    let mut error = ErrorTrait::default();
    let mut by_sender = false;
    let mut by_service = fields.flag("fault")?;
    if let Some(details) = details {
        let details = details.fields(&ERROR)?;
        error.code = details.string("code")?;
        error.http_status = details.get("httpStatusCode").map(|status| status.whole()).transpose()?;
        by_sender = details.flag("senderFault")?;
        by_service |= details.flag("fault")?;
    }
    error.fault = Some(fault(by_sender, by_service, error.http_status));
    error.retryable = fields.get("retryable").map(retryable).transpose()?;
    Ok(Some(error))
}

/// The fault of an error. Half of all errors do not state one; then the status decides, and without a status it is the
/// client's.
fn fault(by_sender: bool, by_service: bool, status: Option<u16>) -> Fault {
    let failed = status.is_some_and(|status| status >= 500);
    if by_service || (failed && !by_sender) {
        Fault::Server
    } else {
        Fault::Client
    }
}

fn retryable(cursor: Cursor<'_, '_>) -> Result<Retryable> {
    let fields = cursor.fields(&RETRYABLE)?;
    Ok(Retryable {
        throttling: fields.flag("throttling")?,
    })
}

fn member(
    name: &str,
    cursor: Cursor<'_, '_>,
    stated: StatedByStructure,
    references: &References<'_>,
) -> Result<Member> {
    let fields = cursor.fields(&MEMBER)?;
    let target = references.target(&fields)?;
    Ok(Member {
        name: name.to_owned(),
        target: target.id,
        traits: member_traits(name, &fields, stated, target)?,
        docs: fields.string("documentation")?,
        pointer: cursor.pointer(),
    })
}

fn member_traits(
    name: &str,
    fields: &Fields<'_, '_>,
    stated: StatedByStructure,
    target: &Target,
) -> Result<MemberTraits> {
    let binding = binding(name, fields, stated, target)?;
    Ok(MemberTraits {
        required: stated.required,
        client_optional: false,
        default: None,
        constraints: traits::constraints(fields, target.is_number())?,
        wire_name: wire_name(name, fields, &binding)?,
        binding,
        query_name: fields.string("queryName")?,
        timestamp_format: traits::timestamp_format(fields)?,
        media_type: None,
        json_value: fields.flag("jsonvalue")?,
        xml_attribute: fields.flag("xmlAttribute")?,
        xml_namespace: traits::xml_namespace(fields)?,
        flattened: fields.flag("flattened")?,
        sensitive: fields.flag("sensitive")?,
        streaming: fields.flag("streaming")?,
        idempotency_token: fields.flag("idempotencyToken")?,
        host_label: fields.flag("hostLabel")?,
        event_header: fields.flag("eventheader")?,
        event_payload: fields.flag("eventpayload")?,
        context_param: context_param(fields)?,
        deprecated: traits::deprecated(fields)?,
        boxed: fields.flag("box")?,
        trimmed: Vec::new(),
        placeholder: None,
    })
}

fn binding(name: &str, fields: &Fields<'_, '_>, stated: StatedByStructure, target: &Target) -> Result<Binding> {
    let Some(location) = fields.get("location") else {
        return Ok(if stated.payload {
            Binding::Payload
        } else {
            Binding::Body
        });
    };
    if stated.payload {
        return Err(location.error(
            format!("`{name}` is the whole body of the message and stands elsewhere in it too"),
            "take away its `location`, or the `payload` of its structure",
        ));
    }
    let wire_name = fields.string("locationName")?;
    let wire_name_or_own = |wire_name: Option<String>| wire_name.unwrap_or_else(|| name.to_owned());
    Ok(match location.one_of("location", LOCATIONS)? {
        Location::Header => Binding::Header(wire_name_or_own(wire_name)),
        Location::Headers => Binding::PrefixHeaders(wire_name.unwrap_or_default()),
        Location::Uri => Binding::Label(wire_name_or_own(wire_name)),
        Location::QueryString if target.is_map() => Binding::QueryParams,
        Location::QueryString => Binding::Query(wire_name_or_own(wire_name)),
        Location::StatusCode => Binding::StatusCode,
    })
}

/// The name in a body. A name that equals the member's own is kept, as it is not the default at the root of a body.
fn wire_name(name: &str, fields: &Fields<'_, '_>, binding: &Binding) -> Result<Option<String>> {
    let wire_name = fields.string("locationName")?;
    Ok(match binding {
        Binding::Body => wire_name.filter(|wire_name| wire_name != name),
        Binding::Payload => wire_name,
        Binding::Header(_)
        | Binding::PrefixHeaders(_)
        | Binding::Label(_)
        | Binding::Endpoint
        | Binding::Query(_)
        | Binding::QueryParams
        | Binding::StatusCode => None,
    })
}

fn context_param(fields: &Fields<'_, '_>) -> Result<Option<String>> {
    let name = |cursor: Cursor<'_, '_>| cursor.fields(&CONTEXT_PARAM)?.require("name")?.string();
    fields.get("contextParam").map(name).transpose()
}
