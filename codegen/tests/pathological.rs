//! Models that nest, repeat or grow without measure: an answer in seconds and in little memory, or a clear refusal.

use std::{
    fs,
    time::{Duration, Instant},
};

use codegen::{
    Files, Options, generate,
    load::{ModelPaths, load},
};
use serde_json::{Map, Value, json};

/// The time that a slow and busy machine may take for the largest of these models.
const BOUND: Duration = Duration::from_secs(60);

/// The files of a model in botocore's form whose operation sends and returns `In`, or why there are none.
fn generated(shapes: Value) -> Result<Files, String> {
    generated_with(shapes, json!({}))
}

/// The same, with these endpoint parameters.
fn generated_with(shapes: Value, parameters: Value) -> Result<Files, String> {
    let home = tempfile::tempdir().unwrap();
    let mut shapes = shapes;
    shapes["Text"] = json!({ "type": "string" });
    let model = json!({
        "metadata": {
            "endpointPrefix": "thing", "protocol": "json", "jsonVersion": "1.1", "serviceId": "Thing", "signatureVersion": "v4"
        },
        "operations": { "Do": { "input": { "shape": "In" }, "output": { "shape": "In" } } },
        "shapes": shapes
    });
    let rules = json!({ "version": "1.0", "parameters": parameters, "rules": [] });
    fs::write(home.path().join("service-2.json"), model.to_string()).unwrap();
    fs::write(home.path().join("endpoint-rule-set-1.json"), rules.to_string()).unwrap();
    in_time(|| {
        let service = load(&ModelPaths::new(home.path()));
        service.and_then(|service| generate(service, &Options::default()))
    })
}

fn in_time<T>(work: impl FnOnce() -> codegen::Result<T>) -> Result<T, String> {
    let start = Instant::now();
    let done = work().map_err(|error| error.to_string());
    let took = start.elapsed();
    assert!(took < BOUND, "it took {took:?}");
    done
}

fn structure(target: &str) -> Value {
    json!({ "type": "structure", "members": { "it": { "shape": target } } })
}

/// A chain of containers of that length, and a structure that holds it.
fn chain(length: usize, container: fn(Value) -> Value) -> Value {
    let mut shapes = Map::new();
    for index in 0..length {
        let inner = index
            .checked_sub(1)
            .map_or("Text".to_owned(), |inner| format!("C{inner}"));
        shapes.insert(format!("C{index}"), container(json!({ "shape": inner })));
    }
    shapes.insert("In".to_owned(), structure(&format!("C{}", length - 1)));
    shapes.into()
}

fn list(element: Value) -> Value {
    json!({ "type": "list", "member": element })
}

fn sparse_map(value: Value) -> Value {
    json!({ "type": "map", "sparse": true, "key": { "shape": "Text" }, "value": value })
}

#[test]
fn containers_stand_in_each_other_sixteen_deep_and_no_deeper() {
    for container in [list, sparse_map] {
        generated(chain(16, container)).unwrap();
        for length in [17, 64, 128, 5_000] {
            let refusal = generated(chain(length, container)).unwrap_err();
            assert!(refusal.contains("stand in each other more than 16 deep"), "{refusal}");
            assert!(refusal.contains("#/shapes/C16"), "{refusal}");
        }
    }
}

#[test]
fn a_container_of_itself_is_refused_wherever_one_meets_it() {
    let shapes =
        json!({ "In": structure("A"), "A": list(json!({ "shape": "B" })), "B": list(json!({ "shape": "B" })) });
    let refusal = generated(shapes).unwrap_err();
    assert!(refusal.starts_with("the list `B` holds itself"), "{refusal}");
}

#[test]
fn a_long_chain_of_structures_needs_no_deep_stack() {
    let mut shapes = Map::new();
    shapes.insert("In".to_owned(), structure("T0"));
    for index in 0..1_000 {
        let mut shape = structure(&format!("T{}", (index + 1) % 1_000));
        shape["required"] = json!(["it"]);
        shapes.insert(format!("T{index}"), shape);
    }
    generated(shapes.into()).unwrap();
}

#[test]
fn twenty_thousand_values_that_become_one_name_are_numbered() {
    // Each is a number in base three, with punctuation for digits.
    let digits = |number: usize| (0..10).map(move |place| ["-", "_", "."][number / 3_usize.pow(place) % 3]);
    let values: Vec<String> = (0..20_000)
        .map(|number| digits(number).collect::<String>() + "a")
        .collect();
    let files = generated(json!({ "In": structure("Kind"), "Kind": { "type": "string", "enum": values } })).unwrap();
    let text = &files["src/types/kind.rs"];
    assert!(text.contains("        A = \"") && text.contains("        A20000 = \""));
}

#[test]
fn names_have_a_length_that_files_can_have() {
    let name = "T".repeat(201);
    let refusal = generated(json!({ "In": structure(&name), name: structure("Text") })).unwrap_err();
    assert!(refusal.contains("would have a name of 201 bytes in Rust"), "{refusal}");
    generated(json!({ "In": { "type": "structure", "members": { "m".repeat(300): { "shape": "Text" } } } })).unwrap();
}

#[test]
fn mixins_give_so_much_and_no_more() {
    let model = |length: usize| {
        let mut shapes = Map::new();
        for index in 0..length {
            let member = format!("m{index}");
            let mut mixin = json!({
                "type": "structure", "members": { member: { "target": "smithy.api#String" } },
                "traits": { "smithy.api#mixin": {} }
            });
            if let Some(last) = index.checked_sub(1) {
                mixin["mixins"] = json!([{ "target": format!("a#M{last}") }]);
            }
            shapes.insert(format!("a#M{index}"), mixin);
        }
        let last = json!([{ "target": format!("a#M{}", length - 1) }]);
        shapes.insert("a#In".to_owned(), json!({ "type": "structure", "mixins": last }));
        shapes.insert(
            "a#Do".to_owned(),
            json!({ "type": "operation", "input": { "target": "a#In" } }),
        );
        let service = json!({ "type": "service", "version": "1", "operations": [{ "target": "a#Do" }] });
        shapes.insert("a#Service".to_owned(), service);
        json!({ "smithy": "2.0", "shapes": shapes })
    };
    let load = |length: usize| {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("model.json");
        fs::write(&path, model(length).to_string()).unwrap();
        in_time(|| codegen::load::services(&ModelPaths::new(&path)))
    };
    load(300).unwrap();
    let refusal = load(4_000).unwrap_err();
    assert!(
        refusal.contains("mixins give shapes more than 200000 members and traits in all"),
        "{refusal}"
    );
}

#[test]
fn thousands_of_endpoint_parameters_are_only_long() {
    let parameter = |index: usize| (format!("P{index}"), json!({ "type": "string" }));
    let parameters: Map<String, Value> = (0..6000).map(parameter).collect();
    generated_with(json!({ "In": structure("Text") }), parameters.into()).unwrap();
}
