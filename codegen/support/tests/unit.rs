//! The unit tests: each file of `unit` is the module `tests` of the module of the same name.

#![allow(
    dead_code,
    unused_imports,
    reason = "most of what the modules offer is for generated code"
)]

include!(concat!(env!("OUT_DIR"), "/unit.rs"));
