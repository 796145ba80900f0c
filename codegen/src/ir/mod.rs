//! The intermediate representation: the content of a service model, in one form for every front end.
//!
//! The IR knows nothing of JSON, and nothing of Rust syntax. Shapes refer to each other by [`ShapeId`], so forward and
//! circular references need no special case. Every fact of a model is kept here, whether or not anything emits it yet:
//! a new emitter must never need a new front end.

mod behavior;
pub mod cases;
mod endpoint;
mod operation;
mod protocol;
mod service;
mod shape;
mod traits;

pub use behavior::{BucketSessions, LoginTokens, OperationBehavior, Presigning, ServiceBehavior};
pub use endpoint::{
    Condition, EndpointTemplate, Expr, Function, Parameter, ParameterType, Partition, Property, Rule, RuleBody,
    RuleSet, TemplatePart,
};
pub use operation::{
    Acceptor, AcceptorState, ContextValue, Expectation, HttpChecksum, HttpTrait, Operation, OperationContextParam,
    Paginator, PathExpr, StaticContextParam, Waiter,
};
pub use protocol::{Protocol, ProtocolRules, Syntax};
pub use service::{AuthScheme, ClientContextParam, Origin, Service};
pub use shape::{Family, Kind, Member, Shape, ShapeId, Shapes, Variant};
pub use traits::{
    Binding, Bound, Constraints, Default, Deprecated, ErrorTrait, Fault, MemberTraits, Retryable, ShapeTraits,
    TimestampFormat, XmlNamespace,
};
