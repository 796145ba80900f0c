//! Shapes: the types of a service's data, and their traits.

use serde_json::Value;

use super::{
    ast::{ShapeType, Version, local_name, type_of},
    bindings::Wire,
    closure::Closure,
    enums, members,
    nullability::Container,
    prelude::{self, zero},
    references::References,
    traits::Traits,
};
use crate::{
    Result,
    ir::{Binding, ErrorTrait, Fault, Kind, Member, Retryable, Shape, ShapeTraits, Shapes},
    load::json::{Cursor, Fields, Keys},
};

const SHAPE: Keys = Keys {
    of: "a shape",
    read: &["type", "traits", "members", "member", "key", "value"],
    left: &["mixins"],
};

const RETRYABLE: Keys = Keys {
    of: "a retryable error",
    read: &["throttling"],
    left: &[],
};

const QUERY_ERROR: Keys = Keys {
    of: "an error of awsQuery",
    read: &["code", "httpResponseCode"],
    left: &[],
};

const FAULTS: &[(&str, Fault)] = &[("client", Fault::Client), ("server", Fault::Server)];

/// Gives every reserved id its shape.
pub(super) fn lower(references: &References<'_, '_, '_>, closure: &Closure<'_>, table: &mut Shapes) -> Result<()> {
    for id in &closure.shapes {
        let Some(slot) = references.find(id) else { continue };
        let name = closure.name(id);
        if let Some(cursor) = references.model.shape(id) {
            let shape = shape(id, name, cursor, references).map_err(|error| error.on(local_name(id)))?;
            table.define(slot, shape);
        } else if let Some(shape) = prelude::shape(id, name, references.model.version) {
            table.define(slot, shape);
        }
    }
    Ok(())
}

fn shape(id: &str, name: &str, cursor: Cursor<'_, '_>, references: &References<'_, '_, '_>) -> Result<Shape> {
    let fields = cursor.fields(&SHAPE)?;
    let traits = fields.get("traits");
    let traits = Traits::open(traits)?;
    let of = type_of(&fields)?;
    let kind = kind(of, &fields, &traits, references)?;
    let mut lowered = shape_traits(&kind, &traits, references)?;
    lowered.constraints.unique_items |= matches!(of, ShapeType::Set);
    lowered.error = error(&traits, references.wire)?;
    // What ends a stream is an error, and no event.
    lowered.event = references.is_streamed(id) && lowered.error.is_none();
    Ok(Shape {
        name: name.to_owned(),
        kind,
        traits: lowered,
        docs: traits.docs()?,
        pointer: cursor.pointer(),
    })
}

fn kind(
    of: ShapeType,
    fields: &Fields<'_, '_>,
    traits: &Traits<'_, '_>,
    references: &References<'_, '_, '_>,
) -> Result<Kind> {
    let part = |key: &'static str| -> Result<Box<Member>> {
        let cursor = fields.require(key)?;
        members::lower(key, cursor, Container::default(), references).map(Box::new)
    };
    match of {
        ShapeType::Simple(kind) | ShapeType::Primitive(kind) => Ok(kind()),
        ShapeType::String => match traits.get("smithy.api#enum") {
            Some(definitions) => enums::from_trait(&definitions).map(Kind::Enum),
            None => Ok(Kind::String),
        },
        ShapeType::Enum => enums::text(fields).map(Kind::Enum),
        ShapeType::IntEnum => enums::numbers(fields).map(Kind::IntEnum),
        ShapeType::List | ShapeType::Set => Ok(Kind::List(part("member")?)),
        ShapeType::Map => Ok(Kind::Map(part("key")?, part("value")?)),
        ShapeType::Structure => {
            let container = Container {
                is_structure: true,
                is_input: traits.has("smithy.api#input")?,
            };
            lower_members(fields, container, references).map(Kind::Structure)
        }
        ShapeType::Union => lower_members(fields, Container::default(), references).map(Kind::Union),
        ShapeType::Service | ShapeType::Resource | ShapeType::Operation => Err(fields.cursor().error(
            "a shape that holds no data is used as the type of some",
            "let the members that target it target a shape of data",
        )),
    }
}

fn lower_members(
    fields: &Fields<'_, '_>,
    container: Container,
    references: &References<'_, '_, '_>,
) -> Result<Vec<Member>> {
    let Some(cursor) = fields.get("members") else {
        return Ok(Vec::new());
    };
    cursor
        .entries()?
        .map(|(name, cursor)| members::lower(name, cursor, container, references))
        .collect()
}

fn shape_traits(kind: &Kind, traits: &Traits<'_, '_>, references: &References<'_, '_, '_>) -> Result<ShapeTraits> {
    let default = traits.get("smithy.api#default").map(|value| value.value().clone());
    let is_boxed = match references.model.version {
        Version::One => traits.has("smithy.api#box")?,
        Version::Two => zero(kind).is_some() && default.as_ref().is_none_or(Value::is_null),
    };
    let payload = kind
        .members()
        .iter()
        .find(|member| member.traits.binding == Binding::Payload);
    Ok(ShapeTraits {
        constraints: traits.constraints()?,
        sensitive: traits.has("smithy.api#sensitive")?,
        streaming: traits.has("smithy.api#streaming")?,
        requires_length: traits.has("smithy.api#requiresLength")?,
        sparse: traits.has("smithy.api#sparse")?,
        flattened: traits.has("smithy.api#xmlFlattened")?,
        boxed: is_boxed,
        default,
        timestamp_format: traits.timestamp_format()?,
        media_type: traits.string("smithy.api#mediaType")?,
        xml_name: traits.string("smithy.api#xmlName")?,
        xml_namespace: traits.xml_namespace()?,
        payload: payload.map(|member| member.name.clone()),
        deprecated: traits.deprecated()?,
        ..ShapeTraits::default()
    })
}

/// The error trait. Without awsQuery, the code of an error is its shape's name.
fn error(traits: &Traits<'_, '_>, wire: Wire) -> Result<Option<ErrorTrait>> {
    let Some(fault) = traits.get("smithy.api#error") else {
        return Ok(None);
    };
    let mut error = ErrorTrait {
        fault: Some(fault.one_of("fault", FAULTS)?),
        ..ErrorTrait::default()
    };
    let query = traits.fields("aws.protocols#awsQueryError", &QUERY_ERROR)?;
    if let Some(query) = query.filter(|_| wire.query_errors) {
        error.code = Some(query.require("code")?.string()?);
        error.http_status = query.get("httpResponseCode").map(|status| status.whole()).transpose()?;
    }
    if let Some(status) = traits.get("smithy.api#httpError") {
        error.http_status = Some(status.whole()?);
    }
    if let Some(fields) = traits.fields("smithy.api#retryable", &RETRYABLE)? {
        error.retryable = Some(Retryable {
            throttling: fields.flag("throttling")?,
        });
    }
    Ok(Some(error))
}
