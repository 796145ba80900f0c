//! The suite of Smithy's own loader: models with what they are as JSON, and models with what is wrong with them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use codegen::load::{assemble, flatten};
use serde_json::Value;

/// A folder of the suite, if the data is there.
fn suite(folder: &str) -> Option<PathBuf> {
    let Some(data) = std::env::var_os("CONFORMANCE_DATA") else {
        eprintln!("SKIPPED: CONFORMANCE_DATA names no folder with `models/idl/loader/{folder}`");
        return None;
    };
    let suite = Path::new(&data).join("models/idl/loader").join(folder);
    if !suite.is_dir() {
        eprintln!("SKIPPED: there is no folder {}", suite.display());
        return None;
    }
    Some(suite)
}

fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
}

fn all(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    files(folder, ending, &mut found);
    found
}

#[test]
fn the_valid_models_are_what_the_suite_says() {
    let Some(suite) = suite("valid") else { return };
    let shared = suite.join("__shared.json");
    let mut failed = Vec::new();
    let mut compared = 0;
    for source in all(&suite, ".smithy") {
        let read = |path: &Path| assemble(&[path.to_owned(), shared.clone()]);
        let ours = match read(&source) {
            Ok(ours) => ours,
            Err(error) => {
                failed.push(format!("{}: {error}", source.display()));
                continue;
            }
        };
        let expected = source.with_extension("json");
        if expected.is_file() {
            compared += 1;
            let expected = read(&expected).unwrap_or_else(|error| panic!("{error}"));
            if ours != expected {
                failed.push(difference(&source, &ours, &expected));
            }
        }
        let flattened = source.with_extension("flattened.smithy");
        if flattened.is_file() {
            compared += 1;
            let expected = read(&flattened).unwrap_or_else(|error| panic!("{error}"));
            let ours = flatten(&source, ours).unwrap_or_else(|error| panic!("{error}"));
            if plain(&ours) != plain(&expected) {
                failed.push(difference(&source, &plain(&ours), &plain(&expected)));
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
    assert!(compared > 40, "only {compared} models were compared");
}

/// A model as one that has no mixins would be written: members are what counts of it, in whatever order.
fn plain(model: &Value) -> Value {
    let mut model = model.clone();
    for shape in model["shapes"]
        .as_object_mut()
        .into_iter()
        .flat_map(|it| it.values_mut())
    {
        if let Some(Value::Object(members)) = shape.get_mut("members") {
            members.sort_keys();
        }
    }
    model
}

fn difference(source: &Path, ours: &Value, expected: &Value) -> String {
    let mut text = format!("{}:", source.display());
    let shapes = |model: &Value| model["shapes"].as_object().cloned().unwrap_or_default();
    let (ours_shapes, expected_shapes) = (shapes(ours), shapes(expected));
    for (id, shape) in &ours_shapes {
        if expected_shapes.get(id) != Some(shape) {
            text += &format!(
                "\n  {id}: {shape}\n  expected {:?}",
                expected_shapes.get(id).map(Value::to_string)
            );
        }
    }
    for id in expected_shapes.keys().filter(|id| !ours_shapes.contains_key(*id)) {
        text += &format!("\n  {id} is missing");
    }
    if ours["metadata"] != expected["metadata"] {
        text += &format!(
            "\n  metadata: {}\n  expected: {}",
            ours["metadata"], expected["metadata"]
        );
    }
    text
}

/// The suite marks the column after a version that it does not know; the mark is under the version here.
const PAST_ITS_VALUE: &str = "Unsupported Smithy version number";

#[test]
fn the_invalid_models_are_refused_where_the_suite_says() {
    let Some(suite) = suite("invalid") else { return };
    let mut failed = Vec::new();
    let mut refused = 0;
    for source in all(&suite, "") {
        let reason = fs::read_to_string(&source)
            .unwrap()
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned();
        match assemble(std::slice::from_ref(&source)) {
            Ok(_) => failed.push(format!("{}: not refused\n  {reason}", source.display())),
            Err(error) => {
                refused += 1;
                let line = reason
                    .split("line ")
                    .nth(1)
                    .and_then(|rest| rest.split([',', ':', ' ']).next());
                let column = reason
                    .split("column ")
                    .nth(1)
                    .and_then(|rest| rest.split([':', ' ']).next());
                if let Some(line) = line.filter(|it| it.parse::<u32>().is_ok()) {
                    let wanted = match column.filter(|_| !reason.contains(PAST_ITS_VALUE)) {
                        Some(column) => format!("{}:{line}:{column}\n", source.display()),
                        None => format!("{}:{line}:", source.display()),
                    };
                    if !error.to_string().contains(&wanted) {
                        failed.push(format!("{reason}\n{error}"));
                    }
                }
                if std::env::var_os("SHOW_REFUSALS").is_some() {
                    println!("{reason}\n{error}\n");
                }
            }
        }
    }
    assert!(
        failed.is_empty(),
        "{} of {}:\n{}",
        failed.len(),
        failed.len() + refused,
        failed.join("\n\n")
    );
    assert!(refused > 120, "only {refused} models were refused");
}

#[test]
fn the_protocols_own_tests_are_models() {
    let Some(data) = std::env::var_os("CONFORMANCE_DATA") else {
        eprintln!("SKIPPED: CONFORMANCE_DATA names no folder with `models/idl/protocol-tests`");
        return;
    };
    let tests = Path::new(&data).join("models/idl/protocol-tests");
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../xtask/src/conformance/shared-types.smithy");
    let model = assemble(&[tests, shared]).unwrap_or_else(|error| panic!("{error}"));
    assert!(model["shapes"].as_object().unwrap().len() > 500);
}
