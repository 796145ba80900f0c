//! What is stale, what is its user's, and what a second run changes.

use super::*;

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
