//! Rust types as tokens, and the types of accessors and setters.

use proc_macro2::TokenStream;
use quote::quote;

use super::{context::Field, module::Module};
use crate::plan::RustType;

/// The tokens of a type, whose path is imported.
pub(super) fn tokens(module: &Module, ty: &RustType) -> TokenStream {
    let inner = |ty: &RustType| tokens(module, ty);
    match ty {
        RustType::Bool => quote!(bool),
        RustType::I8 => quote!(i8),
        RustType::I16 => quote!(i16),
        RustType::I32 => quote!(i32),
        RustType::I64 => quote!(i64),
        RustType::F32 => quote!(f32),
        RustType::F64 => quote!(f64),
        RustType::String => quote!(String),
        RustType::Blob => module.import("aws_smithy_types::Blob"),
        RustType::BigInteger => module.import("aws_smithy_types::BigInteger"),
        RustType::BigDecimal => module.import("aws_smithy_types::BigDecimal"),
        RustType::DateTime => module.import("aws_smithy_types::DateTime"),
        RustType::Document => module.import("aws_smithy_types::Document"),
        RustType::Option(value) => {
            let value = inner(value);
            quote!(Option<#value>)
        }
        RustType::Boxed(value) => {
            let value = inner(value);
            quote!(Box<#value>)
        }
        RustType::Vec(element) => {
            let element = inner(element);
            quote!(Vec<#element>)
        }
        RustType::HashMap(key, value) => {
            let map = module.import("std::collections::HashMap");
            let (key, value) = (inner(key), inner(value));
            quote!(#map<#key, #value>)
        }
        RustType::Named(path) => module.import(&format!("crate::{path}")),
        RustType::ByteStream => module.import("aws_smithy_types::byte_stream::ByteStream"),
        RustType::EventSender(event, error) => {
            let sender = module.import("aws_smithy_http::event_stream::EventStreamSender");
            let (event, error) = (inner(event), inner(error));
            quote!(#sender<#event, #error>)
        }
        RustType::EventReceiver(event, error) => {
            let receiver = module.import("crate::support::event_stream::EventReceiver");
            let (event, error) = (inner(event), inner(error));
            quote!(#receiver<#event, #error>)
        }
    }
}

/// An accessor's return type, and the function of `support` that gives it; none where that is a reference to the field.
pub(super) fn accessor(module: &Module, field: &Field<'_>) -> (TokenStream, Option<TokenStream>) {
    let value = || tokens(module, &field.ty);
    if field.stream.is_some() {
        let value = value();
        return (quote!(&#value), None);
    }
    match (&field.ty, field.is_optional()) {
        (RustType::String, true) => (quote!(Option<&str>), Some(quote!(held))),
        (RustType::String, false) => (quote!(&str), None),
        (RustType::Vec(element), optional) => {
            let element = tokens(module, element);
            (quote!(&[#element]), optional.then(|| quote!(elements)))
        }
        (ty, optional) => {
            let value = value();
            match optional {
                true if ty.is_copy() => (quote!(Option<#value>), Some(quote!(copied))),
                false if ty.is_copy() => (value, Some(quote!(copied))),
                true if field.boxed => (quote!(Option<&#value>), Some(quote!(held))),
                true => (quote!(Option<&#value>), Some(quote!(lent))),
                false => (quote!(&#value), None),
            }
        }
    }
}

/// A setter's parameter type, and the value that it stores.
pub(super) fn parameter(module: &Module, field: &Field<'_>) -> (TokenStream, TokenStream) {
    let value = tokens(module, &field.ty);
    match (&field.ty, field.boxed) {
        (RustType::String, _) => (quote!(impl Into<String>), quote!(input.into())),
        (_, true) => (quote!(impl Into<Box<#value>>), quote!(input.into())),
        (_, false) => (value, quote!(input)),
    }
}
