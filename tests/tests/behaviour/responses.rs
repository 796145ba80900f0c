//! The outputs of successful responses.

use personalize::operation::RequestId;
use personalize::operation::list_datasets::ListDatasetsOutput;
use personalize::primitives::DateTime;
use personalize::types::DatasetSummary;

use crate::server::{Clients, REQUEST_ID, Server, ok};

async fn read(body: &str) -> ListDatasetsOutput {
    let server = Server::start([ok(body)]).await;
    server
        .client()
        .list_datasets()
        .send()
        .await
        .expect("the answer can be read")
}

#[tokio::test]
async fn every_member_of_a_dataset_is_read() {
    let output = read(
        r#"{"datasets": [{"name": "films", "datasetArn": "arn:1", "datasetType": "Items", "status": "ACTIVE",
            "creationDateTime": 1526947200, "lastUpdatedDateTime": 1526950800.5}], "nextToken": "more"}"#,
    )
    .await;
    let expected = DatasetSummary::builder()
        .name("films")
        .dataset_arn("arn:1")
        .dataset_type("Items")
        .status("ACTIVE")
        .creation_date_time(DateTime::from_secs(1_526_947_200))
        .last_updated_date_time(DateTime::from_millis(1_526_950_800_500))
        .build();
    assert_eq!(output.datasets(), [expected]);
    assert_eq!(output.next_token(), Some("more"));
}

#[tokio::test]
async fn the_request_id_is_kept() {
    assert_eq!(read("{}").await.request_id(), Some(REQUEST_ID));
}

#[tokio::test]
async fn members_that_the_model_does_not_name_are_ignored() {
    let output = read(
        r#"{"new": {"deep": [1, {"x": null}, "]"]}, "datasets": [{"later": [[]], "name": "films", "more": 1e9}],
            "last": true}"#,
    )
    .await;
    assert_eq!(output.datasets(), [DatasetSummary::builder().name("films").build()]);
}

#[tokio::test]
async fn a_null_is_the_same_as_no_member() {
    let output = read(r#"{"datasets": [{"name": null, "creationDateTime": null}], "nextToken": null}"#).await;
    assert_eq!(output.datasets(), [DatasetSummary::builder().build()]);
    assert_eq!(output.next_token(), None);
    assert_eq!(read(r#"{"datasets": null}"#).await.datasets, None);
}

#[tokio::test]
async fn nulls_in_a_list_are_skipped() {
    let output = read(r#"{"datasets": [null, {"name": "films"}, null]}"#).await;
    assert_eq!(output.datasets(), [DatasetSummary::builder().name("films").build()]);
}

#[tokio::test]
async fn an_empty_list_is_not_a_missing_one() {
    assert_eq!(read(r#"{"datasets": []}"#).await.datasets, Some(Vec::new()));
    assert_eq!(read("{}").await.datasets, None);
}

#[tokio::test]
async fn an_empty_body_is_an_output_without_members() {
    let output = read("").await;
    assert_eq!((output.datasets, output.next_token), (None, None));
}

#[tokio::test]
async fn escapes_in_text_are_resolved() {
    let output = read(r#"{"nextToken": "\u00e9\ud83d\ude00\n\"\\\/"}"#).await;
    assert_eq!(output.next_token(), Some("é😀\n\"\\/"));
}
