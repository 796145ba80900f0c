//! Errors: the trait implementations and methods of a structure that is one.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    context::{Context, Field},
    extra::extended_request_id,
    module::Module,
    secrets::{REDACTED, is_message},
};
use crate::ir::{Fault, ShapeId};

/// The statement that writes the message of an error.
fn message(field: &Field<'_>) -> TokenStream {
    let ident = &field.ident;
    match (field.is_optional(), field.sensitive) {
        (true, true) => {
            let shown = format!(": {REDACTED}");
            quote!(if self.#ident.is_some() { f.write_str(#shown)?; })
        }
        (true, false) => quote!(if let Some(message) = &self.#ident { write!(f, ": {message}")?; }),
        (false, true) => {
            let shown = format!(": {REDACTED}");
            quote!(f.write_str(#shown)?;)
        }
        (false, false) => quote!(write!(f, ": {}", self.#ident)?;),
    }
}

/// The kind of an error that the model marks as retryable.
pub(super) fn retryable_kind(cx: &Context<'_>, module: &Module, id: ShapeId) -> Option<TokenStream> {
    let error = cx.shape(id).traits.error.as_ref()?;
    let retryable = error.retryable?;
    let kind = module.import("aws_smithy_types::retry::ErrorKind");
    Some(match (retryable.throttling, error.fault) {
        (true, _) => quote!(#kind::ThrottlingError),
        (false, Some(Fault::Server)) => quote!(#kind::ServerError),
        (false, Some(Fault::Client) | None) => quote!(#kind::ClientError),
    })
}

/// The method with that kind.
fn retryable(cx: &Context<'_>, module: &Module, id: ShapeId) -> Option<TokenStream> {
    let (name, kind) = (cx.type_ident(id), retryable_kind(cx, module, id)?);
    let kinds = module.import("aws_smithy_types::retry::ErrorKind");
    Some(quote! {
        impl #name {
            /// The kind of the error, which decides how the call is retried.
            pub fn retryable_error_kind(&self) -> #kinds {
                #kind
            }
        }
    })
}

/// The implementations of an error: `Display`, `Error`, its metadata and its request id.
pub(super) fn emit(cx: &Context<'_>, module: &Module, id: ShapeId, fields: &[Field<'_>]) -> TokenStream {
    let name = cx.type_ident(id);
    let fmt = module.import("std::fmt");
    let error = module.import("std::error::Error");
    let variant = module.import("crate::support::error::Variant");
    let metadata = module.import("aws_smithy_types::error::ErrorMetadata");
    let provide = module.import("aws_smithy_types::error::metadata::ProvideErrorMetadata");
    let request_id = module.import("aws_types::request_id::RequestId");
    let text = name.to_string();
    let text = match &cx.shape(id).name {
        modelled if *modelled == text => text,
        modelled => format!("{text} [{modelled}]"),
    };
    let message = fields.iter().find(|field| is_message(field)).map(message);
    let retryable = retryable(cx, module, id);
    let extended = cx.service.behavior.extended_request_ids;
    let extended = extended.then(|| extended_request_id(module, &name, &quote!(self.meta.extended_request_id())));
    quote! {
        #extended

        impl #fmt::Display for #name {
            fn fmt(&self, f: &mut #fmt::Formatter<'_>) -> #fmt::Result {
                f.write_str(#text)?;
                #message
                Ok(())
            }
        }

        #retryable

        impl #error for #name {}

        impl #variant for #name {
            fn cause(&self) -> &(dyn #error + 'static) {
                self
            }
        }

        impl #provide for #name {
            fn meta(&self) -> &#metadata {
                &self.meta
            }
        }

        impl #request_id for #name {
            fn request_id(&self) -> Option<&str> {
                self.meta.request_id()
            }
        }
    }
}
