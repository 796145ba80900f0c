//! Validation: the errors that Smithy's own tool reports in a model that can be parsed, as far as clients depend on
//! them.
//!
//! Rules look at the model as JSON and report problems by pointer, so that they hold for files of both forms.

mod mixins;
mod shapes;
mod targets;
mod trait_values;
mod traits;
mod versions;

use std::fmt::Write as _;

use rayon::{iter::ParallelIterator, slice::ParallelSlice};
use serde_json::Value;

use super::{
    ast::Ast,
    fault::{Fault, Faults, Where, pointer_of},
    model::{Definition, Model},
};
use crate::load::json::{field, pointer_to};

/// The number of shapes that are checked as one part, in parallel with the others.
const PART: usize = 512;

/// Checks all shapes of the model.
pub(super) fn validate(model: &Model<'_>, ast: &Ast, faults: &mut Faults) {
    let all: Vec<(&String, &Value)> = ast.shapes.iter().collect();
    if all.len() <= PART {
        check_part(model, ast, &all, faults);
    } else {
        let check = |part: &[(&String, &Value)]| {
            let mut faults = Faults::default();
            check_part(model, ast, part, &mut faults);
            faults
        };
        let found: Vec<Faults> = all.par_chunks(PART).map(check).collect();
        found.into_iter().for_each(|part| faults.join(part));
    }
    traits::check_applied(model, ast, faults);
}

fn check_part(model: &Model<'_>, ast: &Ast, part: &[(&String, &Value)], faults: &mut Faults) {
    for (id, shape) in part {
        let Some(defined) = model.shapes.get(*id).filter(|it| model.is_own(it.file)) else {
            continue;
        };
        let mut subject = Subject {
            model,
            ast,
            id,
            shape,
            is_json: matches!(defined.of, Definition::Json(_)),
            faults,
        };
        versions::check(&mut subject, defined);
        shapes::check(&mut subject);
        targets::check(&mut subject);
        mixins::check(&mut subject);
        traits::check(&mut subject, defined.version);
    }
}

/// Tells whether an id is of a namespace that the model does not define. Tools write JSON files without the definitions
/// of traits, AWS's for example. The parts of them that a client needs are checked when its service is lowered.
fn is_foreign(model: &Model<'_>, id: &str) -> bool {
    let namespace = id.split_once('#').map(|(namespace, _)| namespace);
    namespace.is_some_and(|namespace| !model.has_namespace(namespace))
}

/// A trait of a package whose namespace other packages have, too.
const SMOKE_TESTS: &str = "smithy.test#smokeTests";

/// Tells whether a trait is of a package of Smithy or AWS that is not built in, and so does not concern clients. JSON
/// files may have been written for newer packages.
fn is_of_smithy(model: &Model<'_>, is_json: bool, id: &str) -> bool {
    let is_theirs = id.starts_with("aws.") || id.starts_with("smithy.");
    is_theirs && (is_json || id == SMOKE_TESTS || is_foreign(model, id))
}

/// Tells whether a shape, or the one that a member belongs to, is defined in a JSON file.
fn is_json(model: &Model<'_>, id: &str) -> bool {
    let owner = id.split('$').next().unwrap_or_default();
    let defined = model.shapes.get(owner);
    defined.is_some_and(|defined| matches!(defined.of, Definition::Json(_)))
}

/// A shape that is being checked.
struct Subject<'a, 'm> {
    model: &'a Model<'m>,
    ast: &'a Ast,
    id: &'a str,
    shape: &'a Value,
    /// The shape is defined in a file of JSON.
    is_json: bool,
    faults: &'a mut Faults,
}

impl Subject<'_, '_> {
    fn type_name(&self) -> &str {
        field(self.shape, "type").and_then(Value::as_str).unwrap_or_default()
    }

    fn has_trait(&self, name: &str) -> bool {
        has_trait(self.shape, name)
    }

    /// Reports an error at some steps below the shape.
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
    field(owner, "traits").is_some_and(|traits| field(traits, name).is_some())
}
