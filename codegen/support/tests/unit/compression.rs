//! Tests of `compression`.

use aws_smithy_runtime_api::client::interceptors::context::{Input, InterceptorContext};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_types::byte_stream::ByteStream;
use aws_smithy_types::config_bag::Layer;

use super::*;

/// The compressed request with this body, under these settings.
fn compressed(body: SdkBody, settings: Layer) -> Result<HttpRequest, String> {
    let mut context = InterceptorContext::new(Input::erase(()));
    context.enter_serialization_phase();
    let mut request = HttpRequest::new(body);
    request.headers_mut().insert("content-encoding", "custom");
    context.set_request(request);
    let _ = context.take_input();
    context.enter_before_transmit_phase();
    let components = RuntimeComponentsBuilder::for_tests().build().expect("they are whole");
    let mut cfg = ConfigBag::of_layers(vec![settings]);
    RequestCompression
        .modify_before_retry_loop(&mut (&mut context).into(), &components, &mut cfg)
        .map_err(|error| error.to_string())?;
    Ok(context.take_request().expect("it is there"))
}

fn none() -> Layer {
    Layer::new("test")
}

fn encoding(request: &HttpRequest) -> Option<&str> {
    request.headers().get("content-encoding")
}

/// The beginning of everything that gzip makes.
const GZIP: [u8; 3] = [0x1f, 0x8b, 8];

#[test]
fn a_body_is_compressed_from_the_configured_size_on() {
    let request = compressed(SdkBody::from(vec![b'a'; 10_239]), none()).expect("it is small");
    assert_eq!(encoding(&request), Some("custom"));
    let request = compressed(SdkBody::from(vec![b'a'; 10_240]), none()).expect("it is compressed");
    assert_eq!(encoding(&request), Some("custom, gzip"));
    let body = request.body().bytes().expect("it is in memory");
    assert!(body.starts_with(&GZIP) && body.len() < 200);
    assert_eq!(request.headers().get("content-length"), Some(body.len().to_string().as_str()));

    let mut settings = none();
    settings.store_put(RequestMinCompressionSize(3));
    let request = compressed(SdkBody::from("abc"), settings).expect("it is compressed");
    assert_eq!(encoding(&request), Some("custom, gzip"));
}

#[test]
fn nothing_is_compressed_where_that_is_switched_off_or_wrong() {
    let mut settings = none();
    settings.store_put(DisableRequestCompression(true));
    let request = compressed(SdkBody::from(vec![0; 20_000]), settings).expect("it is left alone");
    assert_eq!(encoding(&request), Some("custom"));

    let mut settings = none();
    settings.store_put(RequestMinCompressionSize(10_485_761));
    let error = compressed(SdkBody::from("abc"), settings).expect_err("the size is out of bounds");
    assert!(error.contains("10485761"), "{error}");
}

#[tokio::test]
async fn a_stream_is_compressed_as_it_is_sent_and_again_at_a_retry() {
    let stream = SdkBody::retryable(|| {
        SdkBody::from_body_1_x(http_body_util::Full::new("to be sent ".repeat(10_000).into()))
    });
    let mut request = compressed(stream, none()).expect("it is compressed");
    assert_eq!(encoding(&request), Some("custom, gzip"));
    assert_eq!(request.headers().get("content-length"), None);
    let again = request.body().try_clone().expect("it can be sent again");
    let first = std::mem::replace(request.body_mut(), SdkBody::taken());
    let mut sent = Vec::new();
    for body in [first, again] {
        let body = ByteStream::new(body).collect().await.expect("it can be read");
        sent.push(body.into_bytes());
    }
    assert!(sent[0].starts_with(&GZIP) && sent[0].len() < 2_000);
    assert_eq!(sent[0], sent[1]);
}
