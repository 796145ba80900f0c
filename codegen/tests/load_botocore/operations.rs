//! Operations: their HTTP side, errors, endpoints and checksums.

use super::*;

fn told() -> Value {
    json!({
        "name": "ListBooks2020_01_02",
        "http": { "method": "GET", "requestUri": "/books/{id+}?list", "responseCode": 202 },
        "input": { "shape": "ListBooksRequest", "locationName": "Root", "xmlNamespace": { "uri": "http://x/" } },
        "output": { "shape": "ListBooksResponse", "resultWrapper": "ListBooksResult" },
        "errors": [{ "shape": "Failure" }, { "shape": "Failure", "documentation": "again" }],
        "documentation": "<p>Lists.</p>",
        "documentationUrl": "https://d/",
        "authtype": "v4-unsigned-body",
        "idempotent": true,
        "readonly": true,
        "endpoint": { "hostPrefix": "data-" },
        "staticContextParams": { "Kind": { "value": "data" }, "On": { "value": true }, "All": { "value": ["a"] } },
        "operationContextParams": { "Names": { "path": "Items[*].Name" } },
        "httpChecksum": {
            "requestChecksumRequired": true,
            "requestAlgorithmMember": "Algorithm",
            "responseAlgorithms": ["CRC32"]
        },
        "httpChecksumRequired": true,
        "requestcompression": { "encodings": ["gzip"] },
        "endpointdiscovery": {},
        "deprecated": true,
        "deprecatedMessage": "Use another.",
        "deprecatedSince": "2024-01-01"
    })
}

/// The minimal service, with an operation that says all it can.
pub(super) fn told_model() -> Value {
    let mut model = minimal_with("/metadata/protocol", json!("rest-xml"));
    put(
        &mut model,
        "/shapes/Failure",
        json!({ "type": "structure", "members": {}, "exception": true }),
    );
    put(&mut model, "/operations/ListBooks", told());
    model
}

fn service() -> Service {
    load_model(&told_model())
}

#[test]
fn the_messages_of_an_operation_are_kept() {
    let service = service();
    let operation = &service.operations[0];
    let input = &service.shapes[operation.input.unwrap()];
    assert_eq!(operation.name, "ListBooks");
    assert_eq!(operation.http.method, "GET");
    assert_eq!(operation.http.uri, "/books/{id+}?list");
    assert_eq!(operation.http.status, Some(202));
    assert_eq!(input.traits.xml_name.as_deref(), Some("Root"));
    assert_eq!(input.traits.xml_namespace.as_ref().unwrap().uri, "http://x/");
    assert_eq!(operation.result_wrapper.as_deref(), Some("ListBooksResult"));
    assert_eq!(operation.errors, [service.shapes.find("Failure").unwrap()]);
}

#[test]
fn the_traits_of_an_operation_are_kept() {
    let service = service();
    let operation = &service.operations[0];
    let checksum = operation.http_checksum.as_ref().unwrap();
    let deprecated = operation.deprecated.as_ref().unwrap();
    assert_eq!(operation.docs.as_deref(), Some("<p>Lists.</p>"));
    assert_eq!(operation.docs_url.as_deref(), Some("https://d/"));
    assert!(operation.auth.is_empty() && operation.unsigned_payload);
    assert!(operation.idempotent && operation.read_only);
    assert!(operation.checksum_required && checksum.request_required);
    assert_eq!(checksum.request_algorithm_member.as_deref(), Some("Algorithm"));
    assert_eq!(checksum.response_algorithms, ["CRC32"]);
    assert_eq!(operation.request_compression, ["gzip"]);
    assert_eq!(operation.endpoint_discovery, Some(false));
    assert_eq!(deprecated.message.as_deref(), Some("Use another."));
    assert_eq!(deprecated.since.as_deref(), Some("2024-01-01"));
}

#[test]
fn the_endpoint_of_an_operation_is_kept() {
    let service = service();
    let operation = &service.operations[0];
    let values: Vec<ContextValue> = operation.static_context.iter().map(|it| it.value.clone()).collect();
    assert_eq!(operation.host_prefix.as_deref(), Some("data-"));
    assert_eq!(
        values,
        [
            ContextValue::String("data".to_owned()),
            ContextValue::Boolean(true),
            ContextValue::StringArray(vec!["a".to_owned()])
        ]
    );
    assert_eq!(operation.operation_context[0].name, "Names");
    assert_eq!(operation.operation_context[0].path, path("Items[*].Name"));
}

#[test]
fn an_operation_without_authentication_says_so() {
    let service = load_model(&minimal_with("/operations/ListBooks/authtype", json!("none")));
    assert_eq!(service.operations[0].auth, [AuthScheme::None]);
    let service = load_model(&minimal_with(
        "/operations/ListBooks/auth",
        json!(["smithy.api#noAuth"]),
    ));
    assert_eq!(service.operations[0].auth, [AuthScheme::None]);
}

#[test]
fn an_operation_has_one_name_where_the_protocol_sends_it() {
    assert_eq!(
        complaint_about(&minimal_with("/operations/ListBooks/name", json!("ListBooks2"))),
        "`ListBooks` is sent as `ListBooks2`, and an operation has one name where its protocol sends it\n  \
         --> <folder>/service-2.json#/operations/ListBooks/name\n   \
         = shape: ListBooks\n   \
         = help: give the operation one name"
    );
}

#[test]
fn a_key_that_is_needed_is_missed() {
    assert_eq!(
        complaint_about(&minimal_with("/operations/ListBooks/input", json!({}))),
        "an input needs the key `shape`\n  \
         --> <folder>/service-2.json#/operations/ListBooks/input\n   \
         = shape: ListBooks\n   \
         = help: mend this place, or fetch the file again if it was edited or cut off"
    );
}

#[test]
fn an_operation_posts_to_the_root_unless_it_says_otherwise() {
    let mut model = minimal();
    take(&mut model, "/operations/ListBooks", "http");
    for (http, method, uri) in [
        (None, "POST", "/"),
        (Some(json!({ "method": "GET" })), "GET", "/"),
        (Some(json!({ "requestUri": "/books" })), "POST", "/books"),
    ] {
        if let Some(http) = http {
            put(&mut model, "/operations/ListBooks/http", http);
        }
        let http = &load_model(&model).operations[0].http;
        assert_eq!((http.method.as_str(), http.uri.as_str()), (method, uri));
    }
}
