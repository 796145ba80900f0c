//! Types: the type of an expression, and the check that its names exist.

use serde_json::Value;

use super::{Comparator, Expr, Function, Problem, functions};
use crate::{
    error::did_you_mean,
    ir::{Family, Kind, Member, ShapeId, Shapes},
};

/// The type of an expression's value; any value may be null as well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// The type of a shape.
    Shape(ShapeId),
    /// A string, of any shape or of none.
    Text,
    /// An integer.
    Integer,
    /// Any other number.
    Float,
    /// A boolean.
    Boolean,
    /// A list that an expression makes.
    List(Box<Type>),
    /// Several named values, all of which are present.
    Hash(Vec<(String, Type)>),
    /// Only null.
    Null,
    /// Values of several types, which can only be tested for truth.
    Mixed,
}

/// An expression with resolved names, and its type.
#[derive(Clone, Debug, PartialEq)]
pub struct Typed {
    /// The expression.
    pub node: Node,
    /// The type of its value.
    pub ty: Type,
}

/// The expression itself, with its typed parts.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// The current value.
    Current,
    /// A member of a structure or union, by its position.
    Member(usize),
    /// The value of a key of a map.
    Entry(String),
    /// A value of a hash, by its position.
    Part(usize),
    /// An element of a list, from the end where negative.
    Index(i64),
    /// The second expression, evaluated on the value of the first.
    Then(Box<Typed>, Box<Typed>),
    /// The second expression, evaluated on each element of the first, without nulls.
    Each(Box<Typed>, Box<Typed>),
    /// The joined lists of a list.
    Flatten(Box<Typed>),
    /// The elements of the first expression for which the second is true.
    Filter(Box<Typed>, Box<Typed>),
    /// A list.
    List(Vec<Typed>),
    /// A hash.
    Hash(Vec<Typed>),
    /// A comparison.
    Compare(Comparator, Box<Typed>, Box<Typed>),
    /// The first value that is true, or else the second.
    Or(Box<Typed>, Box<Typed>),
    /// The first value that is not true, or else the second.
    And(Box<Typed>, Box<Typed>),
    /// A negation.
    Not(Box<Typed>),
    /// A call of a function.
    Call(Function, Vec<Typed>),
    /// A literal value.
    Literal(Value),
}

impl Typed {
    /// The positions of the members on the expression's path, if it is nothing but such a path.
    pub fn members(&self) -> Option<Vec<usize>> {
        match &self.node {
            Node::Member(index) => Some(vec![*index]),
            Node::Then(left, right) => Some([left.members()?, right.members()?].concat()),
            _ => None,
        }
    }
}

/// The typing rules over a model's shapes: the type of each expression, and the operations that a type allows.
#[derive(Clone, Copy, Debug)]
pub struct Types<'a>(pub &'a Shapes);

impl Types<'_> {
    /// Checks an expression that is evaluated on values of type `current`.
    ///
    /// # Errors
    ///
    /// It uses a name that does not exist, or a value of a type that the operation does not allow.
    pub fn check(&self, expr: &Expr, current: &Type) -> Result<Typed, Problem> {
        let boxed = |expr: &Expr, current: &Type| self.check(expr, current).map(Box::new);
        let (node, ty) = match expr {
            Expr::Current => (Node::Current, current.clone()),
            Expr::Field(name) => return self.field(name, current),
            Expr::Index(index) => (Node::Index(*index), self.elements(current, "an index")?),
            Expr::Then(left, right) => {
                let left = boxed(left, current)?;
                let right = boxed(right, &left.ty)?;
                let ty = right.ty.clone();
                (Node::Then(left, right), ty)
            }
            Expr::Each(list, each) => {
                let list = boxed(list, current)?;
                let each = boxed(each, &self.elements(&list.ty, "`[*]`")?)?;
                let ty = Type::List(Box::new(each.ty.clone()));
                (Node::Each(list, each), ty)
            }
            Expr::Flatten(list) => {
                let list = boxed(list, current)?;
                let element = self.elements(&list.ty, "`[]`")?;
                let inner = self.element(&element).unwrap_or(element);
                (Node::Flatten(list), Type::List(Box::new(inner)))
            }
            Expr::Filter(list, condition) => {
                let list = boxed(list, current)?;
                let element = self.elements(&list.ty, "a filter")?;
                let condition = boxed(condition, &element)?;
                (Node::Filter(list, condition), Type::List(Box::new(element)))
            }
            Expr::Values(map) => return Function::Values.call(self, vec![self.check(map, current)?]),
            Expr::Call(name, arguments) => {
                let function = functions::find(name, arguments.len())?;
                let arguments = arguments.iter().map(|argument| self.check(argument, current));
                return function.call(self, arguments.collect::<Result<_, _>>()?);
            }
            Expr::List(items) => self.list(items, current)?,
            Expr::Hash(parts) => self.hash(parts, current)?,
            Expr::Compare(how, left, right) => {
                let (left, right) = (boxed(left, current)?, boxed(right, current)?);
                self.compare(*how, &left.ty, &right.ty)?;
                (Node::Compare(*how, left, right), Type::Boolean)
            }
            Expr::Or(left, right) => {
                let (left, right) = (boxed(left, current)?, boxed(right, current)?);
                let ty = self.unified(&left.ty, &right.ty);
                (Node::Or(left, right), ty)
            }
            Expr::And(left, right) => {
                let (left, right) = (boxed(left, current)?, boxed(right, current)?);
                let are_boolean = self.is_boolean(&left.ty) && self.is_boolean(&right.ty);
                let ty = if are_boolean { Type::Boolean } else { Type::Mixed };
                (Node::And(left, right), ty)
            }
            Expr::Not(inner) => (Node::Not(boxed(inner, current)?), Type::Boolean),
            Expr::Literal(value) => (Node::Literal(value.clone()), self.literal(value)?),
        };
        Ok(Typed { node, ty })
    }

    fn hash(&self, parts: &[(String, Expr)], current: &Type) -> Result<(Node, Type), Problem> {
        let values = parts.iter().map(|(_, value)| self.check(value, current));
        let values = values.collect::<Result<Vec<_>, _>>()?;
        let names = parts.iter().map(|(name, _)| name.clone());
        let types = names.zip(values.iter().map(|value| value.ty.clone())).collect();
        Ok((Node::Hash(values), Type::Hash(types)))
    }

    fn field(&self, name: &str, current: &Type) -> Result<Typed, Problem> {
        let known = match current {
            Type::Shape(id) => self.0[*id].kind.members(),
            _ => &[],
        };
        if let Some(index) = known.iter().position(|member| member.name == name) {
            return Ok(Typed {
                node: Node::Member(index),
                ty: Type::Shape(known[index].target),
            });
        }
        if let Some((_, value)) = self.entries(current) {
            return Ok(Typed {
                node: Node::Entry(name.to_owned()),
                ty: value,
            });
        }
        if let Type::Hash(parts) = current
            && let Some(index) = parts.iter().position(|(part, _)| part == name)
        {
            return Ok(Typed {
                node: Node::Part(index),
                ty: parts[index].1.clone(),
            });
        }
        Err(self.no_member(name, current, known))
    }

    fn no_member(&self, name: &str, current: &Type, known: &[Member]) -> Problem {
        let names: Vec<&str> = match current {
            Type::Hash(parts) => parts.iter().map(|(part, _)| part.as_str()).collect(),
            _ => known.iter().map(|member| member.name.as_str()).collect(),
        };
        let noun = match current {
            Type::Shape(id) if self.is_of(current, Family::Members) => {
                format!("`{}`", self.0[*id].name)
            }
            other => self.noun(other),
        };
        let advice = match did_you_mean(name, names) {
            Some(advice) => advice,
            None if self.element(current).is_some() => {
                format!("put `[]` before `.{name}` to ask each element of the list")
            }
            None => format!("name a member of {noun}"),
        };
        Problem::new(format!("{noun} has no member `{name}`"), advice)
    }

    fn list(&self, items: &[Expr], current: &Type) -> Result<(Node, Type), Problem> {
        let items = items.iter().map(|item| self.check(item, current));
        let items = items.collect::<Result<Vec<_>, _>>()?;
        let types = items.iter().map(|item| item.ty.clone());
        let element = types.reduce(|a, b| self.unified(&a, &b)).unwrap_or(Type::Null);
        if element == Type::Mixed {
            return Err(Problem::new(
                "the list that it makes has elements that are not of one shape",
                "let all of them be of one shape, or make a hash of them: `{a: …, b: …}`",
            ));
        }
        Ok((Node::List(items), Type::List(Box::new(element))))
    }

    fn compare(&self, how: Comparator, left: &Type, right: &Type) -> Result<(), Problem> {
        if matches!(how, Comparator::Equal | Comparator::NotEqual) {
            return self.comparable(left, right);
        }
        let other = [left, right].into_iter().find(|ty| !self.is_number(ty));
        other.map_or(Ok(()), |other| {
            let why = format!("{} is compared by order", self.noun(other));
            Err(Problem::new(why, "compare numbers, or use `==` or `!=`"))
        })
    }

    /// Fails where two values can never be equal.
    pub(super) fn comparable(&self, left: &Type, right: &Type) -> Result<(), Problem> {
        let is_scalar = |ty: &Type| self.is_text(ty) || self.is_number(ty) || self.is_boolean(ty);
        match (left, right) {
            (Type::Null, _) | (_, Type::Null) => Ok(()),
            _ if self.unified(left, right) != Type::Mixed && is_scalar(left) => Ok(()),
            _ => Err(Problem::new(
                format!("{} is compared with {}", self.noun(left), self.noun(right)),
                "compare two strings, two numbers or two booleans; strings stand in single quotes, other literals in backticks",
            )),
        }
    }

    /// The type of a value that has either of two types.
    pub(super) fn unified(&self, left: &Type, right: &Type) -> Type {
        let both = |is: fn(&Self, &Type) -> bool| is(self, left) && is(self, right);
        match (left, right) {
            (Type::Null, other) | (other, Type::Null) => other.clone(),
            // What makes one list or hash is of another type in Rust than what makes another.
            (Type::List(_) | Type::Hash(_), _) => Type::Mixed,
            (left, right) if left == right => left.clone(),
            _ if both(Self::is_text) => Type::Text,
            _ if both(Self::is_integer) => Type::Integer,
            _ if both(Self::is_number) => Type::Float,
            _ if both(Self::is_boolean) => Type::Boolean,
            _ => Type::Mixed,
        }
    }

    fn literal(&self, value: &Value) -> Result<Type, Problem> {
        Ok(match value {
            Value::Null => Type::Null,
            Value::Bool(_) => Type::Boolean,
            Value::Number(number) if number.is_i64() => Type::Integer,
            Value::Number(_) => Type::Float,
            Value::String(_) => Type::Text,
            Value::Array(items) => {
                let types = items.iter().map(|item| self.literal(item));
                let types = types.collect::<Result<Vec<_>, _>>()?;
                let element = types.into_iter().reduce(|a, b| self.unified(&a, &b));
                match element {
                    Some(element @ (Type::Text | Type::Integer | Type::Float | Type::Boolean)) => {
                        Type::List(Box::new(element))
                    }
                    _ => return Err(unsupported_literal(value)),
                }
            }
            Value::Object(_) => return Err(unsupported_literal(value)),
        })
    }

    /// The element type of a value that has to be a list.
    fn elements(&self, ty: &Type, what: &str) -> Result<Type, Problem> {
        self.element(ty).ok_or_else(|| {
            Problem::new(
                format!("{what} is asked of {}", self.noun(ty)),
                "ask it of a list; `.*` gives the values of a map",
            )
        })
    }

    /// The kind of a type that is a shape's.
    pub(super) fn kind(&self, ty: &Type) -> Option<&Kind> {
        match ty {
            Type::Shape(id) => Some(&self.0[*id].kind),
            Type::Text
            | Type::Integer
            | Type::Float
            | Type::Boolean
            | Type::List(_)
            | Type::Hash(_)
            | Type::Null
            | Type::Mixed => None,
        }
    }

    /// Tells whether a type is that of a shape of a family.
    fn is_of(&self, ty: &Type, family: Family) -> bool {
        self.kind(ty).is_some_and(|kind| kind.family() == family)
    }

    /// The type of a list's elements.
    pub fn element(&self, ty: &Type) -> Option<Type> {
        if let Type::List(element) = ty {
            return Some((**element).clone());
        }
        let Kind::List(element) = self.kind(ty)? else {
            return None;
        };
        Some(Type::Shape(element.target))
    }

    /// The types of a map's keys and values.
    pub fn entries(&self, ty: &Type) -> Option<(Type, Type)> {
        let Kind::Map(key, value) = self.kind(ty)? else {
            return None;
        };
        Some((Type::Shape(key.target), Type::Shape(value.target)))
    }

    /// True for strings.
    pub fn is_text(&self, ty: &Type) -> bool {
        *ty == Type::Text || self.is_of(ty, Family::Text)
    }

    /// True for booleans.
    pub fn is_boolean(&self, ty: &Type) -> bool {
        *ty == Type::Boolean || self.is_of(ty, Family::Boolean)
    }

    fn is_integer(&self, ty: &Type) -> bool {
        *ty == Type::Integer || self.is_of(ty, Family::Integer)
    }

    /// True for numbers.
    pub fn is_number(&self, ty: &Type) -> bool {
        *ty == Type::Float || self.is_integer(ty) || self.is_of(ty, Family::Float)
    }

    /// The name of a type in messages, with an article.
    pub fn noun(&self, ty: &Type) -> String {
        match ty {
            Type::Shape(id) => {
                let shape = &self.0[*id];
                format!("the {} `{}`", shape.kind.noun(), shape.name)
            }
            Type::Text => "a string".into(),
            Type::Integer | Type::Float => "a number".into(),
            Type::Boolean => "a boolean".into(),
            Type::List(_) => "a list".into(),
            Type::Hash(_) => "a hash".into(),
            Type::Null => "null".into(),
            Type::Mixed => "a value of several types".into(),
        }
    }
}

fn unsupported_literal(value: &Value) -> Problem {
    Problem::new(
        format!("the literal {value} is not supported"),
        "write a string, a number, a boolean, null, or a list of one of these",
    )
}
