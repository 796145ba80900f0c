//! Hints: what to write instead, where that follows from the changes alone. It knows paths and types, and no code.

use super::{Change, Rule};

/// Gives each change a hint that has one.
pub(super) fn give(changes: &mut [Change]) {
    let hints: Vec<Option<String>> = changes.iter().map(|change| hint(change, changes)).collect();
    for (change, hint) in changes.iter_mut().zip(hints) {
        change.hint = hint;
    }
}

fn hint(change: &Change, all: &[Change]) -> Option<String> {
    let name = change.item.rsplit("::").next().unwrap_or(&change.item);
    let ty = change.item.rsplit("::").nth(1).unwrap_or_default();
    Some(match change.rule {
        Rule::MemberRemoved => format!(
            "Write `{}`: it has the same type.",
            renamed(change, Rule::MemberAdded, all)?
        ),
        Rule::UnionMemberRemoved => {
            format!(
                "Write `{ty}::{}`: it has the same type.",
                renamed(change, Rule::UnionMemberAdded, all)?
            )
        }
        Rule::EnumValueRemoved => match (renamed(change, Rule::EnumValueAdded, all), &change.before) {
            (Some(new), _) => format!("Write `{ty}::{new}`: it stands for the same value."),
            (None, Some(value)) => format!("`{ty}::from({value:?})` goes on to stand for that value."),
            (None, None) => return None,
        },
        Rule::MemberBecameOptional if is_option(&change.after) && !is_option(&change.before) => {
            format!("Handle the absent value: `if let Some({name}) = ….{name}()`; setters are as they were.")
        }
        Rule::MemberBecameRequired if is_option(&change.before) && !is_option(&change.after) => {
            format!("Use the value itself: `….{name}()` is no `Option` any more, and `build()` may fail without it.")
        }
        Rule::MemberAdded if change.note.is_some() => format!("Set it: `.{name}(…)`."),
        Rule::BuildBecameFallible => "Handle the error: `.build()?`.".to_owned(),
        Rule::BuildBecameInfallible => "Use the value itself: `.build()`, without `?` or `unwrap()`.".to_owned(),
        Rule::ErrorRemovedFromOperation | Rule::ErrorRemovedFromStream => {
            format!("Ask for its code: `error.meta().code() == Some({name:?})`.")
        }
        Rule::PaginatorRemoved => "Pass the token of each page to the next call.".to_owned(),
        Rule::WaiterRemoved => "Call the operation until the answer is the wanted one.".to_owned(),
        Rule::ClientSettingRemoved => format!("Leave the call of `{name}` out."),
        Rule::OperationRemoved | Rule::TypeRemoved => {
            let added = match change.rule {
                Rule::OperationRemoved => Rule::OperationAdded,
                _ => Rule::TypeAdded,
            };
            format!(
                "`{}` is new: see whether it is the same by another name.",
                alike(change, added, all)?
            )
        }
        _ => return None,
    })
}

fn is_option(ty: &Option<String>) -> bool {
    ty.as_ref().is_some_and(|ty| ty.starts_with("Option<"))
}

/// The name of the only item of the same owner that is new and like the one that is gone.
fn renamed<'a>(gone: &Change, added: Rule, all: &'a [Change]) -> Option<&'a str> {
    let owner = |change: &Change| change.item.rsplit_once("::").map(|(owner, _)| owner.to_owned());
    let is_like = |it: &&Change| it.rule == added && owner(it) == owner(gone) && it.after == gone.before;
    let is_twin = |it: &&Change| it.rule == gone.rule && owner(it) == owner(gone) && it.before == gone.before;
    let mut new = all.iter().filter(is_like);
    match (new.next(), new.next(), all.iter().filter(is_twin).count()) {
        (Some(one), None, 1) => one.item.rsplit("::").next(),
        _ => None,
    }
}

/// The path of the only new item whose name begins or ends as that of the one that is gone.
fn alike<'a>(gone: &Change, added: Rule, all: &'a [Change]) -> Option<&'a str> {
    let name = |item: &str| item.rsplit("::").next().unwrap_or_default().to_lowercase();
    let old = name(&gone.item);
    let is_like = |it: &&Change| {
        let new = name(&it.item);
        it.rule == added
            && (new.starts_with(&old) || new.ends_with(&old) || old.starts_with(&new) || old.ends_with(&new))
    };
    let mut new = all.iter().filter(is_like);
    match (new.next(), new.next()) {
        (Some(one), None) => Some(&one.item),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::Level;

    fn change(rule: Rule, item: &str, before: &str, after: &str) -> Change {
        let text = |text: &str| Some(text.to_owned()).filter(|it| !it.is_empty());
        let mut change = Change::new(rule, Level::Breaking, item.into(), "");
        (change.before, change.after) = (text(before), text(after));
        change
    }

    fn hints(mut changes: Vec<Change>) -> Vec<Option<String>> {
        give(&mut changes);
        changes.into_iter().map(|it| it.hint).collect()
    }

    #[test]
    fn a_renamed_member_is_known_by_its_type() {
        let gone = || change(Rule::MemberRemoved, "types::Book::pages", "Option<i32>", "");
        let new = |name: &str, ty: &str| change(Rule::MemberAdded, &format!("types::Book::{name}"), "", ty);
        let said = hints(vec![
            gone(),
            new("page_count", "Option<i32>"),
            new("ink", "Option<String>"),
        ]);
        assert_eq!(said[0].as_deref(), Some("Write `page_count`: it has the same type."));
        let two = hints(vec![
            gone(),
            new("page_count", "Option<i32>"),
            new("year", "Option<i32>"),
        ]);
        assert_eq!(two[0], None, "either could be it");
    }

    #[test]
    fn an_option_more_is_to_be_handled_and_one_less_is_not() {
        let more = change(
            Rule::MemberBecameOptional,
            "types::Book::title",
            "String",
            "Option<String>",
        );
        let less = change(
            Rule::MemberBecameRequired,
            "types::Book::title",
            "Option<String>",
            "String",
        );
        let said = hints(vec![more, less]);
        assert!(
            said[0].as_ref().is_some_and(|it| it.contains("if let Some(title)")),
            "{said:?}"
        );
        assert!(
            said[1].as_ref().is_some_and(|it| it.contains("no `Option` any more")),
            "{said:?}"
        );
    }
}
