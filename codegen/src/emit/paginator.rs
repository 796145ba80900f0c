//! The paginator of an operation.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{context::Context, module::Module, types};
use crate::{
    Error, Result,
    ir::{Kind, Operation, Paginator, PathExpr, ShapeId},
};

/// The `paginator` module of an operation.
pub(super) fn emit(cx: &Context<'_>, operation: &Operation, paginator: &Paginator) -> Result<Module> {
    let it = Pagination::of(cx, operation, paginator).map_err(|error| {
        error
            .in_file(&cx.service.origin.paginators)
            .at(&paginator.pointer)
            .on(&operation.name)
    })?;
    let mut module = Module::default();
    module.push(it.paginator(&module));
    module.push(it.advance(&module));
    if let Some((path, element)) = &it.items {
        module.push(it.items(&module, path, *element));
    }
    Ok(module)
}

/// Members from the root of a structure to a value in it.
struct Steps(Vec<Step>);

struct Step {
    ident: proc_macro2::Ident,
    optional: bool,
}

/// What a paginator is made from.
struct Pagination<'a> {
    cx: &'a Context<'a>,
    operation: &'a Operation,
    /// The member of the input and the path in the output of each token.
    tokens: Vec<(Steps, Steps)>,
    limit: Option<(Steps, ShapeId)>,
    items: Option<(Steps, ShapeId)>,
}

impl<'a> Pagination<'a> {
    fn of(cx: &'a Context<'a>, operation: &'a Operation, paginator: &Paginator) -> Result<Self> {
        let (input, output) = (cx.input(operation), cx.output(operation));
        let pairs = paginator.input_tokens.iter().zip(&paginator.output_tokens);
        let tokens = pairs
            .map(|(from, to)| Ok((text(cx, input, from)?, text(cx, output, to)?)))
            .collect::<Result<Vec<_>>>()?;
        let limit = match &paginator.limit {
            Some(limit) => Some(resolve(cx, input, &PathExpr(limit.clone()))?),
            None => None,
        };
        let items = match paginator.results.first() {
            Some(path) => elements(cx, output, path)?,
            None => None,
        };
        if let Some(more) = &paginator.more_results {
            return Err(unsupported(more, "a paginator with `more_results`"));
        }
        Ok(Self {
            cx,
            operation,
            tokens,
            limit,
            items,
        })
    }

    fn name(&self) -> proc_macro2::Ident {
        format_ident!("{}Paginator", self.cx.operation_names(self.operation).base)
    }

    fn marker(&self, module: &Module) -> TokenStream {
        let names = self.cx.operation_names(self.operation);
        module.import(&format!("crate::operation::{}::{}", names.module.as_str(), names.base))
    }

    fn error(&self, module: &Module) -> TokenStream {
        let names = self.cx.operation_names(self.operation);
        module.import(&format!(
            "crate::operation::{}::{}Error",
            names.module.as_str(),
            names.base
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
        let page_size = self.limit.as_ref().map(|(limit, target)| {
            let (member, ty) = (&limit.0[0].ident, types::of(self.cx, module, *target));
            quote! {
                /// Sets the greatest number of results on a page.
                #[inline]
                pub fn page_size(mut self, limit: #ty) -> Self {
                    self.builder.#member = Some(limit);
                    self
                }
            }
        });
        let items = self.items.is_some().then(|| {
            let items = format_ident!("{name}Items");
            quote! {
                /// Turns pages into the results that they hold.
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
                /// Whether to stop when the service sends the token of the page that it has just sent; it does unless
                /// told otherwise. A log that is still written to, say, is read on with the same token.
                #[inline]
                pub fn stop_on_duplicate_token(mut self, stop_on_duplicate_token: bool) -> Self {
                    self.stop_on_duplicate_token = stop_on_duplicate_token;
                    self
                }
                /// The pages. None is fetched before it is asked for.
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
        let step = module.import("crate::support::pagination::step");
        let input = module.import(&self.cx.type_path(self.cx.input(self.operation)));
        let output = module.import(&self.cx.type_path(self.cx.output(self.operation)));
        let steps = self.tokens.iter().map(|(from, to)| {
            let (current, new) = (&from.0[0].ident, to.borrow(quote!(page)));
            quote!(#step(&mut input.#current, #new))
        });
        let mut steps: Vec<TokenStream> = steps.collect();
        let body = match steps.len() {
            1 => steps.remove(0),
            _ => quote!([#(#steps),*].into_iter().fold(#next::End, #next::or)),
        };
        quote! {
            impl #paginated for #marker {
                #[inline]
                fn advance(input: &mut #input, page: &#output) -> #next {
                    #body
                }
            }
        }
    }

    fn items(&self, module: &Module, path: &Steps, element: ShapeId) -> TokenStream {
        let (name, error) = (self.name(), self.error(module));
        let items = format_ident!("{name}Items");
        let results = module.import("crate::support::pagination::Results");
        let flatten = module.import_as("crate::support::pagination::items", "flatten");
        let ty = types::of(self.cx, module, element);
        let take = path.take(quote!(page));
        let docs = format!(" Fetches the results of `{}`, page after page.", self.operation.name);
        quote! {
            #[doc = #docs]
            #[derive(Debug)]
            pub struct #items(#name);

            impl #items {
                /// The results. No page is fetched before one of its results is asked for.
                #[inline]
                pub fn send(self) -> #results<#ty, #error> {
                    #flatten(self.0.send(), |page| #take)
                }
            }
        }
    }
}

impl Steps {
    /// An expression of type `Option<&str>`.
    fn borrow(&self, root: TokenStream) -> TokenStream {
        let (last, path) = self.0.split_last().expect("paths have a step");
        let ident = &last.ident;
        let text = if last.optional {
            quote!(#ident.as_deref())
        } else {
            quote!(#ident.as_str())
        };
        let Some((first, path)) = path.split_first() else {
            return if last.optional {
                quote!(#root.#text)
            } else {
                quote!(Some(#root.#text))
            };
        };
        let start = step_ref(root, first);
        let owner = path.iter().fold(start, |owner, step| {
            let next = step_ref(quote!(it), step);
            quote!(#owner.and_then(|it| #next))
        });
        let leaf = if last.optional {
            quote!(it.#text)
        } else {
            quote!(Some(it.#text))
        };
        quote!(#owner.and_then(|it| #leaf))
    }

    /// An expression of type `Option<Vec<_>>` that takes the value out of the root.
    fn take(&self, root: TokenStream) -> TokenStream {
        let (first, path) = self.0.split_first().expect("paths have a step");
        let value = |root: TokenStream, step: &Step| {
            let ident = &step.ident;
            if step.optional {
                quote!(#root.#ident)
            } else {
                quote!(Some(#root.#ident))
            }
        };
        path.iter().fold(value(root, first), |owner, step| {
            let next = value(quote!(it), step);
            quote!(#owner.and_then(|it| #next))
        })
    }
}

fn step_ref(root: TokenStream, step: &Step) -> TokenStream {
    let ident = &step.ident;
    if step.optional {
        quote!(#root.#ident.as_ref())
    } else {
        quote!(Some(&#root.#ident))
    }
}

/// Follows a path of members to its end.
fn resolve(cx: &Context<'_>, root: ShapeId, path: &PathExpr) -> Result<(Steps, ShapeId)> {
    let names = path
        .members()
        .ok_or_else(|| unsupported(path, "an expression that is not a path of members"))?;
    let mut at = root;
    let mut steps = Vec::new();
    for name in names {
        let fields = cx.members(at);
        let field = fields
            .into_iter()
            .find(|field| field.member.name == name)
            .ok_or_else(|| unsupported(path, "a member that is not there"))?;
        at = field.member.target;
        steps.push(Step {
            ident: field.ident,
            optional: field.optional,
        });
    }
    Ok((Steps(steps), at))
}

/// Follows a path to a token, which has to be text.
fn text(cx: &Context<'_>, root: ShapeId, path: &PathExpr) -> Result<Steps> {
    let (steps, target) = resolve(cx, root, path)?;
    match cx.shape(target).kind {
        Kind::String => Ok(steps),
        _ => Err(unsupported(path, "a token that is not text")),
    }
}

/// Follows a path to a list; none if what is there is not a list, which cannot be flattened.
fn elements(cx: &Context<'_>, root: ShapeId, path: &PathExpr) -> Result<Option<(Steps, ShapeId)>> {
    let (steps, target) = resolve(cx, root, path)?;
    Ok(match &cx.shape(target).kind {
        Kind::List(element) => Some((steps, element.target)),
        _ => None,
    })
}

fn unsupported(path: &PathExpr, what: &str) -> Error {
    Error::new(
        format!("the paginator uses `{}`, {what}, which is not supported yet", path.0),
        "leave the operation out, or take the paginator out of the model",
    )
}
