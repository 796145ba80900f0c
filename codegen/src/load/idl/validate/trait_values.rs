//! Rules for the values of traits, by the shapes that define them. Shapes are read as they are written, so that
//! built-in ones need not be lowered.

use std::borrow::Cow;

use serde_json::Value;

use crate::load::idl::{
    fault::Faults,
    locate::shown,
    model::{Defined, Definition, Model},
    syntax::{Body, Member, Target, Traits},
    values::Values,
};
use crate::load::json::{field, get};

/// A problem: the path to it inside the value, its description, and advice.
pub(super) type Problem = (Vec<String>, String, String);

const ADVICE: &str = "write a value of that form";

/// Tells whether a shape can be used as a trait.
pub(super) fn is_trait(defined: &Defined<'_>) -> bool {
    match defined.of {
        Definition::Idl(shape) | Definition::Inline(shape, _) => {
            shape.traits.traits.iter().any(|it| is_named(it.name.text, "trait"))
        }
        Definition::Json(shape) => {
            field(shape, "traits").is_some_and(|traits| field(traits, "smithy.api#trait").is_some())
        }
    }
}

fn is_named(text: &str, name: &str) -> bool {
    text == name || text.strip_prefix("smithy.api#") == Some(name)
}

/// Checks the value of a trait.
pub(super) fn check(model: &Model<'_>, name: &str, value: &Value, problems: &mut Vec<Problem>) {
    let start = problems.len();
    Checker::of(model, problems).value(name, value);
    let short = name.strip_prefix("smithy.api#").unwrap_or(name);
    for (steps, problem, _) in &mut problems[start..] {
        let path = steps
            .iter()
            .fold(short.to_owned(), |path, step| format!("{path}.{step}"));
        *problem = format!("error validating trait `{path}`: {problem}");
    }
}

/// Checks the default of a member that targets a shape. Zero may be out of the shape's range, as version 1.0 has no
/// other default.
pub(super) fn check_default(model: &Model<'_>, id: &str, value: &Value, problems: &mut Vec<Problem>) {
    let mut checker = Checker::of(model, problems);
    checker.allows_zero = true;
    checker.value(id, value);
}

struct Checker<'a, 'm> {
    model: &'a Model<'m>,
    steps: Vec<String>,
    problems: &'a mut Vec<Problem>,
    /// True where zero may be out of the shape's range.
    allows_zero: bool,
}

impl<'a, 'm> Checker<'a, 'm> {
    fn of(model: &'a Model<'m>, problems: &'a mut Vec<Problem>) -> Self {
        Self {
            model,
            steps: Vec::new(),
            problems,
            allows_zero: false,
        }
    }

    fn problem(&mut self, problem: String) {
        self.problems.push((self.steps.clone(), problem, ADVICE.to_owned()));
    }

    fn at(&mut self, step: &str, check: impl FnOnce(&mut Self)) {
        self.steps.push(step.to_owned());
        check(self);
        self.steps.pop();
    }

    /// Checks a value. The depth is that of the value, which readers bound.
    fn value(&mut self, id: &str, value: &Value) {
        let Some(defined) = self.model.shapes.get(id).copied() else {
            return;
        };
        match (defined.type_name(), value) {
            ("document", _) => {}
            ("boolean", Value::Bool(_)) => {}
            ("string" | "blob", Value::String(text)) => self.length(&defined, || text.chars().count()),
            ("enum", Value::String(text)) => self.enum_value(&defined, text),
            ("timestamp", Value::String(_) | Value::Number(_)) => {}
            ("float" | "double", Value::String(text)) if matches!(text.as_str(), "NaN" | "Infinity" | "-Infinity") => {}
            (name, Value::Number(number)) if bounds(name).is_some() => {
                self.number(name, number);
                self.range(&defined, number);
            }
            ("list" | "set", Value::Array(items)) => self.list(&defined, items),
            ("map", Value::Object(entries)) => self.map(&defined, entries),
            ("structure", Value::Object(entries)) => self.structure(&defined, entries),
            ("union", Value::Object(entries)) => self.union(&defined, entries),
            (name, value) => {
                let expected = match name {
                    "list" | "set" => "array",
                    "map" | "structure" | "union" => "object",
                    "boolean" => "boolean",
                    "string" | "blob" | "enum" => "string",
                    "timestamp" => "number or string",
                    _ => "number",
                };
                let problem = format!(
                    "expected {expected} value for {name} shape, `{id}`; found {}",
                    shown(value)
                );
                self.problem(problem);
            }
        }
    }

    fn number(&mut self, name: &str, number: &serde_json::Number) {
        let Some((low, high)) = bounds(name).flatten() else {
            return;
        };
        if number.is_f64() {
            self.problem(format!(
                "{name} shapes must not have floating point values, but found `{number}`"
            ));
        } else if number.as_i64().is_none_or(|it| it < low || it > high) {
            self.problem(format!(
                "{name} value must be in the range of {low} to {high}, but found `{number}`"
            ));
        }
    }

    fn list(&mut self, defined: &Defined<'m>, items: &[Value]) {
        self.length(defined, || items.len());
        let Some(member) = self.member(defined, "member") else {
            return;
        };
        let target = member.id(self.model);
        for (number, item) in items.iter().enumerate().filter(|(_, item)| !item.is_null()) {
            self.at(&number.to_string(), |it| it.value(&target, item));
        }
    }

    fn map(&mut self, defined: &Defined<'m>, entries: &serde_json::Map<String, Value>) {
        self.length(defined, || entries.len());
        let target = |name| self.member(defined, name).map(|member| member.id(self.model));
        let (key, value) = (target("key"), target("value"));
        for (name, entry) in entries {
            if let Some(key) = &key {
                self.at(name, |it| it.value(key, &Value::String(name.clone())));
            }
            if let Some(target) = value.as_ref().filter(|_| !entry.is_null()) {
                self.at(name, |it| it.value(target, entry));
            }
        }
    }

    /// Checks a structure. Unknown members are ignored: a newer definition may have them.
    fn structure(&mut self, defined: &Defined<'m>, entries: &serde_json::Map<String, Value>) {
        for member in self.members(defined) {
            match get(entries, member.name) {
                Some(value) if !value.is_null() => {
                    self.at(member.name, |it| it.value(&member.id(it.model), value));
                }
                Some(_) => {}
                None if member.is_required => {
                    self.problem(format!("missing required structure member `{}`", member.name));
                }
                None => {}
            }
        }
    }

    fn union(&mut self, defined: &Defined<'m>, entries: &serde_json::Map<String, Value>) {
        if entries.len() != 1 {
            self.problem(format!(
                "union values must have a value set for exactly one member, and it has {}",
                entries.len()
            ));
            return;
        }
        for (name, value) in entries {
            match self.member(defined, name) {
                Some(member) => self.at(name, |it| it.value(&member.id(it.model), value)),
                None => self.problem(format!("invalid union member `{name}`")),
            }
        }
    }

    fn enum_value(&mut self, defined: &Defined<'m>, text: &str) {
        let values: Vec<String> = match defined.of {
            Definition::Idl(shape) | Definition::Inline(shape, _) => {
                // Further values may be a mixin's.
                let Body::Members(members) = &shape.body else { return };
                if !shape.mixins.is_empty() {
                    return;
                }
                members
                    .iter()
                    .map(|member| written_value(self.model, defined.file, member))
                    .collect()
            }
            Definition::Json(_) => return,
        };
        if !values.iter().any(|value| value == text) {
            let problem = format!(
                "string value provided must be one of `{}`, but found `{text}`",
                values.join("`, `")
            );
            self.problem(problem);
        }
    }

    /// Checks the length, where the definition has a constraint.
    fn length(&mut self, defined: &Defined<'m>, found: impl FnOnce() -> usize) {
        let Some(length) = self.own_trait(defined, "length") else {
            return;
        };
        let found = found();
        let bound = |key| {
            length
                .get(key)
                .and_then(Value::as_u64)
                .and_then(|it| usize::try_from(it).ok())
        };
        if bound("min").is_some_and(|min| found < min) || bound("max").is_some_and(|max| found > max) {
            self.problem(format!("the length is {found}, and has to be within {length}"));
        }
    }

    fn range(&mut self, defined: &Defined<'m>, found: &serde_json::Number) {
        let Some(range) = self.own_trait(defined, "range") else {
            return;
        };
        let bound = |key| range.get(key).and_then(Value::as_f64);
        let Some(value) = found.as_f64().filter(|value| !(self.allows_zero && *value == 0.0)) else {
            return;
        };
        if bound("min").is_some_and(|min| value < min) || bound("max").is_some_and(|max| value > max) {
            self.problem(format!("value must be within {range}, but found `{found}`"));
        }
    }

    fn own_trait(&self, defined: &Defined<'m>, name: &str) -> Option<Value> {
        match defined.of {
            Definition::Idl(shape) | Definition::Inline(shape, _) => {
                let found = shape.traits.traits.iter().find(|it| is_named(it.name.text, name))?;
                let values = Values {
                    model: self.model,
                    file: defined.file,
                };
                Some(values.value(found.value.as_ref()?, &mut Faults::default()))
            }
            Definition::Json(shape) => shape.get("traits")?.get(format!("smithy.api#{name}")).cloned(),
        }
    }

    fn members(&self, defined: &Defined<'m>) -> Vec<Known<'m>> {
        match defined.of {
            Definition::Idl(shape) | Definition::Inline(shape, _) => {
                let Body::Members(members) = &shape.body else {
                    return Vec::new();
                };
                let known = members.iter().filter_map(|member| {
                    let Target::Id(target) = &member.target else {
                        return None;
                    };
                    Some(Known {
                        name: member.name.text,
                        file: defined.file,
                        target: target.text,
                        is_required: is_required(&member.traits),
                    })
                });
                known.collect()
            }
            Definition::Json(shape) => {
                let known = crate::load::idl::ast::own_members(shape).filter_map(|(name, member)| {
                    let traits = field(member, "traits");
                    Some(Known {
                        name,
                        file: defined.file,
                        target: field(member, "target")?.as_str()?,
                        is_required: traits.is_some_and(|it| field(it, "smithy.api#required").is_some()),
                    })
                });
                known.collect()
            }
        }
    }

    fn member(&self, defined: &Defined<'m>, name: &str) -> Option<Known<'m>> {
        self.members(defined).into_iter().find(|member| member.name == name)
    }
}

/// A member of a definition.
#[derive(Clone, Copy)]
struct Known<'m> {
    name: &'m str,
    file: usize,
    /// The target, as the file writes it.
    target: &'m str,
    is_required: bool,
}

impl<'m> Known<'m> {
    /// The id of the target.
    fn id<'a>(self, model: &'a Model<'m>) -> Cow<'a, str>
    where
        'm: 'a,
    {
        model.resolve(self.file, self.target)
    }
}

fn is_required(traits: &Traits<'_>) -> bool {
    traits.traits.iter().any(|it| is_named(it.name.text, "required"))
}

/// The value of a member of an enum.
fn written_value<'m>(model: &Model<'m>, file: usize, member: &'m Member<'m>) -> String {
    let given = member
        .traits
        .traits
        .iter()
        .find(|it| is_named(it.name.text, "enumValue"));
    let node = member.value.as_ref().or_else(|| given?.value.as_ref());
    let values = Values { model, file };
    let value = node.map(|node| values.value(node, &mut Faults::default()));
    match value {
        Some(Value::String(value)) => value,
        _ => member.name.text.to_owned(),
    }
}

/// The bounds of a number type: `None` for other types, `Some(None)` for numbers that need not be whole.
fn bounds(name: &str) -> Option<Option<(i64, i64)>> {
    match name {
        "byte" => Some(Some((i8::MIN.into(), i8::MAX.into()))),
        "short" => Some(Some((i16::MIN.into(), i16::MAX.into()))),
        "integer" | "intEnum" => Some(Some((i32::MIN.into(), i32::MAX.into()))),
        "long" => Some(Some((i64::MIN, i64::MAX))),
        "bigInteger" | "bigDecimal" | "float" | "double" => Some(None),
        _ => None,
    }
}
