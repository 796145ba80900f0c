//! Facts: parts of a model that one form cannot express, and the other form of the same model has.
//!
//! botocore's form knows no defaults, no names of enum values and few unions; Smithy's does not say when a list of
//! pages ends. `cargo xtask model facts` compares both forms of a service and writes what each lacks to `model/facts`,
//! a small file a service, which the library carries. A file is a list of lines: a keyword, and the places that it
//! applies to. There is one module for each concern, with its keywords and their effect on the IR.
//!
//! Models may be older or newer than their facts. A fact that does not fit a model is recorded in
//! [`Origin::stale_facts`](crate::ir::Origin), and changes nothing.

mod nullability;
mod operations;
mod shapes;

use heck::ToKebabCase;

use crate::ir::{Kind, Member, Service, ShapeId};

/// The text of each file of facts, by its name without the extension, in their order.
const FILES: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/facts.rs"));

/// The outcome of a line: applied to a service, or the reason why it does not apply.
type Outcome = Result<(), String>;

/// A keyword, the form of the models that it is for, and its effect, which returns the arguments that do not apply.
type Keyword = (&'static str, Form, fn(&mut Service, &Arguments<'_>) -> Vec<String>);

/// The form of a model that lacks a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Botocore,
    Smithy,
    /// Facts that neither form can express.
    Any,
}

const KEYWORDS: &[Keyword] = &[
    ("union", Form::Botocore, shapes::union),
    ("kind", Form::Botocore, shapes::kind),
    ("type", Form::Botocore, shapes::target),
    ("names", Form::Botocore, shapes::names),
    ("sensitive", Form::Botocore, shapes::sensitive),
    ("sparse", Form::Botocore, shapes::sparse),
    ("plain", Form::Botocore, nullability::plain),
    ("default", Form::Botocore, nullability::default),
    ("absent", Form::Botocore, nullability::absent),
    ("required", Form::Botocore, nullability::required),
    ("client-optional", Form::Botocore, nullability::client_optional),
    ("demanded", Form::Botocore, nullability::demanded),
    ("no-default", Form::Any, nullability::no_default),
    ("error", Form::Botocore, operations::error),
    ("errors", Form::Botocore, operations::errors),
    ("paginator", Form::Botocore, operations::paginator),
    ("items", Form::Botocore, operations::items),
    ("page-size", Form::Botocore, operations::page_size),
    ("query", Form::Botocore, operations::query),
    ("unwrapped-errors", Form::Botocore, operations::unwrapped_errors),
    ("unwrapped-output", Form::Botocore, operations::unwrapped_output),
    ("root", Form::Botocore, operations::root),
    ("more-results", Form::Smithy, operations::more_results),
];

/// Adds the facts that the form of a service's model cannot express.
pub(super) fn apply(service: &mut Service, form: Form) {
    let file = service.sdk_id.to_kebab_case();
    let Ok(position) = FILES.binary_search_by_key(&file.as_str(), |(name, _)| name) else {
        return;
    };
    let stale = lines(service, form, FILES[position].1);
    let shown = stale
        .into_iter()
        .map(|(line, reason)| format!("model/facts/{file}.txt:{line}: {reason}"));
    service.origin.stale_facts = shown.collect();
}

/// Applies the lines of a file, and says which fit nothing, and why.
fn lines(service: &mut Service, form: Form, text: &str) -> Vec<(usize, String)> {
    let mut stale = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let mut words = line.split_ascii_whitespace();
        let Some(keyword) = words.next().filter(|word| !word.starts_with('#')) else {
            continue;
        };
        let arguments = Arguments(words.collect());
        if keyword == "service" {
            if arguments.0.last() != Some(&service.version.as_str()) {
                return vec![(
                    index + 1,
                    format!("the facts are about another version than {}", service.version),
                )];
            }
            continue;
        }
        let reasons = match KEYWORDS.iter().find(|(known, ..)| *known == keyword) {
            Some((_, of, apply)) if *of == form || *of == Form::Any => apply(service, &arguments),
            Some(_) => Vec::new(),
            None => vec![format!("`{keyword}` is no keyword")],
        };
        stale.extend(reasons.into_iter().map(|reason| (index + 1, reason)));
    }
    stale
}

/// The arguments after a keyword. A space in one is written `%20`, and `%` is written `%25`.
struct Arguments<'a>(Vec<&'a str>);

impl Arguments<'_> {
    /// Applies a fact to each place that it is said of.
    fn each(&self, service: &mut Service, apply: impl Fn(&mut Service, &str) -> Outcome) -> Vec<String> {
        let outcomes = self.0.iter().map(|place| apply(service, &decoded(place)));
        outcomes.filter_map(Outcome::err).collect()
    }

    /// Applies a fact with a value to each place that it is said of.
    fn each_with(&self, service: &mut Service, apply: impl Fn(&mut Service, &str, &str) -> Outcome) -> Vec<String> {
        let Some((value, places)) = self.0.split_first() else {
            return vec!["the line has a keyword and no more".into()];
        };
        let value = decoded(value);
        let outcomes = places.iter().map(|place| apply(service, &value, &decoded(place)));
        outcomes.filter_map(Outcome::err).collect()
    }
}

fn decoded(word: &str) -> String {
    word.replace("%20", " ").replace("%25", "%")
}

/// The shape of a name.
fn shape(service: &Service, name: &str) -> Result<ShapeId, String> {
    let id = service.shapes.find(name);
    id.ok_or_else(|| format!("the model has no shape `{name}`"))
}

/// The member of a place such as `Structure.member`.
fn member<'a>(service: &'a mut Service, place: &str) -> Result<&'a mut Member, String> {
    let (id, index) = position(service, place)?;
    match &mut service.shapes[id].kind {
        Kind::Structure(members) | Kind::Union(members) => Ok(&mut members[index]),
        _ => Err(format!("`{place}` is no member")),
    }
}

/// The structure of a place such as `Structure.member`, and the position of the member in it.
fn position(service: &Service, place: &str) -> Result<(ShapeId, usize), String> {
    let (owner, name) = place.split_once('.').ok_or_else(|| format!("`{place}` is no member"))?;
    let id = shape(service, owner)?;
    let mut members = service.shapes[id].kind.members().iter();
    let index = members.position(|member| member.name == name);
    Ok((id, index.ok_or_else(|| format!("the model has no member `{place}`"))?))
}

/// The position of an operation.
fn operation(service: &Service, name: &str) -> Result<usize, String> {
    let index = service.operations.iter().position(|operation| operation.name == name);
    index.ok_or_else(|| format!("the model has no operation `{name}`"))
}
