//! Expressions of endpoint rules as Rust: literals, references, attributes and texts. Calls stand in a module of their own.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    super::{field, is_certain, unsupported},
    Compiler, Type,
};
use crate::{
    Error, Result,
    ir::{Expr, ParameterType, TemplatePart},
};

/// An expression in Rust: a value, or an `Option` of one.
pub(super) struct Compiled {
    pub tokens: TokenStream,
    pub ty: Type,
    pub optional: bool,
}

impl Compiler<'_> {
    pub(super) fn value(&mut self, value: &Expr) -> Result<Compiled> {
        match value {
            Expr::Ref(name) => self.reference(name),
            Expr::Boolean(value) => Ok(Compiled {
                tokens: quote!(#value),
                ty: Type::Boolean,
                optional: false,
            }),
            Expr::Template(_) => {
                let tokens = match value.as_literal() {
                    Some(text) => quote!(#text),
                    None => {
                        let text = self.owned_text(value)?;
                        quote!(&*#text)
                    }
                };
                Ok(Compiled {
                    tokens,
                    ty: Type::Text,
                    optional: false,
                })
            }
            Expr::GetAttr(owner, path) => self.attribute(owner, path),
            Expr::Call(function, arguments) => self.call(*function, arguments),
            Expr::Integer(_) | Expr::Array(_) => Err(unsupported("numbers and arrays as values")),
        }
    }

    pub(super) fn reference(&self, name: &str) -> Result<Compiled> {
        if let Some((_, ident, ty)) = self.scope.iter().rev().find(|(known, ..)| known == name) {
            return Ok(Compiled {
                tokens: quote!(#ident),
                ty: *ty,
                optional: false,
            });
        }
        let parameter = self
            .rules
            .parameters
            .iter()
            .find(|parameter| parameter.name == name)
            .ok_or_else(|| {
                Error::new(
                    format!(
                        "the rule refers to `{name}`, which is neither a parameter nor a value that a condition named"
                    ),
                    "name a parameter of the rule set, or assign the value in an earlier condition",
                )
            })?;
        let field = field(parameter);
        let optional = !is_certain(parameter);
        match (parameter.kind, optional) {
            (ParameterType::String, true) => Ok(Compiled {
                tokens: quote!(params.#field.as_deref()),
                ty: Type::Text,
                optional,
            }),
            (ParameterType::String, false) => Ok(Compiled {
                tokens: quote!(params.#field.as_str()),
                ty: Type::Text,
                optional,
            }),
            (ParameterType::Boolean, _) => Ok(Compiled {
                tokens: quote!(params.#field),
                ty: Type::Boolean,
                optional,
            }),
            (ParameterType::StringArray, true) => Ok(Compiled {
                tokens: quote!(params.#field.as_deref()),
                ty: Type::Texts,
                optional,
            }),
            (ParameterType::StringArray, false) => Ok(Compiled {
                tokens: quote!(params.#field.as_slice()),
                ty: Type::Texts,
                optional,
            }),
        }
    }

    fn attribute(&mut self, owner: &Expr, path: &str) -> Result<Compiled> {
        let owner = self.value(owner)?;
        let unknown = || unsupported(&format!("the attribute `{path}`"));
        let (name, index) = match path.split_once('[') {
            Some((name, index)) => {
                let index = index.strip_suffix(']').and_then(|index| index.parse::<usize>().ok());
                (name, Some(index.ok_or_else(unknown)?))
            }
            None => (path, None),
        };
        let attribute = |it: &TokenStream| attribute_of(owner.ty, it, name, index);
        let tokens = &owner.tokens;
        if !owner.optional {
            return attribute(tokens).ok_or_else(unknown);
        }
        let inner = attribute(&quote!(it)).ok_or_else(unknown)?;
        Ok(within_optional(tokens, inner))
    }

    pub(super) fn of_type(&mut self, value: &Expr, ty: Type) -> Result<Compiled> {
        let value = self.value(value)?;
        if value.ty != ty {
            return Err(unsupported("an argument of another type"));
        }
        Ok(value)
    }

    /// A value of that type that is known to be there.
    pub(super) fn certain(&mut self, value: &Expr, ty: Type) -> Result<TokenStream> {
        let value = self.of_type(value, ty)?;
        if value.optional {
            return Err(unsupported("an argument that may be absent"));
        }
        Ok(value.tokens)
    }

    /// Text that an endpoint cannot do without: there is none where it is not there.
    pub(super) fn demanded(&mut self, value: &Expr) -> Result<TokenStream> {
        let text = self.of_type(value, Type::Text)?;
        let tokens = text.tokens;
        if !text.optional {
            return Ok(tokens);
        }
        let no_endpoint = self.module.import("crate::support::endpoint::NoEndpoint");
        Ok(quote!(#tokens.ok_or_else(#no_endpoint::unset)?))
    }

    /// Text that the endpoint can keep.
    pub(super) fn owned_text(&mut self, value: &Expr) -> Result<TokenStream> {
        let Expr::Template(parts) = value else {
            let text = self.demanded(value)?;
            return Ok(quote!(#text.to_owned()));
        };
        if let Some(text) = value.as_literal() {
            return Ok(quote!(#text));
        }
        let mut format = String::new();
        let mut arguments = Vec::new();
        for part in parts {
            match part {
                TemplatePart::Text(text) => format.push_str(&text.replace('{', "{{").replace('}', "}}")),
                TemplatePart::Value(value) => {
                    format.push_str("{}");
                    arguments.push(self.demanded(value)?);
                }
            }
        }
        Ok(quote!(format!(#format, #(#arguments),*)))
    }
}

/// What follows from a value that may be absent.
pub(super) fn within_optional(owner: &TokenStream, inner: Compiled) -> Compiled {
    let tokens = &inner.tokens;
    let step = if inner.optional { quote!(and_then) } else { quote!(map) };
    Compiled {
        tokens: quote!(#owner.#step(|it| #tokens)),
        ty: inner.ty,
        optional: true,
    }
}

/// The attribute of a value; none if there is none of this name.
fn attribute_of(ty: Type, it: &TokenStream, name: &str, index: Option<usize>) -> Option<Compiled> {
    let (tokens, ty, optional) = match (ty, name, index) {
        (Type::Partition, "name", None) => (quote!(#it.name), Type::Text, false),
        (Type::Partition, "dnsSuffix", None) => (quote!(#it.dns_suffix), Type::Text, false),
        (Type::Partition, "dualStackDnsSuffix", None) => (quote!(#it.dual_stack_dns_suffix), Type::Text, false),
        (Type::Partition, "implicitGlobalRegion", None) => (quote!(#it.implicit_global_region), Type::Text, false),
        (Type::Partition, "supportsFIPS", None) => (quote!(#it.supports_fips), Type::Boolean, false),
        (Type::Partition, "supportsDualStack", None) => (quote!(#it.supports_dual_stack), Type::Boolean, false),
        (Type::Arn, "partition", None) => (quote!(#it.partition), Type::Text, false),
        (Type::Arn, "service", None) => (quote!(#it.service), Type::Text, false),
        (Type::Arn, "region", None) => (quote!(#it.region), Type::Text, false),
        (Type::Arn, "accountId", None) => (quote!(#it.account_id), Type::Text, false),
        (Type::Arn, "resourceId", None) => (quote!(#it.resource_id.clone()), Type::Parts, false),
        (Type::Arn, "resourceId", Some(at)) => (quote!(#it.resource_id.get(#at).copied()), Type::Text, true),
        (Type::Url, "scheme", None) => (quote!(#it.scheme.as_str()), Type::Text, false),
        (Type::Url, "authority", None) => (quote!(#it.authority.as_str()), Type::Text, false),
        (Type::Url, "path", None) => (quote!(#it.path.as_str()), Type::Text, false),
        (Type::Url, "normalizedPath", None) => (quote!(#it.normalized_path.as_str()), Type::Text, false),
        (Type::Url, "isIp", None) => (quote!(#it.is_ip), Type::Boolean, false),
        (Type::Parts, "", Some(at)) => (quote!(#it.get(#at).copied()), Type::Text, true),
        (Type::Texts, "", Some(at)) => (quote!(#it.get(#at).map(String::as_str)), Type::Text, true),
        _ => return None,
    };
    Some(Compiled { tokens, ty, optional })
}
