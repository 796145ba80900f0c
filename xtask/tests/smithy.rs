//! The codegen task with a file of Smithy's JSON: on the command line, and in `codegen.toml`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::{Value, json};
use tempfile::TempDir;

/// A folder with a model of two services, which goes away with its test.
struct Workshop(TempDir);

impl Workshop {
    fn new() -> Self {
        let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/smithy-shelves/model.json");
        let mut model: Value = serde_json::from_slice(&fs::read(fixture).unwrap()).unwrap();
        let mut other = model["shapes"]["a.shelves#Shelves"].clone();
        other["operations"] = json!([{ "target": "a.shelves#Unreached" }]);
        model["shapes"]["b.other#Other"] = other;
        let shop = Self(tempfile::tempdir().unwrap());
        fs::write(shop.path("model.json"), model.to_string()).unwrap();
        fs::create_dir(shop.path("out")).unwrap();
        shop
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.arg("codegen").args(arguments).current_dir(self.0.path());
        command.output().unwrap()
    }

    fn succeeds(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn operations(&self) -> String {
        fs::read_to_string(self.path("out/shelves/src/operation.rs")).unwrap()
    }
}

#[test]
fn one_of_several_services_is_chosen() {
    let shop = Workshop::new();
    let refused = shop.run(&["--model", "model.json", "--list"]);
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(
        said.contains("the model has 2 services: `a.shelves#Shelves`, `b.other#Other`"),
        "{said}"
    );
    assert!(said.contains("--> model.json:1:"), "{said}");

    let list = shop.succeeds(&["--model", "model.json", "--service", "Shelves", "--list"]);
    assert!(
        list.ends_with("(2 operations)\n  GetBook\n  ListBooks  in pages\n"),
        "{list}"
    );
    let list = shop.succeeds(&["--model", "model.json", "--service", "b.other#Other", "--list"]);
    assert!(list.contains("Unreached"), "{list}");
}

#[test]
fn the_configuration_names_a_file_and_a_service() {
    let shop = Workshop::new();
    let lines = "[[crate]]\nmodel = \"model.json\"\nservice = \"a.shelves#Shelves\"\npath = \"out/shelves\"\n";
    fs::write(shop.path("codegen.toml"), lines).unwrap();
    shop.succeeds(&[]);
    assert!(shop.operations().contains("pub mod get_book;"));
    let check = shop.succeeds(&["--check"]);
    assert_eq!(check, "The crate is up to date.\n");
}

#[test]
fn a_crate_of_chosen_operations() {
    let shop = Workshop::new();
    shop.succeeds(&[
        "--model",
        "model.json",
        "--service",
        "Shelves",
        "--operations",
        "List*",
        "--out",
        "out/shelves",
    ]);
    assert!(!shop.operations().contains("get_book"));
    assert!(shop.operations().contains("pub mod list_books;"));
}
