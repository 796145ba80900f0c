//! Nullability: the members that are plain values in a client, not an `Option`.
//!
//! A default is a fact about a shape where most members of that shape have it, so that members of newer models follow;
//! where it differs, it is a fact about the member. This module does not know the origin of defaults.

use serde_json::Value;

use super::{Arguments, Outcome, member, position, shape};
use crate::ir::{Kind, Service};

/// `plain VALUE SHAPE…`: members of the shapes have the value where they are absent.
pub(super) fn plain(service: &mut Service, arguments: &Arguments<'_>) -> Vec<String> {
    arguments.each_with(service, |service, value, name| {
        let id = shape(service, name)?;
        let shape = &mut service.shapes[id];
        shape.traits.default = Some(fitting(value, &shape.kind, name)?);
        Ok(())
    })
}

/// `default VALUE MEMBER…`: the members have the value where they are absent.
pub(super) fn default(service: &mut Service, arguments: &Arguments<'_>) -> Vec<String> {
    arguments.each_with(service, |service, value, place| {
        let (id, index) = position(service, place)?;
        let target = service.shapes[id].kind.members()[index].target;
        let value = fitting(value, &service.shapes[target].kind, place)?;
        member(service, place)?.traits.default = Some(value);
        Ok(())
    })
}

/// `absent MEMBER…`: the members have no default, though their shapes do.
pub(super) fn absent(service: &mut Service, arguments: &Arguments<'_>) -> Vec<String> {
    arguments.each(service, |service, place| {
        member(service, place)?.traits.default = Some(Value::Null);
        Ok(())
    })
}

/// `no-default PLACE…`: neither the member has a default, nor members of the shape.
pub(super) fn no_default(service: &mut Service, arguments: &Arguments<'_>) -> Vec<String> {
    arguments.each(service, |service, place| {
        if place.contains('.') {
            member(service, place)?.traits.default = Some(Value::Null);
            return Ok(());
        }
        let target = shape(service, place)?;
        service.shapes[target].traits.default = None;
        for id in service.shapes.ids() {
            let members = service.shapes[id].kind.references_mut();
            let those = members.filter(|member| member.target == target);
            those.for_each(|member| member.traits.default = None);
        }
        Ok(())
    })
}

/// `required MEMBER…`: the members are required.
pub(super) fn required(service: &mut Service, arguments: &Arguments<'_>) -> Vec<String> {
    arguments.each(service, |service, place| {
        member(service, place)?.traits.required = true;
        Ok(())
    })
}

/// `client-optional PLACE…`: clients treat the required members of a place as optional: of a member, of a structure, or
/// of all of them (`*`).
pub(super) fn client_optional(service: &mut Service, arguments: &Arguments<'_>) -> Vec<String> {
    arguments.each(service, |service, place| set_client_optional(service, place, true))
}

/// `demanded PLACE…`: the opposite of `client-optional` for a single place.
pub(super) fn demanded(service: &mut Service, arguments: &Arguments<'_>) -> Vec<String> {
    arguments.each(service, |service, place| set_client_optional(service, place, false))
}

fn set_client_optional(service: &mut Service, place: &str, value: bool) -> Outcome {
    if place.contains('.') {
        member(service, place)?.traits.client_optional = value;
        return Ok(());
    }
    let ids = match place {
        "*" => service.shapes.ids(),
        name => vec![shape(service, name)?],
    };
    for id in ids {
        set_required_members(service, id, value);
    }
    Ok(())
}

/// A member with a default is a plain value, whatever is said of its structure.
fn set_required_members(service: &mut Service, id: crate::ir::ShapeId, value: bool) {
    let members = service.shapes[id].kind.members().iter();
    let demanded: Vec<bool> = members
        .map(|member| {
            let of_shape = service.shapes[member.target].traits.default.as_ref();
            let default = member.traits.default.as_ref().or(of_shape);
            member.traits.required && default.is_none_or(Value::is_null)
        })
        .collect();
    if let Kind::Structure(members) = &mut service.shapes[id].kind {
        let demanded = members.iter_mut().zip(demanded).filter(|(_, demanded)| *demanded);
        demanded.for_each(|(member, _)| member.traits.client_optional = value);
    }
}

/// Parses a default value, if a shape can have it.
fn fitting(text: &str, kind: &Kind, place: &str) -> Result<Value, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| format!("`{text}` is no value: {error}"))?;
    let fits = match kind {
        Kind::Boolean => value.is_boolean(),
        Kind::Byte | Kind::Short | Kind::Integer | Kind::IntEnum(_) | Kind::Long => value.is_i64(),
        Kind::Float | Kind::Double => value.is_number(),
        Kind::Blob | Kind::String | Kind::Enum(_) => value.is_string(),
        Kind::Timestamp => value.is_number(),
        Kind::List(_) => value.is_array(),
        Kind::Map(..) => value.is_object(),
        Kind::Document => true,
        Kind::BigInteger | Kind::BigDecimal | Kind::Structure(_) | Kind::Union(_) => false,
    };
    match fits {
        true => Ok(value),
        false => Err(format!("`{place}` is a {}, which {text} is not", kind.noun())),
    }
}
