//! Tests of `bucket_sessions`.

use super::*;

#[test]
fn only_requests_to_directory_buckets_send_their_token_under_another_name() {
    let has_name = |scheme: AuthSchemeId| {
        let option = name_token(AuthSchemeOption::from(scheme)).expect("it has a scheme");
        let properties = option.properties();
        properties.is_some_and(|layer| layer.load::<SigV4SessionTokenNameOverride>().is_some())
    };
    assert!(has_name(SCHEME_ID));
    assert!(!has_name(sigv4::SCHEME_ID));
}
