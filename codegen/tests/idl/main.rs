//! Smithy's own language: what its files become, and how those that are wrong are refused.
//!
//! The suite of Smithy's own loader is read through `CONFORMANCE_DATA`; what the language means is tested here without it.

mod corpus;
mod errors;
mod language;

use std::path::PathBuf;

use codegen::load::assemble_texts;
use serde_json::Value;

/// A model of one file.
fn model(text: &str) -> Value {
    read(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn read(text: &str) -> codegen::Result<Value> {
    files(&[("model.smithy", text)])
}

/// A model of several files.
fn files(texts: &[(&str, &str)]) -> codegen::Result<Value> {
    let texts: Vec<(PathBuf, String)> = texts
        .iter()
        .map(|(name, text)| (PathBuf::from(name), (*text).to_owned()))
        .collect();
    assemble_texts(&texts)
}

/// All that an error says.
fn refusal(text: &str) -> String {
    match read(text) {
        Err(error) => error.to_string(),
        Ok(model) => panic!("it was not refused:\n{text}\n{model:#}"),
    }
}
