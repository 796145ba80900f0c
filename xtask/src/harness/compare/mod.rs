//! Comparison: in what requests, responses and values of two sources differ, beyond what is known and explained. The sources
//! are two clients, or a client and a case; where a case decides, nothing that is known is excused.

mod values;

use std::collections::{BTreeMap, BTreeSet};

use codegen::ir::{Binding, Kind, Operation, Protocol, Service, ShapeId};
use serde_json::Value;
use values::Form;

use super::known::{self, Known, Met};
use super::wire::{self, CodeForm, Failure, Foreign, Recipe, Wire};

/// Where the two clients differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The part of the answer: `body`, `output`, `error code`, and so on.
    pub what: &'static str,
    /// The place in that part: names of members, and `[]` for what is in a list or a map.
    pub path: String,
    /// The value of the generated client.
    pub ours: Value,
    /// The value of botocore.
    pub theirs: Value,
}

/// Headers in which two clients always differ: who they are, when they sign, and what their HTTP stacks add.
const NOT_COMPARED: &[&str] = &[
    "accept-encoding",
    "amz-sdk-invocation-id",
    "amz-sdk-request",
    "authorization",
    "connection",
    "content-length",
    "host",
    "user-agent",
    "x-amz-content-sha256",
    "x-amz-date",
    "x-amz-user-agent",
];

/// Stands for a member that one side does not have.
const ABSENT: &str = "(absent)";

/// Compares answers for one operation.
pub struct Comparison<'a> {
    wire: &'a Wire<'a>,
    service: &'a Service,
    operation: &'a Operation,
    differences: Vec<Difference>,
    met: &'a mut Met,
}

impl<'a> Comparison<'a> {
    /// Compares nothing yet.
    pub fn new(wire: &'a Wire<'a>, operation: &'a Operation, met: &'a mut Met) -> Self {
        Self {
            wire,
            service: wire.service(),
            operation,
            differences: Vec::new(),
            met,
        }
    }

    /// In what the requests of two answers differ.
    pub fn requests(mut self, ours: &Value, theirs: &Value) -> Vec<Difference> {
        for why in ["refused", "failed"] {
            // An answer of no use to botocore can still follow a request that is right.
            if ours["request"].is_null() && !ours[why].is_null() {
                self.differ(why, "", &ours[why], &theirs["request"]);
                return self.differences;
            }
        }
        if theirs["request"].is_null() {
            let why = theirs["failed"].as_str().unwrap_or_default();
            let error = why.split(':').next().unwrap_or_default();
            self.differ("botocore sends nothing", error, &ours["request"], &theirs["failed"]);
            return self.differences;
        }
        let ours = self.wire.request(self.operation, &ours["request"]);
        let theirs = self.wire.request(self.operation, &theirs["request"]);
        self.equal("method", &ours.method, &theirs.method);
        self.equal("host", &ours.host.into(), &theirs.host.into());
        if ours.path != theirs.path {
            // Where the paths differ is not told apart: the one of ours stands for the place, too.
            let place = if ours.path.contains("%2F") { "%2F" } else { "" };
            self.differ("path", place, &ours.path.into(), &theirs.path.into());
        }
        self.queries(&ours.query, &theirs.query);
        self.headers(&ours.headers, &theirs.headers);
        self.body((ours.shape, &ours.body), (theirs.shape, &theirs.body));
        self.differences
    }

    /// In what two bodies differ that should mean the same to whoever reads them by a shape.
    pub fn bodies(mut self, shape: Option<ShapeId>, ours: &[u8], theirs: &[u8]) -> Vec<Difference> {
        let (ours, theirs) = (self.wire.body(shape, ours), self.wire.body(shape, theirs));
        self.body((ours.0, &ours.1), (theirs.0, &theirs.1));
        self.differences
    }

    /// In what two values of a shape differ, as a client makes them of responses.
    pub fn values(
        mut self,
        what: &'static str,
        shape: Option<ShapeId>,
        ours: &Value,
        theirs: &Value,
    ) -> Vec<Difference> {
        self.walk(what, "", shape, ours, theirs, Form::Parsed);
        self.differences
    }

    fn body(&mut self, (our_shape, ours): (Option<ShapeId>, &Value), (their_shape, theirs): (Option<ShapeId>, &Value)) {
        match (ours, our_shape, their_shape) {
            (Value::Object(body), Some(_), None) if theirs.is_null() && body.keys().eq([wire::ROOT]) => {
                self.knows(Known::EmptyXml, Value::Null);
            }
            (_, our_shape, their_shape) => {
                let shape = our_shape.filter(|_| our_shape == their_shape);
                self.walk("body", "", shape, ours, theirs, Form::Sent);
            }
        }
    }

    fn queries(&mut self, ours: &BTreeMap<String, Vec<String>>, theirs: &BTreeMap<String, Vec<String>>) {
        let names: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
        for name in names {
            let id = self.bound(|binding| matches!(binding, Binding::Query(bound) if bound == name));
            let id = id.map(|id| match &self.service.shapes[id].kind {
                Kind::List(element) => element.target,
                _ => id,
            });
            let (ours, theirs) = (ours.get(name), theirs.get(name));
            let (ours, theirs) = (ours.map_or(&[][..], |it| it), theirs.map_or(&[][..], |it| it));
            if ours.len() != theirs.len() {
                self.differ("query", name, &ours.into(), &theirs.into());
                continue;
            }
            for (ours, theirs) in ours.iter().zip(theirs) {
                self.leaf(
                    "query",
                    name,
                    id,
                    &ours.as_str().into(),
                    &theirs.as_str().into(),
                    Form::Sent,
                );
            }
        }
    }

    fn headers(&mut self, ours: &BTreeMap<String, String>, theirs: &BTreeMap<String, String>) {
        let names: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
        for name in names.into_iter().filter(|name| !NOT_COMPARED.contains(&name.as_str())) {
            let id = self.bound(|binding| matches!(binding, Binding::Header(bound) if bound.to_lowercase() == *name));
            match (ours.get(name), theirs.get(name)) {
                (Some(ours), theirs) if name == "content-type" && self.is_media_type(ours, theirs) => {}
                (ours, theirs) if self.is_required_checksum(name, ours, theirs) => {}
                (Some(ours), Some(theirs)) => {
                    self.leaf(
                        "headers",
                        name,
                        id,
                        &ours.as_str().into(),
                        &theirs.as_str().into(),
                        Form::Sent,
                    );
                }
                (ours, theirs) => {
                    let text = |value: Option<&String>| value.map_or(ABSENT, String::as_str).into();
                    self.differ("headers", name, &text(ours), &text(theirs));
                }
            }
        }
    }

    /// Tells whether the media types of two bodies are equal, or differ in a known way.
    fn is_media_type(&mut self, ours: &str, theirs: Option<&String>) -> bool {
        let theirs = theirs.map(String::as_str);
        let known = match (ours, theirs) {
            ("application/xml" | "application/octet-stream" | "text/plain", None) => Known::MediaType,
            (form, Some(theirs)) if theirs.strip_suffix("; charset=utf-8") == Some(form) => Known::FormCharset,
            _ => return false,
        };
        self.knows(known, Value::Null);
        true
    }

    /// Tells whether a header is a required checksum that only one of the two clients sends, which is a known
    /// difference.
    fn is_required_checksum(&mut self, name: &str, ours: Option<&String>, theirs: Option<&String>) -> bool {
        let is_known = self.operation.checksum_required
            && matches!(
                (name, ours, theirs),
                ("content-md5", Some(_), None) | ("x-amz-checksum-crc32", None, Some(_))
            );
        if is_known {
            self.knows(Known::RequiredChecksum, Value::Null);
        }
        is_known
    }

    /// The shape of the input's member that stands in a part of the message.
    fn bound(&self, is_it: impl Fn(&Binding) -> bool) -> Option<ShapeId> {
        let members = self
            .operation
            .input
            .map_or(&[][..], |id| self.service.shapes[id].kind.members());
        let member = members.iter().find(|member| is_it(&member.traits.binding));
        member.map(|member| member.target)
    }

    /// In what two clients differ about a response that was made by the recipe.
    pub fn responses(mut self, recipe: &Recipe, ours: &Value, theirs: &Value) -> Vec<Difference> {
        match recipe {
            Recipe::Success(_) => self.outputs(ours, theirs),
            Recipe::Failure(failure) => self.errors(failure, ours, theirs),
            Recipe::Foreign(foreign) => self.foreign(foreign, ours, theirs),
        }
        self.differences
    }

    fn outputs(&mut self, ours: &Value, theirs: &Value) {
        match (ours.get("output"), theirs.get("output")) {
            (Some(ours), Some(theirs)) => {
                let output = self.operation.output;
                self.walk("output", "", output, ours, theirs, Form::Parsed);
            }
            // That both fail is no agreement: every response is one that a service may send.
            _ => self.differ("outcome", "", &without_request(ours), &without_request(theirs)),
        }
    }

    fn errors(&mut self, failure: &Failure, ours: &Value, theirs: &Value) {
        let (Some(our), Some(their)) = (ours.get("error"), theirs.get("error")) else {
            self.differ("outcome", "", &without_request(ours), &without_request(theirs));
            return;
        };
        let looks_everywhere = !matches!(self.wire.protocol(), Protocol::AwsJson10 | Protocol::AwsJson11);
        let expected = match failure.form {
            CodeForm::Nowhere => self.knows(Known::CodeOfStatus, Value::Null),
            CodeForm::CodeMember | CodeForm::Header if !looks_everywhere => {
                self.knows(Known::CodeInType, failure.code.as_str().into())
            }
            CodeForm::Type | CodeForm::TypeWithNamespace | CodeForm::TypeWithUri
                if self.wire.protocol() == Protocol::RestJson1 && !failure.members["code"].is_null() =>
            {
                self.knows(Known::CodeOfMember, failure.code.as_str().into())
            }
            _ => their["code"].clone(),
        };
        self.equal("error status", &our["status"], &their["status"]);
        self.equal("error code", &our["code"], &expected);
        self.equal("error request id", &our["request_id"], &their["request_id"]);
        let text = |error: &Value| error["message"].as_str().unwrap_or_default().into();
        self.equal("error message", &text(our), &text(their));
        let code_is_found = failure.form != CodeForm::Nowhere;
        let shape = failure.shape.filter(|_| code_is_found);
        let name = shape.map(|id| self.service.shapes[id].name.as_str());
        self.equal("error type", &our["name"], &name.into());
        // What botocore does not find the code of, it does not read the members of.
        if let Some(id) = shape.filter(|_| !their["members"].is_null()) {
            let (our, their) = (without_message(&our["members"]), without_message(&their["members"]));
            self.walk("error members", "", Some(id), &our, &their, Form::Parsed);
        }
    }

    /// Compares the outcomes of a response that is not an error of the service. It is still an error with a status, but
    /// has no code.
    fn foreign(&mut self, foreign: &Foreign, ours: &Value, theirs: &Value) {
        let our = &ours["error"];
        if our.is_null() {
            self.differ("outcome", "", &without_request(ours), &without_request(theirs));
            return;
        }
        self.equal("error status", &our["status"], &foreign.status.into());
        self.equal("error code", &our["code"], &Value::Null);
        self.equal("error type", &our["name"], &Value::Null);
        if theirs["error"]["code"].as_str() == Some(&foreign.status.to_string()) {
            self.knows(Known::CodeOfStatus, Value::Null);
        }
    }

    fn knows(&mut self, known: Known, instead: Value) -> Value {
        *self.met.entry(known).or_default() += 1;
        instead
    }

    fn equal(&mut self, what: &'static str, ours: &Value, theirs: &Value) {
        if ours != theirs {
            self.differ(what, "", ours, theirs);
        }
    }

    fn differ(&mut self, what: &'static str, path: &str, ours: &Value, theirs: &Value) {
        if let Some(known) = known::custom(&self.service.sdk_id, &self.operation.name, what, path) {
            self.knows(known, Value::Null);
            return;
        }
        self.differences.push(Difference {
            what,
            path: path.to_owned(),
            ours: ours.clone(),
            theirs: theirs.clone(),
        });
    }
}

fn without_request(answer: &Value) -> Value {
    let mut answer = answer.clone();
    if let Some(answer) = answer.as_object_mut() {
        answer.remove("request");
    }
    answer
}

/// The message of an error is compared by itself: a client fills the member in from wherever it found the message.
fn without_message(members: &Value) -> Value {
    let members = members.as_object().into_iter().flatten();
    let others = members.filter(|(name, _)| !name.eq_ignore_ascii_case("message"));
    Value::Object(others.map(|(name, value)| (name.clone(), value.clone())).collect())
}

#[cfg(test)]
mod tests;
