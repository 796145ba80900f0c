//! The request that opens a session with a bucket. A client sends it by itself, whichever operations its user chose.

use std::time::SystemTime;

use aws_credential_types::Credentials;
use aws_runtime::auth::sigv4;
use aws_runtime::retries::classifiers::AwsErrorCodeClassifier;
use aws_smithy_runtime::client::orchestrator::AuthSchemeAndEndpointOrchestrationV2;
use aws_smithy_runtime::client::retries::classifiers::{HttpStatusCodeClassifier, TransientErrorClassifier};
use aws_smithy_runtime::client::retries::{RetryPartition, TokenBucket};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::auth::{AuthSchemeId, AuthSchemePreference};
use aws_smithy_runtime_api::client::endpoint::EndpointResolverParams;
use aws_smithy_runtime_api::client::interceptors::context::{Error, Input, Output};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, OrchestratorError, SensitiveOutput};
use aws_smithy_runtime_api::client::retries::classifiers::SharedRetryClassifier;
use aws_smithy_runtime_api::client::runtime_components::{RuntimeComponents, RuntimeComponentsBuilder};
use aws_smithy_runtime_api::client::runtime_plugin::{RuntimePlugins, StaticRuntimePlugin};
use aws_smithy_runtime_api::client::ser_de::{
    DeserializeResponse, SerializeRequest, SharedRequestSerializer, SharedResponseDeserializer,
};
use aws_smithy_schema::protocol::SharedClientProtocol;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::{ConfigBag, Layer};
use aws_smithy_types::date_time::{DateTime, Format};
use aws_smithy_types::error::metadata::{ErrorMetadata, ProvideErrorMetadata};
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_smithy_xml::decode::{Document, try_data};
use aws_types::app_name::AppName;
use aws_types::region::{Region, SigningRegion};
use aws_types::sdk_ua_metadata::FrameworkMetadata;
use aws_types::{SigningName, request_id::apply_request_id};

use super::config::common_interceptors;
use super::operation::{common_layer, protocol};
use super::service::Service;

/// The name of the operation.
pub const NAME: &str = "CreateSession";

/// The authentication of the request: a session is opened with the client's own credentials.
const AUTH: &[AuthSchemeId] = &[sigv4::SCHEME_ID];

/// The plugins of the request. Its input is the parameters of its endpoint. It uses the client's components without its
/// interceptors, which are for the calls of the user, and the relevant part of the call's configuration.
#[inline]
pub fn plugins(service: &'static Service, components: &RuntimeComponents, cfg: &ConfigBag) -> RuntimePlugins {
    let mut layer = common_layer(service, NAME, AUTH, None);
    carry_over(&mut layer, cfg);
    layer.store_put(AuthSchemeAndEndpointOrchestrationV2);
    layer.store_put(SharedRequestSerializer::new(Request));
    layer.store_put(SharedResponseDeserializer::new(Request));
    layer.store_put(SensitiveOutput);
    let mut components: RuntimeComponentsBuilder = components.to_builder();
    components.set_interceptors(common_interceptors().into_iter());
    components.set_retry_classifiers(
        [
            SharedRetryClassifier::new(TransientErrorClassifier::<Refused>::new()),
            SharedRetryClassifier::new(AwsErrorCodeClassifier::<Refused>::new()),
            SharedRetryClassifier::new(HttpStatusCodeClassifier::default()),
        ]
        .into_iter(),
    );
    let plugin = StaticRuntimePlugin::new()
        .with_config(layer.freeze())
        .with_runtime_components(components);
    RuntimePlugins::new().with_client_plugin(plugin)
}

/// Copies the relevant configuration of the call.
#[inline]
fn carry_over(layer: &mut Layer, cfg: &ConfigBag) {
    macro_rules! carry {
        ($($ty:ty),*) => {
            $(if let Some(value) = cfg.load::<$ty>() {
                layer.store_put(value.clone());
            })*
        };
    }
    carry!(
        AppName,
        AuthSchemePreference,
        aws_runtime::invocation_id::SharedInvocationIdGenerator,
        aws_runtime::service_clock_skew::DisableClockSkewCorrection,
        aws_runtime::user_agent::ApiMetadata,
        Region,
        RetryConfig,
        RetryPartition,
        SharedClientProtocol,
        SigningName,
        SigningRegion,
        TimeoutConfig,
        TokenBucket
    );
    let mut metadata: Vec<_> = cfg.load::<FrameworkMetadata>().collect();
    metadata.reverse();
    for entry in metadata {
        layer.store_append(entry.clone());
    }
}

/// Writes the request, and reads its response.
#[derive(Debug)]
struct Request;

impl SerializeRequest for Request {
    #[inline]
    fn serialize_input(&self, input: Input, cfg: &mut ConfigBag) -> Result<HttpRequest, BoxError> {
        let params = input.downcast::<EndpointResolverParams>();
        let params = params.map_err(|_| "a session is opened at an endpoint")?;
        cfg.interceptor_state().store_put(params);
        let mut request = HttpRequest::new(SdkBody::empty());
        request.set_uri("/?session")?;
        Ok(request)
    }
}

impl DeserializeResponse for Request {
    #[inline]
    fn deserialize_nonstreaming_with_config(
        &self,
        response: &HttpResponse,
        cfg: &ConfigBag,
    ) -> Result<Output, OrchestratorError<Error>> {
        if !response.status().is_success() {
            let protocol = protocol(cfg).map_err(OrchestratorError::other)?;
            let said = protocol.parse_error_metadata(response, cfg).unwrap_or_default();
            let refused = Refused(apply_request_id(said, response.headers()).build());
            return Err(OrchestratorError::operation(Error::erase(refused)));
        }
        let body = response.body().bytes().unwrap_or_default();
        read(body).map(Output::erase).map_err(OrchestratorError::other)
    }
}

/// Reads the credentials of a session.
#[inline]
fn read(body: &[u8]) -> Result<Credentials, BoxError> {
    let text = std::str::from_utf8(body)?;
    let mut document = Document::new(text);
    let mut root = document.root_element()?;
    let (mut key, mut secret, mut token, mut end) = (None, None, None, None);
    while let Some(mut tag) = root.next_tag() {
        if !tag.start_el().matches("Credentials") {
            continue;
        }
        while let Some(mut tag) = tag.next_tag() {
            let value = match tag.start_el().local() {
                "AccessKeyId" => &mut key,
                "SecretAccessKey" => &mut secret,
                "SessionToken" => &mut token,
                "Expiration" => &mut end,
                _ => continue,
            };
            *value = Some(try_data(&mut tag)?.into_owned());
        }
    }
    let (Some(key), Some(secret), Some(token), Some(end)) = (key, secret, token, end) else {
        return Err("the response to a session's request has no credentials".into());
    };
    let end = DateTime::from_str(&end, Format::DateTimeWithOffset)?;
    Ok(Credentials::new(
        key,
        secret,
        Some(token),
        Some(SystemTime::try_from(end)?),
        "s3express",
    ))
}

/// The error of a service that opens no session.
#[derive(Debug)]
pub struct Refused(ErrorMetadata);

impl std::fmt::Display for Refused {
    #[inline]
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "no session was opened with the bucket: {}", self.0)
    }
}

impl std::error::Error for Refused {}

impl ProvideErrorMetadata for Refused {
    #[inline]
    fn meta(&self) -> &ErrorMetadata {
        &self.0
    }
}

/// The service's error.
#[inline]
pub fn refusal(error: Error) -> Refused {
    let foreign = |error: Error| Refused(ErrorMetadata::builder().message(format!("{error:?}")).build());
    error.downcast().unwrap_or_else(foreign)
}
