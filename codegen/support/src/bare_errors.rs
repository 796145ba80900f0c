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

#[cfg(test)]
mod tests {
    use super::*;

    fn response(status: u16, body: &'static str) -> HttpResponse {
        HttpResponse::new(status.try_into().expect("it is a status"), SdkBody::from(body))
    }

    #[test]
    fn what_is_not_found_has_that_for_a_code() {
        let spoken = stand_in(&response(404, "")).expect("it has no body");
        assert_eq!(spoken.status().as_u16(), 404);
        assert!(
            spoken
                .body()
                .bytes()
                .is_some_and(|body| body.starts_with(b"<Error><Code>NotFound"))
        );
        assert!(stand_in(&response(403, "")).is_none());
        assert!(stand_in(&response(404, "<Error/>")).is_none());
    }
}
