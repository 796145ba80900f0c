//! Schemas: how a structure is described to a protocol, as statics of the runtime's `Schema`.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::{
    context::{Context, Field},
    module::Module,
};
use crate::ir::{Binding, Kind, Member, Shape, ShapeId, TimestampFormat};

/// The static that describes a member.
pub(super) fn member_static(field: &Field<'_>) -> Ident {
    format_ident!("{}_MEMBER", field.name.to_uppercase())
}

/// The static that describes the elements of a list or the values of a map, below the static of their container.
pub(super) fn element_static(container: &Ident) -> Ident {
    format_ident!("{container}_ELEMENT")
}

/// The statics of a structure or a union.
pub(super) fn of_structure(cx: &Context<'_>, module: &Module, id: ShapeId, fields: &[Field<'_>]) -> TokenStream {
    let schema = module.import("aws_smithy_schema::Schema");
    let shape = cx.shape(id);
    let members: Vec<Ident> = fields.iter().map(member_static).collect();
    let statics = fields.iter().zip(&members).map(|(field, name)| {
        let owner = Owner {
            cx,
            module,
            shape: &shape.name,
        };
        owner.member(name, field.member, field.target, field.index)
    });
    let shape_id = shape_id(cx, module, &shape.name, None);
    let kind = shape_type(module, &shape.kind);
    quote! {
        #(#statics)*
        pub(super) static SCHEMA: #schema<'static> = #schema::new_struct(#shape_id, #kind, &[#(&#members),*]);
    }
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
    shape: &'a str,
}

impl Owner<'_> {
    fn member(&self, name: &Ident, member: &Member, target: &Shape, index: usize) -> TokenStream {
        let schema = self.module.import("aws_smithy_schema::Schema");
        let id = shape_id(self.cx, self.module, self.shape, Some(&member.name));
        let kind = shape_type(self.module, &target.kind);
        let (inner, link) = self.inner(name, target);
        let traits = traits(self.module, member, target);
        let wire = &member.name;
        let index = Literal::usize_unsuffixed(index);
        quote! {
            #inner
            static #name: #schema<'static> = #schema::new_member(#id, #kind, #wire, #index) #link #traits;
        }
    }

    /// The schemas of what a list or a map holds, and the call that ties them to their container's.
    fn inner(&self, container: &Ident, target: &Shape) -> (TokenStream, TokenStream) {
        let inner = Owner {
            shape: &target.name,
            ..*self
        };
        let element = element_static(container);
        match &target.kind {
            Kind::List(member) => {
                let statics = inner.member(&element, member, self.cx.shape(member.target), 0);
                (statics, quote!(.with_list_member(&#element)))
            }
            Kind::Map(key, value) => {
                let key_static = format_ident!("{container}_KEY");
                let keys = inner.member(&key_static, key, self.cx.shape(key.target), 0);
                let values = inner.member(&element, value, self.cx.shape(value.target), 1);
                (
                    quote!(#keys #values),
                    quote!(.with_map_members(&#key_static, &#element)),
                )
            }
            _ => (TokenStream::new(), TokenStream::new()),
        }
    }
}

/// The traits that a protocol asks for, one line each.
fn traits(module: &Module, member: &Member, target: &Shape) -> TokenStream {
    let on = &member.traits;
    let mut calls = TokenStream::new();
    let mut add = |condition: bool, call: TokenStream| {
        if condition {
            calls.extend(call);
        }
    };
    add(on.sensitive || target.traits.sensitive, quote!(.with_sensitive()));
    add(on.xml_attribute, quote!(.with_xml_attribute()));
    add(on.flattened || target.traits.flattened, quote!(.with_xml_flattened()));
    add(on.streaming || target.traits.streaming, quote!(.with_streaming()));
    add(on.host_label, quote!(.with_host_label()));
    add(on.event_header, quote!(.with_event_header()));
    add(on.event_payload, quote!(.with_event_payload()));
    if let Some(name) = &on.wire_name {
        add(true, quote!(.with_json_name(#name).with_xml_name(#name)));
    }
    if let Some(media_type) = on.media_type.as_ref().or(target.traits.media_type.as_ref()) {
        add(true, quote!(.with_media_type(#media_type)));
    }
    if let Some(format) = on.timestamp_format.or(target.traits.timestamp_format) {
        let format = timestamp_format(module, format);
        add(true, quote!(.with_timestamp_format(#format)));
    }
    if let Some(namespace) = on.xml_namespace.as_ref().or(target.traits.xml_namespace.as_ref()) {
        let uri = &namespace.uri;
        let prefix = match &namespace.prefix {
            Some(prefix) => quote!(Some(#prefix)),
            None => quote!(None),
        };
        add(true, quote!(.with_xml_namespace(#uri, #prefix)));
    }
    calls.extend(binding(&on.binding));
    calls
}

fn binding(binding: &Binding) -> TokenStream {
    match binding {
        Binding::Body => TokenStream::new(),
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
