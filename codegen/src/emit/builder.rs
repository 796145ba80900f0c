//! The builder of a structure: a setter, an optional setter and a getter for each member.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{
    context::{Context, Field, Role},
    default, extra,
    module::Module,
    secrets, types,
};
use crate::{ir::ShapeId, plan::RustType};

/// The builder of a structure.
pub(super) fn emit(cx: &Context<'_>, module: &Module, id: ShapeId, fields: &[Field<'_>]) -> TokenStream {
    let name = cx.type_ident(id);
    let builder = format_ident!("{name}Builder");
    let members = fields.iter().map(|field| {
        let (ident, value) = (&field.ident, types::tokens(module, &field.value_type()));
        quote!(pub(crate) #ident: Option<#value>,)
    });
    let extra = extra::extra_fields(cx, module, id);
    let extra = extra.iter().map(|(name, ty)| match cx.role(id) {
        Role::Error => quote!(#name: Option<#ty>,),
        Role::Input | Role::Output | Role::Data => quote!(#name: #ty,),
    });
    let secrets = secrets::has_secrets(fields);
    let debug = (!secrets).then(|| quote!(, Debug));
    let cloned = (!cx.streams(id)).then(|| quote!(Clone,));
    let compared = (!cx.streams(id)).then(|| quote!(, PartialEq));
    let redacted = secrets.then(|| secrets::redacted(cx, module, id, &builder, fields));
    let setters = setters(module, &quote!(#builder), fields);
    let meta = (cx.role(id) == Role::Error).then(|| meta_setters(module));
    let build = build(cx, module, id, fields);
    let docs = format!(" A builder for [`{name}`].");
    quote! {
        #[doc = #docs]
        #[derive(#cloned Default #compared #debug)]
        #[non_exhaustive]
        pub struct #builder {
            #(#members)*
            #(#extra)*
        }

        #setters

        impl #builder {
            #meta
            #build
        }

        #redacted
    }
}

/// The methods that set and get members, of a builder that holds them or has another within that does.
pub(super) fn setters(module: &Module, builder: &TokenStream, fields: &[Field<'_>]) -> TokenStream {
    if fields.is_empty() {
        return TokenStream::new();
    }
    let define = module.import("crate::support::macros::setters");
    let rows = fields.iter().map(|field| setter(module, field));
    quote!(#define! { #builder; #(#rows)* })
}

/// The row of a member: the setter, which adds to a list or a map, and the names of the others.
fn setter(module: &Module, field: &Field<'_>) -> TokenStream {
    let (ident, set, get) = (&field.ident, field.method("set"), field.method("get"));
    let held = types::tokens(module, &field.value_type());
    let summary = format!(" {}", field.summary());
    let adds = |what: &str| {
        let docs = format!(" Adds {what}; [`{set}`](Self::{set}) replaces all of them.");
        quote!(#[doc = ""] #[doc = #docs])
    };
    let (parameters, put, adds) = match &field.ty {
        RustType::Vec(element) => {
            let (ty, value) = element_parameter(module, element, "input");
            (quote!(input: #ty), quote!(push(#value)), Some(adds("an element")))
        }
        RustType::HashMap(key, value) => {
            let (key_ty, key) = element_parameter(module, key, "k");
            let (ty, value) = element_parameter(module, value, "v");
            (
                quote!(k: #key_ty, v: #ty),
                quote!(insert(#key, #value)),
                Some(adds("an entry")),
            )
        }
        _ => {
            let (ty, value) = types::parameter(module, field);
            (quote!(input: #ty), quote!(put(#value)), None)
        }
    };
    let deprecated = field.deprecated();
    quote!(#[doc = #summary] #adds #deprecated #ident(#parameters) = #put, #set, #get: #held;)
}

/// The parameter of a setter that adds an element, and the value that it adds.
fn element_parameter(module: &Module, element: &RustType, name: &str) -> (TokenStream, TokenStream) {
    let name = format_ident!("{name}");
    match element {
        RustType::String => (quote!(impl Into<String>), quote!(#name.into())),
        element => (types::tokens(module, element), quote!(#name)),
    }
}

fn meta_setters(module: &Module) -> TokenStream {
    let metadata = module.import("aws_smithy_types::error::ErrorMetadata");
    quote! {
        /// Sets the metadata of the error: code, message and request id.
        pub fn meta(mut self, meta: #metadata) -> Self {
            self.meta = Some(meta);
            self
        }
        /// Sets or clears the metadata of the error: code, message and request id.
        pub fn set_meta(&mut self, meta: Option<#metadata>) -> &mut Self {
            self.meta = meta;
            self
        }
    }
}

fn build(cx: &Context<'_>, module: &Module, id: ShapeId, fields: &[Field<'_>]) -> TokenStream {
    let name = cx.type_ident(id);
    let fallible = fields.iter().any(|it| it.is_required());
    let demanded = |field: &Field<'_>| {
        let ident = &field.ident;
        let error = module.import("aws_smithy_types::error::operation::BuildError");
        let name = &field.name;
        let details = format!(
            "{name} was not specified but it is required when building {}",
            cx.type_ident(id)
        );
        quote!(#ident: self.#ident.ok_or_else(|| #error::missing_field(#name, #details))?,)
    };
    let members = fields.iter().map(|field| {
        let ident = &field.ident;
        if field.is_optional() {
            quote!(#ident: self.#ident,)
        } else if !field.is_required() {
            let or_default = default::unwrap(cx, module, field);
            quote!(#ident: self.#ident.#or_default,)
        } else {
            demanded(field)
        }
    });
    let extra = extra::extra_value(cx, id);
    let value = quote!(#name { #(#members)* #extra });
    let docs = format!(" Builds a [`{name}`].");
    if !fallible && cx.role(id) != Role::Input {
        return quote! {
            #[doc = #docs]
            pub fn build(self) -> #name {
                #value
            }
        };
    }
    let error = module.import("aws_smithy_types::error::operation::BuildError");
    let errors = fallible.then(|| {
        quote! {
            ///
            /// # Errors
            ///
            /// A required member is not set.
        }
    });
    quote! {
        #[doc = #docs]
        #errors
        pub fn build(self) -> Result<#name, #error> {
            Ok(#value)
        }
    }
}
