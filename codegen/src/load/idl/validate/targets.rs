//! Rules for references to other shapes, which have to exist and be of a type that is allowed there.

use serde_json::Value;

use super::{Subject, has_trait, is_foreign};
use crate::{
    error::did_you_mean,
    load::{idl::ast::own_members, json::field},
};

pub(super) fn check(subject: &mut Subject<'_, '_>) {
    let shape = subject.shape;
    for (name, member) in own_members(shape) {
        let target = field(member, "target").and_then(Value::as_str).unwrap_or_default();
        let steps: &[&str] = match field(shape, "members") {
            Some(_) => &["members", name, "target"],
            None => &[name, "target"],
        };
        member_target(subject, name, target, steps);
    }
    match subject.type_name() {
        "operation" => {
            for key in ["input", "output"] {
                one(subject, key, "structure");
            }
            errors(subject);
        }
        "service" => {
            each(subject, "operations", "operation");
            each(subject, "resources", "resource");
            errors(subject);
        }
        "resource" => {
            for key in ["put", "create", "read", "update", "delete", "list"] {
                one(subject, key, "operation");
            }
            for key in ["operations", "collectionOperations"] {
                each(subject, key, "operation");
            }
            each(subject, "resources", "resource");
            for key in ["identifiers", "properties"] {
                entries(subject, key);
            }
        }
        _ => {}
    }
}

fn member_target(subject: &mut Subject<'_, '_>, name: &str, target: &str, steps: &[&str]) {
    let Some(type_name) = subject.model.type_of(target) else {
        unresolved(subject, "member", target, steps);
        return;
    };
    if matches!(type_name, "service" | "resource" | "operation") {
        let problem = format!("members cannot target {type_name} shapes, but found `{target}`");
        subject.fault(steps, problem, "target a shape that holds data");
    } else if name == "key" && subject.type_name() == "map" && !matches!(type_name, "string" | "enum") {
        let problem = format!("map key member targets `{target}`, a {type_name} shape, and has to target a string");
        subject.fault(steps, problem, "target a string");
    }
}

/// Reports a shape that does not exist.
fn unresolved(subject: &mut Subject<'_, '_>, what: &str, target: &str, steps: &[&str]) {
    if subject.is_json && is_foreign(subject.model, target) {
        return;
    }
    let owner = match what {
        "member" => "member shape targets".to_owned(),
        _ => format!("{} shape has {what} relationship to", subject.type_name()),
    };
    let name = target.rsplit('#').next().unwrap_or_default();
    let advice = did_you_mean(name, subject.model.names_near(target))
        .unwrap_or_else(|| "define it, name the file that defines it, or import it with `use`".to_owned());
    let problem = format!("{owner} an unresolved shape `{target}`");
    subject.fault(steps, problem, advice);
}

/// A property that names a shape.
fn one(subject: &mut Subject<'_, '_>, key: &str, wanted: &str) {
    if let Some(value) = field(subject.shape, key) {
        reference(subject, value, wanted, key, &[key, "target"]);
    }
}

/// A property that names shapes.
fn each(subject: &mut Subject<'_, '_>, key: &str, wanted: &str) {
    let items = field(subject.shape, key).and_then(Value::as_array);
    for (number, item) in items.into_iter().flatten().enumerate() {
        reference(subject, item, wanted, key, &[key, &number.to_string(), "target"]);
    }
}

/// A property whose entries target shapes.
fn entries(subject: &mut Subject<'_, '_>, key: &str) {
    let entries = field(subject.shape, key).and_then(Value::as_object);
    for (name, value) in entries.into_iter().flatten() {
        let target = field(value, "target").and_then(Value::as_str).unwrap_or_default();
        if subject.model.type_of(target).is_none() {
            let what = format!("a `{key}`");
            unresolved(subject, &what, target, &[key, name, "target"]);
        }
    }
}

fn reference(subject: &mut Subject<'_, '_>, value: &Value, wanted: &str, key: &str, steps: &[&str]) {
    let target = field(value, "target").and_then(Value::as_str).unwrap_or_default();
    match subject.model.type_of(target) {
        None => {
            let what = format!("an `{key}`");
            unresolved(subject, &what, target, steps);
        }
        Some(found) if found != wanted => {
            let problem = format!(
                "{} shape `{}` has an `{key}` relationship to a {found} shape `{target}`, and only a {wanted} can stand there",
                subject.type_name(),
                subject.id
            );
            subject.fault(steps, problem, format!("name a {wanted}"));
        }
        Some(_) => {}
    }
}

fn errors(subject: &mut Subject<'_, '_>) {
    each(subject, "errors", "structure");
    let items = field(subject.shape, "errors").and_then(Value::as_array);
    for (number, item) in items.into_iter().flatten().enumerate() {
        let target = field(item, "target").and_then(Value::as_str).unwrap_or_default();
        let shape = subject.ast.shapes.get(target);
        if shape.is_some_and(|shape| shape["type"] == "structure" && !has_trait(shape, "smithy.api#error")) {
            let problem =
                format!("`{target}` cannot be bound as an error because it is not marked with the `error` trait");
            let advice = "give it `@error(\"client\")` or `@error(\"server\")`";
            subject.fault(&["errors", &number.to_string(), "target"], problem, advice);
        }
    }
}
