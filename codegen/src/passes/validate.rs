//! Validation: refuses models that a front end can read, but that generated clients do not support.

use super::context_params;
use crate::{
    Error, Result,
    ir::{Family, Kind, Member, Operation, Paginator, Service, Shape, ShapeId},
    jmespath::expressions,
};

/// Refuses models that generated clients do not support.
///
/// # Errors
///
/// The first problem, in the order of the model.
pub fn validate(service: &Service) -> Result<()> {
    for (_, shape) in service.shapes.iter() {
        map_keys(service, shape).map_err(|error| error.in_file(&service.origin.model).on(&shape.name))?;
    }
    event_streams(service).map_err(|error| error.in_file(&service.origin.model))?;
    for operation in &service.operations {
        structures(service, operation).map_err(|error| error.in_file(&service.origin.model).on(&operation.name))?;
        if let Some(paginator) = &operation.paginator {
            tokens(operation, paginator)
                .map_err(|error| error.in_file(&service.origin.paginators).on(&operation.name))?;
        }
        if let Some(error) = expressions::problems(service, operation).next() {
            return Err(error);
        }
    }
    context_params::check(service)
}

fn map_keys(service: &Service, shape: &Shape) -> Result<()> {
    let Kind::Map(key, _) = &shape.kind else {
        return Ok(());
    };
    let kind = &service.shapes[key.target].kind;
    if kind.family() == Family::Text {
        return Ok(());
    }
    Err(Error::new(
        format!("the keys of the map `{}` are of type {}", shape.name, kind.noun()),
        "let the keys be strings, which is all that a protocol can carry",
    )
    .at(&key.pointer))
}

/// Checks event streams: an input or an output has at most one, nothing else has any, and their events are structures.
fn event_streams(service: &Service) -> Result<()> {
    if service.shapes.event_streams().next().is_none() {
        return Ok(());
    }
    let is_stream = |member: &&Member| service.shapes[member.target].is_event_stream();
    let operations = service.operations.iter();
    let messages: Vec<ShapeId> = operations
        .flat_map(|operation| operation.input.into_iter().chain(operation.output))
        .collect();
    for (id, shape) in service.shapes.iter() {
        let allowed = usize::from(messages.contains(&id));
        if let Some(member) = shape.kind.references().filter(is_stream).nth(allowed) {
            let what = format!(
                "`{}` of `{}` is an event stream where none can be",
                member.name, shape.name
            );
            let advice = "let one member of an operation's input or output be the event stream, and no other member";
            return Err(Error::new(what, advice).at(&member.pointer).on(&shape.name));
        }
        for event in shape.kind.members().iter().filter(|_| shape.is_event_stream()) {
            self::event(service, event)?;
        }
    }
    Ok(())
}

/// Checks that an event is a structure, whose members are headers, the payload, or part of a document.
fn event(service: &Service, event: &Member) -> Result<()> {
    let shape = &service.shapes[event.target];
    let Kind::Structure(members) = &shape.kind else {
        let what = format!("the event `{}` is a {}", event.name, shape.kind.noun());
        return Err(Error::new(what, "let it be a structure")
            .at(&event.pointer)
            .on(&shape.name));
    };
    for member in members {
        let kind = &service.shapes[member.target].kind;
        let refuse = |place: &str, kinds: &str| {
            let what = format!(
                "the member `{}` of an event is a {}, and {place}",
                member.name,
                kind.noun()
            );
            let advice = format!("let it be of one of these types: {kinds}");
            Err(Error::new(what, advice).at(&member.pointer).on(&shape.name))
        };
        if member.traits.event_header && !fits_header(kind) {
            return refuse(
                "a header",
                "boolean, byte, short, integer, long, blob, string, timestamp",
            );
        }
        if member.traits.event_payload && !fits_payload(kind) {
            return refuse("the payload", "blob, string, structure, union");
        }
    }
    Ok(())
}

fn fits_header(kind: &Kind) -> bool {
    match kind.family() {
        Family::Boolean | Family::Integer | Family::Blob | Family::Text | Family::Timestamp => true,
        Family::Float | Family::BigNumber | Family::Document | Family::List | Family::Map | Family::Members => false,
    }
}

fn fits_payload(kind: &Kind) -> bool {
    matches!(kind.family(), Family::Blob | Family::Text | Family::Members)
}

fn structures(service: &Service, operation: &Operation) -> Result<()> {
    let roles = [("input", operation.input), ("output", operation.output)];
    let errors = operation.errors.iter().map(|error| ("error", Some(*error)));
    for (role, id) in roles.into_iter().chain(errors) {
        let Some(shape) = id.map(|id| &service.shapes[id]) else {
            continue;
        };
        if !matches!(shape.kind, Kind::Structure(_)) {
            return Err(Error::new(
                format!("an {role} of `{}` is a {}", operation.name, shape.kind.noun()),
                "let it be a structure",
            )
            .at(&operation.pointer));
        }
    }
    Ok(())
}

/// Checks that each token of the output has an input member that takes it.
fn tokens(operation: &Operation, paginator: &Paginator) -> Result<()> {
    let (taken, given) = (paginator.input_tokens.len(), paginator.output_tokens.len());
    if taken == given {
        return Ok(());
    }
    Err(Error::new(
        format!(
            "the paginator of `{}` has {taken} input tokens and {given} output tokens",
            operation.name
        ),
        "name one output token for each input token",
    )
    .at(&paginator.pointer))
}
