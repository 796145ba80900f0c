//! A run: tries the cases of one service with both clients, and makes those that show a difference small.

use std::collections::BTreeMap;

use super::shrink;
use crate::Result;
use crate::harness::cases::Case;
use crate::harness::compare::{Comparison, Difference};
use crate::harness::known::Met;
use crate::harness::peer::Peer;
use crate::harness::values::Direction;
use crate::harness::wire::Wire;

/// How many cases are tried between two lines that tell how far it has come.
const BATCH: usize = 500;

/// How many rounds a difference has to get small.
const ROUNDS: usize = 20;

/// A case that shows a difference.
#[derive(Clone)]
pub struct Failure {
    /// The case.
    pub case: Case,
    /// The first difference that it shows.
    pub difference: Difference,
}

/// Both clients, and what compares their answers.
pub struct Run<'a> {
    /// The name of the service, for lines that tell how far it has come.
    pub name: &'a str,
    /// The library of the generated client.
    pub library: &'a str,
    /// The endpoint of both clients, where the rules are not to find it.
    pub endpoint: Option<&'a str>,
    /// The protocol, which writes responses and reads requests.
    pub wire: &'a Wire<'a>,
    /// The program of the generated clients.
    pub ours: &'a mut Peer,
    /// botocore.
    pub theirs: Peer,
    /// How often each known difference was met.
    pub met: &'a mut Met,
}

impl Run<'_> {
    /// Tries all cases, and gives those that show a difference.
    pub fn all(&mut self, cases: &[Case]) -> Result<Vec<Failure>> {
        let mut failures = Vec::new();
        for (batch, part) in cases.chunks(BATCH).enumerate() {
            let differences = self.batch(part)?;
            let failed = part.iter().zip(differences).filter_map(|(case, difference)| {
                let case = case.clone();
                difference.map(|difference| Failure { case, difference })
            });
            failures.extend(failed);
            let tried = batch * BATCH + part.len();
            eprintln!(
                "{}: {tried} of {} cases, {} failed",
                self.name,
                cases.len(),
                failures.len()
            );
        }
        Ok(failures)
    }

    /// Tries cases with both clients at once, and gives the first difference of each.
    fn batch(&mut self, cases: &[Case]) -> Result<Vec<Option<Difference>>> {
        let operations = &self.wire.service().operations;
        let line = |case: &Case| case.line(&operations[case.operation], self.wire, self.library, self.endpoint);
        let lines: Vec<String> = cases.iter().map(line).collect();
        let Self { ours, theirs, .. } = self;
        let (ours, theirs) = std::thread::scope(|scope| {
            let theirs = scope.spawn(|| theirs.ask(&lines));
            (ours.ask(&lines), theirs.join())
        });
        let theirs = theirs.map_err(|_| "the thread that asks botocore panicked")??;
        let answers = ours?.into_iter().zip(theirs);
        let compared = cases.iter().zip(answers).map(|(case, (ours, theirs))| {
            let operation = &operations[case.operation];
            let comparison = Comparison::new(self.wire, operation, self.met);
            let differences = match case.direction {
                Direction::Sent => comparison.requests(&ours, &theirs),
                Direction::Received => comparison.responses(&case.recipe, &ours, &theirs),
            };
            differences.into_iter().next()
        });
        Ok(compared.collect())
    }

    /// Makes each case as small as can be while it shows a difference of its kind. All get smaller in the same rounds.
    pub fn shrunk(&mut self, mut failures: Vec<Failure>) -> Result<Vec<Failure>> {
        for round in 1..=ROUNDS {
            let candidates: Vec<(usize, Case)> = failures
                .iter()
                .enumerate()
                .flat_map(|(at, failure)| {
                    let smaller = shrink::candidates(failure.case.value()).into_iter();
                    smaller.map(move |value| (at, failure.case.with(value)))
                })
                .collect();
            let cases: Vec<Case> = candidates.iter().map(|(_, case)| case.clone()).collect();
            let differences = self.batch(&cases)?;
            let mut smaller = BTreeMap::new();
            for ((at, case), difference) in candidates.into_iter().zip(differences) {
                if let Some(difference) = difference.filter(|it| it.what == failures[at].difference.what) {
                    smaller.entry(at).or_insert(Failure { case, difference });
                }
            }
            if smaller.is_empty() {
                break;
            }
            eprintln!(
                "round {round}: {} of {} cases got smaller",
                smaller.len(),
                failures.len()
            );
            for (at, failure) in smaller {
                failures[at] = failure;
            }
        }
        Ok(failures)
    }
}
