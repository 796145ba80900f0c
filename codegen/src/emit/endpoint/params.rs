//! Endpoint parameters that are not settings of every client: a client's own, and those of operations.

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::super::{context::Context, module::Module};
use crate::{
    Error, Result,
    ir::{ClientContextParam, ContextValue, Kind, Operation, ParameterType, ShapeId},
};

/// The type in which the configuration keeps a client's own parameter.
pub(in super::super) fn setting(parameter: &ClientContextParam) -> Ident {
    format_ident!("{}", parameter.name.to_upper_camel_case())
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

/// The type in which an operation's configuration says how its input becomes parameters.
pub(super) fn context_type(module: &Module) -> TokenStream {
    let storable = module.import("aws_smithy_types::config_bag::Storable");
    let replace = module.import("aws_smithy_types::config_bag::StoreReplace");
    let input = module.import("aws_smithy_runtime_api::client::interceptors::context::Input");
    quote! {
        /// How the parameters of an operation follow from its input.
        #[derive(Clone, Copy, Debug)]
        pub(crate) struct Context(pub(crate) fn(&#input, ParamsBuilder) -> ParamsBuilder);

        impl #storable for Context {
            type Storer = #replace<Self>;
        }
    }
}

/// The method by which an operation hands over its parameters; none for one without.
///
/// # Errors
///
/// An expression is of a kind that cannot be compiled yet.
pub(in super::super) fn of_operation(
    cx: &Context<'_>,
    module: &Module,
    operation: &Operation,
) -> Result<Option<TokenStream>> {
    if !cx.has_endpoint_context_of(operation) {
        return Ok(None);
    }
    let setter = |name: &str| format_ident!("set_{}", name.to_snake_case());
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
        let set = setter(&parameter.name);
        let value = value(cx, input, &parameter.path.0).ok_or_else(|| unsupported(cx, operation, &parameter.path.0))?;
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

/// The value of an expression on an input: a member, the keys of a map, or one member of each element of a list.
fn value(cx: &Context<'_>, input: ShapeId, path: &str) -> Option<TokenStream> {
    if let Some(path) = path.strip_prefix("keys(").and_then(|path| path.strip_suffix(')')) {
        let (owner, target) = borrowed(cx, input, quote!(input), path)?;
        let is_map = matches!(cx.shape(target).kind, Kind::Map(..));
        return is_map.then(|| quote!(#owner.map(|entries| entries.keys().cloned().collect())));
    }
    let Some((list, member)) = path.split_once("[*].") else {
        let (value, target) = borrowed(cx, input, quote!(input), path)?;
        let is_text = matches!(cx.shape(target).kind, Kind::String | Kind::Boolean);
        return is_text.then(|| quote!(#value.cloned()));
    };
    let (owner, target) = borrowed(cx, input, quote!(input), list)?;
    let Kind::List(element) = &cx.shape(target).kind else {
        return None;
    };
    let members = match member.strip_prefix('[').and_then(|members| members.strip_suffix("][]")) {
        Some(members) => members.split(',').map(str::trim).collect(),
        None => vec![member],
    };
    let values = members
        .into_iter()
        .map(|member| Some(borrowed(cx, element.target, quote!(item), member)?.0))
        .collect::<Option<Vec<_>>>()?;
    Some(quote!(#owner.map(|items| {
        items.iter().flat_map(|item| [#(#values),*]).flatten().cloned().collect()
    })))
}

/// A path of members as an expression of type `Option<&_>`, and what is at its end.
fn borrowed(cx: &Context<'_>, root: ShapeId, from: TokenStream, path: &str) -> Option<(TokenStream, ShapeId)> {
    let (mut tokens, mut at) = (None, root);
    for name in path.split('.') {
        let field = cx.members(at).into_iter().find(|field| field.member.name == name)?;
        let ident = &field.ident;
        let step = |owner: TokenStream| match field.optional {
            true => quote!(#owner.#ident.as_ref()),
            false => quote!(Some(&#owner.#ident)),
        };
        let next = step(quote!(it));
        tokens = Some(match tokens {
            None => step(from.clone()),
            Some(owner) => quote!(#owner.and_then(|it| #next)),
        });
        at = field.member.target;
    }
    Some((tokens?, at))
}

fn unsupported(cx: &Context<'_>, operation: &Operation, path: &str) -> Error {
    Error::new(
        format!(
            "the endpoint of `{}` depends on `{path}`, which is not supported yet",
            operation.name
        ),
        "leave out the operation: choose others, or take it away with `!Name`",
    )
    .in_file(&cx.service.origin.model)
    .at(&operation.pointer)
    .on(&operation.name)
}
