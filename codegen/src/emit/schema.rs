//! Schemas: how a structure is described to a protocol, as statics of the runtime's `Schema`.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};

use super::{
    context::{Context, Field, Role},
    module::Module,
};
use crate::ir::{Binding, Kind, Member, Operation, Protocol, Shape, ShapeId, TimestampFormat, XmlNamespace};

/// Where a schema stands: an expression for it, and the name below which those of its elements are found.
pub(super) struct Place {
    expression: TokenStream,
    name: String,
}

impl Place {
    /// The schema of a member: an element of the structure's one array, since each static has a price.
    pub fn of(field: &Field<'_>) -> Self {
        let index = Literal::usize_unsuffixed(field.index);
        Self {
            expression: quote!(&MEMBERS[#index]),
            name: static_name(field),
        }
    }

    /// The schema of the elements of a list or of the values of a map.
    pub fn element(&self) -> Self {
        self.below("ELEMENT")
    }

    /// The schema of the keys of a map.
    pub fn key(&self) -> Self {
        self.below("KEY")
    }

    fn below(&self, part: &str) -> Self {
        let name = format!("{}_{part}", self.name);
        let ident = format_ident!("{name}");
        Self {
            expression: quote!(&#ident),
            name,
        }
    }
}

/// The name below which the schemas of a member's elements are found. One that could be that of another member's elements
/// has a number behind it, with a double underscore, which no member's name has.
fn static_name(field: &Field<'_>) -> String {
    let name = field.name.to_uppercase();
    match name.ends_with("_ELEMENT") || name.ends_with("_KEY") {
        true => format!("{name}__{}", field.index),
        false => name,
    }
}

impl ToTokens for Place {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.expression.to_tokens(tokens);
    }
}

/// The statics of a structure or a union.
pub(super) fn of_structure(cx: &Context<'_>, module: &Module, id: ShapeId, fields: &[Field<'_>]) -> TokenStream {
    let schema = module.import("aws_smithy_schema::Schema");
    let shape = cx.shape(id);
    let owner = Owner { cx, module, shape };
    let places: Vec<Place> = fields.iter().map(Place::of).collect();
    let described = fields.iter().zip(&places);
    let (inner, members): (Vec<_>, Vec<_>) = described
        .map(|(field, place)| owner.member(place, field.member, field.target, field.index))
        .unzip();
    let members = (!members.is_empty()).then(|| {
        let count = Literal::usize_unsuffixed(members.len());
        quote!(static MEMBERS: [#schema<'static>; #count] = [#(#members,)*];)
    });
    let all = if fields.is_empty() {
        quote!(&[])
    } else {
        quote!(&MEMBERS.each_ref())
    };
    let shape_id = shape_id(cx, module, &shape.name, None);
    let kind = shape_type(module, &shape.kind);
    let operation = cx
        .operation_of(id)
        .filter(|_| cx.role(id) == Role::Input && cx.binds_http());
    let http = operation.map(|operation| http(module, operation, fields));
    let xml_root = xml_root(cx, id);
    let unwrapped = cx.is_unwrapped_output(id).then(|| quote!(.with_xml_unwrapped_output()));
    quote! {
        #(#inner)*
        #members
        pub(super) static SCHEMA: #schema<'static> =
            #schema::new_struct(#shape_id, #kind, #all) #xml_root #unwrapped #http;
    }
}

/// What an input says of the request: method and path, and how the body comes about.
fn http(module: &Module, operation: &Operation, fields: &[Field<'_>]) -> TokenStream {
    let http_trait = module.import("aws_smithy_schema::traits::HttpTrait");
    let method = &operation.http.method;
    let uri = labelled_by_members(&operation.http.uri, fields);
    let status = match operation.http.status {
        Some(status) => quote!(Some(#status)),
        None => quote!(None),
    };
    let in_body = |field: &&Field<'_>| field.member.traits.binding == Binding::Body;
    let is_payload = |field: &&Field<'_>| field.member.traits.binding == Binding::Payload;
    let framed = |kind: &Kind| !matches!(kind, Kind::Blob | Kind::String | Kind::Enum(_));
    let codec_payload = fields
        .iter()
        .find(is_payload)
        .filter(|field| framed(&field.target.kind));
    // The hint is for structures; a document is written in the same way, without a frame around it.
    let document = codec_payload.is_some_and(|field| matches!(field.target.kind, Kind::Document));
    let hint = document.then(|| {
        let hints = module.import("aws_smithy_schema::PayloadHint");
        quote!(.with_payload_hint(#hints::StructPayload))
    });
    let without_body = !fields.iter().any(|field| in_body(&field)) && codec_payload.is_none();
    let without_body = without_body.then(|| quote!(.with_no_body_members()));
    quote!(.with_http(#http_trait::new(#method, #uri, #status)) #hint #without_body)
}

/// The path with the names of members for labels: botocore's form names them as they are on the wire.
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

/// How the structure is called at the root of an XML document.
fn xml_root(cx: &Context<'_>, id: ShapeId) -> TokenStream {
    let traits = &cx.shape(id).traits;
    let name = traits.xml_name.as_ref().map(|name| quote!(.with_xml_name(#name)));
    let namespace = traits.xml_namespace.as_ref().or_else(|| payload_namespace(cx, id));
    let namespace = namespace.map(xml_namespace);
    quote!(#name #namespace)
}

/// The namespace of the document that the structure is as a payload, which botocore's form has with the member. The
/// runtime asks the structure alone.
fn payload_namespace<'a>(cx: &Context<'a>, id: ShapeId) -> Option<&'a XmlNamespace> {
    if cx.protocol != Protocol::RestXml {
        return None;
    }
    cx.plan().payload_member(id)?.traits.xml_namespace.as_ref()
}

fn xml_namespace(namespace: &XmlNamespace) -> TokenStream {
    let uri = &namespace.uri;
    let prefix = match &namespace.prefix {
        Some(prefix) => quote!(Some(#prefix)),
        None => quote!(None),
    };
    quote!(.with_xml_namespace(#uri, #prefix))
}

fn shape_id(cx: &Context<'_>, module: &Module, name: &str, member: Option<&str>) -> TokenStream {
    let id = module.import("aws_smithy_schema::ShapeId");
    let namespace = &cx.service.namespace;
    let absolute = match member {
        Some(member) => format!("{namespace}#{name}${member}"),
        None => format!("{namespace}#{name}"),
    };
    quote!(#id::from_parts(#absolute, #namespace, #name))
}

/// The shape that a member belongs to.
struct Owner<'a> {
    cx: &'a Context<'a>,
    module: &'a Module,
    shape: &'a Shape,
}

impl Owner<'_> {
    /// The statics that a member's schema refers to, and the schema.
    fn member(&self, place: &Place, member: &Member, target: &Shape, index: usize) -> (TokenStream, TokenStream) {
        let schema = self.module.import("aws_smithy_schema::Schema");
        let id = shape_id(self.cx, self.module, &self.shape.name, Some(&member.name));
        let kind = shape_type(self.module, &target.kind);
        let (inner, link) = self.inner(place, member, target);
        let is_secret = self.cx.hides(self.shape, member);
        let traits = traits(self.cx, self.module, member, target, is_secret);
        let wire = &member.name;
        let index = Literal::usize_unsuffixed(index);
        (
            inner,
            quote!(#schema::new_member(#id, #kind, #wire, #index) #link #traits),
        )
    }

    /// The statics of what a list or a map holds, and the call that ties them to their container's.
    fn inner(&self, container: &Place, member: &Member, target: &Shape) -> (TokenStream, TokenStream) {
        let is_flattened = member.traits.flattened || target.traits.flattened;
        let inner = Owner { shape: target, ..*self };
        let element = container.element();
        match &target.kind {
            Kind::List(member) if is_flattened => {
                // Elements that nothing wraps are called as their list is.
                let mut bare = member.as_ref().clone();
                bare.traits.wire_name = None;
                let statics = inner.statics(&element, &bare, 0);
                (statics, quote!(.with_list_member(#element)))
            }
            Kind::List(member) => {
                let statics = inner.statics(&element, member, 0);
                (statics, quote!(.with_list_member(#element)))
            }
            Kind::Map(key, value) => {
                let key_place = container.key();
                let keys = inner.statics(&key_place, key, 0);
                let values = inner.statics(&element, value, 1);
                (quote!(#keys #values), quote!(.with_map_members(#key_place, #element)))
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
            | Kind::Union(_) => (TokenStream::new(), TokenStream::new()),
        }
    }

    /// The static of an element, after those that it refers to.
    fn statics(&self, place: &Place, member: &Member, index: usize) -> TokenStream {
        let schema = self.module.import("aws_smithy_schema::Schema");
        let (inner, value) = self.member(place, member, self.cx.shape(member.target), index);
        let name = format_ident!("{}", place.name);
        quote!(#inner static #name: #schema<'static> = #value;)
    }
}

/// The traits that a protocol asks for, one line each.
fn traits(cx: &Context<'_>, module: &Module, member: &Member, target: &Shape, is_secret: bool) -> TokenStream {
    let on = &member.traits;
    let mut calls = TokenStream::new();
    let mut add = |condition: bool, call: TokenStream| {
        if condition {
            calls.extend(call);
        }
    };
    add(is_secret, quote!(.with_sensitive()));
    add(on.xml_attribute, quote!(.with_xml_attribute()));
    add(on.flattened || target.traits.flattened, quote!(.with_xml_flattened()));
    add(on.streaming || target.traits.streaming, quote!(.with_streaming()));
    add(on.host_label, quote!(.with_host_label()));
    add(on.event_header, quote!(.with_event_header()));
    add(on.event_payload, quote!(.with_event_payload()));
    if let Some(name) = &on.wire_name {
        // botocore's form gives every payload its member's name; the name that its shape has itself says more.
        let is_said_better = *name == member.name && target.traits.xml_name.is_some();
        let is_payload = on.binding == Binding::Payload;
        add(!(is_payload && is_said_better), quote!(.with_xml_name(#name)));
    }
    if let Some(name) = json_name(cx, member) {
        add(true, quote!(.with_json_name(#name)));
    }
    let json = (on.json_value && on.binding != Binding::Body).then(|| "application/json".to_owned());
    if let Some(media_type) = on
        .media_type
        .as_ref()
        .or(target.traits.media_type.as_ref())
        .or(json.as_ref())
    {
        add(true, quote!(.with_media_type(#media_type)));
    }
    if let Some(format) = on.timestamp_format.or(target.traits.timestamp_format) {
        let format = timestamp_format(module, format);
        add(true, quote!(.with_timestamp_format(#format)));
    }
    if let Some(namespace) = on.xml_namespace.as_ref().or(target.traits.xml_namespace.as_ref()) {
        add(true, xml_namespace(namespace));
    }
    calls.extend(binding(&on.binding));
    calls
}

/// The name in JSON; in ec2Query, which has none, that in the form of a request, which no trait of a schema tells.
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

fn binding(binding: &Binding) -> TokenStream {
    match binding {
        Binding::Body | Binding::Endpoint => TokenStream::new(),
        Binding::Header(name) => quote!(.with_http_header(#name)),
        Binding::PrefixHeaders(prefix) => quote!(.with_http_prefix_headers(#prefix)),
        Binding::Label(_) => quote!(.with_http_label()),
        Binding::Query(name) => quote!(.with_http_query(#name)),
        Binding::QueryParams => quote!(.with_http_query_params()),
        Binding::StatusCode => quote!(.with_http_response_code()),
        Binding::Payload => quote!(.with_http_payload()),
    }
}

fn timestamp_format(module: &Module, format: TimestampFormat) -> TokenStream {
    let formats = module.import("aws_smithy_schema::traits::TimestampFormat");
    match format {
        TimestampFormat::DateTime => quote!(#formats::DateTime),
        TimestampFormat::HttpDate => quote!(#formats::HttpDate),
        TimestampFormat::EpochSeconds => quote!(#formats::EpochSeconds),
    }
}

fn shape_type(module: &Module, kind: &Kind) -> TokenStream {
    let types = module.import("aws_smithy_schema::ShapeType");
    let variant = format_ident!(
        "{}",
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
    );
    quote!(#types::#variant)
}
