//! An enum of errors: what can go wrong with an operation, or end an event stream.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{context::Context, exception, extra::extended_request_id, module::Module};
use crate::ir::ShapeId;

/// The enum of that name: the errors that the model names, and any other.
pub(super) fn emit(
    cx: &Context<'_>,
    module: &Module,
    name: &Ident,
    enum_docs: &str,
    errors: &[ShapeId],
) -> TokenStream {
    let variants: Vec<Ident> = errors.iter().map(|id| cx.error_variant(*id)).collect();
    let tys: Vec<TokenStream> = errors.iter().map(|id| module.import(&cx.type_path(*id))).collect();
    let docs = errors.iter().map(|id| {
        let shape = cx.shape(*id);
        cx.docs(shape.docs.as_deref(), &format!("The error `{}`.", shape.name))
    });
    let predicates = errors.iter().zip(&variants).map(|(id, variant)| {
        let predicate = cx.error_predicate(*id);
        let docs = format!(" Whether the error is `{variant}`.");
        quote! {
            #[doc = #docs]
            #[inline]
            pub fn #predicate(&self) -> bool {
                matches!(self, Self::#variant(_))
            }
        }
    });
    let unhandled = module.import("crate::support::error::Unhandled");
    let metadata = module.import("aws_smithy_types::error::ErrorMetadata");
    let box_error = module.import("aws_smithy_runtime_api::box_error::BoxError");
    let provide = module.import("aws_smithy_types::error::metadata::ProvideErrorMetadata");
    let variant = module.import("crate::support::error::Variant");
    let impls = impls(cx, module, errors, name);
    quote! {
        #[doc = #enum_docs]
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum #name {
            #(#docs #variants(#tys),)*
            /// An error that the model does not name, or one that could not be read.
            #[deprecated(note = "Matching `Unhandled` directly is not forwards compatible. Match with a wildcard instead, and look at the error's `code()`.")]
            Unhandled(#unhandled),
        }

        impl #name {
            /// Makes an `Unhandled` of any error.
            #[inline]
            pub fn unhandled(error: impl Into<#box_error>) -> Self {
                Self::Unhandled(#unhandled::new(error, Default::default()))
            }
            /// Makes an `Unhandled` of a code and a message.
            #[inline]
            pub fn generic(error: #metadata) -> Self {
                Self::Unhandled(#unhandled::from_meta(error))
            }
            /// The code, the message, the request id and what else is known of the error.
            #[inline]
            pub fn meta(&self) -> &#metadata {
                #provide::meta(self)
            }
            #(#predicates)*

            fn variant(&self) -> &dyn #variant {
                match self {
                    #(Self::#variants(error) => error,)*
                    Self::Unhandled(error) => error,
                }
            }
        }

        #impls
    }
}

fn impls(cx: &Context<'_>, module: &Module, errors: &[ShapeId], name: &Ident) -> TokenStream {
    let fmt = module.import("std::fmt");
    let std_error = module.import_as("std::error::Error", "StdError");
    let metadata = module.import("aws_smithy_types::error::ErrorMetadata");
    let provide = module.import("aws_smithy_types::error::metadata::ProvideErrorMetadata");
    let error_kind = module.import("aws_smithy_types::retry::ErrorKind");
    let provide_kind = module.import("aws_smithy_types::retry::ProvideErrorKind");
    let create = module.import("aws_smithy_runtime_api::client::result::CreateUnhandledError");
    let box_error = module.import("aws_smithy_runtime_api::box_error::BoxError");
    let request_id = module.import("aws_types::request_id::RequestId");
    let unhandled = module.import("crate::support::error::Unhandled");
    let extended = cx.service.behavior.extended_request_ids;
    let extended = extended.then(|| extended_request_id(module, name, &quote!(self.meta().extended_request_id())));
    let retryable = retryable(cx, module, errors);
    quote! {
        #extended

        impl #std_error for #name {
            fn source(&self) -> Option<&(dyn #std_error + 'static)> {
                Some(self.variant().cause())
            }
        }

        impl #fmt::Display for #name {
            fn fmt(&self, f: &mut #fmt::Formatter<'_>) -> #fmt::Result {
                self.variant().fmt(f)
            }
        }

        impl #provide for #name {
            fn meta(&self) -> &#metadata {
                self.variant().meta()
            }
        }

        impl #provide_kind for #name {
            #[inline]
            fn code(&self) -> Option<&str> {
                self.meta().code()
            }

            #[inline]
            fn retryable_error_kind(&self) -> Option<#error_kind> {
                #retryable
            }
        }

        impl #create for #name {
            #[inline]
            fn create_unhandled_error(source: #box_error, meta: Option<#metadata>) -> Self {
                Self::Unhandled(#unhandled::new(source, meta.unwrap_or_default()))
            }
        }

        impl #request_id for #name {
            #[inline]
            fn request_id(&self) -> Option<&str> {
                self.meta().request_id()
            }
        }
    }
}

/// Which of the errors are worth another try, as the model says.
fn retryable(cx: &Context<'_>, module: &Module, errors: &[ShapeId]) -> TokenStream {
    let arms: Vec<TokenStream> = errors
        .iter()
        .filter_map(|id| {
            exception::retryable_kind(cx, module, *id)?;
            let variant = cx.error_variant(*id);
            Some(quote!(Self::#variant(error) => Some(error.retryable_error_kind()),))
        })
        .collect();
    if arms.is_empty() {
        return quote!(None);
    }
    quote!(match self { #(#arms)* _ => None })
}
