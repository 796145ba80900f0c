//! Truth and comparison.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use super::{ExpressionCompiler, Precedence, Repr, Value};
use crate::{
    ir::{Family, Kind},
    jmespath::{Comparator, Function, Node, Type, Typed},
};

impl ExpressionCompiler<'_> {
    pub(super) fn or(&self, ty: &Type, left: Value, right: Value) -> Value {
        let [left, right] = <[Value; 2]>::try_from(self.alike(ty, vec![left, right])).expect("two were given");
        if matches!(left.repr, Repr::Null) {
            return right;
        }
        if self.types().is_boolean(ty) && !left.nullable && !right.nullable {
            return either(left, right);
        }
        let is_copy = self.types().is_boolean(ty);
        let filled = Value::element(left.repr.clone()).filled(self.0);
        let filled = filled.map(|filled| filled.tokens);
        let filter = filled.map(|filled| match is_copy {
            true => quote!(.filter(|&it| #filled)),
            false => quote!(.filter(|it| #filled)),
        });
        let repr = left.repr.clone();
        let left = left.optional();
        or_else(quote!(#left #filter), right, repr)
    }

    pub(super) fn and(&self, left: Value, right: Value) -> Value {
        if !left.nullable && !right.nullable {
            return both(left, right);
        }
        let (left, right) = (left.optional(), right.optional());
        let tokens = quote!(match #left { Some(true) => #right, left => left });
        Value::new(tokens, Precedence::Or, Repr::Bool).or_null()
    }

    pub(super) fn compare(&self, how: Comparator, (left, right): (&Typed, &Typed), current: &Value) -> Value {
        // A function of null is an error in JMESPath, which equals nothing, not even itself.
        let fails = |typed: &Typed| matches!(typed.node, Node::Call(function, _) if function != Function::NotNull);
        let is_order = !matches!(how, Comparator::Equal | Comparator::NotEqual);
        let needs = (is_order || fails(left), is_order || fails(right));
        let (left, right) = (self.value(left, current), self.value(right, current));
        match needs {
            (true, true) => left.with(right, |left, right| self.equal(how, left.clone(), right.clone())),
            (true, false) => left.known(&right, |left, right| self.equal(how, left.clone(), right.clone())),
            (false, true) => right.known(&left, |right, left| self.equal(how, left.clone(), right.clone())),
            (false, false) => self.equal(how, left, right),
        }
    }

    /// Compares two values. Each may be null, unless they are compared by order.
    pub(super) fn equal(&self, how: Comparator, left: Value, right: Value) -> Value {
        if let Some(known) = compare_null(how, &left, &right) {
            return known;
        }
        let (left, right) = self.comparable(left, right);
        let operator = operator(how);
        let (left, right) = if left.nullable || right.nullable {
            (left.optional(), right.optional())
        } else {
            (left.operand(Precedence::Unary), right.operand(Precedence::Unary))
        };
        Value::boolean(quote!(#left #operator #right), Precedence::Compare)
    }

    /// Converts values of one type in JMESPath to one type in Rust.
    pub(super) fn alike(&self, ty: &Type, values: Vec<Value>) -> Vec<Value> {
        let same = |value: Value| match ty {
            _ if matches!(value.repr, Repr::Null) => value,
            Type::Integer => value.number(self.0, false),
            Type::Float => value.number(self.0, true),
            Type::Shape(id) if matches!(self.0.shape(*id).kind, Kind::Enum(_)) => value.borrowed(),
            ty if self.types().is_text(ty) => value.text(),
            _ => value.borrowed(),
        };
        values.into_iter().map(same).collect()
    }

    /// Converts two values that may be equal to one type in Rust.
    fn comparable(&self, left: Value, right: Value) -> (Value, Value) {
        let is_float = |value: &Value| match value.repr {
            Repr::Float => true,
            Repr::Shape(id) | Repr::Place(id) => self.0.shape(id).kind.family() == Family::Float,
            _ => false,
        };
        let is_number = |value: &Value| match value.repr {
            Repr::Int | Repr::Float => true,
            Repr::Shape(id) | Repr::Place(id) => self.types().is_number(&Type::Shape(id)),
            _ => false,
        };
        let is_boolean = |value: &Value| match value.repr {
            Repr::Bool => true,
            Repr::Shape(id) | Repr::Place(id) => self.types().is_boolean(&Type::Shape(id)),
            _ => false,
        };
        match (&left, &right) {
            (a, b) if is_number(a) && is_number(b) => {
                let as_float = is_float(a) || is_float(b);
                (left.number(self.0, as_float), right.number(self.0, as_float))
            }
            (a, b) if is_boolean(a) && is_boolean(b) => (left, right),
            _ => (left.text(), right.text()),
        }
    }
}

/// A comparison with null, which tests whether the other value is present.
fn compare_null(how: Comparator, left: &Value, right: &Value) -> Option<Value> {
    let other = match (&left.repr, &right.repr) {
        (Repr::Null, _) => right,
        (_, Repr::Null) => left,
        _ => return None,
    };
    let is_equal = how == Comparator::Equal;
    let owner = other.receiver();
    let tokens = match (&other.repr, other.nullable) {
        (Repr::Null, _) => quote!(#is_equal),
        (_, false) => {
            let differs = !is_equal;
            quote!(#differs)
        }
        (_, true) if is_equal => quote!(#owner.is_none()),
        (_, true) => quote!(#owner.is_some()),
    };
    Some(Value::boolean(tokens, Precedence::Postfix))
}

fn operator(how: Comparator) -> TokenStream {
    match how {
        Comparator::Equal => quote!(==),
        Comparator::NotEqual => quote!(!=),
        Comparator::Less => quote!(<),
        Comparator::LessOrEqual => quote!(<=),
        Comparator::Greater => quote!(>),
        Comparator::GreaterOrEqual => quote!(>=),
    }
}

pub(super) fn both(left: Value, right: Value) -> Value {
    let (left, right) = (left.operand(Precedence::And), right.operand(Precedence::And));
    Value::boolean(quote!(#left && #right), Precedence::And)
}

pub(super) fn either(left: Value, right: Value) -> Value {
    let (left, right) = (left.operand(Precedence::Or), right.operand(Precedence::Or));
    Value::boolean(quote!(#left || #right), Precedence::Or)
}

/// The value of an `Option`, or another where it is empty.
pub(super) fn or_else(option: TokenStream, other: Value, repr: Repr) -> Value {
    let tokens = &other.tokens;
    match other.repr {
        Repr::Null => Value::call(option, true, repr),
        _ if other.nullable => Value::call(quote!(#option.or_else(|| #tokens)), true, repr),
        _ if is_literal(tokens) => Value::call(quote!(#option.unwrap_or(#tokens)), false, repr),
        _ => Value::call(quote!(#option.unwrap_or_else(|| #tokens)), false, repr),
    }
}

fn is_literal(tokens: &TokenStream) -> bool {
    let mut tokens = tokens.clone().into_iter();
    matches!((tokens.next(), tokens.next()), (Some(TokenTree::Literal(_)), None))
}
