//! Rules for traits: they have to exist in the version of the file, and their values have to match their definitions.

use serde_json::Value;

use super::{Subject, has_trait, is_foreign, is_json, is_of_smithy, trait_values};
use crate::{
    error::did_you_mean,
    load::idl::{
        ast::{Ast, own_members},
        fault::{Fault, Faults, Where, pointer_of},
        model::{Model, PRELUDE},
        syntax::Version,
    },
    load::json::field,
};

const DEFAULT: &str = "smithy.api#default";

pub(super) fn check(subject: &mut Subject<'_, '_>, version: Version) {
    let shape = subject.shape;
    of(subject, shape, &[], version);
    for (name, member) in own_members(shape) {
        let steps: &[&str] = match field(shape, "members") {
            Some(_) => &["members", name],
            None => &[name],
        };
        of(subject, member, steps, version);
        default(subject, member, steps);
        if version == Version::Two && !subject.is_json && subject.type_name() == "structure" {
            default_of_target(subject, member, steps);
        }
    }
    default(subject, shape, &[]);
    if default_in(shape).is_some_and(Value::is_null) {
        let problem = "the @default trait can be set to null only on members";
        subject.fault(&["traits", DEFAULT], problem, "take the default away");
    }
}

/// The default that a shape or a member says.
fn default_in(owner: &Value) -> Option<&Value> {
    field(field(owner, "traits")?, DEFAULT)
}

/// Tells whether two values are equal: a number may be written in several ways.
fn is_same(one: &Value, other: &Value) -> bool {
    one == other || one.as_f64().is_some_and(|number| other.as_f64() == Some(number))
}

/// A member of a structure has the default of its target, or says that it has none: nobody has to look there.
fn default_of_target(subject: &mut Subject<'_, '_>, member: &Value, steps: &[&str]) {
    let target = field(member, "target").and_then(Value::as_str).unwrap_or_default();
    let Some(wanted) = subject
        .ast
        .shapes
        .get(target)
        .and_then(default_in)
        .filter(|it| !it.is_null())
    else {
        return;
    };
    let problem = match default_in(member) {
        Some(said) if said.is_null() || is_same(said, wanted) => return,
        Some(said) => format!("the @default value {said} is another than that of `{target}`, which is {wanted}"),
        None => format!("the member targets `{target}`, which has a default, and has none itself"),
    };
    subject.fault(steps, problem, format!("write `= {wanted}` after it, or `= null`"));
}

/// Checks the applied traits of members from mixins.
pub(super) fn check_applied(model: &Model<'_>, ast: &Ast, faults: &mut Faults) {
    for (id, traits) in &ast.applies {
        for (name, value) in traits {
            let mut problems = Vec::new();
            let is_json = is_json(model, id);
            problem_of(model, is_json, (name, value), &mut problems);
            for (mut steps, problem, advice) in problems {
                steps.insert(0, name.clone());
                steps.insert(0, "traits".to_owned());
                let pointer = steps
                    .iter()
                    .fold(pointer_of(id), |at, step| crate::load::json::pointer_to(&at, step));
                faults.add(Fault::new(Where::Pointer(pointer), problem, advice).on(id));
            }
        }
    }
}

fn of(subject: &mut Subject<'_, '_>, owner: &Value, steps: &[&str], version: Version) {
    for (name, value) in field(owner, "traits").and_then(Value::as_object).into_iter().flatten() {
        let mut all = steps.to_vec();
        all.extend(["traits", name]);
        match (version, name.as_str()) {
            (Version::Two, "smithy.api#box") => {
                let problem = "the `box` trait cannot be used in Smithy 2.0";
                subject.fault(&all, problem, "take it away: what is no default is boxed");
            }
            _ => {
                let mut problems = Vec::new();
                problem_of(subject.model, subject.is_json, (name, value), &mut problems);
                for (inner, problem, advice) in problems {
                    let mut all = all.clone();
                    all.extend(inner.iter().map(String::as_str));
                    subject.fault(&all, problem, advice);
                }
            }
        }
    }
}

/// Checks the value of a trait against the trait's definition.
fn problem_of(
    model: &Model<'_>,
    is_json: bool,
    (name, value): (&str, &Value),
    problems: &mut Vec<trait_values::Problem>,
) {
    let Some(defined) = model.shapes.get(name) else {
        if !(is_json && is_foreign(model, name) || is_of_smithy(model, is_json, name)) {
            let namespace = name.split('#').next().unwrap_or_default();
            let known = model.shapes.iter();
            let known = known.filter(|(id, _)| id.starts_with(namespace) || id.starts_with(PRELUDE));
            let advice = did_you_mean(name, known.map(|(id, _)| id.as_str()))
                .unwrap_or_else(|| "define it, name the file that defines it, or import it with `use`".to_owned());
            let problem = format!(
                "unable to resolve trait `{name}`. If this is a custom trait, then it must be defined before it can be \
                 used in a model"
            );
            problems.push((Vec::new(), problem, advice));
        }
        return;
    };
    if !trait_values::is_trait(defined) {
        let problem = format!("`{name}` cannot be used as a trait: it has no `trait` trait");
        let advice = format!("put `@trait` before `{name}`, or use another trait");
        problems.push((Vec::new(), problem, advice));
        return;
    }
    trait_values::check(model, name, value, problems);
}

/// Checks that a default is a value of the target.
fn default(subject: &mut Subject<'_, '_>, owner: &Value, steps: &[&str]) {
    let Some(value) = default_in(owner).filter(|value| !value.is_null()) else {
        return;
    };
    let target = match field(owner, "target") {
        Some(target) => target.as_str().unwrap_or_default(),
        None => subject.id,
    };
    let mut all = steps.to_vec();
    all.extend(["traits", "smithy.api#default"]);
    let is_empty = match value {
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        _ => true,
    };
    match subject.model.type_of(target) {
        Some(name @ ("structure" | "union")) => {
            let problem = format!("the @default trait cannot be applied to what targets a {name}");
            subject.fault(&all, problem, "take the default away");
        }
        Some(name @ ("list" | "set" | "map")) if !is_empty => {
            let problem = format!("the @default value of a {name} must be empty");
            subject.fault(&all, problem, "take what is in it away");
        }
        Some(_) => {
            let mut problems = Vec::new();
            trait_values::check_default(subject.model, target, value, &mut problems);
            for (_, problem, advice) in problems {
                subject.fault(&all, format!("invalid default value: {problem}"), advice);
            }
        }
        None => {}
    }
    if has_trait(owner, "smithy.api#default") && subject.type_name() == "union" && !steps.is_empty() {
        subject.fault(&all, "members of unions cannot have a default", "take the default away");
    }
}
