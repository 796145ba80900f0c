//! Checksums of responses (Smithy's `httpChecksum`): the body is compared with the checksum in its headers while it is
//! read.

use aws_smithy_checksums::ChecksumAlgorithm;
use aws_smithy_checksums::body::validate::ChecksumBody;
use aws_smithy_checksums::http::CHECKSUM_ALGORITHMS_IN_PRIORITY_ORDER;
use aws_smithy_runtime::client::sdk_feature::SmithySdkFeature;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeDeserializationInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::Headers;
use aws_smithy_types::base64;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::checksum_config::ResponseChecksumValidation;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};

use super::operation::Presigned;

/// True where the checksum of the response is validated.
#[derive(Clone, Copy, Debug)]
struct Validates(bool);

impl Storable for Validates {
    type Storer = StoreReplace<Self>;
}

/// Decides whether to ask the service for a checksum: where the caller did, or unless the configuration validates
/// responses only when required.
#[inline]
pub fn asks(cfg: &mut ConfigBag, is_asked_for: bool) -> bool {
    let validation = cfg.load::<ResponseChecksumValidation>();
    let is_eager = !matches!(validation, Some(ResponseChecksumValidation::WhenRequired));
    // Whoever gets the response to a presigned request may have no client.
    let is_eager = is_eager && cfg.load::<Presigned>().is_none();
    let state = cfg.interceptor_state();
    state.store_append(match is_eager {
        true => SmithySdkFeature::FlexibleChecksumsResWhenSupported,
        false => SmithySdkFeature::FlexibleChecksumsResWhenRequired,
    });
    state.store_put(Validates(is_asked_for || is_eager));
    is_asked_for || is_eager
}

/// Makes the body of a response fail where its checksum, by one of these algorithms, differs from the header.
#[derive(Debug)]
pub struct ResponseChecksum(pub &'static [&'static str]);

#[dyn_dispatch_hint]
impl Intercept for ResponseChecksum {
    #[inline]
    fn name(&self) -> &'static str {
        "ResponseChecksum"
    }

    #[inline]
    fn modify_before_deserialization(
        &self,
        context: &mut BeforeDeserializationInterceptorContextMut<'_>,
        _runtime_components: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if !cfg.load::<Validates>().is_some_and(|it| it.0) {
            return Ok(());
        }
        let response = context.response_mut();
        if let Some((algorithm, expected)) = expected(response.headers(), self.0) {
            let body = std::mem::replace(response.body_mut(), SdkBody::taken());
            *response.body_mut() = body.map(move |body| {
                let body = ChecksumBody::new(body, algorithm.into_impl(), expected.clone().into());
                SdkBody::from_body_1_x(body)
            });
        }
        Ok(())
    }
}

/// The checksum in the headers, by the quickest algorithm of the model.
#[inline]
fn expected(headers: &Headers, algorithms: &[&str]) -> Option<(ChecksumAlgorithm, Vec<u8>)> {
    let is_of_model = |name: &&&str| algorithms.iter().any(|algorithm| algorithm.eq_ignore_ascii_case(name));
    // The quickest to calculate comes first.
    let known = CHECKSUM_ALGORITHMS_IN_PRIORITY_ORDER
        .iter()
        .filter(is_of_model)
        .filter_map(|name| name.parse::<ChecksumAlgorithm>().ok());
    for algorithm in known {
        let Some(said) = headers.get(algorithm.into_impl().header_name()) else {
            continue;
        };
        if is_of_parts(said) {
            tracing::warn!(
                checksum = said,
                "This checksum is a part-level checksum which can't be validated by the Rust SDK. Disable checksum \
                 validation for this request to fix this warning."
            );
            return None;
        }
        return match base64::decode(said) {
            Ok(checksum) => Some((algorithm, checksum)),
            Err(error) => {
                tracing::error!(
                    checksum = said,
                    %error,
                    "Checksum received from server could not be base64 decoded. No checksum validation will be performed."
                );
                None
            }
        };
    }
    None
}

/// True for a composite checksum, made of those of an object's parts and followed by their number: it is not that of
/// the body.
#[inline]
fn is_of_parts(checksum: &str) -> bool {
    let count = checksum.rsplit_once('-').map(|(_, count)| count);
    count.is_some_and(|count| !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit()))
}
