//! Emission: turns the plan into the text of a crate's files.
//!
//! There is one file here for each kind of item. Emitters are pure functions from the plan to tokens; they read no
//! model, decide no name, and never look at each other's output.

mod auth;
mod bucket_sessions;
mod builder;
mod checksum;
mod client;
mod config;
mod context;
mod crate_error;
mod crate_root;
mod default;
mod deserialize;
mod endpoint;
mod endpoint_discovery;
mod enumeration;
mod error_enum;
mod event_stream;
mod example;
mod exception;
mod extra;
mod fluent;
mod header;
mod inlined;
mod jmespath;
mod layout;
mod manifest;
mod module;
mod operation;
mod operation_overrides;
mod paginator;
mod prelude;
mod protocol;
mod rooted;
mod schema;
mod secrets;
mod serialize;
mod structure;
mod support;
mod threads;
mod types;
mod union;
mod unsupported;
mod uses;
mod waiter;

use context::Context;
use module::Module;
use rayon::prelude::*;
use uses::Uses;

use crate::{
    Error, Files, Result, Support,
    ir::{Operation, ShapeId},
    plan::{Crate, Definition},
};

/// Emits all files of a crate.
///
/// Each file is emitted and formatted on its own, in parallel.
pub fn emit(plan: &Crate) -> Result<Files> {
    let cx = Context::new(plan);
    unsupported::refuse(&cx)?;
    let sources = sources(&cx);
    let rendered = sources.into_par_iter().map(|source| {
        let (text, uses) = rendered(&cx, &*source.emit)?;
        Ok((source.path, text, uses))
    });
    let (mut files, mut uses) = (Files::new(), Uses::default());
    for (path, text, named) in threads::on_large_stacks(|| rendered.collect::<Result<Vec<_>>>())? {
        files.insert(path, text);
        uses.extend(&named);
    }
    if matches!(cx.support, Support::Copy) {
        files.extend(support::files(&mut uses));
    }
    files.extend(manifest::files(&cx, &uses));
    let files = match &plan.root {
        Some(root) => rooted::rooted(files, root)?,
        None => files,
    };
    Ok(header::added(files, &plan.command))
}

/// Emits the crate that generated crates share, for crates with these sources.
pub fn emit_shared<'a>(sources: impl Iterator<Item = &'a str>, command: &str) -> Files {
    let mut named = Uses::default();
    for source in sources {
        named.extend(&Uses::of_text(source, &["crate"]));
    }
    let (mut files, uses) = support::shared(&named);
    files.extend(manifest::of_shared(&uses));
    header::added(files, command)
}

/// The text of a file, and the paths that it names.
fn rendered(cx: &Context<'_>, emit: &Emit<'_>) -> Result<(String, Uses)> {
    let tokens = || emit(cx).map(Module::tokens);
    match module::render(tokens()?) {
        Ok((text, uses)) if !prelude::is_marked(&text) => return Ok((text, uses)),
        // A type may hide a name of the prelude, which shows in the tokens of the whole file alone.
        Ok(_) | Err(_) => {}
    }
    let resolved = || tokens().map(prelude::resolved);
    match module::render(resolved()?) {
        Ok(rendered) => Ok(rendered),
        Err(error) => Err(Error::new(
            format!(
                "the generator emitted code that does not parse: {error}\n{}",
                resolved()?
            ),
            "this is a defect of the generator: report it with the model that shows it",
        )
        .in_file(&cx.service.origin.model)),
    }
}

/// A source file: its path, and its emitter.
struct Source<'a> {
    path: String,
    emit: Box<Emit<'a>>,
}

type Emit<'a> = dyn Fn(&Context<'_>) -> Result<Module> + Send + Sync + 'a;

impl<'a> Source<'a> {
    fn new(path: impl Into<String>, emit: impl Fn(&Context<'_>) -> Result<Module> + Send + Sync + 'a) -> Self {
        Self {
            path: path.into(),
            emit: Box::new(emit),
        }
    }
}

/// All source files of a crate.
fn sources<'a>(cx: &Context<'a>) -> Vec<Source<'a>> {
    let mut sources = vec![
        Source::new("src/client.rs", |cx| Ok(client::emit(cx))),
        Source::new("src/client/customize.rs", |cx| Ok(client::customize(cx))),
        Source::new("src/config.rs", |cx| Ok(config::emit(cx))),
        Source::new("src/config/endpoint.rs", endpoint::emit),
        Source::new("src/error.rs", |_| Ok(crate_error::reexports())),
        Source::new("src/error_meta.rs", |cx| Ok(crate_error::emit(cx))),
        Source::new("src/lib.rs", |cx| Ok(crate_root::emit(cx))),
        Source::new("src/meta.rs", crate_root::meta),
        Source::new("src/operation.rs", |cx| Ok(crate_root::operations(cx))),
        Source::new("src/primitives.rs", |cx| Ok(crate_root::primitives(cx))),
        Source::new("src/types.rs", |cx| Ok(crate_root::types(cx))),
        Source::new("src/types/error.rs", |cx| Ok(crate_root::errors(cx))),
    ];
    let operations = &cx.service.operations;
    sources.extend(operations.iter().flat_map(|operation| operation_sources(cx, operation)));
    if !cx.waiters().is_empty() {
        sources.push(Source::new("src/waiters.rs", |cx| Ok(crate_root::waiters(cx))));
    }
    sources.extend(cx.plan().waiters().iter().map(|waiter| {
        let path = format!("src/waiters/{}.rs", waiter.module.bare());
        Source::new(path, move |cx| waiter::emit(cx, waiter))
    }));
    sources.extend(cx.plan().data_types().into_iter().map(|(id, definition)| {
        let path = format!("src/types/{}.rs", cx.module_of(id).bare());
        Source::new(path, move |cx| Ok(data_type(cx, id, definition)))
    }));
    sources.extend(cx.error_types().into_iter().map(|id| {
        let path = format!("src/types/error/{}.rs", cx.module_of(id).bare());
        Source::new(path, move |cx| Ok(structure::emit(cx, id)))
    }));
    sources.extend(cx.service.shapes.event_streams().map(|id| {
        let path = format!("src/types/error/{}.rs", cx.error_of_stream(id).1.bare());
        Source::new(path, move |cx| Ok(event_stream::error(cx, id)))
    }));
    sources
}

/// The source files of an operation.
fn operation_sources<'a>(cx: &Context<'a>, operation: &'a Operation) -> Vec<Source<'a>> {
    let folder = format!("src/operation/{}", cx.operation_names(operation).module.bare());
    let (input, output) = (cx.input(operation), cx.output(operation));
    let mut sources = vec![
        Source::new(format!("{folder}.rs"), |cx| operation::emit(cx, operation)),
        Source::new(format!("{folder}/builders.rs"), |cx| Ok(fluent::emit(cx, operation))),
        Source::new(format!("{folder}/input.rs"), move |cx| Ok(structure::emit(cx, input))),
        Source::new(format!("{folder}/output.rs"), move |cx| Ok(structure::emit(cx, output))),
    ];
    if let Some(paginator) = cx.plan().paginator(operation) {
        let emit = |cx: &Context<'_>| Ok(paginator::emit(cx, operation, paginator));
        sources.push(Source::new(format!("{folder}/paginator.rs"), emit));
    }
    sources
}

/// The file of a type that is neither an operation's nor an error.
fn data_type(cx: &Context<'_>, id: ShapeId, definition: Definition<'_>) -> Module {
    match definition {
        Definition::Structure => {
            let mut module = structure::emit(cx, id);
            module.push(bucket_sessions::conversion(cx, id).unwrap_or_default());
            module
        }
        Definition::Union if cx.shape(id).is_event_stream() => event_stream::emit(cx, id),
        Definition::Union => union::emit(cx, id),
        Definition::Enum(variants) => enumeration::emit(cx, id, variants),
    }
}
