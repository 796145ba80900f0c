//! Smithy's JSON AST, as the front end reads it: what each part becomes, and a clear complaint where it does not hold
//! together.

mod complaints;
mod diagrams;
mod operation_traits;
mod services;
mod shapes;

use std::{fs, path::PathBuf};

use codegen::{
    ir::{
        AcceptorState, AuthScheme, Binding, Expectation, Kind, Member, Operation, PathExpr, Protocol, Service, Shape,
        TimestampFormat,
    },
    load::{ModelPaths, Unread, load_noting_unread},
};
use serde_json::{Map, Value, json};
use tempfile::TempDir;

/// A model of the given shapes, beside a service `a#Shelves` with one operation `GetBook`.
fn model(shapes: Value) -> Value {
    let mut all = json!({
        "a#Shelves": {
            "type": "service",
            "version": "2020-01-02",
            "operations": [{ "target": "a#GetBook" }],
            "traits": {
                "aws.api#service": { "sdkId": "Book Shelves" },
                "aws.auth#sigv4": { "name": "shelves" },
                "aws.protocols#restJson1": {}
            }
        },
        "a#GetBook": {
            "type": "operation",
            "input": { "target": "a#GetBookInput" },
            "output": { "target": "a#GetBookOutput" },
            "traits": { "smithy.api#http": { "method": "GET", "uri": "/books/{id}" } }
        },
        "a#GetBookInput": {
            "type": "structure",
            "members": {
                "id": {
                    "target": "smithy.api#String",
                    "traits": { "smithy.api#required": {}, "smithy.api#httpLabel": {} }
                }
            },
            "traits": { "smithy.api#input": {} }
        },
        "a#GetBookOutput": { "type": "structure", "members": {} }
    });
    merge(&mut all, shapes);
    json!({ "smithy": "2.0", "shapes": all })
}

/// Lays one value over another: objects are joined, null takes away.
fn merge(base: &mut Value, over: Value) {
    match (base, over) {
        (Value::Object(base), Value::Object(over)) => {
            for (key, value) in over {
                match value {
                    Value::Null => drop(base.remove(&key)),
                    value => merge(base.entry(key).or_insert(Value::Null), value),
                }
            }
        }
        (base, over) => *base = over,
    }
}

/// A file that goes away with its test.
struct File {
    _folder: TempDir,
    path: PathBuf,
    service: Option<String>,
}

impl File {
    fn new(content: &Value) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("model.json");
        fs::write(&path, content.to_string()).unwrap();
        Self {
            _folder: folder,
            path,
            service: None,
        }
    }

    fn load(&self) -> codegen::Result<(Service, Vec<Unread>)> {
        let mut paths = ModelPaths::new(&self.path);
        paths.service.clone_from(&self.service);
        load_noting_unread(&paths)
    }
}

fn service(content: &Value) -> Service {
    File::new(content).load().unwrap_or_else(|error| panic!("{error}")).0
}

/// A model whose output has the given members.
fn output(members: Value) -> Value {
    model(json!({ "a#GetBookOutput": { "members": members } }))
}

#[test]
fn a_key_that_stands_twice_is_refused() {
    let text = model(json!({})).to_string();
    let twice = text.replacen("{", "{\"smithy\":\"1.0\",", 1);
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("model.json");
    std::fs::write(&path, twice).unwrap();
    let error = codegen::load::load(&ModelPaths::new(&path))
        .expect_err("`smithy` stands twice")
        .to_string();
    assert!(
        error.starts_with("the key `smithy` stands twice in one object"),
        "{error}"
    );
    assert!(error.contains("model.json#/smithy"), "{error}");
}

fn complaint(content: &Value) -> String {
    let file = File::new(content);
    let error = file.load().expect_err("the model is malformed").to_string();
    error.replace(&file.path.display().to_string(), "model.json")
}

fn shape<'s>(service: &'s Service, name: &str) -> &'s Shape {
    &service.shapes[service
        .shapes
        .find(name)
        .unwrap_or_else(|| panic!("there is no shape {name}"))]
}

fn member<'s>(service: &'s Service, owner: &str, name: &str) -> &'s Member {
    let members = shape(service, owner).kind.members();
    members
        .iter()
        .find(|it| it.name == name)
        .unwrap_or_else(|| panic!("there is no {owner}.{name}"))
}

fn names(shape: &Shape) -> Vec<&str> {
    shape.kind.members().iter().map(|member| member.name.as_str()).collect()
}

fn operations(service: &Service) -> Vec<&str> {
    service.operations.iter().map(|it| it.name.as_str()).collect()
}

#[test]
fn unknown_traits_are_listed_with_their_place() {
    let traits = json!({ "x.y#odd": 1, "smithy.api#tags": ["known"] });
    let file = File::new(&output(
        json!({ "x": { "target": "smithy.api#String", "traits": traits } }),
    ));
    let (_, unread) = file.load().unwrap();
    let said: Vec<_> = unread
        .iter()
        .map(|it| (it.what.as_str(), it.pointer.as_str()))
        .collect();
    let place = "/shapes/a#GetBookOutput/members/x/traits/x.y#odd";
    assert_eq!(said, [("the trait `x.y#odd`", place)]);
}

#[test]
fn an_unknown_key_is_listed_once() {
    let over = json!({ "a#Shelves": {
        "shelf": 1,
        "traits": { "smithy.api#paginated": { "inputToken": "id", "outputToken": "id", "speed": 1 } }
    } });
    let mut content = model(over);
    for operation in ["a#GetBook", "a#Other"] {
        merge(
            &mut content["shapes"][operation],
            json!({ "type": "operation", "traits": { "smithy.api#paginated": {} } }),
        );
    }
    content["shapes"]["a#Shelves"]["operations"] = json!([{ "target": "a#GetBook" }, { "target": "a#Other" }]);
    let (_, unread) = File::new(&content).load().unwrap();
    let said: Vec<_> = unread.iter().map(|it| it.what.as_str()).collect();
    assert_eq!(said, ["the key `shelf` of a service", "the key `speed` of a paginator"]);
}

/// A model with some of everything, to be spoilt.
fn rich() -> Value {
    let path = json!({ "path": "a", "expected": "b", "comparator": "stringEquals" });
    model(json!({
        "a#Shelves": {
            "rename": { "a#Cover": "Jacket" }, "resources": [{ "target": "a#Book" }], "errors": [{ "target": "a#Gone" }],
            "mixins": [{ "target": "a#Base" }],
            "traits": {
                "smithy.api#paginated": { "inputToken": "id" }, "smithy.api#auth": ["aws.auth#sigv4"],
                "smithy.api#xmlNamespace": { "uri": "u" }, "aws.api#clientEndpointDiscovery": { "operation": "a#GetBook" },
                "smithy.rules#clientContextParams": { "P": { "type": "string" } },
                "smithy.rules#endpointRuleSet": { "version": "1.0", "parameters": { "R": { "type": "string" } }, "rules": [
                    { "type": "endpoint", "conditions": [{ "fn": "isSet", "argv": [{ "ref": "R" }] }], "endpoint": { "url": "https://a" } }
                ] }
            }
        },
        "a#Base": { "type": "service", "version": "1", "traits": { "smithy.api#mixin": { "localTraits": [] } } },
        "a#Book": { "type": "resource", "read": { "target": "a#GetBook" }, "resources": [{ "target": "a#Book" }] },
        "a#GetBook": { "errors": [{ "target": "a#Gone" }], "traits": {
            "smithy.api#paginated": { "outputToken": "next" }, "smithy.api#endpoint": { "hostPrefix": "a." },
            "smithy.waiters#waitable": { "W": { "acceptors": [{ "state": "success", "matcher": { "output": path } }] } },
            "smithy.rules#staticContextParams": { "P": { "value": true } },
            "smithy.rules#operationContextParams": { "P": { "path": "a" } },
            "aws.protocols#httpChecksum": { "requestChecksumRequired": true, "responseAlgorithms": ["CRC32"] },
            "smithy.api#requestCompression": { "encodings": ["gzip"] }, "smithy.api#deprecated": { "since": "1" }
        } },
        "a#GetBookOutput": { "mixins": [{ "target": "a#Mixin" }], "members": {
            "cover": { "target": "a#Cover" }, "tags": { "target": "a#Tags" }, "map": { "target": "a#Map" },
            "kind": { "target": "a#Kind" }, "old": { "target": "a#Old" },
            "number": { "target": "smithy.api#PrimitiveInteger", "traits": { "smithy.api#range": { "min": 1, "max": 2 } } }
        } },
        "a#Mixin": { "type": "structure", "mixins": [{ "target": "a#Deep" }], "traits": { "smithy.api#mixin": {} },
            "members": { "next": { "target": "smithy.api#String" } } },
        "a#Deep": { "type": "structure", "traits": { "smithy.api#mixin": {} }, "members": { "deep": { "target": "smithy.api#String" } } },
        "a#GetBookOutput$deep": { "type": "apply", "traits": { "smithy.api#documentation": "d", "smithy.api#tags": ["a"] } },
        "a#Cover": { "type": "union", "members": { "none": { "target": "smithy.api#Unit" } }, "traits": { "smithy.api#streaming": {} } },
        "a#Tags": { "type": "list", "member": { "target": "a#Tags", "traits": { "smithy.api#xmlName": "t" } } },
        "a#Map": { "type": "map", "key": { "target": "smithy.api#String" }, "value": { "target": "a#Map" } },
        "a#Kind": { "type": "intEnum", "members": { "A": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": 1 } } } },
        "a#Old": { "type": "string", "traits": { "smithy.api#enum": [{ "value": "a" }], "smithy.api#length": { "min": 1 } } },
        "a#Gone": { "type": "structure", "traits": { "smithy.api#error": "client", "smithy.api#httpError": 404, "smithy.api#retryable": {} } }
    }))
}

/// The pointers of all values in a value.
fn pointers(value: &Value, at: String, found: &mut Vec<String>) {
    let escape = |key: &str| key.replace('~', "~0").replace('/', "~1");
    match value {
        Value::Object(map) => map
            .iter()
            .for_each(|(key, value)| pointers(value, format!("{at}/{}", escape(key)), found)),
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(index, value)| pointers(value, format!("{at}/{index}"), found));
        }
        _ => {}
    }
    found.push(at);
}

#[test]
fn no_spoilt_model_is_a_panic() {
    let sound = rich();
    let file = File::new(&sound);
    file.load().unwrap_or_else(|error| panic!("{error}"));
    let mut all = Vec::new();
    pointers(&sound, String::new(), &mut all);
    let others = [
        json!(null),
        json!(true),
        json!(-1),
        json!(1e300),
        json!(""),
        json!("a#GetBook"),
        json!("a#Mixin"),
        json!("apply"),
        json!([]),
        json!([{ "target": "a#GetBookOutput" }]),
        json!({}),
        json!({ "target": "smithy.api#Unit" }),
    ];
    let (mut refused, mut accepted) = (0, 0);
    for pointer in &all {
        for other in others
            .iter()
            .chain(all.iter().step_by(61).filter_map(|at| sound.pointer(at)))
        {
            let mut spoilt = sound.clone();
            *spoilt.pointer_mut(pointer).unwrap() = other.clone();
            fs::write(&file.path, spoilt.to_string()).unwrap();
            match file.load() {
                Ok((service, _)) => {
                    assert_eq!(service.shapes.undefined().next(), None, "{pointer} as {other}");
                    accepted += 1;
                }
                Err(error) => {
                    let error = error.diagnostic();
                    assert!(
                        error.file.is_some() && !error.advice.is_empty(),
                        "{pointer} as {other}: {error}"
                    );
                    refused += 1;
                }
            }
        }
    }
    assert!(
        refused > 1000 && accepted > 100,
        "{refused} refused, {accepted} accepted"
    );
}

#[test]
fn a_long_chain_of_mixins_is_no_overflow() {
    let mut shapes = Map::new();
    for link in 0..20_000 {
        let mixins = json!([{ "target": format!("a#M{}", link + 1) }]);
        shapes.insert(
            format!("a#M{link}"),
            json!({ "type": "structure", "traits": { "smithy.api#mixin": {} }, "mixins": mixins }),
        );
    }
    shapes.insert("a#M20000".into(), json!({ "type": "structure", "traits": { "smithy.api#mixin": {} }, "members": { "far": { "target": "smithy.api#String" } } }));
    shapes.insert("a#GetBookOutput".into(), json!({ "mixins": [{ "target": "a#M0" }] }));
    assert_eq!(
        names(shape(&service(&model(Value::Object(shapes))), "GetBookOutput")),
        ["far"]
    );
}

#[test]
fn a_file_alone_keeps_the_rules_that_several_files_have_to() {
    let wrong = json!({
        "a#GetBookOutput": { "members": { "state": { "target": "a#State" } } },
        "a#State": { "type": "intEnum", "members": {
            "OPEN": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": 1 } },
            "SHUT": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": 1 } }
        } },
        "a#Apart": { "type": "map", "key": { "target": "smithy.api#Integer" }, "value": { "target": "smithy.api#Blob" } }
    });
    let text = complaint(&model(wrong));
    let twice =
        "multiple enum members found with the same value 1: `OPEN` and `SHUT`\n  --> model.json#/shapes/a#State";
    assert!(text.contains(twice), "{text}");
    let key = "map key member targets `smithy.api#Integer`, a integer shape, and has to target a string";
    assert!(text.contains(key), "{text}");
}
