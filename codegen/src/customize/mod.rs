//! What AWS's clients of a service do beyond its model: each file sets neutral facts in the IR, for one service or one
//! concern.
//!
//! This is the only place that knows services by their names. Emitters and `support` see the facts alone, and nothing
//! here knows Rust.

mod credentials;
mod dynamodb;
mod endpoint_parts;
mod expires;
mod long_polls;
mod s3;
mod stalls;

use crate::ir::Service;

/// Sets the facts that no model says. Every operation has an input and an output of its own already.
pub fn customize(service: &mut Service) {
    credentials::hide(service);
    long_polls::mark(service);
    stalls::mark(service);
    endpoint_parts::take_account(service);
    dynamodb::customize(service);
    s3::customize(service);
}
