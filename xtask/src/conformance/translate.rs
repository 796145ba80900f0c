//! Values of cases in the form that the program of the clients reads and writes: moments in microseconds, bytes in
//! base64, by the shapes of the model.

use base64::{Engine, prelude::BASE64_STANDARD};
use codegen::ir::{Kind, Service, ShapeId};
use serde_json::{Map, Value, json};

use super::clients::Client;
use super::suite::{Case, Check, Response};
use crate::Result;

/// The endpoint of clients whose suite names none.
const ENDPOINT: &str = "https://host.example.com";

/// The case as the program reads it.
///
/// # Errors
///
/// The body of the response is not what its media type says.
pub fn line(case: &Case, client: &Client) -> Result<Value> {
    let name = case.operation.get("name").and_then(Value::as_str).unwrap_or_default();
    let operations = &client.service.operations;
    let operation = operations.iter().find(|operation| operation.name == name);
    let input = operation.and_then(|operation| operation.input);
    let (params, response) = match &case.check {
        Check::Request { params, .. } => {
            let params = input.map_or_else(|| params.clone(), |input| value(&client.service, input, params));
            (params, json!({ "status": 200, "headers": {}, "body": "" }))
        }
        Check::Response { response, .. } => {
            let params = input.map_or_else(|| json!({}), |input| placeholder(&client.service, input));
            (params, response_line(case, response)?)
        }
    };
    let endpoint = case.endpoint.clone().unwrap_or_else(|| ENDPOINT.to_owned());
    Ok(json!({
        "client": client.library,
        "endpoint": endpoint,
        "operation": name,
        "params": params,
        "response": response,
    }))
}

/// Values for what no request can do without: labels of the path.
fn placeholder(service: &Service, input: ShapeId) -> Value {
    let members = service.shapes[input].kind.members().iter();
    let labels = members.filter(|member| matches!(member.traits.binding, codegen::ir::Binding::Label(_)));
    labels
        .map(|member| (member.name.clone(), json!("x")))
        .collect::<Map<_, _>>()
        .into()
}

fn response_line(case: &Case, response: &Response) -> Result<Value> {
    let body = match is_cbor(case) {
        true => response.body.clone(),
        false => BASE64_STANDARD.encode(&response.body),
    };
    Ok(json!({ "status": response.status_code, "headers": response.headers, "body": body }))
}

/// Whether bodies of the case are CBOR, which files have in base64.
pub fn is_cbor(case: &Case) -> bool {
    case.metadata
        .get("protocol")
        .is_some_and(|protocol| protocol == "smithy-rpc-v2-cbor")
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
