//! Metadata: merges that of all files. Lists are joined, and other values have to be equal.

use serde_json::{Map, Value};

use super::{
    fault::{Fault, Faults, Where},
    model::{Content, Input, Model},
    values::Values,
};
use crate::load::json::pointer_to;

pub(super) fn merge<'m>(inputs: &'m [Input<'m>], model: &Model<'m>, faults: &mut Faults) -> Map<String, Value> {
    let mut merged = Map::new();
    for (number, input) in inputs.iter().enumerate() {
        match &input.content {
            Content::Idl(file) => {
                let values = Values { model, file: number };
                for entry in &file.metadata {
                    let value = values.value(&entry.value, faults);
                    let at = Where::Span(number, entry.key_span);
                    add(&mut merged, &entry.key, value, at, faults);
                }
            }
            Content::Json(root) => {
                for (key, value) in root.get("metadata").and_then(Value::as_object).into_iter().flatten() {
                    let at = Where::Json(number, pointer_to("/metadata", key));
                    add(&mut merged, key, value.clone(), at, faults);
                }
            }
        }
    }
    merged.sort_keys();
    merged
}

fn add(merged: &mut Map<String, Value>, key: &str, value: Value, at: Where, faults: &mut Faults) {
    if !super::values::join(merged, key, value) {
        let problem = format!("metadata conflict for key `{key}`: it has another value already");
        faults.add(Fault::new(at, problem, "take one of the two away"));
    }
}
