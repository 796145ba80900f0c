//! Calls of the functions of endpoint rules as Rust.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{
    super::unsupported,
    Compiler, Type,
    value::{Compiled, within_optional},
};
use crate::{
    Result,
    ir::{Expr, Function},
};

impl Compiler<'_> {
    pub(super) fn call(&mut self, function: Function, arguments: &[Expr]) -> Result<Compiled> {
        match (function, arguments) {
            (Function::AwsPartition, [region]) => {
                self.uses_partitions = true;
                self.apply(region, |region| (quote!(PARTITIONS.of(#region)), Type::Partition, true))
            }
            (Function::StringEquals, [left, right]) => self.equals(left, right, Type::Text),
            (Function::BooleanEquals, [left, right]) => self.equals(left, right, Type::Boolean),
            (Function::IsValidHostLabel, [text, Expr::Boolean(dots)]) => {
                let valid = self.function("is_valid_host_label");
                self.apply(text, |text| (quote!(#valid(#text, #dots)), Type::Boolean, false))
            }
            (Function::AwsIsVirtualHostableS3Bucket, [text, Expr::Boolean(dots)]) => {
                let valid = self.function("is_virtual_hostable_s3_bucket");
                self.apply(text, |text| (quote!(#valid(#text, #dots)), Type::Boolean, false))
            }
            (Function::AwsParseArn, [text]) => {
                let parse = self.function("parse_arn");
                self.apply(text, |text| (quote!(#parse(#text)), Type::Arn, true))
            }
            (Function::ParseUrl, [text]) => {
                let parse = self.function("parse_url");
                self.apply(text, |text| (quote!(#parse(#text)), Type::Url, true))
            }
            (Function::UriEncode, [text]) => {
                let encode = self.function("uri_encode");
                let text = self.certain(text, Type::Text)?;
                Ok(Compiled {
                    tokens: quote!(&*#encode(#text)),
                    ty: Type::Text,
                    optional: false,
                })
            }
            (Function::Substring, [text, Expr::Integer(start), Expr::Integer(stop), Expr::Boolean(reverse)]) => {
                let substring = self.function("substring");
                let (start, stop) = (position(*start)?, position(*stop)?);
                self.apply(text, |text| {
                    (quote!(#substring(#text, #start, #stop, #reverse)), Type::Text, true)
                })
            }
            (Function::Split, [text, delimiter, Expr::Integer(limit)]) => {
                let split = self.function("split");
                let (delimiter, limit) = (self.certain(delimiter, Type::Text)?, position(*limit)?);
                self.apply(text, |text| {
                    (quote!(#split(#text, #delimiter, #limit)), Type::Parts, false)
                })
            }
            (Function::Coalesce, values) => self.coalesce(values),
            (Function::Ite, [condition, then, otherwise]) => self.choice(condition, then, otherwise),
            (Function::Not, [_]) | (Function::IsSet, [_]) => {
                let test = self.test(&Expr::Call(function, arguments.to_vec()))?;
                Ok(Compiled {
                    tokens: quote!((#test)),
                    ty: Type::Boolean,
                    optional: false,
                })
            }
            (function, _) => Err(unsupported(&format!("the function {function:?} with these arguments"))),
        }
    }

    fn function(&self, name: &str) -> TokenStream {
        let file = if name == "is_valid_host_label" {
            "endpoint"
        } else {
            "endpoint_functions"
        };
        self.module.import(&format!("crate::support::{file}::{name}"))
    }

    /// A function of one text, which has no value where the text is not there.
    fn apply(&mut self, text: &Expr, function: impl Fn(TokenStream) -> (TokenStream, Type, bool)) -> Result<Compiled> {
        let text = self.of_type(text, Type::Text)?;
        let inner = if text.optional { quote!(it) } else { text.tokens.clone() };
        let (tokens, ty, optional) = function(inner);
        let inner = Compiled { tokens, ty, optional };
        Ok(if text.optional {
            within_optional(&text.tokens, inner)
        } else {
            inner
        })
    }

    /// The first of the values that is there.
    fn coalesce(&mut self, values: &[Expr]) -> Result<Compiled> {
        let mut values = values.iter();
        let first = values.next().ok_or_else(|| unsupported("`coalesce` of nothing"))?;
        let mut all = self.value(first)?;
        for value in values {
            let value = self.of_type(value, all.ty)?;
            let (before, tokens) = (all.tokens.clone(), value.tokens);
            if !all.optional {
                break;
            }
            all.optional = value.optional;
            all.tokens = if value.optional {
                quote!(#before.or(#tokens))
            } else {
                quote!(#before.unwrap_or(#tokens))
            };
        }
        Ok(all)
    }

    /// One of two values.
    fn choice(&mut self, condition: &Expr, then: &Expr, otherwise: &Expr) -> Result<Compiled> {
        let depth = self.scope.len();
        let condition = self.test(condition)?;
        self.scope.truncate(depth);
        let then = self.value(then)?;
        let otherwise = self.of_type(otherwise, then.ty)?;
        let optional = then.optional || otherwise.optional;
        let lift = |value: &Compiled| {
            let tokens = &value.tokens;
            if optional && !value.optional {
                quote!(Some(#tokens))
            } else {
                tokens.clone()
            }
        };
        let (one, other) = (lift(&then), lift(&otherwise));
        Ok(Compiled {
            tokens: quote!((if #condition { #one } else { #other })),
            ty: then.ty,
            optional,
        })
    }

    fn equals(&mut self, left: &Expr, right: &Expr, ty: Type) -> Result<Compiled> {
        let (left, right) = (self.of_type(left, ty)?, self.of_type(right, ty)?);
        let (one, other) = (left.tokens, right.tokens);
        let tokens = match (left.optional, right.optional) {
            (false, true) => quote!(Some(#one) == #other),
            (true, false) => quote!(#one == Some(#other)),
            (false, false) | (true, true) => quote!(#one == #other),
        };
        Ok(Compiled {
            tokens,
            ty: Type::Boolean,
            optional: false,
        })
    }
}

/// A position in a text.
fn position(number: i64) -> Result<Literal> {
    let number = usize::try_from(number).map_err(|_| unsupported("a negative position in a text"))?;
    Ok(Literal::usize_unsuffixed(number))
}
