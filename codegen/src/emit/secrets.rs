//! `Debug` without secrets. It knows fields and the additions of a role, and no other emitter.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    context::{Context, Field, Role},
    extra::extra_fields,
    module::Module,
};
use crate::ir::{Kind, ShapeId};

/// The text in place of a secret.
pub(super) const REDACTED: &str = "*** Sensitive Data Redacted ***";

/// True where any field holds a secret.
pub(super) fn has_secrets(fields: &[Field<'_>]) -> bool {
    fields.iter().any(|field| field.sensitive)
}

/// `Debug` that leaves secrets out.
pub(super) fn redacted(
    cx: &Context<'_>,
    module: &Module,
    id: ShapeId,
    name: &proc_macro2::Ident,
    fields: &[Field<'_>],
) -> TokenStream {
    let fmt = module.import("std::fmt");
    let text = name.to_string();
    let shown = fields.iter().map(|field| {
        let (ident, name) = (&field.ident, &field.name);
        if field.sensitive {
            quote!(.field(#name, &#REDACTED))
        } else {
            quote!(.field(#name, &self.#ident))
        }
    });
    let extra = extra_fields(cx, module, id);
    let extra = extra.iter().map(|(extra, _)| {
        let name = extra.to_string();
        // What is known of an error has its message, too.
        match cx.role(id) == Role::Error && fields.iter().any(is_secret_message) {
            true => quote!(.field(#name, &#REDACTED)),
            false => quote!(.field(#name, &self.#extra)),
        }
    });
    quote! {
        impl #fmt::Debug for #name {
            fn fmt(&self, f: &mut #fmt::Formatter<'_>) -> #fmt::Result {
                f.debug_struct(#text)#(#shown)* #(#extra)*.finish()
            }
        }
    }
}

/// `Debug` of a type that is secret as a whole.
pub(super) fn hidden(module: &Module, name: &proc_macro2::Ident) -> TokenStream {
    let fmt = module.import("std::fmt");
    quote! {
        impl #fmt::Debug for #name {
            fn fmt(&self, f: &mut #fmt::Formatter<'_>) -> #fmt::Result {
                f.write_str(#REDACTED)
            }
        }
    }
}

/// True where the member is the message of an error.
pub(super) fn is_message(field: &Field<'_>) -> bool {
    field.name == "message" && matches!(field.target.kind, Kind::String)
}

/// True where the member is the message of an error, and secret.
pub(super) fn is_secret_message(field: &Field<'_>) -> bool {
    is_message(field) && field.sensitive
}
