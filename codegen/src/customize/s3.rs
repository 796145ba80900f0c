//! S3: errors that follow a status of success, responses to `HEAD`, buckets in hosts, dates that are none.

use super::{endpoint_parts, expires};
use crate::ir::{Function, Service};

/// What S3 could not finish is worth another attempt, whatever status the response began with.
const TRANSIENT_CODE: &str = "InternalError";

/// Sets the facts about S3.
pub(super) fn customize(service: &mut Service) {
    if !keeps_buckets(service) {
        return;
    }
    endpoint_parts::take_bucket(service);
    expires::keep_text(service);
    service.behavior.transient_codes.push(TRANSIENT_CODE.to_owned());
    for operation in &mut service.operations {
        operation.behavior.fails_after_success = true;
        operation.behavior.fails_without_body = operation.http.method == "HEAD";
    }
}

/// Whether the service keeps buckets, and its endpoints have their names.
fn keeps_buckets(service: &Service) -> bool {
    let rules = service.endpoint_rules.as_ref();
    rules.is_some_and(|rules| rules.calls(|function| function == Function::AwsIsVirtualHostableS3Bucket))
}
