//! The endpoint of a request: the rule set's parameters, and its rules as Rust.

mod compiler;
pub(super) mod params;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{
    bucket_sessions,
    context::{Context, ident},
    module::Module,
};
use crate::{
    Error, Result,
    ir::{ContextValue, Parameter, ParameterType, Partition, RuleSet},
    plan::names,
};
use compiler::{Compiler, Details, Statements};

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
    module.push(params_types(&module, rules));
    module.push(interceptor(cx, &module, rules));
    module.push(resolver(&module, rules));
    module.push(compiled(cx, &module, rules)?);
    module.push(bucket_sessions::params(cx, &module).unwrap_or_default());
    Ok(module)
}

/// The field of a parameter.
fn field(parameter: &Parameter) -> Ident {
    ident(names::parameter(&parameter.name).as_str())
}

fn value_type(parameter: &Parameter) -> TokenStream {
    match parameter.kind {
        ParameterType::String => quote!(String),
        ParameterType::Boolean => quote!(bool),
        ParameterType::StringArray => quote!(Vec<String>),
    }
}

/// Whether the parameter always has a value.
fn is_certain(parameter: &Parameter) -> bool {
    parameter.required
}

fn params_types(module: &Module, rules: &RuleSet) -> TokenStream {
    let invalid = quote!(InvalidParams);
    let parameters = &rules.parameters;
    let fields = parameters.iter().map(|parameter| {
        let (name, ty) = (field(parameter), value_type(parameter));
        if is_certain(parameter) {
            quote!(#name: #ty,)
        } else {
            quote!(#name: Option<#ty>,)
        }
    });
    let builder_fields = parameters.iter().map(|parameter| {
        let (name, ty) = (field(parameter), value_type(parameter));
        quote!(#name: Option<#ty>,)
    });
    let getters = parameters.iter().map(getter);
    let setters = parameters.iter().map(setter);
    let values = parameters.iter().map(|parameter| build_value(&invalid, parameter));
    let check = region_check(module, &invalid, rules).filter(|_| !rules.validate_region());
    quote! {
        /// The parameters that the endpoint of a request depends on.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct Params {
            #(#fields)*
        }

        impl Params {
            /// Creates a builder for [`Params`].
            pub fn builder() -> ParamsBuilder {
                ParamsBuilder::default()
            }
            #(#getters)*
        }

        /// A builder for [`Params`].
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct ParamsBuilder {
            #(#builder_fields)*
        }

        impl ParamsBuilder {
            #(#setters)*
            /// Builds the parameters.
            ///
            /// # Errors
            ///
            /// A parameter that is required is not set, or the region cannot be a part of a host name.
            pub fn build(self) -> Result<Params, #invalid> {
                #check
                Ok(Params { #(#values)* })
            }
        }
    }
}

fn docs(parameter: &Parameter) -> String {
    format!(
        " {}",
        parameter
            .docs
            .as_deref()
            .map(crate::docs::markdown)
            .unwrap_or(parameter.name.clone())
    )
}

fn getter(parameter: &Parameter) -> TokenStream {
    let (name, docs) = (field(parameter), docs(parameter));
    let (ty, value) = match (parameter.kind, is_certain(parameter)) {
        (ParameterType::String, true) => (quote!(&str), quote!(Some(&self.#name))),
        (ParameterType::String, false) => (quote!(&str), quote!(self.#name.as_deref())),
        (ParameterType::Boolean, true) => (quote!(bool), quote!(Some(self.#name))),
        (ParameterType::Boolean, false) => (quote!(bool), quote!(self.#name)),
        (ParameterType::StringArray, true) => (quote!(&[String]), quote!(Some(&self.#name))),
        (ParameterType::StringArray, false) => (quote!(&[String]), quote!(self.#name.as_deref())),
    };
    quote! {
        #[doc = #docs]
        pub fn #name(&self) -> Option<#ty> {
            #value
        }
    }
}

fn setter(parameter: &Parameter) -> TokenStream {
    let (name, ty, docs) = (field(parameter), value_type(parameter), docs(parameter));
    let set = ident(&names::parameter(&parameter.name).setter());
    let see = format!(" Sets or clears what [`{name}`](Self::{name}) sets.");
    quote! {
        #[doc = #docs]
        pub fn #name(self, value: impl Into<#ty>) -> Self {
            self.#set(Some(value.into()))
        }
        #[doc = #see]
        pub fn #set(mut self, value: Option<#ty>) -> Self {
            self.#name = value;
            self
        }
    }
}

fn build_value(invalid: &TokenStream, parameter: &Parameter) -> TokenStream {
    let (name, text) = (field(parameter), names::parameter(&parameter.name).bare().to_owned());
    let default = parameter.default.as_ref().map(|default| match default {
        ContextValue::String(text) => quote!(#text.to_owned()),
        ContextValue::Boolean(value) => quote!(#value),
        ContextValue::StringArray(texts) => quote!(vec![#(#texts.to_owned()),*]),
    });
    match (default, is_certain(parameter)) {
        (Some(default), true) => quote!(#name: self.#name.unwrap_or(#default),),
        (Some(default), false) => quote!(#name: self.#name.or(Some(#default)),),
        (None, true) => quote!(#name: self.#name.ok_or_else(|| #invalid::missing(#text))?,),
        (None, false) => quote!(#name: self.#name,),
    }
}

/// A region goes into a host name, so no other text may pass for one.
fn region_check(module: &Module, invalid: &TokenStream, rules: &RuleSet) -> Option<TokenStream> {
    let region = rules
        .parameters
        .iter()
        .find(|it| it.built_in.as_deref() == Some("AWS::Region"))?;
    let (name, text) = (field(region), names::parameter(&region.name).bare().to_owned());
    let valid = module.import("crate::support::endpoint::is_valid_host_label");
    Some(quote! {
        if self.#name.as_deref().is_some_and(|region| !#valid(region, true)) {
            return Err(#invalid::invalid(#text, "must be a valid host label"));
        }
    })
}

/// Hands the resolver its parameters, which it takes from the configuration.
///
/// It runs just before serialization, when the settings of a single call are laid over the client's:
/// before execution, the interceptors of a client see the client's settings alone.
fn interceptor(cx: &Context<'_>, module: &Module, rules: &RuleSet) -> TokenStream {
    let shared = module.import("aws_smithy_runtime_api::client::interceptors::SharedInterceptor");
    let intercept = module.import("aws_smithy_runtime_api::client::interceptors::Intercept");
    let hint = module.import("aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint");
    let context = module
        .import("aws_smithy_runtime_api::client::interceptors::context::BeforeSerializationInterceptorContextRef");
    let params = module.import("aws_smithy_runtime_api::client::endpoint::EndpointResolverParams");
    let components = module.import("aws_smithy_runtime_api::client::runtime_components::RuntimeComponents");
    let bag = module.import("aws_smithy_types::config_bag::ConfigBag");
    let box_error = module.import("aws_smithy_runtime_api::box_error::BoxError");
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
    let settings = params::settings(module, &cx.service.client_context);
    let of_operations = cx.has_endpoint_context();
    let context_type = of_operations.then(|| params::context_type(module));
    let (argument, of_operation) = match of_operations {
        true => (
            format_ident!("context"),
            Some(quote! {
                let params = match cfg.load::<Context>() {
                    Some(of_operation) => (of_operation.0)(context.input(), params),
                    None => params,
                };
            }),
        ),
        false => (format_ident!("_context"), None),
    };
    let build = match of_operation {
        Some(of_operation) => quote! {
            let params = Params::builder() #(#values)*;
            #of_operation
            let params = params.build()?;
        },
        None => quote!(let params = Params::builder() #(#values)* .build()?;),
    };
    quote! {
        #settings
        #context_type

        /// Takes the parameters of the endpoint rules from the configuration of the client and the call.
        #[derive(Debug)]
        struct ParamsInterceptor;

        #[#hint]
        impl #intercept for ParamsInterceptor {
            fn name(&self) -> &'static str {
                "EndpointParams"
            }

            fn read_before_serialization(
                &self,
                #argument: &#context<'_>,
                _components: &#components,
                cfg: &mut #bag,
            ) -> Result<(), #box_error> {
                #build
                cfg.interceptor_state().store_put(#params::new(params));
                Ok(())
            }
        }

        pub(crate) fn params_interceptor() -> #shared {
            #shared::permanent(ParamsInterceptor)
        }
    }
}

/// The setting of every client that a built-in parameter stands for.
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

fn resolver(module: &Module, rules: &RuleSet) -> TokenStream {
    let invalid = quote!(InvalidParams);
    // Rules that tell what is wrong with a region are heard first; no endpoint is made of one that passed them by.
    let check = region_check(module, &invalid, rules).filter(|_| rules.validate_region());
    let resolved = match &check {
        Some(_) => quote!(resolve(params).and_then(|endpoint| {
            params.check_region()?;
            Ok(endpoint)
        })),
        None => quote!(resolve(params)),
    };
    let check = check.map(|check| {
        quote! {
            impl Params {
                fn check_region(&self) -> Result<(), #invalid> {
                    #check
                    Ok(())
                }
            }
        }
    });
    let future = quote!(EndpointFuture);
    let params = module.import("aws_smithy_runtime_api::client::endpoint::EndpointResolverParams");
    let erased = module.import_as(
        "aws_smithy_runtime_api::client::endpoint::ResolveEndpoint",
        "ResolveErased",
    );
    let debug = module.import("std::fmt::Debug");
    let finalize = finalize(module, &params, rules);
    quote! {
        pub use crate::support::endpoint::InvalidParams;
        pub use aws_smithy_runtime_api::client::endpoint::{EndpointFuture, SharedEndpointResolver};
        pub use aws_smithy_types::endpoint::Endpoint;

        /// Finds the endpoint of a request.
        pub trait ResolveEndpoint: Send + Sync + #debug {
            /// The endpoint for these parameters.
            fn resolve_endpoint<'a>(&'a self, params: &'a Params) -> #future<'a>;

            /// Turns this resolver into one that a client can be configured with.
            fn into_shared_resolver(self) -> SharedEndpointResolver
            where
                Self: Sized + 'static,
            {
                SharedEndpointResolver::new(TypedParams(self))
            }
        }

        /// Hands a resolver its parameters with their type.
        #[derive(Debug)]
        struct TypedParams<T>(T);

        impl<T: ResolveEndpoint> #erased for TypedParams<T> {
            fn resolve_endpoint<'a>(&'a self, params: &'a #params) -> #future<'a> {
                match params.get::<Params>() {
                    Some(params) => self.0.resolve_endpoint(params),
                    None => #future::ready(Err("params of expected type was not present".into())),
                }
            }

            #finalize
        }

        /// Finds endpoints by the rules of the model.
        #[derive(Debug, Default)]
        pub struct DefaultResolver(());

        impl DefaultResolver {
            /// Creates the resolver.
            pub fn new() -> Self {
                Self::default()
            }
        }

        impl ResolveEndpoint for DefaultResolver {
            fn resolve_endpoint<'a>(&'a self, params: &'a Params) -> #future<'a> {
                #future::ready(#resolved)
            }
        }

        #check

        pub(crate) fn default_resolver() -> SharedEndpointResolver {
            DefaultResolver::new().into_shared_resolver()
        }
    }
}

/// The method that completes the parameters once it is known who makes the request.
fn finalize(module: &Module, params: &TokenStream, rules: &RuleSet) -> Option<TokenStream> {
    let account = rules.built_in("AWS::Auth::AccountId")?;
    let name = field(account);
    let value = match is_certain(account) {
        true => quote!(account),
        false => quote!(Some(account)),
    };
    let of_identity = module.import_as("crate::support::account_id::of_identity", "account_of_identity");
    let box_error = module.import("aws_smithy_runtime_api::box_error::BoxError");
    Some(quote! {
        fn finalize_params<'a>(&'a self, params: &'a mut #params) -> Result<(), #box_error> {
            if let Some(account) = #of_identity(params)
                && let Some(params) = params.get_mut::<Params>()
            {
                params.#name = #value;
            }
            Ok(())
        }
    })
}

/// The rules as a function, and the partitions that they ask for.
fn compiled(cx: &Context<'_>, module: &Module, rules: &RuleSet) -> Result<TokenStream> {
    let box_error = module.import("aws_smithy_runtime_api::box_error::BoxError");
    let mut compiler = Compiler {
        rules,
        module,
        scope: Vec::new(),
        uses_partitions: false,
        details: Details::default(),
    };
    let Statements { tokens: body, decides } = compiler
        .rules(&rules.rules)
        .map_err(|error| error.in_file(&cx.service.origin.endpoint_rules))?;
    let partitions = compiler
        .uses_partitions
        .then(|| partitions(module, &cx.service.partitions));
    let details = compiler.details.constants(module);
    let end = (!decides).then(|| {
        let no_endpoint = module.import("crate::support::endpoint::NoEndpoint");
        quote!(Err(#no_endpoint::because("No endpoint rule matched")))
    });
    Ok(quote! {
        /// The rules of the model.
        #[allow(
            unused_variables, clippy::collapsible_if, clippy::needless_return,
            reason = "a rule is a statement, as in the model, and names values whether or not it asks for them"
        )]
        fn resolve(params: &Params) -> Result<Endpoint, #box_error> {
            #body
            #end
        }

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
    let (table, row) = (
        module.import("crate::support::endpoint::Partitions"),
        module.import("crate::support::endpoint::Partition"),
    );
    let rows = partitions.iter().map(|partition| {
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
        quote! {
            #row {
                name: #id,
                region_regex: #region_regex,
                regions: &[#(#regions),*],
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
