//! Behavior: what clients of a service do that no model says.
//!
//! Front ends leave all of it at its default; `customize` sets it.

/// What clients of a service do beyond its model.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceBehavior {
    /// The codes of errors that are worth another attempt, beyond those that are for every service.
    pub transient_codes: Vec<String>,
    /// Failed requests are tried again sooner, and once more, than those of other services.
    pub retries_quickly: bool,
    /// Headers that every request has, by their names.
    pub headers: Vec<(String, String)>,
    /// Responses have a second id in the header `x-amz-id-2`, which users hand on with the first.
    pub extended_request_ids: bool,
    /// Requests to some buckets are signed with the credentials of a session, which clients open.
    pub bucket_sessions: Option<BucketSessions>,
    /// Clients make tokens that log in to a database.
    pub login_tokens: Option<LoginTokens>,
}

/// Who logs in to a database with a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginTokens {
    /// A user of the database, at a host and a port.
    OfUser,
    /// A role, as itself or as the administrator.
    OfRole,
}

/// Sessions with buckets: what of the model they have to do with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BucketSessions {
    /// The parameter of the endpoint rules that names the bucket.
    pub bucket: String,
    /// The parameter of the endpoint rules by which they do without a session.
    pub off: String,
    /// The structure of a session's credentials, which a cut service may not have.
    pub credentials: String,
}

/// What clients do for an operation beyond its model.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OperationBehavior {
    /// The service may hold the request for long before it answers.
    pub long_poll: bool,
    /// Callers may leave the body out of the signature.
    pub may_be_unsigned: bool,
    /// A response may stall while the service works, which is no failure.
    pub may_stall: bool,
    /// An error may follow a status of success.
    pub fails_after_success: bool,
    /// A response of status 404 without a body is the error `NotFound`.
    pub fails_without_body: bool,
    /// The response's header `Expires` may hold any text, which the output has beside the date.
    pub keeps_expires: bool,
    /// How a request is signed that others send; none where clients do not offer that.
    pub presigning: Option<Presigning>,
    /// The request has the hash of its body, and that of the tree of its parts, in headers.
    pub tree_hash: bool,
}

/// How a request is signed that others send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presigning {
    /// Whoever sends it may give it any body.
    AnyBody,
    /// It has no body.
    NoBody,
    /// Members of its body stand in the query string.
    MembersInQuery,
    /// Its body is a form, whose fields stand in the query string.
    FormInQuery,
}
