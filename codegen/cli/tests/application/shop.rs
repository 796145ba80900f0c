//! An application that uses a crate of AWS's, which lies in a repository on this disk, and models of that service.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use tempfile::TempDir;

/// The files of a folder, by their path below it.
pub type Tree = BTreeMap<PathBuf, Vec<u8>>;

/// A folder with an application, which goes away with its test.
pub struct Shop(TempDir);

impl Shop {
    /// A package that calls `GetBook`.
    pub fn new() -> Self {
        let shop = Self::bare();
        shop.write("app/Cargo.toml", shop.manifest("shop", ""));
        shop.write("app/src/main.rs", MAIN);
        shop.fetch();
        shop
    }

    /// The crate of AWS's and the models, and no application yet.
    pub fn bare() -> Self {
        let shop = Self(tempfile::tempdir().unwrap());
        shop.make_cargo_home();
        shop.write("aws/Cargo.toml", AWS);
        shop.write("aws/src/lib.rs", "// A million lines of AWS's.\n");
        shop.git("aws", &["init", "--quiet"]);
        shop.commit("aws");
        let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/diff/base");
        for entry in fs::read_dir(base).unwrap() {
            let file = entry.unwrap().path();
            let name = file.file_name().unwrap().to_str().unwrap().to_owned();
            let folder = if name == "partitions.json" {
                "data"
            } else {
                "data/shelves/2020-01-02"
            };
            shop.write(&format!("{folder}/{name}"), fs::read(&file).unwrap());
        }
        shop
    }

    /// A home for cargo that has the registries of its user's, and keeps clones of our repositories to itself.
    fn make_cargo_home(&self) {
        let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
        let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo"))).unwrap();
        fs::create_dir(self.path("cargo-home")).unwrap();
        for name in ["registry", "config.toml", "config"] {
            if home.join(name).exists() {
                std::os::unix::fs::symlink(home.join(name), self.path("cargo-home").join(name)).unwrap();
            }
        }
    }

    /// The manifest of a package that depends on AWS's crate.
    pub fn manifest(&self, name: &str, rest: &str) -> String {
        format!(
            "# The shop's.\n[package]\nname = \"{name}\" # of course\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{}{rest}",
            self.dependency("aws-sdk-bookshelves = { ")
        )
    }

    /// A line that depends on AWS's crate, after its beginning.
    pub fn dependency(&self, start: &str) -> String {
        format!(
            "{start}git = \"{}\", features = [\"rt-tokio\", \"odd\"] }}\n",
            self.address()
        )
    }

    /// The address of the repository that AWS's crate lies in.
    pub fn address(&self) -> String {
        format!("file://{}", self.path("aws").display())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub fn git(&self, folder: &str, arguments: &[&str]) {
        let status = Command::new("git")
            .args(["-c", "user.name=t", "-c", "user.email=t@example.com"])
            .args(arguments)
            .current_dir(self.path(folder))
            .env("GIT_AUTHOR_DATE", "2026-01-01T00:00:00Z")
            .env("GIT_COMMITTER_DATE", "2026-01-01T00:00:00Z")
            .status();
        assert!(status.unwrap().success());
    }

    pub fn commit(&self, folder: &str) {
        self.git(folder, &["add", "--all"]);
        self.git(folder, &["commit", "--quiet", "--message", "one"]);
    }

    /// Has cargo fetch AWS's crate. What generated crates depend on is there, because this repository does too.
    pub fn fetch(&self) {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let status = Command::new(cargo)
            .args(["generate-lockfile", "--quiet"])
            .current_dir(self.path("app"))
            .env("CARGO_HOME", self.path("cargo-home"))
            .status();
        assert!(status.unwrap().success());
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-sdk-tailor"));
        command
            .arg("sdk-tailor")
            .args(arguments)
            .current_dir(self.path("app"))
            .env("CARGO_HOME", self.path("cargo-home"))
            .env("CARGO_NET_OFFLINE", "true")
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        let output = self.command(arguments).output().unwrap();
        Run {
            status: output.status.code(),
            said: String::from_utf8(output.stdout).unwrap(),
            noted: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Cuts the application's crates, with the models that are there.
    #[track_caller]
    pub fn init(&self) -> String {
        self.run(&["init", "--models", "../data"]).succeeds()
    }

    /// The operations of a crate, as they stand in the configuration.
    pub fn operations(&self) -> Vec<String> {
        let config: toml::Table = self.read("app/sdk-tailor.toml").parse().unwrap();
        let operations = config["crate"][0]["operations"].as_array().unwrap().iter();
        operations.map(|it| it.as_str().unwrap().to_owned()).collect()
    }

    /// The files of the application.
    pub fn tree(&self) -> Tree {
        let mut tree = Tree::new();
        collect(&self.path("app"), &self.path("app"), &mut tree);
        tree
    }
}

fn collect(root: &Path, folder: &Path, tree: &mut Tree) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, tree);
        } else {
            tree.insert(path.strip_prefix(root).unwrap().to_owned(), fs::read(path).unwrap());
        }
    }
}

/// How the program ended, and what it said.
#[derive(Debug)]
pub struct Run {
    pub status: Option<i32>,
    pub said: String,
    pub noted: String,
}

impl Run {
    #[track_caller]
    pub fn succeeds(self) -> String {
        assert_eq!(self.status, Some(0), "{}{}", self.said, self.noted);
        self.said
    }

    /// It ends with 1, and says all of these things.
    #[track_caller]
    pub fn fails(self, wanted: &[&str]) -> String {
        let all = format!("{}{}", self.said, self.noted);
        assert_eq!(self.status, Some(1), "{all}");
        assert!(!all.contains("panicked"), "{all}");
        for wanted in wanted {
            assert!(all.contains(wanted), "no {wanted:?} in:\n{all}");
        }
        all
    }
}

/// The crate that AWS would publish of the service.
const AWS: &str = "[package]\nname = \"aws-sdk-bookshelves\"\nversion = \"1.2.3\"\nedition = \"2024\"\n\
                   repository = \"https://github.com/awslabs/aws-sdk-rust\"\n\n\
                   [features]\ndefault = [\"rustls\"]\nrustls = []\nrt-tokio = []\nodd = []\n";

/// A program that calls one operation.
pub const MAIN: &str = "fn main() {\n    let client = client();\n    let _ = client.get_book().title(\"t\");\n}\n\nfn client() -> aws_sdk_bookshelves::Client {\n    todo!()\n}\n";
