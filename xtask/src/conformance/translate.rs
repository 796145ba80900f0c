//! Values of cases in the form that the program of the clients reads and writes: moments in microseconds, bytes in
//! base64, by the shapes of the model.

use aws_smithy_types::date_time::{DateTime, Format};
use base64::{Engine, prelude::BASE64_STANDARD};
use codegen::ir::cases::{Body, Response};
use codegen::ir::{Binding, Kind, Protocol, Service, ShapeId, Syntax};
use serde_json::{Map, Value, json};

/// Values for what no request can do without: labels of the path and of the host.
pub fn placeholder(service: &Service, input: ShapeId) -> Value {
    let members = service.shapes[input].kind.members().iter();
    let labels = members.filter(|it| matches!(it.traits.binding, Binding::Label(_)) || it.traits.host_label);
    let value = |shape: ShapeId| match service.shapes[shape].kind {
        Kind::Boolean => json!(true),
        Kind::Byte | Kind::Short | Kind::Integer | Kind::Long | Kind::Float | Kind::Double | Kind::Timestamp => {
            json!(1)
        }
        Kind::IntEnum(_) => json!(1),
        _ => json!("x"),
    };
    labels
        .map(|member| (member.name.clone(), value(member.target)))
        .collect::<Map<_, _>>()
        .into()
}

/// A response as the program reads it.
pub fn response_line(protocol: Protocol, response: &Response, is_frames: bool) -> Value {
    let body = &response.body;
    let body = match is_frames || is_cbor(body, protocol.rules().responses) {
        true => body.text.clone(),
        false => BASE64_STANDARD.encode(&body.text),
    };
    json!({ "status": response.status, "headers": response.headers, "body": body })
}

/// The bytes of a body, which is of that syntax where it names no media type.
pub fn bytes(body: &Body, syntax: Syntax) -> Result<Vec<u8>, String> {
    match is_cbor(body, syntax) {
        true => BASE64_STANDARD.decode(&body.text).map_err(|error| error.to_string()),
        false => Ok(body.text.clone().into_bytes()),
    }
}

/// Tells whether a body is CBOR, which cases hold in base64, as they do the frames of events.
fn is_cbor(body: &Body, syntax: Syntax) -> bool {
    match &body.media_type {
        Some(media_type) => media_type == "application/cbor",
        None => syntax == Syntax::Cbor,
    }
}

/// A value of a shape, translated.
pub fn value(service: &Service, shape: ShapeId, from: &Value) -> Value {
    let element = |id: ShapeId, from: &Value| match from {
        Value::Null => Value::Null,
        from => value(service, id, from),
    };
    match (&service.shapes[shape].kind, from) {
        (Kind::Timestamp, Value::Number(seconds)) => {
            json!((seconds.as_f64().unwrap_or_default() * 1e6).round() as i64)
        }
        (Kind::Timestamp, Value::String(text)) => match DateTime::from_str(text, Format::DateTime) {
            Ok(moment) => json!((moment.as_nanos() / 1000) as i64),
            Err(_) => from.clone(),
        },
        (Kind::Blob, Value::String(text)) => BASE64_STANDARD.encode(text).into(),
        (Kind::List(member), Value::Array(items)) => items.iter().map(|item| element(member.target, item)).collect(),
        (Kind::Map(_, member), Value::Object(entries)) => {
            let entry = |(key, item): (&String, &Value)| (key.clone(), element(member.target, item));
            Value::Object(entries.iter().map(entry).collect())
        }
        (Kind::Structure(members) | Kind::Union(members), Value::Object(entries)) => {
            let entry = |(key, item): (&String, &Value)| {
                let member = members.iter().find(|member| member.name == *key);
                (
                    key.clone(),
                    member.map_or_else(|| item.clone(), |member| element(member.target, item)),
                )
            };
            let there = entries.iter().filter(|(_, item)| !item.is_null());
            Value::Object(there.map(entry).collect())
        }
        _ => from.clone(),
    }
}
