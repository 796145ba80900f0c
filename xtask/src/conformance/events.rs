//! Cases of event streams: what a client sends and meets, message by message.
//!
//! Messages are compared part by part, since neither the order of headers nor the form of a document is fixed. A signed message
//! holds the event as its payload; the signature is no business of a case.

use aws_smithy_eventstream::frame::{DecodedFrame, MessageFrameDecoder, read_message_from, write_message_to};
use aws_smithy_types::date_time::{DateTime, Format};
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use aws_smithy_types::str_bytes::StrBytes;
use base64::{Engine, prelude::BASE64_STANDARD};
use codegen::ir::cases::{Event, Events, Failure};
use codegen::ir::{Operation, ShapeId};
use codegen::plan::{Crate, Stream};
use serde_json::{Value, json};

use super::judge::{self, Difference};
use super::translate;
use crate::harness::wire::Wire;

/// The header of a signed message that holds its signature.
const SIGNATURE: &str = ":chunk-signature";

/// The parameters of a call, and the response to it, as the program reads them.
pub fn call(plan: &Crate, operation: &Operation, events: &Events) -> Result<(Value, Value), String> {
    let service = &plan.service;
    let mut params = json!({});
    if let Some(input) = operation.input {
        params = translate::placeholder(service, input);
        let given = translate::value(service, input, &events.params);
        for (name, value) in given.as_object().into_iter().flatten() {
            params[name] = value.clone();
        }
    }
    if let Some((name, union)) = sent_stream(plan, operation) {
        let values = events.sent.iter().filter_map(|event| event.params.as_ref());
        let values = values.map(|value| translate::value(service, union, value));
        params[name] = values.collect();
    }
    let mut body = Vec::new();
    for event in &events.received {
        body.extend(bytes(plan, event)?);
    }
    let mut response = match &events.response {
        Some(response) => translate::response_line(plan.protocol, response, false),
        None => json!({ "status": 200, "headers": {}, "body": "" }),
    };
    if !body.is_empty() {
        response["body"] = BASE64_STANDARD.encode(body).into();
    }
    response["reads_stream"] = true.into();
    Ok((params, response))
}

/// The first difference between what a case says and what came of it.
pub fn difference(operation: &Operation, events: &Events, plan: &Crate, answer: &Value) -> Difference {
    if let Some(request) = &events.request {
        judge::sent(plan, operation, request, answer)?;
    }
    if !events.sent.is_empty() {
        sent(plan, operation, &events.sent, answer)?;
    }
    match &events.failure {
        Some(failure) => failed(plan, operation, events, failure, answer),
        None => received(plan, operation, events, answer),
    }
}

/// The member with the events that an operation sends, and their union.
fn sent_stream<'p>(plan: &'p Crate, operation: &Operation) -> Option<(&'p str, ShapeId)> {
    let input = plan.input(operation);
    match plan.stream(input)? {
        (index, Stream::Sent(union)) => Some((&plan.shape(input).kind.members()[index].name, union)),
        (_, Stream::Bytes | Stream::Received(_)) => None,
    }
}

/// The member with the events that an operation receives, and their union.
fn received_stream<'p>(plan: &'p Crate, operation: &Operation) -> Option<(&'p str, ShapeId)> {
    let output = plan.output(operation);
    match plan.stream(output)? {
        (index, Stream::Received(union)) => Some((&plan.shape(output).kind.members()[index].name, union)),
        (_, Stream::Bytes | Stream::Sent(_)) => None,
    }
}

/// The bytes of an event that is received.
fn bytes(plan: &Crate, event: &Event) -> Result<Vec<u8>, String> {
    if let Some(bytes) = &event.bytes {
        return BASE64_STANDARD.decode(bytes).map_err(|error| error.to_string());
    }
    let headers = event
        .headers
        .iter()
        .map(|(name, value)| Ok(Header::new(name.clone(), header(value)?)));
    let headers = headers.collect::<Result<Vec<_>, String>>()?;
    let payload = match &event.body {
        Some(body) => translate::bytes(body, plan.protocol.rules().responses)?,
        None => Vec::new(),
    };
    let mut bytes = Vec::new();
    let message = Message::new_from_parts(headers, payload);
    write_message_to(&message, &mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes)
}

/// The value of a header, which a case writes below the name of its type.
fn header(typed: &Value) -> Result<HeaderValue, String> {
    let wrong = || format!("{typed} is no value of a header");
    let (kind, value) = typed.as_object().and_then(|it| it.iter().next()).ok_or_else(wrong)?;
    let whole = || value.as_i64().ok_or_else(wrong);
    let text = || value.as_str().ok_or_else(wrong);
    Ok(match kind.as_str() {
        "boolean" => HeaderValue::Bool(value.as_bool().ok_or_else(wrong)?),
        "byte" => HeaderValue::Byte(i8::try_from(whole()?).map_err(|_| wrong())?),
        "short" => HeaderValue::Int16(i16::try_from(whole()?).map_err(|_| wrong())?),
        "integer" => HeaderValue::Int32(i32::try_from(whole()?).map_err(|_| wrong())?),
        "long" => HeaderValue::Int64(whole()?),
        "blob" => HeaderValue::ByteArray(BASE64_STANDARD.decode(text()?).map_err(|_| wrong())?.into()),
        "string" => HeaderValue::String(text()?.to_owned().into()),
        "timestamp" => HeaderValue::Timestamp(match value.as_f64() {
            Some(seconds) => DateTime::from_secs_f64(seconds),
            None => DateTime::from_str(text()?, Format::DateTime).map_err(|_| wrong())?,
        }),
        _ => return Err(wrong()),
    })
}

/// The events in the body of a request, without their signatures.
fn messages(answer: &Value) -> Result<Vec<Message>, String> {
    let body = BASE64_STANDARD.decode(answer["request"]["body"].as_str().unwrap_or_default());
    let body = body.map_err(|error| error.to_string())?;
    let (mut decoder, mut rest) = (MessageFrameDecoder::new(), body.as_slice());
    let mut messages = Vec::new();
    while let DecodedFrame::Complete(message) = decoder.decode_frame(&mut rest).map_err(|error| error.to_string())? {
        let is_signed = find(&message, SIGNATURE).is_some();
        match (is_signed, message.payload().is_empty()) {
            (false, _) => messages.push(message),
            // An empty message ends a signed stream.
            (true, true) => {}
            (true, false) => {
                let event = read_message_from(&mut message.payload().as_ref());
                messages.push(event.map_err(|error| error.to_string())?);
            }
        }
    }
    match rest.is_empty() {
        true => Ok(messages),
        false => Err(format!("{} bytes of the request are no whole message", rest.len())),
    }
}

fn find<'m>(message: &'m Message, name: &str) -> Option<&'m HeaderValue> {
    let mut headers = message.headers().iter();
    headers.find(|it| it.name().as_str() == name).map(Header::value)
}

fn sent(plan: &Crate, operation: &Operation, expected: &[Event], answer: &Value) -> Difference {
    let mut met = messages(answer)?;
    // In some protocols the members beside the stream come in a message, of which cases of events may say nothing.
    if met.len() == expected.len() + 1 && is_initial(&met[0]) {
        met.remove(0);
    }
    if met.len() != expected.len() {
        return Err(format!(
            "{} events were sent in place of {}: {answer}",
            met.len(),
            expected.len()
        ));
    }
    expected.iter().zip(&met).enumerate().try_for_each(|(index, it)| {
        let difference = message(plan, operation, it.0, it.1);
        difference.map_err(|why| format!("event {}: {why}", index + 1))
    })
}

fn event_type(message: &Message) -> Option<&str> {
    let name = find(message, ":event-type").and_then(|it| it.as_string().ok());
    name.map(StrBytes::as_str)
}

fn is_initial(message: &Message) -> bool {
    event_type(message) == Some("initial-request")
}

/// The shape that a message is an event of; the input, where it comes before all events.
fn event_of(plan: &Crate, operation: &Operation, message: &Message) -> Option<ShapeId> {
    if is_initial(message) {
        return operation.input;
    }
    let (_, union) = sent_stream(plan, operation)?;
    let mut events = plan.shape(union).kind.members().iter();
    let event = events.find(|event| Some(event.name.as_str()) == event_type(message))?;
    Some(event.target)
}

/// Compares a message with what a case says of it.
fn message(plan: &Crate, operation: &Operation, expected: &Event, met: &Message) -> Difference {
    for (name, typed) in &expected.headers {
        let (expected, met) = (header(typed)?, find(met, name));
        if met != Some(&expected) {
            return Err(format!("header {name}: {met:?} in place of {expected:?}"));
        }
    }
    let has = |name: &&String| find(met, name).is_some();
    if let Some(name) = expected.required_headers.iter().find(|name| !has(name)) {
        return Err(format!("header {name} is missing"));
    }
    if let Some(name) = expected.forbidden_headers.iter().find(has) {
        return Err(format!("header {name} must not be sent"));
    }
    match &expected.body {
        Some(body) => {
            let shape = |wire: &Wire<'_>| wire.document_of_event(event_of(plan, operation, met)?);
            judge::bodies(plan, operation, shape, body, met.payload())
        }
        None => Ok(()),
    }
}

/// Checks that a call succeeds with the output of a case, and with all of its events.
fn received(plan: &Crate, operation: &Operation, events: &Events, answer: &Value) -> Difference {
    let mut met = answer["output"].clone();
    let Some(output) = met.as_object_mut() else {
        return Err(format!("no output: {answer}"));
    };
    if let Some((name, union)) = received_stream(plan, operation) {
        let stream = output.shift_remove(name).unwrap_or_default();
        if !stream["failed"].is_null() {
            return Err(format!("the stream failed: {stream}"));
        }
        values(plan, operation, union, &events.received, &stream)?;
    }
    match &events.output {
        Some(expected) => judge::members("output", plan, operation, operation.output, (expected, &met)),
        None => Ok(()),
    }
}

/// Compares the events that came with those of a case. One that the model does not have is shown as unknown.
fn values(plan: &Crate, operation: &Operation, union: ShapeId, expected: &[Event], stream: &Value) -> Difference {
    let unknown = || json!({ "SDK_UNKNOWN_MEMBER": true });
    let value = |event: &Event| {
        let value = event.params.as_ref();
        value.map_or_else(unknown, |value| translate::value(&plan.service, union, value))
    };
    let met = stream["events"].as_array().map_or(&[][..], Vec::as_slice);
    if met.len() != expected.len() {
        return Err(format!("{} events in place of {}: {stream}", met.len(), expected.len()));
    }
    let mut pairs = expected.iter().map(value).zip(met);
    pairs.try_for_each(|(expected, met)| judge::values("event", plan, operation, Some(union), (&expected, met)))
}

/// Checks that a call fails as the case expects: before any event, or after the last of them.
fn failed(plan: &Crate, operation: &Operation, events: &Events, failure: &Failure, answer: &Value) -> Difference {
    let stream = received_stream(plan, operation);
    let Some((union, met)) = stream.and_then(|(name, union)| Some((union, answer["output"].get(name)?))) else {
        return match (&failure.error, &answer["error"]) {
            (None, error) if !error.is_null() || !answer["failed"].is_null() => Ok(()),
            (Some(name), error) if error["name"] == name.as_str() => Ok(()),
            _ => Err(format!("no failure as {failure:?}, but {answer}")),
        };
    };
    if met["failed"].is_null() {
        return Err(format!("the stream did not fail: {met}"));
    }
    let Some((last, before)) = events.received.split_last() else {
        return Err(format!("the stream failed without an event: {met}"));
    };
    values(plan, operation, union, before, met)?;
    let Some(name) = &failure.error else {
        return Ok(());
    };
    if met["error"]["name"] != name.as_str() {
        return Err(format!("the stream did not fail with {name}: {met}"));
    }
    let Some(params) = &last.params else {
        return Ok(());
    };
    let expected = translate::value(&plan.service, union, params);
    let expected = expected.as_object().and_then(|it| it.iter().next());
    let Some((member, expected)) = expected else {
        return Err(format!("the case has no value of the error {name}"));
    };
    let members = plan.shape(union).kind.members();
    let error = members.iter().find(|it| it.name == *member).map(|it| it.target);
    judge::values("error", plan, operation, error, (expected, &met["error"]["members"]))
}
