//! Endpoint rules as a decision diagram (`smithy.rules#endpointBdd`), converted to a tree of rules.
//!
//! A node has a condition, and leads to another node or to a result either way. Nodes are shared, but rules are not, so
//! a diagram may be more rules than a crate should have; then it is refused.

use base64::{Engine, prelude::BASE64_STANDARD};

use super::{
    endpoint_rules::{self, MOST_LEVELS},
    json::{Cursor, Fields, Keys},
};
use crate::{
    Result,
    ir::{Condition, Expr, Function, Rule, RuleBody, RuleSet, TemplatePart},
};

const DIAGRAM: Keys = Keys {
    of: "an endpoint decision diagram",
    read: &[
        "version",
        "parameters",
        "conditions",
        "results",
        "nodes",
        "nodeCount",
        "root",
    ],
    left: &[],
};

/// The maximum number of rules from one diagram.
const MOST_RULES: usize = 4096;

/// References from here on are to results. The first is "no result", and is not listed.
const RESULTS: i32 = 100_000_000;

/// The bytes of a node: its condition, and the references that follow if it holds and if not, each a number of four
/// bytes.
const NODE: usize = 12;

/// Lowers a diagram.
pub(super) fn lower(diagram: &Cursor<'_, '_>) -> Result<RuleSet> {
    let fields = diagram.fields(&DIAGRAM)?;
    let conditions = fields.require("conditions")?;
    let results = fields.require("results")?;
    let mut walk = Walk {
        diagram: *diagram,
        nodes: nodes(&fields)?,
        conditions: conditions
            .items()?
            .map(endpoint_rules::condition)
            .collect::<Result<_>>()?,
        results: endpoint_rules::rules(&results, 0)?,
        known: Vec::new(),
        count: 0,
    };
    let parameters = endpoint_rules::parameters(&fields.require("parameters")?)?;
    walk.known
        .extend(parameters.iter().map(|parameter| parameter.name.clone()));
    let version = fields.string("version")?;
    Ok(RuleSet {
        version: version.unwrap_or_else(|| "1.1".to_owned()),
        rules: walk.rules(fields.require("root")?.whole()?, 0)?,
        parameters,
    })
}

/// A condition by its number, and the references that follow it.
#[derive(Clone, Copy)]
struct Node {
    condition: i32,
    high: i32,
    low: i32,
}

fn nodes(fields: &Fields<'_, '_>) -> Result<Vec<Node>> {
    let cursor = fields.require("nodes")?;
    let count: u32 = fields.require("nodeCount")?.whole()?;
    let bytes = BASE64_STANDARD.decode(cursor.str()?).unwrap_or_default();
    if bytes.len() != NODE * count as usize {
        return Err(cursor.error(
            format!("these are not {count} nodes in base64, of {NODE} bytes each"),
            "fetch the file again: it is damaged, or of a later form",
        ));
    }
    let number = |bytes: &[u8]| {
        bytes
            .iter()
            .fold(0_u32, |number, byte| (number << 8) | u32::from(*byte)) as i32
    };
    let node = |bytes: &[u8]| Node {
        condition: number(&bytes[..4]),
        high: number(&bytes[4..8]),
        low: number(&bytes[8..]),
    };
    Ok(bytes.chunks_exact(NODE).map(node).collect())
}

/// A walk along all paths that lead to results.
struct Walk<'p, 'v> {
    diagram: Cursor<'p, 'v>,
    nodes: Vec<Node>,
    conditions: Vec<Condition>,
    results: Vec<Rule>,
    /// The names that have a value on the path so far: parameters, and values that conditions assigned.
    known: Vec<String>,
    count: usize,
}

impl Walk<'_, '_> {
    /// The rules of a reference. Where a condition does not hold, those that follow are tried.
    fn rules(&mut self, reference: i32, level: usize) -> Result<Vec<Rule>> {
        let (mut rules, mut at, mut last) = (Vec::new(), reference, -1);
        loop {
            self.count += 1;
            if self.count > MOST_RULES || level > MOST_LEVELS {
                return Err(self.error(format!(
                    "the diagram stands for more than {MOST_RULES} rules, or for some of more than {MOST_LEVELS} levels"
                )));
            }
            let Some(node) = self.node(at)? else {
                rules.push(self.result(at)?);
                return Ok(rules);
            };
            // A way asks conditions in their order, so it comes to an end.
            if node.condition <= last {
                return Err(self.error(format!("the node {at} asks a condition that was asked before")));
            }
            last = node.condition;
            let condition = self.condition(node.condition)?;
            match self.foregone(&condition.value) {
                Some(true) => at = node.high,
                Some(false) => at = node.low,
                None => {
                    let before = self.known.len();
                    self.known.extend(condition.assign.clone());
                    let held = self.after(node.high, level + 1)?;
                    self.known.truncate(before);
                    rules.push(Rule {
                        conditions: vec![condition],
                        body: held,
                        docs: None,
                        pointer: self.diagram.pointer(),
                    });
                    at = node.low;
                }
            }
        }
    }

    /// The body of a rule whose condition holds.
    fn after(&mut self, reference: i32, level: usize) -> Result<RuleBody> {
        let mut rules = self.rules(reference, level)?;
        match (rules.pop(), rules.is_empty()) {
            (Some(only), true) if only.conditions.is_empty() => Ok(only.body),
            (last, _) => Ok(RuleBody::Rules(rules.into_iter().chain(last).collect())),
        }
    }

    /// The node of a reference; `None` for a reference to a result. A negative one swaps the two references of the
    /// node.
    fn node(&self, reference: i32) -> Result<Option<Node>> {
        if reference >= RESULTS || matches!(reference, -1 | 1) {
            return Ok(None);
        }
        let index = reference.unsigned_abs() as usize;
        let node = index.checked_sub(1).and_then(|index| self.nodes.get(index));
        let node = node.ok_or_else(|| self.error(format!("there is no node {reference}")))?;
        Ok(Some(match reference < 0 {
            true => Node {
                high: node.low,
                low: node.high,
                ..*node
            },
            false => *node,
        }))
    }

    fn condition(&self, number: i32) -> Result<Condition> {
        let condition = usize::try_from(number)
            .ok()
            .and_then(|number| self.conditions.get(number));
        condition
            .cloned()
            .ok_or_else(|| self.error(format!("there is no condition {number}")))
    }

    fn result(&self, reference: i32) -> Result<Rule> {
        let number = reference.checked_sub(RESULTS).filter(|number| *number > 0);
        let Some(number) = number else {
            return Ok(Rule {
                conditions: Vec::new(),
                body: RuleBody::Error(Expr::Template(vec![TemplatePart::Text(
                    "No endpoint rule matched".to_owned(),
                )])),
                docs: None,
                pointer: self.diagram.pointer(),
            });
        };
        let result = usize::try_from(number - 1)
            .ok()
            .and_then(|number| self.results.get(number));
        result
            .cloned()
            .ok_or_else(|| self.error(format!("there is no result {number}")))
    }

    /// The result of a condition on a value that no earlier condition assigned: such a value is absent. `None` where
    /// the result is not certain.
    fn foregone(&self, condition: &Expr) -> Option<bool> {
        match condition {
            Expr::Call(Function::Not, arguments) => {
                let inner = arguments.first()?;
                self.foregone(inner).map(|holds| !holds)
            }
            Expr::Call(Function::Coalesce, _) => None,
            Expr::Call(_, arguments) => arguments.iter().any(|it| self.lacks(it)).then_some(false),
            other => self.lacks(other).then_some(false),
        }
    }

    fn lacks(&self, value: &Expr) -> bool {
        match value {
            Expr::Ref(name) => !self.known.contains(name),
            Expr::GetAttr(owner, _) => self.lacks(owner),
            _ => false,
        }
    }

    fn error(&self, problem: String) -> crate::Error {
        let advice = "take a model that has `smithy.rules#endpointRuleSet`, or fetch the file again if it was edited";
        self.diagram.error(problem, advice)
    }
}
