//! Payloads in REST protocols: the media type of a request body that is one member of the input, and a check of
//! response bodies.
//!
//! The runtime's REST protocols set no media type for such a body, and send nothing for a structure that is not set,
//! where restJson1 requires an empty object.

use aws_smithy_runtime_api::http::{Request, Response};
use aws_smithy_schema::protocol::ClientProtocolInner;
use aws_smithy_schema::serde::{SerdeError, SerializableStruct, ShapeDeserializer};
use aws_smithy_schema::{Schema, ShapeType};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;

use super::forward::forward;

/// A protocol that sets the media type of payloads, and checks responses.
#[derive(Debug)]
pub struct Payloads<P> {
    inner: P,
    /// The media type of documents, and the text of an empty document, where one is sent.
    document: (&'static str, Option<&'static str>),
    /// Makes the reader of a response, where it is not the protocol's own.
    reader: Option<MakeReader>,
}

/// Makes the reader of a response to an operation, whose output is described by a schema; none to have the protocol do it.
pub type MakeReader =
    for<'a> fn(&'a Response, &Schema<'_>, &'a ConfigBag) -> Result<Option<Box<dyn ShapeDeserializer + 'a>>, SerdeError>;

impl<P> Payloads<P> {
    /// JSON, where an empty document is an empty object.
    #[inline]
    pub fn json(inner: P) -> Self {
        let document = ("application/json", Some("{}"));
        Self {
            inner,
            document,
            reader: None,
        }
    }

    /// XML: an empty document is no body.
    #[inline]
    pub fn xml(inner: P, reader: MakeReader) -> Self {
        let document = ("application/xml", None);
        Self {
            inner,
            document,
            reader: Some(reader),
        }
    }

    #[inline]
    fn complete(&self, mut request: Request, payload: &Schema<'_>) -> Request {
        let is_empty = request.body().bytes().is_none_or(<[u8]>::is_empty);
        let (media_type, empty) = self.document;
        let media_type = match payload.shape_type() {
            _ if payload.media_type().is_some() => payload.media_type().map_or(media_type, |it| it.value()),
            ShapeType::Blob => "application/octet-stream",
            ShapeType::String => "text/plain",
            ShapeType::Structure if is_empty => {
                let Some(empty) = empty else { return request };
                *request.body_mut() = SdkBody::from(empty);
                request.headers_mut().insert("content-length", empty.len().to_string());
                media_type
            }
            _ => media_type,
        }
        .to_owned();
        let is_empty = request.body().bytes().is_none_or(<[u8]>::is_empty);
        // The bytes of a stream are attached later, by someone who knows no media type.
        let is_attached_later = payload.streaming() && payload.media_type().is_some();
        let headers = request.headers_mut();
        if (!is_empty || is_attached_later) && headers.get("content-type").is_none() {
            headers.insert("content-type", media_type);
        }
        request
    }
}

impl<P: ClientProtocolInner<Request = Request, Response = Response>> ClientProtocolInner for Payloads<P> {
    type Request = Request;
    type Response = Response;

    forward!(
        inner:
            protocol_id parse_error_metadata deserialize_error_response payload_codec event_stream_media_type
            parse_event_stream_error_metadata update_endpoint
    );

    #[inline]
    fn serialize_request(
        &self,
        input: &dyn SerializableStruct,
        input_schema: &Schema<'_>,
        endpoint: &str,
        cfg: &ConfigBag,
    ) -> Result<Request, SerdeError> {
        let request = self.inner.serialize_request(input, input_schema, endpoint, cfg)?;
        let payload = input_schema
            .members()
            .iter()
            .find(|member| member.http_payload().is_some());
        Ok(match payload {
            Some(payload) => self.complete(request, payload),
            None => request,
        })
    }

    #[inline]
    fn deserialize_response<'a>(
        &self,
        response: &'a Response,
        output_schema: &Schema<'_>,
        cfg: &'a ConfigBag,
    ) -> Result<Box<dyn ShapeDeserializer + 'a>, SerdeError> {
        if let Some(make) = self.reader
            && let Some(reader) = make(response, output_schema, cfg)?
        {
            return Ok(reader);
        }
        self.inner.deserialize_response(response, output_schema, cfg)
    }
}
