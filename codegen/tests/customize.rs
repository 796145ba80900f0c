//! Customizations of single services, as they show in the generated crates.

use std::fs;

use codegen::{Files, Options, generate, load::ModelPaths, load::load};
use serde_json::{Value, json};

/// A model in botocore's form of a service by its id, with operations and shapes.
fn model(id: &str, protocol: &str, operations: Value, shapes: Value) -> Value {
    json!({
        "metadata": {
            "apiVersion": "2020-01-02",
            "endpointPrefix": "thing",
            "jsonVersion": "1.1",
            "protocol": protocol,
            "serviceFullName": "A Thing",
            "serviceId": id,
            "signatureVersion": "v4",
            "targetPrefix": "Thing"
        },
        "operations": operations,
        "shapes": shapes
    })
}

/// The files of the crate of a model.
fn crate_of(model: &Value) -> Files {
    let home = tempfile::tempdir().expect("there is a folder for temporary files");
    let folder = home.path().join("data/service/version");
    fs::create_dir_all(&folder).expect("the folder is ours");
    fs::write(folder.join("service-2.json"), model.to_string()).expect("the folder is ours");
    let rules = json!({
        "version": "1.0",
        "parameters": {"Endpoint": {"builtIn": "SDK::Endpoint", "documentation": "", "required": false, "type": "string"}},
        "rules": [
            {"conditions": [{"fn": "isSet", "argv": [{"ref": "Endpoint"}]}],
             "endpoint": {"url": {"ref": "Endpoint"}, "properties": {}, "headers": {}}, "type": "endpoint"},
            {"conditions": [], "error": "No endpoint", "type": "error"}
        ]
    });
    fs::write(folder.join("endpoint-rule-set-1.json"), rules.to_string()).expect("the folder is ours");
    let service = load(&ModelPaths::new(&folder)).expect("it is a model");
    generate(service, &Options::default()).expect("a crate can be made of it")
}

/// An operation that posts to `/`, with an output.
fn operation(name: &str, output: &str) -> Value {
    json!({name: {"name": name, "http": {"method": "POST", "requestUri": "/"}, "output": {"shape": output}}})
}

#[test]
fn credentials_of_sts_and_sso_are_secret_though_their_models_do_not_say_so() {
    for (id, structure, file) in [
        ("STS", "Credentials", "credentials"),
        ("SSO", "RoleCredentials", "role_credentials"),
    ] {
        let shapes = json!({
            "Out": {"type": "structure", "members": {"it": {"shape": structure}}},
            structure: {"type": "structure", "members": {"accessKeyId": {"shape": "Text"}}},
            "Text": {"type": "string"}
        });
        let debug = |id| {
            let files = crate_of(&model(id, "json", operation("Get", "Out"), shapes.clone()));
            let hides = files[&format!("src/types/{file}.rs")].contains("*** Sensitive Data Redacted ***");
            let is_logged = !files["src/operation/get.rs"].contains("RECEIVES_SECRETS: bool = true");
            (hides, is_logged)
        };
        assert_eq!(debug(id), (true, false), "{id}");
        assert_eq!(debug("Another"), (false, true), "{id}");
    }
}

#[test]
fn only_api_gateway_is_asked_for_json() {
    let shapes = json!({"Out": {"type": "structure", "members": {}}});
    let meta = |id| crate_of(&model(id, "rest-json", operation("Get", "Out"), shapes.clone()))["src/meta.rs"].clone();
    assert!(meta("API Gateway").contains(r#"FixedHeaders(&[("accept", "application/json")])"#));
    assert!(!meta("ApiGatewayV2").contains("FixedHeaders"));
}

#[test]
fn sts_tries_again_where_an_identity_provider_is_out_of_reach() {
    let shapes = json!({
        "Out": {"type": "structure", "members": {}},
        "IDPCommunicationErrorException": {
            "type": "structure", "exception": true, "error": {"code": "IDPCommunicationError", "httpStatusCode": 400},
            "members": {"message": {"shape": "Text"}}
        },
        "Text": {"type": "string"}
    });
    let mut operations = operation("Get", "Out");
    operations["Get"]["errors"] = json!([{"shape": "IDPCommunicationErrorException"}]);
    let files = crate_of(&model("STS", "query", operations, shapes));
    assert!(files["src/operation/get.rs"].contains(r#"&["IDPCommunicationError"]"#));
    let error = &files["src/types/error/idp_communication_error_exception.rs"];
    assert!(error.contains("ErrorKind::ServerError"), "{error}");
    assert!(
        error.contains(r#""IdpCommunicationErrorException [IDPCommunicationErrorException]""#),
        "{error}"
    );
}

#[test]
fn required_members_of_errors_are_plain() {
    let shapes = json!({
        "Out": {"type": "structure", "members": {}},
        "Gone": {
            "type": "structure", "exception": true, "required": ["message"],
            "members": {"message": {"shape": "Text"}, "shelf": {"shape": "Text"}}
        },
        "Text": {"type": "string"}
    });
    let mut operations = operation("Get", "Out");
    operations["Get"]["errors"] = json!([{"shape": "Gone"}]);
    let files = crate_of(&model("Shelves", "json", operations, shapes));
    let error = &files["src/types/error/gone.rs"];
    for text in [
        "pub message: String,",
        "pub shelf: Option<String>,",
        "    message: &str;",
        "pub fn build(self) -> Result<Gone, BuildError> {",
        // What the service does not send is what it says of every error.
        "it.message = meta.message().map(str::to_owned);",
        r#"write!(f, ": {}", self.message)?;"#,
    ] {
        assert!(error.contains(text), "{text} in {error}");
    }
}

#[test]
fn sts_takes_proofs_of_other_kinds_without_a_signature() {
    let shapes = json!({"Out": {"type": "structure", "members": {}}});
    let files = |id| {
        crate_of(&model(
            id,
            "query",
            operation("AssumeRoleWithSAML", "Out"),
            shapes.clone(),
        ))
    };
    let is_open = |id| files(id)["src/operation/assume_role_with_saml.rs"].contains("fn auth()");
    assert!(is_open("STS"));
    assert!(!is_open("Another"));
}

#[test]
fn a_span_is_called_as_its_service_and_its_operation() {
    let shapes = json!({"Out": {"type": "structure", "members": {}}});
    let files = crate_of(&model("Route 53", "rest-xml", operation("Get", "Out"), shapes));
    assert!(files["src/operation/get.rs"].contains(r#"pub struct Get: "Route 53.Get";"#));
}
