//! Puts what traits say about values into words. Knows nothing of HTML.

use super::{clean, markdown::code_span};
use crate::ir::{Constraints, Kind, Member, Shape};

/// What the traits of a member and its target say about its values, in words; empty if nothing.
///
/// Where both constrain the same thing, the member's own word counts.
pub fn constraints(member: &Member, target: &Shape) -> String {
    let own = &member.traits.constraints;
    let general = &target.traits.constraints;
    let mut sentences = Vec::new();
    if member.traits.required {
        sentences.push("Required.".to_owned());
    }
    sentences.extend(length(own, general, &target.kind));
    sentences.extend(range(own, general));
    if let Some(pattern) = own
        .pattern
        .as_ref()
        .or(general.pattern.as_ref())
        .filter(|text| !text.is_empty())
    {
        sentences.push(format!("Has to match the pattern {}.", literal(pattern)));
    }
    if own.unique_items || general.unique_items {
        sentences.push("No two elements are equal.".to_owned());
    }
    if let Some(value) = member
        .traits
        .default
        .as_ref()
        .or(target.traits.default.as_ref())
        .filter(|value| !value.is_null())
    {
        sentences.push(format!("Default: {}.", literal(&value.to_string())));
    }
    if member.traits.idempotency_token {
        sentences.push("Made up by the client where it is not set.".to_owned());
    }
    sentences.join(" ")
}

fn length(own: &Constraints, general: &Constraints, kind: &Kind) -> Option<String> {
    let least = own.min_length.or(general.min_length).filter(|least| *least > 0);
    let most = own.max_length.or(general.max_length);
    let (one, many, ending) = unit(kind);
    let count = |number: u64| format!("{number} {}{ending}", if number == 1 { one } else { many });
    match (least, most) {
        (Some(least), Some(most)) if least == most => Some(format!("Exactly {}.", count(most))),
        (Some(least), Some(most)) => Some(format!("Between {least} and {}.", count(most))),
        (Some(least), None) => Some(format!("At least {}.", count(least))),
        (None, Some(most)) => Some(format!("At most {}.", count(most))),
        (None, None) => None,
    }
}

/// What a length counts, one of it and many, and how a phrase about it ends.
fn unit(kind: &Kind) -> (&'static str, &'static str, &'static str) {
    match kind {
        Kind::Blob => ("byte", "bytes", " long"),
        Kind::List(_) => ("element", "elements", ""),
        Kind::Map(..) => ("entry", "entries", ""),
        Kind::Boolean
        | Kind::Byte
        | Kind::Short
        | Kind::Integer
        | Kind::Long
        | Kind::Float
        | Kind::Double
        | Kind::BigInteger
        | Kind::BigDecimal
        | Kind::String
        | Kind::Enum(_)
        | Kind::IntEnum(_)
        | Kind::Timestamp
        | Kind::Document
        | Kind::Structure(_)
        | Kind::Union(_) => ("character", "characters", " long"),
    }
}

fn range(own: &Constraints, general: &Constraints) -> Option<String> {
    let least = own.min.as_ref().or(general.min.as_ref());
    let most = own.max.as_ref().or(general.max.as_ref());
    match (least, most) {
        (Some(least), Some(most)) if least == most => Some(format!("Exactly {}.", clean(most))),
        (Some(least), Some(most)) => Some(format!("Between {} and {}.", clean(least), clean(most))),
        (Some(least), None) => Some(format!("At least {}.", clean(least))),
        (None, Some(most)) => Some(format!("At most {}.", clean(most))),
        (None, None) => None,
    }
}

/// A value as code on one line; characters that cannot be seen are escaped, as regular expressions and JSON do.
fn literal(value: &str) -> String {
    let mut shown = String::with_capacity(value.len());
    for c in value.chars() {
        let is_unseen = c != ' ' && (c.is_whitespace() || clean(c.encode_utf8(&mut [0; 4])).chars().ne([c]));
        match c {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            c if is_unseen => shown.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => shown.push(c),
        }
    }
    code_span(&shown)
}
