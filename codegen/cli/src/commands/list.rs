//! `cargo sdk-tailor list`: the crates of an application, or the operations of one.

use std::process::ExitCode;

use crate::Result;
use crate::app::needs::Service;
use crate::project::Project;

use super::add::named;

/// Lists the crates, or the operations of one.
#[derive(clap::Args)]
pub struct Arguments {
    /// The crate: `s3` or `aws-sdk-s3`
    #[arg(value_name = "CRATE")]
    name: Option<String>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let project = Project::find()?;
    if let Some(name) = &arguments.name {
        let it = named(&project, name)?;
        let service = Service::load(&project.model(it))?;
        let chosen = service.chosen(&it.operations)?;
        for operation in service.operations() {
            let mark = if chosen.contains(&operation.name) { '*' } else { ' ' };
            println!("{mark} {}", operation.name);
        }
        println!(
            "{} of {} operations are in the crate, those with a star.",
            chosen.len(),
            service.operations().len()
        );
        return Ok(ExitCode::SUCCESS);
    }
    for it in &project.crates {
        let service = Service::load(&project.model(it))?;
        let chosen: Vec<String> = service.chosen(&it.operations)?.into_iter().collect();
        println!(
            "{} {}: {} of {}: {}",
            it.package.as_deref().unwrap_or_default(),
            it.version.as_deref().unwrap_or_default(),
            chosen.len(),
            service.operations().len(),
            chosen.join(", ")
        );
    }
    Ok(ExitCode::SUCCESS)
}
