//! Nullability: the members that Smithy's form makes plain values, and the required ones that clients treat as optional.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Kind, Member, Service, ShapeId};

use super::{common, text::Text};

/// Compares what both forms say of the members that structures have in both.
pub(super) fn compare(botocore: &Service, smithy: &Service, text: &mut Text) {
    let inputs: BTreeSet<&str> = messages(botocore);
    let is_data = |place: &str| !inputs.contains(owner(place));
    let members: Vec<_> = common(botocore, smithy)
        .filter(|(place, ..)| is_structure(botocore, owner(place)))
        .collect();
    defaults(botocore, smithy, &members, &is_data, text);
    let data = members.iter().filter(|(place, ..)| is_data(place));
    let newly = data
        .clone()
        .filter(|(_, member, other)| !member.traits.required && other.traits.required);
    newly.for_each(|(place, ..)| text.say("required", place));
    let demands: Vec<(&str, bool)> = data
        .filter(|(_, _, other)| other.traits.required && plain_value(smithy, other).is_none())
        .filter(|(_, _, other)| !matches!(smithy.shapes[other.target].kind, Kind::Structure(_) | Kind::Union(_)))
        .map(|(place, _, other)| (place.as_str(), other.traits.client_optional))
        .collect();
    client_optional(&demands, text);
}

fn owner(place: &str) -> &str {
    place.split_once('.').map_or(place, |(owner, _)| owner)
}

fn is_structure(service: &Service, name: &str) -> bool {
    let id = service.shapes.find(name);
    id.is_some_and(|id| matches!(service.shapes[id].kind, Kind::Structure(_)))
}

/// The inputs of operations that are nothing else: their members are optional in any client.
fn messages(service: &Service) -> BTreeSet<&str> {
    let inputs: BTreeSet<ShapeId> = service.operations.iter().filter_map(|it| it.input).collect();
    let referred: BTreeSet<ShapeId> = service
        .shapes
        .iter()
        .flat_map(|(_, shape)| shape.kind.references().map(|member| member.target))
        .collect();
    let only = inputs.into_iter().filter(|id| !referred.contains(id));
    only.map(|id| service.shapes[id].name.as_str()).collect()
}

/// The value that stands for an absent member in a client, if one does.
fn plain_value(smithy: &Service, member: &Member) -> Option<String> {
    let of_shape = smithy.shapes[member.target].traits.default.as_ref();
    let value = member.traits.default.as_ref().or(of_shape)?;
    (!value.is_null() && !member.traits.client_optional).then(|| value.to_string())
}

/// Says a default of a shape where most of its members have it, and of a member where it is otherwise.
fn defaults(
    botocore: &Service,
    smithy: &Service,
    members: &[(String, &Member, &Member)],
    is_data: &impl Fn(&str) -> bool,
    text: &mut Text,
) {
    let mut by_target: BTreeMap<ShapeId, Vec<(&str, Option<String>)>> = BTreeMap::new();
    for (place, member, other) in members.iter().filter(|(place, ..)| is_data(place)) {
        // What is not held in memory is empty where it is absent, whatever a model says.
        if matches!(botocore.shapes[member.target].kind, Kind::Blob) {
            continue;
        }
        let values = by_target.entry(member.target).or_default();
        values.push((place, plain_value(smithy, other)));
    }
    let (mut of_members, mut absent) = (Vec::new(), Vec::new());
    for (target, values) in by_target {
        let shape = &botocore.shapes[target];
        let usual = usual(&values).filter(|_| is_simple(&shape.kind));
        if let Some(usual) = usual {
            text.say_with("plain", usual, &shape.name);
        }
        for (place, value) in &values {
            match value {
                Some(value) if Some(value.as_str()) == usual => {}
                Some(value) => of_members.push((value.clone(), *place)),
                None if usual.is_some() => absent.push(*place),
                None => {}
            }
        }
    }
    of_members
        .iter()
        .for_each(|(value, place)| text.say_with("default", value, place));
    absent.iter().for_each(|place| text.say("absent", place));
}

fn is_simple(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Boolean | Kind::Byte | Kind::Short | Kind::Integer | Kind::Long | Kind::Float | Kind::Double
    )
}

/// The value that at least half of all members have.
fn usual<'a>(values: &'a [(&str, Option<String>)]) -> Option<&'a str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for value in values.iter().filter_map(|(_, value)| value.as_deref()) {
        *counts.entry(value).or_default() += 1;
    }
    let (value, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (2 * count >= values.len()).then_some(value)
}

/// Says of the whole service, of structures or of members that their required members are optional for clients.
fn client_optional(demands: &[(&str, bool)], text: &mut Text) {
    let optional = demands.iter().filter(|(_, is_optional)| *is_optional).count();
    if optional == 0 {
        return;
    }
    let is_usual = 4 * optional >= 3 * demands.len();
    if is_usual {
        text.say("client-optional", "*");
    }
    let mut structures: BTreeMap<&str, Vec<(&str, bool)>> = BTreeMap::new();
    for demand in demands {
        structures.entry(owner(demand.0)).or_default().push(*demand);
    }
    let keyword = if is_usual { "demanded" } else { "client-optional" };
    for (structure, members) in structures {
        let unusual: Vec<&str> = members.iter().filter(|it| it.1 != is_usual).map(|it| it.0).collect();
        if unusual.len() == members.len() {
            text.say(keyword, structure);
        } else {
            unusual.iter().for_each(|place| text.say(keyword, place));
        }
    }
}
