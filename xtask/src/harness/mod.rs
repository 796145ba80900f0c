//! The harness of generated clients: what a source of cases needs to call them, and to hold what they do against something.
//!
//! A client is generated of a service in part, one program calls all of them, and says as JSON what they sent and what
//! they made of responses. The oracle, the conformance tests and the fuzzer are sources of cases; nothing here knows what a
//! case is for.

pub mod cases;
pub mod client;
pub mod compare;
mod ident;
pub mod known;
pub mod peer;
mod program;
mod settings;
pub mod values;
pub mod wire;

pub use client::{Client, build};
pub use peer::Peer;

#[cfg(test)]
pub(crate) mod tests {
    use codegen::ir::Service;
    use codegen::load::{ModelPaths, load};
    use codegen::plan::Crate;

    /// The model of a fixture of the golden tests, as a generated client has it.
    pub(crate) fn service(fixture: &str) -> Service {
        plan(fixture).service
    }

    /// The plan of the client of a fixture.
    pub(crate) fn plan(fixture: &str) -> Crate {
        let folder = format!("{}/../tests/fixtures/{fixture}/model", env!("CARGO_MANIFEST_DIR"));
        let service = load(&ModelPaths::new(folder)).expect("the fixture is a model");
        Crate::of(service, &codegen::Options::default()).expect("a client can be made of it")
    }
}
