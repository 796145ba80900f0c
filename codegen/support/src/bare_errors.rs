//! Errors that have nothing but a status, as those in responses to `HEAD`, which have no body.

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_types::body::SdkBody;

/// An error with a body, in place of one that has none and says that something is not there.
pub fn stand_in(response: &HttpResponse) -> Option<HttpResponse> {
    let has_body = response.body().bytes().is_some_and(|body| !body.is_empty());
    if has_body || response.status().as_u16() != 404 {
        return None;
    }
    let body = SdkBody::from("<Error><Code>NotFound</Code></Error>");
    let mut spoken = HttpResponse::new(response.status(), body);
    *spoken.headers_mut() = response.headers().clone();
    Some(spoken)
}
