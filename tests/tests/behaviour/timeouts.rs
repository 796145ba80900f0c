//! Services that never answer. No answer can come before the time is over, so that nothing here is a race.

use std::time::Duration;

use personalize::Client;
use personalize::config::timeout::TimeoutConfig;
use personalize::error::SdkError;

use crate::server::{Clients, Reply, Server, ok};

const SHORT: Duration = Duration::from_millis(50);

#[tokio::test]
async fn a_call_that_is_not_answered_in_its_time_fails_with_a_timeout() {
    let server = Server::start([Reply::Silence]).await;
    let timeouts = TimeoutConfig::builder().operation_timeout(SHORT).build();
    let client = Client::from_conf(server.config().timeout_config(timeouts).build());
    let error = client
        .list_datasets()
        .send()
        .await
        .expect_err("the service never answers");
    assert!(matches!(error, SdkError::TimeoutError(_)), "{error:?}");
}

#[tokio::test]
async fn every_try_has_a_time_of_its_own() {
    let server = Server::start([Reply::Silence, Reply::Silence, Reply::Silence, ok("{}")]).await;
    let timeouts = TimeoutConfig::builder().operation_attempt_timeout(SHORT).build();
    let client = Client::from_conf(server.config().timeout_config(timeouts).build());
    let error = client.list_datasets().send().await.expect_err("no try is answered");
    assert!(matches!(error, SdkError::TimeoutError(_)), "{error:?}");
}
