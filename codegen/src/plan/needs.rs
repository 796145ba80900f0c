//! Needs: what operations and the service need of the runtime, decided once for each. It knows the IR and the plan, no
//! tokens.

use super::{Crate, Stream};
use crate::ir::{AuthScheme, Operation, RuleSet, Service};

/// The runtime features that an operation needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationNeeds {
    /// The checksum of its requests.
    pub request_checksum: RequestChecksum,
    /// Responses are checked against their checksums, where the caller asks for it.
    pub checks_responses: bool,
    /// Large request bodies are compressed.
    pub compresses: bool,
    /// A response may hold secrets, in the output or in an error.
    pub receives_secrets: bool,
    /// The client generates an idempotency token where the caller sets none.
    pub idempotency_token: bool,
    /// The streamed member of the input, by its position.
    pub sent_stream: Option<(usize, Stream)>,
    /// The streamed member of the output, by its position.
    pub received_stream: Option<(usize, Stream)>,
}

/// The checksum of an operation's requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestChecksum {
    /// Requests have none.
    None,
    /// An MD5 checksum, the only one that services required before callers could choose.
    Md5,
    /// A checksum that the caller may choose.
    Chosen,
}

/// The runtime features that a service needs: those of its operations, and those that its endpoints ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceNeeds {
    /// The signatures of requests.
    pub signatures: Signatures,
    /// Requests may carry a bearer token.
    pub bearer_tokens: bool,
    /// The endpoint of a request decides its authentication scheme. Rules that name only SigV4 decide no more than its
    /// region and its name.
    pub endpoint_auth: bool,
    /// The caller's account id may be part of the endpoint.
    pub account_ids: bool,
    /// Large request bodies are compressed.
    pub compression: bool,
    /// Requests or responses have checksums of the caller's choice.
    pub checksums: bool,
    /// Request bodies may be sent in chunks, with their checksums after them.
    pub chunks: bool,
    /// The client generates idempotency tokens.
    pub idempotency_tokens: bool,
    /// Requests can be presigned.
    pub presigning: bool,
    /// Bodies of requests or responses are streamed bytes.
    pub byte_streams: bool,
    /// Requests or responses are streams of events.
    pub event_streams: bool,
}

/// The signatures of a service's requests, made with AWS credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signatures {
    /// No request is signed.
    None,
    /// Requests are signed for one region (SigV4).
    OneRegion,
    /// Requests may be signed for several regions (SigV4a).
    SeveralRegions,
}

impl Signatures {
    /// True where requests are signed with AWS credentials.
    pub fn any(self) -> bool {
        self != Self::None
    }

    /// True where requests may be signed for several regions.
    pub fn several_regions(self) -> bool {
        self == Self::SeveralRegions
    }

    fn of(service: &Service) -> Self {
        let v4a_in_endpoints = endpoint_schemes(service).any(|scheme| scheme == "sigv4a");
        if lists(service, &AuthScheme::SigV4a) || v4a_in_endpoints {
            Self::SeveralRegions
        } else if lists(service, &AuthScheme::SigV4) {
            Self::OneRegion
        } else {
            Self::None
        }
    }
}

impl RequestChecksum {
    fn of(operation: &Operation) -> Self {
        let checksum = operation.http_checksum.as_ref();
        let is_chosen =
            checksum.is_some_and(|checksum| checksum.request_required || checksum.request_algorithm_member.is_some());
        match (is_chosen, operation.checksum_required) {
            (true, _) => Self::Chosen,
            (false, true) => Self::Md5,
            (false, false) => Self::None,
        }
    }
}

impl OperationNeeds {
    /// Decides what an operation needs. The plan knows its fields.
    pub(super) fn of(plan: &Crate, operation: &Operation) -> Self {
        let (input, output) = (plan.input(operation), plan.output(operation));
        let mut received = operation.errors.iter().copied().chain([output]);
        let mut members = plan.shape(input).kind.members().iter();
        let checks_responses = operation.http_checksum.as_ref().is_some_and(|checksum| {
            checksum.request_validation_mode_member.is_some() && !checksum.response_algorithms.is_empty()
        });
        Self {
            request_checksum: RequestChecksum::of(operation),
            checks_responses,
            compresses: operation.request_compression.iter().any(|encoding| encoding == "gzip"),
            receives_secrets: received.any(|id| plan.sensitivity.leads_to_secrets(id)),
            idempotency_token: members.any(|member| member.traits.idempotency_token),
            sent_stream: plan.stream(input),
            received_stream: plan.stream(output),
        }
    }

    fn streams(&self) -> impl Iterator<Item = Stream> {
        let streams = [self.sent_stream, self.received_stream].into_iter().flatten();
        streams.map(|(_, stream)| stream)
    }
}

impl ServiceNeeds {
    /// Decides what a service needs, whose operations need this.
    pub(super) fn of(service: &Service, operations: &[OperationNeeds]) -> Self {
        let any = |needs: fn(&OperationNeeds) -> bool| operations.iter().any(needs);
        let chosen = |needs: &OperationNeeds| needs.request_checksum == RequestChecksum::Chosen;
        let streams = || operations.iter().flat_map(OperationNeeds::streams);
        Self {
            signatures: Signatures::of(service),
            bearer_tokens: lists(service, &AuthScheme::Bearer),
            endpoint_auth: endpoint_schemes(service).any(|scheme| scheme != "sigv4"),
            account_ids: service.endpoint_rules.as_ref().is_some_and(names_accounts),
            compression: any(|needs| needs.compresses),
            checksums: operations.iter().any(|needs| chosen(needs) || needs.checks_responses),
            chunks: operations
                .iter()
                .any(|needs| chosen(needs) && matches!(needs.sent_stream, Some((_, Stream::Bytes)))),
            idempotency_tokens: any(|needs| needs.idempotency_token),
            presigning: service.operations.iter().any(|it| it.behavior.presigning.is_some()),
            byte_streams: streams().any(|stream| !stream.is_of_events()),
            event_streams: streams().any(Stream::is_of_events),
        }
    }
}

/// Tells whether the service or any operation lists an authentication scheme.
fn lists(service: &Service, scheme: &AuthScheme) -> bool {
    let operations = service.operations.iter().map(|operation| &operation.auth);
    operations
        .chain([&service.auth])
        .any(|schemes| schemes.contains(scheme))
}

/// The authentication schemes that endpoints name.
fn endpoint_schemes(service: &Service) -> impl Iterator<Item = String> {
    let rules = service.endpoint_rules.iter();
    rules.flat_map(RuleSet::auth_schemes)
}

/// Tells whether endpoints may contain the caller's account id.
fn names_accounts(rules: &RuleSet) -> bool {
    let names = ["AWS::Auth::AccountId", "AWS::Auth::AccountIdEndpointMode"];
    names.iter().any(|name| rules.built_in(name).is_some())
}
