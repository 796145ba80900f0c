//! Enums: `enum` and `intEnum` shapes, and the `enum` trait of version 1.0.

use super::traits::Traits;
use crate::{
    Result,
    ir::Variant,
    load::json::{Cursor, Fields, Keys},
};

// What a member targets has no value: it is always the unit.
const VARIANT: Keys = Keys {
    of: "a member of an enum",
    read: &["traits"],
    left: &["target"],
};

const DEFINITION: Keys = Keys {
    of: "a value of an enum",
    read: &["value", "name", "documentation"],
    left: &["tags", "deprecated"],
};

/// The members of an `enum`. Their value is a string, by default the member's name.
pub(super) fn text(shape: &Fields<'_, '_>) -> Result<Vec<Variant>> {
    variants(shape, |name, value| match value {
        Some(value) => value.string(),
        None => Ok(name.to_owned()),
    })
}

/// The members of an `intEnum`, each with a number.
pub(super) fn numbers(shape: &Fields<'_, '_>) -> Result<Vec<Variant>> {
    variants(shape, |name, value| match value {
        Some(value) => Ok(value.whole::<i32>()?.to_string()),
        None => Err(shape.cursor().error(
            format!("the member `{name}` of an intEnum has no value"),
            "give it the trait `smithy.api#enumValue`",
        )),
    })
}

fn variants(
    shape: &Fields<'_, '_>,
    value: impl Fn(&str, Option<Cursor<'_, '_>>) -> Result<String>,
) -> Result<Vec<Variant>> {
    let Some(members) = shape.get("members") else {
        return Ok(Vec::new());
    };
    let mut variants = Vec::new();
    for (name, member) in members.entries()? {
        let fields = member.fields(&VARIANT)?;
        let traits = fields.get("traits");
        let traits = Traits::open(traits)?;
        let value = value(name, traits.get("smithy.api#enumValue"))?;
        variants.push(Variant {
            name: (name != value).then(|| name.to_owned()),
            value,
            docs: traits.docs()?,
        });
    }
    Ok(variants)
}

/// The values of the trait that made a string an enum in version 1.0.
pub(super) fn from_trait(definitions: &Cursor<'_, '_>) -> Result<Vec<Variant>> {
    let variant = |definition: Cursor<'_, '_>| {
        let fields = definition.fields(&DEFINITION)?;
        let value = fields.require("value")?.string()?;
        Ok(Variant {
            name: fields.string("name")?.filter(|name| *name != value),
            value,
            docs: fields.string("documentation")?,
        })
    };
    definitions.items()?.map(variant).collect()
}
