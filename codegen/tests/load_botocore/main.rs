//! botocore's models, as the front end reads them: whole, and with a clear complaint where they do not hold together.

mod endpoint_rules;
mod files;
mod operations;
mod paginators;
mod personalize;
mod service;
mod shapes;
mod waiters;

use std::{
    collections::BTreeSet,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use codegen::{
    ir::{
        Acceptor, AcceptorState, AuthScheme, Binding, ContextValue, Expectation, Expr, Fault, Function, Kind, Member,
        MemberTraits, Origin, PathExpr, Property, Protocol, RuleBody, Service, Shape, TemplatePart, TimestampFormat,
    },
    load::{ModelPaths, Unread, load, load_noting_unread},
};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A folder of files that goes away with its test. It lies deep enough that no file of partitions beside it is found.
struct Folder {
    path: PathBuf,
    _home: TempDir,
}

impl Folder {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("data/service/version");
        fs::create_dir_all(&path).unwrap();
        Self { path, _home: home }
    }

    fn with(self, name: &str, content: impl ToString) -> Self {
        self.with_bytes(name, content.to_string().as_bytes())
    }

    fn with_bytes(self, name: &str, content: &[u8]) -> Self {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    fn path(&self) -> &Path {
        &self.path
    }

    fn load(&self) -> codegen::Result<Service> {
        load(&ModelPaths::new(self.path()))
    }

    /// What is wrong with the model, with file names that do not depend on where the folder is.
    fn complaint(&self) -> String {
        let error = self.load().expect_err("the model is malformed");
        error
            .to_string()
            .replace(&self.path().display().to_string(), "<folder>")
    }
}

fn vendored() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../model/personalize/2018-05-22")
}

fn read_json(path: impl AsRef<Path>) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// The least that is a service: one operation, with an input and an output.
fn minimal() -> Value {
    json!({
        "metadata": {
            "apiVersion": "2020-01-02",
            "endpointPrefix": "shelves",
            "jsonVersion": "1.1",
            "protocol": "json",
            "serviceFullName": "Amazon Book Shelves",
            "serviceId": "Book Shelves",
            "signatureVersion": "v4"
        },
        "operations": {
            "ListBooks": {
                "name": "ListBooks",
                "http": { "method": "POST", "requestUri": "/" },
                "input": { "shape": "ListBooksRequest" },
                "output": { "shape": "ListBooksResponse" }
            }
        },
        "shapes": {
            "Book": { "type": "structure", "members": { "Title": { "shape": "Title" } } },
            "Books": { "type": "list", "member": { "shape": "Book" } },
            "ListBooksRequest": { "type": "structure", "members": { "Token": { "shape": "Title" } } },
            "ListBooksResponse": {
                "type": "structure",
                "members": { "Books": { "shape": "Books" }, "Token": { "shape": "Title" } }
            },
            "Title": { "type": "string" }
        }
    })
}

/// The minimal service, changed at one place.
fn minimal_with(pointer: &str, value: Value) -> Value {
    let mut model = minimal();
    put(&mut model, pointer, value);
    model
}

fn put(model: &mut Value, pointer: &str, value: Value) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    model.pointer_mut(parent).unwrap()[key] = value;
}

fn take(model: &mut Value, parent: &str, key: &str) {
    let parent = model.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    parent.shift_remove(key).unwrap();
}

fn load_model(model: &Value) -> Service {
    Folder::new().with("service-2.json", model).load().unwrap()
}

fn complaint_about(model: &Value) -> String {
    Folder::new().with("service-2.json", model).complaint()
}

fn shape<'s>(service: &'s Service, name: &str) -> &'s Shape {
    &service.shapes[service.shapes.find(name).unwrap()]
}

fn path(text: &str) -> PathExpr {
    PathExpr(text.to_owned())
}

#[test]
fn a_list_that_an_old_model_flattens_is_called_as_its_elements_are() {
    let name = |list: Value, member: Value| {
        let mut model = minimal_with("/shapes/Books", list);
        put(&mut model, "/shapes/ListBooksResponse/members/Books", member);
        let service = load_model(&model);
        let members = shape(&service, "ListBooksResponse").kind.members().to_vec();
        members[0].traits.wire_name.clone()
    };
    let (bare, named) = (
        json!({ "shape": "Books" }),
        json!({ "shape": "Books", "locationName": "shelf" }),
    );
    let old = json!({ "type": "list", "flattened": true, "member": { "shape": "Book", "locationName": "Book" } });
    let wrapped = json!({ "type": "list", "member": { "shape": "Book", "locationName": "Book" } });
    assert_eq!(name(old.clone(), bare.clone()).as_deref(), Some("Book"));
    assert_eq!(name(old, named).as_deref(), Some("shelf"));
    assert_eq!(name(wrapped, bare), None);
}

fn least_paginator() -> Value {
    json!({ "input_token": "Token", "output_token": "Token", "result_key": "Books" })
}

/// Puts every kind of value into every place of a model that says all it can: whatever comes of it is no panic, and an
/// error says where it is.
#[test]
fn no_value_in_the_wrong_place_is_a_panic() {
    let junk = [
        json!(null),
        json!(true),
        json!(-1),
        json!("{"),
        json!([[]]),
        json!({ "shape": {} }),
    ];
    let waiter = json!({
        "operation": "ListBooks",
        "delay": 5,
        "acceptors": [{ "state": "retry", "matcher": "pathAll", "argument": "Books", "expected": "LOST" }]
    });
    let files = [
        ("service-2.json", operations::told_model()),
        (
            "paginators-1.json",
            json!({ "pagination": { "ListBooks": least_paginator() } }),
        ),
        ("waiters-2.json", json!({ "waiters": { "BooksThere": waiter } })),
        ("endpoint-rule-set-1.json", endpoint_rules::told_rule_set()),
        ("partitions.json", endpoint_rules::partitions()),
    ];
    for (broken, whole) in &files {
        for pointer in pointers(whole) {
            for value in &junk {
                let mut model = whole.clone();
                *model.pointer_mut(&pointer).unwrap() = value.clone();
                let folder = files.iter().fold(Folder::new(), |folder, (name, content)| {
                    folder.with(name, if name == broken { &model } else { content })
                });
                if let Err(error) = folder.load() {
                    let place = error.diagnostic();
                    assert!(place.file.is_some(), "{error}");
                    assert!(place.pointer.is_some(), "{error}");
                }
            }
        }
    }
}

/// The pointers to all values below one.
fn pointers(value: &Value) -> Vec<String> {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(items) => (0..items.len())
            .map(|index| (index.to_string(), &items[index]))
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    let below = |(key, child): (String, &Value)| {
        let own = std::iter::once(String::new());
        let all = own.chain(pointers(child)).map(move |rest| format!("/{key}{rest}"));
        all.collect::<Vec<_>>()
    };
    children.into_iter().flat_map(below).collect()
}

/// Loads the newest version of every service in the folder that `BOTOCORE_DATA` names, which is botocore's `data`,
/// and has the front end say what it does not know of.
#[test]
fn every_service_of_botocore_is_loaded_whole() {
    let Some(data) = std::env::var_os("BOTOCORE_DATA") else {
        eprintln!("skipped: BOTOCORE_DATA names no folder of botocore's models");
        return;
    };
    let mut services: Vec<PathBuf> = fs::read_dir(data)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    services.sort();
    let mut complaints = Vec::new();
    for service in &services {
        match load_noting_unread(&ModelPaths::new(service)) {
            Ok((_, unread)) => complaints.extend(unread.into_iter().map(|note| note.to_string())),
            Err(error) => complaints.push(error.to_string()),
        }
    }
    eprintln!("loaded {} services", services.len());
    assert!(!services.is_empty());
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
