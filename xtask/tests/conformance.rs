//! The conformance task as its users meet it: which cases it takes out of a model or a suite, and what it says of a
//! client that does not pass them, or that cannot be made.

use std::{
    ffi::OsStr,
    fs,
    path::Path,
    process::{Command, Output},
    sync::{Mutex, PoisonError},
};

use serde_json::{Value, json};
use tempfile::TempDir;

const PROTOCOL: &str = "aws.protocols#restJson1";

/// Runs the task on a model.
fn conformance(model: &Value) -> Output {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("shelves.json");
    fs::write(&file, model.to_string()).unwrap();
    task(&["--model".as_ref(), file.as_ref()])
}

/// Runs the task; the project's folder is where the crates of clients are compiled, for one run at a time.
fn task(arguments: &[&OsStr]) -> Output {
    static FOLDER: Mutex<()> = Mutex::new(());
    let _alone = FOLDER.lock().unwrap_or_else(PoisonError::into_inner);
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("conformance")
        .args(arguments)
        .arg("--verbose")
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A service with one operation, and these tests of it.
fn model(requests: Value, responses: Value, errors: Value, endpoints: Value) -> Value {
    let string = || json!({ "target": "smithy.api#String" });
    json!({ "smithy": "2.0", "shapes": {
        "a#Shelves": {
            "type": "service", "version": "2020-01-02", "operations": [{ "target": "a#GetBook" }],
            "traits": {
                "aws.api#service": { "sdkId": "Shelves" }, "aws.auth#sigv4": { "name": "shelves" }, PROTOCOL: {},
                "smithy.rules#endpointRuleSet": { "version": "1.0",
                    "parameters": { "Region": { "type": "string", "builtIn": "AWS::Region", "documentation": "" },
                        "Endpoint": { "type": "string", "builtIn": "SDK::Endpoint", "documentation": "" } },
                    "rules": [
                        { "type": "endpoint", "conditions": [{ "fn": "isSet", "argv": [{ "ref": "Endpoint" }] }],
                          "endpoint": { "url": { "ref": "Endpoint" } } },
                        { "type": "endpoint", "conditions": [{ "fn": "isSet", "argv": [{ "ref": "Region" }] }],
                          "endpoint": { "url": "https://{Region}.example.com" } },
                        { "type": "error", "conditions": [], "error": "no region is configured" }
                    ] },
                "smithy.rules#endpointTests": { "version": "1.0", "testCases": endpoints }
            }
        },
        "a#GetBook": {
            "type": "operation", "input": { "target": "a#GetBookInput" }, "output": { "target": "a#GetBookOutput" },
            "errors": [{ "target": "a#Gone" }, { "target": "a#Lent" }],
            "traits": {
                "smithy.api#http": { "method": "GET", "uri": "/books" },
                "smithy.test#httpRequestTests": requests, "smithy.test#httpResponseTests": responses
            }
        },
        "a#GetBookInput": { "type": "structure", "traits": { "smithy.api#input": {} }, "members": {
            "title": { "target": "smithy.api#String", "traits": { "smithy.api#httpQuery": "title" } }
        } },
        "a#GetBookOutput": { "type": "structure", "members": { "title": string() } },
        "a#Gone": { "type": "structure", "members": { "why": string() },
            "traits": { "smithy.api#error": "client", "smithy.test#httpResponseTests": errors } },
        "a#Lent": { "type": "structure", "members": {}, "traits": { "smithy.api#error": "client" } }
    } })
}

fn request(id: &str, more: Value) -> Value {
    case(
        json!({ "id": id, "protocol": PROTOCOL, "method": "GET", "uri": "/books" }),
        more,
    )
}

fn response(id: &str, more: Value) -> Value {
    case(
        json!({ "id": id, "protocol": PROTOCOL, "code": 200, "body": "{\"title\":\"A\"}" }),
        more,
    )
}

fn case(mut case: Value, more: Value) -> Value {
    case.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    case
}

#[test]
fn what_a_client_does_otherwise_is_said_case_by_case() {
    let title = json!({ "title": "A" });
    let requests = json!([
        request("Right", json!({ "queryParams": ["title=A"], "params": title })),
        request("Method", json!({ "method": "PUT" })),
        request("Path", json!({ "uri": "/book" })),
        request("Host", json!({ "host": "example.com", "resolvedHost": "example.org" })),
        request("Query", json!({ "queryParams": ["title=B"], "params": title })),
        request("Forbidden", json!({ "forbidQueryParams": ["title"], "params": title })),
        request("Required", json!({ "requireQueryParams": ["title"] })),
        request("Header", json!({ "headers": { "x-a": "b" } })),
        request("Body", json!({ "body": "{}" })),
        request("Params", json!({ "params": { "title": 1 } })),
    ]);
    let responses = json!([
        response("Right", json!({ "params": title })),
        response("Output", json!({ "params": { "title": "B" } })),
        response("Nothing", json!({})),
    ]);
    let error = json!({ "code": 400, "headers": { "x-amzn-errortype": "Gone" }, "body": "{\"why\":\"A\"}" });
    let errors = json!([
        response("Right", case(error.clone(), json!({ "params": { "why": "A" } }))),
        response("Member", case(error.clone(), json!({ "params": { "why": "B" } }))),
        response(
            "Name",
            case(error, json!({ "headers": { "x-amzn-errortype": "Lent" } }))
        ),
    ]);
    let call = json!({ "operationName": "GetBook", "builtInParams": { "AWS::Region": "b" } });
    let endpoints = json!([
        { "documentation": "Right", "params": { "Region": "a" },
          "expect": { "endpoint": { "url": "https://a.example.com" } } },
        { "documentation": "Url", "params": { "Region": "a" },
          "expect": { "endpoint": { "url": "https://b.example.com" } }, "operationInputs": [call] },
        { "documentation": "Error", "params": { "Region": "a" },
          "expect": { "error": "no region is configured" }, "operationInputs": [call] }
    ]);
    let output = conformance(&model(requests, responses, errors, endpoints));
    let said = text(&output.stdout);
    let lines = [
        "shelves, protocols: 3 passed / 13 failed / 0 not applicable",
        "  failed: Method (request): method: GET in place of PUT",
        "  failed: Path (request): path: /books in place of /book",
        "  failed: Host (request): host: example.com in place of example.org",
        "  failed: Query (request): query: title=B is not in `title=A`",
        "  failed: Forbidden (request): query: title must not be sent",
        "  failed: Required (request): query: title is missing",
        "  failed: Header (request): header x-a: nothing in place of b",
        "  failed: Body (request): body: null in place of {}",
        "  failed: Params (request): nothing was sent: {\"refused\":\"title: 1 is not text\",\"request\":null}",
        "  failed: Output (response): output at title: \"A\" in place of \"B\"",
        "  failed: Nothing (response): output at title: \"A\" in place of \"(absent)\"",
        "  failed: Member (response): error at why: \"A\" in place of \"B\"",
        "  failed: Name (response): name: Lent in place of Gone",
        "shelves, endpoints: 1 passed / 2 failed / 0 not applicable",
        "shelves, endpoints of calls: 1 passed / 1 failed / 0 not applicable",
        "5 passed, 16 failed",
    ];
    for line in lines {
        assert!(
            said.lines().any(|it| it.split("; the answer is ").next() == Some(line)),
            "{line}\n{said}{}",
            text(&output.stderr)
        );
    }
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn cases_that_do_not_hold_together_are_refused_with_their_place() {
    let place = "shapes/a#GetBook/traits/smithy.test#httpRequestTests/0";
    let wrong = [
        (
            request("", json!({ "id": 1 })),
            "expected a string, found a number",
            format!("{place}/id"),
        ),
        (
            json!({ "id": "Key", "protocol": PROTOCOL, "uri": "/" }),
            "a case of a request needs the key `method`",
            place.to_owned(),
        ),
        (
            request("Side", json!({ "appliesTo": "clients" })),
            "no side of a protocol is called `clients`",
            format!("{place}/appliesTo"),
        ),
        (
            request("Header", json!({ "headers": { "a": 1 } })),
            "expected a string, found a number",
            format!("{place}/headers/a"),
        ),
    ];
    for (case, problem, place) in wrong {
        let none = || json!([]);
        let output = conformance(&model(json!([case]), none(), none(), none()));
        let said = text(&output.stderr);
        assert!(said.starts_with(&format!("error: {problem}\n")), "{said}");
        assert!(
            said.contains(&format!("shelves.json#/{place}\n")) && said.contains("= shape: GetBook\n"),
            "{said}"
        );
        assert_eq!(output.status.code(), Some(1));
    }
}

#[test]
fn an_endpoint_and_an_error_exclude_each_other() {
    let none = || json!([]);
    let both = json!([{ "documentation": "Both", "expect": { "error": "a", "endpoint": { "url": "b" } } }]);
    let output = conformance(&model(none(), none(), none(), both));
    let said = text(&output.stderr);
    assert!(
        said.contains("a case expects an endpoint or an error, and this one none or both"),
        "{said}"
    );
    assert!(
        said.contains("smithy.rules#endpointTests/testCases/0/expect\n"),
        "{said}"
    );
}

#[test]
fn a_model_without_cases_is_no_success() {
    let none = || json!([]);
    let output = conformance(&model(none(), none(), none(), none()));
    let said = text(&output.stderr);
    assert!(said.starts_with("error: the models hold no cases\n"), "{said}");
    assert_eq!(output.status.code(), Some(1));
}

/// A file of suites, below a folder of them.
fn suites(file: &str, suites: &Value) -> TempDir {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join(file);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, suites.to_string()).unwrap();
    folder
}

/// A suite in botocore's form with one case: the request of an operation.
fn suite(operation: &str, more_metadata: Value, shapes: Value) -> Value {
    let given =
        json!({ "name": operation, "http": { "method": "POST", "requestUri": "/a" }, "input": { "shape": operation } });
    json!({
        "description": operation,
        "metadata": case(json!({ "protocol": "rest-json", "apiVersion": "2020-01-02" }), more_metadata),
        "shapes": shapes,
        "cases": [{ "id": operation, "given": given, "params": {}, "serialized": { "method": "POST", "uri": "/a" } }]
    })
}

fn structure(members: Value) -> Value {
    json!({ "type": "structure", "members": members })
}

/// Checks that these lines follow each other.
fn assert_says(output: &Output, lines: &[&str]) {
    let said = text(&output.stdout);
    assert!(
        said.contains(&lines.join("\n")),
        "{lines:#?}\n{said}{}",
        text(&output.stderr)
    );
}

#[test]
fn a_model_that_is_refused_fails_its_own_cases_with_its_place_in_the_suite() {
    let none = || structure(json!({}));
    let folder = suites(
        "input/shelves.json",
        &json!([
            suite("Good", json!({}), json!({ "Good": none() })),
            suite(
                "Dangling",
                json!({}),
                json!({ "Dangling": structure(json!({ "a": { "shape": "Missing" } })) })
            ),
            suite("Morse", json!({ "protocol": "morse" }), json!({ "Morse": none() })),
            suite("Late", json!({}), json!({ "Late": none() })),
        ]),
    );
    let output = task(&["--suite".as_ref(), folder.path().as_ref()]);
    let file = folder.path().join("input/shelves.json");
    let dangling = format!("  --> {}#/1/shapes/Dangling/members/a/shape", file.display());
    let morse = format!("  --> {}#/2/metadata/protocol", file.display());
    assert_says(
        &output,
        &[
            "input/shelves.json: 2 passed / 2 failed / 0 not applicable",
            "  failed: Dangling: no shape is called `Missing`",
            &dangling,
            "   = shape: Dangling",
        ],
    );
    assert_says(&output, &["  failed: Morse: no protocol is called `morse`", &morse]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_client_that_cannot_be_made_fails_its_own_cases_with_the_file_of_the_suite() {
    let none = || structure(json!({}));
    let folder = suites(
        "input/shelves.json",
        &json!([
            suite("Good", json!({}), json!({ "Good": none() })),
            suite(
                "Signed",
                json!({ "signatureVersion": "v2" }),
                json!({ "Signed": none() })
            ),
            suite("GetBook", json!({}), json!({ "GetBook": none() })),
            // The two cannot stand side by side, and need not.
            suite("Get_Book", json!({}), json!({ "Get_Book": none() })),
        ]),
    );
    let output = task(&["--suite".as_ref(), folder.path().as_ref()]);
    let file = folder.path().join("input/shelves.json").display().to_string();
    let place = format!("  --> {file}#/1/metadata");
    assert_says(
        &output,
        &[
            "  failed: Signed: none of the auth schemes [Other(\"v2\")] is supported yet",
            &place,
        ],
    );
    assert_says(&output, &["3 passed, 1 failed"]);
    assert!(
        !text(&output.stdout).contains("service-2.json"),
        "{}",
        text(&output.stdout)
    );
    assert_eq!(output.status.code(), Some(1));
}

/// One event, `Said`, with the text `A`.
const FRAME: &str = "AAAAZgAAAErlWfUKDTptZXNzYWdlLXR5cGUHAAVldmVudAs6ZXZlbnQtdHlwZQcABFNhaWQNOmNvbnRlbnQtdHlwZQcAEGFwcGxpY2F0aW9uL2pzb257InRleHQiOiJBIn2DRoEz";

#[test]
fn cases_with_event_streams_of_botocores_form_are_run() {
    let string = || json!({ "type": "string" });
    let shapes = json!({
        "Heard": structure(json!({ "id": { "shape": "Text", "location": "header", "locationName": "x-id" }, "events": { "shape": "Events" } })),
        "Said": { "type": "structure", "event": true, "members": { "text": { "shape": "Text" } } },
        "Broken": { "type": "structure", "exception": true, "members": { "message": { "shape": "Text" } } },
        "Events": { "type": "structure", "eventstream": true,
            "members": { "Said": { "shape": "Said" }, "Broken": { "shape": "Broken" } } },
        "Text": string()
    });
    let given =
        json!({ "name": "Listen", "http": { "method": "POST", "requestUri": "/a" }, "output": { "shape": "Heard" } });
    let response = |body: &str| json!({ "status_code": 200, "headers": { "x-id": "b" }, "body": body });
    let talk =
        json!({ "name": "Talk", "http": { "method": "POST", "requestUri": "/b" }, "input": { "shape": "Heard" } });
    let outputs = json!([{
        "description": "Events", "metadata": { "protocol": "rest-json", "apiVersion": "2020-01-02" }, "shapes": shapes,
        "cases": [
            { "id": "One", "given": given, "result": { "id": "b", "events": [{ "Said": { "text": "A" } }] }, "response": response(FRAME) },
            { "id": "None", "given": given, "result": { "id": "b" }, "response": response("") },
            { "id": "Other", "given": given, "result": { "id": "b", "events": [] }, "response": response(FRAME) },
            { "id": "Sent", "given": talk, "params": { "id": "b" }, "serialized": { "uri": "/b", "headers": { "x-id": "b" } } }
        ]
    }]);
    let folder = suites("output/events.json", &outputs);
    let output = task(&["--suite".as_ref(), folder.path().as_ref()]);
    assert_says(
        &output,
        &[
            "output/events.json: 3 passed / 1 failed / 0 not applicable",
            "  failed: Other: output at events: [{\"Said\":{\"text\":\"A\"}}] in place of []",
        ],
    );
}

#[test]
fn endpoint_cases_of_a_service_that_no_request_can_be_signed_for_are_run() {
    let cases = json!({ "version": "1.0", "testCases": [
        { "documentation": "There", "params": { "Region": "a" },
          "expect": { "endpoint": { "url": "https://a.example.com" } } },
        { "documentation": "Nowhere", "params": {}, "expect": { "error": "no region is configured" } }
    ] });
    let endpoints = suites("shelves/endpoint-tests-1.json", &cases);
    let rules = json!({ "version": "1.0",
        "parameters": { "Region": { "type": "String", "builtIn": "AWS::Region", "documentation": "" } },
        "rules": [
            { "type": "endpoint", "conditions": [{ "fn": "isSet", "argv": [{ "ref": "Region" }] }],
              "endpoint": { "url": "https://{Region}.example.com" } },
            { "type": "error", "conditions": [], "error": "no region is configured" }
        ] });
    let models = suites("shelves/2020-01-02/endpoint-rule-set-1.json", &rules);
    let get = |name: &str, more: Value| {
        case(
            json!({ "name": name, "http": { "method": "GET", "requestUri": "/" } }),
            more,
        )
    };
    let model = json!({ "version": "2.0",
        "metadata": { "apiVersion": "2020-01-02", "endpointPrefix": "shelves", "protocol": "query", "serviceId": "Shelves",
            "serviceFullName": "Shelves", "signatureVersion": "v2", "uid": "shelves-2020-01-02" },
        "operations": { "GetBook": get("GetBook", json!({})), "GetShelf": get("GetShelf", json!({ "authtype": "v2" })) }, "shapes": {} });
    fs::write(
        models.path().join("shelves/2020-01-02/service-2.json"),
        model.to_string(),
    )
    .unwrap();
    let output = task(&[
        "--endpoints".as_ref(),
        endpoints.path().as_ref(),
        "--models".as_ref(),
        models.path().as_ref(),
    ]);
    assert_says(&output, &["shelves: 2 passed / 0 failed / 0 not applicable"]);
    assert_eq!(output.status.code(), Some(0));
}
