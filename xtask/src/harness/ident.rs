//! Identifiers of the plan as tokens. It knows how Rust writes raw ones, and no program.

use codegen::plan;
use proc_macro2::{Ident, Span};

/// The identifier of a name, raw where it has to be.
pub fn ident(name: &plan::Ident) -> Ident {
    match name.as_str().strip_prefix("r#") {
        Some(keyword) => Ident::new_raw(keyword, Span::call_site()),
        None => Ident::new(name.as_str(), Span::call_site()),
    }
}
