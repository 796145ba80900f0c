//! STS, which asks an identity provider that may be out of reach for a moment.

use crate::ir::{Fault, Retryable, Service};

/// The code and the structure of the error.
const UNREACHABLE: (&str, &str) = ("IDPCommunicationError", "IDPCommunicationErrorException");

/// Sets the facts about STS.
pub(super) fn customize(service: &mut Service) {
    if service.sdk_id != "STS" {
        return;
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
