//! Waiters: `waitable` of an operation.

use super::{ast::local_name, traits::Traits};
use crate::{
    Result,
    ir::{Acceptor, Expectation, PathExpr, Waiter},
    load::common_traits::STATES,
    load::json::{Cursor, Fields, Keys},
};

const WAITER: Keys = Keys {
    of: "a waiter",
    read: &["acceptors", "documentation", "maxDelay", "minDelay"],
    left: &["deprecated", "tags"],
};

const ACCEPTOR: Keys = Keys {
    of: "an acceptor",
    read: &["matcher", "state"],
    left: &[],
};

const MATCHER: Keys = Keys {
    of: "a matcher",
    read: &["errorType", "inputOutput", "output", "success"],
    left: &[],
};

const PATH: Keys = Keys {
    of: "a matcher of a value",
    read: &["comparator", "expected", "path"],
    left: &[],
};

/// The default delays of a waiter, in seconds.
const MIN_DELAY: u32 = 2;
const MAX_DELAY: u32 = 120;

/// The comparators of paths.
#[derive(Clone, Copy)]
enum Comparator {
    String,
    Boolean,
    AllStrings,
    AnyString,
}

const COMPARATORS: &[(&str, Comparator)] = &[
    ("stringEquals", Comparator::String),
    ("booleanEquals", Comparator::Boolean),
    ("allStringEquals", Comparator::AllStrings),
    ("anyStringEquals", Comparator::AnyString),
];

/// Reads `waitable`.
pub(super) fn lower(traits: &Traits<'_, '_>) -> Result<Vec<Waiter>> {
    let Some(waiters) = traits.get("smithy.waiters#waitable") else {
        return Ok(Vec::new());
    };
    waiters.entries()?.map(|(name, cursor)| waiter(name, cursor)).collect()
}

fn waiter(name: &str, cursor: Cursor<'_, '_>) -> Result<Waiter> {
    let fields = cursor.fields(&WAITER)?;
    let min_delay = fields.get("minDelay").map_or(Ok(MIN_DELAY), |delay| delay.whole())?;
    let max_delay = fields.get("maxDelay").map_or(Ok(MAX_DELAY), |delay| delay.whole())?;
    Ok(Waiter {
        name: name.to_owned(),
        docs: fields.string("documentation")?,
        min_delay,
        max_delay: max_delay.max(min_delay),
        max_attempts: None,
        acceptors: fields
            .require("acceptors")?
            .items()?
            .map(acceptor)
            .collect::<Result<_>>()?,
        pointer: cursor.pointer(),
    })
}

fn acceptor(cursor: Cursor<'_, '_>) -> Result<Acceptor> {
    let fields = cursor.fields(&ACCEPTOR)?;
    let matcher = fields.require("matcher")?;
    let matcher = matcher.fields(&MATCHER)?;
    Ok(Acceptor {
        state: fields.require("state")?.one_of("state of a waiter", STATES)?,
        expectation: expectation(&matcher)?,
        with_input: matcher.get("inputOutput").is_some(),
    })
}

/// Reads the one expectation of a matcher, which is a union.
fn expectation(matcher: &Fields<'_, '_>) -> Result<Expectation> {
    let mut found = Vec::new();
    for key in ["output", "inputOutput"] {
        if let Some(value) = matcher.get(key) {
            found.push(of_value(&value.fields(&PATH)?)?);
        }
    }
    if let Some(success) = matcher.get("success") {
        found.push(Expectation::Success(success.bool()?));
    }
    if let Some(error) = matcher.get("errorType") {
        found.push(Expectation::Error(local_name(error.str()?).to_owned()));
    }
    match (found.pop(), found.is_empty()) {
        (Some(expectation), true) => Ok(expectation),
        _ => Err(matcher.cursor().error(
            "a matcher expects one thing, and this one none or several",
            "give it one of `output`, `inputOutput`, `errorType` and `success`",
        )),
    }
}

fn of_value(fields: &Fields<'_, '_>) -> Result<Expectation> {
    let path = PathExpr(fields.require("path")?.string()?);
    let expected = fields.require("expected")?.string()?;
    Ok(match fields.require("comparator")?.one_of("comparator", COMPARATORS)? {
        Comparator::String => Expectation::Output { path, expected },
        Comparator::AllStrings => Expectation::OutputAll { path, expected },
        Comparator::AnyString => Expectation::OutputAny { path, expected },
        Comparator::Boolean => Expectation::OutputBoolean {
            path,
            expected: fields
                .require("expected")?
                .one_of("boolean", &[("true", true), ("false", false)])?,
        },
    })
}
