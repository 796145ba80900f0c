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
pub struct Clients {
    clients: Vec<std::result::Result<Client, codegen::Error>>,
    /// The position of the client of each case, by the number of the case.
    of_cases: Vec<usize>,
}

/// A model in botocore's form, put together from suites.
#[derive(Clone, Debug, Default)]
struct Model {
    metadata: Map<String, Value>,
    shapes: Map<String, Value>,
    operations: BTreeMap<String, Map<String, Value>>,
}

impl Model {
    /// Tells whether the models of two cases can be merged: they agree wherever they overlap.
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

    /// The model of a case alone.
    fn of(case: &SuiteCase) -> Self {
        let mut model = Self::default();
        model.add(case);
        model
    }

    /// The shapes that an operation of the model refers to, be it by way of others.
    fn shapes(&self) -> Map<String, Value> {
        let mut found = Map::new();
        let mut left: Vec<&Value> = self.operations.values().flat_map(Map::values).collect();
        while let Some(value) = left.pop() {
            match value {
                Value::Array(items) => left.extend(items),
                Value::Object(fields) => {
                    left.extend(fields.values());
                    let name = fields.get("shape").and_then(Value::as_str);
                    if let Some((name, shape)) = name.and_then(|name| self.shapes.get_key_value(name))
                        && found.insert(name.clone(), shape.clone()).is_none()
                    {
                        left.push(shape);
                    }
                }
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
        found
    }

    /// Generates the client of the model, or says why there is none.
    fn client(&self, number: usize, folder: &Path) -> Result<std::result::Result<Client, codegen::Error>> {
        let operations: Vec<String> = self.operations.keys().cloned().collect();
        let service = self.load(folder)?;
        Ok(service.and_then(|it| Client::generate(&it, &operations, &format!("client_{number}"))))
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
        let model =
            json!({ "version": "2.0", "metadata": metadata, "operations": operations, "shapes": self.shapes() });
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
        let cases: Vec<&SuiteCase> = files.iter().flat_map(|file| &file.cases).collect();
        let mut groups: Vec<(Model, Vec<usize>)> = Vec::new();
        for (number, case) in cases.iter().enumerate() {
            match groups.iter_mut().find(|(model, _)| model.agrees(case)) {
                Some((model, numbers)) => {
                    model.add(case);
                    numbers.push(number);
                }
                None => groups.push((Model::of(case), vec![number])),
            }
        }
        let scratch = tempfile::tempdir()?;
        let mut all = Self {
            clients: Vec::new(),
            of_cases: vec![0; cases.len()],
        };
        for (model, numbers) in groups {
            let client = model.client(all.clients.len(), scratch.path())?;
            if client.is_ok() || numbers.len() == 1 {
                all.add(client, &numbers);
                continue;
            }
            // What is wrong with the model of one case is no reason to fail another.
            for number in numbers {
                let client = Model::of(cases[number]).client(all.clients.len(), scratch.path())?;
                all.add(client, &[number]);
            }
        }
        Ok(all)
    }

    fn add(&mut self, client: std::result::Result<Client, codegen::Error>, cases: &[usize]) {
        for case in cases {
            self.of_cases[*case] = self.clients.len();
        }
        self.clients.push(client);
    }

    /// All clients.
    pub fn all(&self) -> Vec<&Client> {
        self.clients.iter().filter_map(|client| client.as_ref().ok()).collect()
    }

    /// The client of a case, by the number of the case among all, if it has the operation; or else why not.
    pub fn of(&self, number: usize, case: &SuiteCase) -> std::result::Result<&Client, String> {
        let client = self.clients[self.of_cases[number]].as_ref();
        let client = client.map_err(|error| reason(error, case))?;
        match client.generated().refused().get(&case.case.operation) {
            Some(refusal) => Err(reason(refusal, case)),
            None => Ok(client),
        }
    }
}

/// Why there is no client, with the place in the file of the case: the model was put together from it.
fn reason(error: &codegen::Error, case: &SuiteCase) -> String {
    let told = error.diagnostic();
    let pointer = case.pointer(told.pointer.as_deref().unwrap_or_default());
    let shape = told.shape.as_ref().map(|shape| format!("\n   = shape: {shape}"));
    let mut text = format!(
        "{}\n  --> {}#{pointer}{}\n   = help: {}",
        told.problem,
        case.place.file.display(),
        shape.unwrap_or_default(),
        told.advice
    );
    for more in &told.more {
        text.push_str("\n\nerror: ");
        text.push_str(&reason(more, case));
    }
    text
}
