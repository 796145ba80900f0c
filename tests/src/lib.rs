//! Shared tools of the tests.

pub mod server;
pub mod time;

/// The folder of this package, below which models and scripts are found.
pub const FOLDER: &str = env!("CARGO_MANIFEST_DIR");
