//! API Gateway, whose responses have another form than in its model unless requests ask for JSON.

use crate::ir::Service;

/// Sets the facts about API Gateway.
pub(super) fn customize(service: &mut Service) {
    if service.sdk_id == "API Gateway" {
        let accept = ("accept".to_owned(), "application/json".to_owned());
        service.behavior.headers.push(accept);
    }
}
