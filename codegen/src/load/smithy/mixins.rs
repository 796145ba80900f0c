//! Mixins: shapes whose members, traits and other properties are added to other shapes.
//!
//! Members from mixins come before the shape's own, in the order in which the shape names the mixins. Of two that set
//! the same trait, the later mixin wins over the earlier, and the shape itself over both.

use foldhash::{HashMap, HashMapExt};
use serde_json::{Map, Value};

use super::ast::TARGET;
use crate::{
    Error, Result,
    load::json::{Cursor, Document, Moves, before, field, pointer_to},
};

/// The trait that makes a shape a mixin.
pub(super) const MIXIN: &str = "smithy.api#mixin";

/// Adds to every shape the members and traits of its mixins.
pub(super) fn flatten(document: Document) -> Result<Document> {
    let order = {
        let root = document.root();
        match root.key("shapes").filter(|shapes| shapes.value().is_object()) {
            Some(shapes) => Order::of(&shapes)?,
            None => Vec::new(),
        }
    };
    if order.is_empty() {
        return Ok(document);
    }
    let mut root = document.root().value().clone();
    let mut moves = document.moves().clone();
    if let Some(Value::Object(shapes)) = root.get_mut("shapes") {
        let mut laid = 0;
        for step in order {
            Build {
                document: &document,
                moves: &mut moves,
                laid: &mut laid,
                id: &step.shape,
                place: pointer_to("/shapes", &step.shape),
            }
            .run(&step, shapes)?;
        }
    }
    Ok(document.rearranged(root, moves))
}

/// The maximum number of members and traits that mixins can add to all shapes together: fifty times as many as in any
/// model of AWS. Chains of mixins grow with the square of their length, and could take all memory.
const MOST_LAID: usize = 200_000;

/// A shape and its mixins, all of which are complete when it is built.
struct Step {
    shape: String,
    mixins: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Done,
}

/// Finds an order in which shapes can be built. It has a stack of its own, so that no chain is too long.
struct Order<'c, 'p, 'v> {
    shapes: &'c Cursor<'p, 'v>,
    states: HashMap<&'v str, State>,
    steps: Vec<Step>,
}

enum Visit<'v> {
    Enter(&'v str, Option<&'v str>),
    Leave(&'v str, Vec<String>),
}

impl<'v> Order<'_, '_, 'v> {
    fn of(shapes: &Cursor<'_, 'v>) -> Result<Vec<Step>> {
        let mut order = Order {
            shapes,
            states: HashMap::new(),
            steps: Vec::new(),
        };
        for (id, shape) in shapes.entries()? {
            if field(shape.value(), "mixins").is_some() {
                order.visit(id)?;
            }
        }
        Ok(order.steps)
    }

    fn visit(&mut self, first: &'v str) -> Result<()> {
        let mut open = vec![Visit::Enter(first, None)];
        while let Some(visit) = open.pop() {
            match visit {
                Visit::Enter(id, user) => match self.states.get(id) {
                    Some(State::Done) => {}
                    Some(State::Open) => return Err(self.cycle(id, user.unwrap_or(id))),
                    None => {
                        self.states.insert(id, State::Open);
                        let mixins = self.mixins(id).map_err(|error| error.on(id))?;
                        open.push(Visit::Leave(id, mixins.iter().map(|id| (*id).to_owned()).collect()));
                        open.extend(mixins.into_iter().map(|mixin| Visit::Enter(mixin, Some(id))));
                    }
                },
                Visit::Leave(id, mixins) => {
                    self.states.insert(id, State::Done);
                    if !mixins.is_empty() {
                        self.steps.push(Step {
                            shape: id.to_owned(),
                            mixins,
                        });
                    }
                }
            }
        }
        Ok(())
    }

    /// The mixins of a shape, which have to exist, to be mixins, and to have its type.
    fn mixins(&self, id: &str) -> Result<Vec<&'v str>> {
        let shape = self.shapes.key(id);
        let Some(mixins) = shape.as_ref().and_then(|shape| shape.key("mixins")) else {
            return Ok(Vec::new());
        };
        let own_type = shape.as_ref().and_then(|shape| shape.value().get("type"));
        let mut found = Vec::new();
        for item in mixins.items()? {
            let fields = item.fields(&TARGET)?;
            let target = fields.require("target")?;
            let mixin = target.str()?;
            let Some((mixin, shape)) = self.shapes.value().as_object().and_then(|all| all.get_key_value(mixin)) else {
                let known = self.shapes.entries()?.filter(|(_, shape)| is_mixin(shape.value()));
                return Err(target.unknown("mixin", mixin, known.map(|(id, _)| id)));
            };
            if !is_mixin(shape) {
                return Err(target.error(
                    format!("`{mixin}` is no mixin"),
                    format!("give it the trait `{MIXIN}`, or take it away from the `mixins`"),
                ));
            }
            if shape.get("type") != own_type {
                return Err(target.error(
                    format!("the mixin `{mixin}` is of another type than `{id}`"),
                    "use mixins of the shape's own type",
                ));
            }
            found.push(mixin.as_str());
        }
        Ok(found)
    }

    fn cycle(&self, id: &str, user: &str) -> Error {
        let place = self.shapes.key(user);
        let mixins = place.as_ref().and_then(|shape| shape.key("mixins"));
        let advice = "take one of the mixins away, so that no shape is a mixin of itself";
        let problem = format!("the mixins of `{id}` lead back to it, by way of `{user}`");
        mixins.as_ref().unwrap_or(self.shapes).error(problem, advice).on(user)
    }
}

/// Tells whether a shape is a mixin. A mixin is neither a type of its own nor a service.
pub(super) fn is_mixin(shape: &Value) -> bool {
    field(shape, "traits").is_some_and(|traits| field(traits, MIXIN).is_some())
}

/// The traits of a mixin that it does not pass on.
fn local_traits(mixin: &Value) -> Vec<&str> {
    let listed = mixin
        .get("traits")
        .and_then(|traits| traits.get(MIXIN)?.get("localTraits"));
    let listed = listed.and_then(Value::as_array).into_iter().flatten();
    listed.filter_map(Value::as_str).chain([MIXIN]).collect()
}

/// Builds one shape.
struct Build<'b> {
    document: &'b Document,
    moves: &'b mut Moves,
    /// The number of members and traits added so far, to all shapes.
    laid: &'b mut usize,
    id: &'b str,
    place: String,
}

impl Build<'_> {
    fn run(mut self, step: &Step, shapes: &mut Map<String, Value>) -> Result<()> {
        let mut built = Map::new();
        for mixin in &step.mixins {
            let from = pointer_to("/shapes", mixin);
            if let Some(shape) = shapes.get(mixin) {
                self.count(shape, &from)?;
                self.lay(&mut built, shape, &from, &local_traits(shape))?;
            }
        }
        let Some(own) = shapes.get_mut(self.id) else {
            return Ok(());
        };
        let place = self.place.clone();
        self.lay(&mut built, own, &place, &[])?;
        for key in ["type", "mixins"] {
            if let Some(value) = own.get(key) {
                built.insert(key.to_owned(), value.clone());
            }
        }
        *own = Value::Object(built);
        Ok(())
    }

    /// Counts the members and traits of a mixin.
    fn count(&mut self, mixin: &Value, place: &str) -> Result<()> {
        let given = ["members", "traits"].map(|key| mixin.get(key).and_then(Value::as_object).map_or(0, Map::len));
        *self.laid += given.iter().sum::<usize>();
        if *self.laid <= MOST_LAID {
            return Ok(());
        }
        let problem = format!("mixins give shapes more than {MOST_LAID} members and traits in all");
        Err(self.error(
            place,
            problem,
            "shorten the chains of mixins: each link repeats what the one before it holds",
        ))
    }

    /// Merges a part over the properties that are there already.
    fn lay(&mut self, built: &mut Map<String, Value>, part: &Value, from: &str, local: &[&str]) -> Result<()> {
        let place = self.place.clone();
        for (key, value) in part.as_object().into_iter().flatten() {
            let (to, from) = (pointer_to(&place, key), pointer_to(from, key));
            match (key.as_str(), value) {
                ("type" | "mixins", _) => {}
                ("traits", Value::Object(traits)) => self.lay_traits(built, traits, (&to, &from), local),
                ("members", Value::Object(members)) => {
                    let known = built.entry("members").or_insert_with(|| Value::Object(Map::new()));
                    let Value::Object(known) = known else { continue };
                    for (name, member) in members {
                        self.lay_member(known, name, member, (&pointer_to(&to, name), &pointer_to(&from, name)))?;
                    }
                }
                ("member" | "key" | "value", _) => self.lay_member(built, key, value, (&to, &from))?,
                _ => {
                    self.moved(&to, &from);
                    join(built.entry(key.clone()).or_insert(Value::Null), value);
                }
            }
        }
        Ok(())
    }

    fn lay_member(
        &mut self,
        known: &mut Map<String, Value>,
        name: &str,
        member: &Value,
        (to, from): (&str, &str),
    ) -> Result<()> {
        let before = known.get(name).and_then(|member| member.get("target"));
        if let (Some(before), Some(target)) = (before, member.get("target"))
            && before != target
        {
            let problem = format!("the member `{name}` targets {target}, and in a mixin {before}");
            return Err(self.error(from, problem, "let it have one target, or two names"));
        }
        let Value::Object(said) = member else {
            known.insert(name.to_owned(), member.clone());
            return Ok(());
        };
        if said.contains_key("target") {
            self.moved(to, from);
        }
        let Value::Object(built) = known.entry(name).or_insert_with(|| Value::Object(Map::new())) else {
            return Ok(());
        };
        for (key, value) in said {
            match (key.as_str(), value) {
                ("traits", Value::Object(traits)) => {
                    let (to, from) = (format!("{to}/traits"), format!("{from}/traits"));
                    self.lay_traits(built, traits, (&to, &from), &[]);
                }
                _ => {
                    built.insert(key.clone(), value.clone());
                }
            }
        }
        Ok(())
    }

    fn lay_traits(
        &mut self,
        owner: &mut Map<String, Value>,
        traits: &Map<String, Value>,
        (to, from): (&str, &str),
        local: &[&str],
    ) {
        let known = owner.entry("traits").or_insert_with(|| Value::Object(Map::new()));
        let Value::Object(known) = known else { return };
        for (name, value) in traits {
            if !local.contains(&name.as_str()) {
                self.moved(&pointer_to(to, name), &pointer_to(from, name));
                known.insert(name.clone(), value.clone());
            }
        }
    }

    /// Records the location of a value in the file. A value that was moved before keeps its first location; a shape's
    /// own value can only have been moved by an `apply`.
    fn moved(&mut self, to: &str, from: &str) {
        let known = if to == from {
            self.document.moves()
        } else {
            &*self.moves
        };
        let origin = before(known, from.to_owned());
        self.moves.insert(to.to_owned(), origin);
    }

    fn error(&self, pointer: &str, problem: String, advice: &str) -> Error {
        Error::new(problem, advice)
            .in_file(self.document.file())
            .at(before(self.moves, pointer.to_owned()))
            .on(self.id)
    }
}

/// Joins lists without repetition, and objects by key; otherwise, the later value wins.
fn join(known: &mut Value, said: &Value) {
    match (known, said) {
        (Value::Array(known), Value::Array(said)) => {
            for value in said {
                if !known.contains(value) {
                    known.push(value.clone());
                }
            }
        }
        (Value::Object(known), Value::Object(said)) => {
            known.extend(said.iter().map(|(key, value)| (key.clone(), value.clone())));
        }
        (known, said) => *known = said.clone(),
    }
}
