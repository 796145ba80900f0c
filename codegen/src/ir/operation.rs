//! Operations: what a service can be asked to do.

use super::{AuthScheme, ShapeId, behavior::OperationBehavior, traits::Deprecated};

/// One operation, and all that is tied to it.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The name in the model, which is also its name on the wire.
    pub name: String,
    /// The documentation, as the model has it: HTML.
    pub docs: Option<String>,
    /// A page about the operation, where the model names one.
    pub docs_url: Option<String>,
    /// How the operation maps to HTTP.
    pub http: HttpTrait,
    /// The structure that is sent; none if nothing is.
    pub input: Option<ShapeId>,
    /// The structure that comes back; none if nothing does.
    pub output: Option<ShapeId>,
    /// The name of the element that wraps the output (awsQuery).
    pub result_wrapper: Option<String>,
    /// The names that the root of the output's XML document may have; any where none is known (restXml).
    pub output_roots: Vec<String>,
    /// The only member of the output stands at the root of its document, which is the output otherwise (S3).
    pub unwrapped_output: bool,
    /// The errors that the model lists, in its order.
    pub errors: Vec<ShapeId>,
    /// How to fetch page after page.
    pub paginator: Option<Paginator>,
    /// What can be waited for with this operation.
    pub waiters: Vec<Waiter>,
    /// Auth schemes in order of preference; the service's where empty.
    pub auth: Vec<AuthScheme>,
    /// The body is not part of the signature.
    pub unsigned_payload: bool,
    /// Sending the same request twice has the effect of sending it once.
    pub idempotent: bool,
    /// Nothing changes on the service's side.
    pub read_only: bool,
    /// Prepended to the host name; may hold labels in braces.
    pub host_prefix: Option<String>,
    /// Endpoint parameters with a fixed value.
    pub static_context: Vec<StaticContextParam>,
    /// Endpoint parameters that are taken out of the input by an expression.
    pub operation_context: Vec<OperationContextParam>,
    /// Checksums of the request and the response.
    pub http_checksum: Option<HttpChecksum>,
    /// The body of the request needs a checksum of some kind (`httpChecksumRequired`).
    pub checksum_required: bool,
    /// Encodings that the body of the request may be compressed with.
    pub request_compression: Vec<String>,
    /// The endpoint may be (or, where true, has to be) found by asking the service.
    pub endpoint_discovery: Option<bool>,
    /// This operation tells endpoints for the others.
    pub is_endpoint_discovery: bool,
    /// The operation should not be used any more.
    pub deprecated: Option<Deprecated>,
    /// What clients do beyond the model.
    pub behavior: OperationBehavior,
    /// Where in the model the operation stands, as a JSON pointer (RFC 6901).
    pub pointer: String,
}

/// The HTTP side of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpTrait {
    /// The method.
    pub method: String,
    /// The path, with labels in braces, and a query string that is always sent.
    pub uri: String,
    /// The status code of success, where the model names one.
    pub status: Option<u16>,
}

/// How an operation's results are fetched page by page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paginator {
    /// The input members that say which page is wanted, one for each of `output_tokens`.
    pub input_tokens: Vec<PathExpr>,
    /// Where the tokens of the next page are in the output.
    pub output_tokens: Vec<PathExpr>,
    /// The input member that limits a page, where there is one.
    pub limit: Option<String>,
    /// Where the results are in the output: the first is what a flattened paginator yields.
    pub results: Vec<PathExpr>,
    /// Where the output says that there is more, where a token alone does not.
    pub more_results: Option<PathExpr>,
    /// Output that is the same on every page.
    pub non_aggregate: Vec<PathExpr>,
    /// Where in its file the paginator stands, as a JSON pointer (RFC 6901).
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
    /// The least time between two requests, in seconds.
    pub min_delay: u32,
    /// The greatest time between two requests, in seconds.
    pub max_delay: u32,
    /// How many requests are made at the most, where the model says so.
    pub max_attempts: Option<u32>,
    /// What each answer means; the first that matches counts.
    pub acceptors: Vec<Acceptor>,
    /// Where in its file the waiter stands, as a JSON pointer (RFC 6901).
    pub pointer: String,
}

/// What one kind of answer means to a waiter.
#[derive(Clone, Debug, PartialEq)]
pub struct Acceptor {
    /// What follows when the answer matches.
    pub state: AcceptorState,
    /// Which answers match.
    pub expectation: Expectation,
    /// Paths start at an object whose `input` is what was sent and whose `output` is what came back, not at the output.
    pub with_input: bool,
}

/// What follows when an acceptor matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AcceptorState {
    /// The state is reached.
    Success,
    /// The state will never be reached.
    Failure,
    /// Ask again.
    Retry,
}

/// Which answers an acceptor matches.
#[derive(Clone, Debug, PartialEq)]
pub enum Expectation {
    /// A value of the output equals this text.
    Output {
        /// Where the value is.
        path: PathExpr,
        /// The text.
        expected: String,
    },
    /// The output has a boolean of this value.
    OutputBoolean {
        /// Where the value is.
        path: PathExpr,
        /// The value.
        expected: bool,
    },
    /// The list holds values, and each equals this text.
    OutputAll {
        /// Where the list is.
        path: PathExpr,
        /// The text.
        expected: String,
    },
    /// A value of the list equals this text.
    OutputAny {
        /// Where the list is.
        path: PathExpr,
        /// The text.
        expected: String,
    },
    /// The request succeeded, or failed, whatever the answer.
    Success(bool),
    /// The answer has this status code.
    Status(u16),
    /// The answer is an error with this code or shape name.
    Error(String),
}

/// An endpoint parameter that an operation fixes.
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
    /// Text.
    String(String),
    /// True or false.
    Boolean(bool),
    /// Texts.
    StringArray(Vec<String>),
}

/// An endpoint parameter that is taken out of an operation's input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationContextParam {
    /// The name of the parameter.
    pub name: String,
    /// Where in the input its value is.
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
