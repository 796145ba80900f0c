//! Errors that have nothing but a status, such as those in responses to `HEAD`, which have no body.

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_types::body::SdkBody;

/// A response with an error document, in place of a "not found" response without a body.
#[inline]
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
