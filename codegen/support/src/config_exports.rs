//! The runtime's types in a client's `config` module, and the types that its macros name.

/// The requests and responses that interceptors see.
pub mod http {
    pub use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
}

/// The contexts that interceptors see at each step of a call.
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

/// Types that the configuration's macros name.
pub mod types {
    pub use super::super::config::{Frozen, Settings};
    pub use aws_runtime::invocation_id::{InvocationIdGenerator, SharedInvocationIdGenerator};
    pub use aws_runtime::service_clock_skew::DisableClockSkewCorrection;
    pub use aws_smithy_async::time::{SharedTimeSource, TimeSource};
    pub use aws_smithy_runtime::client::auth::no_auth::NoAuthRuntimePluginV2;
    pub use aws_smithy_runtime::client::retries::RetryPartition;
    pub use aws_smithy_runtime_api::client::auth::{
        AuthScheme, AuthSchemePreference, SharedAuthScheme, SharedAuthSchemeOptionResolver,
    };
    pub use aws_smithy_runtime_api::client::endpoint::SharedEndpointResolver;
    pub use aws_smithy_runtime_api::client::retries::classifiers::{ClassifyRetry, SharedRetryClassifier};
    pub use aws_smithy_schema::protocol::{ClientProtocol, SharedClientProtocol};
    pub use aws_smithy_types::retry::RetryConfig;
    pub use aws_smithy_types::telemetry::RequestedTelemetryAttributes;
    pub use aws_smithy_types::timeout::TimeoutConfig;
    pub use aws_types::endpoint_config::{EndpointUrl, UseDualStack, UseFips};
    pub use aws_types::sdk_config::SdkConfig;
}
