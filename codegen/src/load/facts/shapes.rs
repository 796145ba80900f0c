//! Shapes: their kinds, and the names and traits of their values.

use super::{Arguments, member, shape};
use crate::ir::{Kind, Service, Shape, ShapeTraits, Variant};

/// `union SHAPE…`: the structures are unions.
pub(super) fn union(service: &mut Service, arguments: &Arguments<'_>) -> Vec<String> {
    arguments.each(service, |service, name| {
        let id = shape(service, name)?;
        let is_message = service.operations.iter().any(|operation| {
            operation.input == Some(id) || operation.output == Some(id) || operation.errors.contains(&id)
        });
        let kind = &mut service.shapes[id].kind;
        if matches!(kind, Kind::Union(_)) {
            return Ok(());
        }
        if let Kind::Structure(members) = kind
            && !is_message
            && !members.is_empty()
        {
            *kind = Kind::Union(std::mem::take(members));
            return Ok(());
        }
        Err(format!("`{name}` is a {} that cannot be a union", kind.noun()))
    })
}

/// `kind KIND SHAPE…`: the shapes have another simple type.
pub(super) fn kind(service: &mut Service, arguments: &Arguments<'_>) -> Vec<String> {
    arguments.each_with(service, |service, noun, name| {
        let kind = simple(noun).ok_or_else(|| format!("`{noun}` is no simple type"))?;
        let id = shape(service, name)?;
        let shape = &mut service.shapes[id];
        if simple(shape.kind.noun()).is_none() {
            return Err(format!("`{name}` is a {}, which becomes no {noun}", shape.kind.noun()));
        }
        shape.kind = kind;
        Ok(())
    })
}

/// `type KIND MEMBER…`: the members have another simple type than the shapes that they target.
pub(super) fn target(service: &mut Service, arguments: &Arguments<'_>) -> Vec<String> {
    arguments.each_with(service, |service, noun, place| {
        let kind = simple(noun).ok_or_else(|| format!("`{noun}` is no simple type"))?;
        let pointer = member(service, place)?.pointer.clone();
        // No model can have a shape of this name.
        let id = service.shapes.reserve(&format!("${noun}"));
        let shape = Shape {
            name: noun.to_owned(),
            kind,
            traits: ShapeTraits::default(),
            docs: None,
            pointer,
        };
        service.shapes.define(id, shape);
        member(service, place)?.target = id;
        Ok(())
    })
}

/// The simple types, whose values are a single string, number or boolean.
fn simple(noun: &str) -> Option<Kind> {
    let kinds = [
        Kind::Boolean,
        Kind::Byte,
        Kind::Short,
        Kind::Integer,
        Kind::Long,
        Kind::Float,
        Kind::Double,
        Kind::String,
        Kind::Timestamp,
    ];
    kinds.into_iter().find(|kind| kind.noun() == noun)
}

/// `names SHAPE NAME=VALUE…`: values of an enum have names of their own.
pub(super) fn names(service: &mut Service, arguments: &Arguments<'_>) -> Vec<String> {
    arguments.each_with(service, |service, name, pair| {
        let (variant, value) = pair
            .split_once('=')
            .ok_or_else(|| format!("`{pair}` is no name of a value"))?;
        let id = shape(service, name)?;
        let Kind::Enum(variants) = &mut service.shapes[id].kind else {
            return Err(format!("`{name}` is no enum"));
        };
        let found = variants.iter_mut().find(|known| known.value == value);
        let known = found.ok_or_else(|| format!("the enum `{name}` has no value `{value}`"))?;
        known.name = Some(variant.to_owned());
        Ok(())
    })
}

/// Names the values that are newer than the facts as the known ones of their enum are named, if all of these are named in
/// one way. `ml.p6.48xlarge` is `MlP648Xlarge` then, as `ml.p5.48xlarge` is `MlP548Xlarge`, and `nodejs26.x` is `Nodejs26x`.
pub(super) fn name_newer_values(service: &mut Service) {
    for id in service.shapes.ids() {
        let Kind::Enum(variants) = &mut service.shapes[id].kind else {
            continue;
        };
        let known: Vec<&Variant> = variants.iter().filter(|it| it.name.is_some()).collect();
        let fits = |way: &fn(&str) -> Option<String>| known.iter().all(|it| it.name == way(&it.value));
        let ways: [fn(&str) -> Option<String>; 2] = [upper, joined];
        let Some(way) = ways.into_iter().find(fits).filter(|_| !known.is_empty()) else {
            continue;
        };
        for variant in variants.iter_mut().filter(|it| it.name.is_none()) {
            variant.name = way(&variant.value);
        }
    }
}

/// The name in upper case of a value without any.
fn upper(value: &str) -> Option<String> {
    let is_small = !value.contains(|c: char| c.is_ascii_uppercase());
    is_small.then(|| {
        value
            .to_ascii_uppercase()
            .replace(|c: char| !c.is_ascii_alphanumeric(), "_")
    })
}

/// The letters and digits of a value.
fn joined(value: &str) -> Option<String> {
    let name: String = value.chars().filter(char::is_ascii_alphanumeric).collect();
    (!name.is_empty()).then_some(name)
}

/// `sensitive SHAPE…`: values of the shapes are secret.
pub(super) fn sensitive(service: &mut Service, arguments: &Arguments<'_>) -> Vec<String> {
    arguments.each(service, |service, name| {
        let id = shape(service, name)?;
        service.shapes[id].traits.sensitive = true;
        Ok(())
    })
}

/// `sparse SHAPE…`: the lists and maps may contain nulls.
pub(super) fn sparse(service: &mut Service, arguments: &Arguments<'_>) -> Vec<String> {
    arguments.each(service, |service, name| {
        let id = shape(service, name)?;
        let shape = &mut service.shapes[id];
        if shape.kind.element().is_none() {
            return Err(format!("`{name}` is a {}, which cannot be sparse", shape.kind.noun()));
        }
        shape.traits.sparse = true;
        Ok(())
    })
}
