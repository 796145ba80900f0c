//! The extended request id of a response, which AWS's support asks for together with the first id.

use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::http::{Headers, Response};
use aws_smithy_types::error::metadata::ErrorMetadata;

use super::error::ErrorResponse;

/// The header of the id.
const HEADER: &str = "x-amz-id-2";
/// The name of the id in the metadata of an error.
const EXTRA: &str = "s3_extended_request_id";

/// Gives the extended request id of a response.
pub trait RequestIdExt {
    /// The extended request id, where the response had one.
    fn extended_request_id(&self) -> Option<&str>;
}

impl RequestIdExt for Headers {
    #[inline]
    fn extended_request_id(&self) -> Option<&str> {
        self.get(HEADER)
    }
}

impl<B> RequestIdExt for Response<B> {
    #[inline]
    fn extended_request_id(&self) -> Option<&str> {
        self.headers().extended_request_id()
    }
}

impl RequestIdExt for ErrorMetadata {
    #[inline]
    fn extended_request_id(&self) -> Option<&str> {
        self.extra(EXTRA)
    }
}

impl<E> RequestIdExt for SdkError<E, Response> {
    #[inline]
    fn extended_request_id(&self) -> Option<&str> {
        self.raw_response()?.extended_request_id()
    }
}

impl<O, E> RequestIdExt for Result<O, E>
where
    O: RequestIdExt,
    E: RequestIdExt,
{
    #[inline]
    fn extended_request_id(&self) -> Option<&str> {
        match self {
            Ok(output) => output.extended_request_id(),
            Err(error) => error.extended_request_id(),
        }
    }
}

/// Reads the id from headers.
#[inline]
pub fn of(headers: &Headers) -> Option<String> {
    headers.extended_request_id().map(str::to_owned)
}

/// Adds the id from headers to an error.
#[inline]
pub fn identify<'a>(error: ErrorResponse<'a>, headers: &Headers) -> ErrorResponse<'a> {
    match headers.extended_request_id() {
        Some(id) => error.with_extra(EXTRA, id),
        None => error,
    }
}
