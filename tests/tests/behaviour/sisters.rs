//! The sister services of Personalize, which speak restJson1.

use std::time::Duration;

use personalize_events::primitives::DateTime;
use personalize_runtime::error::ProvideErrorMetadata;
use personalize_runtime::operation::get_recommendations::GetRecommendationsError;
use serde_json::json;

use crate::server::{Response, Server, failure, ok};

fn runtime(server: &Server) -> personalize_runtime::Client {
    use personalize_runtime::config::retry::RetryConfig;
    use personalize_runtime::config::{Config, Credentials, Region};
    let config = Config::builder()
        .behavior_version_latest()
        .region(Region::new("us-east-1"))
        .endpoint_url(server.url())
        .credentials_provider(Credentials::for_tests())
        .retry_config(RetryConfig::standard().with_initial_backoff(Duration::from_millis(1)));
    personalize_runtime::Client::from_conf(config.build())
}

fn events(server: &Server) -> personalize_events::Client {
    use personalize_events::config::{Config, Credentials, Region};
    let config = Config::builder()
        .behavior_version_latest()
        .region(Region::new("us-east-1"))
        .endpoint_url(server.url())
        .credentials_provider(Credentials::for_tests());
    personalize_events::Client::from_conf(config.build())
}

#[tokio::test]
async fn recommendations_are_asked_for_at_the_path_of_the_operation_and_read() {
    let body = json!({
        "itemList": [{"itemId": "a", "score": 0.5, "metadata": {"genre": "noir"}}, {"itemId": "b", "score": null}],
        "recommendationId": "r",
        "newMember": {"ignored": [1, 2]}
    });
    let server = Server::start([ok(body.to_string())]).await;
    let call = runtime(&server)
        .get_recommendations()
        .campaign_arn("arn")
        .user_id("u")
        .num_results(2)
        .context("device", "phone")
        .metadata_columns("ITEMS", vec!["genre".to_owned()]);
    let output = call.send().await.expect("the service answered");

    let request = server.only_request();
    assert_eq!(
        (request.method.as_str(), request.path.as_str()),
        ("POST", "/recommendations")
    );
    assert_eq!(request.header("content-type"), "application/json");
    assert!(
        request
            .header("authorization")
            .contains("/us-east-1/personalize/aws4_request")
    );
    let expected = json!({
        "campaignArn": "arn", "userId": "u", "numResults": 2,
        "context": {"device": "phone"}, "metadataColumns": {"ITEMS": ["genre"]}
    });
    assert_eq!(request.json(), expected);

    assert_eq!(output.recommendation_id(), Some("r"));
    let items = output.item_list();
    assert_eq!(items.len(), 2);
    assert_eq!((items[0].item_id(), items[0].score()), (Some("a"), Some(0.5)));
    assert_eq!(items[1].score(), None);
}

#[tokio::test]
async fn an_error_is_told_by_the_header_and_by_the_body() {
    let in_header = Response::new(404, r#"{"message": "no such campaign"}"#).header(
        "x-amzn-errortype",
        "ResourceNotFoundException:http://internal.example.com/",
    );
    let in_body = Response::new(
        404,
        r#"{"__type": "com.x#ResourceNotFoundException", "message": "no such campaign"}"#,
    );
    for response in [in_header, in_body] {
        let server = Server::start([response.into()]).await;
        let error = runtime(&server)
            .get_recommendations()
            .send()
            .await
            .expect_err("the service refused");
        let error = error.into_service_error();
        assert!(
            matches!(error, GetRecommendationsError::ResourceNotFoundException(_)),
            "{error:?}"
        );
        assert_eq!(error.message(), Some("no such campaign"));
        assert_eq!(error.meta().code(), Some("ResourceNotFoundException"));
    }
}

#[tokio::test]
async fn a_failure_of_the_server_is_tried_again() {
    let server = Server::start([failure(503, ""), ok("{}")]).await;
    let output = runtime(&server).get_personalized_ranking().send().await;
    assert!(
        output
            .expect("the second try succeeds")
            .personalized_ranking()
            .is_empty()
    );
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn events_are_sent_with_their_json_as_text_and_their_moments_in_seconds() {
    use personalize_events::types::Event;
    let server = Server::start([ok("")]).await;
    let event = Event::builder()
        .event_type("click")
        .sent_at(DateTime::from_millis(1_700_000_000_250))
        .properties(r#"{"itemId": "a"}"#)
        .impression("b")
        .build()
        .expect("all that is required is set");
    let call = events(&server)
        .put_events()
        .tracking_id("t")
        .session_id("s")
        .event_list(event);
    call.send().await.expect("an empty body is an answer");

    let request = server.only_request();
    assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", "/events"));
    let expected = json!({
        "trackingId": "t", "sessionId": "s",
        "eventList": [{
            "eventType": "click", "sentAt": 1_700_000_000.25, "properties": "{\"itemId\": \"a\"}", "impression": ["b"]
        }]
    });
    assert_eq!(request.json(), expected);
}

#[tokio::test]
async fn every_operation_of_events_has_its_path() {
    let server = Server::start([ok(""), ok(""), ok(""), ok(""), ok("")]).await;
    let client = events(&server);
    client
        .put_action_interactions()
        .tracking_id("t")
        .send()
        .await
        .expect("answered");
    client.put_actions().dataset_arn("d").send().await.expect("answered");
    client.put_events().session_id("s").send().await.expect("answered");
    client.put_items().dataset_arn("d").send().await.expect("answered");
    client.put_users().dataset_arn("d").send().await.expect("answered");
    let received = server.received();
    let paths: Vec<&str> = received.iter().map(|request| request.path.as_str()).collect();
    assert_eq!(
        paths,
        ["/action-interactions", "/actions", "/events", "/items", "/users"]
    );
}
