//! The endpoint of a request: the rule set's parameters and its rules, as data that `support` makes a resolver of.

mod compiler;
pub(super) mod params;

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    bucket_sessions,
    context::{Context, ident},
    module::Module,
};
use crate::{
    Error, Result, docs,
    ir::{ContextValue, Parameter, ParameterType, Partition, RuleSet},
    plan::names,
};
use compiler::RuleCompiler;

/// The `config::endpoint` module.
pub(super) fn emit(cx: &Context<'_>) -> Result<Module> {
    let rules = cx.service.endpoint_rules.as_ref().ok_or_else(|| {
        Error::new(
            "the service has no endpoint rule set",
            "put its endpoint-rule-set-1.json beside the model, or give the service the trait `smithy.rules#endpointRuleSet`: endpoints are found by its rules",
        )
        .in_file(&cx.service.origin.model)
    })?;
    let settings = cx.service.client_context.iter().map(|it| names::setting_type(&it.name));
    let mut module = settings.fold(Module::default(), |module, name| {
        module.defines(format!("crate::config::endpoint::{}", name.as_str()))
    });
    module.push(resolver(&module, rules));
    module.push(params::settings(&module, &cx.service.client_context));
    module.push(of_config(cx, &module, rules));
    module.push(compiled(cx, &module, rules)?);
    module.push(bucket_sessions::params(cx, &module).unwrap_or_default());
    Ok(module)
}

/// The resolver and its parameters, which a macro of `support` defines.
fn resolver(module: &Module, rules: &RuleSet) -> TokenStream {
    let region = rules.built_in("AWS::Region").map(|region| {
        let check = module.import("crate::support::endpoint_resolver::check_region");
        let name = names::parameter(&region.name);
        let (field, text) = (ident(name.as_str()), name.bare().to_owned());
        // Rules that tell what is wrong with a region are heard first; no endpoint is made of one that passed them by.
        match rules.validate_region() {
            true => quote!(after |params| #check(#text, params.#field.as_deref());),
            false => quote!(before |params| #check(#text, params.#field.as_deref());),
        }
    });
    let account = rules.built_in("AWS::Auth::AccountId").map(|account| {
        let name = ident(names::parameter(&account.name).as_str());
        let of_identity = module.import_as("crate::support::account_id::of_identity", "account_of_identity");
        quote!(account #name = #of_identity;)
    });
    let parameters = rules.parameters.iter().map(parameter);
    quote! {
        crate::support::endpoint_resolver::endpoint_resolver! {
            rules RULES, partitions PARTITIONS, of_config of_config;
            #region
            #account
            #(#parameters)*
        }
    }
}

/// A parameter, as the macro is told of it.
fn parameter(parameter: &Parameter) -> TokenStream {
    let (name, of_rules) = (names::parameter(&parameter.name), &parameter.name);
    let (field, set) = (ident(name.as_str()), ident(&name.setter()));
    let (ty, kind) = match parameter.kind {
        ParameterType::String => (quote!(String), quote!(text)),
        ParameterType::Boolean => (quote!(bool), quote!(flag)),
        ParameterType::StringArray => (quote!(Vec<String>), quote!(texts)),
    };
    let need = match parameter.required {
        true => quote!(required),
        false => quote!(optional),
    };
    let default = match &parameter.default {
        None => quote!(None),
        Some(ContextValue::String(text)) => quote!(Some(#text.to_owned())),
        Some(ContextValue::Boolean(value)) => quote!(Some(#value)),
        Some(ContextValue::StringArray(texts)) => quote!(Some(vec![#(#texts.to_owned()),*])),
    };
    let docs = parameter.docs.as_deref().map(docs::markdown);
    let docs = docs.unwrap_or_else(|| parameter.name.clone());
    quote!(param #field, #set: [#ty] #kind #need = #default, #of_rules, #docs;)
}

/// The function that takes the parameters from the configuration of a client and a call.
fn of_config(cx: &Context<'_>, module: &Module, rules: &RuleSet) -> TokenStream {
    let bag = module.import("aws_smithy_types::config_bag::ConfigBag");
    let values = rules.parameters.iter().filter_map(|parameter| {
        let set = ident(&names::parameter(&parameter.name).setter());
        let of_client = cx.service.client_context.iter().find(|it| it.name == parameter.name);
        let value = match of_client {
            Some(it) => {
                let setting = params::setting(it);
                let fallback = bucket_sessions::fallback(cx, it);
                quote!(cfg.load::<#setting>().map(|it| it.0.clone()) #fallback)
            }
            None => built_in(module, parameter.built_in.as_deref()?)?,
        };
        Some(quote!(.#set(#value)))
    });
    let values: Vec<TokenStream> = values.collect();
    let cfg = match values.is_empty() {
        true => quote!(_cfg),
        false => quote!(cfg),
    };
    quote! {
        fn of_config(#cfg: &#bag) -> ParamsBuilder {
            Params::builder() #(#values)*
        }
    }
}

/// The client setting for a built-in parameter.
fn built_in(module: &Module, name: &str) -> Option<TokenStream> {
    let setting = |name: &str| module.import(&format!("aws_types::endpoint_config::{name}"));
    match name {
        "AWS::Region" => {
            let region = module.import("aws_types::region::Region");
            Some(quote!(cfg.load::<#region>().map(|region| region.as_ref().to_owned())))
        }
        "AWS::UseFIPS" => {
            let ty = setting("UseFips");
            Some(quote!(cfg.load::<#ty>().map(|it| it.0)))
        }
        "AWS::UseDualStack" => {
            let ty = setting("UseDualStack");
            Some(quote!(cfg.load::<#ty>().map(|it| it.0)))
        }
        "AWS::Auth::AccountIdEndpointMode" => {
            let mode = module.import_as("crate::support::account_id::mode", "account_id_mode");
            Some(quote!(Some(#mode(cfg))))
        }
        "SDK::Endpoint" => {
            let ty = setting("EndpointUrl");
            Some(quote!(cfg.load::<#ty>().map(|it| it.0.clone())))
        }
        _ => None,
    }
}

/// The rules, and the partitions that they ask for.
fn compiled(cx: &Context<'_>, module: &Module, rules: &RuleSet) -> Result<TokenStream> {
    let mut compiler = RuleCompiler::new(rules, module);
    let compiled = compiler
        .rules(&rules.rules, 0)
        .map_err(|error| error.in_file(&cx.service.origin.endpoint_rules))?;
    let asked: &[Partition] = match compiler.uses_partitions {
        true => &cx.service.partitions,
        false => &[],
    };
    let partitions = partitions(module, asked);
    let details = compiler.details.constants(module);
    let rule = module.import("crate::support::endpoint_rules::Rule");
    Ok(quote! {
        /// The rules of the model.
        static RULES: &[#rule] = &[#(#compiled),*];

        #details

        #partitions
    })
}

fn unsupported(what: &str) -> Error {
    Error::new(
        format!("the endpoint rules use {what}, which is not supported yet"),
        "choose a service whose rules do without it",
    )
}

fn partitions(module: &Module, partitions: &[Partition]) -> TokenStream {
    let table = module.import("crate::support::endpoint::Partitions");
    let rows = partitions.iter().map(|partition| {
        let row = module.import("crate::support::endpoint::Partition");
        let Partition {
            id,
            region_regex,
            regions,
            dns_suffix,
            dual_stack_dns_suffix,
            supports_fips,
            supports_dual_stack,
            implicit_global_region,
        } = partition;
        let regions = regions.join(" ");
        quote! {
            #row {
                name: #id,
                region_regex: #region_regex,
                regions: #regions,
                dns_suffix: #dns_suffix,
                dual_stack_dns_suffix: #dual_stack_dns_suffix,
                supports_fips: #supports_fips,
                supports_dual_stack: #supports_dual_stack,
                implicit_global_region: #implicit_global_region,
            }
        }
    });
    quote! {
        /// The partitions of AWS.
        static PARTITIONS: #table = #table::new(&[#(#rows),*]);
    }
}
