//! Waiters and their acceptors.

use super::*;

fn with_waiter(operation: &str, acceptors: Value) -> Folder {
    let waiter = json!({
        "operation": operation,
        "delay": 5,
        "maxAttempts": 20,
        "description": "until there are books",
        "acceptors": acceptors
    });
    Folder::new().with("service-2.json", minimal()).with(
        "waiters-2.json",
        json!({ "version": 2, "waiters": { "BooksThere": waiter } }),
    )
}

#[test]
fn a_waiter_belongs_to_its_operation() {
    let service = with_waiter("ListBooks", json!([])).load().unwrap();
    let waiter = &service.operations[0].waiters[0];
    assert_eq!(waiter.name, "BooksThere");
    assert_eq!(
        (waiter.min_delay, waiter.max_delay, waiter.max_attempts),
        (5, 120, Some(20))
    );
    assert_eq!(waiter.docs.as_deref(), Some("until there are books"));
}

#[test]
fn every_matcher_is_understood() {
    let matches = |state: AcceptorState, said: Value, expectation: Expectation| {
        let service = with_waiter("ListBooks", json!([said])).load().unwrap();
        let acceptors = &service.operations[0].waiters[0].acceptors;
        let with_input = false;
        assert_eq!(
            acceptors,
            &[Acceptor {
                state,
                expectation,
                with_input
            }]
        );
    };
    matches(
        AcceptorState::Success,
        json!({ "state": "success", "matcher": "path", "argument": "State", "expected": "DONE" }),
        Expectation::Output {
            path: path("State"),
            expected: "DONE".to_owned(),
        },
    );
    matches(
        AcceptorState::Retry,
        json!({ "state": "retry", "matcher": "path", "argument": "length(Books) > `0`", "expected": false }),
        Expectation::OutputBoolean {
            path: path("length(Books) > `0`"),
            expected: false,
        },
    );
    matches(
        AcceptorState::Failure,
        json!({ "state": "failure", "matcher": "pathAll", "argument": "Books[].State", "expected": "LOST" }),
        Expectation::OutputAll {
            path: path("Books[].State"),
            expected: "LOST".to_owned(),
        },
    );
    matches(
        AcceptorState::Failure,
        json!({ "state": "failure", "matcher": "pathAny", "argument": "Books[].State", "expected": "BURNT" }),
        Expectation::OutputAny {
            path: path("Books[].State"),
            expected: "BURNT".to_owned(),
        },
    );
    matches(
        AcceptorState::Retry,
        json!({ "state": "retry", "matcher": "status", "expected": 404 }),
        Expectation::Status(404),
    );
    matches(
        AcceptorState::Failure,
        json!({ "state": "failure", "matcher": "error", "expected": "Failure" }),
        Expectation::Error("Failure".to_owned()),
    );
    matches(
        AcceptorState::Success,
        json!({ "state": "success", "matcher": "error", "expected": false }),
        Expectation::Success(true),
    );
}

#[test]
fn a_waiter_for_no_operation_is_refused() {
    assert_eq!(
        with_waiter("ListBook", json!([])).complaint(),
        "no operation is called `ListBook`\n  \
         --> <folder>/waiters-2.json#/waiters/BooksThere/operation\n   \
         = shape: BooksThere\n   \
         = help: did you mean `ListBooks`?"
    );
}

#[test]
fn an_unknown_matcher_is_refused() {
    let acceptor = json!({ "state": "success", "matcher": "pathSome", "argument": "a", "expected": "b" });
    assert_eq!(
        with_waiter("ListBooks", json!([acceptor])).complaint(),
        "no matcher is called `pathSome`\n  \
         --> <folder>/waiters-2.json#/waiters/BooksThere/acceptors/0/matcher\n   \
         = shape: BooksThere\n   \
         = help: did you mean `path`?"
    );
}
