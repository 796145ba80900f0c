//! Endpoint rules as Rust: statements that return once a rule decides.

use indexmap::IndexMap;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{super::module::Module, field, is_certain, unsupported};
use crate::{
    Error, Result,
    ir::{Condition, EndpointTemplate, Expr, Function, ParameterType, Property, Rule, RuleBody, RuleSet, TemplatePart},
    plan::names,
};

/// Turns rules into statements that return once a rule decides.
pub(super) struct Compiler<'a> {
    pub rules: &'a RuleSet,
    pub module: &'a Module,
    /// The values that conditions named, and what they are.
    pub scope: Vec<(String, Ident, Type)>,
    pub uses_partitions: bool,
    /// What endpoints have beside a URL, each once.
    pub details: Details,
}

/// What endpoints have beside a URL: constants, of which no two are the same.
#[derive(Default)]
pub(super) struct Details(IndexMap<String, TokenStream>);

impl Details {
    /// The name of a constant with this value.
    fn name(&mut self, value: TokenStream) -> Ident {
        let at = self.0.insert_full(value.to_string(), value).0;
        format_ident!("DETAILS_{}", at + 1)
    }

    /// The constants.
    pub fn constants(&self, module: &Module) -> TokenStream {
        let values = self.0.values().enumerate();
        let constants = values.map(|(at, value)| {
            let ty = module.import("crate::support::endpoint_details::Details");
            let name = format_ident!("DETAILS_{}", at + 1);
            quote!(const #name: #ty = #value;)
        });
        constants.collect()
    }
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

/// What the code of a rule refers to beside the values that conditions name.
const TAKEN: &[&str] = &[
    "endpoint_at",
    "endpoint_with",
    "is_valid_host_label",
    "is_virtual_hostable_s3_bucket",
    "it",
    "params",
    "parse_arn",
    "parse_url",
    "split",
    "substring",
    "uri_encode",
];

/// An expression in Rust: a value, or an `Option` of one.
struct Compiled {
    tokens: TokenStream,
    ty: Type,
    optional: bool,
}

/// Statements, and whether one of them returns whatever the parameters are.
pub(super) struct Statements {
    pub tokens: TokenStream,
    pub decides: bool,
}

impl Compiler<'_> {
    /// Rules that are tried in order; what stands behind one that always decides is never heard.
    pub fn rules(&mut self, rules: &[Rule]) -> Result<Statements> {
        let mut all = Statements {
            tokens: TokenStream::new(),
            decides: false,
        };
        for rule in rules {
            let Statements { tokens, decides } = self.rule(rule)?;
            all.tokens.extend(tokens);
            all.decides = decides;
            if decides {
                break;
            }
        }
        Ok(all)
    }

    fn rule(&mut self, rule: &Rule) -> Result<Statements> {
        let depth = self.scope.len();
        let compiled = self.guarded(rule, &rule.conditions);
        self.scope.truncate(depth);
        compiled.map_err(|error| error.at(&rule.pointer))
    }

    fn guarded(&mut self, rule: &Rule, conditions: &[Condition]) -> Result<Statements> {
        let Some((first, rest)) = conditions.split_first() else {
            let tokens = self.body(&rule.body)?;
            return Ok(Statements { tokens, decides: true });
        };
        let (head, is_test) = self.condition(first)?;
        let Statements { tokens: inner, decides } = self.guarded(rule, rest)?;
        Ok(if is_test {
            let tokens = quote!(if #head { #inner });
            Statements { tokens, decides: false }
        } else {
            let tokens = quote!({ #head; #inner });
            Statements { tokens, decides }
        })
    }

    fn body(&mut self, body: &RuleBody) -> Result<TokenStream> {
        match body {
            RuleBody::Rules(rules) => {
                let Statements { tokens, decides } = self.rules(rules)?;
                let end = (!decides).then(|| {
                    let no_endpoint = self.module.import("crate::support::endpoint::NoEndpoint");
                    quote!(return Err(#no_endpoint::because("No endpoint rule matched"));)
                });
                Ok(quote!(#tokens #end))
            }
            RuleBody::Error(message) => {
                let message = match message.as_literal() {
                    Some(text) => quote!(#text),
                    None => self.owned_text(message)?,
                };
                let no_endpoint = self.module.import("crate::support::endpoint::NoEndpoint");
                Ok(quote!(return Err(#no_endpoint::because(#message));))
            }
            RuleBody::Endpoint(endpoint) => self.endpoint(endpoint),
        }
    }

    fn endpoint(&mut self, endpoint: &EndpointTemplate) -> Result<TokenStream> {
        let mut values = Vec::new();
        let url = self.gaps(&endpoint.url, &mut values)?;
        if endpoint.headers.is_empty() && endpoint.properties.is_empty() {
            let make = self.module.import("crate::support::endpoint::endpoint_at");
            return Ok(quote!(return Ok(#make(#url, &[#(#values),*]));));
        }
        let make = self.module.import("crate::support::endpoint_details::endpoint_with");
        let mut of_details = Vec::new();
        let details = self.details(endpoint, &mut of_details)?;
        let details = self.details.name(details);
        Ok(quote!(return Ok(#make(#url, &[#(#values),*], &#details, &[#(#of_details),*]));))
    }

    /// What an endpoint has beside its URL, with gaps for `values`.
    fn details(&mut self, endpoint: &EndpointTemplate, values: &mut Vec<TokenStream>) -> Result<TokenStream> {
        let ty = self.module.import("crate::support::endpoint_details::Details");
        let mut headers = Vec::new();
        for (name, texts) in &endpoint.headers {
            for text in texts {
                let text = self.gaps(text, values)?;
                headers.push(quote!((#name, #text)));
            }
        }
        let properties = self.entries(&endpoint.properties, values)?;
        Ok(quote!(#ty { headers: &[#(#headers),*], properties: &[#(#properties),*] }))
    }

    fn entries(&mut self, entries: &[(String, Property)], values: &mut Vec<TokenStream>) -> Result<Vec<TokenStream>> {
        let entry = |(name, property): &(String, Property)| {
            let property = self.property(property, values)?;
            Ok(quote!((#name, #property)))
        };
        entries.iter().map(entry).collect()
    }

    /// A property of an endpoint, with gaps for `values`.
    fn property(&mut self, property: &Property, values: &mut Vec<TokenStream>) -> Result<TokenStream> {
        let ty = self.module.import("crate::support::endpoint_details::Property");
        Ok(match property {
            Property::String(text) => {
                let text = self.gaps(text, values)?;
                quote!(#ty::Text(#text))
            }
            Property::Boolean(value) => quote!(#ty::Boolean(#value)),
            Property::Integer(value) => {
                let value = proc_macro2::Literal::i64_unsuffixed(*value);
                quote!(#ty::Integer(#value))
            }
            Property::Array(items) => {
                let items: Vec<_> = items
                    .iter()
                    .map(|item| self.property(item, values))
                    .collect::<Result<_>>()?;
                quote!(#ty::Array(&[#(#items),*]))
            }
            Property::Object(entries) => {
                let entries = self.entries(entries, values)?;
                quote!(#ty::Object(&[#(#entries),*]))
            }
        })
    }

    /// Text with `{}` where a value goes, which joins `values`.
    fn gaps(&mut self, text: &Expr, values: &mut Vec<TokenStream>) -> Result<String> {
        let Expr::Template(parts) = text else {
            values.push(self.demanded(text)?);
            return Ok("{}".to_owned());
        };
        let mut format = String::new();
        for part in parts {
            match part {
                TemplatePart::Text(text) if text.contains("{}") => {
                    return Err(unsupported("empty braces in the text of an endpoint"));
                }
                TemplatePart::Text(text) => format.push_str(text),
                TemplatePart::Value(value) => {
                    format.push_str("{}");
                    values.push(self.demanded(value)?);
                }
            }
        }
        Ok(format)
    }

    /// What stands between `if` and the block; or a name for a value that is always there, which tests nothing.
    fn condition(&mut self, condition: &Condition) -> Result<(TokenStream, bool)> {
        let Some(name) = &condition.assign else {
            return Ok((self.test(&condition.value)?, true));
        };
        let value = self.value(&condition.value)?;
        let ident = self.bind(name, value.ty);
        let tokens = value.tokens;
        Ok(if value.optional {
            (quote!(let Some(#ident) = #tokens), true)
        } else {
            (quote!(let #ident = #tokens), false)
        })
    }

    /// Names a value for what follows, by an identifier that hides nothing else that rules refer to.
    fn bind(&mut self, name: &str, ty: Type) -> Ident {
        let own = names::parameter(name);
        let is_free = |text: &str| {
            let mut others = self.scope.iter().filter(|(known, ..)| known != name);
            !TAKEN.contains(&text) && !text.starts_with("r#") && others.all(|(_, ident, _)| ident != text)
        };
        let numbered = (1..).map(|number| format!("{}_{number}", own.bare()));
        let plain = [own.as_str().to_owned(), format!("value_{}", own.bare())];
        let mut candidates = plain.into_iter().chain(numbered);
        let free = candidates.find(|text| is_free(text)).expect("numbers do not run out");
        let ident = format_ident!("{free}");
        self.scope.push((name.to_owned(), ident.clone(), ty));
        ident
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
                    let ident = self.bind(name, value.ty);
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
        Ok(quote!(#tokens.ok_or_else(#no_endpoint::unset)?))
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
