//! Event streams: bodies of requests and responses that consist of events, each a message of AWS's binary framing.
//!
//! The runtime splits a body into messages and signs those that are sent. The content of a message follows from the
//! schema of its event, and is read and written here; the names of events and exceptions come from generated code.

mod read;
mod write;

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use aws_smithy_eventstream::error::Error as MessageError;
use aws_smithy_eventstream::frame::{DeferredSigner, MarshallMessage, UnmarshallMessage, UnmarshalledMessage};
use aws_smithy_http::event_stream::{
    EventOrInitial, EventOrInitialMarshaller, EventStreamSender, InitialMessageType, MessageStreamAdapter, Receiver,
};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::Output;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::{CreateUnhandledError, SdkError};
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_schema::codec::DynCodec;
use aws_smithy_schema::protocol::SharedClientProtocol;
use aws_smithy_schema::serde::{SerdeError, SerializableStruct, ShapeDeserializer};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::error::ErrorMetadata;
use aws_smithy_types::event_stream::{Message, RawMessage};
use aws_types::request_id::RequestId;
use futures_core::Stream;
use http_body_util::StreamBody;

use super::error::ErrorResponse;
use super::operation::{self, Erased, Operation};

/// The media type of a body that is an event stream.
const MEDIA_TYPE: &str = "application/vnd.amazon.eventstream";

/// Events that a request can send.
pub trait SendEvents: fmt::Debug + Send + Sync + 'static {
    /// The error that ends the stream.
    type Error: std::error::Error + Send + Sync + 'static;

    /// The name and the content of the event; `None` for an event that the model does not list.
    fn event(&self) -> Option<(&'static str, &dyn SerializableStruct)>;

    /// The name and the content of an exception; `None` for an error that the model does not list.
    fn exception(error: &Self::Error) -> Option<(&'static str, &dyn SerializableStruct)>;
}

/// Events that a response can send.
pub trait ReceiveEvents: fmt::Debug + Send + Sync + Sized + 'static {
    /// The error that ends the stream.
    type Error: std::error::Error + CreateUnhandledError + Send + Sync + 'static;

    /// Reads the event of that name.
    ///
    /// # Errors
    ///
    /// The message does not match the schema of the event.
    fn read_event(name: &str, event: &mut dyn ShapeDeserializer) -> Result<Self, SerdeError>;

    /// Reads the exception of that name.
    fn read_exception(name: &str, exception: ErrorResponse<'_>) -> Self::Error;
}

/// Receives the events of a stream.
#[derive(Debug)]
pub struct EventReceiver<T, E> {
    /// `None` where the service sent no stream.
    open: Option<(Receiver<T, E>, SharedClientProtocol)>,
}

impl<T, E> EventReceiver<T, E> {
    /// Waits for the next event; `None` at the end of the stream.
    ///
    /// An event that this crate does not know is one of the union's `Unknown`s. An error ends the stream.
    ///
    /// # Errors
    ///
    /// The service ended the stream with an exception (`ServiceError`), the connection was lost (`DispatchFailure`), or
    /// a message could not be read (`ResponseError`).
    #[inline]
    pub async fn recv(&mut self) -> Result<Option<T>, SdkError<E, RawMessage>> {
        match &mut self.open {
            Some((receiver, _)) => receiver.recv().await,
            None => Ok(None),
        }
    }
}

/// Receives events from the body of a response.
#[inline]
pub fn receive<T: ReceiveEvents>(body: SdkBody, protocol: &SharedClientProtocol) -> EventReceiver<T, T::Error> {
    let unmarshaller = Unmarshaller::<T>(protocol.clone(), PhantomData);
    EventReceiver {
        open: Some((Receiver::new(unmarshaller, body), protocol.clone())),
    }
}

/// A stream without events.
#[inline]
pub fn closed<T, E>() -> EventReceiver<T, E> {
    EventReceiver { open: None }
}

/// Waits for the first message, where it holds the output's other members.
#[inline]
pub fn complete<O, T>(output: Output, stream: fn(&mut O::Output) -> &mut EventReceiver<T, T::Error>) -> Erased<'static>
where
    O: Operation<Output: RequestId>,
    T: ReceiveEvents,
{
    Box::pin(async move {
        let mut output = output
            .downcast::<O::Output>()
            .map_err(|_| SdkError::construction_failure("an interceptor replaced the output"))?;
        if let Some((receiver, protocol)) = &mut stream(&mut output).open {
            let initial = receiver.try_recv_initial(InitialMessageType::Response).await;
            if let Some(message) = initial.map_err(unreadable)? {
                let protocol = protocol.clone();
                let request_id = output.request_id().map(str::to_owned);
                let mut whole = codec(&protocol)
                    .and_then(|codec| O::read_output(&mut *codec.create_deserializer(message.payload()), request_id))
                    .map_err(unreadable)?;
                std::mem::swap(stream(&mut whole), stream(&mut output));
                output = whole;
            }
        }
        Ok(Output::erase(output))
    })
}

/// The error for a first message that cannot be read. The response is gone by then, but its status was a success.
#[inline]
fn unreadable<E>(error: impl Into<BoxError>) -> SdkError<E, HttpResponse> {
    let status = StatusCode::try_from(200).expect("200 is a status code");
    SdkError::response_error(error, HttpResponse::new(status, SdkBody::empty()))
}

/// Adds the header that asks for events in the response.
#[inline]
pub fn accept(mut request: HttpRequest) -> HttpRequest {
    request.headers_mut().insert("accept", MEDIA_TYPE);
    request
}

/// Attaches events to a request. A body that the request already has becomes the first message.
///
/// # Errors
///
/// The configuration has no protocol.
#[inline]
pub fn attach<T: SendEvents>(
    mut request: HttpRequest,
    events: EventStreamSender<T, T::Error>,
    cfg: &mut ConfigBag,
) -> Result<HttpRequest, BoxError> {
    let protocol = operation::protocol(cfg)?.clone();
    let (signer, sender) = DeferredSigner::new();
    cfg.interceptor_state().store_put(sender);
    let opening = request.body().bytes().filter(|body| !body.is_empty());
    let stream = Opened {
        initial: opening.map(|body| write::initial_request(&protocol, body)),
        events: events.into_inner(),
    };
    let errors = ErrorMarshaller::<T>(protocol.clone(), PhantomData);
    let marshaller = Marshaller::<T>(protocol, PhantomData);
    let messages = MessageStreamAdapter::new(
        EventOrInitialMarshaller::new(marshaller),
        errors,
        signer,
        Box::pin(stream),
    );
    let headers = request.headers_mut();
    headers.insert("content-type", MEDIA_TYPE);
    headers.remove("content-length");
    *request.body_mut() = SdkBody::from_body_1_x(StreamBody::new(messages));
    Ok(request)
}

/// The messages of a request: the one that opens the stream, then the events.
struct Opened<T, E> {
    initial: Option<Message>,
    events: Pin<Box<dyn Stream<Item = Result<T, E>> + Send + Sync>>,
}

impl<T, E> Stream for Opened<T, E> {
    type Item = Result<EventOrInitial<T>, E>;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(message) = self.initial.take() {
            return Poll::Ready(Some(Ok(EventOrInitial::InitialMessage(message))));
        }
        let event = self.events.as_mut().poll_next(cx);
        event.map(|event| event.map(|event| event.map(EventOrInitial::Event)))
    }
}

/// Reads messages as events and exceptions.
#[derive(Debug)]
struct Unmarshaller<T>(SharedClientProtocol, PhantomData<fn() -> T>);

impl<T: ReceiveEvents> UnmarshallMessage for Unmarshaller<T> {
    type Output = T;
    type Error = T::Error;

    #[inline]
    fn unmarshall(&self, message: &Message) -> Result<UnmarshalledMessage<T, T::Error>, MessageError> {
        let unreadable = |error: SerdeError| MessageError::unmarshalling(error.to_string());
        let codec = codec(&self.0).map_err(unreadable)?;
        let name = |header| read::text(message, header).ok_or_else(|| lacks(header));
        match name(":message-type")? {
            "event" => {
                let event = T::read_event(name(":event-type")?, &mut read::Reader::event(codec, message));
                event.map(UnmarshalledMessage::Event).map_err(unreadable)
            }
            "exception" => {
                let name = name(":exception-type")?;
                let exception = T::read_exception(name, exception(&self.0, codec, name, message));
                Ok(UnmarshalledMessage::Error(exception))
            }
            "error" => Ok(UnmarshalledMessage::Error(unmodelled(message))),
            other => Err(MessageError::unmarshalling(format!(
                "the message is of the unknown type `{other}`"
            ))),
        }
    }
}

#[inline]
fn lacks(header: &str) -> MessageError {
    MessageError::unmarshalling(format!("the message has no text in its header `{header}`"))
}

/// Reads the metadata of an exception. One whose payload has no code gets the name of its message.
#[inline]
fn exception<'a>(
    protocol: &SharedClientProtocol,
    codec: &'a dyn DynCodec,
    name: &str,
    message: &'a Message,
) -> ErrorResponse<'a> {
    let (meta, unreadable) = match protocol.parse_event_stream_error_metadata(message.payload()) {
        Ok(meta) => (meta, None),
        Err(error) => (ErrorMetadata::builder(), Some(error)),
    };
    let parsed = meta.build();
    let mut meta = ErrorMetadata::builder().code(parsed.code().unwrap_or(name));
    if let Some(message) = parsed.message() {
        meta = meta.message(message);
    }
    let members = Box::new(read::Reader::event(codec, message));
    ErrorResponse::of_parts(Ok(members), meta.build(), unreadable)
}

/// An error whose code and message are in headers.
#[inline]
fn unmodelled<E: CreateUnhandledError>(message: &Message) -> E {
    let mut meta = ErrorMetadata::builder();
    if let Some(code) = read::text(message, ":error-code") {
        meta = meta.code(code);
    }
    if let Some(text) = read::text(message, ":error-message") {
        meta = meta.message(text);
    }
    let meta = meta.build();
    E::create_unhandled_error(meta.clone().into(), Some(meta))
}

/// Writes events as messages.
#[derive(Debug)]
struct Marshaller<T>(SharedClientProtocol, PhantomData<fn(T)>);

impl<T: SendEvents> MarshallMessage for Marshaller<T> {
    type Input = T;

    #[inline]
    fn marshall(&self, event: T) -> Result<Message, MessageError> {
        match event.event() {
            Some((name, event)) => write::message(&self.0, write::Kind::Event, name, event),
            None => Err(MessageError::marshalling(
                "an event that the model does not name can be received, and cannot be sent".to_owned(),
            )),
        }
    }
}

/// Writes errors as messages.
#[derive(Debug)]
struct ErrorMarshaller<T>(SharedClientProtocol, PhantomData<fn(T)>);

impl<T: SendEvents> MarshallMessage for ErrorMarshaller<T> {
    type Input = T::Error;

    #[inline]
    fn marshall(&self, error: T::Error) -> Result<Message, MessageError> {
        match T::exception(&error) {
            Some((name, exception)) => write::message(&self.0, write::Kind::Exception, name, exception),
            None => Err(MessageError::marshalling(format!(
                "the stream was ended by an error that the model does not name: {error}"
            ))),
        }
    }
}

/// The codec with which the protocol reads and writes payloads.
#[inline]
fn codec(protocol: &SharedClientProtocol) -> Result<&dyn DynCodec, SerdeError> {
    let missing = || SerdeError::unsupported(format!("{} has no event streams", protocol.protocol_id().as_str()));
    protocol.payload_codec().ok_or_else(missing)
}
