//! Messages of event streams, as a service writes and reads them.

use std::time::SystemTime;

use aws_credential_types::Credentials;
use aws_sigv4::event_stream::{sign_empty_message, sign_message};
use aws_sigv4::sign::v4::SigningParams;
use aws_smithy_eventstream::frame::{read_message_from, write_message_to};
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};

use crate::server::Request;

/// A message with these headers, which are text.
pub fn message(headers: &[(&'static str, &'static str)], payload: impl Into<Vec<u8>>) -> Message {
    let headers = headers
        .iter()
        .map(|(name, value)| Header::new(*name, HeaderValue::String((*value).into())));
    Message::new_from_parts(headers.collect(), payload.into())
}

/// An event with a payload.
pub fn event(name: &'static str, payload: impl Into<Vec<u8>>) -> Message {
    message(&[(":message-type", "event"), (":event-type", name)], payload)
}

/// An exception with a payload.
pub fn exception(name: &'static str, payload: impl Into<Vec<u8>>) -> Message {
    message(&[(":message-type", "exception"), (":exception-type", name)], payload)
}

/// The bytes of messages, one after the other.
pub fn bytes<'a>(messages: impl IntoIterator<Item = &'a Message>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for message in messages {
        write_message_to(message, &mut bytes).expect("the message has a frame");
    }
    bytes
}

/// The value of a header.
pub fn header<'a>(message: &'a Message, name: &str) -> Option<&'a HeaderValue> {
    let mut headers = message.headers().iter();
    headers
        .find(|header| header.name().as_str() == name)
        .map(|header| header.value())
}

/// The text in a header.
pub fn text<'a>(message: &'a Message, name: &str) -> &'a str {
    let value = header(message, name).unwrap_or_else(|| panic!("no header {name} in {message:?}"));
    value.as_string().expect("the header is text").as_str()
}

/// Takes the events out of signed messages, and holds each signature against the one before it, back to that of the
/// request. The last message has to be empty, which tells that the stream is whole.
pub fn verified(request: &Request) -> Vec<Message> {
    let authorization = request.header("authorization");
    let (_, first) = authorization.split_once("Signature=").expect("the request is signed");
    let mut signature = first.to_owned();
    let mut events = Vec::new();
    let mut is_closed = false;
    for signed in request.messages() {
        assert!(!is_closed, "nothing follows the empty message");
        let inner = (!signed.payload().is_empty()).then(|| decoded(signed.payload()));
        let (expected, next) = signed_again(inner.as_ref(), &signed, &signature);
        assert_eq!(signed, expected);
        signature = next;
        is_closed = inner.is_none();
        events.extend(inner);
    }
    assert!(is_closed, "the stream ends with an empty message");
    events
}

/// Reads one message.
pub fn decoded(mut bytes: &[u8]) -> Message {
    let message = read_message_from(&mut bytes).expect("the bytes are a message");
    assert!(bytes.is_empty(), "one message is in the bytes");
    message
}

/// The message as it has to be signed at the time that it names, and its signature.
fn signed_again(inner: Option<&Message>, signed: &Message, previous: &str) -> (Message, String) {
    let date = header(signed, ":date").expect("the message has a date");
    let time = date.as_timestamp().expect("the date is a timestamp");
    let identity = Credentials::for_tests().into();
    let params = SigningParams::builder()
        .identity(&identity)
        .region("us-east-1")
        .name("event-stream")
        .time(SystemTime::try_from(time).expect("the time is after 1970"))
        .settings(())
        .build()
        .expect("all is set");
    let output = match inner {
        Some(inner) => sign_message(inner, previous, &params),
        None => sign_empty_message(previous, &params),
    };
    output.expect("the message can be signed").into_parts()
}
