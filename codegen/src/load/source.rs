//! Model files on disk: a folder's files, and their JSON, compressed or not, with their extras.
//!
//! Only this module reads from a disk. It knows the layout and the names of botocore's files, and nothing of their
//! content.

use std::{
    fs,
    io::{ErrorKind, Read},
    path::{Path, PathBuf},
};

use flate2::read::MultiGzDecoder;

use super::{json::Document, parse::parse};
use crate::{Error, Result};

/// The largest size of a file, decompressed. The largest model has four megabytes.
const MOST_BYTES: u64 = 1 << 28;

/// The file that makes a directory a model.
const MODEL: &str = "service-2";

/// The directory of one version of a service.
#[derive(Debug)]
pub(crate) struct Source {
    directory: PathBuf,
}

impl Source {
    /// Takes the directory of a version, or the newest version in the directory of a service.
    pub(crate) fn open(directory: &Path) -> Result<Self> {
        let directory = if find(directory, MODEL).is_some() {
            directory.to_owned()
        } else {
            newest_version(directory)?
        };
        Ok(Self { directory })
    }

    /// The directory of the version.
    pub(crate) fn directory(&self) -> &Path {
        &self.directory
    }

    /// The file of the service itself.
    pub(crate) fn model(&self) -> Result<Document> {
        self.optional(MODEL)?.ok_or_else(|| no_model(&self.directory))
    }

    /// Any other file, with its extras, if it exists.
    pub(crate) fn optional(&self, name: &str) -> Result<Option<Document>> {
        let Some(file) = find(&self.directory, name) else {
            return Ok(None);
        };
        let mut document = read(&file)?;
        if let Some(extras) = find(&self.directory, &format!("{name}.sdk-extras")) {
            document.merge(read(&extras)?);
        }
        Ok(Some(document))
    }
}

/// Finds a file by its name without the extension; an uncompressed one takes precedence.
pub(crate) fn find(directory: &Path, name: &str) -> Option<PathBuf> {
    ["json", "json.gz"]
        .iter()
        .map(|ending| directory.join(format!("{name}.{ending}")))
        .find(|path| path.is_file())
}

/// A file's JSON.
pub(crate) fn read(file: &Path) -> Result<Document> {
    let bytes = read_bytes(file)?;
    let root = parse(&bytes).map_err(|error| error.in_file(file))?;
    Ok(Document::new(file.to_owned(), root))
}

pub(crate) fn read_bytes(file: &Path) -> Result<Vec<u8>> {
    let unreadable = |error| {
        Error::new(
            format!("the file cannot be read: {error}"),
            "check that it is there and may be read",
        )
        .in_file(file)
    };
    let raw = fs::File::open(file).map_err(unreadable)?;
    if file.extension().is_none_or(|ending| ending != "gz") {
        return read_limited(raw).map_err(unreadable);
    }
    read_limited(MultiGzDecoder::new(raw)).map_err(|error| {
        Error::new(
            format!("the file cannot be unzipped: {error}"),
            "fetch the file again: it is damaged, cut off, or not zipped at all",
        )
        .in_file(file)
    })
}

/// Reads to the end, up to the size that a file can have: a small compressed file can contain a disk full of bytes.
fn read_limited(reader: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(std::io::Error::other(format!("it holds more than {MOST_BYTES} bytes")));
    }
    Ok(bytes)
}

/// Finds the newest version. Versions are dates, so it is the last by name.
fn newest_version(directory: &Path) -> Result<PathBuf> {
    let entries = fs::read_dir(directory).map_err(|error| not_a_directory(directory, &error))?;
    entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|version| find(version, MODEL).is_some())
        .max()
        .ok_or_else(|| no_model(directory))
}

fn not_a_directory(path: &Path, error: &std::io::Error) -> Error {
    let problem = match error.kind() {
        ErrorKind::NotFound => "there is no such folder".to_owned(),
        _ => format!("the folder cannot be read: {error}"),
    };
    let advice =
        format!("name the folder that holds `{MODEL}.json`, or the one above it with a folder for each version");
    Error::new(problem, advice).in_file(path)
}

fn no_model(directory: &Path) -> Error {
    Error::new(
        format!("there is no model here: neither `{MODEL}.json` nor `{MODEL}.json.gz`, nor a version with one"),
        "name a folder in botocore's layout, such as `personalize/2018-05-22`",
    )
    .in_file(directory)
}
