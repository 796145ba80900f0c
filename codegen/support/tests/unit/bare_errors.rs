//! Tests of `bare_errors`.

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
