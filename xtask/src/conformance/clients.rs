//! The clients of cases, and one program that calls them all.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use codegen::ir::{Service, Shape};
use codegen::plan::Crate;

use super::calls;
use crate::Result;
use crate::oracle::driver;
use crate::partial;
use crate::scratch::Workspace;

/// A generated client.
pub struct Client {
    /// The name of its library.
    pub library: String,
    /// What the client has.
    pub plan: Crate,
    files: codegen::Files,
    /// Why it lacks operations, by their names.
    refused: BTreeMap<String, String>,
    /// The errors to which the model gives no message, as clients do.
    without_message: BTreeSet<String>,
}

impl Client {
    /// Generates the client of a service with some operations. Those that cannot be generated are left out.
    ///
    /// # Errors
    ///
    /// The service can be generated in no part.
    pub fn generate(service: Service, operations: &[String], library: String) -> Result<Self> {
        let partial = partial::generate(&service, &library, operations, usize::MAX)?;
        let has_message = |shape: &Shape| {
            shape
                .kind
                .members()
                .iter()
                .any(|it| it.name.eq_ignore_ascii_case("message"))
        };
        let shapes = service.shapes.iter().map(|(_, shape)| shape);
        let without_message = shapes
            .filter(|shape| !has_message(shape))
            .map(|it| it.name.clone())
            .collect();
        let options = codegen::Options {
            operations: partial.operations,
            ..Default::default()
        };
        Ok(Self {
            plan: Crate::of(service, &options)?,
            library,
            files: partial.files,
            refused: partial
                .refused
                .into_iter()
                .map(|(name, error)| (name, error.to_string()))
                .collect(),
            without_message,
        })
    }

    /// Why the client lacks an operation, if it does.
    pub fn refusal(&self, operation: &str) -> Option<&str> {
        self.refused.get(operation).map(String::as_str)
    }

    /// Whether an error has a message of which its model says nothing.
    pub fn gave_message(&self, error: &str) -> bool {
        self.without_message.contains(error)
    }
}

/// Compiles clients and the program that calls them, and gives its path.
///
/// # Errors
///
/// They do not compile.
pub fn build(clients: &[&Client]) -> Result<PathBuf> {
    let mut workspace = Workspace::open("conformance")?;
    let built: Vec<&Client> = clients
        .iter()
        .filter(|client| !client.files.is_empty())
        .copied()
        .collect();
    for client in &built {
        workspace.add(&client.library, &client.files)?;
    }
    workspace.add("driver", &program(&built)?)?;
    eprintln!(
        "compiling {} clients in {}",
        built.len(),
        workspace.folder("driver").display()
    );
    workspace.program("conformance-driver")
}

/// The files of the program that calls all clients.
fn program(clients: &[&Client]) -> Result<codegen::Files> {
    let mut files = codegen::Files::new();
    let (mut modules, mut arms, mut dependencies) = (String::new(), String::new(), String::new());
    for client in clients {
        let library = &client.library;
        let text = driver::service(&client.plan, library)?;
        files.insert(format!("src/service_{library}.rs"), text);
        files.insert(
            format!("src/settings_{library}.rs"),
            calls::settings(&client.plan.service, library)?,
        );
        modules.push_str(&format!("mod service_{library};\nmod settings_{library};\n"));
        arms.push_str(&format!(
            "        \"{library}\" => {{
                let client = match case.get(\"built_ins\") {{
                    Some(_) => settings_{library}::client(&exchange, &case),
                    None => service_{library}::client(&exchange, endpoint),
                }};
                service_{library}::call(&client, &operation, &params).await
            }}\n"
        ));
        dependencies.push_str(&format!(
            "{library} = {{ path = \"../{library}\", default-features = false, features = [\"behavior-version-latest\", \"rt-tokio\"] }}\n"
        ));
    }
    let main = include_str!("program/main.rs")
        .replace("// The modules of the clients stand here.\n", &modules)
        .replace("        // The calls of the clients stand here.\n", &arms);
    files.insert("src/main.rs".to_owned(), main);
    files.insert(
        "Cargo.toml".to_owned(),
        include_str!("program/manifest.toml").replace("# The clients stand here.\n", &dependencies),
    );
    for (name, text) in driver::COMMON {
        files.insert(format!("src/{name}"), text.to_owned());
    }
    Ok(files)
}
