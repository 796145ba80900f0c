//! Error codes that a service defines as transient.

use std::borrow::Cow;

use aws_runtime::retries::classifiers::{AwsErrorCodeClassifier, TRANSIENT_ERRORS};
use aws_smithy_runtime_api::client::retries::classifiers::SharedRetryClassifier;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

/// A classifier that retries these codes, and those of every service, whatever the status.
#[inline]
pub fn classifier<E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static>(
    codes: &[&'static str],
) -> SharedRetryClassifier {
    let codes = TRANSIENT_ERRORS.iter().chain(codes).copied().collect();
    let classifier = AwsErrorCodeClassifier::<E>::builder().transient_errors(Cow::Owned(codes));
    SharedRetryClassifier::new(classifier.build())
}
