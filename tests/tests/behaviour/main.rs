//! Behaviour that users of a generated client notice: the requests that a service gets, the outputs and errors of its
//! responses, and failures.
//!
//! The service is a script on the loopback interface, so that everything between the call and the wire takes part.
//! Nothing here knows how the client is built inside, and nothing depends on timing.

mod customize;
mod endpoints;
mod errors;
mod malformed;
mod pages;
mod public_types;
mod requests;
mod responses;
mod retries;
mod server;
mod sisters;
mod timeouts;
