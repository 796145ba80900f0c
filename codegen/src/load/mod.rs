//! Front ends: turn a model on disk into a [`Service`](crate::ir::Service).
//!
//! A front end reads everything that the IR can hold, whether or not anything emits it yet. An invalid model is an
//! error with the file and the location in it.

mod botocore;
mod common_traits;
mod endpoint_bdd;
mod endpoint_cases;
mod endpoint_rules;
mod facts;
mod idl;
mod json;
mod parse;
mod partitions;
mod places;
mod plain_rules;
mod pointer;
mod smithy;
mod source;
mod template;

use std::path::{Path, PathBuf};

pub use facts::{NAME as FACTS, RECORDED_FACTS};
pub(crate) use facts::{apply_text as apply_facts, recorded_text as recorded_facts};
pub use json::Unread;
pub use places::{Located, places};
pub use plain_rules::configured;

use crate::{Result, ir};

/// The paths of a model's files.
#[derive(Clone, Debug)]
pub struct ModelPaths {
    /// The folder of one version of a service, or the folder of a service, for its newest version (botocore); or a file
    /// (Smithy).
    pub directory: PathBuf,
    /// The file of AWS's partitions, which endpoint rules may use.
    pub partitions: Option<PathBuf>,
    /// The service, by its id or its name, where one file holds several (Smithy).
    pub service: Option<String>,
    /// The protocol, to read a service as if it had no other (Smithy).
    pub protocol: Option<ir::Protocol>,
    /// More files and folders of the same model (Smithy).
    pub further: Vec<PathBuf>,
    /// The facts about the service, which its form cannot express.
    pub facts: Facts,
}

/// The place of the facts about a service: parts of a model that its form cannot express, and the other form says.
///
/// The library carries the facts about some 320 services. A file stands in the place of the library's for its service;
/// with a line `recorded` it adds to these.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Facts {
    /// The file [`FACTS`] beside the model; the library's own where there is none.
    #[default]
    Found,
    /// A file, or a folder with files that are called after services, as in `dynamo-db.txt`. Where the folder has none of
    /// the service, those that are found hold.
    At(PathBuf),
    /// The library's own, whatever lies beside the model.
    Library,
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
            further: Vec::new(),
            facts: Facts::Found,
        }
    }

    /// All files and folders of the model.
    fn all(&self) -> Vec<PathBuf> {
        std::iter::once(&self.directory).chain(&self.further).cloned().collect()
    }

    fn form(&self) -> Form {
        if !self.further.is_empty() || idl::is_idl(&self.directory) {
            Form::Idl
        } else if self.directory.is_file() {
            Form::Smithy
        } else {
            Form::Botocore
        }
    }
}

/// The forms of models.
enum Form {
    /// A folder of files.
    Botocore,
    /// A file of Smithy's JSON AST.
    Smithy,
    /// Files and folders of Smithy's language, or several files of either form.
    Idl,
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

/// Reads a model, and lists the parts of it that no front end knows.
///
/// Such parts of a newer model do not stop a client from being generated, but are worth knowing.
pub fn load_noting_unread(paths: &ModelPaths) -> Result<(ir::Service, Vec<Unread>)> {
    let (mut service, unread) = read(paths)?;
    let form = match paths.form() {
        Form::Botocore => facts::Form::Botocore,
        Form::Smithy | Form::Idl => facts::Form::Smithy,
    };
    facts::apply(&mut service, paths, form)?;
    Ok((service, unread))
}

/// Reads a model without the recorded facts that its form lacks.
pub fn load_without_facts(paths: &ModelPaths) -> Result<ir::Service> {
    read(paths).map(|(service, _)| service)
}

fn read(paths: &ModelPaths) -> Result<(ir::Service, Vec<Unread>)> {
    match paths.form() {
        Form::Botocore => botocore::load(paths),
        Form::Smithy | Form::Idl => smithy::load(paths),
    }
}

/// Reads the test cases in a model. botocore's models have none.
pub fn load_cases(paths: &ModelPaths) -> Result<ir::cases::Cases> {
    match paths.form() {
        Form::Botocore => Ok(ir::cases::Cases::default()),
        Form::Smithy | Form::Idl => smithy::load_cases(paths),
    }
}

/// Reads a file of endpoint test cases, which botocore keeps apart from its models.
pub fn load_endpoint_cases(file: &Path) -> Result<Vec<ir::cases::EndpointCase>> {
    endpoint_cases::lower(&source::read(file)?.root())
}

/// Tells whether a path is a model in Smithy's own language: a `.smithy` file, or a folder with one.
pub fn is_idl(path: &Path) -> bool {
    idl::is_idl(path)
}

/// Reads files and folders of Smithy's language and of its JSON AST as one model, in the form of the JSON AST 2.0.
///
/// # Errors
///
/// A file cannot be read, or Smithy's own tool would refuse the model. The error has all problems, not only the first.
pub fn assemble(paths: &[PathBuf]) -> Result<serde_json::Value> {
    idl::read_exactly(paths)
}

/// Reads texts as the files of one model, as [`assemble`] does with files. A name that ends in `.json` is that of a
/// file of the JSON AST.
///
/// # Errors
///
/// Smithy's own tool would refuse the model.
pub fn assemble_texts(texts: &[(PathBuf, String)]) -> Result<serde_json::Value> {
    idl::read_texts(texts)
}

/// Adds the members, traits and properties of mixins to the shapes of a model in Smithy's JSON, and removes the mixins.
///
/// # Errors
///
/// The mixins are invalid.
pub fn flatten(file: &Path, model: serde_json::Value) -> Result<serde_json::Value> {
    smithy::flatten(json::Document::new(file.to_owned(), model))
}

/// Adds the line of its file to an error of a model, where the error has a pointer into the model as JSON.
///
/// The files are read again for it: a valid model needs no lines.
pub fn locate(paths: &ModelPaths, error: crate::Error) -> crate::Error {
    locate_in_json(locate_in_idl(paths, error))
}

/// Adds the line to an error of a model in Smithy's language, whose pointers are not those of a file.
fn locate_in_idl(paths: &ModelPaths, error: crate::Error) -> crate::Error {
    match paths.form() {
        Form::Idl => idl::locate(&paths.all(), error),
        Form::Botocore | Form::Smithy => error,
    }
}

/// Adds the line to an error of a JSON file, where it has a pointer and the file can be read.
pub fn locate_in_json(mut error: crate::Error) -> crate::Error {
    let more = std::mem::take(&mut error.diagnostic_mut().more);
    let diagnostic = error.diagnostic_mut();
    if let (None, Some(file), Some(pointer)) = (&diagnostic.place, &diagnostic.file, &diagnostic.pointer)
        && file.is_file()
        && let Some(text) = source::read_bytes(file)
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok())
    {
        let range = pointer::find(&text, pointer);
        diagnostic.place = Some(crate::error::TextPlace::new(file, &text, range));
    }
    error.diagnostic_mut().more = more.into_iter().map(locate_in_json).collect();
    error
}

/// The ids of the services in a file (Smithy); empty for botocore's form, where a folder is a service.
pub fn services(paths: &ModelPaths) -> Result<Vec<String>> {
    match paths.form() {
        Form::Botocore => Ok(Vec::new()),
        Form::Smithy | Form::Idl => smithy::services(paths),
    }
}
