//! What a structure needs to be an error.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    context::{Context, Field},
    module::Module,
    structure::REDACTED,
};
use crate::ir::ShapeId;

fn is_message(field: &Field<'_>) -> bool {
    field.name == "message"
}

/// Whether the member is the message of an error, and secret.
pub(super) fn is_secret_message(field: &Field<'_>) -> bool {
    is_message(field) && field.sensitive
}

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
    let message = fields.iter().find(|field| is_message(field) && field.is_optional());
    let message = message.map(|field| {
        let ident = &field.ident;
        let (pattern, shown) = match field.sensitive {
            true => (quote!(_), format!(": {REDACTED}")),
            false => (quote!(message), ": {message}".to_owned()),
        };
        quote! {
            if let Some(#pattern) = &self.#ident {
                write!(f, #shown)?;
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
