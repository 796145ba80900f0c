//! Machine Learning, whose predictions have an endpoint that the input names.

use crate::ir::{Kind, Service};

/// Sets the facts about Machine Learning.
pub(super) fn customize(service: &mut Service) {
    if service.sdk_id != "Machine Learning" {
        return;
    }
    let predict = service.operations.iter().find(|it| it.name == "Predict");
    let Some(input) = predict.and_then(|it| it.input) else {
        return;
    };
    if let Kind::Structure(members) = &mut service.shapes[input].kind {
        for member in members.iter_mut().filter(|it| it.name == "PredictEndpoint") {
            // The rules take it in place of what the client is configured with.
            member.traits.context_param = Some("Endpoint".to_owned());
        }
    }
}
