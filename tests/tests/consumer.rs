//! A user's code, written for AWS's crate: it has to compile against ours, and to behave, with nothing
//! changed but the line that names the dependency.

extern crate personalize as aws_sdk_personalize;

use std::time::Duration;

use aws_sdk_personalize::config::retry::RetryConfig;
use aws_sdk_personalize::config::timeout::TimeoutConfig;
use aws_sdk_personalize::config::{BehaviorVersion, Credentials, Region, StalledStreamProtectionConfig};
use aws_sdk_personalize::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use aws_sdk_personalize::operation::RequestId;
use aws_sdk_personalize::operation::list_datasets::builders::{ListDatasetsFluentBuilder, ListDatasetsInputBuilder};
use aws_sdk_personalize::operation::list_datasets::paginator::ListDatasetsPaginator;
use aws_sdk_personalize::operation::list_datasets::{ListDatasetsError, ListDatasetsInput, ListDatasetsOutput};
use aws_sdk_personalize::primitives::{DateTime, DateTimeFormat};
use aws_sdk_personalize::types::builders::DatasetSummaryBuilder;
use aws_sdk_personalize::types::error::{InvalidInputException, InvalidNextTokenException};
use aws_sdk_personalize::types::{DatasetSummary, builders, error};
use aws_sdk_personalize::{Client, Config, Error};

async fn all_datasets(client: &Client) -> Result<Vec<DatasetSummary>, Error> {
    let paginator: ListDatasetsPaginator = client.list_datasets().dataset_group_arn("group").into_paginator();
    let items = paginator.page_size(10).stop_on_duplicate_token(false).items();
    Ok(items.send().collect::<Result<Vec<_>, _>>().await?)
}

async fn one_page(client: &Client) -> Result<ListDatasetsOutput, SdkError<ListDatasetsError>> {
    let call: ListDatasetsFluentBuilder = client.list_datasets().set_max_results(Some(3)).next_token("token");
    let input: &ListDatasetsInputBuilder = call.as_input();
    assert_eq!(
        (input.get_max_results(), call.get_next_token().as_deref()),
        (&Some(3), Some("token"))
    );
    let elsewhere = Config::builder().region(Region::new("eu-west-1"));
    let page = call
        .customize()
        .mutate_request(|request| {
            request.headers_mut().insert("x-team", "films");
        })
        .config_override(elsewhere)
        .send()
        .await?;
    let _first: Option<&str> = page.datasets().first().and_then(|dataset| dataset.name());
    let _id: Option<&str> = page.request_id();
    ListDatasetsInput::builder().send_with(client).await
}

/// Nothing listens on the endpoint: every call fails to connect.
async fn unreachable() -> Client {
    let shared = aws_config::defaults(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("id", "secret", None, None, "test"))
        .endpoint_url("http://127.0.0.1:1")
        .retry_config(RetryConfig::standard().with_max_attempts(1))
        .load()
        .await;
    let config = aws_sdk_personalize::config::Builder::from(&shared)
        .timeout_config(
            TimeoutConfig::builder()
                .operation_timeout(Duration::from_secs(30))
                .build(),
        )
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .build();
    assert_eq!(config.signing_name(), "personalize");
    assert_eq!(config.region().map(ToString::to_string).as_deref(), Some("us-east-1"));
    assert!(config.to_builder().build().retry_config().is_some());
    Client::from_conf(config)
}

#[tokio::test]
async fn errors_are_told_apart_and_become_the_crates_own() {
    let client = unreachable().await;
    match one_page(&client).await {
        Err(SdkError::ServiceError(context)) if context.err().is_invalid_input_exception() => {
            panic!("no service answered: {:?}", context.err().meta().code())
        }
        Err(error @ SdkError::DispatchFailure(_)) => {
            assert!(DisplayErrorContext(&error).to_string().starts_with("dispatch failure"));
            assert_eq!(error.code(), None);
            assert!(error.as_service_error().is_none());
            let error = Error::from(error);
            assert_eq!(error.request_id(), None);
        }
        other => panic!("expected a failure to connect: {other:?}"),
    }
    assert!(all_datasets(&client).await.is_err());
}

#[test]
fn types_are_built_and_shown() {
    let builder: DatasetSummaryBuilder = builders::DatasetSummaryBuilder::default();
    let dataset = builder.name("films").creation_date_time(DateTime::from_secs(1)).build();
    let created = dataset.creation_date_time().expect("it was set");
    assert_eq!(
        created.fmt(DateTimeFormat::DateTime).expect("it can be shown"),
        "1970-01-01T00:00:01Z"
    );
    let input = ListDatasetsInput::builder()
        .dataset_group_arn("group")
        .build()
        .expect("nothing is required");
    assert_eq!(input.dataset_group_arn(), Some("group"));
    let invalid = InvalidInputException::builder().message("too long").build();
    assert_eq!(invalid.to_string(), "InvalidInputException: too long");
    assert!(ListDatasetsError::InvalidInputException(invalid).is_invalid_input_exception());
    let token: error::InvalidNextTokenException = InvalidNextTokenException::builder().build();
    assert_eq!(token.to_string(), "InvalidNextTokenException");
}
