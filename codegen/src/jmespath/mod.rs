//! JMESPath, as models of AWS use it: paginators, waiters and endpoint parameters say with it where a value is.
//!
//! An expression is read into an [`Expr`], and checked against the shapes that it will be asked of, which gives a
//! [`Typed`] one: every name is resolved, every type is known, and what it says can be compiled. Nothing here knows where
//! an expression is from, nor any Rust syntax.
//!
//! The language is that of <https://jmespath.org/specification.html> with types. What could only give null there is an
//! error here, with a reason: a member that is not there, a number that is compared with a text.

mod check;
pub mod expressions;
mod functions;
mod lexer;
mod parser;
#[cfg(test)]
mod tests;

pub use check::{Node, Type, Typed, Types};
pub use functions::Function;
pub use parser::parse;

use serde_json::Value;

use crate::{
    Error, Result,
    ir::{PathExpr, Shapes},
};

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// What the expression is asked of: `@`.
    Current,
    /// A member: `name`.
    Field(String),
    /// An element of a list, from the end where negative: `[0]`.
    Index(i64),
    /// One expression, asked of the value of another: `a.b`, `a[0]`, `a | b`.
    Then(Box<Expr>, Box<Expr>),
    /// One expression, asked of each element of a list; nulls are left out: `a[*].b`.
    Each(Box<Expr>, Box<Expr>),
    /// The elements of the lists in a list: `a[]`.
    Flatten(Box<Expr>),
    /// The elements of a list of which something is true: `a[?b]`.
    Filter(Box<Expr>, Box<Expr>),
    /// The values of a map: `a.*`.
    Values(Box<Expr>),
    /// A list of several values: `[a, b]`.
    List(Vec<Expr>),
    /// Several values by name: `{x: a, y: b}`.
    Hash(Vec<(String, Expr)>),
    /// A comparison: `a == b`.
    Compare(Comparator, Box<Expr>, Box<Expr>),
    /// The first value, or the second one if the first is false, empty or null: `a || b`.
    Or(Box<Expr>, Box<Expr>),
    /// The second value, or the first one if that is false, empty or null: `a && b`.
    And(Box<Expr>, Box<Expr>),
    /// Whether a value is false, empty or null: `!a`.
    Not(Box<Expr>),
    /// A function: `length(a)`.
    Call(String, Vec<Expr>),
    /// A value that stands in the expression.
    Literal(Value),
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparator {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

/// What is wrong with an expression, as the rest of a sentence about it, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong: "`Book` has no member `titel`".
    pub why: String,
    /// What to do: "did you mean `title`?".
    pub advice: String,
}

impl Problem {
    fn new(why: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            why: why.into(),
            advice: advice.into(),
        }
    }

    /// The problem as an error of whoever has the expression: "the paginator".
    pub fn of(self, subject: &str, path: &PathExpr) -> Error {
        let problem = format!("{subject} refers to `{}`, but {}", path.0, self.why);
        Error::new(problem, self.advice)
    }
}

/// Reads the expression of a model and checks it.
///
/// # Errors
///
/// It is no JMESPath, or does not fit what it is asked of; the error says so of `subject`.
pub fn resolve(shapes: &Shapes, root: &Type, path: &PathExpr, subject: &str) -> Result<Typed> {
    parse(&path.0)
        .and_then(|expr| Types(shapes).check(&expr, root))
        .map_err(|problem| problem.of(subject, path))
}
