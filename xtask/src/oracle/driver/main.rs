//! The driver: calls a generated client as the cases on its standard input say, and tells what came of it.
//!
//! A case is one line of JSON: an operation, its parameters, and the response that the client is to meet. The answer is
//! one line too: the request that was sent, and what the client made of the response. What depends on the model is in
//! `service.rs`, which is written anew for every model; the other files are the same for all.

mod json;
mod service;
mod wire;

use std::io::{BufRead, Write};

use serde_json::{Value, json};

use json::Refused;
use wire::{Exchange, State};

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("the system has timers");
    let exchange = Exchange::default();
    let client = service::client(&exchange, std::env::args().nth(1));
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("the task that writes the cases closes the pipe between two of them");
        let answer = runtime.block_on(answer(&client, &exchange, &line));
        writeln!(out, "{answer}")
            .and_then(|()| out.flush())
            .expect("the task that wrote the case reads its answer");
    }
}

/// Runs one case. A panic of the client is an answer like any other.
async fn answer(client: &service::Client, exchange: &Exchange, line: &str) -> Value {
    let case: Value = match serde_json::from_str(line) {
        Ok(case) => case,
        Err(error) => return json!({ "failed": format!("the case is not JSON: {error}") }),
    };
    *exchange.lock() = State {
        response: case["response"].clone(),
        request: None,
    };
    let (client, operation, params) = (client.clone(), case["operation"].clone(), case["params"].clone());
    let call = tokio::spawn(async move {
        let operation = operation.as_str().unwrap_or_default();
        service::call(&client, operation, &params).await
    });
    let mut answer = match call.await {
        Ok(Ok(answer)) => answer,
        Ok(Err(Refused(why))) => json!({ "refused": why }),
        Err(error) => json!({ "failed": format!("the client panicked: {error}") }),
    };
    answer["request"] = exchange.lock().request.take().unwrap_or_default();
    answer
}
