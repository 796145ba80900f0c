//! Built-in definitions, which every model may use: the prelude, and the traits of Smithy and AWS.
//!
//! They are vendored in `model/smithy`, with their licence and origin. A file of a model that defines one of their
//! shapes itself takes precedence.

use std::sync::OnceLock;

use super::{parser, syntax::File};

/// The files, by their name in errors.
const FILES: &[(&str, &str)] = &[
    ("smithy.api", include_str!("../../../../model/smithy/prelude.smithy")),
    ("aws.api", include_str!("../../../../model/smithy/aws.api.smithy")),
    ("aws.auth", include_str!("../../../../model/smithy/aws.auth.smithy")),
    (
        "aws.customizations",
        include_str!("../../../../model/smithy/aws.customizations.smithy"),
    ),
    (
        "aws.endpoints",
        include_str!("../../../../model/smithy/aws.endpoints.smithy"),
    ),
    (
        "aws.protocols",
        include_str!("../../../../model/smithy/aws.protocols.smithy"),
    ),
    (
        "smithy.framework",
        include_str!("../../../../model/smithy/smithy.framework.smithy"),
    ),
    (
        "smithy.protocols",
        include_str!("../../../../model/smithy/smithy.protocols.rpcv2.smithy"),
    ),
    (
        "smithy.rules",
        include_str!("../../../../model/smithy/smithy.rules.smithy"),
    ),
    (
        "smithy.test",
        include_str!("../../../../model/smithy/smithy.test.smithy"),
    ),
    (
        "smithy.waiters",
        include_str!("../../../../model/smithy/smithy.waiters.smithy"),
    ),
];

/// A file that is built in.
#[derive(Debug)]
pub(super) struct BuiltIn {
    pub(super) name: &'static str,
    pub(super) text: &'static str,
    pub(super) file: File<'static>,
}

/// The files, read once.
pub(super) fn files() -> &'static [BuiltIn] {
    static READ: OnceLock<Vec<BuiltIn>> = OnceLock::new();
    READ.get_or_init(|| {
        let read = |(name, text): &(&'static str, &'static str)| BuiltIn {
            name,
            text,
            file: parser::parse(text).0,
        };
        FILES.iter().map(read).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_built_in_can_be_read() {
        for (name, text) in FILES {
            let (file, problems) = parser::parse(text);
            assert!(problems.is_empty(), "{name}: {problems:?}");
            assert!(!file.shapes.is_empty(), "{name}");
        }
    }
}
