//! sdk-tailor's generator: an AWS service model in, the files of a Rust client crate out.
//!
//! Data flows one way. [`load`] lowers a model of either form into the [`ir`]; [`generate`] runs the
//! passes over it, emits the crate's files and formats them, all in memory. Nothing here writes to a
//! disk, and no stage knows more than the one before it.

mod customize;
pub mod diff;
mod emit;
pub mod error;
pub mod ir;
pub mod jmespath;
pub mod load;
pub mod passes;

pub use error::{Error, Result};

/// What to generate from a service.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The operations that the crate holds, by name or by patterns such as `List*` and `!Delete*`; all of
    /// them where empty.
    pub operations: Vec<String>,
    /// The name of the package; the service's id in kebab case where none is given.
    pub package_name: Option<String>,
    /// The version of the package; `0.1.0` where none is given.
    pub package_version: Option<String>,
    /// Where the crate has what all generated clients have in common.
    pub support: Support,
}

/// Where a crate has what all generated clients have in common.
#[derive(Clone, Debug, Default)]
pub enum Support {
    /// In the crate itself, as a copy: it depends on published crates alone, and can be checked in anywhere.
    #[default]
    Copy,
    /// In a crate of its own, which is compiled once for all that share it: the path to it from the crate's folder.
    Crate(String),
}

/// The files of a crate: their text by their path below the crate's folder, with `/` between folders.
pub type Files = std::collections::BTreeMap<String, String>;

/// A service as its crate will have it, and what was derived from it.
#[derive(Debug)]
pub struct Prepared {
    /// The service, with nothing in it but what the chosen operations reach.
    pub service: ir::Service,
    /// Names, usage and recursion.
    pub facts: passes::Facts,
}

/// Turns a service into the files of a crate.
///
/// # Errors
///
/// The options ask for what the model does not have, or the model holds what no client can be made of.
pub fn generate(service: ir::Service, options: &Options) -> Result<Files> {
    let Prepared { service, facts } = prepare(service, &options.operations)?;
    emit::emit(&service, &facts, options)
}

/// Cuts a service to the chosen operations, and derives what emitters ask for.
///
/// # Errors
///
/// A pattern fits no operation, or the model holds what no client can be made of.
pub fn prepare(mut service: ir::Service, operations: &[String]) -> Result<Prepared> {
    passes::validate(&service)?;
    passes::select(&mut service, operations)?;
    settle(service)
}

/// Brings a service whose operations are chosen into the form that a crate has.
fn settle(mut service: ir::Service) -> Result<Prepared> {
    passes::isolate(&mut service);
    customize::customize(&mut service);
    passes::prune(&mut service);
    service.title = passes::docs::line(&service.title);
    let facts = passes::Facts::of(&service)?;
    Ok(Prepared { service, facts })
}
