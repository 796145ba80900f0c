//! Enums of strings: the known variants, and one that keeps any other value.

use proc_macro2::{Ident, TokenStream};
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
    let unknown = module.import("crate::support::error::UnknownVariantValue");
    let error = module.import("crate::support::error::UnknownVariantError");
    let name = cx.type_ident(id);
    let shape = cx.shape(id);
    let shape_docs = cx.docs(shape.docs.as_deref(), &format!("The enum `{}`.", shape.name));
    let idents: Vec<_> = cx.member_names(id).map(ident).collect();
    let values: Vec<_> = variants.iter().map(|variant| &variant.value).collect();
    let docs = variants.iter().map(|variant| match &variant.docs {
        Some(html) => doc(&docs::markdown(html)),
        None => doc(&format!("{}.", docs::code(&variant.value))),
    });
    let deprecated = cx.deprecated(id);
    let debug = (!shape.traits.sensitive).then(|| quote!(Debug,));
    module.push(quote! {
        #shape_docs
        ///
        /// A service may send values that are not listed here. Match on those that you know, and leave the rest to a
        /// wildcard, so that your code keeps working when this crate learns a new one.
        #deprecated
        #[non_exhaustive]
        #[derive(Clone, #debug Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub enum #name {
            #(#docs #idents,)*
            /// A value that is not listed here.
            #[deprecated(note = "Don't match on `Unknown`: use a wildcard, and compare `as_str()`.")]
            Unknown(#unknown),
        }

        impl #name {
            /// The value as a string.
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#idents => #values,)*
                    Self::Unknown(value) => value.as_str(),
                }
            }
            /// The values that are listed here, as strings.
            pub const fn values() -> &'static [&'static str] {
                &[#(#values),*]
            }
            /// Finds the variant of a value that is listed here.
            pub fn try_parse(value: &str) -> Result<Self, #error> {
                match Self::from(value) {
                    Self::Unknown(_) => Err(#error::new(value)),
                    known => Ok(known),
                }
            }
        }

        impl From<&str> for #name {
            fn from(value: &str) -> Self {
                match value {
                    #(#values => Self::#idents,)*
                    other => Self::Unknown(#unknown::new(other)),
                }
            }
        }

    });
    module.push(conversions(&module, &name));
    if shape.traits.sensitive {
        module.push(secrets::hidden(&module, &name));
    }
    module
}

/// The implementations that need no variant: conversions from and to strings.
fn conversions(module: &Module, name: &Ident) -> TokenStream {
    let fmt = module.import("std::fmt");
    let from_str = module.import("std::str::FromStr");
    let infallible = module.import("std::convert::Infallible");
    quote! {
        impl #from_str for #name {
            type Err = #infallible;

            fn from_str(value: &str) -> Result<Self, #infallible> {
                Ok(Self::from(value))
            }
        }

        impl AsRef<str> for #name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl #fmt::Display for #name {
            fn fmt(&self, f: &mut #fmt::Formatter<'_>) -> #fmt::Result {
                f.write_str(self.as_str())
            }
        }
    }
}
