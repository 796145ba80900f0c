//! A case: a call of an operation, with the request that it sends or the outcome that it has of a response.

use codegen::ir::cases::Check;
use codegen::ir::{Operation, Service, ShapeId};
use codegen::plan::Crate;
use serde_json::{Value, json};

use super::client::Client;
use super::judge::Difference;
use super::{events, judge, translate};

/// The endpoint of clients whose suite names none.
const ENDPOINT: &str = "https://host.example.com";

/// A case of a protocol, wherever it is from.
pub struct Case {
    /// Its name, which a request and a response may share.
    pub id: String,
    /// The operation.
    pub operation: String,
    /// The endpoint that the client is configured with.
    pub endpoint: Option<String>,
    /// The question that the case asks, with the expected answer.
    pub check: Check,
}

impl Case {
    fn operation<'p>(&self, plan: &'p Crate) -> Result<&'p Operation, String> {
        let mut operations = plan.service.operations.iter();
        let operation = operations.find(|operation| operation.name == self.operation);
        operation.ok_or_else(|| format!("the client has no operation {}", self.operation))
    }

    /// The case as the program of the clients reads it.
    ///
    /// # Errors
    ///
    /// The client has no such operation, or an event of the case has no message.
    pub fn line(&self, library: &str, plan: &Crate) -> Result<Value, String> {
        let (service, operation) = (&plan.service, self.operation(plan)?);
        let input = plan.input(operation);
        let (params, response) = match &self.check {
            Check::Request { params, .. } => {
                let params = translate::value(service, input, params);
                (params, json!({ "status": 200, "headers": {}, "body": "" }))
            }
            Check::Response { response, .. } => {
                let is_frames = has_events(service, plan.output(operation));
                let response = translate::response_line(plan.protocol, response, is_frames);
                (translate::placeholder(service, input), response)
            }
            Check::Events(events) => events::call(plan, operation, events)?,
        };
        let endpoint = self.endpoint.clone().unwrap_or_else(|| ENDPOINT.to_owned());
        Ok(json!({
            "client": library,
            "endpoint": endpoint,
            "operation": self.operation,
            "params": params,
            "response": response,
        }))
    }

    /// The first difference between what the case expects and what a client did.
    pub fn difference(&self, client: &Client, plan: &Crate, answer: &Value) -> Difference {
        let operation = self.operation(plan)?;
        match &self.check {
            Check::Request { request, .. } => judge::sent(plan, operation, request, answer),
            Check::Response { expected, .. } => judge::received(client, plan, operation, expected, answer),
            Check::Events(events) => events::difference(operation, events, plan, answer),
        }
    }
}

/// Tells whether an output is an event stream.
fn has_events(service: &Service, output: ShapeId) -> bool {
    let mut members = service.shapes[output].kind.members().iter();
    members.any(|member| service.shapes[member.target].is_event_stream())
}
