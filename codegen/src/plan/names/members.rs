//! The names inside a type: members of structures, variants of unions, enums and errors.

use std::collections::HashSet;

use super::{
    ident::Ident,
    or_empty,
    scope::{Owner, Scope, with_suffix},
};
use crate::{
    Result, casing,
    ir::{Kind, Member, Shape, Variant},
};

/// The name of a member or a variant.
#[derive(Clone, Debug)]
pub struct MemberName {
    /// The identifier: of the field and the setter, or of the variant.
    pub ident: Ident,
    /// The suffix of other accessors: `set_` and `get_` precede it in builders, `as_` and `is_` in unions. No keyword
    /// and no reserved name changes it.
    pub stem: String,
}

/// The methods and fields that generated code adds beside the members of a structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// The input of an operation.
    Input {
        /// True where the operation has a paginator.
        has_pages: bool,
        /// True where a waiter polls the operation.
        has_waiters: bool,
    },
    /// An error, whose builder has a method for its metadata.
    Error,
    /// Any other structure.
    Other,
}

/// Names the members of a structure or the variants of a union or an enum, in their order.
///
/// # Errors
///
/// Two of them would have the same name.
pub(super) fn of(shape: &Shape, usage: Use) -> Result<Vec<MemberName>> {
    match &shape.kind {
        Kind::Structure(members) => fields(members, usage),
        Kind::Union(members) => union(members),
        Kind::Enum(variants) | Kind::IntEnum(variants) => Ok(enumeration(shape, variants)),
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
        | Kind::Map(..) => Ok(Vec::new()),
    }
}

/// The members of a structure. A builder has three methods for each member: `name`, `set_name`, `get_name`. The latter
/// two have fixed names, so a member called `setName` gives way to a member called `name`, whichever comes first.
fn fields(members: &[Member], usage: Use) -> Result<Vec<MemberName>> {
    let stems: Vec<String> = members.iter().map(|member| stem(&member.name)).collect();
    let methods: HashSet<String> = stems
        .iter()
        .flat_map(|stem| [format!("set_{stem}"), format!("get_{stem}")])
        .collect();
    let mut scope = Scope::new(&[]);
    members
        .iter()
        .zip(stems)
        .map(|(member, stem)| {
            let owner = Owner::new("the member", &member.name, &member.pointer);
            // `meta` and `set_meta` are of the error's metadata.
            let stem = match usage {
                Use::Error if stem == "meta" => with_suffix(&stem),
                Use::Error | Use::Input { .. } | Use::Other => stem,
            };
            let name = match is_reserved(&stem, usage) || methods.contains(&stem) {
                true => with_suffix(&stem),
                false => stem.clone(),
            };
            let ident = scope.claim(name, owner)?;
            Ok(MemberName { ident, stem })
        })
        .collect()
}

/// The name of a member, an endpoint parameter or a setting in snake case, even where Rust does not accept it.
pub(super) fn stem(name: &str) -> String {
    or_empty(casing::snake(name), "empty")
}

/// Tells whether builders of such a structure have a method of this name, which a member therefore cannot have.
fn is_reserved(name: &str, usage: Use) -> bool {
    let of_inputs = match usage {
        Use::Error | Use::Other => false,
        Use::Input { has_pages, has_waiters } => {
            matches!(name, "as_input" | "new" | "send_with")
                || (has_pages && name == "into_paginator")
                || (has_waiters && name == "wait")
        }
    };
    of_inputs || RESERVED_MEMBERS.contains(&name)
}

/// The variants of a union, whose methods have their names.
fn union(members: &[Member]) -> Result<Vec<MemberName>> {
    let mut variants = Scope::new(RESERVED_VARIANTS);
    let mut methods = Scope::new(&[]);
    methods.take("unknown", Owner::new("the variant", "Unknown", ""))?;
    members
        .iter()
        .map(|member| {
            let owner = Owner::new("the member", &member.name, &member.pointer);
            let ident = variants.claim(type_name(&member.name), owner)?;
            let stem = ident.snake();
            methods.take(&stem, owner)?;
            Ok(MemberName { ident, stem })
        })
        .collect()
}

/// The variants of an enum. Values with the same identifier get numbers, as a service may distinguish `a-b` from `a_b`.
fn enumeration(shape: &Shape, variants: &[Variant]) -> Vec<MemberName> {
    let mut scope = Scope::new(RESERVED_VARIANTS);
    let name = |variant: &Variant| {
        let ident = scope.claim_numbered(
            variant_name(variant),
            Owner::new("a value of", &shape.name, &shape.pointer),
        );
        let stem = ident.snake();
        MemberName { ident, stem }
    };
    variants.iter().map(name).collect()
}

/// The name of an enum's variant, without a number that makes it unique.
pub fn variant_name(variant: &Variant) -> String {
    type_name(variant.name.as_ref().unwrap_or(&variant.value))
}

/// The name of a type or a variant in Pascal case, even where Rust does not accept it.
pub(super) fn type_name(name: &str) -> String {
    or_empty(casing::pascal(name), "Empty")
}

/// Methods that builders have beside those of members.
const RESERVED_MEMBERS: &[&str] = &[
    "build",
    "builder",
    "customize",
    "default",
    "make_operation",
    "meta",
    "presigned",
    "send",
];

/// Variants that every enum has.
const RESERVED_VARIANTS: &[&str] = &["Unknown"];
