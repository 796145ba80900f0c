//! `cargo sdk-tailor check`: compares the code of an application with its crates.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use serde_json::json;

use crate::app::graph::{AwsCrate, Graph, Source};
use crate::app::needs::{Needs, Reason, Service, mentions};
use crate::app::patch;
use crate::model::report::github;
use crate::project::{APP_CONFIG, CrateConfig, Project};
use crate::say::Say;
use crate::scan::Place;
use crate::{Result, lock};

use super::generate;

/// Compares the code with the crates.
#[derive(clap::Args)]
pub struct Arguments {
    /// The form of the findings
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// The form of the findings.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    /// A paragraph for each
    Text,
    /// An object with a list of them
    Json,
    /// Annotations of GitHub's actions
    Github,
}

/// A finding.
struct Finding {
    /// The kind of the finding, for programs.
    rule: &'static str,
    /// True for an error, false for a hint.
    is_error: bool,
    place: Option<Place>,
    text: String,
    /// The command that mends it.
    command: Option<String>,
}

/// Runs the command.
pub fn run(arguments: &Arguments, manifest: Option<&Path>, say: Say) -> Result<ExitCode> {
    let project = Project::find()?;
    say.progress("reading what the workspace depends on");
    let graph = Graph::read(manifest.or(Some(&project.root.join("Cargo.toml"))))?;
    let mut findings = Vec::new();
    let aws = graph.aws_crates();
    for it in &project.crates {
        say.progress(format_args!(
            "looking for what calls {}",
            it.package.as_deref().unwrap_or_default()
        ));
        of_crate(&project, it, &graph, &aws, &mut findings)?;
    }
    uncut(&project, &aws, &mut findings);
    if findings.iter().all(|finding| finding.rule != "lock") {
        for folder in generate::stale(&project, |_, _| ())? {
            findings.push(Finding {
                rule: "stale",
                is_error: true,
                place: None,
                text: format!("{folder} is not as {} and the models say", project.config),
                command: Some("cargo sdk-tailor generate".to_owned()),
            });
        }
    }
    print(arguments.format, &findings);
    Ok(match findings.iter().any(|finding| finding.is_error) {
        true => ExitCode::FAILURE,
        false => ExitCode::SUCCESS,
    })
}

/// Checks one crate.
fn of_crate(
    project: &Project,
    it: &CrateConfig,
    graph: &Graph,
    all: &[AwsCrate],
    findings: &mut Vec<Finding>,
) -> Result<()> {
    let package = it.package.as_deref().unwrap_or_default();
    if let Err(error) = lock::verify(&project.root.join(&it.model)) {
        findings.push(Finding {
            rule: "lock",
            is_error: true,
            place: None,
            text: error.to_string(),
            command: None,
        });
        return Ok(());
    }
    let Some(aws) = all.iter().find(|aws| aws.name == package) else {
        findings.push(Finding {
            rule: "not-a-dependency",
            is_error: false,
            place: None,
            text: format!("nothing depends on {package} any more"),
            command: Some(format!("cargo sdk-tailor remove {}", short(package))),
        });
        return Ok(());
    };
    findings.extend(not_patched(project, it, aws));
    let service = Service::load(&project.model(it))?;
    let chosen = service.chosen(&it.operations)?;
    let needs = service.needs(&mentions(graph, aws, service.vocabulary()));
    findings.extend(missing(package, &chosen, &needs));
    findings.extend(unused(package, it, &chosen, &needs));
    Ok(())
}

/// The finding about a crate that cargo does not take from the project.
fn not_patched(project: &Project, it: &CrateConfig, aws: &AwsCrate) -> Option<Finding> {
    if aws.source == Source::Ours {
        return None;
    }
    let (package, path) = (&aws.name, it.path.display());
    let manifest = fs::read_to_string(project.root.join("Cargo.toml")).unwrap_or_default();
    let text = match patch::has(&manifest, package, &it.path.to_string_lossy()) {
        true => format!(
            "cargo takes {package} {} although Cargo.toml patches it by {path}",
            aws.version
        ),
        false => format!("Cargo.toml does not patch {package} by {path}"),
    };
    Some(Finding {
        rule: "not-patched",
        is_error: true,
        place: None,
        text: format!("{text}: AWS's crate is compiled"),
        command: Some(format!(
            "cargo sdk-tailor remove {0} && cargo sdk-tailor init",
            short(package)
        )),
    })
}

/// The places that call an operation, or name a type, which the crate does not have.
fn missing(package: &str, chosen: &BTreeSet<String>, needs: &Needs) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (operation, reasons) in needs.iter().filter(|(operation, _)| !chosen.contains(*operation)) {
        for reason in reasons {
            let (place, text) = match reason {
                Reason::Mentioned(place) => (
                    place,
                    format!("`{}` is called, and {package} has no {operation}", place.text),
                ),
                Reason::Type(place) => (
                    place,
                    format!("`{}` is named, and no operation of {package} brings it", place.text),
                ),
                Reason::Smallest => continue,
            };
            findings.push(Finding {
                rule: "missing",
                is_error: true,
                place: Some(place.clone()),
                text,
                command: Some(format!(
                    "cargo sdk-tailor add {} --operations {operation}",
                    short(package)
                )),
            });
        }
    }
    findings
}

/// The operations that the crate has by name, and that nobody calls.
fn unused(package: &str, it: &CrateConfig, chosen: &BTreeSet<String>, needs: &Needs) -> Vec<Finding> {
    let exact: BTreeSet<&String> = it.operations.iter().collect();
    let unused = chosen
        .iter()
        .filter(|it| exact.contains(it) && !needs.contains_key(*it));
    let finding = |operation: &String| Finding {
        rule: "unused",
        is_error: false,
        place: None,
        text: format!("nobody calls {operation} of {package}"),
        command: Some(format!(
            "cargo sdk-tailor remove {} --operations {operation}",
            short(package)
        )),
    };
    unused.map(finding).collect()
}

/// Reports AWS's crates in the graph that are not cut.
fn uncut(project: &Project, all: &[AwsCrate], findings: &mut Vec<Finding>) {
    let is_named = |aws: &&AwsCrate| project.crates.iter().any(|it| it.package.as_deref() == Some(&aws.name));
    for aws in all.iter().filter(|aws| !is_named(aws)) {
        findings.push(Finding {
            rule: "uncut",
            is_error: false,
            place: None,
            text: format!(
                "{} {} is AWS's crate: {APP_CONFIG} does not name it",
                aws.name, aws.version
            ),
            command: Some("cargo sdk-tailor init".to_owned()),
        });
    }
}

fn short(package: &str) -> &str {
    package.strip_prefix(crate::app::graph::PREFIX).unwrap_or(package)
}

fn print(format: Format, findings: &[Finding]) {
    match format {
        Format::Text if findings.is_empty() => println!("All is well: what is called is there, and nothing is stale."),
        Format::Text => findings.iter().for_each(text),
        Format::Github => findings.iter().for_each(annotation),
        Format::Json => {
            let findings: Vec<_> = findings.iter().map(object).collect();
            println!("{:#}", json!({ "findings": findings }));
        }
    }
}

fn text(finding: &Finding) {
    println!("{}: {}", if finding.is_error { "error" } else { "note" }, finding.text);
    if let Some(place) = &finding.place {
        println!("  --> {place}");
    }
    if let Some(command) = &finding.command {
        println!("   = help: {command}");
    }
}

fn annotation(finding: &Finding) {
    let kind = if finding.is_error { "error" } else { "notice" };
    let place = finding.place.as_ref();
    let file = place.map(|place| ("file", place.file.to_string_lossy().into_owned()));
    let line = place.map(|place| ("line", place.line.to_string()));
    let title = Some(("title", "sdk-tailor".to_owned()));
    let properties: Vec<(&str, String)> = [file, line, title].into_iter().flatten().collect();
    let help = finding.command.as_ref().map(|command| format!("\nhelp: {command}"));
    let message = format!("{}{}", finding.text, help.unwrap_or_default());
    print!("{}", github::command(kind, &properties, &message));
}

fn object(finding: &Finding) -> serde_json::Value {
    json!({
        "rule": finding.rule,
        "level": if finding.is_error { "error" } else { "note" },
        "file": finding.place.as_ref().map(|place| place.file.to_string_lossy()),
        "line": finding.place.as_ref().map(|place| place.line),
        "message": finding.text,
        "command": finding.command,
    })
}
