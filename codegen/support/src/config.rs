//! Configuration: the settings of a builder, their finished form in a client, and the runtime plugins made from them.

use std::borrow::Cow;
use std::sync::Arc;

use aws_runtime::invocation_id::InvocationIdInterceptor;
use aws_runtime::recursion_detection::RecursionDetectionInterceptor;
use aws_runtime::request_info::RequestInfoInterceptor;
use aws_runtime::service_clock_skew::ServiceClockSkewInterceptor;
use aws_runtime::user_agent::UserAgentInterceptor;
#[allow(deprecated)]
// Its successor is for users who ask for it; an operation without auth needs the scheme always.
use aws_smithy_runtime::client::auth::no_auth::NoAuthRuntimePlugin;
use aws_smithy_runtime::client::config_override::Resolver;
use aws_smithy_runtime::client::defaults::{DefaultPluginParams, default_plugins};
use aws_smithy_runtime::client::http::connection_poisoning::ConnectionPoisoningInterceptor;
use aws_smithy_runtime::client::identity::IdentityCache;
use aws_smithy_runtime::client::metrics::MetricsRuntimePlugin;
use aws_smithy_runtime::client::orchestrator::AuthSchemeAndEndpointOrchestrationV2;
use aws_smithy_runtime::client::retries::classifiers::HttpStatusCodeClassifier;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::auth::SharedAuthScheme;
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_runtime_api::client::endpoint::SharedEndpointResolver;
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_runtime_api::client::runtime_plugin::{
    Order, RuntimePlugin, RuntimePlugins, SharedRuntimePlugin, StaticRuntimePlugin,
};
use aws_smithy_schema::protocol::{ServiceShapeName, ServiceShapeNamespace, ServiceVersion, SharedClientProtocol};
use aws_smithy_types::config_bag::{CloneableLayer, FrozenLayer, Layer};
use aws_types::SigningName;
use aws_types::region::{Region, SigningRegion};
use aws_types::sdk_config::SdkConfig;
use aws_types::service_config::ServiceConfigKey;

use super::auth::{ModeledAuthSchemes, ResolveAuthScheme};
use super::service::Service;
use super::telemetry::{EndpointOverride, Metrics, RetryMode};
use super::tls;

/// The settings that a configuration's builder gathers.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Values, by their types.
    pub layer: CloneableLayer,
    /// Components of the runtime.
    pub components: RuntimeComponentsBuilder,
    /// Plugins that the client adds itself.
    pub plugins: Vec<SharedRuntimePlugin>,
    /// The version of the defaults.
    pub behavior_version: Option<BehaviorVersion>,
}

impl Default for Settings {
    #[inline]
    fn default() -> Self {
        Self {
            layer: CloneableLayer::default(),
            components: RuntimeComponentsBuilder::new("service config"),
            plugins: Vec::new(),
            behavior_version: None,
        }
    }
}

impl Settings {
    /// Finishes the configuration of a service.
    #[inline]
    pub fn freeze(mut self, service: &'static Service) -> Arc<Frozen> {
        if self.components.time_source().is_none() {
            self.components.set_time_source(Some(Default::default()));
        }
        self.layer.store_put(service.api_metadata.clone());
        self.layer.store_put(SigningName::from_static(service.signing_name));
        put_signing_region(&mut self.layer);
        let layer = Layer::from(self.layer.clone()).with_name("service config").freeze();
        Arc::new(Frozen {
            layer,
            settings: self,
            service,
        })
    }
}

/// Signs requests for the region that they go to.
#[inline]
fn put_signing_region(layer: &mut CloneableLayer) {
    if let Some(region) = layer.load::<Region>().cloned() {
        layer.store_put(SigningRegion::from(region));
    }
}

/// The endpoint URL that the shared configuration sets for this service, or for all.
#[inline]
pub fn endpoint_url(shared: &SdkConfig, service_id: &str) -> Option<String> {
    let for_all = || shared.endpoint_url().map(str::to_owned);
    if shared.get_origin("endpoint_url").is_client_config() {
        return for_all();
    }
    let key = ServiceConfigKey::builder()
        .service_id(service_id)
        .env("AWS_ENDPOINT_URL")
        .profile("endpoint_url")
        .build()
        .ok()?;
    let for_service = shared.service_config().and_then(|config| config.load_config(key));
    for_service.or_else(for_all)
}

/// A finished configuration.
#[derive(Debug)]
pub struct Frozen {
    /// Values, by their types.
    pub layer: FrozenLayer,
    /// The settings that the configuration was made from.
    pub settings: Settings,
    /// The service that is configured.
    pub service: &'static Service,
}

/// The components that a generated crate adds to the runtime for its service.
#[derive(Debug)]
pub struct ServiceParts {
    /// The resolver that finds the endpoint of a request.
    pub endpoint_resolver: SharedEndpointResolver,
    /// The interceptor that passes the endpoint resolver its parameters.
    pub endpoint_params: SharedInterceptor,
}

/// The name of a retry partition: that of the service, as several services may sign with one name, and of the region.
#[inline]
fn retry_partition(service: &str, region: Option<&Region>) -> String {
    let service = service.to_lowercase().replace(' ', "");
    match region {
        Some(region) => format!("{service}-{region}"),
        None => service,
    }
}

impl Frozen {
    /// The plugins of a client: the runtime's defaults, the user's configuration, and the service's own.
    ///
    /// # Errors
    ///
    /// No behavior version is set.
    #[inline]
    pub fn client_plugins(&self, parts: ServiceParts) -> Result<RuntimePlugins, BoxError> {
        let behavior_version = self.settings.behavior_version.ok_or(
            "A behavior major version must be set when sending a request or constructing a client. \
             You must set it during client construction or by enabling the `behavior-version-latest` cargo feature.",
        )?;
        let defaults = DefaultPluginParams::new()
            .with_retry_partition_name(self.retry_partition())
            .with_behavior_version(behavior_version)
            .with_is_aws_sdk(true);
        let mut components = self.settings.components.clone();
        if components.http_client().is_none() {
            components.set_http_client(tls::http_client(behavior_version));
        }
        let user = StaticRuntimePlugin::new()
            .with_config(self.layer.clone())
            .with_runtime_components(components);
        let metrics = MetricsRuntimePlugin::builder()
            .with_scope(self.service.package)
            .with_time_source(self.settings.components.time_source().unwrap_or_default())
            .build()?;
        #[allow(deprecated)] // As above.
        let no_auth = NoAuthRuntimePlugin::new();
        let fixed = default_plugins(defaults).into_iter().chain([
            SharedRuntimePlugin::new(user),
            SharedRuntimePlugin::new(self.service_plugin(parts)),
            SharedRuntimePlugin::new(no_auth),
        ]);
        Ok(RuntimePlugins::new()
            .with_client_plugins(put_together(fixed))
            .with_client_plugin(metrics)
            .with_client_plugins(self.settings.plugins.iter().cloned()))
    }

    /// The retry partition, in which clients of one service and region share what they learn about its load.
    #[inline]
    fn retry_partition(&self) -> Cow<'static, str> {
        retry_partition(self.service.id, self.layer.load::<Region>()).into()
    }

    #[inline]
    fn service_plugin(&self, parts: ServiceParts) -> StaticRuntimePlugin {
        StaticRuntimePlugin::new()
            .with_order(Order::Defaults)
            .with_config(self.service_layer())
            .with_runtime_components(service_components(self.service, parts))
    }

    #[inline]
    fn service_layer(&self) -> FrozenLayer {
        let mut layer = Layer::new(self.service.shape_name);
        layer.store_put(ServiceShapeName::new(self.service.shape_name));
        layer.store_put(ServiceShapeNamespace::new(self.service.namespace));
        layer.store_put(ServiceVersion::new(self.service.version));
        layer.store_put(AuthSchemeAndEndpointOrchestrationV2);
        if self.layer.load::<SharedClientProtocol>().is_none() {
            layer.store_put((self.service.protocol)());
        }
        layer.freeze()
    }
}

/// Plugins that say the same for every call, as fewer plugins: their components are put together once, by the runtime's
/// order, where the runtime would put them together for each call.
#[inline]
fn put_together(plugins: impl IntoIterator<Item = SharedRuntimePlugin>) -> Vec<SharedRuntimePlugin> {
    let mut plugins: Vec<_> = plugins.into_iter().collect();
    plugins.sort_by_key(RuntimePlugin::order);
    let mut fewer = Vec::new();
    for plugins in plugins.chunk_by(|one, other| one.order() == other.order()) {
        let order = plugins[0].order();
        let mut components = RuntimeComponentsBuilder::new("client");
        for plugin in plugins {
            let next = plugin.runtime_components(&components);
            components = components.merge_from(&next);
            let layer = plugin.config();
            fewer.extend(layer.map(|layer| StaticRuntimePlugin::new().with_order(order).with_config(layer)));
        }
        let components = StaticRuntimePlugin::new()
            .with_order(order)
            .with_runtime_components(components);
        fewer.push(components);
    }
    fewer.into_iter().map(SharedRuntimePlugin::new).collect()
}

/// The interceptors of every request, those of the client's own included.
#[inline]
pub fn common_interceptors() -> [SharedInterceptor; 7] {
    [
        SharedInterceptor::permanent(ConnectionPoisoningInterceptor::new()),
        SharedInterceptor::permanent(RetryMode),
        SharedInterceptor::new(ServiceClockSkewInterceptor::new()),
        SharedInterceptor::new(RequestInfoInterceptor::new()),
        SharedInterceptor::new(UserAgentInterceptor::new()),
        SharedInterceptor::new(InvocationIdInterceptor::new()),
        SharedInterceptor::permanent(RecursionDetectionInterceptor::new()),
    ]
}

#[inline]
fn service_components(service: &'static Service, parts: ServiceParts) -> RuntimeComponentsBuilder {
    let auth = ModeledAuthSchemes(service.auth).into_shared_resolver();
    let mut components = RuntimeComponentsBuilder::new("service")
        .with_auth_scheme_option_resolver(Some(auth))
        .with_auth_scheme(SharedAuthScheme::new(aws_runtime::auth::sigv4::SigV4AuthScheme::new()))
        .with_endpoint_resolver(Some(parts.endpoint_resolver))
        .with_retry_classifier(HttpStatusCodeClassifier::default());
    for interceptor in common_interceptors() {
        components.push_interceptor(interceptor);
    }
    let components = components
        .with_interceptor(SharedInterceptor::permanent(EndpointOverride))
        .with_interceptor(SharedInterceptor::permanent(Metrics))
        .with_interceptor(parts.endpoint_params);
    (service.extend)(components)
}

/// Settings of a single call, which win over the client's.
#[derive(Debug)]
pub struct Overrides {
    plugin: StaticRuntimePlugin,
    more: Vec<SharedRuntimePlugin>,
}

impl Overrides {
    /// Layers settings over a client's configuration.
    #[inline]
    pub fn new(settings: Settings, client: &Frozen) -> Self {
        let Settings {
            mut layer,
            mut components,
            plugins,
            ..
        } = settings;
        let mut resolver = Resolver::overrid(
            client.layer.clone(),
            &client.settings.components,
            &mut layer,
            &mut components,
        );
        put_signing_region(resolver.config_mut());
        // Credentials of one call would pile up in the client's cache, one partition a call; a small cache of
        // their own still serves the call's retries.
        if components.has_identity_resolvers() && components.identity_cache().is_none() {
            components.set_identity_cache(Some(IdentityCache::lazy().max_partitions(1).build()));
        }
        let layer = Layer::from(layer).with_name("config override").freeze();
        let plugin = StaticRuntimePlugin::new()
            .with_config(layer)
            .with_runtime_components(components);
        Self { plugin, more: plugins }
    }

    /// Adds the settings to the plugins of a call.
    #[inline]
    pub fn apply(self, plugins: RuntimePlugins) -> RuntimePlugins {
        plugins
            .with_operation_plugins(self.more)
            .with_operation_plugin(self.plugin)
    }
}
