//! DynamoDB: it answers fast, so that a failed request is tried again soon.

use crate::ir::Service;

/// Sets the facts about DynamoDB.
pub(super) fn customize(service: &mut Service) {
    service.behavior.retries_quickly |= service.sdk_id == "DynamoDB";
}
