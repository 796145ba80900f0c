//! DynamoDB, which responds fast, so that failed requests are retried soon.

use crate::ir::Service;

/// Sets the facts about DynamoDB.
pub(super) fn customize(service: &mut Service) {
    service.behavior.retries_quickly |= service.sdk_id == "DynamoDB";
}
