//! `cargo xtask conformance --model`: the cases that Smithy models hold of their own clients.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::ir::cases::{Cases, Check, EndpointCase, ProtocolCase};
use codegen::ir::{Protocol, Service};
use codegen::load::{ModelPaths, configured, is_idl, load, load_cases, services};
use serde_json::Value;

use super::case::Case;
use super::client::Client;
use super::report::{Report, Verdict};
use super::{Driver, calls, endpoints};
use crate::{Result, project};

/// A service of a model, and its cases.
struct Subject {
    /// The name of the model in the report.
    name: String,
    paths: ModelPaths,
    service: Service,
    cases: Cases,
}

/// Runs the cases of models: of files, and of all files in folders.
///
/// # Errors
///
/// A model or its cases do not hold together, or what is generated of them does not compile.
pub fn run(models: &[PathBuf], partitions: Option<&Path>, filter: &str) -> Result<Report> {
    let subjects = subjects(models, partitions, filter)?;
    let clients = Clients::generate(&subjects)?;
    let mut report = Report::default();
    let all: Vec<&Client> = clients.0.values().collect();
    let mut driver = match all.as_slice() {
        [] => None,
        some => Some(Driver::start(some)?),
    };
    for subject in &subjects {
        for case in &subject.cases.protocols {
            let verdict = protocol_case(subject, case, &clients, driver.as_mut())?;
            report.add(&format!("{}, protocols", subject.name), &title(case), verdict);
        }
    }
    endpoint_cases(&subjects, &clients, driver.as_mut(), &mut report)?;
    Ok(report)
}

/// The services of all models that hold cases, cut to those with a text in their name or their model's.
fn subjects(models: &[PathBuf], partitions: Option<&Path>, filter: &str) -> Result<Vec<Subject>> {
    let mut subjects = Vec::new();
    for file in files(models)? {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let mut paths = ModelPaths::new(&file);
        paths.further.extend(shared_types(&file)?);
        let given = partitions.map(Path::to_owned);
        paths.partitions = given.or(paths.partitions).or_else(project::partitions);
        let services = services(&paths)?;
        for service in &services {
            let name = match services.len() {
                1 => stem.clone(),
                _ => format!("{stem} {service}"),
            };
            let mut paths = paths.clone();
            paths.service = Some(service.clone());
            let mut cases = load_cases(&paths)?;
            if !name.contains(filter) {
                cases.protocols.retain(|case| case.id.contains(filter));
                cases.endpoints.retain(|case| case.docs.contains(filter));
            }
            if !(cases.protocols.is_empty() && cases.endpoints.is_empty()) {
                let service = load(&paths)?;
                subjects.push(Subject {
                    name,
                    paths,
                    service,
                    cases,
                });
            }
        }
    }
    if subjects.is_empty() {
        let advice = "name a file of Smithy's JSON AST, or a folder of `.smithy` files, whose shapes have `smithy.test#httpRequestTests`, \
            `smithy.test#httpResponseTests`, `smithy.test#eventStreamTests` or `smithy.rules#endpointTests`";
        return Err(format!("the models hold no cases\n   = help: {advice}").into());
    }
    Ok(subjects)
}

/// The files themselves, folders of Smithy's language, each as one model, and the files of Smithy's JSON in others.
fn files(models: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for model in models {
        if !model.is_dir() || is_idl(model) {
            files.push(model.clone());
            continue;
        }
        let entries = fs::read_dir(model).map_err(|error| format!("{}: {error}", model.display()))?;
        let mut found: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        found.retain(|path| path.is_file() && path.extension().is_some_and(|it| it == "json") && is_smithy(path));
        found.sort();
        files.extend(found);
    }
    Ok(files)
}

/// The namespace of shapes that the tests of several protocols share.
const SHARED: &str = "smithy.protocoltests.shared#";

/// The file of shared shapes, where a folder's tests refer to them and it does not have them.
fn shared_types(model: &Path) -> Result<Option<PathBuf>> {
    if !is_idl(model) {
        return Ok(None);
    }
    let mut texts = String::new();
    read_texts(model, &mut texts)?;
    let is_there = texts.contains("namespace smithy.protocoltests.shared");
    let is_wanted = texts.contains(SHARED);
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/conformance/shared-types.smithy");
    Ok((is_wanted && !is_there).then(|| PathBuf::from(file)))
}

/// Adds the text of a file, or of all files of Smithy's language in a folder and below it.
fn read_texts(path: &Path, texts: &mut String) -> Result<()> {
    let unreadable = |error| format!("{}: {error}", path.display());
    if !path.is_dir() {
        texts.push_str(&fs::read_to_string(path).map_err(unreadable)?);
        return Ok(());
    }
    for entry in fs::read_dir(path).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let below = entry.path();
        // A link to a folder may lead around.
        let is_folder = entry.file_type().map_err(unreadable)?.is_dir();
        if is_folder || below.extension().is_some_and(|it| it == "smithy") {
            read_texts(&below, texts)?;
        }
    }
    Ok(())
}

/// Tells whether a file of a folder is a Smithy model.
fn is_smithy(path: &Path) -> bool {
    let text = fs::read(path).unwrap_or_default();
    let value = serde_json::from_slice::<Value>(&text).unwrap_or_default();
    value.get("smithy").is_some()
}

/// A request and a response may share an id.
fn title(case: &ProtocolCase) -> String {
    let part = match case.check {
        Check::Request { .. } => "request",
        Check::Response { .. } => "response",
        Check::Events(_) => "events",
    };
    format!("{} ({part})", case.id)
}

/// The clients of all cases, by the subject's name and the protocol.
struct Clients(BTreeMap<(String, String), Client>);

fn key(subject: &Subject, protocol: Protocol) -> (String, String) {
    (subject.name.clone(), format!("{protocol:?}"))
}

impl Clients {
    /// Generates a client for each protocol of a subject that it has cases of, with the operations of these, and for
    /// calls by which endpoints are found.
    fn generate(subjects: &[Subject]) -> Result<Self> {
        let mut clients = BTreeMap::new();
        for subject in subjects {
            for (protocol, operations) in operations(subject)? {
                let library = format!("client_{}", clients.len());
                let service = service_of(subject, protocol)?;
                clients.insert(
                    key(subject, protocol),
                    Client::generate(&service, &operations, &library)?,
                );
            }
        }
        Ok(Self(clients))
    }

    fn of(&self, subject: &Subject, protocol: Protocol) -> Result<&Client> {
        let client = self.0.get(&key(subject, protocol));
        client.ok_or_else(|| format!("{}: no client was generated for {protocol:?}", subject.name).into())
    }
}

/// A subject's service, as one that speaks a protocol alone.
fn service_of(subject: &Subject, protocol: Protocol) -> Result<Service> {
    let mut paths = subject.paths.clone();
    paths.protocol = Some(protocol);
    let mut service = load(&paths)?;
    service.endpoint_rules.get_or_insert_with(configured);
    Ok(service)
}

/// The operations that clients of a subject are called for, by the protocol.
fn operations(subject: &Subject) -> Result<Vec<(Protocol, Vec<String>)>> {
    let mut wanted: Vec<(Protocol, Vec<String>)> = Vec::new();
    let mut want = |protocol: Protocol, operation: &str| {
        let at = wanted.iter().position(|(known, _)| *known == protocol);
        let at = at.unwrap_or_else(|| {
            wanted.push((protocol, Vec::new()));
            wanted.len() - 1
        });
        if !wanted[at].1.iter().any(|known| known == operation) {
            wanted[at].1.push(operation.to_owned());
        }
    };
    for case in &subject.cases.protocols {
        if let Ok(protocol) = case.protocol {
            want(protocol, &case.operation);
        }
    }
    if subject.cases.endpoints.iter().any(|case| !case.calls.is_empty()) {
        let spoken = spoken(subject)?;
        for call in subject.cases.endpoints.iter().flat_map(|case| &case.calls) {
            want(spoken, &call.operation);
        }
    }
    Ok(wanted)
}

fn spoken(subject: &Subject) -> Result<Protocol> {
    let spoken = subject.service.spoken();
    spoken.ok_or_else(|| format!("{}: the service speaks no protocol that clients do", subject.name).into())
}

/// Cases that clients of AWS's crates do not pass either, with the reason.
const DIFFERS: [(&str, &str); 5] = [
    ("AwsJson10ClientPopulatesDefaultValuesInInput", ZERO),
    ("RestJsonClientPopulatesDefaultValuesInInput", ZERO),
    ("RpcV2CborClientPopulatesDefaultValuesInInput", ZERO),
    ("MissingRequiredInitialResponseOutput", MISSING),
    ("DuplexMissingRequiredInitialResponseOutput", MISSING),
];

const ZERO: &str = "a number or a boolean of a nested structure that is at its default of zero or false is not sent, because \
    its field cannot tell it from one that is not set, and services of AWS refuse some zeros that nobody set; servers fill in \
    the same value. AWS's crates do so (aws-sdk-lambda 1.156.0, `shape_callback_options.rs`), and their generator lists this \
    case among those that it fails (smithy-rs, `ClientProtocolTestGenerator.kt`)";

const MISSING: &str = "a client does not fail over a response that lacks a required member, as Smithy's client error correction \
    asks of clients, and as AWS's crates do";

/// Why a client does not do what a case says, where it is not meant to.
fn differs(case: &ProtocolCase) -> Option<&'static str> {
    let row = DIFFERS.iter().find(|(id, _)| *id == case.id);
    row.map(|(_, reason)| *reason)
}

fn protocol_case(
    subject: &Subject,
    case: &ProtocolCase,
    clients: &Clients,
    driver: Option<&mut Driver>,
) -> Result<Verdict> {
    if let Some(reason) = differs(case) {
        return Ok(Verdict::NotApplicable(reason.to_owned()));
    }
    match (&case.protocol, driver) {
        (Err(reason), _) => Ok(Verdict::NotApplicable(reason.clone())),
        (Ok(_), None) => Err("no client was generated".into()),
        (Ok(protocol), Some(driver)) => {
            let client = clients.of(subject, *protocol)?;
            let case = Case {
                id: case.id.clone(),
                operation: case.operation.clone(),
                endpoint: case.endpoint.as_ref().map(|host| format!("https://{host}")),
                check: case.check.clone(),
            };
            driver.run(&case, client)
        }
    }
}

/// Runs endpoint cases: by the rules, and then by calls of the operations that they name.
fn endpoint_cases(
    subjects: &[Subject],
    clients: &Clients,
    mut driver: Option<&mut Driver>,
    report: &mut Report,
) -> Result<()> {
    let mut modules = endpoints::Modules::default();
    let with_cases = subjects.iter().filter(|subject| !subject.cases.endpoints.is_empty());
    let numbered: Vec<(&Subject, std::result::Result<usize, String>)> = with_cases
        .map(|subject| (subject, modules.add(&subject.service)))
        .collect();
    if numbered.is_empty() {
        return Ok(());
    }
    let mut rules = modules.start()?;
    for (subject, module) in numbered {
        let answers = match &module {
            Ok(module) => endpoints::resolve(&mut rules, *module, &subject.cases.endpoints)?,
            Err(_) => Vec::new(),
        };
        for (number, case) in subject.cases.endpoints.iter().enumerate() {
            let verdict = match (&module, answers.get(number)) {
                (Err(reason), _) => Verdict::Failed(reason.clone()),
                (Ok(_), answer) => match endpoints::difference(&case.expected, answer.unwrap_or(&Value::Null)) {
                    Some(difference) => Verdict::Failed(difference),
                    None => Verdict::Passed,
                },
            };
            report.add(&format!("{}, endpoints", subject.name), &case.docs, verdict);
        }
        if let Some(driver) = driver.as_deref_mut() {
            for case in &subject.cases.endpoints {
                endpoint_calls(subject, case, clients, driver, report)?;
            }
        }
    }
    Ok(())
}

/// Runs the calls of a case.
fn endpoint_calls(
    subject: &Subject,
    case: &EndpointCase,
    clients: &Clients,
    driver: &mut Driver,
    report: &mut Report,
) -> Result<()> {
    for call in &case.calls {
        let client = clients.of(subject, spoken(subject)?)?;
        let verdict = match client.with(&call.operation) {
            Err(refusal) => Verdict::Failed(refusal),
            Ok(plan) => {
                let answer = driver.ask(&calls::line(call, client.library(), plan))?;
                calls::verdict(plan, call, &case.expected, &answer)
            }
        };
        report.add(&format!("{}, endpoints of calls", subject.name), &case.docs, verdict);
    }
    Ok(())
}
