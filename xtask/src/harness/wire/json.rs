//! Documents of JSON: awsJson and restJson1.

use codegen::ir::{Binding, Kind, Member, Service, ShapeId, TimestampFormat};
use serde_json::{Map, Value};

use super::{escaped, moment};

/// A document as text. Services write it in different ways: with escapes, with blanks, or with neither.
pub fn text(body: &Value) -> String {
    let text = body.to_string();
    match text.len() % 3 {
        0 => escaped(&text),
        1 => format!("{body:#}\r\n"),
        _ => text,
    }
}

/// A structure as it is written. What the model does not have, and nulls, are left as they are.
pub fn structure(service: &Service, members: &[Member], value: &Value) -> Value {
    let Value::Object(there) = value else {
        return value.clone();
    };
    let entry = |(name, value): (&String, &Value)| match members.iter().find(|member| member.name == *name) {
        Some(member) if is_elsewhere(service, member) => None,
        Some(member) => Some((wire_name(member).to_owned(), written(service, member, value))),
        None => Some((name.clone(), value.clone())),
    };
    Value::Object(there.iter().filter_map(entry).collect())
}

/// Tells whether the member is bound to another part of the message. awsJson puts all of them into the body.
fn is_elsewhere(service: &Service, member: &Member) -> bool {
    let binds = service.spoken() == Some(codegen::ir::Protocol::RestJson1);
    binds && member.traits.binding != Binding::Body
}

fn wire_name(member: &Member) -> &str {
    member.traits.wire_name.as_ref().unwrap_or(&member.name)
}

/// A value of a member as it is written.
pub fn written(service: &Service, member: &Member, value: &Value) -> Value {
    let shape = &service.shapes[member.target];
    match (&shape.kind, value) {
        (Kind::Timestamp, Value::Number(micros)) => {
            let format = member.traits.timestamp_format.or(shape.traits.timestamp_format);
            moment::json(
                micros.as_i64().unwrap_or_default(),
                format.unwrap_or(TimestampFormat::EpochSeconds),
            )
        }
        (Kind::List(element), Value::Array(items)) => {
            items.iter().map(|item| written(service, element, item)).collect()
        }
        (Kind::Map(_, entry), Value::Object(entries)) => {
            let entries = entries.iter();
            entries
                .map(|(key, value)| (key.clone(), written(service, entry, value)))
                .collect::<Map<_, _>>()
                .into()
        }
        (Kind::Structure(members) | Kind::Union(members), value) => structure(service, members, value),
        _ => value.clone(),
    }
}

/// The value of a document, by the names of the model; none if it is no JSON.
pub fn read(service: &Service, id: ShapeId, body: &[u8]) -> Option<Value> {
    Some(named(service, id, serde_json::from_slice(body).ok()?))
}

fn named(service: &Service, id: ShapeId, value: Value) -> Value {
    match (&service.shapes[id].kind, value) {
        (Kind::List(element), Value::Array(items)) => {
            let items = items.into_iter().map(|item| named(service, element.target, item));
            items.collect()
        }
        (Kind::Map(_, entry), Value::Object(entries)) => {
            let entries = entries.into_iter();
            let entries = entries.map(|(key, value)| (key, named(service, entry.target, value)));
            entries.collect::<Map<_, _>>().into()
        }
        (Kind::Structure(members) | Kind::Union(members), Value::Object(there)) => {
            let member = |(name, value)| match members.iter().find(|member| wire_name(member) == name) {
                Some(member) => (member.name.clone(), named(service, member.target, value)),
                None => (format!("\"{name}\""), value),
            };
            there.into_iter().map(member).collect::<Map<_, _>>().into()
        }
        (_, value) => value,
    }
}
