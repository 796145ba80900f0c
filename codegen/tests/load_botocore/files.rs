//! Which files are a model, and what is wrong with those that are none.

use super::*;

#[test]
fn the_newest_version_of_a_service_is_taken() {
    let service = Folder::new()
        .with(
            "2019-12-31/service-2.json",
            minimal_with("/metadata/serviceId", json!("Old")),
        )
        .with("2020-01-02/service-2.json", minimal())
        .with("2021-01-01/paginators-1.json", json!({ "pagination": {} }))
        .load()
        .unwrap();
    assert_eq!(service.sdk_id, "Book Shelves");
}

#[test]
fn partitions_are_found_up_to_three_folders_above() {
    let folder = Folder::new()
        .with("partitions.json", "{}")
        .with("a/b/c/service-2.json", minimal())
        .with("a/b/c/d/service-2.json", minimal());
    let partitions = |below: &str| ModelPaths::new(folder.path().join(below)).partitions;
    assert_eq!(partitions("a/b/c"), Some(folder.path().join("partitions.json")));
    assert_eq!(partitions("a/b/c/d"), None);
}

#[test]
fn extras_are_laid_over_the_file_of_their_name() {
    let year = json!({
        "metadata": { "serviceId": "Shelves" },
        "shapes": { "Book": { "members": { "Year": { "shape": "Year" } } }, "Year": { "type": "integer" } }
    });
    let total = json!({ "pagination": { "ListBooks": { "non_aggregate_keys": ["Total"] } } });
    let service = Folder::new()
        .with("service-2.json", minimal())
        .with("service-2.sdk-extras.json", json!({ "version": 1.0, "merge": year }))
        .with(
            "paginators-1.json",
            json!({ "pagination": { "ListBooks": least_paginator() } }),
        )
        .with("paginators-1.sdk-extras.json", json!({ "merge": total }))
        .load()
        .unwrap();
    let members: Vec<&str> = shape(&service, "Book")
        .kind
        .members()
        .iter()
        .map(|it| it.name.as_str())
        .collect();
    let paginator = service.operations[0].paginator.as_ref().unwrap();
    assert_eq!(service.sdk_id, "Shelves");
    assert_eq!(members, ["Title", "Year"]);
    assert_eq!(paginator.results, [path("Books")]);
    assert_eq!(paginator.non_aggregate, [path("Total")]);
}

#[test]
fn an_error_in_extras_is_shown_there() {
    let extras = json!({ "shapes": { "Book": { "members": { "Year": { "shape": 1 } } } } });
    assert_eq!(
        Folder::new()
            .with("service-2.json", minimal())
            .with("service-2.sdk-extras.json", json!({ "merge": extras }))
            .complaint(),
        "expected a string, found a number\n  \
         --> <folder>/service-2.sdk-extras.json#/merge/shapes/Book/members/Year/shape\n   \
         = shape: Book\n   \
         = help: mend this place, or fetch the file again if it was edited or cut off"
    );
}

#[test]
fn a_key_that_stands_twice_is_refused_in_every_file() {
    let twice = "{ \"a\": 1,\n \"a\": 2 }";
    for file in [
        "service-2.json",
        "service-2.sdk-extras.json",
        "paginators-1.json",
        "waiters-2.json",
        "endpoint-rule-set-1.json",
        "partitions.json",
    ] {
        let folder = Folder::new().with("service-2.json", minimal()).with(file, twice);
        assert_eq!(
            folder.complaint(),
            format!(
                "the key `a` stands twice in one object, the second time in line 2, column 4\n  \
                 --> <folder>/{file}#/a\n   \
                 = help: take one of the two away, or give it another name: one of them would be lost"
            )
        );
    }
}

#[test]
fn a_name_without_end_is_cut_and_not_looked_for() {
    let name = "x".repeat(300_000);
    let complaint = complaint_about(&minimal_with("/shapes/Books/member/shape", json!(name)));
    assert!(complaint.starts_with("no shape is called `xxx") && complaint.len() < 5_000);
}

#[test]
fn a_folder_without_a_model_is_refused() {
    assert_eq!(
        Folder::new().with("paginators-1.json", "{}").complaint(),
        "there is no model here: neither `service-2.json` nor `service-2.json.gz`, nor a version with one\n  \
         --> <folder>\n   \
         = help: name a folder in botocore's layout, such as `personalize/2018-05-22`"
    );
}

#[test]
fn a_file_is_no_model() {
    let folder = Folder::new().with("service-2.json", minimal());
    let error = load(&ModelPaths::new(folder.path().join("service-2.json"))).unwrap_err();
    assert_eq!(
        error.diagnostic().problem,
        "the file is no Smithy model: it has no key `smithy`"
    );
    assert_eq!(
        error.diagnostic().advice,
        "name a file of Smithy's JSON AST, or the folder that holds botocore's `service-2.json`"
    );
}

#[test]
fn a_folder_that_is_not_there_is_refused() {
    let missing = Folder::new().path().join("personalise");
    assert_eq!(
        load(&ModelPaths::new(&missing)).unwrap_err().to_string(),
        format!(
            "there is no such folder\n  \
             --> {}\n   \
             = help: name the folder that holds `service-2.json`, \
             or the one above it with a folder for each version",
            missing.display()
        )
    );
}

#[test]
fn a_file_that_is_cut_off_is_refused() {
    assert_eq!(
        Folder::new()
            .with("service-2.json", "{\n  \"metadata\": {\n    \"apiV")
            .complaint(),
        "this is not JSON: EOF while parsing a string at line 3 column 9\n  \
         --> <folder>/service-2.json\n   \
         = help: fetch the file again: it is damaged, cut off, or of another format"
    );
}

#[test]
fn text_that_is_not_unicode_is_refused() {
    assert_eq!(
        Folder::new()
            .with_bytes("service-2.json", b"{\n\"a\": \"\xff\"}")
            .complaint(),
        "this is not JSON: invalid unicode code point at line 2 column 7\n  \
         --> <folder>/service-2.json\n   \
         = help: fetch the file again: it is damaged, cut off, or of another format"
    );
}

#[test]
fn a_file_that_is_not_zipped_in_spite_of_its_name_is_refused() {
    assert_eq!(
        Folder::new().with("service-2.json.gz", minimal()).complaint(),
        "the file cannot be unzipped: invalid gzip header\n  \
         --> <folder>/service-2.json.gz\n   \
         = help: fetch the file again: it is damaged, cut off, or not zipped at all"
    );
}

#[test]
fn a_file_that_nests_without_end_is_refused() {
    assert_eq!(
        Folder::new().with("service-2.json", "[".repeat(100_000)).complaint(),
        "this is not JSON: recursion limit exceeded at line 1 column 128\n  \
         --> <folder>/service-2.json\n   \
         = help: fetch the file again: it is damaged, cut off, or of another format"
    );
}
