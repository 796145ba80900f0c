//! The path of a call: from a typed input through AWS's orchestrator to a typed output or error.
//!
//! Generic code is compiled where an operation is called, not where it is defined: a client of many operations costs
//! its users only those that they call. Code that does not depend on the operation is not generic, and compiled once.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};

use aws_runtime::auth::{SigV4OperationSigningConfig, SigningOptions};
use aws_runtime::retries::classifiers::AwsErrorCodeClassifier;
use aws_runtime::service_clock_skew::ServiceClockSkewClassifier;
use aws_sigv4::http_request::SignableBody;
use aws_smithy_runtime::client::orchestrator;
use aws_smithy_runtime::client::retries::classifiers::{ModeledAsRetryableClassifier, TransientErrorClassifier};
use aws_smithy_runtime::client::stalled_stream_protection::StalledStreamProtectionInterceptor;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::auth::{AuthSchemeId, AuthSchemeOptionResolverParams};
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use aws_smithy_runtime_api::client::interceptors::context::{Error, Input, Output};
use aws_smithy_runtime_api::client::orchestrator::{
    HttpRequest, HttpResponse, Metadata, OrchestratorError, SensitiveOutput,
};
use aws_smithy_runtime_api::client::result::{CreateUnhandledError, SdkError};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_runtime_api::client::runtime_plugin::{RuntimePlugin, RuntimePlugins, SharedRuntimePlugin};
use aws_smithy_runtime_api::client::ser_de::{
    DeserializeResponse, SerializeRequest, SharedRequestSerializer, SharedResponseDeserializer,
};
use aws_smithy_runtime_api::http::Headers;
use aws_smithy_schema::protocol::SharedClientProtocol;
use aws_smithy_schema::serde::{SerdeError, SerializableStruct, ShapeDeserializer};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::{ConfigBag, FrozenLayer, Layer, Storable, StoreReplace};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_smithy_types::error::operation::BuildError;
use aws_smithy_types::retry::ProvideErrorKind;
use aws_types::request_id::RequestId;
use tracing::{Instrument, Span};

use super::auth::Params;
use super::config::Settings;
use super::error::ErrorResponse;
use super::handle::Handle;
use super::list_header::ListHeader;
use super::schema::Structure;
use super::service::Service;
use super::span::{DefaultCallsite, span};
use super::telemetry;

/// The result of a call.
pub type CallResult<T, E> = Result<T, SdkError<E, HttpResponse>>;

/// An operation of a service; generated code implements it.
pub trait Operation: RuntimePlugin + Clone + Default + 'static {
    /// The name in the model, which is also its name on the wire.
    const NAME: &'static str;
    /// The service that has the operation.
    const SERVICE: &'static Service;
    /// How the output is described to a protocol.
    const OUTPUT: &'static Structure;

    /// The input.
    type Input: SerializableStruct + std::fmt::Debug + Send + Sync + 'static;
    /// The output.
    type Output: std::fmt::Debug + Send + Sync + 'static;
    /// The error.
    type Error: std::error::Error
        + ProvideErrorMetadata
        + ProvideErrorKind
        + CreateUnhandledError
        + Send
        + Sync
        + 'static;

    /// The auth schemes that may be used, in order of preference.
    #[inline]
    fn auth() -> &'static [AuthSchemeId] {
        Self::SERVICE.auth
    }

    /// What tracing knows the operation's spans by.
    const CALLSITE: &'static DefaultCallsite;

    /// True where the signature does not cover the body of the request.
    const UNSIGNED_PAYLOAD: bool = false;

    /// True where the body of a response may hold secrets, and must not be logged.
    const RECEIVES_SECRETS: bool = false;

    /// True where the request has no body at all; other operations without members send an empty document.
    const SENDS_NOTHING: bool = false;

    /// True where a response may stall while the service works, so that a stalled body is not an error.
    const MAY_STALL: bool = false;

    /// True where the body of a response is passed on as a stream.
    const STREAMS_OUTPUT: bool = false;

    /// The names that the root of a response's XML document may have; empty where they are not known.
    const ROOTS: Roots = Roots(&[]);

    /// The request headers that hold lists, with one line for each element.
    const LISTS_IN_HEADERS: &'static [ListHeader] = &[];

    /// True where the request or the response is an event stream.
    const STREAMS_EVENTS: bool = false;

    /// True where the request is an event stream, whose events are each signed.
    const SENDS_EVENTS: bool = false;

    /// The step that completes an output, where a member arrives only after the response is read.
    const COMPLETE: Option<Complete> = None;

    /// Adds the operation's own settings to the configuration.
    #[inline]
    fn configure(_layer: &mut Layer) {}

    /// Adds the operation's own components to the runtime.
    #[inline]
    fn extend(components: RuntimeComponentsBuilder) -> RuntimeComponentsBuilder {
        components
    }

    /// Completes an input before it is serialized, once for all attempts of a call.
    ///
    /// # Errors
    ///
    /// A required member of the input is not set.
    #[inline]
    fn prepare(_input: &mut Self::Input, _cfg: &mut ConfigBag) -> Result<(), BoxError> {
        Ok(())
    }

    /// Gives a request its streamed body.
    #[inline]
    fn attach_body(request: HttpRequest, _input: Self::Input, _cfg: &mut ConfigBag) -> Result<HttpRequest, BoxError> {
        Ok(request)
    }

    /// Gives an output its streamed body.
    #[inline]
    fn put_body(_output: &mut Self::Output, _body: SdkBody, _protocol: &SharedClientProtocol) {}

    /// Tells whether a response is an error.
    #[inline]
    fn is_error(response: &HttpResponse) -> bool {
        !response.status().is_success()
    }

    /// A response that replaces an error response which the protocol cannot read.
    #[inline]
    fn stand_in(_response: &HttpResponse) -> Option<HttpResponse> {
        None
    }

    /// Adds headers of the response that are not members to the output.
    #[inline]
    fn identify_output(_output: &mut Self::Output, _headers: &Headers) {}

    /// Adds headers of the response that are not members to the error.
    #[inline]
    fn identify_error<'a>(error: ErrorResponse<'a>, _headers: &Headers) -> ErrorResponse<'a> {
        error
    }

    /// The span of a call.
    #[inline]
    fn span() -> Span {
        span(Self::CALLSITE, Self::SERVICE.id, Self::NAME)
    }

    /// Reads the output of a successful call.
    ///
    /// # Errors
    ///
    /// The body is not a document of the protocol, or a member has another type than in the model.
    fn read_output(body: &mut dyn ShapeDeserializer, request_id: Option<String>) -> Result<Self::Output, SerdeError>;

    /// Reads the error of a failed call.
    fn read_error(response: ErrorResponse<'_>) -> Self::Error;
}

/// The names that the root of a response's XML document may have.
#[derive(Clone, Copy, Debug)]
pub struct Roots(pub &'static [&'static str]);

impl Storable for Roots {
    type Storer = StoreReplace<Self>;
}

/// Marks a request that is signed but not sent, with the function that moves its body into a URL.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::type_complexity)] // The function is what protocols' requests go through.
pub struct Presigned(pub fn(HttpRequest, &dyn SerializableStruct) -> Result<HttpRequest, BoxError>);

impl Storable for Presigned {
    type Storer = StoreReplace<Self>;
}

/// A request that can be changed before it is sent.
pub trait Customizable: Send {
    /// The operation.
    type Operation: Operation;

    /// Splits the request into the client and the input.
    #[allow(clippy::type_complexity)] // The pair is what `send` takes.
    fn into_call(self) -> (Arc<Handle>, Result<<Self::Operation as Operation>::Input, BuildError>);
}

/// The future of a call. It is a type, not `async` code, because the compiler would have to look into such code once
/// for each operation.
pub struct Call<T, E> {
    erased: Erased<'static>,
    typed: fn(ErasedResult) -> CallResult<T, E>,
}

impl<T, E> std::fmt::Debug for Call<T, E> {
    #[inline]
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Call")
    }
}

impl<T, E> Future for Call<T, E> {
    type Output = CallResult<T, E>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.erased.as_mut().poll(cx).map(self.typed)
    }
}

/// Calls an operation.
#[inline]
pub fn send<O: Operation>(
    handle: Arc<Handle>,
    input: Result<O::Input, BuildError>,
    overrides: Option<Settings>,
) -> Call<O::Output, O::Error> {
    let plugin = SharedRuntimePlugin::new(O::default());
    Call {
        erased: call(Outline::of::<O>(), input.map(Input::erase), handle, plugin, overrides),
        typed: typed::<O>,
    }
}

/// Calls an operation with complete plugins.
#[inline]
pub async fn invoke<O: Operation>(plugins: &RuntimePlugins, input: O::Input) -> CallResult<O::Output, O::Error> {
    let call = orchestrate(Outline::of::<O>(), Input::erase(input), plugins);
    typed::<O>(Box::pin(call).await)
}

/// The result of a call, as the operation has it.
#[allow(clippy::result_large_err, reason = "the error is the runtime's")]
#[inline]
fn typed<O: Operation>(result: ErasedResult) -> CallResult<O::Output, O::Error> {
    let output = result.map_err(error_of::<O>)?;
    output
        .downcast()
        .map_err(|_| SdkError::construction_failure(wrong_type::<O>("output")))
}

/// The error of a call, as the operation has it.
#[inline]
pub fn error_of<O: Operation>(error: SdkError<Error, HttpResponse>) -> SdkError<O::Error, HttpResponse> {
    error.map_service_error(|error| match error.downcast::<O::Error>() {
        Ok(error) => error,
        Err(foreign) => O::Error::create_unhandled_error(foreign.into(), None),
    })
}

/// The result of a call, without the types of the operation.
pub type ErasedResult = Result<Output, SdkError<Error, HttpResponse>>;

/// The future of such a result; boxed, so that the large state of a call is not copied around.
pub type Erased<'a> = Pin<Box<dyn Future<Output = ErasedResult> + Send + 'a>>;

/// A step that completes an output before the caller gets it.
pub type Complete = fn(Output) -> Erased<'static>;

/// What the path of a call, which knows no operation's types, has to know of one.
#[derive(Clone, Copy)]
struct Outline {
    service: &'static str,
    operation: &'static str,
    span: fn() -> Span,
    complete: Option<Complete>,
}

impl Outline {
    #[inline]
    fn of<O: Operation>() -> Self {
        Self {
            service: O::SERVICE.id,
            operation: O::NAME,
            span: O::span,
            complete: O::COMPLETE,
        }
    }
}

/// Puts the plugins of a call together, and makes it. Nothing happens before the future is polled.
#[inline]
fn call(
    outline: Outline,
    input: Result<Input, BuildError>,
    handle: Arc<Handle>,
    plugin: SharedRuntimePlugin,
    overrides: Option<Settings>,
) -> Erased<'static> {
    Box::pin(async move {
        let input = input.map_err(SdkError::construction_failure)?;
        let plugins = handle.plugins_for(plugin, overrides);
        orchestrate(outline, input, &plugins).await
    })
}

/// Runs the orchestrator in the span of the call.
#[inline]
async fn orchestrate(outline: Outline, input: Input, plugins: &RuntimePlugins) -> ErasedResult {
    let call = async move {
        let output = orchestrator::invoke(outline.service, outline.operation, input, plugins).await?;
        match outline.complete {
            Some(complete) => complete(output).await,
            None => Ok(output),
        }
    };
    call.instrument((outline.span)()).await
}

/// The error for a value of the wrong type. Interceptors can replace an input or an output by any value.
#[inline]
fn wrong_type<O: Operation>(what: &str) -> BoxError {
    format!(
        "an interceptor replaced the {what} of {} by a value of another type",
        O::NAME
    )
    .into()
}

/// The operation's part of a call's configuration and components, made at the first call and kept.
#[derive(Debug, Default)]
pub struct Plugin(OnceLock<(FrozenLayer, RuntimeComponentsBuilder)>);

impl Plugin {
    /// A plugin whose parts are not made yet.
    #[inline]
    pub const fn new() -> Self {
        Self(OnceLock::new())
    }

    /// The operation's configuration.
    #[inline]
    pub fn layer<O: Operation>(&'static self) -> FrozenLayer {
        self.get::<O>().0.clone()
    }

    /// The operation's components.
    #[inline]
    pub fn components<O: Operation>(&'static self) -> &'static RuntimeComponentsBuilder {
        &self.get::<O>().1
    }

    #[inline]
    fn get<O: Operation>(&'static self) -> &'static (FrozenLayer, RuntimeComponentsBuilder) {
        self.0.get_or_init(|| {
            let signed_body = match (O::UNSIGNED_PAYLOAD, O::SENDS_EVENTS) {
                (true, _) => Some(SignableBody::UnsignedPayload),
                (false, true) => Some(SignableBody::Bytes(&[])),
                (false, false) => None,
            };
            let mut layer = common_layer(O::SERVICE, O::NAME, O::auth(), signed_body);
            layer.store_put(SharedRequestSerializer::new(Codec::<O>(PhantomData)));
            layer.store_put(SharedResponseDeserializer::new(Codec::<O>(PhantomData)));
            if O::RECEIVES_SECRETS {
                layer.store_put(SensitiveOutput);
            }
            layer.store_put(O::ROOTS);
            O::configure(&mut layer);
            let components = RuntimeComponentsBuilder::new(O::NAME)
                .with_retry_classifier(TransientErrorClassifier::<O::Error>::new())
                .with_retry_classifier(ModeledAsRetryableClassifier::<O::Error>::new())
                .with_retry_classifier(AwsErrorCodeClassifier::<O::Error>::new())
                .with_retry_classifier(ServiceClockSkewClassifier::<O::Error>::new());
            // An event may be long in coming.
            let components = if O::STREAMS_EVENTS || O::MAY_STALL {
                components
            } else {
                let protection = StalledStreamProtectionInterceptor::default();
                components.with_interceptor(SharedInterceptor::permanent(protection))
            };
            (layer.freeze(), O::extend(components))
        })
    }
}

/// The configuration that all operations have in common.
#[inline]
pub fn common_layer(
    service: &'static Service,
    operation: &'static str,
    auth: &'static [AuthSchemeId],
    signed_body: Option<SignableBody<'static>>,
) -> Layer {
    let mut signing_options = SigningOptions::default();
    // A service that is not told would take the signature for that of the body, and refuse it.
    let says_unsigned = matches!(signed_body, Some(SignableBody::UnsignedPayload));
    signing_options.double_uri_encode = says_unsigned || !service.signs_path_as_sent;
    signing_options.content_sha256_header = says_unsigned || service.sends_body_hash;
    signing_options.normalize_uri_path = !service.signs_path_as_sent;
    signing_options.payload_override = signed_body;
    let signing = SigV4OperationSigningConfig {
        signing_options,
        ..Default::default()
    };
    let mut layer = Layer::new(operation);
    layer.store_put(AuthSchemeOptionResolverParams::new(Params::of_operation(
        operation, auth,
    )));
    layer.store_put(Metadata::new(operation, service.id));
    layer.store_put(signing);
    layer
}

/// Serializes requests and deserializes responses of one operation.
struct Codec<O>(PhantomData<fn() -> O>);

impl<O: Operation> std::fmt::Debug for Codec<O> {
    #[inline]
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Codec<{}>", O::NAME)
    }
}

impl<O: Operation> SerializeRequest for Codec<O> {
    #[inline]
    fn serialize_input(&self, input: Input, cfg: &mut ConfigBag) -> Result<HttpRequest, BoxError> {
        let mut input = input.downcast::<O::Input>().map_err(|_| wrong_type::<O>("input"))?;
        O::prepare(&mut input, cfg)?;
        let mut request = serialize(&input, cfg)?;
        if O::SENDS_NOTHING {
            request.headers_mut().remove("content-type");
            request.headers_mut().remove("content-length");
            *request.body_mut() = SdkBody::empty();
        }
        for list in O::LISTS_IN_HEADERS {
            list.split(&mut request);
        }
        if let Some(Presigned(write)) = cfg.load::<Presigned>() {
            return write(request, &input);
        }
        O::attach_body(request, input, cfg)
    }
}

impl<O: Operation> DeserializeResponse for Codec<O> {
    #[inline]
    fn deserialize_streaming_with_config(
        &self,
        response: &mut HttpResponse,
        cfg: &ConfigBag,
    ) -> Option<Result<Output, OrchestratorError<Error>>> {
        if !O::STREAMS_OUTPUT || !response.status().is_success() {
            return None;
        }
        let body = std::mem::replace(response.body_mut(), SdkBody::taken());
        let output = protocol(cfg).map_err(OrchestratorError::other).and_then(|protocol| {
            let mut output = read_output::<O>(response, cfg)?;
            O::put_body(&mut output, body, protocol);
            Ok(Output::erase(output))
        });
        Some(output)
    }

    #[inline]
    fn deserialize_nonstreaming_with_config(
        &self,
        response: &HttpResponse,
        cfg: &ConfigBag,
    ) -> Result<Output, OrchestratorError<Error>> {
        if O::is_error(response) {
            let stand_in = O::stand_in(response);
            let response = stand_in.as_ref().unwrap_or(response);
            let protocol = protocol(cfg).map_err(OrchestratorError::other)?;
            tracing::debug!(request_id = ?response.request_id());
            let error = ErrorResponse::new(protocol, response, cfg);
            let error = O::read_error(O::identify_error(error, response.headers()));
            return Err(OrchestratorError::operation(Error::erase(error)));
        }
        read_output::<O>(response, cfg).map(Output::erase)
    }
}

#[inline]
fn read_output<O: Operation>(response: &HttpResponse, cfg: &ConfigBag) -> Result<O::Output, OrchestratorError<Error>> {
    let protocol = protocol(cfg).map_err(OrchestratorError::other)?;
    tracing::debug!(request_id = ?response.request_id());
    let request_id = response.request_id().map(str::to_owned);
    let mut output = protocol
        .deserialize_response(response, O::OUTPUT.schema(), cfg)
        .and_then(|mut body| O::read_output(&mut *body, request_id))
        .map_err(OrchestratorError::other)?;
    O::identify_output(&mut output, response.headers());
    Ok(output)
}

/// Gives a request a streamed body, with a default media type where none is set.
#[inline]
pub fn with_body(mut request: HttpRequest, body: SdkBody) -> HttpRequest {
    let length = body.content_length();
    let headers = request.headers_mut();
    if headers.get("content-type").is_none() {
        headers.insert("content-type", "application/octet-stream");
    }
    if let Some(length) = length {
        headers.insert("content-length", length.to_string());
    }
    *request.body_mut() = body;
    request
}

#[inline]
fn serialize(input: &dyn SerializableStruct, cfg: &mut ConfigBag) -> Result<HttpRequest, BoxError> {
    telemetry::capture(input, cfg);
    Ok(protocol(cfg)?.serialize_request(input, input.schema(), "/", cfg)?)
}

/// The protocol of the client.
///
/// # Errors
///
/// The configuration has no protocol.
#[inline]
pub fn protocol(cfg: &ConfigBag) -> Result<&SharedClientProtocol, BoxError> {
    cfg.load::<SharedClientProtocol>()
        .ok_or_else(|| "no protocol is configured".into())
}
