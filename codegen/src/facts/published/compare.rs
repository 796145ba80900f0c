//! The plan of our crate beside a published one: each variant and each field that differs is a fact, or a contradiction of
//! what is known. It reads no Rust.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use heck::{ToShoutySnakeCase, ToSnakeCase};

use super::{
    super::text::{Text, decoded},
    source::{Known, Published},
};
use crate::{
    ir::{Family, Kind, Service, Shape, ShapeId, Variant},
    plan::{Crate, Presence, Role, default_of, variant_name},
};

/// What lines of facts say of single members and values.
#[derive(Default)]
pub(super) struct Said {
    members: BTreeSet<String>,
    values: BTreeSet<(String, String)>,
}

impl Said {
    pub(super) fn in_text(text: &str) -> Self {
        let mut said = Self::default();
        for line in text.lines() {
            let words: Vec<String> = line.split_ascii_whitespace().map(decoded).collect();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            match words.as_slice() {
                ["names", shape, pairs @ ..] => {
                    let values = pairs.iter().filter_map(|pair| pair.split_once('='));
                    said.values
                        .extend(values.map(|(_, value)| ((*shape).to_owned(), value.to_owned())));
                }
                ["default", _, places @ ..]
                | [
                    "absent" | "required" | "client-optional" | "demanded" | "no-default",
                    places @ ..,
                ] => {
                    let members = places.iter().filter(|place| place.contains('.'));
                    said.members.extend(members.map(|place| (*place).to_owned()));
                }
                _ => {}
            }
        }
        said
    }
}

/// The facts that were found, and what is none.
#[derive(Default)]
pub(super) struct Found {
    /// The names of values, by shape and value.
    names: BTreeMap<(String, String), String>,
    /// Keywords and places, in the order in which they hold.
    presence: Vec<(String, String)>,
    pub(super) contradictions: BTreeSet<String>,
}

impl Found {
    pub(super) fn text(&self) -> Text {
        let mut text = Text::default();
        for ((shape, value), name) in &self.names {
            text.say_with("names", shape, &format!("{name}={value}"));
        }
        for (keyword, place) in &self.presence {
            match keyword.split_once(' ') {
                Some((keyword, value)) => text.say_with(keyword, value, place),
                None => text.say(keyword, place),
            }
        }
        text
    }

    /// Says a keyword of a place; false where that was said already, so that nothing comes of it.
    fn say(&mut self, keyword: String, place: &str) -> bool {
        let fact = (keyword, place.to_owned());
        let is_new = !self.presence.contains(&fact);
        if is_new {
            self.presence.push(fact);
        }
        is_new
    }
}

/// Compares once, and tells whether there is more to say than before.
pub(super) fn round(model: &Service, plan: &Crate, published: &Published, said: &Said, found: &mut Found) -> bool {
    let mut has_more = false;
    for id in plan.types() {
        let shape = plan.shape(id);
        if let Kind::Enum(variants) = &shape.kind
            && let Some(others) = published.enums.get(&plan.path(id))
        {
            has_more |= values((&shape.name, variants), plan, id, others, said, found);
        }
        if let (Kind::Structure(_), Some(name)) = (&shape.kind, name_in_model(model, plan, id))
            && let Some(others) = published.structures.get(&key(plan, id))
        {
            has_more |= members(plan, id, name, others, said, found);
        }
    }
    has_more
}

/// The key of a structure among the published ones: modules of operations do not count, as no two outputs share a name.
fn key(plan: &Crate, id: ShapeId) -> String {
    match plan.role(id) {
        Role::Input | Role::Output => format!("operation::{}", plan.type_name(id).as_str()),
        Role::Error | Role::Data => plan.path(id),
    }
}

/// The name of a structure in the model: outputs have names of their own in the plan. Inputs are optional all through.
fn name_in_model<'a>(model: &'a Service, plan: &'a Crate, id: ShapeId) -> Option<&'a str> {
    match plan.role(id) {
        Role::Input => None,
        Role::Error | Role::Data => Some(&plan.shape(id).name),
        Role::Output => {
            let name = &plan.operation_of(id)?.name;
            let operation = model.operations.iter().find(|it| it.name == *name)?;
            Some(&model.shapes[operation.output?].name)
        }
    }
}

fn values(
    (name, variants): (&str, &[Variant]),
    plan: &Crate,
    id: ShapeId,
    others: &BTreeMap<String, String>,
    said: &Said,
    found: &mut Found,
) -> bool {
    let mut has_more = false;
    for (variant, ours) in variants.iter().zip(plan.member_names(id)) {
        let Some(theirs) = others.get(&variant.value).filter(|theirs| *theirs != ours) else {
            continue;
        };
        let key = (name.to_owned(), variant.value.clone());
        let place = format!("{name} calls `{}` {theirs}", variant.value);
        let named = |name: &String| Variant {
            name: Some(name.clone()),
            ..variant.clone()
        };
        let candidates = [theirs.clone(), theirs.to_shouty_snake_case(), theirs.to_snake_case()];
        let candidate = candidates.into_iter().find(|it| variant_name(&named(it)) == *theirs);
        match candidate {
            _ if said.values.contains(&key) => {
                found
                    .contradictions
                    .insert(format!("{place}, and the facts {ours}: they stay"));
            }
            Some(candidate) if !found.names.contains_key(&key) => {
                found.names.insert(key, candidate);
                has_more = true;
            }
            _ => {
                found
                    .contradictions
                    .insert(format!("{place}, which no name gives; it is {ours}"));
            }
        }
    }
    has_more
}

fn members(
    plan: &Crate,
    id: ShapeId,
    name: &str,
    others: &BTreeMap<String, Known>,
    said: &Said,
    found: &mut Found,
) -> bool {
    let mut has_more = false;
    for (member, field) in plan.shape(id).kind.members().iter().zip(plan.fields(id)) {
        let Some(theirs) = others.get(field.name.as_str()) else {
            continue;
        };
        let target = plan.shape(member.target);
        let is_structure = target.kind.family() == Family::Members;
        if is_structure || field.boxed || field.stream.is_some() {
            continue;
        }
        let ours = Known {
            presence: field.presence,
            default: default_of(member, target).map(ToString::to_string),
        };
        let Some(theirs) = in_json(theirs, target) else {
            continue;
        };
        let place = format!("{name}.{}", member.name);
        let Some(keyword) = keyword(&ours, &theirs, member.traits.required) else {
            continue;
        };
        let shown = format!("{place} is {theirs} in the crate");
        if said.members.contains(&place) {
            found
                .contradictions
                .insert(format!("{shown}, and {ours} by the facts: they stay"));
        } else if !found.say(keyword, &place) {
            found
                .contradictions
                .insert(format!("{shown}, which nothing gives; it is {ours}"));
        } else {
            has_more = true;
        }
    }
    has_more
}

/// The presence with its default as JSON, where that can be told.
fn in_json(known: &Known, target: &Shape) -> Option<Known> {
    if known.presence != Presence::Defaulted || known.default.is_some() {
        return Some(known.clone());
    }
    let empty = match &target.kind {
        Kind::Boolean => "false",
        Kind::Byte | Kind::Short | Kind::Integer | Kind::Long | Kind::IntEnum(_) | Kind::Timestamp => "0",
        Kind::Float | Kind::Double => "0",
        Kind::Blob | Kind::String => "\"\"",
        Kind::List(_) => "[]",
        Kind::Map(..) => "{}",
        // Enums have no empty value, and the others no default.
        Kind::Enum(_) | Kind::BigInteger | Kind::BigDecimal | Kind::Document | Kind::Structure(_) | Kind::Union(_) => {
            return None;
        }
    };
    Some(Known {
        default: Some(empty.to_owned()),
        ..known.clone()
    })
}

/// The keyword that brings a member of ours nearer to theirs, if they differ.
fn keyword(ours: &Known, theirs: &Known, is_required: bool) -> Option<String> {
    let has_default = ours.presence == Presence::Defaulted;
    match theirs.presence {
        Presence::Optional if has_default => Some("absent".into()),
        Presence::Optional if ours.presence == Presence::Required => Some("client-optional".into()),
        Presence::Required if has_default => Some("absent".into()),
        Presence::Required if ours.presence == Presence::Optional && is_required => Some("demanded".into()),
        Presence::Required if ours.presence == Presence::Optional => Some("required".into()),
        Presence::Defaulted if !is_same(ours, theirs) => {
            Some(format!("default {}", theirs.default.clone().unwrap_or_default()))
        }
        Presence::Defaulted if !has_default => Some("demanded".into()),
        Presence::Optional | Presence::Required | Presence::Defaulted => None,
    }
}

impl fmt::Display for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.presence, &self.default) {
            (Presence::Optional, _) => f.write_str("optional"),
            (Presence::Required, _) => f.write_str("required"),
            (Presence::Defaulted, None) => f.write_str("the empty value"),
            (Presence::Defaulted, Some(default)) => write!(f, "{default} where it is absent"),
        }
    }
}

/// Tells whether both have the same default: `0` is `0.0`.
fn is_same(ours: &Known, theirs: &Known) -> bool {
    let number = |known: &Known| known.default.as_ref().and_then(|it| it.parse::<f64>().ok());
    ours.default == theirs.default || number(ours).is_some_and(|ours| number(theirs) == Some(ours))
}
