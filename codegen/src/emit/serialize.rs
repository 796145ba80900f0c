//! Serialization: code that writes the members of a structure to a protocol.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{
    context::{Context, Field},
    default,
    module::Module,
};
use crate::ir::{Binding, Family, Kind, ShapeId};

/// The implementation that writes a structure.
pub(super) fn structure(cx: &Context<'_>, module: &Module, id: ShapeId, fields: &[Field<'_>]) -> TokenStream {
    let is_held = |field: &&Field<'_>| field.stream.is_none() && field.member.traits.binding != Binding::Endpoint;
    let held: Vec<&Field<'_>> = fields.iter().filter(is_held).collect();
    let writes = held.iter().map(|field| {
        let ident = &field.ident;
        if field.is_optional() {
            let write = write(cx, module, field, borrowed(cx, module, field));
            return quote!(#write;);
        }
        let value = given(&field.target.kind, &quote!(&self.#ident), &quote!(self.#ident));
        let write = write(cx, module, field, quote!(Some(#value)));
        match default::differs_from_zero(field) {
            Some(is_set) => quote!(if #is_set { #write; }),
            None => quote!(#write;),
        }
    });
    let body = match held.is_empty() {
        true => quote!(Ok(())),
        false => around(module, &quote!(#(#writes)*)),
    };
    implementation(cx, module, id, body, held.is_empty())
}

/// Statements that write members, with what begins and ends them.
pub(super) fn around(module: &Module, writes: &TokenStream) -> TokenStream {
    let members = module.import("crate::support::write::Members");
    quote! {
        let mut out = #members::of(&SCHEMA, to);
        #writes
        out.end()
    }
}

/// A member that is optional, as its writer takes it.
fn borrowed(cx: &Context<'_>, module: &Module, field: &Field<'_>) -> TokenStream {
    let ident = &field.ident;
    match &field.target.kind {
        kind if is_copied(kind) => quote!(self.#ident),
        Kind::String | Kind::List(_) => quote!(self.#ident.as_deref()),
        Kind::Enum(_) => {
            let name = module.import(&cx.type_path(field.member.target));
            quote!(self.#ident.as_ref().map(#name::as_str))
        }
        Kind::Structure(_) | Kind::Union(_) => {
            let held = if field.boxed {
                quote!(self.#ident.as_deref())
            } else {
                quote!(self.#ident.as_ref())
            };
            quote!(#held.map(|it| it as _))
        }
        Kind::Blob
        | Kind::Boolean
        | Kind::Byte
        | Kind::Short
        | Kind::Integer
        | Kind::IntEnum(_)
        | Kind::Long
        | Kind::Float
        | Kind::Double
        | Kind::BigInteger
        | Kind::BigDecimal
        | Kind::Timestamp
        | Kind::Document
        | Kind::Map(..) => quote!(self.#ident.as_ref()),
    }
}

/// A value that is there, as its writer takes it: by a reference to it, or itself where it is copied.
pub(super) fn given(kind: &Kind, reference: &TokenStream, value: &TokenStream) -> TokenStream {
    match kind {
        kind if is_copied(kind) => value.clone(),
        Kind::Enum(_) => quote!(#value.as_str()),
        Kind::Blob
        | Kind::Boolean
        | Kind::Byte
        | Kind::Short
        | Kind::Integer
        | Kind::IntEnum(_)
        | Kind::Long
        | Kind::Float
        | Kind::Double
        | Kind::BigInteger
        | Kind::BigDecimal
        | Kind::String
        | Kind::Timestamp
        | Kind::Document
        | Kind::List(_)
        | Kind::Map(..)
        | Kind::Structure(_)
        | Kind::Union(_) => reference.clone(),
    }
}

/// The value behind a reference, where it is copied; an enum is asked for its text by the reference.
pub(super) fn borrowed_value(kind: &Kind, reference: &TokenStream) -> TokenStream {
    if is_copied(kind) {
        quote!(*#reference)
    } else {
        reference.clone()
    }
}

/// True where a value is passed on itself, not by reference.
fn is_copied(kind: &Kind) -> bool {
    matches!(kind.family(), Family::Boolean | Family::Integer | Family::Float)
}

/// The call that writes a member, if it is there.
pub(super) fn write(cx: &Context<'_>, module: &Module, field: &Field<'_>, value: TokenStream) -> TokenStream {
    let index = Literal::usize_unsuffixed(field.index);
    let method = method(&field.target.kind);
    let is_payload = cx.protocol.rules().binds_http && field.member.traits.binding == Binding::Payload;
    match &field.target.kind {
        Kind::Structure(_) | Kind::Union(_) if is_payload => quote!(out.payload(#value)),
        Kind::Document if is_payload => quote!(out.document_payload(#value)),
        Kind::List(element) => {
            let write = nested(cx, module, field.member.target, element.target);
            quote!(out.list(#index, #value, #write))
        }
        Kind::Map(key, entry) => {
            let key = key_as_text(cx, module, key.target);
            let write = nested(cx, module, field.member.target, entry.target);
            quote!(out.map(#index, #value, #key, #write))
        }
        Kind::Blob
        | Kind::Boolean
        | Kind::Byte
        | Kind::Short
        | Kind::Integer
        | Kind::IntEnum(_)
        | Kind::Long
        | Kind::Float
        | Kind::Double
        | Kind::BigInteger
        | Kind::BigDecimal
        | Kind::String
        | Kind::Enum(_)
        | Kind::Timestamp
        | Kind::Document
        | Kind::Structure(_)
        | Kind::Union(_) => quote!(out.#method(#index, #value)),
    }
}

/// The method of `support` that writes a member of this type.
fn method(kind: &Kind) -> proc_macro2::Ident {
    let name = match kind {
        Kind::Blob => "blob",
        Kind::Boolean => "boolean",
        Kind::Byte => "byte",
        Kind::Short => "short",
        Kind::Integer | Kind::IntEnum(_) => "integer",
        Kind::Long => "long",
        Kind::Float => "float",
        Kind::Double => "double",
        Kind::BigInteger => "big_integer",
        Kind::BigDecimal => "big_decimal",
        Kind::String | Kind::Enum(_) => "string",
        Kind::Timestamp => "timestamp",
        Kind::Document => "document",
        Kind::List(_) => "list",
        Kind::Map(..) => "map",
        Kind::Structure(_) | Kind::Union(_) => "structure",
    };
    quote::format_ident!("{name}")
}

/// `SerializableStruct` with this body.
pub(super) fn implementation(
    cx: &Context<'_>,
    module: &Module,
    id: ShapeId,
    body: TokenStream,
    writes_nothing: bool,
) -> TokenStream {
    let name = cx.type_ident(id);
    let serializable = module.import("aws_smithy_schema::serde::SerializableStruct");
    let serializer = module.import("aws_smithy_schema::serde::ShapeSerializer");
    let written = module.import("crate::support::write::Written");
    let schema = module.import("aws_smithy_schema::Schema");
    let parameter = if writes_nothing { quote!(_) } else { quote!(to) };
    quote! {
        impl #serializable for #name {
            fn schema(&self) -> &#schema<'_> {
                SCHEMA.schema()
            }

            fn serialize_members(&self, #parameter: &mut dyn #serializer) -> #written {
                #body
            }
        }
    }
}

/// The function that writes an element of a list or a value of a map, which may be null in a sparse one.
fn nested(cx: &Context<'_>, module: &Module, container: ShapeId, element: ShapeId) -> TokenStream {
    let write = element_write(cx, module, element);
    if cx.shape(container).traits.sparse {
        let or_null = module.import("crate::support::write::or_null");
        quote!(|to, schema, item| #or_null(to, schema, item, |to, schema, item| #write))
    } else {
        quote!(|to, schema, item| #write)
    }
}

/// The call that writes one value, which is borrowed as `item`.
fn element_write(cx: &Context<'_>, module: &Module, target: ShapeId) -> TokenStream {
    let kind = &cx.shape(target).kind;
    match kind {
        Kind::Blob => quote!(to.write_blob(schema, item.clone())),
        Kind::List(element) => {
            let list = module.import("crate::support::write::list");
            let write = nested(cx, module, target, element.target);
            quote!(#list(to, schema, item, #write))
        }
        Kind::Map(key, entry) => {
            let map = module.import("crate::support::write::map");
            let key = key_as_text(cx, module, key.target);
            let write = nested(cx, module, target, entry.target);
            quote!(#map(to, schema, item, #key, #write))
        }
        Kind::Structure(_) | Kind::Union(_) => quote!(to.write_struct(schema, item)),
        Kind::Boolean
        | Kind::Byte
        | Kind::Short
        | Kind::Integer
        | Kind::IntEnum(_)
        | Kind::Long
        | Kind::Float
        | Kind::Double
        | Kind::BigInteger
        | Kind::BigDecimal
        | Kind::String
        | Kind::Enum(_)
        | Kind::Timestamp
        | Kind::Document => {
            let write = quote::format_ident!("write_{}", method(kind));
            let value = given(kind, &quote!(item), &borrowed_value(kind, &quote!(item)));
            quote!(to.#write(schema, #value))
        }
    }
}

/// The function that gives the text of a map's key.
fn key_as_text(cx: &Context<'_>, module: &Module, key: ShapeId) -> TokenStream {
    if let Kind::Enum(_) = &cx.shape(key).kind {
        let name = module.import(&cx.type_path(key));
        quote!(#name::as_str)
    } else {
        quote!(String::as_str)
    }
}
