//! Cases of event streams: `smithy.test#eventStreamTests`.
//!
//! Only their form is checked here. The messages before the events depend on the protocol; those of our clients are
//! based on HTTP.

use serde_json::{Map, Value};

use super::case_messages::{INITIAL_REQUEST, INITIAL_RESPONSE, params, request, response_message};
use crate::{
    Result,
    ir::cases::{Body, Event, Events, Failure, Request, Response},
    load::{
        endpoint_cases::map,
        json::{Cursor, Fields, Keys},
    },
};

pub(super) const CASE: Keys = Keys {
    of: "a case of an event stream",
    read: &[
        "appliesTo",
        "events",
        "expectation",
        "id",
        "initialRequest",
        "initialRequestParams",
        "initialResponse",
        "initialResponseParams",
        "protocol",
        "vendorParams",
    ],
    left: &[
        "documentation",
        "initialRequestShape",
        "initialResponseShape",
        "tags",
        "vendorParamsShape",
    ],
};

const EVENT: Keys = Keys {
    of: "an event of a case",
    read: &[
        "body",
        "bodyMediaType",
        "bytes",
        "forbidHeaders",
        "headers",
        "params",
        "requireHeaders",
        "type",
    ],
    left: &["vendorParams", "vendorParamsShape"],
};

const EXPECTATION: Keys = Keys {
    of: "what a case of an event stream expects",
    read: &["failure", "success"],
    left: &[],
};

const FAILURE: Keys = Keys {
    of: "the failure of a case",
    read: &["errorId"],
    left: &[],
};

/// The direction of an event.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Sent,
    Received,
}

const WAYS: &[(&str, Way)] = &[("request", Way::Sent), ("response", Way::Received)];

/// The types of an event's headers.
const HEADERS: &[(&str, ())] = &[
    ("blob", ()),
    ("boolean", ()),
    ("byte", ()),
    ("integer", ()),
    ("long", ()),
    ("short", ()),
    ("string", ()),
    ("timestamp", ()),
];

/// Lowers a case.
pub(super) fn lower(fields: &Fields<'_, '_>) -> Result<Events> {
    let mut events = Events {
        params: map(fields.get("initialRequestParams")).map(Value::Object)?,
        request: fields.get("initialRequest").map(initial_request).transpose()?,
        response: fields.get("initialResponse").map(initial_response).transpose()?,
        output: fields.get("initialResponseParams").map(|it| it.value().clone()),
        failure: match fields.get("expectation") {
            Some(expectation) => failure(expectation)?,
            None => None,
        },
        ..Events::default()
    };
    if let Some(all) = fields.get("events") {
        for event in all.items()? {
            let fields = event.fields(&EVENT)?;
            let way = fields.require("type")?.one_of("type of an event", WAYS)?;
            let event = lower_event(&fields)?;
            match way {
                Way::Sent => events.sent.push(event),
                Way::Received => events.received.push(event),
            }
        }
    }
    Ok(events)
}

fn initial_request(case: Cursor<'_, '_>) -> Result<Request> {
    request(&case.fields(&INITIAL_REQUEST)?)
}

fn initial_response(case: Cursor<'_, '_>) -> Result<Response> {
    response_message(&case.fields(&INITIAL_RESPONSE)?)
}

fn failure(expectation: Cursor<'_, '_>) -> Result<Option<Failure>> {
    let fields = expectation.fields(&EXPECTATION)?;
    let Some(failure) = fields.get("failure") else {
        return Ok(None);
    };
    let id = failure.fields(&FAILURE)?.string("errorId")?;
    let name = |id: String| id.rsplit('#').next().unwrap_or_default().to_owned();
    Ok(Some(Failure { error: id.map(name) }))
}

fn lower_event(fields: &Fields<'_, '_>) -> Result<Event> {
    let media_type = fields.string("bodyMediaType")?;
    let text = fields.string("body")?;
    Ok(Event {
        params: match fields.get("params") {
            Some(_) => Some(params(fields)?),
            None => None,
        },
        headers: headers(fields.get("headers"))?,
        forbidden_headers: fields.strings("forbidHeaders")?,
        required_headers: fields.strings("requireHeaders")?,
        body: text.map(|text| Body { text, media_type }),
        bytes: fields.string("bytes")?,
    })
}

/// The headers of an event: each a value below the name of its type.
fn headers(value: Option<Cursor<'_, '_>>) -> Result<Map<String, Value>> {
    let Some(value) = value else {
        return Ok(Map::new());
    };
    let mut headers = Map::new();
    for (name, header) in value.entries()? {
        let mut types = 0;
        for (kind, typed) in header.entries()? {
            types += 1;
            if HEADERS.iter().all(|(known, ())| *known != kind) {
                let known = HEADERS.iter().map(|(known, ())| *known);
                return Err(typed.unknown("type of a header", kind, known));
            }
        }
        if types != 1 {
            return Err(header.expected("a value below the name of its type"));
        }
        headers.insert(name.to_owned(), header.value().clone());
    }
    Ok(headers)
}
