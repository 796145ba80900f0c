//! Paginators: their names and paths, how one page follows another, and the types that users name. It knows resolved
//! expressions and no tokens.

use std::{collections::BTreeMap, fmt};

use super::{Crate, RustType, names::OperationNames};
use crate::{
    Result, ir,
    ir::{Kind, Operation, ShapeId},
    jmespath::{Typed, expressions::Expressions},
};

/// The paginator of an operation.
#[derive(Clone, Debug)]
pub struct Paginator {
    /// The type that fetches pages: `ListBooksPaginator`.
    pub name: String,
    /// The path at which users find it: `operation::list_books::paginator::ListBooksPaginator`.
    pub path: String,
    /// For each token, the position of the input's member that takes it, and its expression on the output.
    pub tokens: Vec<(usize, Typed)>,
    /// The position of the input's member that limits a page, and its type.
    pub page_size: Option<(usize, RustType)>,
    /// The items of pages; `None` where a page holds no list and no map.
    pub items: Option<Items>,
    /// The expression on the output that tells whether there are more pages.
    pub more: Option<Typed>,
}

/// The items that pages hold.
#[derive(Clone, Debug)]
pub struct Items {
    /// The type that fetches them: `ListBooksPaginatorItems`.
    pub name: String,
    /// The positions of the members that lead from the output to the list or the map.
    pub members: Vec<usize>,
    /// The type of an item.
    pub ty: ItemType,
}

/// The type of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemType {
    /// An element of a list.
    Element(RustType),
    /// A pair of a map's key and its value.
    Entry(RustType, RustType),
}

impl fmt::Display for ItemType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Element(ty) => ty.fmt(f),
            Self::Entry(key, value) => write!(f, "({key}, {value})"),
        }
    }
}

impl Crate {
    /// The paginator of an operation.
    pub fn paginator(&self, operation: &Operation) -> Option<&Paginator> {
        self.paginators.get(&operation.name)
    }
}

/// Decides the paginators, by the names of their operations.
pub(super) fn all(plan: &Crate) -> Result<BTreeMap<String, Paginator>> {
    let operations = plan.service.operations.iter();
    let paginated = operations.filter_map(|operation| Some((operation, operation.paginator.as_ref()?)));
    paginated
        .map(|(operation, model)| Ok((operation.name.clone(), paginator(plan, operation, model)?)))
        .collect()
}

fn paginator(plan: &Crate, operation: &Operation, model: &ir::Paginator) -> Result<Paginator> {
    let pages = Expressions::of(&plan.service, operation).pages(model)?;
    let OperationNames { module, base, .. } = plan.operation_names(operation);
    let name = format!("{base}Paginator");
    let members = plan.shape(plan.input(operation)).kind.members();
    Ok(Paginator {
        path: format!("operation::{}::paginator::{name}", module.as_str()),
        tokens: pages.tokens,
        page_size: pages.limit.map(|limit| (limit, plan.rust_type(members[limit].target))),
        items: pages.items.map(|(members, held)| Items {
            name: format!("{name}Items"),
            members,
            ty: item_type(plan, held),
        }),
        more: pages.more,
        name,
    })
}

/// The type of what a list or a map holds.
fn item_type(plan: &Crate, held: ShapeId) -> ItemType {
    match &plan.shape(held).kind {
        Kind::List(element) => ItemType::Element(plan.element_type(held, element.target)),
        Kind::Map(key, value) => ItemType::Entry(plan.rust_type(key.target), plan.element_type(held, value.target)),
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
        | Kind::Enum(_)
        | Kind::IntEnum(_)
        | Kind::Timestamp
        | Kind::Document
        | Kind::Structure(_)
        | Kind::Union(_) => unreachable!("expressions of other types have no items"),
    }
}
