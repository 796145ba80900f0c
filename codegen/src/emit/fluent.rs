//! The fluent builder of an operation: an input's builder that can send what it builds.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{
    builder,
    context::{Context, Field, ident},
    module::Module,
    types,
};
use crate::ir::Operation;

/// The `builders` module of an operation.
pub(super) fn emit(cx: &Context<'_>, operation: &Operation) -> Module {
    let (input, output) = (cx.input(operation), cx.output(operation));
    let names = cx.operation_names(operation);
    let own = format!(
        "crate::operation::{}::builders::{}",
        names.module.as_str(),
        names.fluent_builder()
    );
    let mut module = Module::default()
        .defines(own)
        .defines(cx.builder_path(input))
        .defines(cx.builder_path(output));
    let input_builder = format_ident!("{}Builder", cx.type_ident(input));
    let output_builder = format_ident!("{}Builder", cx.type_ident(output));
    module.push(quote! {
        pub use super::input::#input_builder;
        pub use super::output::#output_builder;
    });
    module.push(send_with(cx, &module, operation));
    module.push(fluent(cx, &module, operation));
    module
}

/// The paths that a call needs, by the name that the file gives them.
struct Call {
    input_builder: proc_macro2::Ident,
    fluent: proc_macro2::Ident,
    operation: TokenStream,
    result: TokenStream,
    future: TokenStream,
}

fn call(cx: &Context<'_>, module: &Module, operation: &Operation) -> Call {
    let names = cx.operation_names(operation);
    let path = |name: String| format!("crate::operation::{}::{name}", names.module.as_str());
    let output = module.import(&cx.type_path(cx.output(operation)));
    let error = module.import(&path(names.error()));
    let result = module.import("crate::support::operation::CallResult");
    Call {
        input_builder: format_ident!("{}Builder", cx.type_ident(cx.input(operation))),
        fluent: ident(&names.fluent_builder()),
        operation: module.import(&path(names.marker.clone())),
        result: quote!(#result<#output, #error>),
        future: module.import("std::future::Future"),
    }
}

fn send_with(cx: &Context<'_>, module: &Module, operation: &Operation) -> TokenStream {
    let Call {
        input_builder,
        result,
        future,
        ..
    } = call(cx, module, operation);
    let client = module.import("crate::client::Client");
    let method = ident(cx.operation_names(operation).module.as_str());
    let send_trait = send_trait(cx, operation);
    quote! {
        impl #input_builder {
            /// Sends a request with this input, by that client.
            #[inline]
            pub fn send_with(self, client: &#client) -> impl #future<Output = #result> + #send_trait + use<> {
                let mut call = client.#method();
                call.inner = self;
                call.send()
            }
        }
    }
}

fn fluent(cx: &Context<'_>, module: &Module, operation: &Operation) -> TokenStream {
    let call = call(cx, module, operation);
    let Call {
        input_builder, fluent, ..
    } = &call;
    let arc = module.import("std::sync::Arc");
    let handle = module.import("crate::support::service::Handle");
    let docs = cx.docs(operation.docs.as_deref(), "");
    let summary = format!(" Builds and sends a request for `{}`.", operation.name);
    let methods = methods(cx, module, operation, &call);
    let customize = customize(cx, module, operation, &call);
    let cloned = (!cx.streams(cx.input(operation))).then(|| quote!(Clone,));
    let fields = cx.members(cx.input(operation));
    let setters = fields.iter().map(|field| setters(module, input_builder, field));
    quote! {
        #[doc = #summary]
        ///
        #docs
        #[derive(#cloned Debug)]
        pub struct #fluent {
            handle: #arc<#handle>,
            pub(crate) inner: #input_builder,
        }

        #customize

        impl #fluent {
            #methods
            #(#setters)*
        }
    }
}

fn methods(cx: &Context<'_>, module: &Module, operation: &Operation, call: &Call) -> TokenStream {
    let Call {
        input_builder,
        fluent,
        operation: marker,
        result,
        future,
    } = call;
    let arc = module.import("std::sync::Arc");
    let handle = module.import("crate::support::service::Handle");
    let send = module.import("crate::support::operation::send");
    let customizable = module.import("crate::client::customize::CustomizableOperation");
    let paginator = operation.paginator.as_ref().map(|_| {
        let names = cx.operation_names(operation);
        let path = format!(
            "crate::operation::{}::paginator::{}",
            names.module.as_str(),
            names.paginator()
        );
        let paginator = module.import(&path);
        quote! {
            /// Turns the request into a stream of pages, each fetched when it is asked for.
            #[inline]
            pub fn into_paginator(self) -> #paginator {
                #paginator::new(self.handle, self.inner)
            }
        }
    });
    let parts = result_parts(cx, module, operation);
    let send_trait = send_trait(cx, operation);
    let presigned = operation
        .behavior
        .presigning
        .map(|_| presigned(cx, module, operation, call));
    quote! {
        #[inline]
        pub(crate) fn new(handle: #arc<#handle>) -> Self {
            #fluent { handle, inner: #input_builder::default() }
        }
        /// The input that was set until now.
        #[inline]
        pub fn as_input(&self) -> &#input_builder {
            &self.inner
        }
        /// Sends the request, and waits for the response.
        ///
        /// A failed attempt is retried where that may help, as often as the client's retry configuration says, or twice
        /// where it says nothing.
        ///
        /// # Errors
        ///
        /// The request could not be built or sent, or the service answered with an error.
        #[inline]
        pub fn send(self) -> impl #future<Output = #result> + #send_trait {
            #send::<#marker>(self.handle, self.inner.build(), None)
        }
        /// Turns the call into one whose request can be changed before it is sent.
        #[inline]
        pub fn customize(self) -> #customizable<#parts, Self> {
            #customizable::new(self)
        }
        #presigned
        #paginator
    }
}

/// The method that signs a request for others to send.
fn presigned(cx: &Context<'_>, module: &Module, operation: &Operation, call: &Call) -> TokenStream {
    let (marker, future) = (&call.operation, &call.future);
    let send_trait = send_trait(cx, operation);
    let config = module.import("crate::support::presigning::PresigningConfig");
    let request = module.import("crate::support::presigning::PresignedRequest");
    let presign = module.import("crate::support::presigning::presign");
    let sdk_error = module.import("crate::error::SdkError");
    let names = cx.operation_names(operation);
    let error = format!("crate::operation::{}::{}", names.module.as_str(), names.error());
    let error = module.import(&error);
    quote! {
        /// Signs the request, for others to send: they need the URL and the headers, and no credentials.
        ///
        /// It is valid for as long as the configuration says, and no longer than the credentials that sign it.
        ///
        /// # Errors
        ///
        /// The request could not be built or signed.
        #[inline]
        pub fn presigned(
            self,
            presigning_config: #config,
        ) -> impl #future<Output = Result<#request, #sdk_error<#error>>> + #send_trait {
            #presign::<#marker>(self.handle, self.inner.build(), None, presigning_config)
        }
    }
}

/// The trait `Send`, which an operation of that name hides.
fn send_trait(cx: &Context<'_>, operation: &Operation) -> TokenStream {
    if cx.operation_names(operation).marker == "Send" {
        quote!(std::marker::Send)
    } else {
        quote!(Send)
    }
}

/// The output and the error of an operation, as arguments of a generic type.
fn result_parts(cx: &Context<'_>, module: &Module, operation: &Operation) -> TokenStream {
    let names = cx.operation_names(operation);
    let output = module.import(&cx.type_path(cx.output(operation)));
    let error = module.import(&format!(
        "crate::operation::{}::{}",
        names.module.as_str(),
        names.error()
    ));
    quote!(#output, #error)
}

fn customize(cx: &Context<'_>, module: &Module, operation: &Operation, call: &Call) -> TokenStream {
    let Call {
        fluent,
        operation: marker,
        ..
    } = call;
    let customizable = module.import("crate::support::operation::Customizable");
    let arc = module.import("std::sync::Arc");
    let handle = module.import("crate::support::service::Handle");
    let input = module.import(&cx.type_path(cx.input(operation)));
    let error = module.import("aws_smithy_types::error::operation::BuildError");
    quote! {
        impl #customizable for #fluent {
            type Operation = #marker;

            #[inline]
            fn into_call(self) -> (#arc<#handle>, Result<#input, #error>) {
                (self.handle, self.inner.build())
            }
        }
    }
}

/// The methods that set and get a member of the input, by those of its builder.
pub(super) fn setters(module: &Module, builder: &proc_macro2::Ident, field: &Field<'_>) -> TokenStream {
    let Field { ident, .. } = field;
    let (set, get) = (field.method("set"), field.method("get"));
    let value = types::tokens(module, &field.value_type());
    let (parameters, arguments) = builder::setter_signature(module, field);
    let docs = [ident.to_string(), set.to_string(), get.to_string()]
        .map(|method| format!(" See [`{method}`]({builder}::{}).", method.trim_start_matches("r#")));
    let [add_docs, set_docs, get_docs] = docs;
    quote! {
        #[doc = #add_docs]
        #[inline]
        pub fn #ident(mut self, #parameters) -> Self {
            self.inner = self.inner.#ident(#arguments);
            self
        }
        #[doc = #set_docs]
        #[inline]
        pub fn #set(mut self, input: Option<#value>) -> Self {
            self.inner = self.inner.#set(input);
            self
        }
        #[doc = #get_docs]
        #[inline]
        pub fn #get(&self) -> &Option<#value> {
            self.inner.#get()
        }
    }
}
