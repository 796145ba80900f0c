//! Tests of the comparison: the differences that it finds, and those that it knows.

use aws_smithy_types::base64;
use serde_json::json;

use super::super::known::CUSTOM;
use codegen::ir::Member;

use super::values::UNKNOWN_MEMBER;
use super::*;
use crate::harness::tests::service;

/// The places in which outputs differ, and what was met of what is known.
fn outputs(fixture: &str, ours: Value, theirs: Value) -> (Vec<String>, Met) {
    let service = service(fixture);
    let wire = Wire::new(&service).expect("it speaks awsJson");
    let mut met = Met::new();
    let comparison = Comparison::new(&wire, &service.operations[0], &mut met);
    let recipe = Recipe::Success(json!({}));
    let differences = comparison.responses(&recipe, &json!({ "output": ours }), &json!({ "output": theirs }));
    (differences.into_iter().map(|it| it.path).collect(), met)
}

/// The differences between requests with these bodies, and the known differences among them.
fn bodies(ours: Value, theirs: Value) -> (Vec<String>, Met) {
    let service = service("scalars");
    let wire = Wire::new(&service).expect("it speaks awsJson");
    let mut met = Met::new();
    let comparison = Comparison::new(&wire, &service.operations[0], &mut met);
    let request = |body: &Value| {
        let body = base64::encode(body.to_string());
        json!({ "request": { "method": "POST", "url": "https://example.com", "headers": {}, "body": body } })
    };
    let differences = comparison.requests(&request(&ours), &request(&theirs));
    (differences.into_iter().map(|it| it.path).collect(), met)
}

#[test]
fn a_union_without_a_known_member_is_an_empty_structure_to_botocore_and_no_other() {
    let unknown = || json!({ UNKNOWN_MEMBER: true });
    let (differences, met) = outputs("scalars", unknown(), json!({}));
    assert!(differences.is_empty(), "{differences:?}");
    assert_eq!(met[&Known::EmptyUnion], 1);
    let (differences, met) = outputs("scalars", unknown(), json!({ "boolean": true }));
    assert!(!differences.is_empty() && met.is_empty());
}

#[test]
fn numbers_are_equal_by_value() {
    assert!(
        bodies(json!({"double": 1.0, "long": 1}), json!({"double": 1, "long": 1}))
            .0
            .is_empty()
    );
    let (largest, next) = (json!({"long": i64::MAX}), json!({"long": i64::MAX - 1}));
    assert_eq!(bodies(largest, next).0, ["long"]);
    assert_eq!(bodies(json!({"double": 0.1}), json!({"double": 0.2})).0, ["double"]);
}

#[test]
fn a_member_that_only_one_has_is_a_difference() {
    assert_eq!(bodies(json!({"integer": 0}), json!({})).0, ["integer"]);
    assert_eq!(bodies(json!({}), json!({"integer": 0})).0, ["integer"]);
    assert_eq!(
        bodies(json!({"tomorrow": 0}), json!({"tomorrow": 1})).0,
        ["\"tomorrow\""]
    );
}

#[test]
fn an_absent_required_member_may_be_zero_and_nothing_else() {
    let label = |ours: Value| outputs("required", json!({ "labels": [ours] }), json!({ "labels": [{}] })).0;
    let corrected = json!({ "key": "", "count": 0, "at": 0 });
    assert!(label(corrected).is_empty());
    assert_eq!(label(json!({ "key": "a" })), ["labels[].key"]);
    assert_eq!(label(json!({ "count": 1 })), ["labels[].count"]);
    assert_eq!(label(json!({ "inner": {} })), ["labels[].inner"]);
    assert_eq!(label(json!({ "note": "" })), ["labels[].note"]);
}

#[test]
fn a_null_in_a_dense_list_is_known_and_one_of_ours_is_not() {
    let service = service("containers");
    let output = service.operations[0].output.expect("isolation gave it one");
    let members = service.shapes[output].kind.members().iter();
    let dense = |member: &&Member| {
        let shape = &service.shapes[member.target];
        matches!(shape.kind, Kind::List(_)) && !shape.traits.sparse
    };
    let name = &members.clone().find(dense).expect("the fixture has one").name;
    let (none, one) = (json!({ (name): [] }), json!({ (name): [null] }));
    let known = Met::from([(Known::DenseNull, 1)]);
    assert_eq!(outputs("containers", none.clone(), one.clone()), (Vec::new(), known));
    assert_eq!(outputs("containers", one, none).0, [name.as_str()]);
}

#[test]
fn that_both_fail_is_no_agreement() {
    let service = service("scalars");
    let wire = Wire::new(&service).expect("it speaks awsJson");
    let mut met = Met::new();
    let failed = json!({ "failed": "no" });
    let recipe = Recipe::Success(json!({}));
    let comparison = Comparison::new(&wire, &service.operations[0], &mut met);
    assert_eq!(comparison.responses(&recipe, &failed, &failed).len(), 1);
    let comparison = Comparison::new(&wire, &service.operations[0], &mut met);
    assert_eq!(comparison.requests(&failed, &failed).len(), 1);
}

#[test]
fn the_code_of_an_error_is_that_of_the_recipe_where_botocore_does_not_look() {
    let service = service("errors");
    let errors = |form, code: &str, name: Value| {
        let failure = Failure {
            status: 400,
            code: "Broken".into(),
            form,
            shape: service.shapes.find("Broken"),
            members: json!({}),
        };
        let ours = json!({ "error": { "code": code, "name": name } });
        let theirs = json!({ "error": { "code": "400", "message": "" } });
        let wire = Wire::new(&service).expect("it speaks awsJson");
        let mut met = Met::new();
        let comparison = Comparison::new(&wire, &service.operations[0], &mut met);
        let differences = comparison.responses(&Recipe::Failure(failure), &ours, &theirs);
        differences.into_iter().map(|it| it.what).collect::<Vec<_>>()
    };
    assert!(errors(CodeForm::Header, "Broken", "Broken".into()).is_empty());
    assert_eq!(
        errors(CodeForm::Header, "Other", Value::Null),
        ["error code", "error type"]
    );
    assert_eq!(errors(CodeForm::Type, "Broken", "Broken".into()), ["error code"]);
}

/// A request as both sides tell it.
fn sent(path: &str, headers: Value, body: &str) -> Value {
    let body = base64::encode(body);
    json!({ "request": { "method": "POST", "url": format!("https://a.b{path}"), "headers": headers, "body": body } })
}

/// The known differences between two requests of a service's first operation, which differ in nothing else.
fn met_in_requests(service: &Service, ours: &Value, theirs: &Value) -> Met {
    let wire = Wire::new(service).expect("it speaks a protocol of ours");
    let mut met = Met::new();
    let differences = Comparison::new(&wire, &service.operations[0], &mut met).requests(ours, theirs);
    assert_eq!(differences, []);
    met
}

/// The same for what is made of a response.
fn met_in_responses(service: &Service, recipe: &Recipe, ours: &Value, theirs: &Value) -> Met {
    let wire = Wire::new(service).expect("it speaks a protocol of ours");
    let mut met = Met::new();
    let differences = Comparison::new(&wire, &service.operations[0], &mut met).responses(recipe, ours, theirs);
    assert_eq!(differences, []);
    met
}

/// The known differences where an error is sent in a form.
fn met_in_errors(fixture: &str, form: CodeForm, members: Value, their_code: &str) -> Met {
    let failure = Failure {
        status: 400,
        code: "Broken".into(),
        form,
        shape: None,
        members,
    };
    let code = if form == CodeForm::Nowhere {
        None
    } else {
        Some("Broken")
    };
    let (ours, theirs) = (
        json!({ "error": { "code": code } }),
        json!({ "error": { "code": their_code } }),
    );
    met_in_responses(&service(fixture), &Recipe::Failure(failure), &ours, &theirs)
}

/// The first place that the table of botocore's own ways has for a difference, with what is met there.
fn met_in_custom(known: Known) -> Met {
    let row = CUSTOM.iter().find(|row| row.known == known);
    let row = row.unwrap_or_else(|| panic!("{known:?} has no row"));
    let mut met = Met::new();
    let mut service = service("scalars");
    service.sdk_id = row.service.to_owned();
    if let Some(operation) = row.operations.first() {
        service.operations[0].name = (*operation).to_owned();
    }
    let wire = Wire::new(&service).expect("it speaks awsJson");
    let mut comparison = Comparison::new(&wire, &service.operations[0], &mut met);
    comparison.differ(row.what, row.places[0], &Value::Null, &Value::Null);
    assert_eq!(comparison.differences, []);
    met
}

/// The known differences in an example of one of them.
fn example(known: Known) -> Met {
    let nothing = || json!({});
    let output = |value: Value| json!({ "output": value });
    let success = Recipe::Success(json!({}));
    match known {
        Known::DenseNull => outputs("containers", json!({ "names": [] }), json!({ "names": [null] })).1,
        Known::CodeInType => met_in_errors("errors", CodeForm::Header, nothing(), "400"),
        Known::CodeOfMember => met_in_errors("bindings", CodeForm::Type, json!({ "code": "7" }), "7"),
        Known::CodeOfStatus => met_in_errors("errors", CodeForm::Nowhere, nothing(), "400"),
        Known::Corrected => {
            let received = json!({ "labels": [{ "key": "", "count": 0, "at": 0 }] });
            outputs("required", received, json!({ "labels": [{}] })).1
        }
        Known::ZeroByDefault => {
            let mut service = service("scalars");
            let input = service.operations[0].input.expect("isolation gave it one");
            if let Kind::Structure(members) = &mut service.shapes[input].kind {
                members
                    .iter_mut()
                    .for_each(|member| member.traits.default = Some(json!(0)));
            }
            let theirs = sent("/", nothing(), r#"{"integer":0}"#);
            met_in_requests(&service, &sent("/", nothing(), "{}"), &theirs)
        }
        Known::FormCharset => {
            let form = |more| json!({ "Content-Type": format!("application/x-www-form-urlencoded{more}") });
            let (ours, theirs) = (sent("/", form(""), "a=b"), sent("/", form("; charset=utf-8"), "a=b"));
            met_in_requests(&service("forms"), &ours, &theirs)
        }
        Known::MediaType => {
            let ours = sent("/", json!({ "content-type": "application/xml" }), "<a/>");
            met_in_requests(&service("documents-in-xml"), &ours, &sent("/", nothing(), "<a/>"))
        }
        Known::EmptyXml => {
            let (ours, theirs) = (sent("/", nothing(), "<a/>"), sent("/", nothing(), ""));
            met_in_requests(&service("documents-in-xml"), &ours, &theirs)
        }
        Known::CarriageReturn => {
            let text = |end: &str| format!("<a><Rule><Text>{end}</Text></Rule></a>");
            let (ours, theirs) = (text("&#xD;"), text("&#xA;"));
            let (ours, theirs) = (sent("/", nothing(), &ours), sent("/", nothing(), &theirs));
            met_in_requests(&service("documents-in-xml"), &ours, &theirs)
        }
        Known::EmptyPayload => {
            let mut service = service("bindings");
            service.operations.retain(|operation| operation.name == "GetPart");
            let output_id = service.operations[0].output.expect("isolation gave it one");
            let mut members = service.shapes[output_id].kind.members().iter();
            let payload = members.find(|member| member.traits.binding == Binding::Payload);
            let theirs = json!({ (&payload.expect("the fixture has one").name): "" });
            met_in_responses(&service, &success, &output(nothing()), &output(theirs))
        }
        Known::CborMicroseconds => {
            let mut service = service("scalars");
            service.protocols = vec![Protocol::RpcV2Cbor];
            let (ours, theirs) = (json!({ "timestamp": -1000 }), json!({ "timestamp": -1 }));
            met_in_responses(&service, &success, &output(ours), &output(theirs))
        }
        Known::EmptyUnion => {
            let mut service = service("scalars");
            service.protocols = vec![Protocol::RpcV2Cbor];
            let ours = output(json!({ UNKNOWN_MEMBER: true }));
            met_in_responses(&service, &success, &ours, &output(nothing()))
        }
        Known::ShortYear => {
            let mut service = service("scalars");
            service.protocols = vec![Protocol::AwsQuery];
            let request = |moment: &str| sent("/", nothing(), &format!("timestamp={moment}T00:00:00Z"));
            met_in_requests(&service, &request("0001-01-01"), &request("1-01-01"))
        }
        Known::RequiredChecksum => {
            let (ours, theirs) = (
                json!({ "Content-MD5": "1B==" }),
                json!({ "x-amz-checksum-crc32": "AA==" }),
            );
            met_in_requests(&service("bindings"), &sent("/", ours, ""), &sent("/", theirs, ""))
        }
        Known::ApiVersion
        | Known::Route53Id
        | Known::UserData
        | Known::PresignedUrl
        | Known::DecodedPolicy
        | Known::NamedOperation => met_in_custom(known),
    }
}

#[test]
fn every_known_difference_is_met_in_its_example() {
    for known in Known::ALL {
        let met = example(known);
        assert_eq!(met.keys().collect::<Vec<_>>(), [&known]);
    }
}

#[test]
fn what_is_near_a_known_difference_is_none() {
    let differ = |fixture: &str, ours: Value, theirs: Value| {
        let service = service(fixture);
        let wire = Wire::new(&service).expect("it speaks a protocol of ours");
        let mut met = Met::new();
        let differences = Comparison::new(&wire, &service.operations[0], &mut met).requests(&ours, &theirs);
        assert_eq!(met, Met::new());
        differences.into_iter().map(|it| it.what).collect::<Vec<_>>()
    };
    let headers = |name: &str, value: &str| sent("/", json!({ (name): value }), "");
    let nothing = || sent("/", json!({}), "");
    assert_eq!(
        differ(
            "forms",
            headers("content-type", "text/plain"),
            headers("content-type", "text/html")
        ),
        ["headers"]
    );
    assert_eq!(
        differ("scalars", headers("content-md5", "1B=="), nothing()),
        ["headers"]
    );
    assert_eq!(
        differ("documents-in-xml", nothing(), sent("/", json!({}), "<a/>")),
        ["body"]
    );
    assert_eq!(
        differ("scalars", sent("/%2F", json!({}), ""), sent("//", json!({}), "")),
        ["path"]
    );
    assert_eq!(
        differ("scalars", sent("/?a=1", json!({}), ""), sent("/?a=2", json!({}), "")),
        ["query"]
    );
}
