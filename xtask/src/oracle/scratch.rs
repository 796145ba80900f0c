//! The scratch project: the generated client and its driver, written below the target folder and built there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::ir::Service;

use super::{Model, driver};
use crate::Result;
use crate::crate_dir::{self, Writer};

/// The manifest of the driver. Its workspace is its own, so that cargo does not look for one above it.
fn manifest(package: &str) -> String {
    format!(
        r#"# Written by `cargo xtask oracle`.
[workspace]

[package]
name = "{package}"
version = "0.0.0"
edition = "2024"
publish = false

[dependencies]
aws-credential-types = {{ version = "1.3.1", features = ["hardcoded-credentials"] }}
aws-smithy-runtime-api = {{ version = "1.20", features = ["client", "http-1x"] }}
aws-smithy-types = {{ version = "1.9.3", features = ["http-body-1-x"] }}
aws-types = "1.7"
client = {{ path = "client", default-features = false, features = ["behavior-version-latest", "rt-tokio"] }}
serde_json = {{ version = "1", features = ["float_roundtrip", "preserve_order"] }}
tokio = {{ version = "1", features = ["rt", "time"] }}

[profile.dev]
debug = false
incremental = false
"#
    )
}

/// Writes the project, builds it, and gives the path of the driver.
///
/// # Errors
///
/// No client can be generated, or what was generated does not compile.
pub fn build(root: &Path, model: &Model) -> Result<PathBuf> {
    let shared = root.join("target").join("oracle");
    let package = package(&model.service, &model.patterns);
    let folder = shared.join(&package);
    let options = codegen::Options {
        operations: model.patterns.clone(),
        package_name: Some("client".into()),
        package_version: None,
        ..Default::default()
    };
    write_client(&folder.join("client"), &codegen::generate(model.raw.clone(), &options)?)?;
    let source = folder.join("src");
    fs::create_dir_all(&source)?;
    write(&folder.join("Cargo.toml"), &manifest(&package))?;
    write(&source.join("main.rs"), driver::MAIN)?;
    write(
        &source.join("service.rs"),
        &driver::service(&model.service, &model.facts, "client")?,
    )?;
    for (name, text) in driver::COMMON {
        write(&source.join(name), text)?;
    }
    let lock = folder.join("Cargo.lock");
    if !lock.exists() {
        // The versions that everything else here is tested with; what the driver does not need, cargo takes out.
        fs::copy(root.join("Cargo.lock"), lock)?;
    }
    let target = shared.join("target");
    compile(&folder, &target)?;
    Ok(target.join("debug").join(package))
}

/// The name of the driver: each model and selection has one of its own, so that none builds another's anew.
fn package(service: &Service, patterns: &[String]) -> String {
    let plain = |text: &str| -> String {
        let letters = text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' });
        letters.collect::<String>().to_lowercase()
    };
    let mut name = format!("oracle-{}-{}", plain(&service.sdk_id), plain(&service.version));
    if !patterns.is_empty() {
        use sha2::{Digest, Sha256};
        let digest = Sha256::digest(patterns.join(",").as_bytes());
        let digest: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        name = format!("{name}-{digest}");
    }
    name
}

fn write_client(folder: &Path, files: &codegen::Files) -> Result<()> {
    let writer = Writer::open(folder)?;
    let changes = crate_dir::compare(folder, files)?;
    writer.replace(files, &changes)
}

/// Writes a file if its text has changed, so that cargo builds nothing without a reason.
fn write(path: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()).into())
}

fn compile(folder: &Path, target: &Path) -> Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["build", "--quiet", "--manifest-path"])
        .arg(folder.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(target)
        .status()?;
    if status.success() {
        return Ok(());
    }
    Err(format!(
        "the generated client does not compile with its driver\n   = help: cargo says above what is wrong; the \
         project is in {}",
        folder.display()
    )
    .into())
}
