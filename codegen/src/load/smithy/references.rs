//! References: the ids that shapes are given before any of them is lowered, and what has to be known of them by then.

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use serde_json::Value;

use super::{ast::Model, bindings::Wire, closure::Closure, prelude};
use crate::{
    Error, Result,
    ir::{Service, ShapeId},
    load::json::{Cursor, field},
};

const MEDIA_TYPE: &str = "smithy.api#mediaType";

/// The media type of JSON.
pub(super) const JSON: &str = "application/json";

/// The ids of all shapes that are lowered, by the ids that refer to them.
pub(super) struct References<'m, 'p, 'v> {
    pub(super) model: &'m Model<'p, 'v>,
    pub(super) wire: Wire,
    ids: HashMap<&'v str, ShapeId>,
    /// The structures that are events of a stream.
    events: HashSet<&'v str>,
    /// The shapes whose text is JSON.
    json: HashSet<&'v str>,
}

impl<'m, 'p, 'v> References<'m, 'p, 'v> {
    /// Reserves an id for every shape, so that shapes can refer to those that come later.
    pub(super) fn reserve(model: &'m Model<'p, 'v>, closure: &Closure<'v>, service: &mut Service) -> Self {
        let mut ids = HashMap::new();
        let mut taken = HashSet::new();
        for id in &closure.shapes {
            let name = closure.name(id);
            // Simple shapes of different namespaces may share a name. Types that may not are told apart when they
            // are named in Rust.
            let is_free = !prelude::has(id) && taken.insert(name);
            ids.insert(*id, service.shapes.reserve(if is_free { name } else { id }));
        }
        Self {
            model,
            wire: Wire::of(service),
            ids,
            events: events(model, closure),
            json: json(model, closure),
        }
    }

    /// Tells whether a structure is a member of a union that streams.
    pub(super) fn is_streamed(&self, id: &str) -> bool {
        self.events.contains(id)
    }

    /// Tells whether the media type of a shape is JSON.
    pub(super) fn is_json(&self, id: &str) -> bool {
        self.json.contains(id)
    }

    /// The shape that a target names.
    pub(super) fn resolve(&self, target: &Cursor<'_, '_>) -> Result<ShapeId> {
        let id = target.str()?;
        self.ids.get(id).copied().ok_or_else(|| self.dangling(target, id))
    }

    /// The structure that an operation sends or returns; none if it is the unit.
    pub(super) fn message(&self, target: &Cursor<'_, '_>) -> Result<Option<ShapeId>> {
        match target.str()? {
            prelude::UNIT => Ok(None),
            _ => self.resolve(target).map(Some),
        }
    }

    /// The shape of an id that is known to be there.
    pub(super) fn find(&self, id: &str) -> Option<ShapeId> {
        self.ids.get(id).copied()
    }

    fn dangling(&self, target: &Cursor<'_, '_>, id: &str) -> Error {
        if !id.contains('#') {
            let advice = "give the whole id, such as `smithy.api#String`";
            return target.error(format!("`{id}` is no id of a shape: it has no namespace"), advice);
        }
        let ids = self.model.shapes.entries().into_iter().flatten().map(|(id, _)| id);
        let known = ids.filter(|id| {
            let is_no_data = ["service", "resource", "operation"].map(Some);
            !is_no_data.contains(&self.model.type_name(id))
        });
        target.unknown("shape", id, known.chain(prelude::ids()))
    }
}

/// The members of unions that stream are events.
fn events<'v>(model: &Model<'_, 'v>, closure: &Closure<'v>) -> HashSet<&'v str> {
    let mut events = HashSet::new();
    for id in &closure.shapes {
        let Some((_, shape)) = model.find(id) else { continue };
        let streams = field(shape, "traits").is_some_and(|it| field(it, "smithy.api#streaming").is_some());
        if streams && field(shape, "type").is_some_and(|name| name == "union") {
            let members = field(shape, "members").and_then(Value::as_object);
            let members = members.into_iter().flat_map(|members| members.values());
            events.extend(members.filter_map(|member| member.get("target")?.as_str()));
        }
    }
    events
}

/// The shapes of the media type of JSON.
fn json<'v>(model: &Model<'_, 'v>, closure: &Closure<'v>) -> HashSet<&'v str> {
    let is_json = |id: &&&'v str| {
        let media_type = model
            .find(id)
            .and_then(|(_, shape)| field(field(shape, "traits")?, MEDIA_TYPE));
        media_type.is_some_and(|it| it == JSON)
    };
    closure.shapes.iter().filter(is_json).copied().collect()
}
