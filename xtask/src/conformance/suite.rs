//! Protocol tests as botocore keeps them: files of suites, each a model in small and the cases that it is for.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::Result;

/// A file of tests.
pub struct File {
    /// The name below the folder: `input/json.json`.
    pub name: String,
    /// The cases, in the order of the file.
    pub cases: Vec<Case>,
}

/// A case, with the model that it is for.
pub struct Case {
    /// The id, or a number where the case has none.
    pub id: String,
    /// The model's `metadata`.
    pub metadata: Map<String, Value>,
    /// The model's `shapes`.
    pub shapes: Map<String, Value>,
    /// The operation as the model has it.
    pub operation: Map<String, Value>,
    /// The endpoint that the client is configured with.
    pub endpoint: Option<String>,
    /// What the case asks for.
    pub check: Check,
}

/// What a case asks for.
pub enum Check {
    /// These parameters become that request.
    Request { params: Value, request: Request },
    /// This response becomes that output, or that error.
    Response { response: Response, expected: Expected },
}

/// A request as it has to be.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    pub method: Option<String>,
    pub uri: Option<String>,
    pub host: Option<String>,
    pub body: Option<String>,
    #[serde(default)]
    pub headers: Map<String, Value>,
    #[serde(default)]
    pub forbid_headers: Vec<String>,
    #[serde(default)]
    pub require_headers: Vec<String>,
}

/// A response that a client meets.
#[derive(Deserialize)]
pub struct Response {
    pub status_code: u16,
    #[serde(default)]
    pub headers: Map<String, Value>,
    #[serde(default)]
    pub body: String,
}

/// What a client makes of a response.
pub enum Expected {
    Output(Value),
    Error {
        code: Option<String>,
        message: Option<String>,
        members: Value,
    },
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
    serialized: Option<Request>,
    response: Option<Response>,
    result: Option<Value>,
    error: Option<Value>,
    error_code: Option<String>,
    error_message: Option<String>,
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

fn read_file(path: &Path, name: &str, filter: &str) -> Result<Vec<Case>> {
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
                let check = check(raw.params, raw.serialized, raw.response, || match raw.error {
                    Some(members) => Expected::Error {
                        code: raw.error_code.clone(),
                        message: raw.error_message.clone(),
                        members,
                    },
                    None => Expected::Output(raw.result.clone().unwrap_or_default()),
                });
                cases.push(Case {
                    check: check
                        .ok_or_else(|| wrong(&format!("the case {id} has neither a request nor a response")))?,
                    id,
                    metadata: suite.metadata.clone(),
                    shapes: suite.shapes.clone(),
                    operation: raw.given,
                    endpoint: suite.client_endpoint.clone(),
                });
            }
        }
    }
    Ok(cases)
}

fn check(
    params: Option<Value>,
    request: Option<Request>,
    response: Option<Response>,
    expected: impl FnOnce() -> Expected,
) -> Option<Check> {
    if let Some(request) = request {
        let params = params.unwrap_or_else(|| Value::Object(Map::new()));
        return Some(Check::Request { params, request });
    }
    response.map(|response| Check::Response {
        response,
        expected: expected(),
    })
}
