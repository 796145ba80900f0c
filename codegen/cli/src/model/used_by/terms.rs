//! Which words of code touch a change: methods, types, variants and values, by the rule and the path of what changed. It knows the
//! plans of both sides, and no sources.

use std::collections::BTreeMap;

use codegen::diff::{Change, Level, Rule};
use codegen::ir::{Kind, ShapeId};
use codegen::plan::{Crate, Field};

use crate::scan::words::Role;

/// The words of code that touch a change.
#[derive(Debug, Default)]
pub struct Touch {
    /// The words themselves, with how they have to stand.
    pub terms: Vec<Term>,
    /// The type that what changed is a part of, and its builder: it is enough that code names one.
    pub owners: Vec<String>,
    /// Every mention of an operation that brings the item counts.
    pub calls: bool,
    /// Every mention of any operation counts.
    pub anywhere: bool,
}

/// A word, and how it has to stand.
#[derive(Debug)]
pub struct Term {
    /// The word.
    pub word: String,
    /// How it may stand.
    pub roles: &'static [Role],
}

const CODE: &[Role] = &[Role::Method, Role::Name];
const METHOD: &[Role] = &[Role::Method];
const NAME: &[Role] = &[Role::Name];
const TEXT: &[Role] = &[Role::Text];

impl Touch {
    /// All words that have to be looked for.
    pub fn words(&self) -> impl Iterator<Item = String> {
        let terms = self.terms.iter().map(|term| &term.word);
        terms.chain(&self.owners).cloned()
    }

    fn add(&mut self, words: impl IntoIterator<Item = impl Into<String>>, roles: &'static [Role]) {
        let words = words.into_iter().map(|word| bare(&word.into()).to_owned());
        self.terms.extend(words.map(|word| Term { word, roles }));
    }
}

/// The names of types in both models.
pub struct Terms<'a> {
    types: BTreeMap<String, (&'a Crate, ShapeId)>,
}

impl<'a> Terms<'a> {
    /// The types of two plans, by their paths.
    pub fn of(old: &'a Crate, new: &'a Crate) -> Self {
        let all = |side: &'a Crate| side.types().map(move |id| (side.path(id), (side, id)));
        Self {
            types: all(new).chain(all(old)).collect(),
        }
    }

    /// The words that touch a change.
    pub fn touch(&self, change: &Change) -> Touch {
        let mut touch = Touch::default();
        let parts: Vec<&str> = change.item.split("::").collect();
        match parts[..] {
            // What is new is used by nobody yet.
            _ if is_new(change.rule) => {}
            ["client", "Client", _] => touch.calls = true,
            ["client", "Waiters", waiter] => touch.add([waiter], CODE),
            ["config", "Builder", setting] => {
                touch.add([bare(setting).to_owned(), format!("set_{}", bare(setting))], CODE);
            }
            ["config", "endpoint", "Params", parameter] => {
                touch.owners = vec!["Params".into()];
                touch.add([bare(parameter).to_owned(), format!("set_{}", bare(parameter))], CODE);
            }
            ["crate" | "client" | "config", ..] => touch.anywhere = true,
            ["operation", _, "paginator", paginator, ref rest @ ..] => {
                touch.add([paginator, "into_paginator"], CODE);
                touch.add(rest.iter().copied(), METHOD);
            }
            _ => self.of_type(change, &mut touch),
        }
        touch
    }

    /// A type, a part of one, or its builder.
    fn of_type(&self, change: &Change, touch: &mut Touch) {
        let item = change.item.replace("builders::", "");
        let name = item.rsplit("::").next().unwrap_or(&item);
        let Some((side, id)) = self.types.get(&item) else {
            return self.of_path(&item, change, touch);
        };
        touch.owners = vec![name.to_owned()];
        touch.add([name.to_owned(), format!("{name}Builder")], CODE);
        match change.rule {
            Rule::TypeKindChanged => {
                for field in side.fields(*id) {
                    touch.add(accessors(field), METHOD);
                }
            }
            // Whoever calls the operation sends or gets it, whether its type is named or not.
            Rule::WireFormatChanged | Rule::WireNameChanged | Rule::ErrorRetryChanged => touch.calls = true,
            Rule::ErrorCodeChanged => touch.add(change.before.as_deref().map(|it| it.trim_matches('"')), TEXT),
            _ => {}
        }
        if name.ends_with("Error") || matches!(change.rule, Rule::ErrorStatusChanged | Rule::ErrorCodeChanged) {
            touch.add([format!("is_{}", snake(name))], METHOD);
        }
    }

    /// Finds the terms for an item that is not itself a type: a part of one, its builder, or an enum of errors.
    fn of_path(&self, item: &str, change: &Change, touch: &mut Touch) {
        let (type_path, part) = item.rsplit_once("::").unwrap_or(("", item));
        let owner = type_path.rsplit("::").next().unwrap_or(type_path);
        let built = owner.strip_suffix("Builder").unwrap_or(owner);
        touch.owners = vec![built.to_owned(), format!("{built}Builder")];
        if part == "build" && built != owner {
            touch.add(touch.owners.clone(), CODE);
            touch.calls = is_input(built, change);
        } else if let Some((side, id)) = self.types.get(type_path) {
            self.of_part((side, *id), part, change, touch);
        } else if owner.ends_with("Error") {
            variant(part, owner, change, touch);
        } else {
            // Whatever else there may be: in doubt, whoever calls its operations is concerned.
            touch.calls = true;
        }
    }

    /// A member of a structure or a union, or a variant of an enum.
    fn of_part(&self, (side, id): (&Crate, ShapeId), part: &str, change: &Change, touch: &mut Touch) {
        let owners = touch.owners.clone();
        let is_input = is_input(&owners[0], change);
        let field = side.fields(id).iter().find(|field| field.name.as_str() == part);
        match (&side.shape(id).kind, change.rule) {
            (Kind::Enum(_) | Kind::Union(_), Rule::EnumValueAdded | Rule::UnionMemberAdded) => {
                touch.add(&owners[..1], CODE);
                touch.add(change.after.as_deref(), TEXT);
            }
            (Kind::Enum(_), _) => {
                touch.add([part], NAME);
                touch.add(change.before.as_deref(), TEXT);
            }
            (Kind::Union(_), _) => {
                touch.add([part], NAME);
                touch.add(
                    field
                        .map(|it| [format!("as_{}", it.stem), format!("is_{}", it.stem)])
                        .into_iter()
                        .flatten(),
                    METHOD,
                );
            }
            // Nobody names a new member; whoever builds the structure is concerned where it has to be there.
            (_, Rule::MemberAdded) if change.judged < Level::Breaking && change.note.is_none() => {}
            (
                _,
                Rule::MemberAdded | Rule::MemberBecameRequired | Rule::DefaultChanged | Rule::IdempotencyTokenChanged,
            ) => {
                touch.calls = is_input;
                touch.add(owners, CODE);
                touch.add(field.map(accessors).into_iter().flatten(), CODE);
            }
            _ => touch.add(field.map_or_else(|| vec![part.to_owned()], accessors), CODE),
        }
    }
}

/// A variant of an enum of errors.
fn variant(part: &str, owner: &str, change: &Change, touch: &mut Touch) {
    touch.owners = vec![owner.to_owned()];
    match change.rule {
        Rule::ErrorAddedToOperation | Rule::ErrorAddedToStream => touch.add([owner], CODE),
        _ => {
            touch.add([part], NAME);
            touch.add([format!("is_{}", snake(part))], METHOD);
        }
    }
}

/// Tells whether a rule is about an addition that breaks no code.
fn is_new(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::OperationAdded
            | Rule::TypeAdded
            | Rule::TypeNowSent
            | Rule::WaiterAdded
            | Rule::PaginatorAdded
            | Rule::ClientSettingAdded
            | Rule::EndpointParameterAdded
    )
}

/// Tells whether a type is the input of an operation: code builds it by calling the operation's method.
fn is_input(name: &str, change: &Change) -> bool {
    change.item.starts_with("operation::") && name.ends_with("Input")
}

/// The accessor, the setters and the field of a member.
fn accessors(field: &Field) -> Vec<String> {
    let mut words = vec![bare(field.name.as_str()).to_owned()];
    words.extend(["set_", "get_", "as_", "is_"].map(|start| format!("{start}{}", field.stem)));
    words
}

/// A name without the mark of a raw one.
fn bare(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

/// The name of a variant as methods have it.
fn snake(name: &str) -> String {
    let mut out = String::new();
    let chars: Vec<char> = name.chars().collect();
    for (index, c) in chars.iter().enumerate() {
        let after_lower = index > 0 && !chars[index - 1].is_uppercase();
        let before_lower = index > 0 && chars.get(index + 1).is_some_and(|next| next.is_lowercase());
        if c.is_uppercase() && (after_lower || before_lower) {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_have_methods_of_their_names() {
        for (name, method) in [
            ("NotFound", "not_found"),
            ("KMSDisabled", "kms_disabled"),
            ("Busy", "busy"),
        ] {
            assert_eq!(snake(name), method);
        }
    }
}
