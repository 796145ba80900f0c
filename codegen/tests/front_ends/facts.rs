//! A service as a list of facts, each with the place that it is about, so that two services can be compared.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use codegen::ir::{Kind, Member, Operation, Service, Shape, ShapeId};

/// Facts of a model, by their place and by the kind of fact.
pub type Facts = BTreeMap<(String, &'static str), String>;

/// One fact that two services disagree on.
#[derive(Debug)]
pub struct Difference {
    pub place: String,
    pub fact: &'static str,
    pub botocore: String,
    pub smithy: String,
}

/// The differences between two lists of facts. A fact that one list lacks is an empty string there.
pub fn differences(botocore: &Facts, smithy: &Facts) -> Vec<Difference> {
    let keys: BTreeSet<_> = botocore.keys().chain(smithy.keys()).collect();
    let say = |facts: &Facts, key: &(String, &'static str)| facts.get(key).cloned().unwrap_or_default();
    let difference = |key: &(String, &'static str)| Difference {
        place: key.0.clone(),
        fact: key.1,
        botocore: say(botocore, key),
        smithy: say(smithy, key),
    };
    let all = keys.into_iter().map(difference);
    all.filter(|it| it.botocore != it.smithy).collect()
}

/// All that a service says, but for where it says it.
pub fn of(service: &Service) -> Facts {
    let mut facts = Facts::new();
    service_facts(service, &mut facts);
    for operation in &service.operations {
        operation_facts(service, operation, &mut facts);
    }
    for (_, shape) in service.shapes.iter() {
        shape_facts(service, shape, &mut facts);
    }
    facts
}

/// Notes fields by their names, as `Debug` shows them.
macro_rules! note {
    ($facts:ident, $place:expr, $of:expr, [$($field:ident),* $(,)?]) => {
        $($facts.insert(($place.to_owned(), stringify!($field)), shown(&$of.$field));)*
    };
}

/// Nothing at all is shown as an empty text, as is a fact that is not there.
fn shown(value: &impl Debug) -> String {
    match format!("{value:?}").as_str() {
        "None" | "[]" | "false" => String::new(),
        text => text
            .strip_prefix("Some(")
            .and_then(|it| it.strip_suffix(')'))
            .unwrap_or(text)
            .to_owned(),
    }
}

/// The text of documentation: how it is broken into lines is no difference.
fn docs(facts: &mut Facts, place: &str, html: Option<&str>) {
    let words: Vec<&str> = html.unwrap_or_default().split_whitespace().collect();
    facts.insert((place.to_owned(), "docs"), words.join(" "));
}

fn service_facts(service: &Service, facts: &mut Facts) {
    note!(
        facts,
        "service",
        service,
        [
            sdk_id,
            title,
            version,
            uid,
            namespace,
            shape_name,
            endpoint_prefix,
            signing_name,
            protocols,
            auth,
            query_compatible,
            unwrapped_errors,
            xml_namespace,
            client_context,
            partitions,
        ]
    );
    let names: Vec<&str> = service.operations.iter().map(|it| it.name.as_str()).collect();
    facts.insert(("service".into(), "operations"), names.join(" "));
    let rules = service
        .endpoint_rules
        .as_ref()
        .map(|rules| format!("{:?}", without_pointers(rules)));
    facts.insert(("service".into(), "endpoint_rules"), rules.unwrap_or_default());
    docs(facts, "service", service.docs.as_deref());
}

fn without_pointers(rules: &codegen::ir::RuleSet) -> codegen::ir::RuleSet {
    fn clear(rules: &mut [codegen::ir::Rule]) {
        for rule in rules {
            rule.pointer.clear();
            if let codegen::ir::RuleBody::Rules(rules) = &mut rule.body {
                clear(rules);
            }
        }
    }
    let mut rules = rules.clone();
    clear(&mut rules.rules);
    rules
}

fn operation_facts(service: &Service, operation: &Operation, facts: &mut Facts) {
    let place = format!("operation {}", operation.name);
    let name = |id: ShapeId| service.shapes[id].name.clone();
    note!(
        facts,
        place,
        operation,
        [
            docs_url,
            result_wrapper,
            unwrapped_output,
            auth,
            unsigned_payload,
            idempotent,
            read_only,
            host_prefix,
            static_context,
            operation_context,
            http_checksum,
            checksum_required,
            request_compression,
            endpoint_discovery,
            is_endpoint_discovery,
            deprecated,
        ]
    );
    note!(facts, place, operation.http, [method, uri, status]);
    facts.insert((place.clone(), "input"), operation.input.map(name).unwrap_or_default());
    facts.insert(
        (place.clone(), "output"),
        operation.output.map(name).unwrap_or_default(),
    );
    let errors: Vec<String> = operation.errors.iter().copied().map(name).collect();
    facts.insert((place.clone(), "errors"), errors.join(" "));
    docs(facts, &place, operation.docs.as_deref());
    if let Some(paginator) = &operation.paginator {
        let place = format!("paginator {}", operation.name);
        note!(
            facts,
            place,
            paginator,
            [input_tokens, output_tokens, limit, results, more_results, non_aggregate]
        );
    }
    for waiter in &operation.waiters {
        let place = format!("waiter {}.{}", operation.name, waiter.name);
        note!(facts, place, waiter, [min_delay, max_delay, max_attempts, acceptors]);
        docs(facts, &place, waiter.docs.as_deref());
    }
}

fn shape_facts(service: &Service, shape: &Shape, facts: &mut Facts) {
    let place = format!("shape {}", shape.name);
    note!(
        facts,
        place,
        shape.traits,
        [
            sensitive,
            streaming,
            requires_length,
            event,
            sparse,
            flattened,
            boxed,
            default,
            timestamp_format,
            media_type,
            xml_name,
            xml_namespace,
            xml_order,
            wrapper,
            payload,
            deprecated,
        ]
    );
    note!(
        facts,
        place,
        shape.traits.constraints,
        [min_length, max_length, min, max, pattern, unique_items]
    );
    if let Some(error) = &shape.traits.error {
        note!(facts, place, error, [code, http_status, fault, retryable]);
    }
    facts.insert((place.clone(), "kind"), shape.kind.noun().to_owned());
    if let Kind::Enum(variants) | Kind::IntEnum(variants) = &shape.kind {
        let values: Vec<&str> = variants.iter().map(|it| it.value.as_str()).collect();
        let names: Vec<&str> = variants.iter().filter_map(|it| it.name.as_deref()).collect();
        let said: Vec<&str> = variants.iter().filter_map(|it| it.docs.as_deref()).collect();
        facts.insert((place.clone(), "variants"), values.join(" "));
        facts.insert((place.clone(), "variant_names"), names.join(" "));
        facts.insert((place.clone(), "variant_docs"), said.join(" "));
    }
    let members: Vec<&str> = shape.kind.references().map(|it| it.name.as_str()).collect();
    facts.insert((place.clone(), "members"), members.join(" "));
    docs(facts, &place, shape.docs.as_deref());
    for member in shape.kind.references() {
        member_facts(service, &shape.name, member, facts);
    }
}

fn member_facts(service: &Service, owner: &str, member: &Member, facts: &mut Facts) {
    let place = format!("member {owner}.{}", member.name);
    note!(
        facts,
        place,
        member.traits,
        [
            required,
            client_optional,
            default,
            binding,
            wire_name,
            query_name,
            timestamp_format,
            media_type,
            json_value,
            xml_attribute,
            xml_namespace,
            flattened,
            sensitive,
            streaming,
            idempotency_token,
            host_label,
            event_header,
            event_payload,
            context_param,
            deprecated,
            boxed,
        ]
    );
    note!(
        facts,
        place,
        member.traits.constraints,
        [min_length, max_length, min, max, pattern, unique_items]
    );
    facts.insert((place.clone(), "target"), service.shapes[member.target].name.clone());
    docs(facts, &place, member.docs.as_deref());
}
