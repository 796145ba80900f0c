//! Errors that have a member called `code`: their own code is in `__type`.
//!
//! The runtime's JSON protocols read the code of an error from `code`, as some services send it there. Where errors
//! have a member of that name, it means something else, and hides the code in `__type`.

use aws_smithy_runtime_api::http::{Request, Response};
use aws_smithy_schema::protocol::ClientProtocolInner;
use aws_smithy_schema::serde::SerdeError;
use aws_smithy_schema::{Schema, ShapeType, shape_id};
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::error::metadata::Builder;

use super::forward::forward;

/// A protocol that reads the code of an error from `__type`, and from other members of the body only where there is
/// none.
#[derive(Debug)]
pub struct TypedErrors<P>(pub P);

/// The one member of an error that is read here.
static MEMBERS: [Schema<'static>; 1] = [Schema::new_member(
    shape_id!("support", "Error", "__type"),
    ShapeType::String,
    "__type",
    0,
)];
static ERROR: Schema<'static> =
    Schema::new_struct(shape_id!("support", "Error"), ShapeType::Structure, &MEMBERS.each_ref());

impl<P: ClientProtocolInner<Request = Request, Response = Response>> TypedErrors<P> {
    /// The name of the error's shape, without its namespace or URL.
    #[inline]
    fn error_type(&self, response: &Response, cfg: &ConfigBag) -> Result<Option<String>, SerdeError> {
        let mut found = None;
        let mut body = self.0.deserialize_error_response(response, cfg)?;
        body.read_struct(&ERROR, &mut |member, value| {
            if value.is_null() {
                return value.read_null();
            }
            // What is not of the schema comes along without an index.
            if member.member_index().is_some() {
                found = Some(value.read_string(member)?);
            }
            Ok(())
        })?;
        let bare = |name: String| {
            let name = name.split(':').next().unwrap_or_default();
            name.rsplit('#').next().unwrap_or_default().to_owned()
        };
        Ok(found.map(bare))
    }
}

impl<P: ClientProtocolInner<Request = Request, Response = Response>> ClientProtocolInner for TypedErrors<P> {
    type Request = Request;
    type Response = Response;

    forward!(
        0:
            protocol_id serialize_request deserialize_response deserialize_error_response payload_codec
            event_stream_media_type parse_event_stream_error_metadata update_endpoint
    );

    #[inline]
    fn parse_error_metadata(&self, response: &Response, cfg: &ConfigBag) -> Result<Builder, SerdeError> {
        let metadata = self.0.parse_error_metadata(response, cfg)?;
        let is_empty = response.body().bytes().is_none_or(<[u8]>::is_empty);
        if is_empty || response.headers().get("x-amzn-errortype").is_some() {
            return Ok(metadata);
        }
        // A body that cannot be read as an error is one whose code stays as it was found.
        Ok(match self.error_type(response, cfg) {
            Ok(Some(code)) => metadata.code(code),
            Ok(None) | Err(_) => metadata,
        })
    }
}
