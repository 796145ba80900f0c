//! Quick retries, for a service that responds fast.

use std::time::Duration;

use aws_smithy_types::retry::{RetryConfig, RetrySpec};
use aws_types::sdk_config::SdkConfig;

/// The pause before the first retry of a request that was not throttled.
const PAUSE: Duration = Duration::from_millis(25);

/// The number of attempts, where the user sets none.
const ATTEMPTS: u32 = 4;

/// The retry configuration, with quicker defaults where the shared configuration's retry behavior is recent enough to
/// have them.
#[inline]
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
