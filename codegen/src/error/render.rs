//! Errors as rustc shows them: the line that is wrong with a mark under it, and what to do.
//!
//! The library draws; here is only said what. An error whose file cannot be shown keeps to its words.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Error, TextPlace};

/// A line that is longer than this is most likely no line that a person wrote.
const LONGEST_LINE: usize = 4_000;

/// The error as a terminal shows it, with colours or without.
pub fn render(error: &Error, colours: bool) -> String {
    let renderer = if colours { Renderer::styled() } else { Renderer::plain() };
    let mut shown = one(error.diagnostic(), &renderer);
    for more in &error.diagnostic().more {
        shown.push_str("\n\n");
        shown.push_str(&one(more.diagnostic(), &renderer));
    }
    let count = error.diagnostic().more.len() + 1;
    if count > 1 {
        shown.push_str(&format!("\n\n{count} errors"));
    }
    shown
}

fn one(diagnostic: &Diagnostic, renderer: &Renderer) -> String {
    let Some(place) = diagnostic.place.as_ref().filter(|it| it.text.len() <= LONGEST_LINE) else {
        let title = Level::ERROR.primary_title(diagnostic.to_string());
        return renderer.render(&[Group::with_title(title)]);
    };
    let file = place.file.display().to_string();
    let mut group = Level::ERROR.primary_title(diagnostic.problem.as_str()).element(snippet(
        place,
        &file,
        None,
        AnnotationKind::Primary,
    ));
    let others: Vec<(&TextPlace, String, &str)> = diagnostic
        .notes
        .iter()
        .filter(|(place, _)| place.text.len() <= LONGEST_LINE)
        .map(|(place, note)| (place, place.file.display().to_string(), note.as_str()))
        .collect();
    for (place, file, note) in &others {
        group = group.element(snippet(place, file, Some(note), AnnotationKind::Context));
    }
    if let Some(shape) = &diagnostic.shape {
        group = group.element(Level::NOTE.with_name("shape").message(shape.as_str()));
    }
    if let Some(pointer) = &diagnostic.pointer {
        group = group.element(Level::NOTE.with_name("at").message(format!("#{pointer}")));
    }
    group = group.element(Level::HELP.message(diagnostic.advice.as_str()));
    renderer.render(&[group])
}

fn snippet<'a>(
    place: &'a TextPlace,
    file: &'a str,
    note: Option<&'a str>,
    kind: AnnotationKind,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    Snippet::source(place.text.as_str())
        .line_start(place.line)
        .path(file)
        .annotation(kind.span(place.range.clone()).label(note))
}
