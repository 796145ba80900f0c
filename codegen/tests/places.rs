//! Where reports point: the line of a model's file that a JSON pointer leads to, in every form of a model.

use std::{
    fs,
    path::{Path, PathBuf},
};

use codegen::load::{Located, ModelPaths, places};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The file's name, and what stands in its line.
fn shown(located: &Located) -> (String, String) {
    let place = &located.place;
    let name = place.file.file_name().unwrap().to_string_lossy().into_owned();
    let text = fs::read_to_string(&place.file).unwrap();
    assert_eq!(text.lines().nth(place.line - 1).unwrap_or_default(), place.text);
    (name, place.text.trim().to_owned())
}

#[test]
fn a_pointer_leads_into_the_file_of_botocores_that_holds_it() {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff/base");
    let wanted = [
        ("/shapes/Book/members/pages/shape", "service-2.json", "Count", true),
        (
            "/shapes/Book/members/gone/shape",
            "service-2.json",
            "\"members\"",
            false,
        ),
        ("/operations/GetBook", "service-2.json", "\"GetBook\": {", true),
        ("/pagination/ListBooks", "paginators-1.json", "ListBooks", true),
        ("/waiters/BookThere", "waiters-2.json", "BookThere", true),
        ("/parameters/Region", "endpoint-rule-set-1.json", "Region", true),
        ("/partitions/0", "partitions.json", "{", true),
        ("", "service-2.json", "{", true),
    ];
    let pointers: Vec<&str> = wanted.iter().map(|(pointer, ..)| *pointer).collect();
    let found = places(&ModelPaths::new(base), &pointers);
    for ((pointer, file, text, is_exact), located) in wanted.iter().zip(found) {
        let located = located.unwrap_or_else(|| panic!("{pointer}"));
        let (name, line) = shown(&located);
        assert!(name == *file && line.contains(text), "{pointer}: {name}: {line}");
        assert_eq!(located.is_exact, *is_exact, "{pointer}");
    }
}

#[test]
fn pointers_of_smithys_forms_lead_into_its_files() {
    let json = ModelPaths::new(repository().join("tests/fixtures/smithy-required/model.json"));
    let pointer = "/shapes/com.amazonaws.fixturerequired#Label";
    let found = places(&json, &[pointer]);
    assert!(
        shown(found[0].as_ref().unwrap()).1.contains("fixturerequired#Label"),
        "{found:?}"
    );

    let idl = ModelPaths::new(repository().join("tests/examples/weather/model"));
    let found = places(
        &idl,
        &["/shapes/example.weather#Weather", "/shapes/example.weather#Nothing"],
    );
    let (name, line) = shown(found[0].as_ref().unwrap());
    assert!(
        name.ends_with(".smithy") && line.contains("service Weather"),
        "{name}: {line}"
    );
    assert_eq!(found[1], None);
}

#[test]
fn a_model_that_is_not_there_has_no_places() {
    assert_eq!(places(&ModelPaths::new("nowhere"), &["/shapes/A"]), [None]);
    assert_eq!(places(&ModelPaths::new("nowhere"), &[]), []);
}
