//! Which items are no part of what users of a crate write, and which differences have a reason.

use regex_lite::Regex;

/// A pattern, and what it stands for.
type Rule = (&'static str, &'static str);

/// Items of AWS's crates that are set aside, since no program names them.
pub const ASIDE: &[Rule] = &[
    (
        r"^impl(<[^ ]*>)? [^ ]*$",
        "the heads of inherent implementations: their items are compared one by one",
    ),
    (r"StructuralPartialEq", "a mark of the compiler for derived `PartialEq`"),
    (
        r"sealed_unhandled|config::auth::|endpoint_lib",
        "plumbing of AWS's generator that its modules leave public",
    ),
    (
        r"RuntimePlugin for|::runtime_components\(&self|::config\(&self\) -> .*FrozenLayer|RuntimeComponentsBuilder",
        "how an operation meets the runtime: called by the client alone",
    ),
    (
        r"^pub fn .*::(fmt|clone|eq|ne|default|from|from_str|source|hash|cmp|partial_cmp)\(",
        "methods of traits, which stand with the trait",
    ),
    (
        r"SCHEMA|::(error_)?registry\(|SerializableStruct|aws_smithy_schema|::deserialize\(",
        "the schema API, which is new in some of AWS's crates",
    ),
    (
        r"^impl<R> .*From<[a-zA-Z_:]*SdkError<[^,]*, R>> for .*Error",
        "one conversion for each operation's `SdkError`: here one stands for all, `impl<E: Into<Error>, R>`",
    ),
    (
        r"operation::[a-z0-9_]+::[A-Za-z0-9]+::new\(\) -> Self$",
        "markers of operations, which nobody makes",
    ),
];

/// Differences that are known.
pub const REASONS: &[Rule] = &[(
    r"client::customize::CustomizableOperation<T, E, B>::(send|presigned)\(",
    "the bound is another trait, which no program can name in either crate",
)];

/// Rules with their patterns compiled.
pub struct Rules(Vec<(Regex, &'static str)>);

impl Rules {
    /// Compiles the patterns.
    pub fn new(rules: &[Rule]) -> Self {
        let compile = |(pattern, what): &Rule| (Regex::new(pattern).expect("the patterns are constants"), *what);
        Self(rules.iter().map(compile).collect())
    }

    /// The reason of the first rule that covers an item.
    pub fn of(&self, item: &str) -> Option<&'static str> {
        self.0
            .iter()
            .find(|(pattern, _)| pattern.is_match(item))
            .map(|(_, what)| *what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plumbing_is_set_aside_and_what_users_call_is_not() {
        let aside = Rules::new(ASIDE);
        for plumbing in [
            "impl sdk::Client",
            "impl<T> sdk::client::customize::CustomizableOperation<T>",
            "impl core::marker::StructuralPartialEq for sdk::types::Tag",
            "pub fn sdk::operation::get_book::GetBook::new() -> Self",
            "pub fn sdk::types::Tag::clone(&self) -> sdk::types::Tag",
        ] {
            assert!(aside.of(plumbing).is_some(), "{plumbing}");
        }
        for api in [
            "impl core::clone::Clone for sdk::types::Tag",
            "pub fn sdk::client::Client::new(&aws_types::sdk_config::SdkConfig) -> Self",
            "pub fn sdk::types::Tag::key(&self) -> &str",
            "pub sdk::types::Tag::key: alloc::string::String",
        ] {
            assert_eq!(aside.of(api), None, "{api}");
        }
    }
}
