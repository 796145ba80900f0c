//! Two sides of a comparison, and where they come from.

use super::*;

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
