//! Enums of strings: the known variants, and one that keeps any other value. What they have in common is a macro of
//! `support`.

use quote::quote;

use super::{
    context::{Context, doc, ident},
    module::Module,
    secrets,
};
use crate::docs;
use crate::ir::{ShapeId, Variant};

/// The file of an enum.
pub(super) fn emit(cx: &Context<'_>, id: ShapeId, variants: &[Variant]) -> Module {
    let mut module = Module::default().defines(cx.type_path(id));
    let string_enum = module.import("crate::support::string_enum::string_enum");
    let name = cx.type_ident(id);
    let shape = cx.shape(id);
    let shape_docs = cx.docs(shape.docs.as_deref(), &format!("The enum `{}`.", shape.name));
    let idents = cx.member_names(id).map(ident);
    let values = variants.iter().map(|variant| &variant.value);
    let docs = variants.iter().map(|variant| match &variant.docs {
        Some(html) => doc(&docs::markdown(html)),
        None => doc(&format!("{}.", docs::code(&variant.value))),
    });
    let deprecated = cx.deprecated(id);
    let debug = (!shape.traits.sensitive).then(|| quote!(#[derive(Debug)]));
    module.push(quote! {
        #string_enum! {
            #shape_docs
            #deprecated
            #debug
            pub enum #name {
                #(#docs #idents = #values,)*
            }
        }
    });
    if shape.traits.sensitive {
        module.push(secrets::hidden(&module, &name));
    }
    module
}
