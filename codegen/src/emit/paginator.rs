//! The paginator of an operation.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{
    context::{Context, ident},
    jmespath::{self, Compiler, Value},
    module::Module,
    types,
};
use crate::{
    Result,
    ir::{Kind, Operation, Paginator, ShapeId},
    jmespath::Typed,
    jmespath::expressions::{Expressions, Pages},
};

/// The `paginator` module of an operation.
pub(super) fn emit(cx: &Context<'_>, operation: &Operation, paginator: &Paginator) -> Result<Module> {
    let it = Pagination::of(cx, operation, paginator)?;
    let names = cx.operation_names(operation);
    let own = format!(
        "crate::operation::{}::paginator::{}",
        names.module.as_str(),
        names.paginator()
    );
    let mut module = Module::default().defines(format!("{own}Items")).defines(own);
    module.push(it.paginator(&module));
    module.push(it.advance(&module));
    if let Some((members, shape)) = &it.pages.items {
        module.push(it.items(&module, members, *shape));
    }
    Ok(module)
}

/// The parts that a paginator is emitted from.
struct Pagination<'a> {
    cx: &'a Context<'a>,
    operation: &'a Operation,
    pages: Pages,
}

impl<'a> Pagination<'a> {
    fn of(cx: &'a Context<'a>, operation: &'a Operation, paginator: &Paginator) -> Result<Self> {
        Ok(Self {
            cx,
            operation,
            pages: Expressions::of(cx.service, operation).pages(paginator)?,
        })
    }

    fn name(&self) -> proc_macro2::Ident {
        ident(&self.cx.operation_names(self.operation).paginator())
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
        let handle = module.import("crate::support::service::Handle");
        let results = module.import("crate::support::pagination::Results");
        let output = module.import(&self.cx.type_path(self.cx.output(self.operation)));
        let error = self.error(module);
        let fetch = module.import_as("crate::support::pagination::pages", "fetch_pages");
        let builder = module.import(&self.cx.builder_path(self.cx.input(self.operation)));
        let docs = format!(" Fetches page after page of `{}`.", self.operation.name);
        let page_size = self.pages.limit.map(|limit| {
            let field = &self.cx.members(self.cx.input(self.operation))[limit];
            let (member, ty) = (&field.ident, types::tokens(module, &field.ty));
            quote! {
                /// Sets the maximum number of results on a page.
                #[inline]
                pub fn page_size(mut self, limit: #ty) -> Self {
                    self.builder.#member = Some(limit);
                    self
                }
            }
        });
        let items = self.pages.items.is_some().then(|| {
            let items = format_ident!("{name}Items");
            quote! {
                /// Turns pages into the items that they hold.
                #[inline]
                pub fn items(self) -> #items {
                    #items(self)
                }
            }
        });
        quote! {
            #[doc = #docs]
            #[derive(Debug)]
            pub struct #name {
                handle: #arc<#handle>,
                builder: #builder,
                stop_on_duplicate_token: bool,
            }

            impl #name {
                #[inline]
                pub(crate) fn new(handle: #arc<#handle>, builder: #builder) -> Self {
                    #name { handle, builder, stop_on_duplicate_token: true }
                }
                #page_size
                #items
                /// Sets whether to stop when the service repeats the last page's token, which is the default. To follow
                /// a log that is still being written, for example, set it to false: the same token then gives more of
                /// it.
                #[inline]
                pub fn stop_on_duplicate_token(mut self, stop_on_duplicate_token: bool) -> Self {
                    self.stop_on_duplicate_token = stop_on_duplicate_token;
                    self
                }
                /// Sends requests as the stream of pages is read: a page is fetched on demand.
                #[inline]
                pub fn send(self) -> #results<#output, #error> {
                    #fetch::<#marker>(self.handle, self.builder.build(), self.stop_on_duplicate_token)
                }
            }
        }
    }

    fn advance(&self, module: &Module) -> TokenStream {
        let marker = self.marker(module);
        let paginated = module.import("crate::support::pagination::Paginated");
        let next = module.import("crate::support::pagination::Next");
        let input = module.import(&self.cx.type_path(self.cx.input(self.operation)));
        let output = module.import(&self.cx.type_path(self.cx.output(self.operation)));
        let tokens = self.pages.tokens.iter();
        let mut steps: Vec<TokenStream> = tokens.map(|(taken, given)| self.step(module, *taken, given)).collect();
        let body = match steps.len() {
            1 => steps.remove(0),
            _ => quote!([#(#steps),*].into_iter().fold(#next::End, #next::or)),
        };
        let more = self.pages.more.as_ref().map(|more| {
            let more = Compiler(self.cx).value(more, &self.page()).optional();
            quote! {
                if #more != Some(true) {
                    return #next::End;
                }
            }
        });
        quote! {
            impl #paginated for #marker {
                #[inline]
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
        let new = Compiler(self.cx).value(given, &self.page());
        let (step, new) = match field.target.kind {
            Kind::String => ("step", new.text().optional()),
            // An empty list or map ends the pages as one that is not there does.
            Kind::List(_) | Kind::Map(..) => {
                let new = new.optional();
                ("step_value", quote!(#new.filter(|it| !it.is_empty())))
            }
            _ if field.ty.is_copy() => {
                let new = new.optional();
                ("step_value", quote!(#new.as_ref()))
            }
            _ => ("step_value", new.optional()),
        };
        let step = module.import(&format!("crate::support::pagination::{step}"));
        quote!(#step(&mut input.#current, #new))
    }

    fn items(&self, module: &Module, members: &[usize], held: ShapeId) -> TokenStream {
        let (name, error) = (self.name(), self.error(module));
        let items = format_ident!("{name}Items");
        let results = module.import("crate::support::pagination::Results");
        let flatten = module.import_as("crate::support::pagination::items", "flatten");
        let take = jmespath::take(self.cx, quote!(page), self.cx.output(self.operation), members);
        let (ty, take) = match &self.cx.shape(held).kind {
            Kind::List(element) => (types::element_type(self.cx, module, held, element.target), take),
            Kind::Map(key, value) => {
                let key = types::of(self.cx, module, key.target);
                let value = types::element_type(self.cx, module, held, value.target);
                (
                    quote!((#key, #value)),
                    quote!(#take.map(|entries| entries.into_iter().collect())),
                )
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
            | Kind::Union(_) => unreachable!("the shape was found to be a list or a map"),
        };
        let docs = format!(" Fetches the results of `{}`, page after page.", self.operation.name);
        quote! {
            #[doc = #docs]
            #[derive(Debug)]
            pub struct #items(#name);

            impl #items {
                /// Sends requests as the stream of items is read: a page is fetched on demand.
                #[inline]
                pub fn send(self) -> #results<#ty, #error> {
                    #flatten(self.0.send(), |page| #take)
                }
            }
        }
    }
}
