//! The model tasks as their users meet them: the real program, real folders, and a pip that has wheels of our own.
//!
//! What counts is what stands on the disk afterwards, what the program says, and with which status it ends.

mod comparisons;
mod facts;
mod interruptions;
mod language;
mod smithy;
mod upgrades;
mod wheels;

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use flate2::{Compression, write::GzEncoder};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use zip::{ZipWriter, write::SimpleFileOptions};

/// The service of the models here.
const MODEL: &str = "shelves/2020-01-02";

/// The files of a model, by their name in the wheel's `data` folder.
type Model = BTreeMap<String, Value>;

/// The files of a folder, by their path below it.
type Tree = BTreeMap<PathBuf, Vec<u8>>;

/// A project with one crate, and a pip with wheels.
struct Workshop(TempDir);

impl Workshop {
    /// A project that has the models of botocore 1.0.0.
    fn new() -> Self {
        let shop = Self(tempfile::tempdir().unwrap());
        for folder in ["temporary", "wheels"] {
            fs::create_dir(shop.path(folder)).unwrap();
        }
        shop.write(
            "project/codegen.toml",
            "# The crates.\n\n[[crate]]\nmodel = \"model/shelves/2020-01-02\" # vendored\npath = \"out/shelves\"\n\
             operations = [\"GetBook\"]\nversion = \"0.3.1\" # of the crate\n",
        );
        shop.write(
            "project/Cargo.lock",
            "version = 4\n\n[[package]]\nname = \"book-shelves\"\nversion = \"0.3.1\"\n\n[[package]]\nname = \"other\"\n\
             version = \"0.3.1\"\n",
        );
        shop.write(
            "python",
            // python3 -m pip install --dry-run … --report FILE … WANTED, and pip download --dest FOLDER … --requirement FILE.
            // What the index says of a wheel's hash lies beside it.
            "#!/bin/sh\nfor it; do\n  case $last in --report) report=$it;; --dest) folder=$it;; esac\n  last=$it\ndone\n\
             wanted=$last\n[ -n \"$report\" ] || { read -r wanted rest < \"$last\"; hash=${rest#--hash=sha256:}; }\n\
             version=${wanted#botocore}\nversion=${version#==}\n\
             wheel=$(ls \"$(dirname \"$0\")\"/wheels/botocore-${version:-*}-py3-none-any.whl 2>/dev/null | tail -n 1)\n\
             if [ -z \"$wheel\" ]; then echo \"ERROR: No matching distribution found for $wanted\" >&2; exit 1; fi\n\
             if [ -n \"$report\" ]; then cp \"$wheel.json\" \"$report\"; exit; fi\n\
             [ -n \"$hash\" ] || { echo 'ERROR: no hash' >&2; exit 1; }\n\
             cp \"$wheel\" \"$folder\" && echo \"Saved $wheel\"\n",
        );
        fs::set_permissions(shop.path("python"), fs::Permissions::from_mode(0o755)).unwrap();
        shop.vendor();
        shop.wheel("1.0.0", &model(|_| {}));
        shop.codegen();
        shop
    }

    /// A workshop whose pip has a newer wheel, too.
    fn with_newer(change: impl FnOnce(&mut Model)) -> Self {
        let shop = Self::new();
        shop.wheel("1.1.0", &model(change));
        shop
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn project(&self) -> PathBuf {
        self.path("project")
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Puts the models of 1.0.0 into the project, with their lock.
    fn vendor(&self) {
        let mut lock = String::new();
        for (name, content) in model(|_| {}) {
            let bytes = content.to_string();
            let hash = sha256(bytes.as_bytes());
            lock += &format!(
                "[[file]]\npath = \"{name}\"\npackage = \"botocore\"\nversion = \"1.0.0\"\nsource = \"botocore/data/{name}\"\n\
                 sha256 = \"{hash}\"\n\n"
            );
            self.write(&format!("project/model/{name}"), bytes);
        }
        self.write("project/model/models.lock", lock);
    }

    /// Gives pip a wheel. Its service is zipped, as botocore's are.
    fn wheel(&self, version: &str, files: &Model) {
        let mut wheel = Wheel::default();
        for (name, content) in files {
            if name.ends_with("service-2.json") {
                let mut zipped = GzEncoder::new(Vec::new(), Compression::default());
                zipped.write_all(content.to_string().as_bytes()).unwrap();
                wheel.add(&format!("botocore/data/{name}.gz"), &zipped.finish().unwrap());
            } else {
                wheel.add(&format!("botocore/data/{name}"), content.to_string().as_bytes());
            }
        }
        self.publish(version, wheel);
    }

    fn publish(&self, version: &str, wheel: Wheel) {
        let bytes = wheel.finish(version);
        self.index(version, &sha256(&bytes));
        self.write(&Self::wheel_name(version), bytes);
    }

    fn wheel_name(version: &str) -> String {
        format!("wheels/botocore-{version}-py3-none-any.whl")
    }

    /// What the index says of a wheel.
    fn index(&self, version: &str, sha256: &str) {
        let report = json!({ "install": [{
            "metadata": { "name": "botocore", "version": version },
            "download_info": { "archive_info": { "hashes": { "sha256": sha256 } } }
        }] });
        self.write(&format!("{}.json", Self::wheel_name(version)), report.to_string());
    }

    fn git(&self, folder: &str, arguments: &[&str]) -> String {
        let output = Command::new("git")
            .args(["-c", "user.name=t", "-c", "user.email=t@example.com"])
            .args(arguments)
            .current_dir(self.path(folder))
            .env("GIT_AUTHOR_DATE", "2026-01-01T00:00:00Z")
            .env("GIT_COMMITTER_DATE", "2026-01-01T00:00:00Z")
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn commit(&self, folder: &str) {
        self.git(folder, &["add", "--all"]);
        self.git(folder, &["commit", "--quiet", "--message", "one"]);
    }

    /// The newest commit of a repository.
    fn head(&self, folder: &str) -> String {
        self.git(folder, &["rev-parse", "HEAD"]).trim().to_owned()
    }

    fn codegen(&self) {
        self.run(&["codegen"]).succeeds();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command
            .args(arguments)
            .current_dir(self.project())
            .env("TMPDIR", self.path("temporary"))
            .env("PYTHON", self.path("python"))
            .stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Run {
        let output = self.command(arguments).output().unwrap();
        Run {
            status: output.status.code(),
            said: String::from_utf8(output.stdout).unwrap(),
            noted: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The files of the project, what was fetched aside.
    fn tree(&self) -> Tree {
        let mut tree = Tree::new();
        collect(&self.project(), &self.project(), &mut tree);
        tree.retain(|path, _| !path.starts_with("target"));
        tree
    }

    /// An upgrade fails, says these things, and everything is as it was.
    #[track_caller]
    fn refuses(&self, arguments: &[&str], wanted: &[&str]) {
        let before = self.tree();
        let run = self.run(arguments);
        assert_eq!(run.status, Some(1), "{run:?}");
        assert!(!run.noted.contains("panicked"), "{}", run.noted);
        for wanted in wanted {
            assert!(run.noted.contains(wanted), "no {wanted:?} in:\n{}", run.noted);
        }
        assert!(self.tree() == before, "something changed:\n{}", run.noted);
    }
}

#[derive(Debug)]
struct Run {
    status: Option<i32>,
    said: String,
    noted: String,
}

impl Run {
    #[track_caller]
    fn succeeds(self) -> String {
        assert_eq!(self.status, Some(0), "{}{}", self.said, self.noted);
        self.said
    }
}

/// A wheel in the making.
#[derive(Default)]
struct Wheel {
    files: Vec<(String, Vec<u8>)>,
    record: String,
    /// The modes of files that are not plain.
    modes: BTreeMap<String, u32>,
}

impl Wheel {
    fn add(&mut self, name: &str, bytes: &[u8]) {
        let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(bytes));
        self.record += &format!("{name},sha256={hash},{}\n", bytes.len());
        self.files.push((name.to_owned(), bytes.to_vec()));
    }

    fn finish(mut self, version: &str) -> Vec<u8> {
        let name = format!("botocore-{version}.dist-info/RECORD");
        self.files.push((name, self.record.into_bytes()));
        let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, bytes) in self.files {
            let mode = self.modes.get(&name).copied().unwrap_or(0o644);
            let options = SimpleFileOptions::default();
            if mode & 0o170_000 == 0o120_000 {
                zip.add_symlink(name, String::from_utf8_lossy(&bytes), options).unwrap();
                continue;
            }
            zip.start_file(name, options).unwrap();
            zip.write_all(&bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|it| format!("{it:02x}")).collect()
}

/// The model that the rules of the comparison are tested with, changed.
fn model(change: impl FnOnce(&mut Model)) -> Model {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("../codegen/tests/diff/base");
    let read = |name: &str| serde_json::from_slice(&fs::read(base.join(name)).unwrap()).unwrap();
    let mut model = Model::from([("partitions.json".to_owned(), read("partitions.json"))]);
    for name in ["service-2.json", "paginators-1.json", "endpoint-rule-set-1.json"] {
        model.insert(format!("{MODEL}/{name}"), read(name));
    }
    change(&mut model);
    model
}

fn service(model: &mut Model) -> &mut Value {
    model.get_mut(&format!("{MODEL}/service-2.json")).unwrap()
}

/// A change that breaks users of `GetBook`.
fn breaking(model: &mut Model) {
    service(model)["shapes"]["Book"]["members"]["pages"] = json!({ "shape": "Text" });
}

/// A change that adds to what users of `GetBook` have.
fn addition(model: &mut Model) {
    service(model)["shapes"]["Book"]["members"]["isbn"] = json!({ "shape": "Text" });
}

fn collect(root: &Path, folder: &Path, tree: &mut Tree) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, tree);
        } else {
            let name = path.strip_prefix(root).unwrap().to_owned();
            tree.insert(name, fs::read(path).unwrap());
        }
    }
}
