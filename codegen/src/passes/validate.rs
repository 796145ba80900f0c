//! Validation: refuses what a front end can read and no client can be made of.

use super::paths;
use crate::{
    Error, Result,
    ir::{Kind, Operation, Paginator, Service, Shape},
};

/// Refuses what a front end can read and no client can be made of.
///
/// # Errors
///
/// The first thing that is wrong, in the order of the model.
pub fn validate(service: &Service) -> Result<()> {
    for (_, shape) in service.shapes.iter() {
        map_keys(service, shape).map_err(|error| error.in_file(&service.origin.model).on(&shape.name))?;
    }
    for operation in &service.operations {
        structures(service, operation).map_err(|error| error.in_file(&service.origin.model).on(&operation.name))?;
        if let Some(paginator) = &operation.paginator {
            tokens(operation, paginator)
                .map_err(|error| error.in_file(&service.origin.paginators).on(&operation.name))?;
        }
        if let Some(error) = paths::problems(service, operation).next() {
            return Err(error);
        }
    }
    Ok(())
}

fn map_keys(service: &Service, shape: &Shape) -> Result<()> {
    let Kind::Map(key, _) = &shape.kind else {
        return Ok(());
    };
    match service.shapes[key.target].kind {
        Kind::String | Kind::Enum(_) => Ok(()),
        ref other => Err(Error::new(
            format!("the keys of the map `{}` are of type {}", shape.name, other.noun()),
            "let the keys be strings, which is all that a protocol can carry",
        )
        .at(&key.pointer)),
    }
}

fn structures(service: &Service, operation: &Operation) -> Result<()> {
    let roles = [("input", operation.input), ("output", operation.output)];
    let errors = operation.errors.iter().map(|error| ("error", Some(*error)));
    for (role, id) in roles.into_iter().chain(errors) {
        let Some(shape) = id.map(|id| &service.shapes[id]) else {
            continue;
        };
        if !matches!(shape.kind, Kind::Structure(_)) {
            return Err(Error::new(
                format!("an {role} of `{}` is a {}", operation.name, shape.kind.noun()),
                "let it be a structure",
            )
            .at(&operation.pointer));
        }
    }
    Ok(())
}

/// Each token that comes back has a member of the input that takes it.
fn tokens(operation: &Operation, paginator: &Paginator) -> Result<()> {
    let (taken, given) = (paginator.input_tokens.len(), paginator.output_tokens.len());
    if taken == given {
        return Ok(());
    }
    Err(Error::new(
        format!(
            "the paginator of `{}` has {taken} input tokens and {given} output tokens",
            operation.name
        ),
        "name one output token for each input token",
    )
    .at(&paginator.pointer))
}
