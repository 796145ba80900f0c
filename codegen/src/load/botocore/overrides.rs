//! What botocore's form cannot say, and other publications of the same model do.
//!
//! botocore knows no default values: a number or a boolean that is zero or false where it is not sent looks
//! like any other there. What is special about S3's documents is code of its client. Each row of the table says where that was read, and a row that contradicts the
//! model is an error.

use crate::{
    Error, Result,
    ir::{self, Kind, Service, ShapeId},
};

/// One thing to put right.
struct Override {
    /// The service, by its id.
    service: &'static str,
    /// What is put right.
    correction: Correction,
    /// Where that is said.
    source: &'static str,
}

/// What a model of botocore's leaves out.
#[derive(Clone, Copy)]
enum Correction {
    /// The value of members of a shape, by its name, where they are not sent.
    Default(&'static str, Zero),
    /// Errors stand at the root of their documents. botocore's client looks at each response.
    UnwrappedErrors,
    /// The output of an operation, by its name, is at the root of its document. botocore's client has code for it.
    UnwrappedOutput(&'static str),
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

/// The same model as Smithy's JSON AST.
const S3: &str = "https://github.com/aws/api-models-aws/blob/main/models/s3/service/2006-03-01/s3-2006-03-01.json";

const fn personalize(shape: &'static str, default: Zero) -> Override {
    Override {
        service: "Personalize",
        correction: Correction::Default(shape, default),
        source: PERSONALIZE,
    }
}

const fn s3(correction: Correction) -> Override {
    Override {
        service: "S3",
        correction,
        source: S3,
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
    s3(Correction::UnwrappedErrors),
    s3(Correction::UnwrappedOutput("GetBucketLocation")),
];

/// Puts right what the table names. A shape or an operation that is not there is none of this model's version.
pub(super) fn apply(service: &mut Service) -> Result<()> {
    for row in OVERRIDES {
        if row.service != service.sdk_id {
            continue;
        }
        match row.correction {
            Correction::Default(shape, zero) => {
                if let Some(id) = service.shapes.find(shape) {
                    row.set_default(service, id, zero)?;
                }
            }
            Correction::UnwrappedErrors => service.unwrapped_errors = true,
            Correction::UnwrappedOutput(name) => {
                let mut operations = service.operations.iter_mut();
                if let Some(operation) = operations.find(|operation| operation.name == name) {
                    operation.unwrapped_output = true;
                }
            }
        }
    }
    Ok(())
}

impl Override {
    fn set_default(&self, service: &mut Service, id: ShapeId, zero: Zero) -> Result<()> {
        let shape = &mut service.shapes[id];
        match (zero, &shape.kind) {
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
    use std::io::{self, Write};
    use std::path::{Path, PathBuf};

    use super::*;
    use crate::load::{ModelPaths, load};

    /// The model of a service: vendored, or botocore's own where `BOTOCORE_DATA` names its data.
    fn model(service: &str) -> Option<PathBuf> {
        match service {
            "Personalize" => Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("../model/personalize/2018-05-22")),
            other => Some(Path::new(&std::env::var_os("BOTOCORE_DATA")?).join(other.to_lowercase())),
        }
    }

    #[test]
    fn every_row_applies() {
        for row in OVERRIDES {
            let Some(model) = model(row.service) else {
                // Not `eprintln!`, which the test harness keeps to itself.
                let mut aloud = io::stderr();
                writeln!(aloud, "a row of {} is skipped: BOTOCORE_DATA is not set", row.service).expect("it is open");
                continue;
            };
            let service = load(&ModelPaths::new(&model)).expect("the model loads");
            assert_eq!(row.service, service.sdk_id);
            match row.correction {
                Correction::Default(shape, _) => {
                    let id = service.shapes.find(shape);
                    let id = id.unwrap_or_else(|| panic!("no shape `{shape}` is left: remove its row"));
                    assert!(service.shapes[id].traits.default.is_some(), "{shape}");
                }
                Correction::UnwrappedErrors => assert!(service.unwrapped_errors),
                Correction::UnwrappedOutput(name) => {
                    let operation = service.operations.iter().find(|operation| operation.name == name);
                    assert!(operation.is_some_and(|operation| operation.unwrapped_output), "{name}");
                }
            }
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
