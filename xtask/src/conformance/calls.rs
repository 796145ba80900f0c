//! Calls of operations whose endpoint a case says: clients with these settings, and where their requests go.

use codegen::ir::cases::{EndpointCall, ExpectedEndpoint};
use codegen::ir::{ClientContextParam, Parameter, ParameterType, Service};
use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::{Value, json};

use super::clients::Client;
use super::report::Verdict;
use super::translate;
use crate::Result;

/// Emits the module that makes a client with the settings of a call.
///
/// # Errors
///
/// What was emitted is not Rust, which is a mistake of this module.
pub fn settings(service: &Service, library: &str) -> Result<String> {
    let library = format_ident!("{library}");
    let parameters = service.endpoint_rules.as_ref().map(|rules| &rules.parameters[..]);
    let parameters = parameters.unwrap_or_default();
    let of_client = service.client_context.iter().map(|it| set_own(it, parameters));
    let is_left = |parameter: &&Parameter| is_no_setting(service, parameter);
    let left: Vec<&Parameter> = parameters.iter().filter(is_left).collect();
    let (resolver, use_resolver) = match left.as_slice() {
        [] => (TokenStream::new(), TokenStream::new()),
        left => (
            resolver(&library, parameters, left),
            quote!(.endpoint_resolver(BuiltIns(case.clone()))),
        ),
    };
    let tokens = quote! {
        use aws_credential_types::Credentials;
        use aws_smithy_runtime_api::client::http::{SharedHttpConnector, http_client_fn};
        use aws_smithy_types::retry::RetryConfig;
        use aws_types::region::Region;
        use serde_json::Value;

        use crate::wire::Exchange;
        use crate::{boolean, text};

        /// A client with the settings of a case.
        pub fn client(exchange: &Exchange, case: &Value) -> ::#library::Client {
            let connector = SharedHttpConnector::new(exchange.clone());
            let built_ins = &case["built_ins"];
            let mut config = ::#library::Config::builder();
            config.set_region(text(&built_ins["AWS::Region"]).map(Region::new));
            config.set_use_fips(boolean(&built_ins["AWS::UseFIPS"]));
            config.set_use_dual_stack(boolean(&built_ins["AWS::UseDualStack"]));
            config.set_endpoint_url(text(&built_ins["SDK::Endpoint"]));
            #(#of_client)*
            let config = config
                .behavior_version_latest()
                .credentials_provider(Credentials::new("AKIDEXAMPLE", "secret", None, None, "conformance"))
                .retry_config(RetryConfig::disabled())
                .http_client(http_client_fn(move |_, _| connector.clone()))
                #use_resolver
                .build();
            ::#library::Client::from_conf(config)
        }

        #resolver
    };
    let file = syn::parse2(tokens).map_err(|error| format!("the settings' source is not Rust: {error}"))?;
    Ok(prettyplease::unparse(&file))
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
        format_ident!("set_{}", own.name.to_snake_case()),
        getter(own.kind),
    );
    let built_in = parameters.iter().find(|it| it.name == own.name);
    let built_in = built_in.and_then(|it| it.built_in.as_deref()).unwrap_or_default();
    quote!(config.#set(#get(&case["settings"][#name]).or_else(|| #get(&built_ins[#built_in])));)
}

/// Whether no setting of a client stands for a built-in parameter.
fn is_no_setting(service: &Service, parameter: &Parameter) -> bool {
    let settings = ["AWS::Region", "AWS::UseFIPS", "AWS::UseDualStack", "SDK::Endpoint"];
    let is_setting = |built_in: &str| settings.contains(&built_in);
    let is_own = service.client_context.iter().any(|it| it.name == parameter.name);
    !is_own && parameter.built_in.as_deref().is_some_and(|it| !is_setting(it))
}

/// A resolver that puts in what no setting of the client says, and leaves the rest to the rules.
fn resolver(library: &proc_macro2::Ident, parameters: &[Parameter], left: &[&Parameter]) -> TokenStream {
    let field = |parameter: &Parameter| match parameter.name.as_str() {
        "UseFIPS" => "use_fips".to_owned(),
        name => name.to_snake_case(),
    };
    let setters = parameters.iter().map(|parameter| {
        let (get, set) = (
            format_ident!("{}", field(parameter)),
            format_ident!("set_{}", field(parameter)),
        );
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

/// The call as the program reads it.
pub fn line(call: &EndpointCall, client: &Client) -> Value {
    let operation = client
        .plan
        .service
        .operations
        .iter()
        .find(|it| it.name == call.operation);
    let input = operation.and_then(|operation| operation.input);
    json!({
        "client": client.library,
        "operation": call.operation,
        "params": input.map_or_else(|| json!({}), |input| translate::value(&client.plan.service, input, &call.params)),
        "response": { "status": 200, "headers": {}, "body": "" },
        "built_ins": call.built_ins,
        "settings": call.settings,
    })
}

/// What came of a call.
pub fn verdict(client: &Client, call: &EndpointCall, expected: &ExpectedEndpoint, answer: &Value) -> Verdict {
    let difference = match expected {
        ExpectedEndpoint::Error(message) => {
            let text = answer["failed"].as_str().unwrap_or_default();
            (!text.contains(message.as_str())).then(|| format!("{answer} in place of {message:?}"))
        }
        ExpectedEndpoint::Endpoint {
            url,
            headers,
            properties,
        } => sent_elsewhere(client, call, url, answer)
            .or_else(|| without_header(headers, answer))
            .or_else(|| signed_otherwise(properties.get("authSchemes")?.get(0)?, answer)),
    };
    difference.map_or(Verdict::Passed, |it| {
        Verdict::Failed(format!("{}: {it}", call.operation))
    })
}

/// A request that does not go to a URL, or to a host below it, where the operation puts something before it.
fn sent_elsewhere(client: &Client, call: &EndpointCall, url: &str, answer: &Value) -> Option<String> {
    let Some(sent) = answer["request"]["url"].as_str() else {
        return Some(format!("nothing was sent: {answer}"));
    };
    let operation = client
        .plan
        .service
        .operations
        .iter()
        .find(|it| it.name == call.operation);
    let has_prefix = operation.is_some_and(|it| it.host_prefix.is_some());
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let goes_there = match has_prefix {
        true => sent.starts_with(scheme) && sent.contains(&format!(".{rest}")),
        false => sent
            .strip_prefix(url)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?'])),
    };
    (!goes_there).then(|| format!("sent to {sent} in place of {url}"))
}

fn without_header(headers: &serde_json::Map<String, Value>, answer: &Value) -> Option<String> {
    let sent = |name: &str| answer["request"]["headers"][name.to_lowercase()].as_str();
    headers.iter().find_map(|(name, values)| {
        let values: Vec<&str> = values
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let is_there = sent(name).is_some_and(|sent| values.contains(&sent));
        (!is_there).then(|| format!("header {name} is not one of {values:?}"))
    })
}

/// A signature for another region or service than the endpoint says.
fn signed_otherwise(scheme: &Value, answer: &Value) -> Option<String> {
    if scheme["name"] != "sigv4" {
        return None;
    }
    let authorization = answer["request"]["headers"]["authorization"]
        .as_str()
        .unwrap_or_default();
    let scope: Vec<&str> = authorization.split(['/', ',']).collect();
    let said = [("signingRegion", 2), ("signingName", 3)];
    said.into_iter().find_map(|(key, at)| {
        let expected = scheme[key].as_str()?;
        (scope.get(at) != Some(&expected)).then(|| format!("signed as {authorization:?} in place of {key} {expected}"))
    })
}
