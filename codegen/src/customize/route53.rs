//! Route 53, whose responses have ids with a path prefix, which its requests must not have.

use crate::ir::{Kind, Service};

/// The shapes of such ids.
const IDS: [&str; 3] = ["ChangeId", "DelegationSetId", "ResourceId"];
/// The prefixes that an id may have, with or without the first slash.
const PREFIXES: [&str; 6] = [
    "/hostedzone/",
    "hostedzone/",
    "/change/",
    "change/",
    "/delegationset/",
    "delegationset/",
];

/// Sets the facts about Route 53.
pub(super) fn customize(service: &mut Service) {
    if service.sdk_id != "Route 53" {
        return;
    }
    let inputs: Vec<_> = service.operations.iter().filter_map(|it| it.input).collect();
    for input in inputs {
        let Kind::Structure(members) = &service.shapes[input].kind else {
            continue;
        };
        let is_id = |target| IDS.contains(&service.shapes[target].name.as_str());
        let ids: Vec<bool> = members.iter().map(|member| is_id(member.target)).collect();
        if let Kind::Structure(members) = &mut service.shapes[input].kind {
            for (member, _) in members.iter_mut().zip(ids).filter(|(_, is_id)| *is_id) {
                member.traits.trimmed = PREFIXES.map(str::to_owned).to_vec();
            }
        }
    }
}
