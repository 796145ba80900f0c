//! Endpoint rule sets: how the endpoint of a request follows from the client's settings.
//!
//! The form is that of Smithy's "endpoint rule set" specification, version 1.0.

use super::operation::ContextValue;

/// A tree of rules, tried in order.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleSet {
    /// The version of the rules language.
    pub version: String,
    /// What the rules may ask for.
    pub parameters: Vec<Parameter>,
    /// The rules, tried in order; the first whose conditions hold decides.
    pub rules: Vec<Rule>,
}

impl RuleSet {
    /// Whether the rules themselves say what they make of a region that cannot be part of a host name.
    pub fn validate_region(&self) -> bool {
        fn within(rules: &[Rule], region: &str) -> bool {
            rules.iter().any(|rule| {
                let mut conditions = rule.conditions.iter();
                conditions.any(|condition| match &condition.value {
                    Expr::Call(Function::IsValidHostLabel, arguments) => {
                        matches!(arguments.first(), Some(Expr::Ref(name)) if name == region)
                    }
                    _ => false,
                }) || matches!(&rule.body, RuleBody::Rules(rules) if within(rules, region))
            })
        }
        let is_region = |parameter: &&Parameter| parameter.built_in.as_deref() == Some("AWS::Region");
        let region = self.parameters.iter().find(is_region);
        region.is_some_and(|region| within(&self.rules, &region.name))
    }

    /// All endpoints that the rules may lead to.
    pub fn endpoints(&self) -> Vec<&EndpointTemplate> {
        fn within<'a>(rules: &'a [Rule], found: &mut Vec<&'a EndpointTemplate>) {
            for rule in rules {
                match &rule.body {
                    RuleBody::Rules(rules) => within(rules, found),
                    RuleBody::Endpoint(endpoint) => found.push(endpoint),
                    RuleBody::Error(_) => {}
                }
            }
        }
        let mut found = Vec::new();
        within(&self.rules, &mut found);
        found
    }

    /// The auth schemes that endpoints name in their properties, each once.
    pub fn auth_schemes(&self) -> Vec<String> {
        fn within(rules: &[Rule], found: &mut Vec<String>) {
            for rule in rules {
                match &rule.body {
                    RuleBody::Rules(rules) => within(rules, found),
                    RuleBody::Endpoint(endpoint) => {
                        for name in endpoint.auth_schemes() {
                            if !found.contains(&name) {
                                found.push(name);
                            }
                        }
                    }
                    RuleBody::Error(_) => {}
                }
            }
        }
        let mut found = Vec::new();
        within(&self.rules, &mut found);
        found
    }

    /// The parameter that stands for a setting of every client.
    pub fn built_in(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|it| it.built_in.as_deref() == Some(name))
    }

    /// Whether any rule calls a function of a kind.
    pub fn calls(&self, is: impl Fn(Function) -> bool) -> bool {
        fn within(rules: &[Rule], is: &dyn Fn(Function) -> bool) -> bool {
            rules.iter().any(|rule| {
                let in_conditions = rule.conditions.iter().any(|condition| condition.value.calls(is));
                let in_body = match &rule.body {
                    RuleBody::Rules(rules) => within(rules, is),
                    RuleBody::Endpoint(endpoint) => endpoint.url.calls(is),
                    RuleBody::Error(message) => message.calls(is),
                };
                in_conditions || in_body
            })
        }
        within(&self.rules, &is)
    }
}

/// An input of a rule set.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The name.
    pub name: String,
    /// The type.
    pub kind: ParameterType,
    /// The setting of every client that it stands for: `AWS::Region`.
    pub built_in: Option<String>,
    /// Whether the rules cannot do without it.
    pub required: bool,
    /// The value where nothing sets it.
    pub default: Option<ContextValue>,
    /// The documentation, as the model has it.
    pub docs: Option<String>,
    /// The parameter should not be used any more; holds the reason.
    pub deprecated: Option<String>,
}

/// The type of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterType {
    /// Text.
    String,
    /// True or false.
    Boolean,
    /// Texts.
    StringArray,
}

/// One rule: conditions, and what follows if all of them hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// All have to hold, tried in order; each may name its value for those that follow.
    pub conditions: Vec<Condition>,
    /// What follows.
    pub body: RuleBody,
    /// The documentation, as the model has it.
    pub docs: Option<String>,
    /// Where in its file the rule stands, as a JSON pointer (RFC 6901).
    pub pointer: String,
}

/// A condition holds if its value is there, and is not false.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The value.
    pub value: Expr,
    /// The name by which what follows refers to the value.
    pub assign: Option<String>,
}

/// What follows from a rule.
#[derive(Clone, Debug, PartialEq)]
pub enum RuleBody {
    /// More rules, one of which has to match.
    Rules(Vec<Rule>),
    /// An endpoint.
    Endpoint(EndpointTemplate),
    /// No endpoint can be found, for this reason.
    Error(Expr),
}

/// An endpoint whose parts are expressions.
#[derive(Clone, Debug, PartialEq)]
pub struct EndpointTemplate {
    /// The URL.
    pub url: Expr,
    /// Headers that are added to the request.
    pub headers: Vec<(String, Vec<Expr>)>,
    /// Properties, such as the auth schemes of the endpoint.
    pub properties: Vec<(String, Property)>,
}

impl EndpointTemplate {
    /// The names of the auth schemes in the properties, in order of preference.
    fn auth_schemes(&self) -> impl Iterator<Item = String> {
        let lists = self.properties.iter().filter(|(name, _)| name == "authSchemes");
        let schemes = lists.flat_map(|(_, list)| match list {
            Property::Array(schemes) => schemes.as_slice(),
            _ => &[],
        });
        schemes.filter_map(|scheme| match scheme {
            Property::Object(entries) => match entries.iter().find(|(name, _)| name == "name") {
                Some((_, Property::String(name))) => name.as_literal(),
                _ => None,
            },
            _ => None,
        })
    }
}

/// A property of an endpoint: JSON whose text may refer to values.
#[derive(Clone, Debug, PartialEq)]
pub enum Property {
    /// Text.
    String(Expr),
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A sequence.
    Array(Vec<Property>),
    /// Named properties.
    Object(Vec<(String, Property)>),
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A parameter, or a value that a condition named.
    Ref(String),
    /// Text in which values may stand.
    Template(Vec<TemplatePart>),
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Texts.
    Array(Vec<Expr>),
    /// A part of a value: `name`, `name.name`, `name[0]`, `[0]`.
    GetAttr(Box<Expr>, String),
    /// A function of values.
    Call(Function, Vec<Expr>),
}

impl Expr {
    /// Whether the expression calls a function of a kind.
    pub fn calls(&self, is: &dyn Fn(Function) -> bool) -> bool {
        match self {
            Self::Call(function, arguments) => is(*function) || arguments.iter().any(|argument| argument.calls(is)),
            Self::GetAttr(owner, _) => owner.calls(is),
            Self::Array(items) => items.iter().any(|item| item.calls(is)),
            Self::Template(parts) => parts
                .iter()
                .any(|part| matches!(part, TemplatePart::Value(value) if value.calls(is))),
            Self::Ref(_) | Self::Boolean(_) | Self::Integer(_) => false,
        }
    }

    /// The text of an expression that refers to nothing.
    pub fn as_literal(&self) -> Option<String> {
        match self {
            Self::Template(parts) => parts
                .iter()
                .map(|part| match part {
                    TemplatePart::Text(text) => Some(text.as_str()),
                    TemplatePart::Value(_) => None,
                })
                .collect(),
            _ => None,
        }
    }
}

/// A part of a template.
#[derive(Clone, Debug, PartialEq)]
pub enum TemplatePart {
    /// Text that stands as it is.
    Text(String),
    /// Text that is put in.
    Value(Expr),
}

/// The functions of the rules language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// Whether a value is there.
    IsSet,
    /// Whether a value is false.
    Not,
    /// Whether two booleans are equal.
    BooleanEquals,
    /// Whether two texts are equal.
    StringEquals,
    /// The part of a text between two positions, counted from either end.
    Substring,
    /// The parts of a text between a delimiter.
    Split,
    /// The first value that is there.
    Coalesce,
    /// One of two values, by a third.
    Ite,
    /// A URL in its parts.
    ParseUrl,
    /// Whether a text can be a part of a host name.
    IsValidHostLabel,
    /// A text, percent-encoded.
    UriEncode,
    /// The partition of a region.
    AwsPartition,
    /// An ARN in its parts.
    AwsParseArn,
    /// Whether a bucket's name can be a host name's first part.
    AwsIsVirtualHostableS3Bucket,
}

/// A partition of AWS: regions that share a domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partition {
    /// The id: `aws-cn`.
    pub id: String,
    /// A regular expression that matches the names of its regions, known or not.
    pub region_regex: String,
    /// The regions that are known.
    pub regions: Vec<String>,
    /// The domain.
    pub dns_suffix: String,
    /// The domain of endpoints with IPv6.
    pub dual_stack_dns_suffix: String,
    /// Whether there are endpoints that comply with FIPS 140.
    pub supports_fips: bool,
    /// Whether there are endpoints with IPv6.
    pub supports_dual_stack: bool,
    /// The region in whose name a global service is signed.
    pub implicit_global_region: String,
}
