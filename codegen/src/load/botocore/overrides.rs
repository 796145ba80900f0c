//! What botocore's form cannot say, and other publications of the same model do.
//!
//! botocore knows no default values: a number or a boolean that is zero or false where it is not sent looks
//! like any other there. Each row of the table says where that was read, and a row that contradicts the
//! model is an error.

use crate::{
    Error, Result,
    ir::{self, Kind, Service, ShapeId},
};

/// One thing to put right.
struct Override {
    /// The service, by its id.
    service: &'static str,
    /// The shape, by its name.
    shape: &'static str,
    /// The value of its members where they are not sent.
    default: Zero,
    /// Where that is said.
    source: &'static str,
}

/// The default values of Smithy 1.0, which older models mean.
#[derive(Clone, Copy)]
enum Zero {
    Number,
    False,
}

/// The same model as Smithy's JSON AST.
const PERSONALIZE: &str =
    "https://github.com/aws/api-models-aws/blob/main/models/personalize/service/2018-05-22/personalize-2018-05-22.json";

const fn personalize(shape: &'static str, default: Zero) -> Override {
    Override {
        service: "Personalize",
        shape,
        default,
        source: PERSONALIZE,
    }
}

const OVERRIDES: &[Override] = &[
    personalize("ContinuousMaxValue", Zero::Number),
    personalize("ContinuousMinValue", Zero::Number),
    personalize("IntegerMaxValue", Zero::Number),
    personalize("IntegerMinValue", Zero::Number),
    personalize("MetricValue", Zero::Number),
    personalize("PerformAutoML", Zero::False),
    personalize("PerformHPO", Zero::False),
    personalize("Tunable", Zero::False),
];

/// A service whose errors nothing wraps, and its operations whose output nothing wraps: botocore's parsers try both
/// forms, or know the operation by its name.
struct Unwrapped {
    service: &'static str,
    operations: &'static [&'static str],
}

/// `noErrorWrapping` and `aws.customizations#s3UnwrappedXmlOutput` in
/// <https://github.com/aws/api-models-aws/blob/main/models/s3/service/2006-03-01/s3-2006-03-01.json>.
const UNWRAPPED: &[Unwrapped] = &[Unwrapped {
    service: "S3",
    operations: &["GetBucketLocation"],
}];

/// Puts right what the table names. A shape that is not there is none of this model's version.
pub(super) fn apply(service: &mut Service) -> Result<()> {
    for row in OVERRIDES {
        match service.shapes.find(row.shape) {
            Some(id) if row.service == service.sdk_id => row.apply(service, id)?,
            Some(_) | None => {}
        }
    }
    if let Some(row) = UNWRAPPED.iter().find(|row| row.service == service.sdk_id) {
        service.unwrapped_errors = true;
        for operation in &mut service.operations {
            operation.unwrapped_output |= row.operations.contains(&operation.name.as_str());
        }
    }
    Ok(())
}

impl Override {
    fn apply(&self, service: &mut Service, id: ShapeId) -> Result<()> {
        let shape = &mut service.shapes[id];
        match (self.default, &shape.kind) {
            (Zero::False, Kind::Boolean) => shape.traits.default = Some(ir::Default::from(false)),
            (Zero::Number, Kind::Integer | Kind::Long | Kind::Float | Kind::Double) => {
                shape.traits.default = Some(ir::Default::from(0));
            }
            (_, kind) => {
                return Err(Error::new(
                    format!(
                        "the table of overrides gives the shape a default value that no {} has",
                        kind.noun()
                    ),
                    format!("compare the model with {}, and correct or remove the row", self.source),
                )
                .in_file(&service.origin.model)
                .at(&shape.pointer)
                .on(&shape.name));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::load::{ModelPaths, load};

    #[test]
    fn every_row_applies_to_the_vendored_model() {
        let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("../model/personalize/2018-05-22");
        let service = load(&ModelPaths::new(&model)).expect("the vendored model loads");
        for row in OVERRIDES {
            assert_eq!(row.service, service.sdk_id);
            let id = service.shapes.find(row.shape);
            let id = id.unwrap_or_else(|| panic!("no shape `{}` is left: remove its row", row.shape));
            assert!(service.shapes[id].traits.default.is_some(), "{}", row.shape);
        }
    }

    #[test]
    fn a_row_that_contradicts_the_model_is_an_error() {
        let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("../model/personalize/2018-05-22");
        let mut service = load(&ModelPaths::new(&model)).expect("the vendored model loads");
        let id = service.shapes.find("Tunable").expect("Personalize has it");
        service.shapes[id].kind = Kind::Timestamp;
        let error = apply(&mut service).expect_err("a timestamp is not false");
        assert!(error.to_string().contains("Tunable"), "{error}");
    }
}
