//! Runtime behavior of AWS's clients that models do not state: each file sets neutral facts in the IR, for one service
//! or one concern.
//!
//! This is the only place that knows services by their names. Emitters and `support` see the facts alone, and nothing
//! here knows Rust.

mod api_gateway;
mod credentials;
mod databases;
mod dynamodb;
mod endpoint_parts;
mod expires;
mod glacier;
mod long_polls;
mod machine_learning;
pub(crate) mod presigning;
mod route53;
mod s3;
mod s3_express;
mod stalls;
mod sts;

use crate::ir::Service;

/// Sets the facts that no model states. Every operation already has its own input and output.
pub fn customize(service: &mut Service) {
    credentials::hide(service);
    long_polls::mark(service);
    presigning::mark(service);
    stalls::mark(service);
    endpoint_parts::take_account(service);
    databases::customize(service);
    dynamodb::customize(service);
    api_gateway::customize(service);
    glacier::customize(service);
    machine_learning::customize(service);
    route53::customize(service);
    s3::customize(service);
    s3_express::customize(service);
    sts::customize(service);
}
