//! Compression of requests (Smithy's `requestCompression` trait): a large body is sent with gzip.

use std::io::Write;

use aws_smithy_runtime::client::sdk_feature::SmithySdkFeature;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};
use flate2::Compression;
use flate2::write::GzEncoder;

/// The size from which on bodies are compressed, where no configuration says another, in bytes.
const DEFAULT_MIN_SIZE: u32 = 10_240;

/// No body is compressed.
#[derive(Clone, Copy, Debug)]
pub struct DisableRequestCompression(pub bool);

impl Storable for DisableRequestCompression {
    type Storer = StoreReplace<Self>;
}

/// The size from which on bodies are compressed, in bytes.
#[derive(Clone, Copy, Debug)]
pub struct RequestMinCompressionSize(pub u32);

impl Storable for RequestMinCompressionSize {
    type Storer = StoreReplace<Self>;
}

/// Compresses the body of a request that is held in memory, before it is signed.
#[derive(Debug)]
pub struct RequestCompression;

#[dyn_dispatch_hint]
impl Intercept for RequestCompression {
    fn name(&self) -> &'static str {
        "RequestCompression"
    }

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
        let request = context.request_mut();
        let body = request.body().bytes().filter(|body| body.len() >= least as usize);
        let Some(body) = body.filter(|_| !is_disabled) else {
            return Ok(());
        };
        let compressed = gzip(body)?;
        let headers = request.headers_mut();
        let encoding = match headers.get("content-encoding") {
            Some(before) if !before.is_empty() => format!("{before}, gzip"),
            _ => "gzip".to_owned(),
        };
        headers.insert("content-encoding", encoding);
        headers.insert("content-length", compressed.len().to_string());
        *request.body_mut() = SdkBody::from(compressed);
        cfg.interceptor_state()
            .store_append(SmithySdkFeature::GzipRequestCompression);
        Ok(())
    }
}

fn gzip(body: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body)?;
    encoder.finish()
}
