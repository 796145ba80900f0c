//! Calls generated clients as the cases on its standard input say, and tells what came of it.
//!
//! A case is one line of JSON: a client, its endpoint, an operation, its parameters, and the response that the client
//! is to meet. The answer is one line too: the request that was sent, and what the client made of the response.

mod json;
mod wire;
// The modules of the clients stand here.

use std::io::{BufRead, Write};

use serde_json::{Value, json};

use json::Refused;
use wire::{Exchange, State};

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("the system has timers");
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("the task that writes the cases closes the pipe between two of them");
        let answer = runtime.block_on(answer(&line));
        writeln!(out, "{answer}")
            .and_then(|()| out.flush())
            .expect("the task that wrote the case reads its answer");
    }
}

/// Runs one case. A panic of the client is an answer like any other.
async fn answer(line: &str) -> Value {
    let case: Value = match serde_json::from_str(line) {
        Ok(case) => case,
        Err(error) => return json!({ "failed": format!("the case is not JSON: {error}") }),
    };
    let exchange = Exchange::default();
    *exchange.lock() = State {
        response: case["response"].clone(),
        request: None,
    };
    let call = tokio::spawn(call(case, exchange.clone()));
    let mut answer = match call.await {
        Ok(Ok(answer)) => answer,
        Ok(Err(Refused(why))) => json!({ "refused": why }),
        Err(error) => json!({ "failed": format!("the client panicked: {error}") }),
    };
    answer["request"] = exchange.lock().request.take().unwrap_or_default();
    answer
}

async fn call(case: Value, exchange: Exchange) -> json::Outcome<Value> {
    let text = |name: &str| case[name].as_str().unwrap_or_default().to_owned();
    let (client, operation, params) = (text("client"), text("operation"), case["params"].clone());
    let endpoint = case["endpoint"].as_str().map(str::to_owned);
    match client.as_str() {
        // The calls of the clients stand here.
        other => Err(json::refused(format!("there is no client {other}"))),
    }
}

// What settings of clients are made of.

pub fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

pub fn boolean(value: &Value) -> Option<bool> {
    value.as_bool()
}

#[allow(dead_code, reason = "few services have a setting of this type")]
pub fn texts(value: &Value) -> Option<Vec<String>> {
    value.as_array().map(|items| items.iter().filter_map(text).collect())
}
