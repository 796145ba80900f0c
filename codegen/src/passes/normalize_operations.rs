//! Normalization of operations: gives every operation an input and an output of its own, and the errors of its event
//! streams; and every error a message.
//!
//! In models, operations share structures, use them as members too, or have none where there is no input or output. A
//! client's API has one input and one output for each operation.

use crate::ir::{Kind, Member, MemberTraits, Operation, Service, Shape, ShapeId, ShapeTraits, Shapes};

/// Gives every operation an input and an output of its own, and every error a message.
pub fn normalize_operations(service: &mut Service) {
    let Service { operations, shapes, .. } = service;
    for operation in operations.iter_mut() {
        let (name, pointer) = (&operation.name, &operation.pointer);
        operation.input = Some(own(shapes, operation.input, name, "Input", pointer));
        operation.output = Some(own(shapes, operation.output, name, "Output", pointer));
        // A service may refuse a call with what else would end the stream.
        for error in stream_errors(shapes, operation) {
            if !operation.errors.contains(&error) {
                operation.errors.push(error);
            }
        }
    }
    let errors = operations.iter().flat_map(|operation| operation.errors.iter().copied());
    let exceptions = shapes.event_streams().flat_map(|stream| shapes.exceptions(stream));
    for error in errors.chain(exceptions).collect::<Vec<_>>() {
        add_message(shapes, error);
    }
}

/// The errors that may end the event streams of an operation.
fn stream_errors(shapes: &Shapes, operation: &Operation) -> Vec<ShapeId> {
    let messages = operation.input.into_iter().chain(operation.output);
    let members = messages.flat_map(|id| shapes[id].kind.members());
    let streams = members
        .map(|member| member.target)
        .filter(|id| shapes[*id].is_event_stream());
    streams.flat_map(|stream| shapes.exceptions(stream)).collect()
}

/// A copy of a structure, for one operation alone.
fn own(shapes: &mut Shapes, shared: Option<ShapeId>, operation: &str, role: &str, pointer: &str) -> ShapeId {
    let name = format!("{operation}{role}");
    let shape = match shared {
        Some(shared) => Shape {
            name,
            ..shapes[shared].clone()
        },
        None => Shape {
            name,
            kind: Kind::Structure(Vec::new()),
            traits: ShapeTraits::default(),
            docs: None,
            pointer: pointer.to_owned(),
        },
    };
    // No model can have a shape of this name, so the copy never meets one.
    let id = shapes.reserve(&format!("{operation}${role}"));
    shapes.define(id, shape);
    id
}

/// Adds a message to an error without one, as protocols send a message with every error.
fn add_message(shapes: &mut Shapes, error: ShapeId) {
    let is_message = |member: &Member| member.name.eq_ignore_ascii_case("message");
    if shapes[error].kind.members().iter().any(is_message) {
        return;
    }
    let text = shapes.reserve("$message");
    let pointer = shapes[error].pointer.clone();
    shapes.define(
        text,
        Shape {
            name: "ErrorMessage".into(),
            kind: Kind::String,
            traits: ShapeTraits::default(),
            docs: None,
            pointer: pointer.clone(),
        },
    );
    if let Kind::Structure(members) = &mut shapes[error].kind {
        members.push(Member {
            name: "message".into(),
            target: text,
            traits: MemberTraits::default(),
            docs: None,
            pointer,
        });
    }
}
