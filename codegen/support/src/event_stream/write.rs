//! Writing messages: members in headers, a member as the payload, and a document of the others.

use std::cell::RefCell;

use aws_smithy_eventstream::error::Error as MessageError;
use aws_smithy_schema::Schema;
use aws_smithy_schema::codec::DynCodec;
use aws_smithy_schema::protocol::SharedClientProtocol;
use aws_smithy_schema::serde::{SerdeError, SerializableStruct, ShapeSerializer};
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document};

/// The kinds of messages.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Event,
    Exception,
}

/// The message that opens a stream, with the body that the request would have without events.
#[inline]
pub(super) fn initial_request(protocol: &SharedClientProtocol, body: &[u8]) -> Message {
    let headers = head(Kind::Event, "initial-request", protocol.event_stream_media_type());
    Message::new_from_parts(headers, body.to_vec())
}

/// The message of an event or of an exception.
#[inline]
pub(super) fn message(
    protocol: &SharedClientProtocol,
    kind: Kind,
    name: &'static str,
    value: &dyn SerializableStruct,
) -> Result<Message, MessageError> {
    let unwritten = |error: SerdeError| MessageError::marshalling(format!("{name}: {error}"));
    let codec = super::codec(protocol).map_err(unwritten)?;
    let parts = RefCell::default();
    let split = Split {
        value,
        codec,
        parts: &parts,
    };
    let mut serializer = codec.create_serializer();
    serializer.write_struct(value.schema(), &split).map_err(unwritten)?;
    let Parts { mut headers, payload } = parts.take();
    let document = || Payload::Document(serializer.finish_boxed());
    let payload = payload.or_else(|| has_document(value.schema()).then(document));
    let (media_type, bytes) = match payload {
        Some(Payload::Blob(bytes)) => (Some("application/octet-stream"), bytes),
        Some(Payload::Text(bytes)) => (Some("text/plain"), bytes),
        Some(Payload::Document(bytes)) => (protocol.event_stream_media_type(), bytes),
        None => (None, Vec::new()),
    };
    headers.splice(0..0, head(kind, name, media_type));
    Ok(Message::new_from_parts(headers, bytes))
}

/// True where the payload is a document of all members that are not headers. Otherwise the payload is one member, or
/// empty where that is not set.
#[inline]
fn has_document(schema: &Schema<'_>) -> bool {
    let members = schema.members();
    members.iter().all(|member| member.event_payload().is_none())
        && members.iter().any(|member| member.event_header().is_none())
}

/// The headers that state the kind, the name and the media type of a message.
#[inline]
fn head(kind: Kind, name: &'static str, media_type: Option<&str>) -> Vec<Header> {
    let text = |name: &'static str, value: &str| Header::new(name, HeaderValue::String(value.to_owned().into()));
    let (kind, key) = match kind {
        Kind::Event => ("event", ":event-type"),
        Kind::Exception => ("exception", ":exception-type"),
    };
    let mut headers = vec![text(":message-type", kind), text(key, name)];
    headers.extend(media_type.map(|media_type| text(":content-type", media_type)));
    headers
}

/// The members that are not in the document.
#[derive(Default)]
struct Parts {
    headers: Vec<Header>,
    payload: Option<Payload>,
}

enum Payload {
    Blob(Vec<u8>),
    Text(Vec<u8>),
    Document(Vec<u8>),
}

/// A structure that writes only those members to a document which are neither headers nor the payload.
struct Split<'a> {
    value: &'a dyn SerializableStruct,
    codec: &'a dyn DynCodec,
    parts: &'a RefCell<Parts>,
}

impl SerializableStruct for Split<'_> {
    #[inline]
    fn schema(&self) -> &Schema<'_> {
        self.value.schema()
    }

    #[inline]
    fn serialize_members(&self, document: &mut dyn ShapeSerializer) -> Result<(), SerdeError> {
        // A serializer may go over the members more than once.
        let mut parts = Parts::default();
        self.value.serialize_members(&mut Splitter {
            document,
            codec: self.codec,
            parts: &mut parts,
        })?;
        self.parts.replace(parts);
        Ok(())
    }
}

/// Collects headers and payload, and passes other members on to the document.
struct Splitter<'a> {
    document: &'a mut dyn ShapeSerializer,
    codec: &'a dyn DynCodec,
    parts: &'a mut Parts,
}

impl Splitter<'_> {
    #[inline]
    fn header(&mut self, member: &Schema<'_>, value: HeaderValue) -> Result<(), SerdeError> {
        let name = member.member_name().unwrap_or_default().to_owned();
        self.parts.headers.push(Header::new(name, value));
        Ok(())
    }
}

impl ShapeSerializer for Splitter<'_> {
    #[inline]
    fn write_struct(&mut self, member: &Schema<'_>, value: &dyn SerializableStruct) -> Result<(), SerdeError> {
        if member.event_payload().is_none() {
            return self.document.write_struct(member, value);
        }
        // The root of a payload is what its own schema says, not the member.
        let mut payload = self.codec.create_serializer();
        payload.write_struct(value.schema(), value)?;
        self.parts.payload = Some(Payload::Document(payload.finish_boxed()));
        Ok(())
    }

    #[inline]
    fn write_string(&mut self, member: &Schema<'_>, value: &str) -> Result<(), SerdeError> {
        if member.event_payload().is_some() {
            self.parts.payload = Some(Payload::Text(value.into()));
            return Ok(());
        }
        if member.event_header().is_some() {
            return self.header(member, HeaderValue::String(value.to_owned().into()));
        }
        self.document.write_string(member, value)
    }

    #[inline]
    fn write_blob(&mut self, member: &Schema<'_>, value: Blob) -> Result<(), SerdeError> {
        if member.event_payload().is_some() {
            self.parts.payload = Some(Payload::Blob(value.into_inner()));
            return Ok(());
        }
        if member.event_header().is_some() {
            return self.header(member, HeaderValue::ByteArray(value.into_inner().into()));
        }
        self.document.write_blob(member, value)
    }

    #[inline]
    fn write_boolean(&mut self, member: &Schema<'_>, value: bool) -> Result<(), SerdeError> {
        if member.event_header().is_some() {
            return self.header(member, HeaderValue::Bool(value));
        }
        self.document.write_boolean(member, value)
    }

    #[inline]
    fn write_byte(&mut self, member: &Schema<'_>, value: i8) -> Result<(), SerdeError> {
        if member.event_header().is_some() {
            return self.header(member, HeaderValue::Byte(value));
        }
        self.document.write_byte(member, value)
    }

    #[inline]
    fn write_short(&mut self, member: &Schema<'_>, value: i16) -> Result<(), SerdeError> {
        if member.event_header().is_some() {
            return self.header(member, HeaderValue::Int16(value));
        }
        self.document.write_short(member, value)
    }

    #[inline]
    fn write_integer(&mut self, member: &Schema<'_>, value: i32) -> Result<(), SerdeError> {
        if member.event_header().is_some() {
            return self.header(member, HeaderValue::Int32(value));
        }
        self.document.write_integer(member, value)
    }

    #[inline]
    fn write_long(&mut self, member: &Schema<'_>, value: i64) -> Result<(), SerdeError> {
        if member.event_header().is_some() {
            return self.header(member, HeaderValue::Int64(value));
        }
        self.document.write_long(member, value)
    }

    #[inline]
    fn write_timestamp(&mut self, member: &Schema<'_>, value: &DateTime) -> Result<(), SerdeError> {
        if member.event_header().is_some() {
            return self.header(member, HeaderValue::Timestamp(*value));
        }
        self.document.write_timestamp(member, value)
    }

    #[inline]
    fn write_float(&mut self, member: &Schema<'_>, value: f32) -> Result<(), SerdeError> {
        self.document.write_float(member, value)
    }

    #[inline]
    fn write_double(&mut self, member: &Schema<'_>, value: f64) -> Result<(), SerdeError> {
        self.document.write_double(member, value)
    }

    #[inline]
    fn write_big_integer(&mut self, member: &Schema<'_>, value: &BigInteger) -> Result<(), SerdeError> {
        self.document.write_big_integer(member, value)
    }

    #[inline]
    fn write_big_decimal(&mut self, member: &Schema<'_>, value: &BigDecimal) -> Result<(), SerdeError> {
        self.document.write_big_decimal(member, value)
    }

    #[inline]
    fn write_document(&mut self, member: &Schema<'_>, value: &Document) -> Result<(), SerdeError> {
        self.document.write_document(member, value)
    }

    #[inline]
    fn write_list(
        &mut self,
        member: &Schema<'_>,
        write: &dyn Fn(&mut dyn ShapeSerializer) -> Result<(), SerdeError>,
    ) -> Result<(), SerdeError> {
        self.document.write_list(member, write)
    }

    #[inline]
    fn write_list_with_length(
        &mut self,
        member: &Schema<'_>,
        length: usize,
        write: &dyn Fn(&mut dyn ShapeSerializer) -> Result<(), SerdeError>,
    ) -> Result<(), SerdeError> {
        self.document.write_list_with_length(member, length, write)
    }

    #[inline]
    fn write_map(
        &mut self,
        member: &Schema<'_>,
        write: &dyn Fn(&mut dyn ShapeSerializer) -> Result<(), SerdeError>,
    ) -> Result<(), SerdeError> {
        self.document.write_map(member, write)
    }

    #[inline]
    fn write_map_with_length(
        &mut self,
        member: &Schema<'_>,
        length: usize,
        write: &dyn Fn(&mut dyn ShapeSerializer) -> Result<(), SerdeError>,
    ) -> Result<(), SerdeError> {
        self.document.write_map_with_length(member, length, write)
    }

    #[inline]
    fn write_null(&mut self, member: &Schema<'_>) -> Result<(), SerdeError> {
        self.document.write_null(member)
    }
}
