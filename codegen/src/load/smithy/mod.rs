//! The front end for Smithy's JSON AST, versions 1.0 and 2.0: one file with whole services.
//!
//! A model is flattened first ([`apply`], [`mixins`]), so that later steps only see complete shapes. Then one service
//! is chosen and lowered, with all that it leads to; the rest of the file is ignored. There is one module for each part
//! of the model. The differences from the IR of a botocore model of the same service are in `DIFFERENCES.md`.

mod apply;
mod ast;
mod auth;
mod bindings;
mod case_messages;
mod cases;
mod closure;
mod enums;
mod event_cases;
mod members;
mod mixins;
mod nullability;
mod operations;
mod paginators;
mod prelude;
mod references;
mod roots;
mod service;
mod shapes;
mod traits;
mod waiters;

use std::{collections::HashSet, path::Path};

use self::{ast::Model, closure::Closure};
use serde_json::Value;

use super::{Form, ModelPaths, Unread, idl, json::Document, partitions, plain_rules, source};
use crate::{
    Error, Result,
    ir::{Origin, Service, cases::Cases},
};

/// Reads a service of a file.
pub(super) fn load(paths: &ModelPaths) -> Result<(Service, Vec<Unread>)> {
    let (document, invalid) = read_and_check(paths)?;
    let partitions = paths.partitions.as_deref().map(source::read).transpose()?;
    let mut service = lower(&document, paths).map_err(|error| super::locate_in_idl(paths, error))?;
    if let Some(error) = invalid {
        return Err(error);
    }
    if let Some(document) = &partitions {
        service.partitions = partitions::lower(document)?;
    }
    service.origin = origin(document.file(), partitions.as_ref());
    partitions::check(&service)?;
    let unread = std::iter::once(document)
        .chain(partitions)
        .flat_map(Document::into_unread)
        .collect();
    Ok((service, once_each(unread)))
}

/// Reads the cases of a service of a file.
pub(super) fn load_cases(paths: &ModelPaths) -> Result<Cases> {
    let document = read(paths)?;
    let root = document.root();
    let top = root.fields(&ast::FILE)?;
    let model = Model::open(&top, top.require("shapes")?)?;
    cases::lower(&model, &Closure::of(&model, paths.service.as_deref())?)
}

/// The ids of the services of a file.
pub(super) fn services(paths: &ModelPaths) -> Result<Vec<String>> {
    let document = read(paths)?;
    let root = document.root();
    let top = root.fields(&ast::FILE)?;
    let model = Model::open(&top, top.require("shapes")?)?;
    Ok(closure::services(&model).into_iter().map(str::to_owned).collect())
}

/// Reads a file, and flattens its shapes.
fn read(paths: &ModelPaths) -> Result<Document> {
    read_and_check(paths).map(|(document, _)| document)
}

/// Reads a file, with the errors that Smithy's own tool would report. Errors about unsupported models come before
/// those.
fn read_and_check(paths: &ModelPaths) -> Result<(Document, Option<Error>)> {
    let (document, invalid) = match paths.form() {
        Form::Idl => (Document::new(paths.directory.clone(), idl::read(&paths.all())?), None),
        Form::Smithy | Form::Botocore => {
            let document = source::read(&paths.directory)?;
            check_form(&document)?;
            let invalid = idl::check(document.file(), document.root().value()).err();
            (document, invalid)
        }
    };
    let flat = apply::flatten(document).and_then(mixins::flatten);
    let flat = flat.map_err(|error| super::locate_in_idl(paths, error))?;
    Ok((flat, invalid))
}

/// The model with the members and traits of mixins in its shapes, and without mixins.
pub(super) fn flatten(document: Document) -> Result<Value> {
    let flat = mixins::flatten(apply::flatten(document)?)?;
    let mut root = flat.root().value().clone();
    if let Some(shapes) = root.get_mut("shapes").and_then(Value::as_object_mut) {
        shapes.retain(|_, shape| !mixins::is_mixin(shape));
        for shape in shapes.values_mut().filter_map(Value::as_object_mut) {
            shape.shift_remove("mixins");
            if shape
                .get("traits")
                .and_then(Value::as_object)
                .is_some_and(serde_json::Map::is_empty)
            {
                shape.shift_remove("traits");
            }
        }
    }
    Ok(root)
}

/// Removes duplicates: the service's own traits are read once with each operation.
fn once_each(mut unread: Vec<Unread>) -> Vec<Unread> {
    let mut seen = HashSet::new();
    unread.retain(|it| seen.insert((it.pointer.clone(), it.what.clone())));
    unread
}

/// Fails for a file of another form, which is most likely one of botocore's, whose models are folders.
fn check_form(document: &Document) -> Result<()> {
    let root = document.root();
    if root.key("smithy").is_some() {
        return Ok(());
    }
    Err(root.error(
        "the file is no Smithy model: it has no key `smithy`",
        "name a file of Smithy's JSON AST, or the folder that holds botocore's `service-2.json`",
    ))
}

/// The origin of the service: one file for everything but the partitions.
fn origin(model: &Path, partitions: Option<&Document>) -> Origin {
    Origin {
        model: model.to_owned(),
        paginators: model.to_owned(),
        waiters: model.to_owned(),
        endpoint_rules: model.to_owned(),
        partitions: partitions.map(|it| it.file().to_owned()).unwrap_or_default(),
        facts: None,
        stale_facts: Vec::new(),
    }
}

fn lower(document: &Document, paths: &ModelPaths) -> Result<Service> {
    let root = document.root();
    let top = root.fields(&ast::FILE)?;
    let shapes = top.require("shapes")?;
    let model = Model::open(&top, shapes)?;
    let closure = Closure::of(&model, paths.service.as_deref())?;
    let mut service = service::lower(&model, &closure)?;
    // What a protocol makes of traits is decided when shapes are lowered.
    if let Some(protocol) = paths.protocol {
        service.protocols.retain(|it| *it == protocol);
    }
    let references = references::References::reserve(&model, &closure, &mut service);
    shapes::lower(&references, &closure, &mut service.shapes)?;
    service.operations = operations::lower(&references, &closure, &service)?;
    roots::name(&mut service);
    // A service of one's own has no rules by which AWS would find it: its users say where it is.
    service.endpoint_rules.get_or_insert_with(plain_rules::configured);
    Ok(service)
}
