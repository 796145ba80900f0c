//! Waiters: builders that repeat an operation until a response ends the wait.

mod accept;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::{
    builder,
    context::{Context, doc, ident},
    module::Module,
};
use crate::{
    Error, Result, docs,
    ir::{self, Operation},
    plan::Waiter,
};

/// The module of a waiter.
///
/// # Errors
///
/// The request cannot be repeated.
pub(super) fn emit(cx: &Context<'_>, waiter: &Waiter) -> Result<Module> {
    let operation = cx.repeated(waiter);
    refuse_streams(cx, operation, waiter)?;
    let it = Waiting { cx, operation, waiter };
    let own = [&waiter.builder, &waiter.final_poll, &waiter.error];
    let mut module = own.into_iter().fold(Module::default(), |module, name| {
        module.defines(format!("crate::{}", waiter.path_of(name)))
    });
    module.push(it.builder(&module));
    module.push(it.results(&module));
    module.push(it.description(&module));
    module.push(accept::emit(cx, &module, operation, waiter));
    Ok(module)
}

/// The documentation of a waiter's method of the client.
pub(super) fn summary(cx: &Context<'_>, waiter: &Waiter) -> String {
    let said = waiter.model.docs.as_deref().map(docs::markdown).unwrap_or_default();
    let asks = format!(
        "Waits for `{}`, by calling `{}` until it is reached.",
        waiter.model.name,
        cx.repeated(waiter).name
    );
    if said.is_empty() {
        asks
    } else {
        format!("{asks}\n\n{said}")
    }
}

/// Fails for a streamed request body, which can be sent only once.
fn refuse_streams(cx: &Context<'_>, operation: &Operation, waiter: &Waiter) -> Result<()> {
    if !cx.streams(cx.input(operation)) {
        return Ok(());
    }
    Err(Error::new(
        format!(
            "the waiter asks `{}`, whose request is streamed and cannot be sent twice",
            operation.name
        ),
        "take the waiter out of the model, or leave out the operation",
    )
    .in_file(&cx.service.origin.waiters)
    .at(&waiter.model.pointer)
    .on(&waiter.model.name))
}

/// The parts that a waiter is emitted from.
struct Waiting<'a> {
    cx: &'a Context<'a>,
    operation: &'a Operation,
    waiter: &'a Waiter,
}

impl Waiting<'_> {
    fn marker(&self, module: &Module) -> TokenStream {
        let names = self.cx.operation_names(self.operation);
        module.import(&format!(
            "crate::operation::{}::{}",
            names.module.as_str(),
            names.marker
        ))
    }

    /// The output and the error of the operation, as arguments of a generic type.
    fn result_parts(&self, module: &Module) -> TokenStream {
        let output = module.import(&self.cx.type_path(self.cx.output(self.operation)));
        let names = self.cx.operation_names(self.operation);
        let error = module.import(&format!(
            "crate::operation::{}::{}",
            names.module.as_str(),
            names.error()
        ));
        quote!(#output, #error)
    }

    fn builder(&self, module: &Module) -> TokenStream {
        let (cx, input) = (self.cx, self.cx.input(self.operation));
        let arc = module.import("std::sync::Arc");
        let duration = module.import("std::time::Duration");
        let future = module.import("std::future::Future");
        let handle = module.import("crate::support::handle::Handle");
        let wait = module.import_as("crate::support::waiter::wait", "wait_for");
        let inner = module.import(&cx.builder_path(input));
        let name = ident(&self.waiter.builder);
        let (poll, error) = self.result_names();
        let marker = self.marker(module);
        let docs = doc(&summary(cx, self.waiter));
        let wait_docs = doc(&self.wait_docs());
        let setters = builder::setters(
            module,
            &name,
            &cx.within_builder(input, quote!(self.inner)),
            &cx.members(input),
        );
        quote! {
            #docs
            #[derive(Clone, Debug)]
            pub struct #name {
                handle: #arc<#handle>,
                inner: #inner,
            }

            impl #name {
                pub(crate) fn new(handle: #arc<#handle>) -> Self {
                    Self { handle, inner: #inner::default() }
                }
                /// The input as it is set so far.
                pub fn as_input(&self) -> &#inner {
                    &self.inner
                }
                #wait_docs
                pub fn wait(self, max_wait: #duration) -> impl #future<Output = Result<#poll, #error>> + Send {
                    #wait::<#marker>(self.handle, self.inner.build(), max_wait, &WAITER)
                }
            }

            #setters
        }
    }

    /// The names of the types for the end of a wait: the final response, and the error.
    fn result_names(&self) -> (Ident, Ident) {
        (ident(&self.waiter.final_poll), ident(&self.waiter.error))
    }

    fn wait_docs(&self) -> String {
        let ir::Waiter {
            min_delay,
            max_delay,
            max_attempts,
            ..
        } = &self.waiter.model;
        let suggestion = max_attempts.map(|attempts| {
            let seconds = u64::from(attempts) * u64::from(*min_delay);
            format!("\n\nThe model suggests to wait for {seconds} seconds.")
        });
        format!(
            "Sends the request until a response ends the wait, or `max_wait` is over. The delay between two\nrequests is \
             {min_delay} seconds at least, and {max_delay} at most.{}\n\n# Errors\n\nThe request could not be built or sent, \
             the response means that the state will not be reached, or the\ntime is up.",
            suggestion.unwrap_or_default()
        )
    }

    fn results(&self, module: &Module) -> TokenStream {
        let (poll, error) = self.result_names();
        let final_poll = module.import("crate::support::waiter::Poll");
        let waiter_error = module.import("aws_smithy_runtime_api::client::waiters::error::WaiterError");
        let parts = self.result_parts(module);
        let (poll_docs, error_docs) = (
            format!(" The response that ended the wait for `{}`.", self.waiter.model.name),
            format!(" The error of the wait for `{}`.", self.waiter.model.name),
        );
        quote! {
            #[doc = #poll_docs]
            pub type #poll = #final_poll<#parts>;

            #[doc = #error_docs]
            pub type #error = #waiter_error<#parts>;
        }
    }

    fn description(&self, module: &Module) -> TokenStream {
        let duration = module.import("std::time::Duration");
        let waiter = module.import("crate::support::waiter::Waiter");
        let marker = self.marker(module);
        // The runtime doubles the least delay until it is the greatest, which zero never becomes.
        let seconds = [self.waiter.model.min_delay.max(1), self.waiter.model.max_delay.max(1)];
        let [min_delay, max_delay] = seconds.map(Literal::u32_unsuffixed);
        quote! {
            static WAITER: #waiter<#marker> = #waiter {
                min_delay: #duration::from_secs(#min_delay),
                max_delay: #duration::from_secs(#max_delay),
                accept,
            };
        }
    }
}
