//! Needs: what the operations and the service ask of the runtime. It knows the IR and the plan, no tokens.

use super::{Crate, Role, Stream};
use crate::ir::{AuthScheme, Binding, Member, Operation, Protocol, Shape, ShapeId};

impl Crate {
    /// Whether the structure is an output whose only member stands at the root of its document.
    pub fn is_unwrapped_output(&self, id: ShapeId) -> bool {
        let operation = self.operation_of(id);
        self.role(id) == Role::Output && operation.is_some_and(|operation| operation.unwrapped_output)
    }

    /// Whether the protocol spreads members over the parts of an HTTP message.
    pub fn binds_http(&self) -> bool {
        matches!(self.protocol, Protocol::RestJson1 | Protocol::RestXml)
    }

    /// Whether bodies are JSON.
    pub fn speaks_json(&self) -> bool {
        matches!(
            self.protocol,
            Protocol::AwsJson10 | Protocol::AwsJson11 | Protocol::RestJson1
        )
    }

    /// Whether any request may be authenticated with a scheme, as the service or an operation says.
    fn authenticates_with(&self, scheme: &AuthScheme) -> bool {
        let operations = self.service.operations.iter();
        let mut lists = operations.map(|operation| &operation.auth).chain([&self.service.auth]);
        lists.any(|schemes| schemes.contains(scheme))
    }

    /// Whether an endpoint names an auth scheme.
    fn has_endpoint_with(&self, is: impl Fn(&str) -> bool) -> bool {
        let rules = self.service.endpoint_rules.as_ref();
        rules.is_some_and(|rules| rules.auth_schemes().iter().any(|scheme| is(scheme)))
    }

    /// Whether the value of a member of any shape is secret.
    pub fn hides(&self, owner: &Shape, member: &Member) -> bool {
        self.sensitivity.hides(owner, member)
    }

    /// Whether a response to the operation may hold secrets, in its output or in an error.
    pub fn receives_secrets(&self, operation: &Operation) -> bool {
        let mut received = operation.errors.iter().copied().chain(operation.output);
        received.any(|id| self.sensitivity.leads_to_secrets(id))
    }

    /// Whether requests are signed with AWS credentials.
    pub fn signs(&self) -> bool {
        self.authenticates_with(&AuthScheme::SigV4) || self.signs_v4a()
    }

    /// Whether requests may be signed for several regions.
    pub fn signs_v4a(&self) -> bool {
        self.authenticates_with(&AuthScheme::SigV4a) || self.has_endpoint_with(|scheme| scheme == "sigv4a")
    }

    /// Whether requests may carry a bearer token.
    pub fn bears_tokens(&self) -> bool {
        self.authenticates_with(&AuthScheme::Bearer)
    }

    /// Whether the endpoint of a request decides on its auth scheme. Rules that name SigV4 alone say no more than its
    /// region and its name.
    pub fn endpoints_choose_auth(&self) -> bool {
        self.has_endpoint_with(|scheme| scheme != "sigv4")
    }

    /// Whether the account that a request is made for may go into its endpoint.
    pub fn has_accounts_in_endpoints(&self) -> bool {
        let rules = self.service.endpoint_rules.as_ref();
        rules.is_some_and(|rules| {
            let names = ["AWS::Auth::AccountId", "AWS::Auth::AccountIdEndpointMode"];
            names.iter().any(|name| rules.built_in(name).is_some())
        })
    }

    /// Whether an error has a member that JSON protocols take for its code.
    pub fn has_codes_of_errors(&self) -> bool {
        let errors = self.service.operations.iter().flat_map(|operation| &operation.errors);
        let mut members = errors.flat_map(|id| self.shape(*id).kind.members());
        self.speaks_json() && members.any(|member| member.traits.wire_name.as_ref().unwrap_or(&member.name) == "code")
    }

    /// Whether a member of any input is a token that the client makes up.
    pub fn has_idempotency_tokens(&self) -> bool {
        let inputs = self.service.operations.iter().map(|operation| self.input(operation));
        let mut members = inputs.flat_map(|input| self.shape(input).kind.members());
        members.any(|member| member.traits.idempotency_token)
    }

    /// Whether endpoints depend on the operation.
    pub fn has_endpoint_context(&self) -> bool {
        let mut operations = self.service.operations.iter();
        operations.any(|operation| self.has_endpoint_context_of(operation))
    }

    /// Whether the endpoint depends on this operation, or on its input.
    pub fn has_endpoint_context_of(&self, operation: &Operation) -> bool {
        let members = self.shape(self.input(operation)).kind.members();
        !operation.static_context.is_empty()
            || !operation.operation_context.is_empty()
            || members.iter().any(|member| member.traits.context_param.is_some())
    }

    /// Whether large bodies of the operation's requests are compressed.
    pub fn compresses(&self, operation: &Operation) -> bool {
        operation.request_compression.iter().any(|encoding| encoding == "gzip")
    }

    /// Whether large bodies of any request are compressed.
    pub fn compresses_any(&self) -> bool {
        self.service
            .operations
            .iter()
            .any(|operation| self.compresses(operation))
    }

    /// Whether requests of the operation carry an MD5 checksum, which is all that a service asked for before callers
    /// could choose.
    pub fn sends_md5(&self, operation: &Operation) -> bool {
        operation.checksum_required && !self.sends_checksum(operation)
    }

    /// Whether requests of the operation may carry a checksum of the caller's choice.
    pub fn sends_checksum(&self, operation: &Operation) -> bool {
        let checksum = operation.http_checksum.as_ref();
        checksum.is_some_and(|checksum| checksum.request_required || checksum.request_algorithm_member.is_some())
    }

    /// Whether bodies of any request may be sent in chunks, which a checksum follows.
    pub fn sends_chunks(&self) -> bool {
        self.any(|plan, operation| {
            let stream = plan.stream(plan.input(operation));
            plan.sends_checksum(operation) && matches!(stream, Some((_, Stream::Bytes)))
        })
    }

    /// Whether responses of the operation are held against their checksum.
    pub fn checks_response(&self, operation: &Operation) -> bool {
        let checksum = operation.http_checksum.as_ref();
        checksum.is_some_and(|checksum| {
            checksum.request_validation_mode_member.is_some() && !checksum.response_algorithms.is_empty()
        })
    }

    /// Whether an error may follow a status of success, in a response that is read.
    pub fn fails_after_success(&self, operation: &Operation) -> bool {
        operation.behavior.fails_after_success && !self.streams(self.output(operation))
    }

    /// Whether any operation has a property.
    pub fn any(&self, has: fn(&Self, &Operation) -> bool) -> bool {
        self.service.operations.iter().any(|operation| has(self, operation))
    }

    /// Whether any operation deals with checksums of the caller's choice.
    pub fn chooses_checksums(&self) -> bool {
        self.any(Self::sends_checksum) || self.any(Self::checks_response)
    }

    /// Whether requests of the operation have no body, as the model gives it no input. CBOR alone tells that from
    /// an input without members.
    pub fn sends_nothing(&self, operation: &Operation) -> bool {
        let is_made_up = self.shape(self.input(operation)).pointer == operation.pointer;
        self.protocol == Protocol::RpcV2Cbor && is_made_up
    }

    /// Whether requests are forms.
    pub fn sends_forms(&self) -> bool {
        matches!(self.protocol, Protocol::AwsQuery | Protocol::Ec2Query)
    }

    /// Whether the body of any request is one member of its input.
    pub fn has_payloads(&self) -> bool {
        let inputs = self.service.operations.iter().map(|operation| self.input(operation));
        let mut members = inputs.flat_map(|input| self.shape(input).kind.members());
        let is_payload =
            |member: &Member| member.traits.binding == Binding::Payload && !self.shape(member.target).is_event_stream();
        self.binds_http() && members.any(is_payload)
    }

    /// Whether any message has a body of bytes that is not held in memory.
    pub fn has_byte_streams(&self) -> bool {
        self.streams_of_messages().any(|stream| matches!(stream, Stream::Bytes))
    }

    /// Whether events follow any message.
    pub fn has_event_streams(&self) -> bool {
        self.streams_of_messages()
            .any(|stream| matches!(stream, Stream::Sent(_) | Stream::Received(_)))
    }

    fn streams_of_messages(&self) -> impl Iterator<Item = Stream> {
        let operations = self.service.operations.iter();
        let messages = operations.flat_map(|operation| [self.input(operation), self.output(operation)]);
        messages.filter_map(|id| self.stream(id)).map(|(_, stream)| stream)
    }

    /// Whether the structure has a member that is not held in memory, so that it can be neither cloned nor compared.
    pub fn streams(&self, id: ShapeId) -> bool {
        self.stream(id).is_some()
    }

    /// The member of an input or output that is not held in memory, and what it carries.
    pub fn stream(&self, id: ShapeId) -> Option<(usize, Stream)> {
        let mut fields = self.fields(id).iter();
        fields.find_map(|field| Some((field.index, field.stream?)))
    }
}
