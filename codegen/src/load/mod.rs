//! Front ends: a model on disk becomes a [`Service`](crate::ir::Service).
//!
//! A front end lowers everything that the IR can hold, whether or not anything emits it yet, and
//! fails with the file and the place in it when a model does not hold together.

mod botocore;
mod endpoint_bdd;
mod endpoint_cases;
mod endpoint_rules;
mod json;
mod parse;
mod partitions;
mod smithy;
mod source;
mod template;

use std::path::{Path, PathBuf};

pub use json::Unread;

use crate::{Result, ir};

/// Where a model's files are.
#[derive(Clone, Debug)]
pub struct ModelPaths {
    /// The folder of one version of a service, or of a service, whose newest version is taken then (botocore); or a
    /// file (Smithy).
    pub directory: PathBuf,
    /// The file of AWS's partitions, which endpoint rules may ask for.
    pub partitions: Option<PathBuf>,
    /// The service, by its id or its name, where one file holds several (Smithy).
    pub service: Option<String>,
    /// The protocol, where a service is read as one that speaks no other (Smithy).
    pub protocol: Option<ir::Protocol>,
}

impl ModelPaths {
    /// The model in a folder or a file, with the nearest `partitions.json` in it or in the three folders above.
    pub fn new(directory: impl Into<PathBuf>) -> Self {
        let directory = directory.into();
        let partitions = nearest_partitions(&directory).or_else(|| {
            // A relative path runs out of parents before the disk does.
            nearest_partitions(&std::path::absolute(&directory).ok()?)
        });
        Self {
            directory,
            partitions,
            service: None,
            protocol: None,
        }
    }

    fn form(&self) -> Form {
        if self.directory.is_file() {
            Form::Smithy
        } else {
            Form::Botocore
        }
    }
}

/// The forms that a model comes in.
enum Form {
    /// A folder of files.
    Botocore,
    /// A file.
    Smithy,
}

fn nearest_partitions(directory: &Path) -> Option<PathBuf> {
    directory
        .ancestors()
        .take(4)
        .find_map(|folder| source::find(folder, "partitions"))
}

/// Reads a model.
pub fn load(paths: &ModelPaths) -> Result<ir::Service> {
    load_noting_unread(paths).map(|(service, _)| service)
}

/// Reads a model, and lists what it says that no front end knows.
///
/// What a newer model says beyond our knowledge does not stop a client from being generated, and is
/// worth knowing.
pub fn load_noting_unread(paths: &ModelPaths) -> Result<(ir::Service, Vec<Unread>)> {
    match paths.form() {
        Form::Botocore => botocore::load(paths),
        Form::Smithy => smithy::load(paths),
    }
}

/// Reads the cases that a model holds of its own clients. botocore's form has none in its models.
pub fn load_cases(paths: &ModelPaths) -> Result<ir::cases::Cases> {
    match paths.form() {
        Form::Botocore => Ok(ir::cases::Cases::default()),
        Form::Smithy => smithy::load_cases(paths),
    }
}

/// Reads a file of endpoint cases, as botocore keeps them apart from its models.
pub fn load_endpoint_cases(file: &Path) -> Result<Vec<ir::cases::EndpointCase>> {
    endpoint_cases::lower(&source::read(file)?.root())
}

/// The ids of the services in a file (Smithy); none in botocore's form, where a folder is a service.
pub fn services(paths: &ModelPaths) -> Result<Vec<String>> {
    match paths.form() {
        Form::Botocore => Ok(Vec::new()),
        Form::Smithy => smithy::services(paths),
    }
}
