//! The functions of endpoint rule sets, and what their results are made of.
//!
//! The rules are those of Smithy's "endpoint rule set" specification, version 1.0.

use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;

use aws_smithy_runtime_api::box_error::BoxError;

/// Why a rule set's parameters could not be built.
#[derive(Debug)]
pub struct InvalidParams {
    field: Cow<'static, str>,
    problem: Option<&'static str>,
}

impl InvalidParams {
    /// A parameter that has to be set is not.
    pub fn missing(field: &'static str) -> Self {
        Self {
            field: field.into(),
            problem: None,
        }
    }

    /// A parameter has a value that it cannot have.
    pub fn invalid(field: &'static str, problem: &'static str) -> Self {
        Self {
            field: field.into(),
            problem: Some(problem),
        }
    }
}

impl fmt::Display for InvalidParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problem {
            None => write!(f, "a required field was missing: `{}`", self.field),
            Some(problem) => write!(f, "invalid value for field: `{}` - {problem}", self.field),
        }
    }
}

impl std::error::Error for InvalidParams {}

/// The rules lead to no endpoint.
#[derive(Debug)]
pub struct NoEndpoint(Cow<'static, str>);

impl NoEndpoint {
    /// An error for a reason that a rule gives.
    pub fn because(reason: impl Into<Cow<'static, str>>) -> BoxError {
        Self(reason.into()).into()
    }

    /// An error for a value that is not there, and that the endpoint cannot be told without.
    pub fn unset() -> BoxError {
        Self::because("A value that the endpoint depends on is not set")
    }
}

impl fmt::Display for NoEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NoEndpoint {}

/// A partition of AWS: regions that share a domain.
#[derive(Debug)]
pub struct Partition {
    /// The id: `aws-cn`.
    pub name: &'static str,
    /// A regular expression that matches the names of its regions, known or not.
    pub region_regex: &'static str,
    /// The regions that are known, with spaces between.
    pub regions: &'static str,
    /// The domain.
    pub dns_suffix: &'static str,
    /// The domain of endpoints with IPv6.
    pub dual_stack_dns_suffix: &'static str,
    /// Whether there are endpoints that comply with FIPS 140.
    pub supports_fips: bool,
    /// Whether there are endpoints with IPv6.
    pub supports_dual_stack: bool,
    /// The region in whose name a global service is signed.
    pub implicit_global_region: &'static str,
}

/// Partitions, and what is worked out from them once.
#[derive(Debug)]
pub struct Partitions {
    table: &'static [Partition],
    patterns: OnceLock<Vec<Option<regex_lite::Regex>>>,
}

impl Partitions {
    /// Partitions of which the first holds all regions that no other claims.
    pub const fn new(table: &'static [Partition]) -> Self {
        Self {
            table,
            patterns: OnceLock::new(),
        }
    }

    /// `aws.partition`: the partition that lists the region, else the first whose pattern matches it, else the first.
    pub fn of(&self, region: &str) -> Option<&'static Partition> {
        let lists = |partition: &&Partition| partition.regions.split(' ').any(|listed| listed == region);
        let listed = self.table.iter().find(lists);
        listed.or_else(|| self.matching(region)).or(self.table.first())
    }

    fn matching(&self, region: &str) -> Option<&'static Partition> {
        let patterns = self.patterns.get_or_init(|| {
            self.table
                .iter()
                .map(|partition| regex_lite::Regex::new(partition.region_regex).ok())
                .collect()
        });
        let matches = |pattern: &Option<regex_lite::Regex>| pattern.as_ref().is_some_and(|it| it.is_match(region));
        self.table
            .iter()
            .zip(patterns)
            .find(|(_, pattern)| matches(pattern))
            .map(|(partition, _)| partition)
    }
}

/// `isValidHostLabel`: whether a text can be a label of a host name (RFC 1123), or several with dots between.
pub fn is_valid_host_label(text: &str, allow_dots: bool) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if allow_dots {
        text.split('.').all(is_label)
    } else {
        is_label(text)
    }
}
