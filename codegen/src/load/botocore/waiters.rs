//! `waiters-2`: the states of resources to wait for, and the responses that show them.

use serde_json::Value;

use super::paginators::find;
use crate::{
    Result,
    ir::{Acceptor, Expectation, Operation, PathExpr, Waiter},
    load::common_traits::STATES,
    load::json::{Cursor, Document, Fields, Keys},
};

const FILE: Keys = Keys {
    of: "the file of waiters",
    read: &["waiters"],
    left: &["version"],
};

const WAITER: Keys = Keys {
    of: "a waiter",
    read: &["acceptors", "delay", "description", "maxAttempts", "operation"],
    left: &[],
};

const ACCEPTOR: Keys = Keys {
    of: "an acceptor",
    read: &["argument", "expected", "matcher", "state"],
    left: &[],
};

/// The longest delay of a waiter in seconds, which is Smithy's default. In botocore's form, waiters have one fixed
/// delay.
const MAX_DELAY: u32 = 120;

/// The values of `matcher`: the part of a response that an acceptor tests.
#[derive(Clone, Copy)]
enum Matcher {
    Path,
    PathAll,
    PathAny,
    Status,
    Error,
}

const MATCHERS: &[(&str, Matcher)] = &[
    ("path", Matcher::Path),
    ("pathAll", Matcher::PathAll),
    ("pathAny", Matcher::PathAny),
    ("status", Matcher::Status),
    ("error", Matcher::Error),
];

/// Gives each operation its waiters.
pub(super) fn attach(document: &Document, operations: &mut [Operation]) -> Result<()> {
    let file = document.root().fields(&FILE)?;
    let waiters = file.require("waiters")?;
    for (name, cursor) in waiters.entries()? {
        let fields = cursor.fields(&WAITER)?;
        let waiter = waiter(name, &fields).map_err(|error| error.on(name))?;
        let operation = fields.require("operation")?;
        find(operations, &operation, operation.str()?)
            .map_err(|error| error.on(name))?
            .waiters
            .push(waiter);
    }
    Ok(())
}

fn waiter(name: &str, fields: &Fields<'_, '_>) -> Result<Waiter> {
    let delay = fields.require("delay")?.whole()?;
    Ok(Waiter {
        name: name.to_owned(),
        docs: fields.string("description")?,
        min_delay: delay,
        max_delay: MAX_DELAY.max(delay),
        max_attempts: fields.get("maxAttempts").map(|attempts| attempts.whole()).transpose()?,
        acceptors: fields
            .require("acceptors")?
            .items()?
            .map(acceptor)
            .collect::<Result<_>>()?,
        pointer: fields.cursor().pointer(),
    })
}

fn acceptor(cursor: Cursor<'_, '_>) -> Result<Acceptor> {
    let fields = cursor.fields(&ACCEPTOR)?;
    Ok(Acceptor {
        state: fields.require("state")?.one_of("state of a waiter", STATES)?,
        expectation: expectation(&fields)?,
        with_input: false,
    })
}

fn expectation(fields: &Fields<'_, '_>) -> Result<Expectation> {
    let expected = fields.require("expected")?;
    let path = || Ok(PathExpr(fields.require("argument")?.string()?));
    Ok(match fields.require("matcher")?.one_of("matcher", MATCHERS)? {
        Matcher::Path => match expected.value() {
            Value::Bool(value) => Expectation::OutputBoolean {
                path: path()?,
                expected: *value,
            },
            _ => Expectation::Output {
                path: path()?,
                expected: expected.string()?,
            },
        },
        Matcher::PathAll => Expectation::OutputAll {
            path: path()?,
            expected: expected.string()?,
        },
        Matcher::PathAny => Expectation::OutputAny {
            path: path()?,
            expected: expected.string()?,
        },
        Matcher::Status => Expectation::Status(expected.whole()?),
        Matcher::Error => match expected.value() {
            Value::Bool(any_error) => Expectation::Success(!any_error),
            _ => Expectation::Error(expected.string()?),
        },
    })
}
