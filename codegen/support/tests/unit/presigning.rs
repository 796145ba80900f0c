//! Tests of `presigning`.

use super::*;

#[test]
fn a_request_is_valid_for_a_week_at_the_most() {
    let valid = |duration| PresigningConfig::expires_in(duration).map(|config| config.expires());
    assert_eq!(valid(WEEK).expect("it is a week"), WEEK);
    let error = valid(WEEK + Duration::from_secs(1)).expect_err("it is longer");
    assert_eq!(error.to_string(), "`expires_in` must be no longer than one week");
    let error = PresigningConfig::builder().build().expect_err("nothing is said");
    assert_eq!(error.to_string(), "`expires_in` is required");
}

#[test]
fn a_request_is_valid_from_the_moment_that_is_said() {
    let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let config = PresigningConfig::builder().start_time(start).expires_in(WEEK).build();
    assert_eq!(config.expect("all is said").start_time(), start);
}
