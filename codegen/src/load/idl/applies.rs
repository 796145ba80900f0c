//! Applied traits: `apply` statements, whose traits move to their shape or member. Those for a member that a shape has
//! from a mixin stay separate.

use serde_json::{Map, Value};

use super::{
    ast::{Ast, json_inputs},
    fault::{Fault, Faults, Where, pointer_of},
    model::{Input, Model},
    values::{Values, join},
};
use crate::error::did_you_mean;

/// Moves all applied traits to their shapes and members.
pub(super) fn apply<'m>(inputs: &'m [Input<'m>], model: &Model<'m>, ast: &mut Ast, faults: &mut Faults) {
    for (number, origin) in model.origins.iter().enumerate().take(model.own) {
        let Some(file) = origin.idl else { continue };
        let values = Values { model, file: number };
        for statement in &file.applies {
            let target = model.resolve(number, statement.target.text).into_owned();
            for one in &statement.traits {
                let mut traits = Map::new();
                values.add_trait(&mut traits, one, (&target, ""), faults);
                let at = Where::Span(number, statement.target.span);
                let conflict = Where::Span(number, one.name.span);
                add(model, ast, &target, traits, (at, conflict), faults);
            }
        }
    }
    for (number, root) in json_inputs(inputs) {
        let shapes = root.get("shapes").and_then(Value::as_object);
        for (target, statement) in shapes.into_iter().flatten() {
            if statement.get("type").is_some_and(|name| name == "apply")
                && let Some(traits) = statement.get("traits").and_then(Value::as_object)
            {
                let at = Where::Json(number, pointer_of(target));
                add(model, ast, target, traits.clone(), (at.clone(), at), faults);
            }
        }
    }
}

fn add(
    model: &Model<'_>,
    ast: &mut Ast,
    target: &str,
    traits: Map<String, Value>,
    (at, conflict): (Where, Where),
    faults: &mut Faults,
) {
    let Some(known) = owner(model, ast, target) else {
        let name = traits.keys().next().map_or("", String::as_str);
        let problem = format!("trait `{name}` applied to unknown shape `{target}`");
        let ids = model.order.iter().map(String::as_str);
        let advice = did_you_mean(target, ids).unwrap_or_else(|| "name a shape or a member of the model".to_owned());
        faults.add(Fault::new(at, problem, advice).on(target));
        return;
    };
    for (name, value) in traits {
        if !join(known, &name, value) {
            let problem =
                format!("conflicting `{name}` trait found on `{target}`: it is there with another value already");
            faults.add(Fault::new(conflict.clone(), problem, "take one of them away").on(target));
        }
    }
}

/// The traits to which those of a statement are added.
fn owner<'a>(model: &Model<'_>, ast: &'a mut Ast, target: &str) -> Option<&'a mut Map<String, Value>> {
    let (id, member) = match target.split_once('$') {
        Some((id, member)) => (id, Some(member)),
        None => (target, None),
    };
    if !ast.shapes.contains_key(id) {
        // What is built in is no part of the model, and traits may be applied to it all the same.
        let known = model.shapes.contains_key(id);
        return known.then(|| ast.applies.entry(target.to_owned()).or_default());
    }
    let inherits = member.is_some_and(|member| ast.members.get(id).is_some_and(|all| all.contains_key(member)));
    let shape = ast.shapes.get_mut(id)?;
    let owner = match member {
        None => Some(shape),
        Some(member) => match shape
            .pointer_mut(&crate::load::json::pointer_to("/members", member))
            .is_some()
        {
            true => shape.get_mut("members").and_then(|it| it.get_mut(member)),
            false if matches!(member, "member" | "key" | "value") => shape.get_mut(member),
            false => None,
        },
    };
    match owner {
        Some(owner) => {
            let traits = owner.as_object_mut()?.entry("traits");
            traits.or_insert_with(|| Value::Object(Map::new())).as_object_mut()
        }
        None => inherits.then(|| ast.applies.entry(target.to_owned()).or_default()),
    }
}
