//! `cargo xtask subsets`: generates a crate for each operation alone, and compiles all of them without a warning.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use codegen::ir::Service;
use codegen::load::{ModelPaths, load};
use heck::ToKebabCase;

use crate::Result;
use crate::scratch::Workspace;

/// Compiles a crate for each operation alone, in one graph of crates, and accepts no warning.
#[derive(clap::Args)]
pub struct Arguments {
    /// The model: a folder in botocore's form, or a file of Smithy's JSON
    #[arg(long, value_name = "PATH", default_value = "model/personalize/2018-05-22")]
    model: PathBuf,
    /// Operations, by name or by pattern: `List*`, `!Delete*`; all where none is given
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    operations: Vec<String>,
}

/// Runs the task.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let started = Instant::now();
    let service = load(&ModelPaths::new(&arguments.model))?;
    let chosen = codegen::plan::chosen(&service, &arguments.operations)?;
    let mut workspace = Workspace::open("subsets")?;
    let count = chosen.len();
    for operation in &chosen {
        add(&mut workspace, &service, operation)?;
    }
    eprintln!("{count} crates of one operation each are generated; cargo checks them");
    let mut check = workspace.cargo("check")?;
    let status = check
        .args(["--workspace", "--quiet"])
        .env("RUSTFLAGS", "-D warnings")
        .status()?;
    if !status.success() {
        eprintln!("error: a crate of one operation does not compile, or compiles with a warning; see above");
        return Ok(ExitCode::FAILURE);
    }
    println!(
        "{count} crates of one operation each compile without a warning, in {} s",
        started.elapsed().as_secs()
    );
    Ok(ExitCode::SUCCESS)
}

fn add(workspace: &mut Workspace, service: &Service, operation: &str) -> Result<()> {
    let package = format!("only-{}", operation.to_kebab_case());
    let options = codegen::Options::default()
        .operations(vec![operation.to_owned()])
        .package_name(Some(package.clone()));
    workspace.add(&package, &codegen::generate(service.clone(), &options)?)
}
