//! What AWS's published crate of a service says that no model at hand does: names of enum values, and the presence of
//! members. It reads Rust, and compares it with the plan of our crate; it knows no files, and not where a crate is from.

mod compare;
mod source;

pub use source::Published;

use std::collections::BTreeSet;

use super::text::{Text, encoded};
use crate::{
    Options, Result,
    ir::{Kind, Service},
    load::{apply_facts, recorded_facts},
    plan::Crate,
};

/// The beginning of the line that says from which crate the facts below it are. They stand at the end of a file.
const ORIGIN: &str = "# From aws-sdk-";

/// The outcome of a comparison with a published crate.
#[derive(Default)]
pub struct FromCrate {
    /// The facts that the crate adds to those that are known.
    pub text: Text,
    /// What the crate shows and the facts deny, or cannot say; one sentence each.
    pub contradictions: Vec<String>,
}

/// Compares a model in botocore's form, with the facts that are known, with AWS's published crate. The service is as
/// [`load_without_facts`](crate::load::load_without_facts) gives it.
///
/// # Errors
///
/// The generator cannot plan a crate of the service.
pub fn from_crate(botocore: &Service, known: &str, published: &Published) -> Result<FromCrate> {
    // A fact can uncover another: without its default, a member is required. The names of newer values follow from others.
    const ROUNDS: usize = 4;
    let said = compare::Said::in_text(known);
    let mut found = compare::Found::default();
    for _ in 0..ROUNDS {
        let mut service = botocore.clone();
        apply_facts(&mut service, &format!("{known}\n{}", found.text().lines()));
        let plan = Crate::of(service, &Options::default())?;
        if !compare::round(botocore, &plan, published, &said, &mut found) {
            break;
        }
    }
    Ok(FromCrate {
        text: found.text(),
        contradictions: found.contradictions.into_iter().collect(),
    })
}

/// The text of a file of facts without those of a published crate, and these.
pub fn split(text: &str) -> (&str, &str) {
    text.split_at(text.find(ORIGIN).unwrap_or(text.len()))
}

/// A file of facts with those of a published crate at its end, in place of any that it has.
pub fn with_crate(file: &str, origin: &str, text: &Text) -> String {
    let (base, _) = split(file);
    match text.is_empty() {
        true => base.to_owned(),
        false => format!("{base}{ORIGIN}{origin}.\n{}", text.lines()),
    }
}

/// The facts of a published crate that the library has, as far as another form of the model leaves them open: it has no such
/// member, and no such value.
pub(super) fn left_open(botocore: &Service, other: Option<&Service>) -> String {
    let (_, section) = split(recorded_facts(botocore).unwrap_or_default());
    let mut lines = String::new();
    for line in section.lines() {
        let words: Vec<&str> = line.split_ascii_whitespace().collect();
        let head = match words.first() {
            Some(&("names" | "default")) => 2,
            _ => 1,
        };
        if line.starts_with('#') || other.is_none() || words.len() <= head {
            lines.push_str(&format!("{line}\n"));
            continue;
        }
        let is_open = |place: &&&str| !other.is_some_and(|other| has(other, &words, place));
        let open: Vec<&str> = words[head..].iter().filter(is_open).copied().collect();
        if !open.is_empty() {
            lines.push_str(&format!("{} {}\n", words[..head].join(" "), open.join(" ")));
        }
    }
    // An origin of nothing.
    match lines.lines().count() {
        1 => String::new(),
        _ => lines,
    }
}

/// Tells whether a model has what a line of facts speaks of.
fn has(service: &Service, words: &[&str], place: &str) -> bool {
    let owner = match words {
        ["names", shape, ..] => shape,
        _ => place.split('.').next().unwrap_or_default(),
    };
    let Some(id) = service.shapes.find(owner) else {
        return false;
    };
    match (&service.shapes[id].kind, place.split_once('=')) {
        (Kind::Enum(variants), Some((_, value))) => variants.iter().any(|it| encoded(&it.value) == value),
        (kind, _) => {
            let names: BTreeSet<&str> = kind.members().iter().map(|it| it.name.as_str()).collect();
            place.split_once('.').is_some_and(|(_, name)| names.contains(name))
        }
    }
}
