//! Writing structures, lists and maps: what generated writers have in common.

use std::collections::HashMap;

use aws_smithy_schema::Schema;
use aws_smithy_schema::serde::{SerdeError, SerializableStruct, ShapeSerializer};
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document};

use super::schema::Structure;

/// Writes the members of a structure, each by its index. One that is not set is left out, and so is all that follows one
/// that cannot be written: [`end`](Self::end) says so.
#[allow(missing_debug_implementations)] // A serializer has none.
pub struct Members<'a> {
    to: &'a mut dyn ShapeSerializer,
    members: &'static [&'static Schema<'static>],
    written: Written,
}

/// How writing ends.
pub type Written = Result<(), SerdeError>;

macro_rules! scalars {
    ($($name:ident, $write:ident: $ty:ty;)*) => {
        $(
            #[doc = concat!("Writes a member by `", stringify!($write), "`.")]
            #[inline]
            pub fn $name(&mut self, index: usize, value: Option<$ty>) {
                self.one(value, |to, members, value| to.$write(members[index], value));
            }
        )*
    };
}

impl<'a> Members<'a> {
    /// Writes to a serializer.
    #[inline]
    pub fn of(structure: &Structure, to: &'a mut dyn ShapeSerializer) -> Self {
        Self {
            to,
            members: structure.members(),
            written: Ok(()),
        }
    }

    /// Ends the members.
    ///
    /// # Errors
    ///
    /// The protocol cannot write one of them.
    #[inline]
    pub fn end(self) -> Written {
        self.written
    }

    #[inline]
    fn one<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut dyn ShapeSerializer, &[&Schema<'_>], T) -> Written) {
        if let (Some(value), Ok(())) = (value, &self.written) {
            self.written = write(self.to, self.members, value);
        }
    }

    scalars! {
        boolean, write_boolean: bool;
        byte, write_byte: i8;
        short, write_short: i16;
        integer, write_integer: i32;
        long, write_long: i64;
        float, write_float: f32;
        double, write_double: f64;
        big_integer, write_big_integer: &BigInteger;
        big_decimal, write_big_decimal: &BigDecimal;
        string, write_string: &str;
        timestamp, write_timestamp: &DateTime;
        document, write_document: &Document;
        structure, write_struct: &dyn SerializableStruct;
    }

    /// Writes a blob.
    #[inline]
    pub fn blob(&mut self, index: usize, value: Option<&Blob>) {
        self.one(value, |to, members, value| to.write_blob(members[index], value.clone()));
    }

    /// Writes a list, each element by a function.
    #[inline]
    pub fn list<T>(
        &mut self,
        index: usize,
        items: Option<&[T]>,
        write: impl Fn(&mut dyn ShapeSerializer, &Schema<'_>, &T) -> Written,
    ) {
        self.one(items, |to, members, items| list(to, members[index], items, write));
    }

    /// Writes a map, each value by a function.
    #[inline]
    pub fn map<K, V>(
        &mut self,
        index: usize,
        entries: Option<&HashMap<K, V>>,
        key: impl Fn(&K) -> &str,
        write: impl Fn(&mut dyn ShapeSerializer, &Schema<'_>, &V) -> Written,
    ) {
        self.one(entries, |to, members, entries| {
            map(to, members[index], entries, key, write)
        });
    }

    /// Writes the structure that is the body. Its root is what its own schema says, not the member.
    #[inline]
    pub fn payload(&mut self, value: Option<&dyn SerializableStruct>) {
        self.one(value, |to, _, value| to.write_struct(value.schema(), value));
    }

    /// Writes the document that is the body.
    #[inline]
    pub fn document_payload(&mut self, value: Option<&Document>) {
        self.one(value, |to, _, value| {
            to.write_document(&aws_smithy_schema::prelude::DOCUMENT, value)
        });
    }
}

/// Writes a list, each element by a function.
///
/// # Errors
///
/// An element cannot be written.
#[inline]
pub fn list<T>(
    to: &mut dyn ShapeSerializer,
    schema: &Schema<'_>,
    items: &[T],
    write: impl Fn(&mut dyn ShapeSerializer, &Schema<'_>, &T) -> Written,
) -> Written {
    let element = schema.member().unwrap_or(schema);
    to.write_list_with_length(schema, items.len(), &|to| {
        items.iter().try_for_each(|item| write(to, element, item))
    })
}

/// Writes a map, each value by a function.
///
/// # Errors
///
/// A value cannot be written.
#[inline]
pub fn map<K, V>(
    to: &mut dyn ShapeSerializer,
    schema: &Schema<'_>,
    entries: &HashMap<K, V>,
    key: impl Fn(&K) -> &str,
    write: impl Fn(&mut dyn ShapeSerializer, &Schema<'_>, &V) -> Written,
) -> Written {
    let (name, element) = (schema.key().unwrap_or(schema), schema.member().unwrap_or(schema));
    to.write_map_with_length(schema, entries.len(), &|to| {
        entries.iter().try_for_each(|(it, value)| {
            to.write_string(name, key(it))?;
            write(to, element, value)
        })
    })
}

/// Writes a value that may be null.
///
/// # Errors
///
/// The value cannot be written.
#[inline]
pub fn or_null<T>(
    to: &mut dyn ShapeSerializer,
    schema: &Schema<'_>,
    value: &Option<T>,
    write: impl Fn(&mut dyn ShapeSerializer, &Schema<'_>, &T) -> Written,
) -> Written {
    match value {
        Some(value) => write(to, schema, value),
        None => to.write_null(schema),
    }
}
