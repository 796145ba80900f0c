//! Needs: the runtime features that the operations and the service use. It knows the IR and the plan, no tokens.

use super::{Crate, Role, Stream};
use crate::ir::{AuthScheme, Binding, Member, Operation, Shape, ShapeId, Syntax};

impl Crate {
    /// True for an output whose only member is the root of its document.
    pub fn is_unwrapped_output(&self, id: ShapeId) -> bool {
        let operation = self.operation_of(id);
        self.role(id) == Role::Output && operation.is_some_and(|operation| operation.unwrapped_output)
    }

    /// True where the protocol binds members to parts of an HTTP message: headers, query, path and body.
    pub fn binds_http(&self) -> bool {
        self.protocol.rules().binds_http
    }

    /// True where bodies are JSON.
    pub fn speaks_json(&self) -> bool {
        self.protocol.rules().responses == Syntax::Json
    }

    /// Tells whether the service or any operation lists an authentication scheme.
    fn authenticates_with(&self, scheme: &AuthScheme) -> bool {
        let operations = self.service.operations.iter();
        let mut lists = operations.map(|operation| &operation.auth).chain([&self.service.auth]);
        lists.any(|schemes| schemes.contains(scheme))
    }

    /// Tells whether an endpoint names an authentication scheme for which `is` holds.
    fn has_endpoint_with(&self, is: impl Fn(&str) -> bool) -> bool {
        let rules = self.service.endpoint_rules.as_ref();
        rules.is_some_and(|rules| rules.auth_schemes().iter().any(|scheme| is(scheme)))
    }

    /// True where the value of the member is secret.
    pub fn hides(&self, owner: &Shape, member: &Member) -> bool {
        self.sensitivity.hides(owner, member)
    }

    /// True where a response to the operation may hold secrets, in its output or in an error.
    pub fn receives_secrets(&self, operation: &Operation) -> bool {
        let mut received = operation.errors.iter().copied().chain(operation.output);
        received.any(|id| self.sensitivity.leads_to_secrets(id))
    }

    /// True where requests are signed with AWS credentials.
    pub fn signs(&self) -> bool {
        self.authenticates_with(&AuthScheme::SigV4) || self.signs_v4a()
    }

    /// True where requests may be signed for several regions.
    pub fn signs_v4a(&self) -> bool {
        self.authenticates_with(&AuthScheme::SigV4a) || self.has_endpoint_with(|scheme| scheme == "sigv4a")
    }

    /// True where requests may carry a bearer token.
    pub fn bears_tokens(&self) -> bool {
        self.authenticates_with(&AuthScheme::Bearer)
    }

    /// True where the endpoint of a request decides its authentication scheme. Rules that name only SigV4 decide no
    /// more than its region and its name.
    pub fn endpoints_choose_auth(&self) -> bool {
        self.has_endpoint_with(|scheme| scheme != "sigv4")
    }

    /// True where the caller's account id may be part of the endpoint.
    pub fn has_accounts_in_endpoints(&self) -> bool {
        let rules = self.service.endpoint_rules.as_ref();
        rules.is_some_and(|rules| {
            let names = ["AWS::Auth::AccountId", "AWS::Auth::AccountIdEndpointMode"];
            names.iter().any(|name| rules.built_in(name).is_some())
        })
    }

    /// True where an error has a member that JSON protocols take for its code.
    pub fn has_codes_of_errors(&self) -> bool {
        let errors = self.service.operations.iter().flat_map(|operation| &operation.errors);
        let mut members = errors.flat_map(|id| self.shape(*id).kind.members());
        self.speaks_json() && members.any(|member| member.traits.wire_name.as_ref().unwrap_or(&member.name) == "code")
    }

    /// True where any input has an idempotency token, which the client generates.
    pub(super) fn has_idempotency_tokens(&self) -> bool {
        let inputs = self.service.operations.iter().map(|operation| self.input(operation));
        let mut members = inputs.flat_map(|input| self.shape(input).kind.members());
        members.any(|member| member.traits.idempotency_token)
    }

    /// True where the endpoint depends on this operation, or on its input.
    pub fn has_endpoint_context_of(&self, operation: &Operation) -> bool {
        let members = self.shape(self.input(operation)).kind.members();
        !operation.static_context.is_empty()
            || !operation.operation_context.is_empty()
            || members.iter().any(|member| member.traits.context_param.is_some())
    }

    /// True where large request bodies of the operation are compressed.
    pub fn compresses(&self, operation: &Operation) -> bool {
        operation.request_compression.iter().any(|encoding| encoding == "gzip")
    }

    /// True where any operation compresses large request bodies.
    pub fn compresses_any(&self) -> bool {
        self.service
            .operations
            .iter()
            .any(|operation| self.compresses(operation))
    }

    /// True where requests of the operation carry an MD5 checksum, the only one that services required before callers
    /// could choose.
    pub fn sends_md5(&self, operation: &Operation) -> bool {
        operation.checksum_required && !self.sends_checksum(operation)
    }

    /// True where requests of the operation may carry a checksum of the caller's choice.
    pub fn sends_checksum(&self, operation: &Operation) -> bool {
        let checksum = operation.http_checksum.as_ref();
        checksum.is_some_and(|checksum| checksum.request_required || checksum.request_algorithm_member.is_some())
    }

    /// True where any request body may be sent in chunks, with its checksum after them.
    pub fn sends_chunks(&self) -> bool {
        self.any(|plan, operation| {
            let stream = plan.stream(plan.input(operation));
            plan.sends_checksum(operation) && matches!(stream, Some((_, Stream::Bytes)))
        })
    }

    /// True where responses of the operation are checked against their checksums.
    pub fn checks_response(&self, operation: &Operation) -> bool {
        let checksum = operation.http_checksum.as_ref();
        checksum.is_some_and(|checksum| {
            checksum.request_validation_mode_member.is_some() && !checksum.response_algorithms.is_empty()
        })
    }

    /// True where a response with a successful status may hold an error, and the response is not a stream.
    pub fn fails_after_success(&self, operation: &Operation) -> bool {
        operation.behavior.fails_after_success && !self.streams(self.output(operation))
    }

    /// Tells whether a property holds for any operation.
    pub fn any(&self, has: fn(&Self, &Operation) -> bool) -> bool {
        self.service.operations.iter().any(|operation| has(self, operation))
    }

    /// True where any operation sends or checks checksums of the caller's choice.
    pub fn chooses_checksums(&self) -> bool {
        self.any(Self::sends_checksum) || self.any(Self::checks_response)
    }

    /// True where requests of the operation have no body, as the model gives it no input, and the protocol distinguishes
    /// that from an input without members.
    pub fn sends_nothing(&self, operation: &Operation) -> bool {
        let is_made_up = self.shape(self.input(operation)).pointer == operation.pointer;
        self.protocol.rules().marks_no_input && is_made_up
    }

    /// True where the operation has a stream of events in its response, and requests have to say that they accept it.
    pub fn accepts_events(&self, operation: &Operation) -> bool {
        let stream = self.stream(self.output(operation));
        self.protocol.rules().accepts_events && matches!(stream, Some((_, Stream::Received(_))))
    }

    /// True where request bodies are HTML forms.
    pub fn sends_forms(&self) -> bool {
        self.protocol.rules().requests == Syntax::Form
    }

    /// True where one member is the whole body of any request.
    pub fn has_payloads(&self) -> bool {
        let inputs = self.service.operations.iter().map(|operation| self.input(operation));
        let mut members = inputs.flat_map(|input| self.shape(input).kind.members());
        let is_payload =
            |member: &Member| member.traits.binding == Binding::Payload && !self.shape(member.target).is_event_stream();
        self.binds_http() && members.any(is_payload)
    }

    /// True where any request or response has a streamed body of bytes.
    pub fn has_byte_streams(&self) -> bool {
        self.streams_of_messages().any(|stream| matches!(stream, Stream::Bytes))
    }

    /// True where any request or response is an event stream.
    pub fn has_event_streams(&self) -> bool {
        self.streams_of_messages()
            .any(|stream| matches!(stream, Stream::Sent(_) | Stream::Received(_)))
    }

    fn streams_of_messages(&self) -> impl Iterator<Item = Stream> {
        let operations = self.service.operations.iter();
        let messages = operations.flat_map(|operation| [self.input(operation), self.output(operation)]);
        messages.filter_map(|id| self.stream(id)).map(|(_, stream)| stream)
    }

    /// True where the structure has a streamed member, so that it can be neither cloned nor compared.
    pub fn streams(&self, id: ShapeId) -> bool {
        self.stream(id).is_some()
    }

    /// The streamed member of an input or output, and its kind of stream.
    pub fn stream(&self, id: ShapeId) -> Option<(usize, Stream)> {
        let mut fields = self.fields(id).iter();
        fields.find_map(|field| Some((field.index, field.stream?)))
    }
}
