//! Pairs of models of other services than Personalize, and of both forms: which states, and which operations of them.
//!
//! A service is cut to a few operations that differ: whole crates of EC2 or S3 take rustdoc minutes, and say the same.

use std::path::{Path, PathBuf};

use codegen::ir::Service;
use codegen::load::{ModelPaths, load};
use sdk_tailor::model::side;
use sdk_tailor::wheel::{Pins, Wheel};

use crate::Result;

/// A state of a service's model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// That of a version of botocore.
    Botocore(&'static str),
    /// A file of Smithy's JSON, below `CONFORMANCE_DATA`.
    Smithy(&'static str),
}

impl State {
    /// The name of the state in printed lines, and, with other characters, in names of files.
    pub fn name(self) -> String {
        match self {
            Self::Botocore(version) => format!("botocore {version}"),
            Self::Smithy(file) => file.trim_start_matches("models/").trim_end_matches(".json").to_owned(),
        }
    }
}

/// Two states of a service's model.
pub struct Pair {
    /// The service, as botocore calls it.
    pub service: &'static str,
    /// The earlier state, and the later one.
    pub states: [State; 2],
    /// The operations that are compared: those that one state alone has are among them.
    pub operations: &'static [&'static str],
    /// The difference.
    pub what: &'static str,
}

/// The version of botocore that is as old as the older of Smithy's models.
const OLD: State = State::Botocore("1.37.25");

/// The version that the repository's models are of.
const NEW: State = State::Botocore("1.44.5");

/// Ten services between two versions of botocore. What is an addition one way breaks users the other way.
pub const SERVICES: &[Pair] = &[
    Pair {
        service: "s3",
        states: [OLD, NEW],
        operations: &[
            "DeleteBucketIntelligentTieringConfiguration",
            "GetBucketLocation",
            "PutPublicAccessBlock",
            "GetBucketAbac",
        ],
        what: "members of inputs, values of enums, an operation",
    },
    Pair {
        service: "dynamodb",
        states: [OLD, NEW],
        operations: &[
            "UpdateContributorInsights",
            "ListContributorInsights",
            "CancelBulkOperation",
        ],
        what: "members with an enum, an operation with its errors",
    },
    Pair {
        service: "ec2",
        states: [OLD, NEW],
        operations: &[
            "DeletePlacementGroup",
            "GetInstanceUefiData",
            "CancelCapacityReservation",
            "BundleInstance",
            "CopyImage",
        ],
        what: "members with types of their own",
    },
    Pair {
        service: "lambda",
        states: [OLD, NEW],
        operations: &[
            "DeleteLayerVersion",
            "GetPolicy",
            "DeleteFunctionUrlConfig",
            "GetCapacityProvider",
        ],
        what: "other shapes for the same members, an operation",
    },
    Pair {
        service: "iam",
        states: [OLD, NEW],
        operations: &[
            "GetAccountSummary",
            "UpdateSSHPublicKey",
            "UpdateAccessKey",
            "AcceptDelegationRequest",
        ],
        what: "values of an enum, errors, an operation",
    },
    Pair {
        service: "cloudwatch",
        states: [OLD, NEW],
        operations: &["DeleteAlarms", "DescribeInsightRules", "DeleteAlarmMuteRule"],
        what: "an error, a member, an operation",
    },
    Pair {
        service: "cloudwatch",
        states: [OLD, NEW],
        operations: &["DeleteDashboards"],
        what: "an error in the place of another",
    },
    Pair {
        service: "route53",
        states: [OLD, NEW],
        operations: &[
            "ListVPCAssociationAuthorizations",
            "UpdateHostedZoneComment",
            "UpdateHostedZoneFeatures",
        ],
        what: "regions in an enum, structures in an output, an operation",
    },
    Pair {
        service: "sns",
        states: [State::Botocore("1.31.33"), NEW],
        operations: &["Subscribe", "SetSubscriptionAttributes", "PublishBatch"],
        what: "an error of two operations",
    },
    Pair {
        service: "kms",
        states: [OLD, NEW],
        operations: &["DeleteImportedKeyMaterial", "ListKeys", "Verify", "GetKeyLastUsage"],
        what: "members of an input and an output, values of enums, an operation",
    },
    Pair {
        service: "ssm",
        states: [OLD, NEW],
        operations: &[
            "RemoveTagsFromResource",
            "DeleteDocument",
            "StartExecutionPreview",
            "GetAccessToken",
        ],
        what: "values of an enum, errors, members, an operation",
    },
];

/// Both forms: one of Smithy's models against a later one, and each form against the other of the same time.
pub const FORMS: &[Pair] = &[
    Pair {
        service: "lambda",
        states: [
            State::Smithy("models/smithy/lambda-2015-03-31.json"),
            State::Smithy("models/smithy-2026/lambda.json"),
        ],
        operations: &[
            "DeleteLayerVersion",
            "GetPolicy",
            "DeleteFunctionUrlConfig",
            "GetCapacityProvider",
        ],
        what: "members, an operation",
    },
    Pair {
        service: "route53",
        states: [
            State::Smithy("models/smithy/route-53-2013-04-01.json"),
            State::Smithy("models/smithy-2026/route-53.json"),
        ],
        operations: &[
            "ListVPCAssociationAuthorizations",
            "UpdateHostedZoneComment",
            "UpdateHostedZoneFeatures",
        ],
        what: "regions in an enum, structures in an output, an operation",
    },
    Pair {
        service: "sts",
        states: [
            State::Smithy("models/smithy/sts-2011-06-15.json"),
            State::Smithy("models/smithy-2026/sts.json"),
        ],
        operations: &[],
        what: "operations and their errors, of the whole service",
    },
    Pair {
        service: "dynamodb",
        states: [OLD, State::Smithy("models/smithy/dynamodb-2012-08-10.json")],
        operations: &["GetItem", "UpdateContributorInsights", "ListContributorInsights"],
        what: "nothing but the form",
    },
    Pair {
        service: "sqs",
        states: [State::Smithy("models/smithy/sqs-2012-11-05.json"), NEW],
        operations: &[],
        what: "the other form, seventeen months later; the whole service",
    },
];

/// Loads one state of a pair.
///
/// # Errors
///
/// It is not there, or cannot be fetched or loaded.
pub fn fetch(root: &Path, data: Option<&Path>, service: &str, state: State) -> Result<Service> {
    let ours = root.join("model/partitions.json");
    match state {
        State::Botocore(version) => {
            let mut wheel = Wheel::fetch(root, Some(version), &Pins::new())?;
            let mut files = wheel.service(service, None)?;
            let common = wheel.common()?;
            files.extend(common.into_iter().filter(|file| !side::is_old_form(version, file)));
            let model = side::unpack(&files)?;
            let mut paths = model.paths(None);
            paths.partitions.get_or_insert(ours);
            Ok(load(&paths)?)
        }
        State::Smithy(file) => {
            let file: PathBuf = data.ok_or("CONFORMANCE_DATA names no folder")?.join(file);
            let mut paths = ModelPaths::new(file);
            paths.partitions.get_or_insert(ours);
            Ok(load(&paths)?)
        }
    }
}

/// The operations of a pair that a state has; all where a pair names none.
pub fn chosen(pair: &Pair, service: &Service) -> Vec<String> {
    let has = |name: &&&str| service.operations.iter().any(|operation| operation.name == **name);
    pair.operations
        .iter()
        .filter(has)
        .map(|name| (*name).to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_service_that_is_asked_for_has_a_pair() {
        let wanted = [
            "s3",
            "dynamodb",
            "ec2",
            "lambda",
            "iam",
            "cloudwatch",
            "route53",
            "sns",
            "kms",
            "ssm",
        ];
        for service in wanted {
            assert!(SERVICES.iter().any(|pair| pair.service == service), "{service}");
        }
        for pair in SERVICES.iter().chain(FORMS) {
            assert_ne!(pair.states[0], pair.states[1], "{}", pair.service);
        }
        let forms = |pair: &Pair| pair.states.map(|state| matches!(state, State::Smithy(_)));
        for form in [[true, true], [false, true], [true, false]] {
            assert!(FORMS.iter().any(|pair| forms(pair) == form), "{form:?}");
        }
    }
}
