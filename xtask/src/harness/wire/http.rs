//! The parts of HTTP messages that members stand in: restJson1 and restXml.

use std::collections::BTreeMap;

use aws_smithy_types::base64;
use codegen::ir::{Binding, Kind, Member, Operation, Service, ShapeId, TimestampFormat};
use serde_json::{Map, Value};

use super::{Wire, is_raw, json, moment, respond, there};

/// The response with an output.
pub fn response(wire: &Wire<'_>, operation: &Operation, value: &Value) -> Value {
    let output = operation.output;
    let members = wire.members(output);
    let mut status = operation.http.status.unwrap_or(200);
    let mut headers = wire.headers();
    headers.extend(self::headers(wire.service, members, value));
    for member in members
        .iter()
        .filter(|member| member.traits.binding == Binding::StatusCode)
    {
        let code = there(value.get(&member.name)).and_then(Value::as_u64);
        status = code.and_then(|code| u16::try_from(code).ok()).unwrap_or(status);
    }
    let root = operation.output_roots.first();
    let body = match members.iter().find(|member| member.traits.binding == Binding::Payload) {
        Some(payload) => payload_body(wire, root, payload, there(value.get(&payload.name))),
        None => {
            let name = || output.map_or("Nothing", |id| &wire.service.shapes[id].name);
            wire.document(root.map_or_else(name, String::as_str), members, value)
        }
    };
    respond(status, headers, &body)
}

fn payload_body(wire: &Wire<'_>, root: Option<&String>, payload: &Member, value: Option<&Value>) -> Vec<u8> {
    let shape = &wire.service.shapes[payload.target];
    let Some(value) = value else {
        return Vec::new();
    };
    match &shape.kind {
        Kind::Blob => base64::decode(value.as_str().unwrap_or_default()).unwrap_or_default(),
        kind if is_raw(kind) => value.as_str().unwrap_or_default().as_bytes().to_vec(),
        Kind::Structure(members) | Kind::Union(members) => {
            let name = payload.traits.wire_name.as_ref().unwrap_or(&shape.name);
            wire.document(root.unwrap_or(name), members, value)
        }
        _ => json::text(&json::written(wire.service, payload, value)).into_bytes(),
    }
}

/// The headers that members stand in.
pub fn headers(service: &Service, members: &[Member], value: &Value) -> Map<String, Value> {
    let mut headers = Map::new();
    for member in members {
        let Some(value) = there(value.get(&member.name)) else {
            continue;
        };
        match (&member.traits.binding, value) {
            (Binding::Header(name), Value::Array(items)) => {
                let element = list_element(service, member.target);
                let items = items.iter().map(|item| match element {
                    Some(element) => quoted(header(service, element, item)),
                    None => item.to_string(),
                });
                let text = items.collect::<Vec<_>>().join(", ");
                headers.insert(name.to_lowercase(), text.into());
            }
            (Binding::Header(name), value) => {
                headers.insert(name.to_lowercase(), header(service, member, value).into());
            }
            (Binding::PrefixHeaders(prefix), Value::Object(entries)) => {
                for (name, value) in entries {
                    let name = format!("{prefix}{name}").to_lowercase();
                    headers.insert(name, value.clone());
                }
            }
            _ => {}
        }
    }
    headers
}

fn list_element(service: &Service, id: ShapeId) -> Option<&Member> {
    match &service.shapes[id].kind {
        Kind::List(element) => Some(element),
        _ => None,
    }
}

/// An element of a list in a header: in quotes where it has what ends an element.
fn quoted(text: String) -> String {
    match text.contains(['"', ',']) {
        true => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
        false => text,
    }
}

fn header(service: &Service, member: &Member, value: &Value) -> String {
    let shape = &service.shapes[member.target];
    match (&shape.kind, value) {
        (Kind::Timestamp, Value::Number(micros)) => {
            let format = member.traits.timestamp_format.or(shape.traits.timestamp_format);
            let format = format.unwrap_or(TimestampFormat::HttpDate);
            moment::text(micros.as_i64().unwrap_or_default(), format)
        }
        (_, Value::String(text)) if member.traits.json_value => base64::encode(text),
        (_, Value::String(text)) => text.clone(),
        (_, other) => other.to_string(),
    }
}

/// The host of a URL with its scheme, its path, and the parameters of its query.
pub fn parts(url: &str) -> (String, String, BTreeMap<String, Vec<String>>) {
    let (url, query) = url.split_once('?').unwrap_or((url, ""));
    let rest = url.find("://").map_or(0, |at| at + 3);
    let host_ends = url[rest..].find('/').map_or(url.len(), |at| rest + at);
    let path = &url[host_ends..];
    let path = if path.is_empty() { "/" } else { path };
    let mut parameters = BTreeMap::<String, Vec<String>>::new();
    for (name, value) in pairs(query) {
        parameters.entry(name).or_default().push(value);
    }
    (url[..host_ends].to_owned(), path.to_owned(), parameters)
}

/// The names and values of a query or a form, decoded. A name without a value has an empty one.
pub fn pairs(query: &str) -> Vec<(String, String)> {
    let parts = query.split('&').filter(|part| !part.is_empty());
    let pairs = parts.map(|part| part.split_once('=').unwrap_or((part, "")));
    pairs.map(|(name, value)| (decoded(name), decoded(value))).collect()
}

/// Text without escapes. What is no escape stays.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        let hex = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_a_query_and_a_path_left_out_mean_nothing() {
        assert_eq!(parts("https://a.b?x=1&y=2"), parts("https://a.b/?y=2&x=1"));
        assert_ne!(parts("https://a.b/c"), parts("https://a.b/d"));
        assert_ne!(parts("https://a.b?x=1&x=2"), parts("https://a.b?x=2&x=1"));
        assert_eq!(parts("https://a.b?x"), parts("https://a.b?x="));
    }

    #[test]
    fn escapes_are_read_and_what_is_none_stays() {
        assert_eq!(decoded("a%20b+%E2%82%AC%"), "a b+€%");
        assert_eq!(decoded("%zz%4"), "%zz%4");
    }

    #[test]
    fn only_what_ends_an_element_needs_quotes() {
        assert_eq!(quoted("a b".into()), "a b");
        assert_eq!(quoted("a,\"b\"".into()), "\"a,\\\"b\\\"\"");
    }
}
