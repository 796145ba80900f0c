//! Endpoint rule sets, by which the endpoint of a request follows from the client's settings.

use super::operation::ContextValue;

/// A tree of rules, tried in order.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleSet {
    /// The version of the rules language.
    pub version: String,
    /// The parameters that the rules read.
    pub parameters: Vec<Parameter>,
    /// The rules, tried in order; the first whose conditions hold decides.
    pub rules: Vec<Rule>,
}

impl RuleSet {
    /// Tells whether the rules themselves check that a region can be part of a host name.
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

    /// The parameter that gets its value from a setting of every client.
    pub fn built_in(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|it| it.built_in.as_deref() == Some(name))
    }

    /// Tells whether any rule calls a function for which `is` holds.
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
    /// The setting of every client that is its value: `AWS::Region`.
    pub built_in: Option<String>,
    /// True where the rules fail without a value for the parameter.
    pub required: bool,
    /// The default value.
    pub default: Option<ContextValue>,
    /// The documentation, as the model has it.
    pub docs: Option<String>,
    /// The reason not to use the parameter any more, where it is deprecated.
    pub deprecated: Option<String>,
}

/// The type of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterType {
    /// A string.
    String,
    /// A boolean.
    Boolean,
    /// A list of strings.
    StringArray,
}

/// A rule: conditions, and the consequence if all of them hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// The conditions, which all have to hold. They are tried in order, and each may assign its value to a name for
    /// later ones.
    pub conditions: Vec<Condition>,
    /// The consequence, where all conditions hold.
    pub body: RuleBody,
    /// The documentation, as the model has it.
    pub docs: Option<String>,
    /// The location of the rule in its file, as a JSON pointer (RFC 6901).
    pub pointer: String,
}

/// A condition, which holds if its value is present and not false.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The value.
    pub value: Expr,
    /// The name that later conditions and rules have for the value.
    pub assign: Option<String>,
}

/// The consequence of a rule: an endpoint, an error, or more rules.
#[derive(Clone, Debug, PartialEq)]
pub enum RuleBody {
    /// More rules, one of which has to match.
    Rules(Vec<Rule>),
    /// An endpoint.
    Endpoint(EndpointTemplate),
    /// An error with this message: there is no endpoint.
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

/// A property of an endpoint: JSON whose strings may contain values.
#[derive(Clone, Debug, PartialEq)]
pub enum Property {
    /// A string.
    String(Expr),
    /// A boolean.
    Boolean(bool),
    /// An integer.
    Integer(i64),
    /// A list.
    Array(Vec<Property>),
    /// An object.
    Object(Vec<(String, Property)>),
}

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A parameter, or a value that a condition assigned.
    Ref(String),
    /// A string that contains values.
    Template(Vec<TemplatePart>),
    /// A boolean.
    Boolean(bool),
    /// An integer.
    Integer(i64),
    /// A list of strings.
    Array(Vec<Expr>),
    /// An attribute of a value: `name`, `name.name`, `name[0]`, `[0]`.
    GetAttr(Box<Expr>, String),
    /// A call of a function.
    Call(Function, Vec<Expr>),
}

impl Expr {
    /// Tells whether the expression calls a function for which `is` holds.
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

    /// The string of an expression without references.
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
    /// Literal text.
    Text(String),
    /// A value that is inserted.
    Value(Expr),
}

/// The functions of the rules language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// `isSet`: true for a value that is present.
    IsSet,
    /// `not`: true for a value that is false.
    Not,
    /// `booleanEquals`: true for two equal booleans.
    BooleanEquals,
    /// `stringEquals`: true for two equal strings.
    StringEquals,
    /// `substring`: the part of a string between two positions, counted from either end.
    Substring,
    /// `split`: the parts of a string between delimiters.
    Split,
    /// `coalesce`: the first value that is present.
    Coalesce,
    /// `ite`: one of two values, by a condition.
    Ite,
    /// `parseURL`: the parts of a URL.
    ParseUrl,
    /// `isValidHostLabel`: true for a string that can be a label of a host name.
    IsValidHostLabel,
    /// `uriEncode`: a string, percent-encoded.
    UriEncode,
    /// `aws.partition`: the partition of a region.
    AwsPartition,
    /// `aws.parseArn`: the parts of an ARN.
    AwsParseArn,
    /// `aws.isVirtualHostableS3Bucket`: true for a bucket's name that can be the first label of a host name.
    AwsIsVirtualHostableS3Bucket,
}

/// A partition of AWS: regions that share a domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partition {
    /// The id: `aws-cn`.
    pub id: String,
    /// A regular expression for the names of its regions, known or not.
    pub region_regex: String,
    /// The known regions.
    pub regions: Vec<String>,
    /// The domain.
    pub dns_suffix: String,
    /// The domain of endpoints with IPv6.
    pub dual_stack_dns_suffix: String,
    /// True where the partition has endpoints that comply with FIPS 140.
    pub supports_fips: bool,
    /// True where the partition has endpoints with IPv6.
    pub supports_dual_stack: bool,
    /// The region that requests to a global service are signed for.
    pub implicit_global_region: String,
}
