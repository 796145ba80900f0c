//! Streams: no events are sent, and all events and bytes that come are shown.

use std::pin::Pin;
use std::task::{Context, Poll};

use aws_smithy_http::event_stream::EventStreamSender;
use aws_smithy_types::byte_stream::ByteStream;
use aws_smithy_types::error::display::DisplayErrorContext;
use futures_core::Stream;
use serde_json::Value;

use crate::json::ToJson;

/// A stream of no events.
struct Nothing<T>(std::marker::PhantomData<fn() -> T>);

impl<T> Stream for Nothing<T> {
    type Item = T;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<T>> {
        Poll::Ready(None)
    }
}

/// A sender that sends no events.
#[allow(dead_code, reason = "few clients send events")]
pub fn none<T: Send + Sync + 'static, E: std::error::Error + Send + Sync + 'static>() -> EventStreamSender<T, E> {
    EventStreamSender::from(Nothing(std::marker::PhantomData))
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

/// Reads all events of a receiver.
macro_rules! all {
    ($receiver:expr) => {{
        let mut events = Vec::new();
        loop {
            match $receiver.recv().await {
                Ok(Some(event)) if events.len() < crate::events::MOST => events.push(event.to_json()),
                Ok(Some(_)) => break json!({ "events": events, "failed": "there are too many" }),
                Ok(None) => break json!({ "events": events }),
                Err(error) => {
                    let error = aws_smithy_types::error::display::DisplayErrorContext(error).to_string();
                    break json!({ "events": events, "failed": error });
                }
            }
        }
    }};
}

#[allow(unused_imports, reason = "few clients receive events")]
pub(crate) use all;
