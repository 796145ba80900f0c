//! Endpoint test cases: their JSON, which is the same in botocore's files and in Smithy's trait.

use serde_json::{Map, Value};

use super::json::{Cursor, Keys};
use crate::{
    Result,
    ir::cases::{EndpointCall, EndpointCase, ExpectedEndpoint},
};

const ENDPOINT_TESTS: Keys = Keys {
    of: "the tests of endpoints",
    read: &["testCases"],
    left: &["version"],
};

const ENDPOINT_CASE: Keys = Keys {
    of: "a case of an endpoint",
    read: &["documentation", "expect", "operationInputs", "params"],
    left: &["tags"],
};

const EXPECTED_ENDPOINT: Keys = Keys {
    of: "what a case expects",
    read: &["endpoint", "error"],
    left: &[],
};

const ENDPOINT: Keys = Keys {
    of: "the endpoint of a case",
    read: &["headers", "properties", "url"],
    left: &[],
};

const CALL: Keys = Keys {
    of: "the input of an operation",
    read: &["builtInParams", "clientParams", "operationName", "operationParams"],
    left: &[],
};

/// Lowers all cases.
pub(super) fn lower(tests: &Cursor<'_, '_>) -> Result<Vec<EndpointCase>> {
    let fields = tests.fields(&ENDPOINT_TESTS)?;
    let Some(cases) = fields.get("testCases") else {
        return Ok(Vec::new());
    };
    cases.items()?.map(case).collect()
}

fn case(case: Cursor<'_, '_>) -> Result<EndpointCase> {
    let fields = case.fields(&ENDPOINT_CASE)?;
    let calls = fields.get("operationInputs");
    let calls = calls.map(|calls| calls.items()?.map(call).collect()).transpose()?;
    Ok(EndpointCase {
        docs: fields.string("documentation")?.unwrap_or_default(),
        params: map(fields.get("params"))?,
        expected: expected(&fields.require("expect")?)?,
        calls: calls.unwrap_or_default(),
    })
}

fn expected(cursor: &Cursor<'_, '_>) -> Result<ExpectedEndpoint> {
    let fields = cursor.fields(&EXPECTED_ENDPOINT)?;
    match (fields.string("error")?, fields.get("endpoint")) {
        (Some(error), None) => Ok(ExpectedEndpoint::Error(error)),
        (None, Some(endpoint)) => {
            let fields = endpoint.fields(&ENDPOINT)?;
            Ok(ExpectedEndpoint::Endpoint {
                url: fields.require("url")?.string()?,
                headers: map(fields.get("headers"))?,
                properties: map(fields.get("properties"))?,
            })
        }
        (None, None) | (Some(_), Some(_)) => Err(cursor.error(
            "a case expects an endpoint or an error, and this one none or both",
            "give it one of `endpoint` and `error`",
        )),
    }
}

fn call(cursor: Cursor<'_, '_>) -> Result<EndpointCall> {
    let fields = cursor.fields(&CALL)?;
    Ok(EndpointCall {
        operation: fields.require("operationName")?.string()?,
        params: map(fields.get("operationParams")).map(Value::Object)?,
        built_ins: map(fields.get("builtInParams"))?,
        settings: map(fields.get("clientParams"))?,
    })
}

/// An object with any content.
pub(super) fn map(value: Option<Cursor<'_, '_>>) -> Result<Map<String, Value>> {
    let Some(value) = value else {
        return Ok(Map::new());
    };
    let entries = value.entries()?;
    Ok(entries
        .map(|(name, value)| (name.to_owned(), value.value().clone()))
        .collect())
}
