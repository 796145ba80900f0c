//! Operations that a service may hold for long before it answers. No model says so yet; AWS's own crates know them by
//! their names.

use crate::ir::Service;

/// A service by its id, and its operations that wait for something to happen.
///
/// The first two are those of aws-sdk-sqs 1.119.0 and aws-sdk-sfn 1.125.0; Simple Workflow's poll in the same way.
const LONG_POLLS: &[(&str, &[&str])] = &[
    ("SQS", &["ReceiveMessage"]),
    ("SFN", &["GetActivityTask"]),
    ("SWF", &["PollForActivityTask", "PollForDecisionTask"]),
];

/// Marks the operations of a service that wait.
pub(super) fn mark(service: &mut Service) {
    let Some((_, names)) = LONG_POLLS.iter().find(|(id, _)| *id == service.sdk_id) else {
        return;
    };
    for operation in &mut service.operations {
        operation.behavior.long_poll |= names.contains(&operation.name.as_str());
    }
}
