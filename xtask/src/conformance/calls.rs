//! Calls of operations whose endpoint a case says, and where their requests go.

use codegen::ir::cases::{EndpointCall, ExpectedEndpoint};
use codegen::plan::Crate;
use serde_json::{Value, json};

use super::report::Verdict;
use super::translate;

/// The call as the program reads it.
pub fn line(call: &EndpointCall, library: &str, plan: &Crate) -> Value {
    let operation = plan.service.operations.iter().find(|it| it.name == call.operation);
    let input = operation.and_then(|operation| operation.input);
    json!({
        "client": library,
        "operation": call.operation,
        "params": input.map_or_else(|| json!({}), |input| translate::value(&plan.service, input, &call.params)),
        "response": { "status": 200, "headers": {}, "body": "" },
        "built_ins": call.built_ins,
        "settings": call.settings,
    })
}

/// Judges the answer to a call.
pub fn verdict(plan: &Crate, call: &EndpointCall, expected: &ExpectedEndpoint, answer: &Value) -> Verdict {
    let difference = match expected {
        ExpectedEndpoint::Error(message) => {
            let text = answer["failed"].as_str().unwrap_or_default();
            (!text.contains(message.as_str())).then(|| format!("{answer} in place of {message:?}"))
        }
        ExpectedEndpoint::Endpoint {
            url,
            headers,
            properties,
        } => sent_elsewhere(plan, call, url, answer)
            .or_else(|| without_header(headers, answer))
            .or_else(|| signed_otherwise(properties.get("authSchemes")?.get(0)?, answer)),
    };
    difference.map_or(Verdict::Passed, |it| {
        Verdict::Failed(format!("{}: {it}", call.operation))
    })
}

/// A request that does not go to a URL, or to a host below it, where the operation puts something before it.
fn sent_elsewhere(plan: &Crate, call: &EndpointCall, url: &str, answer: &Value) -> Option<String> {
    let Some(sent) = answer["request"]["url"].as_str() else {
        return Some(format!("nothing was sent: {answer}"));
    };
    let operation = plan.service.operations.iter().find(|it| it.name == call.operation);
    let has_prefix = operation.is_some_and(|it| it.host_prefix.is_some());
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let goes_there = match has_prefix {
        true => sent.starts_with(scheme) && sent.contains(&format!(".{rest}")),
        false => sent
            .strip_prefix(url)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?'])),
    };
    (!goes_there).then(|| format!("sent to {sent} in place of {url}"))
}

fn without_header(headers: &serde_json::Map<String, Value>, answer: &Value) -> Option<String> {
    let sent = |name: &str| answer["request"]["headers"][name.to_lowercase()].as_str();
    headers.iter().find_map(|(name, values)| {
        let values: Vec<&str> = values
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let is_there = sent(name).is_some_and(|sent| values.contains(&sent));
        (!is_there).then(|| format!("header {name} is not one of {values:?}"))
    })
}

/// A signature for another region or service than the endpoint says.
fn signed_otherwise(scheme: &Value, answer: &Value) -> Option<String> {
    if scheme["name"] != "sigv4" {
        return None;
    }
    let authorization = answer["request"]["headers"]["authorization"]
        .as_str()
        .unwrap_or_default();
    let scope: Vec<&str> = authorization.split(['/', ',']).collect();
    let said = [("signingRegion", 2), ("signingName", 3)];
    said.into_iter().find_map(|(key, at)| {
        let expected = scheme[key].as_str()?;
        (scope.get(at) != Some(&expected)).then(|| format!("signed as {authorization:?} in place of {key} {expected}"))
    })
}
