//! The service as a whole: what it is called, how it is spoken to, and how its endpoints are found.

use super::{At, Findings, Level, Rule, endpoint};
use crate::{
    ir::{AuthScheme, Expr, Function, Parameter, Partition, Rule as EndpointRule, RuleBody, Service},
    plan::names,
    plan::{Crate, Setting},
};

/// Compares what belongs to no operation and no type.
pub(super) fn compare(old: &Crate, new: &Crate, out: &mut Findings) {
    let (was, is) = (&old.service, &new.service);
    let client = At {
        item: "client::Client",
        pointer: "/metadata",
    };
    let package = At {
        item: "crate",
        ..client
    };
    let names = (old.default_package().to_owned(), new.default_package().to_owned());
    out.differ((Rule::ServiceRenamed, Level::Breaking), package, (&names.0, &names.1));
    out.differ(
        (Rule::ApiVersionChanged, Level::Fix),
        package,
        (&was.version, &is.version),
    );
    out.docs(package, Some(&was.title), Some(&is.title));
    let docs = At {
        pointer: "/documentation",
        ..package
    };
    out.docs(docs, was.docs.as_deref(), is.docs.as_deref());
    out.differ(
        (Rule::WireNameChanged, Level::Fix),
        client,
        (&was.shape_name, &is.shape_name),
    );
    // Where the client goes on to speak what it did, the list is only that.
    let level = if old.protocol == new.protocol {
        Level::Docs
    } else {
        Level::Fix
    };
    out.differ((Rule::ProtocolChanged, level), client, (&was.protocols, &is.protocols));
    out.differ(
        (Rule::SigningNameChanged, Level::Fix),
        client,
        (&was.signing_name, &is.signing_name),
    );
    let modes = (was.query_compatible, is.query_compatible);
    out.differ(
        (Rule::QueryCompatibilityChanged, Level::Fix),
        client,
        (&modes.0, &modes.1),
    );
    let wire = (Rule::WireFormatChanged, Level::Fix);
    out.differ(wire, client, (&was.xml_namespace, &is.xml_namespace));
    out.differ(wire, client, (&was.unwrapped_errors, &is.unwrapped_errors));
    auth((was, is), client, out);
    facts((was, is), package, out);
    client_settings(old, new, out);
    endpoints((was, is), out);
}

/// Who has credentials for one scheme may not have them for another.
fn auth((was, is): (&Service, &Service), at: At<'_>, out: &mut Findings) {
    let is_lost = |scheme: &AuthScheme| !is.auth.contains(scheme);
    let level = if was.auth.iter().any(is_lost) {
        Level::Breaking
    } else {
        Level::Fix
    };
    out.differ((Rule::AuthChanged, level), at, (&was.auth, &is.auth));
}

/// Reports recorded facts that do not fit the new model any more. Much may have moved in a newer model, so only the
/// reason is compared, not the line.
fn facts((was, is): (&Service, &Service), at: At<'_>, out: &mut Findings) {
    fn reason(fact: &str) -> &str {
        fact.rsplit_once(": ").map_or(fact, |(_, reason)| reason)
    }
    let known: Vec<&str> = was.origin.stale_facts.iter().map(|fact| reason(fact)).collect();
    for fact in is
        .origin
        .stale_facts
        .iter()
        .filter(|fact| !known.contains(&reason(fact)))
    {
        out.add(Rule::FactStale, Level::Fix, at.item, at.pointer).after = Some(fact.clone());
    }
}

/// Compares the settings of clients that not every crate has.
fn client_settings(old: &Crate, new: &Crate, out: &mut Findings) {
    let (had, has) = (&old.settings, &new.settings);
    let item = |setting: &Setting| format!("config::Builder::{}", setting.name);
    for setting in had {
        let ty = setting.type_name.to_owned();
        match has.iter().find(|other| other.name == setting.name) {
            None => {
                let pointer = setting.pointer(&old.service);
                out.add(Rule::ClientSettingRemoved, Level::Breaking, item(setting), &pointer)
                    .before = Some(ty);
            }
            Some(other) if other.type_name != ty => {
                let pointer = other.pointer(&new.service);
                out.add(Rule::ClientSettingChanged, Level::Breaking, item(setting), &pointer)
                    .said(Some(ty), Some(other.type_name.to_owned()));
            }
            Some(_) => {}
        }
    }
    let is_new = |setting: &&Setting| had.iter().all(|other| other.name != setting.name);
    for setting in has.iter().filter(is_new) {
        let pointer = setting.pointer(&new.service);
        out.add(Rule::ClientSettingAdded, Level::Addition, item(setting), &pointer)
            .after = Some(setting.type_name.to_owned());
    }
}

fn endpoints((was, is): (&Service, &Service), out: &mut Findings) {
    let at = At {
        item: "config::endpoint::DefaultResolver",
        pointer: "/rules",
    };
    match (&was.endpoint_rules, &is.endpoint_rules) {
        (Some(before), Some(after)) => {
            parameters((&before.parameters, &after.parameters), out);
            let is_same = bare(&before.rules) == bare(&after.rules);
            let pointer = match is_same {
                true => at.pointer.to_owned(),
                false => first_difference(&before.rules, &after.rules),
            };
            let are_settings_same = before.parameters == after.parameters && was.partitions == is.partitions;
            let is_moved = !(is_same && are_settings_same) && endpoint::compare((was, is), &pointer, out);
            if !is_same && !is_moved {
                out.add(Rule::EndpointRuleChanged, Level::Docs, at.item, &pointer).note =
                    Some("no region and no setting that was tried leads elsewhere");
            }
        }
        (None, None) => {}
        (before, _) => {
            let said = |there: bool| Some(if there { "a rule set" } else { "no rule set" }.to_owned());
            out.add(Rule::EndpointRuleChanged, Level::Fix, at.item, "")
                .said(said(before.is_some()), said(before.is_none()));
        }
    }
    let asks = |service: &Service| {
        let rules = service.endpoint_rules.as_ref();
        rules.is_some_and(|set| asks_for_partitions(&set.rules))
    };
    if asks(was) && asks(is) {
        partitions((&was.partitions, &is.partitions), out);
    }
}

fn parameters((was, is): (&[Parameter], &[Parameter]), out: &mut Findings) {
    let item = |parameter: &Parameter| {
        let name = names::parameter(&parameter.name).as_str().to_owned();
        format!("config::endpoint::Params::{name}")
    };
    let pointer = |parameter: &Parameter| format!("/parameters/{}", parameter.name);
    for parameter in was {
        let Some(other) = is.iter().find(|other| other.name == parameter.name) else {
            let rule = Rule::EndpointParameterRemoved;
            out.add(rule, Level::Breaking, item(parameter), &pointer(parameter));
            continue;
        };
        let (item, pointer) = (item(parameter), pointer(parameter));
        let at = At {
            item: &item,
            pointer: &pointer,
        };
        let rule = Rule::EndpointParameterChanged;
        out.differ((rule, Level::Breaking), at, (&parameter.kind, &other.kind));
        let use_of = |it: &Parameter| (it.required, it.default.clone(), it.built_in.clone());
        out.differ((rule, Level::Fix), at, (&use_of(parameter), &use_of(other)));
        out.docs(at, parameter.docs.as_deref(), other.docs.as_deref());
    }
    for parameter in is
        .iter()
        .filter(|parameter| was.iter().all(|other| other.name != parameter.name))
    {
        out.add(
            Rule::EndpointParameterAdded,
            Level::Addition,
            item(parameter),
            &pointer(parameter),
        );
    }
}

/// The rules without what does not change what they do: documentation, and where they stand.
fn bare(rules: &[EndpointRule]) -> Vec<EndpointRule> {
    let strip = |rule: &EndpointRule| EndpointRule {
        docs: None,
        pointer: String::new(),
        conditions: rule.conditions.clone(),
        body: match &rule.body {
            RuleBody::Rules(rules) => RuleBody::Rules(bare(rules)),
            other => other.clone(),
        },
    };
    rules.iter().map(strip).collect()
}

/// Where the rules part, as deep as it can be said.
fn first_difference(old: &[EndpointRule], new: &[EndpointRule]) -> String {
    let differ = |(was, is): &(&EndpointRule, &EndpointRule)| {
        bare(std::slice::from_ref(*was)) != bare(std::slice::from_ref(*is))
    };
    let Some((was, is)) = old.iter().zip(new).find(differ) else {
        // One has more rules than the other.
        let more = if old.len() > new.len() { old } else { new };
        let first = more.get(old.len().min(new.len()));
        return first.map(|rule| rule.pointer.clone()).unwrap_or_default();
    };
    match (&was.body, &is.body) {
        (RuleBody::Rules(before), RuleBody::Rules(after)) if was.conditions == is.conditions => {
            first_difference(before, after)
        }
        _ => is.pointer.clone(),
    }
}

/// Tells whether any condition asks for the partition of a region.
fn asks_for_partitions(rules: &[EndpointRule]) -> bool {
    rules.iter().any(|rule| {
        let in_body = match &rule.body {
            RuleBody::Rules(rules) => asks_for_partitions(rules),
            RuleBody::Endpoint(_) | RuleBody::Error(_) => false,
        };
        in_body
            || rule
                .conditions
                .iter()
                .any(|condition| calls_for_partition(&condition.value))
    })
}

fn calls_for_partition(value: &Expr) -> bool {
    match value {
        Expr::Call(function, values) => *function == Function::AwsPartition || values.iter().any(calls_for_partition),
        Expr::GetAttr(value, _) => calls_for_partition(value),
        Expr::Array(values) => values.iter().any(calls_for_partition),
        Expr::Ref(_) | Expr::Template(_) | Expr::Boolean(_) | Expr::Integer(_) => false,
    }
}

/// Partitions stand in the crate as a table, which its user does not see.
fn partitions((was, is): (&[Partition], &[Partition]), out: &mut Findings) {
    // A model that was taken without its partitions says nothing of them.
    if was.is_empty() || is.is_empty() {
        return;
    }
    let find = |known: &[Partition], id: &str| known.iter().find(|partition| partition.id == id).cloned();
    let ids = was.iter().chain(is).map(|partition| partition.id.as_str());
    for id in ids.collect::<std::collections::BTreeSet<_>>() {
        let (before, after) = (find(was, id), find(is, id));
        if before == after {
            continue;
        }
        let index = is.iter().position(|partition| partition.id == id).unwrap_or(0);
        let item = format!("config::endpoint::DefaultResolver ({id})");
        out.add(
            Rule::PartitionChanged,
            Level::Fix,
            item,
            &format!("/partitions/{index}"),
        )
        .after = Some(partition(before, after));
    }
}

/// How a partition differs, in words.
fn partition(was: Option<Partition>, is: Option<Partition>) -> String {
    let (was, is) = match (was, is) {
        (Some(was), Some(is)) => (was, is),
        (None, _) => return "new".into(),
        (_, None) => return "gone".into(),
    };
    let lacking = |own: &Partition, other: &Partition| -> Vec<String> {
        let regions = own.regions.iter().filter(|region| !other.regions.contains(region));
        regions.cloned().collect()
    };
    let (gone, new) = (lacking(&was, &is), lacking(&is, &was));
    let mut said = Vec::new();
    if !new.is_empty() {
        said.push(format!("new regions {}", new.join(", ")));
    }
    if !gone.is_empty() {
        said.push(format!("without {}", gone.join(", ")));
    }
    let rest = |partition: &Partition| Partition {
        regions: Vec::new(),
        ..partition.clone()
    };
    if rest(&was) != rest(&is) {
        said.push("other domains or settings".into());
    }
    if said.is_empty() {
        "regions in another order".into()
    } else {
        said.join("; ")
    }
}
