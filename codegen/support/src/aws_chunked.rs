//! The content encoding `aws-chunked` of streamed bodies: chunks, and then a trailer for values that are known only
//! after the last byte.
//!
//! Over TLS the chunks are not signed. Without it each has a signature, which continues that of the chunk before it;
//! the first continues that of the request.

use aws_runtime::auth::PayloadSigningOverride;
use aws_runtime::content_encoding::header::X_AMZ_TRAILER_SIGNATURE;
use aws_runtime::content_encoding::header_value::AWS_CHUNKED;
use aws_runtime::content_encoding::{AwsChunkedBody, AwsChunkedBodyOptions, DeferredSigner};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};

/// The length of a signature in hexadecimal digits.
const SIGNATURE_LENGTH: usize = 64;

/// The smallest size of a chunk in bytes, except for the last one.
const LEAST: usize = 8 * 1024;

/// The size of a chunk in bytes; `None` for one chunk with the whole body.
#[derive(Clone, Copy, Debug)]
pub struct ChunkSize(pub Option<usize>);

impl Storable for ChunkSize {
    type Storer = StoreReplace<Self>;
}

/// The sizes that decide the length of an encoded body.
#[derive(Clone, Debug)]
struct Framing {
    body: u64,
    trailer: u64,
    /// The size of a chunk in bytes, where a configuration sets one.
    chunk: Option<usize>,
}

impl Storable for Framing {
    type Storer = StoreReplace<Self>;
}

impl Framing {
    #[inline]
    fn options(&self, is_signed: bool) -> AwsChunkedBodyOptions {
        let options = AwsChunkedBodyOptions::default()
            .with_stream_length(self.body)
            .with_trailer_len(self.trailer)
            .signed_chunked_encoding(is_signed);
        let options = match self.chunk {
            Some(size) => options.with_chunk_size(size),
            None => options,
        };
        if is_signed {
            options.with_trailer_len((X_AMZ_TRAILER_SIGNATURE.len() + ":".len() + SIGNATURE_LENGTH) as u64)
        } else {
            options
        }
    }
}

/// Announces the encoding of the body in the headers of a request, before it is signed.
#[inline]
pub fn announce(
    request: &mut HttpRequest,
    trailer: &'static str,
    trailer_length: u64,
    cfg: &mut ConfigBag,
) -> Result<(), BoxError> {
    let body = length(request).ok_or("a body of unknown length cannot be sent in chunks: give its `content_length`")?;
    let framing = Framing {
        body,
        trailer: trailer_length,
        chunk: cfg.load::<ChunkSize>().map(|size| chunk(*size, body)).transpose()?,
    };
    let is_signed = request.uri().starts_with("http:");
    let options = framing.options(is_signed);
    let headers = request.headers_mut();
    headers.insert("x-amz-trailer", trailer);
    headers.insert("x-amz-decoded-content-length", framing.body.to_string());
    headers.insert("content-length", options.encoded_length().to_string());
    headers.remove("transfer-encoding");
    headers.append("content-encoding", AWS_CHUNKED);
    let state = cfg.interceptor_state();
    state.store_put(framing);
    state.store_put(options);
    if is_signed {
        let (signer, sender) = DeferredSigner::new();
        state.store_put(signer);
        state.store_put(sender);
        state.store_put(PayloadSigningOverride::StreamingSignedPayloadTrailer);
    } else {
        state.store_put(PayloadSigningOverride::StreamingUnsignedPayloadTrailer);
    }
    Ok(())
}

/// Encodes the body of an announced request, after it was signed.
///
/// # Errors
///
/// The request is signed with another scheme than SigV4, the only one that can sign chunks.
#[inline]
pub fn encode(request: &mut HttpRequest, cfg: &ConfigBag) -> Result<(), BoxError> {
    let framing = cfg.load::<Framing>().ok_or("no body in chunks was announced")?;
    // Interceptors may have changed them.
    let announced = cfg.load::<AwsChunkedBodyOptions>().cloned().unwrap_or_default();
    let signer = cfg.load::<DeferredSigner>().cloned();
    let authorization = request.headers().get("authorization").unwrap_or_default();
    let (signer, options) = match (signer, authorization) {
        (_, "") => {
            // Nobody signed, and nobody said what becomes of the body either.
            let options = framing.options(false);
            let headers = request.headers_mut();
            headers.insert("content-length", options.encoded_length().to_string());
            headers.insert("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
            (None, options)
        }
        (Some(signer), scheme) if scheme.starts_with("AWS4-HMAC-SHA256") => (Some(signer), announced),
        (Some(_), _) => return Err("without TLS, chunks can be signed with SigV4 alone".into()),
        (None, _) => (None, announced),
    };
    let body = std::mem::replace(request.body_mut(), SdkBody::taken());
    *request.body_mut() = body.map(move |body| {
        let chunked = AwsChunkedBody::new(body, options.clone());
        SdkBody::from_body_1_x(match &signer {
            Some(signer) => chunked.with_signer(signer.clone()),
            None => chunked,
        })
    });
    Ok(())
}

/// The size of a body's chunks in bytes.
#[inline]
fn chunk(size: ChunkSize, body: u64) -> Result<usize, BoxError> {
    match size.0 {
        None => Ok(usize::try_from(body)?.max(LEAST)),
        Some(size) if size < LEAST => {
            let problem = format!("Chunk size must be at least {LEAST} bytes, but {size} was provided");
            Err(format!("{problem}: see `aws_chunked_encoding_chunk_size`").into())
        }
        Some(size) => Ok(size),
    }
}

#[inline]
fn length(request: &HttpRequest) -> Option<u64> {
    let said = request.headers().get("content-length");
    said.and_then(|length| length.parse().ok())
        .or_else(|| request.body().content_length())
}
