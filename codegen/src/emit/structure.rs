//! A structure: its type, accessors, `Debug` without secrets, its builder, and what reads and writes it.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    builder,
    context::{Context, Field, Role, deprecated},
    deserialize, exception,
    module::Module,
    schema, serialize, types,
};
use crate::ir::ShapeId;

/// The text that stands for a secret.
pub(super) const REDACTED: &str = "*** Sensitive Data Redacted ***";

/// The file of a structure.
pub(super) fn emit(cx: &Context<'_>, id: ShapeId) -> Module {
    let mut module = Module::default().defines(cx.type_path(id)).defines(cx.builder_path(id));
    let fields = cx.members(id);
    module.push(definition(cx, &module, id, &fields));
    module.push(accessors(cx, &module, id, &fields));
    if cx.role(id) == Role::Error {
        module.push(exception::emit(cx, &module, id, &fields));
    }
    if has_secrets(&fields) {
        module.push(redacted(cx, &module, id, &cx.type_ident(id), &fields));
    }
    if cx.role(id) == Role::Output {
        module.push(request_id(cx, &module, id));
        if cx.service.behavior.extended_request_ids {
            let name = cx.type_ident(id);
            module.push(extended_request_id(
                &module,
                &name,
                &quote!(self._extended_request_id.as_deref()),
            ));
        }
    }
    module.push(builder::emit(cx, &module, id, &fields));
    if cx.is_sent(id) || cx.is_received(id) {
        module.push(schema::of_structure(cx, &module, id, &fields));
    }
    if cx.is_sent(id) {
        module.push(serialize::structure(cx, &module, id, &fields));
    }
    if cx.is_received(id) {
        module.push(deserialize::structure(cx, &module, id, &fields));
    }
    module
}

pub(super) fn has_secrets(fields: &[Field<'_>]) -> bool {
    fields.iter().any(|field| field.sensitive)
}

/// The fields that a role adds to the members: their names and types.
pub(super) fn extra_fields(cx: &Context<'_>, module: &Module, id: ShapeId) -> Vec<(TokenStream, TokenStream)> {
    match cx.role(id) {
        Role::Error => {
            let meta = module.import("aws_smithy_types::error::ErrorMetadata");
            vec![(quote!(meta), quote!(#meta))]
        }
        Role::Output => {
            let extended = cx.service.behavior.extended_request_ids;
            let extended = extended.then(|| (quote!(_extended_request_id), quote!(Option<String>)));
            let mut fields = vec![(quote!(_request_id), quote!(Option<String>))];
            fields.extend(extended);
            fields
        }
        Role::Input | Role::Data => Vec::new(),
    }
}

fn definition(cx: &Context<'_>, module: &Module, id: ShapeId, fields: &[Field<'_>]) -> TokenStream {
    let shape = cx.shape(id);
    let fallback = match cx.role(id) {
        Role::Input => "What is sent.".to_owned(),
        Role::Output => "What comes back.".to_owned(),
        Role::Error | Role::Data => format!("The structure `{}`.", shape.name),
    };
    let docs = cx.docs(shape.docs.as_deref(), &fallback);
    let deprecated = shape.traits.deprecated.as_ref().map(deprecated);
    let debug = (!has_secrets(fields)).then(|| quote!(Debug));
    let comparable = (!cx.streams(id)).then(|| quote!(Clone, PartialEq,));
    let name = cx.type_ident(id);
    let members = fields.iter().map(|field| {
        let (docs, ident) = (field.docs(), &field.ident);
        let value = types::tokens(module, &field.value_type());
        let ty = if field.is_optional() {
            quote!(Option<#value>)
        } else {
            value
        };
        quote!(#docs pub #ident: #ty,)
    });
    let extra = extra_fields(cx, module, id);
    let extra = extra.iter().map(|(name, ty)| quote!(pub(crate) #name: #ty,));
    quote! {
        #docs
        #deprecated
        #[derive(#comparable #debug)]
        #[non_exhaustive]
        pub struct #name {
            #(#members)*
            #(#extra)*
        }
    }
}

fn accessors(cx: &Context<'_>, module: &Module, id: ShapeId, fields: &[Field<'_>]) -> TokenStream {
    let name = cx.type_ident(id);
    let builder = module.import(&cx.builder_path(id));
    let accessors = fields.iter().map(|field| {
        let (ty, body) = types::accessor(module, field);
        let ident = &field.ident;
        let docs = format!(" The value of [`{0}`](Self#structfield.{0}).", field.name);
        quote! {
            #[doc = #docs]
            #[inline]
            pub fn #ident(&self) -> #ty {
                #body
            }
        }
    });
    let docs = format!(" Creates a builder for [`{name}`].");
    quote! {
        impl #name {
            #[doc = #docs]
            #[inline]
            pub fn builder() -> #builder {
                #builder::default()
            }
            #(#accessors)*
        }
    }
}

/// `Debug` that does not tell secrets.
pub(super) fn redacted(
    cx: &Context<'_>,
    module: &Module,
    id: ShapeId,
    name: &proc_macro2::Ident,
    fields: &[Field<'_>],
) -> TokenStream {
    let fmt = module.import("std::fmt");
    let text = name.to_string();
    let shown = fields.iter().map(|field| {
        let (ident, name) = (&field.ident, &field.name);
        if field.sensitive {
            quote!(.field(#name, &#REDACTED))
        } else {
            quote!(.field(#name, &self.#ident))
        }
    });
    let extra = extra_fields(cx, module, id);
    let extra = extra.iter().map(|(extra, _)| {
        let name = extra.to_string();
        // What is known of an error has its message, too.
        match cx.role(id) == Role::Error && fields.iter().any(exception::is_secret_message) {
            true => quote!(.field(#name, &#REDACTED)),
            false => quote!(.field(#name, &self.#extra)),
        }
    });
    quote! {
        impl #fmt::Debug for #name {
            fn fmt(&self, f: &mut #fmt::Formatter<'_>) -> #fmt::Result {
                f.debug_struct(#text)#(#shown)* #(#extra)*.finish()
            }
        }
    }
}

/// `Debug` of what is secret in whole.
pub(super) fn hidden(module: &Module, name: &proc_macro2::Ident) -> TokenStream {
    let fmt = module.import("std::fmt");
    quote! {
        impl #fmt::Debug for #name {
            fn fmt(&self, f: &mut #fmt::Formatter<'_>) -> #fmt::Result {
                f.write_str(#REDACTED)
            }
        }
    }
}

/// The second id of a response, by an expression.
pub(super) fn extended_request_id(module: &Module, name: &proc_macro2::Ident, id: &TokenStream) -> TokenStream {
    let request_id = module.import("crate::support::extended_request_id::RequestIdExt");
    quote! {
        impl #request_id for #name {
            #[inline]
            fn extended_request_id(&self) -> Option<&str> {
                #id
            }
        }
    }
}

fn request_id(cx: &Context<'_>, module: &Module, id: ShapeId) -> TokenStream {
    let name = cx.type_ident(id);
    let request_id = module.import("aws_types::request_id::RequestId");
    quote! {
        impl #request_id for #name {
            #[inline]
            fn request_id(&self) -> Option<&str> {
                self._request_id.as_deref()
            }
        }
    }
}
