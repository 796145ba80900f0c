// What a client makes of the messages that a service sends.

use client::error::{ProvideErrorMetadata, SdkError};
use client::operation::listen::ListenOutput;
use client::primitives::event_stream::{EventReceiver, Header, HeaderValue, Message};
use client::primitives::{Blob, DateTime};
use client::types::error::RepliesError;
use client::types::{Mood, Replies};

use crate::frames::{bytes, event, exception, message};
use crate::server::{Server, Step, head, ok};

fn client(server: &Server) -> client::Client {
    let config = client::Config::builder()
        .behavior_version_latest()
        .region(client::config::Region::new("us-east-1"))
        .endpoint_url(&server.url)
        .credentials_provider(client::config::Credentials::for_tests())
        .build();
    client::Client::from_conf(config)
}

/// The output of `Listen` for a response with this body.
async fn listen(body: Vec<u8>) -> ListenOutput {
    let server = Server::start(vec![ok(&[("x-session", "s-1")]), Step::Send(body)]).await;
    let output = client(&server).listen().send().await;
    output.expect("the answer is a success")
}

/// All events of a stream that ends well.
async fn events(mut replies: EventReceiver<Replies, RepliesError>) -> Vec<Replies> {
    let mut events = Vec::new();
    while let Some(event) = replies.recv().await.expect("the stream ends well") {
        events.push(event);
    }
    events
}

/// The error that ends a stream; nothing follows it.
async fn failure(messages: &[Message]) -> RepliesError {
    let mut replies = listen(bytes(messages)).await.replies;
    let error = loop {
        match replies.recv().await {
            Ok(Some(event)) => assert!(event.is_pause()),
            Ok(None) => panic!("the stream ended well"),
            Err(error) => break error.into_service_error(),
        }
    };
    assert!(matches!(replies.recv().await, Ok(None)));
    error
}

fn speech(text: &str) -> Message {
    event("speech", (WIRE.document)("SpeechEvent", "text", text))
        .add_header(Header::new("speaker", HeaderValue::String("Ada".into())))
}

#[tokio::test]
async fn a_request_has_no_events_where_only_the_answer_has() {
    let server = Server::start(vec![ok(&[]), Step::Send(Vec::new())]).await;
    let call = client(&server).listen().send().await;
    drop(call.expect("the answer is a success"));
    let request = server.requests().await.remove(0);
    assert!(
        request
            .find("content-type")
            .is_none_or(|it| !it.contains("eventstream"))
    );
    if WIRE.media_type == "application/cbor" {
        assert_eq!(request.header("accept"), "application/vnd.amazon.eventstream");
        let mut agent = request.header("x-amz-user-agent").split(' ');
        let features = agent.find_map(|part| part.strip_prefix("m/")).unwrap_or_default();
        assert!(features.split(',').any(|feature| feature == "M"), "{features}");
    }
}

#[tokio::test]
async fn members_come_from_headers_and_from_the_document_of_the_payload() {
    let replies = listen(bytes(&[speech("Good day")])).await.replies;
    let [Replies::Speech(speech)] = &events(replies).await[..] else {
        panic!("one speech was sent");
    };
    assert_eq!((speech.speaker(), speech.text()), (Some("Ada"), Some("Good day")));
}

#[tokio::test]
async fn a_payload_is_bytes_text_or_a_structure() {
    let at = Header::new("at", HeaderValue::Timestamp(DateTime::from_secs(7)));
    let sent = [
        event("audio", [0, 159, 146, 150]),
        event("audio", []),
        event("note", "déjà vu"),
        event("gesture", (WIRE.document)("Gesture", "name", "wave")).add_header(at),
    ];
    let received = events(listen(bytes(&sent)).await.replies).await;
    let audio = |index: usize| received[index].as_audio().expect("it is audio").chunk().cloned();
    assert_eq!(audio(0), Some(Blob::new([0, 159, 146, 150])));
    assert_eq!(audio(1), Some(Blob::new([])));
    assert_eq!(received[2].as_note().expect("it is a note").text(), Some("déjà vu"));
    let gesture = received[3].as_gesture().expect("it is a gesture");
    assert_eq!(gesture.at(), Some(&DateTime::from_secs(7)));
    assert_eq!(gesture.gesture().and_then(|it| it.name()), Some("wave"));
}

#[tokio::test]
async fn headers_have_every_type() {
    let values = [
        ("loud", HeaderValue::Bool(true)),
        ("level", HeaderValue::Byte(-3)),
        ("tone", HeaderValue::Int16(-300)),
        ("pitch", HeaderValue::Int32(70_000)),
        // A service may choose fewer bits than the model has.
        ("offset", HeaderValue::Int32(-5)),
        ("cue", HeaderValue::ByteArray(vec![1, 2].into())),
        ("label", HeaderValue::String("here".into())),
        ("at", HeaderValue::Timestamp(DateTime::from_millis(1_500))),
        ("mood", HeaderValue::String("cross".into())),
        ("unheard-of", HeaderValue::Uuid(1)),
    ];
    let add = |message: Message, (name, value)| message.add_header(Header::new(name, value));
    let sent = values.into_iter().fold(event("marks", []), add);
    let received = events(listen(bytes(&[sent])).await.replies).await;
    let marks = received[0].as_marks().expect("they are marks");
    assert_eq!(
        (marks.loud(), marks.level(), marks.tone()),
        (Some(true), Some(-3), Some(-300))
    );
    assert_eq!((marks.pitch(), marks.offset()), (Some(70_000), Some(-5)));
    assert_eq!((marks.cue(), marks.label()), (Some(&Blob::new([1, 2])), Some("here")));
    assert_eq!(
        (marks.at(), marks.mood()),
        (Some(&DateTime::from_millis(1_500)), Some(&Mood::Cross))
    );
}

#[tokio::test]
async fn an_unknown_event_is_passed_on_and_ends_nothing() {
    let sent = [event("dance", [255]), event("pause", [])];
    let received = events(listen(bytes(&sent)).await.replies).await;
    assert!(received[0].is_unknown() && received[1].is_pause(), "{received:?}");
}

#[tokio::test]
async fn messages_may_come_in_pieces_of_any_size() {
    let body = bytes(&[speech("one"), speech("two")]);
    let mut script = vec![ok(&[])];
    script.extend(body.chunks(1).map(|byte| Step::Send(byte.to_vec())));
    let server = Server::start(script).await;
    let output = client(&server).listen().send().await.expect("the answer is a success");
    assert_eq!(events(output.replies).await.len(), 2);
}

#[tokio::test]
async fn a_modelled_exception_ends_the_stream() {
    let reason = Header::new("reason", HeaderValue::String("thunder".into()));
    let messages = [event("pause", []), exception("interrupted", []).add_header(reason)];
    let error = failure(&messages).await;
    let RepliesError::InterruptedException(interrupted) = &error else {
        panic!("another error: {error:?}");
    };
    assert_eq!(
        (interrupted.reason(), error.code()),
        (Some("thunder"), Some("interrupted"))
    );

    let error = failure(&[exception("busy", (WIRE.document)("BusyException", "message", "later"))]).await;
    assert!(error.is_busy_exception());
    assert_eq!(error.to_string(), "BusyException: later");
    assert!(matches!(client::Error::from(error), client::Error::BusyException(_)));
}

#[tokio::test]
async fn errors_that_the_model_does_not_name_keep_their_code() {
    let error = failure(&[exception("earthquake", (WIRE.document)("Error", "message", "run"))]).await;
    assert_eq!(error.code(), Some("earthquake"));
    assert_eq!(
        error.message(),
        if WIRE.media_type.ends_with("xml") {
            None
        } else {
            Some("run")
        }
    );

    let error = failure(&[exception("earthquake", [0xff, 0xfe])]).await;
    assert_eq!(
        (error.code(), error.to_string().as_str()),
        (Some("earthquake"), "unhandled error (earthquake)")
    );

    let headers = [
        (":message-type", "error"),
        (":error-code", "Internal"),
        (":error-message", "no more"),
    ];
    let error = failure(&[message(&headers, [])]).await;
    assert_eq!((error.code(), error.message()), (Some("Internal"), Some("no more")));
}

#[tokio::test]
async fn what_is_no_message_of_the_model_is_a_response_error() {
    let wrong = [
        message(&[(":message-type", "event")], []),
        message(&[(":message-type", "riddle")], []),
        message(&[], []),
        event("marks", []).add_header(Header::new("loud", HeaderValue::Int32(1))),
        event("marks", []).add_header(Header::new("level", HeaderValue::Int32(1_000))),
        event("note", [0xff]),
        event("speech", [0xff]),
    ];
    for message in wrong {
        let mut replies = listen(bytes(&[event("pause", []), message.clone()])).await.replies;
        assert!(matches!(replies.recv().await, Ok(Some(Replies::Pause(_)))));
        let outcome = replies.recv().await;
        assert!(
            matches!(outcome, Err(SdkError::ResponseError(_))),
            "{message:?} gave {outcome:?}"
        );
        assert!(matches!(replies.recv().await, Ok(None)));
    }
}

#[tokio::test]
async fn a_connection_that_is_cut_is_an_error() {
    let whole = bytes(&[event("pause", [])]);
    let mut replies = listen([&whole[..], &whole[..whole.len() - 1]].concat()).await.replies;
    assert!(matches!(replies.recv().await, Ok(Some(Replies::Pause(_)))));
    assert!(matches!(replies.recv().await, Err(SdkError::ResponseError(_))));

    let promised = vec![ok(&[("content-length", "1000")]), Step::Send(whole)];
    let server = Server::start(promised).await;
    let mut replies = client(&server)
        .listen()
        .send()
        .await
        .expect("the answer is a success")
        .replies;
    assert!(matches!(replies.recv().await, Ok(Some(Replies::Pause(_)))));
    assert!(matches!(replies.recv().await, Err(SdkError::DispatchFailure(_))));
}

#[tokio::test]
async fn members_beside_the_stream_come_before_it() {
    let initial = event("initial-response", (WIRE.document)("ListenResponse", "session", "s-2"));
    let output = listen(bytes(&[initial, event("pause", [])])).await;
    if WIRE.has_initial_messages {
        assert_eq!(output.session(), Some("s-2"));
        assert!(matches!(events(output.replies).await[..], [Replies::Pause(_)]));
    } else {
        assert_eq!(output.session(), Some("s-1"));
        let received = events(output.replies).await;
        assert!(received[0].is_unknown() && received[1].is_pause(), "{received:?}");
    }
}

#[tokio::test]
async fn a_stream_may_begin_with_its_events() {
    let output = listen(bytes(&[event("pause", [])])).await;
    assert!(matches!(events(output.replies).await[..], [Replies::Pause(_)]));
    let output = listen(Vec::new()).await;
    assert!(events(output.replies).await.is_empty());
}

#[tokio::test]
async fn an_operation_that_fails_has_no_stream() {
    let body = match WIRE.media_type {
        "application/xml" => b"<ErrorResponse><Error><Code>BusyException</Code></Error></ErrorResponse>".to_vec(),
        _ => (WIRE.document)("Error", "__type", "BusyException"),
    };
    let server = Server::start(vec![head("429 Busy", &[("x-amzn-requestid", "r-1")]), Step::Send(body)]).await;
    let error = client(&server)
        .listen()
        .send()
        .await
        .expect_err("the service is busy")
        .into_service_error();
    assert!(error.is_busy_exception());
    assert_eq!(client::operation::RequestId::request_id(&error), Some("r-1"));
}

#[test]
fn an_output_is_built_with_its_stream() {
    let error = ListenOutput::builder()
        .session("s")
        .build()
        .expect_err("the stream is missing");
    assert!(error.to_string().contains("replies"), "{error}");
}
