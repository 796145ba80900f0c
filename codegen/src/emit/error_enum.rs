//! Enums of errors: the errors that an operation returns, or that end an event stream.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{context::Context, exception, extra::extended_request_id, module::Module};
use crate::ir::ShapeId;

/// The enum of that name: the listed errors, and any other.
pub(super) fn emit(
    cx: &Context<'_>,
    module: &Module,
    name: &Ident,
    enum_docs: &str,
    errors: &[ShapeId],
) -> TokenStream {
    let variants: Vec<Ident> = errors.iter().map(|id| cx.error_variant(*id)).collect();
    let tys: Vec<TokenStream> = errors.iter().map(|id| module.import(&cx.type_path(*id))).collect();
    let docs = errors.iter().map(|id| cx.error_docs(*id));
    let predicates = errors.iter().map(|id| cx.error_predicate(*id));
    let retryable = errors
        .iter()
        .filter(|id| exception::retryable_kind(cx, &Module::default(), **id).is_some())
        .map(|id| cx.error_variant(*id));
    let extended = cx.service.behavior.extended_request_ids;
    let extended = extended.then(|| extended_request_id(module, name, &quote!(self.meta().extended_request_id())));
    let errors = module.import("crate::support::macros::errors");
    quote! {
        #errors! {
            #[doc = #enum_docs]
            pub enum #name { #(#docs #variants(#tys): #predicates,)* }
            retryable { #(#retryable,)* }
        }

        #extended
    }
}
