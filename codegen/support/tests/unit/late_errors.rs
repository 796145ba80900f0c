//! Tests of `late_errors`.

use aws_smithy_types::body::SdkBody;

use super::*;

fn response(status: u16, body: &'static str) -> HttpResponse {
    HttpResponse::new(status.try_into().expect("it is a status"), SdkBody::from(body))
}

#[test]
fn an_error_may_follow_a_status_of_success() {
    for body in [
        "<Error><Code>InternalError</Code></Error>",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\n  <Error>",
        "<!-- late --><Error/>",
    ] {
        assert!(is_error(&response(200, body)), "{body}");
    }
    for body in ["", "<Errors/>", "<CopyObjectResult/>", "no document", "<?xml"] {
        assert!(!is_error(&response(200, body)), "{body}");
        assert!(is_error(&response(500, body)), "{body}");
    }
}
