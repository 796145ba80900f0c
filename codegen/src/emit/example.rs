//! Examples: calls of operations with their required members, as code that rustdoc compiles.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::context::{Context, Field, ident};
use crate::{
    ir::{Kind, Operation, ShapeId},
    plan::ItemType,
};

/// The depth to which an example nests structures. Deeper ones are left to their documentation.
const DEEPEST: usize = 4;

/// The example of an operation as a fenced block; `None` where a required member has no value to show.
pub(super) fn of(cx: &Context<'_>, operation: &Operation) -> Option<String> {
    let library = ident(&cx.library());
    let method = ident(cx.operation_names(operation).module.as_str());
    let setters = required(cx, cx.input(operation))?;
    let call = quote!(client.#method()#(#setters)*);
    let body = if lists(cx, operation) {
        quote! {
            let mut items = #call.into_paginator().items().send();
            while let Some(item) = items.next().await {
                println!("{:?}", item?);
            }
        }
    } else {
        quote! {
            let output = #call.send().await?;
            println!("{output:?}");
        }
    };
    let file = syn::parse2(quote! {
        async fn example(client: &#library::Client) -> Result<(), #library::Error> { #body Ok(()) }
    });
    Some(fenced(&prettyplease::unparse(&file.ok()?)))
}

/// Tells whether the results of an operation are items on pages.
fn lists(cx: &Context<'_>, operation: &Operation) -> bool {
    let items = cx.paginator(operation).and_then(|paginator| paginator.items.as_ref());
    items.is_some_and(|items| matches!(items.ty, ItemType::Element(_)))
}

/// A function's text as a block of documentation in which only its body shows.
fn fenced(function: &str) -> String {
    let lines: Vec<&str> = function.trim_end().lines().collect();
    let body = lines.len().saturating_sub(2);
    let shown = lines.iter().enumerate().map(|(number, line)| {
        let text = line.strip_prefix("    ").unwrap_or(line);
        let hidden = number == 0 || number >= body;
        if hidden { format!("# {text}") } else { text.to_owned() }
    });
    format!("```no_run\n{}\n```", shown.collect::<Vec<_>>().join("\n"))
}

/// The setters of a structure's required members.
fn required(cx: &Context<'_>, id: ShapeId) -> Option<Vec<TokenStream>> {
    setters(cx, id, 0)
}

fn setters(cx: &Context<'_>, id: ShapeId, depth: usize) -> Option<Vec<TokenStream>> {
    let fields = cx.members(id);
    let is_needed = |field: &&Field<'_>| field.member.traits.required || field.is_required();
    let required = fields.iter().filter(is_needed);
    required.map(|field| setter(cx, field, depth)).collect()
}

fn setter(cx: &Context<'_>, field: &Field<'_>, depth: usize) -> Option<TokenStream> {
    let (name, target) = (&field.ident, field.member.target);
    let value = match &field.target.kind {
        Kind::List(element) => element_value(cx, target, element.target, &field.name, depth)?,
        Kind::Map(key, value) => {
            let key = text_or(cx, key.target, "key", depth)?;
            let value = element_value(cx, target, value.target, &field.name, depth)?;
            quote!(#key, #value)
        }
        Kind::Blob
        | Kind::Boolean
        | Kind::Byte
        | Kind::Short
        | Kind::Integer
        | Kind::Long
        | Kind::Float
        | Kind::Double
        | Kind::BigInteger
        | Kind::BigDecimal
        | Kind::String
        | Kind::Enum(_)
        | Kind::IntEnum(_)
        | Kind::Timestamp
        | Kind::Document
        | Kind::Structure(_)
        | Kind::Union(_) => text_or(cx, target, &field.name, depth)?,
    };
    Some(quote!(.#name(#value)))
}

/// An element, as the argument of a setter that adds to a list or a map.
fn element_value(
    cx: &Context<'_>,
    container: ShapeId,
    element: ShapeId,
    name: &str,
    depth: usize,
) -> Option<TokenStream> {
    if cx.shape(container).traits.sparse {
        let value = value(cx, element, name, depth)?;
        return Some(quote!(Some(#value)));
    }
    text_or(cx, element, name, depth)
}

/// A value as the argument of a setter; a string is borrowed.
fn text_or(cx: &Context<'_>, id: ShapeId, name: &str, depth: usize) -> Option<TokenStream> {
    match &cx.shape(id).kind {
        Kind::String => {
            let text = text(cx, name);
            Some(quote!(#text))
        }
        Kind::Blob
        | Kind::Boolean
        | Kind::Byte
        | Kind::Short
        | Kind::Integer
        | Kind::Long
        | Kind::Float
        | Kind::Double
        | Kind::BigInteger
        | Kind::BigDecimal
        | Kind::Enum(_)
        | Kind::IntEnum(_)
        | Kind::Timestamp
        | Kind::Document
        | Kind::List(_)
        | Kind::Map(..)
        | Kind::Structure(_)
        | Kind::Union(_) => value(cx, id, name, depth),
    }
}

/// An example of a string, after the name of its member.
fn text(cx: &Context<'_>, name: &str) -> String {
    let name = name.trim_start_matches('_').replace('_', "-");
    match name.strip_suffix("-arn").or((name == "arn").then_some("resource")) {
        Some(resource) => format!(
            "arn:aws:{}:us-east-1:123456789012:{resource}/example",
            cx.service.signing_name
        ),
        None => name,
    }
}

/// An owned value of a shape.
fn value(cx: &Context<'_>, id: ShapeId, name: &str, depth: usize) -> Option<TokenStream> {
    let library = ident(&cx.library());
    let shape = cx.shape(id);
    let path = || type_path(cx, id);
    Some(match &shape.kind {
        Kind::Boolean => quote!(true),
        Kind::Byte | Kind::Short | Kind::Integer | Kind::IntEnum(_) | Kind::Long => {
            let least = shape.traits.constraints.min.as_deref();
            let least = least.and_then(|min| min.parse::<i64>().ok()).unwrap_or(1);
            let least = Literal::i64_unsuffixed(least.clamp(1, 127));
            quote!(#least)
        }
        Kind::Float | Kind::Double => quote!(0.5),
        Kind::String => {
            let text = text(cx, name);
            quote!(#text.to_owned())
        }
        Kind::Blob => quote!(#library::primitives::Blob::new("bytes")),
        Kind::Timestamp => quote!(#library::primitives::DateTime::from_secs(1_700_000_000)),
        Kind::Enum(_) => {
            let (path, variant) = (path()?, ident(cx.member_names(id).next()?));
            quote!(#path::#variant)
        }
        Kind::Structure(_) if depth < DEEPEST => {
            let (path, setters) = (path()?, setters(cx, id, depth + 1)?);
            let question = cx.members(id).iter().any(|it| it.is_required()).then(|| quote!(?));
            quote!(#path::builder()#(#setters)*.build()#question)
        }
        Kind::List(element) => {
            let element = value(cx, element.target, name, depth + 1)?;
            quote!(vec![#element])
        }
        Kind::Structure(_) | Kind::Union(_) | Kind::Map(..) | Kind::BigInteger | Kind::BigDecimal | Kind::Document => {
            return None;
        }
    })
}

/// The path of a type for code outside of the crate.
fn type_path(cx: &Context<'_>, id: ShapeId) -> Option<TokenStream> {
    let library = format_ident!("{}", cx.library());
    let path: syn::Path = syn::parse_str(cx.type_path(id).strip_prefix("crate::")?).ok()?;
    Some(quote!(#library::#path))
}
