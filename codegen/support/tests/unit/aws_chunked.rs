//! Tests of `aws_chunked`.

use aws_smithy_types::byte_stream::ByteStream;

use super::*;

const TRAILER: &str = "x-amz-checksum-crc32";
const LENGTH: u64 = (TRAILER.len() + ":DUoRhQ==".len()) as u64;

fn request(uri: &str) -> HttpRequest {
    let mut request = HttpRequest::new(SdkBody::from_body_1_x(SdkBody::from("hello world")));
    request.set_uri(uri).expect("it is a URI");
    request
}

#[tokio::test]
async fn over_tls_chunks_go_as_they_are_and_have_the_length_that_was_said() {
    let mut cfg = ConfigBag::base();
    let mut request = request("https://example.com/");
    request.headers_mut().insert("content-encoding", "gzip");
    announce(&mut request, TRAILER, LENGTH, &mut cfg).expect("the length is known");
    request
        .headers_mut()
        .insert("authorization", "AWS4-HMAC-SHA256 Credential=x");
    encode(&mut request, &cfg).expect("it was announced");
    let encodings: Vec<&str> = request.headers().get_all("content-encoding").collect();
    assert_eq!(encodings, ["gzip", "aws-chunked"]);
    assert_eq!(request.headers().get("x-amz-decoded-content-length"), Some("11"));
    assert!(matches!(
        cfg.load::<PayloadSigningOverride>(),
        Some(PayloadSigningOverride::StreamingUnsignedPayloadTrailer)
    ));
    let body = std::mem::replace(request.body_mut(), SdkBody::taken());
    let sent = ByteStream::new(body)
        .collect()
        .await
        .expect("it can be read")
        .into_bytes();
    // Trailers are of what is in the body; this one has none.
    assert_eq!(sent, "B\r\nhello world\r\n0\r\n\r\n");
    let said: u64 = request
        .headers()
        .get("content-length")
        .and_then(|it| it.parse().ok())
        .expect("it is said");
    assert_eq!(said, sent.len() as u64 + LENGTH + "\r\n".len() as u64);
}

#[tokio::test]
async fn chunks_are_as_large_as_an_interceptor_has_made_them() {
    let mut cfg = ConfigBag::base();
    let mut request = request("https://example.com/");
    announce(&mut request, TRAILER, LENGTH, &mut cfg).expect("the length is known");
    let options = cfg.load::<AwsChunkedBodyOptions>().cloned();
    let options = options.expect("interceptors find them").with_chunk_size(8);
    cfg.interceptor_state().store_put(options);
    request
        .headers_mut()
        .insert("authorization", "AWS4-HMAC-SHA256 Credential=x");
    encode(&mut request, &cfg).expect("it was announced");
    let body = std::mem::replace(request.body_mut(), SdkBody::taken());
    let sent = ByteStream::new(body).collect().await.expect("it can be read");
    assert_eq!(sent.into_bytes(), "8\r\nhello wo\r\n3\r\nrld\r\n0\r\n\r\n");
}

#[test]
fn a_chunk_that_is_too_small_is_an_error_that_says_how_small_it_may_be() {
    let mut cfg = ConfigBag::base();
    cfg.interceptor_state().store_put(ChunkSize(Some(4096)));
    let mut request = request("https://example.com/");
    let error = announce(&mut request, TRAILER, LENGTH, &mut cfg).expect_err("it is too small");
    let said = "Chunk size must be at least 8192 bytes, but 4096 was provided";
    assert!(error.to_string().starts_with(said), "{error}");
}

#[test]
fn chunks_that_cannot_be_signed_are_an_error() {
    let mut cfg = ConfigBag::base();
    let mut insecure = request("http://example.com/");
    announce(&mut insecure, TRAILER, LENGTH, &mut cfg).expect("the length is known");
    insecure
        .headers_mut()
        .insert("authorization", "AWS4-ECDSA-P256-SHA256 Credential=x");
    encode(&mut insecure, &cfg).expect_err("there are no such chunks");
}

#[tokio::test]
async fn chunks_have_the_size_of_the_configuration() {
    let cases: [(Option<ChunkSize>, &[usize]); 4] = [
        (None, &[20_000]),
        (Some(ChunkSize(Some(8192))), &[8192, 8192, 3616]),
        (Some(ChunkSize(Some(10_000))), &[10_000, 10_000]),
        (Some(ChunkSize(None)), &[20_000]),
    ];
    for (size, expected) in cases {
        let mut layer = aws_smithy_types::config_bag::Layer::new("config");
        size.map(|size| layer.store_put(size));
        let mut cfg = ConfigBag::of_layers(vec![layer]);
        let mut request = HttpRequest::new(SdkBody::from_body_1_x(SdkBody::from(vec![b'-'; 20_000])));
        request.set_uri("https://example.com/").expect("it is a URI");
        announce(&mut request, TRAILER, LENGTH, &mut cfg).expect("the length is known");
        encode(&mut request, &cfg).expect("it was announced");
        let body = std::mem::replace(request.body_mut(), SdkBody::taken());
        let sent = ByteStream::new(body)
            .collect()
            .await
            .expect("it is in memory")
            .into_bytes();
        let text = String::from_utf8_lossy(&sent);
        let lines = text.split("\r\n").filter(|line| line.starts_with('-'));
        assert_eq!(lines.map(str::len).collect::<Vec<_>>(), expected, "{size:?}");
    }
    let mut layer = aws_smithy_types::config_bag::Layer::new("config");
    layer.store_put(ChunkSize(Some(8191)));
    let mut cfg = ConfigBag::of_layers(vec![layer]);
    announce(&mut request("https://example.com/"), TRAILER, LENGTH, &mut cfg).expect_err("chunks are larger");
}
