//! Comparison: in what the answers of the two clients differ, beyond what is known and explained.

use std::collections::{BTreeMap, BTreeSet};

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use codegen::ir::{Binding, Kind, Member, Operation, Protocol, Service, ShapeId};
use serde_json::{Map, Value};

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

/// Stands for a required value of an enum that a response does not have, here as in AWS's crates.
const NO_VALUE: &str = "no value was set";

/// Stands in a union for a member that the model does not have.
const UNKNOWN_MEMBER: &str = "SDK_UNKNOWN_MEMBER";

/// Compares answers for one operation.
pub struct Comparison<'a> {
    wire: &'a Wire<'a>,
    service: &'a Service,
    operation: &'a Operation,
    differences: Vec<Difference>,
    met: &'a mut Met,
}

/// The form of the values that are compared.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    /// Those of a request, as the protocol writes them.
    Sent,
    /// Those that a client made of a response.
    Parsed,
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
        match (&ours.body, ours.shape, theirs.shape) {
            (Value::Object(body), Some(_), None) if theirs.body.is_null() && body.keys().eq([wire::ROOT]) => {
                self.knows(Known::EmptyXml, Value::Null);
            }
            (_, ours_shape, theirs_shape) => {
                let shape = ours_shape.filter(|_| ours_shape == theirs_shape);
                self.walk("body", "", shape, &ours.body, &theirs.body, Form::Sent);
            }
        }
        self.differences
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

    /// Compares values of a shape; of none, where a value is there that the model does not know.
    fn walk(&mut self, what: &'static str, path: &str, id: Option<ShapeId>, ours: &Value, theirs: &Value, form: Form) {
        let service = self.service;
        let shape = id.map(|id| &service.shapes[id]);
        let kind = shape.map(|shape| &shape.kind);
        let sparse = shape.is_some_and(|shape| shape.traits.sparse);
        match (kind, ours, theirs) {
            (Some(Kind::Structure(members) | Kind::Union(members)), Value::Object(ours), Value::Object(theirs)) => {
                self.structures(what, path, members, ours, theirs, form);
            }
            (Some(Kind::List(element)), Value::Array(ours), Value::Array(theirs)) => {
                let theirs = self.without_nulls(theirs.iter(), |item| item.is_null(), sparse);
                if ours.len() != theirs.len() {
                    let theirs: Value = theirs.into_iter().cloned().collect();
                    self.differ(what, path, &ours.clone().into(), &theirs);
                    return;
                }
                for (ours, theirs) in ours.iter().zip(theirs) {
                    self.walk(what, &format!("{path}[]"), Some(element.target), ours, theirs, form);
                }
            }
            (Some(Kind::Map(_, entry)), Value::Object(ours), Value::Object(theirs)) => {
                let theirs = self.without_nulls(theirs.iter(), |(_, value)| value.is_null(), sparse);
                let theirs: BTreeMap<_, _> = theirs.into_iter().collect();
                let keys: BTreeSet<_> = ours.keys().chain(theirs.keys().copied()).collect();
                for key in keys {
                    let absent = Value::Null;
                    let (ours, theirs) = (ours.get(key), theirs.get(key).copied());
                    let (ours, theirs) = (ours.unwrap_or(&absent), theirs.unwrap_or(&absent));
                    self.walk(what, &format!("{path}[]"), Some(entry.target), ours, theirs, form);
                }
            }
            _ => self.leaf(what, path, id, ours, theirs, form),
        }
    }

    /// Compares values that hold no others, as far as the shape says.
    fn leaf(&mut self, what: &'static str, path: &str, id: Option<ShapeId>, ours: &Value, theirs: &Value, form: Form) {
        let kind = id.map(|id| &self.service.shapes[id].kind);
        let is_same = match kind {
            _ if same(ours, theirs) => true,
            // Either may write as few digits as tell a number of 32 bits from its neighbours.
            Some(Kind::Float) => float(ours).is_some_and(|it| float(theirs).map(|it| it as f32) == Some(it as f32)),
            Some(Kind::Double) => float(ours).is_some_and(|it| float(theirs) == Some(it)),
            // botocore's form has some numbers as texts.
            Some(Kind::Integer | Kind::Long) if ours.is_number() => theirs.as_str() == Some(ours.to_string().as_str()),
            Some(Kind::Timestamp) => self.is_moment(ours, theirs, form),
            Some(Kind::String | Kind::Enum(_)) if form == Form::Sent => self.is_line_end(ours, theirs),
            _ => false,
        };
        if !is_same {
            self.differ(what, path, ours, theirs);
        }
    }

    /// Tells whether two texts differ only in line ends, which is known of XML.
    fn is_line_end(&mut self, ours: &Value, theirs: &Value) -> bool {
        let (Some(ours), Some(theirs)) = (ours.as_str(), theirs.as_str()) else {
            return false;
        };
        let is_known = self.wire.protocol() == Protocol::RestXml
            && ours.contains('\r')
            && ours.replace("\r\n", "\n").replace('\r', "\n") == theirs;
        if is_known {
            self.knows(Known::CarriageReturn, Value::Null);
        }
        is_known
    }

    /// Tells whether two timestamps are equal, or differ in a known way. Text may have any number of digits after a
    /// second.
    fn is_moment(&mut self, ours: &Value, theirs: &Value, form: Form) -> bool {
        if let (Some(ours), Some(theirs)) = (ours.as_str(), theirs.as_str()) {
            let missing = 4_usize.saturating_sub(theirs.find('-').unwrap_or(4));
            let parsed = |text: &str| DateTime::from_str(text, Format::DateTime).ok();
            let whole = format!("{}{theirs}", "0".repeat(missing));
            let is_same = parsed(ours).is_some_and(|it| parsed(&whole) == Some(it));
            if is_same && missing > 0 {
                self.knows(Known::ShortYear, Value::Null);
            }
            return is_same;
        }
        let (Some(ours), Some(theirs)) = (ours.as_f64(), theirs.as_f64()) else {
            return false;
        };
        // Sent as seconds, and parsed as microseconds.
        let (millisecond, rounding) = if form == Form::Sent {
            (0.001, 1e-12)
        } else {
            (1000.0, 0.0)
        };
        if (theirs - ours).abs() <= rounding {
            return true;
        }
        let of_millisecond = (ours / millisecond).fract().abs();
        let is_cut = of_millisecond.min(1.0 - of_millisecond) < 1e-9 && (theirs - ours).abs() <= millisecond;
        if self.wire.protocol() == Protocol::RpcV2Cbor && is_cut {
            self.knows(Known::CborMicroseconds, Value::Null);
            return true;
        }
        false
    }

    /// Removes nulls from botocore's elements where Smithy requires clients to drop them.
    fn without_nulls<T>(&mut self, items: impl Iterator<Item = T>, is_null: fn(&T) -> bool, sparse: bool) -> Vec<T> {
        let (nulls, mut items): (Vec<T>, Vec<T>) = items.partition(|item| is_null(item) && !sparse);
        if !nulls.is_empty() {
            self.knows(Known::DenseNull, Value::Null);
        }
        items.shrink_to_fit();
        items
    }

    fn structures(
        &mut self,
        what: &'static str,
        path: &str,
        members: &[Member],
        ours: &Map<String, Value>,
        theirs: &Map<String, Value>,
        form: Form,
    ) {
        let names: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
        for key in names {
            let member = members.iter().find(|member| member.name == *key);
            let place = if path.is_empty() {
                key.clone()
            } else {
                format!("{path}.{key}")
            };
            match (ours.get(key), theirs.get(key)) {
                (Some(ours), Some(theirs)) => {
                    self.walk(what, &place, member.map(|member| member.target), ours, theirs, form);
                }
                (Some(ours), None) if form == Form::Parsed && self.is_corrected(member, ours) => {}
                (Some(_), None) if key == UNKNOWN_MEMBER && self.wire.protocol() == Protocol::RpcV2Cbor => {
                    self.knows(Known::EmptyUnion, Value::Null);
                }
                (None, Some(theirs)) if form == Form::Parsed && is_empty_payload(member, theirs) => {
                    self.knows(Known::EmptyPayload, Value::Null);
                }
                (None, Some(theirs)) if form == Form::Sent && self.is_default(member, theirs) => {
                    self.knows(Known::ZeroByDefault, Value::Null);
                }
                (ours, theirs) => {
                    let absent = Value::String(ABSENT.into());
                    self.differ(what, &place, ours.unwrap_or(&absent), theirs.unwrap_or(&absent));
                }
            }
        }
    }

    /// Tells whether a value is the substitute for a required member that the service did not send.
    fn is_corrected(&self, member: Option<&Member>, ours: &Value) -> bool {
        let stands_for_none = |member: &Member| match &self.service.shapes[member.target].kind {
            Kind::Enum(_) => ours == "no value was set",
            _ => self.is_zero(member.target, ours),
        };
        let is_required = member.is_some_and(|member| member.traits.required && stands_for_none(member));
        is_required || self.is_default(member, ours)
    }

    /// Tells whether a value is zero, and the default of its member.
    fn is_default(&self, member: Option<&Member>, value: &Value) -> bool {
        member.is_some_and(|member| {
            let target = &self.service.shapes[member.target].traits;
            let default = member.traits.default.as_ref().or(target.default.as_ref());
            default.is_some_and(|default| !default.is_null()) && self.is_zero(member.target, value)
        })
    }

    /// Tells whether a value is empty. Structures never are: as members they are an `Option`.
    fn is_zero(&self, id: ShapeId, value: &Value) -> bool {
        match (&self.service.shapes[id].kind, value) {
            (Kind::Structure(_) | Kind::Union(_), _) => false,
            (_, Value::Object(entries)) => entries.is_empty(),
            (_, Value::Array(items)) => items.is_empty(),
            (Kind::Enum(_), Value::String(text)) => text.is_empty() || text == NO_VALUE,
            // Documents of XML, and forms, have all values as texts.
            (Kind::Boolean, Value::String(text)) => text == "false",
            (Kind::Integer | Kind::Long | Kind::Float | Kind::Double, Value::String(text)) => text.parse() == Ok(0.0),
            (_, Value::String(text)) => text.is_empty(),
            (_, Value::Number(number)) => number.as_f64() == Some(0.0),
            (_, Value::Bool(it)) => !it,
            (_, Value::Null) => true,
        }
    }
}

/// Tells whether a value is botocore's substitute for an absent payload.
fn is_empty_payload(member: Option<&Member>, theirs: &Value) -> bool {
    let is_payload = member.is_some_and(|member| member.traits.binding == Binding::Payload);
    is_payload && (*theirs == Value::Object(Map::new()) || theirs == "")
}

/// Tells whether two values are equal; numbers are compared by value, not by notation.
fn same(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Number(ours), Value::Number(theirs)) => match (ours.as_i128(), theirs.as_i128()) {
            (Some(ours), Some(theirs)) => ours == theirs,
            _ => ours.as_f64() == theirs.as_f64(),
        },
        (Value::Array(ours), Value::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| same(ours, theirs))
        }
        (Value::Object(ours), Value::Object(theirs)) => {
            let equals = |(name, value): (&String, &Value)| theirs.get(name).is_some_and(|it| same(value, it));
            ours.len() == theirs.len() && ours.iter().all(equals)
        }
        _ => ours == theirs,
    }
}

/// A number, as JSON or as the text that other protocols have.
fn float(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.parse().ok())
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
