//! Generated clients, and the one program that calls them all.
//!
//! What holds clients against something generates them here, compiles them once, and asks the program: a case a line, an
//! answer a line. Nothing here knows what a case is for.

use std::collections::BTreeMap;
use std::path::PathBuf;

use codegen::ir::Service;
use codegen::passes::Facts;

use super::driver;
use crate::Result;
use crate::scratch::Workspace;

/// A generated client.
pub struct Client {
    /// The name of its library, by which cases name the client.
    pub library: String,
    /// The service as the client has it.
    pub service: Service,
    facts: Facts,
    files: codegen::Files,
}

/// Why operations are in no client, by their names.
pub type Refused = BTreeMap<String, String>;

impl Client {
    /// Generates a client of the first operations that one can be generated for, as many as are wanted. Those that
    /// cannot be generated are left out; there is no client where none is left.
    ///
    /// # Errors
    ///
    /// The operations can be generated one by one, and not together.
    pub fn generate(
        raw: &Service,
        library: &str,
        operations: &[String],
        most: usize,
    ) -> Result<(Option<Self>, Refused)> {
        let (mut accepted, mut refused) = (Vec::new(), Refused::new());
        if most >= operations.len() && files(raw, library, operations).is_ok() {
            accepted = operations.to_vec();
        }
        for name in operations {
            if accepted.len() == most.min(operations.len()) {
                break;
            }
            match files(raw, library, std::slice::from_ref(name)) {
                Ok(_) => accepted.push(name.clone()),
                Err(error) => drop(refused.insert(name.clone(), error.to_string())),
            }
        }
        if accepted.is_empty() {
            return Ok((None, refused));
        }
        let prepared = codegen::prepare(raw.clone(), &accepted)?;
        let client = Self {
            library: library.to_owned(),
            service: prepared.service,
            facts: prepared.facts,
            files: files(raw, library, &accepted)?,
        };
        Ok((Some(client), refused))
    }
}

fn files(raw: &Service, library: &str, operations: &[String]) -> codegen::Result<codegen::Files> {
    let options = codegen::Options {
        operations: operations.to_vec(),
        package_name: Some(library.to_owned()),
        package_version: None,
        // What clients have in common is compiled once.
        support: codegen::Support::Crate("../../../codegen/support".to_owned()),
    };
    codegen::generate(raw.clone(), &options)
}

/// Compiles clients and the program that calls them, and gives its path.
///
/// # Errors
///
/// They do not compile.
pub fn build(clients: &[&Client]) -> Result<PathBuf> {
    let mut workspace = Workspace::open("oracle")?;
    for client in clients {
        workspace.add(&client.library, &client.files)?;
    }
    workspace.add("driver", &program(clients)?)?;
    let count = match clients.len() {
        1 => "a client".to_owned(),
        count => format!("{count} clients"),
    };
    eprintln!("compiling {count} in {}", workspace.folder("driver").display());
    workspace.program("oracle-driver")
}

/// The files of the program that calls the clients.
fn program(clients: &[&Client]) -> Result<codegen::Files> {
    let mut files = codegen::Files::new();
    let lines = |line: &dyn Fn(&str) -> String| clients.iter().map(|it| line(&it.library)).collect::<String>();
    let main = include_str!("driver/main.rs")
        .replace(
            "// The modules of the clients stand here.\n",
            &lines(&|library| format!("mod of_{library};\n")),
        )
        .replace(
            "    // The clients stand here.\n",
            &lines(&|library| format!("    {library}: {library}::Client,\n")),
        )
        .replace(
            "        // The makers of the clients stand here.\n",
            &lines(&|library| format!("        {library}: of_{library}::client(&exchange, endpoint.clone()),\n")),
        )
        .replace(
            "        // The calls of the clients stand here.\n",
            &lines(&|library| {
                format!("        \"{library}\" => of_{library}::call(&clients.{library}, operation, params).await,\n")
            }),
        );
    let features = "default-features = false, features = [\"behavior-version-latest\", \"rt-tokio\"]";
    let manifest = include_str!("driver/manifest.toml").replace(
        "# The clients stand here.\n",
        &lines(&|library| format!("{library} = {{ path = \"../{library}\", {features} }}\n")),
    );
    files.insert("src/main.rs".to_owned(), main);
    files.insert("Cargo.toml".to_owned(), manifest);
    for (name, text) in driver::COMMON {
        files.insert(format!("src/{name}"), text.to_owned());
    }
    for client in clients {
        let text = driver::service(&client.service, &client.facts, &client.library)?;
        files.insert(format!("src/of_{}.rs", client.library), text);
    }
    Ok(files)
}
