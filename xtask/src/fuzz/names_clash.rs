//! Names that stand twice where Rust wants each of them once. It looks at one file, as the compiler would at its scopes.

use std::collections::BTreeSet;

use quote::ToTokens;
use syn::{Fields, ImplItem, Item, TraitItem};

/// A name that stands twice.
#[derive(Debug, PartialEq)]
pub struct Clash {
    /// The name.
    pub name: String,
    /// The kind of the item: a type, a method, and so on.
    pub kind: &'static str,
    /// The name of its scope.
    pub scope: String,
    /// The kind of its scope.
    pub scope_kind: &'static str,
}

/// The names of one scope.
struct Scope {
    name: String,
    kind: &'static str,
    seen: BTreeSet<(&'static str, String)>,
}

impl Scope {
    fn new(kind: &'static str, name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            kind,
            seen: BTreeSet::new(),
        }
    }

    fn claim(&mut self, kind: &'static str, name: impl ToString) -> Result<(), Clash> {
        let name = name.to_string();
        if self.seen.insert((kind, name.clone())) {
            return Ok(());
        }
        Err(Clash {
            name,
            kind,
            scope: self.name.clone(),
            scope_kind: self.kind,
        })
    }
}

/// The modules that items declare and do not hold.
pub fn modules(items: &[Item]) -> impl Iterator<Item = String> {
    items.iter().filter_map(|item| match item {
        Item::Mod(module) if module.content.is_none() && module.attrs.is_empty() => Some(module.ident.to_string()),
        _ => None,
    })
}

/// The first name that stands twice in a file.
pub fn first(items: &[Item]) -> Option<Clash> {
    in_module("the file", items).err()
}

fn in_module(name: &str, items: &[Item]) -> Result<(), Clash> {
    let mut scope = Scope::new("a module", name);
    let mut impls = Scope::new("a module", name);
    let mut methods = std::collections::BTreeMap::new();
    for item in items {
        item_in(&mut scope, item)?;
        if let Item::Impl(it) = item {
            let of = it.self_ty.to_token_stream().to_string();
            match &it.trait_ {
                Some((path, ..)) => impls.claim("an implementation", format!("{} for {of}", path.to_token_stream()))?,
                None => {
                    let scope = methods.entry(of.clone()).or_insert_with(|| Scope::new("a type", of));
                    in_impl(scope, &it.items)?;
                }
            }
        }
    }
    Ok(())
}

fn item_in(scope: &mut Scope, item: &Item) -> Result<(), Clash> {
    match item {
        Item::Struct(it) => {
            scope.claim("a type", &it.ident)?;
            fields(&it.ident.to_string(), &it.fields)
        }
        Item::Enum(it) => {
            scope.claim("a type", &it.ident)?;
            let mut variants = Scope::new("an enum", it.ident.to_string());
            for variant in &it.variants {
                variants.claim("a variant", &variant.ident)?;
                fields(&variant.ident.to_string(), &variant.fields)?;
            }
            Ok(())
        }
        Item::Trait(it) => {
            scope.claim("a type", &it.ident)?;
            let mut methods = Scope::new("a trait", it.ident.to_string());
            let functions = it.items.iter().filter_map(|item| match item {
                TraitItem::Fn(function) => Some(&function.sig.ident),
                _ => None,
            });
            functions
                .into_iter()
                .try_for_each(|name| methods.claim("a method", name))
        }
        Item::Type(it) => scope.claim("a type", &it.ident),
        Item::Mod(it) => {
            scope.claim("a type", &it.ident)?;
            match &it.content {
                Some((_, items)) => in_module(&it.ident.to_string(), items),
                None => Ok(()),
            }
        }
        Item::Fn(it) => {
            scope.claim("a function", &it.sig.ident)?;
            arguments(&it.sig)
        }
        Item::Const(it) if it.ident != "_" => scope.claim("a function", &it.ident),
        Item::Static(it) => scope.claim("a function", &it.ident),
        Item::Use(it) => imports(scope, &it.tree),
        _ => Ok(()),
    }
}

/// Claims the names of an import. One that begins like a type is taken for one, which is all that a file tells by
/// itself.
fn imports(scope: &mut Scope, tree: &syn::UseTree) -> Result<(), Clash> {
    let name = match tree {
        syn::UseTree::Path(path) => return imports(scope, &path.tree),
        syn::UseTree::Group(group) => return group.items.iter().try_for_each(|tree| imports(scope, tree)),
        syn::UseTree::Glob(_) => return Ok(()),
        syn::UseTree::Name(name) => name.ident.to_string(),
        syn::UseTree::Rename(rename) => rename.rename.to_string(),
    };
    let is_type = name.chars().next().is_some_and(char::is_uppercase) && name.chars().any(char::is_lowercase);
    match is_type {
        true => scope.claim("a type", name),
        false => Ok(()),
    }
}

fn fields(of: &str, fields: &Fields) -> Result<(), Clash> {
    let mut scope = Scope::new("a structure", of);
    let names = fields.iter().filter_map(|field| field.ident.as_ref());
    names.into_iter().try_for_each(|name| scope.claim("a field", name))
}

fn in_impl(scope: &mut Scope, items: &[ImplItem]) -> Result<(), Clash> {
    for item in items {
        match item {
            ImplItem::Fn(function) => {
                scope.claim("a method", &function.sig.ident)?;
                arguments(&function.sig)?;
            }
            ImplItem::Const(it) => scope.claim("a method", &it.ident)?,
            _ => {}
        }
    }
    Ok(())
}

fn arguments(signature: &syn::Signature) -> Result<(), Clash> {
    let mut scope = Scope::new("a function", signature.ident.to_string());
    for input in &signature.inputs {
        if let syn::FnArg::Typed(it) = input
            && let syn::Pat::Ident(it) = &*it.pat
        {
            scope.claim("an argument", &it.ident)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> Option<&'static str> {
        let file = syn::parse_file(text).expect("it is Rust");
        first(&file.items).map(|clash| clash.kind)
    }

    #[test]
    fn names_that_clash_for_the_compiler_clash_here() {
        for (text, expected) in [
            ("struct A { a: u8, a: u8 }", "a field"),
            ("enum A { B, B }", "a variant"),
            ("struct A; impl A { fn a() {} } impl A { fn a() {} }", "a method"),
            ("impl Clone for A {} impl Clone for A {}", "an implementation"),
            ("fn a(b: u8, b: u8) {}", "an argument"),
            ("fn a() {} const a: u8 = 0;", "a function"),
            ("mod a {} mod a {}", "a type"),
            ("use x::Debug; struct Debug;", "a type"),
            ("use x::{Debug, y::Debug};", "a type"),
            ("mod a { enum A { B, B } }", "a variant"),
            ("trait A { fn a(); fn a(); }", "a method"),
        ] {
            assert_eq!(kind(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn names_of_different_scopes_and_spaces_do_not_clash() {
        for text in [
            "struct A; fn A() {}",
            "impl A<u8> { fn a() {} } impl A<u16> { fn a() {} }",
            "impl Clone for A {} impl Clone for B {}",
            "mod a { struct A; } mod b { struct A; }",
            "use x::fmt; mod y {}",
            "const _: () = (); const _: () = ();",
        ] {
            assert_eq!(kind(text), None, "{text}");
        }
    }
}
