//! sdk-tailor as a library: an AWS service model in, a Rust client crate in a folder out.
//!
//! The generator itself is re-exported from `codegen`, which works in memory alone; this crate adds all that touches
//! the user's disk: the folders of crates, vendored models and their lock, upgrades and comparisons. A whole program of
//! such a tool: it loads a model, cuts it to one operation, asks what its crate will be, generates it, and writes it.
//! Files of the user's stay, runs wait for each other, and unchanged files keep their modification time:
//!
//! ```
//! use sdk_tailor::{Options, crate_dir, load, plan};
//!
//! fn main() -> sdk_tailor::Result<()> {
//!     let service = load::load(&load::ModelPaths::new("../../model/personalize/2018-05-22"))?;
//!     let options = Options::default()
//!         .operations(vec!["ListDatasets".to_owned()])
//!         .package_name("my-personalize".to_owned());
//!
//!     let plan = plan::Crate::of(service.clone(), &options)?;
//!     assert_eq!(plan.service.operations.len(), 1);
//!
//!     let files = sdk_tailor::generate(service, &options)?;
//!     let home = tempfile::tempdir()?;
//!     let first = crate_dir::write(&home.path().join("client"), &files)?;
//!     assert_eq!(first.written.len(), files.len());
//!     let second = crate_dir::write(&home.path().join("client"), &files)?;
//!     assert!(second.is_empty());
//!     Ok(())
//! }
//! ```

pub use codegen::{Error, Files, Options, Support, generate, ir, load, plan};

pub mod app;
pub mod codegen_task;
pub mod commands;
pub mod comparison;
pub mod crate_dir;
pub mod disk;
pub mod folder_lock;
pub mod lock;
pub mod model;
pub mod policy;
pub mod project;
pub mod report;
pub mod say;
pub mod scan;
pub mod support_crate;
pub mod transaction;
pub mod wheel;

/// The result of a task: success, a message for its user, or that something is stale.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;
