//! The wire, from a service's side: what a service sends for an output or an error, and what a request says to it.
//!
//! It stands on what a model says of a protocol, and shares nothing with what clients are generated of. A protocol is a
//! file here that writes and reads its documents; all else of the comparison knows values only.

mod cbor;
mod form;
mod http;
mod json;
mod moment;
mod xml;

use std::collections::BTreeMap;

use aws_smithy_types::base64;
use codegen::ir::{Binding, Kind, Member, Operation, Protocol, Service, ShapeId, Syntax};
use serde_json::{Map, Value, json};

use crate::Result;

/// The name under which a document's root stands beside its members, where it has one.
pub const ROOT: &str = "<root>";

/// A response in terms of the model, before a protocol writes it.
#[derive(Clone, Debug, PartialEq)]
pub enum Recipe {
    /// The operation worked, and this is its output. Nulls, and members that the model does not have, are sent as such.
    Success(Value),
    /// The operation failed.
    Failure(Failure),
    /// Someone between client and service answered: with a page, or with nothing.
    Foreign(Foreign),
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

/// A response that is none of the service.
#[derive(Clone, Debug, PartialEq)]
pub struct Foreign {
    /// The status of the response.
    pub status: u16,
    /// The body.
    pub body: &'static str,
}

impl Foreign {
    /// Responses of proxies and load balancers between clients and services.
    pub const ALL: [Self; 4] = [
        Self {
            status: 503,
            body: "<html><body><b>Http/1.1 Service Unavailable</b></body></html>",
        },
        Self {
            status: 502,
            body: "<!DOCTYPE html>\n<html><head><title>Bad <br> gateway</head></html>",
        },
        Self { status: 500, body: "" },
        Self { status: 403, body: "" },
    ];
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
    /// In the header `x-amzn-query-error`, as it once was, while `__type` has the name of the shape.
    QueryHeader,
    /// In `Code` of an `Error` that an element of the protocol is around.
    Wrapped,
    /// In `Code` of an `Error` that is the root.
    Bare,
    /// Nowhere.
    Nowhere,
}

/// Requests and responses of a service.
pub struct Wire<'a> {
    service: &'a Service,
    protocol: Protocol,
}

/// The parts of a request, read.
pub struct Request {
    /// The method.
    pub method: Value,
    /// The name of the host, with the scheme before it.
    pub host: String,
    /// The path; one that is left out means the root.
    pub path: String,
    /// The parameters of the query, decoded. Their order means nothing, but that of parameters of one name.
    pub query: BTreeMap<String, Vec<String>>,
    /// The headers, by their names in small letters.
    pub headers: BTreeMap<String, String>,
    /// The body: values by the names of the model, as the protocol writes them.
    pub body: Value,
    /// The shape of the body, if it is a document.
    pub shape: Option<ShapeId>,
}

impl<'a> Wire<'a> {
    /// The wire of a service, in the protocol that generated clients speak.
    ///
    /// # Errors
    ///
    /// The service speaks none that is known.
    pub fn new(service: &'a Service) -> Result<Self> {
        let protocol = service.spoken();
        let protocol = protocol.ok_or_else(|| format!("no client speaks any of {:?}", service.protocols))?;
        Ok(Self { service, protocol })
    }

    /// The service.
    pub fn service(&self) -> &'a Service {
        self.service
    }

    /// The protocol.
    pub fn protocol(&self) -> Protocol {
        self.protocol
    }

    /// The forms in which the protocol tells the code of an error.
    pub fn code_forms(&self) -> &'static [CodeForm] {
        use CodeForm::{Bare, CodeMember, Header, QueryHeader, Type, TypeWithNamespace, TypeWithUri, Wrapped};
        match self.protocol {
            _ if self.service.query_compatible => &[Type, TypeWithNamespace, QueryHeader],
            Protocol::AwsJson10 | Protocol::AwsJson11 | Protocol::RestJson1 => {
                &[Type, TypeWithNamespace, TypeWithUri, CodeMember, Header]
            }
            Protocol::RpcV2Cbor => &[Type, TypeWithNamespace],
            Protocol::RestXml if self.service.unwrapped_errors => &[Bare],
            Protocol::RestXml | Protocol::AwsQuery | Protocol::Ec2Query => &[Wrapped],
        }
    }

    /// The response that a recipe makes.
    pub fn response(&self, operation: &Operation, recipe: &Recipe) -> Value {
        match recipe {
            Recipe::Success(output) => self.success(operation, output),
            Recipe::Failure(failure) => self.failure(failure),
            Recipe::Foreign(Foreign { status, body }) => {
                let headers = Map::from_iter([("content-type".to_owned(), "text/html".into())]);
                respond(*status, headers, body.as_bytes())
            }
        }
    }

    fn success(&self, operation: &Operation, output: &Value) -> Value {
        let members = self.members(operation.output);
        match self.protocol {
            Protocol::RestJson1 | Protocol::RestXml => http::response(self, operation, output),
            Protocol::AwsQuery | Protocol::Ec2Query => {
                let body = xml::result(self.service, self.protocol, operation, members, output);
                respond(200, self.headers(), body.as_bytes())
            }
            _ => respond(200, self.headers(), &self.document("", members, output)),
        }
    }

    fn failure(&self, failure: &Failure) -> Value {
        let members = self.members(failure.shape);
        let body = match self.protocol.rules().responses {
            Syntax::Xml | Syntax::Form => xml::error(self.service, self.protocol, failure, members).into_bytes(),
            Syntax::Cbor => {
                let value = failure.with_type(self.service);
                cbor::bytes(&cbor::structure(self.service, members, &value))
            }
            Syntax::Json => {
                let value = failure.with_type(self.service);
                json::text(&json::structure(self.service, members, &value)).into_bytes()
            }
        };
        let mut headers = self.headers();
        match failure.form {
            CodeForm::Header => drop(headers.insert("x-amzn-errortype".into(), failure.code_with_uri().into())),
            CodeForm::QueryHeader => {
                let error = failure
                    .shape
                    .and_then(|id| self.service.shapes[id].traits.error.as_ref());
                let code = match error.and_then(|error| error.code.as_ref()) {
                    Some(code) => format!("{code};Sender"),
                    None => format!("AWS.Oracle.{};Sender", failure.code),
                };
                headers.insert("x-amzn-query-error".into(), code.into());
            }
            _ => {}
        }
        if self.binds_http() {
            headers.extend(http::headers(self.service, members, &failure.members));
        }
        respond(failure.status, headers, &body)
    }

    /// Reads the parts of a request of an operation.
    pub fn request(&self, operation: &Operation, request: &Value) -> Request {
        let body = base64::decode(request["body"].as_str().unwrap_or_default()).unwrap_or_default();
        let (shape, body) = self.body(self.document_of(operation), &body);
        let headers = request["headers"].as_object().into_iter().flatten();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (host, path, query) = http::parts(request["url"].as_str().unwrap_or_default());
        Request {
            method: request["method"].clone(),
            host,
            path,
            query,
            headers: headers
                .map(|(name, value)| (name.to_lowercase(), text(value)))
                .collect(),
            body,
            shape,
        }
    }

    /// The shape of the document that is the body of a request; none where the body is bytes or text.
    pub fn document_of(&self, operation: &Operation) -> Option<ShapeId> {
        let payload = match self.binds_http() {
            true => self
                .members(operation.input)
                .iter()
                .find(|it| it.traits.binding == Binding::Payload),
            false => None,
        };
        match payload.map(|payload| payload.target) {
            Some(target) => (!is_raw(&self.service.shapes[target].kind)).then_some(target),
            None => operation.input,
        }
    }

    /// The document that is the payload of an event; none where the payload is bytes or text.
    pub fn document_of_event(&self, event: ShapeId) -> Option<ShapeId> {
        let members = self.members(Some(event)).iter();
        match members.clone().find(|member| member.traits.event_payload) {
            Some(payload) => (!is_raw(&self.service.shapes[payload.target].kind)).then_some(payload.target),
            None => Some(event),
        }
    }

    /// A body that is read by a shape, and the shape where it is a document. What is not of the protocol stays as it is.
    pub fn body(&self, shape: Option<ShapeId>, body: &[u8]) -> (Option<ShapeId>, Value) {
        let raw = || match body {
            [] => Value::Null,
            body => json!({ "bytes": base64::encode(body) }),
        };
        let Some(id) = shape.filter(|_| !body.is_empty()) else {
            return (None, raw());
        };
        let value = match self.protocol.rules().requests {
            Syntax::Json => json::read(self.service, id, body),
            Syntax::Cbor => cbor::read(self.service, id, body),
            Syntax::Xml => xml::read(self.service, id, body),
            Syntax::Form => form::read(self.service, self.protocol, id, body),
        };
        match value {
            Some(value) => (shape, value),
            None => (None, raw()),
        }
    }

    /// A document with the members of a structure.
    pub fn document(&self, root: &str, members: &[Member], value: &Value) -> Vec<u8> {
        match self.protocol.rules().responses {
            Syntax::Xml | Syntax::Form => xml::document(self.service, root, members, value).into_bytes(),
            Syntax::Cbor => cbor::bytes(&cbor::structure(self.service, members, value)),
            Syntax::Json => json::text(&json::structure(self.service, members, value)).into_bytes(),
        }
    }

    fn members(&self, id: Option<ShapeId>) -> &'a [Member] {
        id.map_or(&[], |id| self.service.shapes[id].kind.members())
    }

    fn binds_http(&self) -> bool {
        self.protocol.rules().binds_http
    }

    /// The headers of every response.
    fn headers(&self) -> Map<String, Value> {
        let media_type = match self.protocol {
            Protocol::AwsJson10 => "application/x-amz-json-1.0",
            Protocol::AwsJson11 => "application/x-amz-json-1.1",
            Protocol::RestJson1 => "application/json",
            Protocol::RpcV2Cbor => "application/cbor",
            Protocol::RestXml => "application/xml",
            Protocol::AwsQuery | Protocol::Ec2Query => "text/xml",
        };
        let mut headers = Map::new();
        headers.insert("content-type".into(), media_type.into());
        headers.insert("x-amzn-requestid".into(), "oracle-request".into());
        if self.protocol == Protocol::RpcV2Cbor {
            headers.insert("smithy-protocol".into(), "rpc-v2-cbor".into());
        }
        headers
    }
}

impl Failure {
    fn code_with_uri(&self) -> String {
        format!(
            "{}:http://internal.amazon.com/coral/com.amazon.coral.service/",
            self.code
        )
    }

    /// The members, and the code in `__type` where the form has it there.
    fn with_type(&self, service: &Service) -> Value {
        let mut members = self.members.clone();
        let code = &self.code;
        let name = self.shape.map_or(code, |id| &service.shapes[id].name);
        match self.form {
            CodeForm::Type => members["__type"] = code.as_str().into(),
            CodeForm::TypeWithNamespace => members["__type"] = format!("com.amazonaws.oracle#{code}").into(),
            CodeForm::QueryHeader => members["__type"] = format!("com.amazonaws.oracle#{name}").into(),
            CodeForm::TypeWithUri => members["__type"] = self.code_with_uri().into(),
            CodeForm::CodeMember => members["code"] = code.as_str().into(),
            CodeForm::Header | CodeForm::Wrapped | CodeForm::Bare | CodeForm::Nowhere => {}
        }
        members
    }
}

/// Tells whether a payload of the kind is a raw body, not a document.
fn is_raw(kind: &Kind) -> bool {
    matches!(kind, Kind::Blob | Kind::String | Kind::Enum(_))
}

/// The value, unless it is null, which XML, forms and headers cannot represent.
fn there(value: Option<&Value>) -> Option<&Value> {
    value.filter(|value| !value.is_null())
}

fn respond(status: u16, headers: Map<String, Value>, body: &[u8]) -> Value {
    json!({ "status": status, "headers": headers, "body": base64::encode(body) })
}

/// Text with all that is not plain ASCII as escapes of JSON.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_utf_16() {
        assert_eq!(escaped("\"é🎬\""), "\"\\u00e9\\ud83c\\udfac\"");
    }

    #[test]
    fn the_code_stands_where_the_form_says() {
        let service = crate::harness::tests::service("errors");
        let wire = Wire::new(&service).expect("it speaks awsJson");
        let body = |form| {
            let failure = Failure {
                status: 400,
                code: "Broken".into(),
                form,
                shape: None,
                members: json!({ "message": "no" }),
            };
            let response = wire.response(&service.operations[0], &Recipe::Failure(failure));
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
