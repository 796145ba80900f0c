//! Long polls: operations whose response a service may delay. No model marks them yet; AWS's own crates know them by
//! their names.

use crate::ir::Service;

/// Services by their id, with their long polls.
///
/// The first two are those of aws-sdk-sqs 1.119.0 and aws-sdk-sfn 1.125.0; Simple Workflow's poll in the same way.
const LONG_POLLS: &[(&str, &[&str])] = &[
    ("SQS", &["ReceiveMessage"]),
    ("SFN", &["GetActivityTask"]),
    ("SWF", &["PollForActivityTask", "PollForDecisionTask"]),
];

/// Marks the long polls of a service.
pub(super) fn mark(service: &mut Service) {
    let Some((_, names)) = LONG_POLLS.iter().find(|(id, _)| *id == service.sdk_id) else {
        return;
    };
    for operation in &mut service.operations {
        operation.behavior.long_poll |= names.contains(&operation.name.as_str());
    }
}
