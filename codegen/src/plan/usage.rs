//! Usage: the shapes that occur in requests, and those that occur in responses. Others need no serialization, or no
//! deserialization.

use crate::{
    ir::{Service, ShapeId},
    passes::closure,
};

/// The shapes that occur in requests, and those that occur in responses.
#[derive(Debug)]
pub struct Usage {
    sent: Vec<bool>,
    received: Vec<bool>,
}

impl Usage {
    /// Follows inputs, outputs and errors to the shapes that they contain.
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

    /// True where values of the shape occur in requests.
    pub fn is_sent(&self, id: ShapeId) -> bool {
        self.sent[id.index()]
    }

    /// True where values of the shape occur in responses.
    pub fn is_received(&self, id: ShapeId) -> bool {
        self.received[id.index()]
    }
}
