//! The front end for Smithy's own language, versions 1.0 and 2.0: files and folders become one model in the form of the
//! JSON AST 2.0, which the other front end of Smithy reads. It knows the language, and nothing about clients.
//!
//! A file becomes a tree with places ([`lexer`], [`parser`], [`syntax`]); the files together become shapes ([`model`],
//! [`lower`]), which are checked as Smithy's own tool does ([`validate`]). An error's place in the JSON is traced back
//! to the files ([`locate`]).

mod applies;
mod ast;
mod ast_form;
mod builtin;
mod fault;
mod lexer;
mod locate;
mod lower;
mod metadata;
mod mixins;
mod model;
mod parser;
mod problem;
mod report;
mod sources;
mod syntax;
mod text;
mod upgrade;
mod validate;
mod values;

use std::path::{Path, PathBuf};

use serde_json::Value;

use self::{
    fault::{Faults, Where},
    model::{Content, Input, Model, Text},
    problem::Problem,
};
use super::parse;
use crate::{Error, Result, error::TextPlace};

/// Tells whether a path is a model in Smithy's language: a `.smithy` file, or a folder with one.
pub(super) fn is_idl(path: &Path) -> bool {
    sources::is_idl(path)
}

/// Reads files and folders as one model, of which a client is made: it takes numbers for what computers make of them.
pub(super) fn read(paths: &[PathBuf]) -> Result<Value> {
    assemble(&sources::read(paths)?, false)
}

/// Reads files and folders as one model that is to be printed, with all digits of its numbers.
pub(super) fn read_exactly(paths: &[PathBuf]) -> Result<Value> {
    assemble(&sources::read(paths)?, true)
}

/// Reads texts as the files of one model.
pub(super) fn read_texts(texts: &[(PathBuf, String)]) -> Result<Value> {
    let text = |(path, text): &(PathBuf, String)| Text {
        path: path.clone(),
        text: text.clone(),
    };
    assemble(&texts.iter().map(text).collect::<Vec<_>>(), true)
}

/// Checks a model that is one JSON file against the rules for models of several files.
pub(super) fn check(path: &Path, root: &Value) -> Result<()> {
    let errors = ast_form::check(root);
    if let Some(error) = Error::all(errors.into_iter().map(|error| error.in_file(path))) {
        return Err(error);
    }
    let input = Input {
        path,
        text: "",
        content: Content::Json(root.clone()),
    };
    let inputs = [input];
    let mut faults = Faults::default();
    let model = Model::of(&inputs, &mut faults);
    let ast = lower::lower(&inputs, &model, &mut faults);
    validate::validate(&model, &ast, &mut faults);
    report::of_model(faults, &model).map_or(Ok(()), Err)
}

fn assemble(texts: &[Text], is_exact: bool) -> Result<Value> {
    let inputs = inputs(texts)?;
    let mut faults = Faults::default();
    let mut model = Model::of(&inputs, &mut faults);
    model.is_exact = is_exact;
    let ast = lower::lower(&inputs, &model, &mut faults);
    validate::validate(&model, &ast, &mut faults);
    match report::of_model(faults, &model) {
        Some(error) => Err(error),
        None => Ok(ast.into_value()),
    }
}

/// Parses each file by itself. Errors in one of them end the loading before the files are combined.
fn inputs(texts: &[Text]) -> Result<Vec<Input<'_>>> {
    let mut inputs = Vec::new();
    let mut broken: Vec<(&Path, &str, Vec<Problem>)> = Vec::new();
    let mut errors = Vec::new();
    for Text { path, text } in texts {
        let content = if path.extension().is_some_and(|it| it == "json") {
            match json(path, text) {
                Ok(value) => Content::Json(value),
                Err(error) => {
                    errors.push(error);
                    continue;
                }
            }
        } else {
            let (file, problems) = parser::parse(text);
            if !problems.is_empty() {
                broken.push((path, text, problems));
            }
            Content::Idl(file)
        };
        inputs.push(Input { path, text, content });
    }
    match Error::all(report::of_files(broken.into_iter()).into_iter().chain(errors)) {
        Some(error) => Err(error),
        None => Ok(inputs),
    }
}

/// The content of a JSON file, which has to be a model.
fn json(path: &Path, text: &str) -> Result<Value> {
    let root = parse::parse(text.as_bytes()).map_err(|error| error.in_file(path))?;
    let version = root.get("smithy").and_then(Value::as_str);
    if matches!(version, Some("1" | "1.0" | "2" | "2.0")) {
        let errors = ast_form::check(&root);
        return match Error::all(errors.into_iter().map(|error| error.in_file(path))) {
            Some(error) => Err(error),
            None => Ok(root),
        };
    }
    let error = match root.get("smithy") {
        Some(other) => Error::new(
            format!("unsupported Smithy version number: {other}"),
            "use `\"2.0\"`, or `\"1.0\"`",
        )
        .at("/smithy"),
        None => Error::new(
            "the file is no Smithy model: it has no key `smithy`",
            "take it out of the folder, or name the files of the model one by one",
        ),
    };
    Err(error.in_file(path))
}

/// Gives an error the place in the text that its pointer leads to, if the model has not changed meanwhile.
pub(super) fn locate(paths: &[PathBuf], mut error: Error) -> Error {
    let Ok(texts) = sources::read(paths) else { return error };
    let Ok(inputs) = inputs(&texts) else { return error };
    let model = Model::of(&inputs, &mut Faults::default());
    let mut more = std::mem::take(&mut error.diagnostic_mut().more);
    for one in std::iter::once(&mut error).chain(&mut more) {
        let diagnostic = one.diagnostic_mut();
        let Some(pointer) = diagnostic.pointer.clone().filter(|_| diagnostic.place.is_none()) else {
            continue;
        };
        match locate::find(&model, &pointer) {
            Some(Where::Span(file, span)) => {
                let origin = &model.origins[file];
                diagnostic.file = Some(origin.path.to_owned());
                diagnostic.place = Some(TextPlace::new(origin.path, origin.text, span.range()));
                diagnostic.pointer = None;
            }
            Some(Where::Json(file, pointer)) => {
                diagnostic.file = Some(model.origins[file].path.to_owned());
                diagnostic.pointer = Some(pointer);
            }
            Some(Where::Pointer(_)) | None => {}
        }
    }
    error.diagnostic_mut().more = more;
    error
}
