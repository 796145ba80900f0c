//! Readers: how a structure takes its members from a protocol.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::{
    context::{Context, Field, Role},
    default, extra,
    module::Module,
    schema::Place,
    secrets,
};
use crate::ir::{Kind, ShapeId};

/// The reader of a structure.
pub(super) fn structure(cx: &Context<'_>, module: &Module, id: ShapeId, fields: &[Field<'_>]) -> TokenStream {
    let name = cx.type_ident(id);
    let builder = format_ident!("{name}Builder");
    let deserializer = module.import("aws_smithy_schema::serde::ShapeDeserializer");
    let error = module.import("aws_smithy_schema::serde::SerdeError");
    let is_held = fields.iter().any(|field| field.stream.is_none());
    // An output that holds nothing leaves its body alone, whatever that is: the service has done its work.
    let reads = is_held || cx.role(id) != Role::Output;
    let members = reads.then(|| members(cx, module, fields));
    let body = if reads { quote!(body) } else { quote!(_body) };
    let (parameter, start, after) = around(cx, module, id, fields);
    let changes = fields.iter().any(|field| field.stream.is_none()) || !after.is_empty();
    let mutable = changes.then(|| quote!(mut));
    let start = match start.is_empty() {
        true => quote!(#builder::default()),
        false => quote!(#builder { #start ..#builder::default() }),
    };
    let corrected = corrected(cx, module, id, fields);
    let finish = if corrected.is_some() {
        quote!(_corrected)
    } else {
        quote!(build)
    };
    quote! {
        impl #name {
            /// Reads the structure. Members that are not known are passed over.
            #[inline]
            pub(crate) fn _read(#body: &mut dyn #deserializer #parameter) -> Result<Self, #error> {
                let #mutable it = #start;
                #members
                #after
                Ok(it.#finish())
            }
        }

        #corrected
    }
}

/// What a role adds to a reader: a parameter, what the builder starts with, and statements after the members.
fn around(
    cx: &Context<'_>,
    module: &Module,
    id: ShapeId,
    fields: &[Field<'_>],
) -> (TokenStream, TokenStream, TokenStream) {
    match cx.role(id) {
        Role::Output => (
            quote!(, request_id: Option<String>),
            quote!(_request_id: request_id,),
            TokenStream::new(),
        ),
        Role::Error => {
            let metadata = module.import("aws_smithy_types::error::ErrorMetadata");
            let message = fields.iter().find(|field| secrets::is_message(field));
            let message = message.map(|field| {
                let ident = &field.ident;
                quote! {
                    if it.#ident.is_none() {
                        it.#ident = meta.message().map(str::to_owned);
                    }
                }
            });
            (
                quote!(, meta: #metadata),
                TokenStream::new(),
                quote!(#message it.meta = Some(meta);),
            )
        }
        Role::Input | Role::Data => Default::default(),
    }
}

/// Reads what is there of the members into the builder `it`.
fn members(cx: &Context<'_>, module: &Module, fields: &[Field<'_>]) -> TokenStream {
    let held: Vec<&Field<'_>> = fields.iter().filter(|field| field.stream.is_none()).collect();
    if held.is_empty() {
        return quote!(body.read_struct(&SCHEMA, &mut |_, _| Ok(()))?;);
    }
    let arms = held.into_iter().map(|field| {
        let (ident, member) = (&field.ident, Place::of(field));
        let index = Literal::usize_unsuffixed(field.index);
        let value = value(cx, module, field.member.target, &member, quote!(value));
        let value = if field.boxed { quote!(Box::new(#value)) } else { value };
        quote!(Some(#index) => it.#ident = Some(#value),)
    });
    quote! {
        body.read_struct(&SCHEMA, &mut |member, value| {
            if value.is_null() {
                return value.read_null();
            }
            match member.member_index() {
                #(#arms)*
                _ => return Ok(()),
            }
            Ok(())
        })?;
    }
}

/// Builds without failing, where `build` can fail: a service may leave out what its model requires.
fn corrected(cx: &Context<'_>, module: &Module, id: ShapeId, fields: &[Field<'_>]) -> Option<TokenStream> {
    if !fields.iter().any(|it| it.is_required()) {
        return None;
    }
    let name = cx.type_ident(id);
    let builder = format_ident!("{name}Builder");
    let members = fields.iter().map(|field| {
        let ident = &field.ident;
        if field.is_optional() {
            quote!(#ident: self.#ident,)
        } else {
            let or_default = default::unwrap(cx, module, field);
            quote!(#ident: self.#ident.#or_default,)
        }
    });
    let extra = extra::extra_value(cx, id);
    Some(quote! {
        impl #builder {
            /// Builds what was read, with empty values for required members that were not sent.
            #[inline]
            pub(crate) fn _corrected(self) -> #name {
                #name { #(#members)* #extra }
            }
        }
    })
}

/// An expression that reads one value.
pub(super) fn value(
    cx: &Context<'_>,
    module: &Module,
    target: ShapeId,
    schema: &Place,
    from: TokenStream,
) -> TokenStream {
    match &cx.shape(target).kind {
        Kind::Blob => quote!(#from.read_blob(#schema)?),
        Kind::Boolean => quote!(#from.read_boolean(#schema)?),
        Kind::Byte => quote!(#from.read_byte(#schema)?),
        Kind::Short => quote!(#from.read_short(#schema)?),
        Kind::Integer | Kind::IntEnum(_) => quote!(#from.read_integer(#schema)?),
        Kind::Long => quote!(#from.read_long(#schema)?),
        Kind::Float => quote!(#from.read_float(#schema)?),
        Kind::Double => quote!(#from.read_double(#schema)?),
        Kind::BigInteger => quote!(#from.read_big_integer(#schema)?),
        Kind::BigDecimal => quote!(#from.read_big_decimal(#schema)?),
        Kind::String => quote!(#from.read_string(#schema)?),
        Kind::Enum(_) => {
            let name = module.import(&cx.type_path(target));
            quote!(#name::from(#from.read_string(#schema)?.as_str()))
        }
        Kind::Timestamp => quote!(#from.read_timestamp(#schema)?),
        Kind::Document => quote!(#from.read_document(#schema)?),
        Kind::Structure(_) | Kind::Union(_) => {
            let name = module.import(&cx.type_path(target));
            quote!(#name::_read(#from)?)
        }
        Kind::List(element) => {
            let inner = schema.element();
            let item = element_value(cx, module, target, element.target, &inner);
            let null = on_null(cx, target, quote!(items.push(None)));
            quote!({
                let mut items = Vec::new();
                #from.read_list(#schema, &mut |item| {
                    #null
                    items.push(#item);
                    Ok(())
                })?;
                items
            })
        }
        Kind::Map(key, entry) => {
            let map = module.import("std::collections::HashMap");
            let inner = schema.element();
            let item = element_value(cx, module, target, entry.target, &inner);
            let key = match &cx.shape(key.target).kind {
                Kind::Enum(_) => {
                    let name = module.import(&cx.type_path(key.target));
                    quote!(#name::from(key.as_str()))
                }
                _ => quote!(key),
            };
            let null = on_null(cx, target, quote!(entries.insert(#key, None)));
            quote!({
                let mut entries = #map::new();
                #from.read_map(#schema, &mut |key, item| {
                    #null
                    entries.insert(#key, #item);
                    Ok(())
                })?;
                entries
            })
        }
    }
}

fn element_value(
    cx: &Context<'_>,
    module: &Module,
    container: ShapeId,
    element: ShapeId,
    schema: &Place,
) -> TokenStream {
    let value = value(cx, module, element, schema, quote!(item));
    if cx.shape(container).traits.sparse {
        quote!(Some(#value))
    } else {
        value
    }
}

/// A null is kept in a sparse container, and passed over in any other.
fn on_null(cx: &Context<'_>, container: ShapeId, keep: TokenStream) -> TokenStream {
    let keep = cx.shape(container).traits.sparse.then(|| quote!(#keep;));
    quote! {
        if item.is_null() {
            #keep
            return item.read_null();
        }
    }
}
