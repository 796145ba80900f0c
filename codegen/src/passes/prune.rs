//! Pruning: drops the shapes that no operation reaches.

use crate::ir::{Service, ShapeId};

/// Drops the shapes that no operation reaches.
pub fn prune(service: &mut Service) {
    let roots = service.operations.iter().flat_map(|operation| {
        let data = operation.input.into_iter().chain(operation.output);
        data.chain(operation.errors.iter().copied())
    });
    let reached = closure(service, roots.collect());
    for id in service.shapes.ids() {
        if !reached[id.index()] {
            service.shapes.remove(id);
        }
    }
}

/// Marks the shapes that others lead to, themselves among them.
pub(crate) fn closure(service: &Service, mut open: Vec<ShapeId>) -> Vec<bool> {
    let mut seen = vec![false; service.shapes.id_count()];
    while let Some(id) = open.pop() {
        if !std::mem::replace(&mut seen[id.index()], true) {
            open.extend(service.shapes[id].kind.references().map(|member| member.target));
        }
    }
    seen
}
