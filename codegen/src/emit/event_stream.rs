//! Event streams: the union of events, the error that may end the stream, and the names of both for the runtime.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{
    context::{Context, Field, Role},
    error_enum,
    module::Module,
    union,
};
use crate::ir::ShapeId;

/// The file of the union. Its exceptions are not events, but variants of the stream's error.
pub(super) fn emit(cx: &Context<'_>, id: ShapeId) -> Module {
    let mut module = Module::default().defines(cx.type_path(id));
    let (events, exceptions): (Vec<_>, Vec<_>) = cx.members(id).into_iter().partition(|field| !is_exception(cx, field));
    module.push(union::definition(cx, &module, id, &events));
    if cx.is_sent(id) {
        module.push(sent(cx, &module, id, &events, &exceptions));
    }
    if cx.is_received(id) {
        module.push(received(cx, &module, id, &events, &exceptions));
    }
    module
}

/// The file of the stream's error.
pub(super) fn error(cx: &Context<'_>, id: ShapeId) -> Module {
    let (name, _, path) = cx.error_of_stream(id);
    let mut module = Module::default().defines(path);
    let docs = format!(
        " The errors that can end a stream of [`{0}`](crate::types::{0}).",
        cx.type_ident(id)
    );
    module.push(error_enum::emit(
        cx,
        &module,
        &name,
        &docs,
        &cx.service.shapes.exceptions(id),
    ));
    module
}

fn is_exception(cx: &Context<'_>, field: &Field<'_>) -> bool {
    cx.role(field.member.target) == Role::Error
}

/// The implementation that gives the names of sent events and exceptions.
fn sent(cx: &Context<'_>, module: &Module, id: ShapeId, events: &[Field<'_>], exceptions: &[Field<'_>]) -> TokenStream {
    let name = cx.type_ident(id);
    let send = module.import("crate::support::event_stream::SendEvents");
    let serializable = module.import("aws_smithy_schema::serde::SerializableStruct");
    let error = module.import(&cx.error_of_stream(id).2);
    let event_arms = events.iter().map(|field| {
        let (variant, name) = (&field.ident, &field.member.name);
        quote!(Self::#variant(event) => Some((#name, event)),)
    });
    let exception_arms = exceptions.iter().map(|field| {
        let (variant, name) = (cx.error_variant(field.member.target), &field.member.name);
        quote!(#error::#variant(exception) => Some((#name, exception)),)
    });
    quote! {
        impl #send for #name {
            type Error = #error;

            fn event(&self) -> Option<(&'static str, &dyn #serializable)> {
                match self {
                    #(#event_arms)*
                    Self::Unknown => None,
                }
            }

            fn exception(error: &#error) -> Option<(&'static str, &dyn #serializable)> {
                match error {
                    #(#exception_arms)*
                    #error::Unhandled(_) => None,
                }
            }
        }
    }
}

/// The implementation that reads events and exceptions by their names.
fn received(
    cx: &Context<'_>,
    module: &Module,
    id: ShapeId,
    events: &[Field<'_>],
    exceptions: &[Field<'_>],
) -> TokenStream {
    let name = cx.type_ident(id);
    let receive = module.import("crate::support::event_stream::ReceiveEvents");
    let deserializer = module.import("aws_smithy_schema::serde::ShapeDeserializer");
    let serde_error = module.import("aws_smithy_schema::serde::SerdeError");
    let response = module.import("crate::support::error::ErrorResponse");
    let error = module.import(&cx.error_of_stream(id).2);
    let event_arms = events.iter().map(|field| {
        let (variant, name) = (&field.ident, &field.member.name);
        let ty = module.import(&cx.type_path(field.member.target));
        quote!(#name => Self::#variant(#ty::_read(event)?),)
    });
    let exception_arms = exceptions.iter().map(|field| {
        let (target, name) = (field.member.target, &field.member.name);
        let (variant, ty) = (cx.error_variant(target), module.import(&cx.type_path(target)));
        quote!(#name => exception.read(#ty::_read, #error::#variant),)
    });
    let event = parameter("event", events);
    let read_exception = if exceptions.is_empty() {
        quote!(exception.unhandled())
    } else {
        quote!(match name { #(#exception_arms)* _ => exception.unhandled() })
    };
    let exception_name = parameter("name", exceptions);
    quote! {
        impl #receive for #name {
            type Error = #error;

            fn read_event(name: &str, #event: &mut dyn #deserializer) -> Result<Self, #serde_error> {
                Ok(match name {
                    #(#event_arms)*
                    _ => Self::Unknown,
                })
            }

            fn read_exception(#exception_name: &str, exception: #response<'_>) -> #error {
                #read_exception
            }
        }
    }
}

/// The name of a parameter, with an underscore where no members use it.
fn parameter(name: &str, members: &[Field<'_>]) -> Ident {
    if members.is_empty() {
        format_ident!("_{name}")
    } else {
        format_ident!("{name}")
    }
}
