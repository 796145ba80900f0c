//! Required parts of a request: members of its path and its query string. Without one, a service takes the request for
//! another operation: S3 distinguishes `AbortMultipartUpload` from `DeleteObject` only by such a member.
//!
//! Only protocols that bind members to parts of an HTTP message have them.

use crate::ir::{Binding, Kind, Operation, Service};

/// A member of an input that has to be set before a request is serialized.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequiredPart {
    /// The position of the member in the input.
    pub member: usize,
    /// The values that count as absent.
    pub absent: Absent,
}

/// The values of a required part that count as absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    /// None but an unset member.
    Unset,
    /// An empty string, too.
    EmptyString,
    /// An enum's value with an empty name, too.
    EmptyEnum,
}

/// The members that an operation's request requires, in the order of the model.
///
/// As in AWS's crates, a label is never empty, an empty string in the query string counts as absent, and any other
/// value that is set is sent.
pub fn required_parts(service: &Service, operation: &Operation) -> Vec<RequiredPart> {
    let spreads_members = service.spoken().is_some_and(|protocol| protocol.rules().binds_http);
    let Some(input) = operation.input.filter(|_| spreads_members) else {
        return Vec::new();
    };
    let members = service.shapes[input].kind.members().iter().enumerate();
    let parts = members.filter_map(|(position, member)| {
        let kind = &service.shapes[member.target].kind;
        let is_label = match &member.traits.binding {
            Binding::Label(label) if has_label(&operation.http.uri, label) => true,
            Binding::Query(_) if member.traits.required => false,
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
        let absent = match kind {
            Kind::String => Absent::EmptyString,
            Kind::Enum(_) if is_label => Absent::EmptyEnum,
            Kind::Enum(_)
            | Kind::IntEnum(_)
            | Kind::Blob
            | Kind::Boolean
            | Kind::Byte
            | Kind::Short
            | Kind::Integer
            | Kind::Long
            | Kind::Float
            | Kind::Double
            | Kind::BigInteger
            | Kind::BigDecimal
            | Kind::Timestamp
            | Kind::Document
            | Kind::List(_)
            | Kind::Map(..)
            | Kind::Structure(_)
            | Kind::Union(_) => Absent::Unset,
        };
        Some(RequiredPart {
            member: position,
            absent,
        })
    });
    parts.collect()
}

/// Tells whether a path has a label of this name, greedy or not.
fn has_label(uri: &str, label: &str) -> bool {
    uri.contains(&format!("{{{label}}}")) || uri.contains(&format!("{{{label}+}}"))
}
