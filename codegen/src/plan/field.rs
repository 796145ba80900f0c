//! Fields: the members of structures and unions in Rust. It decides presence, and knows no tokens.

use super::{Crate, Role, RustType, recursion::Recursion};
use crate::{
    ir::{Default, Family, Kind, Member, Shape, ShapeId},
    plan::{Ident, MemberName},
};

/// A member of a structure or a union, as a field in Rust.
#[derive(Clone, Debug)]
pub struct Field {
    /// The position in the structure.
    pub index: usize,
    /// The identifier of the field, or of the union's variant.
    pub name: Ident,
    /// The suffix of accessors: `set_` and `get_` precede it in builders, `as_` and `is_` in unions.
    pub stem: String,
    /// The type of the value, without an `Option` or a `Box` around it.
    pub ty: RustType,
    /// The presence of the value: optional, defaulted or required.
    pub presence: Presence,
    /// True where the value stands in a `Box`, so that the size of the type is finite.
    pub boxed: bool,
    /// The kind of stream, where the value is one.
    pub stream: Option<Stream>,
    /// True where the value is secret.
    pub sensitive: bool,
    /// True for a variant of a union that has no value: to be there is all that it says.
    pub unit: bool,
}

/// The presence of a value: optional, defaulted or required.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// The field is an `Option`.
    Optional,
    /// The field always has a value, and builders have a default for it.
    Defaulted,
    /// The field always has a value, and a builder fails without one.
    Required,
}

/// The kinds of streams, whose values are never whole in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// The bytes of a request's or response's body.
    Bytes,
    /// Events of this union, in a request.
    Sent(ShapeId),
    /// Events of this union, in a response.
    Received(ShapeId),
}

impl Stream {
    /// True for a stream of events.
    pub fn is_of_events(self) -> bool {
        matches!(self, Self::Sent(_) | Self::Received(_))
    }
}

impl Field {
    /// True where the field is an `Option`.
    pub fn is_optional(&self) -> bool {
        self.presence == Presence::Optional
    }

    /// True where a builder fails without a value.
    pub fn is_required(&self) -> bool {
        self.presence == Presence::Required
    }

    /// The type of the value, boxed where it has to be.
    pub fn value_type(&self) -> RustType {
        match self.boxed {
            true => self.ty.clone().boxed(),
            false => self.ty.clone(),
        }
    }

    /// The type of the field.
    pub fn field_type(&self) -> RustType {
        match self.is_optional() {
            true => self.value_type().optional(),
            false => self.value_type(),
        }
    }
}

/// The default value of a member, its own or that of its target.
pub fn default_of<'a>(member: &'a Member, target: &'a Shape) -> Option<&'a Default> {
    let default = member.traits.default.as_ref().or(target.traits.default.as_ref());
    default.filter(|default| !default.is_null())
}

/// The fields of all structures and unions, by the shape's index.
pub(super) fn all(plan: &Crate, recursion: &Recursion) -> Vec<Vec<Field>> {
    let mut fields = vec![Vec::new(); plan.service.shapes.id_count()];
    for (id, shape) in plan.service.shapes.iter() {
        let members = shape.kind.members().iter().zip(plan.names.members_of(id)).enumerate();
        fields[id.index()] = members
            .map(|(index, (member, name))| field(plan, id, (index, member), name, recursion.is_boxed(id, index)))
            .collect();
    }
    fields
}

fn field(plan: &Crate, owner: ShapeId, (index, member): (usize, &Member), name: &MemberName, boxed: bool) -> Field {
    let target = plan.shape(member.target);
    let stream = stream(plan, owner, member);
    Field {
        index,
        name: name.ident.clone(),
        stem: name.stem.clone(),
        ty: match stream {
            Some(stream) => plan.stream_type(stream),
            None => plan.rust_type(member.target),
        },
        presence: presence(plan.role(owner), member, target, (stream, boxed)),
        boxed,
        stream,
        sensitive: plan.sensitivity.hides(plan.shape(owner), member),
        unit: is_unit(plan.shape(owner), target),
    }
}

/// Tells whether the member of a union has no value: its target is Smithy's `Unit`, which botocore's form has as an empty
/// structure of that name.
fn is_unit(owner: &Shape, target: &Shape) -> bool {
    let is_variant = matches!(owner.kind, Kind::Union(_)) && !owner.is_event_stream();
    is_variant && target.name == "Unit" && matches!(&target.kind, Kind::Structure(members) if members.is_empty())
}

/// Decides the presence of a member's value.
fn presence(owner: Role, member: &Member, target: &Shape, (stream, boxed): (Option<Stream>, bool)) -> Presence {
    match stream {
        Some(Stream::Bytes) => return Presence::Defaulted,
        Some(Stream::Sent(_) | Stream::Received(_)) => return Presence::Required,
        None => {}
    }
    // A careful client (Smithy's `CLIENT_CAREFUL`) requires no structure: no value stands for an absent one.
    let is_structure = target.kind.family() == Family::Members;
    let may_lack = owner == Role::Input || boxed || is_structure || member.traits.client_optional;
    let required = member.traits.required;
    match default_of(member, target) {
        _ if may_lack => Presence::Optional,
        Some(_) => Presence::Defaulted,
        None if required => Presence::Required,
        None => Presence::Optional,
    }
}

/// Decides the kind of stream that a member carries, if it is one.
fn stream(plan: &Crate, owner: ShapeId, member: &Member) -> Option<Stream> {
    let target = plan.shape(member.target);
    let streams = member.traits.streaming || target.traits.streaming;
    match plan.role(owner) {
        Role::Input | Role::Output if target.kind.family() == Family::Blob && streams => Some(Stream::Bytes),
        Role::Input if target.is_event_stream() => Some(Stream::Sent(member.target)),
        Role::Output if target.is_event_stream() => Some(Stream::Received(member.target)),
        Role::Input | Role::Output | Role::Error | Role::Data => None,
    }
}
