//! Errors about models: where they are, what is wrong, and how to mend it.

mod render;
mod text_place;

use std::{fmt, path::PathBuf};

pub use render::render;
pub use text_place::TextPlace;

/// The result of a stage of the generator.
pub type Result<T> = std::result::Result<T, Error>;

/// Something that is wrong: where, with what, why, and what to do about it.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Error(Box<Diagnostic>);

impl Error {
    /// An error that says what is wrong and what can be done.
    pub fn new(problem: impl Into<String>, advice: impl Into<String>) -> Self {
        Self(Box::new(Diagnostic {
            file: None,
            pointer: None,
            shape: None,
            place: None,
            notes: Vec::new(),
            problem: bounded(problem.into()),
            advice: bounded(advice.into()),
            more: Vec::new(),
        }))
    }

    /// Several errors as one, if there are any.
    pub fn all(errors: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut errors = errors.into_iter();
        let mut first = errors.next()?;
        first.0.more.extend(errors);
        Some(first)
    }

    /// Names the place in the text of a file.
    pub fn in_text(mut self, place: TextPlace) -> Self {
        self.0.file.get_or_insert_with(|| place.file.clone());
        self.0.place.get_or_insert(place);
        self
    }

    /// Adds another place in a text that explains the error.
    pub fn noting(mut self, place: TextPlace, note: impl Into<String>) -> Self {
        self.0.notes.push((place, note.into()));
        self
    }

    /// Names the file.
    pub fn in_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.0.file.get_or_insert(file.into());
        self
    }

    /// Names the place in the file, as a JSON pointer (RFC 6901).
    pub fn at(mut self, pointer: impl Into<String>) -> Self {
        self.0.pointer.get_or_insert_with(|| bounded(pointer.into()));
        self
    }

    /// Names the shape or operation.
    pub fn on(mut self, shape: impl Into<String>) -> Self {
        self.0.shape.get_or_insert_with(|| bounded(shape.into()));
        self
    }

    /// The parts of the message; those of the first, where the error stands for several.
    pub fn diagnostic(&self) -> &Diagnostic {
        &self.0
    }

    /// The parts of the error, to be changed.
    pub(crate) fn diagnostic_mut(&mut self) -> &mut Diagnostic {
        &mut self.0
    }
}

/// The parts of an [`Error`].
#[derive(Debug)]
pub struct Diagnostic {
    /// The file that is wrong.
    pub file: Option<PathBuf>,
    /// The place in the file, as a JSON pointer (RFC 6901).
    pub pointer: Option<String>,
    /// The shape or operation.
    pub shape: Option<String>,
    /// The place in the text of the file.
    pub place: Option<TextPlace>,
    /// Other places that explain it.
    pub notes: Vec<(TextPlace, String)>,
    /// The problem: what is wrong.
    pub problem: String,
    /// The advice: how to mend it.
    pub advice: String,
    /// Other errors of the same run.
    pub more: Vec<Error>,
}

impl std::error::Error for Diagnostic {}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem)?;
        let file = self.file.as_ref().map(|file| file.display().to_string());
        if let Some(place) = &self.place {
            write!(f, "\n  --> {place}")?;
        }
        match (file.filter(|_| self.place.is_none()), &self.pointer) {
            (None, _) if self.place.is_some() => {}
            (Some(file), Some(pointer)) => write!(f, "\n  --> {file}#{pointer}")?,
            (Some(file), None) => write!(f, "\n  --> {file}")?,
            (None, Some(pointer)) => write!(f, "\n  --> #{pointer}")?,
            (None, None) => {}
        }
        if let Some(shape) = &self.shape {
            write!(f, "\n   = shape: {shape}")?;
        }
        write!(f, "\n   = help: {}", self.advice)?;
        for (place, note) in &self.notes {
            write!(f, "\n   = note: {note}, in {place}")?;
        }
        for error in self.more.iter().take(MOST_TOLD) {
            write!(f, "\n\nerror: {error}")?;
        }
        match self.more.len().saturating_sub(MOST_TOLD) {
            0 => Ok(()),
            left => write!(f, "\n\nand {left} more errors"),
        }
    }
}

/// The most further errors that the text of an error tells. Whoever shows errors to people shows all of them.
const MOST_TOLD: usize = 9;

/// The most bytes that one part of an error takes, whatever a model calls things.
const LONGEST_PART: usize = 2_000;

/// A text, or its start and its end where it is long: a model's names can be of any length.
fn bounded(text: String) -> String {
    if text.len() <= LONGEST_PART {
        return text;
    }
    let head = text.floor_char_boundary(LONGEST_PART * 3 / 4);
    let tail = text.ceil_char_boundary(text.len() - LONGEST_PART / 4 + 40);
    let left_out = text[head..tail].chars().count();
    format!("{} […{left_out} characters…] {}", &text[..head], &text[tail..])
}

/// The longest name that similar ones are looked for: no name that a person writes is longer.
const LONGEST_NAME: usize = 200;

/// "did you mean `a`, `b`?", for a name that is not there; says what there is where nothing is near.
pub fn did_you_mean<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    if name.len() > LONGEST_NAME {
        return None;
    }
    let lower = name.to_lowercase();
    let mut near: Vec<(f64, &str)> = known
        .into_iter()
        .filter(|candidate| candidate.len() <= LONGEST_NAME)
        .map(|candidate| (strsim::jaro_winkler(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(similarity, _)| *similarity > 0.8)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    let names: Vec<String> = near.iter().take(3).map(|(_, name)| format!("`{name}`")).collect();
    (!names.is_empty()).then(|| format!("did you mean {}?", names.join(" or ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_stays_readable_whatever_a_model_calls_things() {
        let name = "ä".repeat(150_000);
        let error = Error::new(format!("no shape is called `{name}`"), &name)
            .at(&name)
            .on(&name);
        let text = error.to_string();
        assert!(text.len() < 5 * LONGEST_PART, "{} bytes", text.len());
        assert!(text.starts_with("no shape is called `ä") && text.contains("characters…"));
        assert_eq!(bounded("short".to_owned()), "short");
        assert!(bounded("x".repeat(LONGEST_PART + 1)).len() <= LONGEST_PART);
    }

    #[test]
    fn nothing_is_near_a_name_that_nobody_wrote() {
        let name = "a".repeat(300_000);
        assert_eq!(did_you_mean(&name, [name.as_str(), "a"]), None);
        assert_eq!(
            did_you_mean("Thnig", ["Thing"]),
            Some("did you mean `Thing`?".to_owned())
        );
    }
}
