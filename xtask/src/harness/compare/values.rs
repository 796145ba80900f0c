//! Values: in what those of one shape differ, member by member. It knows protocols only where they lose something.

use std::collections::{BTreeMap, BTreeSet};

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use codegen::ir::{Binding, Kind, Member, Protocol, ShapeId};
use serde_json::{Map, Value};

use super::super::known::Known;
use super::{ABSENT, Comparison};

/// Stands for a required value of an enum that a response does not have, here as in AWS's crates.
const NO_VALUE: &str = "no value was set";

/// Stands in a union for a member that the model does not have.
pub(super) const UNKNOWN_MEMBER: &str = "SDK_UNKNOWN_MEMBER";

/// The form of the values that are compared.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Form {
    /// Those of a request, as the protocol writes them.
    Sent,
    /// Those that a client made of a response.
    Parsed,
}

impl Comparison<'_> {
    /// Compares values of a shape; of none, where a value is there that the model does not know.
    pub(super) fn walk(
        &mut self,
        what: &'static str,
        path: &str,
        id: Option<ShapeId>,
        ours: &Value,
        theirs: &Value,
        form: Form,
    ) {
        let service = self.service;
        let shape = id.map(|id| &service.shapes[id]);
        let kind = shape.map(|shape| &shape.kind);
        let sparse = shape.is_some_and(|shape| shape.traits.sparse);
        match (kind, ours, theirs) {
            (Some(Kind::Structure(members) | Kind::Union(members)), Value::Object(ours), Value::Object(theirs)) => {
                self.structures(what, path, members, ours, theirs, form);
            }
            (Some(Kind::List(element)), Value::Array(ours), Value::Array(theirs)) => {
                let theirs = self.without_nulls(theirs.iter(), |item| item.is_null(), sparse);
                if ours.len() != theirs.len() {
                    let theirs: Value = theirs.into_iter().cloned().collect();
                    self.differ(what, path, &ours.clone().into(), &theirs);
                    return;
                }
                for (ours, theirs) in ours.iter().zip(theirs) {
                    self.walk(what, &format!("{path}[]"), Some(element.target), ours, theirs, form);
                }
            }
            (Some(Kind::Map(_, entry)), Value::Object(ours), Value::Object(theirs)) => {
                let theirs = self.without_nulls(theirs.iter(), |(_, value)| value.is_null(), sparse);
                let theirs: BTreeMap<_, _> = theirs.into_iter().collect();
                let keys: BTreeSet<_> = ours.keys().chain(theirs.keys().copied()).collect();
                for key in keys {
                    let absent = Value::Null;
                    let (ours, theirs) = (ours.get(key), theirs.get(key).copied());
                    let (ours, theirs) = (ours.unwrap_or(&absent), theirs.unwrap_or(&absent));
                    self.walk(what, &format!("{path}[]"), Some(entry.target), ours, theirs, form);
                }
            }
            _ => self.leaf(what, path, id, ours, theirs, form),
        }
    }

    /// Compares values that hold no others, as far as the shape says.
    pub(super) fn leaf(
        &mut self,
        what: &'static str,
        path: &str,
        id: Option<ShapeId>,
        ours: &Value,
        theirs: &Value,
        form: Form,
    ) {
        let kind = id.map(|id| &self.service.shapes[id].kind);
        let is_same = match kind {
            _ if same(ours, theirs) => true,
            // Either may write as few digits as tell a number of 32 bits from its neighbours.
            Some(Kind::Float) => float(ours).is_some_and(|it| float(theirs).map(|it| it as f32) == Some(it as f32)),
            Some(Kind::Double) => float(ours).is_some_and(|it| float(theirs) == Some(it)),
            // botocore's form has some numbers as texts.
            Some(Kind::Integer | Kind::Long) if ours.is_number() => theirs.as_str() == Some(ours.to_string().as_str()),
            Some(Kind::Timestamp) => self.is_moment(ours, theirs, form),
            Some(Kind::String | Kind::Enum(_)) if form == Form::Sent => self.is_line_end(ours, theirs),
            _ => false,
        };
        if !is_same {
            self.differ(what, path, ours, theirs);
        }
    }

    /// Tells whether two texts differ only in line ends, which is known of XML.
    fn is_line_end(&mut self, ours: &Value, theirs: &Value) -> bool {
        let (Some(ours), Some(theirs)) = (ours.as_str(), theirs.as_str()) else {
            return false;
        };
        let is_known = self.wire.protocol() == Protocol::RestXml
            && ours.contains('\r')
            && ours.replace("\r\n", "\n").replace('\r', "\n") == theirs;
        if is_known {
            self.knows(Known::CarriageReturn, Value::Null);
        }
        is_known
    }

    /// Tells whether two timestamps are equal, or differ in a known way. Text may have any number of digits after a
    /// second.
    fn is_moment(&mut self, ours: &Value, theirs: &Value, form: Form) -> bool {
        if let (Some(ours), Some(theirs)) = (ours.as_str(), theirs.as_str()) {
            let missing = 4_usize.saturating_sub(theirs.find('-').unwrap_or(4));
            let parsed = |text: &str| DateTime::from_str(text, Format::DateTime).ok();
            let whole = format!("{}{theirs}", "0".repeat(missing));
            let is_same = parsed(ours).is_some_and(|it| parsed(&whole) == Some(it));
            if is_same && missing > 0 {
                self.knows(Known::ShortYear, Value::Null);
            }
            return is_same;
        }
        let (Some(ours), Some(theirs)) = (ours.as_f64(), theirs.as_f64()) else {
            return false;
        };
        // Sent as seconds, and parsed as microseconds.
        let (millisecond, rounding) = if form == Form::Sent {
            (0.001, 1e-12)
        } else {
            (1000.0, 0.0)
        };
        if (theirs - ours).abs() <= rounding {
            return true;
        }
        let of_millisecond = (ours / millisecond).fract().abs();
        let is_cut = of_millisecond.min(1.0 - of_millisecond) < 1e-9 && (theirs - ours).abs() <= millisecond;
        if self.wire.protocol() == Protocol::RpcV2Cbor && is_cut {
            self.knows(Known::CborMicroseconds, Value::Null);
            return true;
        }
        false
    }

    /// Removes nulls from botocore's elements where Smithy requires clients to drop them.
    fn without_nulls<T>(&mut self, items: impl Iterator<Item = T>, is_null: fn(&T) -> bool, sparse: bool) -> Vec<T> {
        let (nulls, mut items): (Vec<T>, Vec<T>) = items.partition(|item| is_null(item) && !sparse);
        if !nulls.is_empty() {
            self.knows(Known::DenseNull, Value::Null);
        }
        items.shrink_to_fit();
        items
    }

    fn structures(
        &mut self,
        what: &'static str,
        path: &str,
        members: &[Member],
        ours: &Map<String, Value>,
        theirs: &Map<String, Value>,
        form: Form,
    ) {
        let names: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
        for key in names {
            let member = members.iter().find(|member| member.name == *key);
            let place = if path.is_empty() {
                key.clone()
            } else {
                format!("{path}.{key}")
            };
            match (ours.get(key), theirs.get(key)) {
                (Some(ours), Some(theirs)) => {
                    self.walk(what, &place, member.map(|member| member.target), ours, theirs, form);
                }
                (Some(ours), None) if form == Form::Parsed && self.is_corrected(member, ours) => {
                    self.knows(Known::Corrected, Value::Null);
                }
                (Some(Value::String(ours)), None) if self.is_default_text(member, ours) => {
                    self.knows(Known::ZeroByDefault, Value::Null);
                }
                // A union that is a structure in botocore's form is one without members to it.
                (Some(_), None)
                    if key == UNKNOWN_MEMBER && (theirs.is_empty() || self.wire.protocol() == Protocol::RpcV2Cbor) =>
                {
                    self.knows(Known::EmptyUnion, Value::Null);
                }
                (None, Some(theirs)) if form == Form::Parsed && is_empty_payload(member, theirs) => {
                    self.knows(Known::EmptyPayload, Value::Null);
                }
                (None, Some(theirs)) if form == Form::Sent && self.is_default(member, theirs) => {
                    self.knows(Known::ZeroByDefault, Value::Null);
                }
                (ours, theirs) => {
                    let absent = Value::String(ABSENT.into());
                    self.differ(what, &place, ours.unwrap_or(&absent), theirs.unwrap_or(&absent));
                }
            }
        }
    }

    /// Tells whether a value is the substitute for a required member that the service did not send.
    fn is_corrected(&self, member: Option<&Member>, ours: &Value) -> bool {
        let stands_for_none = |member: &Member| match &self.service.shapes[member.target].kind {
            Kind::Enum(_) => ours == NO_VALUE,
            _ => self.is_zero(member.target, ours),
        };
        let is_required = member.is_some_and(|member| member.traits.required && stands_for_none(member));
        is_required || self.is_default(member, ours)
    }

    /// Tells whether a value is zero, and the default of its member.
    fn is_default(&self, member: Option<&Member>, value: &Value) -> bool {
        member.is_some_and(|member| {
            let target = &self.service.shapes[member.target].traits;
            let default = member.traits.default.as_ref().or(target.default.as_ref());
            default.is_some_and(|default| !default.is_null()) && self.is_zero(member.target, value)
        })
    }

    /// Tells whether a text is the default of its member: an empty one, or the usual value of an enum.
    fn is_default_text(&self, member: Option<&Member>, value: &str) -> bool {
        member.is_some_and(|member| {
            let target = &self.service.shapes[member.target].traits;
            let default = member.traits.default.as_ref().or(target.default.as_ref());
            default.and_then(Value::as_str) == Some(value)
        })
    }

    /// Tells whether a value is empty. Structures never are: as members they are an `Option`.
    fn is_zero(&self, id: ShapeId, value: &Value) -> bool {
        match (&self.service.shapes[id].kind, value) {
            (Kind::Structure(_) | Kind::Union(_), _) => false,
            (_, Value::Object(entries)) => entries.is_empty(),
            (_, Value::Array(items)) => items.is_empty(),
            (Kind::Enum(_), Value::String(text)) => text.is_empty() || text == NO_VALUE,
            // Documents of XML, and forms, have all values as texts.
            (Kind::Boolean, Value::String(text)) => text == "false",
            (Kind::Integer | Kind::Long | Kind::Float | Kind::Double, Value::String(text)) => text.parse() == Ok(0.0),
            (_, Value::String(text)) => text.is_empty(),
            (_, Value::Number(number)) => number.as_f64() == Some(0.0),
            (_, Value::Bool(it)) => !it,
            (_, Value::Null) => true,
        }
    }
}

/// Tells whether a value is botocore's substitute for an absent payload.
fn is_empty_payload(member: Option<&Member>, theirs: &Value) -> bool {
    let is_payload = member.is_some_and(|member| member.traits.binding == Binding::Payload);
    is_payload && (*theirs == Value::Object(Map::new()) || theirs == "")
}

/// Tells whether two values are equal; numbers are compared by value, not by notation.
fn same(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Number(ours), Value::Number(theirs)) => match (ours.as_i128(), theirs.as_i128()) {
            (Some(ours), Some(theirs)) => ours == theirs,
            _ => ours.as_f64() == theirs.as_f64(),
        },
        (Value::Array(ours), Value::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| same(ours, theirs))
        }
        (Value::Object(ours), Value::Object(theirs)) => {
            let equals = |(name, value): (&String, &Value)| theirs.get(name).is_some_and(|it| same(value, it));
            ours.len() == theirs.len() && ours.iter().all(equals)
        }
        _ => ours == theirs,
    }
}

/// A number, as JSON or as the text that other protocols have.
fn float(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.parse().ok())
}
