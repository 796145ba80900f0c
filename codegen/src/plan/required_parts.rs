//! Required parts of a request: members of its path and its query string. Without one, a service takes the request for
//! another operation: S3 distinguishes `AbortMultipartUpload` from `DeleteObject` only by such a member.
//!
//! Only protocols that bind members to parts of an HTTP message have them.

use crate::ir::{Binding, Kind, Operation, Protocol, Service};

/// A member of an input that has to be set before a request is serialized.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequiredPart {
    /// The position of the member in the input.
    pub member: usize,
    /// An empty string counts as absent.
    pub refuses_empty: bool,
}

/// The members that an operation's request requires, in the order of the model.
///
/// As in AWS's crates, a label is never empty, an empty string in the query string counts as absent, and any other
/// value that is set is sent.
pub fn required_parts(service: &Service, operation: &Operation) -> Vec<RequiredPart> {
    let spreads_members = matches!(service.spoken(), Some(Protocol::RestJson1 | Protocol::RestXml));
    let Some(input) = operation.input.filter(|_| spreads_members) else {
        return Vec::new();
    };
    let members = service.shapes[input].kind.members().iter().enumerate();
    let parts = members.filter_map(|(position, member)| {
        let kind = &service.shapes[member.target].kind;
        let refuses_empty = match &member.traits.binding {
            Binding::Label(label) if has_label(&operation.http.uri, label) => {
                matches!(kind, Kind::String | Kind::Enum(_))
            }
            Binding::Query(_) if member.traits.required => matches!(kind, Kind::String),
            Binding::Label(_)
            | Binding::Query(_)
            | Binding::Body
            | Binding::Header(_)
            | Binding::PrefixHeaders(_)
            | Binding::Endpoint
            | Binding::QueryParams
            | Binding::StatusCode
            | Binding::Payload => return None,
        };
        Some(RequiredPart {
            member: position,
            refuses_empty,
        })
    });
    parts.collect()
}

/// Tells whether a path has a label of this name, greedy or not.
fn has_label(uri: &str, label: &str) -> bool {
    uri.contains(&format!("{{{label}}}")) || uri.contains(&format!("{{{label}+}}"))
}
