//! Generated clients, and the one program that calls them all.
//!
//! What holds clients against something generates them here, compiles them once, and asks the program: a case a line, an
//! answer a line. Nothing here knows what a case is for.

use std::path::PathBuf;

use codegen::ir::Service;
use codegen::plan::Crate;

use super::driver;
use crate::Result;
use crate::partial::Partial;
use crate::scratch::Workspace;

/// A generated client.
pub struct Client {
    /// The name of its library, by which cases name the client.
    pub library: String,
    /// What the client has.
    pub plan: Crate,
    files: codegen::Files,
}

impl Client {
    /// The client of what was generated of a service; none where nothing was.
    ///
    /// # Errors
    ///
    /// The service was not generated with these operations.
    pub fn of(raw: &Service, library: &str, partial: Partial) -> Result<Option<Self>> {
        if partial.operations.is_empty() {
            return Ok(None);
        }
        let options = codegen::Options {
            operations: partial.operations,
            ..Default::default()
        };
        Ok(Some(Self {
            library: library.to_owned(),
            plan: Crate::of(raw.clone(), &options)?,
            files: partial.files,
        }))
    }
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
        let text = driver::service(&client.plan, &client.library)?;
        files.insert(format!("src/of_{}.rs", client.library), text);
    }
    Ok(files)
}
