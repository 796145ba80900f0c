//! Models that are refused, and odd ones that become crates.

use super::*;

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
