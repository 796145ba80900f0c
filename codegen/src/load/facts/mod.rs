//! Facts: parts of a model that one form cannot express, and the other form of the same model has.
//!
//! botocore's form knows no defaults, no names of enum values and few unions; Smithy's does not say when a list of
//! pages ends. `cargo xtask model facts` compares both forms of a service and writes what each lacks to `model/facts`,
//! a small file a service, which the library carries. A file that lies beside a model, or that the caller names, stands
//! in the place of the library's ([`file`]). It is a list of lines: a keyword, and the places that it applies to. There is
//! one module for each concern, with its keywords and their effect on the IR.
//!
//! Models may be older or newer than their facts. A fact that does not fit a model is recorded in
//! [`Origin::stale_facts`](crate::ir::Origin), and changes nothing.

mod file;
mod nullability;
mod operations;
mod shapes;

pub use file::NAME;

use std::borrow::Cow;

use heck::ToKebabCase;

use super::ModelPaths;
use crate::ir::{Kind, Member, Service, ShapeId};
use file::File;

/// The folder, below that of sdk-tailor, of the facts that the library has: their lines are called after it.
pub const RECORDED_FACTS: &str = "model/facts/";

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

/// Adds the facts that the form of a service's model cannot express: those of the file that the paths name or that lies
/// beside the model, or else those that the library has.
///
/// # Errors
///
/// The file cannot be read, or is about another service.
pub(super) fn apply(service: &mut Service, paths: &ModelPaths, form: Form) -> crate::Result<()> {
    let (text, shown) = if let Some(file) = File::of(paths, service)? {
        file.check_keywords(&words())?;
        service.origin.facts = Some(file.path);
        (Cow::Owned(file.text), file.shown)
    } else if let Some((name, text)) = recorded(service) {
        (Cow::Borrowed(text), recorded_file(name))
    } else {
        return Ok(());
    };
    let stale = lines(service, form, &text);
    shapes::name_newer_values(service);
    service.origin.stale_facts = stale.into_iter().map(|it| it.shown(&shown)).collect();
    Ok(())
}

/// Adds the facts of a text to a service of a model in botocore's form. What does not fit changes nothing.
pub(crate) fn apply_text(service: &mut Service, text: &str) {
    lines(service, Form::Botocore, text);
    shapes::name_newer_values(service);
}

/// The text of the facts about a service that the library has.
pub(crate) fn recorded_text(service: &Service) -> Option<&'static str> {
    recorded(service).map(|(_, text)| text)
}

/// All words that a line can begin with.
fn words() -> Vec<&'static str> {
    let keywords = KEYWORDS.iter().map(|(word, ..)| *word);
    keywords.chain([SERVICE, RECORDED]).collect()
}

/// The facts about a service that the library has: the name of their file, and its text.
fn recorded(service: &Service) -> Option<(&'static str, &'static str)> {
    let name = service.sdk_id.to_kebab_case();
    let position = FILES.binary_search_by_key(&name.as_str(), |(known, _)| known).ok()?;
    Some(FILES[position])
}

/// The name by which messages call the library's file of facts of that name.
fn recorded_file(name: &str) -> String {
    format!("{RECORDED_FACTS}{name}.txt")
}

/// A line that does not fit the model: its file, where that is another than the one at hand, its number, and the reason.
struct Stale {
    file: Option<String>,
    line: usize,
    reason: String,
}

impl Stale {
    /// A line of the file at hand.
    fn here(line: usize, reason: String) -> Self {
        let file = None;
        Self { file, line, reason }
    }

    fn shown(&self, file: &str) -> String {
        format!(
            "{}:{}: {}",
            self.file.as_deref().unwrap_or(file),
            self.line,
            self.reason
        )
    }
}

/// Applies the lines of a file, and says which fit nothing, and why.
fn lines(service: &mut Service, form: Form, text: &str) -> Vec<Stale> {
    let mut stale = Vec::new();
    for (line, text) in (1..).zip(text.lines()) {
        let mut words = text.split_ascii_whitespace();
        let Some(keyword) = words.next().filter(|word| !word.starts_with('#')) else {
            continue;
        };
        let arguments = Arguments(words.collect());
        let reasons = match keyword {
            SERVICE if arguments.0.last() != Some(&service.version.as_str()) => {
                let reason = format!("the facts are about another version than {}", service.version);
                return vec![Stale::here(line, reason)];
            }
            SERVICE => continue,
            RECORDED => {
                stale.extend(further(service, form));
                continue;
            }
            _ => apply_line(service, form, keyword, &arguments),
        };
        stale.extend(reasons.into_iter().map(|reason| Stale::here(line, reason)));
    }
    stale
}

/// `service ID VERSION`: the service that the facts are about, and the version of its API.
const SERVICE: &str = "service";

/// `recorded`: the facts that the library has, to which a file of one's own adds.
const RECORDED: &str = "recorded";

fn further(service: &mut Service, form: Form) -> Vec<Stale> {
    let Some((name, text)) = recorded(service) else {
        return Vec::new();
    };
    let mut stale = lines(service, form, text);
    stale.iter_mut().for_each(|it| it.file = Some(recorded_file(name)));
    stale
}

fn apply_line(service: &mut Service, form: Form, keyword: &str, arguments: &Arguments<'_>) -> Vec<String> {
    match KEYWORDS.iter().find(|(known, ..)| *known == keyword) {
        Some((_, of, apply)) if *of == form || *of == Form::Any => apply(service, arguments),
        Some(_) => Vec::new(),
        None => vec![format!("`{keyword}` is no keyword")],
    }
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
    let (Kind::Structure(members) | Kind::Union(members)) = &mut service.shapes[id].kind else {
        return Err(format!("`{place}` is no member"));
    };
    Ok(&mut members[index])
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Whoever writes facts of their own finds every keyword in the page about them.
    #[test]
    fn every_keyword_is_documented() {
        let page = include_str!("../../../../model/facts/README.md");
        for word in words() {
            let is_row = |line: &str| {
                let rest = line.strip_prefix(&format!("| `{word}"));
                rest.is_some_and(|rest| rest.starts_with([' ', '`']))
            };
            assert!(page.lines().any(is_row), "{word}");
        }
    }
}
