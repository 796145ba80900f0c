//! Mixins: the members that shapes have from them, and an order of shapes in which mixins come before their users. The
//! walk has a stack of its own, so that no chain is too long.

use foldhash::{HashMap, HashSet, HashSetExt};
use indexmap::IndexMap;
use serde_json::Value;

use super::{
    fault::{Fault, Faults},
    model::{Defined, Definition, Model},
};
use crate::load::json::field;

/// The members of a shape and their targets.
pub(super) type Members = IndexMap<String, String, foldhash::fast::RandomState>;

/// The ids of the mixins of a shape.
pub(super) fn mixins_of<'m>(model: &Model<'m>, defined: &Defined<'m>) -> Vec<String> {
    match defined.of {
        Definition::Idl(shape) | Definition::Inline(shape, _) => {
            let ids = shape.mixins.iter();
            ids.map(|id| model.resolve(defined.file, id.text).into_owned())
                .collect()
        }
        Definition::Json(shape) => {
            let mixins = field(shape, "mixins").and_then(Value::as_array);
            let targets = mixins
                .into_iter()
                .flatten()
                .filter_map(|it| field(it, "target")?.as_str());
            targets.map(str::to_owned).collect()
        }
    }
}

/// The order of all shapes that have mixins, each after its mixins; and the shapes whose mixins lead back to them.
#[derive(Debug, Default)]
pub(super) struct Order {
    pub(super) ids: Vec<String>,
    pub(super) mixins: HashMap<String, Vec<String>>,
}

enum Visit {
    Enter(String, String),
    Leave(String),
}

impl Order {
    pub(super) fn of<'a>(model: &Model<'_>, ids: impl Iterator<Item = &'a String>, faults: &mut Faults) -> Self {
        let mut order = Self::default();
        let mut open = HashSet::new();
        let mut done = HashSet::new();
        for id in ids {
            let defined = model.shapes.get(id);
            let is_simple = defined.is_some_and(|it| it.statement().is_some_and(|shape| shape.mixins.is_empty()));
            match is_simple {
                // Most shapes have no mixins, and are ready at once.
                true if done.insert(id.clone()) => order.ids.push(id.clone()),
                true => {}
                false => order.visit(model, id, (&mut open, &mut done), faults),
            }
        }
        order
    }

    fn visit(
        &mut self,
        model: &Model<'_>,
        first: &str,
        (open, done): (&mut HashSet<String>, &mut HashSet<String>),
        faults: &mut Faults,
    ) {
        let mut way = vec![Visit::Enter(first.to_owned(), String::new())];
        while let Some(visit) = way.pop() {
            match visit {
                Visit::Enter(id, _) if done.contains(&id) => {}
                Visit::Enter(id, user) if open.contains(&id) => {
                    let problem = format!(
                        "unable to resolve mixins of `{user}`; cycles detected between this shape and [`{id}`]"
                    );
                    let advice = "take one of the mixins away, so that no shape is a mixin of itself";
                    faults.add(Fault::new(model.place(&user), problem, advice).on(&user));
                    if let Some(mixins) = self.mixins.get_mut(&user) {
                        mixins.retain(|mixin| *mixin != id);
                    }
                }
                Visit::Enter(id, _) => {
                    let Some(defined) = model.shapes.get(&id) else { continue };
                    let mixins = mixins_of(model, defined);
                    open.insert(id.clone());
                    way.push(Visit::Leave(id.clone()));
                    way.extend(mixins.iter().map(|mixin| Visit::Enter(mixin.clone(), id.clone())));
                    if !mixins.is_empty() {
                        self.mixins.insert(id, mixins);
                    }
                }
                Visit::Leave(id) => {
                    open.remove(&id);
                    done.insert(id.clone());
                    self.ids.push(id);
                }
            }
        }
    }
}
