//! What the methods of structures and their builders do with a member; the macros that define these methods call it.

use std::collections::HashMap;
use std::fmt::{self, Debug, Formatter, Write};
use std::hash::Hash;

/// Sets a member.
#[inline]
pub fn put<T>(member: &mut Option<T>, value: T) {
    *member = Some(value);
}

/// Adds an element to a list.
#[inline]
pub fn push<T>(member: &mut Option<Vec<T>>, value: T) {
    member.get_or_insert_with(Vec::new).push(value);
}

/// Adds an entry to a map.
#[inline]
pub fn insert<K: Eq + Hash, V>(member: &mut Option<HashMap<K, V>>, key: K, value: V) {
    member.get_or_insert_with(HashMap::new).insert(key, value);
}

/// The elements of a list; none where it is not set.
#[inline]
pub fn elements<T>(member: &Option<Vec<T>>) -> &[T] {
    member.as_deref().unwrap_or_default()
}

/// A value that is copied.
#[inline]
pub fn copied<T: Copy>(member: &T) -> T {
    *member
}

/// What a member that may be absent holds: text, or what is in a box.
#[inline]
pub fn held<T: std::ops::Deref>(member: &Option<T>) -> Option<&T::Target> {
    member.as_deref()
}

/// A member that may be absent.
#[inline]
pub fn lent<T>(member: &Option<T>) -> Option<&T> {
    member.as_ref()
}

/// Shows a builder by the structure within, whose text begins with its name: the builder's stands in its place.
#[inline]
pub fn show(f: &mut Formatter<'_>, builder: &str, structure: &str, inner: &dyn Debug) -> fmt::Result {
    f.write_str(builder)?;
    let alternate = f.alternate();
    let mut rest = Rest {
        skip: structure.len(),
        to: f,
    };
    match alternate {
        true => write!(rest, "{inner:#?}"),
        false => write!(rest, "{inner:?}"),
    }
}

/// What follows the first bytes of a text.
struct Rest<'a, 'b> {
    skip: usize,
    to: &'a mut Formatter<'b>,
}

impl Write for Rest<'_, '_> {
    #[inline]
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let skipped = self.skip.min(text.len());
        self.skip -= skipped;
        self.to.write_str(&text[skipped..])
    }
}
