//! The fluent builder of an operation: an input's builder that can send what it builds.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    builder,
    context::{Context, deprecated, ident},
    module::Module,
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
    let input_builder = cx.builder_ident(input);
    let output_builder = cx.builder_ident(output);
    module.push(quote! {
        pub use super::input::#input_builder;
        pub use super::output::#output_builder;
    });
    module.push(fluent(cx, &module, operation));
    module
}

/// The paths that a call needs, by the name that the file gives them.
struct Call {
    input_builder: proc_macro2::Ident,
    fluent: proc_macro2::Ident,
    operation: TokenStream,
}

fn call(cx: &Context<'_>, module: &Module, operation: &Operation) -> Call {
    let names = cx.operation_names(operation);
    let path = |name: String| format!("crate::operation::{}::{name}", names.module.as_str());
    Call {
        input_builder: cx.builder_ident(cx.input(operation)),
        fluent: ident(&names.fluent_builder()),
        operation: module.import(&path(names.marker.clone())),
    }
}

fn fluent(cx: &Context<'_>, module: &Module, operation: &Operation) -> TokenStream {
    let call = call(cx, module, operation);
    let Call {
        input_builder, fluent, ..
    } = &call;
    let arc = module.import("std::sync::Arc");
    let handle = module.import("crate::support::handle::Handle");
    let docs = cx.docs(operation.docs.as_deref(), "");
    let summary = format!(" Builds and sends a request for `{}`.", operation.name);
    let methods = methods(cx, module, operation, &call);
    let sends = sends(cx, module, operation, &call);
    let cloned = (!cx.streams(cx.input(operation))).then(|| quote!(Clone,));
    let fields = cx.members(cx.input(operation));
    let place = cx.within_builder(cx.input(operation), quote!(self.inner));
    let setters = builder::setters(module, fluent, &place, &fields);
    let deprecated = deprecated(operation.deprecated.as_ref());
    quote! {
        #[doc = #summary]
        ///
        #docs
        #deprecated
        #[derive(#cloned Debug)]
        pub struct #fluent {
            handle: #arc<#handle>,
            pub(crate) inner: #input_builder,
        }

        #sends
        #methods
        #setters
    }
}

/// The methods that only some operations have.
fn methods(cx: &Context<'_>, module: &Module, operation: &Operation, call: &Call) -> TokenStream {
    let fluent = &call.fluent;
    let paginator = cx.paginator(operation).map(|paginator| {
        let paginator = module.import(&format!("crate::{}", paginator.path));
        quote! {
            /// Turns the request into a stream of pages, each fetched on demand.
            pub fn into_paginator(self) -> #paginator {
                #paginator::new(self.handle, self.inner)
            }
        }
    });
    let presigned = operation
        .behavior
        .presigning
        .map(|_| presigned(cx, module, operation, call));
    let is_empty = presigned.is_none() && paginator.is_none();
    let own = quote! {
        impl #fluent {
            #presigned
            #paginator
        }
    };
    if is_empty { TokenStream::new() } else { own }
}

/// The method that signs a request for someone else to send.
fn presigned(cx: &Context<'_>, module: &Module, operation: &Operation, call: &Call) -> TokenStream {
    let marker = &call.operation;
    let future = module.import("std::future::Future");
    let send_trait = send_trait(cx, operation);
    let config = module.import("crate::support::presigning::PresigningConfig");
    let request = module.import("crate::support::presigning::PresignedRequest");
    let presign = module.import("crate::support::presigning::presign");
    let sdk_error = module.import("crate::error::SdkError");
    let names = cx.operation_names(operation);
    let error = format!("crate::operation::{}::{}", names.module.as_str(), names.error());
    let error = module.import(&error);
    quote! {
        /// Signs the request, for someone else to send, who needs the URL and the headers, and no credentials.
        ///
        /// It is valid for as long as `presigning_config` states, but no longer than the credentials that sign it.
        pub fn presigned(
            self,
            presigning_config: #config,
        ) -> impl #future<Output = Result<#request, #sdk_error<#error>>> + #send_trait {
            #presign::<#marker>(self.handle, self.inner.build(), None, presigning_config)
        }
    }
}

/// The trait `Send`, by its full path where an operation has that name.
fn send_trait(cx: &Context<'_>, operation: &Operation) -> TokenStream {
    if cx.operation_names(operation).marker == "Send" {
        quote!(std::marker::Send)
    } else {
        quote!(Send)
    }
}

/// The methods that all operations have, which build and send the request.
fn sends(cx: &Context<'_>, module: &Module, operation: &Operation, call: &Call) -> TokenStream {
    let Call {
        input_builder,
        fluent,
        operation: marker,
        ..
    } = call;
    let names = cx.operation_names(operation);
    let sends = module.import("crate::support::macros::sends");
    let input = module.import(&cx.type_path(cx.input(operation)));
    let output = module.import(&cx.type_path(cx.output(operation)));
    let error = format!("crate::operation::{}::{}", names.module.as_str(), names.error());
    let error = module.import(&error);
    let method = ident(names.module.as_str());
    quote!(#sends! { #fluent, #method: #marker; #input_builder: #input, #output, #error; })
}
