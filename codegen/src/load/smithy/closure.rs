//! The closure: one service of a file, and all operations and shapes that it leads to.
//!
//! They are listed in the order of the file, those of the prelude last. Traits are not read here, and a reference to a
//! shape that does not exist is an error only when its shape is lowered.

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use serde_json::Value;

use super::{
    ast::{Model, local_name},
    mixins::is_mixin,
    prelude,
};
use crate::{
    Error, Result,
    load::json::{Cursor, Fields, Keys, field},
};

pub(super) const SERVICE: Keys = Keys {
    of: "a service",
    read: &["operations", "resources", "errors", "rename", "traits", "version"],
    left: &["type", "mixins"],
};

// What a resource is identified by, and which properties it has, is said by the operations' members too.
const RESOURCE: Keys = Keys {
    of: "a resource",
    read: &[
        "put",
        "create",
        "read",
        "update",
        "delete",
        "list",
        "operations",
        "collectionOperations",
        "resources",
    ],
    left: &["type", "identifiers", "properties", "traits", "mixins"],
};

/// The lifecycle operations of a resource, each with its own key.
const LIFECYCLE: [&str; 6] = ["put", "create", "read", "update", "delete", "list"];

/// A service, and the operations and shapes that it leads to.
pub(super) struct Closure<'v> {
    pub(super) service: &'v str,
    pub(super) operations: Vec<&'v str>,
    pub(super) shapes: Vec<&'v str>,
    /// The errors that every operation may return.
    pub(super) errors: Vec<&'v str>,
    names: HashMap<&'v str, &'v str>,
}

impl<'v> Closure<'v> {
    /// Finds a service, and the operations and shapes that it leads to.
    pub(super) fn of(model: &Model<'_, 'v>, choice: Option<&str>) -> Result<Self> {
        let service = choose(model, choice)?;
        let mut walk = Walk::default();
        let Some(cursor) = model.shape(service) else {
            return Err(no_service(model));
        };
        let mut names = HashMap::new();
        walk.service(model, cursor, &mut names)
            .map_err(|error| error.on(service))?;
        let reached = shapes(model, &walk);
        let ids = || model.shapes.entries().into_iter().flatten().map(|(id, _)| id);
        let in_file = ids().zip(&reached.in_file).filter(|(_, is_reached)| **is_reached);
        let mut shapes: Vec<&'v str> = in_file.map(|(id, _)| id).collect();
        shapes.extend(prelude::ids().filter(|id| reached.elsewhere.contains(id)));
        Ok(Self {
            service,
            operations: ids().filter(|id| walk.operations.contains(id)).collect(),
            shapes,
            errors: walk.errors,
            names,
        })
    }

    /// The name of a shape in the service.
    pub(super) fn name(&self, id: &'v str) -> &'v str {
        self.names.get(id).copied().unwrap_or(local_name(id))
    }
}

/// The services of a file, but for those that are mixins of others.
pub(super) fn services<'v>(model: &Model<'_, 'v>) -> Vec<&'v str> {
    let mut services = model.of_type("service");
    services.retain(|id| model.shape(id).is_some_and(|shape| !is_mixin(shape.value())));
    services
}

/// The service that was asked for, or the only one.
fn choose<'v>(model: &Model<'_, 'v>, choice: Option<&str>) -> Result<&'v str> {
    let services = services(model);
    let Some(choice) = choice else {
        return match services.as_slice() {
            [] => Err(no_service(model)),
            [only] => Ok(only),
            several => Err(model.shapes.error(
                format!("the model has {} services: `{}`", several.len(), several.join("`, `")),
                "choose one by its id: `--service ID`, in `model diff` `--service-id ID`, or `service = \"ID\"` in codegen.toml",
            )),
        };
    };
    let is_chosen = |id: &&&str| **id == choice || local_name(id) == choice;
    let chosen: Vec<&&str> = services.iter().filter(is_chosen).collect();
    match chosen.as_slice() {
        [one] => Ok(one),
        [] => Err(model.shapes.unknown("service", choice, services)),
        _ => Err(model.shapes.error(
            format!("several services are called `{choice}`"),
            format!("give the whole id: one of `{}`", services.join("`, `")),
        )),
    }
}

fn no_service(model: &Model<'_, '_>) -> Error {
    model.shapes.error(
        "the model has no service",
        "take a file with a shape of type `service`: a client is made for one",
    )
}

/// The state of a walk from a service to its operations.
#[derive(Default)]
struct Walk<'v> {
    operations: HashSet<&'v str>,
    resources: Vec<&'v str>,
    seen: HashSet<&'v str>,
    errors: Vec<&'v str>,
}

impl<'v> Walk<'v> {
    fn service(
        &mut self,
        model: &Model<'_, 'v>,
        cursor: Cursor<'_, 'v>,
        names: &mut HashMap<&'v str, &'v str>,
    ) -> Result<()> {
        let fields = cursor.fields(&SERVICE)?;
        self.lists(model, &fields, &["operations"])?;
        if let Some(errors) = fields.get("errors") {
            for error in errors.items()? {
                self.errors.push(model.target_of(&error, "structure")?);
            }
        }
        if let Some(renamed) = fields.get("rename") {
            for (id, name) in renamed.entries()? {
                if model.shape(id).is_none() && !prelude::has(id) {
                    return Err(name.unknown("shape", id, model.shapes.entries()?.map(|(id, _)| id)));
                }
                names.insert(id, name.str()?);
            }
        }
        while let Some(id) = self.resources.pop() {
            if let Some(resource) = model.shape(id) {
                self.resource(model, resource).map_err(|error| error.on(id))?;
            }
        }
        Ok(())
    }

    fn resource(&mut self, model: &Model<'_, 'v>, cursor: Cursor<'_, 'v>) -> Result<()> {
        let fields = cursor.fields(&RESOURCE)?;
        for key in LIFECYCLE {
            if let Some(operation) = fields.get(key) {
                self.operations.insert(model.target_of(&operation, "operation")?);
            }
        }
        self.lists(model, &fields, &["operations", "collectionOperations"])
    }

    fn lists(&mut self, model: &Model<'_, 'v>, fields: &Fields<'_, 'v>, keys: &[&'static str]) -> Result<()> {
        for key in keys {
            if let Some(operations) = fields.get(key) {
                for operation in operations.items()? {
                    self.operations.insert(model.target_of(&operation, "operation")?);
                }
            }
        }
        if let Some(resources) = fields.get("resources") {
            for resource in resources.items()? {
                let id = model.target_of(&resource, "resource")?;
                if self.seen.insert(id) {
                    self.resources.push(id);
                }
            }
        }
        Ok(())
    }
}

/// Shapes that operations and errors lead to.
struct Reached<'v> {
    /// Those of the file, by their number in it.
    in_file: Vec<bool>,
    /// The ids of those that the file does not define.
    elsewhere: HashSet<&'v str>,
}

/// All data shapes that operations and errors lead to.
fn shapes<'v>(model: &Model<'_, 'v>, walk: &Walk<'v>) -> Reached<'v> {
    let mut open: Vec<&'v str> = walk.errors.clone();
    for id in &walk.operations {
        let Some((_, operation)) = model.find(id) else { continue };
        let data = ["input", "output"].into_iter().filter_map(|key| field(operation, key));
        let errors = field(operation, "errors").and_then(Value::as_array);
        let ids = data.chain(errors.into_iter().flatten()).filter_map(target);
        open.extend(ids.filter(|id| *id != prelude::UNIT));
    }
    let mut reached = Reached {
        in_file: vec![false; model.len()],
        elsewhere: HashSet::new(),
    };
    while let Some(id) = open.pop() {
        let Some((number, shape)) = model.find(id) else {
            reached.elsewhere.insert(id);
            continue;
        };
        if !std::mem::replace(&mut reached.in_file[number], true) {
            references(shape, &mut open);
        }
    }
    reached
}

/// Adds the targets of a shape's members. Those of an enum have no target with a value.
fn references<'v>(shape: &'v Value, open: &mut Vec<&'v str>) {
    let is_enum = field(shape, "type").is_some_and(|name| name == "enum" || name == "intEnum");
    if is_enum {
        return;
    }
    let members = field(shape, "members").and_then(Value::as_object);
    let parts = ["member", "key", "value"]
        .into_iter()
        .filter_map(|key| field(shape, key));
    let all = members.into_iter().flat_map(|members| members.values()).chain(parts);
    open.extend(all.filter_map(target));
}

fn target(reference: &Value) -> Option<&str> {
    field(reference, "target")?.as_str()
}
