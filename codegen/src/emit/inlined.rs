//! The mark `#[inline]` on each function of a generated file, which no emitter has to write: machine code for it is made
//! in the crate that calls it, and the library costs its users none for what they do not call.

use syn::{Attribute, Block, ImplItem, Item, TraitItem, parse_quote};

/// Marks the functions of a file.
pub(super) fn mark(file: &mut syn::File) {
    items(&mut file.items);
}

fn items(items: &mut [Item]) {
    for item in items {
        match item {
            Item::Fn(function) => mark_function(&mut function.attrs, Some(&function.block)),
            Item::Impl(block) => block.items.iter_mut().for_each(associated),
            Item::Trait(definition) => definition.items.iter_mut().for_each(provided),
            Item::Mod(module) => module.content.iter_mut().for_each(|(_, inner)| self::items(inner)),
            _ => {}
        }
    }
}

fn associated(item: &mut ImplItem) {
    if let ImplItem::Fn(function) = item {
        mark_function(&mut function.attrs, Some(&function.block));
    }
}

fn provided(item: &mut TraitItem) {
    if let TraitItem::Fn(function) = item {
        mark_function(&mut function.attrs, function.default.as_ref());
    }
}

/// Marks a function that has a body, once.
fn mark_function(attributes: &mut Vec<Attribute>, body: Option<&Block>) {
    if body.is_some() && !attributes.iter().any(|attribute| attribute.path().is_ident("inline")) {
        attributes.push(parse_quote!(#[inline]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_function_with_a_body_is_marked_once() {
        let mut file: syn::File = parse_quote! {
            fn free() {}
            impl Type { #[inline] fn method(&self) {} fn other(&self) {} }
            trait Trait { fn required(&self); fn provided(&self) {} }
            mod inner { fn nested() {} }
        };
        mark(&mut file);
        let marked: syn::File = parse_quote! {
            #[inline] fn free() {}
            impl Type { #[inline] fn method(&self) {} #[inline] fn other(&self) {} }
            trait Trait { fn required(&self); #[inline] fn provided(&self) {} }
            mod inner { #[inline] fn nested() {} }
        };
        assert_eq!(prettyplease::unparse(&file), prettyplease::unparse(&marked));
    }
}
