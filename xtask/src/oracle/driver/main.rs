//! Calls generated clients as the cases on its standard input say, and tells what came of it.
//!
//! A case is one line of JSON: a client, an operation, its parameters, and the response that the client is to meet. The
//! answer is one line too: the request that was sent, and what the client made of the response. What depends on a model
//! is in a module of its own for each client; the other files are the same for all.

mod json;
mod wire;
// The modules of the clients stand here.

use std::io::{BufRead, Write};

use serde_json::{Value, json};

use json::Refused;
use wire::{Exchange, State};

/// A client of each service.
#[derive(Clone)]
struct Clients {
    // The clients stand here.
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("the system has timers");
    let exchange = Exchange::default();
    let endpoint = std::env::args().nth(1);
    let clients = Clients {
        // The makers of the clients stand here.
    };
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("the task that writes the cases closes the pipe between two of them");
        let answer = runtime.block_on(answer(&clients, &exchange, &line));
        writeln!(out, "{answer}")
            .and_then(|()| out.flush())
            .expect("the task that wrote the case reads its answer");
    }
}

/// Runs one case. A panic of the client is an answer like any other.
async fn answer(clients: &Clients, exchange: &Exchange, line: &str) -> Value {
    let case: Value = match serde_json::from_str(line) {
        Ok(case) => case,
        Err(error) => return json!({ "failed": format!("the case is not JSON: {error}") }),
    };
    *exchange.lock() = State {
        response: case["response"].clone(),
        request: None,
    };
    let clients = clients.clone();
    let mut answer = match tokio::spawn(async move { call(&clients, &case).await }).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(Refused(why))) => json!({ "refused": why }),
        Err(error) => json!({ "failed": format!("the client panicked: {error}") }),
    };
    answer["request"] = exchange.lock().request.take().unwrap_or_default();
    answer
}

async fn call(clients: &Clients, case: &Value) -> json::Outcome<Value> {
    let operation = case["operation"].as_str().unwrap_or_default();
    let params = &case["params"];
    match case["client"].as_str().unwrap_or_default() {
        // The calls of the clients stand here.
        other => Err(json::refused(format!("there is no client {other}"))),
    }
}
