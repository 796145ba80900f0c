//! Endpoint parameters that are not settings of every client: a client's own, and those of operations.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::{
    context::{Context, ident},
    jmespath::{self, ExpressionCompiler, Repr, Value},
    module::Module,
};
use crate::{
    Result,
    ir::{ClientContextParam, ContextValue, Operation, ParameterType, ShapeId},
    jmespath::expressions::Expressions,
    jmespath::{Typed, Types},
    plan::names,
};

/// The type in which the configuration keeps a client's own parameter.
pub(in super::super) fn setting(parameter: &ClientContextParam) -> Ident {
    ident(names::setting_type(&parameter.name).as_str())
}

/// The type of a client's own parameter.
pub(in super::super) fn value_type(parameter: &ClientContextParam) -> TokenStream {
    match parameter.kind {
        ParameterType::String => quote!(String),
        ParameterType::Boolean => quote!(bool),
        ParameterType::StringArray => quote!(Vec<String>),
    }
}

/// The types in which the configuration keeps a client's own parameters.
pub(super) fn settings(module: &Module, parameters: &[ClientContextParam]) -> TokenStream {
    let types = parameters.iter().map(|parameter| {
        let storable = module.import("aws_smithy_types::config_bag::Storable");
        let replace = module.import("aws_smithy_types::config_bag::StoreReplace");
        let (name, ty) = (setting(parameter), value_type(parameter));
        quote! {
            #[derive(Clone, Debug)]
            pub(crate) struct #name(pub(crate) #ty);

            impl #storable for #name {
                type Storer = #replace<Self>;
            }
        }
    });
    quote!(#(#types)*)
}

/// Tells whether the endpoint depends on this operation, or on its input.
fn is_in_endpoint(cx: &Context<'_>, operation: &Operation) -> bool {
    let members = cx.shape(cx.input(operation)).kind.members();
    !operation.static_context.is_empty()
        || !operation.operation_context.is_empty()
        || members.iter().any(|member| member.traits.context_param.is_some())
}

/// The method by which an operation stores its parameters; `None` for an operation without any.
///
/// # Errors
///
/// The type of an expression is not one that parameters have.
pub(in super::super) fn of_operation(
    cx: &Context<'_>,
    module: &Module,
    operation: &Operation,
) -> Result<Option<TokenStream>> {
    if !is_in_endpoint(cx, operation) {
        return Ok(None);
    }
    let setter = |name: &str| ident(&names::parameter(name).setter());
    let fixed = operation.static_context.iter().map(|parameter| {
        let set = setter(&parameter.name);
        let value = match &parameter.value {
            ContextValue::String(text) => quote!(#text.to_owned()),
            ContextValue::Boolean(value) => quote!(#value),
            ContextValue::StringArray(texts) => quote!(vec![#(#texts.to_owned()),*]),
        };
        quote!(.#set(Some(#value)))
    });
    let input = cx.input(operation);
    let mut taken = Vec::new();
    for field in cx.members(input) {
        if let Some(name) = &field.member.traits.context_param {
            let (set, ident) = (setter(name), &field.ident);
            taken.push(quote!(.#set(input.#ident.clone())));
        }
    }
    for parameter in &operation.operation_context {
        let typed = Expressions::of(cx.service, operation).context(parameter)?;
        let (set, value) = (setter(&parameter.name), owned(cx, &typed, input));
        taken.push(quote!(.#set(#value)));
    }
    let fixed: Vec<TokenStream> = fixed.collect();
    let layer = module.import("aws_smithy_types::config_bag::Layer");
    let context = module.import_as("crate::config::endpoint::Context", "EndpointContext");
    let body = if taken.is_empty() {
        quote!(|_, params| params #(#fixed)*)
    } else {
        let ty = cx.type_ident(input);
        quote! {
            |input, params| match input.downcast_ref::<#ty>() {
                Some(input) => params #(#taken)* #(#fixed)*,
                None => params #(#fixed)*,
            }
        }
    };
    Ok(Some(quote! {
        fn configure(layer: &mut #layer) {
            layer.store_put(#context(#body));
        }
    }))
}

/// The owned value of an expression on an input, as a parameter stores it.
fn owned(cx: &Context<'_>, typed: &Typed, input: ShapeId) -> TokenStream {
    let value = ExpressionCompiler(cx).value(typed, &jmespath::root(quote!(input), input));
    let types = Types(&cx.service.shapes);
    let owned = if types.is_boolean(&typed.ty) {
        value
    } else if types.is_text(&typed.ty) {
        value.text().then(|text| {
            let text = text.receiver();
            Value::call(quote!(#text.to_owned()), false, Repr::Str)
        })
    } else {
        value.then(|list| {
            let (elements, element) = list.elements(cx);
            let text = Value::element(element).text().receiver();
            let texts = quote!(#elements.map(|it| #text.to_owned()).collect());
            Value::call(texts, false, Repr::Str)
        })
    };
    owned.optional()
}
