//! One side of a comparison: a service as a crate would have it, and what its items are called and made of.
//!
//! This repeats, in a few lines, what emitters decide about types: a test holds both together.

use std::collections::BTreeMap;

use crate::{
    Prepared, Result,
    ir::{Kind, Member, Operation, Service, Shape, ShapeId, Waiter},
    passes,
};

/// What a structure is to the operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Input,
    Output,
    Error,
    Data,
}

/// A service as a crate would have it.
pub(super) struct Side {
    prepared: Prepared,
    roles: BTreeMap<ShapeId, Role>,
    types: BTreeMap<String, ShapeId>,
}

/// A member as the crate has it.
pub(super) struct Field<'a> {
    /// The identifier.
    pub name: &'a str,
    /// The type of the value, without the `Option` around it.
    pub ty: String,
    /// Whether the field is an `Option`.
    pub optional: bool,
    /// Whether a builder cannot do without it.
    pub demanded: bool,
    pub member: &'a Member,
    pub target: &'a Shape,
}

/// Prepares both sides with the same choice of operations.
///
/// An operation that only one side has is a change and no mistake; one that neither has is a mistake.
pub(super) fn both(old: Service, new: Service, patterns: &[String]) -> Result<(Side, Side)> {
    for pattern in patterns {
        if let (false, Err(error)) = (fits(&old, pattern), check(&new, pattern)) {
            return Err(error);
        }
    }
    Ok((Side::of(old, patterns)?, Side::of(new, patterns)?))
}

/// Refuses a pattern that fits no operation.
fn check(service: &Service, pattern: &str) -> Result<()> {
    let mut names = Service {
        shapes: Default::default(),
        endpoint_rules: None,
        partitions: Vec::new(),
        ..service.clone()
    };
    let positive = pattern.strip_prefix('!').unwrap_or(pattern);
    passes::select(&mut names, &[positive.to_owned()])
}

fn fits(service: &Service, pattern: &str) -> bool {
    check(service, pattern).is_ok()
}

/// The patterns that fit something here, with the same meaning as all of them; none if they choose nothing.
fn patterns_for(service: &Service, patterns: &[String]) -> Option<Vec<String>> {
    let starts_full = patterns.first().is_none_or(|first| first.starts_with('!'));
    let mut kept: Vec<String> = patterns.iter().filter(|it| fits(service, it)).cloned().collect();
    if starts_full {
        // A pattern that fits nothing here may have been the one that says so.
        if kept.first().is_some_and(|first| !first.starts_with('!')) {
            kept.insert(0, "*".into());
        }
        return Some(kept);
    }
    let first = kept.iter().position(|it| !it.starts_with('!'))?;
    Some(kept.split_off(first))
}

impl Side {
    fn of(mut service: Service, patterns: &[String]) -> Result<Self> {
        let prepared = match patterns_for(&service, patterns) {
            Some(patterns) => crate::prepare(service, &patterns)?,
            None => {
                service.operations.clear();
                crate::settle(service)?
            }
        };
        let mut side = Self {
            roles: roles(&prepared.service),
            prepared,
            types: BTreeMap::new(),
        };
        let has_type = |kind: &Kind| matches!(kind, Kind::Structure(_) | Kind::Union(_) | Kind::Enum(_));
        let shapes = side.service().shapes.iter();
        let typed = shapes.filter(|(_, shape)| has_type(&shape.kind));
        side.types = typed.map(|(id, _)| (side.path(id), id)).collect();
        Ok(side)
    }

    pub fn service(&self) -> &Service {
        &self.prepared.service
    }

    pub fn shape(&self, id: ShapeId) -> &Shape {
        &self.service().shapes[id]
    }

    /// The name of the package where nobody names another.
    pub fn package(&self) -> &str {
        &self.prepared.facts.names.package
    }

    /// The types, by their path in the crate.
    pub fn types(&self) -> &BTreeMap<String, ShapeId> {
        &self.types
    }

    pub fn role(&self, id: ShapeId) -> Role {
        self.roles.get(&id).copied().unwrap_or(Role::Data)
    }

    pub fn is_sent(&self, id: ShapeId) -> bool {
        self.prepared.facts.usage.is_sent(id)
    }

    /// The module of an operation, which is also the client's method.
    pub fn module(&self, operation: &Operation) -> &str {
        self.prepared.facts.names.operation(operation).module.as_str()
    }

    /// The path of an operation's method.
    pub fn method(&self, operation: &Operation) -> String {
        format!("client::Client::{}", self.module(operation))
    }

    /// The path of a waiter's method.
    pub fn waiter(&self, waiter: &Waiter) -> String {
        let names = self.prepared.facts.names.waiter(waiter);
        format!("client::Waiters::wait_until_{}", names.module.bare())
    }

    /// The path of the enum of an operation's errors.
    pub fn error(&self, operation: &Operation) -> String {
        let names = self.prepared.facts.names.operation(operation);
        format!("operation::{}::{}Error", names.module.as_str(), names.base)
    }

    /// The path of the enum of the errors that may end an event stream.
    pub fn error_of_stream(&self, id: ShapeId) -> String {
        let (name, _) = self.prepared.facts.names.error_of_stream(id);
        format!("types::error::{}", name.as_str())
    }

    /// The identifier of a type.
    pub fn name(&self, id: ShapeId) -> &str {
        self.prepared.facts.names.type_of(id).as_str()
    }

    /// The identifiers of types.
    pub fn names(&self, ids: &[ShapeId]) -> Vec<&str> {
        ids.iter().map(|id| self.name(*id)).collect()
    }

    /// The path at which users find a type.
    pub fn path(&self, id: ShapeId) -> String {
        let names = &self.prepared.facts.names;
        let name = self.name(id);
        match self.role(id) {
            Role::Input | Role::Output => format!("operation::{}::{name}", names.module_of(id).as_str()),
            Role::Error => format!("types::error::{name}"),
            Role::Data => format!("types::{name}"),
        }
    }

    /// The identifiers of members or variants.
    pub fn idents(&self, id: ShapeId) -> impl Iterator<Item = &str> {
        let idents = self.prepared.facts.names.members_of(id);
        idents.iter().map(passes::Ident::as_str)
    }

    /// The members of a structure or a union; of an event stream the events alone.
    pub fn fields(&self, id: ShapeId) -> Vec<Field<'_>> {
        let role = self.role(id);
        let members = self.shape(id).kind.members().iter().zip(self.idents(id)).enumerate();
        let streams_errors = self.shape(id).is_event_stream();
        members
            .filter(|(_, (member, _))| !streams_errors || self.role(member.target) != Role::Error)
            .map(|(index, (member, name))| {
                let target = self.shape(member.target);
                let default = member.traits.default.as_ref().or(target.traits.default.as_ref());
                let has_default = default.is_some_and(|default| !default.is_null());
                let boxed = self.prepared.facts.recursion.is_boxed(id, index);
                let is_structure = matches!(target.kind, Kind::Structure(_) | Kind::Union(_));
                let may_lack = role == Role::Input || boxed || is_structure || member.traits.client_optional;
                let required = member.traits.required && role != Role::Error;
                // What is not held in memory is always there, if only empty.
                let streams = streams_bytes(role, member, target);
                let always = streams || target.is_event_stream();
                let optional = !always && (may_lack || !(required || has_default));
                let ty = match streams {
                    true => "ByteStream".to_owned(),
                    false => self.value(role, member.target),
                };
                Field {
                    name,
                    ty: if boxed { format!("Box<{ty}>") } else { ty },
                    optional,
                    demanded: !optional && !has_default && !streams,
                    member,
                    target,
                }
            })
            .collect()
    }

    /// The type of a member's value, where its owner is that to the operations.
    fn value(&self, owner: Role, id: ShapeId) -> String {
        let stream = match owner {
            Role::Input => "EventStreamSender",
            Role::Output | Role::Error | Role::Data => "EventReceiver",
        };
        if self.shape(id).is_event_stream() {
            format!("{stream}<{}, {}>", self.ty(id), self.error_of_stream(id))
        } else {
            self.ty(id)
        }
    }

    /// The type of a shape's values.
    pub fn ty(&self, id: ShapeId) -> String {
        match &self.shape(id).kind {
            Kind::Blob => "Blob".into(),
            Kind::Boolean => "bool".into(),
            Kind::Byte => "i8".into(),
            Kind::Short => "i16".into(),
            Kind::Integer | Kind::IntEnum(_) => "i32".into(),
            Kind::Long => "i64".into(),
            Kind::Float => "f32".into(),
            Kind::Double => "f64".into(),
            Kind::BigInteger => "BigInteger".into(),
            Kind::BigDecimal => "BigDecimal".into(),
            Kind::String => "String".into(),
            Kind::Timestamp => "DateTime".into(),
            Kind::Document => "Document".into(),
            Kind::List(element) => format!("Vec<{}>", self.element(id, element)),
            Kind::Map(key, value) => format!("HashMap<{}, {}>", self.ty(key.target), self.element(id, value)),
            Kind::Enum(_) | Kind::Structure(_) | Kind::Union(_) => self.path(id),
        }
    }

    /// The type of what a list or a map holds, which may be null in a sparse one.
    pub fn element(&self, container: ShapeId, element: &Member) -> String {
        let ty = self.ty(element.target);
        if self.shape(container).traits.sparse {
            format!("Option<{ty}>")
        } else {
            ty
        }
    }
}

fn roles(service: &Service) -> BTreeMap<ShapeId, Role> {
    let mut roles = BTreeMap::new();
    for stream in service.shapes.event_streams() {
        let exceptions = service.shapes.exceptions(stream);
        roles.extend(exceptions.into_iter().map(|id| (id, Role::Error)));
    }
    for operation in &service.operations {
        roles.extend(operation.errors.iter().map(|id| (*id, Role::Error)));
    }
    for operation in &service.operations {
        roles.extend(operation.output.map(|id| (id, Role::Output)));
        roles.extend(operation.input.map(|id| (id, Role::Input)));
    }
    roles
}

/// Whether a member's value is the body of a message, and not held in memory.
fn streams_bytes(owner: Role, member: &Member, target: &Shape) -> bool {
    let is_message = matches!(owner, Role::Input | Role::Output);
    is_message && matches!(target.kind, Kind::Blob) && (member.traits.streaming || target.traits.streaming)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use quote::ToTokens;

    use super::*;
    use crate::{
        Options,
        load::{ModelPaths, load},
    };

    /// The text of a type without the paths in it: emitters import what they name.
    fn bare(ty: &str) -> String {
        let ty: String = ty.chars().filter(|c| !c.is_whitespace()).collect();
        let ty = ty.replace(",>", ">");
        let parts = ty.split_inclusive(['<', '>', ',']);
        parts.map(|part| part.rsplit("::").next().unwrap_or(part)).collect()
    }

    /// What a crate's structures and unions are made of, by the name of the type and of the member.
    fn emitted(files: &crate::Files) -> BTreeMap<(String, String), String> {
        let mut found = BTreeMap::new();
        let is_type = |path: &&String| {
            let is_stream_error = path.starts_with("src/types/error/") && path.ends_with("_error.rs");
            (path.starts_with("src/types/") && !is_stream_error)
                || path.ends_with("/input.rs")
                || path.ends_with("/output.rs")
        };
        for path in files.keys().filter(is_type) {
            for item in syn::parse_file(&files[path]).expect("Rust").items {
                let mut add = |owner: &syn::Ident, name: &syn::Ident, ty: &syn::Type| {
                    let key = (owner.to_string(), name.to_string());
                    found.insert(key, bare(&ty.to_token_stream().to_string()));
                };
                match item {
                    syn::Item::Struct(item) if !item.ident.to_string().ends_with("Builder") => {
                        for field in item
                            .fields
                            .iter()
                            .filter(|it| matches!(it.vis, syn::Visibility::Public(_)))
                        {
                            add(&item.ident, field.ident.as_ref().expect("a name"), &field.ty);
                        }
                    }
                    syn::Item::Enum(item) => {
                        for variant in item.variants.iter().filter(|it| it.ident != "Unknown") {
                            for field in &variant.fields {
                                add(&item.ident, &variant.ident, &field.ty);
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
        found
    }

    #[test]
    fn types_are_as_they_are_emitted() {
        let home = Path::new(env!("CARGO_MANIFEST_DIR"));
        let models = [
            "tests/diff/base",
            "../model/personalize/2018-05-22",
            "../tests/fixtures/bindings/model",
            "../tests/fixtures/event-stream/model",
        ];
        for model in models {
            let service = load(&ModelPaths::new(home.join(model))).expect("a model");
            let files = crate::generate(service.clone(), &Options::default()).expect("a crate");
            let side = Side::of(service, &[]).expect("a side");
            let mut ours = BTreeMap::new();
            for id in side.types().values() {
                let is_union = matches!(side.shape(*id).kind, Kind::Union(_));
                for field in side.fields(*id) {
                    let is_bare = is_union || !field.optional;
                    let ty = if is_bare {
                        field.ty
                    } else {
                        format!("Option<{}>", field.ty)
                    };
                    ours.insert((side.name(*id).to_owned(), field.name.to_owned()), bare(&ty));
                }
            }
            let emitted = emitted(&files);
            assert!(!ours.is_empty());
            for key in ours.keys().chain(emitted.keys()) {
                assert_eq!(ours.get(key), emitted.get(key), "{key:?} of {model}");
            }
        }
    }
}
