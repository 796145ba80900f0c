//! Hints: the code to write instead of what a change breaks, where that follows from the changes of a report. It reads
//! their words and judges nothing.
//!
//! Names and types are the model's, and stand in code spans that nothing in them can end.

use super::{Change, Level, Rule};
use crate::docs;

/// How alike two names have to be, for one to stand in the place of the other.
const ALIKE: f64 = 0.8;

/// The longest name that others are held against.
const LONGEST_NAME: usize = 200;

/// Gives a hint to each change that breaks and says by itself what to write.
pub(super) fn give(changes: &mut [Change], is_enum: &dyn Fn(&str) -> bool) {
    let hints: Vec<Option<String>> = changes.iter().map(|change| hint(change, changes, is_enum)).collect();
    for (change, hint) in changes.iter_mut().zip(hints) {
        change.hint = hint;
    }
}

fn hint(change: &Change, all: &[Change], is_enum: &dyn Fn(&str) -> bool) -> Option<String> {
    if change.level != Level::Breaking {
        return None;
    }
    match change.rule {
        Rule::MemberRemoved => renamed(change, all, Rule::MemberAdded)
            .map(|name| {
                let old = last(&change.item);
                format!("write {} in place of {}", code(name), code(old))
            })
            .or_else(|| same_type(change, all, Rule::MemberAdded)),
        Rule::UnionMemberRemoved => variant(change, all, Rule::UnionMemberAdded),
        Rule::EnumValueRemoved => variant(change, all, Rule::EnumValueAdded).or_else(|| unknown_value(change)),
        Rule::OperationRemoved => renamed(change, all, Rule::OperationAdded)
            .map(|name| format!("call {} in place of {}", call(name), call(last(&change.item)))),
        Rule::TypeRemoved => renamed(change, all, Rule::TypeAdded)
            .map(|name| format!("name {} in place of {}", code(name), code(last(&change.item)))),
        Rule::ClientSettingRemoved => Some(format!("take {} away where clients are configured", setter(change))),
        Rule::MemberAdded => Some(format!("set it before `build()`: {}", setter(change))),
        Rule::MemberTypeChanged | Rule::ClientSettingChanged => {
            other_type((change.before.as_deref()?, change.after.as_deref()?), is_enum)
        }
        Rule::MemberBecameOptional => {
            let after = change.after.as_deref()?;
            (after != inner(after)).then(|| format!("it is an `Option` now: {}", absent(inner(after))))
        }
        Rule::MemberBecameRequired if change.after.is_some() => {
            Some("read it as it is, without `Some(…)`, `?` or `unwrap`".to_owned())
        }
        Rule::BuildBecameFallible => Some("write `.build()?` in place of `.build()`, or handle the error".to_owned()),
        Rule::BuildBecameInfallible => Some("write `.build()` without `?` or `unwrap` behind it".to_owned()),
        Rule::PaginatorRemoved => {
            Some("call `.send()`, and pass the token of each answer to the next call while there is one".to_owned())
        }
        Rule::WaiterRemoved => Some("call the operation until its answer is the one to wait for".to_owned()),
        Rule::ErrorRemovedFromOperation | Rule::ErrorRemovedFromStream => {
            let code_of = format!("error.meta().code() == Some({:?})", last(&change.item));
            Some(format!("ask for its code: {}", code(&code_of)))
        }
        _ => None,
    }
}

/// The name that what is gone has now: of the changes that say of something new beside it, the one that is the same but
/// for its name. Where two could be meant, none is.
fn renamed<'a>(gone: &Change, all: &'a [Change], rule: Rule) -> Option<&'a str> {
    let (owner, old) = gone.item.rsplit_once("::")?;
    let is_beside = |it: &&&Change| it.item.rsplit_once("::").is_some_and(|(other, _)| other == owner);
    let of_type = |it: &&&Change| it.after == gone.before;
    let mut new = all.iter().collect::<Vec<_>>();
    new.retain(|it| it.rule == rule);
    let beside: Vec<&&Change> = new.iter().filter(is_beside).filter(of_type).collect();
    let gone_too = all.iter().filter(|it| it.rule == gone.rule);
    let gone_too = gone_too.filter(|it| it.item.rsplit_once("::").is_some_and(|(other, _)| other == owner));
    let is_alike = |name: &str| {
        let is_short = old.len() <= LONGEST_NAME && name.len() <= LONGEST_NAME;
        is_short && strsim::jaro_winkler(&plain(old), &plain(name)) >= ALIKE
    };
    let mut alike = beside.iter().map(|it| last(&it.item)).filter(|name| is_alike(name));
    let found = alike.next()?;
    (alike.next().is_none() && gone_too.filter(|it| it.before == gone.before).count() == 1).then_some(found)
}

/// The only new item beside the one that is gone, and of its type: it may be the same, by a name that is not like the old one.
fn same_type(gone: &Change, all: &[Change], rule: Rule) -> Option<String> {
    let owner = |it: &Change| it.item.rsplit_once("::").map(|(owner, _)| owner.to_owned());
    let twins = |rule: Rule, of: fn(&Change) -> &Option<String>| {
        let is_twin = move |it: &&Change| it.rule == rule && owner(it) == owner(gone) && of(it) == &gone.before;
        all.iter().filter(is_twin).collect::<Vec<_>>()
    };
    match (
        &twins(rule, |it| &it.after)[..],
        twins(gone.rule, |it| &it.before).len(),
    ) {
        ([one], 1) => Some(format!(
            "see whether {}, which is new and of the same type, stands for it",
            code(last(&one.item))
        )),
        _ => None,
    }
}

/// The hint for a variant: the new one that stands for the same value, or has nearly the same name.
fn variant(gone: &Change, all: &[Change], rule: Rule) -> Option<String> {
    let new = renamed(gone, all, rule).or_else(|| {
        let (owner, _) = gone.item.rsplit_once("::")?;
        let value = gone.before.as_ref().filter(|_| rule == Rule::EnumValueAdded)?;
        let is_same = |it: &&Change| {
            it.rule == rule
                && it.after.as_ref() == Some(value)
                && it.item.rsplit_once("::").is_some_and(|(other, _)| other == owner)
        };
        all.iter().find(is_same).map(|it| last(&it.item))
    })?;
    Some(format!(
        "write {} in place of {}",
        code(&path(&gone.item, new)),
        code(&path(&gone.item, last(&gone.item)))
    ))
}

/// An enum goes on to take any value.
fn unknown_value(gone: &Change) -> Option<String> {
    let (owner, _) = gone.item.rsplit_once("::")?;
    let value = gone.before.as_deref().filter(|value| !value.is_empty())?;
    Some(format!(
        "{} still stands for the value",
        code(&format!("{}::from({value:?})", last(owner)))
    ))
}

/// The edit that callers make where a field's type changed, for pairs of types with one conversion between them.
fn other_type((old, new): (&str, &str), is_enum: &dyn Fn(&str) -> bool) -> Option<String> {
    if new == format!("Option<{old}>") {
        return Some(format!("it is an `Option` now: {}", absent(old)));
    }
    if old == format!("Option<{new}>") {
        return Some("it is no `Option` any more: read it without `Some(…)`, `?` or `unwrap`".to_owned());
    }
    let (from, to) = (inner(old), inner(new));
    const NUMBERS: &[&str] = &["i32", "i64", "f32", "f64"];
    match (from, to) {
        ("String", name) if is_enum(name) => Some(format!(
            "set it with {}, and read its text with `.as_str()`",
            code(&format!("{}::from(…)", last(name)))
        )),
        (name, "String") if is_enum(name) => Some(format!(
            "set it with `.as_str()` of a {}, and read it as a text",
            code(last(name))
        )),
        ("String", to) if NUMBERS.contains(&to) => {
            Some("set it as a number, and read it without `.parse()`".to_owned())
        }
        (from, "String") if NUMBERS.contains(&from) => {
            Some("set it with `.to_string()`, and read it with `.parse()`".to_owned())
        }
        ("i32", "i64") | ("f32", "f64") => Some(format!(
            "set it with {}, and read the wider type",
            code(&format!("{to}::from(…)"))
        )),
        ("i64", "i32") => Some("set it with `i32::try_from(…)`, and read it with `i64::from(…)`".to_owned()),
        _ => None,
    }
}

/// How a value is read that may be absent: a default serves for what accessors give by value or as a text.
fn absent(ty: &str) -> &'static str {
    match ty {
        "bool" | "i32" | "i64" | "f32" | "f64" | "String" => "read it with `.unwrap_or_default()`, or with a `match`",
        _ => "read it with `if let Some(…)`, or with a `match`",
    }
}

/// A type without the `Option` around it.
fn inner(ty: &str) -> &str {
    ty.strip_prefix("Option<")
        .and_then(|rest| rest.strip_suffix('>'))
        .unwrap_or(ty)
}

fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

/// A variant as code names it: with the name of its enum.
fn path(item: &str, variant: &str) -> String {
    let owner = item.rsplit_once("::").map_or("", |(owner, _)| last(owner));
    format!("{owner}::{variant}")
}

fn plain(name: &str) -> String {
    name.trim_start_matches("r#").replace('_', "").to_lowercase()
}

fn setter(change: &Change) -> String {
    code(&format!(".{}(…)", last(&change.item)))
}

fn call(name: &str) -> String {
    code(&format!("{name}()"))
}

fn code(text: &str) -> String {
    docs::code(&docs::line(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(rule: Rule, item: &str, before: Option<&str>, after: Option<&str>) -> Change {
        let level = match rule {
            Rule::MemberAdded | Rule::EnumValueAdded | Rule::OperationAdded => Level::Addition,
            _ => Level::Breaking,
        };
        let mut change = Change::new(rule, level, item.into(), "");
        change.said(before.map(Into::into), after.map(Into::into));
        change
    }

    #[track_caller]
    fn hints(mut changes: Vec<Change>, wanted: &str) {
        give(&mut changes, &|path| path == "types::Kind");
        assert_eq!(changes[0].hint.as_deref().unwrap_or("none"), wanted);
    }

    #[test]
    fn what_has_another_name_is_named() {
        let text = Some("Option<String>");
        let gone = || change(Rule::MemberRemoved, "types::Book::page_count", text, None);
        let new = |name: &str, ty| change(Rule::MemberAdded, &format!("types::{name}"), None, ty);
        hints(
            vec![gone(), new("Book::pages_count", text)],
            "write `pages_count` in place of `page_count`",
        );
        // Another type, another structure, or two that could be meant.
        hints(vec![gone(), new("Book::pages_count", Some("Option<i32>"))], "none");
        hints(vec![gone(), new("Shelf::pages_count", text)], "none");
        hints(
            vec![gone(), new("Book::pages_count", text), new("Book::page_counts", text)],
            "none",
        );
        hints(
            vec![gone(), new("Book::colour", text)],
            "see whether `colour`, which is new and of the same type, stands for it",
        );
        hints(vec![gone(), new("Book::colour", text), new("Book::ink", text)], "none");

        let gone = change(Rule::OperationRemoved, "client::Client::list_book", None, None);
        let new = change(Rule::OperationAdded, "client::Client::list_books", None, None);
        hints(vec![gone, new], "call `list_books()` in place of `list_book()`");
    }

    #[test]
    fn a_variant_is_found_by_its_value() {
        let gone = || change(Rule::EnumValueRemoved, "types::Kind::OldSpelling", Some("x-1"), None);
        let new = change(Rule::EnumValueAdded, "types::Kind::X1", None, Some("x-1"));
        hints(vec![gone(), new], "write `Kind::X1` in place of `Kind::OldSpelling`");
        hints(vec![gone()], "`Kind::from(\"x-1\")` still stands for the value");
    }

    #[test]
    fn an_option_more_or_less_is_told() {
        let ty = |old, new| {
            vec![change(
                Rule::MemberTypeChanged,
                "types::Book::pages",
                Some(old),
                Some(new),
            )]
        };
        hints(
            ty("i32", "Option<i32>"),
            "it is an `Option` now: read it with `.unwrap_or_default()`, or with a `match`",
        );
        hints(
            ty("types::Shelf", "Option<types::Shelf>"),
            "it is an `Option` now: read it with `if let Some(…)`, or with a `match`",
        );
        hints(
            ty("Option<i32>", "i32"),
            "it is no `Option` any more: read it without `Some(…)`, `?` or `unwrap`",
        );
        hints(
            ty("Option<i32>", "Option<i64>"),
            "set it with `i64::from(…)`, and read the wider type",
        );
        hints(ty("Option<i32>", "Option<types::Size>"), "none");
        hints(
            ty("Option<String>", "Option<types::Kind>"),
            "set it with `Kind::from(…)`, and read its text with `.as_str()`",
        );
        hints(ty("Option<String>", "Option<types::Size>"), "none");
    }

    #[test]
    fn nothing_of_a_model_ends_the_code_that_it_stands_in() {
        let gone = change(Rule::EnumValueRemoved, "types::Kind::A", Some("`<b>\n@all"), None);
        let mut changes = vec![gone];
        give(&mut changes, &|path| path == "types::Kind");
        assert_eq!(
            changes[0].hint.as_deref(),
            Some("``Kind::from(\"`<b>\\n@all\")`` still stands for the value")
        );
    }
}
