//! What a structure needs to be an error.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    context::{Context, Field},
    module::Module,
};
use crate::ir::ShapeId;

/// What a structure needs to be an error: `Display`, `Error`, its metadata and its request id.
pub(super) fn emit(cx: &Context<'_>, module: &Module, id: ShapeId, fields: &[Field<'_>]) -> TokenStream {
    let name = cx.type_ident(id);
    let fmt = module.import("std::fmt");
    let error = module.import("std::error::Error");
    let variant = module.import("crate::support::error::Variant");
    let metadata = module.import("aws_smithy_types::error::ErrorMetadata");
    let provide = module.import("aws_smithy_types::error::metadata::ProvideErrorMetadata");
    let request_id = module.import("aws_types::request_id::RequestId");
    let text = name.to_string();
    let message = fields
        .iter()
        .find(|field| field.name == "message" && field.is_optional() && !field.sensitive);
    let message = message.map(|field| {
        let ident = &field.ident;
        quote! {
            if let Some(message) = &self.#ident {
                write!(f, ": {message}")?;
            }
        }
    });
    quote! {
        impl #fmt::Display for #name {
            fn fmt(&self, f: &mut #fmt::Formatter<'_>) -> #fmt::Result {
                f.write_str(#text)?;
                #message
                Ok(())
            }
        }

        impl #error for #name {}

        impl #variant for #name {
            fn cause(&self) -> &(dyn #error + 'static) {
                self
            }
        }

        impl #provide for #name {
            #[inline]
            fn meta(&self) -> &#metadata {
                &self.meta
            }
        }

        impl #request_id for #name {
            #[inline]
            fn request_id(&self) -> Option<&str> {
                self.meta.request_id()
            }
        }
    }
}
