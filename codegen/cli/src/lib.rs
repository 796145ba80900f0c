//! Everything of sdk-tailor that touches its user's disk: the folders of crates, vendored models and their lock,
//! upgrades and comparisons.
//!
//! What is generated comes from the `codegen` library; what is done with it is decided here. A program that writes crates
//! as this one does, so that files of its user's stay, runs are kept apart and what has not changed keeps its time:
//!
//! ```
//! use codegen::load::{ModelPaths, load};
//!
//! fn main() -> sdk_tailor_cli::Result<()> {
//!     let options = codegen::Options::default()
//!         .operations(vec!["ListDatasets".to_owned()]);
//!     let service = load(&ModelPaths::new("../../model/personalize/2018-05-22"))?;
//!     let files = codegen::generate(service, &options)?;
//!     let home = tempfile::tempdir()?;
//!     let first = sdk_tailor_cli::crate_dir::write(&home.path().join("client"), &files)?;
//!     assert_eq!(first.written.len(), files.len());
//!     let second = sdk_tailor_cli::crate_dir::write(&home.path().join("client"), &files)?;
//!     assert!(second.is_empty());
//!     Ok(())
//! }
//! ```

pub mod app;
pub mod codegen_task;
pub mod commands;
pub mod crate_dir;
pub mod disk;
pub mod folder_lock;
pub mod lock;
pub mod model;
pub mod project;
pub mod report;
pub mod say;
pub mod scan;

/// What a task ends with: success, a message for its user, or that something is stale.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;
