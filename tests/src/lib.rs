//! Shared tools of the tests.

pub mod server;
