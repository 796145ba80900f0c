//! Values of expressions, as Rust expressions: their types, and whether they may be absent.

use proc_macro2::{Literal, TokenStream, TokenTree};
use quote::quote;

use super::super::context::Context;
use crate::ir::{Family, Kind, Member, ShapeId};

/// A Rust expression: of type `T`, or of type `Option<T>` where the value may be null.
#[derive(Clone, Debug)]
pub(in super::super) struct Value {
    pub tokens: TokenStream,
    pub precedence: Precedence,
    pub nullable: bool,
    pub repr: Repr,
    /// The parts of `owner.map(|it| made)`, where the value has that form: a further step is added in that closure.
    mapped: Option<Box<(TokenStream, Value)>>,
}

/// The precedence of an expression, the loosest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum Precedence {
    Or,
    And,
    Compare,
    Cast,
    Unary,
    Postfix,
}

/// The Rust type of a value that is not null.
#[derive(Clone, Debug)]
pub(in super::super) enum Repr {
    /// A reference to the type of a shape; a copy for numbers and booleans.
    Shape(ShapeId),
    /// A place that holds the value of a shape, to be borrowed.
    Place(ShapeId),
    /// `&str`
    Str,
    /// `bool`
    Bool,
    /// `i64`
    Int,
    /// `f64`
    Float,
    /// An iterator without nulls.
    Iter(Box<Repr>),
    /// An array, whose elements are `Option`s if they may be null.
    Array(Box<Repr>, bool),
    /// A tuple; each part may be null.
    Hash(Vec<Value>),
    /// Always null.
    Null,
}

impl Value {
    /// A value that is always present.
    pub fn new(tokens: TokenStream, precedence: Precedence, repr: Repr) -> Self {
        Self {
            tokens,
            precedence,
            nullable: false,
            repr,
            mapped: None,
        }
    }

    /// A call or a path that gives a value, or an `Option` of one.
    pub fn call(tokens: TokenStream, nullable: bool, repr: Repr) -> Self {
        Self {
            nullable,
            ..Self::new(tokens, Precedence::Postfix, repr)
        }
    }

    /// The same tokens, which are an `Option` already.
    pub fn or_null(self) -> Self {
        Self { nullable: true, ..self }
    }

    /// A boolean.
    pub fn boolean(tokens: TokenStream, precedence: Precedence) -> Self {
        Self::new(tokens, precedence, Repr::Bool)
    }

    /// The expression as an operand at this precedence, in parentheses where it needs them.
    pub fn operand(&self, precedence: Precedence) -> TokenStream {
        let tokens = &self.tokens;
        if self.precedence < precedence {
            quote!((#tokens))
        } else {
            quote!(#tokens)
        }
    }

    /// The expression as the receiver of a method.
    pub fn receiver(&self) -> TokenStream {
        self.operand(Precedence::Postfix)
    }

    /// The value, borrowed if it is a place.
    pub fn borrowed(self) -> Self {
        match self.repr {
            Repr::Place(id) => {
                let place = self.receiver();
                Self::new(quote!(&#place), Precedence::Unary, Repr::Shape(id))
            }
            _ => self,
        }
    }

    /// The value as an `Option`.
    pub fn optional(self) -> TokenStream {
        let value = self.borrowed();
        let tokens = &value.tokens;
        match value.repr {
            Repr::Null => quote!(None),
            _ if value.nullable => quote!(#tokens),
            _ => quote!(Some(#tokens)),
        }
    }

    /// The receiver of closures on an `Option`, and the value in them, which is not null.
    pub fn within(&self) -> (TokenStream, Self) {
        match &self.mapped {
            Some(mapped) => (**mapped).clone(),
            None => (self.receiver(), Self::element(self.repr.clone())),
        }
    }

    /// A value of a type by the name that closures give it.
    pub fn element(repr: Repr) -> Self {
        let repr = match repr {
            Repr::Place(id) => Repr::Shape(id),
            Repr::Hash(parts) => {
                let parts = parts.into_iter().enumerate().map(|(index, part)| {
                    let index = Literal::usize_unsuffixed(index);
                    Self::call(quote!(it.#index), part.nullable, part.repr)
                });
                Repr::Hash(parts.collect())
            }
            other => other,
        };
        Self::call(quote!(it), false, repr)
    }

    /// Adds a step to the value, where it is present.
    pub fn then(self, go_on: impl FnOnce(&Self) -> Self) -> Self {
        if !self.nullable {
            return go_on(&self);
        }
        let (owner, value) = self.within();
        let next = go_on(&value);
        let Self {
            tokens, nullable, repr, ..
        } = next.clone().borrowed();
        if next.is_it() {
            self
        } else if nullable {
            Self::call(quote!(#owner.and_then(|it| #tokens)), true, repr)
        } else {
            let mapped = quote!(#owner.map(|it| #tokens));
            Self {
                mapped: Some(Box::new((owner, next))),
                ..Self::call(mapped, true, repr)
            }
        }
    }

    /// True where the value is the parameter of the closure itself.
    pub fn is_it(&self) -> bool {
        self.tokens.to_string() == "it"
    }

    /// Combines a value that has to be present with one that may be null; null where the first is.
    pub fn known(self, other: &Self, tell: impl FnOnce(&Self, &Self) -> Self) -> Self {
        if !self.nullable || !mentions_it(&other.tokens) {
            return self.then(|it| tell(it, other));
        }
        let owner = self.receiver();
        let told = tell(&Self::call(quote!(left), false, self.repr), other).tokens;
        Self::call(quote!(#owner.map(|left| #told)), true, Repr::Bool)
    }

    /// Combines two values that both have to be present; null where one is not.
    pub fn with(self, other: Self, tell: impl FnOnce(&Self, &Self) -> Self) -> Self {
        let named = |value: &Self, name: TokenStream| Self::call(name, false, value.repr.clone());
        let (left, right) = (named(&self, quote!(left)), named(&other, quote!(right)));
        let (one, another) = (self.receiver(), other.receiver());
        let tokens = match (self.nullable, other.nullable) {
            (false, false) => return tell(&self, &other),
            (true, false) if !mentions_it(&other.tokens) => return self.then(|it| tell(it, &other)),
            (false, true) if !mentions_it(&self.tokens) => return other.clone().then(|it| tell(&self, it)),
            (true, false) => {
                let told = tell(&left, &other).tokens;
                quote!(#one.map(|left| #told))
            }
            (false, true) => {
                let told = tell(&self, &right).tokens;
                quote!(#another.map(|right| #told))
            }
            (true, true) => {
                let (another, told) = (&other.tokens, tell(&left, &right).tokens);
                quote!(#one.zip(#another).map(|(left, right)| #told))
            }
        };
        Self::call(tokens, true, Repr::Bool)
    }
}

impl Value {
    /// A string as `&str`.
    pub fn text(self) -> Self {
        match self.repr {
            Repr::Shape(_) | Repr::Place(_) => self.then(|it| {
                let it = it.receiver();
                Self::call(quote!(#it.as_str()), false, Repr::Str)
            }),
            _ => self,
        }
    }

    /// A number as `i64`, or as `f64`.
    pub fn number(self, cx: &Context<'_>, as_float: bool) -> Self {
        self.then(|it| {
            let tokens = &it.tokens;
            let whole = match &it.repr {
                Repr::Shape(id) | Repr::Place(id) => match cx.shape(*id).kind {
                    Kind::Float => return Self::call(quote!(f64::from(#tokens)), false, Repr::Float),
                    Kind::Double => return Self::new(tokens.clone(), it.precedence, Repr::Float),
                    Kind::Long => Self::new(tokens.clone(), it.precedence, Repr::Int),
                    Kind::Blob
                    | Kind::Boolean
                    | Kind::Byte
                    | Kind::Short
                    | Kind::Integer
                    | Kind::BigInteger
                    | Kind::BigDecimal
                    | Kind::String
                    | Kind::Enum(_)
                    | Kind::IntEnum(_)
                    | Kind::Timestamp
                    | Kind::Document
                    | Kind::List(_)
                    | Kind::Map(..)
                    | Kind::Structure(_)
                    | Kind::Union(_) => Self::call(quote!(i64::from(#tokens)), false, Repr::Int),
                },
                _ => it.clone(),
            };
            match whole.repr {
                Repr::Int if as_float => {
                    let tokens = whole.operand(Precedence::Cast);
                    Self::new(quote!(#tokens as f64), Precedence::Cast, Repr::Float)
                }
                _ => whole,
            }
        })
    }

    /// The condition that the value is true in JMESPath: neither null nor false, and not empty.
    pub fn truth(self, cx: &Context<'_>) -> Self {
        let is_plain = matches!(self.repr, Repr::Bool) || self.is_boolean(cx);
        if matches!(self.repr, Repr::Null) {
            return Self::boolean(quote!(false), Precedence::Postfix);
        }
        if !self.nullable {
            let filled = self.filled(cx);
            return filled.unwrap_or_else(|| Self::boolean(quote!(true), Precedence::Postfix));
        }
        if is_plain && self.mapped.is_none() {
            let value = self.operand(Precedence::Unary);
            return Self::boolean(quote!(#value == Some(true)), Precedence::Compare);
        }
        let (owner, value) = self.within();
        match value.filled(cx) {
            Some(filled) => {
                let filled = filled.tokens;
                Self::boolean(quote!(#owner.is_some_and(|it| #filled)), Precedence::Postfix)
            }
            None => Self::boolean(quote!(#owner.is_some()), Precedence::Postfix),
        }
    }

    fn is_boolean(&self, cx: &Context<'_>) -> bool {
        matches!(&self.repr, Repr::Shape(id) | Repr::Place(id) if cx.shape(*id).kind.family() == Family::Boolean)
    }

    /// The condition that a present value is true; `None` where it always is.
    pub fn filled(&self, cx: &Context<'_>) -> Option<Self> {
        let it = self.receiver();
        let tokens = match &self.repr {
            Repr::Shape(id) | Repr::Place(id) => match cx.shape(*id).kind {
                Kind::String | Kind::List(_) | Kind::Map(..) => quote!(!#it.is_empty()),
                Kind::Enum(_) => quote!(!#it.as_str().is_empty()),
                Kind::Boolean => return Some(Self::boolean(self.tokens.clone(), self.precedence)),
                Kind::Blob
                | Kind::Byte
                | Kind::Short
                | Kind::Integer
                | Kind::Long
                | Kind::Float
                | Kind::Double
                | Kind::BigInteger
                | Kind::BigDecimal
                | Kind::IntEnum(_)
                | Kind::Timestamp
                | Kind::Document
                | Kind::Structure(_)
                | Kind::Union(_) => return None,
            },
            Repr::Str => quote!(!#it.is_empty()),
            Repr::Bool => return Some(Self::boolean(self.tokens.clone(), self.precedence)),
            Repr::Iter(_) => {
                let it = self.iterator();
                return Some(Self::boolean(quote!(#it.next().is_some()), Precedence::Postfix));
            }
            Repr::Int | Repr::Float | Repr::Array(..) | Repr::Hash(_) | Repr::Null => return None,
        };
        Some(Self::boolean(tokens, Precedence::Unary))
    }

    /// The shape of a map, and the member that its keys are of.
    pub fn map_shape<'a>(&self, cx: &Context<'a>) -> (ShapeId, &'a Member) {
        if let Repr::Shape(id) | Repr::Place(id) = self.repr
            && let Kind::Map(key, _) = &cx.shape(id).kind
        {
            return (id, key);
        }
        unreachable!("the value was found to be a map");
    }

    /// True where elements of the list may be null.
    pub fn holds_nulls(&self, cx: &Context<'_>) -> bool {
        match self.repr {
            Repr::Shape(id) | Repr::Place(id) => cx.shape(id).traits.sparse,
            Repr::Array(_, nullable) => nullable,
            _ => false,
        }
    }

    /// An iterator to be consumed, which is cloned if it has a name and so may be used again.
    pub fn iterator(&self) -> TokenStream {
        let it = self.receiver();
        let has_name = |token| !matches!(token, TokenTree::Group(_));
        if it.clone().into_iter().all(has_name) {
            quote!(#it.clone())
        } else {
            it
        }
    }

    /// The elements of a present list, without nulls, and their type.
    pub fn elements(&self, cx: &Context<'_>) -> (TokenStream, Repr) {
        let it = self.receiver();
        let (start, adapt, element) = match &self.repr {
            Repr::Shape(id) | Repr::Place(id) => {
                let (adapt, element) = held(cx, *id);
                (quote!(#it.iter()), adapt, element)
            }
            Repr::Array(element, nullable) => {
                let adapt = nullable.then(|| quote!(.flatten()));
                (quote!(#it.into_iter()), adapt.unwrap_or_default(), (**element).clone())
            }
            Repr::Iter(element) => (self.iterator(), TokenStream::new(), (**element).clone()),
            _ => unreachable!("the value was found to be a list"),
        };
        (quote!(#start #adapt), element)
    }
}

impl Repr {
    /// True where values are copied rather than moved.
    pub fn is_copy(&self) -> bool {
        match self {
            Self::Iter(_) => false,
            Self::Array(element, _) => element.is_copy(),
            Self::Hash(parts) => parts.iter().all(|part| part.repr.is_copy()),
            _ => true,
        }
    }

    /// The call that turns the elements of lists of this type into values without nulls, and their type; `None` where
    /// the type is not a list.
    pub fn inner(&self, cx: &Context<'_>) -> Option<(TokenStream, Self)> {
        match self {
            Self::Shape(id) | Self::Place(id) => match cx.shape(*id).kind {
                Kind::List(_) => Some(held(cx, *id)),
                Kind::Blob
                | Kind::Boolean
                | Kind::Byte
                | Kind::Short
                | Kind::Integer
                | Kind::Long
                | Kind::Float
                | Kind::Double
                | Kind::BigInteger
                | Kind::BigDecimal
                | Kind::String
                | Kind::Enum(_)
                | Kind::IntEnum(_)
                | Kind::Timestamp
                | Kind::Document
                | Kind::Map(..)
                | Kind::Structure(_)
                | Kind::Union(_) => None,
            },
            Self::Array(element, true) => Some((quote!(.flatten()), (**element).clone())),
            Self::Array(element, false) | Self::Iter(element) => Some((TokenStream::new(), (**element).clone())),
            _ => None,
        }
    }
}

/// Tells whether an expression uses the parameter of the closure around it.
fn mentions_it(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == "it",
        TokenTree::Group(group) => mentions_it(&group.stream()),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// The call that turns references to the elements of a shape's list, or to the values of its map, into values without
/// nulls, and their type.
pub(super) fn held(cx: &Context<'_>, container: ShapeId) -> (TokenStream, Repr) {
    let shape = cx.shape(container);
    let (Kind::List(element) | Kind::Map(_, element)) = &shape.kind else {
        unreachable!("the shape was found to be a list or a map");
    };
    let present = shape.traits.sparse.then(|| quote!(.flatten()));
    let copied = cx.rust_type(element.target).is_copy().then(|| quote!(.copied()));
    (quote!(#present #copied), Repr::Shape(element.target))
}
