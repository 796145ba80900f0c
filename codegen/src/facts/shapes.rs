//! Shapes: kinds, names of values, and secrets that botocore's form does not say.

use std::collections::BTreeSet;

use crate::{
    ir::{Kind, Service, Shape, ShapeId, Variant},
    plan::variant_name,
};

use super::{common, text::Text};

/// Compares the shapes that both forms have, and the types of their members.
pub(super) fn compare(botocore: &Service, smithy: &Service, text: &mut Text) {
    let both: Vec<(&Shape, &Shape)> = botocore
        .shapes
        .iter()
        .filter_map(|(_, shape)| Some((shape, &smithy.shapes[smithy.shapes.find(&shape.name)?])))
        .collect();
    for (shape, other) in &both {
        match (&shape.kind, &other.kind) {
            (Kind::Structure(_), Kind::Union(_)) => text.say("union", &shape.name),
            (known, said) if is_another(known, said) => text.say_with("kind", said.noun(), &shape.name),
            _ => {}
        }
    }
    members(botocore, smithy, text);
    for (shape, other) in &both {
        names(shape, other, text);
        if other.traits.sparse && !shape.traits.sparse {
            text.say("sparse", &shape.name);
        }
    }
}

/// Tells whether Smithy's form has another simple type. A string for a timestamp only says less than botocore's form.
fn is_another(known: &Kind, said: &Kind) -> bool {
    let is_less = matches!((known, said), (Kind::Timestamp, Kind::String));
    is_simple(known) && is_simple(said) && known.noun() != said.noun() && !is_less
}

fn is_simple(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Boolean
            | Kind::Byte
            | Kind::Short
            | Kind::Integer
            | Kind::Long
            | Kind::Float
            | Kind::Double
            | Kind::String
            | Kind::Timestamp
    )
}

/// Members whose targets have other names in Smithy's form and are of another type, or secret.
fn members(botocore: &Service, smithy: &Service, text: &mut Text) {
    let mut secret: BTreeSet<&str> = BTreeSet::new();
    let mut types: BTreeSet<(&str, String)> = BTreeSet::new();
    for (place, member, other) in common(botocore, smithy) {
        let (target, said) = (&botocore.shapes[member.target], &smithy.shapes[other.target]);
        if target.name != said.name && is_another(&target.kind, &said.kind) {
            types.insert((said.kind.noun(), place));
        }
        if is_secret(smithy, other.target) && !is_secret(botocore, member.target) && !member.traits.sensitive {
            secret.insert(&target.name);
        }
    }
    types
        .iter()
        .for_each(|(kind, place)| text.say_with("type", kind, place));
    secret.iter().for_each(|name| text.say("sensitive", name));
}

fn is_secret(service: &Service, id: ShapeId) -> bool {
    service.shapes[id].traits.sensitive
}

/// The names of values that are not called in Rust as the values themselves would be.
fn names(shape: &Shape, other: &Shape, text: &mut Text) {
    let (Kind::Enum(variants), Kind::Enum(others)) = (&shape.kind, &other.kind) else {
        return;
    };
    for variant in variants {
        let named = others.iter().find(|other| other.value == variant.value);
        let Some(name) = named.and_then(|named| named.name.as_ref()) else {
            continue;
        };
        let with = |name: Option<&String>| Variant {
            name: name.cloned(),
            ..variant.clone()
        };
        if variant_name(&with(Some(name))) != variant_name(&with(None)) {
            text.say_with("names", &shape.name, &format!("{name}={}", variant.value));
        }
    }
}
