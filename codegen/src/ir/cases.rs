//! Cases: tests of clients that a model contains, for programs that run them against a client.
//!
//! No pass and no emitter reads them. Values are JSON, as the model has them.

use serde_json::{Map, Value};

use super::Protocol;

/// The cases of a model.
#[derive(Clone, Debug, Default)]
pub struct Cases {
    /// Cases that compare requests and responses on the wire.
    pub protocols: Vec<ProtocolCase>,
    /// Cases about the endpoints of requests.
    pub endpoints: Vec<EndpointCase>,
}

/// A request or a response of an operation in one protocol.
#[derive(Clone, Debug)]
pub struct ProtocolCase {
    /// The name of the case, which a request and a response may share.
    pub id: String,
    /// The operation.
    pub operation: String,
    /// The protocol, or the reason why clients of the service need not pass the case.
    pub protocol: Result<Protocol, String>,
    /// The host, and a path below it, that the client is configured with.
    pub endpoint: Option<String>,
    /// The question that the case asks, with the expected answer.
    pub check: Check,
}

/// The question that a case asks, with the expected answer.
#[derive(Clone, Debug)]
pub enum Check {
    /// This input is serialized as that request.
    Request {
        /// The input.
        params: Value,
        /// The request.
        request: Request,
    },
    /// This response is read as that output, or that error.
    Response {
        /// The response.
        response: Response,
        /// The value that a client reads from that response.
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
    /// The request that begins the stream, where the case has one.
    pub request: Option<Request>,
    /// The events that a client sends.
    pub sent: Vec<Event>,
    /// The response that begins the stream, where the case has one.
    pub response: Option<Response>,
    /// The output beside the events, where the case has one.
    pub output: Option<Value>,
    /// The events that a client receives.
    pub received: Vec<Event>,
    /// The failure of the call, where it fails.
    pub failure: Option<Failure>,
}

/// A failure of a call, or of the stream that it begins.
#[derive(Clone, Debug, Default)]
pub struct Failure {
    /// The name of the error's shape, where the case has it.
    pub error: Option<String>,
}

/// An event of a stream, as a value and as a message.
#[derive(Clone, Debug, Default)]
pub struct Event {
    /// The value; `None` for an event that the model does not have.
    pub params: Option<Value>,
    /// The headers of the message, each a value below the name of its type.
    pub headers: Map<String, Value>,
    /// Headers that the message does not have.
    pub forbidden_headers: Vec<String>,
    /// Headers that the message has with any value.
    pub required_headers: Vec<String>,
    /// The payload of the message.
    pub body: Option<Body>,
    /// The whole message in base64, for its receiver.
    pub bytes: Option<String>,
}

/// A request as it is expected; absent parts are not compared.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The method.
    pub method: Option<String>,
    /// The path.
    pub path: Option<String>,
    /// The query string.
    pub query: Query,
    /// The expected host, with the beginning of the path from the endpoint's URL.
    pub host: Option<String>,
    /// Expected headers.
    pub headers: Map<String, Value>,
    /// Headers that must be absent.
    pub forbidden_headers: Vec<String>,
    /// Headers that must be present, with any value.
    pub required_headers: Vec<String>,
    /// The body.
    pub body: Option<Body>,
}

/// A query string as it is expected.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// All of its pairs, in any order.
    pub all: Option<String>,
    /// Pairs that must be among others.
    pub pairs: Vec<String>,
    /// Keys that must be present, with any value.
    pub required: Vec<String>,
    /// Keys that must be absent.
    pub forbidden: Vec<String>,
}

/// The body of a message in a case.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// The text; base64 for a binary body.
    pub text: String,
    /// The media type, where it is not the one of the protocol.
    pub media_type: Option<String>,
}

/// A response to a client.
#[derive(Clone, Debug, Default)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The headers.
    pub headers: Map<String, Value>,
    /// The body.
    pub body: Body,
}

/// The value that a client reads from a response.
#[derive(Clone, Debug)]
pub enum Expected {
    /// This output.
    Output(Value),
    /// An error.
    Error {
        /// The name of its shape, where the case has it.
        shape: Option<String>,
        /// Its code, where the case has it.
        code: Option<String>,
        /// Its message, where the case has it.
        message: Option<String>,
        /// Its members.
        members: Value,
    },
}

/// Parameters of the endpoint rules, and the endpoint that they lead to.
#[derive(Clone, Debug)]
pub struct EndpointCase {
    /// A description of the case.
    pub docs: String,
    /// The parameters.
    pub params: Map<String, Value>,
    /// The endpoint.
    pub expected: ExpectedEndpoint,
    /// Calls of operations that lead to the same parameters.
    pub calls: Vec<EndpointCall>,
}

/// The outcome that endpoint rules are expected to have.
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
        /// Properties of the endpoint, such as how requests to it are signed.
        properties: Map<String, Value>,
    },
}

/// A call of an operation by a client with some settings.
#[derive(Clone, Debug)]
pub struct EndpointCall {
    /// The operation.
    pub operation: String,
    /// Its input.
    pub params: Value,
    /// Values of built-in parameters, by their names: `AWS::Region`.
    pub built_ins: Map<String, Value>,
    /// Values of the service's own settings, by the names of client context parameters.
    pub settings: Map<String, Value>,
}
