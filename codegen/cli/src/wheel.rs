//! botocore's wheels: fetched by pip, kept below `target`, and read file by file.
//!
//! The hash of a wheel has to be that of the index, or that of the lock of the vendored models, where it names the
//! version; that is checked whenever the wheel is opened. Its contents are not trusted: a name that could lead out of a
//! folder, a link, or more bytes than models have is an error before anything is written.

mod pip;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::read::MultiGzDecoder;
use sha2::{Digest, Sha256};
use zip::ZipArchive;

pub use pip::{PACKAGE, is_version};

use crate::Result;
use crate::disk::{self, At};
use crate::lock::{self, Extracted};

/// The most that one file may hold, unzipped. The largest model there is takes four megabytes.
const MOST_BYTES: u64 = 1 << 26;

/// The largest size of all files that are read from one wheel. All models together have half of it.
const MOST_BYTES_TOGETHER: u64 = 1 << 29;

/// The hashes of wheels that are known beforehand, by their version.
pub type Pins = BTreeMap<String, String>;

/// A wheel of botocore.
pub struct Wheel {
    /// The version.
    pub version: String,
    /// The SHA-256 of the wheel.
    pub sha256: String,
    archive: ZipArchive<File>,
    record: String,
    /// The number of bytes that were read from it.
    taken: u64,
}

impl Wheel {
    /// Fetches a version, or the newest one, unless it is kept already.
    ///
    /// # Errors
    ///
    /// pip is not installed, does not reach its index, or finds no such version; or the wheel fails its checks.
    pub fn fetch(root: &Path, version: Option<&str>, pins: &Pins) -> Result<Self> {
        let cache = root.join("target/sdk-tailor/botocore");
        if let Some(kept) = version.map_or(Ok(None), |version| kept(&cache, version, pins))? {
            return Ok(kept);
        }
        let published = pip::resolve(version)?;
        let (version, sha256) = (&published.version, &published.sha256);
        if let Some(pin) = pins.get(version).filter(|pin| *pin != sha256) {
            return Err(format!(
                "{PACKAGE} {version} is not the one that {} names\n   = expected sha256: {pin}\n   = the index gives: \
                 {sha256}\n   = help: find out who changed it: a version that was published does not change",
                lock::LOCK
            )
            .into());
        }
        if let Some(kept) = kept(&cache, version, pins)? {
            return Ok(kept);
        }
        fs::create_dir_all(&cache).at(&cache)?;
        let folder = tempfile::tempdir_in(&cache).at(&cache)?;
        let found = pip::download(folder.path(), version, sha256)?;
        // It is kept only where it is one.
        Self::open(&found, version, sha256)?;
        let kept = path(&cache, version);
        disk::replace(&note(&kept), format!("{sha256}\n").as_bytes())?;
        fs::rename(&found, &kept).at(&kept)?;
        Self::open(&kept, version, sha256)
    }

    fn open(path: &Path, version: &str, sha256: &str) -> Result<Self> {
        let damaged = |error: &dyn std::fmt::Display| {
            format!(
                "{}: {error}\n   = help: remove the file, and it is fetched again",
                path.display()
            )
        };
        if hash(path)? != sha256 {
            return Err(damaged(&format!("this is not the wheel whose sha256 is {sha256}")).into());
        }
        let mut archive = ZipArchive::new(File::open(path).at(path)?).map_err(|error| damaged(&error))?;
        refuse_entries(&mut archive, path)?;
        let name = format!("{PACKAGE}-{version}.dist-info/RECORD");
        let mut wheel = Self {
            version: version.to_owned(),
            sha256: sha256.to_owned(),
            archive,
            record: String::new(),
            taken: 0,
        };
        let record = wheel.read(&name).map_err(|error| damaged(&error))?;
        wheel.record = String::from_utf8(record).map_err(|error| damaged(&error))?;
        Ok(wheel)
    }

    /// All files of one version of a service.
    ///
    /// # Errors
    ///
    /// The wheel has no such service.
    pub fn service(&mut self, service: &str, version: Option<&str>) -> Result<Vec<Extracted>> {
        let newest = match version {
            Some(version) => version.to_owned(),
            None => self.newest(service)?,
        };
        let prefix = format!("{PACKAGE}/data/{service}/{newest}/");
        let names: Vec<String> = self.names().filter(|name| name.starts_with(&prefix)).collect();
        let files = names.iter().filter(|name| !name.ends_with('/'));
        let files = files.map(|name| self.extract(name)).collect::<Result<Vec<_>>>()?;
        if files.iter().any(|file| file.path.ends_with("/service-2.json")) {
            return Ok(files);
        }
        Err(self.lacks(service, Some(&newest)))
    }

    /// The files that belong to every model: the partitions, and the licence.
    pub fn common(&mut self) -> Result<Vec<Extracted>> {
        let partitions = format!("{PACKAGE}/data/partitions.json");
        let names: Vec<String> = self
            .names()
            .filter(|name| {
                let is_term = name.ends_with("/LICENSE.txt") || name.ends_with("/NOTICE");
                *name == partitions || (is_term && name.contains(".dist-info/"))
            })
            .collect();
        names.iter().map(|name| self.extract(name)).collect()
    }

    /// The services in it, each with its newest version.
    pub fn services(&self) -> BTreeMap<String, String> {
        let prefix = format!("{PACKAGE}/data/");
        let mut services = BTreeMap::new();
        for name in self.names() {
            let mut parts = name.strip_prefix(&prefix).unwrap_or_default().split('/');
            if let (Some(service), Some(version), Some(file)) = (parts.next(), parts.next(), parts.next())
                && file.starts_with("service-2.json")
            {
                let newest = services.entry(service.to_owned()).or_insert_with(String::new);
                *newest = std::mem::take(newest).max(version.to_owned());
            }
        }
        services
    }

    /// The beginning of a file, unzipped.
    pub fn head(&mut self, name: &str, most: u64) -> Option<String> {
        let mut bytes = Vec::new();
        let file = self.archive.by_name(name).ok()?;
        match name.ends_with(".gz") {
            true => MultiGzDecoder::new(file).take(most).read_to_end(&mut bytes).ok()?,
            false => file.take(most).read_to_end(&mut bytes).ok()?,
        };
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn names(&self) -> impl Iterator<Item = String> {
        let names = self.archive.file_names().filter_map(std::result::Result::ok);
        names.map(std::borrow::Cow::into_owned)
    }

    /// The newest version of a service: versions are dates, so it is the last by name.
    fn newest(&self, service: &str) -> Result<String> {
        let prefix = format!("{PACKAGE}/data/{service}/");
        let versions = self.names().filter_map(|name| {
            let (version, _) = name.strip_prefix(&prefix)?.split_once('/')?;
            Some(version.to_owned())
        });
        versions.max().ok_or_else(|| self.lacks(service, None))
    }

    fn lacks(&self, service: &str, version: Option<&str>) -> Box<dyn std::error::Error> {
        let shown = version.map_or(service.to_owned(), |version| format!("{service}/{version}"));
        format!(
            "{PACKAGE} {} has no model `{shown}`\n   = help: services are called as in its folder `{PACKAGE}/data`",
            self.version
        )
        .into()
    }

    /// Reads a file, and compares it with the wheel's own record.
    fn extract(&mut self, source: &str) -> Result<Extracted> {
        let raw = self.read(source)?;
        let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(&raw));
        let row = format!("{source},sha256={hash},");
        if !self.record.lines().any(|line| line.starts_with(&row)) {
            return Err(format!("{source} of {PACKAGE} {} is not what its RECORD says", self.version).into());
        }
        let bare = source.strip_prefix(&format!("{PACKAGE}/data/")).unwrap_or(source);
        let bare = match bare.split_once(".dist-info/") {
            // Newer wheels keep the terms in a folder of their own.
            Some((_, term)) => term.rsplit('/').next().unwrap_or(term),
            None => bare,
        };
        let (path, bytes) = match bare.strip_suffix(".gz") {
            Some(path) => (path, self.limited(source, MultiGzDecoder::new(&raw[..]))?),
            None => (bare, raw),
        };
        Ok(Extracted {
            source: source.to_owned(),
            path: path.to_owned(),
            bytes,
        })
    }

    fn read(&mut self, name: &str) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let file = self.archive.by_name(name).map_err(|error| format!("{name}: {error}"))?;
        // What it says of its size is not believed.
        let read = file.take(MOST_BYTES + 1).read_to_end(&mut bytes);
        read.map_err(|error| format!("{name}: {error}"))?;
        self.count(name, bytes)
    }

    /// Reads to the end, up to the size that a file can have.
    fn limited(&mut self, name: &str, reader: impl Read) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let read = reader.take(MOST_BYTES + 1).read_to_end(&mut bytes);
        read.map_err(|error| format!("{name} of {PACKAGE} {} cannot be unzipped: {error}", self.version))?;
        self.count(name, bytes)
    }

    /// Fails where a file, or all files together, are larger than models are.
    fn count(&mut self, name: &str, bytes: Vec<u8>) -> Result<Vec<u8>> {
        self.taken += bytes.len() as u64;
        let (what, most) = match bytes.len() as u64 > MOST_BYTES {
            true => (name, MOST_BYTES),
            false if self.taken > MOST_BYTES_TOGETHER => ("what was taken out of it so far", MOST_BYTES_TOGETHER),
            false => return Ok(bytes),
        };
        Err(format!(
            "{PACKAGE} {} is no wheel of models: {what} holds more than {most} bytes\n   = help: nothing was changed; name \
             another version",
            self.version
        )
        .into())
    }
}

/// Fails where an entry of the wheel could lead out of the folder that it is unpacked in.
fn refuse_entries(archive: &mut ZipArchive<File>, path: &Path) -> Result<()> {
    let wheel = path.display();
    for index in 0..archive.len() {
        let damaged = |error| format!("{wheel}: {error}\n   = help: remove the file, and it is fetched again");
        let entry = archive.by_index_raw(index).map_err(damaged)?;
        let name = entry.name().map_err(damaged)?;
        if !disk::stays_below(name.strip_suffix('/').unwrap_or(&name)) {
            return Err(disk::escapes(wheel, &name).into());
        }
        if entry.is_symlink() {
            let what = name.escape_debug();
            return Err(format!(
                "{wheel}: `{what}` is a symbolic link, and wheels have none\n   = help: nothing was written; name another \
                 version"
            )
            .into());
        }
    }
    Ok(())
}

/// The wheel of a version, if it was fetched before and has not changed since.
fn kept(cache: &Path, version: &str, pins: &Pins) -> Result<Option<Wheel>> {
    let path = path(cache, version);
    if !path.is_file() {
        return Ok(None);
    }
    let noted = fs::read_to_string(note(&path)).unwrap_or_default();
    let expected = pins.get(version).map_or(noted.trim(), String::as_str);
    if hash(&path)? == expected {
        return Wheel::open(&path, version, expected).map(Some);
    }
    eprintln!("{} is not as it was fetched: it is fetched again", path.display());
    fs::remove_file(&path).at(&path)?;
    Ok(None)
}

/// The path at which the wheel of a version is kept.
fn path(cache: &Path, version: &str) -> PathBuf {
    cache.join(format!("{PACKAGE}-{version}-py3-none-any.whl"))
}

/// The path of the file beside a kept wheel that holds the hash from the index.
fn note(wheel: &Path) -> PathBuf {
    wheel.with_extension("whl.sha256")
}

/// The SHA-256 of a wheel.
fn hash(path: &Path) -> Result<String> {
    let length = fs::metadata(path).at(path)?.len();
    if length > MOST_BYTES_TOGETHER {
        let why = format!("{} holds {length} bytes, more than any wheel of models", path.display());
        return Err(format!("{why}\n   = help: remove the file, and name another version").into());
    }
    Ok(lock::sha256(&fs::read(path).at(path)?))
}
