//! Operations: the type that implements the operation for the call path.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    context::{Context, ident},
    error_enum,
    module::Module,
    operation_overrides,
};
use crate::{
    Result,
    ir::{self, ShapeId},
};

/// The file of an operation.
pub(super) fn emit(cx: &Context<'_>, operation: &ir::Operation) -> Result<Module> {
    let names = cx.operation_names(operation);
    let (input, output) = (cx.input(operation), cx.output(operation));
    let mut module = Module::default();
    let own =
        [&names.marker, &names.error()].map(|name| format!("crate::operation::{}::{name}", names.module.as_str()));
    for path in own.into_iter().chain([cx.type_path(input), cx.type_path(output)]) {
        module = module.defines(path);
    }
    let (input, output) = (cx.type_ident(input), cx.type_ident(output));
    let paginator = operation.paginator.is_some().then(|| {
        quote!(
            #[doc = " The paginator of the operation."]
            pub mod paginator;
        )
    });
    module.push(quote! {
        /// Builders of the operation's structures, and of calls.
        pub mod builders;
        mod input;
        mod output;
        #paginator
        pub use self::input::#input;
        pub use self::output::#output;
    });
    let traits = operation_overrides::emit(cx, &module, operation)?;
    module.push(descriptor(cx, &module, operation, &traits));
    module.push(operation_overrides::presignable(cx, &module, operation).unwrap_or_default());
    let error = ident(&names.error());
    let docs = format!(" The errors of `{}`.", operation.name);
    module.push(error_enum::emit(cx, &module, &error, &docs, &operation.errors));
    Ok(module)
}

/// The operation's own type, which is also its plugin in a call.
fn descriptor(cx: &Context<'_>, module: &Module, operation: &ir::Operation, traits: &TokenStream) -> TokenStream {
    let marker = module.import("crate::support::macros::operation_type");
    let described = module.import("crate::support::macros::operation");
    let operation_trait = module.import_as("crate::support::operation::Operation", "OperationTrait");
    let (input, output) = (cx.type_ident(cx.input(operation)), cx.type_ident(cx.output(operation)));
    let names = cx.operation_names(operation);
    let (base, error) = (ident(&names.marker), ident(&names.error()));
    let name = &operation.name;
    let not_found = not_found(cx, operation);
    let arms = operation.errors.iter().map(|id| {
        let (ty, mut codes) = (module.import(&cx.type_path(*id)), codes(cx, *id));
        codes.extend((not_found == Some(*id)).then(|| "NotFound".to_owned()));
        let variant = cx.error_variant(*id);
        quote!(#(#codes)|* => #variant(#ty),)
    });
    let code = match cx.service.query_compatible {
        true => {
            let name_of = module.import("crate::support::query_mode::name_of");
            quote!(#name_of(&response).as_str())
        }
        false => quote!(response.code()),
    };
    let docs = format!(" The operation `{name}`.");
    let span = format!("{}.{name}", cx.service.sdk_id);
    quote! {
        #marker! {
            #[doc = #docs]
            pub struct #base: #span;
        }

        impl #operation_trait for #base {
            #described! {
                name: #name;
                types: #input, #output, #error;
                errors(response, #code) { #(#arms)* }
            }

            #traits
        }
    }
}

/// The error for a status of 404 where the response can have no body, and the model has no error for exactly that.
fn not_found(cx: &Context<'_>, operation: &ir::Operation) -> Option<ShapeId> {
    if !(operation.behavior.fails_without_body && operation.http.method == "HEAD") {
        return None;
    }
    let is_modelled = operation
        .errors
        .iter()
        .any(|id| codes(cx, *id).iter().any(|code| code == "NotFound"));
    let has_status = |id: &&ShapeId| {
        let error = cx.shape(**id).traits.error.as_ref();
        error.is_some_and(|error| error.http_status == Some(404))
    };
    operation
        .errors
        .iter()
        .find(has_status)
        .copied()
        .filter(|_| !is_modelled)
}

/// The codes of an error on the wire: a query-compatible service may name the shape, too.
pub(super) fn codes(cx: &Context<'_>, id: ShapeId) -> Vec<String> {
    let shape = cx.shape(id);
    let code = shape.traits.error.as_ref().and_then(|error| error.code.clone());
    let name = shape.name.clone();
    match code {
        Some(code) if cx.service.query_compatible && code != name => vec![code, name],
        Some(code) => vec![code],
        None => vec![name],
    }
}
