//! The clients of the tests: a crate for each model, and one program that calls them all.
//!
//! Tests bring a model with every suite. Models that do not contradict each other become one, since each crate costs
//! its compilation.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::ir::Service;
use codegen::load::{ModelPaths, load};
use codegen::passes::{self, Facts};
use serde_json::{Map, Value, json};

use super::suite::{Case, File};
use crate::Result;
use crate::oracle::driver;
use crate::scratch::{Workspace, succeed};

/// The clients of all cases.
pub struct Clients {
    clients: Vec<Client>,
}

/// A generated client.
pub struct Client {
    /// The name of its library.
    pub library: String,
    /// The service as the client has it.
    pub service: Service,
    facts: Facts,
    files: codegen::Files,
    model: Model,
}

/// A model in botocore's form, put together from suites.
#[derive(Clone, Debug, Default)]
struct Model {
    metadata: Map<String, Value>,
    shapes: Map<String, Value>,
    operations: BTreeMap<String, Map<String, Value>>,
    /// Why no client has an operation, by its name.
    refused: BTreeMap<String, String>,
}

impl Model {
    /// Whether a case's model says nothing else.
    fn agrees(&self, case: &Case) -> bool {
        let same = |shape: (&String, &Value)| self.shapes.get(shape.0).is_none_or(|ours| ours == shape.1);
        let operation = self.operations.get(name(case));
        self.metadata == case.metadata
            && operation.is_none_or(|operation| *operation == case.operation)
            && case.shapes.iter().all(same)
    }

    fn add(&mut self, case: &Case) {
        self.metadata = case.metadata.clone();
        self.shapes.extend(case.shapes.clone());
        self.operations.insert(name(case).to_owned(), case.operation.clone());
    }

    /// A model for each operation.
    fn split(&self) -> impl Iterator<Item = Self> {
        self.operations.iter().map(|(name, operation)| Self {
            operations: BTreeMap::from([(name.clone(), operation.clone())]),
            ..self.clone()
        })
    }

    /// Reads the model by way of a folder, or says why it cannot be read.
    fn load(&self, folder: &Path) -> Result<std::result::Result<Service, codegen::Error>> {
        self.write(folder)?;
        Ok(load(&ModelPaths::new(folder)))
    }

    /// The files of the model, in a folder.
    fn write(&self, folder: &Path) -> Result<()> {
        let mut metadata = self.metadata.clone();
        let defaults = [
            ("endpointPrefix", "conformance"),
            ("serviceId", "Conformance"),
            ("serviceFullName", "Conformance"),
            ("signatureVersion", "v4"),
            ("uid", "conformance"),
        ];
        for (key, value) in defaults {
            metadata.entry(key).or_insert_with(|| value.into());
        }
        let operations: Map<String, Value> = self
            .operations
            .iter()
            .map(|(name, operation)| (name.clone(), operation.clone().into()))
            .collect();
        let model = json!({ "version": "2.0", "metadata": metadata, "operations": operations, "shapes": self.shapes });
        fs::create_dir_all(folder)?;
        fs::write(folder.join("service-2.json"), model.to_string())?;
        fs::write(folder.join("endpoint-rule-set-1.json"), rules().to_string())?;
        Ok(())
    }
}

/// Rules that take the endpoint of the configuration.
fn rules() -> Value {
    json!({
        "version": "1.0",
        "parameters": {
            "Region": { "builtIn": "AWS::Region", "required": false, "documentation": "The region.", "type": "string" },
            "UseDualStack": { "builtIn": "AWS::UseDualStack", "required": true, "default": false, "documentation": "", "type": "boolean" },
            "UseFIPS": { "builtIn": "AWS::UseFIPS", "required": true, "default": false, "documentation": "", "type": "boolean" },
            "Endpoint": { "builtIn": "SDK::Endpoint", "required": false, "documentation": "The endpoint.", "type": "string" }
        },
        "rules": [
            {
                "conditions": [{ "fn": "isSet", "argv": [{ "ref": "Endpoint" }] }],
                "endpoint": { "url": { "ref": "Endpoint" }, "properties": {}, "headers": {} },
                "type": "endpoint"
            },
            { "conditions": [], "error": "no endpoint is configured", "type": "error" }
        ]
    })
}

fn name(case: &Case) -> &str {
    case.operation.get("name").and_then(Value::as_str).unwrap_or_default()
}

impl Clients {
    /// Generates the clients of all cases.
    ///
    /// # Errors
    ///
    /// A scratch folder cannot be written.
    pub fn generate(files: &[File]) -> Result<Self> {
        let mut models: Vec<Model> = Vec::new();
        for case in files.iter().flat_map(|file| &file.cases) {
            match models.iter_mut().find(|model| model.agrees(case)) {
                Some(model) => model.add(case),
                None => {
                    let mut model = Model::default();
                    model.add(case);
                    models.push(model);
                }
            }
        }
        let scratch = tempfile::tempdir()?;
        let folder = scratch.path();
        let mut readable = Vec::new();
        for model in models {
            // Operations that the front end cannot have side by side are given a model each.
            match model.load(folder)? {
                Ok(_) => readable.push(model),
                Err(_) => readable.extend(model.split()),
            }
        }
        let numbered = readable.into_iter().enumerate();
        let clients = numbered.map(|(number, model)| Client::generate(model, number, folder));
        Ok(Self {
            clients: clients.collect::<Result<_>>()?,
        })
    }

    /// The client of a case, or why there is none.
    pub fn of(&self, case: &Case) -> std::result::Result<&Client, &str> {
        let Some(client) = self.clients.iter().find(|client| client.model.agrees(case)) else {
            return Err("no model fits the case");
        };
        match client.model.refused.get(name(case)) {
            Some(refusal) => Err(refusal),
            None => Ok(client),
        }
    }

    /// Compiles the clients and the program that calls them, and gives its path.
    ///
    /// # Errors
    ///
    /// They do not compile.
    pub fn build(&self) -> Result<PathBuf> {
        let mut workspace = Workspace::open("conformance")?;
        let built: Vec<&Client> = self.clients.iter().filter(|client| !client.files.is_empty()).collect();
        for client in &built {
            workspace.add(&client.library, &client.files)?;
        }
        workspace.add("driver", &program(&built)?)?;
        eprintln!(
            "compiling {} clients in {}",
            built.len(),
            workspace.folder("driver").display()
        );
        let mut cargo = workspace.cargo("build")?;
        cargo.args(["--quiet", "--package", "conformance-driver"]);
        cargo.env("CARGO_PROFILE_DEV_DEBUG", "0").env("CARGO_INCREMENTAL", "0");
        succeed(cargo)?;
        Ok(workspace.target().join("debug").join("conformance-driver"))
    }
}

impl Client {
    /// Generates the client of a model. Operations that cannot be generated are left out, with the reason.
    fn generate(mut model: Model, number: usize, folder: &Path) -> Result<Self> {
        let library = format!("client_{number}");
        let support = codegen::Support::Crate("../../../codegen/support".to_owned());
        let options = |operations: Vec<String>| codegen::Options {
            operations,
            package_name: Some(library.clone()),
            package_version: None,
            support: support.clone(),
        };
        let raw = model.load(folder)??;
        let mut operations = Vec::new();
        for name in model.operations.keys() {
            match codegen::generate(raw.clone(), &options(vec![name.clone()])) {
                Ok(_) => operations.push(name.clone()),
                Err(error) => {
                    model.refused.insert(name.clone(), error.to_string());
                }
            }
        }
        let files = match operations.is_empty() {
            true => codegen::Files::new(),
            false => codegen::generate(raw.clone(), &options(operations.clone()))?,
        };
        let mut service = raw;
        passes::select(&mut service, &operations)?;
        passes::isolate(&mut service);
        passes::prune(&mut service);
        let facts = Facts::of(&service)?;
        Ok(Self {
            library,
            service,
            facts,
            files,
            model,
        })
    }
}

/// The files of the program that calls all clients.
fn program(clients: &[&Client]) -> Result<codegen::Files> {
    let mut files = codegen::Files::new();
    let (mut modules, mut arms, mut dependencies) = (String::new(), String::new(), String::new());
    for client in clients {
        let library = &client.library;
        let text = driver::service(&client.service, &client.facts, library)?;
        files.insert(format!("src/service_{library}.rs"), text);
        modules.push_str(&format!("mod service_{library};\n"));
        arms.push_str(&format!(
            "        \"{library}\" => service_{library}::call(&service_{library}::client(&exchange, endpoint), &operation, &params).await,\n"
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
