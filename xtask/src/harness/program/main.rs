//! Calls generated clients as the cases on its standard input say, and tells what came of it.
//!
//! A case is one line of JSON: a client, an operation, its parameters, and the response that the client is to meet; its
//! endpoint and its settings, if need be. The answer is one line too: the request that was sent, and what the client made of
//! the response. What depends on a model is in a module of its own for each client; the other files are the same for all.

mod bounds;
mod events;
mod json;
mod wire;
// The modules of the clients stand here.

use std::collections::HashMap;
use std::future::Future;
use std::io::{BufRead, Write};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};

use json::Refused;
use wire::Exchange;

/// Counts what the program holds in memory, so that it can be bounded.
#[global_allocator]
static ALLOCATOR: cap::Cap<std::alloc::System> = cap::Cap::new(std::alloc::System, usize::MAX);

/// The future of a call.
pub type Answer<'a> = Pin<Box<dyn Future<Output = json::Outcome<Value>> + Send + 'a>>;

/// A client of some service.
pub trait Client: Send + Sync {
    /// Calls an operation, and tells what came of it.
    fn call<'a>(&'a self, operation: &'a str, params: &'a Value) -> Answer<'a>;
}

/// Clients by their names and endpoints. One with settings of a case's own is made for that case alone.
#[derive(Default)]
struct Clients(HashMap<(String, Option<String>), Arc<dyn Client>>);

impl Clients {
    fn of(&mut self, exchange: &Exchange, case: &Value) -> json::Outcome<Arc<dyn Client>> {
        if case.get("built_ins").is_some() {
            return client(exchange, case);
        }
        let key = (text(&case["client"]).unwrap_or_default(), text(&case["endpoint"]));
        if let Some(client) = self.0.get(&key) {
            return Ok(client.clone());
        }
        let client = client(exchange, case)?;
        self.0.insert(key, client.clone());
        Ok(client)
    }
}

fn client(exchange: &Exchange, case: &Value) -> json::Outcome<Arc<dyn Client>> {
    Ok(match case["client"].as_str().unwrap_or_default() {
        // The makers of the clients stand here.
        other => return Err(json::refused(format!("there is no client {other}"))),
    })
}

/// Where the last panic was.
static PANIC: Mutex<Option<String>> = Mutex::new(None);

fn main() {
    bounds::set();
    std::panic::set_hook(Box::new(|info| {
        *PANIC.lock().unwrap_or_else(PoisonError::into_inner) = Some(info.to_string());
    }));
    // The stack of a thread of tokio's, unless the environment names another.
    let kilobytes = std::env::var("HARNESS_STACK").ok().and_then(|text| text.parse::<usize>().ok());
    let thread = std::thread::Builder::new().stack_size(kilobytes.unwrap_or(2048) << 10);
    let answers = thread.spawn(answer_all).expect("the system has threads");
    answers.join().expect("a case that panics is an answer");
}

fn answer_all() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("the system has timers");
    let exchange = Exchange::default();
    let mut clients = Clients::default();
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("the task that writes the cases closes the pipe between two of them");
        bounds::begin();
        let answer = runtime.block_on(answer(&mut clients, &exchange, &line)).to_string();
        bounds::end();
        writeln!(out, "{answer}")
            .and_then(|()| out.flush())
            .expect("the task that wrote the case reads its answer");
    }
}

/// Runs one case. A panic of the client is an answer like any other.
async fn answer(clients: &mut Clients, exchange: &Exchange, line: &str) -> Value {
    let case: Value = match serde_json::from_str(line) {
        Ok(case) => case,
        Err(error) => return json!({ "failed": format!("the case is not JSON: {error}") }),
    };
    exchange.begin(case["response"].clone());
    let client = match clients.of(exchange, &case) {
        Ok(client) => client,
        Err(Refused(why)) => return json!({ "refused": why, "request": null }),
    };
    let call = tokio::spawn(async move {
        let operation = case["operation"].as_str().unwrap_or_default();
        client.call(operation, &case["params"]).await
    });
    let mut answer = match call.await {
        Ok(Ok(answer)) => answer,
        Ok(Err(Refused(why))) => json!({ "refused": why }),
        Err(error) => {
            let panic = PANIC.lock().unwrap_or_else(PoisonError::into_inner).take();
            json!({ "failed": format!("the client panicked: {error}"), "panic": panic })
        }
    };
    answer["request"] = exchange.lock().request.take().unwrap_or_default();
    answer
}

// What settings of clients are made of.

/// A text, if it is one.
pub fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// True or false, if it is one of them.
pub fn boolean(value: &Value) -> Option<bool> {
    value.as_bool()
}

/// The texts of a list.
#[allow(dead_code, reason = "few services have a setting of this type")]
pub fn texts(value: &Value) -> Option<Vec<String>> {
    value.as_array().map(|items| items.iter().filter_map(text).collect())
}
