//! The requests that the service gets.

use serde_json::json;

use crate::server::{Clients, Received, Server, ok};

async fn request_of_empty_input() -> Received {
    let server = Server::start([ok("{}")]).await;
    server
        .client()
        .list_datasets()
        .send()
        .await
        .expect("the service answered");
    server.only_request()
}

#[tokio::test]
async fn the_operation_is_named_in_the_target_header_of_a_post_to_the_root() {
    let request = request_of_empty_input().await;
    assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", "/"));
    assert_eq!(request.header("x-amz-target"), "AmazonPersonalize.ListDatasets");
    assert_eq!(request.header("content-type"), "application/x-amz-json-1.1");
}

#[tokio::test]
async fn an_empty_input_is_sent_as_an_empty_object() {
    assert_eq!(request_of_empty_input().await.body, b"{}");
}

#[tokio::test]
async fn the_body_holds_every_member_that_is_set() {
    let server = Server::start([ok("{}")]).await;
    let call = server
        .client()
        .list_datasets()
        .dataset_group_arn("arn:\"é\"\n")
        .next_token("t")
        .max_results(7);
    call.send().await.expect("the service answered");
    let expected = json!({"datasetGroupArn": "arn:\"é\"\n", "nextToken": "t", "maxResults": 7});
    assert_eq!(server.only_request().json(), expected);
}

#[tokio::test]
async fn the_body_holds_no_member_that_is_not_set() {
    let server = Server::start([ok("{}")]).await;
    let call = server
        .client()
        .list_datasets()
        .next_token("t")
        .set_next_token(None)
        .max_results(0);
    call.send().await.expect("the service answered");
    assert_eq!(server.only_request().json(), json!({"maxResults": 0}));
}

#[tokio::test]
async fn the_user_agent_names_the_service_and_the_version_of_the_crate() {
    let request = request_of_empty_input().await;
    let api = format!("api/personalize/{}", personalize::meta::PKG_VERSION);
    let agent = request.header("x-amz-user-agent");
    assert!(agent.split(' ').any(|word| word == api), "{agent}");
}

#[tokio::test]
async fn the_request_is_signed_for_the_service_and_the_region() {
    let request = request_of_empty_input().await;
    let authorization = request.header("authorization");
    let date = &request.header("x-amz-date")[..8];
    let credential = format!("AWS4-HMAC-SHA256 Credential=ANOTREAL/{date}/us-east-1/personalize/aws4_request, ");
    assert!(authorization.starts_with(&credential), "{authorization}");
    let signed = authorization
        .split("SignedHeaders=")
        .nth(1)
        .and_then(|rest| rest.split(',').next());
    let signed: Vec<&str> = signed.expect("signed headers are listed").split(';').collect();
    for name in ["content-type", "host", "x-amz-date", "x-amz-target"] {
        assert!(signed.contains(&name), "{name} is not among {signed:?}");
    }
}
