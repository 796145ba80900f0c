//! Checksums of the caller's choice, and what else S3 alone has (restXml): buckets in endpoints, signatures over paths as
//! they are sent, errors without a wrapper or a body.

use std::time::Duration;

use aws_smithy_types::date_time::Format;
use fixture_checksums::config::retry::RetryConfig;
use fixture_checksums::config::{Builder, Credentials, Region, RequestChecksumCalculation, ResponseChecksumValidation};
use fixture_checksums::error::{DisplayErrorContext, ProvideErrorMetadata};
use fixture_checksums::operation::RequestIdExt;
use fixture_checksums::primitives::{ByteStream, DateTime, SdkBody};
use fixture_checksums::types::{ChecksumAlgorithm, ChecksumMode, Location, Tags};
use fixture_checksums::{Client, Config};
use sdk_tailor_tests::server::{Received, Reply, Response, Server, ok};

/// The body in most tests, and its checksums, as other programs calculate them.
const BODY: &str = "hello world";
const CRC32: &str = "DUoRhQ==";
const SHA256: &str = "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=";

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

/// A body that is read as it is sent, and can be read again.
fn stream(text: &'static str) -> ByteStream {
    let body = SdkBody::retryable(move || SdkBody::from_body_1_x(SdkBody::from(text)));
    ByteStream::new(body)
}

async fn put(server: &Server, algorithm: Option<ChecksumAlgorithm>, body: ByteStream) -> Received {
    let call = client(server).put_object().bucket("b").key("k").body(body);
    let call = call.set_checksum_algorithm(algorithm);
    call.send().await.expect("the service answered");
    server.received().pop().expect("there was a request")
}

#[tokio::test]
async fn the_checksum_of_a_body_in_memory_is_a_header_by_the_algorithm_of_the_caller() {
    let cases = [
        (None, "CRC32", "x-amz-checksum-crc32", CRC32),
        (Some(ChecksumAlgorithm::Crc32), "CRC32", "x-amz-checksum-crc32", CRC32),
        (
            Some(ChecksumAlgorithm::from("CRC32C")),
            "CRC32C",
            "x-amz-checksum-crc32c",
            "yZRlqg==",
        ),
        (
            Some(ChecksumAlgorithm::Sha1),
            "SHA1",
            "x-amz-checksum-sha1",
            "Kq5sNclPz7QV2+lfQIuc6R7oRu0=",
        ),
        (
            Some(ChecksumAlgorithm::Sha256),
            "SHA256",
            "x-amz-checksum-sha256",
            SHA256,
        ),
        (
            Some(ChecksumAlgorithm::from("CRC64NVME")),
            "CRC64NVME",
            "x-amz-checksum-crc64nvme",
            "jSnVw/bqjr4=",
        ),
    ];
    for (algorithm, name, header, checksum) in cases {
        let server = Server::start([ok("")]).await;
        let request = put(&server, algorithm, ByteStream::from_static(BODY.as_bytes())).await;
        assert_eq!(request.header("x-amz-sdk-checksum-algorithm"), name);
        assert_eq!(request.header(header), checksum, "{name}");
        assert_eq!(request.body, BODY.as_bytes());
        assert!(!request.has_header("x-amz-trailer") && !request.has_header("content-encoding"));
    }
}

#[tokio::test]
async fn a_checksum_that_the_caller_gives_is_sent_as_it_is() {
    let server = Server::start([ok("")]).await;
    let call = client(&server).put_object().bucket("b").key("k");
    let call = call.checksum_sha256("given").body(stream(BODY));
    call.send().await.expect("the service answered");
    let request = server.only_request();
    assert_eq!(request.header("x-amz-checksum-sha256"), "given");
    assert_eq!(request.body, BODY.as_bytes());
    for header in ["x-amz-checksum-crc32", "x-amz-sdk-checksum-algorithm", "x-amz-trailer"] {
        assert!(!request.has_header(header), "{header}");
    }
}

#[tokio::test]
async fn an_algorithm_that_cannot_be_calculated_is_told_before_anything_is_sent() {
    let server = Server::start([]).await;
    let call = client(&server).put_object().bucket("b").key("k");
    let error = call.checksum_algorithm(ChecksumAlgorithm::Md5).send().await;
    let error = error.expect_err("there is no MD5");
    assert!(
        DisplayErrorContext(&error).to_string().contains("the algorithm `MD5`"),
        "{error:?}"
    );
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn where_checksums_are_sent_when_required_others_are_left_out() {
    let server = Server::start([ok(""), ok(""), ok("")]).await;
    let config = config(&server).request_checksum_calculation(RequestChecksumCalculation::WhenRequired);
    let client = Client::from_conf(config.build());
    let plain = || client.put_object().bucket("b").key("k").body(stream(BODY));
    plain().send().await.expect("the service answered");
    let chosen = client
        .put_object()
        .bucket("b")
        .key("k")
        .body(ByteStream::from_static(BODY.as_bytes()));
    let chosen = chosen.checksum_algorithm(ChecksumAlgorithm::Crc32);
    chosen.send().await.expect("the service answered");
    let tags = client
        .put_tags()
        .bucket("b")
        .key("k")
        .tags(Tags::builder().first("t").build());
    tags.send().await.expect("the service answered");
    let [plain, chosen, tags] = server.received().try_into().expect("there were three requests");
    assert!(!plain.has_header("x-amz-sdk-checksum-algorithm") && !plain.has_header("x-amz-trailer"));
    assert_eq!(plain.body, BODY.as_bytes());
    assert_eq!(chosen.header("x-amz-checksum-crc32"), CRC32);
    assert_eq!(tags.header("x-amz-sdk-checksum-algorithm"), "CRC32");
    assert!(tags.has_header("x-amz-checksum-crc32"));
}

/// The chunks of a body, each with its signature, and the trailer.
fn chunks(body: &[u8]) -> (Vec<(String, String)>, Vec<(String, String)>) {
    let mut rest = std::str::from_utf8(body).expect("tests send text");
    let mut chunks = Vec::new();
    loop {
        let (head, after) = rest.split_once("\r\n").expect("a chunk has a head");
        let (size, signature) = head.split_once(";chunk-signature=").unwrap_or((head, ""));
        let size = usize::from_str_radix(size, 16).expect("a chunk has a size");
        if size == 0 {
            chunks.push((String::new(), signature.to_owned()));
            rest = after;
            break;
        }
        chunks.push((after[..size].to_owned(), signature.to_owned()));
        rest = after[size..].strip_prefix("\r\n").expect("a chunk ends with a line");
    }
    let lines = rest
        .strip_suffix("\r\n\r\n")
        .expect("a trailer ends with an empty line")
        .split("\r\n");
    let trailer = lines.filter_map(|line| line.split_once(':'));
    let trailer = trailer.map(|(name, value)| (name.to_owned(), value.to_owned()));
    (chunks, trailer.collect())
}

#[tokio::test]
async fn the_checksum_of_a_stream_follows_it_and_every_chunk_is_signed_without_tls() {
    let server = Server::start([Response::new(500, "").into(), ok("")]).await;
    put(&server, Some(ChecksumAlgorithm::Sha256), stream(BODY)).await;
    let requests = server.received();
    assert_eq!(requests.len(), 2, "the first try failed");
    for request in requests {
        assert_eq!(request.header("content-encoding"), "aws-chunked");
        assert_eq!(request.header("x-amz-trailer"), "x-amz-checksum-sha256");
        assert_eq!(request.header("x-amz-decoded-content-length"), "11");
        let payload = request.header("x-amz-content-sha256");
        assert_eq!(payload, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER");
        let (chunks, trailer) = chunks(&request.body);
        let texts: Vec<&str> = chunks.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(texts, [BODY, ""]);
        assert!(chunks.iter().all(|(_, signature)| signature.len() == 64));
        let names: Vec<&str> = trailer.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["x-amz-checksum-sha256", "x-amz-trailer-signature"]);
        assert_eq!(trailer[0].1, SHA256);
    }
}

#[tokio::test]
async fn chunks_are_not_signed_where_the_request_is_not() {
    let server = Server::start([ok("")]).await;
    let config = Config::builder()
        .behavior_version_latest()
        .region(Region::new("us-east-1"))
        .endpoint_url(server.url())
        .force_path_style(true)
        .allow_no_auth();
    let call = Client::from_conf(config.build()).put_object().bucket("b").key("k");
    call.body(stream(BODY)).send().await.expect("the service answered");
    let request = server.only_request();
    assert!(!request.has_header("authorization"));
    assert_eq!(
        request.header("x-amz-content-sha256"),
        "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
    );
    assert_eq!(
        String::from_utf8_lossy(&request.body),
        format!("B\r\n{BODY}\r\n0\r\nx-amz-checksum-crc32:{CRC32}\r\n\r\n")
    );
}

fn answer(header: &str, checksum: &str) -> Reply {
    Response::new(200, BODY).header(header, checksum).into()
}

async fn get(server: &Server) -> Result<String, String> {
    let output = client(server).get_object().bucket("b").key("k").send().await;
    let body = output.map_err(|error| DisplayErrorContext(error).to_string())?.body;
    let bytes = body
        .collect()
        .await
        .map_err(|error| DisplayErrorContext(error).to_string())?;
    Ok(String::from_utf8_lossy(&bytes.into_bytes()).into_owned())
}

#[tokio::test]
async fn a_response_is_held_against_its_checksum_while_it_is_read() {
    let right = [("x-amz-checksum-crc32", CRC32), ("x-amz-checksum-sha256", SHA256)];
    // A checksum of parts, one by an algorithm that is not the operation's, and one that nobody calculates.
    let unknown = [
        ("x-amz-checksum-crc32", "AAAAAA==-2"),
        ("x-amz-checksum-sha1", "AAAA"),
        ("content-md5", "AAAA"),
    ];
    for (header, checksum) in right.into_iter().chain(unknown) {
        let server = Server::start([answer(header, checksum)]).await;
        assert_eq!(get(&server).await.as_deref(), Ok(BODY), "{header}: {checksum}");
        assert_eq!(server.only_request().header("x-amz-checksum-mode"), "ENABLED");
    }
    let server = Server::start([answer("x-amz-checksum-crc32", "AAAAAA==")]).await;
    let error = get(&server).await.expect_err("the checksum is that of another body");
    assert!(error.contains("checksum"), "{error}");
}

#[tokio::test]
async fn a_response_that_is_read_whole_fails_by_its_checksum_too() {
    let body = "<DescribeObjectOutput><Owner>me</Owner></DescribeObjectOutput>";
    let reply = |checksum| Response::new(200, body).header("x-amz-checksum-crc32", checksum).into();
    let server = Server::start([reply("4V9w8g=="), reply("AAAAAA==")]).await;
    let config = config(&server).retry_config(RetryConfig::disabled());
    let client = Client::from_conf(config.build());
    let describe = || client.describe_object().bucket("b").key("k").send();
    let first = describe().await.map(|output| output.owner);
    let error = describe().await.expect_err("the checksum is that of another body");
    assert!(
        DisplayErrorContext(&error).to_string().contains("checksum"),
        "{error:?}"
    );
    assert_eq!(first.expect("the checksum is right").as_deref(), Some("me"));
}

#[tokio::test]
async fn where_responses_are_checked_when_required_the_caller_has_to_ask() {
    let wrong = || answer("x-amz-checksum-crc32", "AAAAAA==");
    let server = Server::start([wrong(), wrong()]).await;
    let config = config(&server).response_checksum_validation(ResponseChecksumValidation::WhenRequired);
    let client = Client::from_conf(config.build());
    let call = || client.get_object().bucket("b").key("k");
    let output = call().send().await.expect("the service answered");
    output.body.collect().await.expect("nobody looks at the checksum");
    let output = call().checksum_mode(ChecksumMode::Enabled).send().await;
    let body = output.expect("the service answered").body;
    body.collect().await.expect_err("the checksum is looked at");
    let [plain, asked] = server.received().try_into().expect("there were two requests");
    assert!(!plain.has_header("x-amz-checksum-mode"));
    assert_eq!(asked.header("x-amz-checksum-mode"), "ENABLED");
}

#[tokio::test]
async fn the_bucket_stands_in_the_endpoint_and_the_key_in_the_path_as_it_is() {
    let server = Server::start([ok(BODY)]).await;
    let call = client(&server).get_object().bucket("b").key("a/../b//c d.e/.");
    call.send().await.expect("the service answered");
    let request = server.only_request();
    assert_eq!(request.path, "/b/a/../b//c%20d.e/.?x-id=GetObject");
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(request.header("x-amz-content-sha256"), empty);
    for bucket in [None, Some(" ".to_owned())] {
        let call = client(&server).get_object().set_bucket(bucket).key("k");
        let error = call.send().await.expect_err("there is no bucket");
        assert!(
            DisplayErrorContext(&error).to_string().contains("bucket was missing"),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn errors_have_no_wrapper_and_may_follow_a_status_of_success() {
    let no_key = "<Error><Code>NoSuchKey</Code><Message>gone</Message></Error>";
    let not_done = "<?xml version=\"1.0\"?>\n<Error><Code>InternalError</Code></Error>";
    let server = Server::start([Response::new(404, no_key).into(), ok(not_done), ok("<Any/>")]).await;
    let call = client(&server).get_object().bucket("b").key("k");
    let error = call
        .send()
        .await
        .expect_err("there is no such key")
        .into_service_error();
    assert!(error.is_no_such_key());
    assert_eq!((error.code(), error.message()), (Some("NoSuchKey"), Some("gone")));
    let call = client(&server).describe_object().bucket("b").key("k");
    call.send().await.expect("what could not be finished is tried again");
    assert_eq!(server.count(), 3);
}

#[tokio::test]
async fn the_answer_to_head_tells_by_its_status_what_is_not_there() {
    let server = Server::start([Response::new(404, "").into(), Response::new(403, "").into()]).await;
    let head = || client(&server).head_object().bucket("b").key("k");
    let error = head()
        .send()
        .await
        .expect_err("there is no such key")
        .into_service_error();
    assert!(error.is_not_found());
    assert_eq!(error.code(), Some("NotFound"));
    let error = head().send().await.expect_err("it is forbidden").into_service_error();
    assert_eq!((error.is_not_found(), error.code()), (false, None));
}

#[tokio::test]
async fn the_location_of_a_bucket_is_the_root_of_its_document() {
    let body = "<?xml version=\"1.0\"?>\n<LocationConstraint xmlns=\"http://s3/\">us-west-2</LocationConstraint>";
    let server = Server::start([ok(body)]).await;
    let output = client(&server).get_bucket_location().bucket("b").send().await;
    let location = output.expect("the service answered").location_constraint;
    assert_eq!(location, Some(Location::UsWest2));
    assert_eq!(server.only_request().path, "/b/?location");
}

#[tokio::test]
#[allow(deprecated)] // The date is told, and so is what a caller set in its place.
async fn what_is_no_date_is_kept_as_text() {
    let date = "Thu, 01 Jan 1970 00:00:01 GMT";
    for (text, expected) in [(date, Some(DateTime::from_secs(1))), ("never", None)] {
        let server = Server::start([Response::new(200, "").header("expires", text).into()]).await;
        let output = client(&server).get_object().bucket("b").key("k").send().await;
        let output = output.expect("the service answered");
        assert_eq!(output.expires_string(), Some(text));
        assert_eq!(output.expires(), expected.as_ref());
    }
    assert_eq!(DateTime::from_secs(1).fmt(Format::HttpDate).as_deref().ok(), Some(date));
}

#[tokio::test]
async fn chunks_have_the_size_that_a_client_is_configured_with() {
    let body = "-".repeat(20_000);
    for (size, expected) in [(None, 1), (Some(Some(8192)), 3), (Some(None), 1)] {
        let server = Server::start([ok("")]).await;
        let mut config = config(&server);
        config.set_aws_chunked_encoding_chunk_size(size);
        let client = Client::from_conf(config.build());
        let call = client.put_object().bucket("b").key("k");
        let sent = body.clone();
        let stream = SdkBody::retryable(move || SdkBody::from_body_1_x(SdkBody::from(sent.clone())));
        call.body(ByteStream::new(stream)).send().await.expect("the service answered");
        let text = String::from_utf8(server.only_request().body).expect("it is text");
        let chunks = text.split("\r\n").filter(|line| line.starts_with('-'));
        assert_eq!(chunks.count(), expected, "{size:?}");
    }
    let server = Server::start([]).await;
    let small = Client::from_conf(config(&server).aws_chunked_encoding_chunk_size(Some(1)).build());
    let call = small.put_object().bucket("b").key("k").body(stream(BODY));
    call.send().await.expect_err("chunks have at least 8 KiB");
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn a_caller_may_leave_the_body_out_of_the_signature() {
    let server = Server::start([ok(""), ok("")]).await;
    let client = client(&server);
    let call = || client.put_object().bucket("b").key("k").body(ByteStream::from_static(BODY.as_bytes()));
    call().send().await.expect("the service answered");
    let unsigned = call().customize().disable_payload_signing();
    unsigned.send().await.expect("the service answered");
    let requests = server.received();
    assert_eq!(requests[0].header("x-amz-content-sha256").len(), 64);
    assert_eq!(requests[1].header("x-amz-content-sha256"), "UNSIGNED-PAYLOAD");
}

#[tokio::test]
async fn the_second_id_of_a_response_can_be_had_from_all_that_comes_of_it() {
    let with_id = |status, body: &str| Reply::Response(Response::new(status, body).header("x-amz-id-2", "second"));
    let gone = "<Error><Code>NoSuchBucket</Code></Error>";
    let replies = [with_id(200, ""), with_id(200, gone), with_id(404, gone), with_id(404, gone)];
    let server = Server::start(replies).await;
    let put = || client(&server).put_object().bucket("b").key("k").send();

    let output = put().await;
    assert_eq!(output.extended_request_id(), Some("second"));
    assert_eq!(output.expect("it is taken").extended_request_id(), Some("second"));
    let error = put().await.expect_err("an error followed the success");
    assert_eq!(error.extended_request_id(), Some("second"));
    let error = put().await.expect_err("it is gone").into_service_error();
    assert_eq!(error.extended_request_id(), Some("second"));
    assert_eq!(error.meta().extended_request_id(), Some("second"));
    let error = fixture_checksums::Error::from(put().await.expect_err("it is gone"));
    assert_eq!(error.extended_request_id(), Some("second"));
}

#[tokio::test]
async fn what_is_public_can_be_read_without_credentials() {
    let server = Server::start([ok("hello"), ok("hello")]).await;
    let config = Config::builder()
        .behavior_version_latest()
        .region(Region::new("us-east-1"))
        .endpoint_url(server.url())
        .force_path_style(true);
    let get = |config: Builder| Client::from_conf(config.build()).get_object().bucket("b").key("k").send();
    get(config.clone()).await.expect("it is public");
    get(config.credentials_provider(Credentials::for_tests())).await.expect("it is public");
    let signed: Vec<bool> = server.received().iter().map(|it| it.has_header("authorization")).collect();
    assert_eq!(signed, [false, true]);
}
