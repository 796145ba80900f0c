//! Responses of every protocol, mutated, and what generated clients make of them.
//!
//! The clients are those of this repository's fixtures and crates, compiled once into one program. A case is a response
//! that a service could send, and what a broken wire or an enemy makes of it.

mod frames;
mod mutate;
mod subjects;

use std::path::Path;
use std::process::Command;

use fastrand::Rng;
use serde_json::{Value, json};

use self::subjects::Subject;
use super::case::Finding;
use super::shrink;
use super::worker::{Answer, Bounds, Process};
use crate::Result;
use crate::harness::{self, Client};

/// The file of a body, beside the one that says how it is met.
const BODY: &str = "body";

/// A response on its way to a client.
#[derive(Clone, Debug)]
pub struct Case {
    /// The fixture or model of the client, and its protocol.
    pub name: String,
    /// The client, its operation, and the parameters of the call.
    call: Value,
    status: u64,
    headers: serde_json::Map<String, Value>,
    body: Vec<u8>,
    /// The body is the beginning of a document and no more, so that no output can be made of it.
    truncated: bool,
    /// The mutations, in their order.
    pub steps: Vec<&'static str>,
}

/// The clients, their program, and its process.
pub struct Responses {
    subjects: Vec<Subject>,
    program: std::path::PathBuf,
    process: Option<Process>,
    bounds: Bounds,
}

impl Responses {
    /// Compiles the clients whose names have a text.
    ///
    /// # Errors
    ///
    /// They do not compile.
    pub fn start(root: &Path, bounds: &Bounds, filter: &str, seed: u64) -> Result<Option<Self>> {
        let mut subjects = subjects::all(root, seed)?;
        subjects.retain(|subject| subject.name.contains(filter));
        if subjects.is_empty() {
            return Ok(None);
        }
        let clients: Vec<&Client> = subjects.iter().map(|subject| &subject.client).collect();
        let program = harness::build("fuzz-responses", &clients)?;
        Ok(Some(Self {
            subjects,
            program,
            process: None,
            bounds: bounds.clone(),
        }))
    }

    /// How many clients there are.
    pub fn count(&self) -> usize {
        self.subjects.len()
    }

    /// The case of a number.
    pub fn case(&self, seed: u64, number: u64) -> Case {
        let mut rng = super::rng(seed, number);
        let subject = pick(&mut rng, &self.subjects);
        let base = pick(&mut rng, &subject.bases);
        let response = &base.line["response"];
        let mut case = Case {
            name: subject.name.clone(),
            call: json!({
                "client": base.line["client"],
                "endpoint": base.line["endpoint"],
                "operation": base.line["operation"],
                "params": base.line["params"],
            }),
            status: response["status"].as_u64().unwrap_or(200),
            headers: response["headers"].as_object().cloned().unwrap_or_default(),
            body: base.body.clone(),
            truncated: false,
            steps: Vec::new(),
        };
        if let Some(plan) = subject.client.plan() {
            mutate::mutate(&mut case, &mut rng, plan.protocol, base.form);
        }
        case
    }

    /// Runs a case.
    ///
    /// # Errors
    ///
    /// The program cannot be started.
    pub fn run(&mut self, case: &Case) -> Result<Answer> {
        let mut process = match self.process.take() {
            Some(process) => process,
            None => Process::start(&mut command(&self.program, &self.bounds))?,
        };
        match process.ask(&case.line().to_string()) {
            Some(answer) => {
                self.process = Some(process);
                Ok(judge(case, &answer))
            }
            None => {
                let mut finding = process.end(&self.bounds)?;
                finding.place = case.name.clone();
                Ok(Answer::Found(finding))
            }
        }
    }

    /// The smallest case that shows the finding, as far as the time allows.
    ///
    /// # Errors
    ///
    /// The program cannot be started.
    pub fn shrink(&mut self, case: &Case, finding: &Finding) -> Result<Case> {
        // What is left of a document that was cut off could be whole again if more of it went.
        if case.truncated {
            return Ok(case.clone());
        }
        let with = |body: &[u8]| Case {
            body: body.to_vec(),
            ..case.clone()
        };
        let mut failure = None;
        let body = shrink::bytes(case.body.clone(), &mut |body| match self.run(&with(body)) {
            Ok(Answer::Found(found)) => found.signature() == finding.signature(),
            Ok(_) => false,
            Err(error) => {
                failure = Some(error);
                false
            }
        });
        failure.map_or_else(|| Ok(with(&body)), Err)
    }
}

fn command(program: &Path, bounds: &Bounds) -> Command {
    let mut command = Command::new(program);
    bounds.name_to(&mut command);
    command
}

impl Case {
    /// The line that the program reads.
    fn line(&self) -> Value {
        let mut line = self.call.clone();
        let body = aws_smithy_types::base64::encode(&self.body);
        line["response"] = json!({ "status": self.status, "headers": self.headers, "body": body });
        line
    }

    /// Writes the case to a folder that holds nothing else.
    ///
    /// # Errors
    ///
    /// The folder cannot be written.
    pub fn write(&self, folder: &Path) -> Result<()> {
        let told = |error: std::io::Error| format!("{}: {error}", folder.display());
        if folder.is_dir() {
            std::fs::remove_dir_all(folder).map_err(told)?;
        }
        std::fs::create_dir_all(folder).map_err(told)?;
        std::fs::write(folder.join(BODY), &self.body).map_err(told)?;
        let how = json!({
            "from": self.name, "steps": self.steps, "truncated": self.truncated,
            "call": self.call, "status": self.status, "headers": self.headers,
        });
        std::fs::write(folder.join(super::case::HOW), format!("{how:#}\n")).map_err(told)?;
        Ok(())
    }

    /// The case in a folder; none if it holds no response.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    pub fn open(folder: &Path) -> Result<Option<Self>> {
        let Ok(body) = std::fs::read(folder.join(BODY)) else {
            return Ok(None);
        };
        let how: Value = serde_json::from_str(&std::fs::read_to_string(folder.join(super::case::HOW))?)?;
        Ok(Some(Self {
            name: how["from"].as_str().unwrap_or_default().to_owned(),
            call: how["call"].clone(),
            status: how["status"].as_u64().unwrap_or(200),
            headers: how["headers"].as_object().cloned().unwrap_or_default(),
            body,
            truncated: how["truncated"] == true,
            steps: Vec::new(),
        }))
    }
}

/// Judges an answer of the program.
fn judge(case: &Case, answer: &Value) -> Answer {
    let finding = |kind: &str, place: &str, detail: String| {
        Answer::Found(Finding {
            kind: kind.to_owned(),
            place: place.to_owned(),
            detail,
        })
    };
    if let Some(panic) = answer["panic"].as_str() {
        let (place, said) = panic.split_once('\n').unwrap_or((panic, ""));
        return finding("panic", place, said.to_owned());
    }
    let Some(output) = answer.get("output") else {
        return Answer::Refused;
    };
    let told: String = output.to_string().chars().take(300).collect();
    if case.truncated && !has_failed_stream(output) {
        let detail = format!("{} made {told} of the beginning of a document", case.call["operation"]);
        return finding("truncated input accepted", &case.name, detail);
    }
    Answer::Generated
}

/// Tells whether an event stream in an output ended with an error.
fn has_failed_stream(output: &Value) -> bool {
    let mut members = output.as_object().into_iter().flat_map(serde_json::Map::values);
    members.any(|member| member.get("events").is_some() && member.get("failed").is_some())
}

/// One of some.
fn pick<'a, T>(rng: &mut Rng, from: &'a [T]) -> &'a T {
    &from[rng.usize(..from.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(truncated: bool) -> Case {
        Case {
            name: "errors".into(),
            call: json!({ "client": "errors", "operation": "Try" }),
            status: 200,
            headers: serde_json::Map::new(),
            body: b"{".to_vec(),
            truncated,
            steps: vec!["cut off"],
        }
    }

    fn found(case: &Case, answer: &Value) -> Option<String> {
        match judge(case, answer) {
            Answer::Found(finding) => Some(finding.kind),
            Answer::Generated | Answer::Refused => None,
        }
    }

    #[test]
    fn an_output_of_half_a_document_is_a_finding_and_an_error_is_none() {
        let output = json!({ "output": { "name": "a" } });
        assert_eq!(found(&case(true), &output).as_deref(), Some("truncated input accepted"));
        assert_eq!(found(&case(false), &output), None);
        assert_eq!(found(&case(true), &json!({ "failed": "no" })), None);
        let stream = json!({ "output": { "replies": { "events": [], "failed": "cut off" } } });
        assert_eq!(found(&case(true), &stream), None);
        let panic = json!({ "failed": "the client panicked", "panic": "at a.rs:1:2:\nno" });
        assert_eq!(found(&case(false), &panic).as_deref(), Some("panic"));
    }

    #[test]
    fn a_case_that_was_written_is_opened_again() {
        let folder = tempfile::tempdir().expect("there is room");
        let path = folder.path().join("case");
        case(true).write(&path).expect("it can be written");
        let opened = Case::open(&path).expect("it can be read").expect("it is a response");
        assert_eq!(opened.line(), case(true).line());
        assert!(opened.truncated);
        assert!(Case::open(folder.path()).expect("there is nothing to read").is_none());
    }
}
