//! The form of a JSON file, checked before anything else: shapes by absolute ids, known types, members with targets.
//! The values are checked later, with those of files in the language.

use serde_json::{Map, Value};

use super::syntax::ShapeType;
use crate::{Error, error::did_you_mean, load::json::pointer_to};

/// All errors in the form.
pub(super) fn check(root: &Value) -> Vec<Error> {
    let mut form = Form::default();
    if let Some(shapes) = root.get("shapes")
        && let Some(shapes) = form.object(shapes, "/shapes")
    {
        for (id, shape) in shapes {
            form.shape(id, shape);
        }
    }
    if let Some(metadata) = root.get("metadata") {
        form.object(metadata, "/metadata");
    }
    form.errors
}

#[derive(Default)]
struct Form {
    errors: Vec<Error>,
}

impl Form {
    fn error(&mut self, pointer: &str, problem: String, advice: impl Into<String>) {
        self.errors.push(Error::new(problem, advice).at(pointer));
    }

    fn object<'v>(&mut self, value: &'v Value, pointer: &str) -> Option<&'v Map<String, Value>> {
        if value.as_object().is_none() {
            let problem = format!("expected an object, but found {}", super::locate::shown(value));
            self.error(pointer, problem, "write an object");
        }
        value.as_object()
    }

    fn array<'v>(&mut self, value: &'v Value, pointer: &str) -> &'v [Value] {
        if value.as_array().is_none() {
            let problem = format!("expected an array, but found {}", super::locate::shown(value));
            self.error(pointer, problem, "write an array");
        }
        value.as_array().map(Vec::as_slice).unwrap_or_default()
    }

    fn shape(&mut self, id: &str, shape: &Value) {
        let at = pointer_to("/shapes", id);
        let Some(fields) = self.object(shape, &at) else { return };
        let name = fields.get("type").and_then(Value::as_str);
        let known = name.is_some_and(|name| name == "apply" || ShapeType::of(name).is_some());
        if !known {
            let problem = match name {
                Some(name) => format!("unknown shape type: {name}"),
                None => "missing required member of a shape: type".to_owned(),
            };
            let advice = name.and_then(|name| did_you_mean(name, ShapeType::keywords()));
            self.error(
                &at,
                problem,
                advice.unwrap_or_else(|| "give the shape a type".to_owned()),
            );
        }
        let is_member = id.contains('$');
        if !is_id(id) || is_member && name != Some("apply") {
            let problem = format!("invalid shape id `{id}`");
            self.error(&at, problem, "write `namespace#Name`");
        }
        for (key, value) in fields {
            let at = pointer_to(&at, key);
            match key.as_str() {
                "traits" => drop(self.object(value, &at)),
                "members" => {
                    for (name, member) in self.object(value, &at).into_iter().flatten() {
                        self.reference(member, &pointer_to(&at, name));
                    }
                }
                "identifiers" | "properties" => {
                    for (name, target) in self.object(value, &at).into_iter().flatten() {
                        self.reference(target, &pointer_to(&at, name));
                    }
                }
                "rename" => drop(self.object(value, &at)),
                "mixins" | "operations" | "collectionOperations" | "resources" | "errors" => {
                    for (number, item) in self.array(value, &at).iter().enumerate() {
                        self.reference(item, &format!("{at}/{number}"));
                    }
                }
                "member" | "key" | "value" | "input" | "output" | "put" | "create" | "read" | "update" | "delete"
                | "list" => self.reference(value, &at),
                _ => {}
            }
        }
    }

    /// `{"target": id}`, with traits where it is a member.
    fn reference(&mut self, value: &Value, at: &str) {
        let Some(fields) = self.object(value, at) else { return };
        match fields.get("target").and_then(Value::as_str) {
            None => self.error(
                at,
                "missing required member of a reference: target".to_owned(),
                "name the target",
            ),
            Some(target) if !is_id(target) => {
                let problem = format!("invalid shape id `{target}`");
                self.error(&pointer_to(at, "target"), problem, "write `namespace#Name`");
            }
            Some(_) => {}
        }
        if let Some(traits) = fields.get("traits") {
            self.object(traits, &pointer_to(at, "traits"));
        }
    }
}

/// Tells whether a text is the absolute id of a shape or of a member.
fn is_id(text: &str) -> bool {
    let is_name = |name: &str| {
        let starts_well = name.starts_with(|it: char| it == '_' || it.is_ascii_alphabetic());
        starts_well
            && name.bytes().all(|it| it == b'_' || it.is_ascii_alphanumeric())
            && name.bytes().any(|it| it != b'_')
    };
    let Some((namespace, name)) = text.split_once('#') else {
        return false;
    };
    let (name, member) = match name.split_once('$') {
        Some((name, member)) => (name, Some(member)),
        None => (name, None),
    };
    namespace.split('.').all(is_name) && is_name(name) && member.is_none_or(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_a_namespace_and_a_name() {
        for id in ["a#B", "a.b_c#_D1", "a#B$c"] {
            assert!(is_id(id), "{id}");
        }
        for id in ["B", "#B", "a#", "a..b#C", "a#1", "a#_", "a#B$", "a b#C", "a#B#C"] {
            assert!(!is_id(id), "{id}");
        }
    }

    #[test]
    fn every_shape_that_has_no_form_is_told() {
        let root = serde_json::json!({"shapes": {
            "a#A": 1,
            "a#B": {"type": "strin"},
            "a#C": {"type": "structure", "members": {"m": {"target": "String"}, "n": {}, "o": 2}},
            "bad": {"type": "string"},
            "a#D": {"type": "operation", "errors": {}, "input": "x"},
            "a#E": {"traits": []},
        }});
        let pointers: Vec<String> = check(&root)
            .iter()
            .filter_map(|error| error.diagnostic().pointer.clone())
            .collect();
        assert_eq!(
            pointers,
            [
                "/shapes/a#A",
                "/shapes/a#B",
                "/shapes/a#C/members/m/target",
                "/shapes/a#C/members/n",
                "/shapes/a#C/members/o",
                "/shapes/bad",
                "/shapes/a#D/errors",
                "/shapes/a#D/input",
                "/shapes/a#E",
                "/shapes/a#E/traits",
            ]
        );
    }
}
