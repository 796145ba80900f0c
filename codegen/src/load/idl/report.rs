//! Reports: the faults of a model as one error, with the lines of its files.

use super::{
    fault::{Fault, Faults, Where},
    model::{Model, Origin},
    problem::{Problem, Span},
};
use crate::{Error, error::TextPlace};

/// The faults as one error, in the order of the files, if there are any.
pub(super) fn of_model(faults: Faults, model: &Model<'_>) -> Option<Error> {
    let mut found: Vec<Fault> = faults.0;
    for fault in &mut found {
        locate(model, &mut fault.at);
        fault.notes.iter_mut().for_each(|(at, _)| locate(model, at));
    }
    found.sort_by_key(|fault| match &fault.at {
        Where::Span(file, span) => (*file, span.start()),
        Where::Json(file, _) => (*file, 0),
        Where::Pointer(_) => (usize::MAX, 0),
    });
    Error::all(found.into_iter().map(|fault| error(model, fault)))
}

/// Finds the file that a place is in.
fn locate(model: &Model<'_>, at: &mut Where) {
    if let Where::Pointer(pointer) = at
        && let Some(found) = super::locate::find(model, pointer)
    {
        *at = found;
    }
}

fn error(model: &Model<'_>, fault: Fault) -> Error {
    let mut error = Error::new(fault.problem, fault.advice);
    error = match fault.at {
        Where::Span(file, span) => error.in_text(place(&model.origins[file], span)),
        Where::Json(file, pointer) => error.in_file(model.origins[file].path).at(pointer),
        Where::Pointer(pointer) => match model.origins.first() {
            Some(first) => error.in_file(first.path).at(pointer),
            None => error.at(pointer),
        },
    };
    for (at, note) in fault.notes {
        if let Where::Span(file, span) = at {
            error = error.noting(place(&model.origins[file], span), note);
        }
    }
    match fault.shape {
        Some(shape) => error.on(shape),
        None => error,
    }
}

fn place(origin: &Origin<'_>, span: Span) -> TextPlace {
    TextPlace::new(origin.path, origin.text, span.range())
}

/// The problems of single files as one error.
pub(super) fn of_files<'p>(files: impl Iterator<Item = (&'p std::path::Path, &'p str, Vec<Problem>)>) -> Option<Error> {
    let errors = files.flat_map(|(path, text, problems)| {
        problems.into_iter().map(move |problem| {
            let place = |span: Span| TextPlace::new(path, text, span.range());
            let error = Error::new(problem.problem, problem.advice).in_text(place(problem.span));
            let notes = problem.notes.into_iter();
            notes.fold(error, |error, (span, note)| error.noting(place(span), note))
        })
    });
    Error::all(errors)
}
