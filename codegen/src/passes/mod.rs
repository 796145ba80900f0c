//! Passes: each does one thing to the IR. They know no model file and no Rust.

mod context_params;
mod normalize_operations;
mod output_roots;
mod prune;
mod select;
mod validate;

pub use normalize_operations::normalize_operations;
pub use output_roots::output_roots;
pub(crate) use prune::closure;
pub use prune::prune;
pub use select::{chosen, select};
pub use validate::validate;
