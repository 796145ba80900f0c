//! What traits say of operations.

use super::*;

fn operation(traits: Value) -> Operation {
    let mut traits = traits;
    merge(&mut traits, json!({}));
    let service = service(&model(json!({
        "a#GetBook": { "traits": traits },
        "a#Shelves": { "traits": { "smithy.api#paginated": { "inputToken": "id", "pageSize": "size" } } },
    })));
    service.operations.into_iter().next().unwrap()
}

#[test]
fn a_paginator_takes_from_the_service_what_it_does_not_say() {
    let paginated = json!({ "smithy.api#paginated": { "outputToken": "page.next", "items": "page.books" } });
    let paginator = operation(paginated).paginator.unwrap();
    let path = |path: &str| vec![PathExpr(path.into())];
    assert_eq!(paginator.input_tokens, path("id"));
    assert_eq!(paginator.output_tokens, path("page.next"));
    assert_eq!(paginator.results, path("page.books"));
    assert_eq!(paginator.limit.as_deref(), Some("size"));
    assert!(operation(json!({})).paginator.is_none());
}

#[test]
fn waiters_have_every_kind_of_matcher() {
    let value =
        |comparator: &str, expected: &str| json!({ "path": "p", "expected": expected, "comparator": comparator });
    let acceptor = |matcher: Value| json!({ "state": "success", "matcher": matcher });
    let waiters = operation(
        json!({ "smithy.waiters#waitable": { "BookBack": { "maxDelay": 9, "acceptors": [
        acceptor(json!({ "output": value("stringEquals", "a") })),
        acceptor(json!({ "output": value("booleanEquals", "true") })),
        acceptor(json!({ "output": value("allStringEquals", "a") })),
        acceptor(json!({ "inputOutput": value("anyStringEquals", "a") })),
        acceptor(json!({ "success": false })),
        acceptor(json!({ "errorType": "a#Gone" })),
    ] } } }),
    )
    .waiters;
    let (path, expected) = (PathExpr("p".into()), "a".to_owned());
    let acceptors = &waiters[0].acceptors;
    let expectations: Vec<_> = acceptors.iter().map(|it| it.expectation.clone()).collect();
    assert_eq!(
        (waiters[0].min_delay, waiters[0].max_delay, waiters[0].max_attempts),
        (2, 9, None)
    );
    assert_eq!(
        expectations,
        [
            Expectation::Output {
                path: path.clone(),
                expected: expected.clone()
            },
            Expectation::OutputBoolean {
                path: path.clone(),
                expected: true
            },
            Expectation::OutputAll {
                path: path.clone(),
                expected: expected.clone()
            },
            Expectation::OutputAny { path, expected },
            Expectation::Success(false),
            Expectation::Error("Gone".into()),
        ]
    );
    assert!(acceptors[3].with_input && !acceptors[0].with_input);
    assert_eq!(acceptors[0].state, AcceptorState::Success);
}

#[test]
fn the_unit_is_nothing() {
    let unit = json!({ "target": "smithy.api#Unit" });
    let service = service(&model(json!({ "a#GetBook": { "input": unit, "output": unit } })));
    assert_eq!(
        (service.operations[0].input, service.operations[0].output),
        (None, None)
    );
}

#[test]
fn an_output_or_an_error_may_have_no_wrapper() {
    assert!(operation(json!({ "aws.customizations#s3UnwrappedXmlOutput": {} })).unwrapped_output);
    assert!(!operation(json!({})).unwrapped_output);
    let unwrapped_errors = |protocol: serde_json::Value| {
        let traits = json!({ "aws.protocols#restXml": protocol });
        service(&model(json!({ "a#Shelves": { "traits": traits } }))).unwrapped_errors
    };
    assert!(unwrapped_errors(json!({ "noErrorWrapping": true })));
    assert!(!unwrapped_errors(json!({})));
}

#[test]
fn auth_that_is_optional_comes_last() {
    assert_eq!(operation(json!({})).auth, []);
    assert_eq!(
        operation(json!({ "smithy.api#optionalAuth": {} })).auth,
        [AuthScheme::SigV4, AuthScheme::None]
    );
    assert_eq!(operation(json!({ "smithy.api#auth": [] })).auth, [AuthScheme::None]);
}
