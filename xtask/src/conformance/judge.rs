//! The judge of cases: holds a client's answer against what a case expects of requests, outputs and errors. Bodies and
//! values are compared by the harness; nothing is excused here.

use std::collections::BTreeMap;

use base64::{Engine, prelude::BASE64_STANDARD};
use codegen::ir::cases::{Body, Expected, Query, Request};
use codegen::ir::{Operation, ShapeId};
use codegen::plan::Crate;
use serde_json::Value;

use crate::harness::compare::{self, Comparison};
use crate::harness::known::Met;
use crate::harness::wire::Wire;

use super::client::Client;
use super::translate;

/// The first difference between what a case expects and what was met.
pub type Difference = std::result::Result<(), String>;

fn same(what: &str, expected: &impl std::fmt::Display, met: &impl std::fmt::Display) -> Difference {
    let (expected, met) = (expected.to_string(), met.to_string());
    if expected == met {
        return Ok(());
    }
    Err(format!("{what}: {met} in place of {expected}"))
}

/// Compares the request that was sent with that of a case.
pub fn sent(plan: &Crate, operation: &Operation, expected: &Request, answer: &Value) -> Difference {
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
        Some(expected) => bodies(plan, operation, |wire| wire.document_of(operation), expected, &body),
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

/// Compares bodies by what they mean to whoever reads them by a shape.
pub fn bodies(
    plan: &Crate,
    operation: &Operation,
    shape: impl FnOnce(&Wire<'_>) -> Option<ShapeId>,
    expected: &Body,
    met: &[u8],
) -> Difference {
    let bytes = translate::bytes(expected, plan.protocol.rules().requests)?;
    let wire = Wire::new(&plan.service).map_err(|error| error.to_string())?;
    let shape = shape(&wire);
    exactly(&wire, operation, |comparison| comparison.bodies(shape, met, &bytes))
}

/// Compares with what a case expects: no difference is excused.
fn exactly(
    wire: &Wire<'_>,
    operation: &Operation,
    compare: impl FnOnce(Comparison<'_>) -> Vec<compare::Difference>,
) -> Difference {
    let mut known = Met::new();
    let differences = compare(Comparison::new(wire, operation, &mut known));
    if let Some(difference) = differences.first() {
        let compare::Difference {
            what,
            path,
            ours,
            theirs,
        } = difference;
        let place = if path.is_empty() {
            String::new()
        } else {
            format!(" at {path}")
        };
        return Err(format!("{what}{place}: {ours} in place of {theirs}"));
    }
    match known.keys().next() {
        Some(known) => Err(format!("{known:?}, which is no excuse beside a case")),
        None => Ok(()),
    }
}

/// Holds the outcome of a call against the output or the error that a case expects.
pub fn received(
    client: &Client,
    plan: &Crate,
    operation: &Operation,
    expected: &Expected,
    answer: &Value,
) -> Difference {
    match expected {
        Expected::Output(result) => {
            let mut met = answer["output"].clone();
            if let Some(shape) = operation.output {
                list_events(plan, shape, &mut met);
                forget_empty_stream(plan, shape, result, &mut met);
            }
            members("output", plan, operation, operation.output, (result, &met))
                .map_err(|difference| format!("{difference}; the answer is {answer}"))
        }
        Expected::Error {
            shape,
            code,
            message,
            members: expected,
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
            members("error", plan, operation, Some(shape), (expected, &met))
                .map_err(|difference| format!("{difference}; the answer is {answer}"))
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

/// Compares values of a shape: the members of an output or an error, or events.
pub fn values(
    what: &'static str,
    plan: &Crate,
    operation: &Operation,
    shape: Option<ShapeId>,
    (expected, met): (&Value, &Value),
) -> Difference {
    let wire = Wire::new(&plan.service).map_err(|error| error.to_string())?;
    exactly(&wire, operation, |comparison| {
        comparison.values(what, shape, met, expected)
    })
}

/// Compares the members of an output or an error with those that a case has.
pub fn members(
    what: &'static str,
    plan: &Crate,
    operation: &Operation,
    shape: Option<ShapeId>,
    (expected, met): (&Value, &Value),
) -> Difference {
    if !met.is_object() {
        return Err(format!("no {what}"));
    }
    let empty = Value::Object(serde_json::Map::new());
    let expected = if expected.is_null() { &empty } else { expected };
    let expected = shape.map_or_else(
        || expected.clone(),
        |shape| translate::value(&plan.service, shape, expected),
    );
    values(what, plan, operation, shape, (&expected, met))
}
