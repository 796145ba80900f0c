//! Runs endpoint rules over the values of parameters, as generated crates do. It knows rules and partitions, and compares nothing.

use std::collections::BTreeMap;

use crate::ir::{Expr, Function, Partition, Property, Rule, RuleBody, RuleSet, TemplatePart};

#[path = "../../../support/src/endpoint_functions.rs"]
#[allow(dead_code)]
mod functions;
#[path = "../../../support/src/host_label.rs"]
mod host_label;

/// A value of the rules language.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Text(String),
    Boolean(bool),
    Integer(i64),
    List(Vec<Value>),
    Record(BTreeMap<&'static str, Value>),
}

/// The values of parameters, and those that conditions have named.
pub(super) type Values = BTreeMap<String, Value>;

/// The outcome of rules as text: an endpoint with its headers and properties, or the reason why there is none.
pub(super) fn resolve(set: &RuleSet, partitions: &[Partition], parameters: &Values) -> Result<String, String> {
    let rules = Rules { partitions };
    let mut values = parameters.clone();
    for parameter in &set.parameters {
        if let (None, Some(default)) = (values.get(&parameter.name), &parameter.default) {
            values.insert(parameter.name.clone(), value_of(default));
        }
        if parameter.required && !values.contains_key(&parameter.name) {
            return Err(format!("{} has to be set", parameter.name));
        }
    }
    let outcome = rules.first(&set.rules, &values);
    outcome.unwrap_or_else(|| Err("no rule matches".to_owned()))
}

/// A value that a model gives a parameter.
pub(super) fn value_of(value: &crate::ir::ContextValue) -> Value {
    use crate::ir::ContextValue;
    match value {
        ContextValue::String(text) => Value::Text(text.clone()),
        ContextValue::Boolean(value) => Value::Boolean(*value),
        ContextValue::StringArray(texts) => Value::List(texts.iter().cloned().map(Value::Text).collect()),
    }
}

struct Rules<'a> {
    partitions: &'a [Partition],
}

impl Rules<'_> {
    /// The outcome of the first rule whose conditions hold. Where no rule of a nested tree matches, later rules are not
    /// tried.
    fn first(&self, rules: &[Rule], values: &Values) -> Option<Result<String, String>> {
        rules.iter().find_map(|rule| self.rule(rule, values))
    }

    fn rule(&self, rule: &Rule, outer: &Values) -> Option<Result<String, String>> {
        let mut values = outer.clone();
        for condition in &rule.conditions {
            let value = self.value(&condition.value, &values)?;
            if value == Value::Boolean(false) {
                return None;
            }
            if let Some(name) = &condition.assign {
                values.insert(name.clone(), value);
            }
        }
        Some(match &rule.body {
            RuleBody::Rules(rules) => self
                .first(rules, &values)
                .unwrap_or_else(|| Err("no rule matches".to_owned())),
            RuleBody::Endpoint(endpoint) => {
                let mut text = self.text(&endpoint.url, &values);
                for (name, parts) in &endpoint.headers {
                    let parts: Vec<String> = parts.iter().map(|part| self.text(part, &values)).collect();
                    text.push_str(&format!(", {name}: {}", parts.join(", ")));
                }
                for (name, property) in &endpoint.properties {
                    text.push_str(&format!(", {name} = {}", self.property(property, &values)));
                }
                Ok(text)
            }
            RuleBody::Error(message) => Err(self.text(message, &values)),
        })
    }

    fn property(&self, property: &Property, values: &Values) -> String {
        match property {
            Property::String(text) => self.text(text, values),
            Property::Boolean(value) => value.to_string(),
            Property::Integer(value) => value.to_string(),
            Property::Array(items) => {
                let items: Vec<String> = items.iter().map(|item| self.property(item, values)).collect();
                format!("[{}]", items.join(", "))
            }
            Property::Object(entries) => {
                let entries = entries.iter();
                let entries: Vec<String> = entries
                    .map(|(name, value)| format!("{name} {}", self.property(value, values)))
                    .collect();
                format!("{{{}}}", entries.join(", "))
            }
        }
    }

    fn text(&self, expr: &Expr, values: &Values) -> String {
        match self.value(expr, values) {
            Some(Value::Text(text)) => text,
            Some(Value::Boolean(value)) => value.to_string(),
            Some(Value::Integer(value)) => value.to_string(),
            Some(Value::List(_) | Value::Record(_)) | None => String::new(),
        }
    }

    fn value(&self, expr: &Expr, values: &Values) -> Option<Value> {
        Some(match expr {
            Expr::Ref(name) => values.get(name)?.clone(),
            Expr::Template(parts) => {
                let part = |part: &TemplatePart| match part {
                    TemplatePart::Text(text) => Some(text.clone()),
                    TemplatePart::Value(value) => self.value(value, values).map(|_| self.text(value, values)),
                };
                Value::Text(parts.iter().map(part).collect::<Option<String>>()?)
            }
            Expr::Boolean(value) => Value::Boolean(*value),
            Expr::Integer(value) => Value::Integer(*value),
            Expr::Array(items) => {
                let items = items.iter().map(|item| self.value(item, values));
                Value::List(items.collect::<Option<_>>()?)
            }
            Expr::GetAttr(owner, path) => part(self.value(owner, values)?, path)?,
            Expr::Call(function, arguments) => self.call(*function, arguments, values)?,
        })
    }

    fn call(&self, function: Function, arguments: &[Expr], values: &Values) -> Option<Value> {
        let value = |index: usize| self.value(arguments.get(index)?, values);
        let text = |index: usize| match value(index)? {
            Value::Text(text) => Some(text),
            _ => None,
        };
        let boolean = |index: usize| value(index) == Some(Value::Boolean(true));
        let number = |index: usize| match value(index)? {
            Value::Integer(number) => usize::try_from(number).ok(),
            _ => None,
        };
        Some(match function {
            Function::IsSet => Value::Boolean(value(0).is_some()),
            Function::Not => Value::Boolean(matches!(value(0), None | Some(Value::Boolean(false)))),
            Function::BooleanEquals | Function::StringEquals => Value::Boolean(value(0)? == value(1)?),
            Function::Coalesce => arguments.iter().find_map(|argument| self.value(argument, values))?,
            Function::Ite => value(if boolean(0) { 1 } else { 2 })?,
            Function::Substring => {
                let whole = text(0)?;
                Value::Text(functions::substring(&whole, number(1)?, number(2)?, boolean(3))?.to_owned())
            }
            Function::Split => {
                let (whole, delimiter) = (text(0)?, text(1)?);
                let parts = functions::split(&whole, &delimiter, number(2)?);
                Value::List(parts.into_iter().map(|part| Value::Text(part.to_owned())).collect())
            }
            Function::ParseUrl => url(&text(0)?)?,
            Function::IsValidHostLabel => Value::Boolean(host_label::is_valid_host_label(&text(0)?, boolean(1))),
            Function::UriEncode => Value::Text(functions::uri_encode(&text(0)?)),
            Function::AwsPartition => partition(self.partitions, &text(0)?)?,
            Function::AwsParseArn => arn(&text(0)?)?,
            Function::AwsIsVirtualHostableS3Bucket => {
                Value::Boolean(functions::is_virtual_hostable_s3_bucket(&text(0)?, boolean(1)))
            }
        })
    }
}

/// A part of a value: names with dots between, and positions in brackets.
fn part(mut value: Value, path: &str) -> Option<Value> {
    for step in path.split(['.', '[']).filter(|step| !step.is_empty()) {
        value = match (value, step.strip_suffix(']')) {
            (Value::List(mut items), Some(index)) => {
                let index: i64 = index.parse().ok()?;
                let from_end = || items.len().checked_sub(usize::try_from(-index).ok()?);
                let index = usize::try_from(index).ok().or_else(from_end)?;
                (index < items.len()).then(|| items.swap_remove(index))?
            }
            (Value::Record(mut fields), None) => fields.remove(step)?,
            _ => return None,
        };
    }
    Some(value)
}

fn record<const N: usize>(fields: [(&'static str, Value); N]) -> Value {
    Value::Record(fields.into())
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn url(whole: &str) -> Option<Value> {
    let url = functions::parse_url(whole)?;
    Some(record([
        ("scheme", Value::Text(url.scheme)),
        ("authority", Value::Text(url.authority)),
        ("path", Value::Text(url.path)),
        ("normalizedPath", Value::Text(url.normalized_path)),
        ("isIp", Value::Boolean(url.is_ip)),
    ]))
}

fn arn(whole: &str) -> Option<Value> {
    let arn = functions::parse_arn(whole)?;
    Some(record([
        ("partition", text(arn.partition)),
        ("service", text(arn.service)),
        ("region", text(arn.region)),
        ("accountId", text(arn.account_id)),
        (
            "resourceId",
            Value::List(arn.resource_id.into_iter().map(text).collect()),
        ),
    ]))
}

/// The partition that lists a region, else the first whose pattern matches it, else the first.
fn partition(all: &[Partition], region: &str) -> Option<Value> {
    let lists = |it: &&Partition| it.regions.iter().any(|known| known == region);
    let matches = |it: &&Partition| regex_lite::Regex::new(&it.region_regex).is_ok_and(|it| it.is_match(region));
    let found = all
        .iter()
        .find(lists)
        .or_else(|| all.iter().find(matches))
        .or(all.first())?;
    Some(record([
        ("name", text(&found.id)),
        ("dnsSuffix", text(&found.dns_suffix)),
        ("dualStackDnsSuffix", text(&found.dual_stack_dns_suffix)),
        ("supportsFIPS", Value::Boolean(found.supports_fips)),
        ("supportsDualStack", Value::Boolean(found.supports_dual_stack)),
        ("implicitGlobalRegion", text(&found.implicit_global_region)),
    ]))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::load::{ModelPaths, load};

    /// The cases of a service's endpoints whose outcome is another, of how many.
    fn differing(model: &Path, cases: &Path) -> (Vec<String>, usize) {
        let service = load(&ModelPaths::new(model)).expect("a model");
        let set = service.endpoint_rules.expect("rules");
        let cases = std::fs::read(cases).expect("cases");
        let cases: serde_json::Value = serde_json::from_slice(&cases).expect("JSON");
        let cases = cases["testCases"].as_array().expect("cases");
        let mut differing = Vec::new();
        for case in cases {
            let given = case["params"].as_object().into_iter().flatten();
            let given = given.filter_map(|(name, value)| {
                let value = match value {
                    serde_json::Value::String(text) => Value::Text(text.clone()),
                    serde_json::Value::Bool(value) => Value::Boolean(*value),
                    serde_json::Value::Array(items) => {
                        Value::List(items.iter().filter_map(|it| Some(text(it.as_str()?))).collect())
                    }
                    _ => return None,
                };
                Some((name.clone(), value))
            });
            let outcome = resolve(&set, &service.partitions, &given.collect());
            let is_same = match (&outcome, case["expect"]["endpoint"]["url"].as_str()) {
                (Ok(text), Some(url)) => *text == url || text.starts_with(&format!("{url}, ")),
                (Err(text), None) => case["expect"]["error"]
                    .as_str()
                    .is_some_and(|it| it == text || !text.is_empty()),
                _ => false,
            };
            if !is_same {
                differing.push(format!(
                    "{}: {outcome:?}, not {}",
                    case["documentation"], case["expect"]
                ));
            }
        }
        (differing, cases.len())
    }

    #[test]
    fn regions_and_settings_lead_where_the_rules_say() {
        let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("../model/personalize/2018-05-22");
        let service = load(&ModelPaths::new(model)).expect("a model");
        let set = service.endpoint_rules.as_ref().expect("rules");
        let outcome = |region: &str, fips: bool| {
            let values = [("Region", text(region)), ("UseFIPS", Value::Boolean(fips))];
            let values = values.map(|(name, value)| (name.to_owned(), value));
            resolve(set, &service.partitions, &values.into())
        };
        assert_eq!(
            outcome("eu-west-1", false),
            Ok("https://personalize.eu-west-1.amazonaws.com".into())
        );
        assert_eq!(
            outcome("eu-west-1", true),
            Ok("https://personalize-fips.eu-west-1.amazonaws.com".into())
        );
        assert_eq!(
            outcome("cn-north-1", false),
            Ok("https://personalize.cn-north-1.amazonaws.com.cn".into())
        );
        let none = resolve(set, &service.partitions, &Values::new());
        assert!(none.is_err_and(|it| it.contains("Region")));
    }

    /// S3 has all functions in its rules. The cases of DynamoDB are older than its model, and are left out.
    #[test]
    fn the_cases_of_services_come_out_as_they_say() {
        let variable = |name: &str| std::env::var_os(name).map(std::path::PathBuf::from);
        let (Some(cases), Some(models)) = (variable("CONFORMANCE_DATA"), variable("BOTOCORE_DATA")) else {
            eprintln!("skipped: CONFORMANCE_DATA and BOTOCORE_DATA name the cases and the models");
            return;
        };
        for service in ["s3", "s3control", "sts", "lambda", "sqs", "kinesis", "iam"] {
            let file = cases.join(format!("endpoint-tests/{service}/endpoint-tests-1.json"));
            let models = models.join(service);
            if !file.is_file() {
                continue;
            }
            let (differing, count) = differing(&models, &file);
            eprintln!("{service}: {} of {count} differ", differing.len());
            assert!(
                differing.is_empty() && count > 0,
                "{service}:\n{}",
                differing.join("\n")
            );
        }
    }
}
