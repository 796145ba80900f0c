//! Operations: errors, paginators and addresses that one form of a model lacks.

use std::collections::BTreeSet;

use crate::{
    ir::{Fault, Kind, Operation, Paginator, PathExpr, Protocol, Service, Shape},
    jmespath::expressions::Expressions,
};

use super::text::Text;

/// Compares the operations that both forms have.
pub(super) fn compare(botocore: &Service, smithy: &Service, text: &mut Text) {
    let both: Vec<(&Operation, &Operation)> = botocore
        .operations
        .iter()
        .filter_map(|known| Some((known, smithy.operations.iter().find(|it| it.name == known.name)?)))
        .collect();
    errors(botocore, smithy, &both, text);
    for (known, said) in &both {
        match (&known.paginator, &said.paginator) {
            (None, Some(pages)) => paginator(botocore, known, pages, text),
            (Some(known_pages), Some(pages)) => paginators(known, known_pages, pages, text),
            (_, None) => {}
        }
    }
    for (known, said) in &both {
        if let Some(parameter) = names_itself(said).filter(|_| names_itself(known).is_none()) {
            text.say_with("query", parameter, &known.name);
        }
    }
    if smithy.unwrapped_errors && !botocore.unwrapped_errors {
        text.say_all("unwrapped-errors", &[]);
    }
    for (known, said) in &both {
        if said.unwrapped_output && !known.unwrapped_output {
            text.say("unwrapped-output", &known.name);
        }
    }
    for (known, said) in both.iter().filter(|_| smithy.spoken() == Some(Protocol::RestXml)) {
        let root = root(smithy, said).filter(|root| name_of_output(botocore, known) != Some(*root));
        if let Some(root) = root {
            text.say_with("root", root, &known.name);
        }
    }
}

/// The root of an output's document, where the model says that it is not the output's name.
fn root<'a>(service: &'a Service, operation: &Operation) -> Option<&'a str> {
    let output = &service.shapes[operation.output?];
    output
        .traits
        .xml_name
        .as_deref()
        .filter(|_| !operation.unwrapped_output)
}

fn name_of_output<'a>(service: &'a Service, operation: &Operation) -> Option<&'a str> {
    Some(&service.shapes[operation.output?].name)
}

/// Errors that botocore lacks, first as shapes, then as those of operations.
fn errors(botocore: &Service, smithy: &Service, both: &[(&Operation, &Operation)], text: &mut Text) {
    let mut missing = Vec::new();
    for (known, said) in both {
        let names = |service: &'_ Service, operation: &Operation| -> BTreeSet<String> {
            let errors = operation.errors.iter();
            errors.map(|id| service.shapes[*id].name.clone()).collect()
        };
        let known_errors = names(botocore, known);
        let added = names(smithy, said)
            .into_iter()
            .filter(|name| !known_errors.contains(name));
        missing.extend(added.map(|name| (name, known.name.clone())));
    }
    let defined: BTreeSet<&String> = missing.iter().map(|(name, _)| name).collect();
    for name in defined.into_iter().filter(|name| botocore.shapes.find(name).is_none()) {
        let id = smithy.shapes.find(name).expect("an operation has it");
        define(smithy, &smithy.shapes[id], text);
    }
    missing
        .iter()
        .for_each(|(name, operation)| text.say_with("errors", name, operation));
}

/// An error with members that are texts; others would need shapes of their own.
fn define(smithy: &Service, shape: &Shape, text: &mut Text) {
    let members = shape.kind.members().iter();
    let texts = members.filter(|member| matches!(smithy.shapes[member.target].kind, Kind::String));
    let fault = match shape.traits.error.as_ref().and_then(|error| error.fault) {
        Some(Fault::Server) => "server",
        Some(Fault::Client) | None => "client",
    };
    let names: Vec<&str> = texts.map(|member| member.name.as_str()).collect();
    text.say_all("error", &[&[shape.name.as_str(), fault], names.as_slice()].concat());
}

/// A paginator that botocore lacks, if its model has what the paginator names.
fn paginator(botocore: &Service, operation: &Operation, pages: &Paginator, text: &mut Text) {
    let ([PathExpr(input)], [PathExpr(output)]) = (pages.input_tokens.as_slice(), pages.output_tokens.as_slice())
    else {
        return;
    };
    if Expressions::of(botocore, operation).pages(pages).is_err() {
        return;
    }
    let mut arguments = vec![operation.name.as_str(), input, output];
    arguments.push(pages.limit.as_deref().unwrap_or("-"));
    arguments.extend(pages.results.first().map(|path| path.0.as_str()));
    if arguments.last() == Some(&"-") {
        arguments.pop();
    }
    text.say_all("paginator", &arguments);
}

/// The facts that one of two paginators of an operation lacks.
fn paginators(operation: &Operation, botocore: &Paginator, smithy: &Paginator, text: &mut Text) {
    if let Some(PathExpr(items)) = smithy.results.first().filter(|it| botocore.results.first() != Some(it)) {
        text.say_with("items", items, &operation.name);
    }
    if let Some(limit) = smithy.limit.as_ref().filter(|it| botocore.limit.as_ref() != Some(it)) {
        text.say_with("page-size", limit, &operation.name);
    }
    if let Some(PathExpr(more)) = botocore.more_results.as_ref().filter(|_| smithy.more_results.is_none()) {
        text.say_with("more-results", more, &operation.name);
    }
}

/// The parameter of the query string that always has the name of the operation.
fn names_itself(operation: &Operation) -> Option<&str> {
    let (_, query) = operation.http.uri.split_once('?')?;
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find_map(|(key, value)| (value == operation.name).then_some(key))
}
