//! An operation: its own type, its error, and what the call path has to know of it.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{
    call,
    context::{Context, ident},
    module::Module,
};
use crate::{
    Result,
    ir::{self, ShapeId},
};

/// The file of an operation.
pub(super) fn emit(cx: &Context<'_>, operation: &ir::Operation) -> Result<Module> {
    let names = cx.operation_names(operation);
    let base = ident(&names.base);
    let (input, output) = (cx.input(operation), cx.output(operation));
    let mut module = Module::default();
    for path in [cx.type_path(input), cx.type_path(output)] {
        module = module.defines(path);
    }
    let (input, output) = (cx.type_ident(input), cx.type_ident(output));
    let paginator = operation.paginator.is_some().then(|| {
        quote!(
            #[doc = " The paginator of the operation."]
            pub mod paginator;
        )
    });
    module.push(quote! {
        /// Builders of the operation's structures, and of calls.
        pub mod builders;
        mod input;
        mod output;
        #paginator
        pub use self::input::#input;
        pub use self::output::#output;
    });
    let traits = call::emit(cx, &module, operation)?;
    module.push(descriptor(cx, &module, operation, &base, &traits));
    module.push(error(cx, &module, operation));
    Ok(module)
}

/// The operation's own type, which is also the plugin that it adds to a call.
fn descriptor(
    cx: &Context<'_>,
    module: &Module,
    operation: &ir::Operation,
    base: &Ident,
    traits: &TokenStream,
) -> TokenStream {
    let cow = module.import("std::borrow::Cow");
    let layer = module.import("aws_smithy_types::config_bag::FrozenLayer");
    let components = module.import("aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder");
    let runtime_plugin = module.import("aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin");
    let schema = module.import("aws_smithy_schema::Schema");
    let deserializer = module.import("aws_smithy_schema::serde::ShapeDeserializer");
    let serde_error = module.import("aws_smithy_schema::serde::SerdeError");
    let response = module.import("crate::support::error::ErrorResponse");
    let plugin = module.import("crate::support::operation::Plugin");
    let operation_trait = module.import_as("crate::support::operation::Operation", "OperationTrait");
    let service = module.import("crate::support::service::Service");
    let (input, output) = (cx.type_ident(cx.input(operation)), cx.type_ident(cx.output(operation)));
    let error = format_ident!("{base}Error");
    let name = &operation.name;
    let not_found = not_found(cx, operation);
    let arms = operation.errors.iter().map(|id| {
        let (ty, mut codes) = (module.import(&cx.type_path(*id)), codes(cx, *id));
        codes.extend((not_found == Some(*id)).then(|| "NotFound".to_owned()));
        let variant = cx.type_ident(*id);
        quote!(#(#codes)|* => response.read(#ty::read, #error::#variant),)
    });
    let docs = format!(" The operation `{name}`: what the runtime has to know to call it.");
    quote! {
        #[doc = #docs]
        #[derive(Clone, Debug, Default)]
        #[non_exhaustive]
        pub struct #base;

        static PLUGIN: #plugin = #plugin::new();

        impl #base {
            /// Names the operation.
            #[inline]
            pub fn new() -> Self {
                Self
            }
        }

        impl #runtime_plugin for #base {
            #[inline]
            fn config(&self) -> Option<#layer> {
                Some(PLUGIN.layer::<Self>())
            }

            #[inline]
            fn runtime_components(&self, _: &#components) -> #cow<'_, #components> {
                #cow::Borrowed(PLUGIN.components::<Self>())
            }
        }

        impl #operation_trait for #base {
            const NAME: &'static str = #name;
            const SERVICE: &'static #service = &crate::meta::SERVICE;
            const OUTPUT: &'static #schema<'static> = &output::SCHEMA;

            type Input = #input;
            type Output = #output;
            type Error = #error;

            #traits

            #[inline]
            fn read_output(
                body: &mut dyn #deserializer,
                request_id: Option<String>,
            ) -> Result<#output, #serde_error> {
                #output::read(body, request_id)
            }

            #[inline]
            fn read_error(response: #response<'_>) -> #error {
                match response.code() {
                    #(#arms)*
                    _ => response.unhandled(),
                }
            }
        }
    }
}

/// The error that a status of 404 tells of where an answer has no body, and the model has no error for just that.
fn not_found(cx: &Context<'_>, operation: &ir::Operation) -> Option<ShapeId> {
    if !(cx.service.has_buckets() && operation.http.method == "HEAD") {
        return None;
    }
    let is_modelled = operation
        .errors
        .iter()
        .any(|id| codes(cx, *id).iter().any(|code| code == "NotFound"));
    let has_status = |id: &&ShapeId| {
        let error = cx.shape(**id).traits.error.as_ref();
        error.is_some_and(|error| error.http_status == Some(404))
    };
    operation
        .errors
        .iter()
        .find(has_status)
        .copied()
        .filter(|_| !is_modelled)
}

/// The codes of an error on the wire: a query-compatible service may name the shape, too.
pub(super) fn codes(cx: &Context<'_>, id: ShapeId) -> Vec<String> {
    let shape = cx.shape(id);
    let code = shape.traits.error.as_ref().and_then(|error| error.code.clone());
    let name = shape.name.clone();
    match code {
        Some(code) if cx.service.query_compatible && code != name => vec![code, name],
        Some(code) => vec![code],
        None => vec![name],
    }
}

/// The error of an operation: its modelled errors, and any other.
fn error(cx: &Context<'_>, module: &Module, operation: &ir::Operation) -> TokenStream {
    let names = cx.operation_names(operation);
    let name = format_ident!("{}Error", names.base);
    let variants: Vec<Ident> = operation.errors.iter().map(|id| cx.type_ident(*id)).collect();
    let tys: Vec<TokenStream> = operation
        .errors
        .iter()
        .map(|id| module.import(&cx.type_path(*id)))
        .collect();
    let docs = operation.errors.iter().map(|id| {
        let shape = cx.shape(*id);
        cx.docs(shape.docs.as_deref(), &format!("The error `{}`.", shape.name))
    });
    let predicates = operation.errors.iter().zip(&variants).map(|(id, variant)| {
        let predicate = format_ident!("is_{}", cx.module_of(*id).bare());
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
    let impls = error_impls(cx, module, operation, &name);
    let enum_docs = format!(" What can go wrong with `{}`.", operation.name);
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

fn error_impls(cx: &Context<'_>, module: &Module, operation: &ir::Operation, name: &Ident) -> TokenStream {
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
    let retryable = retryable(cx, operation, &error_kind);
    quote! {
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
fn retryable(cx: &Context<'_>, operation: &ir::Operation, kind: &TokenStream) -> TokenStream {
    let arms: Vec<TokenStream> = operation
        .errors
        .iter()
        .filter_map(|id| {
            let error = cx.shape(*id).traits.error.as_ref()?;
            let retryable = error.retryable?;
            let variant = cx.type_ident(*id);
            let value = match (retryable.throttling, error.fault) {
                (true, _) => quote!(#kind::ThrottlingError),
                (false, Some(ir::Fault::Server)) => quote!(#kind::ServerError),
                (false, Some(ir::Fault::Client) | None) => quote!(#kind::ClientError),
            };
            Some(quote!(Self::#variant(_) => Some(#value),))
        })
        .collect();
    if arms.is_empty() {
        return quote!(None);
    }
    quote!(match self { #(#arms)* _ => None })
}
