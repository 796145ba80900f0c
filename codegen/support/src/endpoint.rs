//! Endpoints: the functions that rule sets call, and the types of their results.

use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;

use aws_smithy_runtime_api::box_error::BoxError;

/// The reason why a rule set's parameters could not be built.
#[derive(Debug)]
pub struct InvalidParams {
    field: Cow<'static, str>,
    problem: Option<&'static str>,
}

impl InvalidParams {
    /// The error for a required parameter that is not set.
    #[inline]
    pub fn missing(field: &'static str) -> Self {
        Self {
            field: field.into(),
            problem: None,
        }
    }

    /// The error for a parameter with an invalid value.
    #[inline]
    pub fn invalid(field: &'static str, problem: &'static str) -> Self {
        Self {
            field: field.into(),
            problem: Some(problem),
        }
    }
}

impl fmt::Display for InvalidParams {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problem {
            None => write!(f, "a required field was missing: `{}`", self.field),
            Some(problem) => write!(f, "invalid value for field: `{}` - {problem}", self.field),
        }
    }
}

impl std::error::Error for InvalidParams {}

/// The error of rules that lead to no endpoint.
#[derive(Debug)]
pub struct NoEndpoint(Cow<'static, str>);

impl NoEndpoint {
    /// An error for a reason that a rule gives.
    #[inline]
    pub fn because(reason: impl Into<Cow<'static, str>>) -> BoxError {
        Self(reason.into()).into()
    }

    /// The error for a value that is not set, and on which the endpoint depends.
    #[inline]
    pub fn unset() -> BoxError {
        Self::because("A value that the endpoint depends on is not set")
    }
}

impl fmt::Display for NoEndpoint {
    #[inline]
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
    /// A regular expression for the names of its regions, known or not.
    pub region_regex: &'static str,
    /// The regions that are known, with spaces between.
    pub regions: &'static str,
    /// The domain.
    pub dns_suffix: &'static str,
    /// The domain of endpoints with IPv6.
    pub dual_stack_dns_suffix: &'static str,
    /// True where there are endpoints that comply with FIPS 140.
    pub supports_fips: bool,
    /// True where there are endpoints with IPv6.
    pub supports_dual_stack: bool,
    /// The region that requests to a global service are signed for.
    pub implicit_global_region: &'static str,
}

/// The partitions, with the compiled patterns of their regions.
#[derive(Debug)]
pub struct Partitions {
    table: &'static [Partition],
    patterns: OnceLock<Vec<Option<regex_lite::Regex>>>,
}

impl Partitions {
    /// Partitions, the first of which is the default for regions that match none.
    #[inline]
    pub const fn new(table: &'static [Partition]) -> Self {
        Self {
            table,
            patterns: OnceLock::new(),
        }
    }

    /// `aws.partition`: the partition that lists the region, else the first whose pattern matches it, else the first.
    #[inline]
    pub fn of(&self, region: &str) -> Option<&'static Partition> {
        let lists = |partition: &&Partition| partition.regions.split(' ').any(|listed| listed == region);
        let listed = self.table.iter().find(lists);
        listed.or_else(|| self.matching(region)).or(self.table.first())
    }

    #[inline]
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
