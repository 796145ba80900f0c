//! Upgrades: turns files of version 1.0 into version 2.0. Defaults state the values of absent numbers and booleans, and
//! `box` is removed.

use serde_json::{Map, Value, json};

use super::{
    ast::Ast,
    model::{Model, PRELUDE},
    syntax::Version,
};
use crate::load::json::{field, get};

const BOX: &str = "smithy.api#box";
const DEFAULT: &str = "smithy.api#default";
const REQUIRED: &str = "smithy.api#required";
const STREAMING: &str = "smithy.api#streaming";

/// Rewrites the shapes of all files of version 1.0.
pub(super) fn upgrade(model: &Model<'_>, ast: &mut Ast) {
    let is_old = |id: &str| model.shapes.get(id).is_some_and(|it| it.version == Version::One);
    let old: Vec<String> = ast.shapes.keys().filter(|id| is_old(id)).cloned().collect();
    if old.is_empty() {
        return;
    }
    let mut defaults: Vec<(String, String, Value)> = Vec::new();
    for id in &old {
        let Some(shape) = ast.shapes.get(id).filter(|it| it["type"] == "structure") else {
            continue;
        };
        for (name, member) in shape["members"].as_object().into_iter().flatten() {
            if let Some(default) = default_of(model, ast, member) {
                defaults.push((id.clone(), name.clone(), default));
            }
        }
    }
    for (id, name, default) in defaults {
        let member = ast.shapes.get_mut(&id).map(|it| &mut it["members"][name]);
        if let Some(traits) = member.and_then(traits_of) {
            traits.insert(DEFAULT.to_owned(), default);
        }
    }
    for id in &old {
        if let Some(shape) = ast.shapes.get_mut(id) {
            root_default(shape);
            unbox(shape);
            make_list(shape);
        }
    }
}

fn has_trait(owner: &Value, name: &str) -> bool {
    field(owner, "traits").is_some_and(|traits| field(traits, name).is_some())
}

/// The traits of a shape or a member, to be added to.
fn traits_of(owner: &mut Value) -> Option<&mut Map<String, Value>> {
    let traits = owner.as_object_mut()?.entry("traits");
    traits.or_insert_with(|| Value::Object(Map::new())).as_object_mut()
}

/// The default of a member of a structure: that of the type which it targets, and null where it is boxed.
fn default_of(model: &Model<'_>, ast: &Ast, member: &Value) -> Option<Value> {
    let is_boxed = has_trait(member, BOX);
    let target = field(member, "target")?.as_str()?;
    let zero = zero_of(model, ast, target).or_else(|| empty_stream(ast, member, target));
    match zero.filter(|_| !is_boxed && !has_trait(member, DEFAULT)) {
        None => is_boxed.then_some(Value::Null),
        zero => zero,
    }
}

/// The zero or false that an absent member has by its target; `None` where the target is boxed, as all shapes of
/// version 2.0 without a default of zero are.
fn zero_of(model: &Model<'_>, ast: &Ast, target: &str) -> Option<Value> {
    if let Some(name) = target.strip_prefix(PRELUDE).and_then(|rest| rest.strip_prefix('#')) {
        return zero(&name.strip_prefix("Primitive")?.to_lowercase());
    }
    let defined = model.shapes.get(target)?;
    let zero = zero(defined.type_name())?;
    let shape = ast.shapes.get(target)?;
    let has_zero = match defined.version {
        Version::One => !has_trait(shape, BOX),
        Version::Two => {
            let default = field(shape, "traits").and_then(|traits| field(traits, DEFAULT));
            default.is_some_and(is_zero)
        }
    };
    has_zero.then_some(zero)
}

/// The default of a stream of bytes, which is empty unless it is required.
fn empty_stream(ast: &Ast, member: &Value, target: &str) -> Option<Value> {
    let target = ast.shapes.get(target)?;
    let is_stream = field(target, "type").is_some_and(|name| name == "blob") && has_trait(target, STREAMING);
    (is_stream && !has_trait(member, REQUIRED)).then(|| json!(""))
}

fn zero(type_name: &str) -> Option<Value> {
    match type_name {
        "boolean" => Some(json!(false)),
        "byte" | "short" | "integer" | "intEnum" | "long" | "float" | "double" => Some(json!(0)),
        _ => None,
    }
}

fn is_zero(value: &Value) -> bool {
    value == false || value.as_f64() == Some(0.0)
}

/// Adds the default of a number or a boolean that is not boxed: zero or false, for all members that target it.
fn root_default(shape: &mut Value) {
    let zero = field(shape, "type").and_then(Value::as_str).and_then(zero);
    if let Some(zero) = zero.filter(|_| !has_trait(shape, BOX))
        && let Some(traits) = traits_of(shape)
        && get(traits, DEFAULT).is_none()
    {
        traits.insert(DEFAULT.to_owned(), zero);
    }
}

/// Removes `box` from a shape and its members.
fn unbox(shape: &mut Value) {
    take_box(shape);
    if let Some(members) = shape.get_mut("members").and_then(Value::as_object_mut) {
        members.values_mut().for_each(take_box);
    }
    for key in ["member", "key", "value"] {
        if let Some(member) = shape.get_mut(key) {
            take_box(member);
        }
    }
}

fn take_box(owner: &mut Value) {
    let Some(owner) = owner.as_object_mut() else { return };
    let Some(traits) = owner.get_mut("traits").and_then(Value::as_object_mut) else {
        return;
    };
    traits.shift_remove(BOX);
    if traits.is_empty() {
        owner.shift_remove("traits");
    }
}

/// Turns a set into a list with unique items.
fn make_list(shape: &mut Value) {
    if shape["type"] != "set" {
        return;
    }
    shape["type"] = json!("list");
    if let Some(traits) = traits_of(shape) {
        traits.insert("smithy.api#uniqueItems".to_owned(), json!({}));
    }
}
