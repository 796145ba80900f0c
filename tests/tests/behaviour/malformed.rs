//! Answers that are not what the model promises. They are errors, and never a panic.

use personalize::Client;
use personalize::error::{DisplayErrorContext, SdkError};
use proptest::collection::{btree_map, vec};
use proptest::prelude::{Just, Strategy, any};
use proptest::prop_oneof;
use proptest::sample::select;
use proptest::test_runner::TestRunner;
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::server::{Clients, Reply, Response, Server, failure, ok};

/// Fails unless the answer is reported as one that cannot be read, with the answer attached.
async fn assert_unreadable(reply: Reply) {
    let server = Server::start([reply.clone()]).await;
    let result = server.client_without_retries().list_datasets().send().await;
    let error = result.expect_err("the answer cannot be read");
    assert!(
        matches!(error, SdkError::ResponseError(_)),
        "{reply:?} became {}",
        DisplayErrorContext(&error)
    );
    assert_eq!(
        error.raw_response().map(|response| response.status().as_u16()),
        Some(200)
    );
}

#[tokio::test]
async fn a_body_that_ends_early_is_an_error() {
    let whole = r#"{"datasets": [{"name": "films", "creationDateTime": 1526947200}], "nextToken": "1"}"#;
    for length in 1..whole.len() {
        assert_unreadable(ok(&whole[..length])).await;
    }
}

#[tokio::test]
async fn a_connection_that_ends_within_the_body_is_an_error() {
    assert_unreadable(Reply::CutShort(Response::new(200, "{}"))).await;
}

#[tokio::test]
async fn a_member_of_another_type_is_an_error() {
    for body in [
        r#"{"datasets": "films"}"#,
        r#"{"datasets": {"name": "films"}}"#,
        r#"{"datasets": ["films"]}"#,
        r#"{"datasets": [{"name": 1}]}"#,
        r#"{"datasets": [{"name": ["films"]}]}"#,
        r#"{"datasets": [{"creationDateTime": true}]}"#,
        r#"{"nextToken": 1}"#,
        r#"{"nextToken": {}}"#,
    ] {
        assert_unreadable(ok(body)).await;
    }
}

#[tokio::test]
async fn a_body_that_is_no_json_object_is_an_error() {
    for body in [
        "<html></html>",
        "[]",
        "1",
        "\"text\"",
        "nonsense",
        "{]",
        "\u{0}",
        "{} {}",
    ] {
        assert_unreadable(ok(body)).await;
    }
    assert_unreadable(ok([0xff, 0xfe, 0x00])).await;
    assert_unreadable(ok(b"{\"nextToken\": \"\xff\"}".as_slice())).await;
}

#[tokio::test]
async fn a_body_that_is_nested_without_end_does_not_exhaust_the_stack() {
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
        let nested = |levels: usize| format!("{}1{}", open.repeat(levels), close.repeat(levels));
        assert_unreadable(ok(format!(r#"{{"unknown": {}}}"#, nested(10_000)))).await;
        assert_unreadable(ok(format!(r#"{{"datasets": {}}}"#, nested(10_000)))).await;
        assert_unreadable(ok(open.repeat(10_000))).await;
    }
}

/// JSON with the names of the model in all the wrong places.
fn json() -> impl Strategy<Value = Value> {
    let names = || {
        select(vec![
            "datasets",
            "nextToken",
            "name",
            "creationDateTime",
            "solution",
            "solutionConfig",
            "hpoConfig",
            "algorithmHyperParameterRanges",
            "integerHyperParameterRanges",
            "minValue",
            "eventsConfig",
            "eventParametersList",
            "metrics",
            "algorithm",
            "algorithmImage",
            "defaultHyperParameters",
            "defaultHyperParameterRanges",
            "tags",
            "__type",
            "message",
            "other",
        ])
    };
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 6, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            btree_map(names().prop_map(str::to_owned), inner, 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Operations whose outputs differ in kind: pages, deep structures, maps of numbers and of text, lists, nothing.
#[derive(Clone, Copy, Debug)]
enum Call {
    ListDatasets,
    DescribeSolution,
    DescribeAlgorithm,
    GetSolutionMetrics,
    ListTagsForResource,
    DeleteSolution,
}

const CALLS: [Call; 6] = [
    Call::ListDatasets,
    Call::DescribeSolution,
    Call::DescribeAlgorithm,
    Call::GetSolutionMetrics,
    Call::ListTagsForResource,
    Call::DeleteSolution,
];

/// Calls an operation, and shows its error with all that caused it.
async fn error_of(client: &Client, call: Call) -> Option<String> {
    fn shown<T, E: std::error::Error>(result: Result<T, E>) -> Option<String> {
        result.err().map(|error| DisplayErrorContext(error).to_string())
    }
    match call {
        Call::ListDatasets => shown(client.list_datasets().send().await),
        Call::DescribeSolution => shown(client.describe_solution().send().await),
        Call::DescribeAlgorithm => shown(client.describe_algorithm().send().await),
        Call::GetSolutionMetrics => shown(client.get_solution_metrics().send().await),
        Call::ListTagsForResource => shown(client.list_tags_for_resource().send().await),
        Call::DeleteSolution => shown(client.delete_solution().send().await),
    }
}

#[test]
fn no_body_makes_the_client_panic() {
    let runtime = Runtime::new().expect("a runtime starts");
    let server = runtime.block_on(Server::start([]));
    let client = server.client_without_retries();
    let status = || select(vec![200, 400, 403, 500, 503]);
    let body = prop_oneof![
        vec(any::<u8>(), 0..512),
        json().prop_map(|value| value.to_string().into_bytes())
    ];
    let calls = || select(CALLS.to_vec());
    let checked = TestRunner::default().run(&(calls(), status(), body), |(call, status, body)| {
        server.push(failure(status, body));
        let error = runtime.block_on(error_of(&client, call));
        assert!(status == 200 || error.is_some(), "status {status} became a success");
        Ok(())
    });
    checked.unwrap_or_else(|failed| panic!("{failed}"));
}
