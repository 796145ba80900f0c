//! Stalls: operations that do their work between the head of a response and its body. A client that takes the pause for
//! a stalled stream would fail a call that succeeds, and repeat the work. No model marks them yet; AWS's own crates
//! know them by their names.

use crate::ir::Service;

/// Services by their id, with the operations whose responses may stall: those of aws-sdk-s3 1.157.0 and aws-sdk-lambda
/// 1.156.0.
const STALLS: &[(&str, &[&str])] = &[("S3", &["CopyObject"]), ("Lambda", &["Invoke", "InvokeAsync"])];

/// Marks the operations of a service whose responses may stall.
pub(super) fn mark(service: &mut Service) {
    let Some((_, names)) = STALLS.iter().find(|(id, _)| *id == service.sdk_id) else {
        return;
    };
    for operation in &mut service.operations {
        operation.behavior.may_stall |= names.contains(&operation.name.as_str());
    }
}
