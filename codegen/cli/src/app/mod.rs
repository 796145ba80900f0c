//! Applications that use AWS's crates: the dependency graph, the calls in their code, and the models of the services.

pub mod catalog;
pub mod config;
pub mod features;
pub mod graph;
pub mod language;
pub mod needs;
pub mod patch;
pub mod repository;
pub mod tls;
pub mod vendor;

/// The command that writes the crates of an application.
pub const COMMAND: &str = "cargo sdk-tailor generate";
