//! Expressions of endpoint rules as data: literals, references, attributes and texts. Calls stand in a module of their own.

use proc_macro2::TokenStream;
use quote::quote;

use super::{super::unsupported, RuleCompiler, ValueType};
use crate::{
    Error, Result,
    ir::{Expr, ParameterType, TemplatePart},
};

/// An expression as data, and what is known of its value.
pub(super) struct Compiled {
    pub tokens: TokenStream,
    pub ty: ValueType,
    /// True where the value may be absent.
    pub optional: bool,
}

impl RuleCompiler<'_> {
    pub(super) fn value(&mut self, value: &Expr) -> Result<Compiled> {
        match value {
            Expr::Ref(name) => self.reference(name),
            Expr::Boolean(value) => {
                let ty = self.of("Expr::Boolean");
                Ok(Compiled {
                    tokens: quote!(#ty(#value)),
                    ty: ValueType::Boolean,
                    optional: false,
                })
            }
            Expr::Template(parts) => {
                let (ty, text) = (self.of("Expr::Text"), self.template(parts)?);
                Ok(Compiled {
                    tokens: quote!(#ty(#text)),
                    ty: ValueType::Text,
                    optional: false,
                })
            }
            Expr::GetAttr(owner, path) => self.attribute(owner, path),
            Expr::Call(function, arguments) => self.call(*function, arguments),
            Expr::Integer(_) | Expr::Array(_) => Err(unsupported("numbers and arrays as values")),
        }
    }

    fn reference(&self, name: &str) -> Result<Compiled> {
        let (ty, optional) = self.referred(name)?;
        let variant = self.of("Expr::Ref");
        Ok(Compiled {
            tokens: quote!(#variant(#name)),
            ty,
            optional,
        })
    }

    /// The type of the value that a name refers to, and true where it may be absent.
    pub(super) fn referred(&self, name: &str) -> Result<(ValueType, bool)> {
        if let Some((_, ty)) = self.scope.iter().rev().find(|(known, _)| known == name) {
            return Ok((*ty, false));
        }
        let parameter = self.rules.parameters.iter().find(|parameter| parameter.name == name);
        let parameter = parameter.ok_or_else(|| {
            Error::new(
                format!("the rule refers to `{name}`, which is neither a parameter nor a value that a condition named"),
                "name a parameter of the rule set, or assign the value in an earlier condition",
            )
        })?;
        let ty = match parameter.kind {
            ParameterType::String => ValueType::Text,
            ParameterType::Boolean => ValueType::Boolean,
            ParameterType::StringArray => ValueType::Texts,
        };
        Ok((ty, !parameter.required))
    }

    fn attribute(&mut self, owner: &Expr, path: &str) -> Result<Compiled> {
        let owner = self.value(owner)?;
        let (ty, optional) = part_of(owner.ty, path)?;
        let (variant, tokens) = (self.of("Expr::Part"), owner.tokens);
        Ok(Compiled {
            tokens: quote!(#variant(&#tokens, #path)),
            ty,
            optional: optional || owner.optional,
        })
    }

    /// A text with the names of values in it, by which they are put in.
    fn template(&mut self, parts: &[TemplatePart]) -> Result<String> {
        let mut text = String::new();
        for part in parts {
            match part {
                TemplatePart::Text(part) => text.push_str(&part.replace('{', "{{").replace('}', "}}")),
                TemplatePart::Value(value) => {
                    let gap = self.gap(value)?;
                    text.push_str(&gap.ok_or_else(|| unsupported("something else than names in a text"))?);
                }
            }
        }
        Ok(text)
    }

    /// The gap of a template that a value fills, if the value can be named in one.
    fn gap(&self, value: &Expr) -> Result<Option<String>> {
        let (ty, gap) = match value {
            Expr::Ref(name) => (self.referred(name)?.0, format!("{{{name}}}")),
            Expr::GetAttr(owner, path) => match &**owner {
                Expr::Ref(name) => (part_of(self.referred(name)?.0, path)?.0, format!("{{{name}#{path}}}")),
                _ => return Ok(None),
            },
            _ => return Ok(None),
        };
        match ty {
            ValueType::Text => Ok(Some(gap)),
            ValueType::Boolean | ValueType::Partition | ValueType::Arn | ValueType::Url | ValueType::Texts => {
                Err(unsupported("an argument of another type"))
            }
        }
    }

    /// The text that an endpoint or an error has, with gaps for values; one that a function makes gets a name among the
    /// conditions.
    pub(super) fn text(&mut self, value: &Expr, conditions: &mut Vec<TokenStream>) -> Result<String> {
        if let Expr::Template(parts) = value {
            return self.template(parts);
        }
        if let Some(gap) = self.gap(value)? {
            return Ok(gap);
        }
        let text = self.of_type(value, ValueType::Text)?;
        if text.optional {
            return Err(unsupported("a text that may be absent"));
        }
        let (ty, tokens) = (self.of("Condition::Let"), text.tokens);
        let name = format!("text-{}", conditions.len());
        conditions.push(quote!(#ty(#name, #tokens)));
        Ok(format!("{{{name}}}"))
    }

    pub(super) fn of_type(&mut self, value: &Expr, ty: ValueType) -> Result<Compiled> {
        let value = self.value(value)?;
        if value.ty != ty {
            return Err(unsupported("an argument of another type"));
        }
        Ok(value)
    }
}

/// The type of the part of a value that a path finds, and true where it may be absent.
fn part_of(ty: ValueType, path: &str) -> Result<(ValueType, bool)> {
    let unknown = || unsupported(&format!("the attribute `{path}`"));
    let (name, is_indexed) = match path.split_once('[') {
        Some((name, index)) => {
            let index = index.strip_suffix(']').and_then(|index| index.parse::<usize>().ok());
            (name, index.map(|_| true).ok_or_else(unknown)?)
        }
        None => (path, false),
    };
    Ok(match (ty, name, is_indexed) {
        (ValueType::Partition, "name" | "dnsSuffix" | "dualStackDnsSuffix" | "implicitGlobalRegion", false) => {
            (ValueType::Text, false)
        }
        (ValueType::Partition, "supportsFIPS" | "supportsDualStack", false) => (ValueType::Boolean, false),
        (ValueType::Arn, "partition" | "service" | "region" | "accountId", false) => (ValueType::Text, false),
        (ValueType::Arn, "resourceId", false) => (ValueType::Texts, false),
        (ValueType::Url, "scheme" | "authority" | "path" | "normalizedPath", false) => (ValueType::Text, false),
        (ValueType::Url, "isIp", false) => (ValueType::Boolean, false),
        (ValueType::Arn, "resourceId", true) | (ValueType::Texts, "", true) => (ValueType::Text, true),
        _ => return Err(unknown()),
    })
}
