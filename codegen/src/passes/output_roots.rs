//! Output roots: the names that the root of an operation's XML document may have, which distinguish it from a proxy's
//! page (restXml). The other protocols with XML name the root after the operation.

use indexmap::IndexSet;

use crate::ir::{Binding, Family, Member, Operation, Protocol, Service, Shape};

/// Records the names that the root of each output's document may have. It runs while outputs still have their names of
/// the model.
pub fn output_roots(service: &mut Service) {
    if service.spoken() != Some(Protocol::RestXml) {
        return;
    }
    let roots = service.operations.iter().map(|operation| roots(service, operation));
    let roots: Vec<_> = roots.collect();
    for (operation, roots) in service.operations.iter_mut().zip(roots) {
        operation.output_roots = roots;
    }
}

fn roots(service: &Service, operation: &Operation) -> Vec<String> {
    let Some(output) = operation.output.map(|id| &service.shapes[id]) else {
        return Vec::new();
    };
    let members = output.kind.members();
    if let Some(payload) = members.iter().find(|member| member.traits.binding == Binding::Payload) {
        return of_payload(payload, &service.shapes[payload.target], service.origin.is_one_file());
    }
    let first = members.iter().find(|member| member.traits.binding == Binding::Body);
    first.map_or_else(Vec::new, |first| match operation.unwrapped_output {
        true => vec![name_of(first).clone()],
        false => vec![output.traits.xml_name.as_ref().unwrap_or(&output.name).clone()],
    })
}

/// The names of a payload that is a document. botocore's form does not state whether its root has the name of the
/// member or of the shape.
fn of_payload(member: &Member, target: &Shape, is_said: bool) -> Vec<String> {
    if target.is_event_stream() || target.kind.family() != Family::Members {
        return Vec::new();
    }
    let of_target = target.traits.xml_name.as_ref().unwrap_or(&target.name);
    if is_said {
        return vec![member.traits.wire_name.as_ref().unwrap_or(of_target).clone()];
    }
    let names: IndexSet<&String> = [name_of(member), &member.name, of_target, &target.name].into();
    names.into_iter().cloned().collect()
}

fn name_of(member: &Member) -> &String {
    member.traits.wire_name.as_ref().unwrap_or(&member.name)
}
