//! The Rust types of members, and how accessors and setters show them.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    context::{Context, Field, Stream},
    module::Module,
};
use crate::ir::{Kind, ShapeId};

/// The type of a shape's values.
pub(super) fn of(cx: &Context<'_>, module: &Module, id: ShapeId) -> TokenStream {
    match &cx.shape(id).kind {
        Kind::Blob => module.import("aws_smithy_types::Blob"),
        Kind::Boolean => quote!(bool),
        Kind::Byte => quote!(i8),
        Kind::Short => quote!(i16),
        Kind::Integer | Kind::IntEnum(_) => quote!(i32),
        Kind::Long => quote!(i64),
        Kind::Float => quote!(f32),
        Kind::Double => quote!(f64),
        Kind::BigInteger => module.import("aws_smithy_types::BigInteger"),
        Kind::BigDecimal => module.import("aws_smithy_types::BigDecimal"),
        Kind::String => quote!(String),
        Kind::Timestamp => module.import("aws_smithy_types::DateTime"),
        Kind::Document => module.import("aws_smithy_types::Document"),
        Kind::List(element) => {
            let element = element_type(cx, module, id, element.target);
            quote!(Vec<#element>)
        }
        Kind::Map(key, value) => {
            let map = module.import("std::collections::HashMap");
            let key = of(cx, module, key.target);
            let value = element_type(cx, module, id, value.target);
            quote!(#map<#key, #value>)
        }
        Kind::Enum(_) | Kind::Structure(_) | Kind::Union(_) => module.import(&cx.type_path(id)),
    }
}

/// The type of the elements of a list or the values of a map, which may be null in a sparse one.
pub(super) fn element_type(cx: &Context<'_>, module: &Module, container: ShapeId, element: ShapeId) -> TokenStream {
    let element = of(cx, module, element);
    if cx.shape(container).traits.sparse {
        quote!(Option<#element>)
    } else {
        element
    }
}

/// The type of a member's value, boxed where it has to be.
pub(super) fn value(cx: &Context<'_>, module: &Module, field: &Field<'_>) -> TokenStream {
    if let Some(stream) = field.stream {
        return self::stream(cx, module, stream);
    }
    let value = of(cx, module, field.member.target);
    if field.boxed { quote!(Box<#value>) } else { value }
}

/// The type of what is not held in memory.
fn stream(cx: &Context<'_>, module: &Module, stream: Stream) -> TokenStream {
    let (path, events) = match stream {
        Stream::Bytes => return module.import("aws_smithy_types::byte_stream::ByteStream"),
        Stream::Sent(events) => ("aws_smithy_http::event_stream::EventStreamSender", events),
        Stream::Received(events) => ("crate::support::event_stream::EventReceiver", events),
    };
    let (_, _, error) = cx.error_of_stream(events);
    let (ty, event, error) = (
        module.import(path),
        module.import(&cx.type_path(events)),
        module.import(&error),
    );
    quote!(#ty<#event, #error>)
}

/// Whether values are copied rather than borrowed.
pub(super) fn is_copy(kind: &Kind) -> bool {
    match kind {
        Kind::Boolean
        | Kind::Byte
        | Kind::Short
        | Kind::Integer
        | Kind::IntEnum(_)
        | Kind::Long
        | Kind::Float
        | Kind::Double => true,
        Kind::Blob
        | Kind::BigInteger
        | Kind::BigDecimal
        | Kind::String
        | Kind::Timestamp
        | Kind::Document
        | Kind::List(_)
        | Kind::Map(..)
        | Kind::Enum(_)
        | Kind::Structure(_)
        | Kind::Union(_) => false,
    }
}

/// An accessor's return type and body.
pub(super) fn accessor(cx: &Context<'_>, module: &Module, field: &Field<'_>) -> (TokenStream, TokenStream) {
    let name = &field.ident;
    if field.stream.is_some() {
        let value = value(cx, module, field);
        return (quote!(&#value), quote!(&self.#name));
    }
    let value = of(cx, module, field.member.target);
    match (&field.target.kind, field.optional) {
        (Kind::String, true) => (quote!(Option<&str>), quote!(self.#name.as_deref())),
        (Kind::String, false) => (quote!(&str), quote!(&self.#name)),
        (Kind::List(element), optional) => {
            let element = element_type(cx, module, field.member.target, element.target);
            let body = if optional {
                quote!(self.#name.as_deref().unwrap_or_default())
            } else {
                quote!(&self.#name)
            };
            (quote!(&[#element]), body)
        }
        (kind, true) if is_copy(kind) => (quote!(Option<#value>), quote!(self.#name)),
        (kind, false) if is_copy(kind) => (quote!(#value), quote!(self.#name)),
        (_, true) if field.boxed => (quote!(Option<&#value>), quote!(self.#name.as_deref())),
        (_, true) => (quote!(Option<&#value>), quote!(self.#name.as_ref())),
        (_, false) => (quote!(&#value), quote!(&self.#name)),
    }
}

/// A setter's parameter type, and the value that it stores.
pub(super) fn parameter(cx: &Context<'_>, module: &Module, field: &Field<'_>) -> (TokenStream, TokenStream) {
    if field.stream.is_some() {
        return (value(cx, module, field), quote!(input));
    }
    let value = of(cx, module, field.member.target);
    match (&field.target.kind, field.boxed) {
        (Kind::String, _) => (quote!(impl Into<String>), quote!(input.into())),
        (_, true) => (quote!(impl Into<Box<#value>>), quote!(input.into())),
        (_, false) => (value, quote!(input)),
    }
}
