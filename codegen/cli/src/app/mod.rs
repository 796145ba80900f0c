//! Applications that use AWS's crates: the dependency graph, the calls in their code, and the models of the services.

pub mod adopt;
pub mod catalog;
pub mod config;
pub mod graph;
pub mod needs;
pub mod patch;
pub mod support_crate;
pub mod tls;
pub mod vendor;
