//! Nullability: the members that may be absent, and the defaults of those that are.
//!
//! Version 2.0 states defaults. Version 1.0 states which numbers and booleans are boxed, and absent ones of the others
//! are zero or false; here they get the default that the same member has after an upgrade to 2.0.

use serde_json::Value;

use super::{
    ast::{Model, ShapeType, Version, known_type},
    prelude::{self, zero},
    traits::Traits,
};
use crate::{Result, ir::MemberTraits, load::json::Cursor};

/// The facts about a shape that decide whether its members may be absent.
#[derive(Clone, Copy, Default)]
pub(super) struct Container {
    /// The shape is a structure, whose members may be absent; not a union, a list or a map.
    pub(super) is_structure: bool,
    /// The structure is the input of an operation, whose members may become required, or no longer required, in later
    /// models.
    pub(super) is_input: bool,
}

/// Reads `required`, `default` and `clientOptional` of a member.
pub(super) fn lower(
    traits: &Traits<'_, '_>,
    target: &Cursor<'_, '_>,
    model: &Model<'_, '_>,
    container: Container,
    member: &mut MemberTraits,
) -> Result<()> {
    member.required = traits.has("smithy.api#required")?;
    member.boxed = traits.has("smithy.api#box")?;
    member.default = traits.get("smithy.api#default").map(|value| value.value().clone());
    // Like AWS's clients, ours take a default for what it is, whenever a member got it (`addedDefault`).
    member.client_optional = container.is_input || traits.has("smithy.api#clientOptional")?;
    if model.version == Version::One && container.is_structure && member.default.is_none() && !member.boxed {
        member.default = implied(target.str()?, model);
    }
    Ok(())
}

/// The implicit default of version 1.0.
fn implied(target: &str, model: &Model<'_, '_>) -> Option<Value> {
    let Some(shape) = model.shape(target) else {
        let kind = prelude::shape(target, "", model.version)?.kind;
        return zero(&kind).filter(|_| prelude::is_primitive(target));
    };
    let traits = shape.value().get("traits");
    let is_boxed = traits.is_some_and(|traits| traits.get("smithy.api#box").is_some());
    match known_type(model.type_name(target)?)? {
        ShapeType::Primitive(kind) if !is_boxed => zero(&kind()),
        _ => None,
    }
}
