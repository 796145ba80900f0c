//! Bodies that are not held in memory, members all over an HTTP message, and calls without auth (restJson1).

use std::error::Error;
use std::time::Duration;

use fixture_bindings::config::retry::RetryConfig;
use fixture_bindings::config::{Builder, Credentials, Region};
use fixture_bindings::error::{BuildError, ProvideErrorMetadata, SdkError};
use fixture_bindings::operation::find_parts::builders::FindPartsFluentBuilder;
use fixture_bindings::primitives::{ByteStream, DateTime, SdkBody};
use fixture_bindings::types::{Kind, Sticker};
use fixture_bindings::{Client, Config};
use sdk_tailor_tests::server::{Reply, Response, Server, failure};

fn config(server: &Server) -> Builder {
    Config::builder()
        .behavior_version_latest()
        .region(Region::new("us-east-1"))
        .endpoint_url(server.url())
        .retry_config(RetryConfig::standard().with_initial_backoff(Duration::from_millis(1)))
}

fn client(server: &Server) -> Client {
    Client::from_conf(config(server).credentials_provider(Credentials::for_tests()).build())
}

#[tokio::test]
async fn a_stream_is_handed_on_as_it_comes() {
    let part: Vec<u8> = (0..1_000_000_u32).map(|it| it as u8).collect();
    let server = Server::start([Response::new(200, part.clone()).header("etag", "v1").into()]).await;
    let output = client(&server)
        .get_part()
        .shelf("a/b c")
        .send()
        .await
        .expect("the service answered");
    assert_eq!(output.tag(), Some("v1"));
    let body = output.body.collect().await.expect("the body comes to its end");
    assert_eq!(body.into_bytes(), part);
    assert_eq!(server.only_request().path, "/shelves/a%2Fb%20c");
}

#[tokio::test]
async fn a_body_that_breaks_off_fails_where_it_is_read() {
    let server = Server::start([Reply::CutShort(Response::new(200, "half"))]).await;
    let output = client(&server)
        .get_part()
        .shelf("s")
        .send()
        .await
        .expect("the head of the answer came");
    output.body.collect().await.expect_err("a byte is missing");
}

#[tokio::test]
async fn an_error_is_read_whole_where_a_success_is_a_stream() {
    let reply = Response::new(404, r#"{"message":"no such shelf"}"#).header("x-amzn-errortype", "Missing");
    let server = Server::start([reply.into()]).await;
    let error = client(&server)
        .get_part()
        .shelf("s")
        .send()
        .await
        .expect_err("there is no such shelf");
    let error = error.into_service_error();
    assert_eq!(
        (error.code(), error.message()),
        (Some("Missing"), Some("no such shelf"))
    );
}

#[tokio::test]
async fn a_body_of_known_length_is_sent_with_it_and_sent_again() {
    let server = Server::start([failure(500, "{}"), Response::new(200, "").into()]).await;
    let call = client(&server)
        .get_part()
        .shelf("s")
        .body(ByteStream::from_static(b"bytes"));
    call.send().await.expect("the second try is answered");
    let requests = server.received();
    assert_eq!(requests.len(), 2);
    for request in requests {
        assert_eq!(request.body, b"bytes");
        assert_eq!(request.header("content-length"), "5");
        assert_eq!(request.header("content-type"), "application/octet-stream");
        assert!(request.header("authorization").starts_with("AWS4-HMAC-SHA256 "));
        // The service has to know that the signature is not that of the body.
        assert_eq!(request.header("x-amz-content-sha256"), "UNSIGNED-PAYLOAD");
        assert!(request.header("authorization").contains("x-amz-content-sha256"));
    }
}

#[tokio::test]
async fn a_body_that_cannot_be_read_twice_is_not_sent_again() {
    let server = Server::start([failure(500, "{}"), Response::new(200, "").into()]).await;
    let stream = ByteStream::new(SdkBody::from_body_1_x(SdkBody::from("bytes")));
    let call = client(&server).get_part().shelf("s").body(stream);
    call.send()
        .await
        .expect_err("the first try failed, and there is no second");
    assert_eq!(server.only_request().body, b"bytes");
}

#[tokio::test]
async fn a_call_without_auth_needs_no_credentials() {
    let server = Server::start([Response::new(201, "").into()]).await;
    let client = Client::from_conf(config(&server).build());
    let call = client
        .label()
        .extra("a b", "1&2")
        .label(Sticker::builder().text("t").build());
    call.send().await.expect("201 is the status of success");
    let request = server.only_request();
    assert_eq!(
        (request.method.as_str(), request.path.as_str()),
        ("POST", "/labels?a%20b=1%262")
    );
    assert!(!request.has_header("authorization"));
    assert_eq!(request.json(), serde_json::json!({ "Text": "t" }));
}

/// A call whose every required member is set.
fn find(server: &Server) -> FindPartsFluentBuilder {
    client(server)
        .find_parts()
        .shelf("s")
        .kind(Kind::Box)
        .number(0)
        .since(DateTime::from_secs(0))
        .query("q")
        .r#as(Kind::Crate)
        .pages(0)
        .marks("m")
        .before(DateTime::from_secs(0))
        .r#type("t")
}

#[tokio::test]
async fn a_call_that_lacks_a_part_of_its_path_or_its_query_string_sends_nothing() {
    type Change = fn(FindPartsFluentBuilder) -> FindPartsFluentBuilder;
    let cases: [(&str, Change); 15] = [
        ("shelf", |call| call.set_shelf(None)),
        ("shelf", |call| call.shelf("")),
        ("kind", |call| call.set_kind(None)),
        ("kind", |call| call.kind(Kind::from(""))),
        ("number", |call| call.set_number(None)),
        ("since", |call| call.set_since(None)),
        ("query", |call| call.set_query(None)),
        ("query", |call| call.query("")),
        ("as", |call| call.set_as(None)),
        ("pages", |call| call.set_pages(None)),
        ("marks", |call| call.set_marks(None)),
        ("before", |call| call.set_before(None)),
        ("type", |call| call.set_type(None)),
        ("type", |call| call.r#type("")),
        ("shelf", |call| call.set_shelf(None).set_query(None)),
    ];
    for (member, change) in cases {
        let server = Server::start([]).await;
        let error = change(find(&server)).send().await.expect_err("a part is missing");
        assert!(matches!(error, SdkError::ConstructionFailure(_)), "{error:?}");
        let source = error.source().expect("a failure has a cause");
        assert!(source.is::<BuildError>(), "{source:?}");
        assert_eq!(source.to_string(), format!("{member} was missing: cannot be empty or unset"));
        assert_eq!(server.count(), 0);
    }
}

#[tokio::test]
async fn what_is_set_is_sent_whatever_it_is() {
    let server = Server::start([Response::new(200, "").into()]).await;
    let call = find(&server).shelf(" ").r#as(Kind::from("")).set_marks(Some(Vec::new())).near("");
    call.send().await.expect("the service answered");
    assert_eq!(
        server.only_request().path,
        "/shelves/%20/BOX/0/1970-01-01T00%3A00%3A00Z?find&q=q&as=&pages=0&before=1970-01-01T00%3A00%3A00Z&Type=t&near="
    );
}

#[tokio::test]
async fn a_call_that_lacks_a_part_of_its_host_sends_nothing() {
    for account in [None, Some(String::new())] {
        let server = Server::start([]).await;
        let call = client(&server).put_part().shelf("s").key("k").set_account(account);
        let error = call.send().await.expect_err("a part is missing");
        assert!(matches!(error, SdkError::ConstructionFailure(_)), "{error:?}");
        let source = error.source().expect("a failure has a cause").to_string();
        assert_eq!(source, "account was missing: cannot be empty or unset");
        assert_eq!(server.count(), 0);
    }
}
