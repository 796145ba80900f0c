//! Event streams: events that follow a request or a response, each in a message of AWS's binary framing.
//!
//! The runtime cuts a body into messages and signs those that are sent. What a message holds follows from the schema
//! of its event, and is read and written here, whatever the service; under which names its events and
//! exceptions go, generated code says.

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

/// Events that can be sent.
pub trait SendEvents: fmt::Debug + Send + Sync + 'static {
    /// What can end the stream.
    type Error: std::error::Error + Send + Sync + 'static;

    /// The name of the event and what it holds; none for an event that the model does not name.
    fn event(&self) -> Option<(&'static str, &dyn SerializableStruct)>;

    /// The name of an exception and what it holds; none for an error that the model does not name.
    fn exception(error: &Self::Error) -> Option<(&'static str, &dyn SerializableStruct)>;
}

/// Events that can be received.
pub trait ReceiveEvents: fmt::Debug + Send + Sync + Sized + 'static {
    /// What can end the stream.
    type Error: std::error::Error + CreateUnhandledError + Send + Sync + 'static;

    /// Reads the event of that name.
    ///
    /// # Errors
    ///
    /// The message does not fit the event.
    fn read_event(name: &str, event: &mut dyn ShapeDeserializer) -> Result<Self, SerdeError>;

    /// Reads the exception of that name.
    fn read_exception(name: &str, exception: ErrorResponse<'_>) -> Self::Error;
}

/// Receives the events of a stream.
#[derive(Debug)]
pub struct EventReceiver<T, E> {
    /// None where a service sent no stream.
    open: Option<(Receiver<T, E>, SharedClientProtocol)>,
}

impl<T, E> EventReceiver<T, E> {
    /// Waits for the next event; none if the stream is at its end.
    ///
    /// An event that this crate does not know is one of the union's `Unknown`s. After an error the stream is at its end.
    ///
    /// # Errors
    ///
    /// The service ended the stream with an exception (`ServiceError`), the connection was lost (`DispatchFailure`), or a
    /// message could not be read (`ResponseError`).
    pub async fn recv(&mut self) -> Result<Option<T>, SdkError<E, RawMessage>> {
        match &mut self.open {
            Some((receiver, _)) => receiver.recv().await,
            None => Ok(None),
        }
    }
}

/// Receives events from the body of a response.
pub fn receive<T: ReceiveEvents>(body: SdkBody, protocol: &SharedClientProtocol) -> EventReceiver<T, T::Error> {
    let unmarshaller = Unmarshaller::<T>(protocol.clone(), PhantomData);
    EventReceiver {
        open: Some((Receiver::new(unmarshaller, body), protocol.clone())),
    }
}

/// A stream that is at its end.
pub fn closed<T, E>() -> EventReceiver<T, E> {
    EventReceiver { open: None }
}

/// Waits for the message in which the output's other members come, where the service sends one before all events.
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

/// The response is gone when its first message turns out not to be readable; that it was a success is known.
fn unreadable<E>(error: impl Into<BoxError>) -> SdkError<E, HttpResponse> {
    let status = StatusCode::try_from(200).expect("200 is a status code");
    SdkError::response_error(error, HttpResponse::new(status, SdkBody::empty()))
}

/// Asks for events in answer to a request.
pub fn accept(mut request: HttpRequest) -> HttpRequest {
    request.headers_mut().insert("accept", MEDIA_TYPE);
    request
}

/// Lets events follow a request. Where the request has a body already, that is the first message.
///
/// # Errors
///
/// The configuration names no protocol.
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

/// The events of a request, after the message that opens the stream.
struct Opened<T, E> {
    initial: Option<Message>,
    events: Pin<Box<dyn Stream<Item = Result<T, E>> + Send + Sync>>,
}

impl<T, E> Stream for Opened<T, E> {
    type Item = Result<EventOrInitial<T>, E>;

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

fn lacks(header: &str) -> MessageError {
    MessageError::unmarshalling(format!("the message has no text in its header `{header}`"))
}

/// What is common to all exceptions. One whose payload names no code has the name of its message.
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

/// An error that is told in headers alone.
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

    fn marshall(&self, error: T::Error) -> Result<Message, MessageError> {
        match T::exception(&error) {
            Some((name, exception)) => write::message(&self.0, write::Kind::Exception, name, exception),
            None => Err(MessageError::marshalling(format!(
                "the stream was ended by an error that the model does not name: {error}"
            ))),
        }
    }
}

/// What the protocol writes and reads payloads with.
fn codec(protocol: &SharedClientProtocol) -> Result<&dyn DynCodec, SerdeError> {
    let missing = || SerdeError::unsupported(format!("{} has no event streams", protocol.protocol_id().as_str()));
    protocol.payload_codec().ok_or_else(missing)
}
