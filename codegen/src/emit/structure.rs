//! Structures: the type, its accessors, `Debug` without secrets, its builder, and its serialization.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    builder,
    context::{Context, Field, Role},
    deserialize, exception, extra,
    module::Module,
    schema, secrets, serialize, types,
};
use crate::ir::ShapeId;

/// The file of a structure.
pub(super) fn emit(cx: &Context<'_>, id: ShapeId) -> Module {
    let mut module = Module::default().defines(cx.type_path(id)).defines(cx.builder_path(id));
    let fields = cx.members(id);
    module.push(definition(cx, &module, id, &fields));
    module.push(accessors(cx, &module, id, &fields));
    if cx.role(id) == Role::Error {
        module.push(exception::emit(cx, &module, id, &fields));
    }
    if secrets::has_secrets(&fields) {
        module.push(secrets::redacted(cx, &module, id, &cx.type_ident(id), &fields));
    }
    if cx.role(id) == Role::Output {
        module.push(request_id(cx, &module, id));
        if cx.service.behavior.extended_request_ids {
            let name = cx.type_ident(id);
            module.push(extra::extended_request_id(
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

fn definition(cx: &Context<'_>, module: &Module, id: ShapeId, fields: &[Field<'_>]) -> TokenStream {
    let shape = cx.shape(id);
    let fallback = match cx.role(id) {
        Role::Input | Role::Output => match cx.operation_of(id) {
            Some(operation) => format!("The {} of `{}`.", cx.role(id).noun(), operation.name),
            None => format!("The structure `{}`.", shape.name),
        },
        Role::Error | Role::Data => format!("The structure `{}`.", shape.name),
    };
    let docs = cx.docs(shape.docs.as_deref(), &fallback);
    let deprecated = cx.deprecated(id);
    let debug = (!secrets::has_secrets(fields)).then(|| quote!(Debug));
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
    let extra = extra::extra_fields(cx, module, id);
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
    let define = module.import("crate::support::macros::accessors");
    let rows = fields.iter().map(|field| {
        let (ty, how) = types::accessor(module, field);
        let (ident, how) = (&field.ident, how.map(|how| quote!(= #how)));
        let deprecated = field.deprecated();
        quote!(#deprecated #ident: #ty #how;)
    });
    quote!(#define! { #name, #builder; #(#rows)* })
}

fn request_id(cx: &Context<'_>, module: &Module, id: ShapeId) -> TokenStream {
    let name = cx.type_ident(id);
    let request_id = module.import("aws_types::request_id::RequestId");
    quote! {
        impl #request_id for #name {
            fn request_id(&self) -> Option<&str> {
                self._request_id.as_deref()
            }
        }
    }
}
