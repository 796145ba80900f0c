//! Types of a model with names of Rust's prelude: `Option`, `Result`, `From`.
//!
//! AWS's crates keep the names of such types, and so do ours. Emitters write `Option<String>` for the prelude's: an
//! identifier of the model that is also a name of the prelude carries a mark until its file is complete. Then the marks
//! are removed, and in a file that defines such a type the prelude's own names are written with their full paths.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Group, Ident, Literal, Spacing, TokenStream, TokenTree};
use quote::quote;

/// The character after a marked name. No name of a model has it, as all but ASCII is removed from those.
const MARK: char = '\u{203f}';

/// Names of the prelude that generated code uses, with their paths.
const PRELUDE: &[(&str, &str)] = &[
    ("AsMut", "convert::AsMut"),
    ("AsRef", "convert::AsRef"),
    ("Box", "boxed::Box"),
    ("Clone", "clone::Clone"),
    ("Copy", "marker::Copy"),
    ("Default", "default::Default"),
    ("DoubleEndedIterator", "iter::DoubleEndedIterator"),
    ("Drop", "ops::Drop"),
    ("Eq", "cmp::Eq"),
    ("Err", "result::Result::Err"),
    ("ExactSizeIterator", "iter::ExactSizeIterator"),
    ("Extend", "iter::Extend"),
    ("Fn", "ops::Fn"),
    ("FnMut", "ops::FnMut"),
    ("FnOnce", "ops::FnOnce"),
    ("From", "convert::From"),
    ("FromIterator", "iter::FromIterator"),
    ("Into", "convert::Into"),
    ("IntoIterator", "iter::IntoIterator"),
    ("Iterator", "iter::Iterator"),
    ("None", "option::Option::None"),
    ("Ok", "result::Result::Ok"),
    ("Option", "option::Option"),
    ("Ord", "cmp::Ord"),
    ("PartialEq", "cmp::PartialEq"),
    ("PartialOrd", "cmp::PartialOrd"),
    ("Result", "result::Result"),
    ("Send", "marker::Send"),
    ("Sized", "marker::Sized"),
    ("Some", "option::Option::Some"),
    ("String", "string::String"),
    ("Sync", "marker::Sync"),
    ("ToOwned", "borrow::ToOwned"),
    ("ToString", "string::ToString"),
    ("TryFrom", "convert::TryFrom"),
    ("TryInto", "convert::TryInto"),
    ("Unpin", "marker::Unpin"),
    ("Vec", "vec::Vec"),
];

/// Tells whether the prelude has a name.
pub(super) fn has(name: &str) -> bool {
    path(name).is_some()
}

fn path(name: &str) -> Option<&'static str> {
    let at = PRELUDE.binary_search_by_key(&name, |(known, _)| known).ok()?;
    Some(PRELUDE[at].1)
}

/// The text of an identifier of the model, with a mark if the prelude has that name.
pub(super) fn mark(name: &str) -> String {
    match has(name) {
        true => format!("{name}{MARK}"),
        false => name.to_owned(),
    }
}

/// Tells whether a text has marks, which few files have.
pub(super) fn is_marked(text: &str) -> bool {
    text.contains(MARK)
}

/// Removes the marks from the tokens of a whole file, and writes the prelude's names with their paths where the file
/// defines the same ones.
pub(super) fn resolved(tokens: TokenStream) -> TokenStream {
    let mut defined = BTreeSet::new();
    find_definitions(tokens.clone(), &mut defined);
    unmarked(tokens, &defined)
}

/// Finds the marked names that the file defines.
fn find_definitions(tokens: TokenStream, defined: &mut BTreeSet<String>) {
    let mut defines = false;
    for token in tokens {
        match &token {
            TokenTree::Ident(ident) => {
                let name = ident.to_string();
                if let Some(name) = name.strip_suffix(MARK).filter(|_| defines) {
                    defined.insert(name.to_owned());
                }
                defines = ["struct", "enum", "type"].contains(&name.as_str());
            }
            TokenTree::Group(group) => find_definitions(group.stream(), defined),
            TokenTree::Punct(_) | TokenTree::Literal(_) => defines = false,
        }
    }
}

fn unmarked(tokens: TokenStream, defined: &BTreeSet<String>) -> TokenStream {
    let mut before = Before::Other;
    let mut out = TokenStream::new();
    for token in tokens {
        let next = Before::of(before, &token);
        match token {
            TokenTree::Group(group) => out.extend([TokenTree::Group(inner(&group, defined))]),
            TokenTree::Ident(ident) => out.extend(identifier(ident, before, defined)),
            TokenTree::Literal(literal) => out.extend([TokenTree::Literal(text(literal))]),
            TokenTree::Punct(_) => out.extend([token]),
        }
        before = next;
    }
    out
}

fn inner(group: &Group, defined: &BTreeSet<String>) -> Group {
    let mut inner = Group::new(group.delimiter(), unmarked(group.stream(), defined));
    if group.delimiter() != Delimiter::None {
        inner.set_span(group.span());
    }
    inner
}

/// The token before a name, as far as it decides whether the name is one of the prelude.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    /// The first of two colons.
    Colon,
    /// Two colons, a dot, or the keyword of a definition: the name is not the prelude's.
    Owner,
    Other,
}

impl Before {
    fn of(before: Self, token: &TokenTree) -> Self {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == ':' => match (before, punct.spacing()) {
                (Self::Colon, _) => Self::Owner,
                (_, Spacing::Joint) => Self::Colon,
                (_, Spacing::Alone) => Self::Other,
            },
            TokenTree::Punct(punct) if punct.as_char() == '.' => Self::Owner,
            TokenTree::Ident(ident) if ["type", "fn", "mod", "as"].iter().any(|keyword| ident == keyword) => {
                Self::Owner
            }
            TokenTree::Ident(_) | TokenTree::Group(_) | TokenTree::Literal(_) | TokenTree::Punct(_) => Self::Other,
        }
    }
}

fn identifier(ident: Ident, before: Before, defined: &BTreeSet<String>) -> TokenStream {
    let name = ident.to_string();
    if name.contains(MARK) {
        let plain = Ident::new(&name.replace(MARK, ""), ident.span());
        return quote!(#plain);
    }
    let is_hidden = before != Before::Owner && defined.contains(&name);
    match path(&name).filter(|_| is_hidden) {
        Some(path) => {
            let segments = path.split("::").map(|segment| Ident::new(segment, ident.span()));
            quote!(::std #(::#segments)*)
        }
        None => quote!(#ident),
    }
}

/// A literal that mentions a marked name. Only marks that were made here are removed.
fn text(literal: Literal) -> Literal {
    let source = literal.to_string();
    if !source.contains(MARK) {
        return literal;
    }
    let plain = PRELUDE.iter().fold(source, |source, (name, _)| {
        source.replace(&format!("{name}{MARK}"), name)
    });
    plain.parse().unwrap_or(literal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::context::ident;

    fn text_of(tokens: TokenStream) -> String {
        resolved(tokens).to_string()
    }

    #[test]
    fn the_table_is_sorted() {
        assert!(PRELUDE.is_sorted());
    }

    #[test]
    fn a_file_that_defines_no_such_type_stays_as_it_is() {
        let own = ident("Option");
        let docs = format!("See [`{own}`].");
        let tokens = quote! {
            #[doc = #docs] pub struct Thing { it: Option<crate::types::#own> }
        };
        let plain = quote! {
            #[doc = "See [`Option`]."] pub struct Thing { it: Option<crate::types::Option> }
        };
        assert_eq!(text_of(tokens), plain.to_string());
    }

    #[test]
    fn a_file_that_defines_one_names_the_prelude_in_full() {
        let (own, builder) = (ident("Option"), quote::format_ident!("{}Builder", ident("Option")));
        let tokens = quote! {
            pub struct #own { it: Option<Vec<String>> }
            impl #own { fn it(&self) -> Option<#builder> { x.Option(Self::Option(None)) } }
        };
        let full = quote! {
            pub struct Option { it: ::std::option::Option<Vec<String>> }
            impl Option { fn it(&self) -> ::std::option::Option<OptionBuilder> { x.Option(Self::Option(None)) } }
        };
        assert_eq!(text_of(tokens), full.to_string());
    }

    #[test]
    fn a_trait_that_is_hidden_is_named_in_full_and_what_belongs_to_another_is_not() {
        let own = ident("Err");
        let tokens = quote! {
            pub enum #own { A }
            impl FromStr for #own { type Err = X; fn f() -> Result<Self, Self::Err> { Err(y) } }
        };
        let full = quote! {
            pub enum Err { A }
            impl FromStr for Err { type Err = X; fn f() -> Result<Self, Self::Err> { ::std::result::Result::Err(y) } }
        };
        assert_eq!(text_of(tokens), full.to_string());
    }
}
