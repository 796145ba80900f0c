//! Waiters: what each answer means to them, so that acceptors which are only written in another way are the same.

use std::collections::BTreeMap;

use super::{At, Findings, Level, Rule};
use crate::{
    ir::{Acceptor, AcceptorState, Expectation, Operation, PathExpr, Waiter},
    jmespath,
    plan::Crate,
};

/// Compares the waiters of an operation.
pub(super) fn compare(old: &Crate, new: &Crate, (was, is): (&Operation, &Operation), out: &mut Findings) {
    for waiter in old.waiters_of(was) {
        match new.waiters_of(is).find(|other| other.model.name == waiter.model.name) {
            Some(other) => {
                let at = At {
                    item: &other.path,
                    pointer: &other.model.pointer,
                };
                changed(&waiter.model, &other.model, at, out);
                if meaning(old, was, &waiter.model) != meaning(new, is, &other.model) {
                    out.add(Rule::WaiterChanged, Level::Fix, at.item, at.pointer).note =
                        Some("other answers end the wait, or let it go on");
                }
            }
            None => {
                out.add(
                    Rule::WaiterRemoved,
                    Level::Breaking,
                    &waiter.path,
                    &waiter.model.pointer,
                );
            }
        }
    }
    for waiter in new.waiters_of(is) {
        if !old.waiters_of(was).any(|other| other.model.name == waiter.model.name) {
            out.add(Rule::WaiterAdded, Level::Addition, &waiter.path, &waiter.model.pointer);
        }
    }
}

/// Compares when a waiter asks, and what is said of it.
fn changed(was: &Waiter, is: &Waiter, at: At<'_>, out: &mut Findings) {
    out.docs(at, was.docs.as_deref(), is.docs.as_deref());
    let delays = |waiter: &Waiter| format!("{} to {} seconds", waiter.min_delay, waiter.max_delay);
    if delays(was) != delays(is) {
        out.add(Rule::WaiterChanged, Level::Fix, at.item, at.pointer)
            .said(Some(delays(was)), Some(delays(is)));
    }
    // How long to wait is for the caller to say: the number of attempts is a suggestion, in the documentation.
    let attempts = |waiter: &Waiter| waiter.max_attempts.map(|attempts| format!("{attempts} attempts"));
    if was.max_attempts != is.max_attempts {
        out.add(Rule::DocsChanged, Level::Docs, at.item, at.pointer)
            .said(attempts(was), attempts(is));
    }
}

/// The meaning of answers of one kind, outputs or errors.
#[derive(Debug, PartialEq)]
struct Meaning {
    /// The tests of a response, in order: for each expected value, the state.
    questions: Vec<(String, BTreeMap<String, AcceptorState>)>,
    /// The state where no question ends the matter; none where the model leaves it to the runtime.
    otherwise: Option<AcceptorState>,
}

/// The meaning of a waiter's acceptors for outputs, and for errors.
fn meaning(plan: &Crate, operation: &Operation, waiter: &Waiter) -> [Meaning; 2] {
    [false, true].map(|of_errors| {
        let mut meaning = Meaning {
            questions: Vec::new(),
            // The runtime asks again after an output that no acceptor matches.
            otherwise: (!of_errors).then_some(AcceptorState::Retry),
        };
        for acceptor in &waiter.acceptors {
            let Some((question, values)) = question(plan, operation, acceptor, of_errors) else {
                continue;
            };
            if question.is_empty() {
                meaning.otherwise = Some(acceptor.state);
                break;
            }
            meaning.ask(question, values, acceptor.state);
        }
        meaning.shorten();
        meaning
    })
}

impl Meaning {
    fn ask(&mut self, question: String, values: Vec<String>, state: AcceptorState) {
        match self.questions.last() {
            Some((last, _)) if *last == question => {}
            _ => self.questions.push((question, BTreeMap::new())),
        }
        if let Some((_, known)) = self.questions.last_mut() {
            // The first acceptor that matches counts.
            values.into_iter().for_each(|value| {
                known.entry(value).or_insert(state);
            });
        }
    }

    /// Leaves out questions at the end that lead where no question leads.
    fn shorten(&mut self) {
        let otherwise = self.otherwise;
        while let Some((_, last)) = self.questions.last_mut() {
            last.retain(|_, state| Some(*state) != otherwise);
            if !last.is_empty() {
                break;
            }
            self.questions.pop();
        }
    }
}

/// The test that an acceptor makes of outputs or of errors, and the values that it expects. The test is empty where any
/// response matches; `None` where the acceptor is about the other kind.
fn question(
    plan: &Crate,
    operation: &Operation,
    acceptor: &Acceptor,
    of_errors: bool,
) -> Option<(String, Vec<String>)> {
    let of_input = if acceptor.with_input { " with input" } else { "" };
    let path = |kind: &str, path: &PathExpr| {
        let read = jmespath::parse(&path.0).map(|it| format!("{it:?}"));
        format!("{kind}{of_input} {}", read.unwrap_or_else(|_| path.0.clone()))
    };
    let every = || (String::new(), Vec::new());
    let (is_of_error, asked) = match &acceptor.expectation {
        Expectation::Success(is_success) => (!is_success, every()),
        // An operation has one status of success.
        Expectation::Status(status) if *status == operation.http.status.unwrap_or(200) => (false, every()),
        Expectation::Status(status) => {
            let is_success = (200..300).contains(status);
            (!is_success, ("status".into(), vec![status.to_string()]))
        }
        Expectation::Error(name) => (true, ("code".into(), codes(plan, operation, name))),
        Expectation::Output { path: at, expected } => (false, (path("text", at), vec![expected.clone()])),
        Expectation::OutputBoolean { path: at, expected } => (false, (path("boolean", at), vec![expected.to_string()])),
        Expectation::OutputAll { path: at, expected } => (false, (path("all", at), vec![expected.clone()])),
        // Several of these may be true of one list, so that their order counts.
        Expectation::OutputAny { path: at, expected } => (
            false,
            (format!("{} {expected}", path("any", at)), vec![expected.clone()]),
        ),
    };
    (is_of_error == of_errors).then_some(asked)
}

/// The codes of an error that is named by its code, or by its shape.
fn codes(plan: &Crate, operation: &Operation, name: &str) -> Vec<String> {
    let errors = operation.errors.iter().map(|id| plan.shape(*id));
    let named = errors.filter(|shape| shape.name == name);
    let codes = named.filter_map(|shape| shape.traits.error.as_ref()?.code.clone());
    codes.chain([name.to_owned()]).collect()
}
