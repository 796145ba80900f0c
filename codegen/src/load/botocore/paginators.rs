//! `paginators-1`: the pagination of operations.

use serde_json::Value;

use crate::{
    Result,
    ir::{Operation, Paginator, PathExpr},
    load::json::{Cursor, Document, Fields, Keys},
};

const FILE: Keys = Keys {
    of: "the file of paginators",
    read: &["pagination"],
    left: &["version"],
};

const PAGINATOR: Keys = Keys {
    of: "a paginator",
    read: &[
        "input_token",
        "limit_key",
        "more_results",
        "non_aggregate_keys",
        "output_token",
        "result_key",
    ],
    left: &[],
};

/// Gives each operation its paginator.
pub(super) fn attach(document: &Document, operations: &mut [Operation]) -> Result<()> {
    let file = document.root().fields(&FILE)?;
    let pagination = file.require("pagination")?;
    for (name, cursor) in pagination.entries()? {
        let paginator = paginator(cursor).map_err(|error| error.on(name))?;
        find(operations, &cursor, name)?.paginator = Some(paginator);
    }
    Ok(())
}

/// An operation by its name.
pub(super) fn find<'o>(
    operations: &'o mut [Operation],
    cursor: &Cursor<'_, '_>,
    name: &str,
) -> Result<&'o mut Operation> {
    let position = operations.iter().position(|operation| operation.name == name);
    match position {
        Some(position) => Ok(&mut operations[position]),
        None => Err(cursor.unknown(
            "operation",
            name,
            operations.iter().map(|operation| operation.name.as_str()),
        )),
    }
}

fn paginator(cursor: Cursor<'_, '_>) -> Result<Paginator> {
    let fields = cursor.fields(&PAGINATOR)?;
    let paginator = Paginator {
        input_tokens: paths(&fields.require("input_token")?)?,
        output_tokens: paths(&fields.require("output_token")?)?,
        limit: fields.string("limit_key")?,
        results: optional_paths(&fields, "result_key")?,
        more_results: fields.string("more_results")?.map(PathExpr),
        non_aggregate: optional_paths(&fields, "non_aggregate_keys")?,
        pointer: cursor.pointer(),
    };
    let (given, taken) = (paginator.output_tokens.len(), paginator.input_tokens.len());
    if given != taken {
        return Err(cursor.error(
            format!("the output has {given} tokens, and the input takes {taken}"),
            "list one `output_token` for each `input_token`",
        ));
    }
    Ok(paginator)
}

fn optional_paths(fields: &Fields<'_, '_>, key: &'static str) -> Result<Vec<PathExpr>> {
    fields.get(key).map_or(Ok(Vec::new()), |cursor| paths(&cursor))
}

/// One path, or several.
fn paths(cursor: &Cursor<'_, '_>) -> Result<Vec<PathExpr>> {
    match cursor.value() {
        Value::String(path) => Ok(vec![PathExpr(path.clone())]),
        Value::Array(_) => Ok(cursor.strings()?.into_iter().map(PathExpr).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => {
            Err(cursor.expected("a string or an array of strings"))
        }
    }
}
