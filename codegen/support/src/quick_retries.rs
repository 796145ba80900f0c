//! Quick retries: those of a service that answers fast.

use std::time::Duration;

use aws_smithy_types::retry::{RetryConfig, RetrySpec};
use aws_types::sdk_config::SdkConfig;

/// The pause before the first retry of a request that was not throttled.
const PAUSE: Duration = Duration::from_millis(25);

/// How often a request is tried, where a user does not say how often.
const ATTEMPTS: u32 = 4;

/// The retries of a shared configuration, quicker where its retry behavior knows of such. Earlier ones stay as they are.
pub fn retry_config(shared: &SdkConfig) -> Option<RetryConfig> {
    let config = shared.retry_config()?.clone();
    if !config
        .retry_spec()
        .is_some_and(|spec| spec.is_at_least(RetrySpec::V2_1))
    {
        return Some(config);
    }
    let config = config.with_retry_spec(RetrySpec::v2_1().with_non_throttling_initial_backoff(PAUSE));
    Some(match shared.get_origin("retry_config").is_client_config() {
        true => config,
        false => config.with_max_attempts(ATTEMPTS),
    })
}

#[cfg(test)]
mod tests {
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
}
