//! Uses: the paths that source code names, which decide the files and the dependencies of its crate.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use syn::visit::{self, Visit};

/// The paths that source code names, from their root on: `aws_smithy_types::Blob`, `crate::support::auth::Params`.
#[derive(Clone, Debug, Default)]
pub(super) struct Uses(BTreeSet<String>);

impl Uses {
    /// The paths that a file names. Those that start with `super` or `self` are meant from `module` on.
    pub fn of(file: &syn::File, module: &[&str]) -> Self {
        let mut collector = Collector {
            module: module.iter().map(ToString::to_string).collect(),
            found: BTreeSet::new(),
        };
        collector.visit_file(file);
        Self(collector.found)
    }

    /// The paths that the text of a file names, without a look at what it means otherwise.
    pub fn of_text(text: &str, module: &[&str]) -> Self {
        let mut collector = Collector {
            module: module.iter().map(ToString::to_string).collect(),
            found: BTreeSet::new(),
        };
        collector.tokens(text.parse().unwrap_or_default(), &[]);
        Self(collector.found)
    }

    /// Adds the paths of other code.
    pub fn extend(&mut self, other: &Self) {
        self.0.extend(other.0.iter().cloned());
    }

    /// True where a path, or anything below it, is named.
    pub fn names(&self, path: &str) -> bool {
        let below = format!("{path}::");
        let first = self.0.range(below.clone()..).next();
        self.0.contains(path) || first.is_some_and(|first| first.starts_with(&below))
    }

    /// The names that follow a path where it is named: `auth` for `crate::support::auth::Params` below `crate::support`.
    pub fn below(&self, path: &str) -> impl Iterator<Item = &str> {
        let below = format!("{path}::");
        let from = self.0.range(below.clone()..);
        let names = from.map_while(move |it| it.strip_prefix(below.as_str()));
        names.filter_map(|rest| rest.split("::").next())
    }
}

struct Collector {
    module: Vec<String>,
    found: BTreeSet<String>,
}

impl Collector {
    /// Adds a path, if its root shows where it leads: a crate, `crate`, `super` or `self`.
    fn add(&mut self, segments: &[String]) {
        let ups = segments.iter().take_while(|segment| *segment == "super").count();
        let rest = &segments[ups..];
        let is_root = |name: &String| name.starts_with(|c: char| c.is_ascii_lowercase());
        let root = match (ups, rest.first()) {
            (_, Some(first)) if first == "self" => return,
            (0, Some(first)) if is_root(first) && rest.len() > 1 => String::new(),
            (1.., Some(_)) if ups <= self.module.len() => {
                let root = &self.module[..self.module.len() - ups];
                format!("{}::", root.join("::"))
            }
            _ => return,
        };
        self.found.insert(format!("{root}{}", rest.join("::")));
    }

    fn tree(&mut self, tree: &syn::UseTree, before: &mut Vec<String>) {
        match tree {
            syn::UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.tree(&path.tree, before);
                before.pop();
            }
            syn::UseTree::Name(name) => self.leaf(&name.ident, before),
            syn::UseTree::Rename(name) => self.leaf(&name.ident, before),
            syn::UseTree::Glob(_) => self.add(before),
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.tree(tree, before);
                }
            }
        }
    }

    fn leaf(&mut self, name: &syn::Ident, before: &mut Vec<String>) {
        if name == "self" {
            self.add(before);
            return;
        }
        before.push(name.to_string());
        self.add(before);
        before.pop();
    }

    /// The paths among tokens that no parser has looked at: the arguments of a macro, or a whole file. `before` is what
    /// stands before a group of imports.
    fn tokens(&mut self, tokens: TokenStream, before: &[String]) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut rest = tokens.as_slice();
        while let Some((first, after)) = rest.split_first() {
            rest = match (first, after) {
                (TokenTree::Ident(word), [TokenTree::Ident(name), TokenTree::Group(body), after @ ..])
                    if word == "mod" =>
                {
                    self.module.push(name.to_string());
                    self.tokens(body.stream(), &[]);
                    self.module.pop();
                    after
                }
                // In a group of imports it gives one another name.
                (TokenTree::Ident(word), [_, after @ ..]) if word == "as" && !before.is_empty() => after,
                (TokenTree::Ident(_), _) => self.path(rest, before),
                (TokenTree::Group(group), _) => {
                    self.tokens(group.stream(), &[]);
                    after
                }
                (TokenTree::Punct(_) | TokenTree::Literal(_), _) => after,
            };
        }
    }

    /// Takes the path that tokens begin with, and gives what follows it.
    fn path<'a>(&mut self, mut rest: &'a [TokenTree], before: &[String]) -> &'a [TokenTree] {
        let is_path = !before.is_empty() || is_colons(rest.get(1..).unwrap_or_default());
        let mut path = before.to_vec();
        while let [TokenTree::Ident(name), after @ ..] = rest {
            // A name alone leads nowhere, and `self` among imports is what stands before them.
            if is_path && (path.is_empty() || name != "self") {
                path.push(name.to_string());
            }
            rest = after;
            if !is_colons(rest) {
                break;
            }
            rest = &rest[2..];
            if let [TokenTree::Group(group), after @ ..] = rest
                && group.delimiter() == Delimiter::Brace
            {
                self.tokens(group.stream(), &path);
                return after;
            }
        }
        self.add(&path);
        rest
    }
}

/// Tells whether tokens begin with two colons that belong together.
fn is_colons(tokens: &[TokenTree]) -> bool {
    match tokens {
        [TokenTree::Punct(one), TokenTree::Punct(other), ..] => {
            one.as_char() == ':' && one.spacing() == Spacing::Joint && other.as_char() == ':'
        }
        _ => false,
    }
}

impl<'ast> Visit<'ast> for Collector {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&item.tree, &mut Vec::new());
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        // A name alone leads nowhere.
        if path.segments.len() > 1 {
            let segments: Vec<String> = path.segments.iter().map(|it| it.ident.to_string()).collect();
            self.add(&segments);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        self.tokens(item.tokens.clone(), &[]);
        visit::visit_macro(self, item);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The paths that a file names, parsed or as text, which are the same.
    fn uses(text: &str, module: &[&str]) -> Vec<String> {
        let file = syn::parse_file(text).expect("it is Rust");
        let uses = Uses::of(&file, module).0;
        assert_eq!(Uses::of_text(text, module).0, uses);
        uses.into_iter().collect()
    }

    #[test]
    fn paths_are_found_in_uses_types_attributes_and_macros() {
        let text = "use aws_types::{region::Region, app_name::{self, AppName as Name}};
            #[aws_hint::hint] fn f(x: &crate::support::a::B) -> Result<(), flate2::Error> {
                let local = Region::new(); local::method(); assert!(matches!(x, crate::support::c::D { .. }));
                self::g(); std::fmt::Debug
            }";
        assert_eq!(
            uses(text, &["crate"]),
            [
                "aws_hint::hint",
                "aws_types::app_name",
                "aws_types::app_name::AppName",
                "aws_types::region::Region",
                "crate::support::a::B",
                "crate::support::c::D",
                "flate2::Error",
                "local::method",
                "std::fmt::Debug",
            ]
        );
    }

    #[test]
    fn a_module_above_is_found_from_where_the_file_stands() {
        let module = ["crate", "support", "query", "form"];
        let text = "use super::Dialect; use super::super::error::Kind; type It = super::super::auth::Params;";
        assert_eq!(
            uses(text, &module),
            [
                "crate::support::auth::Params",
                "crate::support::error::Kind",
                "crate::support::query::Dialect",
            ]
        );
    }

    #[test]
    fn a_module_in_a_file_is_one_more_step_from_the_module_above() {
        let text = "pub mod types { pub use super::super::config::Settings; }";
        assert_eq!(
            uses(text, &["crate", "support", "exports"]),
            ["crate::support::config::Settings"]
        );
    }

    #[test]
    fn a_path_is_named_by_what_is_below_it_and_not_by_what_starts_alike() {
        let file = syn::parse_file("use a::bc::D; use a::e;").expect("it is Rust");
        let uses = Uses::of(&file, &[]);
        assert!(uses.names("a") && uses.names("a::bc") && uses.names("a::e"));
        assert!(!uses.names("a::b"));
        assert_eq!(uses.below("a").collect::<Vec<_>>(), ["bc", "e"]);
    }
}
