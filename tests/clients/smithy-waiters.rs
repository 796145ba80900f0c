//! Waiters of Smithy's form: what was sent is compared with what came back, and lists may hold nulls.

use std::time::Duration;

use fixture_smithy_waiters::Client;
use fixture_smithy_waiters::client::Waiters;
use fixture_smithy_waiters::config::timeout::TimeoutConfig;
use fixture_smithy_waiters::config::{Config, Credentials, Region, StalledStreamProtectionConfig};
use sdk_tailor_tests::server::{Reply, Server, failure, ok};
use sdk_tailor_tests::time::Time;

const MINUTE: Duration = Duration::from_secs(60);

fn client(server: &Server) -> Client {
    let time = Time::default();
    let config = Config::builder()
        .behavior_version_latest()
        .region(Region::new("us-east-1"))
        .endpoint_url(server.url())
        .credentials_provider(Credentials::for_tests())
        .timeout_config(TimeoutConfig::disabled())
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .sleep_impl(time.clone())
        .time_source(time);
    Client::from_conf(config.build())
}

/// Waits for a shelf in the hall to have as many books; whether it had, and how often the service was asked.
async fn filled(books: i32, answer: &str) -> (bool, usize) {
    let server = Server::start([ok(answer), ok(r#"{"state": "GONE"}"#)]).await;
    let waiter = client(&server).wait_until_shelf_filled().room("hall").books(books);
    let end = waiter.wait(MINUTE).await;
    (end.is_ok(), server.count())
}

#[tokio::test]
async fn what_was_sent_is_compared_with_what_came_back() {
    assert_eq!(filled(2, r#"{"books": ["a", null]}"#).await, (true, 1));
    assert_eq!(filled(1, r#"{"books": ["a", "b"]}"#).await, (false, 2));
    assert_eq!(
        filled(9, r#"{"room": "hall", "books": [null, "last"]}"#).await,
        (true, 1)
    );
    assert_eq!(filled(9, r#"{"room": "cellar", "books": ["last"]}"#).await, (false, 2));
    assert_eq!(
        filled(9, r#"{"room": "hall", "books": ["last", null]}"#).await,
        (false, 2)
    );
}

#[tokio::test]
async fn an_error_is_known_by_its_shape() {
    let missing = failure(404, r#"{"__type": "a.shelves#NoShelf"}"#);
    let server = Server::start([missing.clone(), missing, ok(r#"{"books": []}"#)]).await;
    let end = client(&server).wait_until_shelf_filled().books(0).wait(MINUTE).await;
    assert!(end.is_ok(), "{end:?}");
    assert_eq!(server.count(), 3);
}

#[tokio::test]
async fn lists_of_texts_may_hold_nulls() {
    let gone = async |reply: Reply| {
        let server = Server::start([reply]).await;
        client(&server).wait_until_shelf_gone().wait(MINUTE).await.is_ok()
    };
    assert!(gone(ok(r#"{"books": ["eaten", null, "eaten"]}"#)).await);
    assert!(!gone(ok(r#"{"books": [null, "steel"]}"#)).await);
    assert!(gone(failure(400, "{}")).await, "any error will do");
}
