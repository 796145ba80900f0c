//! Cases: what a model says of its own clients by example, for whoever holds a client against them.
//!
//! No pass and no emitter reads them. Values stand as the model writes them, as JSON.

use serde_json::{Map, Value};

use super::Protocol;

/// The cases of a model.
#[derive(Clone, Debug, Default)]
pub struct Cases {
    /// What goes over the wire.
    pub protocols: Vec<ProtocolCase>,
    /// Where requests go.
    pub endpoints: Vec<EndpointCase>,
}

/// A request or a response of an operation in one protocol.
#[derive(Clone, Debug)]
pub struct ProtocolCase {
    /// The name of the case, which a request and a response may share.
    pub id: String,
    /// The operation.
    pub operation: String,
    /// The protocol, or why no client of the service has to pass the case.
    pub protocol: Result<Protocol, String>,
    /// The host, and a path below it, that the client is configured with.
    pub endpoint: Option<String>,
    /// What the case asks for.
    pub check: Check,
}

/// What a case asks for.
#[derive(Clone, Debug)]
pub enum Check {
    /// This input becomes that request.
    Request {
        /// The input.
        params: Value,
        /// The request.
        request: Request,
    },
    /// This response becomes that output, or that error.
    Response {
        /// The response.
        response: Response,
        /// What a client makes of it.
        expected: Expected,
    },
    /// These events are sent, and those are received.
    Events(Box<Events>),
}

/// The events of a call, and the messages before them.
#[derive(Clone, Debug, Default)]
pub struct Events {
    /// The input beside the events.
    pub params: Value,
    /// The request that begins the stream, where the case says it.
    pub request: Option<Request>,
    /// The events that a client sends.
    pub sent: Vec<Event>,
    /// The response that begins the stream, where the case says it.
    pub response: Option<Response>,
    /// The output beside the events, where the case says it.
    pub output: Option<Value>,
    /// The events that a client receives.
    pub received: Vec<Event>,
    /// How the call fails, where it does.
    pub failure: Option<Failure>,
}

/// A failure of a call, or of the stream that it begins.
#[derive(Clone, Debug, Default)]
pub struct Failure {
    /// The name of the error's shape, where the case says it.
    pub error: Option<String>,
}

/// An event of a stream, as a value and as a message.
#[derive(Clone, Debug, Default)]
pub struct Event {
    /// The value; none for an event that the model does not have.
    pub params: Option<Value>,
    /// The headers of the message, each a value below the name of its type.
    pub headers: Map<String, Value>,
    /// Headers that the message does not have.
    pub forbidden_headers: Vec<String>,
    /// Headers that the message has with any value.
    pub required_headers: Vec<String>,
    /// The payload of the message.
    pub body: Option<Body>,
    /// The whole message in base64, for those who receive it.
    pub bytes: Option<String>,
}

/// A request as it has to be; of what is absent, nothing is asked.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The method.
    pub method: Option<String>,
    /// The path.
    pub path: Option<String>,
    /// The query string.
    pub query: Query,
    /// The host, and what follows it of the endpoint's path.
    pub host: Option<String>,
    /// Headers that are sent.
    pub headers: Map<String, Value>,
    /// Headers that are not sent.
    pub forbidden_headers: Vec<String>,
    /// Headers that are sent with any value.
    pub required_headers: Vec<String>,
    /// The body.
    pub body: Option<Body>,
}

/// A query string as it has to be.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// All of it, in any order.
    pub all: Option<String>,
    /// Pairs that are among others.
    pub pairs: Vec<String>,
    /// Keys that are there with any value.
    pub required: Vec<String>,
    /// Keys that are not there.
    pub forbidden: Vec<String>,
}

/// The body of a message, as a case writes it.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// The text; base64 where what it means is no text.
    pub text: String,
    /// The media type, where it is not the one of the protocol.
    pub media_type: Option<String>,
}

/// A response that a client meets.
#[derive(Clone, Debug, Default)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The headers.
    pub headers: Map<String, Value>,
    /// The body.
    pub body: Body,
}

/// What a client makes of a response.
#[derive(Clone, Debug)]
pub enum Expected {
    /// This output.
    Output(Value),
    /// An error.
    Error {
        /// The name of its shape, where the case says it.
        shape: Option<String>,
        /// Its code, where the case says it.
        code: Option<String>,
        /// Its message, where the case says it.
        message: Option<String>,
        /// Its members.
        members: Value,
    },
}

/// Parameters of the endpoint rules, and the endpoint that they lead to.
#[derive(Clone, Debug)]
pub struct EndpointCase {
    /// What the case is about.
    pub docs: String,
    /// The parameters.
    pub params: Map<String, Value>,
    /// The endpoint.
    pub expected: ExpectedEndpoint,
    /// Calls of operations that lead to the same parameters.
    pub calls: Vec<EndpointCall>,
}

/// What endpoint rules have to say.
#[derive(Clone, Debug)]
pub enum ExpectedEndpoint {
    /// An error with this message.
    Error(String),
    /// An endpoint.
    Endpoint {
        /// The URL.
        url: String,
        /// Headers of requests to it, and their values.
        headers: Map<String, Value>,
        /// What is said about requests to it, such as how they are signed.
        properties: Map<String, Value>,
    },
}

/// A call of an operation, by a client of which something is set.
#[derive(Clone, Debug)]
pub struct EndpointCall {
    /// The operation.
    pub operation: String,
    /// Its input.
    pub params: Value,
    /// What every client can be told, by the names of built-in parameters: `AWS::Region`.
    pub built_ins: Map<String, Value>,
    /// What clients of the service can be told, by the names of client context parameters.
    pub settings: Map<String, Value>,
}
