//! The paginator of an operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    context::{Context, ident},
    jmespath::{self, ExpressionCompiler, Value},
    module::Module,
    types,
};
use crate::{
    ir::{Kind, Operation},
    jmespath::Typed,
    plan::{ItemType, Items, Paginator},
};

/// The `paginator` module of an operation.
pub(super) fn emit(cx: &Context<'_>, operation: &Operation, paginator: &Paginator) -> Module {
    let it = Pagination {
        cx,
        operation,
        plan: paginator,
    };
    let path = format!("crate::{}", paginator.path);
    let mut module = Module::default().defines(format!("{path}Items")).defines(path);
    module.push(it.paginator(&module));
    module.push(it.advance(&module));
    if let Some(items) = &paginator.items {
        module.push(it.items(&module, items));
    }
    module
}

/// The parts that a paginator is emitted from.
struct Pagination<'a> {
    cx: &'a Context<'a>,
    operation: &'a Operation,
    plan: &'a Paginator,
}

impl Pagination<'_> {
    fn name(&self) -> proc_macro2::Ident {
        ident(&self.plan.name)
    }

    fn marker(&self, module: &Module) -> TokenStream {
        let names = self.cx.operation_names(self.operation);
        module.import(&format!(
            "crate::operation::{}::{}",
            names.module.as_str(),
            names.marker
        ))
    }

    fn error(&self, module: &Module) -> TokenStream {
        let names = self.cx.operation_names(self.operation);
        module.import(&format!(
            "crate::operation::{}::{}",
            names.module.as_str(),
            names.error()
        ))
    }

    fn paginator(&self, module: &Module) -> TokenStream {
        let (name, marker) = (self.name(), self.marker(module));
        let arc = module.import("std::sync::Arc");
        let handle = module.import("crate::support::handle::Handle");
        let results = module.import("crate::support::pagination::Results");
        let output = module.import(&self.cx.type_path(self.cx.output(self.operation)));
        let error = self.error(module);
        let fetch = module.import_as("crate::support::pagination::pages", "fetch_pages");
        let builder = module.import(&self.cx.builder_path(self.cx.input(self.operation)));
        let docs = format!(" Fetches page after page of `{}`.", self.operation.name);
        let own = self.own_methods(module);
        quote! {
            #[doc = #docs]
            #[derive(Debug)]
            pub struct #name {
                handle: #arc<#handle>,
                builder: #builder,
                stop_on_duplicate_token: bool,
            }

            impl #name {
                pub(crate) fn new(handle: #arc<#handle>, builder: #builder) -> Self {
                    #name { handle, builder, stop_on_duplicate_token: true }
                }
                #own
                /// Sets whether to stop when the service repeats the last page's token, which is the default. To follow
                /// a log that is still being written, for example, set it to false: the same token then gives more of
                /// it.
                pub fn stop_on_duplicate_token(mut self, stop_on_duplicate_token: bool) -> Self {
                    self.stop_on_duplicate_token = stop_on_duplicate_token;
                    self
                }
                /// Sends requests as the stream of pages is read: a page is fetched on demand.
                pub fn send(self) -> #results<#output, #error> {
                    #fetch::<#marker>(self.handle, self.builder.build(), self.stop_on_duplicate_token)
                }
            }
        }
    }

    /// The methods that only some paginators have.
    fn own_methods(&self, module: &Module) -> TokenStream {
        let page_size = self.plan.page_size.as_ref().map(|(limit, ty)| {
            let input = self.cx.input(self.operation);
            let member = &self.cx.members(input)[*limit].ident;
            let ty = types::tokens(module, ty);
            let place = self.cx.within_builder(input, quote!(self.builder));
            quote! {
                /// Sets the maximum number of results on a page.
                pub fn page_size(mut self, limit: #ty) -> Self {
                    #place.#member = Some(limit);
                    self
                }
            }
        });
        let items = self.plan.items.as_ref().map(|items| {
            let items = ident(&items.name);
            quote! {
                /// Turns pages into the items that they hold.
                pub fn items(self) -> #items {
                    #items(self)
                }
            }
        });
        quote!(#page_size #items)
    }

    fn advance(&self, module: &Module) -> TokenStream {
        let marker = self.marker(module);
        let paginated = module.import("crate::support::pagination::Paginated");
        let next = module.import("crate::support::pagination::Next");
        let input = module.import(&self.cx.type_path(self.cx.input(self.operation)));
        let output = module.import(&self.cx.type_path(self.cx.output(self.operation)));
        let tokens = self.plan.tokens.iter();
        let mut steps: Vec<TokenStream> = tokens.map(|(taken, given)| self.step(module, *taken, given)).collect();
        let body = match steps.len() {
            1 => steps.remove(0),
            _ => quote!([#(#steps),*].into_iter().fold(#next::End, #next::or)),
        };
        let more = self.plan.more.as_ref().map(|more| {
            let more = ExpressionCompiler(self.cx).value(more, &self.page()).optional();
            quote! {
                if #more != Some(true) {
                    return #next::End;
                }
            }
        });
        quote! {
            impl #paginated for #marker {
                fn advance(input: &mut #input, page: &#output) -> #next {
                    #more
                    #body
                }
            }
        }
    }

    /// The last fetched page.
    fn page(&self) -> Value {
        jmespath::root(quote!(page), self.cx.output(self.operation))
    }

    /// The expression that replaces a token by the next one.
    fn step(&self, module: &Module, taken: usize, given: &Typed) -> TokenStream {
        let field = &self.cx.members(self.cx.input(self.operation))[taken];
        let current = &field.ident;
        let new = ExpressionCompiler(self.cx).value(given, &self.page());
        let (step, new) = match field.target.kind {
            Kind::String => ("step", new.text().optional()),
            // An empty list or map ends the pages as one that is not there does.
            Kind::List(_) | Kind::Map(..) => {
                let new = new.optional();
                ("step_value", quote!(#new.filter(|it| !it.is_empty())))
            }
            Kind::Boolean
            | Kind::Byte
            | Kind::Short
            | Kind::Integer
            | Kind::IntEnum(_)
            | Kind::Long
            | Kind::Float
            | Kind::Double => {
                let new = new.optional();
                ("step_value", quote!(#new.as_ref()))
            }
            Kind::Blob
            | Kind::BigInteger
            | Kind::BigDecimal
            | Kind::Enum(_)
            | Kind::Timestamp
            | Kind::Document
            | Kind::Structure(_)
            | Kind::Union(_) => ("step_value", new.optional()),
        };
        let step = module.import(&format!("crate::support::pagination::{step}"));
        quote!(#step(&mut input.#current, #new))
    }

    fn items(&self, module: &Module, plan: &Items) -> TokenStream {
        let (name, error) = (self.name(), self.error(module));
        let items = ident(&plan.name);
        let results = module.import("crate::support::pagination::Results");
        let flatten = module.import_as("crate::support::pagination::items", "flatten");
        let take = jmespath::take(self.cx, quote!(page), self.cx.output(self.operation), &plan.members);
        let (ty, take) = match &plan.ty {
            ItemType::Element(ty) => (types::tokens(module, ty), take),
            ItemType::Entry(key, value) => {
                let (key, value) = (types::tokens(module, key), types::tokens(module, value));
                (
                    quote!((#key, #value)),
                    quote!(#take.map(|entries| entries.into_iter().collect())),
                )
            }
        };
        let docs = format!(" Fetches the results of `{}`, page after page.", self.operation.name);
        quote! {
            #[doc = #docs]
            #[derive(Debug)]
            pub struct #items(#name);

            impl #items {
                /// Sends requests as the stream of items is read: a page is fetched on demand.
                pub fn send(self) -> #results<#ty, #error> {
                    #flatten(self.0.send(), |page| #take)
                }
            }
        }
    }
}
