//! Reading structures, lists and maps: what generated readers have in common.

use std::collections::HashMap;
use std::hash::Hash;

use aws_smithy_schema::Schema;
use aws_smithy_schema::serde::{SerdeError, ShapeDeserializer};

use super::schema::Structure;

/// Reads a structure: each member that is known and not null is handed on with its index. Others are passed over.
///
/// # Errors
///
/// The document is broken, or a member is of another type than the model says.
#[inline]
pub fn members(
    from: &mut dyn ShapeDeserializer,
    structure: &Structure,
    mut set: impl FnMut(usize, &Schema<'_>, &mut dyn ShapeDeserializer) -> Result<(), SerdeError>,
) -> Result<(), SerdeError> {
    from.read_struct(structure.schema(), &mut |member, value| {
        if value.is_null() {
            return value.read_null();
        }
        match member.member_index() {
            Some(index) => set(index, member, value),
            None => Ok(()),
        }
    })
}

/// Puts a value that was read into its place.
///
/// # Errors
///
/// It could not be read.
#[inline]
pub fn store<T>(place: &mut Option<T>, value: Result<T, SerdeError>) -> Result<(), SerdeError> {
    *place = Some(value?);
    Ok(())
}

/// Reads a text as a value of an enum.
///
/// # Errors
///
/// The document is broken, or the value is no text.
#[inline]
pub fn text<T: for<'a> From<&'a str>>(from: &mut dyn ShapeDeserializer, schema: &Schema<'_>) -> Result<T, SerdeError> {
    let text = from.read_string(schema)?;
    Ok(T::from(&text))
}

/// Reads a list. Elements that are null are passed over.
///
/// # Errors
///
/// An element cannot be read.
#[inline]
pub fn list<T>(
    from: &mut dyn ShapeDeserializer,
    schema: &Schema<'_>,
    mut read: impl FnMut(&mut dyn ShapeDeserializer, &Schema<'_>) -> Result<T, SerdeError>,
) -> Result<Vec<T>, SerdeError> {
    let element = schema.member().unwrap_or(schema);
    let mut items = Vec::with_capacity(size::<T>(from));
    from.read_list(schema, &mut |item| {
        if item.is_null() {
            return item.read_null();
        }
        items.push(read(item, element)?);
        Ok(())
    })?;
    Ok(items)
}

/// Reads a list whose elements may be null.
///
/// # Errors
///
/// An element cannot be read.
#[inline]
pub fn sparse_list<T>(
    from: &mut dyn ShapeDeserializer,
    schema: &Schema<'_>,
    mut read: impl FnMut(&mut dyn ShapeDeserializer, &Schema<'_>) -> Result<T, SerdeError>,
) -> Result<Vec<Option<T>>, SerdeError> {
    let element = schema.member().unwrap_or(schema);
    let mut items = Vec::with_capacity(size::<Option<T>>(from));
    from.read_list(schema, &mut |item| {
        items.push(or_null(item, element, &mut read)?);
        Ok(())
    })?;
    Ok(items)
}

/// Reads a map. Entries that are null are passed over.
///
/// # Errors
///
/// A value cannot be read.
#[inline]
pub fn map<K: Eq + Hash, V>(
    from: &mut dyn ShapeDeserializer,
    schema: &Schema<'_>,
    key: impl Fn(String) -> K,
    mut read: impl FnMut(&mut dyn ShapeDeserializer, &Schema<'_>) -> Result<V, SerdeError>,
) -> Result<HashMap<K, V>, SerdeError> {
    let element = schema.member().unwrap_or(schema);
    let mut entries = HashMap::with_capacity(size::<(K, V)>(from));
    from.read_map(schema, &mut |name, item| {
        if item.is_null() {
            return item.read_null();
        }
        entries.insert(key(name), read(item, element)?);
        Ok(())
    })?;
    Ok(entries)
}

/// Reads a map whose values may be null.
///
/// # Errors
///
/// A value cannot be read.
#[inline]
pub fn sparse_map<K: Eq + Hash, V>(
    from: &mut dyn ShapeDeserializer,
    schema: &Schema<'_>,
    key: impl Fn(String) -> K,
    mut read: impl FnMut(&mut dyn ShapeDeserializer, &Schema<'_>) -> Result<V, SerdeError>,
) -> Result<HashMap<K, Option<V>>, SerdeError> {
    let element = schema.member().unwrap_or(schema);
    let mut entries = HashMap::with_capacity(size::<(K, Option<V>)>(from));
    from.read_map(schema, &mut |name, item| {
        entries.insert(key(name), or_null(item, element, &mut read)?);
        Ok(())
    })?;
    Ok(entries)
}

/// The bytes that a container may take before it has elements: about what a growing one takes for its first.
const ROOM: usize = 4096;

/// How many elements to make room for. A document may claim more than it has, so that little room is made for a claim.
#[inline]
fn size<T>(from: &dyn ShapeDeserializer) -> usize {
    let most = ROOM / size_of::<T>().max(1);
    from.container_size().unwrap_or_default().min(most)
}

#[inline]
fn or_null<T>(
    item: &mut dyn ShapeDeserializer,
    element: &Schema<'_>,
    read: &mut impl FnMut(&mut dyn ShapeDeserializer, &Schema<'_>) -> Result<T, SerdeError>,
) -> Result<Option<T>, SerdeError> {
    if item.is_null() {
        return item.read_null().map(|()| None);
    }
    read(item, element).map(Some)
}
