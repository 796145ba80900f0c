//! Additions of a structure's role to its members: fields, their values, and the extended request id.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    context::{Context, Role},
    module::Module,
};
use crate::ir::ShapeId;

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

/// The value of the field that a role adds to the members.
pub(super) fn extra_value(cx: &Context<'_>, id: ShapeId) -> Option<TokenStream> {
    match cx.role(id) {
        Role::Error => Some(quote!(meta: self.meta.unwrap_or_default(),)),
        Role::Output => {
            let extended = cx.service.behavior.extended_request_ids;
            let extended = extended.then(|| quote!(_extended_request_id: self._extended_request_id,));
            Some(quote!(_request_id: self._request_id, #extended))
        }
        Role::Input | Role::Data => None,
    }
}

/// The implementation that gives the extended request id, by an expression.
pub(super) fn extended_request_id(module: &Module, name: &proc_macro2::Ident, id: &TokenStream) -> TokenStream {
    let request_id = module.import("crate::support::extended_request_id::RequestIdExt");
    quote! {
        impl #request_id for #name {
            fn extended_request_id(&self) -> Option<&str> {
                #id
            }
        }
    }
}
