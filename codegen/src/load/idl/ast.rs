//! The JSON AST of a model, as far as it is lowered. It knows no file and no syntax.

use std::collections::BTreeMap;

use foldhash::HashMap;
use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::{
    mixins::Members,
    model::{Content, Input},
};
use crate::load::json::field;

/// A model as JSON.
#[derive(Debug, Default)]
pub(super) struct Ast {
    pub(super) metadata: Map<String, Value>,
    pub(super) shapes: IndexMap<String, Value, foldhash::fast::RandomState>,
    /// Traits for members that a shape has from a mixin, by the id of the member.
    pub(super) applies: BTreeMap<String, Map<String, Value>>,
    /// The members of mixins and of shapes with mixins, including those from mixins.
    pub(super) members: HashMap<String, Members>,
}

impl Ast {
    /// The JSON.
    pub(super) fn into_value(self) -> Value {
        let mut shapes: Map<String, Value> = self.shapes.into_iter().collect();
        for (id, traits) in self.applies {
            shapes.insert(id, json!({"type": "apply", "traits": traits}));
        }
        let mut root = Map::new();
        root.insert("smithy".to_owned(), json!("2.0"));
        if !self.metadata.is_empty() {
            root.insert("metadata".to_owned(), Value::Object(self.metadata));
        }
        shapes.sort_keys();
        root.insert("shapes".to_owned(), Value::Object(shapes));
        Value::Object(root)
    }
}

/// The members that a shape defines itself.
pub(super) fn own_members(shape: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let named = field(shape, "members").and_then(Value::as_object).into_iter().flatten();
    let fixed = ["member", "key", "value"].into_iter();
    let fixed = fixed.filter_map(|name| Some((name, field(shape, name)?)));
    named.map(|(name, member)| (name.as_str(), member)).chain(fixed)
}

/// The files of JSON among the inputs, by their number.
pub(super) fn json_inputs<'m>(inputs: &'m [Input<'m>]) -> impl Iterator<Item = (usize, &'m Value)> {
    inputs
        .iter()
        .enumerate()
        .filter_map(|(number, input)| match &input.content {
            Content::Json(value) => Some((number, value)),
            Content::Idl(_) => None,
        })
}
