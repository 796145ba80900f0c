//! Rules for mixins: which shapes can be one, and of which others.

use serde_json::Value;

use super::{Subject, has_trait};
use crate::load::json::field;

const MIXIN: &str = "smithy.api#mixin";
const UNIT: &str = "smithy.api#Unit";

pub(super) fn check(subject: &mut Subject<'_, '_>) {
    used(subject);
    if !subject.has_trait(MIXIN) {
        return;
    }
    let id = subject.id;
    match subject.type_name() {
        "operation" => {
            let is_unit = |key| subject.shape.pointer(key).is_none_or(|target| *target == UNIT);
            if !is_unit("/input/target") || !is_unit("/output/target") {
                let problem = format!(
                    "operation shapes with the mixin trait MUST target `{UNIT}` for their input and output. Operation \
                     mixin shape `{id}` defines one or both of these properties."
                );
                subject.fault(&[], problem, "take its input and output away");
            }
        }
        "resource" => {
            let known = ["type", "traits", "mixins"];
            let fields = subject.shape.as_object();
            if fields.is_some_and(|fields| fields.keys().any(|key| !known.contains(&key.as_str()))) {
                let problem = format!(
                    "resource shapes with the mixin trait may not define any properties. Resource mixin shape `{id}` \
                     defines one or more properties."
                );
                subject.fault(&[], problem, "take its properties away");
            }
        }
        _ => {}
    }
}

/// The mixins that a shape uses.
fn used(subject: &mut Subject<'_, '_>) {
    let mixins = field(subject.shape, "mixins").and_then(Value::as_array);
    let mut others: Vec<String> = Vec::new();
    let mut first_other = String::new();
    for (number, mixin) in mixins.into_iter().flatten().enumerate() {
        let target = field(mixin, "target").and_then(Value::as_str).unwrap_or_default();
        let number = number.to_string();
        let steps = ["mixins", &number, "target"];
        let Some(shape) = subject.ast.shapes.get(target) else {
            let problem = format!("attempted to use unresolved shape `{target}` as a mixin");
            subject.fault(&steps, problem, "name a shape with the trait `mixin`");
            continue;
        };
        if !has_trait(shape, MIXIN) {
            let problem = format!("attempted to use `{target}` as a mixin, but it is not marked with the mixin trait");
            subject.fault(&steps, problem, format!("put `@mixin` before `{target}`"));
        }
        if shape["type"] != subject.type_name() {
            others.push(format!("`{target}`"));
            if first_other.is_empty() {
                first_other = number;
            }
        }
    }
    if !others.is_empty() {
        let name = subject.type_name().to_owned();
        let problem = format!(
            "mixins may only be mixed into shapes of the same type. The following mixins were applied to the {name} \
             shape `{}` which are not {name} shapes: [{}]",
            subject.id,
            others.join(", ")
        );
        subject.fault(
            &["mixins", &first_other, "target"],
            problem,
            "use mixins of the shape's own type",
        );
    }
}
