//! The header `Expires` where callers can set it to any text, so that it need not be a date.
//!
//! Beside the date, outputs get the text of the header, in a member that AWS's crate has too.

use crate::ir::{Binding, Deprecated, Kind, Member, MemberTraits, Service, Shape, ShapeTraits};

/// The header in which the call path passes the text on.
const HEADER: &str = "ExpiresString";

/// Gives outputs the text of `Expires` beside the date. In newer models it is only a text.
pub(super) fn keep_text(service: &mut Service) {
    if let Some(id) = service.shapes.find("Expires") {
        let kind = &mut service.shapes[id].kind;
        if matches!(kind, Kind::String) {
            *kind = Kind::Timestamp;
        }
    }
    for operation in &mut service.operations {
        let Some(output) = operation.output else {
            continue;
        };
        let Kind::Structure(members) = &service.shapes[output].kind else {
            continue;
        };
        let is_date = |member: &Member| {
            member.traits.binding == Binding::Header("Expires".to_owned())
                && matches!(service.shapes[member.target].kind, Kind::Timestamp)
        };
        let Some(date) = members.iter().position(is_date) else {
            continue;
        };
        operation.behavior.keeps_expires = true;
        let text = service.shapes.reserve("$ExpiresString");
        let pointer = service.shapes[output].pointer.clone();
        service.shapes.define(text, text_shape(pointer.clone()));
        if let Kind::Structure(members) = &mut service.shapes[output].kind {
            members[date].traits.deprecated = Some(Deprecated {
                message: Some(
                    "Please use `expires_string` which contains the raw, unparsed value of this field.".into(),
                ),
                since: None,
            });
            members.push(text_member(text, pointer));
        }
    }
}

fn text_shape(pointer: String) -> Shape {
    Shape {
        name: "ExpiresString".into(),
        kind: Kind::String,
        traits: ShapeTraits::default(),
        docs: None,
        pointer,
    }
}

fn text_member(target: crate::ir::ShapeId, pointer: String) -> Member {
    Member {
        name: "ExpiresString".into(),
        target,
        traits: MemberTraits {
            binding: Binding::Header(HEADER.into()),
            ..MemberTraits::default()
        },
        docs: Some("<p>The date and time at which the object is no longer cacheable, as it was set.</p>".into()),
        pointer,
    }
}
