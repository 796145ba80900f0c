//! Operations of a service.

use super::{AuthScheme, ShapeId, behavior::OperationBehavior, traits::Deprecated};

/// An operation, with its paginator, waiters and traits.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The name in the model, which is also its name on the wire.
    pub name: String,
    /// The documentation, as the model has it: HTML.
    pub docs: Option<String>,
    /// A page about the operation, where the model names one.
    pub docs_url: Option<String>,
    /// The HTTP binding.
    pub http: HttpTrait,
    /// The input's structure; `None` where the operation has no input.
    pub input: Option<ShapeId>,
    /// The output's structure; `None` where the operation has no output.
    pub output: Option<ShapeId>,
    /// The name of the element that wraps the output (awsQuery).
    pub result_wrapper: Option<String>,
    /// The names that the root of the output's XML document may have; empty where they are not known (restXml).
    pub output_roots: Vec<String>,
    /// The only member of the output is the root of its document; otherwise that is the output (S3).
    pub unwrapped_output: bool,
    /// The errors that the model lists, in its order.
    pub errors: Vec<ShapeId>,
    /// The paginator, where the results come in pages.
    pub paginator: Option<Paginator>,
    /// The waiters that poll this operation.
    pub waiters: Vec<Waiter>,
    /// Auth schemes in order of preference; the service's where empty.
    pub auth: Vec<AuthScheme>,
    /// The body is not part of the signature.
    pub unsigned_payload: bool,
    /// A request that is sent twice takes effect once.
    pub idempotent: bool,
    /// The operation changes nothing in the service.
    pub read_only: bool,
    /// A prefix of the host name, which may have labels in braces.
    pub host_prefix: Option<String>,
    /// Endpoint parameters with a fixed value.
    pub static_context: Vec<StaticContextParam>,
    /// Endpoint parameters that are read from the input by an expression.
    pub operation_context: Vec<OperationContextParam>,
    /// Checksums of the request and the response.
    pub http_checksum: Option<HttpChecksum>,
    /// The body of the request needs a checksum (`httpChecksumRequired`).
    pub checksum_required: bool,
    /// Encodings that the body of the request may be compressed with.
    pub request_compression: Vec<String>,
    /// `Some` where the endpoint can be discovered by asking the service; true where it has to be.
    pub endpoint_discovery: Option<bool>,
    /// The operation discovers endpoints for the others.
    pub is_endpoint_discovery: bool,
    /// The deprecation of the operation.
    pub deprecated: Option<Deprecated>,
    /// Runtime behavior that the model does not state.
    pub behavior: OperationBehavior,
    /// The location of the operation in the model, as a JSON pointer (RFC 6901).
    pub pointer: String,
}

/// The HTTP binding of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpTrait {
    /// The method.
    pub method: String,
    /// The path, with labels in braces, and a query string that is part of every request.
    pub uri: String,
    /// The status code of success, where the model names one.
    pub status: Option<u16>,
}

/// The pagination of an operation's results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paginator {
    /// The input members that choose the page, one for each of `output_tokens`.
    pub input_tokens: Vec<PathExpr>,
    /// The paths of the next page's tokens in the output.
    pub output_tokens: Vec<PathExpr>,
    /// The input member that limits the size of a page, where there is one.
    pub limit: Option<String>,
    /// The paths of the results in the output; the first is that of the paginator's items.
    pub results: Vec<PathExpr>,
    /// The path of a boolean in the output that tells whether there are more pages, where tokens do not tell.
    pub more_results: Option<PathExpr>,
    /// The paths of output that is the same on every page.
    pub non_aggregate: Vec<PathExpr>,
    /// The location of the paginator in its file, as a JSON pointer (RFC 6901).
    pub pointer: String,
}

/// A JMESPath expression, as the model writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathExpr(pub String);

/// A state of a resource that a client can wait for.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiter {
    /// The name.
    pub name: String,
    /// The documentation, as the model has it.
    pub docs: Option<String>,
    /// The shortest delay between two requests, in seconds.
    pub min_delay: u32,
    /// The longest delay between two requests, in seconds.
    pub max_delay: u32,
    /// The maximum number of requests, where the model has one.
    pub max_attempts: Option<u32>,
    /// The tests of each response, in order; the first that matches decides.
    pub acceptors: Vec<Acceptor>,
    /// The location of the waiter in its file, as a JSON pointer (RFC 6901).
    pub pointer: String,
}

/// One test of a waiter: a response that matches leads to a state.
#[derive(Clone, Debug, PartialEq)]
pub struct Acceptor {
    /// The state that a match leads to.
    pub state: AcceptorState,
    /// The expectation that a response has to meet.
    pub expectation: Expectation,
    /// Paths start at an object with `input` and `output`, the input of the request and the output of the response, not
    /// at the output.
    pub with_input: bool,
}

/// The state that a matching acceptor leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AcceptorState {
    /// The state is reached.
    Success,
    /// The state will never be reached.
    Failure,
    /// The request is repeated.
    Retry,
}

/// The expectation of an acceptor.
#[derive(Clone, Debug, PartialEq)]
pub enum Expectation {
    /// A value of the output equals this string.
    Output {
        /// The path of the value.
        path: PathExpr,
        /// The string.
        expected: String,
    },
    /// A boolean of the output has this value.
    OutputBoolean {
        /// The path of the boolean.
        path: PathExpr,
        /// The value.
        expected: bool,
    },
    /// A list has elements, and each equals this string.
    OutputAll {
        /// The path of the list.
        path: PathExpr,
        /// The string.
        expected: String,
    },
    /// An element of a list equals this string.
    OutputAny {
        /// The path of the list.
        path: PathExpr,
        /// The string.
        expected: String,
    },
    /// The request succeeded (true) or failed (false), whatever the response is.
    Success(bool),
    /// The response has this status code.
    Status(u16),
    /// The response is an error with this code or shape name.
    Error(String),
}

/// An endpoint parameter with a fixed value for an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaticContextParam {
    /// The name of the parameter.
    pub name: String,
    /// Its value.
    pub value: ContextValue,
}

/// The value of an endpoint parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContextValue {
    /// A string.
    String(String),
    /// A boolean.
    Boolean(bool),
    /// A list of strings.
    StringArray(Vec<String>),
}

/// An endpoint parameter that is read from an operation's input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationContextParam {
    /// The name of the parameter.
    pub name: String,
    /// The path of its value in the input.
    pub path: PathExpr,
}

/// The checksums of an operation (`aws.protocols#httpChecksum`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HttpChecksum {
    /// The request has to carry a checksum.
    pub request_required: bool,
    /// The input member that chooses the algorithm.
    pub request_algorithm_member: Option<String>,
    /// The input member that asks for a checksum in the response.
    pub request_validation_mode_member: Option<String>,
    /// Algorithms of the response, in order of preference.
    pub response_algorithms: Vec<String>,
}
