//! The configuration of a client: a macro that defines `Config`, which has to be a type of the client's own crate.

/// Defines the configuration of a client, and exports the types that its users need beside it.
///
/// - `docs` is the documentation of `Config`.
/// - `service` is the static that describes the service.
/// - `auth_schemes` is the type that chooses among the service's auth schemes.
#[doc(hidden)]
#[macro_export]
#[allow(
    clippy::crate_in_macro_def,
    reason = "the client's crate has this one as its module `support`"
)]
macro_rules! client_config {
    ($docs:literal, $service:ident, $auth_schemes:ident) => {
        use crate::support::config_exports::types;
        pub use aws_smithy_async::rt::sleep::{AsyncSleep, SharedAsyncSleep, Sleep};
        pub use aws_smithy_runtime::client::identity::IdentityCache;
        pub use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
        pub use aws_smithy_runtime_api::client::http::{HttpClient, SharedHttpClient};
        pub use aws_smithy_runtime_api::client::identity::{ResolveCachedIdentity, SharedIdentityCache};
        pub use aws_smithy_runtime_api::client::interceptors::{Intercept, SharedInterceptor};
        pub use aws_smithy_runtime_api::client::runtime_components::{RuntimeComponents, RuntimeComponentsBuilder};
        pub use aws_smithy_runtime_api::client::runtime_plugin::{RuntimePlugin, SharedRuntimePlugin};
        pub use aws_smithy_runtime_api::client::stalled_stream_protection::StalledStreamProtectionConfig;
        pub use aws_smithy_runtime_api::shared::IntoShared;
        pub use aws_smithy_types::config_bag::{ConfigBag, FrozenLayer, Layer};
        pub use aws_types::app_name::AppName;
        pub use aws_types::region::Region;
        pub use aws_types::sdk_ua_metadata::FrameworkMetadata;

        /// The choice of a request's auth scheme.
        pub mod auth {
            pub use crate::support::auth::{BuildError, Params, ParamsBuilder, ResolveAuthScheme};
            use aws_smithy_runtime_api::client::auth::AuthSchemeOptionsFuture;
            use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
            use aws_smithy_types::config_bag::ConfigBag;

            /// Chooses the auth schemes that the model names, in its order.
            #[derive(Debug, Default)]
            pub struct DefaultAuthSchemeResolver(());
            impl ResolveAuthScheme for DefaultAuthSchemeResolver {
                #[inline]
                fn resolve_auth_scheme<'a>(
                    &'a self,
                    params: &'a Params,
                    cfg: &'a ConfigBag,
                    runtime_components: &'a RuntimeComponents,
                ) -> AuthSchemeOptionsFuture<'a> {
                    static DEFAULT: super::$auth_schemes = super::$auth_schemes(super::$service.auth);
                    DEFAULT.resolve_auth_scheme(params, cfg, runtime_components)
                }
            }
        }

        pub use crate::support::config_exports::{http, interceptors, retry, timeout};

        #[doc = $docs]
        #[derive(Clone, Debug)]
        pub struct Config(std::sync::Arc<types::Frozen>);
        impl Config {
            /// Creates a builder.
            #[inline]
            pub fn builder() -> Builder {
                Builder::default()
            }

            /// Creates a configuration from the one that services share.
            #[inline]
            pub fn new(config: &types::SdkConfig) -> Self {
                Builder::from(config).build()
            }

            /// A builder that starts from this configuration.
            #[inline]
            pub fn to_builder(&self) -> Builder {
                Builder {
                    settings: self.0.settings.clone(),
                }
            }

            #[inline]
            pub(crate) fn frozen(&self) -> &std::sync::Arc<types::Frozen> {
                &self.0
            }

            /// The name of the application, which the user agent carries.
            #[inline]
            pub fn app_name(&self) -> Option<&AppName> {
                self.0.layer.load::<AppName>()
            }

            /// The auth schemes in order of preference.
            #[inline]
            pub fn auth_scheme_preference(&self) -> Option<&types::AuthSchemePreference> {
                self.0.layer.load::<types::AuthSchemePreference>()
            }

            /// The HTTP client.
            #[inline]
            pub fn http_client(&self) -> Option<SharedHttpClient> {
                self.0.settings.components.http_client()
            }

            /// The source of the id that all attempts of a call share.
            #[inline]
            pub fn invocation_id_generator(&self) -> Option<types::SharedInvocationIdGenerator> {
                self.0.layer.load::<types::SharedInvocationIdGenerator>().cloned()
            }

            /// The wire protocol, in place of the one that the model names first.
            #[inline]
            pub fn protocol(&self) -> Option<&types::SharedClientProtocol> {
                self.0.layer.load::<types::SharedClientProtocol>()
            }

            /// The region that requests go to, and are signed for.
            #[inline]
            pub fn region(&self) -> Option<&Region> {
                self.0.layer.load::<Region>()
            }

            /// The retries of failed requests: whether, how often and with which pauses.
            #[inline]
            pub fn retry_config(&self) -> Option<&types::RetryConfig> {
                self.0.layer.load::<types::RetryConfig>()
            }

            /// The retry partition: its clients share what they learn about the load of a service.
            #[inline]
            pub fn retry_partition(&self) -> Option<&types::RetryPartition> {
                self.0.layer.load::<types::RetryPartition>()
            }

            /// The sleep implementation, which retries and timeouts need.
            #[inline]
            pub fn sleep_impl(&self) -> Option<SharedAsyncSleep> {
                self.0.settings.components.sleep_impl()
            }

            /// The protection against transfers that have stalled.
            #[inline]
            pub fn stalled_stream_protection(&self) -> Option<&StalledStreamProtectionConfig> {
                self.0.layer.load::<StalledStreamProtectionConfig>()
            }

            /// The clock.
            #[inline]
            pub fn time_source(&self) -> Option<types::SharedTimeSource> {
                self.0.settings.components.time_source()
            }

            /// The timeouts of connections, attempts and whole calls. A timeout that is not set keeps its value.
            #[inline]
            pub fn timeout_config(&self) -> Option<&types::TimeoutConfig> {
                self.0.layer.load::<types::TimeoutConfig>()
            }

            /// The auth schemes that were added.
            #[inline]
            pub fn auth_schemes(&self) -> impl Iterator<Item = types::SharedAuthScheme> + '_ {
                self.0.settings.components.auth_schemes()
            }

            /// The resolver of auth schemes, if the model's rules were replaced.
            #[inline]
            pub fn auth_scheme_resolver(&self) -> Option<types::SharedAuthSchemeOptionResolver> {
                self.0.settings.components.auth_scheme_option_resolver()
            }

            /// The resolver of endpoints.
            #[inline]
            pub fn endpoint_resolver(&self) -> types::SharedEndpointResolver {
                self.0
                    .settings
                    .components
                    .endpoint_resolver()
                    .unwrap_or_else(endpoint::default_resolver)
            }

            /// The cache of credentials.
            #[inline]
            pub fn identity_cache(&self) -> Option<SharedIdentityCache> {
                self.0.settings.components.identity_cache()
            }

            /// The interceptors that were added.
            #[inline]
            pub fn interceptors(&self) -> impl Iterator<Item = SharedInterceptor> + '_ {
                self.0.settings.components.interceptors()
            }

            /// The retry classifiers that were added.
            #[inline]
            pub fn retry_classifiers(&self) -> impl Iterator<Item = types::SharedRetryClassifier> + '_ {
                self.0.settings.components.retry_classifiers()
            }

            /// The metadata of frameworks for the user agent, in the order in which it was added.
            #[inline]
            pub fn framework_metadata(&self) -> Vec<&FrameworkMetadata> {
                let mut entries: Vec<_> = self.0.layer.load::<FrameworkMetadata>().collect();
                entries.reverse();
                entries
            }

            /// True where requests are signed with the client's clock, even where the service's clock is known to
            /// differ.
            #[inline]
            pub fn disable_clock_skew_correction(&self) -> Option<bool> {
                self.0
                    .layer
                    .load::<types::DisableClockSkewCorrection>()
                    .map(|it| it.is_disabled())
            }
        }

        impl From<&types::SdkConfig> for Config {
            #[inline]
            fn from(shared: &types::SdkConfig) -> Self {
                Builder::from(shared).build()
            }
        }
    };
}

#[doc(hidden)]
pub use client_config;
