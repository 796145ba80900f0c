//! The crate's root, and the modules that only hold others.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    auth,
    context::{Context, ident},
    endpoint_discovery,
    module::Module,
    protocol,
};
use crate::{
    Result, Support, docs,
    ir::{Kind, LoginTokens, ShapeId},
};

/// `lib.rs`.
pub(super) fn emit(cx: &Context<'_>) -> Module {
    let docs = inner_docs(&crate_docs(cx));
    let mut module = Module::new(quote! {
        #docs
        #![forbid(unsafe_code)]
        #![warn(missing_docs)]
        #![allow(deprecated, reason = "what users are told not to use is used here: deprecated members, `Unhandled`")]
        #![allow(clippy::result_large_err, reason = "AWS's `SdkError` carries the response, and is what every call returns")]
        #![allow(
            clippy::wrong_self_convention, clippy::should_implement_trait, clippy::enum_variant_names,
            clippy::large_enum_variant, clippy::deprecated_semver, reason = "names, types and dates are the model's"
        )]
    });
    let support = match cx.support {
        Support::Copy => quote! {
            #[allow(dead_code, reason = "what is common to all services is not all of use to each")]
            mod support;
        },
        Support::Crate(_) => quote!(
            pub(crate) use ::support;
        ),
    };
    let waiters = (!cx.waiters().is_empty()).then(|| {
        quote! {
            /// The waiters, whose methods are those of [`client::Waiters`].
            pub mod waiters;
        }
    });
    module.push(presigning(cx).unwrap_or_default());
    module.push(endpoint_discovery::module(cx).unwrap_or_default());
    module.push(cx.service.behavior.login_tokens.map(login_tokens).unwrap_or_default());
    module.push(quote! {
        /// The client.
        pub mod client;
        /// Configuration of the client.
        pub mod config;
        /// Types that errors of all kinds have in common.
        pub mod error;
        mod error_meta;
        /// About this crate.
        pub mod meta;
        /// The operations, each with its input, its output and its error.
        pub mod operation;
        /// Types of values, such as `DateTime` and `Blob`.
        pub mod primitives;
        #support
        /// The types of inputs and outputs.
        pub mod types;
        #waiters

        #[doc(inline)]
        pub use crate::client::Client;
        pub use crate::config::Config;
        pub use crate::error_meta::Error;
    });
    module
}

/// The module of presigned requests.
fn presigning(cx: &Context<'_>) -> Option<TokenStream> {
    cx.needs.presigning.then(|| {
        quote! {
            /// Requests that are signed now and sent by someone else, who needs no credentials.
            pub mod presigning {
                pub use crate::support::presigning::{
                    PresignedRequest, PresigningConfig, PresigningConfigBuilder, PresigningConfigError,
                };
            }
        }
    })
}

/// The module of tokens that log in to a database.
fn login_tokens(tokens: LoginTokens) -> TokenStream {
    let file = match tokens {
        LoginTokens::OfUser => quote!(user_token),
        LoginTokens::OfRole => quote!(role_token),
    };
    quote! {
        /// Tokens that log in to a database in place of a password.
        pub mod auth_token {
            pub use crate::support::#file::{AuthToken, AuthTokenGenerator, Config, ConfigBuilder};
        }
    }
}

fn inner_docs(text: &str) -> TokenStream {
    let lines = text.lines().map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    });
    quote!(#(#![doc = #lines])*)
}

fn crate_docs(cx: &Context<'_>) -> String {
    let service = cx.service;
    let said = service.docs.as_deref().map(docs::markdown).unwrap_or_default();
    let said = if said.is_empty() {
        format!("A client of {}.", service.title)
    } else {
        said
    };
    let (library, package) = (cx.library(), &cx.package);
    let method = cx
        .showcase()
        .map(|operation| cx.operation_names(operation).module.as_str())
        .unwrap_or_default();
    format!(
        "{said}\n\n# Getting started\n\nThe client stands beside [`aws-config`](https://docs.rs/aws-config), which finds the \
         region and the credentials:\n\n```toml\n[dependencies]\naws-config = {{ version = \"1\", features = \
         [\"behavior-version-latest\"] }}\n{package} = \"{}\"\ntokio = {{ version = \"1\", features = [\"full\"] }}\n```\n\n\
         ```no_run\n#[tokio::main]\nasync fn main() -> Result<(), {library}::Error> {{\n    let config = \
         aws_config::load_from_env().await;\n    let client = {library}::Client::new(&config);\n    let output = \
         client.{method}().send().await?;\n    println!(\"{{output:?}}\");\n    Ok(())\n}}\n```\n\n# Errors\n\nA call fails \
         with an [`SdkError`](crate::error::SdkError): its `ServiceError` holds the operation's own error, an enum of what \
         the model names. All of them become the crate's [`Error`] with `?`. Codes that the model does not name are kept: \
         [`ProvideErrorMetadata`](crate::error::ProvideErrorMetadata) gives the code, the message and the request id.\n\n# \
         Operations\n\nThe crate holds {} of the service's operations; [`Client`] has a method for each.",
        cx.version,
        service.operations.len(),
    )
}

/// `meta.rs`: the version, and the service's description for the call path.
pub(super) fn meta(cx: &Context<'_>) -> Result<Module> {
    let mut module = Module::default();
    let service = cx.service;
    let metadata = module.import("aws_runtime::user_agent::ApiMetadata");
    let ty = module.import("crate::support::service::Service");
    let shared = module.import("aws_smithy_schema::protocol::SharedClientProtocol");
    let protocol = protocol::constructor(cx, &module);
    let schemes = auth::of_service(cx)?;
    let extend = extend(cx, &module);
    let (as_sent, body_hash) = (service.signs_path_as_sent, service.sends_body_hash);
    let (id, shape_name, namespace) = (&service.sdk_id, &service.shape_name, &service.namespace);
    let (version, signing_name) = (&service.version, &service.signing_name);
    let user_agent_id = service.sdk_id.to_lowercase().replace(' ', "");
    module.push(quote! {
        /// The version of this crate.
        pub static PKG_VERSION: &str = env!("CARGO_PKG_VERSION");

        pub(crate) static SERVICE: #ty = #ty {
            id: #id,
            shape_name: #shape_name,
            namespace: #namespace,
            version: #version,
            signing_name: #signing_name,
            package: env!("CARGO_PKG_NAME"),
            api_metadata: #metadata::new(#user_agent_id, env!("CARGO_PKG_VERSION")),
            protocol: || #shared::new(#protocol),
            auth: &[#(#schemes),*],
            signs_path_as_sent: #as_sent,
            sends_body_hash: #body_hash,
            extend: #extend,
        };
    });
    Ok(module)
}

/// The function that adds the service's own components to the runtime.
fn extend(cx: &Context<'_>, module: &Module) -> TokenStream {
    let of_auth = auth::components(cx, module);
    let accounts = cx.needs.account_ids.then(|| {
        let shared = module.import("aws_smithy_runtime_api::client::interceptors::SharedInterceptor");
        quote!(let components = components.with_interceptor(#shared::permanent(crate::support::account_id::Mode));)
    });
    let headers = &cx.service.behavior.headers;
    let headers = (!headers.is_empty()).then(|| {
        let (names, values): (Vec<_>, Vec<_>) = headers.iter().map(|(name, value)| (name, value)).unzip();
        let shared = module.import("aws_smithy_runtime_api::client::interceptors::SharedInterceptor");
        let fixed = module.import("crate::support::fixed_headers::FixedHeaders");
        quote!(let components = components.with_interceptor(#shared::permanent(#fixed(&[#((#names, #values)),*])));)
    });
    let of_protocol = protocol::interceptor(cx).map(|interceptor| {
        let shared = module.import("aws_smithy_runtime_api::client::interceptors::SharedInterceptor");
        quote!(let components = components.with_interceptor(#shared::permanent(#interceptor));)
    });
    if of_auth.is_empty() && accounts.is_none() && headers.is_none() && of_protocol.is_none() {
        return quote!(|components| components);
    }
    quote! {
        |components| {
            #of_auth
            #accounts
            #headers
            #of_protocol
            components
        }
    }
}

/// `operation.rs`.
pub(super) fn operations(cx: &Context<'_>) -> Module {
    let mut module = Module::default();
    for operation in &cx.service.operations {
        let name = ident(cx.operation_names(operation).module.as_str());
        let docs = format!(" The operation `{}`.", operation.name);
        module.push(quote!(#[doc = #docs] pub mod #name;));
    }
    module.push(quote!(
        pub use aws_types::request_id::RequestId;
    ));
    if cx.service.behavior.extended_request_ids {
        module.push(quote!(
            pub use crate::support::extended_request_id::RequestIdExt;
        ));
    }
    module
}

/// `waiters.rs`.
pub(super) fn waiters(cx: &Context<'_>) -> Module {
    let mut module = Module::default();
    for waiter in cx.waiters() {
        let name = ident(waiter.module.as_str());
        let operation = &cx.repeated(waiter).name;
        let docs = format!(" The waiter `{}`, which calls `{operation}`.", waiter.model.name);
        module.push(quote!(#[doc = #docs] pub mod #name;));
    }
    module
}

/// `primitives.rs`.
pub(super) fn primitives(cx: &Context<'_>) -> Module {
    let mut module = Module::default();
    if cx.needs.byte_streams {
        module.push(quote! {
            pub use aws_smithy_types::body::SdkBody;
            pub use aws_smithy_types::byte_stream::error::Error as ByteStreamError;
            pub use aws_smithy_types::byte_stream::{AggregatedBytes, ByteStream};
            #[cfg(feature = "rt-tokio")]
            pub use aws_smithy_types::byte_stream::{FsBuilder, Length};
        });
    }
    module.push(quote! {
        pub use aws_smithy_types::Blob;
        pub use aws_smithy_types::DateTime;
        pub use aws_smithy_types::date_time::Format as DateTimeFormat;
    });
    module.push(event_stream_types(cx));
    module
}

fn event_stream_types(cx: &Context<'_>) -> TokenStream {
    if !cx.needs.event_streams {
        return quote! {
            /// Types of event streams; this service has none.
            pub mod event_stream {}
        };
    }
    quote! {
        /// Types of event streams.
        pub mod event_stream {
            pub use crate::support::event_stream::EventReceiver;
            pub use aws_smithy_http::event_stream::EventStreamSender;
            pub use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
            pub use aws_smithy_types::str_bytes::StrBytes;
        }
    }
}

/// `types.rs`.
pub(super) fn types(cx: &Context<'_>) -> Module {
    let mut module = Module::default();
    let ids: Vec<ShapeId> = cx.data_types().into_iter().map(|(id, _)| id).collect();
    module.push(holder(cx, &ids));
    module.push(quote! {
        /// The errors that the model names.
        pub mod error;
    });
    module.push(builders(cx, &ids));
    module
}

/// `types/error.rs`.
pub(super) fn errors(cx: &Context<'_>) -> Module {
    let mut module = Module::default();
    let ids = cx.error_types();
    module.push(holder(cx, &ids));
    for stream in cx.service.shapes.event_streams() {
        let (name, holder, _) = cx.error_of_stream(stream);
        let holder = ident(holder.as_str());
        module.push(quote! {
            mod #holder;
            pub use self::#holder::#name;
        });
    }
    module.push(builders(cx, &ids));
    module
}

/// The private modules of types, and their exports.
fn holder(cx: &Context<'_>, ids: &[ShapeId]) -> TokenStream {
    let modules: Vec<_> = ids.iter().map(|id| ident(cx.module_of(*id).as_str())).collect();
    let types: Vec<_> = ids.iter().map(|id| cx.type_ident(*id)).collect();
    quote! {
        #(mod #modules;)*
        #(pub use self::#modules::#types;)*
    }
}

fn builders(cx: &Context<'_>, ids: &[ShapeId]) -> TokenStream {
    let structures = ids
        .iter()
        .filter(|id| matches!(cx.shape(**id).kind, Kind::Structure(_)));
    let uses = structures.map(|id| {
        let (module, name) = (ident(cx.module_of(*id).as_str()), cx.type_ident(*id));
        let builder = quote::format_ident!("{name}Builder");
        quote!(pub use super::#module::#builder;)
    });
    quote! {
        /// Builders of the types.
        pub mod builders {
            #(#uses)*
        }
    }
}
