//! Waiters: their names and paths, the operations that they repeat, and their resolved expressions. It knows no tokens.

use super::{Crate, Ident};
use crate::{
    Result, ir,
    ir::Operation,
    jmespath::{Typed, expressions::Expressions},
};

/// A waiter of the crate.
#[derive(Clone, Debug)]
pub struct Waiter {
    /// The waiter as the model has it.
    pub model: ir::Waiter,
    /// The module that holds its types: `waiters::book_returned`.
    pub module: Ident,
    /// The method of the client: `wait_until_book_returned`.
    pub method: String,
    /// The path of the method: `client::Waiters::wait_until_book_returned`.
    pub path: String,
    /// The builder that the method gives: `BookReturnedFluentBuilder`.
    pub builder: String,
    /// The response that ended the wait: `BookReturnedFinalPoll`.
    pub final_poll: String,
    /// The error of a wait: `WaitUntilBookReturnedError`.
    pub error: String,
    /// The acceptors, in order.
    pub acceptors: Vec<Acceptor>,
    /// The position of the operation among all.
    operation: usize,
}

/// A test of a waiter, and its expression, where it has one.
#[derive(Clone, Debug)]
pub struct Acceptor {
    /// The test as the model has it.
    pub model: ir::Acceptor,
    /// The expression, on the output, or on the input and the output.
    pub expression: Option<Typed>,
}

impl Waiter {
    /// The path of a type in the waiter's module.
    pub fn path_of(&self, name: &str) -> String {
        format!("waiters::{}::{name}", self.module.as_str())
    }
}

impl Crate {
    /// The waiters of all operations, in the order of the model.
    pub fn waiters(&self) -> &[Waiter] {
        &self.waiters
    }

    /// The waiters that repeat an operation.
    pub fn waiters_of(&self, operation: &Operation) -> impl Iterator<Item = &Waiter> {
        let waiters = self.waiters.iter();
        waiters.filter(move |waiter| self.repeated(waiter).name == operation.name)
    }

    /// The operation that a waiter repeats.
    pub fn repeated(&self, waiter: &Waiter) -> &Operation {
        &self.service.operations[waiter.operation]
    }
}

/// Decides the waiters.
pub(super) fn all(plan: &Crate) -> Result<Vec<Waiter>> {
    let operations = plan.service.operations.iter().enumerate();
    let waiters = operations.flat_map(|(position, operation)| operation.waiters.iter().map(move |it| (position, it)));
    waiters.map(|(position, model)| waiter(plan, position, model)).collect()
}

fn waiter(plan: &Crate, operation: usize, model: &ir::Waiter) -> Result<Waiter> {
    let expressions = Expressions::of(&plan.service, &plan.service.operations[operation]);
    let acceptors = model.acceptors.iter().enumerate().map(|(index, acceptor)| {
        Ok(Acceptor {
            expression: expressions.acceptor(model, index, acceptor)?,
            model: acceptor.clone(),
        })
    });
    let (module, base) = plan.names.waiter(model);
    let method = format!("wait_until_{}", module.bare().trim_start_matches('_'));
    Ok(Waiter {
        model: model.clone(),
        module: module.clone(),
        path: format!("client::Waiters::{method}"),
        method,
        builder: format!("{base}FluentBuilder"),
        final_poll: format!("{base}FinalPoll"),
        error: format!("WaitUntil{}Error", base.trim_start_matches('_')),
        acceptors: acceptors.collect::<Result<_>>()?,
        operation,
    })
}
