//! Flows: what a user does with a service, step by step, and what is known of the server.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::server::Kind;
use crate::Result;

/// The flows, by the file of each.
const FLOWS: [(&str, &str); 18] = [
    ("cloudformation", include_str!("flows/cloudformation.json")),
    ("cloudwatch", include_str!("flows/cloudwatch.json")),
    ("dynamodb", include_str!("flows/dynamodb.json")),
    ("ec2", include_str!("flows/ec2.json")),
    ("iam", include_str!("flows/iam.json")),
    ("kinesis", include_str!("flows/kinesis.json")),
    ("kms", include_str!("flows/kms.json")),
    ("lambda", include_str!("flows/lambda.json")),
    ("logs", include_str!("flows/logs.json")),
    ("route53", include_str!("flows/route53.json")),
    ("s3", include_str!("flows/s3.json")),
    ("s3-signed", include_str!("flows/s3-signed.json")),
    ("secretsmanager", include_str!("flows/secretsmanager.json")),
    ("sns", include_str!("flows/sns.json")),
    ("sqs", include_str!("flows/sqs.json")),
    ("ssm", include_str!("flows/ssm.json")),
    ("stepfunctions", include_str!("flows/stepfunctions.json")),
    ("sts", include_str!("flows/sts.json")),
];

/// A flow of a service.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// The name of the flow.
    #[serde(skip)]
    pub name: &'static str,
    /// The service, as the folder of its model is called.
    pub service: String,
    /// True for the server that checks signatures.
    #[serde(default)]
    pub signed: bool,
    /// The protocol that both clients speak, by botocore's name, where the server does not know the one that they prefer.
    pub protocol: Option<String>,
    /// The client's own settings, by the names that the endpoint rules have.
    #[serde(default)]
    pub settings: Map<String, Value>,
    /// The steps, in their order.
    pub steps: Vec<Step>,
    /// Where the server gives each caller another value, or a wrong one, and why: an operation and a place in its
    /// output; an operation alone where its answer is refused.
    #[serde(default)]
    pub known: BTreeMap<String, String>,
}

/// A step: one call, or one call by each of the two clients.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The operation, which the generated client calls alone, and which has to succeed.
    #[serde(rename = "do")]
    pub alone: Option<String>,
    /// The operation, which both clients call, and which has to give both the same output or the same error.
    pub read: Option<String>,
    /// The parameters; `$name` stands for what an earlier step kept.
    #[serde(default)]
    pub with: Value,
    /// The values that later steps need from the output: names, and pointers into it.
    #[serde(default)]
    pub keep: BTreeMap<String, String>,
    /// The values that the output has to have, by pointers into it.
    #[serde(default)]
    pub expect: BTreeMap<String, Value>,
    /// The code of the error that the operation has to end in.
    pub fails: Option<String>,
}

impl Flow {
    /// The server of the flow.
    pub fn server(&self) -> Kind {
        match self.signed {
            true => Kind::S3rver,
            false => Kind::Moto,
        }
    }

    /// The operations that the flow calls.
    pub fn operations(&self) -> Vec<String> {
        let mut names: Vec<String> = self.steps.iter().map(|step| step.operation().to_owned()).collect();
        names.sort();
        names.dedup();
        names
    }
}

impl Step {
    /// The operation.
    pub fn operation(&self) -> &str {
        let name = self.alone.as_ref().or(self.read.as_ref());
        name.map_or("", String::as_str)
    }
}

/// The flows that are asked for; all of them where none is.
///
/// # Errors
///
/// A name is no flow's, or a file is not of the form.
pub fn flows(wanted: &[String]) -> Result<Vec<Flow>> {
    let known = || FLOWS.map(|(name, _)| name).join(", ");
    if let Some(name) = wanted.iter().find(|name| FLOWS.iter().all(|(known, _)| known != name)) {
        return Err(format!("no flow is called `{name}`\n   = help: there are {}", known()).into());
    }
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|it| it == name);
    let flows = FLOWS.into_iter().filter(|(name, _)| is_wanted(name));
    flows.map(|(name, text)| read(name, text)).collect()
}

fn read(name: &'static str, text: &str) -> Result<Flow> {
    let flow: Flow = serde_json::from_str(text).map_err(|error| format!("flows/{name}.json: {error}"))?;
    for step in &flow.steps {
        if step.alone.is_some() == step.read.is_some() {
            return Err(format!("flows/{name}.json: a step has one of `do` and `read`").into());
        }
    }
    Ok(Flow { name, ..flow })
}

/// Parameters with what earlier steps kept in the place of its names.
pub fn filled(value: &Value, kept: &BTreeMap<String, Value>) -> Value {
    match value {
        Value::String(text) => {
            let name = text.strip_prefix('$');
            name.and_then(|name| kept.get(name))
                .cloned()
                .unwrap_or_else(|| value.clone())
        }
        Value::Array(items) => items.iter().map(|item| filled(item, kept)).collect(),
        Value::Object(members) => {
            let members = members.iter();
            Value::Object(
                members
                    .map(|(name, value)| (name.clone(), filled(value, kept)))
                    .collect(),
            )
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_flow_is_of_the_form_and_reads_something() {
        let flows = flows(&[]).expect("they are of the form");
        assert_eq!(flows.len(), FLOWS.len());
        for flow in flows {
            let reads = flow.steps.iter().filter(|step| step.read.is_some()).count();
            assert!(reads >= 2, "{} reads {reads} times", flow.name);
            for (place, reason) in &flow.known {
                let operation = place.split(' ').next().unwrap_or_default();
                assert!(
                    flow.operations().contains(&operation.to_owned()),
                    "{}: {place}",
                    flow.name
                );
                assert!(reason.len() > 10, "{}: {place} has no reason", flow.name);
            }
        }
        assert!(super::flows(&["nothing".to_owned()]).is_err());
    }

    #[test]
    fn what_was_kept_stands_where_its_name_does() {
        let kept = [("url".to_owned(), json!("http://a")), ("count".to_owned(), json!(3))].into();
        let value = json!({ "QueueUrl": "$url", "List": ["$count", "$other", "5$"] });
        assert_eq!(
            filled(&value, &kept),
            json!({ "QueueUrl": "http://a", "List": [3, "$other", "5$"] })
        );
    }
}
