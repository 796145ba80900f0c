//! Comparison of a client's answer with a case: requests part by part, bodies by their meaning, values as JSON.

use std::collections::BTreeMap;

use base64::{Engine, prelude::BASE64_STANDARD};
use codegen::ir::cases::{Body, Check, Expected, Query, Request};
use codegen::ir::{Protocol, ShapeId};
use codegen::plan::Crate;
use serde_json::Value;

use super::case::Case;
use super::client::Client;
use super::events;
use super::report::Verdict;
use super::translate;

/// The first difference between what a case expects and what was met.
pub type Difference = std::result::Result<(), String>;

/// Judges the answer to a case.
pub fn case(case: &Case, client: &Client, plan: &Crate, answer: &Value) -> Verdict {
    let difference = match &case.check {
        Check::Request { request, .. } => sent(plan, request, answer),
        Check::Response { expected, .. } => received(case, client, plan, expected, answer),
        Check::Events(events) => events::difference(case, events, plan, answer),
    };
    match difference {
        Ok(()) => Verdict::Passed,
        Err(reason) => Verdict::Failed(reason),
    }
}

fn same(what: &str, expected: &impl std::fmt::Display, met: &impl std::fmt::Display) -> Difference {
    let (expected, met) = (expected.to_string(), met.to_string());
    if expected == met {
        return Ok(());
    }
    Err(format!("{what}: {met} in place of {expected}"))
}

/// Compares the request that was sent with that of a case.
pub fn sent(plan: &Crate, expected: &Request, answer: &Value) -> Difference {
    let request = &answer["request"];
    let Some(url) = request["url"].as_str() else {
        return Err(format!("nothing was sent: {answer}"));
    };
    let (host, path) = split(url);
    if let Some(method) = &expected.method {
        same("method", method, &request["method"].as_str().unwrap_or_default())?;
    }
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    if let Some(expected) = &expected.path {
        same("path", expected, &path)?;
    }
    queries(&expected.query, query)?;
    if let Some(expected) = &expected.host {
        same("host", &expected.split('/').next().unwrap_or_default(), &host)?;
    }
    headers(expected, request)?;
    let body = BASE64_STANDARD.decode(request["body"].as_str().unwrap_or_default());
    let body = body.map_err(|error| error.to_string())?;
    match &expected.body {
        Some(expected) => bodies(plan.protocol, expected, &body),
        None => Ok(()),
    }
}

/// The host of a URL, and what follows it.
fn split(url: &str) -> (&str, &str) {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    match rest.find(['/', '?']) {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    }
}

/// The parts of a query in an order of their own: that of the request is free.
fn sorted(query: &str) -> String {
    let mut parts: Vec<&str> = query.split('&').filter(|part| !part.is_empty()).collect();
    let bare = |part: &str| part.strip_suffix('=').map_or(part.to_owned(), str::to_owned);
    parts.sort_unstable();
    parts.into_iter().map(bare).collect::<Vec<_>>().join("&")
}

fn queries(expected: &Query, query: &str) -> Difference {
    if let Some(expected) = &expected.all {
        same("query", &sorted(expected), &sorted(query))?;
    }
    let mut rest: Vec<&str> = query.split('&').filter(|part| !part.is_empty()).collect();
    let keys: Vec<&str> = rest.iter().map(|part| part.split('=').next().unwrap_or(part)).collect();
    let has = |key: &&String| keys.contains(&key.as_str());
    if let Some(key) = expected.forbidden.iter().find(has) {
        return Err(format!("query: {key} must not be sent"));
    }
    if let Some(key) = expected.required.iter().find(|key| !has(key)) {
        return Err(format!("query: {key} is missing"));
    }
    for pair in &expected.pairs {
        let bare = |part: &&str| part.trim_end_matches('=') == pair.trim_end_matches('=');
        match rest.iter().position(bare) {
            // A pair that is there once is not there twice.
            Some(at) => drop(rest.swap_remove(at)),
            None => return Err(format!("query: {pair} is not in `{query}`")),
        }
    }
    Ok(())
}

fn headers(expected: &Request, request: &Value) -> Difference {
    let sent = request["headers"].as_object();
    let sent: BTreeMap<String, &str> = sent
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.to_lowercase(), value.as_str().unwrap_or_default()))
        .collect();
    for (name, value) in &expected.headers {
        let met = sent.get(&name.to_lowercase()).copied();
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        same(&format!("header {name}"), &text, &met.unwrap_or("nothing"))?;
    }
    let missing = expected
        .required_headers
        .iter()
        .find(|name| !sent.contains_key(&name.to_lowercase()));
    if let Some(name) = missing {
        return Err(format!("header {name} is missing"));
    }
    let forbidden = expected
        .forbidden_headers
        .iter()
        .find(|name| sent.contains_key(&name.to_lowercase()));
    match forbidden {
        Some(name) => Err(format!("header {name} must not be sent")),
        None => Ok(()),
    }
}

/// The syntax by which bodies are compared.
enum Meaning {
    Json,
    Xml,
    Form,
    Cbor,
    /// Nothing but itself.
    Text,
}

/// The meaning by the media type of the case, or else by the protocol.
fn meaning(protocol: Protocol, media_type: Option<&str>) -> Meaning {
    match media_type {
        Some("application/json") => Meaning::Json,
        Some("application/xml" | "text/xml") => Meaning::Xml,
        Some("application/x-www-form-urlencoded") => Meaning::Form,
        Some("application/cbor") => Meaning::Cbor,
        Some(_) => Meaning::Text,
        None => match protocol {
            Protocol::AwsJson10 | Protocol::AwsJson11 | Protocol::RestJson1 => Meaning::Json,
            Protocol::RestXml => Meaning::Xml,
            Protocol::AwsQuery | Protocol::Ec2Query => Meaning::Form,
            Protocol::RpcV2Cbor => Meaning::Cbor,
        },
    }
}

/// Tells whether a body is CBOR, which cases hold in base64.
pub fn is_cbor(protocol: Protocol, media_type: Option<&str>) -> bool {
    matches!(meaning(protocol, media_type), Meaning::Cbor)
}

/// Compares bodies by what they mean, where they mean anything.
pub fn bodies(protocol: Protocol, expected: &Body, met: &[u8]) -> Difference {
    let text = String::from_utf8_lossy(met);
    let (expected, media_type) = (expected.text.as_str(), expected.media_type.as_deref());
    if expected.is_empty() || met.is_empty() {
        // An empty form has no meaning of its own; all else that is empty is nothing at all.
        return same("body", &expected, &text);
    }
    match meaning(protocol, media_type) {
        Meaning::Json => match (
            serde_json::from_str::<Value>(expected),
            serde_json::from_slice::<Value>(met),
        ) {
            (Ok(expected), Ok(met)) if alike(&expected, &met) => Ok(()),
            _ => same("body", &expected, &text),
        },
        Meaning::Xml => match (xml(expected), xml(&text)) {
            (Some(expected), Some(met)) => same("body", &expected, &met),
            _ => same("body", &expected, &text),
        },
        Meaning::Form => same("body", &form(expected), &form(&text)),
        Meaning::Cbor => {
            let expected = BASE64_STANDARD.decode(expected).map_err(|error| error.to_string())?;
            same("body", &cbor(&expected), &cbor(met))
        }
        Meaning::Text => same("body", &expected, &text),
    }
}

/// How far a number may be from another: as far as floats of 32 bits are, for a fraction.
fn precision(number: f64) -> f64 {
    if number.fract() == 0.0 { 0.0 } else { 1e-7 }
}

/// Tells whether two values are equal, where 1 and 1.0 are.
pub fn alike(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one == other
                || one
                    .as_f64()
                    .zip(other.as_f64())
                    .is_some_and(|(one, other)| (one - other).abs() <= precision(one) * one.abs())
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| alike(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let same = |(key, value): (&String, &Value)| other.get(key).is_some_and(|other| alike(value, other));
            one.len() == other.len() && one.iter().all(same)
        }
        (one, other) => one == other,
    }
}

/// An XML document in one form: names with their namespaces, attributes sorted, elements of one parent sorted.
fn xml(text: &str) -> Option<String> {
    let document = roxmltree::Document::parse(text).ok()?;
    Some(element(document.root_element()))
}

fn element(node: roxmltree::Node<'_, '_>) -> String {
    let name = format!(
        "{{{}}}{}",
        node.tag_name().namespace().unwrap_or_default(),
        node.tag_name().name()
    );
    let mut attributes: Vec<String> = node
        .attributes()
        .map(|attribute| {
            format!(
                " {{{}}}{}={:?}",
                attribute.namespace().unwrap_or_default(),
                attribute.name(),
                attribute.value()
            )
        })
        .collect();
    attributes.sort();
    let children: Vec<roxmltree::Node<'_, '_>> = node.children().filter(roxmltree::Node::is_element).collect();
    // Members stand in any order, elements of a list in theirs; a sort by name alone keeps the second.
    let mut inner: Vec<(&str, String)> = children
        .iter()
        .map(|child| (child.tag_name().name(), element(*child)))
        .collect();
    inner.sort_by_key(|(name, _)| *name);
    // Entries of a map stand in any order, too.
    if inner.iter().all(|(name, _)| *name == "entry") || is_flat_map(&children) {
        inner.sort();
    }
    let content = match inner.is_empty() {
        true => node.text().unwrap_or_default().to_owned(),
        false => inner.into_iter().map(|(_, text)| text).collect(),
    };
    format!("<{name}{}>{content}</>", attributes.concat())
}

/// Tells whether elements are the entries of a flattened map: each has two elements with different names.
fn is_flat_map(children: &[roxmltree::Node<'_, '_>]) -> bool {
    let is_entry = |child: &roxmltree::Node<'_, '_>| {
        let names: Vec<&str> = child
            .children()
            .filter(roxmltree::Node::is_element)
            .map(|it| it.tag_name().name())
            .collect();
        matches!(names[..], ["key" | "K" | "k", "value" | "V" | "v"])
    };
    !children.is_empty() && children.iter().all(is_entry)
}

/// A form in one form: names and values sorted, entries of maps numbered by what they hold.
fn form(text: &str) -> String {
    let pairs: Vec<(Vec<&str>, &str)> = text
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (name.split('.').collect(), value))
        .collect();
    branch(&pairs)
}

/// The canonical text of the values below one name.
fn branch(pairs: &[(Vec<&str>, &str)]) -> String {
    let mut parts: BTreeMap<&str, Vec<(Vec<&str>, &str)>> = BTreeMap::new();
    for (path, value) in pairs {
        let Some((first, rest)) = path.split_first() else {
            return format!("={value}");
        };
        parts.entry(first).or_default().push((rest.to_vec(), value));
    }
    let is_entry = |pairs: &Vec<(Vec<&str>, &str)>| pairs.iter().any(|(path, _)| matches!(path[..], ["key" | "K"]));
    let is_map = parts
        .iter()
        .all(|(name, pairs)| name.parse::<u32>().is_ok() && is_entry(pairs));
    let mut texts: Vec<String> = parts
        .iter()
        .map(|(name, pairs)| format!(".{}{}", if is_map { "#" } else { name }, branch(pairs)))
        .collect();
    texts.sort();
    format!("({})", texts.concat())
}

/// A CBOR document in one form: keys sorted, integers and floats by their value.
fn cbor(bytes: &[u8]) -> String {
    match ciborium::from_reader::<ciborium::Value, _>(bytes) {
        Ok(value) => item(&value),
        Err(error) => format!("not CBOR: {error}"),
    }
}

fn item(value: &ciborium::Value) -> String {
    match value {
        ciborium::Value::Map(entries) => {
            let mut entries: Vec<String> = entries
                .iter()
                .map(|(key, value)| format!("{}: {}", item(key), item(value)))
                .collect();
            entries.sort();
            format!("{{{}}}", entries.join(", "))
        }
        ciborium::Value::Array(items) => format!("[{}]", items.iter().map(item).collect::<Vec<_>>().join(", ")),
        ciborium::Value::Integer(number) => i128::from(*number).to_string(),
        ciborium::Value::Float(number) => number.to_string(),
        ciborium::Value::Tag(tag, value) => format!("{tag}({})", item(value)),
        other => format!("{other:?}"),
    }
}

fn received(case: &Case, client: &Client, plan: &Crate, expected: &Expected, answer: &Value) -> Difference {
    match expected {
        Expected::Output(result) => {
            let operations = &plan.service.operations;
            let operation = operations.iter().find(|operation| operation.name == case.operation);
            let shape = operation.and_then(|operation| operation.output);
            let mut met = answer["output"].clone();
            if let Some(shape) = shape {
                list_events(plan, shape, &mut met);
                forget_empty_stream(plan, shape, result, &mut met);
            }
            values("output", plan, shape, result, &met, answer)
        }
        Expected::Error {
            shape,
            code,
            message,
            members,
        } => {
            let error = &answer["error"];
            if error.is_null() {
                return Err(format!("no error, but {answer}"));
            }
            let said = [("name", shape), ("code", code), ("message", message)];
            for (part, expected) in said {
                if let Some(expected) = expected {
                    same(part, expected, &error[part].as_str().unwrap_or_default())?;
                }
            }
            let name = error["name"].as_str().unwrap_or_default();
            let Some(shape) = plan.service.shapes.find(name) else {
                return Err(format!("the error is none that the model names: {error}"));
            };
            let mut met = error["members"].clone();
            if let Some(met) = met.as_object_mut().filter(|_| client.gave_message(name)) {
                met.remove("message");
            }
            values("error", plan, Some(shape), members, &met, answer)
        }
    }
}

/// A stream that came to its end is the list of its events, as cases have it.
fn list_events(plan: &Crate, shape: ShapeId, met: &mut Value) {
    let shapes = &plan.service.shapes;
    let members = shapes[shape].kind.members().iter();
    for member in members.filter(|it| shapes[it.target].is_event_stream()) {
        if let Some(stream) = met.get_mut(&member.name)
            && stream.get("failed").is_none()
            && let Some(events) = stream.get_mut("events")
        {
            *stream = events.take();
        }
    }
}

/// A stream that a case does not expect is there all the same, and has no bytes and no events.
fn forget_empty_stream(plan: &Crate, shape: ShapeId, expected: &Value, met: &mut Value) {
    let shapes = &plan.service.shapes;
    for member in shapes[shape].kind.members() {
        let is_stream = member.traits.streaming || shapes[member.target].traits.streaming;
        let is_empty = |it: &Value| it == "" || it.as_array().is_some_and(Vec::is_empty);
        if is_stream && expected.get(&member.name).is_none() && met.get(&member.name).is_some_and(is_empty) {
            met.as_object_mut().and_then(|met| met.shift_remove(&member.name));
        }
    }
}

/// Compares the members of an output or an error.
pub fn values(
    what: &str,
    plan: &Crate,
    shape: Option<ShapeId>,
    expected: &Value,
    met: &Value,
    answer: &Value,
) -> Difference {
    let empty = Value::Object(serde_json::Map::new());
    let expected = if expected.is_null() { &empty } else { expected };
    let expected = shape.map_or_else(
        || expected.clone(),
        |shape| translate::value(&plan.service, shape, expected),
    );
    if !met.is_object() {
        return Err(format!("no {what}: {answer}"));
    }
    if alike(&expected, met) {
        return Ok(());
    }
    Err(format!("{what}: {met} in place of {expected}"))
}
