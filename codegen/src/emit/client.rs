//! The client: a method for each operation.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{
    context::{Context, deprecated, doc, ident},
    endpoint_discovery, example,
    module::Module,
    waiter,
};
use crate::{docs, ir::Operation};

/// The `client` module.
pub(super) fn emit(cx: &Context<'_>) -> Module {
    let mut module = Module::default().defines("crate::client::Client".into());
    let client = module.import("crate::support::client::client");
    let methods = cx
        .service
        .operations
        .iter()
        .map(|operation| method(cx, &module, operation));
    let docs = client_docs(cx);
    let items = quote! {
        /// Changes a single request before it is sent.
        pub mod customize;

        #client! {
            #docs
            pub struct Client;
        }

        impl Client {
            #(#methods)*
        }
    };
    module.push(items);
    module.push(endpoint_discovery::method(cx, &module).unwrap_or_default());
    if !cx.waiters().is_empty() {
        module.push(waiters(cx, &module));
    }
    module
}

/// The trait with a method for each waiter.
fn waiters(cx: &Context<'_>, module: &Module) -> TokenStream {
    let (signatures, bodies): (Vec<_>, Vec<_>) = cx
        .waiters()
        .iter()
        .map(|waiter| {
            let method = format_ident!("{}", waiter.method);
            let builder = module.import(&format!("crate::{}", waiter.path_of(&waiter.builder)));
            let docs = doc(&waiter::summary(cx, waiter));
            let signature = quote!(fn #method(&self) -> #builder);
            (
                quote!(#docs #signature;),
                quote!(#signature { #builder::new(self.handle.clone()) }),
            )
        })
        .unzip();
    quote! {
        /// Waits until a resource has reached a state.
        ///
        /// With this trait in scope, the client has a method for each state. It gives a builder, which takes the
        /// members of the request, and whose `wait` repeats the request until the state is reached, will not be
        /// reached, or the time is up.
        pub trait Waiters {
            #(#signatures)*
        }

        impl Waiters for Client {
            #(#bodies)*
        }
    }
}

fn client_docs(cx: &Context<'_>) -> TokenStream {
    let (title, library) = (&cx.service.title, cx.library());
    let calls = cx.showcase().map(|operation| {
        let method = &cx.operation_names(operation).module;
        format!("\nlet output = client.{}().send().await?;", method.as_str())
    });
    doc(&format!(
        "A client of {title}.\n\nIt is cheap to clone, and made to be kept: connections and credentials are shared by all \
         calls.\n\n```no_run\n# async fn example() -> Result<(), {library}::Error> {{\nlet config = \
         aws_config::load_from_env().await;\nlet client = {library}::Client::new(&config);{}\n# Ok(())\n# }}\n```\n\n\
         Settings of this service alone go through [`config::Builder`](crate::config::Builder).",
        calls.unwrap_or_default()
    ))
}

fn method(cx: &Context<'_>, module: &Module, operation: &Operation) -> TokenStream {
    let names = cx.operation_names(operation);
    let method = ident(names.module.as_str());
    let name = names.fluent_builder();
    let builder = module.import(&format!(
        "crate::operation::{}::builders::{name}",
        names.module.as_str()
    ));
    let docs = operation.docs.as_deref().map(docs::markdown).unwrap_or_default();
    let summary = docs::first_sentence(&docs);
    let summary = if summary.is_empty() {
        format!("Calls `{}`.", operation.name)
    } else {
        summary.to_owned()
    };
    let pages = operation.paginator.is_some().then(|| {
        format!("\n\nThe results come in pages; [`into_paginator`]({name}::into_paginator) fetches all of them.")
    });
    let waiters = waiters_of(cx, operation);
    let reference = cx.reference(operation);
    let example = example::of(cx, operation).map(|example| format!("\n\n# Example\n\n{example}"));
    let docs = doc(&format!(
        "{summary}{}{waiters}\n\n{reference}{}",
        pages.unwrap_or_default(),
        example.unwrap_or_default()
    ));
    let deprecated = deprecated(operation.deprecated.as_ref());
    quote! {
        #docs
        #deprecated
        pub fn #method(&self) -> #builder {
            #builder::new(self.handle.clone())
        }
    }
}

/// The paragraph about the waiters of an operation.
fn waiters_of(cx: &Context<'_>, operation: &Operation) -> String {
    let methods: Vec<String> = cx
        .waiters_of(operation)
        .map(|waiter| format!("[`{0}`](Waiters::{0})", waiter.method))
        .collect();
    match methods.split_last() {
        None => String::new(),
        Some((only, [])) => format!("\n\n{only} repeats the call until a state is reached."),
        Some((last, others)) => format!(
            "\n\n{} and {last} repeat the call until a state is reached.",
            others.join(", ")
        ),
    }
}

/// The `client::customize` module.
pub(super) fn customize(cx: &Context<'_>) -> Module {
    let mut module = Module::default();
    let builder = module.import("crate::config::Builder");
    module.push(quote!(crate::support::customizable::customizable_operation!(#builder);));
    if cx.needs.presigning {
        module.push(presigned(&module));
    }
    let unsigned = cx.service.operations.iter().filter(|it| it.behavior.may_be_unsigned);
    for operation in unsigned {
        module.push(unsigned_at_will(cx, &module, operation));
    }
    module
}

/// The method that signs a customized request without sending it.
fn presigned(module: &Module) -> TokenStream {
    let future = module.import("std::future::Future");
    let customizable = module.import("crate::support::operation::Customizable");
    let operation = module.import("crate::support::operation::Operation");
    let presignable = module.import("crate::support::presigning::Presignable");
    let request = module.import("crate::support::presigning::PresignedRequest");
    let config = module.import("crate::support::presigning::PresigningConfig");
    let error = module.import("crate::error::SdkError");
    quote! {
        impl<T, E, B> CustomizableOperation<T, E, B> {
            /// Signs the request, for someone else to send.
            pub fn presigned(
                self,
                presigning_config: #config,
            ) -> impl #future<Output = Result<#request, #error<E>>> + Send
            where
                E: std::error::Error + Send + Sync + 'static,
                B: #customizable,
                B::Operation: #operation<Output = T, Error = E> + #presignable,
            {
                let mut settings = self.config_override;
                for interceptor in self.interceptors {
                    settings.push_interceptor(interceptor);
                }
                let (handle, input) = self.request.into_call();
                let settings = Some(settings.into_settings());
                crate::support::presigning::presign::<B::Operation>(handle, input, settings, presigning_config)
            }
        }
    }
}

/// The method that leaves the body of an operation's request out of its signature.
fn unsigned_at_will(cx: &Context<'_>, module: &Module, operation: &Operation) -> TokenStream {
    let output = module.import(&cx.type_path(cx.output(operation)));
    let unsigned = module.import("crate::support::unsigned_body::UnsignedBody");
    quote! {
        impl<E, B> CustomizableOperation<#output, E, B> {
            /// Leaves the body out of the request's signature. That takes less time, but the service does not notice a
            /// body that was changed on its way.
            pub fn disable_payload_signing(self) -> Self {
                self.interceptor(#unsigned)
            }
        }
    }
}
