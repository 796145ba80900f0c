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
    let setters = fields.iter().map(|field| setters(module, &name, field));
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

        impl #builder {
            #(#setters)*
            #meta
            #build
        }

        #redacted
    }
}

fn setters(module: &Module, owner: &proc_macro2::Ident, field: &Field<'_>) -> TokenStream {
    let Field { ident, name, .. } = field;
    let value = types::tokens(module, &field.value_type());
    let (set, get) = (field.method("set"), field.method("get"));
    let link = format!("[`{name}`]({owner}#structfield.{name})");
    let setter = setter(module, field, &link);
    let set_docs = format!(" Sets or clears {link}.");
    let get_docs = format!(" The value of {link} that was set until now.");
    quote! {
        #setter
        #[doc = #set_docs]
        #[inline]
        pub fn #set(mut self, input: Option<#value>) -> Self {
            self.#ident = input;
            self
        }
        #[doc = #get_docs]
        #[inline]
        pub fn #get(&self) -> &Option<#value> {
            &self.#ident
        }
    }
}

/// The setter that takes a value; one for a list or a map adds to it.
fn setter(module: &Module, field: &Field<'_>, link: &str) -> TokenStream {
    let (ident, set) = (&field.ident, field.method("set"));
    match &field.ty {
        RustType::Vec(element) => {
            let (ty, value) = element_parameter(module, element, "input");
            let docs = format!(" Adds to {link}; [`{set}`](Self::{set}) replaces all of it.");
            quote! {
                #[doc = #docs]
                #[inline]
                pub fn #ident(mut self, input: #ty) -> Self {
                    self.#ident.get_or_insert_with(Vec::new).push(#value);
                    self
                }
            }
        }
        RustType::HashMap(key, value) => {
            let (key_ty, key) = element_parameter(module, key, "k");
            let (ty, value) = element_parameter(module, value, "v");
            let docs = format!(" Adds to {link}; [`{set}`](Self::{set}) replaces all of it.");
            quote! {
                #[doc = #docs]
                #[inline]
                pub fn #ident(mut self, k: #key_ty, v: #ty) -> Self {
                    self.#ident.get_or_insert_with(Default::default).insert(#key, #value);
                    self
                }
            }
        }
        _ => {
            let (ty, value) = types::parameter(module, field);
            let docs = format!(" Sets {link}.");
            quote! {
                #[doc = #docs]
                #[inline]
                pub fn #ident(mut self, input: #ty) -> Self {
                    self.#ident = Some(#value);
                    self
                }
            }
        }
    }
}

/// The parameter of a setter that adds an element, and the value that it adds.
fn element_parameter(module: &Module, element: &RustType, name: &str) -> (TokenStream, TokenStream) {
    let name = format_ident!("{name}");
    match element {
        RustType::String => (quote!(impl Into<String>), quote!(#name.into())),
        element => (types::tokens(module, element), quote!(#name)),
    }
}

/// The parameters of the setter of a member, and what passes them on: fluent builders mirror it.
pub(super) fn setter_signature(module: &Module, field: &Field<'_>) -> (TokenStream, TokenStream) {
    match &field.ty {
        RustType::Vec(element) => {
            let (ty, _) = element_parameter(module, element, "input");
            (quote!(input: #ty), quote!(input))
        }
        RustType::HashMap(key, value) => {
            let (key_ty, _) = element_parameter(module, key, "k");
            let (ty, _) = element_parameter(module, value, "v");
            (quote!(k: #key_ty, v: #ty), quote!(k, v))
        }
        _ => {
            let (ty, _) = types::parameter(module, field);
            (quote!(input: #ty), quote!(input))
        }
    }
}

fn meta_setters(module: &Module) -> TokenStream {
    let metadata = module.import("aws_smithy_types::error::ErrorMetadata");
    quote! {
        /// Sets what is known of the error besides its members.
        #[inline]
        pub fn meta(mut self, meta: #metadata) -> Self {
            self.meta = Some(meta);
            self
        }
        /// Sets or clears what is known of the error besides its members.
        #[inline]
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
            #[inline]
            pub fn build(self) -> #name {
                #value
            }
        };
    }
    let error = module.import("aws_smithy_types::error::operation::BuildError");
    let when = if fallible {
        " A required member is not set."
    } else {
        " It never fails yet: every member is optional."
    };
    quote! {
        #[doc = #docs]
        #[doc = ""]
        #[doc = " # Errors"]
        #[doc = ""]
        #[doc = #when]
        #[inline]
        pub fn build(self) -> Result<#name, #error> {
            Ok(#value)
        }
    }
}
