//! Endpoint discovery: the operation that lists the endpoint of the others, and the client that sends requests there.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    context::{Context, ident},
    module::Module,
};
use crate::ir::{Kind, Operation, ShapeId};

/// The operation that lists the endpoints of the others, where some of these require one, and the structure of an endpoint
/// in its output.
pub(super) struct Discovery<'a> {
    operation: &'a Operation,
    /// The structure of an endpoint.
    endpoint: ShapeId,
}

/// The members of the output, and of an endpoint in it.
const ENDPOINTS: &str = "Endpoints";
const ADDRESS: &str = "Address";
const MINUTES: &str = "CachePeriodInMinutes";

/// The endpoint discovery of a service; `None` where no operation requires it, or no operation lists endpoints as AWS's
/// services do.
pub(super) fn of<'a>(cx: &'a Context<'_>) -> Option<Discovery<'a>> {
    let operations = &cx.service.operations;
    operations.iter().find(|it| it.endpoint_discovery == Some(true))?;
    let operation = operations.iter().find(|it| it.is_endpoint_discovery)?;
    let list = cx
        .members(cx.output(operation))
        .into_iter()
        .find(|it| it.member.name == ENDPOINTS)?;
    let Kind::List(element) = &cx.shape(list.member.target).kind else {
        return None;
    };
    let endpoint = element.target;
    let kinds = cx
        .members(endpoint)
        .into_iter()
        .map(|it| (it.member.name.as_str(), &cx.shape(it.member.target).kind));
    let kinds: Vec<_> = kinds.collect();
    let has = |name: &str, is: fn(&Kind) -> bool| kinds.iter().any(|(it, kind)| *it == name && is(kind));
    let is_whole = has(ADDRESS, |kind| matches!(kind, Kind::String)) && has(MINUTES, |kind| matches!(kind, Kind::Long));
    is_whole.then_some(Discovery { operation, endpoint })
}

/// The module of the handle that reloads the endpoint.
pub(super) fn module(cx: &Context<'_>) -> Option<TokenStream> {
    of(cx)?;
    Some(quote! {
        /// Endpoint discovery: what asks the service for its endpoint again.
        pub mod endpoint_discovery {
            pub use crate::support::endpoint_discovery::ReloadEndpoint;
        }
    })
}

/// The method of the client.
pub(super) fn method(cx: &Context<'_>, module: &Module) -> Option<TokenStream> {
    let Discovery { operation, endpoint } = of(cx)?;
    let field = |owner: ShapeId, name: &str| {
        let field = cx.members(owner).into_iter().find(|it| it.member.name == name);
        field.map(|it| (it.ident.clone(), it.is_optional()))
    };
    let (list, is_optional) = field(cx.output(operation), ENDPOINTS)?;
    let flatten = is_optional.then(|| quote!(.flatten()));
    let endpoints = match is_optional {
        true => quote!(output.#list.into_iter() #flatten),
        false => quote!(output.#list.into_iter()),
    };
    let (address, has_no_address) = field(endpoint, ADDRESS)?;
    let (minutes, has_no_minutes) = field(endpoint, MINUTES)?;
    let address = match has_no_address {
        true => quote!(endpoint.#address.ok_or("the service told an endpoint without an address")?),
        false => quote!(endpoint.#address),
    };
    let minutes = match has_no_minutes {
        true => quote!(endpoint.#minutes.unwrap_or_default()),
        false => quote!(endpoint.#minutes),
    };
    let call = ident(cx.operation_names(operation).module.as_str());
    let box_error = module.import("aws_smithy_runtime_api::box_error::BoxError");
    let reload = module.import("crate::support::endpoint_discovery::ReloadEndpoint");
    let discover = module.import("crate::support::endpoint_discovery::discover");
    let told = module.import("crate::support::endpoint_discovery::Told");
    Some(quote! {
        impl Client {
            /// Asks the service for its endpoint, and gives a client that goes there, which is the only one that works.
            ///
            /// An endpoint expires: spawn the [`reload_task`](crate::endpoint_discovery::ReloadEndpoint::reload_task) of
            /// what comes with the client, which asks again in time and ends with the client.
            ///
            /// # Errors
            ///
            /// The service tells no endpoint, or the client has no clock or sleep implementation.
            pub async fn with_endpoint_discovery_enabled(self) -> Result<(Self, #reload), #box_error> {
                let (sleep, time) = (self.config.sleep_impl(), self.config.time_source());
                let mut conf = self.config.to_builder();
                let ask = move || {
                    let client = self.clone();
                    async move { client.ask_for_endpoint().await }
                };
                let (resolver, reload) = #discover(Box::new(move || Box::pin(ask())), sleep, time).await?;
                conf.set_endpoint_resolver(Some(resolver));
                Ok((Self::from_conf(conf.build()), reload))
            }

            async fn ask_for_endpoint(&self) -> Result<#told, #box_error> {
                let output = self.#call().send().await?;
                let endpoint = #endpoints.next().ok_or("the service told no endpoint")?;
                Ok((#address, #minutes))
            }
        }
    })
}
