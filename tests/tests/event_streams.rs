//! Event streams of generated clients: runs the tests of the folder `event_streams` against clients of the fixture
//! `event-stream`, one for each protocol that has event streams.

use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use codegen::load::{ModelPaths, load};
use serde_json::{Value, json};

/// The packages, and the protocols that their clients speak.
const CLIENTS: [(&str, &str); 4] = [
    ("events-rest-json", "rest-json"),
    ("events-rest-xml", "rest-xml"),
    ("events-json", "json"),
    ("events-cbor", "smithy-rpc-v2-cbor"),
];

/// The model of the fixture.
const MODEL: &str = "fixtures/event-stream/model";

const MANIFEST: &str = r#"[package]
name = "events-program"
edition = "2024"

[[test]]
name = "events-program"
path = "main.rs"

[dependencies]
aws-credential-types = { version = "1", features = ["hardcoded-credentials", "test-util"] }
aws-sigv4 = { version = "1", features = ["sign-eventstream"] }
aws-smithy-eventstream = "0.61"
aws-smithy-types = "1"
futures-core = "0.3"
tokio = { version = "1", features = ["io-util", "macros", "net", "rt-multi-thread", "sync"] }
"#;

#[test]
fn clients_and_services_understand_each_other() -> Result<(), Box<dyn Error>> {
    let target = target_folder()?;
    // A folder that stays, so that what has not changed is not compiled again.
    let home = target.join("event-streams");
    let mut manifest = MANIFEST.to_owned();
    for (package, protocol) in CLIENTS {
        generate(package, protocol, &home)?;
        manifest.push_str(&format!("{package} = {{ path = \"../{package}\" }}\n"));
    }
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy(&tests.join("event_streams"), &home.join("program"))?;
    write(&home.join("program/Cargo.toml"), manifest.as_bytes())?;
    write(
        &home.join("Cargo.toml"),
        b"[workspace]\nresolver = \"3\"\nmembers = [\"program\"]\n",
    )?;
    fs::copy(tests.join("../Cargo.lock"), home.join("Cargo.lock"))?;
    let mut run = Command::new(env!("CARGO"));
    run.args(["test", "--package", "events-program", "--offline", "--quiet"])
        .current_dir(&home)
        .env("CARGO_TARGET_DIR", target);
    if has_botocore() {
        run.env("EVENTS_ORACLE", tests.join("oracle/botocore_events.py"))
            .env("EVENTS_MODEL", tests.join(MODEL).join("service-2.json"));
    } else {
        // Written to the stream itself: the harness hides what `eprintln!` says in a test that passes.
        let loud = b"\nskipped: Python with botocore 1.44.x is not there; pip install botocore==1.44.5\n";
        std::io::stderr().write_all(loud)?;
    }
    let output = run.output()?;
    let said = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    assert!(output.status.success(), "{}", said.concat());
    Ok(())
}

fn has_botocore() -> bool {
    let there = Command::new("python3")
        .args(["-c", "import botocore"])
        .stderr(Stdio::null())
        .status();
    there.is_ok_and(|status| status.success())
}

/// Writes the client of a protocol.
fn generate(package: &str, protocol: &str, home: &Path) -> Result<(), Box<dyn Error>> {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join(MODEL);
    let folder = home.join(".models").join(package);
    copy(&fixture, &folder)?;
    let path = folder.join("service-2.json");
    let mut model: Value = serde_json::from_str(&fs::read_to_string(&path)?)?;
    model["metadata"]["protocol"] = json!(protocol);
    fs::write(&path, model.to_string())?;
    let options = codegen::Options {
        package_name: Some(package.to_owned()),
        ..Default::default()
    };
    for (path, text) in codegen::generate(load(&ModelPaths::new(folder))?, &options)? {
        write(&home.join(package).join(path), text.as_bytes())?;
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        write(&to.join(entry.file_name()), &fs::read(entry.path())?)?;
    }
    Ok(())
}

/// Writes a file that is not there yet, or holds something else.
fn write(path: &Path, text: &[u8]) -> std::io::Result<()> {
    if fs::read(path).is_ok_and(|there| there == text) {
        return Ok(());
    }
    fs::create_dir_all(path.parent().unwrap_or(path))?;
    fs::write(path, text)
}

/// The target folder that this test was built in: what it has built of the runtime crates is used again.
fn target_folder() -> Result<PathBuf, Box<dyn Error>> {
    let test = std::env::current_exe()?;
    let profile = test
        .ancestors()
        .find(|folder| folder.join("build").is_dir() && folder.join("deps").is_dir());
    let target = profile
        .and_then(Path::parent)
        .ok_or("the test is not in a target folder")?;
    Ok(target.to_owned())
}
