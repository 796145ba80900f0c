//! `operations`: the operations with their inputs, outputs and errors.

use super::{
    metadata::{auth_schemes, signature_version},
    shapes::References,
    traits,
};
use crate::{
    Result,
    ir::{AuthScheme, HttpTrait, Operation, Service, ShapeId, Shapes},
    load::{
        common_traits,
        json::{Cursor, Fields, Keys},
    },
};

const OPERATION: Keys = Keys {
    of: "an operation",
    read: &[
        "auth",
        "authtype",
        "deprecated",
        "deprecatedMessage",
        "deprecatedSince",
        "documentation",
        "documentationUrl",
        "endpoint",
        "endpointdiscovery",
        "endpointoperation",
        "errors",
        "http",
        "httpChecksum",
        "httpChecksumRequired",
        "idempotent",
        "input",
        "name",
        "operationContextParams",
        "output",
        "readonly",
        "requestcompression",
        "staticContextParams",
        "unsignedPayload",
    ],
    left: &[],
};

const HTTP: Keys = Keys {
    of: "the HTTP side of an operation",
    read: &["method", "requestUri", "responseCode"],
    left: &[],
};

// The shape has documentation of its own.
const INPUT: Keys = Keys {
    of: "an input",
    read: &["shape", "locationName", "xmlNamespace"],
    left: &["documentation"],
};

// A response is read whatever its root is called, and `resultWrapper` names what `wrapper` speaks of.
const OUTPUT: Keys = Keys {
    of: "an output",
    read: &["shape", "resultWrapper"],
    left: &["documentation", "locationName", "wrapper"],
};

// What else stands here repeats the shape.
const ERROR: Keys = Keys {
    of: "an error of an operation",
    read: &["shape"],
    left: &["documentation", "error", "exception", "fault"],
};

const ENDPOINT: Keys = Keys {
    of: "the endpoint of an operation",
    read: &["hostPrefix"],
    left: &[],
};

const ENDPOINT_DISCOVERY: Keys = Keys {
    of: "the endpoint discovery of an operation",
    read: &["required"],
    left: &[],
};

/// Lowers all operations.
pub(super) fn lower(
    operations: &Cursor<'_, '_>,
    references: &References<'_>,
    service: &mut Service,
) -> Result<Vec<Operation>> {
    let named_on_wire = service.protocols.iter().any(|protocol| !protocol.rules().binds_http);
    let shapes = service.shapes.iter();
    let named: Vec<ShapeId> = shapes
        .filter(|(_, shape)| shape.traits.xml_name.is_some())
        .map(|(id, _)| id)
        .collect();
    operations
        .entries()?
        .map(|(name, cursor)| {
            let fields = cursor.fields(&OPERATION)?;
            check_name(name, &fields, named_on_wire)
                .and_then(|()| name_input_root(&fields, references, &mut service.shapes, &named))
                .and_then(|()| operation(name, &fields, references))
                .map_err(|error| error.on(name))
        })
        .collect()
}

fn operation(name: &str, fields: &Fields<'_, '_>, references: &References<'_>) -> Result<Operation> {
    Ok(Operation {
        name: name.to_owned(),
        docs: fields.string("documentation")?,
        docs_url: fields.string("documentationUrl")?,
        http: http(fields)?,
        input: reference(fields.get("input"), &INPUT, references)?,
        output: reference(fields.get("output"), &OUTPUT, references)?,
        result_wrapper: result_wrapper(fields)?,
        output_roots: Vec::new(),
        unwrapped_output: false,
        errors: errors(fields, references)?,
        paginator: None,
        waiters: Vec::new(),
        auth: auth(fields)?,
        unsigned_payload: unsigned_payload(fields)?,
        idempotent: fields.flag("idempotent")?,
        read_only: fields.flag("readonly")?,
        host_prefix: host_prefix(fields)?,
        static_context: common_traits::static_context(fields.get("staticContextParams"))?,
        operation_context: common_traits::operation_context(fields.get("operationContextParams"))?,
        http_checksum: common_traits::http_checksum(fields.get("httpChecksum"))?,
        checksum_required: fields.flag("httpChecksumRequired")?,
        request_compression: common_traits::request_compression(fields.get("requestcompression"))?,
        endpoint_discovery: fields.get("endpointdiscovery").map(endpoint_discovery).transpose()?,
        is_endpoint_discovery: fields.flag("endpointoperation")?,
        deprecated: traits::deprecated(fields)?,
        behavior: Default::default(),
        pointer: fields.cursor().pointer(),
    })
}

/// Checks `name`, which differs from the key where an API has its version in names (CloudFront). References use the
/// key; only a protocol that sends the name would need the other one.
fn check_name(key: &str, fields: &Fields<'_, '_>, named_on_wire: bool) -> Result<()> {
    let Some(name) = fields.get("name") else {
        return Ok(());
    };
    let wire_name = name.str()?;
    if wire_name == key || !named_on_wire {
        return Ok(());
    }
    Err(name.error(
        format!("`{key}` is sent as `{wire_name}`, and an operation has one name where its protocol sends it"),
        "give the operation one name",
    ))
}

/// Gives the input's shape the XML name and namespace that the operation states for it. A shape in `named` keeps its
/// own name.
fn name_input_root(
    fields: &Fields<'_, '_>,
    references: &References<'_>,
    shapes: &mut Shapes,
    named: &[ShapeId],
) -> Result<()> {
    let Some(cursor) = fields.get("input") else {
        return Ok(());
    };
    let input = cursor.fields(&INPUT)?;
    let id = references.resolve(&input)?;
    let traits = &mut shapes[id].traits;
    if !named.contains(&id) {
        join(&cursor, &mut traits.xml_name, input.string("locationName")?)?;
    }
    join(&cursor, &mut traits.xml_namespace, traits::xml_namespace(&input)?)
}

fn join<T: PartialEq>(cursor: &Cursor<'_, '_>, known: &mut Option<T>, said: Option<T>) -> Result<()> {
    match (&known, said) {
        (_, None) => Ok(()),
        (Some(known), Some(said)) if *known != said => Err(cursor.error(
            "the shape has another XML name or namespace where else it is used",
            "give each operation an input of its own",
        )),
        (_, said) => {
            *known = said;
            Ok(())
        }
    }
}

/// The HTTP binding. A model may leave out the default of its protocol: a POST to the root.
fn http(operation: &Fields<'_, '_>) -> Result<HttpTrait> {
    let cursor = operation.get("http");
    let fields = cursor.as_ref().map(|cursor| cursor.fields(&HTTP)).transpose()?;
    let text = |key: &'static str, default: &str| -> Result<String> {
        let said = fields.as_ref().map_or(Ok(None), |fields| fields.string(key))?;
        Ok(said.unwrap_or_else(|| default.to_owned()))
    };
    let status = fields.as_ref().and_then(|fields| fields.get("responseCode"));
    Ok(HttpTrait {
        method: text("method", "POST")?,
        uri: text("requestUri", "/")?,
        status: status.map(|code| code.whole()).transpose()?,
    })
}

fn reference(
    cursor: Option<Cursor<'_, '_>>,
    keys: &'static Keys,
    references: &References<'_>,
) -> Result<Option<ShapeId>> {
    cursor
        .map(|cursor| references.resolve(&cursor.fields(keys)?))
        .transpose()
}

fn result_wrapper(fields: &Fields<'_, '_>) -> Result<Option<String>> {
    let wrapper = |output: Cursor<'_, '_>| output.fields(&OUTPUT)?.string("resultWrapper");
    fields.get("output").map_or(Ok(None), wrapper)
}

/// The errors, without those that an operation lists twice.
fn errors(fields: &Fields<'_, '_>, references: &References<'_>) -> Result<Vec<ShapeId>> {
    let Some(cursor) = fields.get("errors") else {
        return Ok(Vec::new());
    };
    let mut errors = Vec::new();
    for entry in cursor.items()? {
        let error = references.resolve(&entry.fields(&ERROR)?)?;
        if !errors.contains(&error) {
            errors.push(error);
        }
    }
    Ok(errors)
}

/// The auth schemes: `auth` lists them by shape id; the older `authtype` has the values of `signatureVersion`.
fn auth(fields: &Fields<'_, '_>) -> Result<Vec<AuthScheme>> {
    if let Some(schemes) = fields.get("auth") {
        return auth_schemes(&schemes);
    }
    Ok(match fields.string("authtype")?.as_deref() {
        None | Some(UNSIGNED_BODY) => Vec::new(),
        Some(version) => vec![signature_version(version)],
    })
}

/// The `authtype` that leaves the body unsigned, and has the service's own scheme.
const UNSIGNED_BODY: &str = "v4-unsigned-body";

fn unsigned_payload(fields: &Fields<'_, '_>) -> Result<bool> {
    Ok(fields.flag("unsignedPayload")? || fields.string("authtype")?.as_deref() == Some(UNSIGNED_BODY))
}

fn host_prefix(fields: &Fields<'_, '_>) -> Result<Option<String>> {
    let prefix = |endpoint: Cursor<'_, '_>| endpoint.fields(&ENDPOINT)?.string("hostPrefix");
    fields.get("endpoint").map_or(Ok(None), prefix)
}

fn endpoint_discovery(cursor: Cursor<'_, '_>) -> Result<bool> {
    cursor.fields(&ENDPOINT_DISCOVERY)?.flag("required")
}
