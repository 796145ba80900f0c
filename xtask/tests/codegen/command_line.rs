//! What the command line and the configuration ask for.

use super::*;

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
