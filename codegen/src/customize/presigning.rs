//! Presigning: operations whose requests can be signed now and sent by someone else, who needs no credentials.

use crate::ir::{AuthScheme, Binding, Kind, Operation, Presigning, Protocol, Service, Syntax};

/// Services by their id, with the operations that AWS's clients presign, and the way.
const PRESIGNED: &[(&str, &[&str], Presigning)] = &[
    (
        "S3",
        &[
            "DeleteObject",
            "GetObject",
            "HeadObject",
            "ListObjectVersions",
            "PutObject",
            "UploadPart",
        ],
        Presigning::AnyBody,
    ),
    ("Polly", &["SynthesizeSpeech"], Presigning::MembersInQuery),
];

/// Marks the operations that AWS's clients presign.
pub(super) fn mark(service: &mut Service) {
    for (id, names, presigning) in PRESIGNED {
        let operations = service.operations.iter_mut().filter(|_| *id == service.sdk_id);
        for operation in operations.filter(|it| names.contains(&it.name.as_str())) {
            operation.behavior.presigning = Some(*presigning);
        }
    }
}

/// Marks every operation whose request can be a URL.
pub(crate) fn mark_all(service: &mut Service) {
    let protocol = service.spoken();
    let presignings: Vec<_> = service
        .operations
        .iter()
        .map(|operation| of_operation(service, protocol, operation))
        .collect();
    for (operation, presigning) in service.operations.iter_mut().zip(presignings) {
        let behavior = &mut operation.behavior;
        behavior.presigning = behavior.presigning.or(presigning);
    }
}

/// The way in which a request can be presigned: it is signed with SigV4, and has no body but a form.
fn of_operation(service: &Service, protocol: Option<Protocol>, operation: &Operation) -> Option<Presigning> {
    let auth = match operation.auth.is_empty() {
        true => &service.auth,
        false => &operation.auth,
    };
    if !auth.contains(&AuthScheme::SigV4) {
        return None;
    }
    let input = operation.input?;
    let Kind::Structure(members) = &service.shapes[input].kind else {
        return None;
    };
    let rules = protocol?.rules();
    if rules.requests == Syntax::Form {
        return Some(Presigning::FormInQuery);
    }
    let is_in_body = |binding: &Binding| matches!(binding, Binding::Body | Binding::Payload);
    let has_body = members.iter().any(|member| is_in_body(&member.traits.binding));
    (rules.binds_http && !has_body).then_some(Presigning::NoBody)
}
