//! Requests that their users change.

use std::sync::{Arc, Mutex};

use personalize::config::interceptors::BeforeSerializationInterceptorContextRef;
use personalize::config::{ConfigBag, Intercept, Region, RuntimeComponents};
use personalize::error::BoxError;
use personalize::operation::list_datasets::ListDatasetsInput;
use serde_json::json;

use crate::server::{Clients, Server, ok};

#[tokio::test]
async fn a_header_that_is_added_to_one_request_arrives_with_it_alone() {
    let server = Server::start([ok("{}"), ok("{}")]).await;
    let client = server.client();
    let call = client.list_datasets().customize();
    let call = call.mutate_request(|request| request.headers_mut().insert("x-amz-extra", "here").map_or((), drop));
    call.send().await.expect("the service answered");
    client.list_datasets().send().await.expect("the service answered");
    let received = server.received();
    assert_eq!(received[0].header("x-amz-extra"), "here");
    assert!(
        received[0].header("authorization").contains("x-amz-extra"),
        "the header is signed"
    );
    assert!(!received[1].has_header("x-amz-extra"));
}

#[tokio::test]
async fn the_region_can_be_set_for_one_request() {
    let server = Server::start([ok("{}"), ok("{}")]).await;
    let client = server.client();
    let elsewhere = personalize::Config::builder().region(Region::new("eu-west-1"));
    client
        .list_datasets()
        .customize()
        .config_override(elsewhere)
        .send()
        .await
        .expect("the service answered");
    client.list_datasets().send().await.expect("the service answered");
    let received = server.received();
    assert!(received[0].header("authorization").contains("/eu-west-1/personalize/"));
    assert!(received[1].header("authorization").contains("/us-east-1/personalize/"));
}

/// Keeps the inputs that it sees.
#[derive(Clone, Debug, Default)]
struct Spy(Arc<Mutex<Vec<ListDatasetsInput>>>);

impl Intercept for Spy {
    fn name(&self) -> &'static str {
        "Spy"
    }

    fn read_before_serialization(
        &self,
        context: &BeforeSerializationInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let input = context
            .input()
            .downcast_ref::<ListDatasetsInput>()
            .ok_or("the input has another type")?;
        self.0
            .lock()
            .expect("no test panics with the lock held")
            .push(input.clone());
        Ok(())
    }
}

#[tokio::test]
async fn interceptors_of_a_client_and_of_a_request_see_the_input_with_its_type() {
    let server = Server::start([ok("{}")]).await;
    let (of_client, of_request) = (Spy::default(), Spy::default());
    let client = personalize::Client::from_conf(server.config().interceptor(of_client.clone()).build());
    let call = client
        .list_datasets()
        .max_results(3)
        .customize()
        .interceptor(of_request.clone());
    call.send().await.expect("the service answered");
    let expected = ListDatasetsInput::builder()
        .max_results(3)
        .build()
        .expect("no member is required");
    for spy in [of_client, of_request] {
        assert_eq!(
            *spy.0.lock().expect("no test panics with the lock held"),
            std::slice::from_ref(&expected)
        );
    }
}

#[tokio::test]
async fn an_input_can_be_built_first_and_sent_with_a_client() {
    let server = Server::start([ok(r#"{"nextToken": "1"}"#)]).await;
    let input = ListDatasetsInput::builder().dataset_group_arn("arn:1");
    let output = input.send_with(&server.client()).await.expect("the service answered");
    assert_eq!(output.next_token(), Some("1"));
    assert_eq!(server.only_request().json(), json!({"datasetGroupArn": "arn:1"}));
}

#[tokio::test]
async fn the_endpoint_can_be_set_for_one_request() {
    let (usual, other) = (Server::start([]).await, Server::start([ok("{}")]).await);
    let elsewhere = personalize::Config::builder().endpoint_url(other.url());
    let call = usual.client().list_datasets().customize().config_override(elsewhere);
    call.send().await.expect("the other service answered");
    assert_eq!((usual.count(), other.count()), (0, 1));
}
