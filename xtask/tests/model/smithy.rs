//! Models of Smithy's as sides of a comparison and among those that are upgraded.

use super::*;

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
