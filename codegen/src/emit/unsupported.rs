//! Unsupported features: a model that needs one is refused, rather than turned into a client that silently lacks it.

use super::{context::Context, endpoint_discovery};
use crate::{
    Error, Result,
    ir::{Kind, Member, Operation, Syntax},
};

/// Refuses a model that needs an unsupported feature.
///
/// # Errors
///
/// The first operation or member that needs one.
pub(super) fn refuse(cx: &Context<'_>) -> Result<()> {
    let refuse = |needs: &str, pointer: &str, name: &str| {
        let advice = "leave out the operations that need it: choose others, or take them away with `!Name`";
        let error = Error::new(format!("`{name}` needs {needs}, which is not supported yet"), advice);
        Err(error.in_file(&cx.service.origin.model).at(pointer).on(name))
    };
    for operation in &cx.service.operations {
        if let Some(needs) = operation_needs(cx, operation) {
            return refuse(needs, &operation.pointer, &operation.name);
        }
    }
    for (_, shape) in cx.service.shapes.iter() {
        for member in shape.kind.references() {
            if let Some(needs) = member_needs(cx, member) {
                return refuse(needs, &member.pointer, &shape.name);
            }
        }
    }
    Ok(())
}

fn operation_needs(cx: &Context<'_>, operation: &Operation) -> Option<&'static str> {
    let is_lost = operation.endpoint_discovery == Some(true) && endpoint_discovery::of(cx).is_none();
    is_lost.then_some("an endpoint that no operation tells")
}

fn member_needs(cx: &Context<'_>, member: &Member) -> Option<&'static str> {
    let target = cx.shape(member.target);
    let streams = member.traits.streaming || target.traits.streaming;
    if target.is_event_stream() {
        let sends_forms = cx.protocol.rules().requests == Syntax::Form;
        return sends_forms.then_some("an event stream in a protocol that has none");
    }
    (streams && !matches!(target.kind, Kind::Blob)).then_some("a stream that is neither of bytes nor of events")
}
