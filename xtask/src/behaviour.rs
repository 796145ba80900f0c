//! `cargo xtask behaviour`: the behaviour tests, with the crates of codegen.toml generated from Smithy's models.
//!
//! The tests were written against the crates in `generated/`, which come from botocore's models. What they hold of
//! these they have to hold of crates that come from the same services in the other form.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use codegen::ir::Service;
use codegen::load::{ModelPaths, load};
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

use crate::Result;
use crate::project::{CrateConfig, Project, partitions};
use crate::scratch::Workspace;

/// The package of the tests, and the folder that it is in.
const TESTS: &str = "tests";

/// Runs the behaviour tests with crates that are generated from Smithy's models.
#[derive(clap::Args)]
pub struct Arguments {
    /// A folder with the services of codegen.toml as files of Smithy's JSON
    #[arg(long, value_name = "DIR")]
    models: PathBuf,
}

/// Runs the task.
///
/// # Errors
///
/// A service is not there, or what is generated cannot be written.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let project = Project::find()?;
    let services = services(&arguments.models)?;
    let mut workspace = Workspace::open("behaviour")?;
    for it in &project.crates {
        workspace.add(&folder(it), &generate(&project.root, it, &services)?)?;
    }
    let manifest = tests_manifest(&project.root)?;
    workspace.add(TESTS, &[("Cargo.toml".to_owned(), manifest)].into())?;
    let mut cargo = workspace.cargo("test")?;
    // The manifest that the workspace has by now names its members and nothing else.
    let manifest = workspace.folder("Cargo.toml");
    let members: DocumentMut = fs::read_to_string(&manifest)?.parse()?;
    fs::write(&manifest, workspace_manifest(&project, &members)?)?;
    // What the project has built of the runtime crates is used again.
    cargo.env("CARGO_TARGET_DIR", project.root.join("target"));
    let status = cargo
        .args(["--package", "sdk-tailor-tests", "--test", "behaviour"])
        .status()?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The name of a crate's folder in the workspace.
fn folder(it: &CrateConfig) -> String {
    it.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// All services of a folder.
fn services(models: &Path) -> Result<Vec<Service>> {
    let entries = fs::read_dir(models).map_err(|error| format!("{}: {error}", models.display()))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    let service = |file: PathBuf| {
        let mut paths = ModelPaths::new(file);
        paths.partitions = paths.partitions.or_else(partitions);
        Ok(load(&paths)?)
    };
    files.into_iter().map(service).collect()
}

/// The crate of codegen.toml, from the service of the same id.
fn generate(root: &Path, it: &CrateConfig, services: &[Service]) -> Result<codegen::Files> {
    let own = load(&ModelPaths::new(root.join(&it.model)))?;
    let id = &own.sdk_id;
    let service = match it.is_smithy(root) {
        true => Some(&own),
        false => services.iter().find(|service| service.sdk_id == *id),
    };
    let service = service.ok_or_else(|| {
        format!("no model is of the service `{id}`\n   = help: name a folder with one, as Smithy's JSON AST")
    })?;
    let options = codegen::Options::default()
        .operations(it.operations.clone())
        .package_name(it.package.clone())
        .package_version(it.version.clone());
    Ok(codegen::generate(service.clone(), &options)?)
}

/// The project's own manifest, with the members of the workspace in the place of its own.
fn workspace_manifest(project: &Project, members: &DocumentMut) -> Result<String> {
    let mut manifest: DocumentMut = fs::read_to_string(project.root.join("Cargo.toml"))?.parse()?;
    manifest["workspace"]["members"] = members["workspace"]["members"].clone();
    let dependencies = manifest["workspace"]["dependencies"].as_table_mut();
    for (_, dependency) in dependencies.into_iter().flat_map(|table| table.iter_mut()) {
        let Some(path) = dependency.get("path").and_then(Item::as_str) else {
            continue;
        };
        let of_crate = project.crates.iter().find(|it| it.path == Path::new(path));
        dependency["path"] = match of_crate {
            Some(it) => value(folder(it)),
            None => value(project.root.join(path).display().to_string()),
        };
    }
    Ok(manifest.to_string())
}

/// The manifest of the tests, whose sources stay where they are.
fn tests_manifest(root: &Path) -> Result<String> {
    let home = root.join(TESTS);
    let path = |path: &str| value(home.join(path).display().to_string());
    let mut manifest: DocumentMut = fs::read_to_string(home.join("Cargo.toml"))?.parse()?;
    manifest["package"]["autotests"] = value(false);
    manifest["package"]["autoexamples"] = value(false);
    manifest["lib"]["path"] = path("src/lib.rs");
    let mut test = Table::new();
    test["name"] = value("behaviour");
    test["path"] = path("tests/behaviour/main.rs");
    let mut tests = ArrayOfTables::new();
    tests.push(test);
    manifest["test"] = Item::ArrayOfTables(tests);
    Ok(manifest.to_string())
}
