//! sdk-tailor's generator: an AWS service model in, the files of a Rust client crate out.
//!
//! Data flows one way. [`load`] lowers a model of either form into the [`ir`]; [`plan`] cuts it to the chosen
//! operations and decides what the crate will be; [`generate`] emits and formats its files, all in memory. Nothing here
//! writes to a disk, and no stage knows more than the one before it.
//!
//! A whole program, which loads a model, cuts it to one operation, asks what its crate will be, generates it and writes it:
//!
//! ```
//! use std::{error::Error, fs};
//!
//! use codegen::{Options, load, plan};
//!
//! fn main() -> Result<(), Box<dyn Error>> {
//!     let service = load::load(&load::ModelPaths::new("../model/personalize/2018-05-22"))?;
//!     let options = Options::default()
//!         .operations(vec!["ListDatasets".to_owned()])
//!         .package_name("my-personalize".to_owned());
//!     let plan = plan::Crate::of(service.clone(), &options)?;
//!     assert!(plan.service.operations.len() == 1 && plan.types().count() > 3);
//!
//!     let folder = tempfile::tempdir()?;
//!     for (path, text) in codegen::generate(service, &options)? {
//!         let file = folder.path().join(path);
//!         fs::create_dir_all(file.parent().ok_or("a file is in a folder")?)?;
//!         fs::write(file, text)?;
//!     }
//!     assert!(folder.path().join("src/operation/list_datasets.rs").is_file());
//!     Ok(())
//! }
//! ```

mod casing;
mod customize;
pub mod diff;
mod docs;
mod emit;
pub mod error;
pub mod facts;
pub mod ir;
pub mod jmespath;
pub mod load;
mod passes;
pub mod plan;

pub use error::{Error, Result};

/// Options of a generated crate: its operations, its name, its features.
///
/// ```
/// let options = codegen::Options::default()
///     .operations(vec!["List*".to_owned()])
///     .package_name("lists".to_owned());
/// assert_eq!(options.package_name.as_deref(), Some("lists"));
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
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
    /// The module that the files are included in, such as `crate::aws::s3`; the root of a crate of their own where none is
    /// named. A build script writes them to `OUT_DIR`, and the module says
    /// `include!(concat!(env!("OUT_DIR"), "/s3/src/lib.rs"));`.
    pub root: Option<String>,
    /// Every operation whose request a URL can carry has a method `presigned`; those of AWS's clients have it always.
    pub presigning: bool,
    /// The command that generated files name as the one that writes them; `cargo xtask codegen` where none is given.
    pub command: String,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            operations: Vec::new(),
            package_name: None,
            package_version: None,
            support: Support::default(),
            root: None,
            presigning: false,
            command: "cargo xtask codegen".to_owned(),
        }
    }
}

impl Options {
    /// Chooses the operations that the crate holds.
    #[must_use]
    pub fn operations(mut self, operations: Vec<String>) -> Self {
        self.operations = operations;
        self
    }

    /// Names the package.
    #[must_use]
    pub fn package_name(mut self, name: impl Into<Option<String>>) -> Self {
        self.package_name = name.into();
        self
    }

    /// Sets the version of the package.
    #[must_use]
    pub fn package_version(mut self, version: impl Into<Option<String>>) -> Self {
        self.package_version = version.into();
        self
    }

    /// Says where the crate has what all generated clients have in common.
    #[must_use]
    pub fn support(mut self, support: Support) -> Self {
        self.support = support;
        self
    }

    /// Names the module that the files are included in.
    #[must_use]
    pub fn root(mut self, root: impl Into<Option<String>>) -> Self {
        self.root = root.into();
        self
    }

    /// Gives every operation whose request a URL can carry a method `presigned`.
    #[must_use]
    pub fn presigning(mut self, presigning: bool) -> Self {
        self.presigning = presigning;
        self
    }

    /// Names the command that writes the files.
    #[must_use]
    pub fn command(mut self, command: impl Into<String>) -> Self {
        self.command = command.into();
        self
    }
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

/// Turns a service into the files of a crate.
///
/// # Errors
///
/// The options ask for what the model does not have, or the model holds what no client can be made of.
pub fn generate(service: ir::Service, options: &Options) -> Result<Files> {
    let plan = plan::Crate::of(service, options)?;
    emit::emit(&plan)
}

/// Makes the crate that generated crates with [`Support::Crate`] share, of what their sources name of it.
///
/// Its files name the command that writes them.
pub fn support_crate<'a>(sources: impl Iterator<Item = &'a str>, command: &str) -> Files {
    emit::emit_shared(sources, command)
}
