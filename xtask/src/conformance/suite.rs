//! Protocol tests as botocore keeps them: files of suites, each a model in small and the cases that it is for.

use std::fs;
use std::path::{Path, PathBuf};

use codegen::ir::cases::{Body, Check, Expected, Query, Request, Response};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::case::Case;
use crate::Result;

/// A file of tests.
pub struct File {
    /// The name below the folder: `input/json.json`.
    pub name: String,
    /// The cases, in the order of the file.
    pub cases: Vec<SuiteCase>,
}

/// A case, with the model that it is for.
pub struct SuiteCase {
    /// The case itself; its id is a number where the file gives none.
    pub case: Case,
    /// The model's `metadata`.
    pub metadata: Map<String, Value>,
    /// The model's `shapes`.
    pub shapes: Map<String, Value>,
    /// The operation as the model has it.
    pub operation: Map<String, Value>,
    /// Where the case stands.
    pub place: Place,
}

/// Where a case stands.
pub struct Place {
    /// The file.
    pub file: PathBuf,
    /// The position of its suite in the file.
    suite: usize,
    /// Its position in the suite.
    case: usize,
}

/// Requests that a client made from botocore's form of a model should not send, with the reason. All are ignored by
/// botocore, too.
const NOT_APPLICABLE: [(&str, &str); 4] = [
    ("RestXmlHttpPayloadWithUnion", PAYLOAD_NAME),
    ("HttpPayloadWithXmlNamespace", PAYLOAD_NAME),
    ("HttpPayloadWithXmlNamespaceAndPrefix", PAYLOAD_NAME),
    ("XmlAttributesOnPayload", PAYLOAD_NAME),
];

const PAYLOAD_NAME: &str = "the root is called as its shape where its member has no `xmlName`, and botocore's form \
    gives every payload its member's name, which is the right one for S3's PutBucketLifecycleConfiguration";

impl SuiteCase {
    /// Why no client should pass the case, where none should.
    pub fn not_applicable(&self) -> Option<&'static str> {
        let is_request = matches!(self.case.check, Check::Request { .. });
        let mut rows = NOT_APPLICABLE.iter().filter(|_| is_request);
        rows.find(|(id, _)| *id == self.case.id).map(|(_, reason)| *reason)
    }

    /// Where the file has what stands there in a model that was put together of it.
    pub fn pointer(&self, in_model: &str) -> String {
        let Place { suite, case, .. } = self.place;
        let mut parts = in_model.splitn(4, '/').skip(1);
        let (section, name) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let rest = parts.next().map(|rest| format!("/{rest}")).unwrap_or_default();
        match section {
            "operations" => format!("/{suite}/cases/{case}/given{rest}"),
            // What a suite does not say is made up for it.
            "metadata" if !self.metadata.contains_key(name) => format!("/{suite}/metadata"),
            _ => format!("/{suite}{in_model}"),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawSuite {
    #[serde(default)]
    description: String,
    metadata: Map<String, Value>,
    #[serde(default)]
    shapes: Map<String, Value>,
    client_endpoint: Option<String>,
    cases: Vec<RawCase>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawCase {
    id: Option<String>,
    given: Map<String, Value>,
    params: Option<Value>,
    serialized: Option<RawRequest>,
    response: Option<RawResponse>,
    result: Option<Value>,
    error: Option<Value>,
    error_code: Option<String>,
    error_message: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawRequest {
    method: Option<String>,
    uri: Option<String>,
    host: Option<String>,
    body: Option<String>,
    #[serde(default)]
    headers: Map<String, Value>,
    #[serde(default)]
    forbid_headers: Vec<String>,
    #[serde(default)]
    require_headers: Vec<String>,
}

#[derive(Deserialize)]
struct RawResponse {
    status_code: u16,
    #[serde(default)]
    headers: Map<String, Value>,
    #[serde(default)]
    body: String,
}

/// Reads the files of a folder, cut to the cases with a text in their file, suite or id.
///
/// # Errors
///
/// The folder has neither `input` nor `output`, or a file is not of this form.
pub fn read(folder: &Path, filter: &str) -> Result<Vec<File>> {
    let mut files = Vec::new();
    for part in ["input", "output"] {
        let mut paths: Vec<PathBuf> = match fs::read_dir(folder.join(part)) {
            Ok(entries) => entries.filter_map(|entry| Some(entry.ok()?.path())).collect(),
            Err(_) => continue,
        };
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
        paths.sort();
        for path in paths {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let name = format!("{part}/{name}");
            let cases = read_file(&path, &name, filter)?;
            files.push(File { name, cases });
        }
    }
    if files.is_empty() {
        let advice = "give a folder with `input` and `output`, such as tests/unit/protocols of botocore's repository";
        return Err(format!("{} holds no protocol tests\n   = help: {advice}", folder.display()).into());
    }
    Ok(files)
}

fn read_file(path: &Path, name: &str, filter: &str) -> Result<Vec<SuiteCase>> {
    let wrong = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let text = fs::read_to_string(path).map_err(|error| wrong(&error))?;
    let suites: Vec<RawSuite> = serde_json::from_str(&text).map_err(|error| wrong(&error))?;
    let mut cases = Vec::new();
    for (number, suite) in suites.into_iter().enumerate() {
        let in_suite = name.contains(filter) || suite.description.contains(filter);
        for (index, raw) in suite.cases.into_iter().enumerate() {
            let id = raw.id.clone();
            let id = id.unwrap_or_else(|| format!("{} ({}.{})", suite.description, number + 1, index + 1));
            if in_suite || id.contains(filter) {
                let operation = raw.given.clone();
                let name = operation.get("name").and_then(Value::as_str).unwrap_or_default();
                let check = raw.check();
                let check =
                    check.ok_or_else(|| wrong(&format!("the case {id} has neither a request nor a response")))?;
                cases.push(SuiteCase {
                    case: Case {
                        id,
                        operation: name.to_owned(),
                        endpoint: suite.client_endpoint.clone(),
                        check,
                    },
                    metadata: suite.metadata.clone(),
                    shapes: suite.shapes.clone(),
                    operation,
                    place: Place {
                        file: path.to_owned(),
                        suite: number,
                        case: index,
                    },
                });
            }
        }
    }
    Ok(cases)
}

impl RawCase {
    /// The question that the case asks.
    fn check(self) -> Option<Check> {
        if let Some(request) = self.serialized {
            let params = self.params.unwrap_or_else(|| Value::Object(Map::new()));
            let request = request.lowered();
            return Some(Check::Request { params, request });
        }
        let expected = match self.error {
            Some(members) => Expected::Error {
                shape: None,
                code: self.error_code,
                message: self.error_message,
                members,
            },
            None => Expected::Output(self.result.unwrap_or_default()),
        };
        self.response.map(|response| Check::Response {
            response: response.lowered(),
            expected,
        })
    }
}

/// A body of the media type of its protocol.
fn body(text: String) -> Body {
    Body { text, media_type: None }
}

impl RawRequest {
    fn lowered(self) -> Request {
        let (path, all) = match self.uri {
            Some(uri) => {
                let (path, query) = uri.split_once('?').unwrap_or((&uri, ""));
                (Some(path.to_owned()), Some(query.to_owned()))
            }
            None => (None, None),
        };
        Request {
            method: self.method,
            path,
            query: Query {
                all,
                ..Query::default()
            },
            host: self.host,
            headers: self.headers,
            forbidden_headers: self.forbid_headers,
            required_headers: self.require_headers,
            body: self.body.map(body),
        }
    }
}

impl RawResponse {
    fn lowered(self) -> Response {
        Response {
            status: self.status_code,
            headers: self.headers,
            body: body(self.body),
        }
    }
}
