//! A comparison of one crate: what a report is written of, and what a policy judges. It knows no form of reports.

use codegen::diff::Report;
use codegen::diff::render::Heading;

/// One comparison.
pub struct Comparison {
    /// The heading of its report.
    pub heading: Heading,
    /// The changes.
    pub report: Report,
    /// Names of the crate: its package, its path, its service.
    pub names: Vec<String>,
}

impl Comparison {
    /// Tells whether a name is one of the crate's.
    pub fn is_named(&self, name: &str) -> bool {
        self.names.iter().any(|it| it == name)
    }
}
