//! Presigned requests: what others can send, with a signature that botocore gives for the same request, time and keys.

use std::process::{Command, Stdio};
use std::time::{Duration, UNIX_EPOCH};

use fixture_checksums::config::{Credentials, Region};
use fixture_checksums::primitives::ByteStream;

/// 2026-01-02T03:04:05Z.
const NOW: u64 = 1_767_323_045;
const KEYS: (&str, &str) = ("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

/// Signs a request again, as botocore does, and prints its signature.
const SCRIPT: &str = r#"
import datetime, sys, urllib.parse
from botocore import auth, awsrequest, credentials
kind, service, method, url, headers, token, expires = sys.argv[1:]
auth.get_current_datetime = lambda *_: datetime.datetime(2026, 1, 2, 3, 4, 5)
parts = urllib.parse.urlsplit(url)
pairs = [p for p in parts.query.split('&') if not p.startswith('X-Amz-')]
url = urllib.parse.urlunsplit(parts._replace(query='&'.join(pairs)))
request = awsrequest.AWSRequest(method=method, url=url)
for line in headers.splitlines():
    name, _, value = line.partition(':')
    request.headers[name] = value
keys = credentials.Credentials('AKIDEXAMPLE', 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', token or None)
signer = {'s3': auth.S3SigV4QueryAuth, 'v4': auth.SigV4QueryAuth}[kind](keys, service, 'us-east-1', expires=int(expires))
signer.add_auth(request)
print(urllib.parse.parse_qs(urllib.parse.urlsplit(request.url).query)['X-Amz-Signature'][0])
"#;

/// Requests that are valid for so many seconds.
macro_rules! valid_for {
    ($library:ident, $seconds:literal) => {{
        let config = $library::presigning::PresigningConfig::builder()
            .start_time(UNIX_EPOCH + Duration::from_secs(NOW))
            .expires_in(Duration::from_secs($seconds));
        config.build().expect("it is less than a week")
    }};
}

fn credentials(token: Option<&str>) -> Credentials {
    Credentials::new(KEYS.0, KEYS.1, token.map(str::to_owned), None, "test")
}

/// A client of a bucket's service, and of what the others do: they need no network.
macro_rules! client {
    ($library:ident, $token:expr) => {{
        let config = $library::Config::builder()
            .behavior_version_latest()
            .region(Region::new("us-east-1"))
            .endpoint_url("https://service.example.com")
            .credentials_provider(credentials($token));
        $library::Client::from_conf(config.build())
    }};
}

fn query(uri: &str) -> Vec<(&str, &str)> {
    let (_, query) = uri.split_once('?').expect("a signature is in the query string");
    query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, ""))).collect()
}

fn parameter<'a>(uri: &'a str, name: &str) -> &'a str {
    let found = query(uri).into_iter().find(|(key, _)| *key == name);
    found.unwrap_or_else(|| panic!("no {name} in {uri}")).1
}

/// Holds the signature of a request against botocore's, if that is there.
fn hold(kind: &str, service: &str, (method, uri): (&str, &str), headers: &[(&str, &str)], token: &str) {
    let headers: Vec<String> = headers.iter().map(|(name, value)| format!("{name}:{value}")).collect();
    let expires = parameter(uri, "X-Amz-Expires");
    let output = Command::new("python3")
        .args(["-c", SCRIPT, kind, service, method, uri, &headers.join("\n"), token, expires])
        .stderr(Stdio::inherit())
        .output();
    let Some(output) = output.ok().filter(|output| output.status.success()) else {
        eprintln!("skipped: there is no botocore to hold a signature against");
        return;
    };
    let expected = String::from_utf8(output.stdout).expect("it is text");
    assert_eq!(parameter(uri, "X-Amz-Signature"), expected.trim(), "{uri}");
}

fn headers<'a>(headers: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<(&'a str, &'a str)> {
    headers.collect()
}

#[tokio::test]
async fn a_url_is_all_that_is_needed_to_get_an_object() {
    let call = client!(fixture_checksums, Some("to/ken")).get_object().bucket("books").key("a b/ü.txt");
    let request = call.presigned(valid_for!(fixture_checksums, 900)).await.expect("it is signed");
    let uri = request.uri();
    assert_eq!((request.method(), headers(request.headers())), ("GET", Vec::new()));
    let (bucket, _) = uri.split_once("/a%20b/%C3%BC.txt?").expect("it has the key");
    assert!(bucket.starts_with("http://books."), "{uri}");
    for (name, value) in [
        ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
        ("X-Amz-Credential", "AKIDEXAMPLE%2F20260102%2Fus-east-1%2Fs3%2Faws4_request"),
        ("X-Amz-Date", "20260102T030405Z"),
        ("X-Amz-Expires", "900"),
        ("X-Amz-SignedHeaders", "host"),
        ("X-Amz-Security-Token", "to%2Fken"),
    ] {
        assert_eq!(parameter(uri, name), value);
    }
    hold("s3", "s3", ("GET", uri), &[], "to/ken");
    let http = request.make_http_1x_request(());
    assert_eq!(http.uri(), uri);
    #[allow(deprecated, reason = "some programs have no newer version of the crate `http`")]
    let http = request.make_http_02x_request("body");
    assert_eq!((http.uri().to_string().as_str(), *http.body()), (uri, "body"));
}

#[tokio::test]
async fn whoever_sends_an_object_chooses_it() {
    let call = client!(fixture_checksums, None).put_object().bucket("books").key("k");
    let request = call.body(ByteStream::from_static(b"mine")).presigned(valid_for!(fixture_checksums, 60)).await.expect("it is signed");
    // Neither a checksum nor a length of a body that is not that of the sender.
    assert_eq!((request.method(), headers(request.headers())), ("PUT", Vec::new()));
    assert!(!request.uri().contains("checksum"), "{}", request.uri());
    hold("s3", "s3", ("PUT", request.uri()), &[], "");
}

#[tokio::test]
async fn what_the_caller_sets_in_headers_has_to_be_sent() {
    let call = client!(fixture_checksums, None).put_object().bucket("books").key("k");
    let call = call.customize().mutate_request(|request| {
        request.headers_mut().insert("x-amz-meta-shelf", "3");
    });
    let request = call.presigned(valid_for!(fixture_checksums, 60)).await.expect("it is signed");
    assert_eq!(headers(request.headers()), [("x-amz-meta-shelf", "3")]);
    assert_eq!(parameter(request.uri(), "X-Amz-SignedHeaders"), "host%3Bx-amz-meta-shelf");
    hold("s3", "s3", ("PUT", request.uri()), &headers(request.headers()), "");
}

#[tokio::test]
async fn a_request_that_cannot_be_built_is_not_signed() {
    let call = client!(fixture_checksums, None).get_object().key("k");
    let error = call.presigned(valid_for!(fixture_checksums, 60)).await.expect_err("there is no bucket");
    assert!(format!("{error:?}").contains("bucket"), "{error:?}");
}

#[tokio::test]
async fn members_of_a_body_go_into_the_url() {
    let call = client!(fixture_speech, None).synthesize_speech().text("a & b").lexicon_names("one");
    let request = call.sample_rate(8000).presigned(valid_for!(fixture_speech, 60)).await.expect("it is signed");
    assert_eq!((request.method(), headers(request.headers())), ("GET", Vec::new()));
    let uri = request.uri();
    assert!(uri.starts_with("https://service.example.com/v1/speech?"), "{uri}");
    let said = |uri| -> Vec<_> {
        let pairs = query(uri).into_iter();
        pairs.filter(|(name, _)| !name.starts_with("X-Amz-")).collect()
    };
    let expected = [("Text", "a%20%26%20b"), ("LexiconNames", "one"), ("SampleRate", "8000")];
    assert_eq!(said(uri), expected);
    hold("v4", "polly", ("GET", uri), &[], "");
    // botocore knows no parameter that stands twice.
    let call = client!(fixture_speech, None).synthesize_speech().text("a");
    let call = call.lexicon_names("one").lexicon_names("two");
    let request = call.presigned(valid_for!(fixture_speech, 60)).await.expect("it is signed");
    let expected = [("Text", "a"), ("LexiconNames", "one"), ("LexiconNames", "two")];
    assert_eq!(said(request.uri()), expected);
}

#[tokio::test]
async fn a_form_goes_into_the_url_where_a_crate_is_told_to_presign_all_it_can() {
    let call = client!(fixture_presigned_forms, None).get_caller_identity().name("a b");
    let request = call.presigned(valid_for!(fixture_presigned_forms, 60)).await.expect("it is signed");
    assert_eq!((request.method(), headers(request.headers())), ("GET", Vec::new()));
    let uri = request.uri();
    assert_eq!(parameter(uri, "Action"), "GetCallerIdentity");
    assert_eq!(parameter(uri, "Version"), "2026-01-01");
    assert_eq!(parameter(uri, "Name"), "a%20b");
    hold("v4", "sts", ("GET", uri), &[], "");
}
