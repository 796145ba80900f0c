//! Problems of one file, each with its place in the text.

use std::ops::Range;

/// A range of a file's text, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    start: u32,
    end: u32,
}

impl Span {
    pub(super) fn new(start: usize, end: usize) -> Self {
        // No file that is read is longer than that.
        let bounded = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self {
            start: bounded(start),
            end: bounded(end),
        }
    }

    pub(super) fn start(self) -> usize {
        self.start as usize
    }

    pub(super) fn end(self) -> usize {
        self.end as usize
    }

    pub(super) fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// The range from the start of this one to the end of another.
    pub(super) fn to(self, other: Self) -> Self {
        Self {
            start: self.start,
            end: other.end,
        }
    }
}

/// An error in one file.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    pub(super) span: Span,
    pub(super) problem: String,
    pub(super) advice: String,
    /// Other places that explain the error.
    pub(super) notes: Vec<(Span, String)>,
}

impl Problem {
    pub(super) fn new(span: Span, problem: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            span,
            problem: problem.into(),
            advice: advice.into(),
            notes: Vec::new(),
        }
    }

    pub(super) fn with(mut self, span: Span, note: impl Into<String>) -> Self {
        self.notes.push((span, note.into()));
        self
    }
}
