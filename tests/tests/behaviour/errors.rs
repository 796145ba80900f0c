//! Errors for the failures that the service reports.

use personalize::Error;
use personalize::error::{ProvideErrorMetadata, SdkError};
use personalize::operation::RequestId;
use personalize::operation::list_datasets::ListDatasetsError;

use crate::server::{Clients, REQUEST_ID, Reply, Response, Server, failure};

type CallError = SdkError<ListDatasetsError>;

async fn call(reply: Reply) -> CallError {
    let server = Server::start([reply]).await;
    server
        .client_without_retries()
        .list_datasets()
        .send()
        .await
        .expect_err("the service reports a failure")
}

/// All the ways in which services write the code of an error.
fn spellings(code: &str) -> Vec<Reply> {
    let body = |code: &str| format!(r#"{{"__type": "{code}", "message": "no good"}}"#);
    let namespaced = format!("com.amazonaws.personalize#{code}");
    let with_address = format!("{code}:http://internal.amazon.com/coral/com.amazonaws.personalize/");
    let in_header = |code: &str| {
        Response::new(400, r#"{"message": "no good"}"#)
            .header("x-amzn-errortype", code)
            .into()
    };
    vec![
        failure(400, body(code)),
        failure(400, body(&namespaced)),
        failure(400, body(&format!("{namespaced}:http://internal.amazon.com/"))),
        failure(400, body(&with_address)),
        failure(400, format!(r#"{{"code": "{code}", "Message": "no good"}}"#)),
        in_header(code),
        in_header(&namespaced),
        in_header(&with_address),
    ]
}

#[tokio::test]
async fn an_invalid_input_is_told_apart_however_its_code_is_written() {
    for reply in spellings("InvalidInputException") {
        let error = call(reply.clone()).await.into_service_error();
        assert!(error.is_invalid_input_exception(), "{reply:?} became {error:?}");
        assert!(!error.is_invalid_next_token_exception());
        let ListDatasetsError::InvalidInputException(inner) = &error else {
            panic!("{error:?}")
        };
        assert_eq!(inner.message(), Some("no good"));
        assert_eq!(error.meta().code(), Some("InvalidInputException"));
        assert_eq!(error.meta().message(), Some("no good"));
        assert_eq!(error.request_id(), Some(REQUEST_ID));
    }
}

#[tokio::test]
async fn an_invalid_token_is_told_apart_however_its_code_is_written() {
    for reply in spellings("InvalidNextTokenException") {
        let error = call(reply.clone()).await.into_service_error();
        assert!(error.is_invalid_next_token_exception(), "{reply:?} became {error:?}");
        assert!(!error.is_invalid_input_exception());
        assert_eq!(error.meta().code(), Some("InvalidNextTokenException"));
        assert_eq!(error.meta().message(), Some("no good"));
        assert_eq!(error.request_id(), Some(REQUEST_ID));
    }
}

#[tokio::test]
async fn an_error_says_what_it_is_when_it_is_shown() {
    let error = call(failure(
        400,
        r#"{"__type": "InvalidInputException", "message": "no good"}"#,
    ))
    .await;
    assert_eq!(error.into_service_error().to_string(), "InvalidInputException: no good");
}

#[tokio::test]
async fn the_question_mark_keeps_a_modelled_error() {
    async fn run() -> Result<(), Error> {
        let server = Server::start(spellings("InvalidInputException")).await;
        server.client().list_datasets().send().await?;
        Ok(())
    }
    let error = run().await.expect_err("the service reports a failure");
    let Error::InvalidInputException(inner) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(inner.message(), Some("no good"));
    assert_eq!(error.code(), Some("InvalidInputException"));
    assert_eq!(error.request_id(), Some(REQUEST_ID));
}

#[tokio::test]
async fn a_code_that_the_model_does_not_name_is_kept_with_its_message() {
    let error = call(failure(400, r#"{"__type": "NewException", "message": "surprise"}"#)).await;
    assert!(matches!(error, SdkError::ServiceError(_)));
    assert_eq!(
        (error.code(), error.message()),
        (Some("NewException"), Some("surprise"))
    );
    let error = Error::from(error);
    assert_eq!(
        (error.code(), error.message()),
        (Some("NewException"), Some("surprise"))
    );
    assert_eq!(error.request_id(), Some(REQUEST_ID));
    assert!(error.to_string().contains("NewException"), "{error}");
}

#[tokio::test]
async fn a_page_of_html_keeps_the_status_and_the_request_id() {
    let page = Response::new(503, "<html><body>Service Unavailable</body></html>");
    let error = call(page.header("content-type", "text/html").into()).await;
    assert_eq!(
        error.raw_response().map(|response| response.status().as_u16()),
        Some(503)
    );
    assert_eq!(error.request_id(), Some(REQUEST_ID));
    assert_eq!(error.code(), None);
}

#[tokio::test]
async fn an_empty_error_keeps_the_status_and_the_request_id() {
    let error = call(failure(403, "")).await;
    assert!(matches!(error, SdkError::ServiceError(_)), "{error:?}");
    assert_eq!(
        error.raw_response().map(|response| response.status().as_u16()),
        Some(403)
    );
    assert_eq!(error.request_id(), Some(REQUEST_ID));
    assert_eq!((error.code(), error.message()), (None, None));
}

#[tokio::test]
async fn an_empty_body_with_the_code_in_a_header_is_the_modelled_error() {
    let error = call(
        Response::new(400, "")
            .header("x-amzn-errortype", "InvalidInputException")
            .into(),
    )
    .await;
    assert!(error.into_service_error().is_invalid_input_exception());
}

#[tokio::test]
async fn a_modelled_error_that_cannot_be_read_keeps_its_code() {
    let error = call(failure(
        400,
        r#"{"__type": "InvalidInputException", "message": {"not": "text"}}"#,
    ))
    .await;
    assert_eq!(error.code(), Some("InvalidInputException"));
    assert_eq!(error.request_id(), Some(REQUEST_ID));
}
