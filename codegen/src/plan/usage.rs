//! Usage: which shapes are sent, and which received. One that is never sent needs no writer, one that
//! is never received no reader.

use crate::{
    ir::{Service, ShapeId},
    passes::closure,
};

/// Which shapes are sent, and which received.
#[derive(Debug)]
pub struct Usage {
    sent: Vec<bool>,
    received: Vec<bool>,
}

impl Usage {
    /// Follows inputs, outputs and errors to the shapes that they hold.
    pub fn of(service: &Service) -> Self {
        let inputs = service.operations.iter().filter_map(|operation| operation.input);
        let outputs = service
            .operations
            .iter()
            .flat_map(|operation| operation.output.into_iter().chain(operation.errors.iter().copied()));
        Self {
            sent: closure(service, inputs.collect()),
            received: closure(service, outputs.collect()),
        }
    }

    /// Whether values of the shape are sent.
    pub fn is_sent(&self, id: ShapeId) -> bool {
        self.sent[id.index()]
    }

    /// Whether values of the shape are received.
    pub fn is_received(&self, id: ShapeId) -> bool {
        self.received[id.index()]
    }
}
