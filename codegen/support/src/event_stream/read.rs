//! Reading messages: headers, and a payload that is either one member or a document of the others.

use aws_smithy_schema::codec::DynCodec;
use aws_smithy_schema::serde::{SerdeError, ShapeDeserializer};
use aws_smithy_schema::{Schema, ShapeType};
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use aws_smithy_types::str_bytes::StrBytes;
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document};

/// The text in a header of that name.
#[inline]
pub(super) fn text<'a>(message: &'a Message, name: &str) -> Option<&'a str> {
    let text = header(message, name)?.as_string().ok()?;
    Some(text.as_str())
}

#[inline]
fn header<'a>(message: &'a Message, name: &str) -> Option<&'a HeaderValue> {
    let mut headers = message.headers().iter();
    headers.find(|header| header.name().as_str() == name).map(Header::value)
}

/// Reads an event, or one of its members that is not in a document.
pub(super) enum Reader<'a> {
    Event {
        codec: &'a dyn DynCodec,
        message: &'a Message,
    },
    Value(HeaderValue),
}

impl<'a> Reader<'a> {
    /// Reads the event of a message.
    #[inline]
    pub fn event(codec: &'a dyn DynCodec, message: &'a Message) -> Self {
        Self::Event { codec, message }
    }

    #[inline]
    fn value(&self) -> Result<&HeaderValue, SerdeError> {
        match self {
            Self::Event { .. } => Err(wrong("an event")),
            Self::Value(value) => Ok(value),
        }
    }

    /// An integer, whatever size the service chose for it.
    #[inline]
    fn integer<T: TryFrom<i64>>(&self) -> Result<T, SerdeError> {
        let value = match self.value()? {
            HeaderValue::Byte(value) => i64::from(*value),
            HeaderValue::Int16(value) => i64::from(*value),
            HeaderValue::Int32(value) => i64::from(*value),
            HeaderValue::Int64(value) => *value,
            other => return Err(wrong(kind(other))),
        };
        T::try_from(value).map_err(|_| SerdeError::type_mismatch(format!("{value} is out of range for its header")))
    }
}

/// Reads the member that is the payload.
#[inline]
fn payload(
    codec: &dyn DynCodec,
    message: &Message,
    member: &Schema<'_>,
    consume: &mut dyn FnMut(&Schema<'_>, &mut dyn ShapeDeserializer) -> Result<(), SerdeError>,
) -> Result<(), SerdeError> {
    let bytes = message.payload();
    match member.shape_type() {
        ShapeType::Blob => consume(member, &mut Reader::Value(HeaderValue::ByteArray(bytes.clone()))),
        ShapeType::String => {
            let text = StrBytes::try_from(bytes.clone()).map_err(|_| wrong("text that is not UTF-8"))?;
            consume(member, &mut Reader::Value(HeaderValue::String(text)))
        }
        _ if bytes.is_empty() => Ok(()),
        _ => consume(member, &mut *codec.create_deserializer(bytes)),
    }
}

impl ShapeDeserializer for Reader<'_> {
    #[inline]
    fn read_struct(
        &mut self,
        schema: &Schema<'_>,
        consume: &mut dyn FnMut(&Schema<'_>, &mut dyn ShapeDeserializer) -> Result<(), SerdeError>,
    ) -> Result<(), SerdeError> {
        let Self::Event { codec, message } = self else {
            return Err(wrong("one value"));
        };
        let mut has_document = !message.payload().is_empty();
        for member in schema.members() {
            if member.event_payload().is_some() {
                has_document = false;
                payload(*codec, message, member, consume)?;
            } else if member.event_header().is_some()
                && let Some(value) = header(message, member.member_name().unwrap_or_default())
            {
                consume(member, &mut Reader::Value(value.clone()))?;
            }
        }
        let is_in_document = |member: &&Schema<'_>| member.event_header().is_none();
        if has_document && schema.members().iter().any(is_in_document) {
            codec
                .create_deserializer(message.payload())
                .read_struct(schema, consume)?;
        }
        Ok(())
    }

    #[inline]
    fn read_boolean(&mut self, _: &Schema<'_>) -> Result<bool, SerdeError> {
        self.value()?.as_bool().map_err(|other| wrong(kind(other)))
    }

    #[inline]
    fn read_byte(&mut self, _: &Schema<'_>) -> Result<i8, SerdeError> {
        self.integer()
    }

    #[inline]
    fn read_short(&mut self, _: &Schema<'_>) -> Result<i16, SerdeError> {
        self.integer()
    }

    #[inline]
    fn read_integer(&mut self, _: &Schema<'_>) -> Result<i32, SerdeError> {
        self.integer()
    }

    #[inline]
    fn read_long(&mut self, _: &Schema<'_>) -> Result<i64, SerdeError> {
        self.integer()
    }

    #[inline]
    fn read_string(&mut self, _: &Schema<'_>) -> Result<String, SerdeError> {
        let text = self.value()?.as_string().map_err(|other| wrong(kind(other)))?;
        Ok(text.as_str().to_owned())
    }

    #[inline]
    fn read_blob(&mut self, _: &Schema<'_>) -> Result<Blob, SerdeError> {
        let bytes = self.value()?.as_byte_array().map_err(|other| wrong(kind(other)))?;
        Ok(Blob::from_maybe_shared(bytes.clone()))
    }

    #[inline]
    fn read_timestamp(&mut self, _: &Schema<'_>) -> Result<DateTime, SerdeError> {
        self.value()?.as_timestamp().map_err(|other| wrong(kind(other)))
    }

    #[inline]
    fn read_list(
        &mut self,
        _: &Schema<'_>,
        _: &mut dyn FnMut(&mut dyn ShapeDeserializer) -> Result<(), SerdeError>,
    ) -> Result<(), SerdeError> {
        Err(unfit("a list"))
    }

    #[inline]
    fn read_map(
        &mut self,
        _: &Schema<'_>,
        _: &mut dyn FnMut(String, &mut dyn ShapeDeserializer) -> Result<(), SerdeError>,
    ) -> Result<(), SerdeError> {
        Err(unfit("a map"))
    }

    #[inline]
    fn read_float(&mut self, _: &Schema<'_>) -> Result<f32, SerdeError> {
        Err(unfit("a float"))
    }

    #[inline]
    fn read_double(&mut self, _: &Schema<'_>) -> Result<f64, SerdeError> {
        Err(unfit("a double"))
    }

    #[inline]
    fn read_big_integer(&mut self, _: &Schema<'_>) -> Result<BigInteger, SerdeError> {
        Err(unfit("a big integer"))
    }

    #[inline]
    fn read_big_decimal(&mut self, _: &Schema<'_>) -> Result<BigDecimal, SerdeError> {
        Err(unfit("a big decimal"))
    }

    #[inline]
    fn read_document(&mut self, _: &Schema<'_>) -> Result<Document, SerdeError> {
        Err(unfit("a document"))
    }

    #[inline]
    fn is_null(&self) -> bool {
        false
    }

    #[inline]
    fn container_size(&self) -> Option<usize> {
        None
    }
}

#[inline]
fn wrong(found: &str) -> SerdeError {
    SerdeError::type_mismatch(format!(
        "the message has {found} where its event has a value of another type"
    ))
}

#[inline]
fn unfit(kind: &str) -> SerdeError {
    SerdeError::unsupported(format!("{kind} cannot be a header"))
}

#[inline]
fn kind(value: &HeaderValue) -> &'static str {
    match value {
        HeaderValue::Bool(_) => "a boolean",
        HeaderValue::Byte(_) => "a byte",
        HeaderValue::Int16(_) => "a short",
        HeaderValue::Int32(_) => "an integer",
        HeaderValue::Int64(_) => "a long",
        HeaderValue::ByteArray(_) => "bytes",
        HeaderValue::String(_) => "text",
        HeaderValue::Timestamp(_) => "a timestamp",
        HeaderValue::Uuid(_) => "a UUID",
        _ => "a value of an unknown type",
    }
}
