//! Files of version 1.0 become what they mean in version 2.0: what numbers and booleans are where they are absent is
//! said by defaults, and nothing is boxed.

use serde_json::{Value, json};

use super::{lower::Ast, model::Model, syntax::Version};

const BOX: &str = "smithy.api#box";
const DEFAULT: &str = "smithy.api#default";

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
            let target = member["target"].as_str().unwrap_or_default();
            if let Some(zero) = zero_of(model, ast, target)
                && !has_trait(member, DEFAULT)
            {
                let default = if has_trait(member, BOX) { Value::Null } else { zero };
                defaults.push((id.clone(), name.clone(), default));
            }
        }
    }
    for (id, name, default) in defaults {
        if let Some(member) = ast.shapes.get_mut(&id).map(|it| &mut it["members"][name]) {
            if member.get("traits").is_none() {
                member["traits"] = json!({});
            }
            member["traits"][DEFAULT] = default;
        }
    }
    for id in &old {
        if let Some(shape) = ast.shapes.get_mut(id) {
            unbox(shape);
            make_list(shape);
        }
    }
}

fn has_trait(owner: &Value, name: &str) -> bool {
    owner.get("traits").is_some_and(|traits| traits.get(name).is_some())
}

/// What a member has where it is absent, by its target: shapes of version 1.0 alone have such values.
fn zero_of(model: &Model<'_>, ast: &Ast, target: &str) -> Option<Value> {
    if let Some(name) = target.strip_prefix("smithy.api#Primitive") {
        return zero(&name.to_lowercase());
    }
    let defined = model.shapes.get(target).filter(|it| it.version == Version::One)?;
    let shape = ast.shapes.get(target)?;
    if has_trait(shape, BOX) {
        return None;
    }
    zero(defined.type_name())
}

fn zero(type_name: &str) -> Option<Value> {
    match type_name {
        "boolean" => Some(json!(false)),
        "byte" | "short" | "integer" | "long" | "float" | "double" => Some(json!(0)),
        _ => None,
    }
}

/// Takes the trait away from a shape and its members.
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

/// A set is a list whose items are unique.
fn make_list(shape: &mut Value) {
    if shape["type"] != "set" {
        return;
    }
    shape["type"] = json!("list");
    if shape.get("traits").is_none() {
        shape["traits"] = json!({});
    }
    shape["traits"]["smithy.api#uniqueItems"] = json!({});
}
