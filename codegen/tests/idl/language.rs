//! Statements of the language, and the shapes that they become.

use serde_json::{Value, json};

use crate::{files, model, read, refusal};

/// A shape of a model.
fn shape(text: &str, id: &str) -> Value {
    let model = model(text);
    model["shapes"]
        .get(id)
        .cloned()
        .unwrap_or_else(|| panic!("no {id} in {model:#}"))
}

#[test]
fn an_empty_file_is_a_model() {
    assert_eq!(model(""), json!({"smithy": "2.0", "shapes": {}}));
    assert_eq!(
        model("\u{feff}$version: \"2\"\r\n"),
        json!({"smithy": "2.0", "shapes": {}})
    );
}

#[test]
fn shapes_are_sorted_and_names_get_their_namespace() {
    let model = model(
        "$version: \"2.0\"\nnamespace a.b\nuse smithy.api#Integer\n\
         structure Z { own: Y, prelude: String, imported: Integer, whole: smithy.api#Blob }\nstring Y\n",
    );
    let ids: Vec<&String> = model["shapes"].as_object().unwrap().keys().collect();
    assert_eq!(ids, ["a.b#Y", "a.b#Z"]);
    assert_eq!(
        model["shapes"]["a.b#Z"]["members"],
        json!({
            "own": {"target": "a.b#Y"},
            "prelude": {"target": "smithy.api#String"},
            "imported": {"target": "smithy.api#Integer"},
            "whole": {"target": "smithy.api#Blob"},
        })
    );
}

#[test]
fn a_shape_of_the_file_goes_before_one_of_the_prelude() {
    let text = "$version: \"2.0\"\nnamespace a\nlist L { member: String }\nstring String\n";
    assert_eq!(shape(text, "a#L")["member"]["target"], "a#String");
}

#[test]
fn traits_take_every_form() {
    let text = r#"
$version: "2.0"
namespace a
@trait
structure some { a: String, b: Numbers }
@trait
list Numbers { member: Integer }
@trait
document any

/// First
///  second
@some(a: "x", "b": [1 2,])
@Numbers
@any({ id: some, "text": """
    x
      y
    """ })
string S
@some()
@any(null)
@deprecated
string T
"#;
    assert_eq!(
        shape(text, "a#S")["traits"],
        json!({
            "smithy.api#documentation": "First\n second",
            "a#some": {"a": "x", "b": [1, 2]},
            "a#Numbers": [],
            "a#any": {"id": "a#some", "text": "x\n  y\n"},
        })
    );
    assert_eq!(
        shape(text, "a#T")["traits"],
        json!({"a#some": {}, "a#any": null, "smithy.api#deprecated": {}})
    );
}

#[test]
fn documentation_belongs_to_what_follows_it_alone() {
    let text = "$version: \"2.0\"\nnamespace a\n/// of S\nstructure S { /// of a\n a: String, /// of nothing\n b: String\n \
                /// of c\n @required\n /// of nothing\n c: String /// of nothing\n d: String\n}\n/// of nothing\n";
    let members = shape(text, "a#S")["members"].clone();
    assert_eq!(members["a"]["traits"]["smithy.api#documentation"], "of a");
    assert_eq!(members["b"].get("traits"), None);
    assert_eq!(members["c"]["traits"]["smithy.api#documentation"], "of c");
    assert_eq!(members["d"].get("traits"), None);
}

#[test]
fn operations_define_their_input_and_output_in_place() {
    let text = r#"
$version: "2.0"
$operationInputSuffix: "Request"
namespace a
resource R { identifiers: { id: String } }
@mixin
structure M { m: String }
operation Get {
    input := @references([]) for R with [M] { @required $id }
    output :=
        /// Docs
        { x: Integer = 1
        }
    errors: [E]
}
operation Nothing {}
@error("client")
structure E {}
"#;
    let model = model(text);
    let shapes = &model["shapes"];
    assert_eq!(
        shapes["a#Get"],
        json!({
            "type": "operation",
            "input": {"target": "a#GetRequest"},
            "output": {"target": "a#GetOutput"},
            "errors": [{"target": "a#E"}],
        })
    );
    assert_eq!(
        shapes["a#GetRequest"],
        json!({
            "type": "structure",
            "mixins": [{"target": "a#M"}],
            "members": {"id": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}},
            "traits": {"smithy.api#references": [], "smithy.api#input": {}},
        })
    );
    assert_eq!(
        shapes["a#GetOutput"],
        json!({
            "type": "structure",
            "members": {"x": {"target": "smithy.api#Integer", "traits": {"smithy.api#default": 1}}},
            "traits": {"smithy.api#documentation": "Docs", "smithy.api#output": {}},
        })
    );
    assert_eq!(
        shapes["a#Nothing"],
        json!({"type": "operation", "input": {"target": "smithy.api#Unit"}, "output": {"target": "smithy.api#Unit"}})
    );
}

#[test]
fn enums_have_values_said_or_not() {
    let text = "$version: \"2.0\"\nnamespace a\nenum E { A\n B = \"b\"\n @enumValue(\"c\") C }\n\
                intEnum I { ONE = 1\n @enumValue(2) TWO }\n";
    let values = |id: &str| {
        let members = shape(text, id)["members"].clone();
        let values = members.as_object().unwrap().values();
        values
            .map(|it| it["traits"]["smithy.api#enumValue"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(values("a#E"), [json!("A"), json!("b"), json!("c")]);
    assert_eq!(values("a#I"), [json!(1), json!(2)]);
}

#[test]
fn apply_puts_traits_where_they_belong_from_any_file() {
    let model = files(&[
        (
            "1.smithy",
            "$version: \"2.0\"\nnamespace a\napply b#S @deprecated\napply b#S$m { @required @tags([\"x\"]) }\n\
             apply b#L$member @sensitive\n",
        ),
        (
            "2.smithy",
            "$version: \"2.0\"\nnamespace b\n@tags([\"y\"])\nstructure S { @tags([\"w\"]) m: String }\n\
             list L { member: Secret }\nstring Secret\napply Secret @sensitive\n@mixin\nstructure M { n: String }\n\
             structure T with [M] {}\napply T$n @required\n",
        ),
    ]);
    // Members cannot be sensitive in version 2.0 by its selector, which is not looked at.
    let model = model.unwrap();
    let shapes = &model["shapes"];
    assert_eq!(shapes["b#S"]["traits"]["smithy.api#deprecated"], json!({}));
    assert_eq!(
        shapes["b#S"]["members"]["m"]["traits"],
        json!({"smithy.api#tags": ["w", "x"], "smithy.api#required": {}})
    );
    assert_eq!(shapes["b#Secret"]["traits"], json!({"smithy.api#sensitive": {}}));
    assert_eq!(
        shapes["b#T$n"],
        json!({"type": "apply", "traits": {"smithy.api#required": {}}})
    );
}

#[test]
fn version_one_becomes_version_two() {
    let text = r#"
namespace a
integer Zero
@box
integer Boxed
boolean Flag
@range(min: 1)
long Positive
@streaming
blob Stream
structure S {
    zero: Zero,
    boxed: Boxed,
    flag: Flag,
    @box optional: Zero,
    @box boxedTwice: Integer,
    primitive: PrimitiveLong,
    positive: Positive,
    none: Integer,
    text: String,
    stream: Stream,
}
structure Whole { @required stream: Stream }
set Names { member: String }
list Numbers { member: Zero }
"#;
    let model = model(text);
    let default = |name: &str| {
        model["shapes"]["a#S"]["members"][name]
            .pointer("/traits/smithy.api#default")
            .cloned()
    };
    assert_eq!(default("zero"), Some(json!(0)));
    assert_eq!(default("boxed"), None);
    assert_eq!(default("flag"), Some(json!(false)));
    assert_eq!(default("optional"), Some(Value::Null));
    assert_eq!(default("boxedTwice"), Some(Value::Null));
    assert_eq!(default("primitive"), Some(json!(0)));
    assert_eq!(default("positive"), Some(json!(0)));
    assert_eq!(default("none"), None);
    assert_eq!(default("text"), None);
    assert_eq!(default("stream"), Some(json!("")));
    let whole = &model["shapes"]["a#Whole"]["members"]["stream"]["traits"];
    assert_eq!(*whole, json!({"smithy.api#required": {}}));
    let of_shape = |id: &str| model["shapes"][id].pointer("/traits/smithy.api#default").cloned();
    assert_eq!(of_shape("a#Zero"), Some(json!(0)));
    assert_eq!(of_shape("a#Flag"), Some(json!(false)));
    assert_eq!(of_shape("a#Positive"), Some(json!(0)));
    assert_eq!(of_shape("a#Boxed"), None);
    assert_eq!(of_shape("a#Stream"), None);
    assert!(!model.to_string().contains("#box"), "{model:#}");
    assert_eq!(
        model["shapes"]["a#Names"],
        json!({
            "type": "list",
            "member": {"target": "smithy.api#String"},
            "traits": {"smithy.api#uniqueItems": {}},
        })
    );
}

#[test]
fn members_of_version_one_follow_the_defaults_of_version_two() {
    let new = "$version: \"2.0\"\nnamespace a\n@default(0)\ninteger Zero\n@default(1)\ninteger One\ninteger None\n\
               intEnum Choice {\n A = 1\n}\n";
    let old = "namespace b\nuse a#Zero\nuse a#One\nuse a#None\nuse a#Choice\n\
               structure S { zero: Zero, one: One, none: None, choice: Choice }\n";
    let model = files(&[("new.smithy", new), ("old.smithy", old)]).unwrap();
    let members = &model["shapes"]["b#S"]["members"];
    assert_eq!(members["zero"]["traits"], json!({"smithy.api#default": 0}));
    for name in ["one", "none", "choice"] {
        assert_eq!(members[name].get("traits"), None, "{name}");
    }
}

#[test]
fn a_default_of_version_two_is_within_the_range_or_zero() {
    let text = |value: &str| {
        format!(
            "$version: \"2.0\"\nnamespace a\nstructure S {{\n m: Few = {value}\n}}\n@range(min: 1, max: 3)\nlong Few\n"
        )
    };
    assert!(read(&text("2")).is_ok());
    assert!(read(&text("0")).is_ok());
    let error = refusal(&text("4"));
    assert!(error.contains("invalid default value: value must be within"), "{error}");
}

#[test]
fn files_of_both_forms_are_one_model_whatever_their_order() {
    let idl = (
        "a.smithy",
        "$version: \"2.0\"\nnamespace a\nuse b#T\nmetadata_of_a_kind\n",
    );
    assert!(files(&[idl]).is_err());
    let idl = (
        "a.smithy",
        "$version: \"2.0\"\nmetadata list = [1]\nnamespace a\nuse b#T\nstructure S { t: T }\n",
    );
    let json = (
        "b.json",
        r#"{"smithy": "1.0", "metadata": {"list": [2]}, "shapes": {"b#T": {"type": "structure", "members": {
            "n": {"target": "smithy.api#PrimitiveInteger"}}}, "b#O": {"type": "operation"}}}"#,
    );
    let first = files(&[idl, json]).unwrap();
    let mut second = files(&[json, idl]).unwrap();
    assert_eq!(first["metadata"]["list"], json!([1, 2]));
    assert_eq!(first["shapes"]["a#S"]["members"]["t"]["target"], "b#T");
    assert_eq!(
        first["shapes"]["b#T"]["members"]["n"]["traits"]["smithy.api#default"],
        0
    );
    assert_eq!(first["shapes"]["b#O"]["input"]["target"], "smithy.api#Unit");
    second["metadata"] = first["metadata"].clone();
    assert_eq!(first, second);
}

#[test]
fn one_definition_in_two_files_is_one_and_two_are_refused() {
    let one = "$version: \"2.0\"\nnamespace a\n@deprecated\nstructure S { m: String }\n";
    assert!(files(&[("1.smithy", one), ("2.smithy", one)]).is_ok());
    let other = "$version: \"2.0\"\nnamespace a\nstructure S { m: Blob }\n";
    let error = files(&[("1.smithy", one), ("2.smithy", other)])
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("conflicting shape definition for `a#S`\n  --> 2.smithy:3:11"),
        "{error}"
    );
    assert!(error.contains("the other one is here, in 1.smithy:4:11"), "{error}");
}

#[test]
fn what_is_built_in_needs_no_file_and_is_printed_where_it_is_referred_to() {
    let model = model(
        "$version: \"2.0\"\nnamespace a\nuse aws.protocols#restJson1\nuse smithy.framework#ValidationException\n\
         use smithy.waiters#waitable\n@restJson1\nservice S { operations: [O], errors: [ValidationException] }\n\
         @waitable(Done: { acceptors: [{ state: \"success\", matcher: { success: true } }] })\noperation O {}\n",
    );
    let ids: Vec<&String> = model["shapes"].as_object().unwrap().keys().collect();
    assert_eq!(
        ids,
        [
            "a#O",
            "a#S",
            "smithy.framework#ValidationException",
            "smithy.framework#ValidationExceptionField",
            "smithy.framework#ValidationExceptionFieldList",
        ]
    );
    assert_eq!(model["shapes"]["a#S"]["traits"]["aws.protocols#restJson1"], json!({}));
}

#[test]
fn resources_and_services_have_their_properties() {
    let text = r#"
$version: "2.0"
namespace a
service S {
    rename: { "b#X": "BX" }
    resources: [R], version: "1", operations: []
}
resource R {
    identifiers: { id: String }, properties: { p: Blob }
    read: Get, operations: [Get], resources: []
}
@readonly
operation Get { input := { @required id: String } }
"#;
    assert_eq!(
        shape(text, "a#S"),
        json!({"type": "service", "version": "1", "resources": [{"target": "a#R"}], "rename": {"b#X": "BX"}})
    );
    assert_eq!(
        shape(text, "a#R"),
        json!({
            "type": "resource",
            "identifiers": {"id": {"target": "smithy.api#String"}},
            "properties": {"p": {"target": "smithy.api#Blob"}},
            "read": {"target": "a#Get"},
            "operations": [{"target": "a#Get"}],
        })
    );
}

#[test]
fn numbers_are_as_they_are() {
    let text = "$version: \"2.0\"\nmetadata n = [0, -0.5, 1e2, 9223372036854775807, 18446744073709551615, -1E-2]\n";
    let model = model(text);
    assert_eq!(
        model["metadata"]["n"].to_string(),
        "[0,-0.5,100.0,9223372036854775807,18446744073709551615,-0.01]"
    );
}

#[test]
fn depth_and_length_are_no_danger() {
    let deep = format!(
        "$version: \"2.0\"\nmetadata x = {}{}\n",
        "[".repeat(200_000),
        "]".repeat(200_000)
    );
    let error = read(&deep).unwrap_err().to_string();
    assert!(
        error.contains("values nest more than 100 levels deep\n  --> model.smithy:2:114"),
        "{error}"
    );
    let mut chain = String::from("$version: \"2.0\"\nnamespace a\n@mixin\nstructure M0 { m: String }\n");
    for number in 1..3_000 {
        chain += &format!("@mixin\nstructure M{number} with [M{}] {{}}\n", number - 1);
    }
    chain += "structure Last with [M2999] { $m }\n";
    assert_eq!(model(&chain)["shapes"]["a#Last"]["members"], json!({}));
}
