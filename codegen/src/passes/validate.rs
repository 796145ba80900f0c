//! Validation: refuses what a front end can read and no client can be made of.

use crate::{
    Error, Result,
    error::did_you_mean,
    ir::{Kind, Member, Operation, Paginator, PathExpr, Service, Shape, ShapeId},
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
            pagination(service, operation, paginator).map_err(|error| {
                error
                    .in_file(&service.origin.paginators)
                    .at(&paginator.pointer)
                    .on(&operation.name)
            })?;
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

fn pagination(service: &Service, operation: &Operation, paginator: &Paginator) -> Result<()> {
    if paginator.input_tokens.len() != paginator.output_tokens.len() {
        return Err(Error::new(
            format!(
                "the paginator of `{}` has {} input tokens and {} output tokens",
                operation.name,
                paginator.input_tokens.len(),
                paginator.output_tokens.len()
            ),
            "name one output token for each input token",
        ));
    }
    for token in &paginator.input_tokens {
        path(service, operation.input, token)?;
    }
    let limit = paginator.limit.clone().map(PathExpr);
    if let Some(limit) = &limit {
        path(service, operation.input, limit)?;
    }
    for expression in paginator
        .output_tokens
        .iter()
        .chain(&paginator.results)
        .chain(&paginator.more_results)
    {
        path(service, operation.output, expression)?;
    }
    Ok(())
}

/// Follows a path of members; other expressions are the business of whoever compiles them.
fn path(service: &Service, root: Option<ShapeId>, expression: &PathExpr) -> Result<()> {
    let (Some(members), Some(mut at)) = (expression.members(), root) else {
        return Ok(());
    };
    for name in members {
        let shape = &service.shapes[at];
        let known = shape.kind.members();
        let Some(member) = find(known, name) else {
            let advice = did_you_mean(name, known.iter().map(|member| member.name.as_str()))
                .unwrap_or_else(|| format!("name a member of `{}`", shape.name));
            return Err(Error::new(
                format!(
                    "the paginator refers to `{}`, but `{}` has no member `{name}`",
                    expression.0, shape.name
                ),
                advice,
            ));
        };
        at = member.target;
    }
    Ok(())
}

fn find<'a>(members: &'a [Member], name: &str) -> Option<&'a Member> {
    members.iter().find(|member| member.name == name)
}
