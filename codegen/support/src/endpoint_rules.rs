//! Endpoint rules: the data that a service's rules are in its crate, and what follows from them for a request.
//!
//! Rules are constants and no code, so that they cost the compiler little, and a rule set with hundreds of endpoints takes
//! no more stack than one with three. Names and types are checked where a crate is generated.

use std::borrow::Cow;
use std::fmt;
use std::rc::Rc;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_types::endpoint::{Builder, Endpoint};

use super::endpoint::{NoEndpoint, Partition, Partitions};
use super::host_label;

/// A rule: how many rules it stands below, what has to hold, in this order, and what follows if all of it does.
#[derive(Debug)]
pub struct Rule(pub usize, pub &'static [Condition], pub Then);

/// A condition of a rule.
#[derive(Debug)]
pub enum Condition {
    /// The value is there, and is not false.
    When(Expr),
    /// The value is there; what follows calls it by this name.
    Let(&'static str, Expr),
}

/// The consequence of a rule. In its texts `{name}` and `{name#path}` are placeholders for values, and doubled braces
/// are escaped ones.
#[derive(Debug)]
pub enum Then {
    /// The rules right behind it that stand below it: the first that holds.
    Below,
    /// The endpoint at a URL.
    At(&'static str),
    /// The endpoint at a URL, with something beside it.
    With(&'static str, &'static dyn Detail),
    /// No endpoint, for this reason.
    Fail(&'static str),
}

/// The details of an endpoint beside its URL.
pub trait Detail: fmt::Debug + Sync {
    /// Adds it to the endpoint.
    ///
    /// # Errors
    ///
    /// A value that it depends on is not set.
    fn add(&self, endpoint: Builder, scope: &Scope<'_>) -> Result<Builder, BoxError>;
}

/// A value that follows from parameters.
#[derive(Debug)]
pub enum Expr {
    /// True or false.
    Boolean(bool),
    /// A position, or a number of parts.
    Number(usize),
    /// A text, which may have gaps.
    Text(&'static str),
    /// A parameter, or what a condition named.
    Ref(&'static str),
    /// True where a parameter, or a value that a condition assigned, is present.
    Set(&'static str),
    /// True where a boolean has this value.
    Is(&'static Expr, bool),
    /// The part of a value at a path such as `name` or `name[0]`.
    Part(&'static Expr, &'static str),
    /// The first of the values that is there.
    First(&'static [Expr]),
    /// The second value if the first holds, else the third.
    Choice(&'static [Expr; 3]),
    /// The partition of a region.
    PartitionOf(&'static Expr),
    /// The result of a function.
    Call(Function, &'static [Expr]),
}

/// A function of values, which may each be absent.
pub type Function = for<'a> fn(&[Option<Value<'a>>]) -> Option<Value<'a>>;

/// A value of a rule.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// True or false.
    Boolean(bool),
    /// A position, or a number of parts.
    Number(usize),
    /// Text.
    Text(Cow<'a, str>),
    /// Values in a sequence.
    List(Rc<[Value<'a>]>),
    /// Values by their names.
    Record(Rc<[(&'static str, Value<'a>)]>),
}

impl<'a> Value<'a> {
    /// A text that is held somewhere else.
    #[inline]
    pub fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    /// A text of its own.
    #[inline]
    pub fn owned(text: impl Into<String>) -> Self {
        Self::Text(Cow::Owned(text.into()))
    }

    /// The value, if it is a text.
    #[inline]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Boolean(_) | Self::Number(_) | Self::List(_) | Self::Record(_) => None,
        }
    }

    /// True where a condition with this value holds.
    #[inline]
    fn holds(&self) -> bool {
        *self != Self::Boolean(false)
    }

    /// The part at a path such as `name`, `name[0]` or `[0]`.
    #[inline]
    fn part(&self, path: &str) -> Option<Self> {
        let (name, index) = match path.split_once('[') {
            Some((name, index)) => (name, Some(index.trim_end_matches(']').parse::<usize>().ok()?)),
            None => (path, None),
        };
        let named = match self {
            _ if name.is_empty() => self,
            Self::Record(entries) => &entries.iter().find(|(known, _)| *known == name)?.1,
            Self::Boolean(_) | Self::Number(_) | Self::Text(_) | Self::List(_) => return None,
        };
        match (index, named) {
            (None, _) => Some(named.clone()),
            (Some(at), Self::List(items)) => items.get(at).cloned(),
            (Some(_), Self::Boolean(_) | Self::Number(_) | Self::Text(_) | Self::Record(_)) => None,
        }
    }
}

impl From<&Partition> for Value<'_> {
    #[inline]
    fn from(partition: &Partition) -> Self {
        Self::Record(Rc::new([
            ("name", Self::text(partition.name)),
            ("dnsSuffix", Self::text(partition.dns_suffix)),
            ("dualStackDnsSuffix", Self::text(partition.dual_stack_dns_suffix)),
            ("implicitGlobalRegion", Self::text(partition.implicit_global_region)),
            ("supportsFIPS", Self::Boolean(partition.supports_fips)),
            ("supportsDualStack", Self::Boolean(partition.supports_dual_stack)),
        ]))
    }
}

/// The parameters of a rule set.
pub trait Parameters {
    /// The value of a parameter, by the name that the rules have for it.
    fn parameter(&self, name: &str) -> Option<Value<'_>>;
}

/// The endpoint for these parameters, by the first rule that holds.
///
/// # Errors
///
/// A rule says that there is none, no rule holds, or the endpoint depends on a value that is not set.
#[inline]
pub fn resolve(
    rules: &'static [Rule],
    partitions: &'static Partitions,
    params: &dyn Parameters,
) -> Result<Endpoint, BoxError> {
    let scope = Scope {
        params,
        partitions,
        named: Vec::new(),
    };
    scope.decide(rules)
}

/// The values that rules can refer to.
pub struct Scope<'a> {
    params: &'a dyn Parameters,
    partitions: &'static Partitions,
    /// The values that conditions assigned. Of several with one name, the last one counts.
    named: Vec<(&'static str, Value<'a>)>,
}

impl<'a> Scope<'a> {
    #[inline]
    fn decide(mut self, rules: &'static [Rule]) -> Result<Endpoint, BoxError> {
        let mut depth = 0;
        for Rule(level, conditions, then) in rules {
            if *level < depth {
                break;
            }
            let known = self.named.len();
            if *level > depth || !self.hold(conditions)? {
                self.named.truncate(known);
                continue;
            }
            match then {
                Then::Below => depth += 1,
                Then::At(url) => return Ok(self.at(url)?.build()),
                Then::With(url, detail) => return Ok(detail.add(self.at(url)?, &self)?.build()),
                Then::Fail(reason) => return Err(NoEndpoint::because(self.text(reason)?)),
            }
        }
        Err(NoEndpoint::because("No endpoint rule matched"))
    }

    #[inline]
    fn hold(&mut self, conditions: &'static [Condition]) -> Result<bool, BoxError> {
        for condition in conditions {
            match condition {
                Condition::When(value) => {
                    if !self.value(value)?.is_some_and(|value| value.holds()) {
                        return Ok(false);
                    }
                }
                Condition::Let(name, value) => match self.value(value)? {
                    Some(value) => self.named.push((name, value)),
                    None => return Ok(false),
                },
            }
        }
        Ok(true)
    }

    #[inline]
    fn at(&self, url: &'static str) -> Result<Builder, BoxError> {
        Ok(Endpoint::builder().url(self.text(url)?))
    }

    /// A text with its gaps filled.
    ///
    /// # Errors
    ///
    /// A value in it is not there.
    #[inline]
    pub fn text(&self, text: &'static str) -> Result<String, BoxError> {
        let mut filled = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            filled.push_str(&rest[..at]);
            rest = &rest[at..];
            let doubled = ["{{", "}}"].iter().find_map(|braces| rest.strip_prefix(braces));
            if let Some(after) = doubled {
                filled.push_str(&rest[..1]);
                rest = after;
                continue;
            }
            let (gap, after) = rest[1..].split_once('}').unwrap_or((&rest[1..], ""));
            let value = match gap.split_once('#') {
                Some((name, path)) => self.named(name).and_then(|value| value.part(path)),
                None => self.named(gap),
            };
            match value.as_ref().and_then(Value::as_text) {
                Some(value) => filled.push_str(value),
                None => return Err(NoEndpoint::unset()),
            }
            rest = after;
        }
        Ok(filled + rest)
    }

    #[inline]
    fn value(&self, value: &Expr) -> Result<Option<Value<'a>>, BoxError> {
        Ok(match value {
            Expr::Boolean(value) => Some(Value::Boolean(*value)),
            Expr::Number(value) => Some(Value::Number(*value)),
            Expr::Text(text) if text.contains(['{', '}']) => Some(Value::owned(self.text(text)?)),
            Expr::Text(text) => Some(Value::text(text)),
            Expr::Ref(name) => self.named(name),
            Expr::Set(name) => Some(Value::Boolean(self.named(name).is_some())),
            Expr::Is(value, expected) => {
                let is = self.value(value)? == Some(Value::Boolean(*expected));
                Some(Value::Boolean(is))
            }
            Expr::Part(whole, path) => self.value(whole)?.and_then(|whole| whole.part(path)),
            Expr::First(values) => {
                for value in *values {
                    if let Some(value) = self.value(value)? {
                        return Ok(Some(value));
                    }
                }
                None
            }
            Expr::Choice([condition, then, otherwise]) => {
                let holds = self.value(condition)?.is_some_and(|value| value.holds());
                self.value(if holds { then } else { otherwise })?
            }
            Expr::PartitionOf(region) => {
                let region = self.value(region)?;
                let partition = region.as_ref().and_then(Value::as_text);
                partition.and_then(|region| self.partitions.of(region)).map(Value::from)
            }
            Expr::Call(function, arguments) => {
                let arguments: Vec<_> = arguments.iter().map(|it| self.value(it)).collect::<Result<_, _>>()?;
                function(&arguments)
            }
        })
    }

    #[inline]
    fn named(&self, name: &str) -> Option<Value<'a>> {
        let named = self.named.iter().rev().find(|(known, _)| *known == name);
        match named {
            Some((_, value)) => Some(value.clone()),
            None => self.params.parameter(name),
        }
    }
}

/// `isSet`: whether a value is there.
#[inline]
pub fn is_set<'a>(arguments: &[Option<Value<'a>>]) -> Option<Value<'a>> {
    Some(Value::Boolean(matches!(arguments, [Some(_)])))
}

/// `not`: whether a value is false, or not there.
#[inline]
pub fn not<'a>(arguments: &[Option<Value<'a>>]) -> Option<Value<'a>> {
    let holds = matches!(arguments, [Some(value)] if value.holds());
    Some(Value::Boolean(!holds))
}

/// `stringEquals` and `booleanEquals`: whether two values are the same, or neither is there.
#[inline]
pub fn equals<'a>(arguments: &[Option<Value<'a>>]) -> Option<Value<'a>> {
    Some(Value::Boolean(matches!(arguments, [one, other] if one == other)))
}

/// `isValidHostLabel`: whether a text can be a label of a host name, or several with dots between where the second value
/// says so.
#[inline]
pub fn is_valid_host_label<'a>(arguments: &[Option<Value<'a>>]) -> Option<Value<'a>> {
    match arguments {
        [Some(Value::Text(text)), Some(Value::Boolean(dots))] => {
            Some(Value::Boolean(host_label::is_valid_host_label(text, *dots)))
        }
        _ => None,
    }
}
