//! The clients of cases: what they have, and which errors say more than their model.

use std::collections::BTreeSet;

use codegen::ir::{Service, Shape};
use codegen::plan::Crate;

use crate::harness;

/// A generated client.
pub struct Client {
    generated: harness::Client,
    /// The errors to which the model gives no message, as clients do.
    without_message: BTreeSet<String>,
}

impl Client {
    /// Generates the client of a service with some operations. Those that cannot be generated are left out.
    ///
    /// # Errors
    ///
    /// The service can be generated in no part.
    pub fn generate(service: &Service, operations: &[String], library: &str) -> codegen::Result<Self> {
        let has_message = |shape: &Shape| {
            let mut members = shape.kind.members().iter();
            members.any(|it| it.name.eq_ignore_ascii_case("message"))
        };
        let shapes = service.shapes.iter().map(|(_, shape)| shape);
        let without_message = shapes.filter(|shape| !has_message(shape));
        Ok(Self {
            without_message: without_message.map(|it| it.name.clone()).collect(),
            generated: harness::Client::generate(service, operations, usize::MAX, library)?,
        })
    }

    /// The client as the program has it.
    pub fn generated(&self) -> &harness::Client {
        &self.generated
    }

    /// The name of its library.
    pub fn library(&self) -> &str {
        &self.generated.library
    }

    /// The plan of the client, if it has the operation; otherwise the reason why not.
    pub fn with(&self, operation: &str) -> Result<&Crate, String> {
        match (self.generated.refused().get(operation), self.generated.plan()) {
            (Some(refusal), _) => Err(refusal.to_string()),
            (None, Some(plan)) => Ok(plan),
            (None, None) => Err(format!("the client has no operation {operation}")),
        }
    }

    /// True where an error had a message that its model does not have.
    pub fn gave_message(&self, error: &str) -> bool {
        self.without_message.contains(error)
    }
}
