//! Overrides of an operation in the call path: its own auth schemes, tokens, host prefix, streamed bodies. An operation
//! without any of them adds nothing here.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{
    auth as auth_schemes, checksum,
    context::{Context, Field, Stream, ident},
    endpoint,
    module::Module,
};
use crate::{
    Error, Result,
    ir::{Binding, Family, Kind, Operation, Presigning, TimestampFormat},
    plan::{Absent, required_parts},
};

/// The items of the operation's implementation that only some operations have.
///
/// # Errors
///
/// No auth scheme of the operation is supported, or the host prefix names no member.
pub(super) fn emit(cx: &Context<'_>, module: &Module, operation: &Operation) -> Result<TokenStream> {
    let auth = auth(cx, module, operation)?;
    let unsigned = operation.unsigned_payload.then(|| {
        quote!(
            const UNSIGNED_PAYLOAD: bool = true;
        )
    });
    let prepare = prepare(cx, module, operation)?;
    let bodies = bodies(cx, module, operation);
    let extend = extend(cx, module, operation);
    let configure = endpoint::params::of_operation(cx, module, operation)?;
    let secrets = cx.needs_of(operation).receives_secrets.then(|| {
        quote!(
            const RECEIVES_SECRETS: bool = true;
        )
    });
    let nothing = sends_nothing(cx, operation).then(|| {
        quote!(
            const SENDS_NOTHING: bool = true;
        )
    });
    let stalls = operation.behavior.may_stall.then(|| {
        quote!(
            const MAY_STALL: bool = true;
        )
    });
    let errors = errors(cx, module, operation);
    let (roots, lists) = (roots(module, operation), lists_in_headers(cx, module, operation));
    let ids = extended_ids(cx, module, operation);
    Ok(quote!(#roots #lists #unsigned #stalls #secrets #nothing #auth #configure #extend #prepare #bodies #errors #ids))
}

/// Tells whether requests have no body, as the model gives the operation no input, and the protocol distinguishes that
/// from an input without members.
fn sends_nothing(cx: &Context<'_>, operation: &Operation) -> bool {
    let is_made_up = cx.shape(cx.input(operation)).pointer == operation.pointer;
    cx.protocol.rules().marks_no_input && is_made_up
}

/// The names that the root of a response's document may have.
fn roots(module: &Module, operation: &Operation) -> Option<TokenStream> {
    let names = &operation.output_roots;
    let roots = (!names.is_empty()).then(|| module.import("crate::support::operation::Roots"))?;
    Some(quote!(
        const ROOTS: #roots = #roots(&[#(#names),*]);
    ))
}

/// The headers of a request that hold lists.
fn lists_in_headers(cx: &Context<'_>, module: &Module, operation: &Operation) -> Option<TokenStream> {
    let fields = cx
        .members(cx.input(operation))
        .into_iter()
        .filter(|_| cx.protocol.rules().binds_http);
    let lists = fields.filter_map(|field| {
        let (Binding::Header(name), Kind::List(element)) = (&field.member.traits.binding, &field.target.kind) else {
            return None;
        };
        let format = element
            .traits
            .timestamp_format
            .or(cx.shape(element.target).traits.timestamp_format);
        let holds_dates = cx.shape(element.target).kind.family() == Family::Timestamp
            && matches!(format, None | Some(TimestampFormat::HttpDate));
        let list = module.import("crate::support::list_header::ListHeader");
        Some(quote!(#list { name: #name, holds_dates: #holds_dates }))
    });
    let lists: Vec<TokenStream> = lists.collect();
    let list = (!lists.is_empty()).then(|| module.import("crate::support::list_header::ListHeader"))?;
    Some(quote!(
        const LISTS_IN_HEADERS: &'static [#list] = &[#(#lists),*];
    ))
}

/// The implementation for operations that can be presigned.
pub(super) fn presignable(cx: &Context<'_>, module: &Module, operation: &Operation) -> Option<TokenStream> {
    let presigning = operation.behavior.presigning?;
    let presignable = module.import("crate::support::presigning::Presignable");
    let structure = module.import("aws_smithy_schema::serde::SerializableStruct");
    let request = module.import("aws_smithy_runtime_api::client::orchestrator::HttpRequest");
    let error = module.import("aws_smithy_runtime_api::box_error::BoxError");
    let marker = ident(&cx.operation_names(operation).marker);
    let write = match presigning {
        Presigning::AnyBody | Presigning::NoBody => quote!(crate::support::presigning::without_body),
        Presigning::MembersInQuery => quote!(crate::support::presigned_query::with_members),
        Presigning::FormInQuery => quote!(crate::support::presigned_query::with_form),
    };
    let signs_body = presigning != Presigning::AnyBody;
    Some(quote! {
        impl #presignable for #marker {
            const SIGNS_BODY: bool = #signs_body;
            const WRITE: fn(#request, &dyn #structure) -> Result<#request, #error> = #write;
        }
    })
}

/// The methods that give outputs and errors the extended request id.
fn extended_ids(cx: &Context<'_>, module: &Module, operation: &Operation) -> Option<TokenStream> {
    if !cx.service.behavior.extended_request_ids {
        return None;
    }
    let output = cx.type_ident(cx.output(operation));
    let headers = module.import("aws_smithy_runtime_api::http::Headers");
    let response = module.import("crate::support::error::ErrorResponse");
    Some(quote! {
        fn identify_output(output: &mut #output, headers: &#headers) {
            output._extended_request_id = crate::support::extended_request_id::of(headers);
        }

        fn identify_error<'a>(error: #response<'a>, headers: &#headers) -> #response<'a> {
            crate::support::extended_request_id::identify(error, headers)
        }
    })
}

/// The methods that recognize errors where status and body do not show them.
fn errors(cx: &Context<'_>, module: &Module, operation: &Operation) -> TokenStream {
    let response = || module.import("aws_smithy_runtime_api::client::orchestrator::HttpResponse");
    let is_whole = cx.needs_of(operation).received_stream.is_none();
    let is_error = (operation.behavior.fails_after_success && is_whole).then(|| {
        let response = response();
        quote! {
            fn is_error(response: &#response) -> bool {
                crate::support::late_errors::is_error(response)
            }
        }
    });
    let stand_in = operation.behavior.fails_without_body.then(|| {
        let response = response();
        quote! {
            fn stand_in(response: &#response) -> Option<#response> {
                crate::support::bare_errors::stand_in(response)
            }
        }
    });
    quote!(#is_error #stand_in)
}

/// Interceptors that only some operations need.
fn extend(cx: &Context<'_>, module: &Module, operation: &Operation) -> Option<TokenStream> {
    let needed = [
        (
            cx.needs_of(operation).compresses,
            "crate::support::compression::RequestCompression",
        ),
        (operation.behavior.long_poll, "crate::support::long_poll::LongPoll"),
        (cx.service.query_compatible, "crate::support::query_mode::QueryMode"),
    ];
    let paths = needed
        .into_iter()
        .filter_map(|(is_needed, path)| is_needed.then_some(path));
    let mut interceptors: Vec<TokenStream> = paths.map(|path| module.import(path)).collect();
    // A checksum is that of what is sent.
    interceptors.extend(checksum::interceptors(cx, module, operation));
    if operation.behavior.tree_hash {
        interceptors.push(module.import("crate::support::tree_hash::TreeHash"));
    }
    if operation.behavior.keeps_expires {
        interceptors.push(module.import("crate::support::expires::Expires"));
    }
    let codes = &cx.service.behavior.transient_codes;
    let classifier = (!codes.is_empty()).then(|| {
        let error = ident(&cx.operation_names(operation).error());
        quote!(.with_retry_classifier(crate::support::transient_codes::classifier::<#error>(&[#(#codes),*])))
    });
    if interceptors.is_empty() && classifier.is_none() {
        return None;
    }
    let builder = module.import("aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder");
    let interceptors = interceptors.into_iter().map(|interceptor| {
        let shared = module.import("aws_smithy_runtime_api::client::interceptors::SharedInterceptor");
        quote!(.with_interceptor(#shared::permanent(#interceptor)))
    });
    Some(quote! {
        fn extend(components: #builder) -> #builder {
            components #(#interceptors)* #classifier
        }
    })
}

fn auth(cx: &Context<'_>, module: &Module, operation: &Operation) -> Result<Option<TokenStream>> {
    if operation.auth.is_empty() {
        return Ok(None);
    }
    let schemes = auth_schemes::schemes(cx, &operation.auth, &operation.pointer)?;
    let id = module.import("aws_smithy_runtime_api::client::auth::AuthSchemeId");
    Ok(Some(quote! {
        fn auth() -> &'static [#id] {
            static SCHEMES: &[#id] = &[#(#schemes),*];
            SCHEMES
        }
    }))
}

/// The method that completes the input before it is serialized.
fn prepare(cx: &Context<'_>, module: &Module, operation: &Operation) -> Result<Option<TokenStream>> {
    let fields = cx.members(cx.input(operation));
    let mut checks = completed(&fields);
    checks.extend(of_endpoint(module, &fields));
    checks.extend(of_request(cx, operation, &fields));
    let mut configuring = tokens(&fields);
    configuring.extend(checksum::prepare(cx, operation, &fields)?);
    let prefix = match &operation.host_prefix {
        Some(template) => Some(host_prefix(cx, operation, template, &fields)?),
        None => None,
    };
    if checks.is_empty() && configuring.is_empty() && prefix.is_none() {
        return Ok(None);
    }
    let ty = cx.type_ident(cx.input(operation));
    let bag = module.import("aws_smithy_types::config_bag::ConfigBag");
    let error = module.import("aws_smithy_runtime_api::box_error::BoxError");
    let has_host_label = fields.iter().any(|field| field.member.traits.host_label);
    let input = match checks.is_empty() && configuring.is_empty() && !has_host_label {
        true => format_ident!("_input"),
        false => format_ident!("input"),
    };
    let cfg = match configuring.is_empty() && prefix.is_none() {
        true => format_ident!("_cfg"),
        false => format_ident!("cfg"),
    };
    Ok(Some(quote! {
        fn prepare(#input: &mut #ty, #cfg: &mut #bag) -> Result<(), #error> {
            #(#checks)*
            #(#configuring)*
            #prefix
            Ok(())
        }
    }))
}

/// Statements that bring strings into the form that the service takes.
fn completed(fields: &[Field<'_>]) -> Vec<TokenStream> {
    let statement = |field: &Field<'_>| {
        let ident = &field.ident;
        let placeholder = field.member.traits.placeholder.as_ref().map(|text| {
            quote! {
                if input.#ident.as_deref().is_none_or(str::is_empty) {
                    input.#ident = Some(#text.to_owned());
                }
            }
        });
        let prefixes = &field.member.traits.trimmed;
        let trimmed = (!prefixes.is_empty())
            .then(|| quote!(crate::support::trimmed::trim(&mut input.#ident, &[#(#prefixes),*]);));
        match (placeholder, trimmed) {
            (None, None) => None,
            (placeholder, trimmed) => Some(quote!(#placeholder #trimmed)),
        }
    };
    fields.iter().filter_map(statement).collect()
}

/// Statements that generate the tokens which the caller did not set.
fn tokens(fields: &[Field<'_>]) -> Vec<TokenStream> {
    let tokens = fields.iter().filter(|field| field.member.traits.idempotency_token);
    tokens
        .map(|field| {
            let ident = &field.ident;
            quote! {
                if input.#ident.is_none() {
                    input.#ident = Some(crate::support::idempotency::token(cfg));
                }
            }
        })
        .collect()
}

/// Statements that fail without the members that the endpoint needs: the request would go to another host.
fn of_endpoint(module: &Module, fields: &[Field<'_>]) -> Vec<TokenStream> {
    let needed = fields
        .iter()
        .filter(|field| field.member.traits.binding == Binding::Endpoint && field.member.traits.required);
    needed
        .map(|field| {
            let build_error = module.import("aws_smithy_types::error::operation::BuildError");
            let (ident, name) = (&field.ident, &field.name);
            quote! {
                if input.#ident.as_deref().is_none_or(|it| it.trim().is_empty()) {
                    return Err(#build_error::missing_field(#name, "A required field was not set").into());
                }
            }
        })
        .collect()
}

/// Statements that fail without the members that the path and the query string need: the request would be another one.
fn of_request(cx: &Context<'_>, operation: &Operation, fields: &[Field<'_>]) -> Vec<TokenStream> {
    let parts = required_parts(cx.service, operation).into_iter();
    parts
        .map(|part| {
            let field = &fields[part.member];
            let (ident, name) = (&field.ident, &field.name);
            match part.absent {
                Absent::EmptyEnum => {
                    quote!(crate::support::required::not_empty(#name, input.#ident.as_ref().map(|it| it.as_str()))?;)
                }
                Absent::EmptyString => quote!(crate::support::required::not_empty(#name, input.#ident.as_deref())?;),
                Absent::Unset => quote!(crate::support::required::set(#name, &input.#ident)?;),
            }
        })
        .collect()
}

/// The statement that sets the host prefix: text, and labels in braces for members.
fn host_prefix(cx: &Context<'_>, operation: &Operation, template: &str, fields: &[Field<'_>]) -> Result<TokenStream> {
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (label, after) = after.split_once('}').ok_or_else(|| unclear(cx, operation, template))?;
        let field = fields.iter().find(|field| field.member.name == label);
        let field = field.ok_or_else(|| unclear(cx, operation, template))?;
        let (ident, name) = (&field.ident, &field.name);
        parts.extend((!before.is_empty()).then(|| quote!(#before)));
        parts.push(quote!(crate::support::host_prefix::label(#name, input.#ident.as_deref())?));
        rest = after;
    }
    parts.extend((!rest.is_empty()).then(|| quote!(#rest)));
    Ok(quote!(crate::support::host_prefix::set(cfg, [#(#parts),*].concat())?;))
}

fn unclear(cx: &Context<'_>, operation: &Operation, template: &str) -> Error {
    let advice = "name a member of the input in each pair of braces of `hostPrefix`";
    Error::new(
        format!("the prefix `{template}` of the host names no member of the input"),
        advice,
    )
    .in_file(&cx.service.origin.model)
    .at(&operation.pointer)
    .on(&operation.name)
}

/// The methods that pass streamed bodies on.
fn bodies(cx: &Context<'_>, module: &Module, operation: &Operation) -> TokenStream {
    let needs = cx.needs_of(operation);
    let is_of_events = |stream: Option<(usize, Stream)>| stream.is_some_and(|(_, stream)| stream.is_of_events());
    let events = (is_of_events(needs.sent_stream) || is_of_events(needs.received_stream)).then(|| {
        quote!(
            const STREAMS_EVENTS: bool = true;
        )
    });
    let attached = attach_body(cx, module, operation);
    let put = needs
        .received_stream
        .map(|(index, stream)| put_body(cx, module, operation, index, stream));
    quote!(#events #attached #put)
}

/// The method that gives a request its body, and accepts events where the protocol would ask for a document.
fn attach_body(cx: &Context<'_>, module: &Module, operation: &Operation) -> Option<TokenStream> {
    let id = cx.input(operation);
    let needs = cx.needs_of(operation);
    let receives_events = matches!(needs.received_stream, Some((_, Stream::Received(_))));
    let accepts = cx.protocol.rules().accepts_events && receives_events;
    let stream = needs.sent_stream;
    if stream.is_none() && !accepts {
        return None;
    }
    let member = |index: usize| cx.members(id).swap_remove(index).ident;
    let mut constant = None;
    let (input, cfg, attached) = match stream {
        None => (quote!(_input), quote!(_cfg), quote!(Ok(request))),
        Some((index, Stream::Bytes)) => {
            let member = member(index);
            let attached = quote!(Ok(crate::support::operation::with_body(request, input.#member.into_inner())));
            (quote!(input), quote!(_cfg), attached)
        }
        Some((index, Stream::Sent(_) | Stream::Received(_))) => {
            let member = member(index);
            constant = Some(quote!(
                const SENDS_EVENTS: bool = true;
            ));
            let attached = quote!(crate::support::event_stream::attach(request, input.#member, cfg));
            (quote!(input), quote!(cfg), attached)
        }
    };
    let accept = accepts.then(|| quote!(let request = crate::support::event_stream::accept(request);));
    let ty = cx.type_ident(id);
    let request = module.import("aws_smithy_runtime_api::client::orchestrator::HttpRequest");
    let bag = module.import("aws_smithy_types::config_bag::ConfigBag");
    let error = module.import("aws_smithy_runtime_api::box_error::BoxError");
    Some(quote! {
        #constant

        fn attach_body(request: #request, #input: #ty, #cfg: &mut #bag) -> Result<#request, #error> {
            #accept
            #attached
        }
    })
}

/// The method that gives an output its body.
fn put_body(cx: &Context<'_>, module: &Module, operation: &Operation, index: usize, stream: Stream) -> TokenStream {
    let id = cx.output(operation);
    let (ident, output) = (&cx.members(id)[index].ident, cx.type_ident(id));
    let body = module.import("aws_smithy_types::body::SdkBody");
    let protocol = module.import("aws_smithy_schema::protocol::SharedClientProtocol");
    let (name, value) = match stream {
        Stream::Bytes => {
            let stream = module.import("aws_smithy_types::byte_stream::ByteStream");
            (quote!(_protocol), quote!(#stream::new(body)))
        }
        Stream::Sent(_) | Stream::Received(_) => (
            quote!(protocol),
            quote!(crate::support::event_stream::receive(body, protocol)),
        ),
    };
    // Where bodies hold all members, those of an output that events follow are in the first message.
    let complete = (!matches!(stream, Stream::Bytes) && !cx.protocol.rules().binds_http).then(|| {
        let (ty, complete) = (
            module.import("crate::support::operation::Complete"),
            module.import("crate::support::event_stream::complete"),
        );
        quote! {
            const COMPLETE: Option<#ty> = Some(|output| #complete::<Self, _>(output, |it| &mut it.#ident));
        }
    });
    quote! {
        const STREAMS_OUTPUT: bool = true;
        #complete

        fn put_body(output: &mut #output, body: #body, #name: &#protocol) {
            output.#ident = #value;
        }
    }
}
