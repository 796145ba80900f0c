//! The schemas of others, and how a document is held against one.

use serde_json::Value;

/// That of SARIF, by OASIS.
pub const SARIF: &str = include_str!("sarif-schema-2.1.0.json");

/// That of a finding in GitLab's report.
pub const GITLAB: &str = include_str!("gitlab-code-quality.json");

/// Holds a document against a schema, and says all that is wrong.
#[track_caller]
pub fn fits(schema: &str, document: &Value) {
    let mut schema: Value = serde_json::from_str(schema).unwrap();
    // This pattern of OASIS's has a bracket too many, and is no regular expression. No report has a language.
    for owner in ["run", "toolComponent"] {
        if let Some(language) = schema.pointer_mut(&format!("/definitions/{owner}/properties/language")) {
            language.as_object_mut().unwrap().remove("pattern");
        }
    }
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap();
    let errors: Vec<String> = validator
        .iter_errors(document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}
