//! An application that uses AWS's crates: its graph, what its code calls, and the models of these services.

pub mod adopt;
pub mod catalog;
pub mod config;
pub mod graph;
pub mod needs;
pub mod patch;
pub mod support_crate;
pub mod tls;
pub mod vendor;
