//! Lowering: turns shapes of all files into one JSON AST of version 2.0. Mixins stay; members without a target get it.

use foldhash::{HashMap, HashMapExt};
use serde_json::{Map, Value, json};

use super::{
    applies,
    ast::{Ast, own_members},
    fault::{Fault, Faults, Where},
    metadata,
    mixins::{Members, Order},
    model::{Defined, Definition, Input, Model, PRELUDE, ast_type},
    problem::Span,
    syntax::{Body, Entry, Id, Io, Member, Node, Operation, Shape, ShapeType, Target},
    upgrade,
    values::Values,
};
use crate::load::json::{field, get};

/// Lowers the shapes of all files.
pub(super) fn lower<'m>(inputs: &'m [Input<'m>], model: &Model<'m>, faults: &mut Faults) -> Ast {
    let mut ast = Ast {
        metadata: metadata::merge(inputs, model, faults),
        ..Ast::default()
    };
    let order = Order::of(model, model.order.iter(), faults);
    for id in &order.ids {
        if let Some(defined) = model.shapes.get(id).filter(|it| model.is_own(it.file)) {
            ast.add(model, id, defined, &order, faults);
        }
    }
    ast.compare_duplicates(model, &order, faults);
    ast.add_built_in(model, faults);
    applies::apply(inputs, model, &mut ast, faults);
    upgrade::upgrade(model, &mut ast);
    ast
}

impl Ast {
    fn add<'m>(&mut self, model: &Model<'m>, id: &str, defined: &Defined<'m>, order: &Order, faults: &mut Faults) {
        let mut lowering = Lowering {
            values: Values {
                model,
                file: defined.file,
            },
            id,
            inherited: self.inherited(model, id, order, faults),
            ast: self,
            faults,
        };
        let shape = lowering.shape(defined);
        let inherited = std::mem::take(&mut lowering.inherited);
        self.remember(id, &shape, inherited);
        self.shapes.insert(id.to_owned(), shape);
    }

    /// The members that a shape has from its mixins.
    fn inherited(&self, model: &Model<'_>, id: &str, order: &Order, faults: &mut Faults) -> Members {
        let mut inherited = Members::default();
        for mixin in order.mixins.get(id).into_iter().flatten() {
            for (name, target) in self.members.get(mixin).into_iter().flatten() {
                let known = inherited.insert(name.clone(), target.clone());
                if known.is_some_and(|known| known != *target) {
                    let problem = format!("member conflicts with an inherited mixin member: `{mixin}${name}`");
                    let advice = "give members of one name one target, or take one of the mixins away";
                    faults.add(Fault::new(model.place(id), problem, advice).on(format!("{id}${name}")));
                }
            }
        }
        inherited
    }

    fn remember(&mut self, id: &str, shape: &Value, mut members: Members) {
        let is_mixin = field(shape, "traits").is_some_and(|it| field(it, "smithy.api#mixin").is_some());
        if !is_mixin && field(shape, "mixins").is_none() {
            return;
        }
        for (name, member) in own_members(shape) {
            let target = field(member, "target").and_then(Value::as_str).unwrap_or_default();
            members.insert(name.to_owned(), target.to_owned());
        }
        self.members.insert(id.to_owned(), members);
    }

    /// Compares shapes that are defined twice, which have to be equal.
    fn compare_duplicates<'m>(&mut self, model: &Model<'m>, order: &Order, faults: &mut Faults) {
        for (id, again) in &model.again {
            let first = self.shapes.shift_remove(id);
            let mut ignored = Faults::default();
            self.add(model, id, again, order, &mut ignored);
            let second = self.shapes.shift_remove(id);
            if first != second {
                let problem = format!("conflicting shape definition for `{id}`");
                let fault = Fault::new(
                    model.place_of(id, again),
                    problem,
                    "take one of them away, or rename it",
                );
                faults.add(fault.with(model.place(id), "the other one is here").on(id));
            }
            if let Some(first) = first {
                self.shapes.insert(id.clone(), first);
            }
        }
    }

    /// Adds the built-in shapes that the model refers to, except those of the prelude, which every model has.
    fn add_built_in(&mut self, model: &Model<'_>, faults: &mut Faults) {
        let order = Order::default();
        let is_built_in = |id: &str| {
            let may_be = id.starts_with("aws.") || id.starts_with("smithy.") && !id.starts_with("smithy.api#");
            may_be && model.shapes.get(id).is_some_and(|it| !model.is_own(it.file))
        };
        let mut wanted: Vec<String> = Vec::new();
        for shape in self.shapes.values() {
            each_target(shape, |id| wanted.extend(is_built_in(id).then(|| id.to_owned())));
        }
        while let Some(id) = wanted.pop() {
            if let Some(defined) = model.shapes.get(&id).filter(|_| !self.shapes.contains_key(&id)) {
                self.add(model, &id, defined, &order, faults);
                if let Some(shape) = self.shapes.get(&id) {
                    each_target(shape, |id| wanted.extend(is_built_in(id).then(|| id.to_owned())));
                }
            }
        }
    }
}

/// Visits the ids of the shapes that a shape refers to, except for traits.
fn each_target(shape: &Value, mut visit: impl FnMut(&str)) {
    let mut take = |value: &Value| {
        if let Some(target) = field(value, "target").and_then(Value::as_str) {
            visit(target);
        }
    };
    for (key, value) in shape.as_object().into_iter().flatten() {
        match (key.as_str(), value) {
            ("traits" | "type", _) => {}
            (_, Value::Array(items)) => items.iter().for_each(&mut take),
            (_, Value::Object(entries)) => {
                take(value);
                entries.values().for_each(&mut take);
            }
            _ => {}
        }
    }
}

/// The lowering of one shape.
struct Lowering<'a, 'm> {
    values: Values<'a, 'm>,
    id: &'a str,
    inherited: Members,
    ast: &'a mut Ast,
    faults: &'a mut Faults,
}

impl<'m> Lowering<'_, 'm> {
    fn shape(&mut self, defined: &Defined<'m>) -> Value {
        match defined.of {
            Definition::Json(shape) => self.json(shape),
            Definition::Idl(shape) => self.statement(shape, None),
            Definition::Inline(shape, mark) => self.statement(shape, Some(mark)),
        }
    }

    /// A shape of a JSON file, in the form that statements are lowered to.
    fn json(&mut self, shape: &Value) -> Value {
        let mut shape = shape.clone();
        let Value::Object(fields) = &mut shape else {
            return shape;
        };
        let empty = || Value::Object(Map::new());
        match fields.get("type").and_then(Value::as_str) {
            Some("structure" | "union" | "enum" | "intEnum") => {
                fields.entry("members").or_insert_with(empty);
            }
            Some("operation") => {
                for key in ["input", "output"] {
                    fields.entry(key).or_insert_with(unit);
                }
            }
            _ => {}
        }
        for key in ["errors", "operations", "resources", "collectionOperations", "mixins"] {
            if fields.get(key).and_then(Value::as_array).is_some_and(Vec::is_empty) {
                fields.shift_remove(key);
            }
        }
        shape
    }

    fn statement(&mut self, shape: &'m Shape<'m>, mark: Option<&str>) -> Value {
        let mut fields = Map::new();
        fields.insert("type".to_owned(), json!(ast_type(shape.kind)));
        if !shape.mixins.is_empty() {
            let mixins = shape.mixins.iter().map(|mixin| self.target(mixin)).collect();
            fields.insert("mixins".to_owned(), mixins);
        }
        match &shape.body {
            Body::None => {}
            Body::Members(members) => self.members(&mut fields, shape, members),
            Body::Properties(properties) => self.properties(&mut fields, shape.kind, properties),
            Body::Operation(operation) => self.operation(&mut fields, operation),
        }
        let mut traits = self.values.traits(&shape.traits, (self.id, ""), self.faults);
        if let Some(mark) = mark {
            traits.entry(mark).or_insert_with(|| json!({}));
        }
        if shape.kind == ShapeType::Set {
            traits.entry("smithy.api#uniqueItems").or_insert_with(|| json!({}));
        }
        if !traits.is_empty() {
            fields.insert("traits".to_owned(), Value::Object(traits));
        }
        Value::Object(fields)
    }

    fn resolved(&self, id: &Id<'m>) -> String {
        self.values.model.resolve(self.values.file, id.text).into_owned()
    }

    fn target(&self, id: &Id<'m>) -> Value {
        target(self.resolved(id))
    }

    fn fault(&mut self, span: Span, problem: impl Into<String>, advice: &str, member: &str) {
        let at = Where::Span(self.values.file, span);
        let on = match member {
            "" => self.id.to_owned(),
            member => format!("{}${member}", self.id),
        };
        self.faults.add(Fault::new(at, problem, advice).on(on));
    }

    fn members(&mut self, fields: &mut Map<String, Value>, shape: &'m Shape<'m>, members: &'m [Member<'m>]) {
        let resource = shape.resource.and_then(|id| self.resource(&id));
        let mut lowered = Map::with_capacity(members.len());
        for member in members {
            if let Some(value) = self.member(shape, member, resource.as_ref()) {
                lowered.insert(member.name.text.to_owned(), value);
            }
        }
        match shape.kind {
            ShapeType::List | ShapeType::Set | ShapeType::Map => fields.extend(lowered),
            _ => {
                fields.insert("members".to_owned(), Value::Object(lowered));
            }
        }
    }

    /// Lowers a member; `None` if it is a mixin's, whose traits then stay separate.
    fn member(
        &mut self,
        shape: &'m Shape<'m>,
        member: &'m Member<'m>,
        resource: Option<&HashMap<String, String>>,
    ) -> Option<Value> {
        let name = member.name.text;
        let inherited = self.inherited.get(name).cloned();
        let mut traits = self.values.traits(&member.traits, (self.id, name), self.faults);
        if let Some(node) = &member.value {
            self.assign(shape.kind, name, node, &mut traits);
        } else if shape.kind == ShapeType::Enum && inherited.is_none() {
            traits.entry("smithy.api#enumValue").or_insert_with(|| json!(name));
        }
        let of_resource = resource.and_then(|it| it.get(name)).cloned();
        let target = match (&member.target, inherited) {
            (Target::None, _) => format!("{PRELUDE}#Unit"),
            (Target::Id(target), inherited) => {
                let target = self.resolved(target);
                self.check_inherited(member, &target, inherited.as_deref());
                target
            }
            (Target::Elided, Some(inherited)) => {
                if let Some(target) = of_resource {
                    self.check_inherited(member, &target, Some(&inherited));
                }
                if !traits.is_empty() {
                    let id = format!("{}${name}", self.id);
                    self.ast.applies.insert(id, traits);
                }
                return None;
            }
            (Target::Elided, None) => of_resource.or_else(|| {
                let problem = "member target was elided, but no bound resource or mixin contained a matching \
                    identifier or member name";
                let advice = "write the target, or name a member of a mixin or of the resource after `for`";
                self.fault(member.name.span, problem, advice, name);
                None
            })?,
        };
        let mut value = Map::with_capacity(if traits.is_empty() { 1 } else { 2 });
        value.insert("target".to_owned(), Value::String(target));
        if !traits.is_empty() {
            value.insert("traits".to_owned(), Value::Object(traits));
        }
        Some(Value::Object(value))
    }

    /// Adds the trait that a value after a member's `=` stands for.
    fn assign(&mut self, kind: ShapeType, name: &str, node: &'m Node<'m>, traits: &mut Map<String, Value>) {
        let value = self.values.value(node, self.faults);
        let key = match kind {
            ShapeType::Enum | ShapeType::IntEnum => "smithy.api#enumValue",
            _ => "smithy.api#default",
        };
        if get(traits, key).is_none_or(|known| *known == value) {
            traits.insert(key.to_owned(), value);
        } else {
            let problem = format!("conflicting `{key}` trait found on `{}${name}`", self.id);
            self.fault(node.span, problem, "say it once", name);
        }
    }

    /// Checks that a member which a mixin has, too, has the same target there.
    fn check_inherited(&mut self, member: &Member<'m>, target: &str, inherited: Option<&str>) {
        let Some(inherited) = inherited.filter(|it| *it != target) else {
            return;
        };
        let name = member.name.text;
        let mixin = self.values.model.shapes.get(self.id).and_then(|defined| {
            let mixins = super::mixins::mixins_of(self.values.model, defined);
            let has = |mixin: &&String| self.ast.members.get(*mixin).and_then(|it| it.get(name)).is_some();
            mixins.iter().rev().find(has).cloned()
        });
        let problem = format!(
            "member conflicts with an inherited mixin member: `{}${name}`",
            mixin.unwrap_or_default()
        );
        let advice = format!("let it target `{inherited}`, as it does there, or rename it");
        self.fault(member.name.span, problem, &advice, name);
    }

    /// The members that a structure may take from the resource after `for`, by name: its properties and identifiers.
    fn resource(&mut self, id: &Id<'m>) -> Option<HashMap<String, String>> {
        let resolved = self.resolved(id);
        let model = self.values.model;
        let Some(defined) = model.shapes.get(&resolved) else {
            let problem =
                format!("the target of the `for` production must be a resource shape, but `{resolved}` was not found");
            self.fault(id.span, problem, "name a resource", "");
            return None;
        };
        if defined.type_name() != "resource" {
            let problem = format!(
                "the target of the `for` production must be a resource shape, but found a {} shape: {resolved}",
                defined.type_name()
            );
            self.fault(id.span, problem, "name a resource", "");
            return None;
        }
        let mut targets = HashMap::new();
        for key in ["properties", "identifiers"] {
            match defined.of {
                Definition::Idl(shape) | Definition::Inline(shape, _) => {
                    let Body::Properties(properties) = &shape.body else {
                        continue;
                    };
                    let entries = properties.iter().find(|entry| entry.key == key);
                    let values = Values {
                        model,
                        file: defined.file,
                    };
                    let object = entries.map(|entry| values.value(&entry.value, &mut Faults::default()));
                    for (name, target) in object.as_ref().and_then(Value::as_object).into_iter().flatten() {
                        targets.insert(name.clone(), reference(model, defined.file, target));
                    }
                }
                Definition::Json(shape) => {
                    for (name, value) in shape.get(key).and_then(Value::as_object).into_iter().flatten() {
                        let target = value.get("target").and_then(Value::as_str);
                        targets.insert(name.clone(), target.unwrap_or_default().to_owned());
                    }
                }
            }
        }
        Some(targets)
    }

    fn operation(&mut self, fields: &mut Map<String, Value>, operation: &'m Operation<'m>) {
        let suffixes = self.values.model.origins[self.values.file].idl;
        let (input, output) = suffixes.map_or(("Input", "Output"), |it| (&*it.input_suffix, &*it.output_suffix));
        for (key, io, suffix) in [
            ("input", &operation.input, input),
            ("output", &operation.output, output),
        ] {
            let target = match io {
                None => unit(),
                Some(Io::Id(id)) => self.target(id),
                Some(Io::Inline(_)) => json!({"target": format!("{}{suffix}", self.id)}),
            };
            fields.insert(key.to_owned(), target);
        }
        let errors = operation.errors.as_deref().unwrap_or_default();
        if !errors.is_empty() {
            let errors = errors.iter().map(|error| self.target(error)).collect();
            fields.insert("errors".to_owned(), errors);
        }
    }

    /// The properties of a service or a resource, in the order that they have in the AST.
    fn properties(&mut self, fields: &mut Map<String, Value>, kind: ShapeType, properties: &'m [Entry<'m>]) {
        let known: &[(&str, Property)] = match kind {
            ShapeType::Service => SERVICE,
            _ => RESOURCE,
        };
        for entry in properties {
            if !known.iter().any(|(name, _)| *name == entry.key) {
                let problem = format!("unknown property {} for {}", entry.key, self.id);
                let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
                let advice = format!("use one of `{}`", names.join("`, `"));
                self.fault(entry.key_span, problem, &advice, "");
            }
        }
        for (name, property) in known {
            let mut found = properties.iter().filter(|entry| entry.key == *name);
            let Some(entry) = found.next() else { continue };
            if let Some(second) = found.next() {
                let problem = format!("duplicate member: `{name}`");
                self.fault(second.key_span, problem, "take one of them away", "");
            }
            let value = self.values.value(&entry.value, self.faults);
            if let Some(value) = self.property(entry, *property, value) {
                fields.insert((*name).to_owned(), value);
            }
        }
    }

    fn property(&mut self, entry: &'m Entry<'m>, property: Property, value: Value) -> Option<Value> {
        let model = self.values.model;
        let file = self.values.file;
        let reference = |value: &Value| json!({"target": reference(model, file, value)});
        let (lowered, expected) = match (property, value) {
            (Property::Text, Value::String(text)) => (Some(Value::String(text)), ""),
            (Property::Text, _) => (None, "a string"),
            (Property::Names, value @ Value::Object(_)) => (Some(value), ""),
            (Property::Names, _) => (None, "an object"),
            (Property::Reference, value @ Value::String(_)) => (Some(reference(&value)), ""),
            (Property::Reference, _) => (None, "the id of a shape"),
            (Property::List, Value::Array(items)) if items.is_empty() => return None,
            (Property::List, Value::Array(items)) if items.iter().all(Value::is_string) => {
                (Some(items.iter().map(reference).collect()), "")
            }
            (Property::List, _) => (None, "a list of ids of shapes"),
            (Property::Map, Value::Object(entries)) if entries.is_empty() => return None,
            (Property::Map, Value::Object(entries)) if entries.values().all(Value::is_string) => {
                let entries = entries.iter().map(|(name, id)| (name.clone(), reference(id)));
                (Some(Value::Object(entries.collect())), "")
            }
            (Property::Map, _) => (None, "an object whose values are ids of shapes"),
        };
        if lowered.is_none() {
            let problem = format!("expected `{}` to be {expected}", entry.key);
            self.fault(entry.value.span, problem, &format!("write {expected}"), "");
        }
        lowered.filter(|value| *value != json!("") && *value != json!({}))
    }
}

/// The kinds of properties of services and resources.
#[derive(Clone, Copy)]
enum Property {
    Text,
    Names,
    Reference,
    List,
    Map,
}

const SERVICE: &[(&str, Property)] = &[
    ("version", Property::Text),
    ("operations", Property::List),
    ("resources", Property::List),
    ("errors", Property::List),
    ("rename", Property::Names),
];

const RESOURCE: &[(&str, Property)] = &[
    ("identifiers", Property::Map),
    ("properties", Property::Map),
    ("put", Property::Reference),
    ("create", Property::Reference),
    ("read", Property::Reference),
    ("update", Property::Reference),
    ("delete", Property::Reference),
    ("list", Property::Reference),
    ("operations", Property::List),
    ("collectionOperations", Property::List),
    ("resources", Property::List),
];

/// The id in a value: identifiers are resolved already, strings may be relative.
fn reference(model: &Model<'_>, file: usize, value: &Value) -> String {
    let text = value.as_str().unwrap_or_default();
    match text.contains('#') {
        true => text.to_owned(),
        false => {
            // The name does not live as long as the model does, which the resolver asks for.
            let namespace = model.origins[file].idl.map_or("", |file| file.namespace);
            let here = format!("{namespace}#{text}");
            let prelude = format!("{PRELUDE}#{text}");
            match model.shapes.contains_key(&here) || !model.shapes.contains_key(&prelude) {
                true => here,
                false => prelude,
            }
        }
    }
}

fn unit() -> Value {
    target("smithy.api#Unit".to_owned())
}

/// A reference to a shape.
fn target(id: String) -> Value {
    let mut reference = Map::with_capacity(1);
    reference.insert("target".to_owned(), Value::String(id));
    Value::Object(reference)
}
