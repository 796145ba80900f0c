//! Deserialization: code that reads the members of a structure from a protocol.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{
    context::{Context, Field, Role},
    default, extra,
    module::Module,
    secrets,
};
use crate::{
    ir::{Family, Kind, ShapeId},
    plan::MapKey,
};

/// The method that reads a structure.
pub(super) fn structure(cx: &Context<'_>, module: &Module, id: ShapeId, fields: &[Field<'_>]) -> TokenStream {
    let name = cx.type_ident(id);
    let builder = cx.builder_ident(id);
    let deserializer = module.import("aws_smithy_schema::serde::ShapeDeserializer");
    let error = module.import("aws_smithy_schema::serde::SerdeError");
    let is_held = fields.iter().any(|field| field.stream.is_none());
    // An output that holds nothing leaves its body alone, whatever that is: the service has done its work.
    let reads = is_held || cx.role(id) != Role::Output;
    let members = reads.then(|| members(cx, module, fields));
    let body = if reads { quote!(body) } else { quote!(_body) };
    let Around {
        parameter,
        start: extra,
        before,
        after,
    } = around(cx, module, id, fields);
    let changes = is_held || !before.is_empty() || !after.is_empty();
    let mutable = changes.then(|| quote!(mut));
    let corrected = corrected(cx, module, id, fields);
    let start = match extra.is_empty() {
        true => quote!(#builder::default()),
        false => quote!(#builder { #extra ..#builder::default() }),
    };
    let (start, finish) = if cx.holds_structure(id) {
        (quote!(#start.inner), quote!(it))
    } else if corrected.is_some() {
        (start, quote!(it._corrected()))
    } else {
        (start, quote!(it.build()))
    };
    quote! {
        impl #name {
            /// Reads the structure, and skips unknown members.
            pub(crate) fn _read(#body: &mut dyn #deserializer #parameter) -> Result<Self, #error> {
                let #mutable it = #start;
                #before
                #members
                #after
                Ok(#finish)
            }
        }

        #corrected
    }
}

/// The additions of a role to the reading method.
#[derive(Default)]
struct Around {
    parameter: TokenStream,
    /// Fields that a builder has from the start.
    start: TokenStream,
    /// Statements before the members are read.
    before: TokenStream,
    /// Statements after them.
    after: TokenStream,
}

fn around(cx: &Context<'_>, module: &Module, id: ShapeId, fields: &[Field<'_>]) -> Around {
    match cx.role(id) {
        Role::Output => {
            let (start, before) = match cx.holds_structure(id) {
                true => (TokenStream::new(), quote!(it._request_id = request_id;)),
                false => (quote!(_request_id: request_id,), TokenStream::new()),
            };
            Around {
                parameter: quote!(, request_id: Option<String>),
                start,
                before,
                after: TokenStream::new(),
            }
        }
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
            let meta = if cx.holds_structure(id) {
                quote!(meta)
            } else {
                quote!(Some(meta))
            };
            Around {
                parameter: quote!(, meta: #metadata),
                start: TokenStream::new(),
                before: TokenStream::new(),
                after: quote!(#message it.meta = #meta;),
            }
        }
        Role::Input | Role::Data => Around::default(),
    }
}

/// Statements that read the members that are present into the builder `it`.
fn members(cx: &Context<'_>, module: &Module, fields: &[Field<'_>]) -> TokenStream {
    let held: Vec<&Field<'_>> = fields.iter().filter(|field| field.stream.is_none()).collect();
    if held.is_empty() {
        return quote!(body.read_struct(SCHEMA.schema(), &mut |_, _| Ok(()))?;);
    }
    let schema = schema_parameter(&held);
    let store = module.import("crate::support::read::store");
    let arms = held.into_iter().map(|field| {
        let ident = &field.ident;
        let value = member(cx, module, field);
        (field.index, quote!(#store(&mut it.#ident, #value)))
    });
    let arms = by_index(arms.collect());
    let read = module.import_as("crate::support::read::members", "read_members");
    quote!(#read(body, &SCHEMA, |index, #schema, value| #arms)?;)
}

/// An expression that reads the member which an index names, and passes any other over.
pub(super) fn by_index(arms: Vec<(usize, TokenStream)>) -> TokenStream {
    let arms = arms.into_iter().map(|(index, read)| {
        let index = Literal::usize_unsuffixed(index);
        quote!(#index => #read,)
    });
    quote! {
        match index {
            #(#arms)*
            _ => Ok(()),
        }
    }
}

/// The name for the schema of a member, which structures and unions have no use for.
pub(super) fn schema_parameter(fields: &[&Field<'_>]) -> TokenStream {
    let is_nested = |field: &&Field<'_>| field.target.kind.family() == Family::Members;
    if fields.iter().all(is_nested) {
        quote!(_)
    } else {
        quote!(member)
    }
}

/// An expression that reads a member, or fails.
pub(super) fn member(cx: &Context<'_>, module: &Module, field: &Field<'_>) -> TokenStream {
    let value = value(cx, module, field.member.target, &quote!(value), &quote!(member));
    match field.boxed {
        true => quote!(#value.map(Box::new)),
        false => value,
    }
}

/// The method that builds without failing, where `build` can fail: a service may leave out members that its model
/// requires.
fn corrected(cx: &Context<'_>, module: &Module, id: ShapeId, fields: &[Field<'_>]) -> Option<TokenStream> {
    if !fields.iter().any(|it| it.is_required()) {
        return None;
    }
    let name = cx.type_ident(id);
    let builder = cx.builder_ident(id);
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
            /// Builds the structure, with empty values for required members that the service did not send.
            pub(crate) fn _corrected(self) -> #name {
                #name { #(#members)* #extra }
            }
        }
    })
}

/// An expression that reads one value, or fails.
fn value(cx: &Context<'_>, module: &Module, target: ShapeId, from: &TokenStream, schema: &TokenStream) -> TokenStream {
    match &cx.shape(target).kind {
        Kind::Blob => quote!(#from.read_blob(#schema)),
        Kind::Boolean => quote!(#from.read_boolean(#schema)),
        Kind::Byte => quote!(#from.read_byte(#schema)),
        Kind::Short => quote!(#from.read_short(#schema)),
        Kind::Integer | Kind::IntEnum(_) => quote!(#from.read_integer(#schema)),
        Kind::Long => quote!(#from.read_long(#schema)),
        Kind::Float => quote!(#from.read_float(#schema)),
        Kind::Double => quote!(#from.read_double(#schema)),
        Kind::BigInteger => quote!(#from.read_big_integer(#schema)),
        Kind::BigDecimal => quote!(#from.read_big_decimal(#schema)),
        Kind::String => quote!(#from.read_string(#schema)),
        Kind::Enum(_) => {
            let read = module.import_as("crate::support::read::text", "read_text");
            quote!(#read(#from, #schema))
        }
        Kind::Timestamp => quote!(#from.read_timestamp(#schema)),
        Kind::Document => quote!(#from.read_document(#schema)),
        Kind::Structure(_) | Kind::Union(_) => {
            let name = module.import(&cx.type_path(target));
            quote!(#name::_read(#from))
        }
        Kind::List(element) => {
            let (read, item) = elements(cx, module, "list", target, element.target);
            quote!(#read(#from, #schema, #item))
        }
        Kind::Map(key, entry) => {
            let key = match cx.map_key(key) {
                MapKey::Enum(id) => {
                    let name = module.import(&cx.type_path(id));
                    quote!(|key| #name::from(key.as_str()))
                }
                MapKey::String => quote!(|key| key),
            };
            let (read, item) = elements(cx, module, "map", target, entry.target);
            quote!(#read(#from, #schema, #key, #item))
        }
    }
}

/// The function that reads a container of this kind, and one that reads what it holds: nulls are kept in a sparse one, and
/// passed over in any other.
fn elements(
    cx: &Context<'_>,
    module: &Module,
    kind: &str,
    container: ShapeId,
    element: ShapeId,
) -> (TokenStream, TokenStream) {
    let sparse = if cx.shape(container).traits.sparse {
        "sparse_"
    } else {
        ""
    };
    let read = format!("{sparse}{kind}");
    let read = module.import_as(&format!("crate::support::read::{read}"), &format!("read_{read}"));
    let item = value(cx, module, element, &quote!(item), &quote!(schema));
    let schema = if cx.shape(element).kind.family() == Family::Members {
        quote!(_)
    } else {
        quote!(schema)
    };
    (read, quote!(|item, #schema| #item))
}
