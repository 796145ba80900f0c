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
    let builder = cx.builder_ident(id);
    let definition = match cx.holds_structure(id) {
        true => holder(cx, module, id, fields),
        false => own_fields(cx, module, id, fields),
    };
    let setters = setters(module, &builder, &cx.within_builder(id, quote!(self)), fields);
    let meta = (cx.role(id) == Role::Error).then(|| meta_setters(cx, module, id));
    let build = build(cx, module, id, fields);
    quote! {
        #definition

        #setters

        impl #builder {
            #meta
            #build
        }
    }
}

/// A builder with the structure within, of which all members are optional.
fn holder(cx: &Context<'_>, module: &Module, id: ShapeId, fields: &[Field<'_>]) -> TokenStream {
    let (name, builder) = (cx.type_ident(id), cx.builder_ident(id));
    let docs = format!(" A builder for [`{name}`].");
    let define = module.import("crate::support::macros::holder");
    let members = fields.iter().map(|field| &field.ident);
    let extra = extra::extra_fields(cx, module, id);
    let extra = extra.iter().map(|(name, _)| name);
    quote! {
        #define! {
            #[doc = #docs]
            #builder: #name { #(#members,)* } #(#extra,)*
        }
    }
}

/// A builder with a field for each member, which a required member may not have yet.
fn own_fields(cx: &Context<'_>, module: &Module, id: ShapeId, fields: &[Field<'_>]) -> TokenStream {
    let builder = cx.builder_ident(id);
    let docs = format!(" A builder for [`{}`].", cx.type_ident(id));
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
    quote! {
        #[doc = #docs]
        #[derive(#cloned Default #compared #debug)]
        #[non_exhaustive]
        pub struct #builder {
            #(#members)*
            #(#extra)*
        }

        #redacted
    }
}

/// The methods of a builder that set and get members, which stand at a place in it.
pub(super) fn setters(
    module: &Module,
    builder: &proc_macro2::Ident,
    place: &TokenStream,
    fields: &[Field<'_>],
) -> TokenStream {
    if fields.is_empty() {
        return TokenStream::new();
    }
    let define = module.import("crate::support::macros::setters");
    let rows = fields.iter().map(|field| setter(module, field));
    quote!(#define! { #builder: self => #place; #(#rows)* })
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

fn meta_setters(cx: &Context<'_>, module: &Module, id: ShapeId) -> TokenStream {
    let metadata = module.import("aws_smithy_types::error::ErrorMetadata");
    let (put, set) = match cx.holds_structure(id) {
        true => (
            quote!(self.inner.meta = meta;),
            quote!(self.inner.meta = meta.unwrap_or_default();),
        ),
        false => (quote!(self.meta = Some(meta);), quote!(self.meta = meta;)),
    };
    quote! {
        /// Sets the metadata of the error: code, message and request id.
        pub fn meta(mut self, meta: #metadata) -> Self {
            #put
            self
        }
        /// Sets or clears the metadata of the error: code, message and request id.
        pub fn set_meta(&mut self, meta: Option<#metadata>) -> &mut Self {
            #set
            self
        }
    }
}

fn build(cx: &Context<'_>, module: &Module, id: ShapeId, fields: &[Field<'_>]) -> TokenStream {
    let name = cx.type_ident(id);
    let fallible = fields.iter().any(|it| it.is_required());
    let required = |field: &Field<'_>| {
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
            required(field)
        }
    });
    let extra = extra::extra_value(cx, id);
    let value = match cx.holds_structure(id) {
        true => quote!(self.inner),
        false => quote!(#name { #(#members)* #extra }),
    };
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
