//! Types: structures with their builders, unions and enums, compared under the path that users write.
//!
//! Everything generated is `#[non_exhaustive]`, so what is new breaks nobody who names what was there. What counts
//! beyond that is each field's type, whether it is an `Option`, and whether `build()` can fail.

use std::collections::{BTreeMap, BTreeSet};

use super::{At, Findings, Level, Rule, operations};
use crate::{
    docs,
    ir::{Family, Member, Shape, ShapeId, Variant},
    plan::{self, Crate, Definition, Role, RustType},
};

/// A member as the crate has it, with what the model says of it.
struct Field<'a> {
    plan: &'a plan::Field,
    /// The identifier.
    name: &'a str,
    /// The type of the value, without an `Option` around it.
    ty: RustType,
    member: &'a Member,
    target: &'a Shape,
}

/// The members of a structure or a union; of an event stream the events alone.
fn fields(plan: &Crate, id: ShapeId) -> Vec<Field<'_>> {
    let members = plan.shape(id).kind.members().iter().zip(plan.fields(id));
    let streams_errors = plan.shape(id).is_event_stream();
    members
        .filter(|(member, _)| !streams_errors || plan.role(member.target) != Role::Error)
        .map(|(member, field)| Field {
            plan: field,
            name: field.name.as_str(),
            ty: field.value_type(),
            member,
            target: plan.shape(member.target),
        })
        .collect()
}

/// Compares all types.
pub(super) fn compare(old: &Crate, new: &Crate, out: &mut Findings) {
    let modules = [modules(old), modules(new)];
    // What stands in the module of an operation comes and goes with it.
    let goes_along = |path: &str| {
        let module = path
            .strip_prefix("operation::")
            .and_then(|rest| rest.split("::").next());
        module.is_some_and(|module| modules.iter().any(|known| !known.contains(module)))
    };
    let (had, has) = (by_path(old), by_path(new));
    for (path, (id, was)) in &had {
        match has.get(path) {
            Some((other, is)) => pair((old, new), (*id, *other), (*was, *is), path, out),
            None if goes_along(path) => {}
            None => {
                out.add(Rule::TypeRemoved, Level::Breaking, path, &old.shape(*id).pointer);
            }
        }
    }
    for (path, (id, _)) in &has {
        if !had.contains_key(path) && !goes_along(path) {
            out.add(Rule::TypeAdded, Level::Addition, path, &new.shape(*id).pointer);
        }
    }
}

/// The types by their path in the crate.
fn by_path(plan: &Crate) -> BTreeMap<String, (ShapeId, Definition<'_>)> {
    let types = plan.definitions();
    types
        .map(|(id, definition)| (plan.path(id), (id, definition)))
        .collect()
}

fn modules(plan: &Crate) -> BTreeSet<&str> {
    let operations = plan.service.operations.iter();
    operations
        .map(|operation| plan.operation_names(operation).module.as_str())
        .collect()
}

fn pair(
    (old, new): (&Crate, &Crate),
    ids: (ShapeId, ShapeId),
    definitions: (Definition<'_>, Definition<'_>),
    path: &str,
    out: &mut Findings,
) {
    let (before, after) = (old.shape(ids.0), new.shape(ids.1));
    let at = At {
        item: path,
        pointer: &after.pointer,
    };
    match definitions {
        (Definition::Structure, Definition::Structure) => structure(old, new, ids, at, out),
        (Definition::Union, Definition::Union) => union(old, new, ids, at, out),
        (Definition::Enum(was), Definition::Enum(is)) => enumeration((old, new), ids, (was, is), at, out),
        (Definition::Structure, Definition::Union | Definition::Enum(_))
        | (Definition::Union, Definition::Structure | Definition::Enum(_))
        | (Definition::Enum(_), Definition::Structure | Definition::Union) => {
            let (was, is) = (before.kind.noun().to_owned(), after.kind.noun().to_owned());
            out.add(Rule::TypeKindChanged, Level::Breaking, path, at.pointer)
                .said(Some(was), Some(is));
            return;
        }
    }
    out.docs(at, before.docs.as_deref(), after.docs.as_deref());
    let (was, is) = (&before.traits, &after.traits);
    out.deprecation(at, was.deprecated.as_ref(), is.deprecated.as_ref());
    error(before, after, at, out);
    let form = |traits: &crate::ir::ShapeTraits| {
        let xml = (
            traits.xml_name.clone(),
            traits.xml_namespace.clone(),
            traits.xml_order.clone(),
        );
        (xml, traits.wrapper, traits.payload.clone(), traits.event)
    };
    out.differ((Rule::WireFormatChanged, Level::Fix), at, (&form(was), &form(is)));
    let has_writer = after.kind.family() == Family::Members;
    match (old.is_sent(ids.0), new.is_sent(ids.1)) {
        (true, false) if has_writer => {
            out.add(Rule::TypeNoLongerSent, Level::Breaking, path, at.pointer).note =
                Some("`SerializableStruct` is not implemented any more");
        }
        (false, true) if has_writer => {
            out.add(Rule::TypeNowSent, Level::Addition, path, at.pointer);
        }
        (true | false, true | false) => {}
    }
}

/// Compares the error traits of two structures.
fn error(old: &crate::ir::Shape, new: &crate::ir::Shape, at: At<'_>, out: &mut Findings) {
    let (Some(was), Some(is)) = (&old.traits.error, &new.traits.error) else {
        return;
    };
    let code = |shape: &crate::ir::Shape, error: &crate::ir::ErrorTrait| {
        error.code.clone().unwrap_or_else(|| shape.name.clone())
    };
    let codes = (code(old, was), code(new, is));
    out.differ((Rule::ErrorCodeChanged, Level::Fix), at, (&codes.0, &codes.1));
    let status = |error: &crate::ir::ErrorTrait| (error.http_status, error.fault);
    out.differ((Rule::ErrorStatusChanged, Level::Fix), at, (&status(was), &status(is)));
    out.differ(
        (Rule::ErrorRetryChanged, Level::Fix),
        at,
        (&was.retryable, &is.retryable),
    );
}

fn structure(old: &Crate, new: &Crate, ids: (ShapeId, ShapeId), at: At<'_>, out: &mut Findings) {
    let (before, after) = (fields(old, ids.0), fields(new, ids.1));
    let role = new.role(ids.1);
    let fallible = |fields: &[Field<'_>]| role == Role::Input || fields.iter().any(|field| field.plan.is_required());
    let (could_fail, can_fail) = (fallible(&before), fallible(&after));
    for field in &before {
        let item = format!("{}::{}", at.item, field.name);
        match after.iter().find(|other| other.name == field.name) {
            Some(other) => member(role, (field, other), &item, out),
            None => {
                let change = out.add(Rule::MemberRemoved, Level::Breaking, item, &field.member.pointer);
                change.before = Some(field.shown());
            }
        }
    }
    for field in &after {
        if before.iter().any(|other| other.name == field.name) {
            continue;
        }
        // Where `build()` could fail before, it now does in code that compiles as ever.
        let is_missed = field.plan.is_required() && could_fail && new.is_sent(ids.1);
        let level = if is_missed { Level::Breaking } else { Level::Addition };
        let item = format!("{}::{}", at.item, field.name);
        let change = out.add(Rule::MemberAdded, level, item, &field.member.pointer);
        change.after = Some(field.shown());
        change.note = match role {
            _ if is_missed => Some("`build()` fails without it"),
            Role::Input if field.member.traits.required => Some("the service refuses requests without it"),
            _ => None,
        };
    }
    build((could_fail, can_fail), at, out);
}

/// Compares whether `build()` returns a `Result`.
fn build(fallible: (bool, bool), at: At<'_>, out: &mut Findings) {
    let rule = match fallible {
        (false, true) => Rule::BuildBecameFallible,
        (true, false) => Rule::BuildBecameInfallible,
        _ => return,
    };
    let (module, name) = at.item.rsplit_once("::").unwrap_or(("", at.item));
    let item = format!("{module}::builders::{name}Builder::build");
    let shown = |fallible: bool| {
        Some(match fallible {
            true => format!("Result<{name}, BuildError>"),
            false => name.to_owned(),
        })
    };
    out.add(rule, Level::Breaking, item, at.pointer)
        .said(shown(fallible.0), shown(fallible.1));
}

impl Field<'_> {
    /// The type of the field as the structure has it.
    fn shown(&self) -> String {
        self.plan.field_type().to_string()
    }
}

fn member(role: Role, (was, is): (&Field<'_>, &Field<'_>), item: &str, out: &mut Findings) {
    let at = At {
        item,
        pointer: &is.member.pointer,
    };
    let required = (was.member.traits.required, is.member.traits.required);
    if was.ty != is.ty {
        out.add(Rule::MemberTypeChanged, Level::Breaking, item, at.pointer)
            .said(Some(was.shown()), Some(is.shown()));
    } else if was.plan.is_optional() != is.plan.is_optional() {
        let rule = match is.plan.is_optional() {
            true => Rule::MemberBecameOptional,
            false => Rule::MemberBecameRequired,
        };
        out.add(rule, Level::Breaking, item, at.pointer)
            .said(Some(was.shown()), Some(is.shown()));
    } else if required.0 != required.1 {
        asked(role, required.1, at, out);
    } else if was.plan.is_required() != is.plan.is_required() {
        let note = "a builder without it stands for another value, or fails";
        out.add(Rule::DefaultChanged, Level::Breaking, item, at.pointer).note = Some(note);
    }
    values((was, is), at, out);
    wire((was, is), at, out);
}

/// A member whose type is the same, and which the service wants now, or does not want any more.
fn asked(role: Role, is_required: bool, at: At<'_>, out: &mut Findings) {
    let (rule, said) = match is_required {
        true => (Rule::MemberBecameRequired, "the service refuses requests without it"),
        false => (Rule::MemberBecameOptional, "the service takes requests without it"),
    };
    // What is received is read as it comes, so the word is documentation there.
    let level = if role == Role::Input { Level::Fix } else { Level::Docs };
    let note = (role == Role::Input).then_some(said);
    out.add(rule, level, at.item, at.pointer).note = note;
}

/// Compares the docs and the constraints of a member's values.
fn values((was, is): (&Field<'_>, &Field<'_>), at: At<'_>, out: &mut Findings) {
    fn text<'a>(field: &'a Field<'_>) -> Option<&'a str> {
        field.member.docs.as_deref().or(field.target.docs.as_deref())
    }
    out.docs(at, text(was), text(is));
    let (before, after) = (&was.member.traits, &is.member.traits);
    out.deprecation(at, before.deprecated.as_ref(), after.deprecated.as_ref());
    // Limits that read the same are the same: a least length of nothing is none.
    let limits = (limits_in_words(was), limits_in_words(is));
    if limits.0 != limits.1 {
        let said = |text: String| Some(text).filter(|text| !text.is_empty());
        out.add(Rule::ConstraintChanged, Level::Docs, at.item, at.pointer)
            .said(said(limits.0), said(limits.1));
    }
    let default = |field: &Field<'_>| {
        let default = field.member.traits.default.clone();
        default
            .or_else(|| field.target.traits.default.clone())
            .map(|it| it.to_string())
    };
    out.differ((Rule::DefaultChanged, Level::Fix), at, (&default(was), &default(is)));
    let tokens = (before.idempotency_token, after.idempotency_token);
    out.differ((Rule::IdempotencyTokenChanged, Level::Fix), at, (&tokens.0, &tokens.1));
    let secret = |field: &Field<'_>| field.plan.sensitive;
    out.differ((Rule::SensitivityChanged, Level::Fix), at, (&secret(was), &secret(is)));
    let streamed = |field: &Field<'_>| field.member.traits.streaming || field.target.traits.streaming;
    out.differ(
        (Rule::StreamingChanged, Level::Breaking),
        at,
        (&streamed(was), &streamed(is)),
    );
}

/// The limits that hold for a member, in words. What else is said of its values has rules of its own.
fn limits_in_words(field: &Field<'_>) -> String {
    let mut member = field.member.clone();
    (member.traits.required, member.traits.idempotency_token) = (false, false);
    member.traits.default = None;
    let mut target = Shape {
        docs: None,
        ..field.target.clone()
    };
    target.traits.default = None;
    docs::constraints(&member, &target)
}

/// How a member is written.
fn wire((was, is): (&Field<'_>, &Field<'_>), at: At<'_>, out: &mut Findings) {
    let names = |field: &Field<'_>| {
        let traits = &field.member.traits;
        let name = traits.wire_name.clone().unwrap_or_else(|| field.member.name.clone());
        (name, traits.query_name.clone())
    };
    let (before, after) = (names(was), names(is));
    if before != after {
        out.add(Rule::WireNameChanged, Level::Fix, at.item, at.pointer)
            .said(Some(before.0), Some(after.0));
    }
    let binding = |field: &Field<'_>| field.member.traits.binding.clone();
    out.differ(
        (Rule::HttpBindingChanged, Level::Fix),
        at,
        (&binding(was), &binding(is)),
    );
    let time = |field: &Field<'_>| {
        let own = field.member.traits.timestamp_format;
        own.or(field.target.traits.timestamp_format)
    };
    out.differ((Rule::TimestampFormatChanged, Level::Fix), at, (&time(was), &time(is)));
    let form = |field: &Field<'_>| {
        let (own, general) = (&field.member.traits, &field.target.traits);
        let media_type = own.media_type.clone().or_else(|| general.media_type.clone());
        let namespace = own.xml_namespace.clone().or_else(|| general.xml_namespace.clone());
        let flattened = own.flattened || general.flattened;
        let event = (own.event_header, own.event_payload);
        (
            media_type,
            namespace,
            flattened,
            own.xml_attribute,
            own.json_value,
            event,
        )
    };
    out.differ((Rule::WireFormatChanged, Level::Fix), at, (&form(was), &form(is)));
    let place = |field: &Field<'_>| {
        let traits = &field.member.traits;
        (traits.host_label, traits.context_param.clone())
    };
    out.differ(
        (Rule::EndpointBindingChanged, Level::Fix),
        at,
        (&place(was), &place(is)),
    );
}

fn union(old: &Crate, new: &Crate, ids: (ShapeId, ShapeId), at: At<'_>, out: &mut Findings) {
    let (before, after) = (fields(old, ids.0), fields(new, ids.1));
    for field in &before {
        let item = format!("{}::{}", at.item, field.name);
        let Some(other) = after.iter().find(|other| other.name == field.name) else {
            out.add(Rule::UnionMemberRemoved, Level::Breaking, item, &field.member.pointer)
                .before = Some(field.ty.to_string());
            continue;
        };
        let at = At {
            item: &item,
            pointer: &other.member.pointer,
        };
        if field.ty != other.ty {
            out.add(Rule::MemberTypeChanged, Level::Breaking, &item, at.pointer)
                .said(Some(field.ty.to_string()), Some(other.ty.to_string()));
        }
        values((field, other), at, out);
        wire((field, other), at, out);
    }
    for field in &after {
        if !before.iter().any(|other| other.name == field.name) {
            let item = format!("{}::{}", at.item, field.name);
            out.add(Rule::UnionMemberAdded, Level::Addition, item, &field.member.pointer)
                .after = Some(field.ty.to_string());
        }
    }
    if old.shape(ids.0).is_event_stream() && new.shape(ids.1).is_event_stream() {
        let exceptions = |plan: &Crate, id: ShapeId| plan.service.shapes.exceptions(id);
        let (had, has) = (exceptions(old, ids.0), exceptions(new, ids.1));
        let enums = (old.stream_error_path(ids.0), new.stream_error_path(ids.1));
        let rules = (Rule::ErrorRemovedFromStream, Rule::ErrorAddedToStream);
        operations::error_variants(
            rules,
            at.pointer,
            enums,
            (old.type_names(&had), new.type_names(&has)),
            out,
        );
    }
}

fn enumeration(
    (old, new): (&Crate, &Crate),
    ids: (ShapeId, ShapeId),
    (was, is): (&[Variant], &[Variant]),
    at: At<'_>,
    out: &mut Findings,
) {
    let before: Vec<(&str, &Variant)> = old.member_names(ids.0).zip(was).collect();
    let after: Vec<(&str, &Variant)> = new.member_names(ids.1).zip(is).collect();
    let value = |variant: &Variant| Some(variant.value.clone());
    for (name, variant) in &before {
        let item = format!("{}::{name}", at.item);
        let Some((_, other)) = after.iter().find(|(other, _)| other == name) else {
            let pointer = &old.shape(ids.0).pointer;
            out.add(Rule::EnumValueRemoved, Level::Breaking, item, pointer).before = value(variant);
            continue;
        };
        if variant.value != other.value {
            out.add(Rule::EnumValueChanged, Level::Fix, &item, at.pointer)
                .said(value(variant), value(other));
        }
        let at = At { item: &item, ..at };
        out.docs(at, variant.docs.as_deref(), other.docs.as_deref());
    }
    for (name, variant) in &after {
        if !before.iter().any(|(other, _)| other == name) {
            let item = format!("{}::{name}", at.item);
            out.add(Rule::EnumValueAdded, Level::Addition, item, at.pointer).after = value(variant);
        }
    }
    let common = |own: &[(&str, &Variant)], other: &[(&str, &Variant)]| -> Vec<String> {
        let names = own.iter().map(|(name, _)| *name);
        let shared = names.filter(|name| other.iter().any(|(other, _)| other == name));
        shared.map(str::to_owned).collect()
    };
    if common(&before, &after) != common(&after, &before) {
        out.add(Rule::EnumOrderChanged, Level::Fix, at.item, at.pointer).note =
            Some("variants are ordered as the model lists them");
    }
}
