//! Ambiguous requests and responses of S3: calls that lack a required part, documents of other operations, and work
//! that continues after the head of a response (restXml, from Smithy's form).

use std::error::Error;
use std::time::{Duration, SystemTime};

use fixture_objects::config::retry::RetryConfig;
use fixture_objects::config::{Builder, Credentials, Region, StalledStreamProtectionConfig};
use fixture_objects::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use fixture_objects::primitives::{DateTime, DateTimeFormat};
use fixture_objects::types::ObjectAttributes;
use fixture_objects::{Client, Config};
use sdk_tailor_tests::server::{Reply, Response, Server, failure, ok};

fn config(server: &Server) -> Builder {
    Config::builder()
        .behavior_version_latest()
        .region(Region::new("us-east-1"))
        .endpoint_url(server.url())
        .force_path_style(true)
        .credentials_provider(Credentials::for_tests())
        .retry_config(RetryConfig::standard().with_initial_backoff(Duration::from_millis(1)))
}

fn client(server: &Server) -> Client {
    Client::from_conf(config(server).build())
}

#[tokio::test]
async fn no_object_is_deleted_where_an_upload_was_to_be_given_up() {
    for upload in [None, Some(String::new())] {
        let server = Server::start([]).await;
        let call = client(&server).abort_multipart_upload().bucket("b").key("k");
        let error = call.set_upload_id(upload).send().await.expect_err("the upload is missing");
        assert!(matches!(error, SdkError::ConstructionFailure(_)), "{error:?}");
        let source = error.source().expect("a failure has a cause").to_string();
        assert_eq!(source, "upload_id was missing: cannot be empty or unset");
        assert_eq!(server.count(), 0);
    }
}

#[tokio::test]
async fn a_copy_may_take_its_time_and_is_made_once() {
    let patience = StalledStreamProtectionConfig::enabled().grace_period(Duration::from_millis(100));
    let late = |body: &str| Reply::Late(Response::new(200, body), Duration::from_secs(4));
    let server = Server::start([late("<CopyObjectResult><ETag>e</ETag></CopyObjectResult>")]).await;
    let patient = Client::from_conf(config(&server).stalled_stream_protection(patience.clone().build()).build());
    let call = patient.copy_object().bucket("b").key("k").copy_source("a/k");
    let output = call.send().await.expect("the service answered in the end");
    assert_eq!(output.copy_object_result().and_then(|it| it.e_tag()), Some("e"));
    assert_eq!(server.count(), 1);

    let server = Server::start([late("<ListPartsResult/>"), late("<ListPartsResult/>"), late("<ListPartsResult/>")]).await;
    let patient = Client::from_conf(config(&server).stalled_stream_protection(patience.build()).build());
    let call = patient.list_parts().bucket("b").key("k").upload_id("u");
    call.send().await.expect_err("a list that stalls is given up");
}

#[tokio::test]
async fn a_list_in_a_header_has_a_line_for_each_element() {
    let server = Server::start([ok("<GetObjectAttributesResponse/>"), ok("<GetObjectAttributesResponse/>")]).await;
    let call = || client(&server).get_object_attributes().bucket("b").key("k");
    let both = call()
        .object_attributes(ObjectAttributes::Etag)
        .object_attributes(ObjectAttributes::from("a,b"));
    both.send().await.expect("the service answered");
    call().set_object_attributes(Some(Vec::new())).send().await.expect("the service answered");
    let lines: Vec<Vec<String>> = server
        .received()
        .iter()
        .map(|request| request.headers("x-amz-object-attributes"))
        .collect();
    assert_eq!(lines, [vec!["ETag", "\"a,b\""], vec![""]]);
}

#[tokio::test]
async fn a_page_of_a_proxy_is_no_empty_success() {
    let page = "<html><head><title>Sign in</title></head><body><p>Please log in</p></body></html>";
    for page in [page, "<Other/>", "<!DOCTYPE html><HTML></HTML>", "Please log in", ""] {
        let server = Server::start(vec![ok(page); 5]).await;
        let client = client(&server);
        let parts = client.list_parts().bucket("b").key("k").upload_id("u").send().await;
        assert_unreadable(page, parts.map(drop));
        let copy = client.copy_object().bucket("b").key("k").copy_source("c").send().await;
        // A payload that is not there at all is an output without it.
        if !page.is_empty() {
            assert_unreadable(page, copy.map(drop));
        }
        let tags = client.get_object_tagging().bucket("b").key("k").send().await;
        assert_unreadable(page, tags.map(drop));
        let place = client.get_bucket_location().bucket("b").send().await;
        assert_unreadable(page, place.map(drop));
    }
}

/// Fails unless the response is reported as one that cannot be read.
fn assert_unreadable<E: Error + 'static, R: std::fmt::Debug>(page: &str, result: Result<(), SdkError<E, R>>) {
    let error = result.expect_err(page);
    assert!(
        matches!(error, SdkError::ResponseError(_)),
        "{page} became {}",
        DisplayErrorContext(&error)
    );
}

#[tokio::test]
async fn a_document_is_read_whatever_its_root_where_the_model_has_another_one_than_s3() {
    let server = Server::start([ok("<GetObjectAttributesOutput><ETag>e</ETag></GetObjectAttributesOutput>")]).await;
    let call = client(&server).get_object_attributes().bucket("b").key("k");
    let output = call.object_attributes(ObjectAttributes::Etag).send().await;
    assert_eq!(output.expect("the service answered").e_tag(), Some("e"));
}

#[tokio::test]
async fn a_body_that_nobody_asked_for_is_left_alone() {
    for body in ["<html></html>", "null", "<", "\u{0}"] {
        let server = Server::start([ok(body), ok(body)]).await;
        let client = client(&server);
        client.put_bucket_tagging().bucket("b").send().await.expect(body);
        let call = client.abort_multipart_upload().bucket("b").key("k").upload_id("u");
        call.send().await.expect(body);
    }
}

#[tokio::test]
async fn what_is_not_found_without_a_word_has_that_for_a_code() {
    let server = Server::start([failure(404, ""), failure(404, ""), failure(403, "")]).await;
    let client = client(&server);
    let parts = client.list_parts().bucket("b").key("k").upload_id("u").send().await;
    assert_eq!(parts.expect_err("it is not there").code(), Some("NotFound"));
    let call = client.get_object_attributes().bucket("b").key("k");
    let attributes = call.object_attributes(ObjectAttributes::Etag).send().await;
    let error = attributes.expect_err("it is not there").into_service_error();
    assert!(!error.is_no_such_key(), "the service did not say what is missing");
    assert_eq!(error.code(), Some("NotFound"));
    let denied = client.list_parts().bucket("b").key("k").upload_id("u").send().await;
    assert_eq!(denied.expect_err("it is forbidden").code(), None);
}

#[tokio::test]
async fn pages_end_where_s3_says_so_and_not_where_a_marker_is_missing() {
    let page = |part: i32, is_truncated: bool, next: &str| {
        ok(format!(
            "<ListPartsResult><IsTruncated>{is_truncated}</IsTruncated><NextPartNumberMarker>{next}</NextPartNumberMarker>\
             <Part><PartNumber>{part}</PartNumber></Part></ListPartsResult>"
        ))
    };
    let server = Server::start([page(1, true, "1"), page(2, false, "0"), page(1, true, "1"), page(2, false, "0")]).await;
    let call = client(&server).list_parts().bucket("b").key("k").upload_id("u");
    let mut parts = call.into_paginator().items().send();
    let mut numbers = Vec::new();
    while let Some(part) = parts.try_next().await.expect("the service answered") {
        numbers.extend(part.part_number());
    }
    assert_eq!(numbers, [1, 2]);
    assert_eq!(server.count(), 2);
}

/// The bucket whose endpoint asks for sessions.
const DIRECTORY: &str = "films--use1-az4--x-s3";

/// Credentials of a session that ends after so many seconds, as the service sends them.
fn session(key: &str, seconds: u64) -> Reply {
    let end = SystemTime::now() + Duration::from_secs(seconds);
    let end = DateTime::from(end).fmt(DateTimeFormat::DateTime).expect("it is a date");
    ok(format!(
        "<CreateSessionResult><Credentials><SessionToken>token of {key}</SessionToken><SecretAccessKey>s</SecretAccessKey>\
         <AccessKeyId>{key}</AccessKeyId><Expiration>{end}</Expiration></Credentials></CreateSessionResult>"
    ))
}

async fn tag(client: &Client, bucket: &str) -> Result<(), String> {
    let call = client.put_bucket_tagging().bucket(bucket).send().await;
    call.map(drop).map_err(|error| DisplayErrorContext(error).to_string())
}

#[tokio::test]
async fn calls_to_a_directory_bucket_share_a_session() {
    let server = Server::start([session("AKIDONE", 300), ok(""), ok(""), session("AKIDTWO", 300), ok("")]).await;
    let client = client(&server);
    tag(&client, DIRECTORY).await.expect("the service answered");
    tag(&client, DIRECTORY).await.expect("the session is still open");
    tag(&client, "other--use1-az4--x-s3").await.expect("the service answered");

    let received = server.received();
    let paths: Vec<&str> = received.iter().map(|request| request.path.as_str()).collect();
    let (films, other) = ("/films--use1-az4--x-s3/?tagging", "/other--use1-az4--x-s3/?tagging");
    let opened = ["/films--use1-az4--x-s3/?session", "/other--use1-az4--x-s3/?session"];
    assert_eq!(paths, [opened[0], films, films, opened[1], other]);
    for (request, key) in received.iter().zip(["ANOTREAL", "AKIDONE", "AKIDONE", "ANOTREAL", "AKIDTWO"]) {
        let signature = request.header("authorization");
        assert!(signature.contains(&format!("Credential={key}/")), "{signature}");
        assert!(signature.contains("/us-east-1/s3express/aws4_request"), "{signature}");
        let is_of_session = key.starts_with("AKID");
        let tokens = request.headers("x-amz-s3session-token");
        assert_eq!(tokens, is_of_session.then(|| format!("token of {key}")).into_iter().collect::<Vec<_>>());
        assert!(!request.has_header("x-amz-security-token"));
        let mut words = request.header("user-agent").split(' ');
        let features = words.find_map(|word| word.strip_prefix("m/")).expect("there are features");
        assert_eq!(features.split(',').any(|it| it == "J"), is_of_session, "{features}");
    }
}

#[tokio::test]
async fn a_session_that_is_about_to_end_is_opened_anew() {
    let server = Server::start([session("AKIDONE", 9), ok(""), session("AKIDTWO", 300), ok("")]).await;
    let client = client(&server);
    tag(&client, DIRECTORY).await.expect("the service answered");
    tag(&client, DIRECTORY).await.expect("the service answered");
    assert!(server.received()[3].header("authorization").contains("Credential=AKIDTWO/"));
}

#[tokio::test]
async fn of_many_calls_at_once_one_opens_the_session() {
    let late = |reply| match reply {
        Reply::Response(response) => Reply::Late(response, Duration::from_millis(300)),
        other => other,
    };
    let server = Server::start([late(session("AKIDONE", 300)), ok(""), ok(""), ok("")]).await;
    let client = client(&server);
    let calls = [tag(&client, DIRECTORY), tag(&client, DIRECTORY), tag(&client, DIRECTORY)];
    let [one, two, three] = calls;
    let (one, two, three) = tokio::join!(one, two, three);
    for result in [one, two, three] {
        result.expect("the service answered");
    }
    let opened = server.received().iter().filter(|request| request.path.ends_with("?session")).count();
    assert_eq!(opened, 1);
}

#[tokio::test]
async fn a_session_is_tried_again_and_a_refusal_says_why() {
    let server = Server::start([failure(503, ""), session("AKIDONE", 300), ok("")]).await;
    tag(&client(&server), DIRECTORY).await.expect("the second attempt opened it");

    let refused = "<Error><Code>AccessDenied</Code><Message>not yours</Message></Error>";
    let server = Server::start([failure(403, refused)]).await;
    let error = tag(&client(&server), DIRECTORY).await.expect_err("there is no session");
    assert!(error.contains("AccessDenied") && error.contains("not yours"), "{error}");
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn sessions_can_be_switched_off_and_replaced() {
    let server = Server::start([ok(""), ok("")]).await;
    let off = Client::from_conf(config(&server).disable_s3_express_session_auth(true).build());
    tag(&off, DIRECTORY).await.expect("the service answered");
    let own = Credentials::new("AKIDOWN", "s", Some("own token".into()), None, "test");
    let own = Client::from_conf(config(&server).express_credentials_provider(own).build());
    tag(&own, DIRECTORY).await.expect("the service answered");
    let received = server.received();
    assert!(received[0].header("authorization").contains("Credential=ANOTREAL/"));
    assert!(!received[0].has_header("x-amz-s3session-token"));
    assert!(received[1].header("authorization").contains("Credential=AKIDOWN/"));
    assert_eq!(received[1].header("x-amz-s3session-token"), "own token");
}

#[tokio::test]
async fn credentials_of_a_session_become_those_of_the_runtime() {
    let server = Server::start([session("AKIDONE", 300)]).await;
    let output = client(&server).create_session().bucket(DIRECTORY).send().await;
    let session = output.expect("the service answered").credentials.expect("it has credentials");
    let credentials = Credentials::try_from(session).expect("the end is a time");
    assert_eq!(credentials.access_key_id(), "AKIDONE");
    assert_eq!(credentials.session_token(), Some("token of AKIDONE"));
    assert!(credentials.expiry().is_some());
    // The request that opens a session is not signed with one.
    assert!(!server.received()[0].has_header("x-amz-s3session-token"));
}
