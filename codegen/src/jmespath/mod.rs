//! JMESPath, as models of AWS use it: paginators, waiters and endpoint parameters are expressions that find a value.
//!
//! An expression is parsed into an [`Expr`], and checked against the shapes that it will be evaluated on, which gives a
//! [`Typed`] one: every name is resolved, every type is known, and it can be compiled. Nothing here knows the origin of
//! an expression, or Rust syntax.
//!
//! The language is that of <https://jmespath.org/specification.html> with types. An expression that could only be null
//! there is an error here, with a reason: a member that does not exist, a number that is compared with a string.

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
    /// The value that the expression is evaluated on: `@`.
    Current,
    /// A member: `name`.
    Field(String),
    /// An element of a list, from the end where negative: `[0]`.
    Index(i64),
    /// One expression, evaluated on the value of another: `a.b`, `a[0]`, `a | b`.
    Then(Box<Expr>, Box<Expr>),
    /// One expression, evaluated on each element of a list, without nulls: `a[*].b`.
    Each(Box<Expr>, Box<Expr>),
    /// The elements of the lists in a list: `a[]`.
    Flatten(Box<Expr>),
    /// The elements of a list for which a condition is true: `a[?b]`.
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
    /// Negation, true where the value is false, empty or null: `!a`.
    Not(Box<Expr>),
    /// A function: `length(a)`.
    Call(String, Vec<Expr>),
    /// A literal value.
    Literal(Value),
}

/// The operators of comparisons.
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

/// An error in an expression: the rest of a sentence about it, and advice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The error: "`Book` has no member `titel`".
    pub why: String,
    /// The advice: "did you mean `title`?".
    pub advice: String,
}

impl Problem {
    fn new(why: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            why: why.into(),
            advice: advice.into(),
        }
    }

    /// Turns the problem into an error about the expression's user, such as "the paginator".
    pub fn of(self, subject: &str, path: &PathExpr) -> Error {
        let problem = format!("{subject} refers to `{}`, but {}", path.0, self.why);
        Error::new(problem, self.advice)
    }
}

/// Parses and checks an expression of a model.
///
/// # Errors
///
/// It is not JMESPath, or does not match the type that it is evaluated on; the error names `subject`.
pub fn resolve(shapes: &Shapes, root: &Type, path: &PathExpr, subject: &str) -> Result<Typed> {
    parse(&path.0)
        .and_then(|expr| Types(shapes).check(&expr, root))
        .map_err(|problem| problem.of(subject, path))
}
