//! Operations: their inputs, outputs, errors and traits.

use super::{ast::TARGET, auth, closure::Closure, paginators, references::References, traits::Traits, waiters};
use crate::{
    Result,
    ir::{HttpTrait, Operation, Protocol, Service, ShapeId},
    load::{
        common_traits,
        json::{Cursor, Fields, Keys},
    },
};

const OPERATION: Keys = Keys {
    of: "an operation",
    read: &["input", "output", "errors", "traits"],
    left: &["type", "mixins"],
};

const HTTP: Keys = Keys {
    of: "the HTTP side of an operation",
    read: &["method", "uri", "code"],
    left: &[],
};

const ENDPOINT: Keys = Keys {
    of: "the endpoint of an operation",
    read: &["hostPrefix"],
    left: &[],
};

const DISCOVERED_ENDPOINT: Keys = Keys {
    of: "the endpoint discovery of an operation",
    read: &["required"],
    left: &[],
};

// The error that a wrong endpoint leads to is among those of the operations.
const ENDPOINT_DISCOVERY: Keys = Keys {
    of: "the endpoint discovery of a service",
    read: &["operation"],
    left: &["error"],
};

/// Traits of the service that apply to all of its operations.
struct Common<'a, 'v> {
    service: &'a Service,
    /// The errors that each operation may return.
    errors: Vec<ShapeId>,
    /// The operation that discovers endpoints for the others.
    discovery: Option<&'v str>,
}

/// Lowers all operations.
pub(super) fn lower<'v>(
    references: &References<'_, '_, 'v>,
    closure: &Closure<'v>,
    service: &Service,
) -> Result<Vec<Operation>> {
    let model = references.model;
    let shape = model.shapes.key(closure.service).unwrap_or(model.shapes);
    let traits = shape.key("traits");
    // Its traits were read with the service; what is not known among them is noted there.
    let traits = Traits::known(traits);
    let discovery = traits.fields("aws.api#clientEndpointDiscovery", &ENDPOINT_DISCOVERY)?;
    let discovery = discovery
        .map(|fields| model.id_of(&fields.require("operation")?, "operation"))
        .transpose()?;
    let common = Common {
        service,
        errors: closure.errors.iter().filter_map(|id| references.find(id)).collect(),
        discovery,
    };
    let mut operations = Vec::new();
    for id in &closure.operations {
        let Some(cursor) = model.shape(id) else { continue };
        let name = closure.name(id);
        let lowered = operation(name, &cursor, references, &common).and_then(|mut operation| {
            operation.is_endpoint_discovery = common.discovery == Some(*id);
            let own = cursor.key("traits");
            let own = Traits::known(own);
            operation.paginator = paginators::lower(&own, &traits)?;
            operation.waiters = waiters::lower(&own)?;
            Ok(operation)
        });
        operations.push(lowered.map_err(|error| error.on(name))?);
    }
    Ok(operations)
}

fn operation(
    name: &str,
    cursor: &Cursor<'_, '_>,
    references: &References<'_, '_, '_>,
    common: &Common<'_, '_>,
) -> Result<Operation> {
    let fields = cursor.fields(&OPERATION)?;
    let traits = fields.get("traits");
    let traits = Traits::open(traits)?;
    let output = message(fields.get("output"), references)?;
    let wraps = common.service.protocols.contains(&Protocol::AwsQuery) && output.is_some();
    Ok(Operation {
        name: name.to_owned(),
        docs: traits.docs()?,
        docs_url: docs_url(&traits)?,
        http: http(&traits, references)?,
        input: message(fields.get("input"), references)?,
        output,
        result_wrapper: wraps.then(|| format!("{name}Result")),
        output_roots: Vec::new(),
        unwrapped_output: traits.has("aws.customizations#s3UnwrappedXmlOutput")?,
        errors: errors(&fields, references, &common.errors)?,
        paginator: None,
        waiters: Vec::new(),
        auth: auth::of_operation(&traits, &common.service.auth)?,
        unsigned_payload: traits.has("aws.auth#unsignedPayload")?,
        idempotent: traits.has("smithy.api#idempotent")?,
        read_only: traits.has("smithy.api#readonly")?,
        host_prefix: host_prefix(&traits)?,
        static_context: common_traits::static_context(traits.get("smithy.rules#staticContextParams"))?,
        operation_context: common_traits::operation_context(traits.get("smithy.rules#operationContextParams"))?,
        http_checksum: common_traits::http_checksum(traits.get("aws.protocols#httpChecksum"))?,
        checksum_required: traits.has("smithy.api#httpChecksumRequired")?,
        request_compression: common_traits::request_compression(traits.get("smithy.api#requestCompression"))?,
        endpoint_discovery: endpoint_discovery(&traits)?,
        is_endpoint_discovery: false,
        deprecated: traits.deprecated()?,
        behavior: Default::default(),
        pointer: cursor.pointer(),
    })
}

fn message(reference: Option<Cursor<'_, '_>>, references: &References<'_, '_, '_>) -> Result<Option<ShapeId>> {
    let Some(reference) = reference else {
        return Ok(None);
    };
    let fields = reference.fields(&TARGET)?;
    let target = fields.require("target")?;
    references.message(&target)
}

/// The operation's own errors, and then those that all operations share.
fn errors(fields: &Fields<'_, '_>, references: &References<'_, '_, '_>, common: &[ShapeId]) -> Result<Vec<ShapeId>> {
    let mut errors = Vec::new();
    if let Some(listed) = fields.get("errors") {
        for item in listed.items()? {
            let fields = item.fields(&TARGET)?;
            errors.push(references.resolve(&fields.require("target")?)?);
        }
    }
    errors.extend(common);
    let mut seen = std::collections::HashSet::new();
    errors.retain(|error| seen.insert(*error));
    Ok(errors)
}

/// The first page of external documentation. The titles of pages follow no convention.
fn docs_url(traits: &Traits<'_, '_>) -> Result<Option<String>> {
    let Some(pages) = traits.get("smithy.api#externalDocumentation") else {
        return Ok(None);
    };
    let first = pages.entries()?.next();
    first.map(|(_, url)| url.string()).transpose()
}

/// The HTTP binding. A protocol that is not REST sends all requests to one path, and ignores the trait.
fn http(traits: &Traits<'_, '_>, references: &References<'_, '_, '_>) -> Result<HttpTrait> {
    match traits.fields("smithy.api#http", &HTTP)? {
        Some(fields) if references.wire.http => Ok(HttpTrait {
            method: fields.require("method")?.string()?,
            uri: fields.require("uri")?.string()?,
            status: fields.get("code").map(|code| code.whole()).transpose()?,
        }),
        _ => Ok(HttpTrait {
            method: "POST".to_owned(),
            uri: "/".to_owned(),
            status: None,
        }),
    }
}

fn host_prefix(traits: &Traits<'_, '_>) -> Result<Option<String>> {
    let fields = traits.fields("smithy.api#endpoint", &ENDPOINT)?;
    fields.map(|fields| fields.require("hostPrefix")?.string()).transpose()
}

fn endpoint_discovery(traits: &Traits<'_, '_>) -> Result<Option<bool>> {
    let fields = traits.fields("aws.api#clientDiscoveredEndpoint", &DISCOVERED_ENDPOINT)?;
    fields.map(|fields| fields.flag("required")).transpose()
}
