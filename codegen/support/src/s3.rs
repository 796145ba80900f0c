//! What S3 alone does: errors in responses that say that all went well, and responses to `HEAD`, whose errors have
//! nothing but a status.

use std::borrow::Cow;

use aws_runtime::retries::classifiers::{AwsErrorCodeClassifier, TRANSIENT_ERRORS};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::retries::classifiers::SharedRetryClassifier;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

/// Whether a response is an error. S3 begins to answer before a long operation has come to its end, so that the error
/// of one can follow a status of success.
pub fn is_error(response: &HttpResponse) -> bool {
    let body = response.body().bytes().unwrap_or_default();
    !response.status().is_success() || root_of(body).is_some_and(|root| root == b"Error")
}

/// The name of the element at the root of a document.
fn root_of(body: &[u8]) -> Option<&[u8]> {
    let mut rest = body.trim_ascii_start();
    if rest.starts_with(b"<?") {
        let end = rest.windows(2).position(|pair| pair == b"?>")?;
        rest = rest[end + 2..].trim_ascii_start();
    }
    let rest = rest.strip_prefix(b"<")?;
    let end = rest.iter().position(|byte| b"> \t\r\n/".contains(byte))?;
    Some(&rest[..end])
}

/// An error with a body, in place of one that answers `HEAD` and can have none.
pub fn error_of_head(response: &HttpResponse) -> Option<HttpResponse> {
    let has_body = response.body().bytes().is_some_and(|body| !body.is_empty());
    if has_body || response.status().as_u16() != 404 {
        return None;
    }
    let body = SdkBody::from("<Error><Code>NotFound</Code></Error>");
    let mut spoken = HttpResponse::new(response.status(), body);
    *spoken.headers_mut() = response.headers().clone();
    Some(spoken)
}

/// Tries again what S3 could not finish, whatever status it began with.
pub fn internal_errors<E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static>() -> SharedRetryClassifier {
    let codes = TRANSIENT_ERRORS.iter().copied().chain(["InternalError"]).collect();
    let classifier = AwsErrorCodeClassifier::<E>::builder().transient_errors(Cow::Owned(codes));
    SharedRetryClassifier::new(classifier.build())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(status: u16, body: &'static str) -> HttpResponse {
        HttpResponse::new(status.try_into().expect("it is a status"), SdkBody::from(body))
    }

    #[test]
    fn an_error_may_follow_a_status_of_success() {
        for body in [
            "<Error><Code>InternalError</Code></Error>",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\n  <Error>",
            "<Error/>",
        ] {
            assert!(is_error(&response(200, body)), "{body}");
        }
        for body in ["", "<Errors/>", "<CopyObjectResult/>", "no document", "<?xml"] {
            assert!(!is_error(&response(200, body)), "{body}");
            assert!(is_error(&response(500, body)), "{body}");
        }
    }

    #[test]
    fn what_is_not_found_by_head_has_that_for_a_code() {
        let spoken = error_of_head(&response(404, "")).expect("it has no body");
        assert_eq!(spoken.status().as_u16(), 404);
        assert!(
            spoken
                .body()
                .bytes()
                .is_some_and(|body| body.starts_with(b"<Error><Code>NotFound"))
        );
        assert!(error_of_head(&response(403, "")).is_none());
        assert!(error_of_head(&response(404, "<Error/>")).is_none());
    }
}
