//! Checksums of requests and responses: an operation's part in them, and the client's settings.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    context::{Context, Field},
    module::Module,
};
use crate::{
    Error, Result,
    ir::{Binding, Family, Operation},
    plan::RequestChecksum,
};

/// The interceptors that an operation needs, as expressions.
pub(super) fn interceptors(cx: &Context<'_>, module: &Module, operation: &Operation) -> Vec<TokenStream> {
    let mut interceptors = Vec::new();
    let needs = cx.needs_of(operation);
    match needs.request_checksum {
        RequestChecksum::None => {}
        RequestChecksum::Md5 => interceptors.push(module.import("crate::support::checksum::ContentMd5")),
        RequestChecksum::Chosen => {
            interceptors.push(module.import("crate::support::request_checksum::RequestChecksum"));
        }
    }
    if let Some(checksum) = operation.http_checksum.as_ref().filter(|_| needs.checks_responses) {
        let interceptor = module.import("crate::support::response_checksum::ResponseChecksum");
        let algorithms = &checksum.response_algorithms;
        interceptors.push(quote!(#interceptor(&[#(#algorithms),*])));
    }
    interceptors
}

/// Statements that store the caller's choice of checksums, before the input is serialized.
///
/// # Errors
///
/// The model refers to a member that does not exist, or that is not a string.
pub(super) fn prepare(cx: &Context<'_>, operation: &Operation, fields: &[Field<'_>]) -> Result<Vec<TokenStream>> {
    let Some(checksum) = &operation.http_checksum else {
        return Ok(Vec::new());
    };
    let needs = cx.needs_of(operation);
    let mut statements = Vec::new();
    if needs.request_checksum == RequestChecksum::Chosen {
        let field = checksum.request_algorithm_member.as_ref();
        let field = field.map(|name| member(cx, operation, fields, name)).transpose()?;
        statements.push(choice(field, checksum.request_required));
    }
    if let Some(name) = checksum
        .request_validation_mode_member
        .as_ref()
        .filter(|_| needs.checks_responses)
    {
        let ident = &member(cx, operation, fields, name)?.ident;
        statements.push(quote! {
            let is_asked_for = input.#ident.as_ref().is_some_and(|mode| mode.as_str() == "ENABLED");
            if crate::support::response_checksum::asks(cfg, is_asked_for) {
                input.#ident = Some("ENABLED".into());
            }
        });
    }
    Ok(statements)
}

fn choice(field: Option<&Field<'_>>, is_required: bool) -> TokenStream {
    let (algorithm, header) = match field {
        Some(field) => {
            let ident = &field.ident;
            let header = match &field.member.traits.binding {
                Binding::Header(name) => quote!(Some(#name)),
                Binding::Body
                | Binding::PrefixHeaders(_)
                | Binding::Label(_)
                | Binding::Endpoint
                | Binding::Query(_)
                | Binding::QueryParams
                | Binding::StatusCode
                | Binding::Payload => quote!(None),
            };
            (quote!(input.#ident.as_ref().map(|it| it.as_str().to_owned())), header)
        }
        None => (quote!(None), quote!(None)),
    };
    quote! {
        let choice = crate::support::request_checksum::Choice {
            algorithm: #algorithm,
            header: #header,
            is_required: #is_required,
        };
        crate::support::request_checksum::choose(cfg, choice);
    }
}

/// The member of the input that the trait refers to.
fn member<'a, 'b>(
    cx: &Context<'_>,
    operation: &Operation,
    fields: &'a [Field<'b>],
    name: &str,
) -> Result<&'a Field<'b>> {
    let field = fields.iter().find(|field| field.member.name == name);
    let is_text = |field: &&Field<'_>| field.target.kind.family() == Family::Text && field.is_optional();
    field.filter(is_text).ok_or_else(|| {
        Error::new(
            format!("`httpChecksum` refers to `{name}`, which is no optional text of the input"),
            "name a member of the input that is a string or an enum, and that may be left out",
        )
        .in_file(&cx.service.origin.model)
        .at(&operation.pointer)
        .on(&operation.name)
    })
}
