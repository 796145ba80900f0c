//! Comparison: in what the answers of the two clients differ, beyond what is known and explained.

use std::collections::{BTreeMap, BTreeSet};

use aws_smithy_types::base64;
use codegen::ir::{Kind, Member, Operation, Service, ShapeId};
use serde_json::{Map, Value};

use super::response::{CodeForm, Failure, Recipe};

/// Where the two clients differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The part of the answer: `body`, `output`, `error code`, and so on.
    pub what: &'static str,
    /// The place in that part: names of members, and `[]` for what is in a list or a map.
    pub path: String,
    /// What the generated client has there.
    pub ours: Value,
    /// What botocore has there.
    pub theirs: Value,
}

/// Differences in which botocore is the one to be wrong, or has no say: each with its reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Known {
    /// The slash that ends a path is left out.
    RootPath,
    /// A fraction of a second is cut off.
    TimestampFraction,
    /// Nulls stay in lists and maps that are not sparse.
    DenseNull,
    /// A code is looked for in `__type` alone.
    CodeInType,
    /// An error without a code gets the status for one.
    CodeOfStatus,
    /// Zero is sent where zero is what an absent member stands for.
    ZeroByDefault,
}

impl Known {
    /// Why the difference is none.
    pub fn reason(self) -> &'static str {
        match self {
            Self::RootPath => {
                "botocore adds no slash to the path of an endpoint for an operation whose own path is `/`; AWS's Rust \
                 runtime joins the two with one"
            }
            Self::TimestampFraction => {
                "botocore sends timestamps in whole seconds unless it is configured otherwise; epoch seconds of \
                 Smithy's protocols may have a fraction"
            }
            Self::DenseNull => {
                "botocore hands on nulls in lists and maps; Smithy has clients drop them where these are not sparse"
            }
            Self::CodeInType => {
                "botocore's awsJson parser looks for a code in `__type` alone; Smithy's protocol wants the header \
                 `x-amzn-errortype` and `code` to be looked at too"
            }
            Self::CodeOfStatus => "botocore takes the status for the code of an error that has none",
            Self::ZeroByDefault => {
                "botocore knows no default values; a number or boolean whose default is zero or false has no \
                 `Option` in Rust, here as in AWS's crate, and stays away from requests where it is just that"
            }
        }
    }
}

/// How often each known difference was met.
pub type Met = BTreeMap<Known, usize>;

/// Headers in which two clients always differ: who they are, when they sign, and what their HTTP stacks add.
const NOT_COMPARED: &[&str] = &[
    "accept",
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

/// Compares answers for one operation.
pub struct Comparison<'a> {
    service: &'a Service,
    operation: &'a Operation,
    differences: Vec<Difference>,
    met: &'a mut Met,
}

/// Which names and forms the values of a comparison have.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    /// Those of a body.
    Wire,
    /// Those of the model.
    Parsed,
}

impl<'a> Comparison<'a> {
    /// Compares nothing yet.
    pub fn new(service: &'a Service, operation: &'a Operation, met: &'a mut Met) -> Self {
        Self {
            service,
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
        let (ours, theirs) = (&ours["request"], &theirs["request"]);
        if theirs.is_null() {
            self.differ("botocore sends nothing", "", ours, theirs);
            return self.differences;
        }
        self.equal("method", &ours["method"], &theirs["method"]);
        let (our_url, their_url) = (Url::of(&ours["url"]), Url::of(&theirs["url"]));
        self.equal("host", &our_url.host.into(), &their_url.host.into());
        if our_url.path.strip_suffix('/') == Some(&their_url.path) && self.operation.http.uri == "/" {
            self.knows(Known::RootPath, Value::Null);
        } else {
            self.equal("path", &our_url.path.into(), &their_url.path.into());
        }
        self.equal("query", &our_url.query.into(), &their_url.query.into());
        self.equal("headers", &headers(&ours["headers"]), &headers(&theirs["headers"]));
        self.bodies(&ours["body"], &theirs["body"]);
        self.differences
    }

    fn bodies(&mut self, ours: &Value, theirs: &Value) {
        let parsed = |body: &Value| {
            let bytes = base64::decode(body.as_str()?).ok()?;
            serde_json::from_slice::<Value>(&bytes).ok()
        };
        match (parsed(ours), parsed(theirs), self.operation.input) {
            (Some(ours), Some(theirs), Some(input)) => {
                self.walk("body", "", Some(input), &ours, &theirs, Form::Wire);
            }
            _ => self.equal("body", ours, theirs),
        }
    }

    /// In what two clients differ about a response that was made by the recipe.
    pub fn responses(mut self, recipe: &Recipe, ours: &Value, theirs: &Value) -> Vec<Difference> {
        match recipe {
            Recipe::Success(_) => self.outputs(ours, theirs),
            Recipe::Failure(failure) => self.errors(failure, ours, theirs),
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
        let expected = match failure.form {
            CodeForm::Type | CodeForm::TypeWithNamespace | CodeForm::TypeWithUri => their["code"].clone(),
            CodeForm::CodeMember | CodeForm::Header => self.knows(Known::CodeInType, failure.code.as_str().into()),
            CodeForm::Nowhere => self.knows(Known::CodeOfStatus, Value::Null),
        };
        self.equal("error code", &our["code"], &expected);
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
            (Some(Kind::Timestamp), Value::Number(_), Value::Number(_)) if form == Form::Wire => {
                let floor = ours.as_f64().map(f64::floor);
                if floor != ours.as_f64() && floor == theirs.as_f64() {
                    self.knows(Known::TimestampFraction, Value::Null);
                } else if !same(ours, theirs) {
                    self.differ(what, path, ours, theirs);
                }
            }
            // Either may write as few digits as tell a number of 32 bits from its neighbours.
            (Some(Kind::Float), Value::Number(our), Value::Number(their))
                if our.as_f64().map(|it| it as f32) == their.as_f64().map(|it| it as f32) => {}
            _ if same(ours, theirs) => {}
            _ => self.differ(what, path, ours, theirs),
        }
    }

    /// What stays of botocore's elements where Smithy has clients drop nulls.
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
        let name = |member: &Member| match (form, &member.traits.wire_name) {
            (Form::Wire, Some(wire)) => wire.clone(),
            _ => member.name.clone(),
        };
        let names: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
        for key in names {
            let member = members.iter().find(|member| name(member) == *key);
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
                (None, Some(theirs)) if form == Form::Wire && self.is_default(member, theirs) => {
                    self.knows(Known::ZeroByDefault, Value::Null);
                }
                (ours, theirs) => {
                    let absent = Value::String("(absent)".into());
                    self.differ(what, &place, ours.unwrap_or(&absent), theirs.unwrap_or(&absent));
                }
            }
        }
    }

    /// Whether a value is the one that stands for a member that the service was to send, and did not.
    fn is_corrected(&self, member: Option<&Member>, ours: &Value) -> bool {
        let is_required = member.is_some_and(|member| member.traits.required && self.is_zero(member.target, ours));
        is_required || self.is_default(member, ours)
    }

    /// Whether a value is zero, and the default of its member.
    fn is_default(&self, member: Option<&Member>, value: &Value) -> bool {
        member.is_some_and(|member| {
            let target = &self.service.shapes[member.target].traits;
            let default = member.traits.default.as_ref().or(target.default.as_ref());
            default.is_some_and(|default| !default.is_null()) && self.is_zero(member.target, value)
        })
    }

    /// Whether a value is an empty one. No structure is: it is an `Option` wherever it is a member.
    fn is_zero(&self, id: ShapeId, value: &Value) -> bool {
        match (&self.service.shapes[id].kind, value) {
            (Kind::Structure(_) | Kind::Union(_), _) => false,
            (_, Value::Object(entries)) => entries.is_empty(),
            (_, Value::Array(items)) => items.is_empty(),
            (_, Value::String(text)) => text.is_empty(),
            (_, Value::Number(number)) => number.as_f64() == Some(0.0),
            (_, Value::Bool(it)) => !it,
            (_, Value::Null) => true,
        }
    }
}

/// Whether two values are the same; numbers by what they are, not by how they are written.
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

struct Url {
    host: String,
    path: String,
    query: Vec<String>,
}

impl Url {
    /// The parts of a URL. The order of a query's parameters means nothing, nor does a path that is left out.
    fn of(url: &Value) -> Self {
        let url = url.as_str().unwrap_or_default();
        let (url, query) = url.split_once('?').unwrap_or((url, ""));
        let rest = url.find("://").map_or(0, |at| at + 3);
        let host_ends = url[rest..].find('/').map_or(url.len(), |at| rest + at);
        let mut query: Vec<String> = query
            .split('&')
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
            .collect();
        query.sort();
        let path = &url[host_ends..];
        Self {
            host: url[..host_ends].to_owned(),
            path: if path.is_empty() { "/" } else { path }.to_owned(),
            query,
        }
    }
}

fn headers(headers: &Value) -> Value {
    let headers = headers.as_object().into_iter().flatten();
    let lower = headers.map(|(name, value)| (name.to_lowercase(), value.clone()));
    let compared = lower.filter(|(name, _)| !NOT_COMPARED.contains(&name.as_str()));
    Value::Object(compared.collect())
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
mod tests {
    use serde_json::json;

    use super::super::tests::service;
    use super::*;

    /// The places in which outputs differ, and what was met of what is known.
    fn outputs(fixture: &str, ours: Value, theirs: Value) -> (Vec<String>, Met) {
        let service = service(fixture);
        let mut met = Met::new();
        let comparison = Comparison::new(&service, &service.operations[0], &mut met);
        let recipe = Recipe::Success(json!({}));
        let differences = comparison.responses(&recipe, &json!({ "output": ours }), &json!({ "output": theirs }));
        (differences.into_iter().map(|it| it.path).collect(), met)
    }

    /// What differs between requests with these bodies, and what was met of what is known.
    fn bodies(ours: Value, theirs: Value) -> (Vec<String>, Met) {
        let service = service("scalars");
        let mut met = Met::new();
        let comparison = Comparison::new(&service, &service.operations[0], &mut met);
        let request = |body: &Value| {
            let body = base64::encode(body.to_string());
            json!({ "request": { "method": "POST", "url": "https://example.com", "headers": {}, "body": body } })
        };
        let differences = comparison.requests(&request(&ours), &request(&theirs));
        (differences.into_iter().map(|it| it.path).collect(), met)
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
    fn only_a_fraction_may_be_missing_from_a_timestamp_that_is_sent() {
        let compared = |ours: f64, theirs: i64| bodies(json!({ "timestamp": ours }), json!({ "timestamp": theirs }));
        assert_eq!(
            compared(1.5, 1),
            (Vec::new(), Met::from([(Known::TimestampFraction, 1)]))
        );
        assert_eq!(compared(1.5, 2).0, ["timestamp"]);
        assert_eq!(compared(2.0, 1).0, ["timestamp"]);
    }

    #[test]
    fn a_member_that_only_one_has_is_a_difference() {
        assert_eq!(bodies(json!({"integer": 0}), json!({})).0, ["integer"]);
        assert_eq!(bodies(json!({}), json!({"integer": 0})).0, ["integer"]);
        assert_eq!(bodies(json!({"tomorrow": 0}), json!({"tomorrow": 1})).0, ["tomorrow"]);
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
        let mut met = Met::new();
        let failed = json!({ "failed": "no" });
        let recipe = Recipe::Success(json!({}));
        let comparison = Comparison::new(&service, &service.operations[0], &mut met);
        assert_eq!(comparison.responses(&recipe, &failed, &failed).len(), 1);
        let comparison = Comparison::new(&service, &service.operations[0], &mut met);
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
            let mut met = Met::new();
            let comparison = Comparison::new(&service, &service.operations[0], &mut met);
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

    #[test]
    fn the_order_of_a_query_and_a_path_left_out_mean_nothing() {
        let parts = |url: &str| {
            let Url { host, path, query } = Url::of(&url.into());
            (host, path, query)
        };
        assert_eq!(parts("https://a.b?x=1&y=2"), parts("https://a.b/?y=2&x=1"));
        assert_ne!(parts("https://a.b/c"), parts("https://a.b/d"));
    }
}
