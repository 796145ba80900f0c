//! Checksums of requests, by an algorithm that the caller chooses (Smithy's `httpChecksum`).
//!
//! The checksum of an in-memory body is in a header. That of a streamed body is known only after the last byte, and
//! follows it in a trailer.

use aws_smithy_checksums::ChecksumAlgorithm;
use aws_smithy_checksums::body::ChecksumCache;
use aws_smithy_checksums::body::calculate::ChecksumBody;
use aws_smithy_checksums::http::HttpChecksum;
use aws_smithy_runtime::client::sdk_feature::SmithySdkFeature;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::checksum_config::RequestChecksumCalculation;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};

use super::aws_chunked;
use super::operation::Presigned;

/// The choice of the checksum, by the caller and by the model.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The algorithm that the caller chose.
    pub algorithm: Option<String>,
    /// The header that names the algorithm, where the model has one.
    pub header: Option<&'static str>,
    /// True where the service requires a checksum.
    pub is_required: bool,
}

impl Storable for Choice {
    type Storer = StoreReplace<Self>;
}

/// Stores the choice for [`RequestChecksum`].
#[inline]
pub fn choose(cfg: &mut ConfigBag, choice: Choice) {
    cfg.interceptor_state().store_put(choice);
}

/// The steps that each attempt of a request takes.
#[derive(Clone, Debug)]
struct Plan {
    algorithm: ChecksumAlgorithm,
    /// The checksum of the first attempt, which reveals a body that differs in a later one.
    cache: ChecksumCache,
}

impl Storable for Plan {
    type Storer = StoreReplace<Self>;
}

/// Adds a checksum to a request that has none.
#[derive(Debug)]
pub struct RequestChecksum;

#[dyn_dispatch_hint]
impl Intercept for RequestChecksum {
    #[inline]
    fn name(&self) -> &'static str {
        "RequestChecksum"
    }

    #[inline]
    fn modify_before_retry_loop(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _runtime_components: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        // The body of a presigned request is not known yet.
        let is_presigned = cfg.load::<Presigned>().is_some();
        let Some(choice) = cfg.load::<Choice>().cloned().filter(|_| !is_presigned) else {
            return Ok(());
        };
        let Some(algorithm) = algorithm(context.request(), &choice, cfg)? else {
            return Ok(());
        };
        if let (Some(header), None) = (choice.header, &choice.algorithm) {
            let name = algorithm.as_str().to_ascii_uppercase();
            context.request_mut().headers_mut().insert(header, name);
        }
        let plan = Plan {
            algorithm,
            cache: ChecksumCache::new(),
        };
        let state = cfg.interceptor_state();
        feature(algorithm).map(|feature| state.store_append(feature));
        state.store_put(plan);
        Ok(())
    }

    #[inline]
    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _runtime_components: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Some(plan) = cfg.load::<Plan>() else {
            return Ok(());
        };
        let mut checksum = plan.algorithm.into_impl();
        let request = context.request_mut();
        if let Some(body) = request.body().bytes() {
            checksum.update(body);
            let name = checksum.header_name();
            request.headers_mut().insert(name, checksum.header_value());
            return Ok(());
        }
        let length = HttpChecksum::size(&*checksum);
        aws_chunked::announce(request, checksum.header_name(), length, cfg)
    }

    #[inline]
    fn modify_before_transmit(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _runtime_components: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let request = context.request_mut();
        let Some(plan) = cfg.load::<Plan>().filter(|_| request.body().bytes().is_none()) else {
            return Ok(());
        };
        let plan = plan.clone();
        let body = std::mem::replace(request.body_mut(), SdkBody::taken());
        *request.body_mut() = body.map(move |body| {
            let body = ChecksumBody::new(body, plan.algorithm.into_impl()).with_cache(plan.cache.clone());
            SdkBody::from_body_1_x(body)
        });
        aws_chunked::encode(request, cfg)
    }
}

/// The algorithm of the checksum to add; `None` where the caller gave a checksum, or none is needed.
#[inline]
fn algorithm(
    request: &HttpRequest,
    choice: &Choice,
    cfg: &mut ConfigBag,
) -> Result<Option<ChecksumAlgorithm>, BoxError> {
    let calculation = cfg.load::<RequestChecksumCalculation>();
    let is_eager = !matches!(calculation, Some(RequestChecksumCalculation::WhenRequired));
    cfg.interceptor_state().store_append(match is_eager {
        true => SmithySdkFeature::FlexibleChecksumsReqWhenSupported,
        false => SmithySdkFeature::FlexibleChecksumsReqWhenRequired,
    });
    let mut headers = request.headers().iter();
    if headers.any(|(name, _)| name.starts_with("x-amz-checksum-")) {
        return Ok(None);
    }
    match &choice.algorithm {
        Some(name) => known(name).map(Some),
        None => Ok((is_eager || choice.is_required).then(ChecksumAlgorithm::default)),
    }
}

/// Finds an algorithm by its name. MD5 is rejected: the runtime would replace it by another.
#[inline]
fn known(name: &str) -> Result<ChecksumAlgorithm, BoxError> {
    let algorithm = name.parse().ok().filter(|_| !name.eq_ignore_ascii_case("md5"));
    algorithm.ok_or_else(|| {
        format!("no checksum can be calculated by the algorithm `{name}`: choose another, or set the checksum itself")
            .into()
    })
}

#[inline]
fn feature(algorithm: ChecksumAlgorithm) -> Option<SmithySdkFeature> {
    match algorithm {
        ChecksumAlgorithm::Crc32 => Some(SmithySdkFeature::FlexibleChecksumsReqCrc32),
        ChecksumAlgorithm::Crc32c => Some(SmithySdkFeature::FlexibleChecksumsReqCrc32c),
        ChecksumAlgorithm::Crc64Nvme => Some(SmithySdkFeature::FlexibleChecksumsReqCrc64),
        ChecksumAlgorithm::Sha1 => Some(SmithySdkFeature::FlexibleChecksumsReqSha1),
        ChecksumAlgorithm::Sha256 => Some(SmithySdkFeature::FlexibleChecksumsReqSha256),
        _ => None,
    }
}
