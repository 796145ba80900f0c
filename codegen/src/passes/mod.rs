//! Passes: each does one thing to the IR, or computes one kind of fact about it.
//!
//! Passes know the IR and nothing else: no model file, and no Rust syntax but the spelling of names.

pub mod docs;
mod isolate;
mod names;
pub mod paths;
mod prune;
mod recursion;
mod required_parts;
mod select;
mod usage;
mod validate;
mod words;

pub use isolate::isolate;
pub use names::{Ident, Names, OperationNames};
pub use prune::prune;
pub use recursion::Recursion;
pub use required_parts::{RequiredPart, required_parts};
pub use select::select;
pub use usage::Usage;
pub use validate::validate;

use crate::{Result, ir::Service};

/// What is derived from a service once, and read by every emitter.
#[derive(Debug)]
pub struct Facts {
    /// How everything is called in Rust.
    pub names: Names,
    /// Which shapes are sent, and which received.
    pub usage: Usage,
    /// Which members have to be boxed.
    pub recursion: Recursion,
}

impl Facts {
    /// Derives all facts.
    pub fn of(service: &Service) -> Result<Self> {
        Ok(Self {
            names: Names::of(service)?,
            usage: Usage::of(service),
            recursion: Recursion::of(service)?,
        })
    }
}
