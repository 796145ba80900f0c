//! Calls of the functions of endpoint rules as data.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{super::unsupported, RuleCompiler, ValueType, value::Compiled};
use crate::{
    Result,
    ir::{Expr, Function},
};

impl RuleCompiler<'_> {
    pub(super) fn call(&mut self, function: Function, arguments: &[Expr]) -> Result<Compiled> {
        match (function, arguments) {
            (Function::AwsPartition, [region]) => self.partition(region),
            (Function::StringEquals, [left, right]) => self.equals(left, right, ValueType::Text),
            (Function::BooleanEquals, [value, Expr::Boolean(expected)] | [Expr::Boolean(expected), value]) => {
                let (value, ty) = (self.of_type(value, ValueType::Boolean)?.tokens, self.of("Expr::Is"));
                Ok(holding(quote!(#ty(&#value, #expected))))
            }
            (Function::BooleanEquals, [left, right]) => self.equals(left, right, ValueType::Boolean),
            (Function::IsValidHostLabel, [text, dots @ Expr::Boolean(_)]) => {
                let arguments = [self.of_type(text, ValueType::Text)?, self.value(dots)?];
                let name = "endpoint_rules::is_valid_host_label";
                Ok(self.applied(name, arguments, ValueType::Boolean, false))
            }
            (Function::AwsIsVirtualHostableS3Bucket, [text, dots @ Expr::Boolean(_)]) => {
                let arguments = [self.of_type(text, ValueType::Text)?, self.value(dots)?];
                let name = "endpoint_calls::is_virtual_hostable_s3_bucket";
                Ok(self.applied(name, arguments, ValueType::Boolean, false))
            }
            (Function::AwsParseArn, [text]) => {
                let text = self.of_type(text, ValueType::Text)?;
                Ok(self.applied("endpoint_calls::parse_arn", [text], ValueType::Arn, true))
            }
            (Function::ParseUrl, [text]) => {
                let text = self.of_type(text, ValueType::Text)?;
                Ok(self.applied("endpoint_calls::parse_url", [text], ValueType::Url, true))
            }
            (Function::UriEncode, [text]) => {
                let text = self.of_type(text, ValueType::Text)?;
                Ok(self.applied("endpoint_calls::uri_encode", [text], ValueType::Text, false))
            }
            (
                Function::Substring,
                [
                    text,
                    Expr::Integer(start),
                    Expr::Integer(stop),
                    reverse @ Expr::Boolean(_),
                ],
            ) => self.substring(text, (*start, *stop), reverse),
            (Function::Split, [text, delimiter, Expr::Integer(limit)]) => self.split(text, delimiter, *limit),
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

    /// The partition of a region.
    fn partition(&mut self, region: &Expr) -> Result<Compiled> {
        self.uses_partitions = true;
        let region = self.of_type(region, ValueType::Text)?.tokens;
        let ty = self.of("Expr::PartitionOf");
        Ok(Compiled {
            tokens: quote!(#ty(&#region)),
            ty: ValueType::Partition,
            optional: true,
        })
    }

    /// A part of a text, from either end.
    fn substring(&mut self, text: &Expr, (start, stop): (i64, i64), reverse: &Expr) -> Result<Compiled> {
        let arguments = [
            self.of_type(text, ValueType::Text)?,
            self.number(start)?,
            self.number(stop)?,
            self.value(reverse)?,
        ];
        Ok(self.applied("endpoint_calls::substring", arguments, ValueType::Text, true))
    }

    /// The parts of a text between delimiters.
    fn split(&mut self, text: &Expr, delimiter: &Expr, limit: i64) -> Result<Compiled> {
        let arguments = [
            self.of_type(text, ValueType::Text)?,
            self.of_type(delimiter, ValueType::Text)?,
            self.number(limit)?,
        ];
        Ok(self.applied("endpoint_calls::split", arguments, ValueType::Texts, false))
    }

    /// A call of a function of `support`, which has no value where an argument has none.
    fn applied<const N: usize>(&self, name: &str, arguments: [Compiled; N], ty: ValueType, optional: bool) -> Compiled {
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

    fn equals(&mut self, left: &Expr, right: &Expr, ty: ValueType) -> Result<Compiled> {
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
            ty: ValueType::Text,
            optional: false,
        })
    }
}

/// Something that holds or does not, and is never absent.
fn holding(tokens: TokenStream) -> Compiled {
    Compiled {
        tokens,
        ty: ValueType::Boolean,
        optional: false,
    }
}
