//! Responses: what a service sends for a value of an output, or for an error, in the protocol of the service.
//!
//! A protocol is one implementation of [`Wire`]; all else of the comparison knows values only.

use aws_smithy_types::base64;
use codegen::ir::{Kind, Operation, Protocol, Service, Shape, ShapeId};
use serde_json::{Map, Value, json};

use crate::Result;

/// What a service is to answer, before a protocol makes a response of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Recipe {
    /// The operation worked, and this is its output. Nulls, and members that the model does not have, are sent as such.
    Success(Value),
    /// The operation failed.
    Failure(Failure),
}

/// An error as a service sends it.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// The status of the response.
    pub status: u16,
    /// The code, without anything around it.
    pub code: String,
    /// Where the code stands, and what is around it.
    pub form: CodeForm,
    /// The shape of the error, if the operation has one of that code.
    pub shape: Option<ShapeId>,
    /// The members of the error; its message among them.
    pub members: Value,
}

/// Where the code of an error stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeForm {
    /// In `__type`, bare.
    Type,
    /// In `__type`, behind a namespace.
    TypeWithNamespace,
    /// In `__type`, before a URI.
    TypeWithUri,
    /// In `code`.
    CodeMember,
    /// In the header `x-amzn-errortype`, before a URI.
    Header,
    /// Nowhere.
    Nowhere,
}

impl CodeForm {
    /// Every form in which a code can be found.
    pub const PRESENT: [Self; 5] = [
        Self::Type,
        Self::TypeWithNamespace,
        Self::TypeWithUri,
        Self::CodeMember,
        Self::Header,
    ];
}

/// What a protocol makes of values.
pub trait Wire {
    /// The response that carries an output.
    fn success(&self, service: &Service, operation: &Operation, output: &Value) -> Value;
    /// The response that carries an error.
    fn failure(&self, service: &Service, failure: &Failure) -> Value;
}

/// How the service speaks, in the order of preference that generated clients have.
///
/// # Errors
///
/// No response can be made for the protocols of the service yet.
pub fn wire(service: &Service) -> Result<Box<dyn Wire>> {
    let json = [Protocol::AwsJson10, Protocol::AwsJson11]
        .into_iter()
        .find(|protocol| service.protocols.contains(protocol));
    match json {
        Some(_) => Ok(Box::new(AwsJson)),
        None => Err(format!(
            "the oracle makes no responses of the protocols {:?} yet\n   = help: it wants an implementation of \
             `Wire` in xtask/src/oracle/response.rs",
            service.protocols
        )
        .into()),
    }
}

/// awsJson, 1.0 and 1.1.
struct AwsJson;

impl Wire for AwsJson {
    fn success(&self, service: &Service, operation: &Operation, output: &Value) -> Value {
        let body = operation.output.map(|id| json_value(service, id, output));
        response(200, Map::new(), &body.unwrap_or_else(|| output.clone()))
    }

    fn failure(&self, service: &Service, failure: &Failure) -> Value {
        let mut body = match failure.shape {
            Some(id) => json_value(service, id, &failure.members),
            None => failure.members.clone(),
        };
        let mut headers = Map::new();
        let code = &failure.code;
        let uri = format!("{code}:http://internal.amazon.com/coral/com.amazon.coral.service/");
        match failure.form {
            CodeForm::Type => body["__type"] = code.as_str().into(),
            CodeForm::TypeWithNamespace => body["__type"] = format!("com.amazonaws.oracle#{code}").into(),
            CodeForm::TypeWithUri => body["__type"] = uri.into(),
            CodeForm::CodeMember => body["code"] = code.as_str().into(),
            CodeForm::Header => drop(headers.insert("x-amzn-errortype".into(), uri.into())),
            CodeForm::Nowhere => {}
        }
        response(failure.status, headers, &body)
    }
}

/// A response whose body is JSON. Services write it in different ways: with escapes, with blanks, or with neither.
fn response(status: u16, mut headers: Map<String, Value>, body: &Value) -> Value {
    let text = body.to_string();
    let text = match text.len() % 3 {
        0 => escaped(&text),
        1 => format!("{body:#}\r\n"),
        _ => text,
    };
    headers.insert("content-type".into(), "application/x-amz-json-1.1".into());
    headers.insert("x-amzn-requestid".into(), "oracle-request".into());
    json!({ "status": status, "headers": headers, "body": base64::encode(text) })
}

/// JSON with all that is not plain ASCII as escapes; outside of its texts it has nothing else.
pub fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_ascii() && c != '\u{7f}' {
            out.push(c);
        } else {
            let units = c.encode_utf16(&mut [0; 2]).to_vec();
            out.extend(units.iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    out
}

/// A value as JSON protocols write it. What does not fit the shape (a null, an unknown member) is left as it is.
fn json_value(service: &Service, id: ShapeId, value: &Value) -> Value {
    let shape: &Shape = &service.shapes[id];
    match (&shape.kind, value) {
        (Kind::Timestamp, Value::Number(micros)) => seconds(micros.as_i64().unwrap_or_default()),
        (Kind::List(element), Value::Array(items)) => {
            let items = items.iter().map(|item| json_value(service, element.target, item));
            items.collect()
        }
        (Kind::Map(_, entry), Value::Object(entries)) => {
            let entries = entries.iter();
            Value::Object(
                entries
                    .map(|(key, value)| (key.clone(), json_value(service, entry.target, value)))
                    .collect(),
            )
        }
        (Kind::Structure(members) | Kind::Union(members), Value::Object(there)) => {
            let member = |(name, value): (&String, &Value)| match members.iter().find(|member| member.name == *name) {
                Some(member) => {
                    let wire = member.traits.wire_name.as_ref().unwrap_or(name);
                    (wire.clone(), json_value(service, member.target, value))
                }
                None => (name.clone(), value.clone()),
            };
            Value::Object(there.iter().map(member).collect())
        }
        _ => value.clone(),
    }
}

/// Seconds since 1970 began, with a fraction where there is one.
fn seconds(micros: i64) -> Value {
    if micros % 1_000_000 == 0 {
        (micros / 1_000_000).into()
    } else {
        (micros as f64 / 1e6).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_seconds_with_a_fraction_if_need_be() {
        assert_eq!(seconds(-1_000_000), json!(-1));
        assert_eq!(seconds(1_500_000), json!(1.5));
        assert_eq!(seconds(1_234_567_890_123_456), json!(1_234_567_890.123_456));
    }

    #[test]
    fn escapes_are_utf_16() {
        assert_eq!(escaped("\"é🎬\""), "\"\\u00e9\\ud83c\\udfac\"");
    }

    #[test]
    fn the_code_stands_where_the_form_says() {
        let service = super::super::tests::service("errors");
        let failure = |form| Failure {
            status: 400,
            code: "Broken".into(),
            form,
            shape: None,
            members: json!({ "message": "no" }),
        };
        let body = |form| {
            let response = AwsJson.failure(&service, &failure(form));
            let body = base64::decode(response["body"].as_str().unwrap_or_default()).expect("it is base64");
            let body: Value = serde_json::from_slice(&body).expect("it is JSON");
            (response["headers"]["x-amzn-errortype"].clone(), body)
        };
        assert_eq!(
            body(CodeForm::TypeWithNamespace).1["__type"],
            json!("com.amazonaws.oracle#Broken")
        );
        assert_eq!(
            body(CodeForm::CodeMember),
            (Value::Null, json!({"message": "no", "code": "Broken"}))
        );
        let (header, rest) = body(CodeForm::Header);
        assert!(header.as_str().is_some_and(|header| header.starts_with("Broken:http")));
        assert_eq!(rest, json!({ "message": "no" }));
    }
}
