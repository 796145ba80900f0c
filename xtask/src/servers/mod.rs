//! `cargo xtask servers`: generated clients against servers that no one here wrote.
//!
//! A flow is what a user does with a service. Each value that the generated client reads is held against what botocore reads
//! from the same server; where the server is wrong, or gives everyone another value, a row of the flow says so.

mod flow;
mod server;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use codegen::load::{ModelPaths, load};
use serde_json::{Value, json};

use self::flow::{Flow, Step, filled, flows};
use self::server::{Kind, Server};
use crate::Result;
use crate::harness::compare::Comparison;
use crate::harness::known::Met;
use crate::harness::wire::{Recipe, Wire};
use crate::harness::{self, Client, Peer};
use crate::oracle::newest;
use crate::project::Project;

const AFTER_HELP: &str = "\
Examples:
  cargo xtask servers
  cargo xtask servers --flows s3,sqs --verbose

It wants Python 3 with moto and boto3 (python3 -m pip install 'moto[server]' boto3), and for `s3-signed` s3rver
(npm install --prefix target/s3rver s3rver@3.7.1).

Exit status: 0 the clients agree; 1 they do not, or something is missing; 2 the command line is wrong.";

/// Python code of both clients: values from JSON, and JSON from values.
const VALUES: &str = include_str!("../oracle/botocore_oracle.py");

/// The part of that script that is not for servers.
const BEFORE: &str = "class Oracle:";

/// Calls servers with generated clients, and holds what they read against boto3.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// Flows, by their names; all of them where none is given
    #[arg(long, value_name = "NAME", num_args = 1.., value_delimiter = ',')]
    flows: Vec<String>,
    /// Where the models of services are: a folder like botocore's `data`; botocore's own where none is named
    #[arg(long, value_name = "DIR")]
    models: Option<PathBuf>,
    /// Each call, and what came of it
    #[arg(long)]
    verbose: bool,
}

/// Runs the task.
///
/// # Errors
///
/// A server is not installed, or no client can be generated of a model, or compiled.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let root = Project::find()?.root;
    let flows = flows(&arguments.flows)?;
    for kind in [Kind::Moto, Kind::S3rver] {
        if flows.iter().any(|flow| flow.server() == kind) {
            kind.require(&root)?;
        }
    }
    let data = match &arguments.models {
        Some(data) => data.clone(),
        None => botocore_data()?,
    };
    let clients: Vec<Client> = flows.iter().map(|flow| client(flow, &data)).collect::<Result<_>>()?;
    let program = harness::build("servers", &clients.iter().collect::<Vec<_>>())?;
    let mut ours = Peer::start("the program of the generated clients", &mut Command::new(program))?;
    let (mut passed, mut failed) = (0, 0);
    for kind in [Kind::Moto, Kind::S3rver] {
        let of_server: Vec<_> = flows
            .iter()
            .zip(&clients)
            .filter(|(flow, _)| flow.server() == kind)
            .collect();
        if of_server.is_empty() {
            continue;
        }
        eprintln!("starting {kind:?}");
        let server = Server::start(kind, &root)?;
        let mut theirs = Peer::start(
            "botocore",
            Command::new("python3").args(["-c", &script(), &server.endpoint]),
        )?;
        for (flow, client) in of_server {
            let mut run = Run::new(flow, client, &server.endpoint, &mut ours, &mut theirs);
            let failures = run.all(arguments.verbose)?;
            println!(
                "{}: {} calls, {} values known to differ, {} failed",
                flow.name,
                run.calls,
                run.met.len(),
                failures.len()
            );
            for failure in &failures {
                println!("  {failure}");
            }
            passed += run.agreed;
            failed += failures.len();
        }
    }
    println!("{passed} passed, {failed} failed");
    Ok(if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The script of botocore's client.
fn script() -> String {
    let shared = VALUES.split(BEFORE).next().unwrap_or_default();
    format!("{shared}\n{}", include_str!("boto.py"))
}

fn botocore_data() -> Result<PathBuf> {
    let ask = "import botocore, os; print(os.path.join(os.path.dirname(botocore.__file__), 'data'))";
    let output = Command::new("python3").args(["-c", ask]).output()?;
    Ok(String::from_utf8(output.stdout)?.trim().into())
}

/// The client of a flow, with the operations that it calls.
fn client(flow: &Flow, data: &Path) -> Result<Client> {
    eprintln!("generating a client of {}", flow.service);
    let mut paths = ModelPaths::new(newest(data, &flow.service)?);
    paths.partitions = paths.partitions.or_else(crate::project::partitions);
    let mut service = load(&paths)?;
    if let Some(protocol) = &flow.protocol {
        service.protocols.retain(|it| it.rules().botocore == protocol);
    }
    let library = format!("servers_{}", flow.name.replace('-', "_"));
    let client = Client::generate(&service, &flow.operations(), usize::MAX, &library)?;
    match client.refused().iter().next() {
        Some((operation, error)) => Err(format!("{}: {operation} is refused: {error}", flow.name).into()),
        None => Ok(client),
    }
}

/// A flow that is run.
struct Run<'a> {
    flow: &'a Flow,
    client: &'a Client,
    endpoint: &'a str,
    ours: &'a mut Peer,
    theirs: &'a mut Peer,
    kept: BTreeMap<String, Value>,
    /// The rows of the flow that were met.
    met: BTreeMap<String, usize>,
    calls: usize,
    /// The calls with which nothing is wrong.
    agreed: usize,
}

impl<'a> Run<'a> {
    fn new(flow: &'a Flow, client: &'a Client, endpoint: &'a str, ours: &'a mut Peer, theirs: &'a mut Peer) -> Self {
        Self {
            flow,
            client,
            endpoint,
            ours,
            theirs,
            kept: BTreeMap::new(),
            met: BTreeMap::new(),
            calls: 0,
            agreed: 0,
        }
    }

    /// Runs all steps, and says what is wrong.
    fn all(&mut self, verbose: bool) -> Result<Vec<String>> {
        let mut failures = Vec::new();
        for step in &self.flow.steps {
            let before = failures.len();
            self.step(step, &mut failures)?;
            self.agreed += usize::from(failures.len() == before);
            if verbose {
                let outcome = if failures.len() == before {
                    "as it should"
                } else {
                    "not as it should"
                };
                println!("  {} went {outcome}", step.operation());
            }
        }
        for place in self.flow.known.keys().filter(|place| !self.met.contains_key(*place)) {
            failures.push(format!(
                "no call met the known difference `{place}`: take the row out of the flow"
            ));
        }
        Ok(failures)
    }

    fn step(&mut self, step: &Step, failures: &mut Vec<String>) -> Result<()> {
        self.calls += 1;
        let params = filled(&step.with, &self.kept);
        let params = if params.is_null() { json!({}) } else { params };
        let ours = self.ask_ours(step, &params)?;
        // What the server answers is known to be no answer to the operation.
        if ours.get("output").is_none() && self.flow.known.contains_key(step.operation()) {
            *self.met.entry(step.operation().to_owned()).or_default() += 1;
            return Ok(());
        }
        let mut fail = |what: String| failures.push(format!("{}: {what}", step.operation()));
        match (&step.fails, ours.get("output"), ours["error"]["code"].as_str()) {
            (None, Some(output), _) => {
                for (name, pointer) in &step.keep {
                    match output.pointer(pointer) {
                        Some(value) => drop(self.kept.insert(name.clone(), value.clone())),
                        None => fail(format!("there is no {pointer} in {output}")),
                    }
                }
                for (pointer, expected) in &step.expect {
                    let met = output.pointer(pointer).unwrap_or(&Value::Null);
                    if *met != filled(expected, &self.kept) {
                        fail(format!("{pointer} is {met} in place of {expected}"));
                    }
                }
            }
            (Some(code), None, Some(met)) if code == met => {}
            (Some(code), ..) => fail(format!("{} in place of the error {code}", short(&ours))),
            (None, None, _) => fail(short(&ours)),
        }
        if step.read.is_some() {
            let theirs = self.ask_theirs(step, &params)?;
            for difference in self.differences(step, &ours, &theirs)? {
                failures.push(format!("{}: {difference}", step.operation()));
            }
        }
        Ok(())
    }

    fn ask_ours(&mut self, step: &Step, params: &Value) -> Result<Value> {
        let line = json!({
            "client": self.client.library,
            "operation": step.operation(),
            "params": params,
            "built_ins": { "AWS::Region": "us-east-1", "SDK::Endpoint": self.endpoint },
            "settings": self.flow.settings,
            "access_key": ACCESS_KEY,
            "secret_key": SECRET_KEY,
        });
        let mut answers = self.ours.ask(&[line.to_string()])?;
        answers.pop().ok_or_else(|| "the program gave no answer".into())
    }

    fn ask_theirs(&mut self, step: &Step, params: &Value) -> Result<Value> {
        let line = json!({
            "service": self.flow.service,
            "operation": step.operation(),
            "params": params,
            "protocol": self.flow.protocol,
            "access_key": ACCESS_KEY,
            "secret_key": SECRET_KEY,
        });
        let mut answers = self.theirs.ask(&[line.to_string()])?;
        answers.pop().ok_or_else(|| "botocore gave no answer".into())
    }

    /// In what the two clients differ, but for what is known of the server.
    fn differences(&mut self, step: &Step, ours: &Value, theirs: &Value) -> Result<Vec<String>> {
        if step.fails.is_some() {
            let told = |answer: &Value| (answer["error"]["code"].clone(), answer["error"]["message"].clone());
            let (ours, theirs) = (told(ours), told(theirs));
            return Ok(match ours == theirs {
                true => Vec::new(),
                false => vec![format!("error {ours:?} in place of {theirs:?}")],
            });
        }
        let plan = self.client.plan().ok_or("the client has no operation")?;
        let wire = Wire::new(&plan.service)?;
        let operation = plan.service.operations.iter().find(|it| it.name == step.operation());
        let operation = operation.ok_or("the client lacks the operation")?;
        let mut met = Met::new();
        let comparison = Comparison::new(&wire, operation, &mut met);
        let found = comparison.responses(&Recipe::Success(Value::Null), ours, theirs);
        let mut left = Vec::new();
        for it in found {
            let place = format!("{} {}", step.operation(), it.path);
            match self.flow.known.contains_key(&place) {
                true => *self.met.entry(place).or_default() += 1,
                false => left.push(format!(
                    "{}: {} in place of {}",
                    it.path,
                    short(&it.ours),
                    short(&it.theirs)
                )),
            }
        }
        Ok(left)
    }
}

/// The keys that s3rver knows; moto takes any.
const ACCESS_KEY: &str = "S3RVER";
const SECRET_KEY: &str = "S3RVER";

/// A value as text of a bearable length.
fn short(value: &Value) -> String {
    let mut value = value.clone();
    if let Some(answer) = value.as_object_mut() {
        answer.remove("request");
    }
    let text = value.to_string();
    match text.char_indices().nth(400) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}
