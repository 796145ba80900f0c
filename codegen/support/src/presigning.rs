//! Presigned requests: signed now, and sent by someone else, who needs no credentials.
//!
//! A call runs through the runtime like any other, and stops before the request is sent. Its signature is in the query
//! string, so that a URL is often all that has to be passed on.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use aws_runtime::auth::{HttpSignatureType, SigV4OperationSigningConfig};
use aws_runtime::invocation_id::InvocationIdInterceptor;
use aws_runtime::request_info::RequestInfoInterceptor;
use aws_runtime::service_clock_skew::ServiceClockSkewInterceptor;
use aws_runtime::user_agent::UserAgentInterceptor;
use aws_sigv4::http_request::SignableBody;
use aws_smithy_async::time::{SharedTimeSource, StaticTimeSource};
use aws_smithy_runtime::client::orchestrator::{self, StopPoint};
use aws_smithy_runtime::client::retries::strategy::NeverRetryStrategy;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{BeforeTransmitInterceptorContextMut, Input};
use aws_smithy_runtime_api::client::interceptors::{
    Intercept, SharedInterceptor, disable_interceptor, dyn_dispatch_hint,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::client::retries::SharedRetryStrategy;
use aws_smithy_runtime_api::client::runtime_components::{RuntimeComponents, RuntimeComponentsBuilder};
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin;
use aws_smithy_schema::header_omit_settings::{HeaderOmitSettings, SharedHeaderOmitSettings};
use aws_smithy_schema::serde::SerializableStruct;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::{ConfigBag, FrozenLayer, Layer};
use aws_smithy_types::error::operation::BuildError;
use tracing::Instrument;

use super::config::Settings;
use super::handle::Handle;
use super::operation::{Operation, Presigned, error_of};

/// The longest time for which a signature is valid.
const WEEK: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// The start and the duration of a presigned request's validity.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct PresigningConfig {
    start_time: SystemTime,
    expires_in: Duration,
}

impl PresigningConfig {
    /// A configuration for requests that are valid from now on, for a week at most. They expire with the credentials
    /// that signed them, if those expire earlier.
    #[inline]
    pub fn expires_in(expires_in: Duration) -> Result<PresigningConfig, PresigningConfigError> {
        Self::builder().expires_in(expires_in).build()
    }

    /// Creates a builder.
    #[inline]
    pub fn builder() -> PresigningConfigBuilder {
        PresigningConfigBuilder::default()
    }

    /// The duration of the validity.
    #[inline]
    pub fn expires(&self) -> Duration {
        self.expires_in
    }

    /// The start of the validity.
    #[inline]
    pub fn start_time(&self) -> SystemTime {
        self.start_time
    }
}

/// Builds a [`PresigningConfig`].
#[non_exhaustive]
#[derive(Debug, Default)]
pub struct PresigningConfigBuilder {
    start_time: Option<SystemTime>,
    expires_in: Option<Duration>,
}

impl PresigningConfigBuilder {
    /// Sets the start of the validity; by default, it is now.
    #[inline]
    pub fn start_time(mut self, start_time: SystemTime) -> Self {
        self.start_time = Some(start_time);
        self
    }

    /// Sets or clears the start of the validity.
    #[inline]
    pub fn set_start_time(&mut self, start_time: Option<SystemTime>) {
        self.start_time = start_time;
    }

    /// Sets the duration of the validity, a week at most. It is required.
    #[inline]
    pub fn expires_in(mut self, expires_in: Duration) -> Self {
        self.expires_in = Some(expires_in);
        self
    }

    /// Sets or clears the duration of the validity.
    #[inline]
    pub fn set_expires_in(&mut self, expires_in: Option<Duration>) {
        self.expires_in = expires_in;
    }

    /// Builds the configuration.
    ///
    /// # Errors
    ///
    /// The duration is not set, or is longer than a week.
    #[inline]
    pub fn build(self) -> Result<PresigningConfig, PresigningConfigError> {
        let expires_in = self.expires_in.ok_or(PresigningConfigError::Missing)?;
        if expires_in > WEEK {
            return Err(PresigningConfigError::TooLong);
        }
        Ok(PresigningConfig {
            start_time: self.start_time.unwrap_or_else(SystemTime::now),
            expires_in,
        })
    }
}

pub use error::PresigningConfigError;

/// The error of a configuration, whose variants are private.
mod error {
    use std::fmt;

    /// The error of an invalid [`PresigningConfig`](super::PresigningConfig).
    #[derive(Debug)]
    pub struct PresigningConfigError(Kind);

    #[derive(Debug)]
    enum Kind {
        Missing,
        TooLong,
    }

    #[allow(non_upper_case_globals)] // They stand for variants.
    impl PresigningConfigError {
        pub(super) const Missing: Self = Self(Kind::Missing);
        pub(super) const TooLong: Self = Self(Kind::TooLong);
    }

    impl fmt::Display for PresigningConfigError {
        #[inline]
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(match self.0 {
                Kind::Missing => "`expires_in` is required",
                Kind::TooLong => "`expires_in` must be no longer than one week",
            })
        }
    }

    impl std::error::Error for PresigningConfigError {}
}

/// A signed request. Anyone who sends it, with all its headers, acts with the credentials that signed it.
#[non_exhaustive]
pub struct PresignedRequest(HttpRequest);

impl PresignedRequest {
    #[inline]
    fn new(request: HttpRequest) -> Result<Self, BoxError> {
        let request = request.map(|_| SdkBody::empty());
        // A request that could not be converted later is an error now.
        copy(&request).try_into_http1x()?;
        Ok(Self(request))
    }

    /// The method.
    #[inline]
    pub fn method(&self) -> &str {
        self.0.method()
    }

    /// The URL.
    #[inline]
    pub fn uri(&self) -> &str {
        self.0.uri()
    }

    /// The headers that have to be sent with the request. `Host` is not among them, as it follows from the URL.
    #[inline]
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.headers().iter()
    }

    /// The request with a body, as a type of the crate `http`.
    #[inline]
    pub fn make_http_1x_request<B>(&self, body: B) -> http::Request<B> {
        self.clone().into_http_1x_request(body)
    }

    /// The request with a body, as a type of the crate `http`.
    #[inline]
    pub fn into_http_1x_request<B>(self, body: B) -> http::Request<B> {
        let request = self.0.try_into_http1x().expect("it was converted once before");
        request.map(|_| body)
    }

    /// The request with a body, as a type of the crate `http` in its version 0.2.
    #[cfg(feature = "http-02x")]
    #[deprecated = "Prefer `make_http_1x_request`, whose type is that of the current version of the crate `http`."]
    #[inline]
    pub fn make_http_02x_request<B>(&self, body: B) -> http_02x::Request<B> {
        let request = copy(&self.0).try_into_http02x();
        request.expect("it was converted once before").map(|_| body)
    }

    /// The request with a body, as a type of the crate `http` in its version 0.2.
    #[cfg(feature = "http-02x")]
    #[deprecated = "Prefer `into_http_1x_request`, whose type is that of the current version of the crate `http`."]
    #[inline]
    pub fn into_http_02x_request<B>(self, body: B) -> http_02x::Request<B> {
        let request = self.0.try_into_http02x().expect("it was converted once before");
        request.map(|_| body)
    }
}

#[inline]
fn copy(request: &HttpRequest) -> HttpRequest {
    request.try_clone().expect("an empty body can be cloned")
}

impl Clone for PresignedRequest {
    #[inline]
    fn clone(&self) -> Self {
        Self(copy(&self.0))
    }
}

impl fmt::Debug for PresignedRequest {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PresignedRequest")
            .field("method", &self.method())
            .field("uri", &self.uri())
            .field("headers", self.0.headers())
            .finish()
    }
}

/// An operation that can be presigned.
pub trait Presignable: Operation {
    /// True where the signature covers the body, which is then empty.
    const SIGNS_BODY: bool;
    /// Moves the body of a request into the URL.
    const WRITE: fn(HttpRequest, &dyn SerializableStruct) -> Result<HttpRequest, BoxError>;
}

/// Signs a request without sending it.
#[inline]
pub async fn presign<O: Presignable>(
    handle: Arc<Handle>,
    input: Result<O::Input, BuildError>,
    overrides: Option<Settings>,
    config: PresigningConfig,
) -> Result<PresignedRequest, SdkError<O::Error, HttpResponse>> {
    let input = input.map_err(SdkError::construction_failure)?;
    let plugin = Plugin::new(
        config,
        Presigned(O::WRITE),
        match O::SIGNS_BODY {
            true => SignableBody::Bytes(&[]),
            false => SignableBody::UnsignedPayload,
        },
    );
    let plugins = handle.plugins_for(O::default(), overrides).with_client_plugin(plugin);
    let end = StopPoint::BeforeTransmit;
    let call = orchestrator::invoke_with_stop_point(O::SERVICE.id, O::NAME, Input::erase(input), &plugins, end);
    let mut context = Box::pin(call.instrument(O::span())).await.map_err(error_of::<O>)?;
    let request = context.take_request();
    let request = request.ok_or_else(|| SdkError::construction_failure("an interceptor took the request away"))?;
    PresignedRequest::new(request).map_err(SdkError::construction_failure)
}

/// The plugin that turns a call into presigning.
#[derive(Debug)]
struct Plugin {
    components: RuntimeComponentsBuilder,
    presigned: Presigned,
}

impl Plugin {
    #[inline]
    fn new(config: PresigningConfig, presigned: Presigned, body: SignableBody<'static>) -> Self {
        let clock = SharedTimeSource::new(StaticTimeSource::new(config.start_time));
        let sign = SignInQuery {
            expires_in: config.expires_in,
            body,
        };
        let components = RuntimeComponentsBuilder::new("presigning")
            .with_interceptor(SharedInterceptor::permanent(sign))
            .with_retry_strategy(Some(SharedRetryStrategy::new(NeverRetryStrategy::new())))
            .with_time_source(Some(clock));
        Self { components, presigned }
    }
}

impl RuntimePlugin for Plugin {
    #[inline]
    fn config(&self) -> Option<FrozenLayer> {
        let mut layer = Layer::new("presigning");
        // Whoever sends the request would have to send these headers, too.
        layer.store_put(disable_interceptor::<InvocationIdInterceptor>("presigning"));
        layer.store_put(disable_interceptor::<RequestInfoInterceptor>("presigning"));
        layer.store_put(disable_interceptor::<UserAgentInterceptor>("presigning"));
        layer.store_put(disable_interceptor::<ServiceClockSkewInterceptor>("presigning"));
        layer.store_put(SharedHeaderOmitSettings::new(WithoutDefaults));
        layer.store_put(self.presigned);
        Some(layer.freeze())
    }

    #[inline]
    fn runtime_components(&self, _: &RuntimeComponentsBuilder) -> Cow<'_, RuntimeComponentsBuilder> {
        Cow::Borrowed(&self.components)
    }
}

/// Removes headers about a body that the sender chooses later.
#[derive(Debug)]
struct WithoutDefaults;

impl HeaderOmitSettings for WithoutDefaults {
    #[inline]
    fn should_omit_default_content_type(&self) -> bool {
        true
    }

    #[inline]
    fn should_omit_default_content_length(&self) -> bool {
        true
    }
}

/// Puts the signature into the query string.
#[derive(Debug)]
struct SignInQuery {
    expires_in: Duration,
    body: SignableBody<'static>,
}

#[dyn_dispatch_hint]
impl Intercept for SignInQuery {
    #[inline]
    fn name(&self) -> &'static str {
        "SignInQuery"
    }

    #[inline]
    fn modify_before_signing(
        &self,
        _context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _runtime_components: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let signing = cfg.load::<SigV4OperationSigningConfig>();
        let mut signing = signing.ok_or("the operation says nothing of signatures")?.clone();
        let options = &mut signing.signing_options;
        options.expires_in = Some(self.expires_in);
        options.signature_type = HttpSignatureType::HttpRequestQueryParams;
        options.payload_override = Some(self.body.clone());
        cfg.interceptor_state().store_put(signing);
        Ok(())
    }
}

/// Leaves the body to the sender of the request.
#[inline]
pub fn without_body(mut request: HttpRequest, _input: &dyn SerializableStruct) -> Result<HttpRequest, BoxError> {
    *request.body_mut() = SdkBody::empty();
    Ok(request)
}
