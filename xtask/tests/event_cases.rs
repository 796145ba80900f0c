//! The conformance task as its users meet it, on cases of event streams: which a client passes, and what is said of one that it
//! does not pass.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
    sync::{Mutex, PoisonError},
};

use serde_json::{Value, json};
use tempfile::TempDir;

/// Runs the task on a model with these cases of an operation that sends and receives events; the project's folder is
/// where the crates of clients are compiled, for one run at a time.
fn conformance(cases: &Value) -> Output {
    static FOLDER: Mutex<()> = Mutex::new(());
    let _alone = FOLDER.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("talks.json");
    fs::write(&file, model(cases).to_string()).unwrap();
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["conformance", "--model"])
        .arg(file)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
        .output()
        .unwrap()
}

fn model(cases: &Value) -> Value {
    let string = || json!({ "target": "smithy.api#String" });
    let header = || json!({ "target": "smithy.api#Integer", "traits": { "smithy.api#eventHeader": {} } });
    let stream = || json!({ "target": "a#Words", "traits": { "smithy.api#httpPayload": {} } });
    let topic = json!({ "target": "smithy.api#String", "traits": { "smithy.api#httpHeader": "x-topic" } });
    json!({ "smithy": "2.0", "shapes": {
        "a#Talks": {
            "type": "service", "version": "2020-01-02", "operations": [{ "target": "a#Talk" }],
            "traits": {
                "aws.api#service": { "sdkId": "Talks" }, "aws.auth#sigv4": { "name": "talks" },
                "aws.protocols#restJson1": {}
            }
        },
        "a#Talk": {
            "type": "operation", "input": { "target": "a#TalkInput" }, "output": { "target": "a#TalkOutput" },
            "traits": {
                "smithy.api#http": { "method": "POST", "uri": "/talk" },
                "smithy.test#eventStreamTests": cases
            }
        },
        "a#TalkInput": { "type": "structure", "members": { "topic": topic, "said": stream() } },
        "a#TalkOutput": { "type": "structure", "members": { "topic": topic, "heard": stream() } },
        "a#Words": { "type": "union", "traits": { "smithy.api#streaming": {} },
            "members": { "word": { "target": "a#Word" }, "gone": { "target": "a#Gone" } } },
        "a#Word": { "type": "structure", "members": { "text": string(), "level": header() } },
        "a#Gone": { "type": "structure", "members": { "message": string() }, "traits": { "smithy.api#error": "client" } },
    } })
}

/// A case, and what else it says.
fn case(id: &str, more: Value) -> Value {
    let mut case = json!({ "id": id, "protocol": "aws.protocols#restJson1" });
    case.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    case
}

/// An event of a way, as a value and as a message, and what else is said of it.
fn word(way: &str, more: Value) -> Value {
    let mut event = json!({
        "type": way,
        "params": { "word": { "text": "hi", "level": 3 } },
        "headers": {
            ":message-type": { "string": "event" }, ":event-type": { "string": "word" },
            ":content-type": { "string": "application/json" }, "level": { "integer": 3 }
        },
        "body": "{ \"text\": \"hi\" }", "bodyMediaType": "application/json"
    });
    event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    event
}

fn gone(way: &str) -> Value {
    json!({
        "type": way,
        "params": { "gone": { "message": "bye" } },
        "headers": {
            ":message-type": { "string": "exception" }, ":exception-type": { "string": "gone" },
            ":content-type": { "string": "application/json" }
        },
        "body": "{\"message\":\"bye\"}", "bodyMediaType": "application/json"
    })
}

#[test]
fn events_are_compared_message_by_message() {
    let sent = |more| json!({ "events": [word("request", more)] });
    let ends = |error: Value| json!({ "events": [word("response", json!({})), gone("response")], "expectation": { "failure": error } });
    let topic = json!({ "topic": "weather" });
    let opening = json!({
        "initialRequestParams": topic,
        "initialRequest": { "method": "POST", "uri": "/talk", "headers": { "x-topic": "weather" } },
        "initialResponseParams": topic,
        "initialResponse": { "code": 200, "headers": { "x-topic": "weather" } },
        "events": [word("request", json!({})), gone("request"), word("response", json!({}))]
    });
    let mut other_topic = opening.clone();
    other_topic["initialRequest"]["headers"]["x-topic"] = "politics".into();
    let output = conformance(&json!([
        case("Passes", opening),
        case("Ends", ends(json!({ "errorId": "a#Gone" }))),
        case(
            "ForServers",
            json!({ "events": [gone("request")], "expectation": { "failure": {} }, "appliesTo": "server" })
        ),
        case("Topic", other_topic),
        case("Type", sent(json!({ "headers": { "level": { "long": 3 } } }))),
        case("Payload", sent(json!({ "body": "{\"text\":\"ho\"}" }))),
        case("Required", sent(json!({ "requireHeaders": ["loud"] }))),
        case("Forbidden", sent(json!({ "forbidHeaders": ["level"] }))),
        case(
            "Value",
            json!({ "events": [word("response", json!({ "params": { "word": { "text": "ho" } } }))] })
        ),
        case("Other", ends(json!({ "errorId": "a#Word" }))),
        case(
            "NoEnd",
            json!({ "events": [word("response", json!({}))], "expectation": { "failure": {} } })
        ),
        case("Fails", json!({ "events": [gone("response")] })),
    ]));
    let text = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(output.status.code(), Some(1), "{text}");
    for expected in [
        "talks, protocols: 2 passed / 9 failed / 1 not applicable",
        "not applicable: ForServers (events): the case is for servers",
        "failed: Topic (events): header x-topic: weather in place of politics",
        "failed: Type (events): event 1: header level: Some(Int32(3)) in place of Int64(3)",
        "failed: Payload (events): event 1: body at text: \"hi\" in place of \"ho\"",
        "failed: Required (events): event 1: header loud is missing",
        "failed: Forbidden (events): event 1: header level must not be sent",
        "failed: Value (events): event at word.level: 3 in place of \"(absent)\"",
        "failed: Other (events): the stream did not fail with Word",
        "failed: NoEnd (events): the stream did not fail",
        "failed: Fails (events): the stream failed",
    ] {
        assert!(text.contains(expected), "{expected}\nis not in\n{text}");
    }
}

#[test]
fn a_header_of_no_type_is_refused_with_its_place() {
    let event = word("request", json!({ "headers": { "level": { "int": 3 } } }));
    let output = conformance(&json!([case("Wrong", json!({ "events": [event] }))]));
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(
        text.contains("smithy.test#eventStreamTests/0/events/0/headers/level"),
        "{text}"
    );
    assert!(text.contains("integer"), "{text}");
}
