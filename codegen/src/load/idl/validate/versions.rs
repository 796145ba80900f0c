//! Rules for versions: features that a version of Smithy lacks, in files of JSON. The parser checks files in the
//! language itself.

use serde_json::Value;

use super::Subject;
use crate::load::idl::{
    model::{Defined, Definition},
    syntax::{Body, ShapeType, Version},
};

const ADVICE: &str = "let the file say version `\"2.0\"`";

pub(super) fn check(subject: &mut Subject<'_, '_>, defined: &Defined<'_>) {
    if defined.version == Version::Two {
        return;
    }
    if subject.has_trait("smithy.api#mixin") {
        let problem = format!(
            "mixins can only be used in Smithy 2.0 or later. Attempted to apply a @mixin trait to `{}` in a model file \
             using version `1.0`.",
            subject.id
        );
        subject.fault(&["traits", "smithy.api#mixin"], problem, ADVICE);
    }
    let has_properties = match defined.of {
        Definition::Idl(shape) | Definition::Inline(shape, _) => match &shape.body {
            Body::Properties(properties) => {
                shape.kind == ShapeType::Resource && properties.iter().any(|entry| entry.key == "properties")
            }
            _ => false,
        },
        Definition::Json(shape) => defined.type_name() == "resource" && shape.get("properties").is_some(),
    };
    if has_properties {
        let problem = "resource properties can only be used with Smithy version 2 or later";
        subject.fault(&["properties"], problem, ADVICE);
    }
    if let Definition::Json(shape) = defined.of {
        if matches!(defined.type_name(), "enum" | "intEnum") {
            let problem = format!("{} shapes cannot be used in Smithy version 1.0", defined.type_name());
            subject.fault(&["type"], problem, ADVICE);
        }
        if shape
            .get("mixins")
            .and_then(Value::as_array)
            .is_some_and(|it| !it.is_empty())
        {
            let problem = "mixins can only be used with Smithy version 2 or later. Attempted to use mixins with version \
                `1.0`.";
            subject.fault(&["mixins"], problem, ADVICE);
        }
    }
}
