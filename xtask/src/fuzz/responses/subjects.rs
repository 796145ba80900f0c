//! The clients whose responses are mutated, and the responses that are mutated: some of each operation.

use std::path::Path;

use codegen::ir::{Binding, Kind, Operation, Protocol, Service};
use codegen::load::{ModelPaths, load};
use codegen::plan::Crate;
use serde_json::Value;

use super::frames;
use crate::Result;
use crate::harness::Client;
use crate::harness::cases;
use crate::harness::values::Direction;
use crate::harness::wire::{Recipe, Wire};

/// The fixtures whose clients are tried in all these protocols, whatever their own is.
const IN_EACH: [&str; 3] = ["scalars", "containers", "recursion"];

/// Protocols in which a model of any other makes sense.
const EACH: [Protocol; 5] = [
    Protocol::AwsJson11,
    Protocol::RestXml,
    Protocol::AwsQuery,
    Protocol::Ec2Query,
    Protocol::RpcV2Cbor,
];

/// Fixtures in their own protocol.
const OWN: [&str; 9] = [
    "bindings",
    "checksums",
    "codes-of-errors",
    "documents-in-xml",
    "enums",
    "errors",
    "query-compatible",
    "required",
    "unions",
];

/// The fixture with event streams, and the protocols that have them.
const EVENTS: (&str, [Protocol; 4]) = (
    "event-stream",
    [
        Protocol::RestJson1,
        Protocol::AwsJson11,
        Protocol::RestXml,
        Protocol::RpcV2Cbor,
    ],
);

/// Vendored models, and some of their operations.
const VENDORED: [(&str, &[&str]); 3] = [
    (
        "personalize/2018-05-22",
        &["ListDatasets", "DescribeSolution", "DescribeRecipe"],
    ),
    ("personalize-events/2018-03-22", &[]),
    ("personalize-runtime/2018-05-22", &[]),
];

/// Where all clients send their requests: some rules know no endpoint of their own.
const ENDPOINT: &str = "https://host.example.com";

/// How many responses of each operation are made, beside its errors.
const OUTPUTS: usize = 8;

/// A client, and the responses that it may be sent.
pub struct Subject {
    /// The fixture or the model, and the protocol.
    pub name: String,
    /// The client.
    pub client: Client,
    /// Its responses.
    pub bases: Vec<Base>,
}

/// A response as a service sends it.
pub struct Base {
    /// The case as the program reads it.
    pub line: Value,
    /// The body of the response.
    pub body: Vec<u8>,
    /// The form of the body.
    pub form: Form,
}

/// The form of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A document that is the output of an operation.
    Document,
    /// Messages of an event stream.
    Events,
    /// An error, the bytes of a payload, or nothing.
    Other,
}

/// All clients.
///
/// # Errors
///
/// A fixture is no model, or no client can be generated of it.
pub fn all(root: &Path, seed: u64) -> Result<Vec<Subject>> {
    let fixture = |name: &str| root.join("tests/fixtures").join(name).join("model");
    let mut found = Vec::new();
    for name in IN_EACH {
        for protocol in EACH {
            found.push(subject(&fixture(name), name, Some(protocol), &[], seed)?);
        }
    }
    for name in OWN {
        found.push(subject(&fixture(name), name, None, &[], seed)?);
    }
    for protocol in EVENTS.1 {
        found.push(subject(&fixture(EVENTS.0), EVENTS.0, Some(protocol), &[], seed)?);
    }
    for (name, operations) in VENDORED {
        found.push(subject(&root.join("model").join(name), name, None, operations, seed)?);
    }
    Ok(found)
}

fn subject(path: &Path, name: &str, protocol: Option<Protocol>, operations: &[&str], seed: u64) -> Result<Subject> {
    let mut service = load(&ModelPaths::new(path))?;
    if let Some(protocol) = protocol {
        service.protocols = vec![protocol];
    }
    let spoken = service.spoken().ok_or_else(|| format!("{name} speaks no protocol"))?;
    let name = format!("{} in {spoken:?}", name.split('/').next().unwrap_or(name));
    let library = name.to_lowercase().replace(|it: char| !it.is_ascii_alphanumeric(), "_");
    let mut names: Vec<String> = operations.iter().map(|name| (*name).to_owned()).collect();
    if names.is_empty() {
        names.extend(service.operations.iter().map(|operation| operation.name.clone()));
    }
    let client = Client::generate(&service, &names, usize::MAX, &library)?;
    let plan = client
        .plan()
        .ok_or_else(|| format!("{name} has no operation that can be generated"))?;
    let bases = bases(plan, &library, seed)?;
    Ok(Subject { name, client, bases })
}

/// The responses of all operations.
fn bases(plan: &Crate, library: &str, seed: u64) -> Result<Vec<Base>> {
    let service = &plan.service;
    let wire = Wire::new(service)?;
    let received = cases::all(service, &wire, seed, OUTPUTS)
        .into_iter()
        .filter(|case| case.direction == Direction::Received);
    let bases = received.enumerate().map(|(number, case)| {
        let operation = &service.operations[case.operation];
        let mut line: Value = serde_json::from_str(&case.line(operation, &wire, library, Some(ENDPOINT)))?;
        let mut body = aws_smithy_types::base64::decode(line["response"]["body"].as_str().unwrap_or_default())?;
        let mut form = Form::Other;
        if let Recipe::Success(_) = case.recipe {
            match frames::stream(service, operation) {
                Some(stream) => {
                    body = frames::body(&wire, stream, seed.wrapping_add(number as u64));
                    form = Form::Events;
                    line["response"]["headers"]["content-type"] = frames::MEDIA_TYPE.into();
                }
                None if is_document(service, operation) => form = Form::Document,
                None => {}
            }
        }
        Ok(Base { line, body, form })
    });
    bases.collect()
}

/// Tells whether the body is a document with the members of the output.
fn is_document(service: &Service, operation: &Operation) -> bool {
    let output = operation.output.map_or(&[][..], |id| service.shapes[id].kind.members());
    let binds = service.spoken().is_some_and(|protocol| protocol.rules().binds_http);
    if !binds {
        return !output.is_empty();
    }
    match output.iter().find(|member| member.traits.binding == Binding::Payload) {
        Some(payload) => matches!(service.shapes[payload.target].kind, Kind::Structure(_) | Kind::Union(_)),
        None => output.iter().any(|member| member.traits.binding == Binding::Body),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_protocol_has_documents_and_errors_and_four_have_events() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let subjects = all(&root, 1).expect("the fixtures are models");
        let spoken = |wanted: Protocol, form: Form| {
            let of_protocol = subjects.iter().filter(|it| it.name.ends_with(&format!("{wanted:?}")));
            of_protocol.flat_map(|it| &it.bases).any(|base| base.form == form)
        };
        for protocol in EACH.into_iter().chain([Protocol::RestJson1]) {
            assert!(spoken(protocol, Form::Document), "{protocol:?}");
            assert!(spoken(protocol, Form::Other), "{protocol:?}");
        }
        for protocol in EVENTS.1 {
            assert!(spoken(protocol, Form::Events), "{protocol:?}");
        }
    }
}
