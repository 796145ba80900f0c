//! Upgrades as a team's CI meets them: changes are judged by what the workspace uses, some are accepted, and the others fail it.

use serde_json::{Value, json};

use super::botocore::{publish_files, run};
use super::shop::{Run, Shop};

/// A program that uses two services, and of the changes of 1.2.0 only one.
const MAIN: &str = "\
use aws_sdk_bookshelves::types::Book;

fn main() {
    shelves().get_book().title(\"t\");
    let _ = lamps().list_books();
}

fn thickness(book: &Book) -> i32 {
    book
        .pages()
        .unwrap_or_default()
}

fn shelves() -> aws_sdk_bookshelves::Client { todo!() }
fn lamps() -> aws_sdk_booklamps::Client { todo!() }
";

/// The files of both services.
fn files() -> Vec<String> {
    let names = ["service-2", "paginators-1", "endpoint-rule-set-1"];
    let of = |service: &str| names.map(|name| format!("{service}/2020-01-02/{name}.json"));
    [of("shelves"), of("lamps")].concat()
}

/// An application that uses two crates, cut with the models of 1.1.0. In 1.2.0 four things break: one that it uses, a
/// value, a member and a type of a member that it does not.
pub fn shop() -> Shop {
    let shop = Shop::bare();
    for file in files().iter().filter(|it| it.starts_with("lamps")) {
        let text = shop.read(&format!("data/{}", file.replace("lamps", "shelves")));
        shop.write(
            &format!("data/{file}"),
            text.replace("\"Book Shelves\"", "\"Book Lamps\""),
        );
    }
    let manifest = shop.read("aws/Cargo.toml").replace("bookshelves", "booklamps");
    shop.write("aws2/Cargo.toml", manifest);
    shop.write("aws2/src/lib.rs", "");
    shop.git("aws2", &["init", "--quiet"]);
    shop.commit("aws2");
    let lamps = format!(
        "aws-sdk-booklamps = {{ git = \"file://{}\" }}\n",
        shop.path("aws2").display()
    );
    shop.write("app/Cargo.toml", shop.manifest("shop", &lamps));
    shop.write("app/src/main.rs", MAIN);
    shop.fetch();
    publish_files(&shop, "1.1.0", &files(), |_, text| text.to_owned());
    publish_files(&shop, "1.2.0", &files(), newer);
    run(&shop, &["init", "--botocore", "1.1.0"]).succeeds();
    shop
}

fn newer(file: &str, text: &str) -> String {
    let mut model: Value = serde_json::from_str(text).unwrap();
    match file.split_once('/') {
        Some(("shelves", "2020-01-02/service-2.json")) => {
            model["shapes"]["Book"]["members"]["pages"] = json!({ "shape": "Text" });
            model["shapes"]["Kind"]["enum"] = json!(["NOVEL", "ATLAS"]);
        }
        Some(("lamps", "2020-01-02/service-2.json")) => {
            model["shapes"]["Lamp"]["members"]["watts"] = json!({ "shape": "Text" });
            model["shapes"]["Shelf"]["members"]
                .as_object_mut()
                .unwrap()
                .remove("floor");
        }
        _ => {}
    }
    format!("{model:#}")
}

pub fn upgrade(shop: &Shop, arguments: &[&str]) -> Run {
    run(shop, &[&["upgrade", "--to", "1.2.0"], arguments].concat())
}

#[test]
fn a_change_that_is_used_fails_and_one_that_is_accepted_passes() {
    let shop = shop();
    let before = shop.tree();
    let failed = upgrade(&shop, &["--fail-on", "breaking-used"]);
    let said = failed.fails(&[
        "2 of 6 changes concern this workspace\n\n",
        "2 of 3 changes concern this workspace",
        "breaking  member-type-changed: types::Book::pages: Option<i32> -> Option<String>",
        "used at src/main.rs:10: .pages",
        "0 of 3 changes concern this workspace",
        "breaking  enum-value-removed: types::Kind::Poems",
        "breaking  member-removed: types::Shelf::floor",
        "breaking  member-type-changed: types::Lamp::watts",
        "error: 1 change is as grave as `fail-on` says",
    ]);
    // The change, its limits, and the error.
    assert_eq!(said.matches("used at src/main.rs:10").count(), 3, "{said}");
    assert_eq!(said.matches("used at ").count(), 3, "{said}");
    let is_kept = |path: &&std::path::PathBuf| !path.starts_with("target");
    let after = shop.tree();
    assert!(
        after
            .keys()
            .filter(is_kept)
            .all(|path| before.get(path) == after.get(path))
    );

    let (_, rest) = said.split_once("= fingerprint: ").unwrap();
    let fingerprint = rest.lines().next().unwrap();
    let config = shop.read("app/sdk-tailor.toml");
    let accept = |until: &str| {
        format!(
            "{config}\n[diff]\nfail-on = \"breaking-used\"\n\n[[diff.accept]]\nfingerprint = \"{fingerprint}\"\nreason = \"the shop sells by weight\"\n{until}"
        )
    };
    shop.write("app/sdk-tailor.toml", accept("until = 2020-01-01\n"));
    upgrade(&shop, &[]).fails(&["ran out on 2020-01-01: the shop sells by weight"]);
    shop.write("app/sdk-tailor.toml", accept("until = 9999-12-31\n"));
    let said = upgrade(&shop, &[]).succeeds();
    assert!(
        said.contains("accepted until 9999-12-31: the shop sells by weight"),
        "{said}"
    );
    assert!(
        shop.read("app/sdk/aws-sdk-bookshelves/src/types/book.rs")
            .contains("pub pages: Option<String>")
    );
    assert!(
        shop.read("app/sdk-tailor.toml").contains("[[diff.accept]]"),
        "what was decided stays"
    );
    let again = run(&shop, &["diff", "1.2.0", "1.2.0"]).succeeds();
    assert!(again.contains("applies to no change any more"), "{again}");
}

#[test]
fn rules_have_the_levels_of_the_file_and_crates_their_limits() {
    let shop = shop();
    let config = shop.read("app/sdk-tailor.toml");
    let with = |text: &str| shop.write("app/sdk-tailor.toml", format!("{config}\n{text}"));
    with("[diff.levels]\nmember-type-changed = \"fix\"\nenum-value-removed = \"none\"\n");
    let said = run(
        &shop,
        &["diff", "1.1.0", "1.2.0", "--fail-on", "aws-sdk-bookshelves=breaking"],
    )
    .succeeds();
    assert!(
        said.contains("fix       member-type-changed: types::Book::pages") && !said.contains("Poems"),
        "{said}"
    );
    let lamps = [
        "diff",
        "1.1.0",
        "1.2.0",
        "--fail-on",
        "never",
        "--fail-on",
        "aws-sdk-booklamps=breaking",
    ];
    run(&shop, &lamps).fails(&["member-removed of `types::Shelf::floor`"]);
    with("[diff]\nfail-on = { default = \"never\", aws-sdk-booklamps = \"breaking\" }\n");
    run(&shop, &["diff", "1.1.0", "1.2.0"]).fails(&["2 changes are as grave as `fail-on` says"]);
    run(&shop, &["diff", "1.1.0", "1.2.0", "--fail-on", "breaking-used"]).fails(&["2 of 6", "1 change is"]);
    run(
        &shop,
        &[
            "diff",
            "1.1.0",
            "1.2.0",
            "--fail-on",
            "never",
            "--fail-on",
            "aws-sdk-shoes=fix",
        ],
    )
    .fails(&["names `aws-sdk-shoes`, and no such crate is compared"]);
    with("[diff.levels]\nmember-lost = \"fix\"\n");
    run(&shop, &["diff", "1.1.0", "1.2.0"]).fails(&["`member-lost` is no rule", "diff --rules"]);
}

/// Smithy's models in a repository of this disk, with a newer commit in which a member has another type.
fn smithy_shop() -> (Shop, String) {
    let fixture =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/smithy-required/model.json");
    let model = std::fs::read_to_string(fixture).unwrap();
    let shop = Shop::bare();
    let named = |text: String| text.replace("bookshelves", "fixturerequired");
    shop.write("aws/Cargo.toml", named(shop.read("aws/Cargo.toml")));
    shop.commit("aws");
    shop.write("app/Cargo.toml", named(shop.manifest("shop", "")));
    shop.write(
        "app/src/main.rs",
        "fn main() {\n    client().tag().owner(\"me\");\n}\n\nfn client() -> aws_sdk_fixturerequired::Client { todo!() }\n",
    );
    shop.fetch();
    let file = "smithy/models/fixture-required/service/2020-01-02/fixture-required-2020-01-02.json";
    shop.write(file, &model);
    shop.git("smithy", &["init", "--quiet"]);
    shop.commit("smithy");
    shop.git("smithy", &["tag", "first"]);
    let place = format!("file://{}", shop.path("smithy").display());
    shop.run(&["init", "--smithy", &place]).succeeds();
    let mut newer: Value = serde_json::from_str(&model).unwrap();
    let owner = &mut newer["shapes"]["com.amazonaws.fixturerequired#TagInput"]["members"]["owner"];
    owner["target"] = "com.amazonaws.fixturerequired#Integer".into();
    shop.write(file, newer.to_string());
    shop.commit("smithy");
    (shop, place)
}

#[test]
fn newer_models_of_smithys_come_out_of_a_repository_with_their_revision() {
    let (shop, place) = smithy_shop();
    let revision = |shop: &Shop| -> String {
        let lock = shop.read("app/sdk/models/models.lock");
        let (_, rest) = lock.split_once("fixture-required-2020-01-02.json\"").unwrap();
        rest.split("version = \"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned()
    };
    let old = revision(&shop);
    assert_eq!(old.len(), 40, "{old}");
    let said = shop
        .run(&["diff", "smithy:../smithy#first", &format!("smithy:{place}")])
        .succeeds();
    assert!(
        said.contains("member-type-changed: operation::tag::TagInput::owner"),
        "{said}"
    );
    assert!(said.contains("used at src/main.rs:2: .owner"), "{said}");
    let same = shop.run(&["upgrade", "--smithy", &place, "--revision", "first"]);
    assert!(same.noted.contains("there is nothing to do"), "{same:?}");
    shop.run(&["upgrade", "--smithy", &place, "--fail-on", "breaking-used"])
        .fails(&["member-type-changed", "used at src/main.rs:2"]);
    assert_eq!(revision(&shop), old);
    let run = shop.run(&["upgrade", "--smithy", &place]);
    assert!(run.noted.contains("api-models-aws"), "{run:?}");
    run.succeeds();
    let new = revision(&shop);
    assert!(new.len() == 40 && new != old, "{old} {new}");
    let input = shop.read("app/sdk/aws-sdk-fixturerequired/src/operation/tag/input.rs");
    assert!(input.contains("pub owner: Option<i32>"), "{input}");
    shop.run(&["generate", "--check"]).succeeds();
    shop.run(&["upgrade", "--smithy", &place, "--revision", "nowhere"])
        .fails(&["git: ", "nowhere"]);
    shop.run(&["upgrade"]).fails(&["names no crate"]);
}
