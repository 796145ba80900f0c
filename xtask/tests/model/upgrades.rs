//! What an upgrade changes, and what it leaves alone.

use super::*;

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
