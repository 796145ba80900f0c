//! Two lists of items, compared: what is there, what is there with another signature, what is missing.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    documented::{Documented, path},
    rules::{ASIDE, REASONS, Rules},
};

/// An item of AWS's crate that ours does not have so.
pub struct Lack {
    /// The item.
    pub item: String,
    /// The item of ours at that path, where there is one.
    pub ours: Option<String>,
    /// Why, where that is known.
    pub reason: Option<&'static str>,
}

/// A crate of AWS's and ours.
pub struct Comparison {
    /// The service.
    pub service: String,
    /// The version of AWS's crate.
    pub version: String,
    /// How many of AWS's items are compared.
    pub items: usize,
    /// The items that ours lacks.
    pub lacks: Vec<Lack>,
    /// How many items each rule sets aside.
    pub aside: BTreeMap<&'static str, usize>,
}

impl Comparison {
    /// Compares the items of both crates; where ours is cut to some operations, only what it has of the others.
    pub fn between(service: &str, version: &str, theirs: Documented, ours: Documented, is_cut: bool) -> Self {
        let (rules, reasons) = (Rules::new(ASIDE), Rules::new(REASONS));
        let by_path: BTreeMap<String, &String> = ours.items.iter().map(|item| (path(item), item)).collect();
        let scope = is_cut.then(|| modules(&ours.items));
        let mut comparison = Self {
            service: service.to_owned(),
            version: version.to_owned(),
            items: 0,
            lacks: Vec::new(),
            aside: BTreeMap::new(),
        };
        for item in theirs.items {
            if scope.as_ref().is_some_and(|scope| !is_within(&item, scope)) {
                continue;
            }
            if let Some(rule) = rules.of(&item) {
                *comparison.aside.entry(rule).or_default() += 1;
                continue;
            }
            comparison.items += 1;
            if !ours.items.contains(&item) {
                comparison.lacks.push(Lack {
                    ours: by_path.get(&path(&item)).map(|item| (*item).clone()),
                    reason: reasons.of(&item),
                    item,
                });
            }
        }
        comparison
    }

    /// True where each item that is missing or differs has a reason.
    pub fn is_explained(&self) -> bool {
        self.lacks.iter().all(|lack| lack.reason.is_some())
    }

    /// The share of AWS's items that ours has with the same signature, in percent.
    pub fn share(&self) -> f64 {
        let same = self.items - self.lacks.len();
        100.0 * same as f64 / self.items.max(1) as f64
    }
}

/// The modules of operations, and the types, that a crate has.
fn modules(items: &BTreeSet<String>) -> BTreeSet<String> {
    items.iter().filter_map(|item| part(item)).collect()
}

/// Tells whether an item belongs to an operation or a type that the crate has, or to neither.
fn is_within(item: &str, modules: &BTreeSet<String>) -> bool {
    part(item).is_none_or(|part| modules.contains(&part))
}

/// The part of the crate that an item belongs to: an operation, a type, or a method of the client.
fn part(item: &str) -> Option<String> {
    let heads = [
        "sdk::operation::",
        "sdk::types::error::builders::",
        "sdk::types::error::",
        "sdk::types::builders::",
    ];
    let heads = heads
        .into_iter()
        .chain(["sdk::types::", "sdk::waiters::", "sdk::client::Client::"]);
    let (head, at) = heads
        .filter_map(|head| Some((head, item.find(head)?)))
        .min_by_key(|(_, at)| *at)?;
    let rest = &item[at + head.len()..];
    let end = rest
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(rest.len());
    (end > 0).then(|| format!("{head}{}", &rest[..end]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn documented(items: &[&str]) -> Documented {
        Documented {
            items: items.iter().map(|item| (*item).to_owned()).collect(),
        }
    }

    #[test]
    fn an_item_is_there_differs_or_is_missing() {
        let theirs = documented(&[
            "pub sdk::types::Tag::key: alloc::string::String",
            "pub fn sdk::types::Tag::key(&self) -> &str",
            "pub fn sdk::types::Tag::value(&self) -> core::option::Option<&str>",
            "impl core::clone::Clone for sdk::types::Tag",
        ]);
        let ours = documented(&[
            "pub sdk::types::Tag::key: core::option::Option<alloc::string::String>",
            "pub fn sdk::types::Tag::key(&self) -> &str",
            "impl core::clone::Clone for sdk::types::Tag",
        ]);
        let comparison = Comparison::between("books", "1.0.0", theirs, ours, false);
        assert_eq!((comparison.items, comparison.share()), (4, 50.0));
        let [value, key] = &comparison.lacks[..] else {
            panic!("{} lacks", comparison.lacks.len());
        };
        assert!(value.item.contains("Tag::value") && value.ours.is_none());
        assert!(key.ours.as_ref().is_some_and(|ours| ours.contains("Option")));
        assert!(!comparison.is_explained());
    }

    #[test]
    fn a_crate_of_some_operations_is_held_against_these_alone() {
        let theirs = documented(&[
            "pub fn sdk::client::Client::get_book(&self)",
            "pub fn sdk::client::Client::put_book(&self)",
            "pub struct sdk::types::Shelf",
            "pub struct sdk::config::Config",
        ]);
        let ours = documented(&["pub fn sdk::client::Client::get_book(&self)"]);
        let comparison = Comparison::between("books", "1.0.0", theirs, ours, true);
        assert_eq!(comparison.items, 2);
        assert_eq!(comparison.lacks[0].item, "pub struct sdk::config::Config");
    }
}
