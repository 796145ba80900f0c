//! The resolver of a client's endpoints: a macro that defines it with its parameters, which have to be types of the
//! client's own crate, and what the macro stands on.

use std::rc::Rc;
use std::sync::OnceLock;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_types::endpoint::Endpoint;

use super::endpoint::InvalidParams;
use super::endpoint_rules::Value;
use super::host_label::is_valid_host_label;

/// The type of a parameter.
pub trait Parameter {
    /// The parameter as rules see it.
    fn value(&self) -> Value<'_>;
}

impl Parameter for String {
    #[inline]
    fn value(&self) -> Value<'_> {
        Value::text(self)
    }
}

impl Parameter for bool {
    #[inline]
    fn value(&self) -> Value<'_> {
        Value::Boolean(*self)
    }
}

impl Parameter for Vec<String> {
    #[inline]
    fn value(&self) -> Value<'_> {
        Value::List(self.iter().map(|it| Value::text(it)).collect::<Rc<[_]>>())
    }
}

/// A region goes into a host name, so no other text may pass for one.
///
/// # Errors
///
/// The region cannot be a part of a host name.
#[inline]
pub fn check_region(field: &'static str, region: Option<&str>) -> Result<(), InvalidParams> {
    match region {
        Some(region) if !is_valid_host_label(region, true) => {
            Err(InvalidParams::invalid(field, "must be a valid host label"))
        }
        _ => Ok(()),
    }
}

/// The endpoint that rules led to first, with the parameters that it is for: most clients ask for no other, and rules lead
/// to the same endpoint whenever they are followed.
#[derive(Debug)]
pub struct First<P>(OnceLock<(P, Endpoint)>);

impl<P> Default for First<P> {
    #[inline]
    fn default() -> Self {
        Self(OnceLock::new())
    }
}

impl<P: Clone + PartialEq> First<P> {
    /// The endpoint for these parameters, which is looked for where it is not known.
    ///
    /// # Errors
    ///
    /// It is not found. The next call looks for it again.
    #[inline]
    pub fn get_or(&self, params: &P, find: impl FnOnce() -> Result<Endpoint, BoxError>) -> Result<Endpoint, BoxError> {
        match self.0.get() {
            Some((first, endpoint)) if first == params => Ok(endpoint.clone()),
            Some(_) => find(),
            None => {
                let endpoint = find()?;
                // Another thread may have been first; its endpoint may be for other parameters.
                let _ = self.0.set((params.clone(), endpoint.clone()));
                Ok(endpoint)
            }
        }
    }
}

/// Defines the parameters of endpoint rules, the resolver that follows the rules, and the trait of resolvers.
///
/// - `rules` and `partitions` are statics; `of_config` is a function that takes parameters from a configuration.
/// - `before` checks parameters when they are built, and `after` once rules have found an endpoint for them.
/// - `account` is the field that the identity behind a request may know better, and how to ask it.
/// - Each `param` has a field, a setter, a type and a kind, `required` or `optional`, a default, its name in the rules,
///   and its documentation.
#[doc(hidden)]
#[macro_export]
#[allow(
    clippy::crate_in_macro_def,
    reason = "the client's crate has this one as its module `support`"
)]
macro_rules! endpoint_resolver {
    (
        rules $rules:ident, partitions $partitions:ident, of_config $of_config:ident;
        $(before $before:expr;)?
        $(after $after:expr;)?
        $(account $account:ident = $of_identity:expr;)?
        $(param $name:ident, $set:ident: [$($ty:tt)*] $kind:ident $need:ident = $default:expr, $of_rules:literal, $docs:literal;)*
    ) => {
        pub use crate::support::endpoint::InvalidParams;
        pub use aws_smithy_runtime_api::client::endpoint::{EndpointFuture, SharedEndpointResolver};
        pub use aws_smithy_types::endpoint::Endpoint;

        /// The parameters that the endpoint of a request depends on.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct Params {
            $($name: Option<$($ty)*>,)*
        }

        impl Params {
            /// Creates a builder for [`Params`].
            #[inline]
            pub fn builder() -> ParamsBuilder {
                ParamsBuilder::default()
            }

            $(crate::support::endpoint_resolver::endpoint_resolver!(@getter $kind $name $docs);)*
        }

        impl crate::support::endpoint_rules::Parameters for Params {
            #[inline]
            fn parameter(&self, name: &str) -> Option<crate::support::endpoint_rules::Value<'_>> {
                use crate::support::endpoint_resolver::Parameter;
                match name {
                    $($of_rules => self.$name.as_ref().map(Parameter::value),)*
                    _ => None,
                }
            }
        }

        /// A builder for [`Params`].
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct ParamsBuilder {
            $($name: Option<$($ty)*>,)*
        }

        #[allow(clippy::wrong_self_convention, reason = "parameters are called as the rules call them")]
        impl ParamsBuilder {
            $(
                #[doc = $docs]
                #[inline]
                pub fn $name(self, value: impl Into<$($ty)*>) -> Self {
                    self.$set(Some(value.into()))
                }

                #[doc = concat!("Sets or clears what [`", stringify!($name), "`](Self::", stringify!($name), ") sets.")]
                #[inline]
                pub fn $set(mut self, value: Option<$($ty)*>) -> Self {
                    self.$name = value;
                    self
                }
            )*

            /// Builds the parameters.
            ///
            /// # Errors
            ///
            /// A parameter that is required is not set, or the region cannot be a part of a host name.
            #[inline]
            pub fn build(self) -> Result<Params, InvalidParams> {
                $(
                    let check: fn(&Self) -> Result<(), InvalidParams> = $before;
                    check(&self)?;
                )?
                $(
                    let $name = self.$name.or_else(|| $default);
                    crate::support::endpoint_resolver::endpoint_resolver!(@need $need $name);
                )*
                Ok(Params { $($name,)* })
            }
        }

        /// How the parameters of an operation follow from its input.
        #[derive(Clone, Copy, Debug)]
        #[allow(dead_code, reason = "not all services have such operations")]
        pub(crate) struct Context(
            pub(crate) fn(
                &aws_smithy_runtime_api::client::interceptors::context::Input,
                ParamsBuilder,
            ) -> ParamsBuilder,
        );

        impl aws_smithy_types::config_bag::Storable for Context {
            type Storer = aws_smithy_types::config_bag::StoreReplace<Self>;
        }

        /// Takes the parameters of the endpoint rules from the configuration of the client and the call.
        ///
        /// It runs just before serialization, when the settings of a single call are laid over the client's: before
        /// execution, the interceptors of a client see the client's settings alone.
        #[derive(Debug)]
        struct ParamsInterceptor;

        #[aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint]
        impl aws_smithy_runtime_api::client::interceptors::Intercept for ParamsInterceptor {
            #[inline]
            fn name(&self) -> &'static str {
                "EndpointParams"
            }

            #[inline]
            fn read_before_serialization(
                &self,
                context: &aws_smithy_runtime_api::client::interceptors::context::BeforeSerializationInterceptorContextRef<
                    '_,
                >,
                _components: &aws_smithy_runtime_api::client::runtime_components::RuntimeComponents,
                cfg: &mut aws_smithy_types::config_bag::ConfigBag,
            ) -> Result<(), aws_smithy_runtime_api::box_error::BoxError> {
                let params = $of_config(cfg);
                let params = match cfg.load::<Context>() {
                    Some(of_operation) => (of_operation.0)(context.input(), params),
                    None => params,
                };
                let params = aws_smithy_runtime_api::client::endpoint::EndpointResolverParams::new(params.build()?);
                cfg.interceptor_state().store_put(params);
                Ok(())
            }
        }

        #[inline]
        pub(crate) fn params_interceptor() -> aws_smithy_runtime_api::client::interceptors::SharedInterceptor {
            aws_smithy_runtime_api::client::interceptors::SharedInterceptor::permanent(ParamsInterceptor)
        }

        /// Finds the endpoint of a request.
        pub trait ResolveEndpoint: Send + Sync + std::fmt::Debug {
            /// The endpoint for these parameters.
            fn resolve_endpoint<'a>(&'a self, params: &'a Params) -> EndpointFuture<'a>;

            /// Turns this resolver into one that a client can be configured with.
            #[inline]
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

        impl<T: ResolveEndpoint> aws_smithy_runtime_api::client::endpoint::ResolveEndpoint for TypedParams<T> {
            #[inline]
            fn resolve_endpoint<'a>(
                &'a self,
                params: &'a aws_smithy_runtime_api::client::endpoint::EndpointResolverParams,
            ) -> EndpointFuture<'a> {
                match params.get::<Params>() {
                    Some(params) => self.0.resolve_endpoint(params),
                    None => EndpointFuture::ready(Err("params of expected type was not present".into())),
                }
            }

            $(
                #[inline]
                fn finalize_params<'a>(
                    &'a self,
                    params: &'a mut aws_smithy_runtime_api::client::endpoint::EndpointResolverParams,
                ) -> Result<(), aws_smithy_runtime_api::box_error::BoxError> {
                    if let Some(account) = $of_identity(params)
                        && let Some(params) = params.get_mut::<Params>()
                    {
                        params.$account = Some(account);
                    }
                    Ok(())
                }
            )?
        }

        /// Finds endpoints by the rules of the model.
        #[derive(Debug, Default)]
        pub struct DefaultResolver(crate::support::endpoint_resolver::First<Params>);

        impl DefaultResolver {
            /// Creates the resolver.
            #[inline]
            pub fn new() -> Self {
                Self::default()
            }
        }

        impl ResolveEndpoint for DefaultResolver {
            #[inline]
            fn resolve_endpoint<'a>(&'a self, params: &'a Params) -> EndpointFuture<'a> {
                EndpointFuture::ready(self.0.get_or(params, || {
                    let endpoint = crate::support::endpoint_rules::resolve($rules, &$partitions, params);
                    $(
                        let check: fn(&Params) -> Result<(), InvalidParams> = $after;
                        let endpoint = endpoint.and_then(|endpoint| {
                            check(params)?;
                            Ok(endpoint)
                        });
                    )?
                    endpoint
                }))
            }
        }

        #[inline]
        pub(crate) fn default_resolver() -> SharedEndpointResolver {
            DefaultResolver::new().into_shared_resolver()
        }
    };
    (@getter text $name:ident $docs:literal) => {
        #[doc = $docs]
        #[inline]
        pub fn $name(&self) -> Option<&str> {
            self.$name.as_deref()
        }
    };
    (@getter flag $name:ident $docs:literal) => {
        #[doc = $docs]
        #[inline]
        pub fn $name(&self) -> Option<bool> {
            self.$name
        }
    };
    (@getter texts $name:ident $docs:literal) => {
        #[doc = $docs]
        #[inline]
        pub fn $name(&self) -> Option<&[String]> {
            self.$name.as_deref()
        }
    };
    (@need required $name:ident) => {
        if $name.is_none() {
            return Err(InvalidParams::missing(stringify!($name).trim_start_matches("r#")));
        }
    };
    (@need optional $name:ident) => {};
}

pub use endpoint_resolver;
