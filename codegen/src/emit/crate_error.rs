//! The crate-wide error, into which every operation's error converts.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{context::Context, extra::extended_request_id, module::Module};

/// The `error` module: types that errors of all kinds have in common.
pub(super) fn reexports() -> Module {
    let mut module = Module::default();
    module.push(quote! {
        pub use crate::support::error::UnknownVariantError;
        pub use aws_smithy_runtime_api::box_error::BoxError;
        pub use aws_smithy_runtime_api::client::result::ConnectorError;
        pub use aws_smithy_types::error::display::DisplayErrorContext;
        pub use aws_smithy_types::error::metadata::ErrorMetadata;
        pub use aws_smithy_types::error::metadata::ProvideErrorMetadata;
        pub use aws_smithy_types::error::operation::BuildError;

        /// The error of a call: the request could not be built or sent, or the service answered with an error.
        pub type SdkError<E, R = aws_smithy_runtime_api::client::orchestrator::HttpResponse> =
            aws_smithy_runtime_api::client::result::SdkError<E, R>;
    });
    module
}

/// The crate-wide `Error`.
pub(super) fn emit(cx: &Context<'_>) -> Module {
    let mut module = Module::default().defines("crate::error_meta::Error".to_owned());
    let errors = cx.error_types();
    let variants: Vec<Ident> = errors.iter().map(|id| cx.error_variant(*id)).collect();
    let tys: Vec<TokenStream> = errors.iter().map(|id| module.import(&cx.type_path(*id))).collect();
    let docs = errors.iter().map(|id| cx.error_docs(*id));
    let unhandled = module.import("crate::support::error::Unhandled");
    let mut impls = impls(&module, &variants);
    if cx.service.behavior.extended_request_ids {
        let name = quote::format_ident!("Error");
        impls.extend(extended_request_id(
            &module,
            &name,
            &quote!(self.meta().extended_request_id()),
        ));
    }
    let enum_docs = format!(" Everything that can go wrong with {}.", cx.service.title);
    let from_operations = cx.service.operations.iter().map(|operation| {
        let names = cx.operation_names(operation);
        let error = names.error();
        let path = module.import(&format!("crate::operation::{}::{error}", names.module.as_str()));
        let own: Vec<Ident> = operation.errors.iter().map(|id| cx.error_variant(*id)).collect();
        quote!(#path { #(#own,)* })
    });
    let streams = cx.service.shapes.event_streams();
    let from_streams = streams.map(|stream| {
        let path = module.import(&cx.error_of_stream(stream).2);
        let exceptions = cx.service.shapes.exceptions(stream);
        let own: Vec<Ident> = exceptions.into_iter().map(|id| cx.error_variant(id)).collect();
        quote!(#path { #(#own,)* })
    });
    let from_waiters = (!cx.waiters().is_empty()).then(|| from_waiters(&module));
    let conversions = from_operations.chain(from_streams);
    let from_errors = module.import("crate::support::macros::from_errors");
    let conversions = quote!(#from_errors! { #(#conversions)* } #from_waiters);
    module.push(quote! {
        #[doc = #enum_docs]
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum Error {
            #(#docs #variants(#tys),)*
            /// An error that the model does not list, or one that could not be read.
            #[deprecated(note = "Matching `Unhandled` directly is not forwards compatible. Match with a wildcard instead, and look at the error's `code()`.")]
            Unhandled(#unhandled),
        }

        #impls
        #conversions
    });
    module
}

fn impls(module: &Module, variants: &[Ident]) -> TokenStream {
    let fmt = module.import("std::fmt");
    let std_error = module.import_as("std::error::Error", "StdError");
    let metadata = module.import("aws_smithy_types::error::ErrorMetadata");
    let provide = module.import("aws_smithy_types::error::metadata::ProvideErrorMetadata");
    let request_id = module.import("aws_types::request_id::RequestId");
    let build_error = module.import("aws_smithy_types::error::operation::BuildError");
    let unhandled = module.import("crate::support::error::Unhandled");
    quote! {
        impl #fmt::Display for Error {
            fn fmt(&self, f: &mut #fmt::Formatter<'_>) -> #fmt::Result {
                match self {
                    #(Self::#variants(error) => #fmt::Display::fmt(error, f),)*
                    Self::Unhandled(error) => #fmt::Display::fmt(error, f),
                }
            }
        }

        impl #std_error for Error {
            fn source(&self) -> Option<&(dyn #std_error + 'static)> {
                match self {
                    #(Self::#variants(error) => #std_error::source(error),)*
                    Self::Unhandled(error) => Some(error.source()),
                }
            }
        }

        impl #provide for Error {
            fn meta(&self) -> &#metadata {
                match self {
                    #(Self::#variants(error) => error.meta(),)*
                    Self::Unhandled(error) => error.meta(),
                }
            }
        }

        impl #request_id for Error {
            fn request_id(&self) -> Option<&str> {
                self.meta().request_id()
            }
        }

        impl From<#build_error> for Error {
            fn from(error: #build_error) -> Self {
                Self::Unhandled(#unhandled::new(error, Default::default()))
            }
        }
    }
}

/// Converts the error of any waiter into the crate's.
fn from_waiters(module: &Module) -> TokenStream {
    let waiter_error = module.import("aws_smithy_runtime_api::client::waiters::error::WaiterError");
    let std_error = module.import_as("std::error::Error", "StdError");
    let fmt = module.import("std::fmt");
    let unhandled = module.import("crate::support::error::Unhandled");
    quote! {
        impl<O, E> From<#waiter_error<O, E>> for Error
        where
            O: #fmt::Debug + Send + Sync + 'static,
            E: #std_error + Send + Sync + 'static,
        {
            fn from(error: #waiter_error<O, E>) -> Self {
                Self::Unhandled(#unhandled::new(error, Default::default()))
            }
        }
    }
}
