//! Unions: a value of exactly one of the members, or of one that this crate does not know.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    context::{Context, Field},
    deserialize,
    module::Module,
    schema,
    secrets::{self, REDACTED},
    serialize, types,
};
use crate::ir::ShapeId;

/// The file of a union.
pub(super) fn emit(cx: &Context<'_>, id: ShapeId) -> Module {
    let mut module = Module::default().defines(cx.type_path(id));
    let fields = cx.members(id);
    module.push(definition(cx, &module, id, &fields));
    if cx.is_sent(id) || cx.is_received(id) {
        module.push(schema::of_structure(cx, &module, id, &fields));
    }
    if cx.is_sent(id) {
        module.push(writer(cx, &module, id, &fields));
    }
    if cx.is_received(id) {
        module.push(reader(cx, &module, id, &fields));
    }
    module
}

/// The type, and the accessors of its members.
pub(super) fn definition(cx: &Context<'_>, module: &Module, id: ShapeId, fields: &[Field<'_>]) -> TokenStream {
    let name = cx.type_ident(id);
    let shape = cx.shape(id);
    let docs = cx.docs(shape.docs.as_deref(), &format!("The union `{}`.", shape.name));
    let variants = fields.iter().map(|field| {
        let (docs, variant) = (field.docs(), &field.ident);
        let value = (!field.unit).then(|| types::tokens(module, &field.value_type()));
        let value = value.map(|ty| quote!((#ty)));
        quote!(#docs #variant #value,)
    });
    let accessors = fields.iter().map(|field| accessors(module, field));
    let deprecated = cx.deprecated(id);
    let debug = debug(cx, module, id, fields);
    let derived = debug.is_none().then(|| quote!(Debug,));
    quote! {
        #docs
        #deprecated
        #[non_exhaustive]
        #[derive(Clone, #derived PartialEq)]
        pub enum #name {
            #(#variants)*
            /// A member that this crate does not know. It can be received, but not sent.
            #[non_exhaustive]
            Unknown,
        }

        impl #name {
            #(#accessors)*
            /// True where the member is one that this crate does not know.
            pub fn is_unknown(&self) -> bool {
                matches!(self, Self::Unknown)
            }
        }

        #debug
    }
}

/// `Debug` that leaves secrets out; `None` where there are none.
fn debug(cx: &Context<'_>, module: &Module, id: ShapeId, fields: &[Field<'_>]) -> Option<TokenStream> {
    let name = cx.type_ident(id);
    if cx.shape(id).traits.sensitive {
        return Some(secrets::hidden(module, &name));
    }
    if !secrets::has_secrets(fields) {
        return None;
    }
    let fmt = module.import("std::fmt");
    let arms = fields.iter().map(|field| {
        let (variant, text) = (&field.ident, field.ident.to_string());
        match (field.sensitive, field.unit) {
            (true, true) => quote!(Self::#variant => f.write_str(#REDACTED),),
            (false, true) => quote!(Self::#variant => f.write_str(#text),),
            (true, false) => quote!(Self::#variant(_) => f.debug_tuple(#REDACTED).finish(),),
            (false, false) => quote!(Self::#variant(value) => f.debug_tuple(#text).field(value).finish(),),
        }
    });
    Some(quote! {
        impl #fmt::Debug for #name {
            fn fmt(&self, f: &mut #fmt::Formatter<'_>) -> #fmt::Result {
                match self {
                    #(#arms)*
                    Self::Unknown => f.write_str("Unknown"),
                }
            }
        }
    })
}

fn accessors(module: &Module, field: &Field<'_>) -> TokenStream {
    let (member, variant) = (&field.member.name, &field.ident);
    let (get, is) = (field.method("as"), field.method("is"));
    let is_docs = format!(" Whether the member is `{member}`.");
    let (value, ty, pattern, given) = match field.unit {
        true => ("Nothing", quote!(()), quote!(Self::#variant), quote!(())),
        false => {
            let ty = types::tokens(module, &field.value_type());
            ("The value", quote!(&#ty), quote!(Self::#variant(value)), quote!(value))
        }
    };
    let get_docs = format!(" {value}, if the member is `{member}`; the union itself if it is another.");
    quote! {
        #[doc = #get_docs]
        pub fn #get(&self) -> Result<#ty, &Self> {
            if let #pattern = self { Ok(#given) } else { Err(self) }
        }
        #[doc = #is_docs]
        pub fn #is(&self) -> bool {
            self.#get().is_ok()
        }
    }
}

fn writer(cx: &Context<'_>, module: &Module, id: ShapeId, fields: &[Field<'_>]) -> TokenStream {
    let error = module.import("aws_smithy_types::error::operation::SerializationError");
    let serde_error = module.import("aws_smithy_schema::serde::SerdeError");
    let text = cx.type_ident(id).to_string();
    let arms = fields.iter().map(|field| {
        let variant = &field.ident;
        if field.unit {
            let unit = module.import(&cx.type_path(field.member.target));
            let write = serialize::write(cx, module, field, quote!(Some(&#unit {})));
            return quote!(Self::#variant => #write,);
        }
        let reference = if field.boxed { quote!(&**value) } else { quote!(value) };
        let kind = &field.target.kind;
        let value = serialize::given(kind, &reference, &serialize::borrowed_value(kind, &quote!(value)));
        let write = serialize::write(cx, module, field, quote!(Some(#value)));
        quote!(Self::#variant(value) => #write,)
    });
    let unknown = quote!(Err(#serde_error::custom(#error::unknown_variant(#text).to_string())));
    let body = match fields.is_empty() {
        true => unknown,
        false => serialize::around(
            module,
            &quote! {
                match self {
                    #(#arms)*
                    Self::Unknown => return #unknown,
                }
            },
        ),
    };
    serialize::implementation(cx, module, id, body, fields.is_empty())
}

fn reader(cx: &Context<'_>, module: &Module, id: ShapeId, fields: &[Field<'_>]) -> TokenStream {
    let name = cx.type_ident(id);
    let deserializer = module.import("aws_smithy_schema::serde::ShapeDeserializer");
    let error = module.import("aws_smithy_schema::serde::SerdeError");
    let store = module.import("crate::support::read::store");
    let arms = fields.iter().map(|field| {
        let variant = &field.ident;
        let value = deserialize::member(cx, module, field);
        let become_it = match field.unit {
            true => quote!(|_| Self::#variant),
            false => quote!(Self::#variant),
        };
        (field.index, quote!(#store(&mut it, #value.map(#become_it))))
    });
    let arms = deserialize::by_index(arms.collect());
    let read = module.import_as("crate::support::read::members", "read_members");
    let schema = deserialize::schema_parameter(&fields.iter().collect::<Vec<_>>());
    quote! {
        impl #name {
            /// Reads the union. An unknown member becomes `Unknown`.
            pub(crate) fn _read(body: &mut dyn #deserializer) -> Result<Self, #error> {
                let mut it = None;
                #read(body, &SCHEMA, |index, #schema, value| #arms)?;
                Ok(it.unwrap_or(Self::Unknown))
            }
        }
    }
}
