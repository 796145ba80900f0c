//! Generated clients, and the one program that calls them all.
//!
//! Clients are compiled once, and the program is asked: a case a line, an answer a line.

use std::collections::BTreeMap;
use std::path::PathBuf;

use codegen::ir::Service;
use codegen::plan::Crate;

use super::program;
use crate::Result;
use crate::partial;
use crate::scratch::Workspace;

/// A client of a service, or of some of its operations.
pub struct Client {
    /// The name of its library, by which cases name the client.
    pub library: String,
    /// The plan of the client; `None` where no operation is left.
    plan: Option<Crate>,
    files: codegen::Files,
    /// Why it lacks operations, by their names.
    refused: BTreeMap<String, codegen::Error>,
}

impl Client {
    /// Generates the client of the first operations that are not refused, as many as are wanted.
    ///
    /// # Errors
    ///
    /// The operations can be generated one by one, and not together.
    pub fn generate(service: &Service, operations: &[String], most: usize, library: &str) -> codegen::Result<Self> {
        let partial = partial::generate(service, library, operations, most)?;
        let options = codegen::Options::default().operations(partial.operations);
        let plan = match options.operations.is_empty() {
            true => None,
            false => Some(Crate::of(service.clone(), &options)?),
        };
        Ok(Self {
            library: library.to_owned(),
            plan,
            files: partial.files,
            refused: partial.refused,
        })
    }

    /// The plan of the client; `None` where all its operations are refused.
    pub fn plan(&self) -> Option<&Crate> {
        self.plan.as_ref()
    }

    /// Why the client lacks operations, by their names.
    pub fn refused(&self) -> &BTreeMap<String, codegen::Error> {
        &self.refused
    }
}

/// Compiles clients and the program that calls them, in a workspace of that name, and gives the program's path.
///
/// # Errors
///
/// They do not compile.
pub fn build(name: &str, clients: &[&Client]) -> Result<PathBuf> {
    let mut workspace = Workspace::open(name)?;
    let built = || clients.iter().filter_map(|client| Some((*client, client.plan()?)));
    for (client, _) in built() {
        workspace.add(&client.library, &client.files)?;
    }
    let package = format!("{name}-program");
    workspace.add("program", &files(&package, built())?)?;
    let count = match built().count() {
        1 => "a client".to_owned(),
        count => format!("{count} clients"),
    };
    eprintln!("compiling {count} in {}", workspace.folder("program").display());
    workspace.program(&package)
}

/// The files of the program that calls the clients.
fn files<'a>(package: &str, clients: impl Iterator<Item = (&'a Client, &'a Crate)> + Clone) -> Result<codegen::Files> {
    let lines = |line: &dyn Fn(&str) -> String| clients.clone().map(|(it, _)| line(&it.library)).collect::<String>();
    let main = include_str!("program/main.rs")
        .replace(
            "// The modules of the clients stand here.\n",
            &lines(&|library| format!("mod of_{library};\n")),
        )
        .replace(
            "        // The makers of the clients stand here.\n",
            &lines(&|library| format!("        \"{library}\" => Arc::new(of_{library}::client(exchange, case)),\n")),
        );
    let features = "default-features = false, features = [\"behavior-version-latest\", \"rt-tokio\"]";
    let manifest = include_str!("program/manifest.toml")
        .replace("PACKAGE", package)
        .replace(
            "# The clients stand here.\n",
            &lines(&|library| format!("{library} = {{ path = \"../{library}\", {features} }}\n")),
        );
    let mut files = codegen::Files::new();
    files.insert("src/main.rs".to_owned(), main);
    files.insert("Cargo.toml".to_owned(), manifest);
    for (name, text) in program::COMMON {
        files.insert(format!("src/{name}"), text.to_owned());
    }
    for (client, plan) in clients.clone() {
        files.insert(
            format!("src/of_{}.rs", client.library),
            program::module(plan, &client.library)?,
        );
    }
    Ok(files)
}
