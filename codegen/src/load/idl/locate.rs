//! Locations: finds the place in a file for a pointer into the model as JSON. It only runs for models with errors.

use serde_json::Value as Json;

use super::{
    fault::{Where, pointer_of},
    model::{Defined, Definition, Model},
    problem::Span,
    syntax::{Body, Io, Member, Node, Target, Trait, Traits, Value},
};

/// The place of a JSON pointer, or the nearest one before it.
pub(super) fn find(model: &Model<'_>, pointer: &str) -> Option<Where> {
    let steps: Vec<String> = pointer
        .split('/')
        .skip(1)
        .map(|step| step.replace("~1", "/").replace("~0", "~"))
        .collect();
    let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
    match steps.as_slice() {
        ["shapes", id, rest @ ..] => shape(model, id, rest),
        ["metadata", key, rest @ ..] => metadata(model, key, rest),
        _ => None,
    }
}

fn metadata(model: &Model<'_>, key: &str, rest: &[&str]) -> Option<Where> {
    model.origins.iter().enumerate().find_map(|(number, origin)| {
        let entry = origin.idl?.metadata.iter().find(|entry| entry.key == key)?;
        Some(Where::Span(number, node(&entry.value, rest).unwrap_or(entry.key_span)))
    })
}

fn shape(model: &Model<'_>, id: &str, rest: &[&str]) -> Option<Where> {
    let (owner, member) = match id.split_once('$') {
        Some((owner, member)) => (owner, Some(member)),
        None => (id, None),
    };
    let defined = model.shapes.get(owner);
    let statement = defined.and_then(Defined::statement);
    if let ["traits", name, value @ ..] | ["members", _, "traits", name, value @ ..] = rest {
        let member = match rest {
            ["members", member, ..] => Some(*member),
            _ => member,
        };
        if let Some(found) = applied(model, owner, member, name, value) {
            return Some(found);
        }
    }
    let (defined, statement) = match (defined, statement) {
        (Some(defined), Some(statement)) => (defined, statement),
        (
            Some(Defined {
                file,
                of: Definition::Json(_),
                ..
            }),
            _,
        ) => {
            let pointer = pointer_of(id);
            let rest = rest
                .iter()
                .map(|step| format!("/{}", step.replace('~', "~0").replace('/', "~1")));
            return Some(Where::Json(*file, rest.fold(pointer, |all, step| all + &step)));
        }
        _ => return None,
    };
    let in_file = Statement {
        model,
        file: defined.file,
    };
    let span = match (member, rest) {
        (Some(member), rest) => in_file.member(&statement.body, member, rest),
        (None, ["members", member, rest @ ..]) => in_file.member(&statement.body, member, rest),
        (None, [member @ ("member" | "key" | "value"), rest @ ..]) => in_file.member(&statement.body, member, rest),
        (None, ["traits", name, value @ ..]) => in_file.of_traits(&statement.traits, name, value),
        (None, ["mixins", index, ..]) => index
            .parse()
            .ok()
            .and_then(|it: usize| Some(statement.mixins.get(it)?.span)),
        (None, [key, rest @ ..]) => in_file.property(&statement.body, key, rest),
        (None, []) => None,
    };
    Some(Where::Span(defined.file, span.unwrap_or(statement.name.span)))
}

/// A trait in an `apply` statement.
fn applied(model: &Model<'_>, id: &str, member: Option<&str>, name: &str, value: &[&str]) -> Option<Where> {
    let wanted = match member {
        Some(member) => format!("{id}${member}"),
        None => id.to_owned(),
    };
    model.origins.iter().enumerate().find_map(|(number, origin)| {
        let in_file = Statement { model, file: number };
        let statements = origin.idl?.applies.iter();
        let mut here = statements.filter(|it| model.resolve(number, it.target.text) == wanted);
        let span = here.find_map(|it| in_file.of_trait(&it.traits, name, value))?;
        Some(Where::Span(number, span))
    })
}

struct Statement<'a, 'm> {
    model: &'a Model<'m>,
    file: usize,
}

impl<'m> Statement<'_, 'm> {
    fn of_trait(&self, traits: &'m [Trait<'m>], name: &str, value: &[&str]) -> Option<Span> {
        let found = traits
            .iter()
            .find(|it| self.model.resolve(self.file, it.name.text) == name)?;
        let inside = found
            .value
            .as_ref()
            .filter(|_| !value.is_empty())
            .and_then(|it| node(it, value));
        Some(inside.unwrap_or(found.name.span))
    }

    fn of_traits(&self, traits: &'m Traits<'m>, name: &str, value: &[&str]) -> Option<Span> {
        let docs = traits.docs.as_ref().filter(|_| name == "smithy.api#documentation");
        self.of_trait(&traits.traits, name, value)
            .or(docs.map(|docs| docs.span))
    }

    fn member(&self, body: &'m Body<'m>, name: &str, rest: &[&str]) -> Option<Span> {
        let Body::Members(members) = body else { return None };
        let member: &Member<'_> = members.iter().find(|member| member.name.text == name)?;
        let found = match rest {
            ["target", ..] => match &member.target {
                Target::Id(id) => Some(id.span),
                Target::Elided | Target::None => None,
            },
            ["traits", name, value @ ..] => {
                let assigned = member.value.as_ref();
                let assigned = assigned.filter(|_| matches!(*name, "smithy.api#default" | "smithy.api#enumValue"));
                assigned
                    .map(|node| node.span)
                    .or_else(|| self.of_traits(&member.traits, name, value))
            }
            _ => None,
        };
        Some(found.unwrap_or(member.name.span))
    }

    fn property(&self, body: &'m Body<'m>, key: &str, rest: &[&str]) -> Option<Span> {
        match body {
            Body::None | Body::Members(_) => None,
            Body::Properties(properties) => {
                let entry = properties.iter().find(|entry| entry.key == key)?;
                Some(node(&entry.value, rest).unwrap_or(entry.key_span))
            }
            Body::Operation(operation) => {
                let io = |io: &Option<Io<'_>>| match io.as_ref()? {
                    Io::Id(id) => Some(id.span),
                    Io::Inline(shape) => Some(shape.name.span),
                };
                match key {
                    "input" => io(&operation.input),
                    "output" => io(&operation.output),
                    _ => {
                        let index: usize = rest.first()?.parse().ok()?;
                        Some(operation.errors.as_ref()?.get(index)?.span)
                    }
                }
            }
        }
    }
}

/// The place of a part of a value.
fn node(from: &Node<'_>, steps: &[&str]) -> Option<Span> {
    let mut found = from;
    let mut span = from.span;
    for step in steps {
        match &found.value {
            Value::Array(items) => {
                let Some(item) = step.parse().ok().and_then(|it: usize| items.get(it)) else {
                    break;
                };
                (found, span) = (item, item.span);
            }
            Value::Object(entries) => {
                let Some(entry) = entries.iter().find(|entry| entry.key == *step) else {
                    break;
                };
                (found, span) = (&entry.value, entry.value.span);
            }
            _ => break,
        }
    }
    Some(span)
}

/// A JSON value, as errors show it.
pub(super) fn shown(value: &Json) -> String {
    let text = value.to_string();
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
