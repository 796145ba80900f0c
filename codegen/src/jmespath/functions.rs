//! The supported functions of JMESPath.

use super::{Node, Problem, Type, Typed, Types};
use crate::error::did_you_mean;

/// A function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// `contains`: true for a list with an element, or a string with a substring.
    Contains,
    /// `ends_with`: true for a string with a suffix.
    EndsWith,
    /// The keys of a map.
    Keys,
    /// The number of characters, elements or entries.
    Length,
    /// The first value that is not null.
    NotNull,
    /// `starts_with`: true for a string with a prefix.
    StartsWith,
    /// The values of a map.
    Values,
}

/// All functions, by name, with the number of their arguments; `None` for any number from one on.
const FUNCTIONS: &[(&str, Function, Option<usize>)] = &[
    ("contains", Function::Contains, Some(2)),
    ("ends_with", Function::EndsWith, Some(2)),
    ("keys", Function::Keys, Some(1)),
    ("length", Function::Length, Some(1)),
    ("not_null", Function::NotNull, None),
    ("starts_with", Function::StartsWith, Some(2)),
    ("values", Function::Values, Some(1)),
];

/// The function of that name, if it takes that many arguments.
pub(super) fn find(name: &str, count: usize) -> Result<Function, Problem> {
    let known = || FUNCTIONS.iter().map(|(name, _, _)| *name);
    let Some((_, function, arity)) = FUNCTIONS.iter().find(|(known, _, _)| *known == name) else {
        let advice = did_you_mean(name, known());
        let all = || format!("use one of `{}`", known().collect::<Vec<_>>().join("`, `"));
        return Err(Problem::new(
            format!("there is no function `{name}`, or none that is supported"),
            advice.unwrap_or_else(all),
        ));
    };
    let fits = arity.map_or(count > 0, |arity| arity == count);
    if fits {
        return Ok(*function);
    }
    let wanted = arity.map_or("at least one".to_owned(), |arity| arity.to_string());
    Err(Problem::new(
        format!("`{name}` is given {count} arguments"),
        format!("give it {wanted}"),
    ))
}

impl Function {
    /// The name.
    pub fn name(self) -> &'static str {
        let row = FUNCTIONS.iter().find(|(_, function, _)| *function == self);
        row.map_or("", |(name, _, _)| name)
    }

    /// A call, if the function takes arguments of these types.
    pub(super) fn call(self, types: &Types<'_>, arguments: Vec<Typed>) -> Result<Typed, Problem> {
        let refuse = |argument: &Typed, wanted: &str| {
            let noun = types.noun(&argument.ty);
            let why = format!("`{}` is given {noun}", self.name());
            Err(Problem::new(why, format!("give it {wanted}")))
        };
        let first = &arguments[0];
        let ty = match self {
            Self::Length => {
                let has_length = types.is_text(&first.ty)
                    || types.element(&first.ty).is_some()
                    || types.entries(&first.ty).is_some();
                if !has_length {
                    return refuse(first, "a string, a list or a map");
                }
                Type::Integer
            }
            Self::Keys | Self::Values => match (types.entries(&first.ty), self) {
                (Some((key, _)), Self::Keys) => Type::List(Box::new(key)),
                (Some((_, value)), _) => Type::List(Box::new(value)),
                (None, _) => return refuse(first, "a map"),
            },
            Self::StartsWith | Self::EndsWith => match arguments.iter().find(|it| !types.is_text(&it.ty)) {
                Some(other) => return refuse(other, "two strings"),
                None => Type::Boolean,
            },
            Self::Contains => {
                let is_text = types.is_text(&first.ty);
                let searched = types.element(&first.ty).or(is_text.then_some(Type::Text));
                let Some(searched) = searched else {
                    return refuse(first, "a list or a string");
                };
                types.comparable(&searched, &arguments[1].ty)?;
                Type::Boolean
            }
            Self::NotNull => {
                let given = arguments.iter().map(|it| it.ty.clone());
                given.reduce(|a, b| types.unified(&a, &b)).unwrap_or(Type::Null)
            }
        };
        Ok(Typed {
            node: Node::Call(self, arguments),
            ty,
        })
    }
}
