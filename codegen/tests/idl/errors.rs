//! How models that are wrong are refused: where, why, and all of it in one run.

use codegen::error::render;

use crate::{files, read, refusal};

/// A file of version 2.0 with a namespace; its statements start in line 4.
fn two(statements: &str) -> String {
    format!("$version: \"2.0\"\n\nnamespace a\n{statements}\n")
}

#[test]
fn an_error_shows_the_line_and_marks_the_place() {
    let error = read(&two("structure S {\n    bar String\n}")).unwrap_err();
    assert_eq!(
        render(&error, false),
        "error: expected `:`, but found `String`
 --> model.smithy:5:9
  |
5 |     bar String
  |         ^^^^^^
  |
  = help: write `:` here"
    );
    assert!(render(&error, true).contains("\u{1b}["), "no colours");
}

#[test]
fn one_run_reports_the_errors_of_all_statements_and_files() {
    let first = two(
        "structure S {\n    bar String\n}\n\n@deprecated(\nstring T\n\nstrin U\n\nstring Good\n\nlist L { member }\n",
    );
    let second = "namespace\n";
    let error = files(&[("1.smithy", &first), ("2.smithy", second)]).unwrap_err();
    let shown = render(&error, false);
    for place in [
        "1.smithy:5:9",
        "1.smithy:9:8",
        "1.smithy:11:1",
        "1.smithy:15:17",
        "2.smithy:1:10",
        "5 errors",
    ] {
        assert!(shown.contains(place), "{place}\n{shown}");
    }
}

#[test]
fn what_a_mistake_leads_to_is_not_reported_as_well() {
    // `Broken` is not there for `S`, and that is no second error.
    let text = refusal(&two("structure Broken { a }\n\nstructure S { b: Broken }"));
    assert!(!text.contains("unresolved"), "{text}");
}

#[test]
fn a_string_that_never_ends_says_where_it_starts() {
    let text = refusal(&two("@documentation(\"x)\nstring S"));
    assert!(
        text.contains("expected `\"`, but found the end of the file\n  --> model.smithy:6:1"),
        "{text}"
    );
    assert!(
        text.contains("note: the string starts here, in model.smithy:4:16"),
        "{text}"
    );
}

/// Statements, and what their refusal says.
const REFUSED: &[(&str, &str)] = &[
    // Names and references.
    (
        "structure S { m: Nope }",
        "member shape targets an unresolved shape `a#Nope`\n  --> model.smithy:4:18",
    ),
    ("structure S { m: Strin }", "did you mean `String`?"),
    ("@nope\nstring S", "unable to resolve trait `a#nope`"),
    (
        "string notTrait\n@notTrait\nstring S",
        "`a#notTrait` cannot be used as a trait",
    ),
    (
        "structure S { m: O }\noperation O {}",
        "members cannot target operation shapes, but found `a#O`",
    ),
    (
        "operation O { input: T }\nstring T",
        "only a structure can stand there\n  --> model.smithy:4:22",
    ),
    (
        "operation O { errors: [E] }\nstructure E {}",
        "not marked with the `error` trait\n  --> model.smithy:4:24",
    ),
    (
        "service S { operations: [O, P] }\noperation O {}",
        "an unresolved shape `a#P`\n  --> model.smithy:4:29",
    ),
    (
        "service S { operations: [T] }\nstring T",
        "only a operation can stand there",
    ),
    ("resource R { read: T }\nstring T", "only a operation can stand there"),
    (
        "apply Nope @deprecated",
        "trait `smithy.api#deprecated` applied to unknown shape `a#Nope`",
    ),
    (
        "structure S {}\napply S$m @deprecated",
        "applied to unknown shape `a#S$m`\n  --> model.smithy:5:7",
    ),
    // Members.
    (
        "structure S { m: String, m: Blob }",
        "found conflicting member name, `m`\n  --> model.smithy:4:26",
    ),
    ("list L { items: String }", "unexpected member of list: `items`"),
    ("map M { key: String }", "missing required member of shape `a#M`: value"),
    (
        "map M { key: Integer, value: String }",
        "map key member targets `smithy.api#Integer`",
    ),
    ("union U {}", "tagged unions must have one or more members"),
    (
        "union U { a: String = \"x\"\n}",
        "members of a union cannot have a value",
    ),
    (
        "set S { member: String }",
        "set shapes cannot be used in Smithy version 2.0",
    ),
    (
        "structure S { $m }",
        "member target was elided, but no bound resource or mixin",
    ),
    // Enums.
    ("intEnum E { A }", "intEnum members must have the `enumValue` trait"),
    ("enum E { A = 1\n}", "enum members require string values, but found: 1"),
    ("enum E { A = \"\"\n}", "enum values must not be empty"),
    (
        "enum E { A = \"x\"\n B = \"x\"\n}",
        "multiple enum members found with the same value \"x\"",
    ),
    // Mixins.
    (
        "@mixin\nstructure A with [B] {}\n@mixin\nstructure B with [A] {}",
        "cycles detected between this shape and",
    ),
    (
        "structure A {}\nstructure B with [A] {}",
        "not marked with the mixin trait\n  --> model.smithy:5:19",
    ),
    (
        "structure B with [A] {}",
        "attempted to use unresolved shape `a#A` as a mixin",
    ),
    (
        "@default(1)\ninteger One\nstructure S { m: One }",
        "the member targets `a#One`, which has a default, and has none itself\n  --> model.smithy:6:15",
    ),
    (
        "@default(1)\ninteger One\nstructure S {\n m: One = 2\n}",
        "the @default value 2 is another than that of `a#One`, which is 1",
    ),
    ("@default(null)\ninteger I", "can be set to null only on members"),
    // What is of a namespace that nobody defines.
    (
        "@com.example#colour\nstring S",
        "unable to resolve trait `com.example#colour`. If this is a custom trait, then it must be defined",
    ),
    (
        "structure S { m: com.example#Colour }",
        "member shape targets an unresolved shape `com.example#Colour`\n  --> model.smithy:4:18",
    ),
    (
        "operation O { input: com.example#In }",
        "an unresolved shape `com.example#In`",
    ),
    // Values.
    (
        "@length(min: \"x\")\nstring S",
        "error validating trait `length.min`: expected number value",
    ),
    (
        "@length(min: 1.5)\nstring S",
        "long shapes must not have floating point values",
    ),
    (
        "@documentation\nstring S",
        "error validating trait `documentation`: expected string value",
    ),
    (
        "@documentation(1)\nstring S",
        "expected string value for string shape, `smithy.api#documentation`; found 1",
    ),
    (
        "@error(\"nobody\")\nstructure S {}",
        "must be one of `client`, `server`, but found `nobody`",
    ),
    (
        "@http(method: \"GET\")\noperation O {}",
        "missing required structure member `uri`",
    ),
    (
        "@range(max: 18446744073709551616)\nbigInteger I",
        "the number `18446744073709551616` has more digits than the JSON AST can be given with\n  --> model.smithy:4:13",
    ),
    (
        "structure S { m: Integer = \"x\"\n}",
        "invalid default value: expected number value",
    ),
    (
        "structure S { m: L = [1]\n}\nlist L { member: Integer }",
        "the @default value of a list must be empty",
    ),
    ("@box\ninteger I", "the `box` trait cannot be used in Smithy 2.0"),
    (
        "@deprecated(since: \"1\")\n@deprecated(since: \"2\")\nstring S",
        "conflicting `smithy.api#deprecated` trait",
    ),
    (
        "@externalDocumentation(a: \"1\", a: \"2\")\nstring S",
        "duplicate member: `a`\n  --> model.smithy:4:32",
    ),
    // Statements.
    (
        "structure A {} structure B {}",
        "expected a line break, but found `structure`",
    ),
    ("namespace b", "a file has one namespace"),
    ("service S { nope: 1 }", "unknown property nope for a#S"),
    ("service S { version: 1 }", "expected `version` to be a string"),
    ("string _", "invalid identifier"),
    ("string S\u{e9}", "unexpected character: `é`"),
    ("@documentation(\"\\ud800\")\nstring S", "is half of a character"),
];

#[test]
fn what_smithy_refuses_is_refused() {
    for (statements, wanted) in REFUSED {
        let text = refusal(&two(statements));
        assert!(text.contains(wanted), "{statements}\n  {wanted}\n{text}");
        assert!(text.contains("--> model.smithy:"), "{text}");
    }
}

#[test]
fn what_version_one_does_not_have_is_refused_in_it() {
    for (statements, wanted) in [
        (
            "@mixin\nstructure S {}",
            "mixins can only be used in Smithy 2.0 or later",
        ),
        ("enum E { A }", "enum shapes cannot be used in Smithy version 1.0"),
        (
            "structure S { m: String = \"\"\n}",
            "@default assignment is only supported in IDL version 2 or later",
        ),
        (
            "operation O { input := {} }",
            "can only be used with Smithy version 2 or later",
        ),
        (
            "resource R { properties: {} }",
            "resource properties can only be used with Smithy version 2 or later",
        ),
    ] {
        let text = refusal(&format!("namespace a\n{statements}\n"));
        assert!(text.contains(wanted), "{statements}\n{text}");
    }
}

#[test]
fn a_file_of_json_is_held_against_the_same_rules() {
    let error = files(&[(
        "m.json",
        r#"{"smithy": "2.0", "shapes": {"a#S": {"type": "structure", "members": {"m": {"target": "a#T"}}}}}"#,
    )]);
    let text = error.unwrap_err().to_string();
    assert!(
        text.contains("an unresolved shape `a#T`\n  --> m.json#/shapes/a#S/members/m/target"),
        "{text}"
    );
}

#[test]
fn no_text_makes_the_front_end_panic() {
    let whole = two(
        "/// d\n@length(min: 1, max: -2.5e3)\nstructure S for R with [M] { $a, b: String = \"\"\"\n  x\"\"\"\n}\napply S$a { @required }\noperation O { input := {} errors: [] }",
    );
    for end in (0..whole.len()).filter(|end| whole.is_char_boundary(*end)) {
        let _ = read(&whole[..end]);
        for insert in ["\"", "{", "$", "#", "\n", "é", "=", "\\"] {
            let _ = read(&format!("{}{insert}{}", &whole[..end], &whole[end..]));
        }
    }
}

#[test]
fn traits_of_other_packages_of_smithy_and_aws_are_left_alone() {
    for name in [
        "aws.iam#actionPermissionDescription(\"x\")",
        "smithy.openapi#specificationExtension",
        "smithy.test#smokeTests",
    ] {
        let text = two(&format!("@{name}\nstring S"));
        assert!(read(&text).is_ok(), "{name}");
    }
    let error = refusal(&two("@smithy.test#smokeTest\nstring S"));
    assert!(
        error.contains("unable to resolve trait `smithy.test#smokeTest`"),
        "{error}"
    );
}
