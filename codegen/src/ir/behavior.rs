//! Behavior: runtime behavior of a service's clients that no model states.
//!
//! Front ends leave all of it at its default; `customize` sets it.

/// Runtime behavior that AWS gives a service's clients and that its model does not state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceBehavior {
    /// Error codes that are transient for this service, beyond those of every service.
    pub transient_codes: Vec<String>,
    /// Failed requests are retried sooner, and once more, than those of other services.
    pub retries_quickly: bool,
    /// Headers that every request has, by their names.
    pub headers: Vec<(String, String)>,
    /// Responses have an extended request id in the header `x-amz-id-2`, which users report together with the first id.
    pub extended_request_ids: bool,
    /// Requests to some buckets are signed with the credentials of a session, which clients open.
    pub bucket_sessions: Option<BucketSessions>,
    /// Clients make tokens that log in to a database.
    pub login_tokens: Option<LoginTokens>,
}

/// The principal that logs in to a database with a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginTokens {
    /// A user of the database, at a host and a port.
    OfUser,
    /// A role, as itself or as the administrator.
    OfRole,
}

/// Sessions with buckets: the parts of the model that they concern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BucketSessions {
    /// The parameter of the endpoint rules that names the bucket.
    pub bucket: String,
    /// The parameter of the endpoint rules that turns sessions off.
    pub off: String,
    /// The structure of a session's credentials, which a cut service may not have.
    pub credentials: String,
}

/// Runtime behavior that AWS gives one operation and that its model does not state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OperationBehavior {
    /// The service may delay its response for long.
    pub long_poll: bool,
    /// Callers may leave the body out of the signature.
    pub may_be_unsigned: bool,
    /// A response may stall while the service works, which is not an error.
    pub may_stall: bool,
    /// An error may follow a successful status.
    pub fails_after_success: bool,
    /// A response of status 404 without a body is the error `NotFound`.
    pub fails_without_body: bool,
    /// The response's header `Expires` may hold any text, which the output has beside the date.
    pub keeps_expires: bool,
    /// The way in which requests are presigned; `None` where clients do not offer that.
    pub presigning: Option<Presigning>,
    /// The request has the hash of its body, and that of the tree of its parts, in headers.
    pub tree_hash: bool,
}

/// The way in which requests of an operation are presigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presigning {
    /// The sender may choose any body.
    AnyBody,
    /// The request has no body.
    NoBody,
    /// Members of its body move into the query string.
    MembersInQuery,
    /// Its body is a form, whose fields move into the query string.
    FormInQuery,
}
