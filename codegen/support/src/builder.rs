//! What the methods of structures and their builders do with a member; the macros that define these methods call it.

use std::collections::HashMap;
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
