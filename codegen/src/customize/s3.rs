//! S3: errors after a successful status, errors without a body, buckets in host names, dates that are not valid.

use super::{endpoint_parts, expires};
use crate::ir::{AuthScheme, Function, Service};

/// The code of an error that S3 reports after it began a response: another attempt may succeed, whatever the status.
const TRANSIENT_CODE: &str = "InternalError";

/// The operations whose documents may have any root: S3 sends other ones than its model has.
const UNKNOWN_ROOTS: &[&str] = &["CreateSession", "GetObjectAttributes", "ListDirectoryBuckets"];

/// The operations whose callers may leave the body out of the signature.
const UNSIGNED_AT_WILL: &[&str] = &["PutObject", "UploadPart"];

/// Sets the facts about S3.
pub(super) fn customize(service: &mut Service) {
    if !keeps_buckets(service) {
        return;
    }
    endpoint_parts::take_bucket(service);
    expires::keep_text(service);
    service.behavior.transient_codes.push(TRANSIENT_CODE.to_owned());
    service.behavior.extended_request_ids = true;
    // What is public can be read without credentials.
    if !service.auth.contains(&AuthScheme::None) {
        service.auth.push(AuthScheme::None);
    }
    for operation in &mut service.operations {
        operation.behavior.fails_after_success = true;
        operation.behavior.fails_without_body = true;
        operation.behavior.may_be_unsigned = UNSIGNED_AT_WILL.contains(&operation.name.as_str());
    }
    forget_roots(service);
}

/// Accepts any root where S3 sends another one than its model has. botocore's form names roots after outputs, which S3
/// does not.
fn forget_roots(service: &mut Service) {
    let Service {
        operations,
        shapes,
        origin,
        ..
    } = service;
    for operation in operations {
        let Some(output) = operation.output.map(|id| &shapes[id]) else {
            continue;
        };
        let is_called_after = operation.output_roots == [operation.name.clone() + "Output"];
        let is_guessed = is_called_after && output.traits.xml_name.is_none() && !origin.is_one_file();
        if is_guessed || UNKNOWN_ROOTS.contains(&operation.name.as_str()) {
            operation.output_roots.clear();
        }
    }
}

/// True for a service whose endpoints contain the names of its buckets.
fn keeps_buckets(service: &Service) -> bool {
    let rules = service.endpoint_rules.as_ref();
    rules.is_some_and(|rules| rules.calls(|function| function == Function::AwsIsVirtualHostableS3Bucket))
}
