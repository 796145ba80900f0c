//! JSON in responses: the runtime's protocols, with a reader of our own, which takes and refuses what the runtime's
//! takes and refuses, in less time.
//!
//! What is rare in responses (documents, numbers of any size) is still read by the runtime's reader.

mod text;

use aws_smithy_json::codec::{JsonCodec, JsonCodecSettings, JsonDeserializer, JsonSerializer};
use aws_smithy_json::protocol::aws_json_rpc::AwsJsonRpcProtocol;
use aws_smithy_json::protocol::aws_rest_json_1::AwsRestJsonProtocol;
use aws_smithy_runtime_api::http::{Request, Response};
use aws_smithy_schema::codec::Codec;
use aws_smithy_schema::http_protocol::{HttpBindingProtocol, HttpRpcProtocol};
use aws_smithy_schema::protocol::ClientProtocolInner;
use aws_smithy_schema::serde::{SerdeError, ShapeDeserializer};
use aws_smithy_schema::traits::{TimestampFormat, TimestampFormatTrait};
use aws_smithy_schema::{Schema, ShapeType, prelude};
use aws_smithy_types::date_time::Format;
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document, base64};

use self::text::Text;
use super::forward::forward;

/// How many values may stand in each other. It is the runtime's limit.
const MAX_DEPTH: u32 = 128;

/// The writer of the runtime and the reader of this module.
#[derive(Debug)]
pub struct Json {
    runtime: JsonCodec,
    names: Names,
}

/// The names that members have in documents.
#[derive(Clone, Copy, Debug)]
enum Names {
    /// Those of the model's members.
    Members,
    /// Those that the trait `jsonName` gives, and those of members without it.
    JsonNames,
}

impl Names {
    #[inline]
    fn is_of(self, name: &str, member: &Schema<'_>) -> bool {
        if let (Self::JsonNames, Some(given)) = (self, member.json_name()) {
            return given.value() == name;
        }
        member.member_name() == Some(name)
    }
}

impl Codec for Json {
    type Serializer = JsonSerializer;
    type Deserializer<'a> = Reader<'a>;

    #[inline]
    fn create_serializer(&self) -> JsonSerializer {
        Codec::create_serializer(&self.runtime)
    }

    #[inline]
    fn create_deserializer<'a>(&self, input: &'a [u8]) -> Reader<'a> {
        Reader {
            text: Text::new(input),
            names: self.names,
            depth: 0,
        }
    }
}

/// A JSON protocol of the runtime, whose responses the reader of this module reads.
#[derive(Debug)]
pub struct JsonProtocol<P, R> {
    inner: P,
    responses: R,
}

impl JsonProtocol<AwsJsonRpcProtocol, HttpRpcProtocol<Json>> {
    /// Takes the reader of responses from a protocol of the family awsJson.
    #[inline]
    pub fn rpc(inner: AwsJsonRpcProtocol) -> Self {
        let json = Json {
            runtime: JsonCodec::new(JsonCodecSettings::builder().use_json_name(false).build()),
            names: Names::Members,
        };
        let id = inner.protocol_id().clone();
        Self {
            inner,
            responses: HttpRpcProtocol::new(id, json, "application/json"),
        }
    }
}

impl JsonProtocol<AwsRestJsonProtocol, HttpBindingProtocol<Json>> {
    /// Takes the reader of responses from restJson1.
    #[inline]
    pub fn rest(inner: AwsRestJsonProtocol) -> Self {
        let json = Json {
            runtime: JsonCodec::new(JsonCodecSettings::default()),
            names: Names::JsonNames,
        };
        let id = inner.protocol_id().clone();
        Self {
            inner,
            responses: HttpBindingProtocol::new(id, json, "application/json"),
        }
    }
}

impl<P, R> ClientProtocolInner for JsonProtocol<P, R>
where
    P: ClientProtocolInner<Request = Request, Response = Response>,
    R: ClientProtocolInner<Request = Request, Response = Response>,
{
    type Request = Request;
    type Response = Response;

    forward!(
        inner:
            protocol_id serialize_request parse_error_metadata event_stream_media_type
            parse_event_stream_error_metadata update_endpoint
    );
    forward!(responses: deserialize_response deserialize_error_response payload_codec);
}

/// A reader of one document.
#[derive(Debug)]
pub struct Reader<'a> {
    text: Text<'a>,
    names: Names,
    depth: u32,
}

impl<'a> Reader<'a> {
    #[inline]
    fn enter(&mut self) -> Result<(), SerdeError> {
        self.depth += 1;
        match self.depth > MAX_DEPTH {
            true => Err(SerdeError::custom("the document is nested too deep")),
            false => Ok(()),
        }
    }

    /// Leaves a list, a map or a structure; behind the outermost one nothing may follow.
    #[inline]
    fn leave(&mut self) -> Result<(), SerdeError> {
        self.depth -= 1;
        match self.depth == 0 && self.text.peek().is_some() {
            true => Err(SerdeError::invalid_input("something follows the document")),
            false => Ok(()),
        }
    }

    /// Reads a value by the runtime's reader, from the same place.
    #[inline]
    fn by_runtime<T>(
        &mut self,
        value: &'a [u8],
        read: impl FnOnce(&mut JsonDeserializer<'a>) -> Result<T, SerdeError>,
    ) -> Result<T, SerdeError> {
        let settings = JsonCodecSettings::builder().max_depth(MAX_DEPTH - self.depth.min(MAX_DEPTH));
        let mut reader = Codec::create_deserializer(&JsonCodec::new(settings.build()), value);
        let value = read(&mut reader)?;
        self.text.skip(reader.position());
        Ok(value)
    }

    #[inline]
    fn integer<T: TryFrom<i64>>(&mut self) -> Result<T, SerdeError> {
        let number = self.text.integer()?;
        T::try_from(number).map_err(|_| SerdeError::invalid_input("the integer is too great for its type"))
    }

    /// Reads a number, or one of the names of what no number in JSON can be.
    #[inline]
    fn float(&mut self) -> Result<f64, SerdeError> {
        if self.text.peek() != Some(b'"') {
            return parsed(self.text.number()?);
        }
        let name = self.text.string()?;
        match parsed::<f64>(&name)? {
            finite if finite.is_finite() => Err(SerdeError::type_mismatch("expected a number, found a string")),
            other => Ok(other),
        }
    }

    /// Skips a value that nobody asked for. It has to be JSON all the same.
    #[inline]
    fn skip(&mut self) -> Result<(), SerdeError> {
        let (open, close) = match self.text.peek() {
            Some(b'{') => (b'{', b'}'),
            Some(b'[') => (b'[', b']'),
            _ => return self.text.skip_scalar(),
        };
        self.enter()?;
        self.text.expect(open)?;
        let mut is_first = true;
        while self.text.next(&mut is_first, close)? {
            if open == b'{' {
                self.text.skip_string()?;
                self.text.expect(b':')?;
            }
            self.skip()?;
        }
        self.depth -= 1;
        Ok(())
    }
}

/// The member of a name, which is looked for where the last one was found first: documents keep an order.
#[inline]
fn member<'s>(names: Names, schema: &'s Schema<'s>, name: &str, next: &mut usize) -> Option<&'s Schema<'s>> {
    let members = schema.members();
    if let Some(expected) = members.get(*next).filter(|member| names.is_of(name, member)) {
        *next += 1;
        return Some(expected);
    }
    let at = members.iter().position(|member| names.is_of(name, member))?;
    *next = at + 1;
    Some(members[at])
}

#[inline]
fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(text: &str) -> Result<T, SerdeError> {
    text.parse()
        .map_err(|error: T::Err| SerdeError::invalid_input(error.to_string()))
}

impl ShapeDeserializer for Reader<'_> {
    #[inline]
    fn read_struct(
        &mut self,
        schema: &Schema<'_>,
        consumer: &mut dyn FnMut(&Schema<'_>, &mut dyn ShapeDeserializer) -> Result<(), SerdeError>,
    ) -> Result<(), SerdeError> {
        self.enter()?;
        // No body at all is a structure without members.
        if self.text.peek().is_none() {
            self.depth -= 1;
            return Ok(());
        }
        self.text.expect(b'{')?;
        let (mut is_first, mut next) = (true, 0);
        while self.text.next(&mut is_first, b'}')? {
            let name = self.text.string()?;
            self.text.expect(b':')?;
            let is_null = self.text.peek() == Some(b'n') && self.text.is_null();
            match member(self.names, schema, &name, &mut next) {
                Some(member) if !is_null || member.shape_type() == ShapeType::Document => consumer(member, self)?,
                _ if is_null => self.text.skip_null(),
                None if name == "__type" => self.skip()?,
                _ => {
                    let start = self.text.position();
                    consumer(&prelude::DOCUMENT, self)?;
                    if self.text.position() == start {
                        self.skip()?;
                    }
                }
            }
        }
        self.leave()
    }

    #[inline]
    fn read_list(
        &mut self,
        _schema: &Schema<'_>,
        consumer: &mut dyn FnMut(&mut dyn ShapeDeserializer) -> Result<(), SerdeError>,
    ) -> Result<(), SerdeError> {
        self.enter()?;
        self.text.expect(b'[')?;
        let mut is_first = true;
        while self.text.next(&mut is_first, b']')? {
            consumer(self)?;
        }
        self.leave()
    }

    #[inline]
    fn read_map(
        &mut self,
        _schema: &Schema<'_>,
        consumer: &mut dyn FnMut(String, &mut dyn ShapeDeserializer) -> Result<(), SerdeError>,
    ) -> Result<(), SerdeError> {
        self.enter()?;
        self.text.expect(b'{')?;
        let mut is_first = true;
        while self.text.next(&mut is_first, b'}')? {
            let key = self.text.string()?.into_owned();
            self.text.expect(b':')?;
            self.text.peek();
            consumer(key, self)?;
        }
        self.leave()
    }

    #[inline]
    fn read_boolean(&mut self, _schema: &Schema<'_>) -> Result<bool, SerdeError> {
        self.text.boolean()
    }

    #[inline]
    fn read_byte(&mut self, _schema: &Schema<'_>) -> Result<i8, SerdeError> {
        self.integer()
    }

    #[inline]
    fn read_short(&mut self, _schema: &Schema<'_>) -> Result<i16, SerdeError> {
        self.integer()
    }

    #[inline]
    fn read_integer(&mut self, _schema: &Schema<'_>) -> Result<i32, SerdeError> {
        self.integer()
    }

    #[inline]
    fn read_long(&mut self, _schema: &Schema<'_>) -> Result<i64, SerdeError> {
        self.text.integer()
    }

    #[inline]
    fn read_float(&mut self, _schema: &Schema<'_>) -> Result<f32, SerdeError> {
        self.float().map(|number| number as f32)
    }

    #[inline]
    fn read_double(&mut self, _schema: &Schema<'_>) -> Result<f64, SerdeError> {
        self.float()
    }

    #[inline]
    fn read_big_integer(&mut self, schema: &Schema<'_>) -> Result<BigInteger, SerdeError> {
        self.by_runtime(self.text.rest(), |reader| reader.read_big_integer(schema))
    }

    #[inline]
    fn read_big_decimal(&mut self, schema: &Schema<'_>) -> Result<BigDecimal, SerdeError> {
        self.by_runtime(self.text.rest(), |reader| reader.read_big_decimal(schema))
    }

    #[inline]
    fn read_string(&mut self, _schema: &Schema<'_>) -> Result<String, SerdeError> {
        self.text.string().map(std::borrow::Cow::into_owned)
    }

    #[inline]
    fn read_blob(&mut self, _schema: &Schema<'_>) -> Result<Blob, SerdeError> {
        let text = self.text.string()?;
        let bytes = base64::decode(&*text).map_err(|error| SerdeError::invalid_input(error.to_string()))?;
        Ok(Blob::new(bytes))
    }

    #[inline]
    fn read_timestamp(&mut self, schema: &Schema<'_>) -> Result<DateTime, SerdeError> {
        if let Some(b'-' | b'0'..=b'9') = self.text.peek() {
            let number = self.text.number()?;
            if number.contains(['.', 'e', 'E']) {
                return parsed(number).map(DateTime::from_secs_f64);
            }
            return parsed(number).map(DateTime::from_secs);
        }
        let format = match schema.timestamp_format().map(TimestampFormatTrait::format) {
            Some(TimestampFormat::HttpDate) => Format::HttpDate,
            Some(TimestampFormat::EpochSeconds) => Format::EpochSeconds,
            _ => Format::DateTimeWithOffset,
        };
        DateTime::from_str(&self.text.string()?, format).map_err(|error| SerdeError::custom(error.to_string()))
    }

    #[inline]
    fn read_document(&mut self, schema: &Schema<'_>) -> Result<Document, SerdeError> {
        let value = self.text.value();
        let document = self.by_runtime(value, |reader| reader.read_document(schema))?;
        self.depth += 1;
        self.leave()?;
        Ok(document)
    }

    #[inline]
    fn is_null(&self) -> bool {
        self.text.is_null()
    }

    #[inline]
    fn read_null(&mut self) -> Result<(), SerdeError> {
        self.text.peek();
        if self.text.is_null() {
            self.text.skip_null();
        }
        Ok(())
    }

    #[inline]
    fn skip_value(&mut self) -> Result<(), SerdeError> {
        self.skip()
    }

    #[inline]
    fn container_size(&self) -> Option<usize> {
        None
    }
}
