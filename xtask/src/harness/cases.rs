//! Cases: what is tried with every operation, each made of the seed, its operation and its number alone.

use std::hash::{DefaultHasher, Hash, Hasher};

use codegen::ir::{Operation, Service, ShapeId};
use serde_json::{Map, Value, json};

use super::values::{Direction, Fill, Taste, Values, plan};
use super::wire::{CodeForm, Failure, Foreign, Recipe, Wire};

/// A call, and the response that it is to meet.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The position of the operation in the service.
    pub operation: usize,
    /// Which of the two is compared: the request, or what is made of the response.
    pub direction: Direction,
    /// The parameters of the call.
    pub params: Value,
    /// The response of the service.
    pub recipe: Recipe,
}

impl Case {
    /// The value that can be made smaller without turning the case into another.
    pub fn value(&self) -> &Value {
        match (self.direction, &self.recipe) {
            (Direction::Sent, _) => &self.params,
            (Direction::Received, Recipe::Success(output)) => output,
            (Direction::Received, Recipe::Failure(failure)) => &failure.members,
            // The page is what it is; only the parameters could get smaller.
            (Direction::Received, Recipe::Foreign(_)) => &self.params,
        }
    }

    /// The case with another value in that place.
    pub fn with(&self, value: Value) -> Self {
        let mut case = self.clone();
        match (self.direction, &mut case.recipe) {
            (Direction::Sent, _) => case.params = value,
            (Direction::Received, Recipe::Success(output)) => *output = value,
            (Direction::Received, Recipe::Failure(failure)) => failure.members = value,
            (Direction::Received, Recipe::Foreign(_)) => case.params = value,
        }
        case
    }

    /// The line that both sides read.
    pub fn line(&self, operation: &Operation, wire: &Wire<'_>, client: &str, endpoint: Option<&str>) -> String {
        let response = wire.response(operation, &self.recipe);
        json!({
            "client": client,
            "endpoint": endpoint,
            "operation": operation.name,
            "params": self.params,
            "response": response,
        })
        .to_string()
    }

    /// A description of the service's response.
    pub fn answer(&self) -> String {
        match (self.direction, &self.recipe) {
            (Direction::Sent, _) => "an empty output".into(),
            (Direction::Received, Recipe::Success(output)) => format!("output {output}"),
            (Direction::Received, Recipe::Failure(failure)) => format!(
                "status {}, code `{}` ({:?}), members {}",
                failure.status, failure.code, failure.form, failure.members
            ),
            (Direction::Received, Recipe::Foreign(foreign)) => format!("status {}, {:?}", foreign.status, foreign.body),
        }
    }
}

/// The cases of all operations: `count` requests and `count` outputs of each, and its errors in every form.
pub fn all(service: &Service, wire: &Wire<'_>, seed: u64, count: usize) -> Vec<Case> {
    let operations = service.operations.iter().enumerate();
    let forms = wire.code_forms();
    let cases = operations.flat_map(|(position, operation)| {
        let seeds = Seeds {
            service,
            seed,
            operation,
            forms,
        };
        let requests = (0..count).map(move |index| seeds.request(position, index));
        let outputs = (0..count).map(move |index| seeds.output(position, index));
        requests.chain(outputs).chain(seeds.errors(position))
    });
    cases.collect()
}

/// The parts that the cases of an operation are made of.
#[derive(Clone, Copy)]
struct Seeds<'a> {
    service: &'a Service,
    seed: u64,
    operation: &'a Operation,
    /// The forms in which the protocol tells the code of an error.
    forms: &'static [CodeForm],
}

impl<'a> Seeds<'a> {
    /// A seed that is the same whichever other operations are compared.
    fn values(&self, direction: Direction, index: usize, plan: (Fill, Taste)) -> Values<'a> {
        let mut hasher = DefaultHasher::new();
        (self.seed, &self.operation.name, direction == Direction::Sent, index).hash(&mut hasher);
        Values::new(self.service, hasher.finish(), direction, plan)
    }

    fn top(&self, id: Option<ShapeId>, direction: Direction, index: usize, plan: (Fill, Taste)) -> Value {
        id.map_or_else(|| json!({}), |id| self.values(direction, index, plan).top(id))
    }

    fn request(&self, operation: usize, index: usize) -> Case {
        Case {
            operation,
            direction: Direction::Sent,
            params: self.top(self.operation.input, Direction::Sent, index, plan(index)),
            recipe: Recipe::Success(json!({})),
        }
    }

    fn output(&self, operation: usize, index: usize) -> Case {
        let output = self.top(self.operation.output, Direction::Received, index, plan(index));
        self.received(operation, Recipe::Success(output))
    }

    /// A case of a response. The parameters are as plain as can be: a path may want some.
    fn received(&self, operation: usize, recipe: Recipe) -> Case {
        Case {
            operation,
            direction: Direction::Received,
            params: self.top(self.operation.input, Direction::Sent, 0, (Fill::Required, Taste::Plain)),
            recipe,
        }
    }

    fn errors(self, operation: usize) -> Vec<Case> {
        let mut cases = Vec::new();
        let named = self.operation.errors.iter().map(|id| Some(*id));
        for shape in named.chain([None]) {
            for form in self.forms {
                let failure = self.failure(shape, *form, cases.len());
                cases.push(self.received(operation, Recipe::Failure(failure)));
            }
        }
        let failure = self.failure(None, CodeForm::Nowhere, cases.len());
        cases.push(self.received(operation, Recipe::Failure(failure)));
        cases.extend(Foreign::ALL.map(|foreign| self.received(operation, Recipe::Foreign(foreign))));
        cases
    }

    fn failure(&self, shape: Option<ShapeId>, form: CodeForm, index: usize) -> Failure {
        let fill = if index.is_multiple_of(2) { Fill::All } else { Fill::Some };
        let mut values = self.values(Direction::Received, index, (fill, Taste::Mixed));
        let error = shape.map(|id| &self.service.shapes[id]);
        let traits = error.and_then(|shape| shape.traits.error.as_ref());
        let code = error.map(|shape| {
            let code = traits.and_then(|error| error.code.clone());
            code.unwrap_or_else(|| shape.name.clone())
        });
        let members = match shape {
            Some(id) => values.top(id),
            None => other_message(&mut values, index),
        };
        Failure {
            status: traits
                .and_then(|error| error.http_status)
                .unwrap_or(if index.is_multiple_of(5) { 500 } else { 400 }),
            code: code.unwrap_or_else(|| "ErrorOfTomorrow".into()),
            form,
            shape,
            members,
        }
    }
}

/// The message of an error that the model does not have, in one of the ways in which services send it.
fn other_message(values: &mut Values<'_>, index: usize) -> Value {
    let name = ["message", "Message"].get(index % 3);
    let members: Map<String, Value> = name
        .map(|name| ((*name).to_owned(), values.text().into()))
        .into_iter()
        .collect();
    Value::Object(members)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::harness::tests::service;

    #[test]
    fn an_operation_has_the_same_cases_whichever_others_are_compared() {
        let alone = service("errors");
        let mut with_another = alone.clone();
        let mut another = alone.operations[0].clone();
        another.name = "Another".into();
        with_another.operations.insert(0, another);
        let values = |service: &Service, position| -> Vec<Value> {
            let wire = Wire::new(service).expect("it speaks awsJson");
            let cases = all(service, &wire, 7, 10)
                .into_iter()
                .filter(|case| case.operation == position);
            cases.map(|case| case.value().clone()).collect()
        };
        assert_eq!(values(&alone, 0), values(&with_another, 1));
        assert_ne!(values(&with_another, 0), values(&with_another, 1));
    }

    #[test]
    fn every_error_is_tried_in_every_form_and_by_its_code_on_the_wire() {
        let service = service("errors");
        let operation = &service.operations[0];
        let wire = Wire::new(&service).expect("it speaks awsJson");
        let cases = all(&service, &wire, 1, 0);
        let failures = (operation.errors.len() + 1) * wire.code_forms().len() + 1;
        assert_eq!(cases.len(), failures + Foreign::ALL.len());
        let codes: BTreeSet<String> = cases
            .iter()
            .filter_map(|case| match &case.recipe {
                Recipe::Failure(failure) => Some(failure.code.clone()),
                Recipe::Success(_) | Recipe::Foreign(_) => None,
            })
            .collect();
        for id in &operation.errors {
            let shape = &service.shapes[*id];
            let code = shape.traits.error.as_ref().and_then(|error| error.code.as_ref());
            assert!(codes.contains(code.unwrap_or(&shape.name)), "{codes:?}");
        }
    }

    #[test]
    fn what_shrinks_is_the_side_that_is_compared() {
        let service = service("errors");
        let wire = Wire::new(&service).expect("it speaks awsJson");
        for case in all(&service, &wire, 1, 1) {
            if matches!(case.recipe, Recipe::Foreign(_)) {
                continue;
            }
            let other = case.with(json!({ "x": 1 }));
            assert_eq!(other.value(), &json!({ "x": 1 }));
            match case.direction {
                Direction::Sent => assert_eq!(other.recipe, case.recipe),
                Direction::Received => assert_eq!(other.params, case.params),
            }
        }
    }
}
