//! Passes: each does one thing to the IR, or computes one kind of fact about it.
//!
//! Passes know the IR and nothing else: no model file, and no Rust syntax but the spelling of names.

pub mod docs;
mod isolate;
pub mod names;
mod output_roots;
pub mod paths;
mod prune;
mod required_parts;
mod select;
mod validate;

pub use isolate::isolate;
pub use names::{Ident, MemberName, Names, OperationNames, variant_name};
pub use output_roots::output_roots;
pub use prune::prune;
pub use required_parts::{RequiredPart, required_parts};
pub use select::{chosen, select};
pub use validate::validate;
