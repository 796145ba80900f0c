//! Errors in responses with a successful status: a service may begin its response before a long operation has finished.

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use super::xml::root;

/// Tells whether a response is an error, by its status or by the root of its document.
#[inline]
pub fn is_error(response: &HttpResponse) -> bool {
    let body = response.body().bytes().unwrap_or_default();
    !response.status().is_success() || root(body).is_some_and(|root| root == "Error")
}
