//! Endpoint rules as Rust: statements that return once a rule decides.

mod calls;
mod details;
mod value;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

pub(super) use self::details::Details;
use super::super::module::Module;
use crate::{
    Result,
    ir::{Condition, Expr, Function, Rule, RuleBody, RuleSet},
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
}
