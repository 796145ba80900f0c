//! Messages of cases: the requests that they expect, and the responses that they give. It knows no protocol.

use serde_json::{Map, Value};

use crate::{
    Result,
    ir::cases::{Body, Query, Request, Response},
    load::{
        endpoint_cases::map,
        json::{Cursor, Fields, Keys},
    },
};

// What cases say about authentication and of themselves concerns no client that is generated without them.
pub(super) const REQUEST: Keys = Keys {
    of: "a case of a request",
    read: &[
        "appliesTo",
        "body",
        "bodyMediaType",
        "forbidHeaders",
        "forbidQueryParams",
        "headers",
        "host",
        "id",
        "method",
        "params",
        "protocol",
        "queryParams",
        "requireHeaders",
        "requireQueryParams",
        "resolvedHost",
        "uri",
        "vendorParams",
    ],
    left: &["authScheme", "documentation", "tags", "vendorParamsShape"],
};

// What a response must not have, or needs, is said to servers.
pub(super) const RESPONSE: Keys = Keys {
    of: "a case of a response",
    read: &[
        "appliesTo",
        "body",
        "bodyMediaType",
        "code",
        "headers",
        "id",
        "params",
        "protocol",
        "vendorParams",
    ],
    left: &[
        "authScheme",
        "documentation",
        "forbidHeaders",
        "requireHeaders",
        "tags",
        "vendorParamsShape",
    ],
};

/// The request before the events of a stream.
pub(super) const INITIAL_REQUEST: Keys = Keys {
    of: "the initial request of a case",
    read: REQUEST.read,
    left: REQUEST.left,
};

/// The response before the events of a stream.
pub(super) const INITIAL_RESPONSE: Keys = Keys {
    of: "the initial response of a case",
    read: RESPONSE.read,
    left: RESPONSE.left,
};

pub(super) fn params(fields: &Fields<'_, '_>) -> Result<Value> {
    map(fields.get("params")).map(Value::Object)
}

pub(super) fn request(fields: &Fields<'_, '_>) -> Result<Request> {
    Ok(Request {
        method: Some(fields.require("method")?.string()?),
        path: Some(fields.require("uri")?.string()?),
        query: Query {
            all: None,
            pairs: fields.strings("queryParams")?,
            required: fields.strings("requireQueryParams")?,
            forbidden: fields.strings("forbidQueryParams")?,
        },
        host: fields.string("resolvedHost")?,
        headers: texts(fields.get("headers"))?,
        forbidden_headers: fields.strings("forbidHeaders")?,
        required_headers: fields.strings("requireHeaders")?,
        body: body(fields)?,
    })
}

pub(super) fn response_message(fields: &Fields<'_, '_>) -> Result<Response> {
    Ok(Response {
        status: fields.require("code")?.whole()?,
        headers: texts(fields.get("headers"))?,
        body: body(fields)?.unwrap_or_default(),
    })
}

fn body(fields: &Fields<'_, '_>) -> Result<Option<Body>> {
    let media_type = fields.string("bodyMediaType")?;
    let text = fields.string("body")?;
    Ok(text.map(|text| Body { text, media_type }))
}

/// An object of strings.
fn texts(value: Option<Cursor<'_, '_>>) -> Result<Map<String, Value>> {
    let Some(value) = value else {
        return Ok(Map::new());
    };
    let entries = value.entries()?;
    entries
        .map(|(name, text)| Ok((name.to_owned(), text.string()?.into())))
        .collect()
}
