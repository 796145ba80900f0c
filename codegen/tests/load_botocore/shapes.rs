//! Shapes, members and their traits.

use super::*;

fn member<'s>(service: &'s Service, name: &str, member: &str) -> &'s Member {
    let members = shape(service, name).kind.members();
    members.iter().find(|candidate| candidate.name == member).unwrap()
}

#[test]
fn structures_that_are_something_else_are_told_apart() {
    let structure = |mark: &str| json!({ "type": "structure", "members": { "A": { "shape": "Title" } }, mark: true });
    let mut model = minimal();
    put(&mut model, "/shapes/Either", structure("union"));
    put(&mut model, "/shapes/Stream", structure("eventstream"));
    put(&mut model, "/shapes/Event", structure("event"));
    put(
        &mut model,
        "/shapes/Any",
        json!({ "type": "structure", "members": {}, "document": true }),
    );
    let service = load_model(&model);
    assert!(matches!(shape(&service, "Any").kind, Kind::Document));
    assert!(matches!(&shape(&service, "Either").kind, Kind::Union(members) if members.len() == 1));
    assert!(matches!(&shape(&service, "Stream").kind, Kind::Union(members) if members.len() == 1));
    assert!(matches!(&shape(&service, "Event").kind, Kind::Structure(members) if members.len() == 1));
    assert!(shape(&service, "Stream").traits.streaming);
    assert!(shape(&service, "Event").traits.event);
}

#[test]
fn strings_with_values_are_enums() {
    let colours = json!({ "type": "string", "enum": ["red", "blue"] });
    let service = load_model(&minimal_with("/shapes/Colour", colours));
    let Kind::Enum(variants) = &shape(&service, "Colour").kind else {
        panic!("not an enum");
    };
    let values: Vec<&str> = variants.iter().map(|variant| variant.value.as_str()).collect();
    assert_eq!(values, ["red", "blue"]);
    assert!(matches!(shape(&service, "Title").kind, Kind::String));
}

#[test]
fn members_stand_where_the_model_says() {
    let mut model = minimal();
    put(&mut model, "/shapes/Blob", json!({ "type": "blob", "streaming": true }));
    put(
        &mut model,
        "/shapes/Tags",
        json!({ "type": "map", "key": { "shape": "Title" }, "value": { "shape": "Title", "locationName": "v" } }),
    );
    put(
        &mut model,
        "/shapes/ListBooksRequest",
        json!({
            "type": "structure",
            "payload": "Whole",
            "required": ["Id"],
            "members": {
                "Plain": { "shape": "Title" },
                "Renamed": { "shape": "Title", "locationName": "renamed" },
                "Same": { "shape": "Title", "locationName": "Same" },
                "Head": { "shape": "Title", "location": "header", "locationName": "x-head" },
                "Heads": { "shape": "Tags", "location": "headers", "locationName": "x-meta-" },
                "Id": { "shape": "Title", "location": "uri", "locationName": "id" },
                "Query": { "shape": "Title", "location": "querystring", "locationName": "q" },
                "Queries": { "shape": "Tags", "location": "querystring" },
                "Status": { "shape": "Title", "location": "statusCode" },
                "Whole": { "shape": "Blob", "locationName": "Whole" }
            }
        }),
    );
    let service = load_model(&model);
    let place = |name: &str| {
        let MemberTraits { binding, wire_name, .. } = &member(&service, "ListBooksRequest", name).traits;
        (binding.clone(), wire_name.clone())
    };
    assert_eq!(place("Plain"), (Binding::Body, None));
    assert_eq!(place("Renamed"), (Binding::Body, Some("renamed".to_owned())));
    assert_eq!(place("Same"), (Binding::Body, None));
    assert_eq!(place("Head"), (Binding::Header("x-head".to_owned()), None));
    assert_eq!(place("Heads"), (Binding::PrefixHeaders("x-meta-".to_owned()), None));
    assert_eq!(place("Id"), (Binding::Label("id".to_owned()), None));
    assert_eq!(place("Query"), (Binding::Query("q".to_owned()), None));
    assert_eq!(place("Queries"), (Binding::QueryParams, None));
    assert_eq!(place("Status"), (Binding::StatusCode, None));
    // At the root of a document the member's own name would not be the default.
    assert_eq!(place("Whole"), (Binding::Payload, Some("Whole".to_owned())));
    assert!(member(&service, "ListBooksRequest", "Id").traits.required);
    assert!(!member(&service, "ListBooksRequest", "Plain").traits.required);
    assert_eq!(
        shape(&service, "ListBooksRequest").traits.payload.as_deref(),
        Some("Whole")
    );
    assert!(shape(&service, "Blob").traits.streaming);
    let Kind::Map(_, value) = &shape(&service, "Tags").kind else {
        panic!("not a map");
    };
    assert_eq!(value.traits.wire_name.as_deref(), Some("v"));
}

#[test]
fn limits_are_of_values_or_of_lengths() {
    let mut model = minimal();
    put(
        &mut model,
        "/shapes/Share",
        json!({ "type": "double", "min": 0.001, "max": 100 }),
    );
    put(
        &mut model,
        "/shapes/Title",
        json!({ "type": "string", "min": 1, "max": 9, "pattern": "\\w+", "sensitive": true }),
    );
    put(
        &mut model,
        "/shapes/When",
        json!({ "type": "timestamp", "timestampFormat": "iso8601" }),
    );
    let service = load_model(&model);
    let share = &shape(&service, "Share").traits.constraints;
    let title = &shape(&service, "Title").traits;
    assert_eq!(
        (share.min.as_deref(), share.max.as_deref()),
        (Some("0.001"), Some("100"))
    );
    assert_eq!((share.min_length, share.max_length), (None, None));
    assert_eq!(
        (title.constraints.min_length, title.constraints.max_length),
        (Some(1), Some(9))
    );
    assert_eq!(title.constraints.pattern.as_deref(), Some("\\w+"));
    assert!(title.sensitive);
    assert_eq!(
        shape(&service, "When").traits.timestamp_format,
        Some(TimestampFormat::DateTime)
    );
}

#[test]
fn errors_have_a_code_a_status_and_someone_to_blame() {
    let error = |said: Value| {
        let mut error = json!({ "type": "structure", "members": {}, "exception": true });
        error.as_object_mut().unwrap().extend(said.as_object().unwrap().clone());
        let service = load_model(&minimal_with("/shapes/Failure", error));
        shape(&service, "Failure").traits.error.clone().unwrap()
    };
    let full = error(json!({
        "error": { "code": "Busy", "httpStatusCode": 503, "senderFault": true },
        "retryable": { "throttling": true }
    }));
    assert_eq!(full.code.as_deref(), Some("Busy"));
    assert_eq!((full.http_status, full.fault), (Some(503), Some(Fault::Client)));
    assert!(full.retryable.unwrap().throttling);

    let fault = |said: Value| error(said).fault.unwrap();
    assert_eq!(fault(json!({})), Fault::Client);
    assert_eq!(fault(json!({ "fault": true })), Fault::Server);
    assert_eq!(fault(json!({ "error": { "httpStatusCode": 500 } })), Fault::Server);
    assert_eq!(fault(json!({ "error": { "httpStatusCode": 404 } })), Fault::Client);
    assert!(shape(&load_model(&minimal()), "Book").traits.error.is_none());
}

#[test]
fn a_shape_that_is_not_there_is_refused() {
    assert_eq!(
        complaint_about(&minimal_with("/shapes/Books/member/shape", json!("Bok"))),
        "no shape is called `Bok`\n  \
         --> <folder>/service-2.json#/shapes/Books/member/shape\n   \
         = shape: Books\n   \
         = help: did you mean `Book` or `Books`?"
    );
    assert_eq!(
        complaint_about(&minimal_with("/operations/ListBooks/output/shape", json!("Zzz"))),
        "no shape is called `Zzz`\n  \
         --> <folder>/service-2.json#/operations/ListBooks/output/shape\n   \
         = shape: ListBooks\n   \
         = help: use one of `Book`, `Books`, `ListBooksRequest`, `ListBooksResponse`, `Title`"
    );
}

#[test]
fn a_type_that_is_not_there_is_refused() {
    assert_eq!(
        complaint_about(&minimal_with("/shapes/Title/type", json!("strin"))),
        "no type of shape is called `strin`\n  \
         --> <folder>/service-2.json#/shapes/Title/type\n   \
         = shape: Title\n   \
         = help: did you mean `string`?"
    );
}

#[test]
fn a_value_of_the_wrong_type_is_refused() {
    let refused = |pointer: &str, value: Value, problem: &str, at: &str, shape: &str| {
        assert_eq!(
            complaint_about(&minimal_with(pointer, value)),
            format!(
                "{problem}\n  --> <folder>/service-2.json#{at}\n   = shape: {shape}\n   \
                 = help: mend this place, or fetch the file again if it was edited or cut off"
            )
        );
    };
    let in_title = |key: &str, value: Value, problem: &str| {
        let pointer = format!("/shapes/Title/{key}");
        refused(&pointer, value, problem, &pointer, "Title");
    };
    in_title("documentation", json!(["x"]), "expected a string, found an array");
    in_title("sensitive", json!("yes"), "expected a boolean, found a string");
    in_title("enum", json!({}), "expected an array, found an object");
    in_title("min", json!(null), "expected a whole number, found null");
    in_title("max", json!(-1), "`-1` is not a whole number that can stand here");
    in_title("max", json!(1.5), "`1.5` is not a whole number that can stand here");
    refused(
        "/shapes/a~b",
        json!(true),
        "expected an object, found a boolean",
        "/shapes/a~0b",
        "a~b",
    );
}

#[test]
fn a_structure_names_only_members_that_it_has() {
    assert_eq!(
        complaint_about(&minimal_with("/shapes/Book/required", json!(["Titel"]))),
        "no member is called `Titel`\n  \
         --> <folder>/service-2.json#/shapes/Book/required/0\n   \
         = shape: Book\n   \
         = help: did you mean `Title`?"
    );
    assert_eq!(
        complaint_about(&minimal_with("/shapes/Book/payload", json!("Cover"))),
        "no member is called `Cover`\n  \
         --> <folder>/service-2.json#/shapes/Book/payload\n   \
         = shape: Book\n   \
         = help: use one of `Title`"
    );
}
