//! `apply`: traits outside of their shape or member, which are moved there.
//!
//! A trait for a member that a shape has from a mixin makes a stub of the member; the mixin fills it in.

use serde_json::{Map, Value};

use super::prelude;
use crate::{
    Result,
    load::json::{Cursor, Document, Keys, Moves, field, pointer_to},
};

const APPLY: Keys = Keys {
    of: "an `apply`",
    read: &["type", "traits"],
    left: &[],
};

/// Moves all applied traits to their shapes and members.
pub(super) fn flatten(document: Document) -> Result<Document> {
    let mut flat = Flat::default();
    if !flat.take(&document.root())? {
        return Ok(document);
    }
    let mut root = document.root().value().clone();
    root["shapes"] = Value::Object(flat.shapes);
    Ok(document.rearranged(root, flat.moves))
}

/// The shapes, without any `apply`.
#[derive(Default)]
struct Flat {
    shapes: Map<String, Value>,
    moves: Moves,
}

impl Flat {
    /// Takes the contents of a file; false if there is nothing to do.
    fn take(&mut self, root: &Cursor<'_, '_>) -> Result<bool> {
        let Some(shapes) = root.key("shapes").filter(|shapes| shapes.value().is_object()) else {
            return Ok(false);
        };
        let is_apply = |shape: &Value| field(shape, "type").is_some_and(|name| name == "apply");
        let statements = shapes.entries()?.filter(|(_, shape)| is_apply(shape.value())).count();
        if statements == 0 {
            return Ok(false);
        }
        for (id, shape) in shapes.entries()? {
            if !is_apply(shape.value()) {
                self.shapes.insert(id.to_owned(), shape.value().clone());
            }
        }
        for (id, shape) in shapes.entries()? {
            if is_apply(shape.value()) {
                self.apply(id, shape).map_err(|error| error.on(id))?;
            }
        }
        Ok(true)
    }

    fn apply(&mut self, target: &str, statement: Cursor<'_, '_>) -> Result<()> {
        let fields = statement.fields(&APPLY)?;
        let traits = fields.require("traits")?;
        drop(traits.entries()?);
        let (id, member) = match target.split_once('$') {
            Some((id, member)) => (id, Some(member)),
            None => (target, None),
        };
        if !self.shapes.contains_key(id) {
            if prelude::has(id) {
                statement.note_unread(format!("the traits for `{target}`, which is not of this model"));
                return Ok(());
            }
            return Err(statement.unknown("shape", id, self.shapes.keys().map(String::as_str)));
        }
        let shape = pointer_to("/shapes", id);
        let Some(Value::Object(owner)) = self.shapes.get_mut(id) else {
            return Err(statement.error(format!("`{id}` is no object"), "mend the shape"));
        };
        let (owner, place) = match member {
            None => (owner, shape),
            Some(member) => find_member(owner, &shape, member).ok_or_else(|| {
                statement.error(format!("`{id}` has no member `{member}`"), "name a member of the shape")
            })?,
        };
        let place = format!("{place}/traits");
        let known = owner.entry("traits").or_insert_with(|| Value::Object(Map::new()));
        let Value::Object(known) = known else {
            return Err(traits.error(format!("the `traits` of `{id}` are no object"), "mend the shape"));
        };
        for (name, value) in traits.entries()? {
            join(known, name, &value)?;
            self.moves.insert(pointer_to(&place, name), value.pointer());
        }
        Ok(())
    }
}

/// A member, or the stub of one that a mixin may have.
fn find_member<'m>(
    shape: &'m mut Map<String, Value>,
    place: &str,
    member: &str,
) -> Option<(&'m mut Map<String, Value>, String)> {
    let is_container = matches!(member, "member" | "key" | "value") && !shape.contains_key("members");
    let may_inherit = shape.contains_key("mixins");
    let (owner, place) = if is_container
        && shape
            .get("type")
            .is_none_or(|name| name == "list" || name == "map" || name == "set")
    {
        (shape, place.to_owned())
    } else {
        let members = match may_inherit {
            true => shape.entry("members").or_insert_with(|| Value::Object(Map::new())),
            false => shape.get_mut("members")?,
        };
        (members.as_object_mut()?, format!("{place}/members"))
    };
    if may_inherit && !owner.contains_key(member) {
        owner.insert(member.to_owned(), Value::Object(Map::new()));
    }
    let found = owner.get_mut(member)?.as_object_mut()?;
    Some((found, pointer_to(&place, member)))
}

/// Adds a trait. It may be applied twice: lists are joined, and other values have to be equal.
fn join(known: &mut Map<String, Value>, name: &str, value: &Cursor<'_, '_>) -> Result<()> {
    match (known.get_mut(name), value.value()) {
        (None, said) => {
            known.insert(name.to_owned(), said.clone());
        }
        (Some(known), said) if known == said => {}
        (Some(Value::Array(known)), Value::Array(said)) => known.extend(said.iter().cloned()),
        (Some(_), _) => {
            return Err(value.error(
                format!("the trait `{name}` is said twice, with different values"),
                "take one of them away",
            ));
        }
    }
    Ok(())
}
