//! Smithy's JSON AST, as the front end reads it: what each part becomes, and a clear complaint where it does not hold
//! together.

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

mod services {
    use super::*;

    #[test]
    fn names_follow_from_each_other() {
        let service = service(&model(json!({})));
        assert_eq!(service.sdk_id, "Book Shelves");
        assert_eq!(service.title, "Book Shelves");
        assert_eq!(service.endpoint_prefix, "bookshelves");
        assert_eq!(service.signing_name, "shelves");
        assert_eq!(service.uid.as_deref(), Some("book-shelves-2020-01-02"));
        assert_eq!(
            (service.namespace.as_str(), service.shape_name.as_str()),
            ("a", "Shelves")
        );
        assert_eq!(service.protocols, [Protocol::RestJson1]);
        assert_eq!(service.auth, [AuthScheme::SigV4]);
    }

    #[test]
    fn schemes_without_an_order_are_sorted_by_their_ids() {
        let traits =
            json!({ "smithy.api#httpBearerAuth": {}, "smithy.api#httpApiKeyAuth": { "name": "k", "in": "query" } });
        let service = service(&model(json!({ "a#Shelves": { "traits": traits } })));
        let key = AuthScheme::Other("smithy.api#httpApiKeyAuth".into());
        assert_eq!(service.auth, [AuthScheme::SigV4, key, AuthScheme::Bearer]);
    }

    #[test]
    fn one_of_several_is_chosen_by_id_or_name() {
        let other = json!({ "b#Other": { "type": "service", "version": "1" } });
        let mut file = File::new(&model(other));
        file.service = Some("b#Other".into());
        assert_eq!(file.load().unwrap().0.shape_name, "Other");
        file.service = Some("Shelves".into());
        assert_eq!(file.load().unwrap().0.shape_name, "Shelves");
        file.service = Some("Othr".into());
        assert_eq!(
            file.load().unwrap_err().diagnostic().problem,
            "no service is called `Othr`"
        );
    }

    #[test]
    fn resources_lead_to_operations_in_the_order_of_the_file() {
        let target = |name: &str| json!({ "target": name });
        let operation = || json!({ "type": "operation" });
        let service = service(&model(json!({
            "a#Shelves": { "resources": [target("a#Book")] },
            "a#Book": {
                "type": "resource", "identifiers": {}, "put": target("a#Put"), "create": target("a#Create"),
                "read": target("a#GetBook"), "update": target("a#Update"), "delete": target("a#Delete"),
                "list": target("a#List"), "operations": [target("a#Lend")],
                "collectionOperations": [target("a#Count")], "resources": [target("a#Page"), target("a#Book")]
            },
            "a#Page": { "type": "resource", "read": target("a#ReadPage") },
            "a#ReadPage": operation(), "a#Put": operation(), "a#Create": operation(), "a#Update": operation(),
            "a#Delete": operation(), "a#List": operation(), "a#Lend": operation(), "a#Count": operation(),
            "a#Elsewhere": operation(), "a#Unused": { "type": "string" }
        })));
        let expected = [
            "GetBook", "ReadPage", "Put", "Create", "Update", "Delete", "List", "Lend", "Count",
        ];
        assert_eq!(operations(&service), expected);
        assert!(service.shapes.find("Unused").is_none());
    }

    #[test]
    fn renamed_shapes_have_their_new_name() {
        let service = service(&model(json!({
            "a#Shelves": { "rename": { "b#Cover": "BackCover" } },
            "a#GetBookOutput": { "members": { "front": { "target": "a#Cover" }, "back": { "target": "b#Cover" } } },
            "a#Cover": { "type": "structure" },
            "b#Cover": { "type": "structure" }
        })));
        let target = |name| {
            service.shapes[member(&service, "GetBookOutput", name).target]
                .name
                .as_str()
        };
        assert_eq!((target("front"), target("back")), ("Cover", "BackCover"));
    }
}

mod shapes {
    use super::*;

    #[test]
    fn enums_of_both_versions_have_names_and_values() {
        let variants = |service: &Service, name: &str| match &shape(service, name).kind {
            Kind::Enum(variants) | Kind::IntEnum(variants) => variants
                .iter()
                .map(|it| (it.name.clone(), it.value.clone()))
                .collect::<Vec<_>>(),
            other => panic!("{name} is a {}", other.noun()),
        };
        let service = service(&model(json!({
            "a#GetBookOutput": { "members": {
                "new": { "target": "a#New" }, "old": { "target": "a#Old" }, "number": { "target": "a#Number" }
            } },
            "a#New": { "type": "enum", "members": {
                "RED": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": "red" } },
                "BLUE": { "target": "smithy.api#Unit" }
            } },
            "a#Old": { "type": "string", "traits": { "smithy.api#enum": [{ "value": "x", "name": "X" }, { "value": "y" }] } },
            "a#Number": { "type": "intEnum", "members": {
                "ONE": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": 1 } }
            } }
        })));
        let pair = |name: Option<&str>, value: &str| (name.map(str::to_owned), value.to_owned());
        assert_eq!(
            variants(&service, "New"),
            [pair(Some("RED"), "red"), pair(None, "BLUE")]
        );
        assert_eq!(variants(&service, "Old"), [pair(Some("X"), "x"), pair(None, "y")]);
        assert_eq!(variants(&service, "Number"), [pair(Some("ONE"), "1")]);
    }

    #[test]
    fn mixins_come_first_and_their_members_are_in_order() {
        let string = || json!({ "target": "smithy.api#String" });
        let service = service(&model(json!({
            "a#GetBookOutput": {
                "mixins": [{ "target": "a#Two" }, { "target": "a#Three" }],
                "members": { "own": string(), "one": { "target": "smithy.api#String", "traits": { "smithy.api#required": {} } } }
            },
            "a#One": { "type": "structure", "traits": { "smithy.api#mixin": {}, "smithy.api#documentation": "one" },
                "members": { "one": { "target": "smithy.api#String", "traits": { "smithy.api#documentation": "first" } } } },
            "a#Two": { "type": "structure", "mixins": [{ "target": "a#One" }],
                "traits": { "smithy.api#mixin": { "localTraits": ["smithy.api#deprecated"] }, "smithy.api#deprecated": {} },
                "members": { "two": string() } },
            "a#Three": { "type": "structure", "traits": { "smithy.api#mixin": {} }, "members": { "three": string() } },
            "a#GetBookOutput$two": { "type": "apply", "traits": { "smithy.api#sensitive": {} } }
        })));
        let output = shape(&service, "GetBookOutput");
        assert_eq!(names(output), ["one", "two", "three", "own"]);
        assert_eq!(output.docs.as_deref(), Some("one"));
        assert_eq!(output.traits.deprecated, None, "a local trait of the mixin");
        let one = member(&service, "GetBookOutput", "one");
        assert!(one.traits.required);
        assert_eq!(one.docs.as_deref(), Some("first"));
        let two = member(&service, "GetBookOutput", "two");
        assert!(two.traits.sensitive, "applied to a member of a mixin");
        assert_eq!(two.pointer, "/shapes/a#Two/members/two", "where the file has it");
        assert!(
            service.shapes.find("Two").is_none(),
            "a mixin is no shape of the service"
        );
    }

    #[test]
    fn traits_that_stand_apart_belong_to_shapes_members_and_members_of_mixins() {
        let docs = |text: &str| json!({ "type": "apply", "traits": { "smithy.api#documentation": text } });
        let service = service(&model(json!({
            "a#GetBookOutput": { "mixins": [{ "target": "a#One" }], "members": { "tags": { "target": "a#Tags" } } },
            "a#One": { "type": "structure", "traits": { "smithy.api#mixin": {} },
                "members": { "one": { "target": "smithy.api#String" } } },
            "a#Tags": { "type": "list", "member": { "target": "smithy.api#String" } },
            "a#GetBookOutput$one": docs("inherited"),
            "a#GetBookOutput$tags": docs("own"),
            "a#Tags$member": docs("element"),
        })));
        let docs = |name| member(&service, "GetBookOutput", name).docs.as_deref();
        assert_eq!((docs("one"), docs("tags")), (Some("inherited"), Some("own")));
        let Kind::List(element) = &shape(&service, "Tags").kind else {
            panic!("a list");
        };
        assert_eq!(element.docs.as_deref(), Some("element"));
    }

    #[test]
    fn what_members_say_and_what_their_targets_say_are_kept_apart() {
        let service = service(&model(json!({
            "a#GetBookOutput": { "members": {
                "own": { "target": "a#Moment", "traits": { "smithy.api#timestampFormat": "http-date",
                    "smithy.api#documentation": "own" } },
                "target": { "target": "a#Moment" },
                "count": { "target": "a#Count", "traits": { "smithy.api#default": null } }
            } },
            "a#Moment": { "type": "timestamp", "traits": { "smithy.api#timestampFormat": "date-time",
                "smithy.api#documentation": "target" } },
            "a#Count": { "type": "integer", "traits": { "smithy.api#default": 7 } }
        })));
        let own = member(&service, "GetBookOutput", "own");
        assert_eq!(own.traits.timestamp_format, Some(TimestampFormat::HttpDate));
        assert_eq!(own.docs.as_deref(), Some("own"));
        let target = member(&service, "GetBookOutput", "target");
        assert_eq!((target.traits.timestamp_format, target.docs.as_deref()), (None, None));
        let moment = shape(&service, "Moment");
        assert_eq!(moment.traits.timestamp_format, Some(TimestampFormat::DateTime));
        assert_eq!(shape(&service, "Count").traits.default, Some(json!(7)));
        // A member takes the default of its target away.
        assert_eq!(
            member(&service, "GetBookOutput", "count").traits.default,
            Some(json!(null))
        );
    }

    #[test]
    fn the_prelude_is_there_without_being_defined() {
        let names = [
            "String",
            "Blob",
            "Boolean",
            "Byte",
            "Short",
            "Integer",
            "Long",
            "Float",
            "Double",
            "BigInteger",
            "BigDecimal",
            "Timestamp",
            "Document",
            "PrimitiveLong",
            "Unit",
        ];
        let members = names.map(|name| (name.to_owned(), json!({ "target": format!("smithy.api#{name}") })));
        let service = service(&output(Value::Object(members.into_iter().collect())));
        let target = |name| &service.shapes[member(&service, "GetBookOutput", name).target];
        for name in names {
            let noun = target(name).kind.noun().replace(' ', "").to_lowercase();
            let bare = name.trim_start_matches("Primitive").to_lowercase();
            assert!(
                noun == bare || (name == "Unit" && noun == "structure"),
                "{name} is a {noun}"
            );
        }
        assert!(target("Long").traits.boxed && !target("PrimitiveLong").traits.boxed);
        assert_eq!(target("PrimitiveLong").traits.default, Some(json!(0)));
    }

    #[test]
    fn services_operations_and_lists_have_mixins_too() {
        let service = service(&model(json!({
            "a#Shelves": { "mixins": [{ "target": "a#Common" }] },
            "a#Common": { "type": "service", "version": "0", "operations": [{ "target": "a#Ping" }], "traits": { "smithy.api#mixin": {} } },
            "a#Ping": { "type": "operation" },
            "a#GetBook": { "mixins": [{ "target": "a#Fallible" }], "errors": [{ "target": "a#Gone" }] },
            "a#Fallible": { "type": "operation", "errors": [{ "target": "a#Busy" }], "traits": { "smithy.api#mixin": {} } },
            "a#Gone": { "type": "structure", "traits": { "smithy.api#error": "client" } },
            "a#Busy": { "type": "structure", "traits": { "smithy.api#error": "server" } },
            "a#GetBookOutput": { "members": { "tags": { "target": "a#Tags" } } },
            "a#Tags": { "type": "list", "mixins": [{ "target": "a#Base" }], "member": { "target": "smithy.api#String" } },
            "a#Base": { "type": "list", "member": { "target": "smithy.api#String" }, "traits": { "smithy.api#mixin": {}, "smithy.api#sparse": {} } }
        })));
        assert_eq!(operations(&service), ["GetBook", "Ping"]);
        assert_eq!(service.version, "2020-01-02");
        let errors = service.operations[0]
            .errors
            .iter()
            .map(|id| service.shapes[*id].name.as_str());
        assert_eq!(errors.collect::<Vec<_>>(), ["Busy", "Gone"]);
        assert!(shape(&service, "Tags").traits.sparse);
    }

    #[test]
    fn a_member_says_its_default_and_who_may_leave_it_out() {
        let default = |target: &str, traits: Value| json!({ "target": target, "traits": traits });
        let service = service(&output(json!({
            "count": default("smithy.api#Integer", json!({ "smithy.api#default": 0 })),
            "plain": { "target": "smithy.api#PrimitiveInteger" },
            "later": default("smithy.api#String", json!({ "smithy.api#default": "x", "smithy.api#addedDefault": {} })),
            "maybe": default("smithy.api#String", json!({ "smithy.api#required": {}, "smithy.api#clientOptional": {} })),
            "none": default("smithy.api#PrimitiveInteger", json!({ "smithy.api#default": null }))
        })));
        let traits = |name| &member(&service, "GetBookOutput", name).traits;
        assert_eq!(traits("count").default, Some(json!(0)));
        assert!(!traits("count").client_optional);
        let plain = &service.shapes[member(&service, "GetBookOutput", "plain").target].traits;
        assert_eq!((plain.default.as_ref(), plain.boxed), (Some(&json!(0)), false));
        assert!(traits("maybe").client_optional);
        let later = traits("later");
        assert_eq!(
            (later.default.as_ref(), later.client_optional),
            (Some(&json!("x")), false)
        );
        assert_eq!(traits("none").default, Some(Value::Null));
        assert!(
            member(&service, "GetBookInput", "id").traits.client_optional,
            "the member of an input"
        );
    }

    #[test]
    fn numbers_of_version_1_are_zero_where_they_are_not_boxed() {
        let mut old = model(json!({
            "a#GetBookOutput": { "members": {
                "plain": { "target": "a#Plain" }, "boxed": { "target": "a#Boxed" },
                "here": { "target": "a#Plain", "traits": { "smithy.api#box": {} } },
                "prelude": { "target": "smithy.api#PrimitiveBoolean" }, "whole": { "target": "smithy.api#Boolean" },
                "set": { "target": "a#Set" }
            } },
            "a#Plain": { "type": "integer" },
            "a#Boxed": { "type": "integer", "traits": { "smithy.api#box": {} } },
            "a#Set": { "type": "set", "member": { "target": "a#Plain" } }
        }));
        old["smithy"] = json!("1.0");
        let service = service(&old);
        let default = |name| member(&service, "GetBookOutput", name).traits.default.clone();
        assert_eq!(default("plain"), Some(json!(0)));
        assert_eq!(default("prelude"), Some(json!(false)));
        assert_eq!(
            (default("boxed"), default("here"), default("whole")),
            (None, None, None)
        );
        assert!(shape(&service, "Set").traits.constraints.unique_items);
        assert_eq!(
            shape(&service, "Set").kind.references().next().unwrap().traits.default,
            None
        );
    }

    #[test]
    fn bindings_and_names_are_those_of_the_protocol() {
        let traits =
            json!({ "smithy.api#jsonName": "n", "smithy.api#xmlName": "x", "smithy.api#timestampFormat": "http-date" });
        let header = json!({ "target": "smithy.api#String", "traits": { "smithy.api#httpHeader": "x-a" } });
        let mut shapes =
            output(json!({ "at": { "target": "smithy.api#Timestamp", "traits": traits }, "header": header }));
        let rest = service(&shapes);
        let at = &member(&rest, "GetBookOutput", "at").traits;
        assert_eq!(
            (at.wire_name.as_deref(), at.timestamp_format),
            (Some("n"), Some(TimestampFormat::HttpDate))
        );
        assert_eq!(
            member(&rest, "GetBookOutput", "header").traits.binding,
            Binding::Header("x-a".into())
        );
        assert_eq!(
            member(&rest, "GetBookInput", "id").traits.binding,
            Binding::Label("id".into())
        );
        assert_eq!(rest.operations[0].http.uri, "/books/{id}");

        let protocols = json!({ "aws.protocols#restJson1": null, "aws.protocols#awsQuery": {} });
        merge(&mut shapes["shapes"]["a#Shelves"]["traits"], protocols);
        let query = service(&shapes);
        assert_eq!(
            member(&query, "GetBookOutput", "at").traits.wire_name.as_deref(),
            Some("x")
        );
        assert_eq!(member(&query, "GetBookOutput", "header").traits.binding, Binding::Body);
        assert_eq!(query.operations[0].http.uri, "/");
        assert_eq!(query.operations[0].result_wrapper.as_deref(), Some("GetBookResult"));
    }
}

mod operation_traits {
    use super::*;

    fn operation(traits: Value) -> Operation {
        let mut traits = traits;
        merge(&mut traits, json!({}));
        let service = service(&model(json!({
            "a#GetBook": { "traits": traits },
            "a#Shelves": { "traits": { "smithy.api#paginated": { "inputToken": "id", "pageSize": "size" } } },
        })));
        service.operations.into_iter().next().unwrap()
    }

    #[test]
    fn a_paginator_takes_from_the_service_what_it_does_not_say() {
        let paginated = json!({ "smithy.api#paginated": { "outputToken": "page.next", "items": "page.books" } });
        let paginator = operation(paginated).paginator.unwrap();
        let path = |path: &str| vec![PathExpr(path.into())];
        assert_eq!(paginator.input_tokens, path("id"));
        assert_eq!(paginator.output_tokens, path("page.next"));
        assert_eq!(paginator.results, path("page.books"));
        assert_eq!(paginator.limit.as_deref(), Some("size"));
        assert!(operation(json!({})).paginator.is_none());
    }

    #[test]
    fn waiters_have_every_kind_of_matcher() {
        let value =
            |comparator: &str, expected: &str| json!({ "path": "p", "expected": expected, "comparator": comparator });
        let acceptor = |matcher: Value| json!({ "state": "success", "matcher": matcher });
        let waiters = operation(
            json!({ "smithy.waiters#waitable": { "BookBack": { "maxDelay": 9, "acceptors": [
            acceptor(json!({ "output": value("stringEquals", "a") })),
            acceptor(json!({ "output": value("booleanEquals", "true") })),
            acceptor(json!({ "output": value("allStringEquals", "a") })),
            acceptor(json!({ "inputOutput": value("anyStringEquals", "a") })),
            acceptor(json!({ "success": false })),
            acceptor(json!({ "errorType": "a#Gone" })),
        ] } } }),
        )
        .waiters;
        let (path, expected) = (PathExpr("p".into()), "a".to_owned());
        let acceptors = &waiters[0].acceptors;
        let expectations: Vec<_> = acceptors.iter().map(|it| it.expectation.clone()).collect();
        assert_eq!(
            (waiters[0].min_delay, waiters[0].max_delay, waiters[0].max_attempts),
            (2, 9, None)
        );
        assert_eq!(
            expectations,
            [
                Expectation::Output {
                    path: path.clone(),
                    expected: expected.clone()
                },
                Expectation::OutputBoolean {
                    path: path.clone(),
                    expected: true
                },
                Expectation::OutputAll {
                    path: path.clone(),
                    expected: expected.clone()
                },
                Expectation::OutputAny { path, expected },
                Expectation::Success(false),
                Expectation::Error("Gone".into()),
            ]
        );
        assert!(acceptors[3].with_input && !acceptors[0].with_input);
        assert_eq!(acceptors[0].state, AcceptorState::Success);
    }

    #[test]
    fn the_unit_is_nothing() {
        let unit = json!({ "target": "smithy.api#Unit" });
        let service = service(&model(json!({ "a#GetBook": { "input": unit, "output": unit } })));
        assert_eq!(
            (service.operations[0].input, service.operations[0].output),
            (None, None)
        );
    }

    #[test]
    fn an_output_or_an_error_may_have_no_wrapper() {
        assert!(operation(json!({ "aws.customizations#s3UnwrappedXmlOutput": {} })).unwrapped_output);
        assert!(!operation(json!({})).unwrapped_output);
        let unwrapped_errors = |protocol: serde_json::Value| {
            let traits = json!({ "aws.protocols#restXml": protocol });
            service(&model(json!({ "a#Shelves": { "traits": traits } }))).unwrapped_errors
        };
        assert!(unwrapped_errors(json!({ "noErrorWrapping": true })));
        assert!(!unwrapped_errors(json!({})));
    }

    #[test]
    fn auth_that_is_optional_comes_last() {
        assert_eq!(operation(json!({})).auth, []);
        assert_eq!(
            operation(json!({ "smithy.api#optionalAuth": {} })).auth,
            [AuthScheme::SigV4, AuthScheme::None]
        );
        assert_eq!(operation(json!({ "smithy.api#auth": [] })).auth, [AuthScheme::None]);
    }
}

mod complaints {
    use super::*;

    fn problem(content: &Value) -> String {
        complaint(content).lines().next().unwrap_or_default().to_owned()
    }

    #[test]
    fn a_target_that_is_not_there() {
        let mut wrong = output(json!({ "cover": { "target": "a/b#Covr" } }));
        wrong["shapes"]["a/b#Cover"] = json!({ "type": "structure" });
        assert_eq!(
            complaint(&wrong),
            "no shape is called `a/b#Covr`\n  \
             --> model.json#/shapes/a#GetBookOutput/members/cover/target\n   \
             = shape: GetBookOutput\n   \
             = help: did you mean `a/b#Cover`?"
        );
    }

    #[test]
    fn a_place_is_escaped() {
        let mut wrong = output(json!({ "cover": { "target": "a/b~#Cover" } }));
        wrong["shapes"]["a/b~#Cover"] = json!({ "type": "nothing" });
        assert!(complaint(&wrong).contains("--> model.json#/shapes/a~1b~0#Cover/type\n   = shape: Cover\n"));
    }

    #[test]
    fn the_trait_of_a_mixin_is_shown_where_it_stands() {
        let wrong = model(json!({
            "a#GetBookOutput": { "mixins": [{ "target": "a#One" }] },
            "a#One": { "type": "structure", "traits": { "smithy.api#mixin": {} }, "members": {
                "one": { "target": "smithy.api#String", "traits": { "smithy.api#required": "yes" } } } }
        }));
        assert!(
            complaint(&wrong).contains("--> model.json#/shapes/a#One/members/one/traits/smithy.api#required\n"),
            "{}",
            complaint(&wrong)
        );
    }

    #[test]
    fn mixins_that_lead_back() {
        let mixin = |of: &str| json!({ "type": "structure", "traits": { "smithy.api#mixin": {} }, "mixins": [{ "target": of }] });
        let wrong = model(json!({ "a#One": mixin("a#Two"), "a#Two": mixin("a#One") }));
        assert_eq!(
            complaint(&wrong),
            "the mixins of `a#One` lead back to it, by way of `a#Two`\n  \
             --> model.json#/shapes/a#Two/mixins\n   \
             = shape: a#Two\n   \
             = help: take one of the mixins away, so that no shape is a mixin of itself"
        );
    }

    #[test]
    fn versions_that_are_not_read() {
        for version in [json!("3.0"), json!("1"), json!(""), json!(2)] {
            let mut wrong = model(json!({}));
            wrong["smithy"] = version;
            assert!(complaint(&wrong).contains("--> model.json#/smithy\n"));
        }
        for version in ["1.0", "2", "2.0"] {
            let mut right = model(json!({}));
            right["smithy"] = json!(version);
            service(&right);
        }
    }

    #[test]
    fn what_no_client_can_be_made_of_is_shown_in_the_file() {
        let mute = service(&model(
            json!({ "a#Shelves": { "traits": { "aws.protocols#restJson1": null, "x.y#pigeon": {} } } }),
        ));
        let refused = |service, operations: &[&str]| {
            let options =
                codegen::Options::default().operations(operations.iter().map(|name| (*name).to_owned()).collect());
            let error = codegen::generate(service, &options).expect_err("no client can be made of it");
            error.diagnostic().pointer.clone()
        };
        assert_eq!(refused(mute, &[]).as_deref(), Some("/shapes/a#Shelves/traits"));
        assert_eq!(
            refused(service(&model(json!({}))), &["PutBook"]).as_deref(),
            Some("/shapes")
        );
    }

    #[test]
    fn services_that_are_none_or_several() {
        assert_eq!(
            problem(&json!({ "smithy": "2.0", "shapes": {} })),
            "the model has no service"
        );
        let two = model(json!({ "b#Other": { "type": "service", "version": "1" } }));
        assert_eq!(problem(&two), "the model has 2 services: `a#Shelves`, `b#Other`");
    }

    #[test]
    fn mistakes_of_every_kind() {
        let string = |traits: Value| output(json!({ "x": { "target": "smithy.api#String", "traits": traits } }));
        let on = |shape: &str, over: Value| {
            let mut shapes = Map::new();
            shapes.insert(shape.to_owned(), over);
            model(Value::Object(shapes))
        };
        let cases = [
            (
                string(json!({ "smithy.api#pattern": 1 })),
                "expected a string, found a number",
            ),
            (
                string(json!({ "smithy.api#length": { "min": "a" } })),
                "expected a whole number, found a string",
            ),
            (
                string(json!({ "smithy.api#httpHeader": "a", "smithy.api#httpQuery": "b" })),
                "`x` stands in two places of the message",
            ),
            (
                string(json!({ "smithy.api#timestampFormat": "date" })),
                "no format of timestamps is called `date`",
            ),
            (
                output(json!({ "x": { "target": "String" } })),
                "`String` is no id of a shape: it has no namespace",
            ),
            (output(json!({ "x": {} })), "a member needs the key `target`"),
            (
                output(json!({ "x": { "target": "a#GetBook" } })),
                "a shape that holds no data is used as the type of some",
            ),
            (
                on("a#GetBook", json!({ "traits": { "smithy.api#paginated": {} } })),
                "neither the paginator nor the service says `inputToken`",
            ),
            (
                on("a#Shelves", json!({ "operations": [{ "target": "a#GetBok" }] })),
                "no shape of type operation is called `a#GetBok`",
            ),
            (
                on("a#Shelves", json!({ "operations": [{ "target": "a#GetBookInput" }] })),
                "`a#GetBookInput` is of type structure, and here stands what is of type operation",
            ),
            (
                on("a#Shelves", json!({ "rename": { "a#X": "Y" } })),
                "no shape is called `a#X`",
            ),
            (
                on("a#GetBookOutput", json!({ "mixins": [{ "target": "a#GetBookInput" }] })),
                "`a#GetBookInput` is no mixin",
            ),
            (
                on("a#Nobody$x", json!({ "type": "apply", "traits": {} })),
                "no shape is called `a#Nobody`",
            ),
            (
                on("a#GetBookInput$x", json!({ "type": "apply", "traits": {} })),
                "`a#GetBookInput` has no member `x`",
            ),
            (
                on(
                    "a#GetBookInput$id",
                    json!({ "type": "apply", "traits": { "smithy.api#required": { "a": 1 } } }),
                ),
                "the trait `smithy.api#required` is said twice, with different values",
            ),
        ];
        for (wrong, expected) in cases {
            assert_eq!(problem(&wrong), expected, "{}", complaint(&wrong));
        }
    }
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

mod diagrams {
    use base64::{Engine, prelude::BASE64_STANDARD};
    use codegen::ir::{Rule, RuleBody};

    use super::*;

    /// Nodes as a model has them, after the one that every diagram starts with.
    fn nodes(nodes: &[[i32; 3]]) -> String {
        let all = [[-1, 1, -1]].into_iter().chain(nodes.iter().copied());
        BASE64_STANDARD.encode(all.flatten().flat_map(i32::to_be_bytes).collect::<Vec<u8>>())
    }

    /// The first, the second, and no result.
    const ONE: i32 = 100_000_001;
    const TWO: i32 = 100_000_002;
    const NONE: i32 = 100_000_000;

    /// A model whose endpoints are a diagram of two conditions, `Region` and `Partition`, and two results.
    fn diagram(root: i32, all: &[[i32; 3]]) -> Value {
        let is_set = |name: &str| json!({ "fn": "isSet", "argv": [{ "ref": name }] });
        let endpoint = |url: &str| json!({ "type": "endpoint", "conditions": [], "endpoint": { "url": url } });
        let partition = json!({ "fn": "aws.partition", "argv": [{ "ref": "Region" }], "assign": "Partition" });
        model(json!({ "a#Shelves": { "traits": { "smithy.rules#endpointBdd": {
            "version": "1.1",
            "parameters": { "Region": { "type": "string", "builtIn": "AWS::Region" } },
            "conditions": [is_set("Region"), partition, is_set("Partition")],
            "results": [endpoint("https://{Region}.{Partition#dnsSuffix}"), endpoint("https://nowhere")],
            "root": root, "nodeCount": all.len() + 1, "nodes": nodes(all)
        } } } }))
    }

    /// Rules in short: conditions by their functions, endpoints by how many parts their URL has.
    fn shown(rules: &[Rule]) -> String {
        let one = |rule: &Rule| {
            let conditions: Vec<String> = rule
                .conditions
                .iter()
                .map(|it| it.assign.clone().unwrap_or("if".into()))
                .collect();
            let body = match &rule.body {
                RuleBody::Rules(rules) => format!("({})", shown(rules)),
                RuleBody::Endpoint(endpoint) => match endpoint.url.as_literal() {
                    Some(_) => "two".to_owned(),
                    None => "one".to_owned(),
                },
                RuleBody::Error(_) => "none".to_owned(),
            };
            format!("{}>{body}", conditions.join(","))
        };
        rules.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    fn rules(root: i32, all: &[[i32; 3]]) -> String {
        let mut content = diagram(root, all);
        // Partitions are asked for, and play no part here.
        content["shapes"]["a#Shelves"]["traits"]["smithy.rules#endpointBdd"]["conditions"][1]["fn"] = json!("parseURL");
        shown(&service(&content).endpoint_rules.unwrap().rules)
    }

    #[test]
    fn a_diagram_is_the_rules_that_it_stands_for() {
        assert_eq!(
            rules(2, &[[0, 3, TWO], [1, ONE, NONE]]),
            "if>(Partition>one >none) >two"
        );
        assert_eq!(rules(ONE, &[]), ">one");
        assert_eq!(rules(-1, &[]), ">none");
    }

    #[test]
    fn a_negative_reference_swaps_where_a_node_leads() {
        assert_eq!(rules(-2, &[[0, ONE, TWO]]), "if>two >one");
    }

    #[test]
    fn what_nothing_named_on_the_way_is_not_there() {
        assert_eq!(rules(2, &[[0, 3, 3], [2, ONE, TWO]]), "if>two >two");
        assert_eq!(rules(2, &[[1, 3, 3], [2, ONE, TWO]]), "Partition>(if>one >two) >two");
    }

    #[test]
    fn diagrams_that_do_not_hold_together_are_refused() {
        let problem = |root, all: &[[i32; 3]]| {
            let said = complaint(&diagram(root, all));
            assert!(said.contains("traits/smithy.rules#endpointBdd"), "{said}");
            said.lines().next().unwrap().to_owned()
        };
        assert_eq!(problem(9, &[]), "there is no node 9");
        assert_eq!(problem(i32::MIN, &[]), "there is no node -2147483648");
        assert_eq!(problem(2, &[[7, ONE, TWO]]), "there is no condition 7");
        assert_eq!(problem(2, &[[0, ONE + 5, TWO]]), "there is no result 6");
        assert_eq!(
            problem(2, &[[0, ONE, 2]]),
            "the node 2 asks a condition that was asked before"
        );
        let mut cut = diagram(2, &[[0, ONE, TWO]]);
        cut["shapes"]["a#Shelves"]["traits"]["smithy.rules#endpointBdd"]["nodeCount"] = json!(3);
        assert!(complaint(&cut).starts_with("these are not 3 nodes in base64, of 12 bytes each\n"));
    }

    #[test]
    fn a_circle_of_nodes_comes_to_an_end() {
        let said = complaint(&diagram(2, &[[0, 2, TWO]]));
        assert!(said.starts_with("the diagram stands for more than"), "{said}");
    }

    #[test]
    fn no_spoilt_diagram_is_a_panic() {
        let interesting = [
            i32::MIN,
            -NONE,
            -3,
            -2,
            -1,
            0,
            1,
            2,
            3,
            4,
            NONE,
            ONE,
            TWO,
            TWO + 1,
            i32::MAX,
        ];
        for root in [-3, -2, 1, 2, 3] {
            for high in interesting {
                for low in interesting {
                    for condition in [0, 3] {
                        let _ = File::new(&diagram(root, &[[condition, high, low], [2, low, high]])).load();
                    }
                }
            }
        }
    }
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
