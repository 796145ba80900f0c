//! Endpoint rules as Rust: statements that return once a rule decides.

use heck::ToSnakeCase;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{super::module::Module, field, is_certain, unsupported};
use crate::{
    Error, Result,
    ir::{Condition, EndpointTemplate, Expr, Function, ParameterType, Property, Rule, RuleBody, RuleSet, TemplatePart},
};

/// Turns rules into statements that return once a rule decides.
pub(super) struct Compiler<'a> {
    pub rules: &'a RuleSet,
    pub module: &'a Module,
    /// The values that conditions named, and what they are.
    pub scope: Vec<(String, Ident, Type)>,
    pub uses_partitions: bool,
}

/// What an expression is in Rust.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Type {
    /// `&str`.
    Text,
    /// `bool`.
    Boolean,
    /// `&Partition`.
    Partition,
    /// `Arn<'_>`.
    Arn,
    /// `Url`.
    Url,
    /// `Vec<&str>`.
    Parts,
    /// `&[String]`.
    Texts,
}

/// An expression in Rust: a value, or an `Option` of one.
struct Compiled {
    tokens: TokenStream,
    ty: Type,
    optional: bool,
}

impl Compiler<'_> {
    pub fn rule(&mut self, rule: &Rule) -> Result<TokenStream> {
        let depth = self.scope.len();
        let compiled = self.guarded(rule, &rule.conditions);
        self.scope.truncate(depth);
        compiled.map_err(|error| error.at(&rule.pointer))
    }

    fn guarded(&mut self, rule: &Rule, conditions: &[Condition]) -> Result<TokenStream> {
        let Some((first, rest)) = conditions.split_first() else {
            return self.body(&rule.body);
        };
        let (head, is_test) = self.condition(first)?;
        let inner = self.guarded(rule, rest)?;
        Ok(if is_test {
            quote!(if #head { #inner })
        } else {
            quote!({ #head; #inner })
        })
    }

    fn body(&mut self, body: &RuleBody) -> Result<TokenStream> {
        match body {
            RuleBody::Rules(rules) => {
                let nested = rules
                    .iter()
                    .map(|rule| self.rule(rule))
                    .collect::<Result<TokenStream>>()?;
                let decided = rules.last().is_some_and(|rule| rule.conditions.is_empty());
                let no_endpoint = self.module.import("crate::support::endpoint::NoEndpoint");
                let end = (!decided).then(|| quote!(return Err(#no_endpoint::because("No endpoint rule matched"));));
                Ok(quote!(#nested #end))
            }
            RuleBody::Error(message) => {
                let no_endpoint = self.module.import("crate::support::endpoint::NoEndpoint");
                let message = match message.as_literal() {
                    Some(text) => quote!(#text),
                    None => self.owned_text(message)?,
                };
                Ok(quote!(return Err(#no_endpoint::because(#message));))
            }
            RuleBody::Endpoint(endpoint) => self.endpoint(endpoint),
        }
    }

    fn endpoint(&mut self, endpoint: &EndpointTemplate) -> Result<TokenStream> {
        let url = self.owned_text(&endpoint.url)?;
        let mut parts = TokenStream::new();
        for (name, values) in &endpoint.headers {
            for value in values {
                let value = self.owned_text(value)?;
                parts.extend(quote!(.header(#name, #value)));
            }
        }
        for (name, value) in &endpoint.properties {
            let value = self.property(value)?;
            parts.extend(quote!(.property(#name, #value)));
        }
        Ok(quote!(return Ok(Endpoint::builder().url(#url)#parts.build());))
    }

    /// A property of an endpoint as a document.
    fn property(&mut self, property: &Property) -> Result<TokenStream> {
        let document = self.module.import("aws_smithy_types::Document");
        Ok(match property {
            Property::String(text) => {
                let text = self.owned_text(text)?;
                quote!(#document::from(#text))
            }
            Property::Boolean(value) => quote!(#document::Bool(#value)),
            Property::Integer(value) => {
                let value = proc_macro2::Literal::i64_unsuffixed(*value);
                quote!(#document::from(#value))
            }
            Property::Array(items) => {
                let items = items
                    .iter()
                    .map(|item| self.property(item))
                    .collect::<Result<Vec<_>>>()?;
                quote!(#document::Array(vec![#(#items),*]))
            }
            Property::Object(entries) => {
                let entries = entries
                    .iter()
                    .map(|(name, value)| {
                        let value = self.property(value)?;
                        Ok(quote!((#name.to_owned(), #value)))
                    })
                    .collect::<Result<Vec<_>>>()?;
                quote!(#document::Object([#(#entries),*].into()))
            }
        })
    }

    /// What stands between `if` and the block; or a name for a value that is always there, which tests nothing.
    fn condition(&mut self, condition: &Condition) -> Result<(TokenStream, bool)> {
        let Some(name) = &condition.assign else {
            return Ok((self.test(&condition.value)?, true));
        };
        let value = self.value(&condition.value)?;
        let ident = format_ident!("{}", name.to_snake_case());
        self.scope.push((name.clone(), ident.clone(), value.ty));
        let tokens = value.tokens;
        Ok(if value.optional {
            (quote!(let Some(#ident) = #tokens), true)
        } else {
            (quote!(let #ident = #tokens), false)
        })
    }

    fn test(&mut self, value: &Expr) -> Result<TokenStream> {
        if let Expr::Call(function, arguments) = value {
            match (function, arguments.as_slice()) {
                (Function::IsSet, [Expr::Ref(name)]) => {
                    let value = self.reference(name)?;
                    if !value.optional {
                        return Ok(quote!(true));
                    }
                    // From here on the value is known to be there.
                    let ident = format_ident!("{}", name.to_snake_case());
                    self.scope.push((name.clone(), ident.clone(), value.ty));
                    let tokens = value.tokens;
                    return Ok(quote!(let Some(#ident) = #tokens));
                }
                (Function::Not, [inner]) => return self.negated(inner),
                (Function::BooleanEquals, [left, Expr::Boolean(expected)] | [Expr::Boolean(expected), left]) => {
                    let left = self.of_type(left, Type::Boolean)?;
                    let tokens = left.tokens;
                    return Ok(match (left.optional, *expected) {
                        (true, expected) => quote!(#tokens == Some(#expected)),
                        (false, true) => tokens,
                        (false, false) => quote!(!#tokens),
                    });
                }
                (Function::IsSet, [inner]) => {
                    let inner = self.value(inner)?;
                    let tokens = inner.tokens;
                    return Ok(if inner.optional {
                        quote!(#tokens.is_some())
                    } else {
                        quote!(true)
                    });
                }
                _ => {}
            }
        }
        let value = self.value(value)?;
        let tokens = value.tokens;
        Ok(match (value.ty, value.optional) {
            (Type::Boolean, false) => tokens,
            (Type::Boolean, true) => quote!(#tokens == Some(true)),
            (_, true) => quote!(#tokens.is_some()),
            (_, false) => quote!(true),
        })
    }

    fn negated(&mut self, inner: &Expr) -> Result<TokenStream> {
        if let Expr::Call(Function::IsSet, arguments) = inner
            && let [Expr::Ref(name)] = arguments.as_slice()
        {
            let value = self.reference(name)?;
            let tokens = value.tokens;
            return Ok(if value.optional {
                quote!(#tokens.is_none())
            } else {
                quote!(false)
            });
        }
        let test = self.test(inner)?;
        Ok(quote!(!(#test)))
    }

    fn value(&mut self, value: &Expr) -> Result<Compiled> {
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

    fn reference(&self, name: &str) -> Result<Compiled> {
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

    fn call(&mut self, function: Function, arguments: &[Expr]) -> Result<Compiled> {
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

    fn of_type(&mut self, value: &Expr, ty: Type) -> Result<Compiled> {
        let value = self.value(value)?;
        if value.ty != ty {
            return Err(unsupported("an argument of another type"));
        }
        Ok(value)
    }

    /// A value of that type that is known to be there.
    fn certain(&mut self, value: &Expr, ty: Type) -> Result<TokenStream> {
        let value = self.of_type(value, ty)?;
        if value.optional {
            return Err(unsupported("an argument that may be absent"));
        }
        Ok(value.tokens)
    }

    /// Text that an endpoint cannot do without: there is none where it is not there.
    fn demanded(&mut self, value: &Expr) -> Result<TokenStream> {
        let text = self.of_type(value, Type::Text)?;
        let tokens = text.tokens;
        if !text.optional {
            return Ok(tokens);
        }
        let no_endpoint = self.module.import("crate::support::endpoint::NoEndpoint");
        let message = "A value that the endpoint depends on is not set";
        Ok(quote!(#tokens.ok_or_else(|| #no_endpoint::because(#message))?))
    }

    /// Text that the endpoint can keep.
    fn owned_text(&mut self, value: &Expr) -> Result<TokenStream> {
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
fn within_optional(owner: &TokenStream, inner: Compiled) -> Compiled {
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

/// A position in a text.
fn position(number: i64) -> Result<proc_macro2::Literal> {
    let number = usize::try_from(number).map_err(|_| unsupported("a negative position in a text"))?;
    Ok(proc_macro2::Literal::usize_unsuffixed(number))
}
