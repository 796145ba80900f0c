//! Pruning: drops the shapes that no operation reaches.

use crate::ir::Service;

use crate::plan::closure;

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
