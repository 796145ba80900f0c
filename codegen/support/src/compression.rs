//! Compression of requests (Smithy's `requestCompression` trait): a large body, or one of unknown size, is sent with
//! gzip.

use aws_smithy_compression::body::compress::CompressedBody;
use aws_smithy_compression::http::CompressRequest;
use aws_smithy_compression::{CompressionAlgorithm, CompressionOptions};
use aws_smithy_runtime::client::sdk_feature::SmithySdkFeature;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};

/// The default minimum size of a compressed body, in bytes.
const DEFAULT_MIN_SIZE: u32 = 10_240;

/// Turns compression off.
#[derive(Clone, Copy, Debug)]
pub struct DisableRequestCompression(pub bool);

impl Storable for DisableRequestCompression {
    type Storer = StoreReplace<Self>;
}

/// The minimum size of a compressed body, in bytes.
#[derive(Clone, Copy, Debug)]
pub struct RequestMinCompressionSize(pub u32);

impl Storable for RequestMinCompressionSize {
    type Storer = StoreReplace<Self>;
}

/// Compresses the body of a request before it is signed.
#[derive(Debug)]
pub struct RequestCompression;

#[dyn_dispatch_hint]
impl Intercept for RequestCompression {
    #[inline]
    fn name(&self) -> &'static str {
        "RequestCompression"
    }

    #[inline]
    fn modify_before_retry_loop(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _runtime_components: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let is_disabled = cfg.load::<DisableRequestCompression>().is_some_and(|it| it.0);
        let least = cfg
            .load::<RequestMinCompressionSize>()
            .map_or(DEFAULT_MIN_SIZE, |it| it.0);
        let options = CompressionOptions::default().with_min_compression_size_bytes(least)?;
        let request = context.request_mut();
        let is_small = request
            .body()
            .content_length()
            .is_some_and(|size| size < u64::from(least));
        if is_disabled || is_small {
            return Ok(());
        }
        compress(request, CompressionAlgorithm::Gzip.into_impl_http_body_1_x(&options))?;
        cfg.interceptor_state()
            .store_append(SmithySdkFeature::GzipRequestCompression);
        Ok(())
    }
}

/// Compresses an in-memory body at once, and a stream as it is sent.
#[inline]
fn compress(request: &mut HttpRequest, algorithm: Box<dyn CompressRequest>) -> Result<(), BoxError> {
    let encoding = algorithm.header_value();
    let encoding = match request.headers().get("content-encoding") {
        Some(before) if !before.is_empty() => format!("{before}, {}", encoding.to_str()?),
        _ => encoding.to_str()?.to_owned(),
    };
    request.headers_mut().insert("content-encoding", encoding);
    let body = std::mem::replace(request.body_mut(), SdkBody::taken());
    if body.is_streaming() {
        request.headers_mut().remove("content-length");
        *request.body_mut() =
            body.map(move |body| SdkBody::from_body_1_x(CompressedBody::new(body, algorithm.clone())));
        return Ok(());
    }
    let body = CompressedBody::new(body, algorithm).into_compressed_sdk_body()?;
    if let Some(size) = body.content_length() {
        request.headers_mut().insert("content-length", size.to_string());
    }
    *request.body_mut() = body;
    Ok(())
}
