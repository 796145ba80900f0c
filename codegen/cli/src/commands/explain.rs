//! `cargo sdk-tailor explain`: why each operation, type and feature is in a crate.

use std::path::Path;
use std::process::ExitCode;

use crate::Result;
use crate::app::graph::{AwsCrate, Graph};
use crate::app::needs::{Needs, Service, mentions};
use crate::project::Project;
use crate::say::Say;

use super::add::named;

/// Says why each operation, type and feature is in a crate.
#[derive(clap::Args)]
pub struct Arguments {
    /// The crate: `s3` or `aws-sdk-s3`
    #[arg(value_name = "CRATE")]
    name: String,
}

/// Runs the command.
pub fn run(arguments: &Arguments, manifest: Option<&Path>, say: Say) -> Result<ExitCode> {
    let project = Project::find()?;
    let it = named(&project, &arguments.name)?;
    let package = it.package.as_deref().unwrap_or_default();
    let service = Service::load(&project.model(it))?;
    say.progress(format_args!("looking for what calls {package}"));
    let graph = Graph::read(manifest.or(Some(&project.root.join("Cargo.toml"))))?;
    let aws = graph.aws_crates().into_iter().find(|aws| aws.name == package);
    let needs = match &aws {
        Some(aws) => service.needs(&mentions(&graph, aws, service.vocabulary())),
        None => Needs::new(),
    };
    let chosen = service.chosen(&it.operations)?;
    println!("{}", say.strong("operations"));
    for operation in &chosen {
        match needs.get(operation) {
            Some(_) => println!("  {operation}"),
            None => println!("  {operation}: {} names it, and nothing calls it", project.config),
        }
        for reason in needs.get(operation).into_iter().flatten() {
            println!("    {reason}");
        }
    }
    println!("{}", say.strong("types"));
    for (name, operation) in service.types_of(&chosen) {
        println!("  {name}: {operation}");
    }
    if let Some(aws) = &aws {
        features(&graph, aws, say);
    }
    Ok(ExitCode::SUCCESS)
}

fn features(graph: &Graph, aws: &AwsCrate, say: Say) {
    println!("{}", say.strong("features"));
    for (feature, who) in graph.features(aws) {
        println!("  {feature}: {}", who.into_iter().collect::<Vec<_>>().join(", "));
    }
}
