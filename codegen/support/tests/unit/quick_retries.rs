//! Tests of `quick_retries`.

use aws_types::origin::Origin;

use super::*;

fn shared(spec: RetrySpec, is_set_by_user: bool) -> RetryConfig {
    let mut builder = SdkConfig::builder().retry_config(RetryConfig::standard().with_retry_spec(spec));
    builder.insert_origin(
        "retry_config",
        match is_set_by_user {
            true => Origin::shared_config(),
            false => Origin::shared_environment_variable(),
        },
    );
    retry_config(&builder.build()).expect("a configuration was given")
}

#[test]
fn a_request_is_tried_four_times_and_soon() {
    let config = shared(RetrySpec::v2_1(), false);
    assert_eq!(config.max_attempts(), 4);
    let pause = config.retry_spec().map(RetrySpec::non_throttling_initial_backoff);
    assert_eq!(pause, Some(PAUSE));
}

#[test]
fn a_user_says_how_often_and_an_older_behavior_knows_nothing_of_it() {
    assert_eq!(shared(RetrySpec::v2_1(), true).max_attempts(), 3);
    let older = shared(RetrySpec::v2_0(), false);
    assert_eq!(older.max_attempts(), 3);
    let pause = older.retry_spec().map(RetrySpec::non_throttling_initial_backoff);
    assert_ne!(pause, Some(PAUSE));
    assert!(retry_config(&SdkConfig::builder().build()).is_none());
}
