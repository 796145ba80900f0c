//! Rules for the members that shapes of a type have to have, and for the values of enums.

use foldhash::{HashMap, HashMapExt};
use serde_json::Value;

use super::Subject;
use crate::load::{idl::locate::shown, json::field};

const ENUM_VALUE: &str = "smithy.api#enumValue";

pub(super) fn check(subject: &mut Subject<'_, '_>) {
    match subject.type_name() {
        "list" => required_members(subject, &["member"]),
        "map" => required_members(subject, &["key", "value"]),
        "union" if members(subject).next().is_none() && !inherits(subject) => {
            let advice = "give it a member, or use a structure";
            subject.fault(&[], "tagged unions must have one or more members", advice);
        }
        name @ ("enum" | "intEnum") => {
            let name = name.to_owned();
            if members(subject).next().is_none() && !inherits(subject) {
                let problem = format!("{name} must have at least one entry");
                subject.fault(&[], problem, "give it an entry");
            }
            enum_values(subject, name == "intEnum");
        }
        _ => {}
    }
}

fn members<'a>(subject: &Subject<'a, '_>) -> impl Iterator<Item = (&'a str, &'a Value)> + use<'a> {
    let members = field(subject.shape, "members").and_then(Value::as_object);
    members
        .into_iter()
        .flatten()
        .map(|(name, member)| (name.as_str(), member))
}

fn inherits(subject: &Subject<'_, '_>) -> bool {
    subject.ast.members.get(subject.id).is_some_and(|all| !all.is_empty())
}

fn required_members(subject: &mut Subject<'_, '_>, names: &[&str]) {
    let all = subject.ast.members.get(subject.id);
    let has = |name: &&&str| field(subject.shape, name).is_some() || all.is_some_and(|all| all.contains_key(**name));
    let missing: Vec<&str> = names.iter().filter(|name| !has(name)).copied().collect();
    if missing.is_empty() {
        return;
    }
    let s = if missing.len() == 1 { "" } else { "s" };
    let problem = format!(
        "missing required member{s} of shape `{}`: {}",
        subject.id,
        missing.join(", ")
    );
    let advice = format!("write `{}: Target`", missing.join(": Target`, `"));
    subject.fault(&[], problem, advice);
}

fn enum_values(subject: &mut Subject<'_, '_>, are_numbers: bool) {
    let mut known: HashMap<String, &str> = HashMap::new();
    let all: Vec<(&str, &Value)> = members(subject).collect();
    for (name, member) in all {
        let steps = ["members", name, "traits", ENUM_VALUE];
        let value = field(member, "traits").and_then(|traits| field(traits, ENUM_VALUE));
        let Some(value) = value else {
            let inherited = subject.ast.members.get(subject.id);
            let from_mixin = field(subject.shape, "mixins").is_some() && inherited.is_some();
            if are_numbers && !from_mixin {
                let problem = "intEnum members must have the `enumValue` trait";
                subject.fault(&steps[..2], problem, "write `= 1` after it, or another number");
            }
            continue;
        };
        let problem = match are_numbers {
            true => number_problem(value),
            false => match value.as_str() {
                // Files of JSON may have been made of botocore's models, some of whose enums have an empty value.
                Some("") if !subject.is_json => Some("enum values must not be empty".to_owned()),
                Some(_) => None,
                None => Some(format!(
                    "enum members require string values, but found: {}",
                    shown(value)
                )),
            },
        };
        if let Some(problem) = problem {
            subject.fault(&steps, problem, "give it another value");
        } else if let Some(first) = known.insert(value.to_string(), name) {
            let problem = format!(
                "multiple enum members found with the same value {}: `{first}` and `{name}`",
                shown(value)
            );
            subject.fault(&steps, problem, "give one of them another value");
        }
    }
}

fn number_problem(value: &Value) -> Option<String> {
    let Value::Number(number) = value else {
        return Some(format!(
            "intEnum members require integer values, but found: {}",
            shown(value)
        ));
    };
    if number.is_f64() {
        return Some("intEnum members do not support floating point values".to_owned());
    }
    let fits = number.as_i64().is_some_and(|it| i32::try_from(it).is_ok());
    (!fits).then(|| format!("intEnum members must fit within an integer, but found: {number}"))
}
