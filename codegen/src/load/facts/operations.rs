//! Operations: their errors, pagination and bindings.

use super::{Arguments, Outcome, decoded, operation, shape};
use crate::{
    ir::{ErrorTrait, Fault, Kind, Member, MemberTraits, Paginator, PathExpr, Service, Shape, ShapeId, ShapeTraits},
    jmespath::expressions::Expressions,
};

/// `error NAME FAULT MEMBER…`: adds an error that the model lacks, whose members are strings.
pub(super) fn error(service: &mut Service, arguments: &Arguments<'_>) -> Vec<String> {
    let [name, fault, members @ ..] = arguments.0.as_slice() else {
        return vec!["an error has a name and a fault".into()];
    };
    if service.shapes.find(name).is_some() {
        return Vec::new();
    }
    let text = (!members.is_empty()).then(|| define(service, "$text", "String", Kind::String, None));
    let members = members.iter().zip(text.into_iter().cycle());
    let members = members.map(|(name, text)| Member {
        name: decoded(name),
        target: text,
        traits: MemberTraits::default(),
        docs: None,
        pointer: "/shapes".into(),
    });
    let fault = match *fault {
        "server" => Fault::Server,
        _ => Fault::Client,
    };
    let kind = Kind::Structure(members.collect());
    define(service, name, name, kind, Some(fault));
    Vec::new()
}

/// Adds a shape that has no location in the model.
fn define(service: &mut Service, key: &str, name: &str, kind: Kind, fault: Option<Fault>) -> ShapeId {
    let id = service.shapes.reserve(key);
    let error = fault.map(|fault| ErrorTrait {
        fault: Some(fault),
        ..ErrorTrait::default()
    });
    let shape = Shape {
        name: name.to_owned(),
        kind,
        traits: ShapeTraits {
            error,
            ..ShapeTraits::default()
        },
        docs: None,
        pointer: "/shapes".into(),
    };
    service.shapes.define(id, shape);
    id
}

/// `errors NAME OPERATION…`: the operations have the error, too.
pub(super) fn errors(service: &mut Service, arguments: &Arguments<'_>) -> Vec<String> {
    arguments.each_with(service, |service, name, of| {
        let (id, index) = (shape(service, name)?, operation(service, of)?);
        if service.shapes[id].traits.error.is_none() {
            return Err(format!("`{name}` is no error"));
        }
        let errors = &mut service.operations[index].errors;
        if !errors.contains(&id) {
            errors.push(id);
        }
        Ok(())
    })
}

/// `paginator OPERATION INPUT-TOKEN OUTPUT-TOKEN [PAGE-SIZE|- [ITEMS]]`: the operation is paginated.
pub(super) fn paginator(service: &mut Service, arguments: &Arguments<'_>) -> Vec<String> {
    let [of, input, output, rest @ ..] = arguments.0.as_slice() else {
        return vec!["a paginator has an operation and two tokens".into()];
    };
    let path = |text: &&str| PathExpr(decoded(text));
    let paginator = Paginator {
        input_tokens: vec![path(input)],
        output_tokens: vec![path(output)],
        limit: rest.first().filter(|limit| **limit != "-").map(|limit| decoded(limit)),
        results: rest.get(1).map(path).into_iter().collect(),
        more_results: None,
        non_aggregate: Vec::new(),
        pointer: String::new(),
    };
    let outcome = replace(service, of, |known| match known {
        Some(known) => known.clone(),
        None => paginator,
    });
    outcome.err().into_iter().collect()
}

/// `items PATH OPERATION…`: the path of the items in a page.
pub(super) fn items(service: &mut Service, arguments: &Arguments<'_>) -> Vec<String> {
    arguments.each_with(service, |service, path, of| {
        change(service, of, |paginator| {
            let path = PathExpr(path.to_owned());
            paginator.results.retain(|known| *known != path);
            paginator.results.insert(0, path);
        })
    })
}

/// `page-size MEMBER OPERATION…`: a member of the inputs limits a page.
pub(super) fn page_size(service: &mut Service, arguments: &Arguments<'_>) -> Vec<String> {
    arguments.each_with(service, |service, name, of| {
        change(service, of, |paginator| paginator.limit = Some(name.to_owned()))
    })
}

/// `more-results PATH OPERATION…`: the path of the boolean in outputs that tells whether there are more pages.
pub(super) fn more_results(service: &mut Service, arguments: &Arguments<'_>) -> Vec<String> {
    arguments.each_with(service, |service, path, of| {
        change(service, of, |paginator| {
            paginator.more_results.get_or_insert_with(|| PathExpr(path.to_owned()));
        })
    })
}

/// Changes the paginator of an operation.
fn change(service: &mut Service, name: &str, change: impl FnOnce(&mut Paginator)) -> Outcome {
    if service.operations[operation(service, name)?].paginator.is_none() {
        return Err(format!("`{name}` has no paginator"));
    }
    replace(service, name, |known| {
        let mut paginator = known.cloned().expect("it was there");
        change(&mut paginator);
        paginator
    })
}

/// Replaces the paginator of an operation, unless the new one names members that the model does not have.
fn replace(service: &mut Service, name: &str, other: impl FnOnce(Option<&Paginator>) -> Paginator) -> Outcome {
    let index = operation(service, name)?;
    let other = other(service.operations[index].paginator.as_ref());
    let pages = Expressions::of(service, &service.operations[index]).pages(&other);
    pages.map_err(|error| format!("`{name}` is not paginated so: {}", error.diagnostic().problem))?;
    service.operations[index].paginator = Some(other);
    Ok(())
}

/// `query PARAMETER OPERATION…`: requests name their operation in that parameter of the query string.
pub(super) fn query(service: &mut Service, arguments: &Arguments<'_>) -> Vec<String> {
    arguments.each_with(service, |service, parameter, of| {
        let index = operation(service, of)?;
        let uri = &mut service.operations[index].http.uri;
        let pair = format!("{parameter}={of}");
        if !uri.contains(&pair) {
            uri.push(if uri.contains('?') { '&' } else { '?' });
            uri.push_str(&pair);
        }
        Ok(())
    })
}

/// `unwrapped-errors`: errors are the root of their documents.
pub(super) fn unwrapped_errors(service: &mut Service, _: &Arguments<'_>) -> Vec<String> {
    service.unwrapped_errors = true;
    Vec::new()
}

/// `unwrapped-output OPERATION…`: the only member of the outputs is the root of their documents.
pub(super) fn unwrapped_output(service: &mut Service, arguments: &Arguments<'_>) -> Vec<String> {
    arguments.each(service, |service, name| {
        let index = operation(service, name)?;
        service.operations[index].unwrapped_output = true;
        Ok(())
    })
}

/// `root NAME OPERATION…`: the name of the root of the outputs' documents.
pub(super) fn root(service: &mut Service, arguments: &Arguments<'_>) -> Vec<String> {
    arguments.each_with(service, |service, name, of| {
        let index = operation(service, of)?;
        let output = service.operations[index].output;
        let output = output.ok_or_else(|| format!("`{of}` has no output"))?;
        service.shapes[output].traits.xml_name = Some(name.to_owned());
        Ok(())
    })
}
