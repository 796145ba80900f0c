//! Functions of JMESPath, as calls of methods of Rust's own types. A function of null, which is an error in JMESPath,
//! gives null, which matches nothing.

use quote::quote;

use super::{ExpressionCompiler, Precedence, Repr, Value, logic::or_else, value};
use crate::{
    ir::Family,
    jmespath::{Comparator, Function, Type},
};

impl ExpressionCompiler<'_> {
    /// A call with arguments of the function's types.
    pub(super) fn call(&self, function: Function, ty: &Type, arguments: Vec<Value>) -> Value {
        let mut given = arguments.into_iter();
        let mut next = || given.next().expect("the number of arguments was checked");
        match function {
            Function::Length => next().then(|it| self.length(it)),
            Function::Keys => next().then(|it| self.keys(it)),
            Function::Values => next().then(|it| self.values(it)),
            Function::Contains => self.contains(next(), next()),
            Function::StartsWith => ends(next(), next(), "starts_with"),
            Function::EndsWith => ends(next(), next(), "ends_with"),
            Function::NotNull => self.not_null(ty, given.collect()),
        }
    }

    fn length(&self, of: &Value) -> Value {
        let it = of.receiver();
        let is_text = |id| self.0.shape(id).kind.family() == Family::Text;
        let count = match of.repr {
            Repr::Str => quote!(#it.chars().count()),
            Repr::Shape(id) | Repr::Place(id) if is_text(id) => quote!(#it.as_str().chars().count()),
            Repr::Iter(_) => {
                let it = of.iterator();
                quote!(#it.count())
            }
            _ => quote!(#it.len()),
        };
        Value::new(quote!(#count as i64), Precedence::Cast, Repr::Int)
    }

    fn keys(&self, map: &Value) -> Value {
        let it = map.receiver();
        let (_, key) = map.map_shape(self.0);
        Value::call(quote!(#it.keys()), false, Repr::Iter(Box::new(Repr::Shape(key.target))))
    }

    fn values(&self, map: &Value) -> Value {
        let it = map.receiver();
        let (id, _) = map.map_shape(self.0);
        let (adapt, element) = value::held(self.0, id);
        Value::call(quote!(#it.values() #adapt), false, Repr::Iter(Box::new(element)))
    }

    fn contains(&self, searched: Value, sought: Value) -> Value {
        let is_list = searched.repr.inner(self.0).is_some();
        if !is_list {
            return ends(searched, sought, "contains");
        }
        searched.known(&sought, |list, sought| {
            let (elements, element) = list.elements(self.0);
            let each = Value::call(quote!(each), false, element);
            let equal = self.equal(Comparator::Equal, each, sought.clone()).tokens;
            Value::boolean(quote!(#elements.any(|each| #equal)), Precedence::Postfix)
        })
    }

    fn not_null(&self, ty: &Type, values: Vec<Value>) -> Value {
        let values = self.alike(ty, values);
        let joined = values.into_iter().reduce(|first, other| match &first.repr {
            Repr::Null => other,
            _ if !first.nullable => first,
            repr => {
                let repr = repr.clone();
                or_else(first.tokens, other, repr)
            }
        });
        joined.unwrap_or_else(|| Value::call(quote!(None), false, Repr::Null))
    }
}

/// A method of `str` that searches it for a substring.
fn ends(searched: Value, sought: Value, method: &str) -> Value {
    let method = quote::format_ident!("{method}");
    searched.text().with(sought.text(), |searched, sought| {
        let (searched, sought) = (searched.receiver(), &sought.tokens);
        Value::boolean(quote!(#searched.#method(#sought)), Precedence::Postfix)
    })
}
