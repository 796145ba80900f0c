//! Models by pip, which has a wheel of our own here: taken by `init`, and newer ones by `upgrade`.

use std::{fs, io::Write, os::unix::fs::PermissionsExt, path::Path};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::json;
use sha2::{Digest, Sha256};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::shop::{Run, Shop};

/// Gives pip a wheel with the models that are there, changed.
pub fn publish(shop: &Shop, version: &str, change: impl Fn(&str) -> String) {
    let files = ["service-2", "paginators-1", "endpoint-rule-set-1"].map(|it| format!("shelves/2020-01-02/{it}.json"));
    publish_files(shop, version, &files, |_, text| change(text));
}

/// Gives pip a wheel with the partitions and these files of the models that are there, changed.
pub fn publish_files(shop: &Shop, version: &str, files: &[String], change: impl Fn(&str, &str) -> String) {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut record = String::new();
    for file in ["partitions.json"].into_iter().chain(files.iter().map(String::as_str)) {
        let text = change(file, &shop.read(&format!("data/{file}")));
        let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(&text));
        record += &format!("botocore/data/{file},sha256={hash},{}\n", text.len());
        zip.start_file(format!("botocore/data/{file}"), SimpleFileOptions::default())
            .unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.start_file(
        format!("botocore-{version}.dist-info/RECORD"),
        SimpleFileOptions::default(),
    )
    .unwrap();
    zip.write_all(record.as_bytes()).unwrap();
    let bytes = zip.finish().unwrap().into_inner();
    let sha256: String = Sha256::digest(&bytes).iter().map(|it| format!("{it:02x}")).collect();
    let name = format!("wheels/botocore-{version}-py3-none-any.whl");
    let report = json!({ "install": [{
        "metadata": { "name": "botocore", "version": version },
        "download_info": { "archive_info": { "hashes": { "sha256": sha256 } } }
    }] });
    shop.write(&format!("{name}.json"), report.to_string());
    shop.write(&name, bytes);
    shop.write("python", PYTHON);
    fs::set_permissions(shop.path("python"), fs::Permissions::from_mode(0o755)).unwrap();
}

/// Answers as pip does to what it is asked.
const PYTHON: &str = r#"#!/bin/sh
for it; do
  case $last in --report) report=$it;; --dest) folder=$it;; esac
  last=$it
done
[ -n "$report" ] && wanted=$last || read -r wanted rest < "$last"
version=${wanted#botocore}
wheel=$(dirname "$0")/wheels/botocore-${version#==}-py3-none-any.whl
[ -f "$wheel" ] || { echo "ERROR: No matching distribution found for $wanted" >&2; exit 1; }
if [ -n "$report" ]; then cp "$wheel.json" "$report"; else cp "$wheel" "$folder"; fi
"#;

pub fn run(shop: &Shop, arguments: &[&str]) -> Run {
    let output = shop
        .command(arguments)
        .env("PYTHON", shop.path("python"))
        .output()
        .unwrap();
    Run {
        status: output.status.code(),
        said: String::from_utf8(output.stdout).unwrap(),
        noted: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn newer_models_come_under_the_version_that_the_application_depends_on() {
    let shop = Shop::new();
    publish(&shop, "1.1.0", str::to_owned);
    publish(&shop, "1.2.0", |text| {
        let mut model: serde_json::Value = serde_json::from_str(text).unwrap();
        if let Some(members) = model.pointer_mut("/shapes/Book/members") {
            members["isbn"] = json!({ "shape": "Text" });
        }
        model.to_string()
    });
    run(&shop, &["init", "--botocore", "1.1.0"]).succeeds();
    let lock = shop.read("app/sdk/models/models.lock");
    assert!(
        lock.contains("[[package]]\nname = \"botocore\"\nversion = \"1.1.0\"\nsha256 = "),
        "{lock}"
    );
    let manifest = shop.read("app/Cargo.toml");

    let tree = shop.tree();
    let said = run(&shop, &["upgrade", "--to", "1.2.0", "--dry-run"]).succeeds();
    assert!(said.contains("member-added: types::Book::isbn"), "{said}");
    let differs = |path: &&std::path::PathBuf| !path.starts_with("target");
    let now = shop.tree();
    assert!(
        now.keys().filter(differs).eq(tree.keys().filter(differs)),
        "a dry run changes nothing"
    );

    run(&shop, &["upgrade", "--to", "1.2.0"]).succeeds();
    assert!(
        shop.read("app/sdk/aws-sdk-bookshelves/src/types/book.rs")
            .contains("pub isbn: Option<String>")
    );
    assert!(
        shop.read("app/sdk-tailor.toml").contains("version = \"1.2.3\""),
        "the version is AWS's still"
    );
    assert_eq!(shop.read("app/Cargo.toml"), manifest);
    assert!(!shop.path("app/sdk/models/shelves/CHANGELOG.md").exists());
    run(&shop, &["check"]).succeeds();
    let said = run(&shop, &["diff", "1.1.0", "1.2.0"]).succeeds();
    assert!(said.contains("member-added"), "{said}");
    run(&shop, &["init", "--botocore", "9.9.9"]).succeeds();
    assert!(Path::new(&shop.path("app/sdk/models/shelves/2020-01-02/service-2.json")).is_file());
}
