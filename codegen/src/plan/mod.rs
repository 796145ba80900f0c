//! The plan: what a crate will be, decided once for emitters, the comparison of models and test programs.
//!
//! It is the second representation after the [`ir`](crate::ir): a service cut to the chosen operations, with all that
//! follows from it for Rust: roles, names, paths, types, fields, and the runtime features that operations need. The
//! plan knows no tokens. Emitters decide nothing that another module needs, too.

mod field;
mod items;
pub mod names;
mod needs;
mod package;
mod paginator;
mod pair;
mod recursion;
mod required_parts;
mod role;
mod rust_type;
mod sensitivity;
mod setting;
mod usage;
mod waiter;

pub use field::{Field, Presence, Stream, default_of};
pub use needs::{OperationNeeds, RequestChecksum, ServiceNeeds, Signatures};
pub use paginator::{ItemType, Items, Paginator};
pub use role::Role;
pub use rust_type::{Definition, MapKey, RustType};
pub use setting::{Setting, SettingKind};
pub use waiter::{Acceptor, Waiter};

use std::collections::BTreeMap;

pub use crate::passes::chosen;
pub use names::{Ident, MemberName, OperationNames, variant_name};
pub(crate) use required_parts::{Absent, required_parts};

use crate::{
    Error, Options, Result, Support, customize, docs,
    ir::{Binding, Member, Operation, Protocol, Service, Shape, ShapeId},
    passes,
};
use names::Names;
use recursion::Recursion;
use sensitivity::Sensitivity;
use usage::Usage;

/// The plan of a crate: its items, their names and types, all decided.
#[derive(Debug)]
pub struct Crate {
    /// The service, cut to the shapes that the chosen operations reach.
    pub service: Service,
    /// The name of the package.
    pub package: String,
    /// The version of the package.
    pub version: String,
    /// The place of the code that all generated clients share.
    pub support: Support,
    /// The module that the files are included in; the root of a crate of their own where there is none.
    pub root: Option<String>,
    /// The command that writes the crate, as its files name it.
    pub command: String,
    /// The protocol that the client speaks.
    pub protocol: Protocol,
    /// The runtime features that the service needs.
    pub needs: ServiceNeeds,
    /// The settings of the client that not every crate has, in the order of their methods in the builder.
    pub settings: Vec<Setting>,
    /// The runtime features that each operation needs, by its position.
    operation_needs: Vec<OperationNeeds>,
    names: Names,
    usage: Usage,
    sensitivity: Sensitivity,
    /// The role of each shape, by its index.
    roles: Vec<Role>,
    /// The operation whose input or output a structure is, as a position among the operations, by the shape's index.
    owners: Vec<Option<usize>>,
    /// The input of which a structure is the payload, and the position of that member, by the structure's index.
    payloads: Vec<Option<(ShapeId, usize)>>,
    /// The fields of structures and unions, by the shape's index.
    fields: Vec<Vec<Field>>,
    /// The paginators, by the names of their operations.
    paginators: BTreeMap<String, Paginator>,
    waiters: Vec<Waiter>,
}

impl Crate {
    /// Cuts a service to the chosen operations, and decides what its crate will be.
    ///
    /// # Errors
    ///
    /// The options name something that the model does not have, or the model has something that generated clients do
    /// not support.
    pub fn of(mut service: Service, options: &Options) -> Result<Self> {
        passes::validate(&service)?;
        passes::select(&mut service, &options.operations)?;
        Self::of_selected(service, options)
    }

    /// Plans the crate of a service whose operations are already chosen, if only none of them.
    pub(crate) fn of_selected(mut service: Service, options: &Options) -> Result<Self> {
        passes::output_roots(&mut service);
        passes::normalize_operations(&mut service);
        customize::customize(&mut service);
        if options.presigning {
            customize::presigning::mark_all(&mut service);
        }
        passes::prune(&mut service);
        service.title = docs::line(&service.title);
        Self::decide(service, options)
    }

    fn decide(service: Service, options: &Options) -> Result<Self> {
        let names = Names::of(&service)?;
        let recursion = Recursion::of(&service)?;
        let mut plan = Self {
            package: package::name(options, &names.package)?,
            version: package::version(options)?,
            support: options.support.clone(),
            root: options.root.clone(),
            command: options.command.clone(),
            protocol: protocol(&service)?,
            usage: Usage::of(&service),
            sensitivity: Sensitivity::of(&service),
            roles: role::roles(&service),
            owners: owners(&service),
            payloads: payloads(&service),
            fields: Vec::new(),
            paginators: BTreeMap::new(),
            waiters: Vec::new(),
            needs: ServiceNeeds::of(&service, &[]),
            operation_needs: Vec::new(),
            settings: Vec::new(),
            names,
            service,
        };
        plan.fields = field::all(&plan, &recursion);
        let operations = plan.service.operations.iter();
        plan.operation_needs = operations.map(|it| OperationNeeds::of(&plan, it)).collect();
        plan.needs = ServiceNeeds::of(&plan.service, &plan.operation_needs);
        plan.settings = setting::all(&plan);
        plan.paginators = paginator::all(&plan)?;
        plan.waiters = waiter::all(&plan)?;
        Ok(plan)
    }

    /// A shape.
    pub fn shape(&self, id: ShapeId) -> &Shape {
        &self.service.shapes[id]
    }

    /// The input structure of an operation.
    pub fn input(&self, operation: &Operation) -> ShapeId {
        operation.input.expect("normalization gave every operation an input")
    }

    /// The output structure of an operation.
    pub fn output(&self, operation: &Operation) -> ShapeId {
        operation.output.expect("normalization gave every operation an output")
    }

    /// The role of a structure: input, output, error or other.
    pub fn role(&self, id: ShapeId) -> Role {
        self.roles[id.index()]
    }

    /// The operation whose input or output the structure is.
    pub fn operation_of(&self, id: ShapeId) -> Option<&Operation> {
        let position = self.owners[id.index()]?;
        self.service.operations.get(position)
    }

    /// The runtime features that an operation needs.
    pub fn needs_of(&self, operation: &Operation) -> &OperationNeeds {
        let position = self.owners[self.input(operation).index()];
        &self.operation_needs[position.expect("an operation owns its input")]
    }

    /// The member of an input whose payload the structure is.
    pub fn payload_member(&self, id: ShapeId) -> Option<&Member> {
        let (input, position) = self.payloads[id.index()]?;
        self.shape(input).kind.members().get(position)
    }

    /// The fields of a structure or a union; none for other shapes.
    pub fn fields(&self, id: ShapeId) -> &[Field] {
        &self.fields[id.index()]
    }

    /// The streamed member of an input or output, and its kind of stream.
    pub fn stream(&self, id: ShapeId) -> Option<(usize, Stream)> {
        let mut fields = self.fields(id).iter();
        fields.find_map(|field| Some((field.index, field.stream?)))
    }

    /// True where the structure has a streamed member, so that it can be neither cloned nor compared.
    pub fn streams(&self, id: ShapeId) -> bool {
        self.stream(id).is_some()
    }

    /// True where the value of the member is secret.
    pub fn hides(&self, owner: &Shape, member: &Member) -> bool {
        self.sensitivity.hides(owner, member)
    }

    /// True where values of the shape occur in requests.
    pub fn is_sent(&self, id: ShapeId) -> bool {
        self.usage.is_sent(id)
    }

    /// True where values of the shape occur in responses.
    pub fn is_received(&self, id: ShapeId) -> bool {
        self.usage.is_received(id)
    }

    /// The name of the library, as code that uses it writes it.
    pub fn library(&self) -> String {
        self.package.replace('-', "_")
    }

    /// The errors of all operations, in the order of their names.
    pub fn error_types(&self) -> Vec<ShapeId> {
        let ids = self.service.shapes.ids().into_iter();
        let mut errors: Vec<ShapeId> = ids.filter(|id| self.role(*id) == Role::Error).collect();
        errors.sort_by_key(|id| self.names.type_of(*id));
        errors
    }

    /// The types that are neither an operation's nor an error, in the order of the model.
    pub fn data_types(&self) -> Vec<(ShapeId, Definition<'_>)> {
        self.definitions()
            .filter(|(id, _)| self.role(*id) == Role::Data)
            .collect()
    }

    /// The shapes that have a type of their own, in the order of the model.
    pub fn types(&self) -> impl Iterator<Item = ShapeId> + '_ {
        self.definitions().map(|(id, _)| id)
    }

    /// The types of the crate, each with its definition, in the order of the model.
    pub fn definitions(&self) -> impl Iterator<Item = (ShapeId, Definition<'_>)> {
        let shapes = self.service.shapes.iter();
        shapes.filter_map(|(id, shape)| Some((id, rust_type::definition(&shape.kind)?)))
    }
}

/// The operation whose input or output each structure is, by the shape's index.
fn owners(service: &Service) -> Vec<Option<usize>> {
    let mut owners = vec![None; service.shapes.id_count()];
    for (position, operation) in service.operations.iter().enumerate() {
        for id in operation.input.into_iter().chain(operation.output) {
            owners[id.index()] = Some(position);
        }
    }
    owners
}

/// The input of which each structure is the payload, the first in the order of operations, by the structure's index.
fn payloads(service: &Service) -> Vec<Option<(ShapeId, usize)>> {
    let mut payloads = vec![None; service.shapes.id_count()];
    for input in service.operations.iter().filter_map(|operation| operation.input) {
        for (position, member) in service.shapes[input].kind.members().iter().enumerate() {
            if member.traits.binding == Binding::Payload {
                payloads[member.target.index()].get_or_insert((input, position));
            }
        }
    }
    payloads
}

/// The protocol of the client.
fn protocol(service: &Service) -> Result<Protocol> {
    service.spoken().ok_or_else(|| {
        let known = Protocol::ALL.iter().map(|protocol| protocol.rules().smithy);
        let known: Vec<&str> = known.filter_map(|id| id.split('#').nth(1)).collect();
        Error::new(
            format!(
                "the protocols of the service ({:?}) are not supported yet",
                service.protocols
            ),
            format!(
                "choose a service that speaks one of AWS's protocols: {}",
                known.join(", ")
            ),
        )
        .in_file(&service.origin.model)
        .at(match service.origin.is_one_file() {
            true => format!("/shapes/{}#{}/traits", service.namespace, service.shape_name),
            false => "/metadata/protocols".to_owned(),
        })
    })
}
