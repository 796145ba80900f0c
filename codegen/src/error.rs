//! What can go wrong with a model, said so that its reader can mend it.

use std::{fmt, path::PathBuf};

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
            problem: problem.into(),
            advice: advice.into(),
        }))
    }

    /// Names the file.
    pub fn in_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.0.file.get_or_insert(file.into());
        self
    }

    /// Names the place in the file, as a JSON pointer (RFC 6901).
    pub fn at(mut self, pointer: impl Into<String>) -> Self {
        self.0.pointer.get_or_insert(pointer.into());
        self
    }

    /// Names the shape or operation.
    pub fn on(mut self, shape: impl Into<String>) -> Self {
        self.0.shape.get_or_insert(shape.into());
        self
    }

    /// What the error says, in its parts.
    pub fn diagnostic(&self) -> &Diagnostic {
        &self.0
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
    /// What is wrong.
    pub problem: String,
    /// What to do.
    pub advice: String,
}

impl std::error::Error for Diagnostic {}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem)?;
        let file = self.file.as_ref().map(|file| file.display().to_string());
        match (file, &self.pointer) {
            (Some(file), Some(pointer)) => write!(f, "\n  --> {file}#{pointer}")?,
            (Some(file), None) => write!(f, "\n  --> {file}")?,
            (None, Some(pointer)) => write!(f, "\n  --> #{pointer}")?,
            (None, None) => {}
        }
        if let Some(shape) = &self.shape {
            write!(f, "\n   = shape: {shape}")?;
        }
        write!(f, "\n   = help: {}", self.advice)
    }
}

/// "did you mean `a`, `b`?", for a name that is not there; says what there is where nothing is near.
pub fn did_you_mean<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let lower = name.to_lowercase();
    let mut near: Vec<(f64, &str)> = known
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(similarity, _)| *similarity > 0.8)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    let names: Vec<String> = near.iter().take(3).map(|(_, name)| format!("`{name}`")).collect();
    (!names.is_empty()).then(|| format!("did you mean {}?", names.join(" or ")))
}
