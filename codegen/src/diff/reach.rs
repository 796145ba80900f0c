//! Reach: which operations bring an item of the crate, so that a report can be read operation by operation. It knows
//! paths, and judges nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::{ir::Operation, plan::Crate};

/// The operations that items belong to.
pub(super) struct Reach {
    /// The methods of operations, by the path of each type that they reach, in either version.
    types: BTreeMap<String, BTreeSet<String>>,
    /// The methods of operations, by the path of what is theirs alone.
    own: BTreeMap<String, String>,
}

impl Reach {
    /// Follows the operations of both versions to all that they reach.
    pub(super) fn of(old: &Crate, new: &Crate) -> Self {
        let mut reach = Self {
            types: BTreeMap::new(),
            own: BTreeMap::new(),
        };
        for plan in [old, new] {
            for operation in &plan.service.operations {
                reach.add(plan, operation);
            }
        }
        reach
    }

    fn add(&mut self, plan: &Crate, operation: &Operation) {
        let method = plan.operation_names(operation).module.as_str().to_owned();
        let messages = operation.input.into_iter().chain(operation.output);
        let mut open: Vec<_> = messages.chain(operation.errors.iter().copied()).collect();
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            if seen.insert(id) {
                open.extend(plan.shape(id).kind.references().map(|member| member.target));
                if plan.shape(id).is_event_stream() {
                    self.bring(plan.stream_error_path(id), &method);
                }
            }
        }
        for id in plan.types().filter(|id| seen.contains(id)) {
            self.bring(plan.path(id), &method);
            self.bring(plan.builder_path(id), &method);
        }
        for waiter in plan.waiters_of(operation) {
            self.own.insert(waiter.path.clone(), method.clone());
        }
        self.own.insert(plan.method_path(operation), method);
    }

    fn bring(&mut self, path: String, method: &str) {
        self.types.entry(path).or_default().insert(method.to_owned());
    }

    /// The methods of the operations that an item belongs to: those of its type, where it is a part of one.
    pub(super) fn operations(&self, item: &str) -> Vec<String> {
        let mut path = item;
        loop {
            if let Some(method) = self.own.get(path) {
                return vec![method.clone()];
            }
            if let Some(methods) = self.types.get(path) {
                return methods.iter().cloned().collect();
            }
            match path.rsplit_once("::") {
                Some((parent, _)) => path = parent,
                None => break,
            }
        }
        // The module of an operation has its error and its paginator, too.
        let module = item
            .strip_prefix("operation::")
            .and_then(|rest| rest.split("::").next());
        module.map(str::to_owned).into_iter().collect()
    }
}
