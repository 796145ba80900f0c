//! The program's source: it calls a generated client with JSON, and prints as JSON how the client read the response.
//!
//! The parts that are the same for every model are in `program/`; those that depend on a model are emitted here. This
//! module knows how a generated crate names things, and nothing of its inner workings: it calls only what any user of
//! the crate can call.

use codegen::ir::{Kind, Operation, ShapeId};
use codegen::plan::{self, Crate, Field, Role, Stream};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::ident::ident;
use super::settings;
use crate::Result;

/// The files of each program, whatever clients it has: bounds, events, values as JSON, and the wire in memory.
pub const COMMON: [(&str, &str); 4] = [
    ("bounds.rs", include_str!("program/bounds.rs")),
    ("events.rs", include_str!("program/events.rs")),
    ("json.rs", include_str!("program/json.rs")),
    ("wire.rs", include_str!("program/wire.rs")),
];

/// Emits the module of a client: conversions of the model's types, and a function for each operation.
///
/// # Errors
///
/// The emitted code is not Rust, which is a bug in this module.
pub fn module(plan: &Crate, library: &str) -> Result<String> {
    let library = format_ident!("{library}");
    let conversions = plan.types().map(|id| conversions(plan, id));
    let operations = &plan.service.operations;
    let calls = operations.iter().map(|operation| call(plan, operation));
    let arms = operations.iter().map(|operation| {
        let (name, function) = (&operation.name, function(plan, operation));
        quote!(#name => Box::pin(#function(client, params)),)
    });
    let maker = settings::maker(plan, &library);
    let tokens = quote! {
        #![allow(deprecated, unused_imports, unused_variables, clippy::all)]

        use aws_credential_types::Credentials;
        use aws_smithy_runtime_api::client::http::{SharedHttpConnector, http_client_fn};
        use aws_smithy_types::retry::RetryConfig;
        use aws_types::region::Region;
        use ::#library as client;
        use client::Client;
        use serde_json::{Value, json};

        use crate::json::{Built, FromJson, Outcome, ToJson, member, object, outcome, refused};
        use crate::events;
        use crate::wire::Exchange;

        /// A client of the service.
        pub struct Of(client::Client);

        #maker

        impl crate::Client for Of {
            fn call<'a>(&'a self, operation: &'a str, params: &'a Value) -> crate::Answer<'a> {
                let client = &self.0;
                match operation {
                    #(#arms)*
                    other => Box::pin(async move { Err(refused(format!("the client has no operation {other}"))) }),
                }
            }
        }

        #(#calls)*
        #(#conversions)*
    };
    let file = syn::parse2(tokens).map_err(|error| format!("the program's source is not Rust: {error}"))?;
    Ok(prettyplease::unparse(&file))
}

/// The path at which users of the crate find a type.
fn path(plan: &Crate, id: ShapeId) -> TokenStream {
    let path = format!("client::{}", plan.path(id));
    path.parse().expect("a path of a crate is Rust")
}

/// The members of a structure or union: the name in the model, and that in Rust. Exceptions of a stream are errors, and
/// no variants.
fn members(plan: &Crate, id: ShapeId) -> Vec<(&str, &plan::Ident)> {
    let members = fields(plan, id).into_iter();
    members.map(|(name, field)| (name, &field.name)).collect()
}

/// The same members, with all that the plan says of them.
fn fields(plan: &Crate, id: ShapeId) -> Vec<(&str, &Field)> {
    let is_stream = plan.shape(id).is_event_stream();
    let members = plan.shape(id).kind.members().iter().zip(plan.fields(id));
    members
        .filter(|(member, _)| !(is_stream && plan.role(member.target) == Role::Error))
        .map(|(member, field)| (member.name.as_str(), field))
        .collect()
}

fn function(plan: &Crate, operation: &Operation) -> Ident {
    format_ident!("call_{}", plan.operation_names(operation).module.bare())
}

/// The optional setter of a member.
fn setter(field: &Field) -> Ident {
    format_ident!("set_{}", field.stem)
}

/// The function that calls an operation.
fn call(plan: &Crate, operation: &Operation) -> TokenStream {
    let names = plan.operation_names(operation);
    let (method, function) = (ident(&names.module), function(plan, operation));
    let error = format_ident!("{}", names.error());
    let input = plan.shape(plan.input(operation)).kind.members();
    let setters = input
        .iter()
        .zip(plan.fields(plan.input(operation)))
        .map(|(member, field)| {
            let (name, set) = (&member.name, setter(field));
            match field.stream {
                Some(Stream::Sent(events)) => {
                    let event = sent_event(plan, events);
                    quote!(.#set(Some(events::listed(&params[#name], #event)?)))
                }
                Some(Stream::Bytes | Stream::Received(_)) | None => quote!(.#set(member(params, #name)?)),
            }
        });
    let stream = received_stream(plan, operation);
    let arms = operation.errors.iter().map(|id| {
        let variant = ident(plan.error_variant(*id));
        let name = &plan.service.shapes[*id].name;
        quote!(client::operation::#method::#error::#variant(error) => Some((#name, error.to_json())),)
    });
    quote! {
        async fn #function(client: &Client, params: &Value) -> Outcome<Value> {
            let result = client.#method() #(#setters)* .send().await;
            #stream
            Ok(outcome(result, |error| match error {
                #(#arms)*
                _ => None,
            }))
        }
    }
}

/// The exceptions of a stream: the name of the member, the variant, and the name of the shape.
fn stream_errors(plan: &Crate, stream: ShapeId) -> impl Iterator<Item = (&str, TokenStream, &str)> {
    let members = plan.shape(stream).kind.members().iter();
    let errors = members.filter(|member| plan.role(member.target) == Role::Error);
    errors.map(move |member| {
        let path: TokenStream = format!("client::{}", plan.stream_error_path(stream))
            .parse()
            .expect("a path of a crate is Rust");
        let variant = ident(plan.error_variant(member.target));
        let shape = &plan.service.shapes[member.target].name;
        (member.name.as_str(), quote!(#path::#variant), shape.as_str())
    })
}

/// Emits the expression that makes an event, or an exception, from JSON.
fn sent_event(plan: &Crate, stream: ShapeId) -> TokenStream {
    let errors = stream_errors(plan, stream)
        .map(|(name, variant, _)| quote!(if let Some(it) = member(event, #name)? { return Ok(Err(#variant(it))); }));
    quote! {
        |event| {
            #(#errors)*
            Ok(Ok(FromJson::from_json(event)?))
        }
    }
}

/// Emits the code that reads the events, or the bytes, of an output to their end, and prints them as a member of it;
/// nothing where the output has no stream.
fn received_stream(plan: &Crate, operation: &Operation) -> TokenStream {
    let output = plan.shape(plan.output(operation)).kind.members();
    let fields = output.iter().zip(plan.fields(plan.output(operation)));
    let streams = fields.filter_map(|(member, field)| {
        let (name, field, stream) = (&member.name, ident(&field.name), field.stream?);
        match stream {
            Stream::Received(events) => {
                let errors = stream_errors(plan, events)
                    .map(|(_, variant, shape)| quote!(#variant(error) => Some((#shape, error.to_json())),));
                Some(quote! {
                let result = match result {
                    Ok(mut output) => {
                        let events = events::all!(output.#field, |error| match error {
                            #(#errors)*
                            _ => None,
                        });
                        Ok(events::With { output, name: #name, events })
                    }
                    Err(error) => Err(error),
                };
                })
            }
            Stream::Bytes => Some(quote! {
                let mut result = result;
                if let Ok(output) = &mut result
                    && let Err(failed) = events::collect(&mut output.#field).await
                {
                    return Ok(json!({ "failed": failed }));
                }
            }),
            Stream::Sent(_) => None,
        }
    });
    streams.collect()
}

/// Emits conversions of a type from and to JSON, as far as its values are sent and received.
fn conversions(plan: &Crate, id: ShapeId) -> TokenStream {
    let sent = plan.is_sent(id) && matches!(plan.role(id), Role::Data | Role::Error);
    let received = plan.is_received(id) && plan.role(id) != Role::Input;
    match &plan.service.shapes[id].kind {
        Kind::Structure(_) => {
            let from = sent.then(|| structure_from_json(plan, id));
            let to = received.then(|| structure_to_json(plan, id));
            quote!(#from #to)
        }
        Kind::Union(_) => {
            let from = sent.then(|| union_from_json(plan, id));
            let to = received.then(|| union_to_json(plan, id));
            quote!(#from #to)
        }
        Kind::Enum(_) => enumeration(plan, id),
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
        | Kind::IntEnum(_)
        | Kind::Timestamp
        | Kind::Document
        | Kind::List(_)
        | Kind::Map(..) => TokenStream::new(),
    }
}

fn structure_from_json(plan: &Crate, id: ShapeId) -> TokenStream {
    let path = path(plan, id);
    let members = plan.shape(id).kind.members().iter().zip(plan.fields(id));
    let setters = members.map(|(member, field)| {
        let (name, set) = (&member.name, setter(field));
        quote!(.#set(member(value, #name)?))
    });
    quote! {
        impl Built<#path> for #path {
            fn built(self) -> Outcome<#path> {
                Ok(self)
            }
        }

        impl FromJson for #path {
            fn from_json(value: &Value) -> Outcome<Self> {
                Built::<#path>::built(#path::builder() #(#setters)* .build())
            }
        }
    }
}

fn structure_to_json(plan: &Crate, id: ShapeId) -> TokenStream {
    let path = path(plan, id);
    let members = members(plan, id);
    let is_events = |field: &Field| matches!(field.stream, Some(Stream::Received(_) | Stream::Sent(_)));
    let fields = members
        .iter()
        .zip(plan.fields(id))
        .filter(|(_, field)| !is_events(field));
    let fields = fields.map(|((name, rust), _)| {
        let field = ident(rust);
        quote!((#name, self.#field.to_json()))
    });
    quote! {
        impl ToJson for #path {
            fn to_json(&self) -> Value {
                object([#(#fields),*])
            }
        }
    }
}

fn union_from_json(plan: &Crate, id: ShapeId) -> TokenStream {
    let path = path(plan, id);
    let arms = fields(plan, id).into_iter().map(|(name, field)| {
        let variant = ident(&field.name);
        match field.unit {
            true => quote!(if value.get(#name).is_some_and(|it| !it.is_null()) { return Ok(Self::#variant); }),
            false => quote!(if let Some(it) = member(value, #name)? { return Ok(Self::#variant(it)); }),
        }
    });
    quote! {
        impl FromJson for #path {
            fn from_json(value: &Value) -> Outcome<Self> {
                #(#arms)*
                Err(refused("a union wants one member"))
            }
        }
    }
}

fn union_to_json(plan: &Crate, id: ShapeId) -> TokenStream {
    let path = path(plan, id);
    let arms = fields(plan, id).into_iter().map(|(name, field)| {
        let variant = ident(&field.name);
        match field.unit {
            true => quote!(Self::#variant => object([(#name, json!({}))]),),
            false => quote!(Self::#variant(it) => object([(#name, it.to_json())]),),
        }
    });
    quote! {
        impl ToJson for #path {
            fn to_json(&self) -> Value {
                match self {
                    #(#arms)*
                    _ => json!({ "SDK_UNKNOWN_MEMBER": true }),
                }
            }
        }
    }
}

fn enumeration(plan: &Crate, id: ShapeId) -> TokenStream {
    let path = path(plan, id);
    quote! {
        impl FromJson for #path {
            fn from_json(value: &Value) -> Outcome<Self> {
                String::from_json(value).map(|text| Self::from(text.as_str()))
            }
        }

        impl ToJson for #path {
            fn to_json(&self) -> Value {
                self.as_str().into()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The program's part for a fixture of the golden tests, without blanks.
    fn emitted(fixture: &str) -> String {
        let plan = crate::harness::tests::plan(fixture);
        let text = module(&plan, "client").expect("what is emitted is Rust");
        text.split_whitespace().collect()
    }

    #[test]
    fn a_keyword_is_raw_as_a_method_and_bare_in_a_setter() {
        let text = emitted("keywords");
        assert!(text.contains("client.r#move()"), "{text}");
        assert!(text.contains(".set_type(member(params,\"type\")?)"), "{text}");
    }

    #[test]
    fn a_union_is_sent_by_its_variants_and_shown_by_them() {
        let text = emitted("unions");
        assert!(text.contains("returnOk(Self::Text(it))"), "{text}");
        assert!(
            text.contains("Self::Nested(it)=>object([(\"nested\",it.to_json())])"),
            "{text}"
        );
    }

    #[test]
    fn an_error_is_told_by_its_variant_and_its_name_in_the_model() {
        let text = emitted("errors");
        assert!(text.contains("Some((\"Broken\",error.to_json()))"), "{text}");
    }
}
