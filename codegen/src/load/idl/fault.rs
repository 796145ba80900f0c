//! What is wrong with a model as a whole, and where.

use super::problem::Span;
use crate::load::json::pointer_to;

/// A place in a model.
#[derive(Clone, Debug)]
pub(super) enum Where {
    /// In the text of a file.
    Span(usize, Span),
    /// In a file of JSON.
    Json(usize, String),
    /// In the model as JSON, as a pointer: its file is not known yet.
    Pointer(String),
}

/// An error, with its place.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) at: Where,
    pub(super) problem: String,
    pub(super) advice: String,
    pub(super) shape: Option<String>,
    pub(super) notes: Vec<(Where, String)>,
}

impl Fault {
    pub(super) fn new(at: Where, problem: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            at,
            problem: problem.into(),
            advice: advice.into(),
            shape: None,
            notes: Vec::new(),
        }
    }

    /// Names the shape or member.
    pub(super) fn on(mut self, shape: impl Into<String>) -> Self {
        self.shape = Some(shape.into());
        self
    }

    pub(super) fn with(mut self, at: Where, note: impl Into<String>) -> Self {
        self.notes.push((at, note.into()));
        self
    }
}

/// All errors of a model.
#[derive(Debug, Default)]
pub(super) struct Faults(pub(super) Vec<Fault>);

/// The maximum number of reported faults.
const MOST: usize = 100;

impl Faults {
    pub(super) fn add(&mut self, fault: Fault) {
        if self.0.len() < MOST {
            self.0.push(fault);
        }
    }

    /// Adds faults from elsewhere.
    pub(super) fn join(&mut self, others: Self) {
        others.0.into_iter().for_each(|fault| self.add(fault));
    }
}

/// The pointer to a shape.
pub(super) fn pointer_of(id: &str) -> String {
    pointer_to("/shapes", id)
}
