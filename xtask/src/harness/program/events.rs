//! Streams: the events of a case are sent, and all events and bytes that come are shown.

use std::pin::Pin;
use std::task::{Context, Poll};

use aws_smithy_http::event_stream::EventStreamSender;
use aws_smithy_types::byte_stream::ByteStream;
use aws_smithy_types::error::display::DisplayErrorContext;
use futures_core::Stream;
use serde_json::Value;

use crate::json::{Outcome, ToJson};

/// A stream of what is in a list.
struct Listed<T>(std::vec::IntoIter<T>);

// Nothing in it is pinned.
impl<T> Unpin for Listed<T> {}

impl<T> Stream for Listed<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<T>> {
        Poll::Ready(self.0.next())
    }
}

/// A sender of the events in a list of JSON; of none where there is no list.
#[allow(dead_code, reason = "few clients send events")]
pub fn listed<T: Send + Sync + 'static, E: std::error::Error + Send + Sync + 'static>(
    events: &Value,
    event: impl Fn(&Value) -> Outcome<Result<T, E>>,
) -> Outcome<EventStreamSender<T, E>> {
    let events = events.as_array().into_iter().flatten().map(event);
    let events = events.collect::<Outcome<Vec<_>>>()?;
    Ok(EventStreamSender::from(Listed(events.into_iter())))
}

/// Reads the bytes of a stream, which are in memory then.
#[allow(dead_code, reason = "few clients receive bytes")]
pub async fn collect(stream: &mut ByteStream) -> Result<(), String> {
    let bytes = std::mem::take(stream).collect().await;
    let bytes = bytes.map_err(|error| format!("the body cannot be read: {}", DisplayErrorContext(error)))?;
    *stream = ByteStream::from(bytes.into_bytes());
    Ok(())
}

/// The most events that are read of one stream.
#[allow(dead_code, reason = "few clients receive events")]
pub const MOST: usize = 100_000;

/// An output, and the events that followed it.
#[allow(dead_code, reason = "few clients receive events")]
pub struct With<O> {
    /// The output.
    pub output: O,
    /// The member that holds the stream.
    pub name: &'static str,
    /// The events, and what ended them if that was an error.
    pub events: Value,
}

impl<O: ToJson> ToJson for With<O> {
    fn to_json(&self) -> Value {
        let mut output = self.output.to_json();
        output[self.name] = self.events.clone();
        output
    }
}

/// Reads all events of a receiver, and the exception that ended them, by its name in the model.
macro_rules! all {
    ($receiver:expr, $named:expr) => {{
        let mut events = Vec::new();
        loop {
            match $receiver.recv().await {
                Ok(Some(event)) if events.len() < crate::events::MOST => events.push(event.to_json()),
                Ok(Some(_)) => break json!({ "events": events, "failed": "there are too many" }),
                Ok(None) => break json!({ "events": events }),
                Err(error) => {
                    let named = error.as_service_error().and_then($named);
                    let failed = aws_smithy_types::error::display::DisplayErrorContext(&error).to_string();
                    break match named {
                        Some((name, members)) => {
                            json!({ "events": events, "failed": failed, "error": { "name": name, "members": members } })
                        }
                        None => json!({ "events": events, "failed": failed }),
                    };
                }
            }
        }
    }};
}

#[allow(unused_imports, reason = "few clients receive events")]
pub(crate) use all;
