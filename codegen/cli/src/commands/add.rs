//! `cargo sdk-tailor add`: adds operations to a crate.

use std::process::ExitCode;

use crate::Result;
use crate::app::config::{Line, Text};
use crate::app::needs::Service;
use crate::disk::{self, At};
use crate::project::{CrateConfig, Project};
use crate::say::Say;

use super::generate;

/// Adds operations to a crate, and writes it.
#[derive(clap::Args)]
pub struct Arguments {
    /// The crate: `s3` or `aws-sdk-s3`
    #[arg(value_name = "CRATE")]
    name: String,
    /// Operations, by name or by pattern: `GetObject`, `List*`
    #[arg(long, value_name = "A,B", value_delimiter = ',', required = true)]
    operations: Vec<String>,
}

/// Runs the command.
pub fn run(arguments: &Arguments, say: Say) -> Result<ExitCode> {
    let project = Project::find()?;
    let it = named(&project, &arguments.name)?;
    let service = Service::load(&project.model(it))?;
    let package = it.package.clone().unwrap_or_default();
    if it.operations.is_empty() {
        println!("{package} has all operations of {} already.", service.title());
        return Ok(ExitCode::SUCCESS);
    }
    let before = service.chosen(&it.operations)?;
    let after = service.chosen(&[&it.operations[..], &arguments.operations].concat())?;
    let added: Vec<&str> = after.difference(&before).map(String::as_str).collect();
    let is_new = |word: &&String| !it.operations.contains(word);
    let new: Vec<&String> = arguments.operations.iter().filter(is_new).collect();
    edit(&project, |text| {
        let mut lines = text.operations(&package);
        lines.extend(new.iter().map(|word| Line::new(word.as_str(), "added by hand")));
        text.set_operations(&package, &lines)
    })?;
    let project = Project::read(&project.root)?;
    generate::write_one(&project, named(&project, &arguments.name)?, say)?;
    match added.is_empty() {
        true => println!("{package} had them already: {} operations.", after.len()),
        false => println!("{package} has {} more: {}.", added.len(), added.join(", ")),
    }
    Ok(ExitCode::SUCCESS)
}

/// Finds a crate by the name that the user gave.
///
/// # Errors
///
/// There is no such crate.
pub fn named<'a>(project: &'a Project, name: &str) -> Result<&'a CrateConfig> {
    let is_it = |it: &&CrateConfig| {
        let package = it.package.as_deref().unwrap_or_default();
        package == name || package.strip_prefix(crate::app::graph::PREFIX) == Some(name) || it.path.ends_with(name)
    };
    project.crates.iter().find(is_it).ok_or_else(|| {
        let names: Vec<&str> = project.crates.iter().filter_map(|it| it.package.as_deref()).collect();
        let near = codegen::error::did_you_mean(
            name,
            names.iter().map(|it| it.trim_start_matches(crate::app::graph::PREFIX)),
        );
        format!(
            "{} names no crate `{name}`\n   = help: {}it names {}; where the application depends on a new one, \
             `cargo sdk-tailor init` brings it in",
            project.config,
            near.map(|near| format!("{near} ")).unwrap_or_default(),
            names.join(", ")
        )
        .into()
    })
}

/// Changes the configuration of a project.
///
/// # Errors
///
/// It cannot be read or written.
pub fn edit(project: &Project, change: impl FnOnce(&mut Text) -> Result<()>) -> Result<()> {
    let _held = crate::folder_lock::Held::new(&project.root)?;
    let file = project.root.join(project.config);
    let mut text = Text::parse(&std::fs::read_to_string(&file).at(&file)?, &file)?;
    change(&mut text)?;
    disk::replace(&file, text.text().as_bytes())
}
