//! Schemas: how a structure is described to a protocol, as data of which `support` makes the runtime's schemas.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{
    context::{Context, Field, Role},
    module::Module,
};
use crate::ir::{Binding, Family, Kind, Member, Operation, Protocol, Shape, ShapeId, TimestampFormat, XmlNamespace};

/// The static of a structure or a union.
pub(super) fn of_structure(cx: &Context<'_>, module: &Module, id: ShapeId, fields: &[Field<'_>]) -> TokenStream {
    let structure = module.import("crate::support::schema::Structure");
    let shape = cx.shape(id);
    let owner = Owner { cx, module, shape };
    let members = fields.iter().map(|field| owner.member(field.member, field.target));
    let operation = cx
        .operation_of(id)
        .filter(|_| cx.role(id) == Role::Input && cx.protocol.rules().binds_http);
    let mut traits = xml_root(cx, module, id);
    let is_output = cx.role(id) == Role::Output;
    if is_output && cx.operation_of(id).is_some_and(|operation| operation.unwrapped_output) {
        traits.push(trait_of(module, quote!(XmlUnwrappedOutput)));
    }
    traits.extend(
        operation
            .into_iter()
            .flat_map(|operation| http(module, operation, fields)),
    );
    let new = if matches!(shape.kind, Kind::Union(_)) {
        quote!(union)
    } else {
        quote!(new)
    };
    let (namespace, name) = (&cx.service.namespace, &shape.name);
    let traits = trait_list(module, &traits);
    quote! {
        pub(super) static SCHEMA: #structure =
            #structure::#new(#namespace, #name, &[#(#members,)*], #traits);
    }
}

/// A trait of the schema, which `support` knows by this name.
fn trait_of(module: &Module, it: TokenStream) -> TokenStream {
    let traits = module.import("crate::support::schema::Trait");
    quote!(#traits::#it)
}

fn trait_list(module: &Module, traits: &[TokenStream]) -> TokenStream {
    if traits.is_empty() {
        return module.import("crate::support::schema::PLAIN");
    }
    quote!(&[#(#traits),*])
}

/// The HTTP binding of an input: the request's method and path, and how its body is made.
fn http(module: &Module, operation: &Operation, fields: &[Field<'_>]) -> Vec<TokenStream> {
    let method = &operation.http.method;
    let uri = labelled_by_members(&operation.http.uri, fields);
    let status = match operation.http.status {
        Some(status) => quote!(Some(#status)),
        None => quote!(None),
    };
    let in_body = |field: &&Field<'_>| field.member.traits.binding == Binding::Body;
    let is_payload = |field: &&Field<'_>| field.member.traits.binding == Binding::Payload;
    let payload = fields.iter().find(is_payload).map(|field| field.target.kind.family());
    let codec_payload = payload.filter(|family| !matches!(family, Family::Blob | Family::Text));
    // The hint is for structures; a document is written in the same way, without a frame around it.
    let document = codec_payload == Some(Family::Document);
    let hint = document.then(|| trait_of(module, quote!(StructPayload)));
    let without_body = !fields.iter().any(|field| in_body(&field)) && codec_payload.is_none();
    let without_body = without_body.then(|| trait_of(module, quote!(NoBodyMembers)));
    let http = trait_of(module, quote!(Http(#method, #uri, #status)));
    [Some(http), hint, without_body].into_iter().flatten().collect()
}

/// The path with the names of members as labels: botocore's form has their names on the wire.
fn labelled_by_members(uri: &str, fields: &[Field<'_>]) -> String {
    let mut out = uri.to_owned();
    for field in fields {
        if let Binding::Label(label) = &field.member.traits.binding {
            for end in ["}", "+}"] {
                out = out.replace(&format!("{{{label}{end}"), &format!("{{{}{end}", field.member.name));
            }
        }
    }
    out
}

/// The name and the namespace of the structure at the root of an XML document.
fn xml_root(cx: &Context<'_>, module: &Module, id: ShapeId) -> Vec<TokenStream> {
    let traits = &cx.shape(id).traits;
    let name = traits
        .xml_name
        .as_ref()
        .map(|name| trait_of(module, quote!(XmlName(#name))));
    let namespace = traits.xml_namespace.as_ref().or_else(|| payload_namespace(cx, id));
    let namespace = namespace.map(|namespace| xml_namespace(module, namespace));
    [name, namespace].into_iter().flatten().collect()
}

/// The namespace of a structure that is a payload, which botocore's form has on the member. The runtime reads it from
/// the structure only.
fn payload_namespace<'a>(cx: &Context<'a>, id: ShapeId) -> Option<&'a XmlNamespace> {
    if cx.protocol != Protocol::RestXml {
        return None;
    }
    cx.plan().payload_member(id)?.traits.xml_namespace.as_ref()
}

fn xml_namespace(module: &Module, namespace: &XmlNamespace) -> TokenStream {
    let uri = &namespace.uri;
    let prefix = match &namespace.prefix {
        Some(prefix) => quote!(Some(#prefix)),
        None => quote!(None),
    };
    trait_of(module, quote!(XmlNamespace(#uri, #prefix)))
}

/// The shape that a member belongs to.
struct Owner<'a> {
    cx: &'a Context<'a>,
    module: &'a Module,
    shape: &'a Shape,
}

impl Owner<'_> {
    /// The description of a member, and of what it holds.
    fn member(&self, member: &Member, target: &Shape) -> TokenStream {
        let described = self.module.import("crate::support::schema::Member");
        let kind = self.kind(member, target);
        let is_secret = self.cx.hides(self.shape, member);
        let traits = traits(self.cx, self.module, member, target, is_secret);
        let wire = &member.name;
        let traits = trait_list(self.module, &traits);
        quote!(#described(#wire, #kind, #traits))
    }

    /// The type of a member; of a list or a map, with those of what it holds.
    fn kind(&self, member: &Member, target: &Shape) -> TokenStream {
        let kinds = self.module.import("crate::support::schema::Kind");
        let is_flattened = member.traits.flattened || target.traits.flattened;
        let inner = Owner { shape: target, ..*self };
        let element = |element: &Member| inner.member(element, self.cx.shape(element.target));
        match &target.kind {
            Kind::List(member) if is_flattened => {
                // Elements that nothing wraps are called as their list is.
                let mut bare = member.as_ref().clone();
                bare.traits.wire_name = None;
                let element = element(&bare);
                quote!(#kinds::List(&#element))
            }
            Kind::List(member) => {
                let element = element(member);
                quote!(#kinds::List(&#element))
            }
            Kind::Map(key, value) => {
                let (key, value) = (element(key), element(value));
                quote!(#kinds::Map(&[#key, #value]))
            }
            Kind::Blob
            | Kind::Boolean
            | Kind::Byte
            | Kind::Short
            | Kind::Integer
            | Kind::Long
            | Kind::Float
            | Kind::Double
            | Kind::BigInteger
            | Kind::BigDecimal
            | Kind::String
            | Kind::Enum(_)
            | Kind::IntEnum(_)
            | Kind::Timestamp
            | Kind::Document
            | Kind::Structure(_)
            | Kind::Union(_) => {
                let name = format_ident!("{}", name(&target.kind));
                quote!(#kinds::#name)
            }
        }
    }
}

/// The traits that a protocol asks for.
fn traits(cx: &Context<'_>, module: &Module, member: &Member, target: &Shape, is_secret: bool) -> Vec<TokenStream> {
    let on = &member.traits;
    let mut all = Vec::new();
    let mut add = |condition: bool, it: TokenStream| {
        if condition {
            all.push(trait_of(module, it));
        }
    };
    add(is_secret, quote!(Sensitive));
    add(on.xml_attribute, quote!(XmlAttribute));
    add(on.flattened || target.traits.flattened, quote!(XmlFlattened));
    add(on.streaming || target.traits.streaming, quote!(Streaming));
    add(on.host_label, quote!(HostLabel));
    add(on.event_header, quote!(EventHeader));
    add(on.event_payload, quote!(EventPayload));
    if let Some(name) = &on.wire_name {
        // botocore's form gives every payload its member's name; the name that its shape has itself says more.
        let is_said_better = *name == member.name && target.traits.xml_name.is_some();
        let is_payload = on.binding == Binding::Payload;
        add(!(is_payload && is_said_better), quote!(XmlName(#name)));
    }
    if let Some(name) = json_name(cx, member) {
        add(true, quote!(JsonName(#name)));
    }
    let json = (on.json_value && on.binding != Binding::Body).then(|| "application/json".to_owned());
    let media_type = on.media_type.as_ref().or(target.traits.media_type.as_ref());
    if let Some(media_type) = media_type.or(json.as_ref()) {
        add(true, quote!(MediaType(#media_type)));
    }
    if let Some(format) = on.timestamp_format.or(target.traits.timestamp_format) {
        let format = timestamp_format(module, format);
        add(true, quote!(TimestampFormat(#format)));
    }
    all.extend(
        on.xml_namespace
            .as_ref()
            .or(target.traits.xml_namespace.as_ref())
            .map(|it| xml_namespace(module, it)),
    );
    all.extend(binding(&on.binding).map(|it| trait_of(module, it)));
    all
}

/// The name in JSON. For ec2Query, which has no JSON, it is the name in a form, for which schemas have no trait.
fn json_name(cx: &Context<'_>, member: &Member) -> Option<String> {
    if cx.protocol != Protocol::Ec2Query {
        return member.traits.wire_name.clone();
    }
    let name = || member.traits.wire_name.as_ref().unwrap_or(&member.name);
    Some(member.traits.query_name.clone().unwrap_or_else(|| capitalized(name())))
}

fn capitalized(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

fn binding(binding: &Binding) -> Option<TokenStream> {
    Some(match binding {
        Binding::Body | Binding::Endpoint => return None,
        Binding::Header(name) => quote!(HttpHeader(#name)),
        Binding::PrefixHeaders(prefix) => quote!(HttpPrefixHeaders(#prefix)),
        Binding::Label(_) => quote!(HttpLabel),
        Binding::Query(name) => quote!(HttpQuery(#name)),
        Binding::QueryParams => quote!(HttpQueryParams),
        Binding::StatusCode => quote!(HttpResponseCode),
        Binding::Payload => quote!(HttpPayload),
    })
}

fn timestamp_format(module: &Module, format: TimestampFormat) -> TokenStream {
    let formats = module.import("aws_smithy_schema::traits::TimestampFormat");
    match format {
        TimestampFormat::DateTime => quote!(#formats::DateTime),
        TimestampFormat::HttpDate => quote!(#formats::HttpDate),
        TimestampFormat::EpochSeconds => quote!(#formats::EpochSeconds),
    }
}

/// The name of a type in `support`.
fn name(kind: &Kind) -> &'static str {
    match kind {
        Kind::Blob => "Blob",
        Kind::Boolean => "Boolean",
        Kind::Byte => "Byte",
        Kind::Short => "Short",
        Kind::Integer | Kind::IntEnum(_) => "Integer",
        Kind::Long => "Long",
        Kind::Float => "Float",
        Kind::Double => "Double",
        Kind::BigInteger => "BigInteger",
        Kind::BigDecimal => "BigDecimal",
        Kind::String | Kind::Enum(_) => "String",
        Kind::Timestamp => "Timestamp",
        Kind::Document => "Document",
        Kind::List(_) => "List",
        Kind::Map(..) => "Map",
        Kind::Structure(_) => "Structure",
        Kind::Union(_) => "Union",
    }
}
