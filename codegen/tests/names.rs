//! Names in Rust: those of AWS's crates, and what becomes of two that would be one.

use std::{fs, path::PathBuf};

use codegen::{
    Options,
    load::{ModelPaths, load},
    plan::Crate,
};
use serde_json::{Map, Value, json};

/// A model of operations, shapes and settings, with rules for endpoints.
fn plan(operations: Value, shapes: Value, top: Value) -> codegen::Result<Crate> {
    let home = tempfile::tempdir().unwrap();
    let mut model = json!({
        "metadata": {
            "apiVersion": "2020-01-01", "endpointPrefix": "thing", "jsonVersion": "1.1", "protocol": "json",
            "serviceFullName": "Thing", "serviceId": "Thing", "signatureVersion": "v4"
        },
        "operations": operations,
        "shapes": shapes
    });
    let mut rules = json!({ "version": "1.0", "parameters": {}, "rules": [] });
    for (key, value) in top.as_object().unwrap() {
        match key.as_str() {
            "parameters" => rules["parameters"] = value.clone(),
            _ => model[key] = value.clone(),
        }
    }
    fs::write(home.path().join("service-2.json"), model.to_string()).unwrap();
    fs::write(home.path().join("endpoint-rule-set-1.json"), rules.to_string()).unwrap();
    Crate::of(load(&ModelPaths::new(home.path()))?, &Options::default())
}

/// The model's name and AWS's, of each row of a list of the corpus; nothing where there is none.
fn rows(list: &str) -> Vec<(String, String)> {
    let Some(data) = std::env::var_os("CONFORMANCE_DATA").map(PathBuf::from) else {
        eprintln!("names of AWS's crates are skipped: CONFORMANCE_DATA is not set");
        return Vec::new();
    };
    let Ok(text) = fs::read_to_string(data.join("corpus").join(list)) else {
        eprintln!("names of AWS's crates are skipped: CONFORMANCE_DATA has no corpus/{list}");
        return Vec::new();
    };
    let row = |line: &str| {
        let mut columns = line.split('\t');
        let name = columns.next()?;
        let theirs = columns.find_map(|column| column.strip_prefix("AWS "))?;
        Some((name.to_owned(), theirs.to_owned()))
    };
    text.lines().filter_map(row).collect()
}

#[test]
fn operations_are_called_as_in_the_crates_of_aws() {
    let rows = rows("aws-names-of-operations.txt");
    if rows.is_empty() {
        return;
    }
    let operations: Map<String, Value> = rows.iter().map(|(name, _)| (name.clone(), json!({}))).collect();
    let plan = plan(operations.into(), json!({}), json!({})).unwrap();
    for (operation, (_, theirs)) in plan.service.operations.iter().zip(&rows) {
        let names = plan.operation_names(operation);
        assert_eq!(names.marker, *theirs);
        assert_eq!(names.error(), format!("{theirs}Error"));
        assert_eq!(names.fluent_builder(), format!("{theirs}FluentBuilder"));
        // Input and output are in Pascal case: no two capitals stand side by side but where a word is one letter.
        let input = plan.type_name(plan.input(operation)).as_str();
        assert!(
            input.eq_ignore_ascii_case(&format!("{}Input", operation.name)),
            "{input}"
        );
        assert!(
            !input.contains("ID") && !input.contains("DB") && !input.contains("ACL"),
            "{input}"
        );
    }
}

#[test]
fn types_and_members_are_called_as_in_the_crates_of_aws() {
    for (name, theirs) in rows("aws-names-of-types-and-members.txt") {
        let is_type = name.starts_with(|c: char| c.is_ascii_uppercase());
        let (shape, member) = if is_type {
            (name.as_str(), "it")
        } else {
            ("Thing", name.as_str())
        };
        let operations = json!({ "Get": { "input": { "shape": "In" } } });
        let shapes = json!({
            "In": { "type": "structure", "members": { "thing": { "shape": shape } } },
            shape: { "type": "structure", "members": { member: { "shape": "Text" } } },
            "Text": { "type": "string" }
        });
        let plan = plan(operations, shapes, json!({})).unwrap();
        let id = plan.service.shapes.find(shape).unwrap();
        match is_type {
            true => assert_eq!(plan.type_name(id).as_str(), theirs),
            false => assert_eq!(plan.fields(id)[0].name.as_str(), theirs),
        }
    }
}

/// The names of AWS's crates that no list has: reserved members, methods of unions and errors.
#[test]
fn reserved_names_change_what_has_to_change_and_no_more() {
    let operations =
        json!({ "Get": { "input": { "shape": "In" }, "errors": [{ "shape": "CustomKeyStoreHasCMKsException" }] } });
    let members = json!({ "build": { "shape": "Text" }, "type": { "shape": "Text" }, "sendWith": { "shape": "Text" } });
    let shapes = json!({
        "In": { "type": "structure", "members": { "thing": { "shape": "Option" }, "db": { "shape": "Kind" } } },
        "Option": { "type": "structure", "members": members },
        "Kind": {
            "type": "structure", "union": true,
            "members": { "InfluxDBv2": { "shape": "Text" }, "Unknown": { "shape": "Text" } }
        },
        "CustomKeyStoreHasCMKsException": { "type": "structure", "exception": true, "members": {} },
        "Text": { "type": "string" }
    });
    let plan = plan(operations, shapes, json!({})).unwrap();
    let id = |name: &str| plan.service.shapes.find(name).unwrap();
    let fields = |name: &str| -> Vec<(String, String)> {
        let fields = plan.fields(id(name)).iter();
        fields
            .map(|it| (it.name.as_str().to_owned(), it.stem.clone()))
            .collect()
    };
    let pair = |name: &str, stem: &str| (name.to_owned(), stem.to_owned());
    assert_eq!(plan.path(id("Option")), "types::Option");
    assert_eq!(
        fields("Option"),
        [
            pair("build_value", "build"),
            pair("r#type", "type"),
            pair("send_with", "send_with")
        ]
    );
    assert_eq!(
        fields("Kind"),
        [pair("InfluxDBv2", "influx_dbv2"), pair("UnknownValue", "unknown_value")]
    );
    let error = id("CustomKeyStoreHasCMKsException");
    assert_eq!(
        plan.error_variant(error).snake(),
        "custom_key_store_has_cm_ks_exception"
    );
    assert_eq!(plan.module_of(error).as_str(), "custom_key_store_has_cmks_exception");
}

#[test]
fn two_names_that_would_be_one_are_an_error_with_both_places() {
    let get = json!({ "Get": { "input": { "shape": "In" } } });
    let text = json!({ "shape": "Text" });
    let structure = |members: Value| json!({ "type": "structure", "members": members });
    let shapes = |more: Value| {
        let mut shapes = json!({ "Text": { "type": "string" }, "In": { "type": "structure", "members": {} } });
        for (name, shape) in more.as_object().unwrap() {
            shapes[name] = shape.clone();
        }
        shapes
    };
    let setting = json!({ "type": "string", "documentation": "" });
    let cases = [
        (
            json!({ "getThing": {}, "GetThing": {} }),
            json!({}),
            json!({}),
            ["/operations/getThing", "/operations/GetThing"],
        ),
        (
            get.clone(),
            json!({ "In": structure(json!({ "aB": text, "a_b": text })) }),
            json!({}),
            ["/shapes/In/members/aB", "/shapes/In/members/a_b"],
        ),
        (
            get.clone(),
            json!({ "In": structure(json!({ "x": { "shape": "Thing" }, "y": { "shape": "thing" } })),
                "Thing": structure(json!({})), "thing": structure(json!({})) }),
            json!({}),
            ["/shapes/Thing", "/shapes/thing"],
        ),
        (
            get.clone(),
            json!({ "In": structure(json!({ "x": { "shape": "Thing" } })),
                "Thing": { "type": "structure", "union": true, "members": { "ab1": text, "a_b1": text } } }),
            json!({}),
            ["/shapes/Thing/members/ab1", "/shapes/Thing/members/a_b1"],
        ),
        (
            get.clone(),
            json!({}),
            json!({ "clientContextParams": { "aB": setting, "a_b": setting } }),
            ["`aB`", "`a_b`"],
        ),
        (
            get,
            json!({}),
            json!({ "parameters": { "ab": setting, "SetAb": setting } }),
            ["/parameters/ab", "/parameters/SetAb"],
        ),
    ];
    for (operations, more, top, places) in cases {
        let error = plan(operations, shapes(more), top).expect_err(places[0]).to_string();
        assert!(error.contains("would both be called"), "{error}");
        assert!(places.iter().all(|place| error.contains(place)), "{error}");
    }
}

#[test]
fn what_rules_are_given_is_what_they_take() {
    let text = json!({ "type": "string" });
    let rules = json!({ "Region": text, "Fast": { "type": "boolean" } });
    let shapes = |context: &str, target: &str| {
        json!({
            "In": { "type": "structure", "members": { "it": { "shape": target, "contextParam": { "name": context } } } },
            "Text": { "type": "string" },
            "Flag": { "type": "boolean" },
            "Kind": { "type": "string", "enum": ["a"] }
        })
    };
    let get = |fixed: Value| json!({ "Get": { "input": { "shape": "In" }, "staticContextParams": fixed } });
    let none = || get(json!({}));
    let given = |settings: Value| json!({ "parameters": rules, "clientContextParams": settings });
    plan(
        none(),
        shapes("Region", "Text"),
        given(json!({ "Fast": { "type": "boolean" } })),
    )
    .unwrap();
    for (operations, shapes, settings, problem) in [
        (
            none(),
            shapes("Regoin", "Text"),
            json!({}),
            "no endpoint parameter is called `Regoin`",
        ),
        (
            none(),
            shapes("Region", "Flag"),
            json!({}),
            "`Region` is a string, and the value for it is not",
        ),
        (
            none(),
            shapes("Region", "Kind"),
            json!({}),
            "`Region` is a string, and the value for it is not",
        ),
        (
            get(json!({ "Fast": { "value": "yes" } })),
            shapes("Region", "Text"),
            json!({}),
            "`Fast` is a boolean, and the value for it is not",
        ),
        (
            get(json!({ "Slow": { "value": true } })),
            shapes("Region", "Text"),
            json!({}),
            "no endpoint parameter is called `Slow`",
        ),
        (
            none(),
            shapes("Region", "Text"),
            json!({ "Fast": { "type": "string" } }),
            "the setting `Fast` is a string, and the endpoint parameter of that name is not",
        ),
    ] {
        let error = plan(operations, shapes, given(settings))
            .expect_err(problem)
            .to_string();
        assert!(error.contains(problem), "{error}");
    }
}
