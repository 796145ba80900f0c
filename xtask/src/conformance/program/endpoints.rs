//! Finds endpoints by the rules of services, as the cases on its standard input say.
//!
//! A case is one line of JSON: the rules, and their parameters. The answer is one line too: the endpoint, or why there
//! is none.

pub use support;

// The modules of the rules stand here.

use std::io::{BufRead, Write};
use std::pin::Pin;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_types::endpoint::Endpoint;
use aws_smithy_types::{Document, Number};
use serde_json::{Map, Value, json};

/// Rules are resolved within a call, on whatever is left of its thread's stack: the largest have to do with this much,
/// in a build without optimisation, the parameters' JSON and the runtime included.
const STACK: usize = 256 * 1024;

fn main() {
    let answers = std::thread::Builder::new().stack_size(STACK).spawn(answer_all);
    answers
        .expect("a thread can be started")
        .join()
        .expect("cases do not panic");
}

fn answer_all() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime without drivers can be made");
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("the task that writes the cases closes the pipe between two of them");
        let case: Value = serde_json::from_str(&line).unwrap_or_default();
        let answer = runtime.block_on(resolve(&case));
        writeln!(out, "{answer}")
            .and_then(|()| out.flush())
            .expect("the task that wrote the case reads its answer");
    }
}

/// The answer to a case, when it is there.
pub type Answer<'a> = Pin<Box<dyn Future<Output = Value> + 'a>>;

async fn resolve(case: &Value) -> Value {
    match case["module"].as_u64().unwrap_or(u64::MAX) {
        // The calls of the rules stand here.
        other => json!({ "error": format!("there are no rules {other}") }),
    }
}

pub fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

pub fn boolean(value: &Value) -> Option<bool> {
    value.as_bool()
}

pub fn texts(value: &Value) -> Option<Vec<String>> {
    value.as_array().map(|items| items.iter().filter_map(text).collect())
}

pub fn answer(endpoint: Result<Endpoint, BoxError>) -> Value {
    let endpoint = match endpoint {
        Ok(endpoint) => endpoint,
        Err(error) => return json!({ "error": error.to_string() }),
    };
    let headers: Map<String, Value> = endpoint
        .headers()
        .map(|(name, values)| (name.to_owned(), values.collect::<Vec<_>>().into()))
        .collect();
    let properties: Map<String, Value> = endpoint
        .properties()
        .iter()
        .map(|(name, value)| (name.to_string(), document(value)))
        .collect();
    json!({ "url": endpoint.url(), "headers": headers, "properties": properties })
}

fn document(value: &Document) -> Value {
    match value {
        Document::Null => Value::Null,
        Document::Bool(value) => (*value).into(),
        Document::String(text) => text.as_str().into(),
        Document::Array(items) => items.iter().map(document).collect(),
        Document::Object(entries) => entries.iter().map(|(name, value)| (name.clone(), document(value))).collect(),
        Document::Number(Number::PosInt(number)) => (*number).into(),
        Document::Number(Number::NegInt(number)) => (*number).into(),
        Document::Number(Number::Float(number)) => (*number).into(),
    }
}
