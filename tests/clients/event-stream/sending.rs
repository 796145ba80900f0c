// What a service gets of the events that a client sends.

use std::pin::Pin;
use std::task::{Context, Poll};

use client::primitives::event_stream::EventStreamSender;
use client::types::error::{HungUpException, UtterancesError};
use client::types::{AudioEvent, Gesture, GestureEvent, MarksEvent, NoteEvent, SpeechEvent, Utterances};

use crate::frames::{header, text, verified};
use crate::server::Request;

type Utterance = Result<Utterances, UtterancesError>;

/// A stream of what is in a list.
struct Listed(std::vec::IntoIter<Utterance>);

impl futures_core::Stream for Listed {
    type Item = Utterance;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Utterance>> {
        Poll::Ready(self.0.next())
    }
}

fn listed(utterances: Vec<Utterance>) -> EventStreamSender<Utterances, UtterancesError> {
    EventStreamSender::from(Listed(utterances.into_iter()))
}

/// The request that the service received, with all of these utterances.
async fn dictated(utterances: Vec<Utterance>) -> Request {
    let answer = (WIRE.document)("DictateResponse", "heard", "all of it");
    let server = Server::start(vec![Step::AwaitEnd, ok(&[]), Step::Send(answer)]).await;
    let output = client(&server).dictate().utterances(listed(utterances)).send().await;
    assert_eq!(output.expect("the answer is a success").heard(), Some("all of it"));
    let mut requests = server.requests().await;
    assert_eq!(requests.len(), 1);
    requests.remove(0)
}

/// The events of a request, without the message that opens the stream.
fn sent(request: &Request) -> Vec<Message> {
    let mut messages = verified(request);
    if WIRE.has_initial_messages {
        let initial = messages.remove(0);
        assert_eq!(text(&initial, ":event-type"), "initial-request");
    }
    messages
}

fn note(words: &str) -> Utterances {
    Utterances::Note(NoteEvent::builder().text(words).build())
}

#[tokio::test]
async fn every_message_is_signed_and_the_last_is_empty() {
    let request = dictated(vec![Ok(note("one")), Ok(note("two")), Ok(note("three"))]).await;
    assert_eq!(request.header("content-type"), "application/vnd.amazon.eventstream");
    assert_eq!(request.find("content-length"), None);
    let words: Vec<Vec<u8>> = sent(&request)
        .iter()
        .map(|message| message.payload().to_vec())
        .collect();
    assert_eq!(words, [b"one".to_vec(), b"two".to_vec(), b"three".to_vec()]);
}

#[tokio::test]
async fn events_are_written_as_the_model_says() {
    let speech = SpeechEvent::builder().speaker("Ada").text("Good day").build();
    let wave = GestureEvent::builder()
        .gesture(Gesture::builder().name("wave").build())
        .build();
    let audio = AudioEvent::builder().chunk(Blob::new([0, 255])).language("la").build();
    let request = dictated(vec![
        Ok(Utterances::Speech(speech)),
        Ok(Utterances::Gesture(wave)),
        Ok(Utterances::Audio(audio)),
        Ok(note("déjà vu")),
    ])
    .await;
    let messages = sent(&request);
    let told = |index: usize| {
        let message: &Message = &messages[index];
        assert_eq!(text(message, ":message-type"), "event");
        (
            text(message, ":event-type"),
            text(message, ":content-type"),
            message.payload().to_vec(),
        )
    };
    let document = |root, member, text| (WIRE.document)(root, member, text);
    assert_eq!(
        told(0),
        ("speech", WIRE.media_type, document("SpeechEvent", "text", "Good day"))
    );
    assert_eq!(text(&messages[0], "speaker"), "Ada");
    assert_eq!(
        told(1),
        ("gesture", WIRE.media_type, document("Gesture", "name", "wave"))
    );
    assert_eq!(told(2), ("audio", "application/octet-stream", vec![0, 255]));
    assert_eq!(text(&messages[2], "language"), "la");
    assert_eq!(told(3), ("note", "text/plain", "déjà vu".into()));
}

#[tokio::test]
async fn headers_are_written_with_their_types() {
    let marks = MarksEvent::builder()
        .loud(false)
        .level(-1)
        .tone(2)
        .pitch(-3)
        .offset(4)
        .cue(Blob::new([5]))
        .label("six")
        .at(DateTime::from_secs(7))
        .mood(Mood::Calm)
        .build();
    let request = dictated(vec![Ok(Utterances::Marks(marks))]).await;
    let [message] = &sent(&request)[..] else {
        panic!("one event was sent");
    };
    let expected = [
        ("loud", HeaderValue::Bool(false)),
        ("level", HeaderValue::Byte(-1)),
        ("tone", HeaderValue::Int16(2)),
        ("pitch", HeaderValue::Int32(-3)),
        ("offset", HeaderValue::Int64(4)),
        ("cue", HeaderValue::ByteArray(vec![5].into())),
        ("label", HeaderValue::String("six".into())),
        ("at", HeaderValue::Timestamp(DateTime::from_secs(7))),
        ("mood", HeaderValue::String("calm".into())),
    ];
    for (name, value) in &expected {
        assert_eq!(header(message, name), Some(value), "{name}");
    }
    assert_eq!(
        message.headers().len(),
        expected.len() + 2,
        "no header says what the payload is: there is none"
    );
    assert!(message.payload().is_empty());
}

#[tokio::test]
async fn an_exception_may_end_what_is_sent() {
    let hung_up = HungUpException::builder().message("bye").build();
    let request = dictated(vec![Ok(note("one")), Err(UtterancesError::HungUpException(hung_up))]).await;
    let messages = sent(&request);
    let kind = (
        text(&messages[1], ":message-type"),
        text(&messages[1], ":exception-type"),
    );
    assert_eq!(kind, ("exception", "hungUp"));
    assert_eq!(
        messages[1].payload().to_vec(),
        (WIRE.document)("HungUpException", "message", "bye")
    );
}

#[tokio::test]
async fn a_request_with_events_is_sent_once() {
    let script = vec![Step::AwaitEnd, head("500 Failed", &[("content-length", "0")])];
    let server = Server::start(script).await;
    let error = client(&server)
        .dictate()
        .utterances(listed(vec![Ok(note("one"))]))
        .send()
        .await;
    assert!(matches!(error, Err(SdkError::ServiceError(_))), "{error:?}");
    assert_eq!(server.requests().await.len(), 1);
}

#[tokio::test]
async fn an_input_needs_its_events() {
    let server = Server::start(Vec::new()).await;
    let error = client(&server).dictate().send().await;
    assert!(matches!(error, Err(SdkError::ConstructionFailure(_))), "{error:?}");
    assert!(server.requests().await.is_empty());
}

/// A stream of what is put into a channel, woken by what it waits for.
struct Spoken(tokio::sync::mpsc::Receiver<Utterance>);

impl futures_core::Stream for Spoken {
    type Item = Utterance;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Utterance>> {
        self.0.poll_recv(context)
    }
}

#[tokio::test]
async fn both_sides_talk_at_once() {
    let opening = usize::from(WIRE.has_initial_messages);
    let server = Server::start(vec![
        ok(&[("x-session", "s-1")]),
        Step::Send(bytes(&[event("note", "welcome")])),
        Step::Await(opening + 1),
        Step::Send(bytes(&[event("note", "one too")])),
        Step::Await(opening + 2),
        Step::Send(bytes(&[event("note", "two too")])),
        Step::AwaitEnd,
    ])
    .await;
    let (say, spoken) = tokio::sync::mpsc::channel(1);
    let call = client(&server)
        .converse()
        .room("tower room")
        .topic("weather")
        .utterances(EventStreamSender::from(Spoken(spoken)));
    let mut output = call.send().await.expect("the answer is a success");
    let mut heard = Vec::new();
    for words in ["one", "two"] {
        heard.extend(output.replies.recv().await.expect("the stream goes on"));
        say.send(Ok(note(words))).await.expect("the request goes on");
    }
    heard.extend(output.replies.recv().await.expect("the stream goes on"));
    drop(say);
    assert!(matches!(output.replies.recv().await, Ok(None)));
    let heard: Vec<_> = heard.iter().filter_map(|event| event.as_note().ok()?.text()).collect();
    assert_eq!(heard, ["welcome", "one too", "two too"]);

    let request = server.requests().await.remove(0);
    let messages = verified(&request);
    assert_eq!(messages.len(), opening + 2);
    if WIRE.has_initial_messages {
        let opening = String::from_utf8_lossy(messages[0].payload()).into_owned();
        assert!(
            opening.contains("tower room") && opening.contains("weather"),
            "{opening}"
        );
        assert_eq!(text(&messages[0], ":content-type"), WIRE.media_type);
    } else {
        assert_eq!(request.start, "POST /rooms/tower%20room/talk");
        assert_eq!(request.header("x-topic"), "weather");
    }
}

#[tokio::test]
async fn an_error_that_the_model_does_not_name_breaks_the_request_off() {
    let opening = usize::from(WIRE.has_initial_messages);
    let server = Server::start(vec![
        Step::Await(opening + 1),
        ok(&[]),
        Step::Send(bytes(&[event("pause", [])])),
        Step::AwaitEnd,
    ])
    .await;
    let (say, spoken) = tokio::sync::mpsc::channel(1);
    say.send(Ok(note("one"))).await.expect("the channel is open");
    let call = client(&server).converse().room("attic");
    let call = call.utterances(EventStreamSender::from(Spoken(spoken)));
    let mut output = call.send().await.expect("the answer is a success");
    assert!(matches!(output.replies.recv().await, Ok(Some(Replies::Pause(_)))));
    let gone = UtterancesError::unhandled("the microphone is gone");
    say.send(Err(gone)).await.expect("the request goes on");
    let end = output.replies.recv().await;
    assert!(!matches!(end, Ok(Some(_))), "{end:?}");
    let requests = server.requests().await;
    assert!(requests.iter().all(|request| !request.is_whole), "{requests:?}");
}

#[tokio::test]
async fn botocore_reads_what_was_meant() {
    let speech = SpeechEvent::builder()
        .speaker("Ada")
        .text("Good <day>")
        .mood(Mood::Cross)
        .gestures(Gesture::builder().name("wave").strength(3).build())
        .gestures(Gesture::builder().name("nod").build());
    let marks = MarksEvent::builder()
        .loud(true)
        .level(-1)
        .tone(2)
        .pitch(-3)
        .offset(4)
        .cue(Blob::new([5]));
    let marks = marks.label("six").at(DateTime::from_secs(7)).mood(Mood::Calm);
    let gesture = GestureEvent::builder().gesture(Gesture::builder().name("bow").strength(1).build());
    let hung_up = HungUpException::builder().message("bye").after(9).build();
    let request = dictated(vec![
        Ok(Utterances::Speech(speech.build())),
        Ok(Utterances::Marks(marks.build())),
        Ok(Utterances::Gesture(gesture.at(DateTime::from_secs(8)).build())),
        Ok(Utterances::Audio(
            AudioEvent::builder().chunk(Blob::new([0, 255])).language("la").build(),
        )),
        Ok(note("déjà vu")),
        Err(UtterancesError::HungUpException(hung_up)),
    ])
    .await;
    let Some(read) = crate::oracle::read(WIRE.protocol, &bytes(&sent(&request))) else {
        return;
    };
    let expected = concat!(
        r#"[{"speech": {"gestures": [{"name": "wave", "strength": 3}, {"name": "nod"}], "mood": "cross", "#,
        r#""speaker": "Ada", "text": "Good <day>"}}, "#,
        r#"{"marks": {"at": 7.0, "cue": "05", "label": "six", "level": -1, "loud": true, "mood": "calm", "#,
        r#""offset": 4, "pitch": -3, "tone": 2}}, "#,
        r#"{"gesture": {"at": 8.0, "gesture": {"name": "bow", "strength": 1}}}, "#,
        r#"{"audio": {"chunk": "00ff", "language": "la"}}, "#,
        r#"{"note": {"text": "d\u00e9j\u00e0 vu"}}, "#,
        r#"{"Error": {"Code": "hungUp", "Message": "bye"}}]"#,
    );
    assert_eq!(read, expected);
}
