//! Roles: input, output, error or other type of an operation. It knows the IR alone.

use crate::ir::Service;

/// The role of a structure among the operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The input of an operation.
    Input,
    /// The output of an operation.
    Output,
    /// An error of an operation or of an event stream.
    Error,
    /// Any other type.
    Data,
}

impl Role {
    /// The noun for the role, in messages.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Output => "output",
            Self::Error => "error",
            Self::Data => "type",
        }
    }
}

/// Finds the role of each shape, by its index.
pub(super) fn roles(service: &Service) -> Vec<Role> {
    let mut roles = vec![Role::Data; service.shapes.id_count()];
    let streams = service.shapes.event_streams();
    for exception in streams.flat_map(|stream| service.shapes.exceptions(stream)) {
        roles[exception.index()] = Role::Error;
    }
    for operation in &service.operations {
        let errors = operation.errors.iter().map(|id| (*id, Role::Error));
        let input = operation.input.map(|id| (id, Role::Input));
        let output = operation.output.map(|id| (id, Role::Output));
        for (id, role) in errors.chain(input).chain(output) {
            roles[id.index()] = role;
        }
    }
    roles
}
