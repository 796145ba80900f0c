//! STS, which asks an identity provider that may be unreachable for a moment.

use crate::ir::{AuthScheme, Fault, Operation, Retryable, Service};

/// The code and the structure of the error.
const UNREACHABLE: (&str, &str) = ("IDPCommunicationError", "IDPCommunicationErrorException");

/// Operations that are authenticated by other means than a signature. Older models do not state it.
const OPEN: [&str; 2] = ["AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"];

/// Sets the facts about STS.
pub(super) fn customize(service: &mut Service) {
    if service.sdk_id != "STS" {
        return;
    }
    let is_open = |operation: &&mut Operation| OPEN.contains(&operation.name.as_str());
    for operation in service.operations.iter_mut().filter(is_open) {
        operation.auth = vec![AuthScheme::None];
    }
    let (code, structure) = UNREACHABLE;
    service.behavior.transient_codes.push(code.to_owned());
    if let Some(id) = service.shapes.find(structure)
        && let Some(error) = &mut service.shapes[id].traits.error
    {
        error.fault = Some(Fault::Server);
        error.retryable = Some(Retryable::default());
    }
}
