//! Default values of absent members.

use base64::{Engine, prelude::BASE64_STANDARD};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::{
    context::{Context, Field, Stream},
    module::Module,
};
use crate::ir::{Family, Kind, ShapeId};

/// The call that unwraps an `Option` or gives the default value: the member's own, or else an empty one.
pub(super) fn unwrap(cx: &Context<'_>, module: &Module, field: &Field<'_>) -> TokenStream {
    if let Some(stream) = field.stream {
        return match stream {
            Stream::Bytes => quote!(unwrap_or_default()),
            Stream::Sent(_) | Stream::Received(_) => quote!(unwrap_or_else(crate::support::event_stream::closed)),
        };
    }
    let target = field.member.target;
    let modelled = field.default.and_then(|default| value(cx, module, target, default));
    match modelled.or_else(|| empty(cx, module, target)) {
        None => quote!(unwrap_or_default()),
        Some(Cost::Free(value)) => quote!(unwrap_or(#value)),
        Some(Cost::Made(value)) => quote!(unwrap_or_else(|| #value)),
    }
}

/// The condition under which a number or a boolean is sent whose default is zero or false.
///
/// An absent value and zero cannot be told apart in such a field. They mean the same to a service, so zero is not sent.
pub(super) fn differs_from_zero(field: &Field<'_>) -> Option<TokenStream> {
    let ident = &field.ident;
    if field.member.traits.required || !field.default.is_some_and(is_zero) {
        return None;
    }
    match field.target.kind.family() {
        Family::Boolean => Some(quote!(self.#ident)),
        Family::Integer => Some(quote!(self.#ident != 0)),
        Family::Float => Some(quote!(self.#ident != 0.0)),
        Family::Blob
        | Family::BigNumber
        | Family::Text
        | Family::Timestamp
        | Family::Document
        | Family::List
        | Family::Map
        | Family::Members => None,
    }
}

/// Tells whether a default value is that of the Rust type.
fn is_zero(default: &Value) -> bool {
    match default {
        Value::Null => true,
        Value::Bool(value) => !value,
        Value::Number(value) => value.as_f64() == Some(0.0),
        Value::String(value) => value.is_empty(),
        Value::Array(values) => values.is_empty(),
        Value::Object(entries) => entries.is_empty(),
    }
}

/// An expression, by the cost of evaluating it.
enum Cost {
    Free(TokenStream),
    Made(TokenStream),
}

/// The default value; `None` where it is that of the Rust type, or not one that the shape can have.
fn value(cx: &Context<'_>, module: &Module, target: ShapeId, default: &Value) -> Option<Cost> {
    match &cx.shape(target).kind {
        Kind::Enum(_) => {
            let (name, text) = (module.import(&cx.type_path(target)), default.as_str()?);
            Some(Cost::Made(quote!(#name::from(#text))))
        }
        Kind::Blob => {
            let bytes = Literal::byte_string(&BASE64_STANDARD.decode(default.as_str()?).ok()?);
            let blob = module.import("aws_smithy_types::Blob");
            Some(Cost::Made(quote!(#blob::new(#bytes))))
        }
        Kind::Timestamp => {
            let seconds = Literal::f64_unsuffixed(default.as_f64()?);
            let date_time = module.import("aws_smithy_types::DateTime");
            Some(Cost::Made(quote!(#date_time::from_secs_f64(#seconds))))
        }
        Kind::Document => {
            let document = module.import("aws_smithy_types::Document");
            Some(Cost::Made(self::document(&document, default)))
        }
        Kind::Boolean => {
            let value = default.as_bool().filter(|it| *it)?;
            Some(Cost::Free(quote!(#value)))
        }
        Kind::Float | Kind::Double => {
            let value = Literal::f64_unsuffixed(default.as_f64().filter(|it| *it != 0.0)?);
            Some(Cost::Free(quote!(#value)))
        }
        Kind::Byte | Kind::Short | Kind::Integer | Kind::IntEnum(_) | Kind::Long => {
            let value = Literal::i64_unsuffixed(default.as_i64().filter(|it| *it != 0)?);
            Some(Cost::Free(quote!(#value)))
        }
        Kind::String => {
            let text = default.as_str().filter(|it| !it.is_empty())?;
            Some(Cost::Made(quote!(#text.to_owned())))
        }
        // The other kinds have no default, or an empty one.
        Kind::BigInteger | Kind::BigDecimal | Kind::List(_) | Kind::Map(..) | Kind::Structure(_) | Kind::Union(_) => {
            None
        }
    }
}

/// The value for a required member that a service did not send; `None` where that is the Rust type's default.
/// Structures are always optional.
fn empty(cx: &Context<'_>, module: &Module, target: ShapeId) -> Option<Cost> {
    match &cx.shape(target).kind {
        Kind::Blob => {
            let blob = module.import("aws_smithy_types::Blob");
            Some(Cost::Made(quote!(#blob::new(Vec::new()))))
        }
        Kind::Timestamp => {
            let date_time = module.import("aws_smithy_types::DateTime");
            Some(Cost::Made(quote!(#date_time::from_secs(0))))
        }
        Kind::Document => {
            let document = module.import("aws_smithy_types::Document");
            Some(Cost::Free(quote!(#document::Null)))
        }
        Kind::Enum(_) => {
            let name = module.import(&cx.type_path(target));
            Some(Cost::Made(quote!(#name::from("no value was set"))))
        }
        Kind::Boolean
        | Kind::Byte
        | Kind::Short
        | Kind::Integer
        | Kind::IntEnum(_)
        | Kind::Long
        | Kind::Float
        | Kind::Double
        | Kind::BigInteger
        | Kind::BigDecimal
        | Kind::String
        | Kind::List(_)
        | Kind::Map(..)
        | Kind::Structure(_)
        | Kind::Union(_) => None,
    }
}

/// A document that holds a scalar; Smithy allows no other default but an empty list or map.
fn document(document: &TokenStream, value: &Value) -> TokenStream {
    match value {
        Value::Null => quote!(#document::Null),
        Value::Bool(value) => quote!(#document::Bool(#value)),
        Value::Number(value) => {
            let value = Literal::f64_unsuffixed(value.as_f64().unwrap_or_default());
            quote!(#document::from(#value))
        }
        Value::String(text) => quote!(#document::String(#text.to_owned())),
        Value::Array(_) => quote!(#document::Array(Vec::new())),
        Value::Object(_) => quote!(#document::Object(Default::default())),
    }
}
