//! What every emitter can ask: the service, the facts about it, and what follows from the options.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::{
    Error, Options, Result, Support,
    ir::{
        self, AuthScheme, Binding, Function, Kind, Member, Operation, Protocol, RuleSet, Service, Shape, ShapeId,
        Waiter,
    },
    passes::{self, Facts, OperationNames, docs},
};

/// The version of generated packages whose user names none.
const DEFAULT_VERSION: &str = "0.1.0";

/// What every emitter can ask.
pub(super) struct Context<'a> {
    pub service: &'a Service,
    facts: &'a Facts,
    pub package: String,
    pub version: String,
    pub support: Support,
    /// The protocol that the client speaks.
    pub protocol: Protocol,
    /// What each shape is to the operations, by its index.
    roles: Vec<Role>,
}

/// What a structure is to the operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Input,
    Output,
    Error,
    Data,
}

/// Whether cargo takes the text for a version, so far as no character can leave the manifest's string.
fn is_version(text: &str) -> bool {
    let core = text.split(['-', '+']).next().unwrap_or_default();
    let numbers: Vec<&str> = core.split('.').collect();
    let is_number = |number: &&str| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    numbers.len() == 3
        && numbers.iter().all(is_number)
        && text[core.len()..]
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || ['.', '-', '+'].contains(&c))
}

impl<'a> Context<'a> {
    pub fn new(service: &'a Service, facts: &'a Facts, options: &Options) -> Result<Self> {
        let package = options
            .package_name
            .clone()
            .unwrap_or_else(|| facts.names.package.clone());
        let is_package = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if package.is_empty() || !package.chars().all(is_package) || package.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(Error::new(
                format!("`{package}` cannot be the name of a package"),
                "name one of letters, digits, `-` and `_` that starts with a letter",
            ));
        }
        let version = options
            .package_version
            .clone()
            .unwrap_or_else(|| DEFAULT_VERSION.to_owned());
        if !is_version(&version) {
            return Err(Error::new(
                format!("`{version}` cannot be the version of a package"),
                "name three numbers, such as `1.2.3`, with a suffix such as `-rc.1` where one is wanted",
            ));
        }
        Ok(Self {
            service,
            facts,
            package,
            version,
            support: options.support.clone(),
            protocol: protocol(service)?,
            roles: roles(service),
        })
    }

    /// The name of the library, as code that uses it writes it.
    pub fn library(&self) -> String {
        self.package.replace('-', "_")
    }

    pub fn shape(&self, id: ShapeId) -> &'a Shape {
        &self.service.shapes[id]
    }

    pub fn input(&self, operation: &Operation) -> ShapeId {
        operation.input.expect("isolation gave every operation an input")
    }

    pub fn output(&self, operation: &Operation) -> ShapeId {
        operation.output.expect("isolation gave every operation an output")
    }

    /// The operation whose input the structure is.
    pub fn operation_of_input(&self, id: ShapeId) -> Option<&'a Operation> {
        let operations = &self.service.operations;
        operations.iter().find(|operation| operation.input == Some(id))
    }

    /// Whether the structure is an output whose only member stands at the root of its document.
    pub fn is_unwrapped_output(&self, id: ShapeId) -> bool {
        let mut operations = self.service.operations.iter();
        operations.any(|operation| operation.unwrapped_output && operation.output == Some(id))
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

    /// Whether the endpoint rules call a function that not every crate has.
    pub fn calls_endpoint_functions(&self) -> bool {
        let rules = self.service.endpoint_rules.as_ref();
        rules.is_some_and(|rules| {
            rules.calls(|function| match function {
                Function::Substring
                | Function::Split
                | Function::ParseUrl
                | Function::UriEncode
                | Function::AwsParseArn
                | Function::AwsIsVirtualHostableS3Bucket => true,
                Function::IsSet
                | Function::Not
                | Function::BooleanEquals
                | Function::StringEquals
                | Function::Coalesce
                | Function::Ite
                | Function::IsValidHostLabel
                | Function::AwsPartition => false,
            })
        })
    }

    /// Whether an endpoint has more than a URL.
    pub fn details_endpoints(&self) -> bool {
        let rules = self.service.endpoint_rules.as_ref();
        let mut endpoints = rules.map(RuleSet::endpoints).unwrap_or_default().into_iter();
        endpoints.any(|endpoint| !endpoint.headers.is_empty() || !endpoint.properties.is_empty())
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

    /// Whether requests of the operation cannot be written without some members.
    pub fn has_required_parts(&self, operation: &Operation) -> bool {
        !passes::required_parts(self.service, operation).is_empty()
    }

    /// Whether an operation adds to the name of the host.
    pub fn has_host_prefixes(&self) -> bool {
        self.service
            .operations
            .iter()
            .any(|operation| operation.host_prefix.is_some())
    }

    /// Whether the structure has a member that is not held in memory, so that it can be neither cloned nor compared.
    pub fn streams(&self, id: ShapeId) -> bool {
        self.stream(id).is_some()
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

    /// The member of an input or output that is not held in memory, and what it carries.
    pub fn stream(&self, id: ShapeId) -> Option<(usize, Stream)> {
        let carried = |member: &Member| {
            let target = self.shape(member.target);
            let streams = member.traits.streaming || target.traits.streaming;
            match self.role(id) {
                _ if matches!(target.kind, Kind::Blob) && streams => Some(Stream::Bytes),
                Role::Input if target.is_event_stream() => Some(Stream::Sent(member.target)),
                Role::Output if target.is_event_stream() => Some(Stream::Received(member.target)),
                _ => None,
            }
        };
        let is_message = matches!(self.role(id), Role::Input | Role::Output);
        let mut members = self.shape(id).kind.members().iter().enumerate();
        members.find_map(|(index, member)| Some((index, carried(member).filter(|_| is_message)?)))
    }

    /// The type of what may end an event stream, the module that holds it, and its path.
    pub fn error_of_stream(&self, stream: ShapeId) -> (Ident, &passes::Ident, String) {
        let (name, module) = self.facts.names.error_of_stream(stream);
        let path = format!("crate::types::error::{}", name.as_str());
        (ident(name.as_str()), module, path)
    }

    /// What a structure is to the operations.
    pub fn role(&self, id: ShapeId) -> Role {
        self.roles[id.index()]
    }

    /// The errors of all operations, in the order of their names.
    pub fn error_types(&self) -> Vec<ShapeId> {
        let mut errors: Vec<ShapeId> = self
            .service
            .shapes
            .ids()
            .into_iter()
            .filter(|id| self.role(*id) == Role::Error)
            .collect();
        errors.sort_by_key(|id| self.facts.names.type_of(*id));
        errors
    }

    /// The types that are neither an operation's nor an error, in the order of the model.
    pub fn data_types(&self) -> Vec<ShapeId> {
        let has_type = |kind: &Kind| matches!(kind, Kind::Structure(_) | Kind::Union(_) | Kind::Enum(_));
        let shapes = self.service.shapes.iter();
        let typed = shapes.filter(|(_, shape)| has_type(&shape.kind)).map(|(id, _)| id);
        typed.filter(|id| self.role(*id) == Role::Data).collect()
    }

    pub fn is_sent(&self, id: ShapeId) -> bool {
        self.facts.usage.is_sent(id)
    }

    pub fn is_received(&self, id: ShapeId) -> bool {
        self.facts.usage.is_received(id)
    }

    pub fn is_boxed(&self, id: ShapeId, member: usize) -> bool {
        self.facts.recursion.is_boxed(id, member)
    }

    pub fn module_of(&self, id: ShapeId) -> &passes::Ident {
        self.facts.names.module_of(id)
    }

    pub fn operation_names(&self, operation: &Operation) -> &OperationNames {
        self.facts.names.operation(operation)
    }

    /// The names of a waiter.
    pub fn waiter_names(&self, waiter: &Waiter) -> &OperationNames {
        self.facts.names.waiter(waiter)
    }

    /// The waiters of all operations, each with its operation.
    pub fn waiters(&self) -> impl Iterator<Item = (&'a Operation, &'a Waiter)> {
        let operations = self.service.operations.iter();
        operations.flat_map(|operation| operation.waiters.iter().map(move |waiter| (operation, waiter)))
    }

    /// The identifier of a type.
    pub fn type_ident(&self, id: ShapeId) -> Ident {
        ident(self.facts.names.type_of(id).as_str())
    }

    /// The path at which users of the crate find a type.
    pub fn type_path(&self, id: ShapeId) -> String {
        let name = self.facts.names.type_of(id).as_str();
        match self.role(id) {
            Role::Input | Role::Output => {
                format!("crate::operation::{}::{name}", self.facts.names.module_of(id).as_str())
            }
            Role::Error => format!("crate::types::error::{name}"),
            Role::Data => format!("crate::types::{name}"),
        }
    }

    /// The path of a structure's builder.
    pub fn builder_path(&self, id: ShapeId) -> String {
        let path = self.type_path(id);
        let (module, name) = path.rsplit_once("::").expect("paths have a module");
        format!("{module}::builders::{name}Builder")
    }

    /// The identifiers of a shape's members or variants.
    pub fn member_idents(&self, id: ShapeId) -> &[passes::Ident] {
        self.facts.names.members_of(id)
    }

    /// The members of a structure with their identifiers.
    pub fn members(&self, id: ShapeId) -> Vec<Field<'a>> {
        let role = self.role(id);
        let stream = self.stream(id);
        let members = self
            .shape(id)
            .kind
            .members()
            .iter()
            .zip(self.member_idents(id))
            .enumerate();
        members
            .map(|(index, (member, name))| {
                let target = self.shape(member.target);
                let default = member.traits.default.as_ref().or(target.traits.default.as_ref());
                let default = default.filter(|default| !default.is_null());
                let boxed = self.is_boxed(id, index);
                let stream = stream
                    .filter(|(position, _)| *position == index)
                    .map(|(_, stream)| stream);
                // A careful client (Smithy's `CLIENT_CAREFUL`) demands no structure: it has no value that stands for one.
                let is_structure = matches!(target.kind, Kind::Structure(_) | Kind::Union(_));
                let may_lack = role == Role::Input || boxed || is_structure || member.traits.client_optional;
                let required = member.traits.required && role != Role::Error;
                Field {
                    index,
                    ident: ident(name.as_str()),
                    name: name.bare().to_owned(),
                    member,
                    target,
                    boxed,
                    optional: stream.is_none() && (may_lack || !(required || default.is_some())),
                    stream,
                    default,
                    sensitive: member.traits.sensitive || self.is_sensitive(target),
                }
            })
            .collect()
    }

    /// Secrets stay secret in lists and maps.
    fn is_sensitive(&self, shape: &Shape) -> bool {
        let inner = match &shape.kind {
            Kind::List(element) => Some(element),
            Kind::Map(_, value) => Some(value),
            _ => None,
        };
        shape.traits.sensitive || inner.is_some_and(|inner| self.shape(inner.target).traits.sensitive)
    }

    /// The operation that says most with least: one that needs no input, and has results in pages if any does.
    pub fn showcase(&self) -> Option<&'a Operation> {
        let operations = &self.service.operations;
        let needs = |operation: &Operation| {
            let members = self.shape(self.input(operation)).kind.members();
            members.iter().filter(|member| member.traits.required).count()
        };
        operations
            .iter()
            .min_by_key(|operation| (needs(operation), operation.paginator.is_none()))
    }

    /// A line that leads to the operation in AWS's API reference.
    pub fn reference(&self, operation: &Operation) -> String {
        match (&operation.docs_url, &self.service.uid) {
            (Some(url), _) if url.starts_with("https://") => format!("See [`{}`]({url}).", operation.name),
            (_, Some(uid)) => format!(
                "See [`{0}` in the AWS API reference](https://docs.aws.amazon.com/goto/WebAPI/{uid}/{0}).",
                operation.name
            ),
            (_, None) => String::new(),
        }
    }

    /// A shape's documentation as attributes, or a fallback for one without.
    pub fn docs(&self, html: Option<&str>, fallback: &str) -> TokenStream {
        let markdown = html.map(docs::markdown).unwrap_or_default();
        doc(if markdown.is_empty() { fallback } else { &markdown })
    }
}

/// What a member carries that is not held in memory.
#[derive(Clone, Copy, Debug)]
pub(super) enum Stream {
    /// The bytes of the message's body.
    Bytes,
    /// Events of this union, which follow a request.
    Sent(ShapeId),
    /// Events of this union, which follow a response.
    Received(ShapeId),
}

/// What each shape is to the operations, by its index.
fn roles(service: &Service) -> Vec<Role> {
    let ids = service.shapes.ids();
    let count = ids.iter().map(|id| id.index() + 1).max().unwrap_or_default();
    let mut roles = vec![Role::Data; count];
    let streams = service.shapes.event_streams();
    for exception in streams.flat_map(|stream| service.shapes.exceptions(stream)) {
        roles[exception.index()] = Role::Error;
    }
    for operation in &service.operations {
        let errors = operation.errors.iter().map(|id| (*id, Role::Error));
        let input = operation.input.map(|id| (id, Role::Input));
        let output = operation.output.map(|id| (id, Role::Output));
        for (id, role) in errors.chain(input).chain(output) {
            roles[id.index()] = role;
        }
    }
    roles
}

/// A member of a structure, as its type has it.
pub(super) struct Field<'a> {
    /// The position in the structure.
    pub index: usize,
    pub ident: Ident,
    /// The identifier without the mark of a raw one.
    pub name: String,
    pub member: &'a Member,
    pub target: &'a Shape,
    pub boxed: bool,
    /// What the value carries that is not held in memory.
    pub stream: Option<Stream>,
    /// Whether the value may be absent.
    pub optional: bool,
    /// The value that an absent one stands for.
    pub default: Option<&'a ir::Default>,
    pub sensitive: bool,
}

impl Field<'_> {
    /// The method of a builder that sets (`set_…`) or gets (`get_…`) the member.
    pub fn method(&self, verb: &str) -> Ident {
        ident(&format!("{verb}_{}", self.name.trim_start_matches('_')))
    }

    /// Whether a builder cannot do without the member.
    pub fn is_demanded(&self) -> bool {
        !self.optional && self.default.is_none() && !matches!(self.stream, Some(Stream::Bytes))
    }

    /// The documentation of the member, with what the model says about its values.
    pub fn docs(&self) -> TokenStream {
        let html = self.member.docs.as_deref().or(self.target.docs.as_deref());
        let said = html.map(docs::markdown).unwrap_or_default();
        let constraints = docs::constraints(self.member, self.target);
        let parts: Vec<&str> = [said.as_str(), constraints.as_str()]
            .into_iter()
            .filter(|it| !it.is_empty())
            .collect();
        let text = if parts.is_empty() {
            format!("The member `{}`.", self.member.name)
        } else {
            parts.join("\n\n")
        };
        let deprecated = self.member.traits.deprecated.as_ref().map(deprecated);
        let docs = doc(&text);
        quote!(#docs #deprecated)
    }
}

/// The attribute of something that should not be used any more.
pub(super) fn deprecated(deprecated: &crate::ir::Deprecated) -> TokenStream {
    match &deprecated.message {
        Some(note) => quote!(#[deprecated(note = #note)]),
        None => quote!(#[deprecated]),
    }
}

/// Documentation as attributes, a line each.
pub(super) fn doc(text: &str) -> TokenStream {
    let lines = text.lines().map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    });
    quote!(#(#[doc = #lines])*)
}

/// An identifier of Rust text that may be raw.
pub(super) fn ident(text: &str) -> Ident {
    match text.strip_prefix("r#") {
        Some(keyword) => Ident::new_raw(keyword, Span::call_site()),
        None => Ident::new(text, Span::call_site()),
    }
}

/// The protocol of the client.
fn protocol(service: &Service) -> Result<Protocol> {
    service.spoken().ok_or_else(|| {
        Error::new(
            format!("the protocols of the service ({:?}) are not supported yet", service.protocols),
            "choose a service that speaks one of AWS's protocols: awsJson, restJson1, restXml, awsQuery, ec2Query, rpcv2Cbor",
        )
        .in_file(&service.origin.model)
        .at(match service.origin.is_one_file() {
            true => format!("/shapes/{}#{}/traits", service.namespace, service.shape_name),
            false => "/metadata/protocols".to_owned(),
        })
    })
}
