//! What Smithy's own tool refuses in a model that can be read, as far as clients depend on it.
//!
//! Rules look at the model as JSON and say what is wrong at which pointer, so that they hold for files of both forms.

mod mixins;
mod shapes;
mod targets;
mod trait_values;
mod traits;
mod versions;

use std::fmt::Write as _;

use serde_json::Value;

use super::{
    fault::{Fault, Faults, Where},
    lower::{Ast, pointer_of},
    model::Model,
};
use crate::load::json::pointer_to;

/// Checks all shapes of the model.
pub(super) fn validate(model: &Model<'_>, ast: &Ast, faults: &mut Faults) {
    for (id, shape) in &ast.shapes {
        let Some(defined) = model.shapes.get(id).filter(|it| model.is_own(it.file)) else {
            continue;
        };
        let mut subject = Subject {
            model,
            ast,
            id,
            shape,
            faults,
        };
        versions::check(&mut subject, defined);
        shapes::check(&mut subject);
        targets::check(&mut subject);
        mixins::check(&mut subject);
        traits::check(&mut subject, defined.version);
    }
    traits::check_applied(model, ast, faults);
}

/// A shape that rules look at.
struct Subject<'a, 'm> {
    model: &'a Model<'m>,
    ast: &'a Ast,
    id: &'a str,
    shape: &'a Value,
    faults: &'a mut Faults,
}

impl Subject<'_, '_> {
    fn type_name(&self) -> &str {
        self.shape.get("type").and_then(Value::as_str).unwrap_or_default()
    }

    fn has_trait(&self, name: &str) -> bool {
        has_trait(self.shape, name)
    }

    /// Reports what is wrong at some steps below the shape.
    fn fault(&mut self, steps: &[&str], problem: impl Into<String>, advice: impl Into<String>) {
        let pointer = steps
            .iter()
            .fold(pointer_of(self.id), |pointer, step| pointer_to(&pointer, step));
        let mut on = self.id.to_owned();
        if let ["members", member, ..] | [member @ ("member" | "key" | "value"), ..] = steps {
            let _ = write!(on, "${member}");
        }
        let fault = Fault::new(Where::Pointer(pointer), problem, advice);
        self.faults.add(fault.on(on));
    }
}

fn has_trait(owner: &Value, name: &str) -> bool {
    owner.get("traits").is_some_and(|traits| traits.get(name).is_some())
}
