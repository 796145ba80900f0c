//! What is refused, and where.

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
    let mixin =
        |of: &str| json!({ "type": "structure", "traits": { "smithy.api#mixin": {} }, "mixins": [{ "target": of }] });
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
