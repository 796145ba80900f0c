//! `cargo xtask conformance --endpoints`: runs the endpoint cases of services through the rules as generated crates
//! have them.
//!
//! Of each crate only `config/endpoint.rs` takes part, so that one program can hold those of all services; services
//! whose rules come out the same share one.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use codegen::ir::cases::{EndpointCase, ExpectedEndpoint};
use codegen::ir::{self, AuthScheme, ParameterType, RuleSet};
use codegen::load::{ModelPaths, load, load_endpoint_cases};
use codegen::plan::names;
use serde_json::{Value, json};

use crate::Result;
use crate::harness::Peer;
use crate::scratch::Workspace;

/// The file of a service's cases.
const CASES: &str = "endpoint-tests-1.json";

/// The results of a service's cases.
#[derive(Default)]
struct Outcome {
    passed: usize,
    failures: Vec<String>,
    /// How many cases say nothing about these rules, and why.
    not_applicable: Option<(usize, &'static str)>,
}

impl Outcome {
    fn print(&self, service: &str, verbose: bool) {
        let (passed, failed) = (self.passed, self.failures.len());
        if failed == 0 && self.not_applicable.is_none() && !verbose {
            return;
        }
        let (count, reason) = self.not_applicable.unwrap_or_default();
        println!("{service}: {passed} passed / {failed} failed / {count} not applicable");
        if count > 0 {
            println!("  not applicable: {reason}");
        }
        let shown = if verbose { failed } else { 3 };
        for failure in self.failures.iter().take(shown) {
            println!("  failed: {failure}");
        }
    }
}

/// A case that does not come out as it says.
struct Failure {
    case: usize,
    /// The answer of the program.
    answer: Value,
    text: String,
}

/// botocore's own resolver, where Python has it.
fn oracle() -> Option<Peer> {
    let has_botocore = Command::new("python3").args(["-c", "import botocore"]).output();
    if !has_botocore.is_ok_and(|output| output.status.success()) {
        eprintln!("Python 3 with botocore is not there: cases that newer rules contradict count as failures");
        return None;
    }
    let mut command = Command::new("python3");
    command.args(["-c", include_str!("program/botocore_endpoints.py")]);
    Peer::start("botocore", &mut command).ok()
}

/// The cases of a service, and the rules that they are for.
struct Service {
    name: String,
    cases: Vec<EndpointCase>,
    /// The module of its rules, or why there is none.
    module: std::result::Result<usize, String>,
}

/// The rules of services, as generated crates have them, and what they ask for.
#[derive(Default)]
pub struct Modules {
    texts: Vec<(String, RuleSet)>,
    by_text: BTreeMap<String, usize>,
}

/// Runs the cases of all services below a folder, with the models of another.
///
/// # Errors
///
/// The folders cannot be read, or the rules do not compile.
pub fn run(endpoints: &Path, models: &Path, filter: &str, verbose: bool) -> Result<ExitCode> {
    let mut modules = Modules::default();
    let mut services = Vec::new();
    for folder in folders(endpoints)? {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !name.contains(filter) {
            continue;
        }
        let cases = load_endpoint_cases(&folder.join(CASES))?;
        let service = load(&ModelPaths::new(models.join(&name))).map_err(|error| error.to_string());
        let module = service.and_then(|service| modules.add(&service));
        services.push(Service { name, cases, module });
    }
    let mut driver = modules.start()?;
    let mut oracle = oracle();
    let (mut passed, mut failed) = (0, 0);
    for service in &services {
        let outcome = service.run(&mut driver, oracle.as_mut(), models)?;
        passed += outcome.passed;
        failed += outcome.failures.len();
        outcome.print(&service.name, verbose);
    }
    println!("{passed} passed, {failed} failed");
    Ok(if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn folders(root: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(root).map_err(|error| format!("{}: {error}", root.display()))?;
    let mut folders: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    folders.retain(|path| path.join(CASES).exists());
    folders.sort();
    if folders.is_empty() {
        return Err(format!(
            "{} holds no endpoint cases\n   = help: give a folder with `SERVICE/endpoint-tests-1.json`, such as \
             tests/functional/endpoint-rules of botocore's repository",
            root.display()
        )
        .into());
    }
    Ok(folders)
}

impl Modules {
    /// Adds the rules of a service as its crate has them, and gives their number, or says why there are none.
    pub fn add(&mut self, service: &ir::Service) -> std::result::Result<usize, String> {
        let rules = service.endpoint_rules.as_ref();
        let rules = rules.ok_or("the model has no endpoint rules")?;
        let mut refusal = "the model has no operations".to_owned();
        // The rules do not depend on how requests are signed, and stand where no request can be.
        let unsigned = unsigned(service);
        for operation in &service.operations {
            let options = codegen::Options::default().operations(vec![operation.name.clone()]);
            match codegen::generate(unsigned.clone(), &options) {
                Ok(files) => return Ok(self.number(&files["src/config/endpoint.rs"], rules)),
                Err(error) => refusal = error.to_string(),
            }
        }
        Err(refusal)
    }

    fn number(&mut self, text: &str, rules: &RuleSet) -> usize {
        let texts = &mut self.texts;
        *self.by_text.entry(text.to_owned()).or_insert_with(|| {
            texts.push((text.to_owned(), rules.clone()));
            texts.len() - 1
        })
    }

    /// Compiles the program that holds all rules, and starts it.
    ///
    /// # Errors
    ///
    /// The rules do not compile.
    pub fn start(&self) -> Result<Peer> {
        eprintln!("compiling {} rule sets", self.texts.len());
        Ok(Peer::start(
            "the program of the rules",
            &mut Command::new(self.build()?),
        )?)
    }

    /// Compiles the program that holds all rules, and gives its path.
    fn build(&self) -> Result<PathBuf> {
        let mut files = codegen::Files::new();
        let (mut modules, mut arms) = (String::new(), String::new());
        for (number, (text, rules)) in self.texts.iter().enumerate() {
            files.insert(format!("src/rules_{number}.rs"), format!("{text}\n{}", function(rules)));
            modules.push_str(&format!("#[allow(dead_code, unreachable_pub)]\nmod rules_{number};\n"));
            arms.push_str(&format!(
                "        {number} => rules_{number}::resolve_json(&case[\"params\"]).await,\n"
            ));
        }
        let main = include_str!("program/endpoints.rs")
            .replace("// The modules of the rules stand here.\n", &modules)
            .replace("        // The calls of the rules stand here.\n", &arms);
        files.insert("src/main.rs".to_owned(), main);
        let support = crate::project::Project::find()?.root.join("codegen/support");
        let manifest = include_str!("program/endpoints.toml").replace("SUPPORT", &support.display().to_string());
        files.insert("Cargo.toml".to_owned(), manifest);
        let mut workspace = Workspace::open("conformance-endpoints")?;
        workspace.add("driver", &files)?;
        workspace.program("conformance-endpoints")
    }
}

/// The service, where no request is signed.
fn unsigned(service: &ir::Service) -> ir::Service {
    let mut service = service.clone();
    service.auth = vec![AuthScheme::None];
    for operation in &mut service.operations {
        operation.auth.clear();
    }
    service
}

/// The function that resolves a case's parameters. Its future is boxed where it is made: the program has hundreds of them, and
/// one function that calls them all.
fn function(rules: &RuleSet) -> String {
    let setters = rules.parameters.iter().map(|parameter| {
        let name = &parameter.name;
        let setter = names::parameter(name).setter();
        let value = match parameter.kind {
            ParameterType::String => "crate::text",
            ParameterType::Boolean => "crate::boolean",
            ParameterType::StringArray => "crate::texts",
        };
        format!("        .{setter}({value}(&params[{name:?}]))\n")
    });
    let setters: String = setters.collect();
    format!(
        "pub fn resolve_json(params: &serde_json::Value) -> crate::Answer<'_> {{\n    Box::pin(async move {{\n    let params = \
         Params::builder()\n{setters}        .build();\n    match params {{\n        Ok(params) => \
         crate::answer(DefaultResolver::new().resolve_endpoint(&params).await),\n        Err(error) => \
         serde_json::json!({{ \"error\": error.to_string() }}),\n    }}\n    }})\n}}\n"
    )
}

impl Service {
    fn run(&self, driver: &mut Peer, oracle: Option<&mut Peer>, models: &Path) -> Result<Outcome> {
        let count = self.cases.len();
        let module = match &self.module {
            Ok(module) => *module,
            Err(_) if !models.join(&self.name).exists() => {
                return Ok(Outcome {
                    not_applicable: Some((count, "the models have no such service")),
                    ..Outcome::default()
                });
            }
            Err(reason) => {
                return Ok(Outcome {
                    failures: self.cases.iter().map(|_| reason.clone()).collect(),
                    ..Outcome::default()
                });
            }
        };
        let different = self.failures(module, driver)?;
        let passed = count - different.len();
        let all = different.len();
        let failures = match oracle {
            Some(oracle) => self.without_outdated(different, oracle, models)?,
            None => different,
        };
        let outdated = all - failures.len();
        let reason = "the models are newer than the cases: botocore, by the same rules, says what we say";
        Ok(Outcome {
            passed,
            not_applicable: (outdated > 0).then_some((outdated, reason)),
            failures: failures.into_iter().map(|failure| failure.text).collect(),
        })
    }

    /// The cases whose answers differ from the expected ones.
    fn failures(&self, module: usize, driver: &mut Peer) -> Result<Vec<Failure>> {
        let answers = resolve(driver, module, &self.cases)?;
        let pairs = self.cases.iter().zip(answers).enumerate();
        let failure = |(number, (case, answer)): (usize, (&EndpointCase, Value))| {
            let difference = difference(&case.expected, &answer)?;
            Some(Failure {
                case: number,
                answer,
                text: format!("{}: {difference}", case.docs),
            })
        };
        Ok(pairs.filter_map(failure).collect())
    }

    /// Takes those failures away in which botocore, by the same rules, says what we say.
    fn without_outdated(&self, failures: Vec<Failure>, oracle: &mut Peer, models: &Path) -> Result<Vec<Failure>> {
        let question = |failure: &Failure| {
            let params = &self.cases[failure.case].params;
            json!({ "models": models, "service": self.name, "params": params }).to_string()
        };
        let lines: Vec<String> = failures.iter().map(question).collect();
        let answers = oracle.ask(&lines)?;
        let pairs = failures.into_iter().zip(&answers);
        let kept = pairs.filter(|(failure, theirs)| failure.answer != **theirs);
        Ok(kept.map(|(failure, _)| failure).collect())
    }
}

/// Asks for the endpoints of cases.
///
/// # Errors
///
/// The program does not answer.
pub fn resolve(driver: &mut Peer, module: usize, cases: &[EndpointCase]) -> Result<Vec<Value>> {
    let line = |case: &EndpointCase| json!({ "module": module, "params": case.params }).to_string();
    let lines: Vec<String> = cases.iter().map(line).collect();
    Ok(driver.ask(&lines)?)
}

/// The difference between an answer and the expected endpoint, in words.
pub fn difference(expected: &ExpectedEndpoint, answer: &Value) -> Option<String> {
    let expected = match expected {
        ExpectedEndpoint::Error(message) => json!({ "error": message }),
        ExpectedEndpoint::Endpoint {
            url,
            headers,
            properties,
        } => json!({ "url": url, "headers": headers, "properties": properties }),
    };
    (*answer != expected).then(|| format!("{answer} in place of {expected}"))
}
