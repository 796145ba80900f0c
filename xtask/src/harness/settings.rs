//! The source of what makes a client: its settings are those of a case, or the same for all.
//!
//! A case may say what the built-in parameters of endpoint rules and the client's own are. Where no setting of the client
//! stands for one of them, a resolver puts it in.

use codegen::ir::{ClientContextParam, Parameter, ParameterType};
use codegen::plan::{Crate, names};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::ident::ident;

/// The function that makes the client of a crate, and what it needs.
pub fn maker(plan: &Crate, library: &proc_macro2::Ident) -> TokenStream {
    let service = &plan.service;
    let parameters = service.endpoint_rules.as_ref().map(|rules| &rules.parameters[..]);
    let parameters = parameters.unwrap_or_default();
    let of_client = service.client_context.iter().map(|it| set_own(it, parameters));
    let is_left = |parameter: &&Parameter| is_no_setting(plan, parameter);
    let left: Vec<&Parameter> = parameters.iter().filter(is_left).collect();
    let (resolver, use_resolver) = match left.as_slice() {
        [] => (TokenStream::new(), TokenStream::new()),
        left => (
            resolver(library, parameters, left),
            quote! {
                let config = match case.get("built_ins") {
                    Some(_) => config.endpoint_resolver(BuiltIns(case.clone())),
                    None => config,
                };
            },
        ),
    };
    let tokens_provider = plan
        .needs
        .idempotency_tokens
        .then(|| quote!(config.set_idempotency_token_provider(Some("00000000-0000-4000-8000-000000000000".into()));));
    let credentials = plan.needs.signatures.any().then(credentials);
    quote! {
        /// A client that speaks to the exchange, with the settings of a case.
        pub fn client(exchange: &Exchange, case: &Value) -> Of {
            let connector = SharedHttpConnector::new(exchange.clone());
            let mut config = client::Config::builder();
            #tokens_provider
            match case.get("built_ins") {
                None => {
                    config.set_region(Some(Region::new("us-east-1")));
                    config.set_endpoint_url(crate::text(&case["endpoint"]));
                }
                Some(built_ins) => {
                    config.set_region(crate::text(&built_ins["AWS::Region"]).map(Region::new));
                    config.set_use_fips(crate::boolean(&built_ins["AWS::UseFIPS"]));
                    config.set_use_dual_stack(crate::boolean(&built_ins["AWS::UseDualStack"]));
                    config.set_endpoint_url(crate::text(&built_ins["SDK::Endpoint"]));
                    #(#of_client)*
                }
            }
            let config = config
                .behavior_version_latest()
                #credentials
                .retry_config(RetryConfig::disabled())
                .http_client(http_client_fn(move |_, _| connector.clone()));
            #use_resolver
            Of(client::Client::from_conf(config.build()))
        }

        #resolver
    }
}

/// The credentials of a case, or those of all cases.
fn credentials() -> TokenStream {
    quote! {
        .credentials_provider(Credentials::new(
            crate::text(&case["access_key"]).unwrap_or_else(|| "AKIDEXAMPLE".to_owned()),
            crate::text(&case["secret_key"]).unwrap_or_else(|| "secret".to_owned()),
            None,
            None,
            "harness",
        ))
    }
}

fn getter(kind: ParameterType) -> TokenStream {
    match kind {
        ParameterType::String => quote!(crate::text),
        ParameterType::Boolean => quote!(crate::boolean),
        ParameterType::StringArray => quote!(crate::texts),
    }
}

/// Sets a client's own parameter, by its name or by the built-in parameter that it is, too.
fn set_own(own: &ClientContextParam, parameters: &[Parameter]) -> TokenStream {
    let (name, set, get) = (
        &own.name,
        format_ident!("{}", names::setting(&own.name).setter()),
        getter(own.kind),
    );
    let built_in = parameters.iter().find(|it| it.name == own.name);
    let built_in = built_in.and_then(|it| it.built_in.as_deref()).unwrap_or_default();
    quote!(config.#set(#get(&case["settings"][#name]).or_else(|| #get(&built_ins[#built_in])));)
}

/// Tells whether a parameter is built-in without a client setting that sets it.
fn is_no_setting(plan: &Crate, parameter: &Parameter) -> bool {
    let settings = ["AWS::Region", "AWS::UseFIPS", "AWS::UseDualStack", "SDK::Endpoint"];
    let is_setting = |built_in: &str| settings.contains(&built_in);
    let is_own = plan.service.client_context.iter().any(|it| it.name == parameter.name);
    !is_own && parameter.built_in.as_deref().is_some_and(|it| !is_setting(it))
}

/// A resolver that puts in what no setting of the client says, and leaves the rest to the rules.
fn resolver(library: &proc_macro2::Ident, parameters: &[Parameter], left: &[&Parameter]) -> TokenStream {
    let field = |parameter: &Parameter| names::parameter(&parameter.name);
    let setters = parameters.iter().map(|parameter| {
        let (get, set) = (ident(&field(parameter)), format_ident!("{}", field(parameter).setter()));
        let owned = match parameter.kind {
            ParameterType::String => quote!(params.#get().map(str::to_owned)),
            ParameterType::Boolean => quote!(params.#get()),
            ParameterType::StringArray => quote!(params.#get().map(<[String]>::to_vec)),
        };
        let built_in = parameter.built_in.as_deref().unwrap_or_default();
        let value = getter(parameter.kind);
        match left.iter().any(|it| it.name == parameter.name) {
            true => quote!(.#set(#value(&self.0["built_ins"][#built_in]).or_else(|| #owned))),
            false => quote!(.#set(#owned)),
        }
    });
    quote! {
        use ::#library::config::endpoint::{DefaultResolver, EndpointFuture, Params, ResolveEndpoint};

        #[derive(Debug)]
        struct BuiltIns(Value);

        impl ResolveEndpoint for BuiltIns {
            fn resolve_endpoint<'a>(&'a self, params: &'a Params) -> EndpointFuture<'a> {
                EndpointFuture::new(async move {
                    let params = Params::builder() #(#setters)* .build()?;
                    DefaultResolver::new().resolve_endpoint(&params).await
                })
            }
        }
    }
}
