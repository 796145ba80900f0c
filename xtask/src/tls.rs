//! `cargo xtask tls`: a generated client speaks TLS over the back end that a feature names, with a server on the loopback
//! interface, and the default back end is not even compiled.

use std::path::Path;
use std::process::{Command, ExitCode};

use codegen::Files;
use codegen::load::{ModelPaths, load};

use crate::Result;
use crate::project::Project;
use crate::scratch::{Workspace, succeed};

/// The program, which is server and client.
const PROGRAM: &str = include_str!("../../tests/tls/main.rs");

/// Builds a program for a back end of TLS, and has it call a server of its own.
#[derive(clap::Args)]
pub struct Arguments {
    /// The feature of the generated crate that names the back end
    #[arg(long, value_name = "FEATURE", default_value = "rustls-ring")]
    back_end: String,
}

/// Runs the task.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let root = Project::find()?.root;
    let options = codegen::Options::default()
        .operations(vec!["ListDatasets".to_owned()])
        .package_name("client".to_owned());
    let service = load(&ModelPaths::new(root.join("model/personalize/2018-05-22")))?;
    let mut workspace = Workspace::open("tls")?;
    workspace.add("client", &codegen::generate(service, &options)?)?;
    workspace.add("program", &program(&arguments.back_end))?;
    eprintln!("compiling the program with {}", arguments.back_end);
    let mut build = workspace.cargo("build")?;
    build.env("CARGO_PROFILE_DEV_DEBUG", "0");
    build.args(["--quiet", "--package", "program"]);
    succeed(build)?;
    call(&workspace.target().join("debug/program"), &workspace.target())?;
    let has_default = depends_on(&workspace, "aws-lc-sys")?;
    println!(
        "the client called the server over TLS by {}; aws-lc-sys is {} compiled for it",
        arguments.back_end,
        if has_default { "" } else { "not" }
    );
    Ok(ExitCode::SUCCESS)
}

fn program(back_end: &str) -> Files {
    let manifest = format!(
        "[package]\nname = \"program\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n\
         client = {{ path = \"../client\", default-features = false, features = [\"behavior-version-latest\", \"rt-tokio\", \
         {back_end:?}] }}\n\
         rcgen = \"0.13\"\n\
         rustls = {{ version = \"0.23\", default-features = false, features = [\"ring\", \"std\"] }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"net\", \"io-util\", \"rt\", \"time\"] }}\n\
         tokio-rustls = {{ version = \"0.26\", default-features = false, features = [\"ring\"] }}\n"
    );
    let files = [("Cargo.toml", manifest.as_str()), ("src/main.rs", PROGRAM)];
    files.map(|(path, text)| (path.to_owned(), text.to_owned())).into()
}

/// Runs the program twice: with its server's certificate among those that are trusted, and without.
fn call(program: &Path, folder: &Path) -> Result<()> {
    let certificate = folder.join("certificate.pem");
    let run = |is_trusted: &str| Command::new(program).arg(is_trusted).arg(&certificate).output();
    for is_trusted in ["trusted", "untrusted"] {
        let output = run(is_trusted)?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(format!("the server's certificate is {is_trusted}, and the program fails:\n{said}").into());
        }
    }
    Ok(())
}

/// Tells whether a crate is among those that the program needs.
fn depends_on(workspace: &Workspace, name: &str) -> Result<bool> {
    let output = workspace
        .cargo("tree")?
        .args(["--package", "program", "--prefix", "none", "--format", "{p}"])
        .output()?;
    let listed = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(listed.lines().any(|line| line.split(' ').next() == Some(name)))
}
