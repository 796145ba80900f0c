//! Waiters: what ends a wait, and how often the service is asked until then.
//!
//! Time is the tests' own, so nobody sleeps.

use std::time::Duration;

use fixture_waiters::Client;
use fixture_waiters::client::Waiters;
use fixture_waiters::error::ProvideErrorMetadata;
use fixture_waiters::waiters::kiln_ready::{KilnReadyFinalPoll, KilnReadyFluentBuilder, WaitUntilKilnReadyError};
use sdk_tailor_tests::server::{Reply, Server, failure, ok};
use sdk_tailor_tests::time::Time;
use serde_json::json;

const MINUTE: Duration = Duration::from_secs(60);

fn client(server: &Server, time: &Time) -> Client {
    use fixture_waiters::config::retry::RetryConfig;
    use fixture_waiters::config::timeout::TimeoutConfig;
    use fixture_waiters::config::{Config, Credentials, Region, StalledStreamProtectionConfig};
    let config = Config::builder()
        .behavior_version_latest()
        .region(Region::new("us-east-1"))
        .endpoint_url(server.url())
        .credentials_provider(Credentials::for_tests())
        .retry_config(RetryConfig::disabled())
        .timeout_config(TimeoutConfig::disabled())
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .sleep_impl(time.clone())
        .time_source(time.clone());
    Client::from_conf(config.build())
}

fn kiln(status: &str) -> Reply {
    ok(json!({"Kiln": {"Name": "big", "Status": status}}).to_string())
}

fn firings(statuses: &[&str]) -> Reply {
    let firings: Vec<_> = statuses.iter().map(|status| json!({"Status": status})).collect();
    ok(json!({"Firings": firings}).to_string())
}

fn not_found() -> Reply {
    failure(404, r#"{"__type": "Kiln.NotFound", "message": "no such kiln"}"#)
}

/// Waits for a kiln to be ready, through these answers; what came of it, the requests and the time that it took.
async fn ready(
    script: impl IntoIterator<Item = Reply>,
) -> (Result<KilnReadyFinalPoll, WaitUntilKilnReadyError>, usize, Duration) {
    let (server, time) = (Server::start(script).await, Time::default());
    let waiter: KilnReadyFluentBuilder = client(&server, &time).wait_until_kiln_ready().name("big");
    let end = waiter.wait(MINUTE).await;
    assert!(
        server
            .received()
            .iter()
            .all(|request| request.json() == json!({"Name": "big"}))
    );
    (end, server.count(), time.slept())
}

#[tokio::test]
async fn a_state_that_is_reached_ends_the_wait_with_the_answer_that_says_so() {
    let (end, count, slept) = ready([kiln("READY")]).await;
    let output = end
        .expect("the kiln is ready")
        .into_result()
        .expect("the answer is an output");
    assert_eq!(output.kiln().map(|kiln| kiln.name()), Some("big"));
    assert_eq!((count, slept), (1, Duration::ZERO));
}

#[tokio::test]
async fn an_answer_that_means_nothing_or_asks_for_patience_is_followed_by_another_request() {
    let (end, count, slept) = ready([not_found(), kiln("COLD"), ok("{}"), kiln("READY")]).await;
    assert!(end.is_ok(), "{end:?}");
    assert_eq!(count, 4);
    // Delays are random, between the waiter's least delay and twice that of the one before.
    assert!(
        (Duration::from_secs(15)..=Duration::from_secs(35)).contains(&slept),
        "{slept:?}"
    );
}

#[tokio::test]
async fn a_state_that_will_not_be_reached_is_a_failure_with_its_answer() {
    let (end, count, _) = ready([kiln("COLD"), kiln("BROKEN"), kiln("READY")]).await;
    let error = end.expect_err("the kiln is broken");
    assert_eq!(count, 2);
    match error {
        WaitUntilKilnReadyError::FailureState(failed) => {
            let output = failed.into_final_poll().into_result().expect("the answer is an output");
            assert!(output.kiln().is_some());
        }
        other => panic!("the waiter failed otherwise: {other:?}"),
    }
}

#[tokio::test]
async fn an_error_that_no_acceptor_names_ends_the_wait() {
    let refused = failure(400, r#"{"__type": "AccessDenied", "message": "no"}"#);
    let (end, count, _) = ready([refused, kiln("READY")]).await;
    let error = end.expect_err("the service refuses");
    assert_eq!((error.code(), count), (Some("AccessDenied"), 1));
    assert!(
        matches!(error, WaitUntilKilnReadyError::OperationFailed(_)),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_call_that_gets_no_answer_ends_the_wait() {
    let (end, count, _) = ready([Reply::Drop, kiln("READY")]).await;
    let error = end.expect_err("nothing was answered");
    assert!(
        matches!(error, WaitUntilKilnReadyError::OperationFailed(_)),
        "{error:?}"
    );
    assert_eq!(count, 1);
}

#[tokio::test]
async fn a_wait_ends_when_its_time_is_up() {
    let (end, count, slept) = ready((0..100).map(|_| kiln("HEATING"))).await;
    match end.expect_err("the kiln stays cold") {
        WaitUntilKilnReadyError::ExceededMaxWait(context) => {
            assert_eq!(context.max_wait(), MINUTE);
            assert_eq!(context.poll_count() as usize, count);
        }
        other => panic!("the waiter failed otherwise: {other:?}"),
    }
    assert!((3..=13).contains(&count), "{count}");
    assert!(slept <= MINUTE, "{slept:?}");
}

#[tokio::test]
async fn a_request_that_cannot_be_built_is_not_sent() {
    let (server, time) = (Server::start([]).await, Time::default());
    let waiter = client(&server, &time).wait_until_kiln_gone();
    assert_eq!(waiter.as_input().get_name(), &None);
    let error = waiter.clone().wait(MINUTE).await.expect_err("the name is missing");
    assert!(error.code().is_some() || !error.to_string().is_empty());
    assert!(waiter.name("big").get_name().is_some());
}

#[tokio::test]
async fn numbers_are_compared() {
    let hot = ok(r#"{"Kiln": {"Name": "big", "Degrees": 1001}}"#);
    let warm = ok(r#"{"Kiln": {"Name": "big", "Degrees": 1000}}"#);
    let (end, count, _) = ready([warm, hot]).await;
    assert!(end.is_ok(), "{end:?}");
    assert_eq!(count, 2);
}

#[tokio::test]
async fn a_status_is_told_from_another() {
    let script = [kiln("COLD"), failure(503, ""), failure(404, "")];
    let (server, time) = (Server::start(script).await, Time::default());
    let end = client(&server, &time)
        .wait_until_kiln_gone()
        .name("big")
        .wait(MINUTE)
        .await;
    let error = end
        .expect("the kiln is gone")
        .into_result()
        .expect_err("the answer is an error");
    assert_eq!(
        error.raw_response().map(|response| response.status().as_u16()),
        Some(404)
    );
    assert_eq!(server.count(), 3);

    let server = Server::start([failure(500, "")]).await;
    let end = client(&server, &time)
        .wait_until_kiln_gone()
        .name("big")
        .wait(MINUTE)
        .await;
    assert!(end.is_err(), "no acceptor has this status");
}

#[tokio::test]
async fn any_success_or_any_error_can_be_expected() {
    let known = async |script: Vec<Reply>| {
        let (server, time) = (Server::start(script).await, Time::default());
        let end = client(&server, &time)
            .wait_until_kiln_known()
            .name("big")
            .wait(MINUTE)
            .await;
        (end.is_ok(), server.count())
    };
    assert_eq!(known(vec![ok("{}")]).await, (true, 1));
    assert_eq!(
        known(vec![failure(400, r#"{"__type": "Any"}"#), not_found(), ok("{}")]).await,
        (true, 3)
    );
    assert_eq!(
        known(vec![failure(409, r#"{"__type": "KilnBusy"}"#), ok("{}")]).await,
        (false, 1)
    );
}

#[tokio::test]
async fn all_or_any_of_a_list_can_be_expected() {
    let done = async |script: Vec<Reply>| {
        let (server, time) = (Server::start(script).await, Time::default());
        let end = client(&server, &time).wait_until_firings_done().wait(10 * MINUTE).await;
        (end.is_ok(), server.count())
    };
    assert_eq!(done(vec![firings(&["DONE", "DONE"])]).await, (true, 1));
    assert_eq!(
        done(vec![firings(&["DONE", "HOT"]), firings(&["DONE"])]).await,
        (true, 2)
    );
    assert_eq!(done(vec![firings(&["DONE", "CRACKED"])]).await, (false, 1));
    assert_eq!(done(vec![ok("{}"), firings(&[])]).await, (true, 2));
    let ruined = ok(r#"{"Firings": [{"Pots": []}, {"Pots": [{}, {"Glaze": "ruined"}]}]}"#);
    assert_eq!(done(vec![ruined]).await, (false, 1));
}

#[tokio::test]
async fn a_wait_can_be_sent_to_another_thread() {
    fn is_send<T: Send>(it: T) -> T {
        it
    }
    let (server, time) = (Server::start([firings(&[])]).await, Time::default());
    let wait = is_send(client(&server, &time).wait_until_match().kiln("big").wait(MINUTE));
    assert!(wait.await.is_ok());
}

#[tokio::test]
async fn the_user_agent_counts_waiters() {
    let server = Server::start([firings(&[])]).await;
    let end = client(&server, &Time::default()).wait_until_match().wait(MINUTE).await;
    assert!(end.is_ok());
    let request = server.only_request();
    let metrics = request
        .header("x-amz-user-agent")
        .split(' ')
        .find_map(|part| part.strip_prefix("m/"));
    let metrics: Vec<&str> = metrics.expect("the user agent counts features").split(',').collect();
    assert!(metrics.contains(&"B"), "{metrics:?}");
}

#[tokio::test]
async fn what_a_wait_fails_with_becomes_the_error_of_the_crate() {
    fn ended(end: Result<KilnReadyFinalPoll, WaitUntilKilnReadyError>) -> Result<(), fixture_waiters::Error> {
        end?;
        Ok(())
    }
    let (end, ..) = ready([kiln("BROKEN")]).await;
    let text = format!("{:?}", end.as_ref().err());
    let error = ended(end).expect_err("a broken kiln will not be ready");
    let source = std::error::Error::source(&error).expect("it tells what it was made of");
    assert_eq!(format!("Some({source:?})"), text);
}
