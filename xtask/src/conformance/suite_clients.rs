//! The clients of botocore's suites: a crate for each model.
//!
//! Tests bring a model with every suite. Models that do not contradict each other become one, since each crate costs
//! its compilation.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use codegen::ir::Service;
use codegen::load::{ModelPaths, load};
use serde_json::{Map, Value, json};

use super::client::Client;
use super::suite::{File, SuiteCase};
use crate::Result;

/// The clients of all cases.
pub struct Clients(Vec<(Model, std::result::Result<Client, String>)>);

/// A model in botocore's form, put together from suites.
#[derive(Clone, Debug, Default)]
struct Model {
    metadata: Map<String, Value>,
    shapes: Map<String, Value>,
    operations: BTreeMap<String, Map<String, Value>>,
}

impl Model {
    /// Whether a case's model says nothing else.
    fn agrees(&self, case: &SuiteCase) -> bool {
        let same = |shape: (&String, &Value)| self.shapes.get(shape.0).is_none_or(|ours| ours == shape.1);
        let operation = self.operations.get(&case.case.operation);
        self.metadata == case.metadata
            && operation.is_none_or(|operation| *operation == case.operation)
            && case.shapes.iter().all(same)
    }

    fn add(&mut self, case: &SuiteCase) {
        self.metadata = case.metadata.clone();
        self.shapes.extend(case.shapes.clone());
        self.operations
            .insert(case.case.operation.clone(), case.operation.clone());
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
        Ok(load(&ModelPaths::new(folder)).map(|service| Service {
            endpoint_rules: Some(codegen::load::configured()),
            ..service
        }))
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
        Ok(())
    }
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
        let clients = readable.into_iter().enumerate().map(|(number, model)| {
            let operations: Vec<String> = model.operations.keys().cloned().collect();
            let service = model.load(folder)?;
            let client = service.and_then(|it| Client::generate(&it, &operations, &format!("client_{number}")));
            Ok((model, client.map_err(|error| reason(&error))))
        });
        Ok(Self(clients.collect::<Result<_>>()?))
    }

    /// All clients.
    pub fn all(&self) -> Vec<&Client> {
        self.0.iter().filter_map(|(_, client)| client.as_ref().ok()).collect()
    }

    /// The client of a case, or why there is none.
    pub fn of(&self, case: &SuiteCase) -> std::result::Result<&Client, &str> {
        match self.0.iter().find(|(model, _)| model.agrees(case)) {
            Some((_, client)) => client.as_ref().map_err(String::as_str),
            None => Err("no model fits the case"),
        }
    }
}

/// Why there is no client. The file that the error names is of no use: it was put together from the suite's.
fn reason(error: &codegen::Error) -> String {
    let told = error.diagnostic();
    let shape = told
        .shape
        .as_ref()
        .map(|shape| format!(" ({shape})"))
        .unwrap_or_default();
    format!("{}{shape}\n   = help: {}", told.problem, told.advice)
}
