//! The reader of an XML document whose elements are found: what the runtime's reader makes of them, at one look.

use std::borrow::Cow;

use aws_smithy_schema::Schema;
use aws_smithy_schema::serde::{SerdeError, ShapeDeserializer};
use aws_smithy_schema::traits::{TimestampFormat, TimestampFormatTrait, XmlNameTrait};
use aws_smithy_types::date_time::Format;
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document, base64};

use super::tree::Tree;

/// How many structures, lists and maps may stand in each other. It is the runtime's limit.
const MAX_DEPTH: u32 = 128;

/// A reader of one document.
#[derive(Debug)]
pub struct Reader<'a> {
    tree: Tree<'a>,
    at: Place<'a>,
    depth: u32,
}

/// What is read next.
#[derive(Clone, Debug)]
enum Place<'a> {
    Element(usize),
    /// The elements of a list or a map that has no element of its own, in that of a structure.
    Flat(Vec<usize>),
    /// The value of an attribute.
    Text(&'a str),
}

impl<'a> Reader<'a> {
    /// A reader that starts at an element.
    #[inline]
    pub fn new(tree: Tree<'a>, element: usize) -> Self {
        Self {
            tree,
            at: Place::Element(element),
            depth: 0,
        }
    }

    #[inline]
    fn enter(&mut self) -> Result<(), SerdeError> {
        if self.depth >= MAX_DEPTH {
            return Err(SerdeError::custom("the document is nested too deep"));
        }
        self.depth += 1;
        Ok(())
    }

    /// Reads what stands at another place, and comes back.
    #[inline]
    fn read_at<T>(
        &mut self,
        place: Place<'a>,
        read: impl FnOnce(&mut Self) -> Result<T, SerdeError>,
    ) -> Result<T, SerdeError> {
        let here = std::mem::replace(&mut self.at, place);
        let read = read(self);
        self.at = here;
        read
    }

    /// Reads the elements below the place, one after the other.
    #[inline]
    fn each(&mut self, mut read: impl FnMut(&mut Self, usize) -> Result<(), SerdeError>) -> Result<(), SerdeError> {
        match self.at.clone() {
            Place::Text(_) => return Err(SerdeError::custom("expected an element, found an attribute")),
            Place::Flat(elements) => {
                for element in elements {
                    read(self, element)?;
                }
            }
            Place::Element(parent) => {
                let (mut element, end) = (parent + 1, self.tree.behind(parent));
                while element < end {
                    read(self, element)?;
                    element = self.tree.behind(element);
                }
            }
        }
        Ok(())
    }

    /// The text of the element that is read.
    #[inline]
    fn text(&self) -> Result<Cow<'a, str>, SerdeError> {
        match &self.at {
            Place::Text(text) => Ok(Cow::Borrowed(text)),
            Place::Element(element) => match self.tree.text(*element) {
                Some(text) => unescape(text),
                None => Err(SerdeError::custom("expected text, found an element")),
            },
            Place::Flat(_) => Err(SerdeError::custom("expected text, found elements")),
        }
    }

    #[inline]
    fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(&self) -> Result<T, SerdeError> {
        let text = self.text()?;
        text.parse()
            .map_err(|error: T::Err| SerdeError::custom(error.to_string()))
    }

    /// Reads the attributes of an element that are members.
    #[inline]
    fn attributes(&mut self, schema: &Schema<'_>, element: usize, consumer: Consumer<'_>) -> Result<(), SerdeError> {
        for member in schema.members().iter().filter(|member| member.xml_attribute()) {
            if let Some(value) = self.tree.attribute(element, name(member)) {
                self.read_at(Place::Text(value), |reader| consumer(member, reader))?;
            }
        }
        Ok(())
    }

    /// Reads the members of a structure.
    #[inline]
    fn members(&mut self, schema: &Schema<'_>, consumer: Consumer<'_>) -> Result<(), SerdeError> {
        if let Place::Element(element) = self.at {
            if schema.xml_unwrapped_output() {
                return match member(schema, self.tree.name(element), &mut 0) {
                    Some(member) => consumer(member, self),
                    None => Ok(()),
                };
            }
            if self.tree.has_attributes(element) {
                self.attributes(schema, element, consumer)?;
            }
        }
        let mut flat: Vec<(&Schema<'_>, Vec<usize>)> = Vec::new();
        let mut next = 0;
        self.each(|reader, element| {
            let Some(member) = member(schema, reader.tree.name(element), &mut next) else {
                return Ok(());
            };
            if !member.xml_flattened() || !member.shape_type().is_aggregate() {
                return reader.read_at(Place::Element(element), |reader| consumer(member, reader));
            }
            match flat.iter_mut().find(|(known, _)| std::ptr::eq(*known, member)) {
                Some((_, elements)) => elements.push(element),
                None => flat.push((member, vec![element])),
            }
            Ok(())
        })?;
        for (member, elements) in flat {
            self.read_at(Place::Flat(elements), |reader| consumer(member, reader))?;
        }
        Ok(())
    }

    /// The key of an entry of a map, and the element with its value.
    #[inline]
    fn entry(&self, entry: usize, names: (&str, &str)) -> Result<Option<(String, usize)>, SerdeError> {
        let (mut key, mut value) = (None, None);
        for part in self.tree.within(entry) {
            let name = self.tree.name(part);
            if name == names.0 {
                let text = self.tree.text(part);
                let text = text.ok_or_else(|| SerdeError::custom("the key of a map is an element"))?;
                key = Some(unescape(text)?.into_owned());
            } else if name == names.1 {
                value = Some(part);
            }
        }
        Ok(key.zip(value))
    }
}

/// What is done with each member of a structure.
type Consumer<'c> = &'c mut dyn FnMut(&Schema<'_>, &mut dyn ShapeDeserializer) -> Result<(), SerdeError>;

/// The name that a member has in documents.
#[inline]
fn name<'s>(member: &'s Schema<'_>) -> &'s str {
    let given = member.xml_name().map(XmlNameTrait::value);
    given.or(member.member_name()).unwrap_or_default()
}

/// The member of a name, which is looked for where the last one was found first: documents keep an order.
#[inline]
fn member<'s>(schema: &'s Schema<'s>, element: &str, next: &mut usize) -> Option<&'s Schema<'s>> {
    let members = schema.members();
    if let Some(expected) = members.get(*next).filter(|member| name(member) == element) {
        *next += 1;
        return Some(expected);
    }
    let at = members.iter().position(|member| name(member) == element)?;
    *next = at + 1;
    Some(members[at])
}

/// Puts the characters into a text that stand there by name or by number.
#[inline]
fn unescape(text: &str) -> Result<Cow<'_, str>, SerdeError> {
    let Some((start, mut rest)) = text.split_once('&') else {
        return Ok(Cow::Borrowed(text));
    };
    let unknown = || SerdeError::invalid_input("a reference in the text of an element is not known");
    let mut whole = String::with_capacity(text.len());
    whole.push_str(start);
    loop {
        let (reference, after) = rest.split_once(';').ok_or_else(unknown)?;
        whole.push(match reference {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            "apos" => '\'',
            number => {
                let number = number.strip_prefix('#').ok_or_else(unknown)?;
                let code = match number.strip_prefix('x') {
                    Some(digits) => u32::from_str_radix(digits, 16),
                    None => number.parse(),
                };
                code.ok().and_then(char::from_u32).ok_or_else(unknown)?
            }
        });
        let Some((text, next)) = after.split_once('&') else {
            whole.push_str(after);
            return Ok(Cow::Owned(whole));
        };
        whole.push_str(text);
        rest = next;
    }
}

impl ShapeDeserializer for Reader<'_> {
    #[inline]
    fn read_struct(&mut self, schema: &Schema<'_>, consumer: Consumer<'_>) -> Result<(), SerdeError> {
        self.enter()?;
        let read = self.members(schema, consumer);
        self.depth -= 1;
        read
    }

    #[inline]
    fn read_list(
        &mut self,
        _schema: &Schema<'_>,
        consumer: &mut dyn FnMut(&mut dyn ShapeDeserializer) -> Result<(), SerdeError>,
    ) -> Result<(), SerdeError> {
        self.enter()?;
        let read = self.each(|reader, element| reader.read_at(Place::Element(element), |reader| consumer(reader)));
        self.depth -= 1;
        read
    }

    #[inline]
    fn read_map(
        &mut self,
        schema: &Schema<'_>,
        consumer: &mut dyn FnMut(String, &mut dyn ShapeDeserializer) -> Result<(), SerdeError>,
    ) -> Result<(), SerdeError> {
        let key = schema.key().and_then(Schema::xml_name).map_or("key", |it| it.value());
        let value = schema
            .member()
            .and_then(Schema::xml_name)
            .map_or("value", |it| it.value());
        self.enter()?;
        let read = self.each(|reader, entry| match reader.entry(entry, (key, value))? {
            Some((key, value)) => reader.read_at(Place::Element(value), |reader| consumer(key, reader)),
            None => Ok(()),
        });
        self.depth -= 1;
        read
    }

    #[inline]
    fn read_boolean(&mut self, _schema: &Schema<'_>) -> Result<bool, SerdeError> {
        self.parsed()
    }

    #[inline]
    fn read_byte(&mut self, _schema: &Schema<'_>) -> Result<i8, SerdeError> {
        self.parsed()
    }

    #[inline]
    fn read_short(&mut self, _schema: &Schema<'_>) -> Result<i16, SerdeError> {
        self.parsed()
    }

    #[inline]
    fn read_integer(&mut self, _schema: &Schema<'_>) -> Result<i32, SerdeError> {
        self.parsed()
    }

    #[inline]
    fn read_long(&mut self, _schema: &Schema<'_>) -> Result<i64, SerdeError> {
        self.parsed()
    }

    #[inline]
    fn read_float(&mut self, _schema: &Schema<'_>) -> Result<f32, SerdeError> {
        self.parsed()
    }

    #[inline]
    fn read_double(&mut self, _schema: &Schema<'_>) -> Result<f64, SerdeError> {
        self.parsed()
    }

    #[inline]
    fn read_big_integer(&mut self, _schema: &Schema<'_>) -> Result<BigInteger, SerdeError> {
        self.parsed()
    }

    #[inline]
    fn read_big_decimal(&mut self, _schema: &Schema<'_>) -> Result<BigDecimal, SerdeError> {
        self.parsed()
    }

    #[inline]
    fn read_string(&mut self, _schema: &Schema<'_>) -> Result<String, SerdeError> {
        self.text().map(Cow::into_owned)
    }

    #[inline]
    fn read_blob(&mut self, _schema: &Schema<'_>) -> Result<Blob, SerdeError> {
        let bytes = base64::decode(&*self.text()?).map_err(|error| SerdeError::custom(error.to_string()))?;
        Ok(Blob::new(bytes))
    }

    #[inline]
    fn read_timestamp(&mut self, schema: &Schema<'_>) -> Result<DateTime, SerdeError> {
        let format = match schema.timestamp_format().map(TimestampFormatTrait::format) {
            Some(TimestampFormat::HttpDate) => Format::HttpDate,
            Some(TimestampFormat::EpochSeconds) => Format::EpochSeconds,
            _ => Format::DateTimeWithOffset,
        };
        DateTime::from_str(&self.text()?, format).map_err(|error| SerdeError::custom(error.to_string()))
    }

    #[inline]
    fn read_document(&mut self, _schema: &Schema<'_>) -> Result<Document, SerdeError> {
        Err(SerdeError::custom("XML has no documents of any type"))
    }

    #[inline]
    fn is_null(&self) -> bool {
        false
    }

    #[inline]
    fn skip_value(&mut self) -> Result<(), SerdeError> {
        Ok(())
    }

    #[inline]
    fn container_size(&self) -> Option<usize> {
        None
    }
}
