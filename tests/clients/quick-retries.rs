//! A service that answers fast (DynamoDB): a failed request is tried again soon, and once more than elsewhere.

use std::time::Duration;

use aws_types::SdkConfig;
use fixture_quick_retries::config::retry::RetryConfig;
use fixture_quick_retries::config::{BehaviorVersion, Credentials, Region, SharedCredentialsProvider};
use fixture_quick_retries::{Client, Config};
use sdk_tailor_tests::server::{Response, Server, failure};

fn shared(server: &Server) -> SdkConfig {
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .endpoint_url(server.url())
        .credentials_provider(SharedCredentialsProvider::new(Credentials::for_tests()))
        .sleep_impl(aws_smithy_async::rt::sleep::SharedAsyncSleep::new(
            aws_smithy_async::rt::sleep::TokioSleep::new(),
        ))
        .retry_config(RetryConfig::standard().with_retry_spec(aws_smithy_types::retry::RetrySpec::v2_1()))
        .build()
}

#[tokio::test]
async fn a_failed_request_is_tried_four_times() {
    let server = Server::start([failure(500, "{}"), failure(500, "{}"), failure(500, "{}"), Response::new(200, "{}").into()]).await;
    let config = shared(&server);
    let retries = Config::new(&config).retry_config().cloned().expect("the shared configuration has one");
    let pause = retries.retry_spec().expect("it has a version").non_throttling_initial_backoff();
    assert_eq!((retries.max_attempts(), pause), (4, Duration::from_millis(25)));
    Client::new(&config).describe_limits().send().await.expect("the fourth attempt is answered");
    assert_eq!(server.count(), 4);
}
