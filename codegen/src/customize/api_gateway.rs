//! API Gateway, which answers in another form than its model says if it is not asked for JSON.

use crate::ir::Service;

/// Sets the facts about API Gateway.
pub(super) fn customize(service: &mut Service) {
    if service.sdk_id == "API Gateway" {
        let accept = ("accept".to_owned(), "application/json".to_owned());
        service.behavior.headers.push(accept);
    }
}
