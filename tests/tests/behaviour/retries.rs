//! Which failures are tried again.

use personalize::config::retry::RetryConfig;
use personalize::error::ProvideErrorMetadata;

use crate::server::{Clients, Reply, Server, failure, ok};

fn throttled() -> Reply {
    failure(400, r#"{"__type": "ThrottlingException", "message": "slow down"}"#)
}

fn internal() -> Reply {
    failure(500, r#"{"__type": "InternalFailure"}"#)
}

#[tokio::test]
async fn a_throttled_request_is_tried_again() {
    let server = Server::start([throttled(), ok("{}")]).await;
    server
        .client()
        .list_datasets()
        .send()
        .await
        .expect("the second try succeeds");
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn a_server_error_is_tried_again() {
    for status in [500, 502, 503, 504] {
        let server = Server::start([failure(status, ""), ok("{}")]).await;
        server
            .client()
            .list_datasets()
            .send()
            .await
            .expect("the second try succeeds");
        assert_eq!(server.count(), 2, "status {status}");
    }
}

#[tokio::test]
async fn a_dropped_connection_is_tried_again() {
    let server = Server::start([Reply::Drop, ok("{}")]).await;
    server
        .client()
        .list_datasets()
        .send()
        .await
        .expect("the second try succeeds");
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn a_modelled_error_is_not_tried_again() {
    let server = Server::start([failure(400, r#"{"__type": "InvalidInputException"}"#), ok("{}")]).await;
    server
        .client()
        .list_datasets()
        .send()
        .await
        .expect_err("the first try is the last");
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn nothing_is_tried_again_where_retries_are_off() {
    for reply in [throttled(), internal(), Reply::Drop] {
        let server = Server::start([reply.clone(), ok("{}")]).await;
        server
            .client_without_retries()
            .list_datasets()
            .send()
            .await
            .expect_err("the first try is the last");
        assert_eq!(server.count(), 1, "{reply:?}");
    }
}

#[tokio::test]
async fn a_request_is_tried_three_times_and_fails_with_the_last_error() {
    let server = Server::start([internal(), internal(), throttled(), ok("{}")]).await;
    let error = server
        .client()
        .list_datasets()
        .send()
        .await
        .expect_err("three tries fail");
    assert_eq!(error.code(), Some("ThrottlingException"));
    assert_eq!(server.count(), 3);
}

#[tokio::test]
async fn the_number_of_tries_can_be_set_for_one_request() {
    let server = Server::start([internal(), internal(), ok("{}")]).await;
    let once = personalize::Config::builder().retry_config(RetryConfig::standard().with_max_attempts(1));
    let call = server.client().list_datasets().customize().config_override(once);
    call.send().await.expect_err("the only try fails");
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn the_tries_of_a_request_share_its_invocation_id_and_are_counted() {
    let server = Server::start([internal(), Reply::Drop, ok("{}"), ok("{}")]).await;
    let client = server.client();
    client.list_datasets().send().await.expect("the third try succeeds");
    client.list_datasets().send().await.expect("the service answered");
    let received = server.received();
    let ids: Vec<&str> = received
        .iter()
        .map(|request| request.header("amz-sdk-invocation-id"))
        .collect();
    assert!(!ids[0].is_empty());
    assert!(ids[0] == ids[1] && ids[1] == ids[2], "{ids:?}");
    assert_ne!(ids[2], ids[3], "another request has another id");
    let tries: Vec<&str> = received
        .iter()
        .map(|request| request.header("amz-sdk-request"))
        .collect();
    for (sent, expected) in tries.iter().zip(["attempt=1", "attempt=2", "attempt=3", "attempt=1"]) {
        assert!(sent.split("; ").any(|part| part == expected), "{tries:?}");
    }
}
