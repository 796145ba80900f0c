//! The model tasks as their users meet them: the real program, real folders, and a pip that has wheels of our own.
//!
//! What counts is what stands on the disk afterwards, what the program says, and with which status it ends.

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

#[test]
fn two_folders_are_compared_and_grave_changes_end_with_one() {
    let shop = Workshop::new();
    for (name, content) in model(breaking) {
        shop.write(&format!("newer/{name}"), content.to_string());
    }
    let new = shop.path("newer").join(MODEL);
    let (old, new) = (format!("model/{MODEL}"), new.display().to_string());
    let said = shop.run(&["model", "diff", &old, &new]).succeeds();
    assert!(
        said.contains("breaking  member-type-changed: types::Book::pages: Option<i32> -> Option<String>"),
        "{said}"
    );
    assert!(said.contains("at /shapes/Book/members/pages"), "{said}");
    for (limit, status) in [("breaking", 1), ("addition", 1), ("docs", 1)] {
        let run = shop.run(&["model", "diff", &old, &new, "--fail-on", limit]);
        assert_eq!(run.status, Some(status), "{limit}");
    }
    let same = shop.run(&["model", "diff", &old, &old, "--fail-on", "docs"]);
    assert_eq!(same.status, Some(0), "{same:?}");
    let pruned = shop.run(&["model", "diff", &old, &new, "--operations", "!*Book*,GetBook"]);
    assert!(pruned.said.contains("member-type-changed"), "{pruned:?}");
    assert_eq!(
        shop.run(&["model", "diff", &old, &new, "--fail-on", "grave"]).status,
        Some(2)
    );
}

#[test]
fn changes_are_judged_by_what_a_folder_of_sources_uses() {
    let shop = Workshop::new();
    let newer = model(|model| {
        breaking(model);
        service(model)["shapes"]["NotFound"]["error"]["code"] = "Missing".into();
        service(model)["shapes"]["Kind"]["enum"] = json!(["NOVEL", "ATLAS"]);
        service(model)["shapes"]["Shelf"]["required"] = json!(["room", "floor"]);
    });
    for (name, content) in newer {
        shop.write(&format!("newer/{name}"), content.to_string());
    }
    let new = shop.path("newer").join(MODEL);
    let (old, new) = (format!("model/{MODEL}"), new.display().to_string());
    let limited = |source: &str| {
        shop.write("consumer/src/lib.rs", source);
        let arguments = [
            "model",
            "diff",
            &old,
            &new,
            "--used-by",
            "../consumer",
            "--fail-on",
            "breaking-used",
        ];
        shop.run(&arguments)
    };
    let cases = [
        // Members by accessors, setters and patterns; variants by name and by value; errors; builders.
        (
            "fn f(c: C) { c.get_book(); }\nfn g(b: B) { b.pages(); }",
            Some("used at src/lib.rs:2: .pages"),
        ),
        (
            "use s::types::Book;\nfn f(b: B) { b.set_pages(None); }",
            Some("used at src/lib.rs:2: .set_pages"),
        ),
        (
            "fn f(c: C) { c.get_book(); }\nfn g(Book { pages, .. }: Book) {}",
            Some("used at src/lib.rs:2: pages"),
        ),
        ("fn f(c: C) { c.get_book(); Kind::Poems; }", Some("enum-value-removed")),
        (
            "fn f(c: C) { c.get_book(); Kind::from(\"POEMS\"); }",
            Some("used at src/lib.rs:1: \"POEMS\""),
        ),
        (
            "fn f() { Shelf::builder().room(1).build(); }",
            Some("used at src/lib.rs:1: Shelf"),
        ),
        // Calls alone, other names, comments, and no operation that brings the type.
        ("fn f(c: C) { c.get_book(); } // b.pages()", None),
        ("fn f(b: B) { b.pages(); }", None),
        ("fn f(c: C) { c.get_book(); fn pages() {} }", None),
    ];
    for (source, wanted) in cases {
        let run = limited(source);
        match wanted {
            None => assert_eq!(run.status, Some(0), "{source}: {run:?}"),
            Some(wanted) => assert!(
                run.status == Some(1) && run.said.contains(wanted),
                "{source}: {}{}",
                run.said,
                run.noted
            ),
        }
    }
    let code = limited("fn f(c: C) { c.get_book(); }\nfn g(e: E) { e.is_not_found(); }");
    let said = code.succeeds();
    assert!(
        said.contains("error-code-changed") && said.contains("used at src/lib.rs:2: .is_not_found"),
        "{said}"
    );
    let blind = shop.run(&["model", "diff", &old, &new, "--fail-on", "breaking-used"]);
    assert!(
        blind.status == Some(1) && blind.noted.contains("--used-by PATH"),
        "{blind:?}"
    );
    let lost = shop.run(&["model", "diff", &old, &new, "--used-by", "../nowhere"]);
    assert!(
        lost.status == Some(1) && lost.noted.contains("neither a folder nor a manifest"),
        "{lost:?}"
    );
}

#[test]
fn versions_of_botocore_are_fetched_once() {
    let shop = Workshop::with_newer(addition);
    let arguments = ["model", "diff", "1.0.0", "1.1.0", "--format", "json"];
    let run = shop.run(&arguments);
    assert!(run.noted.contains("fetching botocore==1.1.0 with pip"), "{}", run.noted);
    let json: Value = serde_json::from_str(&run.succeeds()).unwrap();
    assert_eq!(json["level"], "addition");
    assert_eq!(json["reports"][0]["service"], "out/shelves");
    assert_eq!(json["reports"][0]["version"], "0.3.1");
    assert_eq!(json["reports"][0]["nextVersion"], "0.3.2");
    fs::remove_file(shop.path("python")).unwrap();
    shop.run(&arguments).succeeds();
    let run = shop.run(&["model", "diff", "1.0.0", "1.2.0"]);
    assert_eq!(run.status, Some(1));
    assert!(
        run.noted.contains("cannot be run") && run.noted.contains("PYTHON"),
        "{}",
        run.noted
    );
}

#[test]
fn a_revision_is_compared_with_what_is_there() {
    let shop = Workshop::with_newer(addition);
    let git = |arguments: &[&str]| {
        let status = Command::new("git")
            .args(["-c", "user.name=t", "-c", "user.email=t@example.com"])
            .args(arguments)
            .current_dir(shop.project())
            .status();
        assert!(status.unwrap().success());
    };
    git(&["init", "--quiet"]);
    git(&["add", "codegen.toml", "model"]);
    git(&["commit", "--quiet", "--message", "one"]);
    let said = shop
        .run(&["model", "diff", "HEAD", "1.1.0", "--format", "markdown"])
        .succeeds();
    assert!(
        said.starts_with("## out/shelves: HEAD → botocore 1.1.0\n\n**1 addition**"),
        "{said}"
    );
    let run = shop.run(&["model", "diff", "nowhere", "1.1.0"]);
    assert_eq!(run.status, Some(1));
    assert!(
        run.noted
            .contains("neither a folder, nor a file, nor a version of botocore, nor a revision"),
        "{}",
        run.noted
    );
}

#[test]
fn an_upgrade_changes_models_lock_crate_versions_and_changelog() {
    let shop = Workshop::with_newer(breaking);
    let said = shop.run(&["model", "upgrade", "--to", "1.1.0"]).succeeds();
    assert!(
        said.starts_with("book-shelves 0.4.0: botocore 1.0.0 -> botocore 1.1.0\n"),
        "{said}"
    );
    assert!(
        said.ends_with("1 breaking, 1 docs: a major step, from 0.3.1 to 0.4.0\n"),
        "{said}"
    );

    let config = shop.read("project/codegen.toml");
    assert!(config.contains("# The crates.\n\n[[crate]]\n"), "{config}");
    assert!(
        config.contains("# vendored\n") && config.contains("version = \"0.4.0\" # of the crate\n"),
        "{config}"
    );
    let packages = shop.read("project/Cargo.lock");
    assert!(
        packages.contains("name = \"book-shelves\"\nversion = \"0.4.0\""),
        "{packages}"
    );
    assert!(packages.contains("name = \"other\"\nversion = \"0.3.1\""), "{packages}");
    let lock = shop.read("project/model/models.lock");
    assert!(
        lock.contains("version = \"1.1.0\"") && !lock.contains("version = \"1.0.0\""),
        "{lock}"
    );
    assert!(
        lock.contains("source = \"botocore/data/shelves/2020-01-02/service-2.json.gz\""),
        "{lock}"
    );
    let changelog = shop.read("project/model/shelves/CHANGELOG.md");
    assert!(
        changelog.contains("## book-shelves 0.4.0: botocore 1.0.0 → botocore 1.1.0"),
        "{changelog}"
    );
    assert!(
        shop.read("project/out/shelves/src/types/book.rs")
            .contains("pub pages: Option<String>")
    );
    assert!(
        shop.read("project/out/shelves/Cargo.toml")
            .contains("version = \"0.4.0\"")
    );
    shop.run(&["codegen", "--check"]).succeeds();
    assert!(!shop.project().join(".sdk-tailor-upgrade").exists());

    let before = shop.tree();
    let again = shop.run(&["model", "upgrade"]);
    assert!(again.noted.contains("there is nothing to do"), "{again:?}");
    assert_eq!(again.succeeds(), "");
    assert!(shop.tree() == before);
}

#[test]
fn the_newest_is_taken_where_none_is_named_and_the_changelog_keeps_its_entries() {
    let shop = Workshop::with_newer(addition);
    shop.run(&["model", "upgrade", "--to", "1.1.0"]).succeeds();
    shop.wheel("1.2.0", &model(breaking));
    let said = shop.run(&["model", "upgrade", "--service", "shelves"]).succeeds();
    assert!(said.contains("from 0.3.2 to 0.4.0"), "{said}");
    let changelog = shop.read("project/model/shelves/CHANGELOG.md");
    let (newer, older) = (changelog.find("0.4.0:"), changelog.find("0.3.2:"));
    assert!(newer.is_some() && newer < older, "{changelog}");
}

#[test]
fn what_the_crate_does_not_reach_changes_the_model_and_not_its_version() {
    let shop = Workshop::with_newer(|model| {
        service(model)["shapes"]["ListBooksRequest"]["members"]["like"] = json!({ "shape": "Text" });
    });
    let said = shop.run(&["model", "upgrade"]).succeeds();
    assert!(said.contains("nothing changed for users; the version stays"), "{said}");
    assert!(shop.read("project/codegen.toml").contains("version = \"0.3.1\""));
    assert!(!shop.project().join("model/shelves/CHANGELOG.md").exists());
    assert!(shop.read("project/model/models.lock").contains("version = \"1.1.0\""));
    shop.run(&["codegen", "--check"]).succeeds();
}

#[test]
fn a_dry_run_changes_nothing() {
    let shop = Workshop::with_newer(breaking);
    let before = shop.tree();
    let report = shop.path("report.json").display().to_string();
    let said = shop
        .run(&["model", "upgrade", "--dry-run", "--json", &report])
        .succeeds();
    assert!(said.contains("a major step, from 0.3.1 to 0.4.0"), "{said}");
    assert!(shop.tree() == before);
    let json: Value = serde_json::from_str(&shop.read("report.json")).unwrap();
    assert_eq!(json["level"], "breaking");
}

#[test]
fn what_services_share_waits_until_all_of_them_are_upgraded() {
    let shop = Workshop::with_newer(|model| {
        addition(model);
        let partitions = model.get_mut("partitions.json").unwrap();
        partitions["partitions"][0]["regions"]["eu-moon-1"] = json!({ "description": "Moon" });
    });
    let mut lock = shop.read("project/model/models.lock");
    for (name, content) in model(|_| {}).into_iter().filter(|(name, _)| name.starts_with(MODEL)) {
        let name = name.replace("shelves", "lamps");
        let hash: String = Sha256::digest(content.to_string())
            .iter()
            .map(|it| format!("{it:02x}"))
            .collect();
        lock += &format!(
            "[[file]]\npath = \"{name}\"\npackage = \"botocore\"\nversion = \"1.0.0\"\nsource = \"{name}\"\nsha256 = \
             \"{hash}\"\n\n"
        );
        shop.write(&format!("project/model/{name}"), content.to_string());
    }
    shop.write("project/model/models.lock", lock);
    let config = shop.read("project/codegen.toml");
    let lamps = "\n[[crate]]\nmodel = \"model/lamps/2020-01-02\"\npath = \"out/lamps\"\npackage = \"lamps\"\n";
    shop.write("project/codegen.toml", config + lamps);
    shop.codegen();
    let partitions = shop.read("project/model/partitions.json");
    let other = shop.read("project/out/lamps/src/config/endpoint.rs");
    // All of them cannot be upgraded: the wheel lacks one.
    shop.refuses(
        &["model", "upgrade", "--to", "1.1.0"],
        &["has no model `lamps/2020-01-02`"],
    );

    let said = shop
        .run(&["model", "upgrade", "--to", "1.1.0", "--service", "shelves"])
        .succeeds();
    assert!(
        said.contains("1 addition") && !said.contains("partition-changed"),
        "{said}"
    );
    assert_eq!(shop.read("project/model/partitions.json"), partitions);
    assert_eq!(shop.read("project/out/lamps/src/config/endpoint.rs"), other);
    assert!(
        shop.read("project/codegen.toml").ends_with(lamps),
        "the other crate keeps its table"
    );
    shop.run(&["codegen", "--check"]).succeeds();
}

#[test]
fn a_file_that_the_model_has_no_more_goes_away() {
    let shop = Workshop::with_newer(|model| {
        model.remove(&format!("{MODEL}/paginators-1.json"));
    });
    shop.run(&["model", "upgrade"]).succeeds();
    assert!(!shop.project().join(format!("model/{MODEL}/paginators-1.json")).exists());
    assert!(!shop.read("project/model/models.lock").contains("paginators"));
}

#[test]
fn what_goes_wrong_leaves_everything_as_it_was() {
    let shop = Workshop::with_newer(|model| {
        service(model)["shapes"].as_object_mut().unwrap().remove("Book");
    });
    shop.refuses(
        &["model", "upgrade", "--to", "9.9.9"],
        &["could not fetch botocore==9.9.9", "name a version"],
    );
    shop.refuses(&["model", "upgrade", "--to", "1.1.0"], &["Book"]);
    shop.refuses(&["model", "upgrade", "--service", "ec2"], &["names no crate of `ec2`"]);

    let mut other = Wheel::default();
    other.add("botocore/data/ec2/2016-11-15/service-2.json", b"{}");
    shop.publish("1.2.0", other);
    shop.refuses(
        &["model", "upgrade", "--to", "1.2.0"],
        &["botocore 1.2.0 has no model `shelves/2020-01-02`"],
    );

    let mut forged = Wheel::default();
    for (name, content) in model(addition) {
        forged.add(&format!("botocore/data/{name}"), content.to_string().as_bytes());
    }
    forged.record = forged.record.replace("sha256=", "sha256=x");
    shop.publish("1.3.0", forged);
    shop.refuses(&["model", "upgrade", "--to", "1.3.0"], &["is not what its RECORD says"]);

    shop.write("wheels/botocore-1.4.0-py3-none-any.whl", "no zip at all");
    shop.index("1.4.0", &sha256(b"no zip at all"));
    shop.refuses(
        &["model", "upgrade", "--to", "1.4.0"],
        &["botocore-1.4.0-py3-none-any.whl"],
    );

    fs::remove_file(shop.path("python")).unwrap();
    shop.refuses(&["model", "upgrade", "--to", "1.5.0"], &["install Python 3 with pip"]);

    shop.write("project/model/partitions.json", "{}");
    shop.refuses(
        &["model", "upgrade", "--to", "1.1.0"],
        &["is not the file that was vendored"],
    );
}

/// A wheel with the newer model and one entry more.
fn wheel_with(name: &str, bytes: &[u8], mode: u32) -> Wheel {
    let mut wheel = Wheel::default();
    for (name, content) in model(addition) {
        wheel.add(&format!("botocore/data/{name}"), content.to_string().as_bytes());
    }
    wheel.add(name, bytes);
    wheel.modes.insert(name.to_owned(), mode);
    wheel
}

#[test]
fn a_wheel_with_a_name_that_leads_out_of_its_folder_is_refused_and_nothing_is_written() {
    let outside = tempfile::tempdir().unwrap();
    let absolute = outside.path().join("x.json").display().to_string();
    let names = [
        "botocore/data/shelves/2020-01-02/../../../../evil.json",
        "../evil.json",
        "botocore/data/shelves/2020-01-02/..",
        &absolute,
        "C:/evil.json",
        "C:evil.json",
        "botocore\\data\\..\\evil.json",
        "botocore/data/shelves/2020-01-02/a\\..\\..\\evil.json",
    ];
    for (number, name) in names.iter().enumerate() {
        let shop = Workshop::new();
        let version = format!("1.1.{number}");
        shop.publish(&version, wheel_with(name, b"{}", 0o644));
        for arguments in [&["--dry-run"][..], &[]] {
            let arguments = [&["model", "upgrade", "--to", &version], arguments].concat();
            shop.refuses(
                &arguments,
                &["could lie outside of its folder", "= help: nothing was written"],
            );
        }
        let names: Vec<_> = fs::read_dir(shop.0.path())
            .unwrap()
            .map(|it| it.unwrap().file_name())
            .collect();
        assert_eq!(names.len(), 4, "{name}: something was written beside: {names:?}");
        assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0, "{name}");
        assert_eq!(fs::read_dir(shop.path("temporary")).unwrap().count(), 0, "{name}");
    }
}

#[test]
fn a_wheel_with_a_link_is_refused() {
    let shop = Workshop::new();
    let name = "botocore/data/shelves/2020-01-02/link.json";
    shop.publish("1.1.0", wheel_with(name, b"/etc/passwd", 0o120_777));
    shop.refuses(
        &["model", "upgrade", "--dry-run"],
        &["link.json` is a symbolic link", "= help: "],
    );
}

#[test]
fn what_a_wheel_holds_is_bounded_file_by_file_and_together() {
    // 64 MB and a byte, and 64 MB, of zeros.
    let [over, most] = [vec![0; (1 << 26) + 1], vec![0; 1 << 26]].map(|zeros| {
        let mut zipped = GzEncoder::new(Vec::new(), Compression::fast());
        zipped.write_all(&zeros).unwrap();
        zipped.finish().unwrap()
    });
    let shop = Workshop::new();
    let name = |number: u32| format!("botocore/data/shelves/2020-01-02/{number}.json.gz");
    shop.publish("1.1.0", wheel_with(&name(0), &over, 0o644));
    shop.refuses(
        &["model", "upgrade", "--to", "1.1.0"],
        &["0.json.gz holds more than 67108864 bytes"],
    );
    let mut wheel = wheel_with(&name(0), &most, 0o644);
    for number in 1..9 {
        wheel.add(&name(number), &most);
    }
    shop.publish("1.2.0", wheel);
    shop.refuses(
        &["model", "upgrade", "--to", "1.2.0", "--dry-run"],
        &["taken out of it so far", "536870912", "help: "],
    );
}

#[test]
fn a_wheel_that_is_not_the_one_of_the_index_or_of_the_lock_is_refused() {
    let shop = Workshop::with_newer(addition);
    // Its own list of hashes is right, but the index speaks of another file.
    shop.index("1.1.0", &"0".repeat(64));
    shop.refuses(&["model", "upgrade"], &["this is not the wheel whose sha256 is 0000"]);
    let report =
        json!({ "install": [{ "metadata": { "name": "botocore", "version": "1.1.0" }, "download_info": {} }] });
    shop.write(&format!("{}.json", Workshop::wheel_name("1.1.0")), report.to_string());
    shop.refuses(
        &["model", "upgrade"],
        &["pip says of no wheel of botocore which sha256", "pip 22.2"],
    );

    shop.wheel("1.1.0", &model(addition));
    shop.run(&["model", "upgrade", "--to", "1.1.0"]).succeeds();
    let lock = shop.read("project/model/models.lock");
    assert!(lock.starts_with("# Generated") && lock.contains("[[package]]\nname = \"botocore\"\nversion = \"1.1.0\""));
    // The version is published again with other bytes: the lock knows better than the index.
    fs::remove_dir_all(shop.path("project/target")).unwrap();
    shop.wheel("1.1.0", &model(breaking));
    shop.refuses(
        &["model", "upgrade", "--to", "1.1.0"],
        &["is not the one that models.lock names", "expected sha256", "help: "],
    );
}

#[test]
fn a_kept_wheel_is_checked_again() {
    let shop = Workshop::with_newer(addition);
    let arguments = ["model", "diff", "1.0.0", "1.1.0"];
    let said = shop.run(&arguments).succeeds();
    let kept = "project/target/sdk-tailor/botocore/botocore-1.1.0-py3-none-any.whl";
    let mut forged = Wheel::default();
    for (name, content) in model(breaking) {
        forged.add(&format!("botocore/data/{name}"), content.to_string().as_bytes());
    }
    shop.write(kept, forged.finish("1.1.0"));
    let run = shop.run(&arguments);
    assert!(
        run.noted.contains("is not as it was fetched: it is fetched again"),
        "{}",
        run.noted
    );
    assert_eq!(run.succeeds(), said);
    // Nor is a wheel believed of which nobody knows the hash.
    fs::remove_file(shop.path(&format!("{kept}.sha256"))).unwrap();
    assert!(shop.run(&arguments).noted.contains("fetched again"));
}

/// Two crates whose folders differ in a dash alone are two, and are upgraded together.
#[test]
fn crates_whose_paths_look_alike_are_upgraded() {
    let shop = Workshop::with_newer(addition);
    let config = shop.read("project/codegen.toml");
    let other =
        "\n[[crate]]\nmodel = \"model/shelves/2020-01-02\"\npath = \"out-shelves\"\npackage = \"other-shelves\"\n";
    shop.write("project/codegen.toml", config + other);
    shop.codegen();
    let mut child = shop
        .command(&["model", "upgrade"])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    for _ in 0..600 {
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success());
            return shop.run(&["codegen", "--check"]).succeeds().clear();
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    child.kill().unwrap();
    panic!("the upgrade hangs");
}

#[test]
fn a_disk_that_takes_no_more_leaves_everything_as_it_was() {
    let shop = Workshop::with_newer(breaking);
    // The wheel is there already: what fails is the writing of the change.
    shop.run(&["model", "diff", "1.0.0", "1.1.0"]).succeeds();
    let before = shop.tree();
    let program = env!("CARGO_BIN_EXE_xtask");
    let output = Command::new("sh")
        .args([
            "-c",
            "trap '' XFSZ; ulimit -f 16; exec \"$0\" model upgrade --to 1.1.0",
            program,
        ])
        .current_dir(shop.project())
        .env("TMPDIR", shop.path("temporary"))
        .output()
        .unwrap();
    let noted = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{noted}");
    assert!(
        noted.starts_with("error: ") && noted.contains("nothing was changed"),
        "{noted}"
    );
    assert!(shop.tree() == before, "{noted}");
    shop.run(&["model", "upgrade", "--to", "1.1.0"]).succeeds();
}

#[test]
fn a_killed_upgrade_is_whole_after_the_next_run() {
    let (mut whole, mut untouched) = (0, 0);
    let shop = Workshop::with_newer(breaking);
    shop.run(&["model", "diff", "1.0.0", "1.1.0"]).succeeds();
    let old = shop.tree();
    let started = std::time::Instant::now();
    shop.run(&["model", "upgrade", "--to", "1.1.0"]).succeeds();
    let takes = started.elapsed();
    let new = shop.tree();
    for share in 1..=24 {
        let shop = Workshop::with_newer(breaking);
        shop.run(&["model", "diff", "1.0.0", "1.1.0"]).succeeds();
        let mut upgrade = shop.command(&["model", "upgrade", "--to", "1.1.0"]);
        let mut child = upgrade.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(takes * share / 24 + Duration::from_micros(u64::from(share) * 37));
        child.kill().unwrap();
        child.wait().unwrap();
        // Any task will do.
        shop.run(&["codegen", "--list"]);
        let tree = shop.tree();
        assert!(
            tree == old || tree == new,
            "neither the old state nor the new one, killed at {share}/24"
        );
        *(if tree == old { &mut untouched } else { &mut whole }) += 1;
        let _ = shop.run(&["model", "upgrade", "--to", "1.1.0"]).succeeds();
        assert!(shop.tree() == new);
    }
    assert_eq!(whole + untouched, 24);
}

/// A fixture of the golden tests that is the same model in both forms: `required`.
fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../tests/fixtures")
        .join(name)
}

/// The fixture's service in Smithy's form, changed, and another one in the same file.
fn two_services(change: impl FnOnce(&mut Value)) -> String {
    let text = fs::read(fixture("smithy-required/model.json")).unwrap();
    let mut model: Value = serde_json::from_slice(&text).unwrap();
    model["shapes"]["other#Other"] = json!({ "type": "service", "version": "1" });
    change(&mut model);
    model.to_string()
}

fn adds_a_member(model: &mut Value) {
    model["shapes"]["com.amazonaws.fixturerequired#Label"]["members"]["added"] =
        json!({ "target": "smithy.api#String" });
}

#[test]
fn a_side_may_be_a_file_of_smithys() {
    let shop = Workshop::new();
    let (botocore, smithy) = (fixture("required/model"), fixture("smithy-required/model.json"));
    let (botocore, smithy) = (botocore.display().to_string(), smithy.display().to_string());
    for sides in [[&botocore, &smithy], [&smithy, &botocore], [&smithy, &smithy]] {
        let run = shop.run(&["model", "diff", sides[0], sides[1], "--fail-on", "addition"]);
        assert!(run.said.contains(" -> "), "{run:?}");
        run.succeeds();
    }

    shop.write("two.json", two_services(adds_a_member));
    let two = shop.path("two.json").display().to_string();
    let refused = shop.run(&["model", "diff", &smithy, &two]);
    assert!(refused.noted.contains("the model has 2 services"), "{refused:?}");
    let said = shop.run(&["model", "diff", &botocore, &two, "--service-id", "Fixture"]);
    let said = said.succeeds();
    assert!(said.contains("addition  member-added: types::Label::added"), "{said}");
    assert!(
        said.contains("at /shapes/com.amazonaws.fixturerequired#Label/members/added"),
        "{said}"
    );

    // A version of botocore is compared with the service of that name, and a file is no crate of codegen.toml.
    let said = shop.run(&[
        "model",
        "diff",
        &two,
        "1.0.0",
        "--service",
        "shelves",
        "--service-id",
        "Fixture",
    ]);
    assert!(said.succeeds().contains("service-renamed"));
}

#[test]
fn an_upgrade_leaves_models_of_smithys_as_they_are() {
    let shop = Workshop::with_newer(addition);
    shop.write("project/smithy/two.json", two_services(|_| {}));
    let config = shop.read("project/codegen.toml");
    let table = "\n[[crate]]\nmodel = \"smithy/two.json\"\nservice = \"com.amazonaws.fixturerequired#Fixture\" # one of two\npath = \"out/required\"\n";
    shop.write("project/codegen.toml", config + table);
    shop.codegen();
    let crate_of_two = shop.read("project/out/required/src/types.rs");
    let run = shop.run(&["model", "upgrade", "--to", "1.1.0"]);
    assert!(
        run.noted
            .contains("out/required: its model is no part of botocore, and stays as it is"),
        "{}",
        run.noted
    );
    run.succeeds();
    assert!(shop.read("project/codegen.toml").ends_with(table));
    assert_eq!(shop.read("project/out/required/src/types.rs"), crate_of_two);
    shop.run(&["codegen", "--check"]).succeeds();
}

#[test]
fn revisions_of_a_file_of_smithys_are_compared() {
    let shop = Workshop::new();
    shop.write("project/smithy/two.json", two_services(|_| {}));
    shop.write(
        "project/codegen.toml",
        "[[crate]]\nmodel = \"smithy/two.json\"\nservice = \"Fixture\"\npath = \"out/required\"\n",
    );
    let git = |arguments: &[&str]| {
        let status = Command::new("git")
            .args(["-c", "user.name=t", "-c", "user.email=t@example.com"])
            .args(arguments)
            .current_dir(shop.project())
            .status();
        assert!(status.unwrap().success());
    };
    git(&["init", "--quiet"]);
    git(&["add", "codegen.toml", "model", "smithy"]);
    git(&["commit", "--quiet", "--message", "one"]);
    shop.write("project/smithy/two.json", two_services(adds_a_member));
    git(&["commit", "--quiet", "--all", "--message", "two"]);
    let said = shop.run(&["model", "diff", "HEAD~1", "HEAD"]).succeeds();
    assert!(said.contains("out/required: HEAD~1 -> HEAD"), "{said}");
    assert!(said.contains("member-added: types::Label::added"), "{said}");
}
