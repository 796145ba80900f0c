//! The configuration and its builder: a table of settings, each of which becomes a setter, an optional
//! setter and a getter.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{
    auth,
    context::{Context, ident},
    endpoint,
    module::Module,
};
use crate::passes;

/// The `config` module.
pub(super) fn emit(cx: &Context<'_>) -> Module {
    let mut module = Module::default();
    module.push(reexports(cx));
    module.push(config(cx, &module));
    module.push(builder(cx, &module));
    module.push(from_shared(cx, &module));
    module
}

/// Where a setting is kept.
enum Store {
    /// In the layer; `None` takes it out again.
    Layer,
    /// In the layer; `None` changes nothing.
    Sticky,
    /// In the layer; `None` takes it out again, and nobody can read it.
    Unread,
    /// In the layer, wrapped in this type, whose only field it is.
    Wrapped(TokenStream),
    /// Among the parts of the runtime.
    Component,
}

/// A setting with a single value.
struct Setting {
    name: String,
    /// What the setter takes.
    accepts: TokenStream,
    /// How that becomes the value.
    convert: TokenStream,
    /// The value.
    ty: TokenStream,
    store: Store,
    docs: String,
}

fn settings(cx: &Context<'_>, module: &Module) -> Vec<Setting> {
    let mut settings = common_settings(module);
    if cx.has_idempotency_tokens() {
        let provider = module.import("crate::support::idempotency::IdempotencyTokenProvider");
        settings.push(Setting {
            name: "idempotency_token_provider".to_owned(),
            accepts: quote!(impl Into<#provider>),
            convert: quote!(value.into()),
            ty: provider,
            store: Store::Layer,
            docs: "Makes up the tokens by which a service knows that two requests are one.".to_owned(),
        });
    }
    settings.extend(cx.service.client_context.iter().map(|parameter| {
        let wrapper = endpoint::params::setting(parameter);
        let ty = endpoint::params::value_type(parameter);
        Setting {
            name: passes::names::setting(&parameter.name).as_str().to_owned(),
            accepts: quote!(impl Into<#ty>),
            convert: quote!(value.into()),
            ty,
            store: Store::Wrapped(quote!(endpoint::#wrapper)),
            docs: passes::docs::line(parameter.docs.as_deref().unwrap_or(&parameter.name)),
        }
    }));
    if cx.compresses_any() {
        settings.extend(compression_settings(module));
    }
    if cx.has_accounts_in_endpoints() {
        settings.push(account_setting(module));
    }
    if cx.chooses_checksums() {
        settings.extend(checksum_settings());
    }
    if cx.sends_chunks() {
        settings.push(chunk_setting(module));
    }
    settings
}

/// How large the chunks are in which bodies are sent.
fn chunk_setting(module: &Module) -> Setting {
    Setting {
        name: "aws_chunked_encoding_chunk_size".to_owned(),
        accepts: quote!(Option<usize>),
        convert: quote!(value),
        ty: quote!(Option<usize>),
        store: Store::Wrapped(module.import("crate::support::aws_chunked::ChunkSize")),
        docs: "How many bytes the chunks have in which bodies are sent that are not held in memory, at least 8,192; none for \
               one chunk that has all. 65,536 where nothing is set."
            .to_owned(),
    }
}

/// When checksums are calculated, and looked at.
fn checksum_settings() -> [Setting; 2] {
    let setting = |name: &str, ty: TokenStream, docs: &str| Setting {
        name: name.to_owned(),
        accepts: ty.clone(),
        convert: quote!(value),
        ty,
        store: Store::Layer,
        docs: docs.to_owned(),
    };
    // The module exports these, so that their names are in scope.
    [
        setting(
            "request_checksum_calculation",
            quote!(RequestChecksumCalculation),
            "Whether requests carry a checksum wherever the service takes one, or only where it has to have one.",
        ),
        setting(
            "response_checksum_validation",
            quote!(ResponseChecksumValidation),
            "Whether responses are held against their checksum wherever they have one, or only where a call asks for it.",
        ),
    ]
}

/// Whether the account goes into endpoints.
fn account_setting(module: &Module) -> Setting {
    let mode = module.import("aws_types::endpoint_config::AccountIdEndpointMode");
    Setting {
        name: "account_id_endpoint_mode".to_owned(),
        accepts: mode.clone(),
        convert: quote!(value),
        ty: mode,
        store: Store::Unread,
        docs: "Whether requests go to an endpoint of the account that its credentials belong to.".to_owned(),
    }
}

/// When bodies of requests are compressed.
fn compression_settings(module: &Module) -> [Setting; 2] {
    let disable = module.import("crate::support::compression::DisableRequestCompression");
    let size = module.import("crate::support::compression::RequestMinCompressionSize");
    [
        Setting {
            name: "disable_request_compression".to_owned(),
            accepts: quote!(impl Into<Option<bool>>),
            convert: quote!(),
            ty: quote!(bool),
            store: Store::Wrapped(disable),
            docs: "Whether no body of a request is compressed.".to_owned(),
        },
        Setting {
            name: "request_min_compression_size_bytes".to_owned(),
            accepts: quote!(impl Into<Option<u32>>),
            convert: quote!(),
            ty: quote!(u32),
            store: Store::Wrapped(size),
            docs: "The size from which on bodies of requests are compressed, in bytes; 10,240 where none is set."
                .to_owned(),
        },
    ]
}

/// The settings of every client.
fn common_settings(module: &Module) -> Vec<Setting> {
    let import = |path: &str| module.import(path);
    let into_shared = quote!(IntoShared::into_shared(value));
    let plain = quote!(value);
    let setting = |name: &str, accepts, convert, ty, store, docs: &str| Setting {
        name: name.to_owned(),
        accepts,
        convert,
        ty,
        store,
        docs: docs.to_owned(),
    };
    let stalled = quote!(StalledStreamProtectionConfig);
    let auth_preference = import("aws_smithy_runtime_api::client::auth::AuthSchemePreference");
    let protocol = import("aws_smithy_schema::protocol::SharedClientProtocol");
    let client_protocol = import("aws_smithy_schema::protocol::ClientProtocol");
    let retry_config = import("aws_smithy_types::retry::RetryConfig");
    let timeout_config = import("aws_smithy_types::timeout::TimeoutConfig");
    let partition = import("aws_smithy_runtime::client::retries::RetryPartition");
    let time = import("aws_smithy_async::time::TimeSource");
    let shared_time = import("aws_smithy_async::time::SharedTimeSource");
    let id_generator = import("aws_runtime::invocation_id::InvocationIdGenerator");
    let shared_id_generator = import("aws_runtime::invocation_id::SharedInvocationIdGenerator");
    let endpoint_config = import("aws_types::endpoint_config");
    vec![
        setting(
            "app_name",
            quote!(AppName),
            plain.clone(),
            quote!(AppName),
            Store::Layer,
            "The name of the application, which the user agent carries.",
        ),
        setting(
            "auth_scheme_preference",
            quote!(impl Into<#auth_preference>),
            quote!(value.into()),
            auth_preference.clone(),
            Store::Layer,
            "Auth schemes in the order in which they are tried.",
        ),
        setting(
            "http_client",
            quote!(impl HttpClient + 'static),
            into_shared.clone(),
            quote!(SharedHttpClient),
            Store::Component,
            "The HTTP client.",
        ),
        setting(
            "invocation_id_generator",
            quote!(impl #id_generator + 'static),
            quote!(#shared_id_generator::new(value)),
            shared_id_generator.clone(),
            Store::Layer,
            "Makes up the id by which a service knows the tries of one call.",
        ),
        setting(
            "protocol",
            quote!(impl #client_protocol + 'static),
            quote!(#protocol::new(value)),
            protocol.clone(),
            Store::Layer,
            "The wire protocol, in place of the one that the model names first.",
        ),
        setting(
            "region",
            quote!(impl Into<Option<Region>>),
            quote!(),
            quote!(Region),
            Store::Layer,
            "The region that requests go to, and are signed for.",
        ),
        setting(
            "retry_config",
            retry_config.clone(),
            plain.clone(),
            retry_config.clone(),
            Store::Sticky,
            "Whether, how often and with which pauses failed requests are tried again.",
        ),
        setting(
            "retry_partition",
            partition.clone(),
            plain.clone(),
            partition.clone(),
            Store::Sticky,
            "Clients of one partition share what they learn about the load of a service.",
        ),
        setting(
            "sleep_impl",
            quote!(impl AsyncSleep + 'static),
            into_shared.clone(),
            quote!(SharedAsyncSleep),
            Store::Component,
            "How to wait; retries and timeouts need it.",
        ),
        setting(
            "stalled_stream_protection",
            stalled.clone(),
            plain.clone(),
            stalled,
            Store::Layer,
            "When a transfer that has come to a halt is given up.",
        ),
        setting(
            "time_source",
            quote!(impl #time + 'static),
            into_shared,
            shared_time.clone(),
            Store::Component,
            "The clock.",
        ),
        setting(
            "timeout_config",
            timeout_config.clone(),
            plain,
            timeout_config.clone(),
            Store::Sticky,
            "How long connections, tries and whole calls may take. What is not set here stays as it was set before.",
        ),
        setting(
            "endpoint_url",
            quote!(impl Into<String>),
            quote!(value.into()),
            quote!(String),
            Store::Wrapped(quote!(#endpoint_config::EndpointUrl)),
            "The URL that requests go to, whatever the endpoint rules say.",
        ),
        setting(
            "use_dual_stack",
            quote!(impl Into<bool>),
            quote!(value.into()),
            quote!(bool),
            Store::Wrapped(quote!(#endpoint_config::UseDualStack)),
            "Whether to use endpoints with IPv6.",
        ),
        setting(
            "use_fips",
            quote!(impl Into<bool>),
            quote!(value.into()),
            quote!(bool),
            Store::Wrapped(quote!(#endpoint_config::UseFips)),
            "Whether to use endpoints that comply with FIPS 140.",
        ),
    ]
}

fn setters(setting: &Setting) -> TokenStream {
    let Setting {
        name,
        accepts,
        convert,
        ty,
        store,
        docs,
    } = setting;
    let bare = name.trim_start_matches("r#").trim_start_matches('_');
    let (ident, set) = (ident(name), format_ident!("set_{bare}"));
    let body = match store {
        Store::Layer | Store::Unread => quote!(self.settings.layer.store_or_unset(value);),
        Store::Wrapped(wrapper) => quote!(self.settings.layer.store_or_unset(value.map(#wrapper));),
        Store::Component => quote!(self.settings.components.#set(value);),
        Store::Sticky if name == "timeout_config" => quote! {
            if let Some(mut value) = value {
                if let Some(before) = self.settings.layer.load::<#ty>() {
                    value.take_defaults_from(before);
                }
                self.settings.layer.store_put(value);
            }
        },
        Store::Sticky => quote! {
            if let Some(value) = value {
                self.settings.layer.store_put(value);
            }
        },
    };
    let value = if convert.is_empty() {
        quote!(value.into())
    } else {
        quote!(Some(#convert))
    };
    let see = format!(" Sets or clears what [`{name}`](Self::{name}) sets.");
    let docs = format!(" {docs}");
    quote! {
        #[doc = #docs]
        #[inline]
        pub fn #ident(mut self, value: #accepts) -> Self {
            self.#set(#value);
            self
        }
        #[doc = #see]
        pub fn #set(&mut self, value: Option<#ty>) -> &mut Self {
            #body
            self
        }
    }
}

fn getter(setting: &Setting) -> Option<TokenStream> {
    let Setting {
        name, ty, store, docs, ..
    } = setting;
    let ident = ident(name);
    let docs = format!(" {docs}");
    match store {
        _ if name == "invocation_id_generator" => Some(quote! {
            #[doc = #docs]
            pub fn #ident(&self) -> Option<#ty> {
                self.0.layer.load::<#ty>().cloned()
            }
        }),
        Store::Layer | Store::Sticky => Some(quote! {
            #[doc = #docs]
            pub fn #ident(&self) -> Option<&#ty> {
                self.0.layer.load::<#ty>()
            }
        }),
        Store::Component => Some(quote! {
            #[doc = #docs]
            pub fn #ident(&self) -> Option<#ty> {
                self.0.settings.components.#ident()
            }
        }),
        Store::Wrapped(_) | Store::Unread => None,
    }
}

fn reexports(cx: &Context<'_>) -> TokenStream {
    let identities = auth::reexports(cx);
    let checksums = cx.chooses_checksums().then(|| {
        quote!(
            pub use aws_smithy_types::checksum_config::{RequestChecksumCalculation, ResponseChecksumValidation};
        )
    });
    let resolver: syn::Path = syn::parse_str(auth::resolver(cx)).expect("it is a path");
    quote! {
        #identities
        #checksums
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

        /// How the auth scheme of a request is chosen.
        pub mod auth {
            pub use crate::support::auth::{BuildError, Params, ParamsBuilder, ResolveAuthScheme};
            use aws_smithy_runtime_api::client::auth::AuthSchemeOptionsFuture;
            use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
            use aws_smithy_types::config_bag::ConfigBag;

            /// Chooses the auth schemes that the model names, in its order.
            #[derive(Debug, Default)]
            pub struct DefaultAuthSchemeResolver(());

            impl ResolveAuthScheme for DefaultAuthSchemeResolver {
                fn resolve_auth_scheme<'a>(
                    &'a self,
                    params: &'a Params,
                    cfg: &'a ConfigBag,
                    runtime_components: &'a RuntimeComponents,
                ) -> AuthSchemeOptionsFuture<'a> {
                    static DEFAULT: #resolver = #resolver(crate::meta::SERVICE.auth);
                    DEFAULT.resolve_auth_scheme(params, cfg, runtime_components)
                }
            }
        }
        /// How the endpoint of a request is found.
        pub mod endpoint;
        /// The requests and responses that interceptors see.
        pub mod http {
            pub use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
        }
        /// What interceptors see at each step of a call.
        pub mod interceptors {
            pub use aws_smithy_runtime_api::client::interceptors::context::{
                AfterDeserializationInterceptorContextRef, BeforeDeserializationInterceptorContextMut,
                BeforeDeserializationInterceptorContextRef, BeforeSerializationInterceptorContextMut,
                BeforeSerializationInterceptorContextRef, BeforeTransmitInterceptorContextMut,
                BeforeTransmitInterceptorContextRef, FinalizerInterceptorContextMut, FinalizerInterceptorContextRef,
                InterceptorContext,
            };
        }
        /// Retries.
        pub mod retry {
            pub use aws_smithy_runtime::client::retries::{ClientRateLimiter, RetryPartition, TokenBucket};
            pub use aws_smithy_runtime_api::client::retries::ShouldAttempt;
            pub use aws_smithy_runtime_api::client::retries::classifiers::{ClassifyRetry, RetryAction};
            pub use aws_smithy_types::retry::{ReconnectMode, RetryConfig, RetryConfigBuilder, RetryMode};
        }
        /// Timeouts.
        pub mod timeout {
            pub use aws_smithy_types::timeout::{TimeoutConfig, TimeoutConfigBuilder};
        }
    }
}

fn config(cx: &Context<'_>, module: &Module) -> TokenStream {
    let getters = settings(cx, module).iter().filter_map(getter).collect::<TokenStream>();
    let arc = module.import("std::sync::Arc");
    let frozen = module.import("crate::support::config::Frozen");
    let sdk_config = module.import("aws_types::sdk_config::SdkConfig");
    let auth = module.import("aws_smithy_runtime_api::client::auth::SharedAuthScheme");
    let auth_resolver = module.import("aws_smithy_runtime_api::client::auth::SharedAuthSchemeOptionResolver");
    let endpoint_resolver = module.import("aws_smithy_runtime_api::client::endpoint::SharedEndpointResolver");
    let classifier = module.import("aws_smithy_runtime_api::client::retries::classifiers::SharedRetryClassifier");
    let skew = module.import("aws_runtime::service_clock_skew::DisableClockSkewCorrection");
    let of_auth = auth::getters(cx, module);
    let docs = format!(
        " The configuration of a client of {}. It is cheap to clone.",
        cx.service.title
    );
    quote! {
        #[doc = #docs]
        #[derive(Clone, Debug)]
        pub struct Config(#arc<#frozen>);

        impl Config {
            /// Creates a builder.
            pub fn builder() -> Builder {
                Builder::default()
            }
            /// The configuration that services share, as this service reads it.
            pub fn new(config: &#sdk_config) -> Self {
                Builder::from(config).build()
            }
            /// A builder that starts from this configuration.
            pub fn to_builder(&self) -> Builder {
                Builder { settings: self.0.settings.clone() }
            }
            pub(crate) fn frozen(&self) -> &#arc<#frozen> {
                &self.0
            }
            #getters
            /// The auth schemes that were added.
            pub fn auth_schemes(&self) -> impl Iterator<Item = #auth> + '_ {
                self.0.settings.components.auth_schemes()
            }
            /// How the auth scheme of a request is chosen, if not as the model says.
            pub fn auth_scheme_resolver(&self) -> Option<#auth_resolver> {
                self.0.settings.components.auth_scheme_option_resolver()
            }
            /// How the endpoint of a request is found.
            pub fn endpoint_resolver(&self) -> #endpoint_resolver {
                self.0.settings.components.endpoint_resolver().unwrap_or_else(endpoint::default_resolver)
            }
            /// The cache of credentials.
            pub fn identity_cache(&self) -> Option<SharedIdentityCache> {
                self.0.settings.components.identity_cache()
            }
            /// The interceptors that were added.
            pub fn interceptors(&self) -> impl Iterator<Item = SharedInterceptor> + '_ {
                self.0.settings.components.interceptors()
            }
            /// The retry classifiers that were added.
            pub fn retry_classifiers(&self) -> impl Iterator<Item = #classifier> + '_ {
                self.0.settings.components.retry_classifiers()
            }
            /// What frameworks told of themselves for the user agent, in the order in which they did.
            pub fn framework_metadata(&self) -> Vec<&FrameworkMetadata> {
                let mut entries: Vec<_> = self.0.layer.load::<FrameworkMetadata>().collect();
                entries.reverse();
                entries
            }
            /// Whether requests are signed with the client's clock even where the service's is known to differ.
            pub fn disable_clock_skew_correction(&self) -> Option<bool> {
                self.0.layer.load::<#skew>().map(|it| it.is_disabled())
            }
            #of_auth
        }
    }
}

fn builder(cx: &Context<'_>, module: &Module) -> TokenStream {
    let setters = settings(cx, module).iter().map(setters).collect::<TokenStream>();
    let parts = runtime_parts(module);
    let identities = auth::setters(cx, module);
    let settings = module.import("crate::support::config::Settings");
    let telemetry = module.import("aws_smithy_types::telemetry::RequestedTelemetryAttributes");
    let skew = module.import("aws_runtime::service_clock_skew::DisableClockSkewCorrection");
    let tests = test_defaults(cx);
    quote! {
        /// A builder for [`Config`].
        #[derive(Clone, Debug, Default)]
        pub struct Builder {
            settings: #settings,
        }

        impl Builder {
            /// Creates a builder in which nothing is set.
            pub fn new() -> Self {
                Self::default()
            }
            pub(crate) fn into_settings(self) -> #settings {
                self.settings
            }
            #setters
            #parts
            #identities
            /// Which defaults hold. Newer versions have better ones, which may change what a program does.
            pub fn behavior_version(mut self, behavior_version: BehaviorVersion) -> Self {
                self.set_behavior_version(Some(behavior_version));
                self
            }
            /// The newest defaults that this crate knows.
            pub fn behavior_version_latest(self) -> Self {
                self.behavior_version(BehaviorVersion::latest())
            }
            /// Sets or clears what [`behavior_version`](Self::behavior_version) sets.
            pub fn set_behavior_version(&mut self, behavior_version: Option<BehaviorVersion>) -> &mut Self {
                self.settings.behavior_version = behavior_version;
                self
            }
            /// Puts members of inputs into telemetry: text at the top level, by its name in the model.
            pub fn emit_input_attributes(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
                let mut requested = self.settings.layer.load::<#telemetry>().cloned().unwrap_or_default();
                requested.emit(names.into_iter().map(Into::into));
                self.settings.layer.store_put(requested);
                self
            }
            /// Keeps members of inputs for interceptors, without putting them into telemetry.
            pub fn capture_input_attributes(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
                let mut requested = self.settings.layer.load::<#telemetry>().cloned().unwrap_or_default();
                requested.capture_only(names.into_iter().map(Into::into));
                self.settings.layer.store_put(requested);
                self
            }
            /// Adds what a framework tells of itself to the user agent.
            pub fn framework_metadata(mut self, framework_metadata: FrameworkMetadata) -> Self {
                self.push_framework_metadata(framework_metadata);
                self
            }
            /// Adds what a framework tells of itself to the user agent.
            pub fn push_framework_metadata(&mut self, framework_metadata: FrameworkMetadata) -> &mut Self {
                self.settings.layer.store_append(framework_metadata);
                self
            }
            /// Signs requests with the client's clock even where the service's is known to differ.
            pub fn disable_clock_skew_correction(mut self, disable: impl Into<Option<bool>>) -> Self {
                self.set_disable_clock_skew_correction(disable.into());
                self
            }
            /// Sets or clears what [`disable_clock_skew_correction`](Self::disable_clock_skew_correction) sets.
            pub fn set_disable_clock_skew_correction(&mut self, disable: Option<bool>) -> &mut Self {
                self.settings.layer.store_or_unset::<#skew>(disable.map(Into::into));
                self
            }
            #tests
            /// Builds the configuration.
            #[cfg_attr(not(feature = "behavior-version-latest"), allow(unused_mut))]
            pub fn build(mut self) -> Config {
                #[cfg(feature = "behavior-version-latest")]
                self.settings.behavior_version.get_or_insert_with(BehaviorVersion::latest);
                Config(self.settings.freeze(&crate::meta::SERVICE))
            }
        }
    }
}

/// Setters of parts of the runtime that are added rather than set, or that are set through a type of their own.
fn runtime_parts(module: &Module) -> TokenStream {
    let auth_scheme = module.import("aws_smithy_runtime_api::client::auth::AuthScheme");
    let endpoint_resolver = module.import("aws_smithy_runtime_api::client::endpoint::SharedEndpointResolver");
    let classify = module.import("aws_smithy_runtime_api::client::retries::classifiers::ClassifyRetry");
    let classifier = module.import("aws_smithy_runtime_api::client::retries::classifiers::SharedRetryClassifier");
    let no_auth = module.import("aws_smithy_runtime::client::auth::no_auth::NoAuthRuntimePluginV2");
    quote! {
        /// Adds an auth scheme.
        pub fn push_auth_scheme(mut self, auth_scheme: impl #auth_scheme + 'static) -> Self {
            self.settings.components.push_auth_scheme(auth_scheme);
            self
        }
        /// Chooses auth schemes by other rules than the model's.
        pub fn auth_scheme_resolver(mut self, resolver: impl auth::ResolveAuthScheme + 'static) -> Self {
            self.set_auth_scheme_resolver(resolver);
            self
        }
        /// Chooses auth schemes by other rules than the model's.
        pub fn set_auth_scheme_resolver(&mut self, resolver: impl auth::ResolveAuthScheme + 'static) -> &mut Self {
            self.settings.components.set_auth_scheme_option_resolver(Some(resolver.into_shared_resolver()));
            self
        }
        /// Sends requests without a signature where there are no credentials.
        pub fn allow_no_auth(mut self) -> Self {
            self.set_allow_no_auth();
            self
        }
        /// Sends requests without a signature where there are no credentials.
        pub fn set_allow_no_auth(&mut self) -> &mut Self {
            self.settings.plugins.push(SharedRuntimePlugin::new(#no_auth::new()));
            self
        }
        /// Finds endpoints by other rules than the model's.
        pub fn endpoint_resolver(mut self, resolver: impl endpoint::ResolveEndpoint + 'static) -> Self {
            self.set_endpoint_resolver(Some(resolver.into_shared_resolver()));
            self
        }
        /// Sets or clears what [`endpoint_resolver`](Self::endpoint_resolver) sets.
        pub fn set_endpoint_resolver(&mut self, resolver: Option<#endpoint_resolver>) -> &mut Self {
            self.settings.components.set_endpoint_resolver(resolver);
            self
        }
        /// The cache of credentials.
        pub fn identity_cache(mut self, cache: impl ResolveCachedIdentity + 'static) -> Self {
            self.set_identity_cache(cache);
            self
        }
        /// The cache of credentials.
        pub fn set_identity_cache(&mut self, cache: impl ResolveCachedIdentity + 'static) -> &mut Self {
            self.settings.components.set_identity_cache(Some(cache));
            self
        }
        /// Adds an interceptor, which sees every request and response at every step.
        pub fn interceptor(mut self, interceptor: impl Intercept + 'static) -> Self {
            self.push_interceptor(SharedInterceptor::new(interceptor));
            self
        }
        /// Adds an interceptor, which sees every request and response at every step.
        pub fn push_interceptor(&mut self, interceptor: SharedInterceptor) -> &mut Self {
            self.settings.components.push_interceptor(interceptor);
            self
        }
        /// Replaces the interceptors.
        pub fn set_interceptors(&mut self, interceptors: impl IntoIterator<Item = SharedInterceptor>) -> &mut Self {
            self.settings.components.set_interceptors(interceptors.into_iter());
            self
        }
        /// Adds a retry classifier, which says which failures are worth another try.
        pub fn retry_classifier(mut self, classifier: impl #classify + 'static) -> Self {
            self.push_retry_classifier(#classifier::new(classifier));
            self
        }
        /// Adds a retry classifier, which says which failures are worth another try.
        pub fn push_retry_classifier(&mut self, classifier: #classifier) -> &mut Self {
            self.settings.components.push_retry_classifier(classifier);
            self
        }
        /// Replaces the retry classifiers.
        pub fn set_retry_classifiers(&mut self, classifiers: impl IntoIterator<Item = #classifier>) -> &mut Self {
            self.settings.components.set_retry_classifiers(classifiers.into_iter());
            self
        }
    }
}

fn test_defaults(cx: &Context<'_>) -> TokenStream {
    let identities = auth::for_tests(cx);
    quote! {
        /// Sets what tests want to be the same at every run: the clock, the credentials and the user agent.
        #[cfg(feature = "test-util")]
        pub fn apply_test_defaults(&mut self) -> &mut Self {
            let now = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_234_567_890);
            let clock = aws_smithy_async::time::StaticTimeSource::new(now);
            self.set_time_source(Some(aws_smithy_async::time::SharedTimeSource::new(clock)));
            self.settings.layer.store_put(aws_runtime::user_agent::AwsUserAgent::for_tests());
            #identities
            self.set_behavior_version(Some(BehaviorVersion::latest()))
        }
        /// Sets what tests want to be the same at every run: the clock, the credentials and the user agent.
        #[cfg(feature = "test-util")]
        pub fn with_test_defaults(mut self) -> Self {
            self.apply_test_defaults();
            self
        }
        /// As [`apply_test_defaults`](Self::apply_test_defaults), and a region if none is set.
        #[cfg(feature = "test-util")]
        pub fn apply_test_defaults_v2(&mut self) -> &mut Self {
            self.apply_test_defaults();
            if self.settings.layer.load::<Region>().is_none() {
                self.set_region(Some(Region::new("us-east-1")));
            }
            self
        }
        /// As [`with_test_defaults`](Self::with_test_defaults), and a region if none is set.
        #[cfg(feature = "test-util")]
        pub fn with_test_defaults_v2(mut self) -> Self {
            self.apply_test_defaults_v2();
            self
        }
    }
}

fn from_shared(cx: &Context<'_>, module: &Module) -> TokenStream {
    let sdk_config = module.import("aws_types::sdk_config::SdkConfig");
    let endpoint_url = module.import("crate::support::config::endpoint_url");
    let id = &cx.service.sdk_id;
    let identities = auth::from_shared(cx);
    let environment = auth::from_environment(cx, module);
    let accounts = cx
        .has_accounts_in_endpoints()
        .then(|| quote!(builder.set_account_id_endpoint_mode(shared.account_id_endpoint_mode().cloned());));
    let checksums = cx.chooses_checksums().then(|| {
        quote! {
            builder.set_request_checksum_calculation(shared.request_checksum_calculation());
            builder.set_response_checksum_validation(shared.response_checksum_validation());
        }
    });
    let retries = match cx.service.behavior.retries_quickly {
        true => quote!(crate::support::quick_retries::retry_config(shared)),
        false => quote!(shared.retry_config().cloned()),
    };
    let compression = cx.compresses_any().then(|| {
        quote! {
            builder.set_disable_request_compression(shared.disable_request_compression());
            builder.set_request_min_compression_size_bytes(shared.request_min_compression_size_bytes());
        }
    });
    quote! {
        impl From<&#sdk_config> for Builder {
            fn from(shared: &#sdk_config) -> Self {
                let mut builder = Self::new();
                #identities
                builder.set_region(shared.region().cloned());
                builder.set_use_fips(shared.use_fips());
                builder.set_use_dual_stack(shared.use_dual_stack());
                builder.set_endpoint_url(#endpoint_url(shared, #id));
                builder.set_retry_config(#retries);
                builder.set_timeout_config(shared.timeout_config().cloned());
                builder.set_sleep_impl(shared.sleep_impl());
                builder.set_http_client(shared.http_client());
                builder.set_time_source(shared.time_source());
                builder.set_behavior_version(shared.behavior_version());
                builder.set_auth_scheme_preference(shared.auth_scheme_preference().cloned());
                builder.set_app_name(shared.app_name().cloned());
                builder.set_disable_clock_skew_correction(shared.disable_clock_skew_correction());
                #compression
                #accounts
                #checksums
                // What the shared configuration does not set keeps the default of the behavior version.
                if let Some(protocol) = shared.protocol() {
                    builder.set_protocol(Some(protocol.clone()));
                }
                if let Some(protection) = shared.stalled_stream_protection() {
                    builder.set_stalled_stream_protection(Some(protection));
                }
                if let Some(cache) = shared.identity_cache() {
                    builder.set_identity_cache(cache);
                }
                #environment
                for metadata in shared.framework_metadata() {
                    builder.push_framework_metadata(metadata.clone());
                }
                builder
            }
        }

        impl From<&#sdk_config> for Config {
            fn from(shared: &#sdk_config) -> Self {
                Builder::from(shared).build()
            }
        }
    }
}
