//! Everything of sdk-tailor that touches its user's disk: the folders of crates, vendored models and their lock,
//! upgrades and comparisons.
//!
//! What is generated comes from the `codegen` library; what is done with it is decided here.

pub mod app;
pub mod codegen_task;
pub mod commands;
pub mod crate_dir;
pub mod disk;
pub mod folder_lock;
pub mod lock;
pub mod model;
pub mod project;
pub mod report;
pub mod say;
pub mod scan;

/// What a task ends with: success, a message for its user, or that something is stale.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;
