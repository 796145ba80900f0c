//! Names: decides once, for a whole crate, the Rust name of everything.
//!
//! Names are claimed in scopes, one for each crate, module and type. Where generated code already uses a name, an item
//! of the model gets a suffix. Where two items of the model have the same name, it is an error that names both. The
//! spelling is that of AWS's own crates.
//!
//! A type may be called `Option`: the file that defines it then writes the prelude's names with their paths.

mod endpoint;
mod ident;
mod members;
mod scope;

use std::collections::BTreeMap;

pub use endpoint::{parameter, setting, setting_type};
pub use ident::Ident;
pub use members::{MemberName, variant_name};

use crate::{
    Result, casing,
    ir::{Kind, Operation, Service, ShapeId, Waiter},
};
use members::{Use, stem, type_name};
use scope::{Owner, Scope};

/// The names of an operation.
#[derive(Clone, Debug)]
pub struct OperationNames {
    /// The module, and the stem of the client's method: `assume_role_with_saml`.
    pub module: Ident,
    /// The type of the operation, with the model's spelling: `AssumeRoleWithSAML`. Its error and its fluent builder
    /// share this stem.
    pub marker: String,
    /// The stem of the operation's other types: `AssumeRoleWithSaml`.
    pub base: String,
}

impl OperationNames {
    /// The enum of the operation's errors: `AssumeRoleWithSAMLError`.
    pub fn error(&self) -> String {
        format!("{}Error", self.marker)
    }

    /// The builder that can send its input: `AssumeRoleWithSAMLFluentBuilder`.
    pub fn fluent_builder(&self) -> String {
        format!("{}FluentBuilder", self.marker)
    }
}

/// All names of a crate.
#[derive(Debug)]
pub struct Names {
    /// The package: `personalize`.
    pub package: String,
    types: BTreeMap<ShapeId, Ident>,
    modules: BTreeMap<ShapeId, Ident>,
    stream_errors: BTreeMap<ShapeId, (Ident, Ident)>,
    error_variants: BTreeMap<ShapeId, Ident>,
    members: BTreeMap<ShapeId, Vec<MemberName>>,
    operations: BTreeMap<String, OperationNames>,
    /// The modules of waiters, and the stems of their types.
    waiters: BTreeMap<String, (Ident, String)>,
}

impl Names {
    /// Names everything in a service.
    ///
    /// # Errors
    ///
    /// Two operations, types, members, parameters or settings would have the same name.
    pub fn of(service: &Service) -> Result<Self> {
        let mut names = Self {
            package: casing::kebab(&service.sdk_id),
            types: BTreeMap::new(),
            modules: BTreeMap::new(),
            stream_errors: BTreeMap::new(),
            error_variants: BTreeMap::new(),
            members: BTreeMap::new(),
            operations: BTreeMap::new(),
            waiters: BTreeMap::new(),
        };
        let in_model = |error: crate::Error| error.in_file(&service.origin.model);
        names.name_operations(service).map_err(in_model)?;
        names
            .name_waiters(service)
            .map_err(|error| error.in_file(&service.origin.waiters))?;
        names.name_types(service).map_err(in_model)?;
        names.name_members(service).map_err(in_model)?;
        endpoint::check(service)?;
        Ok(names)
    }

    /// The type of a structure, union or enum.
    pub fn type_of(&self, id: ShapeId) -> &Ident {
        &self.types[&id]
    }

    /// The module that holds the type of a shape.
    pub fn module_of(&self, id: ShapeId) -> &Ident {
        &self.modules[&id]
    }

    /// The variant of an error in the enums of errors.
    pub fn error_variant(&self, id: ShapeId) -> &Ident {
        self.error_variants.get(&id).unwrap_or(&self.types[&id])
    }

    /// The type of the error that may end an event stream, and the module that holds it.
    pub fn error_of_stream(&self, stream: ShapeId) -> (&Ident, &Ident) {
        let (name, module) = &self.stream_errors[&stream];
        (name, module)
    }

    /// The members of a structure, the variants of a union, or the variants of an enum, in their order.
    pub fn members_of(&self, id: ShapeId) -> &[MemberName] {
        &self.members[&id]
    }

    /// The names of an operation.
    pub fn operation(&self, operation: &Operation) -> &OperationNames {
        &self.operations[&operation.name]
    }

    /// The module of a waiter, and the stem of its types.
    pub fn waiter(&self, waiter: &Waiter) -> (&Ident, &str) {
        let (module, base) = &self.waiters[&waiter.name];
        (module, base)
    }

    fn name_operations(&mut self, service: &Service) -> Result<()> {
        let mut scope = Scope::of_files(RESERVED_OPERATIONS);
        for operation in &service.operations {
            let owner = Owner::new("the operation", &operation.name, &operation.pointer);
            let module = scope.claim(stem(&operation.name), owner)?;
            let marker =
                Scope::new(RESERVED_MARKERS).claim(or_empty(casing::raised(&operation.name), "Empty"), owner)?;
            let base = Ident::new(type_name(&operation.name)).as_str().to_owned();
            for (id, suffix) in [(operation.input, "Input"), (operation.output, "Output")] {
                if let Some(id) = id {
                    self.types.insert(id, Ident::new(format!("{base}{suffix}")));
                    self.modules.insert(id, module.clone());
                }
            }
            let names = OperationNames {
                module,
                marker: marker.as_str().to_owned(),
                base,
            };
            self.operations.insert(operation.name.clone(), names);
        }
        Ok(())
    }

    fn name_waiters(&mut self, service: &Service) -> Result<()> {
        let mut scope = Scope::of_files(&[]);
        let waiters = service.operations.iter().flat_map(|operation| &operation.waiters);
        for waiter in waiters {
            let owner = Owner::new("the waiter", &waiter.name, &waiter.pointer);
            let module = scope.claim(stem(&waiter.name), owner)?;
            let base = Ident::new(type_name(&waiter.name)).as_str().to_owned();
            self.waiters.insert(waiter.name.clone(), (module, base));
        }
        Ok(())
    }

    /// Names the types. Errors have a module, and all other types another, with the private modules of their files.
    fn name_types(&mut self, service: &Service) -> Result<()> {
        let mut data = Types::new();
        let mut errors = Types::new();
        let is_error = errors_of(service);
        for (id, shape) in service.shapes.iter() {
            if self.types.contains_key(&id) || !has_type(&shape.kind) {
                continue;
            }
            let owner = Owner::new("the shape", &shape.name, &shape.pointer);
            let types = if is_error[id.index()] { &mut errors } else { &mut data };
            let (name, module) = types.claim(&shape.name, owner)?;
            if is_error[id.index()] {
                let variant = errors.claim_variant(&name, owner)?;
                self.error_variants.insert(id, variant);
            }
            self.types.insert(id, name);
            self.modules.insert(id, module);
        }
        for id in service.shapes.event_streams() {
            let stream = &service.shapes[id];
            let owner = Owner::new("the error of the event stream", &stream.name, &stream.pointer);
            self.stream_errors
                .insert(id, errors.claim(&format!("{}Error", stream.name), owner)?);
        }
        Ok(())
    }

    fn name_members(&mut self, service: &Service) -> Result<()> {
        let inputs: BTreeMap<ShapeId, Use> = service
            .operations
            .iter()
            .filter_map(|operation| {
                let usage = Use::Input {
                    has_pages: operation.paginator.is_some(),
                    has_waiters: !operation.waiters.is_empty(),
                };
                Some((operation.input?, usage))
            })
            .collect();
        let is_error = errors_of(service);
        for (id, shape) in service.shapes.iter() {
            let usage = match inputs.get(&id) {
                Some(usage) => *usage,
                None if is_error[id.index()] => Use::Error,
                None => Use::Other,
            };
            let members = members::of(shape, usage).map_err(|error| error.on(&shape.name))?;
            self.members.insert(id, members);
        }
        Ok(())
    }
}

/// The names of the types of one module.
struct Types<'a> {
    types: Scope<'a>,
    modules: Scope<'a>,
    variants: Scope<'a>,
    predicates: Scope<'a>,
}

impl<'a> Types<'a> {
    fn new() -> Self {
        Self {
            types: Scope::new(&[]),
            modules: Scope::of_files(&["builders", "error"]),
            variants: Scope::new(&["Unhandled"]),
            predicates: Scope::new(&[]),
        }
    }

    fn claim(&mut self, name: &str, owner: Owner<'a>) -> Result<(Ident, Ident)> {
        Ok((
            self.types.claim(type_name(name), owner)?,
            self.modules.claim(stem(name), owner)?,
        ))
    }

    /// Claims the variant of an error, and the name of the method that recognizes it.
    fn claim_variant(&mut self, name: &Ident, owner: Owner<'a>) -> Result<Ident> {
        let variant = self.variants.claim(name.as_str().to_owned(), owner)?;
        self.predicates.take(&variant.snake(), owner)?;
        Ok(variant)
    }
}

/// Finds the shapes that are errors, by their index: those of operations, and those that end an event stream.
fn errors_of(service: &Service) -> Vec<bool> {
    let mut is_error = vec![false; service.shapes.id_count()];
    let of_operations = service.operations.iter().flat_map(|operation| operation.errors.clone());
    let streams = service.shapes.event_streams();
    let of_streams = streams.flat_map(|stream| service.shapes.exceptions(stream));
    for id in of_operations.chain(of_streams) {
        is_error[id.index()] = true;
    }
    is_error
}

/// Tells whether shapes of a kind have Rust types of their own.
fn has_type(kind: &Kind) -> bool {
    match kind {
        Kind::Structure(_) | Kind::Union(_) | Kind::Enum(_) | Kind::IntEnum(_) => true,
        Kind::Blob
        | Kind::Boolean
        | Kind::Byte
        | Kind::Short
        | Kind::Integer
        | Kind::Long
        | Kind::Float
        | Kind::Double
        | Kind::BigInteger
        | Kind::BigDecimal
        | Kind::String
        | Kind::Timestamp
        | Kind::Document
        | Kind::List(_)
        | Kind::Map(..) => false,
    }
}

/// A name, or another where the model's name has neither letters nor digits.
fn or_empty(name: String, other: &str) -> String {
    if name.is_empty() { other.to_owned() } else { name }
}

/// Names that the file of an operation uses beside its types.
const RESERVED_MARKERS: &[&str] = &["CALLSITE", "METADATA", "PLUGIN"];

/// Names that operations cannot take: other methods of the client, and a crate that the module of operations names.
const RESERVED_OPERATIONS: &[&str] = &["aws_types", "config", "from_conf", "new"];
