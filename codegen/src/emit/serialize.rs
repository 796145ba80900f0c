//! Writers: how a structure hands its members to a protocol.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    context::{Context, Field},
    default,
    module::Module,
    schema::Place,
};
use crate::ir::{Binding, Kind, ShapeId};

/// The writer of a structure.
pub(super) fn structure(cx: &Context<'_>, module: &Module, id: ShapeId, fields: &[Field<'_>]) -> TokenStream {
    let is_held = |field: &&Field<'_>| field.stream.is_none() && field.member.traits.binding != Binding::Endpoint;
    let held = fields.iter().filter(is_held);
    let members = held.map(|field| {
        let (ident, member) = (&field.ident, Place::of(field));
        let write = if is_payload(cx, field) {
            payload(module, field)
        } else {
            value(cx, module, field.member.target, &member, quote!(value))
        };
        if field.is_optional() {
            quote!(if let Some(value) = &self.#ident { #write })
        } else if let Some(is_set) = default::differs_from_zero(field) {
            quote!(if #is_set { let value = &self.#ident; #write })
        } else {
            quote!({ let value = &self.#ident; #write })
        }
    });
    implementation(
        cx,
        module,
        id,
        quote!(#(#members)* Ok(())),
        !fields.iter().any(|field| is_held(&field)),
    )
}

/// Whether the member is the whole body of a REST request, and a document.
fn is_payload(cx: &Context<'_>, field: &Field<'_>) -> bool {
    let is_document = matches!(field.target.kind, Kind::Structure(_) | Kind::Union(_) | Kind::Document);
    cx.binds_http() && is_document && field.member.traits.binding == Binding::Payload
}

/// The statement that writes a body. Its root is what its own schema says, not the member.
fn payload(module: &Module, field: &Field<'_>) -> TokenStream {
    if matches!(field.target.kind, Kind::Document) {
        let document = module.import("aws_smithy_schema::prelude::DOCUMENT");
        return quote!(serializer.write_document(&#document, value)?;);
    }
    let serializable = module.import("aws_smithy_schema::serde::SerializableStruct");
    quote! {
        let value: &dyn #serializable = value;
        serializer.write_struct(value.schema(), value)?;
    }
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
    let error = module.import("aws_smithy_schema::serde::SerdeError");
    let schema = module.import("aws_smithy_schema::Schema");
    let parameter = if writes_nothing {
        quote!(_serializer)
    } else {
        quote!(serializer)
    };
    quote! {
        impl #serializable for #name {
            #[inline]
            fn schema(&self) -> &#schema<'_> {
                &SCHEMA
            }

            #[inline]
            fn serialize_members(&self, #parameter: &mut dyn #serializer) -> Result<(), #error> {
                #body
            }
        }
    }
}

/// Statements that write one value, which is borrowed.
pub(super) fn value(
    cx: &Context<'_>,
    module: &Module,
    target: ShapeId,
    schema: &Place,
    value: TokenStream,
) -> TokenStream {
    match &cx.shape(target).kind {
        Kind::Blob => quote!(serializer.write_blob(#schema, #value.clone())?;),
        Kind::Boolean => quote!(serializer.write_boolean(#schema, *#value)?;),
        Kind::Byte => quote!(serializer.write_byte(#schema, *#value)?;),
        Kind::Short => quote!(serializer.write_short(#schema, *#value)?;),
        Kind::Integer | Kind::IntEnum(_) => quote!(serializer.write_integer(#schema, *#value)?;),
        Kind::Long => quote!(serializer.write_long(#schema, *#value)?;),
        Kind::Float => quote!(serializer.write_float(#schema, *#value)?;),
        Kind::Double => quote!(serializer.write_double(#schema, *#value)?;),
        Kind::BigInteger => quote!(serializer.write_big_integer(#schema, #value)?;),
        Kind::BigDecimal => quote!(serializer.write_big_decimal(#schema, #value)?;),
        Kind::String => quote!(serializer.write_string(#schema, #value)?;),
        Kind::Enum(_) => quote!(serializer.write_string(#schema, #value.as_str())?;),
        Kind::Timestamp => quote!(serializer.write_timestamp(#schema, #value)?;),
        Kind::Document => quote!(serializer.write_document(#schema, #value)?;),
        Kind::Structure(_) | Kind::Union(_) => {
            let unboxed = module.import("aws_smithy_schema::serde::SerializableStruct");
            quote!(serializer.write_struct(#schema, #value as &dyn #unboxed)?;)
        }
        Kind::List(element) => {
            let inner = schema.element();
            let write = element_value(cx, module, target, element.target, &inner, quote!(item));
            quote! {
                serializer.write_list_with_length(#schema, #value.len(), &|serializer| {
                    for item in #value {
                        #write
                    }
                    Ok(())
                })?;
            }
        }
        Kind::Map(key, entry) => {
            let inner = schema.element();
            let key_static = schema.key();
            let write_key = self::value(cx, module, key.target, &key_static, quote!(key));
            let write = element_value(cx, module, target, entry.target, &inner, quote!(item));
            quote! {
                serializer.write_map_with_length(#schema, #value.len(), &|serializer| {
                    for (key, item) in #value {
                        #write_key
                        #write
                    }
                    Ok(())
                })?;
            }
        }
    }
}

/// Statements that write an element of a list or a value of a map, which may be null in a sparse one.
fn element_value(
    cx: &Context<'_>,
    module: &Module,
    container: ShapeId,
    element: ShapeId,
    schema: &Place,
    item: TokenStream,
) -> TokenStream {
    let write = value(cx, module, element, schema, item.clone());
    if cx.shape(container).traits.sparse {
        quote!(match #item { Some(#item) => { #write } None => serializer.write_null(#schema)?, })
    } else {
        write
    }
}
