//! Forms: the body of a request, with each scalar under a name that is the path to it.

use aws_smithy_schema::Schema;
use aws_smithy_schema::serde::{SerdeError, SerializableStruct, ShapeSerializer};
use aws_smithy_schema::traits::{JsonNameTrait, TimestampFormat, TimestampFormatTrait, XmlNameTrait};
use aws_smithy_types::date_time::Format;
use aws_smithy_types::primitive::Encoder;
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document, base64};

use super::Dialect;

/// The container of the next value.
#[derive(Clone, Debug)]
enum Holder {
    Structure,
    List {
        index: usize,
    },
    Map {
        index: usize,
        names: [String; 2],
        is_key: bool,
    },
}

/// A form that is being written.
#[derive(Debug)]
pub struct Form {
    dialect: Dialect,
    text: String,
    /// The path to the next value.
    path: String,
    holders: Vec<Holder>,
}

impl Form {
    /// A form with the name of an operation and the version of its API.
    #[inline]
    pub fn new(dialect: Dialect, operation: &str, version: &str) -> Self {
        let mut form = Self {
            dialect,
            text: String::new(),
            path: String::new(),
            holders: Vec::new(),
        };
        form.pair("Action", operation);
        form.pair("Version", version);
        form
    }

    /// The text of the form.
    #[inline]
    pub fn finish(self) -> String {
        self.text
    }

    #[inline]
    fn pair(&mut self, name: &str, value: &str) {
        if !self.text.is_empty() {
            self.text.push('&');
        }
        encode(&mut self.text, name);
        self.text.push('=');
        encode(&mut self.text, value);
    }

    /// Extends the path to the next value, and gives the length that it had before.
    #[inline]
    fn enter(&mut self, schema: &Schema<'_>) -> usize {
        let before = self.path.len();
        let dialect = self.dialect;
        match self.holders.last_mut() {
            None => {}
            Some(Holder::Structure) => {
                let name = member_name(dialect, schema).to_owned();
                self.step(&name);
            }
            Some(Holder::List { index }) => {
                *index += 1;
                let index = index.to_string();
                self.step(&index);
            }
            Some(Holder::Map { index, names, is_key }) => {
                *index += usize::from(*is_key);
                let step = format!("{index}.{}", names[usize::from(!*is_key)]);
                *is_key = !*is_key;
                self.step(&step);
            }
        }
        before
    }

    #[inline]
    fn step(&mut self, name: &str) {
        if !self.path.is_empty() {
            self.path.push('.');
        }
        self.path.push_str(name);
    }

    #[inline]
    fn scalar(&mut self, schema: &Schema<'_>, value: &str) -> Result<(), SerdeError> {
        let before = self.enter(schema);
        let path = std::mem::take(&mut self.path);
        self.pair(&path, value);
        self.path = path;
        self.path.truncate(before);
        Ok(())
    }

    /// Writes the contents of a list or a map, and gives back its container, which counts them.
    #[inline]
    fn held(
        &mut self,
        holder: Holder,
        write: &dyn Fn(&mut dyn ShapeSerializer) -> Result<(), SerdeError>,
    ) -> Result<Option<Holder>, SerdeError> {
        self.holders.push(holder);
        let result = write(self);
        let holder = self.holders.pop();
        result.map(|()| holder)
    }
}

/// The name of a structure's member. The generator puts the names of ec2Query where those of JSON would be, since they
/// follow from more than a schema states.
#[inline]
fn member_name<'a>(dialect: Dialect, schema: &'a Schema<'_>) -> &'a str {
    let of_xml = schema.xml_name().map(XmlNameTrait::value);
    let of_ec2 = schema.json_name().map(JsonNameTrait::value);
    let name = match dialect {
        Dialect::AwsQuery => of_xml,
        Dialect::Ec2Query => of_ec2,
    };
    name.or(schema.member_name()).unwrap_or_default()
}

/// The name of an element, a key or a value.
#[inline]
fn element_name<'a>(element: Option<&'a Schema<'_>>, default: &'a str) -> &'a str {
    let element = element.and_then(|element| element.xml_name());
    element.map_or(default, |name| name.value())
}

/// Percent-encodes all but unreserved characters (RFC 3986).
#[inline]
fn encode(out: &mut String, text: &str) {
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
}

#[inline]
fn unsupported(what: &str) -> SerdeError {
    SerdeError::custom(format!("a form can hold no {what}"))
}

impl ShapeSerializer for Form {
    #[inline]
    fn write_struct(&mut self, schema: &Schema<'_>, value: &dyn SerializableStruct) -> Result<(), SerdeError> {
        let before = self.enter(schema);
        self.holders.push(Holder::Structure);
        let result = value.serialize_members(self);
        self.holders.pop();
        self.path.truncate(before);
        result
    }

    #[inline]
    fn write_list(
        &mut self,
        schema: &Schema<'_>,
        write_elements: &dyn Fn(&mut dyn ShapeSerializer) -> Result<(), SerdeError>,
    ) -> Result<(), SerdeError> {
        let before = self.enter(schema);
        let list = self.path.len();
        if self.dialect == Dialect::AwsQuery && !schema.xml_flattened() {
            let name = element_name(schema.member(), "member").to_owned();
            self.step(&name);
        }
        let held = self.held(Holder::List { index: 0 }, write_elements)?;
        self.path.truncate(list);
        // A list of structures without members writes nothing either, and is not an empty one.
        if self.dialect == Dialect::AwsQuery && matches!(held, Some(Holder::List { index: 0 })) {
            let path = self.path.clone();
            self.pair(&path, "");
        }
        self.path.truncate(before);
        Ok(())
    }

    #[inline]
    fn write_map(
        &mut self,
        schema: &Schema<'_>,
        write_entries: &dyn Fn(&mut dyn ShapeSerializer) -> Result<(), SerdeError>,
    ) -> Result<(), SerdeError> {
        let before = self.enter(schema);
        if !schema.xml_flattened() {
            self.step("entry");
        }
        let names = [
            element_name(schema.key(), "key").to_owned(),
            element_name(schema.member(), "value").to_owned(),
        ];
        let holder = Holder::Map {
            index: 0,
            names,
            is_key: true,
        };
        let held = self.held(holder, write_entries);
        self.path.truncate(before);
        held.map(drop)
    }

    #[inline]
    fn write_boolean(&mut self, schema: &Schema<'_>, value: bool) -> Result<(), SerdeError> {
        self.scalar(schema, if value { "true" } else { "false" })
    }

    #[inline]
    fn write_byte(&mut self, schema: &Schema<'_>, value: i8) -> Result<(), SerdeError> {
        self.scalar(schema, &value.to_string())
    }

    #[inline]
    fn write_short(&mut self, schema: &Schema<'_>, value: i16) -> Result<(), SerdeError> {
        self.scalar(schema, &value.to_string())
    }

    #[inline]
    fn write_integer(&mut self, schema: &Schema<'_>, value: i32) -> Result<(), SerdeError> {
        self.scalar(schema, &value.to_string())
    }

    #[inline]
    fn write_long(&mut self, schema: &Schema<'_>, value: i64) -> Result<(), SerdeError> {
        self.scalar(schema, &value.to_string())
    }

    #[inline]
    fn write_float(&mut self, schema: &Schema<'_>, value: f32) -> Result<(), SerdeError> {
        self.scalar(schema, Encoder::from(value).encode())
    }

    #[inline]
    fn write_double(&mut self, schema: &Schema<'_>, value: f64) -> Result<(), SerdeError> {
        self.scalar(schema, Encoder::from(value).encode())
    }

    #[inline]
    fn write_big_integer(&mut self, schema: &Schema<'_>, value: &BigInteger) -> Result<(), SerdeError> {
        self.scalar(schema, value.as_ref())
    }

    #[inline]
    fn write_big_decimal(&mut self, schema: &Schema<'_>, value: &BigDecimal) -> Result<(), SerdeError> {
        self.scalar(schema, value.as_ref())
    }

    #[inline]
    fn write_string(&mut self, schema: &Schema<'_>, value: &str) -> Result<(), SerdeError> {
        self.scalar(schema, value)
    }

    #[inline]
    fn write_blob(&mut self, schema: &Schema<'_>, value: Blob) -> Result<(), SerdeError> {
        self.scalar(schema, &base64::encode(value.as_ref()))
    }

    #[inline]
    fn write_timestamp(&mut self, schema: &Schema<'_>, value: &DateTime) -> Result<(), SerdeError> {
        let format = match schema.timestamp_format().map(TimestampFormatTrait::format) {
            Some(TimestampFormat::EpochSeconds) => Format::EpochSeconds,
            Some(TimestampFormat::HttpDate) => Format::HttpDate,
            Some(_) | None => Format::DateTime,
        };
        let text = value
            .fmt(format)
            .map_err(|error| SerdeError::custom(error.to_string()))?;
        self.scalar(schema, &text)
    }

    #[inline]
    fn write_document(&mut self, _schema: &Schema<'_>, _value: &Document) -> Result<(), SerdeError> {
        Err(unsupported("document"))
    }

    #[inline]
    fn write_null(&mut self, _schema: &Schema<'_>) -> Result<(), SerdeError> {
        Err(unsupported("null"))
    }
}
