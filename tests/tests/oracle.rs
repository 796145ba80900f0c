//! Requests on the wire, against botocore: for the same parameters, the generated client sends the same request.

use std::env;
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use personalize::config::{Credentials, Region};
use personalize::{Client, Config};
use serde_json::{Value, json};
use similar::TextDiff;

/// A request in the parts that have to be equal.
#[derive(Debug, PartialEq)]
struct Request {
    method: String,
    url: String,
    content_type: String,
    target: String,
    /// Date, region, service and terminator of the signature's scope, without the date.
    scope: String,
    body: Value,
}

#[tokio::test]
async fn requests_equal_those_of_botocore() {
    let sets = parameter_sets();
    let Some(theirs) = ask_botocore(&sets) else {
        // Written to the stream itself: the harness hides what `eprintln!` says in a test that passes.
        let loud = b"\nskipped: Python with botocore 1.44.x is not there; pip install botocore==1.44.5\n";
        std::io::stderr().write_all(loud).expect("standard error is open");
        return;
    };
    assert_eq!(theirs.len(), sets.len());
    let signed = "AWS4-HMAC-SHA256 AKIDEXAMPLE/us-east-1/personalize/aws4_request";
    assert_eq!(
        (theirs[0].scope.as_str(), theirs[0].target.as_str()),
        (signed, "AmazonPersonalize.ListDatasets")
    );
    for (parameters, theirs) in sets.iter().zip(theirs) {
        let ours = ask_ours(parameters).await;
        assert!(ours == theirs, "for {parameters}\n{}", difference(&theirs, &ours));
    }
}

/// The lines in which two requests differ, with a few around them.
fn difference(theirs: &Request, ours: &Request) -> String {
    let (theirs, ours) = (format!("{theirs:#?}\n"), format!("{ours:#?}\n"));
    TextDiff::from_lines(&theirs, &ours)
        .unified_diff()
        .header("botocore", "the generated client")
        .to_string()
}

fn parameter_sets() -> Vec<Value> {
    let arn = "arn:aws:personalize:us-east-1:123456789012:dataset-group/films";
    vec![
        json!({}),
        json!({"datasetGroupArn": arn}),
        json!({"nextToken": "token"}),
        json!({"maxResults": 1}),
        json!({"maxResults": 100, "nextToken": "token", "datasetGroupArn": arn}),
        json!({"maxResults": i32::MAX}),
        json!({"maxResults": i32::MIN}),
        json!({"maxResults": 0}),
        json!({"nextToken": ""}),
        json!({"nextToken": "\"quotes\", \\backslashes\\ and /slashes/"}),
        json!({"nextToken": "line\nfeed\ttab\u{0}nul\u{1f}unit\u{7f}delete"}),
        json!({"nextToken": "Grüße, мир, 世界, 🎬 and \u{2028}\u{2029}"}),
        json!({"datasetGroupArn": "a".repeat(10_000)}),
    ]
}

/// The requests of botocore; none if it is not there.
fn ask_botocore(sets: &[Value]) -> Option<Vec<Request>> {
    let there = Command::new("python3")
        .args(["-c", "import botocore"])
        .stderr(Stdio::null())
        .status();
    if !there.is_ok_and(|status| status.success()) {
        return None;
    }
    let mut python = Command::new("python3");
    // What the user has configured for AWS, a profile or an endpoint, is not what is compared here.
    for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("AWS_")) {
        python.env_remove(name);
    }
    let mut python = python
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/oracle/botocore_request.py"))
        .env("AWS_CONFIG_FILE", "no-configuration")
        .env("AWS_SHARED_CREDENTIALS_FILE", "no-credentials")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python was there a moment ago");
    let mut input = python.stdin.take().expect("it is piped");
    input
        .write_all(json!(sets).to_string().as_bytes())
        .expect("Python reads its input");
    drop(input);
    let output = python.wait_with_output().expect("Python ends");
    assert!(output.status.success(), "the script failed");
    let requests: Vec<Value> = serde_json::from_slice(&output.stdout).expect("it prints JSON");
    let header = |request: &Value, name: &str| {
        let value = request["headers"][name].as_str();
        value.unwrap_or_else(|| panic!("botocore sends {name}")).to_owned()
    };
    let request = |it: &Value| Request {
        method: it["method"].as_str().unwrap_or_default().to_owned(),
        url: it["url"].as_str().unwrap_or_default().to_owned(),
        content_type: header(it, "content-type"),
        target: header(it, "x-amz-target"),
        scope: scope(&header(it, "authorization")),
        body: serde_json::from_str(it["body"].as_str().unwrap_or_default()).expect("the body is JSON"),
    };
    Some(requests.iter().map(request).collect())
}

/// Keeps the request, and answers that all is well.
#[derive(Clone, Debug, Default)]
struct Recorder(Arc<Mutex<Option<Request>>>);

impl HttpConnector for Recorder {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let header = |name| {
            let value = request.headers().get(name);
            value.unwrap_or_else(|| panic!("we send {name}")).to_owned()
        };
        let recorded = Request {
            method: request.method().to_owned(),
            url: request.uri().to_owned(),
            content_type: header("content-type"),
            target: header("x-amz-target"),
            scope: scope(&header("authorization")),
            body: serde_json::from_slice(request.body().bytes().unwrap_or_default()).expect("the body is JSON"),
        };
        *self.0.lock().expect("no test panics with the lock held") = Some(recorded);
        let ok = StatusCode::try_from(200).expect("200 is a status");
        HttpConnectorFuture::ready(Ok(HttpResponse::new(ok, SdkBody::from("{}"))))
    }
}

async fn ask_ours(parameters: &Value) -> Request {
    let recorder = Recorder::default();
    let connector = SharedHttpConnector::new(recorder.clone());
    let config = Config::builder()
        .behavior_version_latest()
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "secret", None, None, "test"))
        .http_client(http_client_fn(move |_, _| connector.clone()));
    let text = |name: &str| parameters[name].as_str().map(str::to_owned);
    let number = parameters["maxResults"]
        .as_i64()
        .map(|number| i32::try_from(number).expect("it fits"));
    Client::from_conf(config.build())
        .list_datasets()
        .set_dataset_group_arn(text("datasetGroupArn"))
        .set_next_token(text("nextToken"))
        .set_max_results(number)
        .send()
        .await
        .expect("the recorder answers");
    recorder
        .0
        .lock()
        .expect("no test panics with the lock held")
        .take()
        .expect("a request was sent")
}

/// The algorithm of a signature, and its scope but for the date.
fn scope(authorization: &str) -> String {
    let algorithm = authorization.split(' ').next().unwrap_or_default();
    let credential = authorization.split("Credential=").nth(1).unwrap_or_default();
    let scope = credential.split(',').next().unwrap_or_default();
    let parts: Vec<&str> = scope
        .split('/')
        .enumerate()
        .filter(|(at, _)| *at != 1)
        .map(|(_, part)| part)
        .collect();
    format!("{algorithm} {}", parts.join("/"))
}
