//! Endpoint rules as data of `support`, checked on the way: every name is known, and every value has the type it should.

mod calls;
mod details;
mod value;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use self::details::Details;
use super::super::module::Module;
use crate::{
    Result,
    ir::{Condition, Expr, Function, Rule, RuleBody, RuleSet},
};

/// Turns rules into data.
pub(super) struct RuleCompiler<'a> {
    rules: &'a RuleSet,
    module: &'a Module,
    /// The values that conditions named or know to be there, and what they are.
    scope: Vec<(String, ValueType)>,
    pub uses_partitions: bool,
    /// The details of endpoints beside their URLs, each once.
    pub details: Details,
}

/// The type of an expression's value.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum ValueType {
    Text,
    Boolean,
    Partition,
    Arn,
    Url,
    Texts,
}

impl<'a> RuleCompiler<'a> {
    pub fn new(rules: &'a RuleSet, module: &'a Module) -> Self {
        Self {
            rules,
            module,
            scope: Vec::new(),
            uses_partitions: false,
            details: Details::default(),
        }
    }

    /// Rules that are tried in order, each followed by those below it. What stands behind one that always decides is never
    /// heard.
    pub fn rules(&mut self, rules: &[Rule], depth: usize) -> Result<Vec<TokenStream>> {
        let heard = rules.iter().position(|rule| rule.conditions.is_empty());
        let rules = &rules[..heard.map_or(rules.len(), |last| last + 1)];
        let rules = rules.iter().map(|rule| self.rule(rule, depth));
        Ok(rules.collect::<Result<Vec<_>>>()?.concat())
    }

    fn rule(&mut self, rule: &Rule, depth: usize) -> Result<Vec<TokenStream>> {
        let known = self.scope.len();
        let compiled = self.compiled(rule, depth);
        self.scope.truncate(known);
        compiled.map_err(|error| error.at(&rule.pointer))
    }

    fn compiled(&mut self, rule: &Rule, depth: usize) -> Result<Vec<TokenStream>> {
        let (ty, level) = (self.of("Rule"), Literal::usize_unsuffixed(depth));
        let conditions = rule.conditions.iter().map(|condition| self.condition(condition));
        let mut conditions: Vec<_> = conditions.collect::<Result<_>>()?;
        let (then, below) = match &rule.body {
            RuleBody::Rules(rules) => (self.of("Then::Below"), self.rules(rules, depth + 1)?),
            RuleBody::Error(message) => {
                let (ty, message) = (self.of("Then::Fail"), self.text(message, &mut conditions)?);
                (quote!(#ty(#message)), Vec::new())
            }
            RuleBody::Endpoint(endpoint) => (self.endpoint(endpoint, &mut conditions)?, Vec::new()),
        };
        let mut compiled = vec![quote!(#ty(#level, &[#(#conditions),*], #then))];
        compiled.extend(below);
        Ok(compiled)
    }

    fn condition(&mut self, condition: &Condition) -> Result<TokenStream> {
        let value = self.value(&condition.value)?;
        let tokens = value.tokens;
        if let Some(name) = &condition.assign {
            self.scope.push((name.clone(), value.ty));
            let ty = self.of("Condition::Let");
            return Ok(quote!(#ty(#name, #tokens)));
        }
        // From here on the value is known to be there.
        if let Expr::Call(Function::IsSet, arguments) = &condition.value
            && let [Expr::Ref(name)] = arguments.as_slice()
        {
            let (ty, _) = self.referred(name)?;
            self.scope.push((name.clone(), ty));
        }
        let ty = self.of("Condition::When");
        Ok(quote!(#ty(#tokens)))
    }

    /// A type or a variant of the file of `support` that has the form of rules.
    fn of(&self, name: &str) -> TokenStream {
        self.module.import(&format!("crate::support::endpoint_rules::{name}"))
    }
}
