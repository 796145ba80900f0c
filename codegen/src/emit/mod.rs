//! Emission: the IR and the facts about it become the text of a crate's files.
//!
//! One file here for one kind of item. Emitters are pure functions of the IR to tokens; they read no
//! model, decide no name, and never look at each other's output.

mod builder;
mod client;
mod config;
mod context;
mod crate_error;
mod crate_root;
mod default;
mod deserialize;
mod endpoint;
mod enumeration;
mod exception;
mod fluent;
mod limits;
mod manifest;
mod module;
mod operation;
mod paginator;
mod schema;
mod serialize;
mod structure;
mod support;
mod types;
mod union;

use context::Context;
use module::Module;

use crate::{
    Files, Options, Result,
    ir::{Kind, Service, ShapeId},
    passes::Facts,
};

/// Emits all files of a crate.
pub fn emit(service: &Service, facts: &Facts, options: &Options) -> Result<Files> {
    let cx = Context::new(service, facts, options)?;
    limits::refuse_unsupported(&cx)?;
    let mut files = Files::new();
    let mut add = |path: String, module: Module| -> Result<()> {
        files.insert(path, module.render(&cx)?);
        Ok(())
    };
    add("src/client.rs".into(), client::emit(&cx))?;
    add("src/client/customize.rs".into(), client::customize(&cx))?;
    add("src/config.rs".into(), config::emit(&cx))?;
    add("src/config/endpoint.rs".into(), endpoint::emit(&cx)?)?;
    add("src/error.rs".into(), crate_error::reexports(&cx))?;
    add("src/error_meta.rs".into(), crate_error::emit(&cx))?;
    add("src/lib.rs".into(), crate_root::emit(&cx))?;
    add("src/meta.rs".into(), crate_root::meta(&cx)?)?;
    add("src/operation.rs".into(), crate_root::operations(&cx))?;
    add("src/primitives.rs".into(), crate_root::primitives(&cx))?;
    add("src/types.rs".into(), crate_root::types(&cx))?;
    add("src/types/error.rs".into(), crate_root::errors(&cx))?;
    for operation in &service.operations {
        let folder = format!("src/operation/{}", cx.operation_names(operation).module.bare());
        add(format!("{folder}.rs"), operation::emit(&cx, operation))?;
        add(format!("{folder}/builders.rs"), fluent::emit(&cx, operation))?;
        add(format!("{folder}/input.rs"), structure::emit(&cx, cx.input(operation)))?;
        add(
            format!("{folder}/output.rs"),
            structure::emit(&cx, cx.output(operation)),
        )?;
        if let Some(paginator) = paginator::emit(&cx, operation)? {
            add(format!("{folder}/paginator.rs"), paginator)?;
        }
    }
    for id in cx.data_types() {
        add(format!("src/types/{}.rs", cx.module_of(id).bare()), data_type(&cx, id))?;
    }
    for id in cx.error_types() {
        add(
            format!("src/types/error/{}.rs", cx.module_of(id).bare()),
            structure::emit(&cx, id),
        )?;
    }
    files.extend(support::files());
    files.extend(manifest::files(&cx)?);
    Ok(files)
}

/// The file of a type that is neither an operation's nor an error.
fn data_type(cx: &Context<'_>, id: ShapeId) -> Module {
    match &cx.shape(id).kind {
        Kind::Structure(_) => structure::emit(cx, id),
        Kind::Union(members) => union::emit(cx, id, members),
        Kind::Enum(variants) => enumeration::emit(cx, id, variants),
        Kind::IntEnum(_)
        | Kind::Blob
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
        | Kind::Map(..) => unreachable!("only structures, unions and enums have types of their own"),
    }
}
