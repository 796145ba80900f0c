//! The builder of a client's configuration: a macro that defines `Builder`, which has to be a type of the client's own
//! crate. Settings that only some services have are added beside it.

/// Defines the builder of a client's configuration.
///
/// - `service` is the static that describes the service.
/// - `from_shared` is the function that adds the settings that only some services have, from the configuration that
///   services share.
/// - `for_tests` is the function that sets fixed identities for tests.
#[doc(hidden)]
#[macro_export]
#[allow(
    clippy::crate_in_macro_def,
    reason = "the client's crate has this one as its module `support`"
)]
macro_rules! client_builder {
    ($service:ident, $from_shared:ident, $for_tests:ident) => {
        /// A builder for [`Config`].
        #[derive(Clone, Debug, Default)]
        pub struct Builder {
            settings: types::Settings,
        }

        impl Builder {
            /// Creates a builder in which nothing is set.
            #[inline]
            pub fn new() -> Self {
                Self::default()
            }

            #[inline]
            pub(crate) fn into_settings(self) -> types::Settings {
                self.settings
            }

            /// The name of the application, which the user agent carries.
            #[inline]
            pub fn app_name(mut self, value: AppName) -> Self {
                self.set_app_name(Some(value));
                self
            }

            /// Sets or clears what [`app_name`](Self::app_name) sets.
            #[inline]
            pub fn set_app_name(&mut self, value: Option<AppName>) -> &mut Self {
                self.settings.layer.store_or_unset(value);
                self
            }

            /// The auth schemes in order of preference.
            #[inline]
            pub fn auth_scheme_preference(mut self, value: impl Into<types::AuthSchemePreference>) -> Self {
                self.set_auth_scheme_preference(Some(value.into()));
                self
            }

            /// Sets or clears what [`auth_scheme_preference`](Self::auth_scheme_preference) sets.
            #[inline]
            pub fn set_auth_scheme_preference(&mut self, value: Option<types::AuthSchemePreference>) -> &mut Self {
                self.settings.layer.store_or_unset(value);
                self
            }

            /// The HTTP client.
            #[inline]
            pub fn http_client(mut self, value: impl HttpClient + 'static) -> Self {
                self.set_http_client(Some(IntoShared::into_shared(value)));
                self
            }

            /// Sets or clears what [`http_client`](Self::http_client) sets.
            #[inline]
            pub fn set_http_client(&mut self, value: Option<SharedHttpClient>) -> &mut Self {
                self.settings.components.set_http_client(value);
                self
            }

            /// The source of the id that all attempts of a call share.
            #[inline]
            pub fn invocation_id_generator(mut self, value: impl types::InvocationIdGenerator + 'static) -> Self {
                self.set_invocation_id_generator(Some(types::SharedInvocationIdGenerator::new(value)));
                self
            }

            /// Sets or clears what [`invocation_id_generator`](Self::invocation_id_generator) sets.
            #[inline]
            pub fn set_invocation_id_generator(
                &mut self,
                value: Option<types::SharedInvocationIdGenerator>,
            ) -> &mut Self {
                self.settings.layer.store_or_unset(value);
                self
            }

            /// The wire protocol, in place of the one that the model names first.
            #[inline]
            pub fn protocol(mut self, value: impl types::ClientProtocol + 'static) -> Self {
                self.set_protocol(Some(types::SharedClientProtocol::new(value)));
                self
            }

            /// Sets or clears what [`protocol`](Self::protocol) sets.
            #[inline]
            pub fn set_protocol(&mut self, value: Option<types::SharedClientProtocol>) -> &mut Self {
                self.settings.layer.store_or_unset(value);
                self
            }

            /// The region that requests go to, and are signed for.
            #[inline]
            pub fn region(mut self, value: impl Into<Option<Region>>) -> Self {
                self.set_region(value.into());
                self
            }

            /// Sets or clears what [`region`](Self::region) sets.
            #[inline]
            pub fn set_region(&mut self, value: Option<Region>) -> &mut Self {
                self.settings.layer.store_or_unset(value);
                self
            }

            /// The retries of failed requests: whether, how often and with which pauses.
            #[inline]
            pub fn retry_config(mut self, value: types::RetryConfig) -> Self {
                self.set_retry_config(Some(value));
                self
            }

            /// Sets or clears what [`retry_config`](Self::retry_config) sets.
            #[inline]
            pub fn set_retry_config(&mut self, value: Option<types::RetryConfig>) -> &mut Self {
                if let Some(value) = value {
                    self.settings.layer.store_put(value);
                }
                self
            }

            /// The retry partition: its clients share what they learn about the load of a service.
            #[inline]
            pub fn retry_partition(mut self, value: types::RetryPartition) -> Self {
                self.set_retry_partition(Some(value));
                self
            }

            /// Sets or clears what [`retry_partition`](Self::retry_partition) sets.
            #[inline]
            pub fn set_retry_partition(&mut self, value: Option<types::RetryPartition>) -> &mut Self {
                if let Some(value) = value {
                    self.settings.layer.store_put(value);
                }
                self
            }

            /// The sleep implementation, which retries and timeouts need.
            #[inline]
            pub fn sleep_impl(mut self, value: impl AsyncSleep + 'static) -> Self {
                self.set_sleep_impl(Some(IntoShared::into_shared(value)));
                self
            }

            /// Sets or clears what [`sleep_impl`](Self::sleep_impl) sets.
            #[inline]
            pub fn set_sleep_impl(&mut self, value: Option<SharedAsyncSleep>) -> &mut Self {
                self.settings.components.set_sleep_impl(value);
                self
            }

            /// The protection against transfers that have stalled.
            #[inline]
            pub fn stalled_stream_protection(mut self, value: StalledStreamProtectionConfig) -> Self {
                self.set_stalled_stream_protection(Some(value));
                self
            }

            /// Sets or clears what [`stalled_stream_protection`](Self::stalled_stream_protection) sets.
            #[inline]
            pub fn set_stalled_stream_protection(&mut self, value: Option<StalledStreamProtectionConfig>) -> &mut Self {
                self.settings.layer.store_or_unset(value);
                self
            }

            /// The clock.
            #[inline]
            pub fn time_source(mut self, value: impl types::TimeSource + 'static) -> Self {
                self.set_time_source(Some(IntoShared::into_shared(value)));
                self
            }

            /// Sets or clears what [`time_source`](Self::time_source) sets.
            #[inline]
            pub fn set_time_source(&mut self, value: Option<types::SharedTimeSource>) -> &mut Self {
                self.settings.components.set_time_source(value);
                self
            }

            /// The timeouts of connections, attempts and whole calls. A timeout that is not set keeps its value.
            #[inline]
            pub fn timeout_config(mut self, value: types::TimeoutConfig) -> Self {
                self.set_timeout_config(Some(value));
                self
            }

            /// Sets or clears what [`timeout_config`](Self::timeout_config) sets.
            #[inline]
            pub fn set_timeout_config(&mut self, value: Option<types::TimeoutConfig>) -> &mut Self {
                if let Some(mut value) = value {
                    if let Some(before) = self.settings.layer.load::<types::TimeoutConfig>() {
                        value.take_defaults_from(before);
                    }
                    self.settings.layer.store_put(value);
                }
                self
            }

            /// The URL that requests go to, whatever the endpoint rules say.
            #[inline]
            pub fn endpoint_url(mut self, value: impl Into<String>) -> Self {
                self.set_endpoint_url(Some(value.into()));
                self
            }

            /// Sets or clears what [`endpoint_url`](Self::endpoint_url) sets.
            #[inline]
            pub fn set_endpoint_url(&mut self, value: Option<String>) -> &mut Self {
                self.settings.layer.store_or_unset(value.map(types::EndpointUrl));
                self
            }

            /// Uses endpoints with IPv6.
            #[inline]
            pub fn use_dual_stack(mut self, value: impl Into<bool>) -> Self {
                self.set_use_dual_stack(Some(value.into()));
                self
            }

            /// Sets or clears what [`use_dual_stack`](Self::use_dual_stack) sets.
            #[inline]
            pub fn set_use_dual_stack(&mut self, value: Option<bool>) -> &mut Self {
                self.settings.layer.store_or_unset(value.map(types::UseDualStack));
                self
            }

            /// Uses endpoints that comply with FIPS 140.
            #[inline]
            pub fn use_fips(mut self, value: impl Into<bool>) -> Self {
                self.set_use_fips(Some(value.into()));
                self
            }

            /// Sets or clears what [`use_fips`](Self::use_fips) sets.
            #[inline]
            pub fn set_use_fips(&mut self, value: Option<bool>) -> &mut Self {
                self.settings.layer.store_or_unset(value.map(types::UseFips));
                self
            }

            /// Adds an auth scheme.
            #[inline]
            pub fn push_auth_scheme(mut self, auth_scheme: impl types::AuthScheme + 'static) -> Self {
                self.settings.components.push_auth_scheme(auth_scheme);
                self
            }

            /// Sets the resolver of auth schemes, which replaces the model's rules.
            #[inline]
            pub fn auth_scheme_resolver(mut self, resolver: impl auth::ResolveAuthScheme + 'static) -> Self {
                self.set_auth_scheme_resolver(resolver);
                self
            }

            /// Sets the resolver of auth schemes, which replaces the model's rules.
            #[inline]
            pub fn set_auth_scheme_resolver(&mut self, resolver: impl auth::ResolveAuthScheme + 'static) -> &mut Self {
                self.settings
                    .components
                    .set_auth_scheme_option_resolver(Some(resolver.into_shared_resolver()));
                self
            }

            /// Sends unsigned requests where there are no credentials.
            #[inline]
            pub fn allow_no_auth(mut self) -> Self {
                self.set_allow_no_auth();
                self
            }

            /// Sends unsigned requests where there are no credentials.
            #[inline]
            pub fn set_allow_no_auth(&mut self) -> &mut Self {
                self.settings
                    .plugins
                    .push(SharedRuntimePlugin::new(types::NoAuthRuntimePluginV2::new()));
                self
            }

            /// Sets the resolver of endpoints, which replaces the model's rules.
            #[inline]
            pub fn endpoint_resolver(mut self, resolver: impl endpoint::ResolveEndpoint + 'static) -> Self {
                self.set_endpoint_resolver(Some(resolver.into_shared_resolver()));
                self
            }

            /// Sets or clears what [`endpoint_resolver`](Self::endpoint_resolver) sets.
            #[inline]
            pub fn set_endpoint_resolver(&mut self, resolver: Option<types::SharedEndpointResolver>) -> &mut Self {
                self.settings.components.set_endpoint_resolver(resolver);
                self
            }

            /// The cache of credentials.
            #[inline]
            pub fn identity_cache(mut self, cache: impl ResolveCachedIdentity + 'static) -> Self {
                self.set_identity_cache(cache);
                self
            }

            /// The cache of credentials.
            #[inline]
            pub fn set_identity_cache(&mut self, cache: impl ResolveCachedIdentity + 'static) -> &mut Self {
                self.settings.components.set_identity_cache(Some(cache));
                self
            }

            /// Adds an interceptor, which sees every request and response at every step.
            #[inline]
            pub fn interceptor(mut self, interceptor: impl Intercept + 'static) -> Self {
                self.push_interceptor(SharedInterceptor::new(interceptor));
                self
            }

            /// Adds an interceptor, which sees every request and response at every step.
            #[inline]
            pub fn push_interceptor(&mut self, interceptor: SharedInterceptor) -> &mut Self {
                self.settings.components.push_interceptor(interceptor);
                self
            }

            /// Replaces the interceptors.
            #[inline]
            pub fn set_interceptors(&mut self, interceptors: impl IntoIterator<Item = SharedInterceptor>) -> &mut Self {
                self.settings
                    .components
                    .set_interceptors(interceptors.into_iter());
                self
            }

            /// Adds a retry classifier, which decides the failures that are retried.
            #[inline]
            pub fn retry_classifier(mut self, classifier: impl types::ClassifyRetry + 'static) -> Self {
                self.push_retry_classifier(types::SharedRetryClassifier::new(classifier));
                self
            }

            /// Adds a retry classifier, which decides the failures that are retried.
            #[inline]
            pub fn push_retry_classifier(&mut self, classifier: types::SharedRetryClassifier) -> &mut Self {
                self.settings.components.push_retry_classifier(classifier);
                self
            }

            /// Replaces the retry classifiers.
            #[inline]
            pub fn set_retry_classifiers(
                &mut self,
                classifiers: impl IntoIterator<Item = types::SharedRetryClassifier>,
            ) -> &mut Self {
                self.settings
                    .components
                    .set_retry_classifiers(classifiers.into_iter());
                self
            }

            /// The version of the defaults. A newer version has better defaults, which may change what a program does.
            #[inline]
            pub fn behavior_version(mut self, behavior_version: BehaviorVersion) -> Self {
                self.set_behavior_version(Some(behavior_version));
                self
            }

            /// The newest defaults that this crate knows.
            #[inline]
            pub fn behavior_version_latest(self) -> Self {
                self.behavior_version(BehaviorVersion::latest())
            }

            /// Sets or clears what [`behavior_version`](Self::behavior_version) sets.
            #[inline]
            pub fn set_behavior_version(&mut self, behavior_version: Option<BehaviorVersion>) -> &mut Self {
                self.settings.behavior_version = behavior_version;
                self
            }

            /// Adds members of inputs to telemetry: strings at the top level, by their names in the model.
            #[inline]
            pub fn emit_input_attributes(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
                let mut requested = self
                    .settings
                    .layer
                    .load::<types::RequestedTelemetryAttributes>()
                    .cloned()
                    .unwrap_or_default();
                requested.emit(names.into_iter().map(Into::into));
                self.settings.layer.store_put(requested);
                self
            }

            /// Keeps members of inputs for interceptors, without putting them into telemetry.
            #[inline]
            pub fn capture_input_attributes(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
                let mut requested = self
                    .settings
                    .layer
                    .load::<types::RequestedTelemetryAttributes>()
                    .cloned()
                    .unwrap_or_default();
                requested.capture_only(names.into_iter().map(Into::into));
                self.settings.layer.store_put(requested);
                self
            }

            /// Adds a framework's metadata to the user agent.
            #[inline]
            pub fn framework_metadata(mut self, framework_metadata: FrameworkMetadata) -> Self {
                self.push_framework_metadata(framework_metadata);
                self
            }

            /// Adds a framework's metadata to the user agent.
            #[inline]
            pub fn push_framework_metadata(&mut self, framework_metadata: FrameworkMetadata) -> &mut Self {
                self.settings.layer.store_append(framework_metadata);
                self
            }

            /// Signs requests with the client's clock, even where the service's clock is known to differ.
            #[inline]
            pub fn disable_clock_skew_correction(mut self, disable: impl Into<Option<bool>>) -> Self {
                self.set_disable_clock_skew_correction(disable.into());
                self
            }

            /// Sets or clears what [`disable_clock_skew_correction`](Self::disable_clock_skew_correction) sets.
            #[inline]
            pub fn set_disable_clock_skew_correction(&mut self, disable: Option<bool>) -> &mut Self {
                self.settings
                    .layer
                    .store_or_unset::<types::DisableClockSkewCorrection>(disable.map(Into::into));
                self
            }

            /// Sets the clock, the credentials and the user agent to fixed values for tests.
            #[cfg(feature = "test-util")]
            #[inline]
            pub fn apply_test_defaults(&mut self) -> &mut Self {
                let now = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_234_567_890);
                let clock = aws_smithy_async::time::StaticTimeSource::new(now);
                self.set_time_source(Some(types::SharedTimeSource::new(clock)));
                self.settings
                    .layer
                    .store_put(aws_runtime::user_agent::AwsUserAgent::for_tests());
                $for_tests(self);
                self.set_behavior_version(Some(BehaviorVersion::latest()))
            }

            /// Sets the clock, the credentials and the user agent to fixed values for tests.
            #[cfg(feature = "test-util")]
            #[inline]
            pub fn with_test_defaults(mut self) -> Self {
                self.apply_test_defaults();
                self
            }

            /// As [`apply_test_defaults`](Self::apply_test_defaults), and a region if none is set.
            #[cfg(feature = "test-util")]
            #[inline]
            pub fn apply_test_defaults_v2(&mut self) -> &mut Self {
                self.apply_test_defaults();
                if self.settings.layer.load::<Region>().is_none() {
                    self.set_region(Some(Region::new("us-east-1")));
                }
                self
            }

            /// As [`with_test_defaults`](Self::with_test_defaults), and a region if none is set.
            #[cfg(feature = "test-util")]
            #[inline]
            pub fn with_test_defaults_v2(mut self) -> Self {
                self.apply_test_defaults_v2();
                self
            }

            /// Builds the configuration.
            #[cfg_attr(not(feature = "behavior-version-latest"), allow(unused_mut))]
            #[inline]
            pub fn build(mut self) -> Config {
                #[cfg(feature = "behavior-version-latest")]
                self.settings
                    .behavior_version
                    .get_or_insert_with(BehaviorVersion::latest);
                Config(self.settings.freeze(&$service))
            }
        }

        impl From<&types::SdkConfig> for Builder {
            #[inline]
            fn from(shared: &types::SdkConfig) -> Self {
                let mut builder = Self::new();
                builder.set_region(shared.region().cloned());
                builder.set_use_fips(shared.use_fips());
                builder.set_use_dual_stack(shared.use_dual_stack());
                builder.set_endpoint_url(crate::support::config::endpoint_url(shared, $service.id));
                builder.set_retry_config(shared.retry_config().cloned());
                builder.set_timeout_config(shared.timeout_config().cloned());
                builder.set_sleep_impl(shared.sleep_impl());
                builder.set_http_client(shared.http_client());
                builder.set_time_source(shared.time_source());
                builder.set_behavior_version(shared.behavior_version());
                builder.set_auth_scheme_preference(shared.auth_scheme_preference().cloned());
                builder.set_app_name(shared.app_name().cloned());
                builder.set_disable_clock_skew_correction(shared.disable_clock_skew_correction());
                if let Some(protocol) = shared.protocol() {
                    builder.set_protocol(Some(protocol.clone()));
                }

                if let Some(protection) = shared.stalled_stream_protection() {
                    builder.set_stalled_stream_protection(Some(protection));
                }

                if let Some(cache) = shared.identity_cache() {
                    builder.set_identity_cache(cache);
                }

                $from_shared(&mut builder, shared);
                for metadata in shared.framework_metadata() {
                    builder.push_framework_metadata(metadata.clone());
                }
                builder
            }
        }
    };
}

#[doc(hidden)]
pub use client_builder;
