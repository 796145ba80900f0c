//! `cargo xtask aws-config`: an unmodified aws-config over our crates of STS, SSO and SSO OIDC.
//!
//! The three are cut to what aws-config calls and put in the place of AWS's by `[patch.crates-io]`. A program then takes
//! the credentials of a profile that assumes a role with those of a single sign-on, from a server on the loopback
//! interface.

use std::{path::PathBuf, process::ExitCode};

use codegen::load::{ModelPaths, load};

use crate::{Result, published, scratch::Workspace};

/// The crates, the operations that aws-config calls, and the version that stands for any of the first.
const CRATES: [(&str, &[&str]); 3] = [
    ("sts", &["AssumeRole", "AssumeRoleWithWebIdentity"]),
    ("sso", &["GetRoleCredentials"]),
    ("ssooidc", &["CreateToken"]),
];
const VERSION: &str = "1.999.0";

const MANIFEST: &str = "[package]
name = \"over-ours\"
version = \"0.0.0\"
edition = \"2024\"
publish = false

[dependencies]
aws-config = { version = \"1.13\", features = [\"behavior-version-latest\"] }
aws-credential-types = \"1\"
aws-smithy-http-client = { version = \"1\", features = [\"default-client\"] }
aws-smithy-runtime-api = { version = \"1\", features = [\"client\", \"http-1x\"] }
tokio = { version = \"1\", features = [\"macros\", \"rt\", \"time\"] }
";

/// Compiles an unmodified aws-config over our crates, and takes credentials with it.
#[derive(clap::Args)]
pub struct Arguments {
    /// The folder of the models: botocore's data, or files of Smithy's JSON
    #[arg(long, value_name = "DIR")]
    models: PathBuf,
}

/// Runs the task.
///
/// # Errors
///
/// A model cannot be read, or something does not compile.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let mut workspace = Workspace::open("aws-config")?;
    let mut patch = String::from("\n[patch.crates-io]\n");
    for (name, operations) in CRATES {
        let mut paths = ModelPaths::new(published::model(&arguments.models, name)?);
        paths.partitions = paths.partitions.or_else(crate::project::partitions);
        let package = format!("aws-sdk-{name}");
        let options = codegen::Options::default()
            .operations(operations.iter().map(|it| (*it).to_owned()).collect())
            .package_name(Some(package.clone()))
            .package_version(Some(VERSION.to_owned()));
        workspace.add(&package, &codegen::generate(load(&paths)?, &options)?)?;
        patch.push_str(&format!("{package} = {{ path = {package:?} }}\n"));
    }
    let program = codegen::Files::from([
        ("Cargo.toml".to_owned(), MANIFEST.to_owned()),
        ("src/main.rs".to_owned(), include_str!("program/main.rs").to_owned()),
        ("src/server.rs".to_owned(), include_str!("program/server.rs").to_owned()),
    ]);
    workspace.add("over-ours", &program)?;
    eprintln!("compiling aws-config over our crates");
    let program = workspace.with(patch).program("over-ours")?;
    let home = tempfile::tempdir()?;
    let status = std::process::Command::new(program).arg(home.path()).status()?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
