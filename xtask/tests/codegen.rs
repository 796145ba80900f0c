//! The codegen task as its users meet it: the real program, real folders, and a model that each test writes.
//!
//! Nothing here looks at how code is generated. What counts is which files stand there afterwards, what the
//! program says, and with which status it ends.

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

#[test]
fn a_second_run_touches_nothing() {
    let shop = Workshop::new();
    let said = shop.run(&[]).succeeds();
    assert!(
        said.starts_with("out/shelves: ") && said.contains(" 0 removed, 0 unchanged"),
        "{said}"
    );
    assert!(shop.tree().contains_key(Path::new("src/lib.rs")));
    assert_eq!(shop.beside(), Vec::<PathBuf>::new());

    let before = times(&shop.path("out"));
    let said = shop.run(&[]).succeeds();
    assert!(said.contains(" 0 files written, 0 removed"), "{said}");
    assert_eq!(times(&shop.path("out")), before);
}

#[test]
fn a_check_shows_what_is_stale_and_mends_nothing() {
    let shop = Workshop::new();
    let diff = shop.run(&["--check"]).finds_stale();
    assert!(diff.contains("+++ b/out/shelves/Cargo.toml"), "{diff}");
    assert!(!shop.path("out/shelves").exists());

    shop.run(&[]).succeeds();
    assert_eq!(shop.run(&["--check"]).succeeds(), "The crate is up to date.\n");

    let lib = String::from_utf8(shop.tree()[Path::new("src/lib.rs")].clone()).unwrap();
    shop.write("out/shelves/src/lib.rs", format!("{lib}fn by_hand() {{}}\n"));
    let edited = shop.tree();
    let diff = shop.run(&["--check"]).finds_stale();
    for line in [
        "--- a/out/shelves/src/lib.rs\n",
        "+++ b/out/shelves/src/lib.rs\n",
        "-fn by_hand() {}\n",
    ] {
        assert!(diff.contains(line), "{diff}");
    }
    assert_eq!(diff.matches("+++ ").count(), 1, "only what is stale is shown:\n{diff}");
    assert_eq!(shop.tree(), edited);
    shop.run(&[]).succeeds();
    assert_eq!(shop.run(&["--check"]).succeeds(), "The crate is up to date.\n");
}

#[test]
fn a_check_shows_what_is_missing_and_what_is_superfluous() {
    let shop = Workshop::new();
    shop.run(&[]).succeeds();
    let whole = shop.tree();

    fs::remove_file(shop.path("out/shelves/src/lib.rs")).unwrap();
    let diff = shop.run(&["--check"]).finds_stale();
    let first = String::from_utf8_lossy(&whole[Path::new("src/lib.rs")]);
    let added = format!("+{}\n", first.lines().next().unwrap());
    assert!(
        diff.contains("+++ b/out/shelves/src/lib.rs") && diff.contains(&added),
        "{diff}"
    );
    shop.run(&[]).succeeds();

    shop.configure(r#"operations = ["GetBook"]"#);
    let diff = shop.run(&["--check"]).finds_stale();
    let removed = "a/out/shelves/src/operation/list_books/paginator.rs";
    assert!(
        diff.contains(removed),
        "what an earlier run wrote is superfluous:\n{diff}"
    );
    shop.run(&[]).succeeds();
    shop.configure(r#"operations = ["ListBooks"]"#);
    shop.run(&[]).succeeds();
    assert_eq!(shop.tree(), whole);
}

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

#[test]
fn what_its_user_keeps_in_a_crate_is_neither_stale_nor_lost() {
    let shop = Workshop::new();
    shop.run(&[]).succeeds();
    for path in THEIRS {
        shop.write(&format!("out/shelves/{path}"), path);
    }
    shop.run(&["--check"]).succeeds();
    for operations in ["GetBook", "ListBooks"] {
        shop.configure(&format!("operations = [\"{operations}\"]"));
        shop.run(&[]).succeeds();
        for path in THEIRS {
            assert_eq!(shop.tree()[Path::new(path)], path.as_bytes());
        }
    }
}

#[test]
fn a_file_of_its_users_that_is_in_the_way_is_named_and_nothing_changes() {
    let shop = Workshop::new();
    shop.run(&[]).succeeds();
    shop.write("out/shelves/src/operation/get_book.rs", "// mine\n");
    let before = shop.tree();
    shop.configure(r#"operations = ["GetBook"]"#);
    for arguments in [&[][..], &["--check"]] {
        shop.run(arguments).fails(&[
            "out/shelves/src/operation/get_book.rs is a file",
            "in the way",
            "= help: move it",
        ]);
        assert_eq!(shop.tree(), before);
    }
}

#[test]
fn a_link_to_a_crate_stays_a_link() {
    let shop = Workshop::new();
    fs::create_dir(shop.path("far")).unwrap();
    std::os::unix::fs::symlink("../far", shop.path("out/shelves")).unwrap();
    for operations in ["GetBook", "ListBooks"] {
        shop.configure(&format!("operations = [\"{operations}\"]"));
        shop.run(&[]).succeeds();
        assert!(fs::symlink_metadata(shop.path("out/shelves")).unwrap().is_symlink());
        assert!(shop.path("far/src/lib.rs").is_file());
        shop.run(&["--check"]).succeeds();
    }
}

#[test]
fn a_list_names_every_operation() {
    let shop = Workshop::new();
    let list = "Amazon Book Shelves 2020-01-02 (2 operations)\n  ListBooks  in pages\n  GetBook\n";
    let said = shop.run(&["--list"]).succeeds();
    let mut lines: Vec<&str> = said.lines().collect();
    let mut wanted: Vec<&str> = list.lines().collect();
    lines.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(lines, wanted);
    assert_eq!(
        shop.run(&["--list", "--model", "model/shelves"]).succeeds(),
        said,
        "a service's folder stands for its newest version"
    );
    assert!(!shop.path("out/shelves").exists());
}

#[test]
fn an_ad_hoc_crate_has_the_name_and_version_asked_for() {
    let shop = Workshop::new();
    let arguments = [
        "--model",
        "model/shelves/2020-01-02",
        "--operations",
        "*,!Get*",
        "--out",
        "out/shelves",
        "--package-name",
        "my-shelves",
        "--package-version",
        "7.8.9",
    ];
    shop.run(&arguments).succeeds();
    let manifest = String::from_utf8(shop.tree()[Path::new("Cargo.toml")].clone()).unwrap();
    assert!(manifest.contains("name = \"my-shelves\""), "{manifest}");
    assert!(manifest.contains("version = \"7.8.9\""), "{manifest}");
    let code = shop.code();
    assert!(code.contains("ListBooks") && !code.contains("GetBook"));
}

#[test]
fn crates_may_share_what_they_have_in_common() {
    let shop = Workshop::new();
    shop.run(&[]).succeeds();
    assert!(shop.tree().contains_key(Path::new("src/support/mod.rs")));
    shop.configure("support = \"crate\"");
    shop.run(&[])
        .fails(&["there is no crate in", "codegen/support", "help: "]);
    shop.write("codegen/support/Cargo.toml", "");
    shop.run(&[]).succeeds();
    let tree = shop.tree();
    assert!(!tree.keys().any(|path| path.starts_with("src/support")), "{tree:?}");
    let manifest = String::from_utf8_lossy(&tree[Path::new("Cargo.toml")]).into_owned();
    let line = "sdk-tailor-support = { path = \"../../codegen/support\" }";
    assert!(manifest.contains(line), "{manifest}");
    shop.run(&["--check"]).succeeds();
}

#[test]
fn a_crate_may_lie_in_the_current_folder() {
    let shop = Workshop::new();
    let model = shop.path("model/shelves/2020-01-02");
    for out in ["here", "./there", "deep/er/crate"] {
        for operations in ["ListBooks", "GetBook"] {
            let arguments = [
                "--model",
                model.to_str().unwrap(),
                "--operations",
                operations,
                "--out",
                out,
            ];
            Run::of(shop.command(&arguments).current_dir(shop.path("out")).output().unwrap()).succeeds();
        }
        assert!(shop.path("out").join(out).join("src/lib.rs").is_file(), "{out}");
    }
    assert_eq!(shop.beside().len(), 3);
}

#[test]
fn a_name_or_version_that_no_package_has_is_refused() {
    let shop = Workshop::new();
    for (option, value) in [
        ("--package-name", "a\"\n[dependencies]"),
        ("--package-name", ""),
        ("--package-version", "1.0.0\"\nlinks = \"z"),
        ("--package-version", "1.0"),
    ] {
        let arguments = [
            "--model",
            "model/shelves/2020-01-02",
            "--out",
            "out/shelves",
            option,
            value,
        ];
        shop.run(&arguments).fails(&[value, " of a package\n   = help: "]);
        assert!(!shop.path("out/shelves").exists());
    }
}

#[test]
fn a_wrong_command_line_ends_with_2() {
    let shop = Workshop::new();
    for arguments in [&["--chekc"][..], &["--list", "--check"], &["--operations", "ListBooks"]] {
        assert_eq!(shop.run(arguments).status, Some(2), "{arguments:?}");
    }
}

#[test]
fn an_unknown_operation_suggests_the_nearest() {
    let shop = Workshop::new();
    shop.configure(r#"operations = ["ListBook"]"#);
    shop.run(&[])
        .fails(&["`ListBook`", "= help: ", "did you mean `ListBooks`"]);
    assert!(!shop.path("out/shelves").exists());
}

#[test]
fn an_unknown_key_in_the_configuration_is_refused() {
    let shop = Workshop::new();
    shop.configure(r#"operation = ["ListBooks"]"#);
    shop.run(&[])
        .fails(&["codegen.toml", "line 4", "unknown field `operation`", "`operations`"]);
    fs::remove_file(shop.path("codegen.toml")).unwrap();
    shop.run(&[]).fails(&["there is no codegen.toml", "= help: "]);
}

#[test]
fn a_vendored_file_that_is_not_as_it_was_vendored_is_refused() {
    let shop = Workshop::new();
    shop.lock();
    shop.run(&[]).succeeds();
    let whole = shop.tree();
    for name in ["model/shelves/2020-01-02/paginators-1.json", "model/partitions.json"] {
        let content = fs::read_to_string(shop.path(name)).unwrap();
        shop.write(name, format!("{content}\n"));
        shop.run(&[]).fails(&[
            name,
            "not the file that was vendored",
            "expected sha256",
            "models 1.2.3",
        ]);
        fs::remove_file(shop.path(name)).unwrap();
        shop.run(&["--check"]).fails(&[name, "= help: restore", "models.lock"]);
        shop.write(name, content);
    }
    shop.write("model/shelves/2020-01-02/service-2.sdk-extras.json", "{}");
    shop.run(&[])
        .fails(&["service-2.sdk-extras.json is not in ", "models.lock", "= help: "]);
    assert_eq!(shop.tree(), whole);
}

#[test]
fn a_folder_with_something_else_in_it_is_refused() {
    let shop = Workshop::new();
    for (file, content) in [("thesis.txt", "years of work"), ("Cargo.toml", "[package]\n")] {
        shop.write(&format!("out/shelves/{file}"), content);
        let before = shop.tree();
        shop.run(&[])
            .fails(&["out/shelves holds something that was not generated", "= help: "]);
        assert_eq!(shop.tree(), before);
        assert_eq!(shop.beside(), Vec::<PathBuf>::new());
    }
}

/// Puts a bad file in the place of a good one: the program says all of these things, and the crate stays as it is.
#[track_caller]
fn refuses(file: &str, content: impl ToString, wanted: &[&str]) {
    let shop = Workshop::new();
    shop.run(&[]).succeeds();
    let (whole, before) = (shop.tree(), times(&shop.path("out")));
    shop.write(&format!("model/shelves/2020-01-02/{file}"), content.to_string());
    for arguments in [&[][..], &["--check"]] {
        let run = shop.run(arguments);
        let place = format!("2020-01-02/{file}");
        run.fails(&[wanted, &["\n  --> ", &place, "\n   = help: "]].concat());
        assert_eq!(shop.tree(), whole);
        assert_eq!(times(&shop.path("out")), before);
    }
}

/// The model, with something else at this pointer.
fn with(pointer: &str, value: Value) -> Value {
    let mut service = service();
    *service.pointer_mut(pointer).expect("the model has such a place") = value;
    service
}

#[test]
fn a_missing_shape_is_an_error() {
    refuses(
        "service-2.json",
        with("/shapes/Books/member/shape", json!("Bok")),
        &[
            "`Bok`",
            "= at: #/shapes/Books/member",
            "= shape: Books",
            "did you mean `Book`",
        ],
    );
}

#[test]
fn a_value_of_the_wrong_type_is_an_error() {
    refuses(
        "service-2.json",
        with("/shapes/Book/members", json!([1, 2])),
        &["= at: #/shapes/Book/members", "= shape: Book"],
    );
}

#[test]
fn a_paginator_that_names_no_member_is_an_error() {
    let mut paginators = paginators();
    paginators["pagination"]["ListBooks"]["output_token"] = json!("nextTokn");
    refuses(
        "paginators-1.json",
        paginators,
        &[
            "`nextTokn`",
            "= at: #/pagination/ListBooks",
            "= shape: ListBooks",
            "did you mean `nextToken`",
        ],
    );
}

#[test]
fn a_list_that_holds_itself_is_an_error() {
    refuses(
        "service-2.json",
        with("/shapes/Books/member/shape", json!("Books")),
        &["`Books` holds itself", "= at: #/shapes/Books", "= shape: Books"],
    );
}

#[test]
fn two_members_with_one_identifier_are_an_error() {
    refuses(
        "service-2.json",
        with(
            "/shapes/Book/members",
            json!({ "fooBar": { "shape": "Text" }, "FooBar": { "shape": "Text" } }),
        ),
        &["`FooBar`", "= at: #/shapes/Book/members/FooBar", "= shape: Book"],
    );
}

/// Where JSON ends too soon there is no pointer and no shape to name, but a line and a column.
#[test]
fn a_file_that_was_cut_off_is_an_error() {
    let text = service().to_string();
    for length in [0, 1, text.len() / 2, text.len() - 1] {
        refuses(
            "service-2.json",
            &text[..length],
            &["this is not JSON", "at line 1 column"],
        );
    }
    refuses("paginators-1.json", "{", &["this is not JSON", "at line 1 column"]);
}

#[test]
fn members_may_be_called_as_keywords_are() {
    let mut members = serde_json::Map::new();
    for name in ["title", "type", "self", "match", "async"] {
        members.insert(name.into(), json!({ "shape": "Text" }));
    }
    let shop = Workshop::with(&with("/shapes/Book/members", Value::Object(members)));
    shop.run(&[]).succeeds();
    let code = shop.code();
    for field in ["pub r#type:", "pub self_:", "pub r#match:", "pub r#async:"] {
        assert!(code.contains(field), "no `{field}`");
    }
    for wire in ["\"type\"", "\"self\"", "\"match\"", "\"async\""] {
        assert!(code.contains(wire), "{wire} is what the service calls it");
    }
}

#[test]
fn structures_may_hold_each_other() {
    let mut service = with(
        "/shapes/Book/members",
        json!({ "title": { "shape": "Text" }, "author": { "shape": "Author" } }),
    );
    service["shapes"]["Author"] = json!({ "type": "structure", "members": { "masterpiece": { "shape": "Book" } } });
    let shop = Workshop::with(&service);
    shop.run(&[]).succeeds();
    assert!(shop.code().contains("Box<"), "one of the two is behind a pointer");
}

/// A model's strings are data: they neither become code nor name files elsewhere.
#[test]
fn hostile_strings_do_no_harm() {
    let hostile =
        "\"#\"##; */ /* */ }} {{ \\ ../../etc/passwd ``` \u{0}\u{1}\u{7}\u{1b}\r\n\u{2028}\u{202e} fn owned() {}";
    let mut service = with("/metadata/serviceId", json!("../../Book \"*/\\ Shelves\u{0}\u{1b}"));
    service["metadata"]["serviceFullName"] = json!(hostile);
    service["metadata"]["targetPrefix"] = json!("Book\"Shelves\\");
    service["documentation"] = json!(hostile);
    service["operations"]["ListBooks"]["documentation"] = json!(hostile);
    service["shapes"]["Book"]["documentation"] = json!(hostile);
    service["shapes"]["Book"]["members"]["title"]["documentation"] = json!(hostile);
    let shop = Workshop::with(&service);
    shop.run(&[]).succeeds();
    shop.run(&["--check"]).succeeds();
    assert_eq!(shop.beside(), Vec::<PathBuf>::new());
    for (path, text) in shop.tree() {
        let text = String::from_utf8(text).expect("a source file is UTF-8");
        let raw = text.contains(|c: char| c.is_control() && c != '\n' && c != '\t');
        assert!(!raw, "a control character stands in {}", path.display());
        for line in text.lines().filter(|line| line.contains("fn owned()")) {
            let line = line.trim_start();
            let inert = ["//", "#![doc", "#[doc"].iter().any(|start| line.starts_with(start));
            assert!(inert || line.contains('"'), "{}: {line}", path.display());
        }
    }
}

#[test]
fn a_megabyte_of_documentation_is_only_long() {
    let docs = "<p>All about books. </p>".repeat(1 << 20 >> 4);
    assert!(docs.len() > 1 << 20);
    let mut service = service();
    service["operations"]["ListBooks"]["documentation"] = json!(docs);
    let shop = Workshop::with(&service);
    shop.run(&[]).succeeds();
    shop.run(&["--check"]).succeeds();
}

/// What a killed run left behind is cleared away, even where there is nothing to write any more.
#[test]
fn leftovers_are_cleared_away() {
    let shop = Workshop::new();
    shop.run(&[]).succeeds();
    let before = times(&shop.path("out/shelves/src"));
    let whole = shop.tree();
    shop.write("out/shelves/.sdk-tailor-new/src/lib.rs", "half a cra");
    shop.run(&[]).succeeds();
    assert_eq!(shop.beside(), Vec::<PathBuf>::new());
    assert_eq!((times(&shop.path("out/shelves/src")), shop.tree()), (before, whole));
}

/// Whenever a run is killed, the crate is whole or says that it is not, nothing of its user's is touched, and the next
/// run makes it whole.
#[test]
fn a_run_that_is_killed_is_told_and_made_anew() {
    let shop = Workshop::new();
    let operations = [r#"operations = ["ListBooks"]"#, r#"operations = ["GetBook"]"#];
    let is_theirs = |path: &Path| THEIRS.iter().any(|theirs| path == Path::new(theirs));
    let generated = |shop: &Workshop| {
        let mut tree = shop.tree();
        tree.retain(|path, _| !is_theirs(path) && !path.starts_with(".sdk-tailor-new"));
        tree
    };
    let crates = operations.map(|lines| {
        shop.configure(lines);
        shop.run(&[]).succeeds();
        for path in THEIRS {
            shop.write(&format!("out/shelves/{path}"), path);
        }
        generated(&shop)
    });
    assert_ne!(crates[0], crates[1]);
    let mut random = 0x9e37_79b9_u64;
    for round in 0..60 {
        shop.configure(operations[round % 2]);
        let mut command = shop.command(&[]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        std::thread::sleep(Duration::from_micros((random >> 33) % 80_000));
        child.kill().unwrap();
        child.wait().unwrap();
        let (tree, found) = (shop.tree(), generated(&shop));
        let list = String::from_utf8_lossy(&tree[Path::new(".sdk-tailor-files")]).into_owned();
        assert!(
            crates.contains(&found) || list.contains("was killed"),
            "round {round}: a mixture of two crates does not say what it is"
        );
        for path in THEIRS {
            assert_eq!(tree[Path::new(path)], path.as_bytes(), "round {round}");
        }
        if !crates.contains(&found) {
            shop.run(&["--check"]).finds_stale();
        }
        if round % 3 == 0 {
            shop.run(&[]).succeeds();
            assert_eq!(generated(&shop), crates[round % 2]);
        }
    }
    for (lines, whole) in operations.iter().zip(&crates) {
        shop.configure(lines);
        shop.run(&[]).succeeds();
        assert_eq!(&generated(&shop), whole);
        assert_eq!(shop.beside(), Vec::<PathBuf>::new());
    }
}

/// The lock is the folder's own: it does not matter where a run keeps temporary files, nor how it came to the folder.
#[test]
fn two_runs_never_mix_wherever_their_temporary_folders_are() {
    let shop = Workshop::new();
    fs::create_dir(shop.path("elsewhere")).unwrap();
    std::os::unix::fs::symlink("shelves", shop.path("out/link")).unwrap();
    let model = "model/shelves/2020-01-02";
    let runs = [
        ["--model", model, "--out", "out/shelves", "--operations", "ListBooks"],
        ["--model", model, "--out", "out/link", "--operations", "GetBook"],
    ];
    let crates = runs.map(|arguments| {
        shop.run(&arguments).succeeds();
        shop.tree()
    });
    for round in 0..30 {
        let children = runs.map(|arguments| {
            let mut command = shop.command(&arguments);
            if arguments[3] == "out/link" {
                command.env("TMPDIR", shop.path("elsewhere"));
            }
            command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
        });
        for mut child in children {
            assert!(child.wait().unwrap().success(), "round {round}");
        }
        assert!(crates.contains(&shop.tree()), "round {round}: a mixture of two crates");
    }
}

#[test]
fn a_run_says_what_it_waits_for() {
    let shop = Workshop::new();
    shop.run(&[]).succeeds();
    let folder = fs::File::open(shop.path("out/shelves")).unwrap();
    folder.lock().unwrap();
    let child = shop
        .command(&[])
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(500));
    folder.unlock().unwrap();
    let run = Run::of(child.wait_with_output().unwrap());
    assert_eq!(run.status, Some(0));
    assert!(
        run.complained.starts_with("waiting for another run") && run.complained.contains("out/shelves"),
        "{}",
        run.complained
    );
}

#[test]
fn two_crates_in_one_folder_are_refused_and_paths_that_look_alike_are_two() {
    let shop = Workshop::new();
    let two = |path: &str| {
        let table = |path: &str| format!("[[crate]]\nmodel = \"model/shelves/2020-01-02\"\npath = \"{path}\"\n");
        shop.write("codegen.toml", table("out/shelves") + &table(path));
    };
    two("out/./shelves");
    shop.run(&[])
        .fails(&["codegen.toml", "two crates have one folder", "`out/shelves`", "help: "]);
    two("out-shelves");
    shop.run(&[]).succeeds();
    shop.run(&["--check"]).succeeds();
}

#[test]
fn every_error_of_the_disk_names_a_path_and_what_to_do() {
    let shop = Workshop::new();
    shop.write("file", "no folder");
    let long = format!("out/{}", "long/".repeat(1000));
    let name = format!("out/{}", "n".repeat(300));
    for out in [&long, &name, "file/shelves", "/proc/shelves", "/sys/shelves"] {
        let arguments = ["--model", "model/shelves/2020-01-02", "--out", out];
        let start: String = out.chars().take(20).collect();
        shop.run(&arguments).fails(&[&start, "\n   = help: "]);
    }
}

/// A service of a file of Smithy's JSON that holds two, with a trait that nobody knows.
#[test]
fn a_service_of_smithys_is_chosen_and_what_is_not_known_is_said_where_it_is_wanted() {
    let shop = Workshop::new();
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/smithy-required/model.json");
    let mut model: Value = serde_json::from_slice(&fs::read(fixture).unwrap()).unwrap();
    model["shapes"]["other#Other"] = json!({ "type": "service", "version": "1" });
    model["shapes"]["com.amazonaws.fixturerequired#Fixture"]["traits"]["x.y#odd"] = json!({ "a": 1 });
    shop.write("two.json", model.to_string());
    let arguments = ["--model", "two.json", "--out", "out/two"];
    shop.run(&arguments)
        .fails(&["the model has 2 services", "--service ID"]);

    let chosen = [&arguments[..], &["--service", "Fixture"]].concat();
    let silent = shop.run(&chosen);
    silent.succeeds();
    let run = shop.run(&[&chosen[..], &["--verbose", "--check"]].concat());
    let place = "two.json#/shapes/com.amazonaws.fixturerequired#Fixture/traits/x.y#odd";
    let note = format!("note: the trait `x.y#odd` is not known\n  --> {place}\n");
    assert_eq!((run.status, run.complained), (Some(0), note));
    let list = shop.run(&["--model", "two.json", "--service", "other#Other", "--list"]);
    assert!(list.succeeds().contains("(0 operations)"));
}
