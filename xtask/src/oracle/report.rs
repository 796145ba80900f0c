//! Reports of the comparison, for people and for programs.

use std::collections::{BTreeMap, BTreeSet};

use codegen::ir::Service;
use serde_json::{Value, json};

use super::run::Failure;
use super::services::Model;
use crate::harness::known::{self, Known, Met};
use crate::harness::values::Direction;
use crate::harness::wire;

/// The results of all services.
#[derive(Default)]
pub struct Report {
    services: Vec<Value>,
    /// The SDK ids of the services that were compared.
    compared: BTreeSet<String>,
    passed: usize,
    failed: usize,
    /// How often each known difference was met.
    pub met: Met,
}

/// The results of one service.
pub struct Outcome {
    /// How many cases showed no difference.
    pub passed: usize,
    /// How many did.
    pub failed: usize,
    /// One of each kind of difference, made small.
    pub shown: Vec<Failure>,
    /// How many kinds are not shown.
    pub hidden: usize,
}

impl Report {
    /// Prints what came of a service, unless it is all for a program, and keeps it.
    pub fn add(&mut self, model: &Model, service: &Service, outcome: &Outcome, quiet: bool) {
        if !quiet {
            print(model, service, outcome);
        }
        self.compared.insert(service.sdk_id.clone());
        self.passed += outcome.passed;
        self.failed += outcome.failed;
        let differences = outcome.shown.iter().map(|failure| difference(service, failure));
        self.services.push(json!({
            "service": model.name,
            "protocol": protocol(service),
            "operations": service.operations.iter().map(|operation| &operation.name).collect::<Vec<_>>(),
            "skipped": model.skipped,
            "passed": outcome.passed,
            "failed": outcome.failed,
            "differences": differences.collect::<Vec<_>>(),
        }));
    }

    /// Keeps a service that there is no client of.
    pub fn skip(&mut self, model: &Model, quiet: bool) {
        if !quiet {
            println!("{}: no client can be generated", model.name);
            skipped(model);
        }
        self.services
            .push(json!({ "service": model.name, "operations": [], "skipped": model.skipped }));
    }

    /// True where any case showed a difference.
    pub fn has_failed(&self) -> bool {
        self.failed > 0
    }

    /// Known differences that no case met, though a service that may show them was compared.
    pub fn left_over(&self) -> Vec<Known> {
        Known::ALL
            .into_iter()
            .filter(|known| !self.met.contains_key(known) && !known::is_of_others(*known, &self.compared))
            .collect()
    }

    /// Prints what holds for all services; the last line is for scripts.
    pub fn print(&self, seed: u64, quiet: bool) {
        if quiet {
            let known = self.met.iter().map(|(known, times)| {
                let (reason, link) = (known.reason(), known.link());
                json!({ "known": format!("{known:?}"), "times": times, "reason": reason, "link": link })
            });
            let left_over = self.left_over().into_iter().map(|known| format!("{known:?}"));
            let report = json!({
                "seed": seed,
                "services": self.services,
                "known": known.collect::<Vec<_>>(),
                "not_met": left_over.collect::<Vec<_>>(),
                "passed": self.passed,
                "failed": self.failed,
            });
            println!("{report:#}");
            return;
        }
        for (known, times) in &self.met {
            println!("known, {times} times: {}", known.reason());
        }
        println!("{} passed, {} failed", self.passed, self.failed);
    }
}

fn protocol(service: &Service) -> String {
    service
        .spoken()
        .map(|protocol| format!("{protocol:?}"))
        .unwrap_or_default()
}

fn print(model: &Model, service: &Service, outcome: &Outcome) {
    println!(
        "{} ({}): {} operations, {} passed, {} failed",
        model.name,
        protocol(service),
        service.operations.len(),
        outcome.passed,
        outcome.failed
    );
    skipped(model);
    for failure in &outcome.shown {
        show(service, failure);
    }
    if outcome.hidden > 0 {
        println!("\n  {} more kinds of differences are not shown\n", outcome.hidden);
    }
}

fn skipped(model: &Model) {
    for (reason, count) in &model.skipped {
        println!("  skipped, {count} operations: {reason}");
    }
}

fn show(service: &Service, failure: &Failure) {
    let Failure { case, difference } = failure;
    let operation = &service.operations[case.operation].name;
    let (direction, smallest) = match case.direction {
        Direction::Sent => ("request", format!("parameters {}", case.params)),
        Direction::Received => ("response", case.answer()),
    };
    let place = if difference.path.is_empty() {
        difference.what.to_owned()
    } else {
        format!("{} at {}", difference.what, difference.path)
    };
    println!("\n{operation}, {direction}: {place}");
    // What cannot be seen is shown as an escape: a difference may be in that alone.
    println!("  smallest: {}", wire::escaped(&smallest));
    println!("  ours:     {}", wire::escaped(&difference.ours.to_string()));
    println!("  botocore: {}", wire::escaped(&difference.theirs.to_string()));
}

fn difference(service: &Service, failure: &Failure) -> Value {
    let Failure { case, difference } = failure;
    json!({
        "operation": service.operations[case.operation].name,
        "of": match case.direction {
            Direction::Sent => "request",
            Direction::Received => "response",
        },
        "what": difference.what,
        "path": difference.path,
        "params": case.params,
        "answer": case.answer(),
        "ours": difference.ours,
        "botocore": difference.theirs,
    })
}

/// Failures of which each differs from the others in its operation, its direction, or the place.
pub fn first_of_each_kind(failures: &[Failure]) -> Vec<Failure> {
    let mut first = BTreeMap::new();
    for failure in failures {
        let Failure { case, difference } = failure;
        let sent = case.direction == Direction::Sent;
        let key = (case.operation, sent, difference.what, &difference.path);
        first.entry(key).or_insert(failure);
    }
    // Many differences of one kind are not to hide those of another.
    let mut of_kind = BTreeMap::<(bool, &str), usize>::new();
    let ranked = first.into_iter().map(|((_, sent, what, _), failure)| {
        let rank = of_kind.entry((sent, what)).or_default();
        *rank += 1;
        (*rank, failure)
    });
    let mut ranked: Vec<(usize, &Failure)> = ranked.collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, failure)| failure.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness::cases::Case;
    use crate::harness::compare::Difference;
    use crate::harness::wire::Recipe;

    #[test]
    fn of_each_kind_one_is_shown_first() {
        let failure = |operation, direction, what, path: &str| Failure {
            case: Case {
                operation,
                direction,
                params: json!({}),
                recipe: Recipe::Success(json!({})),
            },
            difference: Difference {
                what,
                path: path.to_owned(),
                ours: json!(1),
                theirs: json!(2),
            },
        };
        let mut failures = vec![failure(0, Direction::Sent, "body", "a"); 3];
        failures.extend((1..5).map(|operation| failure(operation, Direction::Sent, "body", "a")));
        failures.push(failure(5, Direction::Received, "output", "b"));
        let first = first_of_each_kind(&failures);
        let operations: Vec<usize> = first.iter().map(|failure| failure.case.operation).collect();
        assert_eq!(operations, [0, 5, 1, 2, 3, 4]);
    }
}
