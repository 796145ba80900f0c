//! Protocols: the code of the runtime and of `support` that speaks each. What else distinguishes protocols is in their
//! rules in the IR.

use proc_macro2::TokenStream;
use quote::quote;

use super::{context::Context, module::Module};
use crate::ir::{Binding, Protocol};

/// The expression that makes the protocol.
pub(super) fn constructor(cx: &Context<'_>, module: &Module) -> TokenStream {
    match cx.protocol {
        Protocol::AwsJson10 => json_rpc(cx, module, &quote!(aws_json_1_0)),
        Protocol::AwsJson11 => json_rpc(cx, module, &quote!(aws_json_1_1)),
        Protocol::RestJson1 => rest_json(cx, module),
        Protocol::RestXml => {
            let xml = module.import("aws_smithy_xml::protocol::aws_rest_xml::AwsRestXmlProtocol");
            let unwrapped = cx
                .service
                .unwrapped_errors
                .then(|| quote!(.with_no_error_wrapping(true)));
            let payloads = module.import("crate::support::payload::Payloads");
            quote!(#payloads::xml(#xml::new() #unwrapped, crate::support::xml::reader))
        }
        Protocol::AwsQuery => query(cx, module, &quote!(AwsQuery)),
        Protocol::Ec2Query => query(cx, module, &quote!(Ec2Query)),
        Protocol::RpcV2Cbor => {
            let cbor = module.import("crate::support::cbor::WholeCbor");
            quote!(#cbor::default())
        }
    }
}

/// The interceptor that a protocol needs for all requests.
pub(super) fn interceptor(cx: &Context<'_>) -> Option<TokenStream> {
    match cx.protocol {
        Protocol::RpcV2Cbor => Some(quote!(crate::support::cbor::SpeaksCbor)),
        Protocol::AwsJson10
        | Protocol::AwsJson11
        | Protocol::RestJson1
        | Protocol::RestXml
        | Protocol::AwsQuery
        | Protocol::Ec2Query => None,
    }
}

fn json_rpc(cx: &Context<'_>, module: &Module, version: &TokenStream) -> TokenStream {
    let (namespace, target) = (&cx.service.namespace, &cx.service.shape_name);
    let json = module.import("aws_smithy_json::protocol::aws_json_rpc::AwsJsonRpcProtocol");
    let reads = module.import("crate::support::json::JsonProtocol");
    let json = quote!(#json::#version().with_target_prefix(#target).with_default_namespace(#namespace));
    typed_errors(cx, module, quote!(#reads::rpc(#json)))
}

fn rest_json(cx: &Context<'_>, module: &Module) -> TokenStream {
    let namespace = &cx.service.namespace;
    let json = module.import("aws_smithy_json::protocol::aws_rest_json_1::AwsRestJsonProtocol");
    let reads = module.import("crate::support::json::JsonProtocol");
    let json = quote!(#json::new().with_default_namespace(#namespace));
    let json = typed_errors(cx, module, quote!(#reads::rest(#json)));
    if !has_payloads(cx) {
        return json;
    }
    let payloads = module.import("crate::support::payload::Payloads");
    quote!(#payloads::json(#json))
}

fn query(cx: &Context<'_>, module: &Module, dialect: &TokenStream) -> TokenStream {
    let query = module.import("crate::support::query::QueryProtocol");
    let dialects = module.import("crate::support::query::Dialect");
    let version = &cx.service.version;
    quote!(#query::new(#dialects::#dialect, #version))
}

/// The protocol, wrapped where errors have a member called `code`.
fn typed_errors(cx: &Context<'_>, module: &Module, protocol: TokenStream) -> TokenStream {
    if !has_codes_of_errors(cx) {
        return protocol;
    }
    let typed = module.import("crate::support::error_type::TypedErrors");
    quote!(#typed(#protocol))
}

/// Tells whether one member is the whole body of any request.
fn has_payloads(cx: &Context<'_>) -> bool {
    let inputs = cx.service.operations.iter().map(|operation| cx.input(operation));
    let mut members = inputs.flat_map(|input| cx.shape(input).kind.members());
    members.any(|member| member.traits.binding == Binding::Payload && !cx.shape(member.target).is_event_stream())
}

/// Tells whether an error has a member that JSON protocols take for its code.
fn has_codes_of_errors(cx: &Context<'_>) -> bool {
    let errors = cx.service.operations.iter().flat_map(|operation| &operation.errors);
    let mut members = errors.flat_map(|id| cx.shape(*id).kind.members());
    members.any(|member| member.traits.wire_name.as_ref().unwrap_or(&member.name) == "code")
}
