//! Shapes, members and their traits.

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
    let mut shapes = output(json!({ "at": { "target": "smithy.api#Timestamp", "traits": traits }, "header": header }));
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
