//! XML roots: the names of the documents that restXml requests have.
//!
//! In Smithy it is the name of the structure. The IR states it, since an input is renamed after its operation.

use crate::ir::{Binding, Protocol, Service, Shape};

/// Names the root of every input that is a document.
pub(super) fn name(service: &mut Service) {
    if !service.protocols.contains(&Protocol::RestXml) {
        return;
    }
    for operation in &service.operations {
        let Some(input) = operation.input else { continue };
        let shape = &mut service.shapes[input];
        if is_document(shape) {
            shape.traits.xml_name.get_or_insert_with(|| shape.name.clone());
            if shape.traits.xml_namespace.is_none() {
                shape.traits.xml_namespace.clone_from(&service.xml_namespace);
            }
        }
    }
}

/// True where some members are in the body, and none is all of it.
fn is_document(shape: &Shape) -> bool {
    shape.traits.payload.is_none() && shape.kind.members().iter().any(|it| it.traits.binding == Binding::Body)
}
