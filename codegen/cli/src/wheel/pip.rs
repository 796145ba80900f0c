//! pip, which asks the index and fetches wheels. Which index that is, and how it is reached, is pip's own configuration.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::Result;
use crate::disk::At;

/// The package that carries the models.
pub const PACKAGE: &str = "botocore";

/// Tells whether a word is a version of botocore, and nothing that pip could take for an option.
pub fn is_version(word: &str) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    parts.len() == 3
        && parts
            .iter()
            .all(|part| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit()))
}

/// A version that the index has, and the hash of its wheel.
pub struct Published {
    pub version: String,
    pub sha256: String,
}

/// Asks the index for a version, or for the newest one.
pub fn resolve(version: Option<&str>) -> Result<Published> {
    let wanted = version.map_or(PACKAGE.to_owned(), |version| format!("{PACKAGE}=={version}"));
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("report.json");
    let mut arguments = vec!["install", "--dry-run", "--quiet", "--ignore-installed", "--report"];
    let path = file.display().to_string();
    arguments.push(&path);
    pip(&arguments, &[&wanted], &wanted)?;
    let report = fs::read(&file).at(&file)?;
    let published = serde_json::from_slice(&report).ok().and_then(|report| read(&report));
    let published = published.filter(|it| version.is_none_or(|version| version == it.version));
    published.ok_or_else(|| {
        format!(
            "pip says of no wheel of {wanted} which sha256 its index gives, and nothing else tells whether it is the one \
             that was published\n   = help: use pip 22.2 or newer (`python3 -m pip install --upgrade pip`), or another \
             Python by the variable PYTHON"
        )
        .into()
    })
}

/// The one package in a report of pip.
fn read(report: &Value) -> Option<Published> {
    let package = report["install"].as_array()?.first()?;
    let version = package["metadata"]["version"].as_str()?;
    let archive = &package["download_info"]["archive_info"];
    // Before there were several hashes there was one.
    let old = || archive["hash"].as_str()?.strip_prefix("sha256=");
    let sha256 = archive["hashes"]["sha256"].as_str().or_else(old)?.to_lowercase();
    let is_hash = sha256.len() == 64 && sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_named = package["metadata"]["name"].as_str() == Some(PACKAGE) && is_version(version);
    (is_hash && is_named).then(|| Published {
        version: version.to_owned(),
        sha256,
    })
}

/// Fetches the wheel with that hash into a folder.
pub fn download(folder: &Path, version: &str, sha256: &str) -> Result<PathBuf> {
    let wanted = format!("{PACKAGE}=={version}");
    eprintln!("fetching {wanted} with pip");
    let requirements = folder.join("requirements.txt");
    fs::write(&requirements, format!("{wanted} --hash=sha256:{sha256}\n")).at(&requirements)?;
    let (to, from) = (folder.display().to_string(), requirements.display().to_string());
    pip(
        &["download", "--dest", &to],
        &["--require-hashes", "--requirement", &from],
        &wanted,
    )?;
    let mut entries = fs::read_dir(folder)
        .at(folder)?
        .filter_map(|entry| Some(entry.ok()?.path()));
    let wheel = entries.find(|path| path.extension().is_some_and(|it| it == "whl"));
    wheel.ok_or_else(|| "pip fetched no wheel\n   = help: name a version that is published as one".into())
}

/// Runs pip for wheels only, and passes its messages on.
fn pip(arguments: &[&str], wanted: &[&str], shown: &str) -> Result<()> {
    let python = std::env::var_os("PYTHON").map_or(PathBuf::from("python3"), PathBuf::from);
    let mut child = Command::new(&python)
        .args(["-m", "pip"])
        .args(arguments)
        .args(["--no-deps", "--only-binary=:all:", "--disable-pip-version-check"])
        .args(wanted)
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
    Err(format!("pip could not fetch {shown}:\n{said}\n   = help: {advice}").into())
}
