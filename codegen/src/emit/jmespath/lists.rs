//! Lists: their elements, expressions that are evaluated on each, and lists that expressions make.
//!
//! A list of a shape is borrowed. A list that an expression makes is an iterator, and is never collected.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{ExpressionCompiler, Repr, Value};
use crate::jmespath::{Node, Type, Typed};

impl ExpressionCompiler<'_> {
    pub(super) fn index(&self, list: &Value, index: i64) -> Value {
        let owner = list.receiver();
        let at = |position: u64| Literal::u64_unsuffixed(position);
        let from_end = at(index.unsigned_abs().saturating_sub(1));
        let position = at(index.unsigned_abs());
        match &list.repr {
            Repr::Shape(id) | Repr::Place(id) => {
                let (adapt, element) = self.optional_element(*id);
                let found = match index {
                    0 => quote!(#owner.first()),
                    -1 => quote!(#owner.last()),
                    1.. => quote!(#owner.get(#position)),
                    _ => quote!(#owner.iter().rev().nth(#from_end)),
                };
                Value::call(quote!(#found #adapt), true, element)
            }
            Repr::Array(element, nullable) => {
                let back = (index < 0).then(|| quote!(.rev()));
                let position = if index < 0 { from_end } else { position };
                let present = nullable.then(|| quote!(.flatten()));
                let found = quote!(#owner.into_iter() #back.nth(#position) #present);
                Value::call(found, true, (**element).clone())
            }
            Repr::Iter(element) => {
                let owner = list.iterator();
                let found = match index {
                    0.. => quote!(#owner.nth(#position)),
                    -1 => quote!(#owner.last()),
                    _ => quote!(#owner.collect::<Vec<_>>().into_iter().rev().nth(#from_end)),
                };
                Value::call(found, true, (**element).clone())
            }
            _ => unreachable!("the value was found to be a list"),
        }
    }

    /// Evaluates an expression on each element. Where `flat`, the results are lists, which are joined.
    pub(super) fn each(&self, list: Value, each: &Typed, flat: bool) -> Value {
        list.then(|it| {
            let (elements, element) = it.elements(self.0);
            let value = self.value(each, &Value::element(element)).borrowed();
            let tokens = &value.tokens;
            let inner = value.repr.inner(self.0).filter(|_| flat);
            if inner.is_none() && value.is_it() && !it.holds_nulls(self.0) {
                return it.clone();
            }
            let (adapt, repr) = inner
                .clone()
                .unwrap_or_else(|| (TokenStream::new(), value.repr.clone()));
            let tokens = match (inner.is_some(), value.nullable) {
                (false, _) if value.is_it() => quote!(#elements),
                (true, _) if value.is_it() => quote!(#elements.flatten() #adapt),
                (false, true) => quote!(#elements.filter_map(|it| #tokens)),
                (false, false) => quote!(#elements.map(|it| #tokens)),
                (true, true) => quote!(#elements.filter_map(|it| #tokens).flatten() #adapt),
                (true, false) => quote!(#elements.flat_map(|it| #tokens) #adapt),
            };
            Value::call(tokens, false, Repr::Iter(Box::new(repr)))
        })
    }

    pub(super) fn flatten(&self, list: &Typed, current: &Value) -> Value {
        if let Node::Each(list, each) = &list.node {
            return self.each(self.value(list, current), each, true);
        }
        let element = Typed {
            node: Node::Current,
            ty: Type::Null,
        };
        self.each(self.value(list, current), &element, true)
    }

    pub(super) fn filter(&self, list: Value, condition: &Typed) -> Value {
        list.then(|it| {
            let (elements, element) = it.elements(self.0);
            let condition = self.truth(condition, &Value::element(element.clone())).tokens;
            let kept = if element.is_copy() {
                quote!(#elements.filter(|&it| #condition))
            } else {
                quote!(#elements.filter(|it| { let it = (*it).clone(); #condition }))
            };
            Value::call(kept, false, Repr::Iter(Box::new(element)))
        })
    }

    pub(super) fn list(&self, ty: &Type, items: &[Typed], current: &Value) -> Value {
        let element = self.types().element(ty).unwrap_or(Type::Null);
        let items: Vec<Value> = items.iter().map(|item| self.value(item, current)).collect();
        let items: Vec<Value> = self.alike(&element, items);
        let nullable = items
            .iter()
            .any(|item| item.nullable || matches!(item.repr, Repr::Null));
        let repr = items.iter().map(|item| item.repr.clone());
        let repr = repr.reduce(|a, b| if matches!(a, Repr::Null) { b } else { a });
        let tokens = items.into_iter().map(|item| match nullable {
            true => item.optional(),
            false => item.tokens,
        });
        let repr = Repr::Array(Box::new(repr.unwrap_or(Repr::Null)), nullable);
        Value::call(quote!([#(#tokens),*]), false, repr)
    }
}
