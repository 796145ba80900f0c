//! A case: what a call of an operation sends, or makes of what comes back.

use codegen::ir::cases::Check;

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
