//! botocore's wheels: fetched by pip, kept below `target`, and read file by file.
//!
//! Only this module runs pip. Which index it asks, and how, is pip's own configuration.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::read::MultiGzDecoder;
use sha2::{Digest, Sha256};
use zip::ZipArchive;

use crate::Result;

/// The package that carries the models.
pub const PACKAGE: &str = "botocore";

/// The most that one file may hold, unzipped. The largest model there is takes four megabytes.
const MOST_BYTES: u64 = 1 << 28;

/// A file of a wheel, unzipped.
pub struct Extracted {
    /// The path in the wheel.
    pub source: String,
    /// The name below the folder of the models: `personalize/2018-05-22/service-2.json`.
    pub path: String,
    /// What the file holds.
    pub bytes: Vec<u8>,
}

/// A wheel of botocore.
pub struct Wheel {
    /// The version.
    pub version: String,
    archive: ZipArchive<File>,
    record: String,
}

impl Wheel {
    /// Fetches a version, or the newest one, unless it is there already.
    ///
    /// # Errors
    ///
    /// pip is not there, does not reach its index, or finds no such version.
    pub fn fetch(root: &Path, version: Option<&str>) -> Result<Self> {
        let cache = root.join("target/sdk-tailor/botocore");
        if let Some(kept) = version.and_then(|version| kept(&cache, version)) {
            return Self::open(&kept);
        }
        fs::create_dir_all(&cache)?;
        let folder = tempfile::tempdir_in(&cache)?;
        pip(folder.path(), version)?;
        let found = fs::read_dir(folder.path())?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .find(|path| path.extension().is_some_and(|it| it == "whl"))
            .ok_or("pip fetched no wheel\n   = help: name a version that is published as one")?;
        Self::open(&found)?;
        let kept = cache.join(found.file_name().unwrap_or_default());
        fs::rename(&found, &kept)?;
        Self::open(&kept)
    }

    fn open(path: &Path) -> Result<Self> {
        let damaged = |error: &dyn std::fmt::Display| {
            format!(
                "{}: {error}\n   = help: remove the file, and it is fetched again",
                path.display()
            )
        };
        let mut archive = ZipArchive::new(File::open(path)?).map_err(|error| damaged(&error))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let version = name
            .split('-')
            .nth(1)
            .ok_or_else(|| damaged(&"the name has no version"))?
            .to_owned();
        let record = format!("{PACKAGE}-{version}.dist-info/RECORD");
        let record = read(&mut archive, &record).map_err(|error| damaged(&error))?;
        Ok(Self {
            version,
            archive,
            record: String::from_utf8(record)?,
        })
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

    /// The files that belong to every model: the partitions, and under which terms all of it is given.
    ///
    /// # Errors
    ///
    /// The wheel is damaged.
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

    /// Reads a file, and holds it against the wheel's own record.
    fn extract(&mut self, source: &str) -> Result<Extracted> {
        let raw = read(&mut self.archive, source)?;
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
            Some(path) => (path, limited(MultiGzDecoder::new(&raw[..]))?),
            None => (bare, raw),
        };
        Ok(Extracted {
            source: source.to_owned(),
            path: path.to_owned(),
            bytes,
        })
    }
}

/// The wheel of a version, if it was fetched before.
fn kept(cache: &Path, version: &str) -> Option<PathBuf> {
    let start = format!("{PACKAGE}-{version}-");
    let mut entries = fs::read_dir(cache).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    entries.find(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(&start) && name.ends_with(".whl")
    })
}

fn read(archive: &mut ZipArchive<File>, name: &str) -> Result<Vec<u8>> {
    let file = archive.by_name(name).map_err(|error| format!("{name}: {error}"))?;
    limited(file)
}

/// Reads to the end, unless that is further than any model goes.
fn limited(reader: impl Read) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(format!("a file of the wheel holds more than {MOST_BYTES} bytes").into());
    }
    Ok(bytes)
}

/// Lets pip fetch the wheel into a folder, and says what it is doing.
fn pip(folder: &Path, version: Option<&str>) -> Result<()> {
    let wanted = version.map_or(PACKAGE.to_owned(), |version| format!("{PACKAGE}=={version}"));
    eprintln!("fetching {wanted} with pip");
    let python = std::env::var_os("PYTHON").map_or(PathBuf::from("python3"), PathBuf::from);
    let mut child = Command::new(&python)
        .args(["-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--dest"])
        .arg(folder)
        .arg(&wanted)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| {
            format!(
                "{} cannot be run: {error}\n   = help: install Python 3 with pip, or name one by the variable PYTHON",
                python.display()
            )
        })?;
    let said = child.stdout.take();
    let echo = std::thread::spawn(move || {
        for line in said
            .into_iter()
            .flat_map(|it| BufReader::new(it).lines())
            .map_while(std::result::Result::ok)
        {
            eprintln!("  {}", line.trim());
        }
    });
    let mut complained = String::new();
    if let Some(mut pipe) = child.stderr.take() {
        pipe.read_to_string(&mut complained)?;
    }
    let status = child.wait()?;
    let _ = echo.join();
    if status.success() {
        return Ok(());
    }
    let last: Vec<&str> = complained.lines().filter(|line| line.contains("ERROR")).collect();
    let advice = if complained.contains("No matching distribution") {
        "name a version that is published, and check that pip reaches its index: `python3 -m pip index versions botocore`"
    } else if complained.contains("No module named pip") {
        "install pip for this Python"
    } else {
        "pip fetches nothing: check the network, the disk, and pip's configuration"
    };
    let said = if last.is_empty() {
        complained.trim().to_owned()
    } else {
        last.join("\n")
    };
    Err(format!("pip could not fetch {wanted}:\n{said}\n   = help: {advice}").into())
}
