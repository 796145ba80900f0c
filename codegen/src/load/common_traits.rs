//! Traits of operations, services and waiters whose values are written alike in both forms of models. It knows no names of
//! traits: each form has its own.

use super::{
    endpoint_rules::{PARAMETER_TYPES, context_value},
    json::{Cursor, Keys},
};
use crate::{
    Result,
    ir::{AcceptorState, ClientContextParam, HttpChecksum, OperationContextParam, PathExpr, StaticContextParam},
};

const STATIC_CONTEXT_PARAM: Keys = Keys {
    of: "a static context parameter",
    read: &["value"],
    left: &[],
};

const OPERATION_CONTEXT_PARAM: Keys = Keys {
    of: "a context parameter of an operation",
    read: &["path"],
    left: &[],
};

const HTTP_CHECKSUM: Keys = Keys {
    of: "the checksums of an operation",
    read: &[
        "requestAlgorithmMember",
        "requestChecksumRequired",
        "requestValidationModeMember",
        "responseAlgorithms",
    ],
    left: &[],
};

const REQUEST_COMPRESSION: Keys = Keys {
    of: "the compression of a request",
    read: &["encodings"],
    left: &[],
};

const CLIENT_CONTEXT_PARAM: Keys = Keys {
    of: "a client context parameter",
    read: &["type", "documentation"],
    left: &[],
};

/// The states that acceptors of waiters lead to.
pub(super) const STATES: &[(&str, AcceptorState)] = &[
    ("success", AcceptorState::Success),
    ("failure", AcceptorState::Failure),
    ("retry", AcceptorState::Retry),
];

/// The client's own endpoint parameters.
pub(super) fn client_context(params: Option<Cursor<'_, '_>>) -> Result<Vec<ClientContextParam>> {
    let Some(params) = params else {
        return Ok(Vec::new());
    };
    params
        .entries()?
        .map(|(name, param)| {
            let fields = param.fields(&CLIENT_CONTEXT_PARAM)?;
            Ok(ClientContextParam {
                name: name.to_owned(),
                kind: fields.require("type")?.one_of("type of parameter", PARAMETER_TYPES)?,
                docs: fields.string("documentation")?,
            })
        })
        .collect()
}

/// The endpoint parameters with a fixed value for an operation.
pub(super) fn static_context(params: Option<Cursor<'_, '_>>) -> Result<Vec<StaticContextParam>> {
    let Some(params) = params else {
        return Ok(Vec::new());
    };
    params
        .entries()?
        .map(|(name, param)| {
            Ok(StaticContextParam {
                name: name.to_owned(),
                value: context_value(&param.fields(&STATIC_CONTEXT_PARAM)?.require("value")?)?,
            })
        })
        .collect()
}

/// The endpoint parameters that are read from an operation's input.
pub(super) fn operation_context(params: Option<Cursor<'_, '_>>) -> Result<Vec<OperationContextParam>> {
    let Some(params) = params else {
        return Ok(Vec::new());
    };
    params
        .entries()?
        .map(|(name, param)| {
            Ok(OperationContextParam {
                name: name.to_owned(),
                path: PathExpr(param.fields(&OPERATION_CONTEXT_PARAM)?.require("path")?.string()?),
            })
        })
        .collect()
}

/// The checksums of an operation.
pub(super) fn http_checksum(checksum: Option<Cursor<'_, '_>>) -> Result<Option<HttpChecksum>> {
    let Some(checksum) = checksum else {
        return Ok(None);
    };
    let fields = checksum.fields(&HTTP_CHECKSUM)?;
    Ok(Some(HttpChecksum {
        request_required: fields.flag("requestChecksumRequired")?,
        request_algorithm_member: fields.string("requestAlgorithmMember")?,
        request_validation_mode_member: fields.string("requestValidationModeMember")?,
        response_algorithms: fields.strings("responseAlgorithms")?,
    }))
}

/// The encodings by which an operation compresses its requests.
pub(super) fn request_compression(compression: Option<Cursor<'_, '_>>) -> Result<Vec<String>> {
    let encodings = |compression: Cursor<'_, '_>| compression.fields(&REQUEST_COMPRESSION)?.strings("encodings");
    compression.map_or(Ok(Vec::new()), encodings)
}
