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
        // Names of the same length mostly differ in their first character, which takes no call.
        member
            .member_name()
            .is_some_and(|it| it.len() == name.len() && it.as_bytes().first() == name.as_bytes().first() && it == name)
    }

    /// Takes the name of this member, if it stands here as the model writes it.
    #[inline]
    fn skip(self, member: &Schema<'_>, text: &mut Text<'_>) -> bool {
        if let (Self::JsonNames, Some(given)) = (self, member.json_name()) {
            return is_plain(given.value()) && text.skip_name(given.value());
        }
        member.member_name().is_some_and(|name| text.skip_name(name))
    }
}

/// How many elements the last list and the last map had at each depth. Lists of structures and maps often have the same
/// keys and about as many elements in each, so that the next one need not grow.
///
/// Together they make no more room than all that was read before took.
#[derive(Debug, Default)]
struct Sizes([[usize; 2]; 16]);

impl Sizes {
    #[inline]
    fn of(&self, depth: u32, open: u8) -> usize {
        let kinds = self.0.get(depth as usize);
        kinds.map_or(0, |[lists, maps]| if open == b'[' { *lists } else { *maps })
    }

    #[inline]
    fn set(&mut self, depth: u32, open: u8, size: usize) {
        if let Some([lists, maps]) = self.0.get_mut(depth as usize) {
            *(if open == b'[' { lists } else { maps }) = size;
        }
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
            sizes: Sizes::default(),
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
    sizes: Sizes,
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

    /// Takes a name, and gives the member that has it, which is looked for behind the last one first: documents keep an
    /// order. The truth value tells of other names whether it is the one for the type of an error.
    #[inline]
    fn member<'s>(
        &mut self,
        members: &'s [&'s Schema<'s>],
        next: &mut usize,
    ) -> Result<(Option<&'s Schema<'s>>, bool), SerdeError> {
        if let Some(expected) = members.get(*next).filter(|it| self.names.skip(it, &mut self.text)) {
            *next += 1;
            return Ok((Some(expected), false));
        }
        let name = self.text.string()?;
        self.text.expect(b':')?;
        match members.iter().position(|it| self.names.is_of(&name, it)) {
            Some(at) => {
                *next = at + 1;
                Ok((Some(members[at]), false))
            }
            None => Ok((None, name == "__type")),
        }
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
            return match self.text.short() {
                Some(short) => Ok(short.float()),
                None => parsed(self.text.number()?),
            };
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

#[inline]
fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(text: &str) -> Result<T, SerdeError> {
    text.parse()
        .map_err(|error: T::Err| SerdeError::invalid_input(error.to_string()))
}

/// True where a name stands in JSON as it is.
#[inline]
fn is_plain(name: &str) -> bool {
    !name.bytes().any(|byte| matches!(byte, b'"' | b'\\'))
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
        let (members, mut next) = (schema.members(), 0);
        let mut is_first = true;
        while self.text.next(&mut is_first, b'}')? {
            let (member, is_type) = self.member(members, &mut next)?;
            let is_null = self.text.peek() == Some(b'n') && self.text.is_null();
            match member {
                Some(member) if !is_null || member.shape_type() == ShapeType::Document => consumer(member, self)?,
                _ if is_null => self.text.skip_null(),
                None if is_type => self.skip()?,
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
        let (mut is_first, mut size) = (true, 0);
        while self.text.next(&mut is_first, b']')? {
            consumer(self)?;
            size += 1;
        }
        self.sizes.set(self.depth, b'[', size);
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
        let (mut is_first, mut size) = (true, 0);
        while self.text.next(&mut is_first, b'}')? {
            let key = self.text.string()?.into_owned();
            self.text.expect(b':')?;
            self.text.peek();
            consumer(key, self)?;
            size += 1;
        }
        self.sizes.set(self.depth, b'{', size);
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
            if let Some(short) = self.text.short() {
                return Ok(short.seconds());
            }
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

    /// As many as the last one had in the same place, which is no promise.
    #[inline]
    fn container_size(&self) -> Option<usize> {
        match self.text.rest() {
            [b'[', b']', ..] | [b'{', b'}', ..] => Some(0),
            [open @ (b'[' | b'{'), ..] => Some(self.sizes.of(self.depth + 1, *open)),
            _ => None,
        }
    }
}
