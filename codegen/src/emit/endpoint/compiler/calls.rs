//! Calls of the functions of endpoint rules as data.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{super::unsupported, Compiler, Type, value::Compiled};
use crate::{
    Result,
    ir::{Expr, Function},
};

impl Compiler<'_> {
    pub(super) fn call(&mut self, function: Function, arguments: &[Expr]) -> Result<Compiled> {
        match (function, arguments) {
            (Function::AwsPartition, [region]) => {
                self.uses_partitions = true;
                let (region, ty) = (self.of_type(region, Type::Text)?.tokens, self.of("Expr::PartitionOf"));
                Ok(Compiled {
                    tokens: quote!(#ty(&#region)),
                    ty: Type::Partition,
                    optional: true,
                })
            }
            (Function::StringEquals, [left, right]) => self.equals(left, right, Type::Text),
            (Function::BooleanEquals, [value, Expr::Boolean(expected)] | [Expr::Boolean(expected), value]) => {
                let (value, ty) = (self.of_type(value, Type::Boolean)?.tokens, self.of("Expr::Is"));
                Ok(holding(quote!(#ty(&#value, #expected))))
            }
            (Function::BooleanEquals, [left, right]) => self.equals(left, right, Type::Boolean),
            (Function::IsValidHostLabel, [text, dots @ Expr::Boolean(_)]) => {
                let arguments = [self.of_type(text, Type::Text)?, self.value(dots)?];
                Ok(self.applied("endpoint_rules::is_valid_host_label", arguments, Type::Boolean, false))
            }
            (Function::AwsIsVirtualHostableS3Bucket, [text, dots @ Expr::Boolean(_)]) => {
                let arguments = [self.of_type(text, Type::Text)?, self.value(dots)?];
                let name = "endpoint_calls::is_virtual_hostable_s3_bucket";
                Ok(self.applied(name, arguments, Type::Boolean, false))
            }
            (Function::AwsParseArn, [text]) => {
                let text = self.of_type(text, Type::Text)?;
                Ok(self.applied("endpoint_calls::parse_arn", [text], Type::Arn, true))
            }
            (Function::ParseUrl, [text]) => {
                let text = self.of_type(text, Type::Text)?;
                Ok(self.applied("endpoint_calls::parse_url", [text], Type::Url, true))
            }
            (Function::UriEncode, [text]) => {
                let text = self.of_type(text, Type::Text)?;
                Ok(self.applied("endpoint_calls::uri_encode", [text], Type::Text, false))
            }
            (
                Function::Substring,
                [
                    text,
                    Expr::Integer(start),
                    Expr::Integer(stop),
                    reverse @ Expr::Boolean(_),
                ],
            ) => {
                let arguments = [
                    self.of_type(text, Type::Text)?,
                    self.number(*start)?,
                    self.number(*stop)?,
                    self.value(reverse)?,
                ];
                Ok(self.applied("endpoint_calls::substring", arguments, Type::Text, true))
            }
            (Function::Split, [text, delimiter, Expr::Integer(limit)]) => {
                let arguments = [
                    self.of_type(text, Type::Text)?,
                    self.of_type(delimiter, Type::Text)?,
                    self.number(*limit)?,
                ];
                Ok(self.applied("endpoint_calls::split", arguments, Type::Texts, false))
            }
            (Function::Coalesce, values) => self.coalesce(values),
            (Function::Ite, [condition, then, otherwise]) => self.choice(condition, then, otherwise),
            (Function::IsSet, [Expr::Ref(name)]) => {
                // It has to be the name of something.
                self.referred(name)?;
                let ty = self.of("Expr::Set");
                Ok(holding(quote!(#ty(#name))))
            }
            (Function::IsSet, [value]) => {
                let value = self.value(value)?;
                Ok(self.certain("endpoint_rules::is_set", [value]))
            }
            (Function::Not, [value]) => {
                let value = self.value(value)?;
                Ok(self.certain("endpoint_rules::not", [value]))
            }
            (function, _) => Err(unsupported(&format!("the function {function:?} with these arguments"))),
        }
    }

    /// A call of a function of `support`, which has no value where an argument has none.
    fn applied<const N: usize>(&self, name: &str, arguments: [Compiled; N], ty: Type, optional: bool) -> Compiled {
        let is_absent = arguments.iter().any(|argument| argument.optional);
        let call = self.certain(name, arguments);
        Compiled {
            ty,
            optional: optional || is_absent,
            ..call
        }
    }

    /// A call of a function of `support` that says whether something holds, whatever its arguments are.
    fn certain<const N: usize>(&self, name: &str, arguments: [Compiled; N]) -> Compiled {
        let function = self.module.import(&format!("crate::support::{name}"));
        let (ty, arguments) = (self.of("Expr::Call"), arguments.map(|argument| argument.tokens));
        holding(quote!(#ty(#function, &[#(#arguments),*])))
    }

    fn equals(&mut self, left: &Expr, right: &Expr, ty: Type) -> Result<Compiled> {
        let values = [self.of_type(left, ty)?, self.of_type(right, ty)?];
        Ok(self.certain("endpoint_rules::equals", values))
    }

    /// The first of the values that is present.
    fn coalesce(&mut self, values: &[Expr]) -> Result<Compiled> {
        let (first, rest) = values
            .split_first()
            .ok_or_else(|| unsupported("`coalesce` of nothing"))?;
        let first = self.value(first)?;
        let (ty, mut optional) = (first.ty, first.optional);
        let mut values = vec![first.tokens];
        for value in rest {
            let value = self.of_type(value, ty)?;
            optional &= value.optional;
            values.push(value.tokens);
        }
        let variant = self.of("Expr::First");
        Ok(Compiled {
            tokens: quote!(#variant(&[#(#values),*])),
            ty,
            optional,
        })
    }

    /// One of two values, by a condition.
    fn choice(&mut self, condition: &Expr, then: &Expr, otherwise: &Expr) -> Result<Compiled> {
        let condition = self.value(condition)?.tokens;
        let then = self.value(then)?;
        let otherwise = self.of_type(otherwise, then.ty)?;
        let (variant, one, other) = (self.of("Expr::Choice"), then.tokens, otherwise.tokens);
        Ok(Compiled {
            tokens: quote!(#variant(&[#condition, #one, #other])),
            ty: then.ty,
            optional: then.optional || otherwise.optional,
        })
    }

    /// A position in a text, or a number of parts.
    fn number(&self, number: i64) -> Result<Compiled> {
        let number = usize::try_from(number).map_err(|_| unsupported("a negative position in a text"))?;
        let (ty, number): (TokenStream, _) = (self.of("Expr::Number"), Literal::usize_unsuffixed(number));
        Ok(Compiled {
            tokens: quote!(#ty(#number)),
            ty: Type::Text,
            optional: false,
        })
    }
}

/// Something that holds or does not, and is never absent.
fn holding(tokens: TokenStream) -> Compiled {
    Compiled {
        tokens,
        ty: Type::Boolean,
        optional: false,
    }
}
