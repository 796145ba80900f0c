//! The endpoint of a request: the rule set's parameters, and its rules as Rust.

use heck::ToSnakeCase;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{context::Context, module::Module};
use crate::{
    Error, Result,
    ir::{
        Condition, ContextValue, EndpointTemplate, Expr, Function, Parameter, ParameterType, Partition, Rule, RuleBody,
        RuleSet, TemplatePart,
    },
};

/// The `config::endpoint` module.
pub(super) fn emit(cx: &Context<'_>) -> Result<Module> {
    let rules = cx.service.endpoint_rules.as_ref().ok_or_else(|| {
        Error::new(
            "the service has no endpoint rule set",
            "put its endpoint-rule-set-1.json beside the model: endpoints are found by its rules",
        )
        .in_file(&cx.service.origin.model)
    })?;
    let mut module = Module::default();
    module.push(params(&module, rules));
    module.push(interceptor(&module, rules));
    module.push(resolver(&module));
    module.push(compiled(cx, &module, rules)?);
    Ok(module)
}

/// How a parameter is called: AWS's crates spell some built-in ones in their own way.
fn field(parameter: &Parameter) -> Ident {
    let snake = match parameter.name.as_str() {
        "UseFIPS" => "use_fips".to_owned(),
        name => name.to_snake_case(),
    };
    format_ident!("{snake}")
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

fn params(module: &Module, rules: &RuleSet) -> TokenStream {
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
    let check = region_check(module, &invalid, rules);
    quote! {
        /// What the endpoint of a request depends on.
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
            .map(crate::passes::docs::markdown)
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
    let set = format_ident!("set_{name}");
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
    let (name, text) = (field(parameter), field(parameter).to_string());
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
    let (name, text) = (field(region), field(region).to_string());
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
fn interceptor(module: &Module, rules: &RuleSet) -> TokenStream {
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
        let set = format_ident!("set_{}", field(parameter));
        let value = built_in(module, parameter.built_in.as_deref()?)?;
        Some(quote!(.#set(#value)))
    });
    quote! {
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
                _context: &#context<'_>,
                _components: &#components,
                cfg: &mut #bag,
            ) -> Result<(), #box_error> {
                let params = Params::builder() #(#values)* .build()?;
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
        "SDK::Endpoint" => {
            let ty = setting("EndpointUrl");
            Some(quote!(cfg.load::<#ty>().map(|it| it.0.clone())))
        }
        _ => None,
    }
}

fn resolver(module: &Module) -> TokenStream {
    let future = quote!(EndpointFuture);
    let params = module.import("aws_smithy_runtime_api::client::endpoint::EndpointResolverParams");
    let erased = module.import_as(
        "aws_smithy_runtime_api::client::endpoint::ResolveEndpoint",
        "ResolveErased",
    );
    let debug = module.import("std::fmt::Debug");
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
                #future::ready(resolve(params))
            }
        }

        pub(crate) fn default_resolver() -> SharedEndpointResolver {
            DefaultResolver::new().into_shared_resolver()
        }
    }
}

/// The rules as a function, and the partitions that they ask for.
fn compiled(cx: &Context<'_>, module: &Module, rules: &RuleSet) -> Result<TokenStream> {
    let box_error = module.import("aws_smithy_runtime_api::box_error::BoxError");
    let no_endpoint = module.import("crate::support::endpoint::NoEndpoint");
    let mut compiler = Compiler {
        rules,
        module,
        scope: Vec::new(),
        uses_partitions: false,
    };
    let body = rules
        .rules
        .iter()
        .map(|rule| compiler.rule(rule))
        .collect::<Result<TokenStream>>()
        .map_err(|error| error.in_file(&cx.service.origin.endpoint_rules))?;
    let partitions = compiler
        .uses_partitions
        .then(|| partitions(module, &cx.service.partitions));
    let last = rules.rules.last().is_none_or(|rule| !rule.conditions.is_empty());
    let end = last.then(|| quote!(Err(#no_endpoint::because("No endpoint rule matched"))));
    Ok(quote! {
        /// The rules of the model.
        #[allow(clippy::collapsible_if, clippy::needless_return, reason = "a rule is a statement, as in the model")]
        fn resolve(params: &Params) -> Result<Endpoint, #box_error> {
            #body
            #end
        }

        #partitions
    })
}

/// Turns rules into statements that return once a rule decides.
struct Compiler<'a> {
    rules: &'a RuleSet,
    module: &'a Module,
    /// The values that conditions named, and what they are.
    scope: Vec<(String, Ident, Type)>,
    uses_partitions: bool,
}

/// What an expression is in Rust.
#[derive(Clone, Copy, PartialEq)]
enum Type {
    /// `&str`.
    Text,
    /// `bool`.
    Boolean,
    /// `&Partition`.
    Partition,
}

/// An expression in Rust: a value, or an `Option` of one.
struct Compiled {
    tokens: TokenStream,
    ty: Type,
    optional: bool,
}

impl Compiler<'_> {
    fn rule(&mut self, rule: &Rule) -> Result<TokenStream> {
        let depth = self.scope.len();
        let compiled = self.guarded(rule, &rule.conditions);
        self.scope.truncate(depth);
        compiled.map_err(|error| error.at(&rule.pointer))
    }

    fn guarded(&mut self, rule: &Rule, conditions: &[Condition]) -> Result<TokenStream> {
        let Some((first, rest)) = conditions.split_first() else {
            return self.body(&rule.body);
        };
        let head = self.condition(first)?;
        let inner = self.guarded(rule, rest)?;
        Ok(quote!(if #head { #inner }))
    }

    fn body(&mut self, body: &RuleBody) -> Result<TokenStream> {
        match body {
            RuleBody::Rules(rules) => {
                let nested = rules
                    .iter()
                    .map(|rule| self.rule(rule))
                    .collect::<Result<TokenStream>>()?;
                let decided = rules.last().is_some_and(|rule| rule.conditions.is_empty());
                let no_endpoint = self.module.import("crate::support::endpoint::NoEndpoint");
                let end = (!decided).then(|| quote!(return Err(#no_endpoint::because("No endpoint rule matched"));));
                Ok(quote!(#nested #end))
            }
            RuleBody::Error(message) => {
                let no_endpoint = self.module.import("crate::support::endpoint::NoEndpoint");
                let message = match message.as_literal() {
                    Some(text) => quote!(#text),
                    None => self.owned_text(message)?,
                };
                Ok(quote!(return Err(#no_endpoint::because(#message));))
            }
            RuleBody::Endpoint(endpoint) => self.endpoint(endpoint),
        }
    }

    fn endpoint(&mut self, endpoint: &EndpointTemplate) -> Result<TokenStream> {
        if !endpoint.headers.is_empty() || !endpoint.properties.is_empty() {
            return Err(unsupported("headers and properties of endpoints"));
        }
        let url = self.owned_text(&endpoint.url)?;
        Ok(quote!(return Ok(Endpoint::builder().url(#url).build());))
    }

    /// What stands between `if` and the block.
    fn condition(&mut self, condition: &Condition) -> Result<TokenStream> {
        let Some(name) = &condition.assign else {
            return self.test(&condition.value);
        };
        let value = self.value(&condition.value)?;
        let ident = format_ident!("{}", name.to_snake_case());
        self.scope.push((name.clone(), ident.clone(), value.ty));
        let tokens = value.tokens;
        Ok(if value.optional {
            quote!(let Some(#ident) = #tokens)
        } else {
            quote!(let #ident = #tokens)
        })
    }

    fn test(&mut self, value: &Expr) -> Result<TokenStream> {
        if let Expr::Call(function, arguments) = value {
            match (function, arguments.as_slice()) {
                (Function::IsSet, [Expr::Ref(name)]) => {
                    let value = self.reference(name)?;
                    if !value.optional {
                        return Ok(quote!(true));
                    }
                    // From here on the value is known to be there.
                    let ident = format_ident!("{}", name.to_snake_case());
                    self.scope.push((name.clone(), ident.clone(), value.ty));
                    let tokens = value.tokens;
                    return Ok(quote!(let Some(#ident) = #tokens));
                }
                (Function::Not, [inner]) => return self.negated(inner),
                (Function::BooleanEquals, [left, Expr::Boolean(expected)] | [Expr::Boolean(expected), left]) => {
                    let left = self.certain(left, Type::Boolean)?;
                    return Ok(if *expected { left } else { quote!(!#left) });
                }
                _ => {}
            }
        }
        let value = self.value(value)?;
        let tokens = value.tokens;
        Ok(match (value.ty, value.optional) {
            (Type::Boolean, false) => tokens,
            (Type::Boolean, true) => quote!(#tokens == Some(true)),
            (Type::Text | Type::Partition, true) => quote!(#tokens.is_some()),
            (Type::Text | Type::Partition, false) => quote!(true),
        })
    }

    fn negated(&mut self, inner: &Expr) -> Result<TokenStream> {
        if let Expr::Call(Function::IsSet, arguments) = inner
            && let [Expr::Ref(name)] = arguments.as_slice()
        {
            let value = self.reference(name)?;
            let tokens = value.tokens;
            return Ok(if value.optional {
                quote!(#tokens.is_none())
            } else {
                quote!(false)
            });
        }
        let test = self.test(inner)?;
        Ok(quote!(!(#test)))
    }

    fn value(&mut self, value: &Expr) -> Result<Compiled> {
        match value {
            Expr::Ref(name) => self.reference(name),
            Expr::Boolean(value) => Ok(Compiled {
                tokens: quote!(#value),
                ty: Type::Boolean,
                optional: false,
            }),
            Expr::Template(_) => {
                let text = value
                    .as_literal()
                    .ok_or_else(|| unsupported("templates as arguments"))?;
                Ok(Compiled {
                    tokens: quote!(#text),
                    ty: Type::Text,
                    optional: false,
                })
            }
            Expr::GetAttr(owner, path) => self.attribute(owner, path),
            Expr::Call(function, arguments) => self.call(*function, arguments),
            Expr::Integer(_) | Expr::Array(_) => Err(unsupported("numbers and arrays as values")),
        }
    }

    fn reference(&self, name: &str) -> Result<Compiled> {
        if let Some((_, ident, ty)) = self.scope.iter().rev().find(|(known, ..)| known == name) {
            return Ok(Compiled {
                tokens: quote!(#ident),
                ty: *ty,
                optional: false,
            });
        }
        let parameter = self
            .rules
            .parameters
            .iter()
            .find(|parameter| parameter.name == name)
            .ok_or_else(|| {
                Error::new(
                    format!(
                        "the rule refers to `{name}`, which is neither a parameter nor a value that a condition named"
                    ),
                    "name a parameter of the rule set, or assign the value in an earlier condition",
                )
            })?;
        let field = field(parameter);
        let optional = !is_certain(parameter);
        match (parameter.kind, optional) {
            (ParameterType::String, true) => Ok(Compiled {
                tokens: quote!(params.#field.as_deref()),
                ty: Type::Text,
                optional,
            }),
            (ParameterType::String, false) => Ok(Compiled {
                tokens: quote!(params.#field.as_str()),
                ty: Type::Text,
                optional,
            }),
            (ParameterType::Boolean, _) => Ok(Compiled {
                tokens: quote!(params.#field),
                ty: Type::Boolean,
                optional,
            }),
            (ParameterType::StringArray, _) => Err(unsupported("parameters that are arrays")),
        }
    }

    fn attribute(&mut self, owner: &Expr, path: &str) -> Result<Compiled> {
        let owner = self.value(owner)?;
        if owner.ty != Type::Partition || owner.optional {
            return Err(unsupported("attributes of anything but a partition"));
        }
        let tokens = owner.tokens;
        let (field, ty) = match path {
            "name" => (quote!(name), Type::Text),
            "dnsSuffix" => (quote!(dns_suffix), Type::Text),
            "dualStackDnsSuffix" => (quote!(dual_stack_dns_suffix), Type::Text),
            "implicitGlobalRegion" => (quote!(implicit_global_region), Type::Text),
            "supportsFIPS" => (quote!(supports_fips), Type::Boolean),
            "supportsDualStack" => (quote!(supports_dual_stack), Type::Boolean),
            other => return Err(unsupported(&format!("the attribute `{other}` of a partition"))),
        };
        Ok(Compiled {
            tokens: quote!(#tokens.#field),
            ty,
            optional: false,
        })
    }

    fn call(&mut self, function: Function, arguments: &[Expr]) -> Result<Compiled> {
        match (function, arguments) {
            (Function::AwsPartition, [region]) => {
                self.uses_partitions = true;
                let region = self.certain(region, Type::Text)?;
                Ok(Compiled {
                    tokens: quote!(PARTITIONS.of(#region)),
                    ty: Type::Partition,
                    optional: true,
                })
            }
            (Function::StringEquals, [left, right]) => self.equals(left, right, Type::Text),
            (Function::BooleanEquals, [left, right]) => self.equals(left, right, Type::Boolean),
            (Function::IsValidHostLabel, [text, Expr::Boolean(dots)]) => {
                let text = self.certain(text, Type::Text)?;
                let valid = self.module.import("crate::support::endpoint::is_valid_host_label");
                Ok(Compiled {
                    tokens: quote!(#valid(#text, #dots)),
                    ty: Type::Boolean,
                    optional: false,
                })
            }
            (function, _) => Err(unsupported(&format!("the function {function:?} with these arguments"))),
        }
    }

    fn equals(&mut self, left: &Expr, right: &Expr, ty: Type) -> Result<Compiled> {
        let (left, right) = (self.certain(left, ty)?, self.certain(right, ty)?);
        Ok(Compiled {
            tokens: quote!(#left == #right),
            ty: Type::Boolean,
            optional: false,
        })
    }

    /// A value of that type that is known to be there.
    fn certain(&mut self, value: &Expr, ty: Type) -> Result<TokenStream> {
        let value = self.value(value)?;
        if value.ty != ty || value.optional {
            return Err(unsupported("an argument of another type, or one that may be absent"));
        }
        Ok(value.tokens)
    }

    /// Text that the endpoint can keep.
    fn owned_text(&mut self, value: &Expr) -> Result<TokenStream> {
        let Expr::Template(parts) = value else {
            let text = self.certain(value, Type::Text)?;
            return Ok(quote!(#text.to_owned()));
        };
        if let Some(text) = value.as_literal() {
            return Ok(quote!(#text));
        }
        let mut format = String::new();
        let mut arguments = Vec::new();
        for part in parts {
            match part {
                TemplatePart::Text(text) => format.push_str(&text.replace('{', "{{").replace('}', "}}")),
                TemplatePart::Value(value) => {
                    format.push_str("{}");
                    arguments.push(self.certain(value, Type::Text)?);
                }
            }
        }
        Ok(quote!(format!(#format, #(#arguments),*)))
    }
}

fn unsupported(what: &str) -> Error {
    Error::new(
        format!("the endpoint rules use {what}, which is not supported yet"),
        "choose a service whose endpoints depend on region, FIPS, dual-stack and endpoint URL alone",
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
