//! Expressions of JMESPath as Rust: an expression of the model is compiled into the crate, and borrows from the value
//! that it is evaluated on. Nothing is interpreted at run time, and no string is copied.
//!
//! The parameter of every closure is `it`, as an expression is only ever evaluated on one value.

mod calls;
mod lists;
mod logic;
mod value;

pub(super) use value::{Precedence, Repr, Value};

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::context::Context;
use crate::{
    ir::{Kind, ShapeId},
    jmespath::{Node, Type, Typed, Types},
    plan::{MapKey, RustType},
};
use logic::{both, either};

/// Compiles expressions for one crate.
#[derive(Clone, Copy)]
pub(super) struct ExpressionCompiler<'a>(pub &'a Context<'a>);

/// A reference to a value of a shape, on which expressions are evaluated.
pub(super) fn root(tokens: TokenStream, shape: ShapeId) -> Value {
    Value::call(tokens, false, Repr::Shape(shape))
}

/// Values by name, which an expression selects from.
pub(super) fn roots(parts: Vec<Value>) -> Value {
    let tokens = parts.iter().map(|part| &part.tokens);
    Value::call(quote!((#(#tokens,)*)), false, Repr::Hash(parts))
}

/// Takes the value at the end of a path of members out of its owner: an expression of type `Option<_>`.
pub(super) fn take(cx: &Context<'_>, root: TokenStream, shape: ShapeId, members: &[usize]) -> TokenStream {
    let (mut owner, mut at) = (None, shape);
    for index in members {
        let field = &cx.members(at)[*index];
        let ident = &field.ident;
        let step = |owner: TokenStream| match field.is_optional() {
            true => quote!(#owner.#ident),
            false => quote!(Some(#owner.#ident)),
        };
        owner = Some(match owner {
            None => step(root.clone()),
            Some(owner) => {
                let next = step(quote!(it));
                quote!(#owner.and_then(|it| #next))
            }
        });
        at = field.member.target;
    }
    owner.unwrap_or(quote!(Some(#root)))
}

impl<'a> ExpressionCompiler<'a> {
    fn types(&self) -> Types<'a> {
        Types(&self.0.service.shapes)
    }

    /// The value of an expression on `current`, which is not null.
    pub fn value(&self, typed: &Typed, current: &Value) -> Value {
        match &typed.node {
            Node::Current => current.clone(),
            Node::Member(index) => self.member(current, *index),
            Node::Entry(key) => self.entry(current, key),
            Node::Part(index) => match &current.repr {
                Repr::Hash(parts) => parts[*index].clone(),
                _ => unreachable!("the value was found to be a hash"),
            },
            Node::Index(index) => self.index(current, *index),
            Node::Then(left, right) => self.value(left, current).then(|it| self.value(right, it)),
            Node::Each(list, each) => self.each(self.value(list, current), each, false),
            Node::Flatten(list) => self.flatten(list, current),
            Node::Filter(list, condition) => self.filter(self.value(list, current), condition),
            Node::List(items) => self.list(&typed.ty, items, current),
            Node::Hash(parts) => {
                let parts = parts.iter().map(|part| self.value(part, current).borrowed());
                roots(parts.collect())
            }
            Node::Compare(how, left, right) => self.compare(*how, (left, right), current),
            Node::Or(..) | Node::And(..) if typed.ty == Type::Mixed => self.truth(typed, current),
            Node::Or(left, right) => self.or(&typed.ty, self.value(left, current), self.value(right, current)),
            Node::And(left, right) => self.and(self.value(left, current), self.value(right, current)),
            Node::Not(_) => self.truth(typed, current),
            Node::Call(function, arguments) => {
                let arguments = arguments.iter().map(|argument| self.value(argument, current));
                self.call(*function, &typed.ty, arguments.collect())
            }
            Node::Literal(value) => literal(value),
        }
    }

    /// The condition that the value of an expression is true.
    pub fn truth(&self, typed: &Typed, current: &Value) -> Value {
        match &typed.node {
            Node::And(left, right) => both(self.truth(left, current), self.truth(right, current)),
            Node::Or(left, right) => either(self.truth(left, current), self.truth(right, current)),
            Node::Not(inner) => {
                let inner = self.truth(inner, current).operand(Precedence::Unary);
                Value::boolean(quote!(!#inner), Precedence::Unary)
            }
            _ => self.value(typed, current).truth(self.0),
        }
    }

    fn member(&self, owner: &Value, index: usize) -> Value {
        let (Repr::Shape(shape) | Repr::Place(shape)) = owner.repr else {
            unreachable!("the value was found to be a structure");
        };
        let field = &self.0.members(shape)[index];
        let (owner, ident, target) = (owner.receiver(), &field.ident, field.member.target);
        let is_copy = field.ty.is_copy();
        if let Kind::Union(_) = self.0.shape(shape).kind {
            let get = field.method("as");
            let copied = is_copy.then(|| quote!(.copied()));
            return Value::call(quote!(#owner.#get().ok() #copied), true, Repr::Shape(target));
        }
        if is_copy {
            return Value::call(quote!(#owner.#ident), field.is_optional(), Repr::Shape(target));
        }
        match (field.ty == RustType::String, field.is_optional()) {
            (true, true) => Value::call(quote!(#owner.#ident.as_deref()), true, Repr::Str),
            (true, false) => Value::call(quote!(#owner.#ident.as_str()), false, Repr::Str),
            (false, true) if field.boxed => Value::call(quote!(#owner.#ident.as_deref()), true, Repr::Shape(target)),
            (false, true) => Value::call(quote!(#owner.#ident.as_ref()), true, Repr::Shape(target)),
            (false, false) => Value::call(quote!(#owner.#ident), false, Repr::Place(target)),
        }
    }

    fn entry(&self, map: &Value, key: &str) -> Value {
        let (shape, keys) = map.map_shape(self.0);
        let map = map.receiver();
        let found = match self.0.map_key(keys) {
            MapKey::String => quote!(#map.get(#key)),
            MapKey::Enum(_) => quote!(#map.iter().find(|(key, _)| key.as_str() == #key).map(|(_, value)| value)),
        };
        let (adapt, value) = self.optional_element(shape);
        Value::call(quote!(#found #adapt), true, value)
    }

    /// The call that turns an `Option` of a reference to an element into one of a value without nulls.
    fn optional_element(&self, container: ShapeId) -> (TokenStream, Repr) {
        let (_, element) = value::held(self.0, container);
        let Repr::Shape(target) = element else {
            unreachable!("what containers hold has a shape");
        };
        let is_sparse = self.0.shape(container).traits.sparse;
        let present = is_sparse.then(|| quote!(.and_then(|it| it.as_ref())));
        let copied = self.0.rust_type(target).is_copy().then(|| quote!(.copied()));
        (quote!(#present #copied), element)
    }
}

/// A literal value in an expression.
fn literal(value: &serde_json::Value) -> Value {
    use serde_json::Value as Json;
    let call = |tokens, repr| Value::call(tokens, false, repr);
    match value {
        Json::Bool(value) => call(quote!(#value), Repr::Bool),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => {
                let tokens = Literal::i64_unsuffixed(whole.abs());
                let minus = (whole < 0).then(|| quote!(-));
                let precedence = if whole < 0 {
                    Precedence::Unary
                } else {
                    Precedence::Postfix
                };
                Value::new(quote!(#minus #tokens), precedence, Repr::Int)
            }
            (None, number) => {
                let number = number.unwrap_or_default();
                let tokens = Literal::f64_suffixed(number.abs());
                let minus = (number < 0.0).then(|| quote!(-));
                Value::new(quote!(#minus #tokens), Precedence::Unary, Repr::Float)
            }
        },
        Json::String(text) => call(quote!(#text), Repr::Str),
        Json::Array(items) => {
            let items: Vec<Value> = items.iter().map(literal).collect();
            let element = items.first().map_or(Repr::Null, |item| item.repr.clone());
            let tokens = items.iter().map(|item| &item.tokens);
            call(quote!([#(#tokens),*]), Repr::Array(Box::new(element), false))
        }
        // The type checker refuses objects.
        Json::Null | Json::Object(_) => call(quote!(None), Repr::Null),
    }
}
