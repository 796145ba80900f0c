//! The codegen task as its users meet it: the real program, real folders, and a model that each test writes.
//!
//! Nothing here looks at how code is generated. What counts is which files stand there afterwards, what the
//! program says, and with which status it ends.

mod checks;
mod command_line;
mod models;
mod writing;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    time::{Duration, SystemTime},
};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

/// The files of a folder, by their path below it.
type Tree = BTreeMap<PathBuf, Vec<u8>>;

/// What a user may keep in a crate's folder.
const THEIRS: [&str; 9] = [
    "tests/mine.rs",
    "CHANGELOG.md",
    ".gitignore",
    ".github/workflows/ci.yml",
    ".git/HEAD",
    "Cargo.lock",
    "target/debug/built",
    "model/2020-01-02/service-2.json",
    "src/operation/list_books/mine.rs",
];

/// A folder with a model and a place for a crate, which goes away with its test.
struct Workshop(TempDir);

impl Workshop {
    /// A workshop with a model that holds together.
    fn new() -> Self {
        Self::with(&service())
    }

    /// A workshop with this `service-2.json`.
    fn with(service: &Value) -> Self {
        let shop = Self(tempfile::tempdir().unwrap());
        // Apart from the crates, so that a crate's folder can be looked at with all that lies beside it.
        for folder in ["temporary", "out"] {
            fs::create_dir(shop.path(folder)).unwrap();
        }
        shop.write("model/shelves/2020-01-02/service-2.json", service.to_string());
        shop.write("model/shelves/2020-01-02/paginators-1.json", paginators().to_string());
        shop.write(
            "model/shelves/2020-01-02/endpoint-rule-set-1.json",
            rule_set().to_string(),
        );
        shop.write("model/partitions.json", partitions().to_string());
        shop.configure(r#"operations = ["ListBooks"]"#);
        shop
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Writes a `codegen.toml` with one crate and these further lines.
    fn configure(&self, lines: &str) {
        self.write(
            "codegen.toml",
            format!("[[crate]]\nmodel = \"model/shelves/2020-01-02\"\npath = \"out/shelves\"\n{lines}\n"),
        );
    }

    /// Locks the model's files as they are.
    fn lock(&self) {
        let files = [
            "shelves/2020-01-02/service-2.json",
            "shelves/2020-01-02/paginators-1.json",
            "shelves/2020-01-02/endpoint-rule-set-1.json",
            "partitions.json",
        ];
        let row = |file: &&str| {
            let bytes = fs::read(self.path("model").join(file)).unwrap();
            let hash: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            format!(
                "[[file]]\npath = \"{file}\"\npackage = \"models\"\nversion = \"1.2.3\"\nsource = \"{file}\"\nsha256 = \
                 \"{hash}\"\n"
            )
        };
        self.write("model/models.lock", files.iter().map(row).collect::<String>());
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command
            .arg("codegen")
            .args(arguments)
            .current_dir(self.0.path())
            .env("TMPDIR", self.path("temporary"))
            .stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.command(arguments).output().unwrap())
    }

    /// The files of the crate.
    fn tree(&self) -> Tree {
        tree(&self.path("out/shelves"))
    }

    /// The text of all of the crate's Rust files, one after the other.
    fn code(&self) -> String {
        let tree = self.tree();
        let sources = tree
            .iter()
            .filter(|(path, _)| path.extension().is_some_and(|it| it == "rs"));
        sources.map(|(_, text)| String::from_utf8_lossy(text)).collect()
    }

    /// What lies beside the crate, the crate aside.
    fn beside(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.path("out")).unwrap().map(|it| it.unwrap().path());
        entries.filter(|path| !path.ends_with("shelves")).collect()
    }
}

/// How the program ended, and what it said.
#[derive(Debug)]
struct Run {
    status: Option<i32>,
    said: String,
    complained: String,
}

impl Run {
    fn of(output: Output) -> Self {
        Self {
            status: output.status.code(),
            said: String::from_utf8(output.stdout).unwrap(),
            complained: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// All went well: what was said on the standard output.
    #[track_caller]
    fn succeeds(self) -> String {
        assert_eq!((self.status, self.complained.as_str()), (Some(0), ""), "{}", self.said);
        self.said
    }

    /// A check found something: the diff.
    #[track_caller]
    fn finds_stale(self) -> String {
        assert_eq!((self.status, self.complained.as_str()), (Some(1), ""), "{}", self.said);
        assert!(self.said.contains("The crates above are stale"), "{}", self.said);
        self.said
    }

    /// The program refused, with one error that says all of these things.
    #[track_caller]
    fn fails(self, wanted: &[&str]) {
        assert_eq!((self.status, self.said.as_str()), (Some(1), ""), "{}", self.complained);
        assert!(self.complained.starts_with("error: "), "{}", self.complained);
        assert_eq!(self.complained.matches("error: ").count(), 1, "{}", self.complained);
        assert!(!self.complained.contains("panicked"), "{}", self.complained);
        let said = flush_left(&self.complained);
        for wanted in wanted {
            assert!(
                said.contains(&flush_left(wanted)),
                "no {wanted:?} in:\n{}",
                self.complained
            );
        }
    }
}

/// Text without the indentation of its lines: that of an error depends on the width of its line numbers.
fn flush_left(text: &str) -> String {
    let lines: Vec<&str> = text.split('\n').map(str::trim_start).collect();
    lines.join("\n")
}

fn tree(folder: &Path) -> Tree {
    walk(folder)
        .into_iter()
        .filter(|path| path.is_file())
        .map(|path| {
            let bytes = fs::read(&path).unwrap();
            (path.strip_prefix(folder).unwrap().to_owned(), bytes)
        })
        .collect()
}

/// When each file and folder was last changed.
fn times(folder: &Path) -> BTreeMap<PathBuf, SystemTime> {
    let time = |path: PathBuf| {
        let time = fs::metadata(&path).unwrap().modified().unwrap();
        (path, time)
    };
    walk(folder).into_iter().map(time).collect()
}

/// A folder, and all that is below it.
fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![folder.to_owned()];
    let mut next = 0;
    while let Some(path) = found.get(next).cloned() {
        if path.is_dir() {
            found.extend(fs::read_dir(path).unwrap().map(|it| it.unwrap().path()));
        }
        next += 1;
    }
    found
}

/// A service with two operations, one of which comes in pages.
fn service() -> Value {
    let operation = |name: &str| {
        json!({
            "name": name,
            "http": { "method": "POST", "requestUri": "/" },
            "input": { "shape": format!("{name}Request") },
            "output": { "shape": format!("{name}Response") },
            "errors": [{ "shape": "NotFoundException" }]
        })
    };
    json!({
        "version": "2.0",
        "metadata": {
            "apiVersion": "2020-01-02",
            "endpointPrefix": "shelves",
            "jsonVersion": "1.1",
            "protocol": "json",
            "serviceFullName": "Amazon Book Shelves",
            "serviceId": "Book Shelves",
            "signatureVersion": "v4",
            "targetPrefix": "BookShelves",
            "uid": "shelves-2020-01-02"
        },
        "operations": { "ListBooks": operation("ListBooks"), "GetBook": operation("GetBook") },
        "shapes": {
            "ListBooksRequest": {
                "type": "structure",
                "members": { "nextToken": { "shape": "Text" }, "maxResults": { "shape": "Count" } }
            },
            "ListBooksResponse": {
                "type": "structure",
                "members": { "books": { "shape": "Books" }, "nextToken": { "shape": "Text" } }
            },
            "GetBookRequest": {
                "type": "structure", "required": ["title"], "members": { "title": { "shape": "Text" } }
            },
            "GetBookResponse": { "type": "structure", "members": { "book": { "shape": "Book" } } },
            "Books": { "type": "list", "member": { "shape": "Book" } },
            "Book": { "type": "structure", "members": { "title": { "shape": "Text" } } },
            "NotFoundException": {
                "type": "structure", "members": { "message": { "shape": "Text" } }, "exception": true
            },
            "Text": { "type": "string" },
            "Count": { "type": "integer", "box": true }
        }
    })
}

fn paginators() -> Value {
    json!({ "pagination": { "ListBooks": {
        "input_token": "nextToken", "output_token": "nextToken", "limit_key": "maxResults", "result_key": "books"
    } } })
}

fn rule_set() -> Value {
    json!({
        "version": "1.0",
        "parameters": {
            "Region": {
                "builtIn": "AWS::Region", "required": false, "documentation": "The region.", "type": "string"
            }
        },
        "rules": [{
            "conditions": [],
            "endpoint": { "url": "https://shelves.example.com", "properties": {}, "headers": {} },
            "type": "endpoint"
        }]
    })
}

fn partitions() -> Value {
    json!({ "version": "1.1", "partitions": [{
        "id": "aws",
        "outputs": {
            "dnsSuffix": "amazonaws.com", "dualStackDnsSuffix": "api.aws", "implicitGlobalRegion": "us-east-1",
            "name": "aws", "supportsDualStack": true, "supportsFIPS": true
        },
        "regionRegex": "^(us|eu)\\-\\w+\\-\\d+$",
        "regions": { "us-east-1": { "description": "Virginia" } }
    }] })
}
