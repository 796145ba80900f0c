//! Names: decides once, for a whole crate, how everything is called in Rust.
//!
//! Names are claimed in scopes. Keywords, the prelude and what generated code itself uses are claimed
//! before any model is looked at; what the model names then gets the spelling that AWS's own crates
//! give it, or that with a suffix if it is taken.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToKebabCase, ToUpperCamelCase};

use super::words;
use crate::{
    Error, Result,
    ir::{Kind, Operation, Service, Shape, ShapeId, Variant, Waiter},
};

/// A Rust identifier, raw where it has to be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ident(String);

impl Ident {
    /// The identifier as source text: `r#type`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The identifier without the mark of a raw one, to be part of another: `type`.
    pub fn bare(&self) -> &str {
        self.0.strip_prefix("r#").unwrap_or(&self.0)
    }
}

/// How an operation or a waiter is called.
#[derive(Clone, Debug)]
pub struct OperationNames {
    /// The module, and what the client's method is called after: `list_datasets`.
    pub module: Ident,
    /// The operation's own type, and what its other types are called after: `ListDatasets`.
    pub base: String,
}

/// How everything is called in Rust.
#[derive(Debug)]
pub struct Names {
    /// The package: `personalize`.
    pub package: String,
    types: BTreeMap<ShapeId, Ident>,
    modules: BTreeMap<ShapeId, Ident>,
    stream_errors: BTreeMap<ShapeId, (Ident, Ident)>,
    members: BTreeMap<ShapeId, Vec<Ident>>,
    operations: BTreeMap<String, OperationNames>,
    waiters: BTreeMap<String, OperationNames>,
}

impl Names {
    /// Names everything that a service holds.
    ///
    /// # Errors
    ///
    /// Two operations, types or members would get the same name.
    pub fn of(service: &Service) -> Result<Self> {
        let mut names = Self {
            package: package(&service.sdk_id),
            types: BTreeMap::new(),
            modules: BTreeMap::new(),
            stream_errors: BTreeMap::new(),
            members: BTreeMap::new(),
            operations: BTreeMap::new(),
            waiters: BTreeMap::new(),
        };
        names.name_operations(service)?;
        names.name_waiters(service)?;
        names.name_types(service)?;
        for (id, shape) in service.shapes.iter() {
            let members = members(shape).map_err(|error| error.in_file(&service.origin.model).on(&shape.name))?;
            names.members.insert(id, members);
        }
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

    /// The type of what may end an event stream, and the module that holds it.
    pub fn error_of_stream(&self, stream: ShapeId) -> (&Ident, &Ident) {
        let (name, module) = &self.stream_errors[&stream];
        (name, module)
    }

    /// The members of a structure, the variants of a union, or the variants of an enum, in their order.
    pub fn members_of(&self, id: ShapeId) -> &[Ident] {
        &self.members[&id]
    }

    /// The names of an operation.
    pub fn operation(&self, operation: &Operation) -> &OperationNames {
        &self.operations[&operation.name]
    }

    /// The names of a waiter.
    pub fn waiter(&self, waiter: &Waiter) -> &OperationNames {
        &self.waiters[&waiter.name]
    }

    fn name_operations(&mut self, service: &Service) -> Result<()> {
        let mut scope = Scope::with(&["new", "from_conf", "config"]);
        for operation in &service.operations {
            let module = scope.claim(snake(&operation.name)).ok_or_else(|| {
                clash("operations", &operation.name)
                    .in_file(&service.origin.model)
                    .at(&operation.pointer)
            })?;
            let base = camel(&operation.name);
            for (id, suffix) in [(operation.input, "Input"), (operation.output, "Output")] {
                if let Some(id) = id {
                    self.types.insert(id, Ident(format!("{base}{suffix}")));
                    self.modules.insert(id, module.clone());
                }
            }
            self.operations
                .insert(operation.name.clone(), OperationNames { module, base });
        }
        Ok(())
    }

    fn name_waiters(&mut self, service: &Service) -> Result<()> {
        let mut scope = Scope::with(&[]);
        let waiters = service.operations.iter().flat_map(|operation| &operation.waiters);
        for waiter in waiters {
            let module = scope.claim(snake(&waiter.name)).ok_or_else(|| {
                clash("waiters", &waiter.name)
                    .in_file(&service.origin.waiters)
                    .at(&waiter.pointer)
            })?;
            let base = camel(&waiter.name);
            self.waiters
                .insert(waiter.name.clone(), OperationNames { module, base });
        }
        Ok(())
    }

    fn name_types(&mut self, service: &Service) -> Result<()> {
        let mut types = Scope::with(RESERVED_TYPES);
        let mut modules = Scope::with(&["builders", "error"]);
        for (id, shape) in service.shapes.iter() {
            if self.types.contains_key(&id) || !has_type(&shape.kind) {
                continue;
            }
            let error = || {
                clash("shapes", &shape.name)
                    .in_file(&service.origin.model)
                    .at(&shape.pointer)
            };
            self.types
                .insert(id, types.claim(camel(&shape.name)).ok_or_else(error)?);
            self.modules
                .insert(id, modules.claim(snake(&shape.name)).ok_or_else(error)?);
        }
        self.name_stream_errors(service, types, modules)
    }

    /// An event stream has an error beside it, which the model does not name.
    fn name_stream_errors(&mut self, service: &Service, mut types: Scope, mut modules: Scope) -> Result<()> {
        for id in service.shapes.event_streams() {
            let stream = &service.shapes[id];
            let name = format!("{}Error", stream.name);
            let error = || {
                clash("shapes", &name)
                    .in_file(&service.origin.model)
                    .at(&stream.pointer)
            };
            let names = (
                types.claim(camel(&name)).ok_or_else(error)?,
                modules.claim(snake(&name)).ok_or_else(error)?,
            );
            self.stream_errors.insert(id, names);
        }
        Ok(())
    }
}

/// Whether a shape has a type of its own.
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

fn members(shape: &Shape) -> Result<Vec<Ident>> {
    match &shape.kind {
        Kind::Structure(members) => {
            let mut scope = Scope::with(RESERVED_MEMBERS);
            let claim = |member: &crate::ir::Member| {
                scope
                    .claim(snake(&member.name))
                    .ok_or_else(|| clash("members", &member.name).at(&member.pointer))
            };
            members.iter().map(claim).collect()
        }
        Kind::Union(members) => {
            let mut scope = Scope::with(RESERVED_VARIANTS);
            let claim = |member: &crate::ir::Member| {
                scope
                    .claim(camel(&member.name))
                    .ok_or_else(|| clash("members", &member.name).at(&member.pointer))
            };
            members.iter().map(claim).collect()
        }
        Kind::Enum(variants) | Kind::IntEnum(variants) => {
            let mut scope = Scope::with(RESERVED_VARIANTS);
            Ok(variants
                .iter()
                .map(|variant| scope.claim_numbered(spelling(variant)))
                .collect())
        }
        _ => Ok(Vec::new()),
    }
}

fn spelling(variant: &Variant) -> String {
    let camel = camel(&words::apart(variant.name.as_ref().unwrap_or(&variant.value)));
    if camel.is_empty() { "Empty".into() } else { camel }
}

fn clash(what: &str, name: &str) -> Error {
    Error::new(
        format!("two {what} would both be called as `{name}` is in Rust"),
        "rename one of them in the model: names that differ only in case or punctuation become the same identifier",
    )
}

/// Names that are taken.
struct Scope {
    taken: BTreeSet<String>,
    reserved: &'static [&'static str],
}

impl Scope {
    fn with(reserved: &'static [&'static str]) -> Self {
        Self {
            taken: BTreeSet::new(),
            reserved,
        }
    }

    /// Claims a name, or one with a suffix if generated code has it for itself; none if another claimed it before.
    fn claim(&mut self, name: String) -> Option<Ident> {
        let name = if self.reserved.contains(&name.as_str()) {
            with_suffix(&name)
        } else {
            name
        };
        self.taken.insert(name.clone()).then(|| identifier(name))
    }

    /// Claims a name, with a number if another claimed it before.
    fn claim_numbered(&mut self, name: String) -> Ident {
        (2..)
            .map(|number| format!("{name}{number}"))
            .find_map(|numbered| match self.claim(name.clone()) {
                Some(ident) => Some(ident),
                None => self.claim(numbered),
            })
            .expect("numbers do not run out")
    }
}

fn with_suffix(name: &str) -> String {
    if name.starts_with(char::is_uppercase) {
        format!("{name}Value")
    } else {
        format!("{name}_value")
    }
}

/// Makes an identifier of a name: raw for keywords, with an underscore where it would start with a digit.
fn identifier(name: String) -> Ident {
    match name.as_str() {
        "self" | "super" | "crate" | "Self" | "_" => Ident(format!("{name}_")),
        keyword if KEYWORDS.contains(&keyword) => Ident(format!("r#{name}")),
        _ => Ident(name),
    }
}

fn package(sdk_id: &str) -> String {
    sdk_id.to_kebab_case()
}

/// Only what can stand in an identifier, so that no name of a model can be anything else.
fn cleaned(name: &str) -> String {
    let clean: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    match clean.chars().next() {
        Some(first) if first.is_ascii_digit() => format!("_{clean}"),
        _ => clean,
    }
}

fn snake(name: &str) -> String {
    let clean = cleaned(name);
    let snake = words::snake(&clean);
    if clean.starts_with('_') && snake.starts_with(|c: char| c.is_ascii_digit()) {
        return format!("_{snake}");
    }
    if snake.is_empty() { "empty".into() } else { snake }
}

fn camel(name: &str) -> String {
    let camel = cleaned(name).to_upper_camel_case();
    if camel.starts_with(|c: char| c.is_ascii_digit()) {
        format!("_{camel}")
    } else {
        camel
    }
}

/// Types that generated code uses by their bare name.
const RESERVED_TYPES: &[&str] = &[
    "Arc",
    "Blob",
    "Box",
    "BuildError",
    "Client",
    "ConfigBag",
    "Cow",
    "DateTime",
    "Debug",
    "Default",
    "Display",
    "Document",
    "Err",
    "Error",
    "ErrorMetadata",
    "From",
    "HashMap",
    "Into",
    "None",
    "Ok",
    "Option",
    "ProvideErrorMetadata",
    "RequestId",
    "Result",
    "Schema",
    "SerdeError",
    "SerializableStruct",
    "ShapeDeserializer",
    "ShapeId",
    "ShapeSerializer",
    "ShapeType",
    "Some",
    "String",
    "Vec",
    "Self",
];

/// Methods that builders and structures have besides those of their members.
const RESERVED_MEMBERS: &[&str] = &[
    "as_input",
    "build",
    "builder",
    "customize",
    "default",
    "into_paginator",
    "meta",
    "send",
    "send_with",
    "set_fields",
];

/// Variants that every enum has.
const RESERVED_VARIANTS: &[&str] = &["Unknown", "Self"];

/// The keywords of every edition, those that cannot be raw identifiers aside.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];
