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
    /// The path goes on in the last element of the member's list.
    last_of_list: bool,
}

/// A token: the member of the input that takes it, and where in the output it is, of which the first that is there
/// counts.
struct Token {
    input: Steps,
    outputs: Vec<Steps>,
    kind: TokenKind,
}

/// What a token is.
#[derive(Clone, Copy, PartialEq)]
enum TokenKind {
    Text,
    /// A list or a map, which may be empty.
    Container,
    Other,
}

/// What a paginator is made from.
struct Pagination<'a> {
    cx: &'a Context<'a>,
    operation: &'a Operation,
    tokens: Vec<Token>,
    /// Where the output says whether there is more, where it does.
    more: Option<Steps>,
    limit: Option<(Steps, ShapeId)>,
    items: Option<(Steps, Items)>,
}

/// What a page holds: a list, or a map, whose entries are its items.
#[derive(Clone, Copy)]
enum Items {
    List(ShapeId),
    Map(ShapeId),
}

impl<'a> Pagination<'a> {
    fn of(cx: &'a Context<'a>, operation: &'a Operation, paginator: &Paginator) -> Result<Self> {
        let (input, output) = (cx.input(operation), cx.output(operation));
        let pairs = paginator.input_tokens.iter().zip(&paginator.output_tokens);
        let tokens = pairs
            .map(|(from, to)| token(cx, (input, from), (output, to)))
            .collect::<Result<Vec<_>>>()?;
        let limit = match &paginator.limit {
            Some(limit) => Some(resolve(cx, input, &PathExpr(limit.clone()))?),
            None => None,
        };
        let items = match paginator.results.first() {
            Some(path) => elements(cx, output, path)?,
            None => None,
        };
        let more = match &paginator.more_results {
            Some(path) => Some(boolean(cx, output, path)?),
            None => None,
        };
        Ok(Self {
            cx,
            operation,
            tokens,
            more,
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
        let input = module.import(&self.cx.type_path(self.cx.input(self.operation)));
        let output = module.import(&self.cx.type_path(self.cx.output(self.operation)));
        let mut steps: Vec<TokenStream> = self.tokens.iter().map(|token| token.step(module)).collect();
        let body = match steps.len() {
            1 => steps.remove(0),
            _ => quote!([#(#steps),*].into_iter().fold(#next::End, #next::or)),
        };
        let more = self.more.as_ref().map(|path| {
            let more = path.copied(quote!(page));
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

    fn items(&self, module: &Module, path: &Steps, held: Items) -> TokenStream {
        let (name, error) = (self.name(), self.error(module));
        let items = format_ident!("{name}Items");
        let results = module.import("crate::support::pagination::Results");
        let flatten = module.import_as("crate::support::pagination::items", "flatten");
        let of = |id| types::of(self.cx, module, id);
        let take = path.take(quote!(page));
        let (ty, take) = match held {
            Items::List(list) => match &self.cx.shape(list).kind {
                Kind::List(element) => (types::element_type(self.cx, module, list, element.target), take),
                _ => unreachable!("the shape was found to be a list"),
            },
            Items::Map(map) => match &self.cx.shape(map).kind {
                Kind::Map(key, value) => {
                    let (key, value) = (of(key.target), types::element_type(self.cx, module, map, value.target));
                    (
                        quote!((#key, #value)),
                        quote!(#take.map(|entries| entries.into_iter().collect())),
                    )
                }
                _ => unreachable!("the shape was found to be a map"),
            },
        };
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

impl Token {
    /// The expression that moves the token on.
    fn step(&self, module: &Module) -> TokenStream {
        let current = &self.input.0[0].ident;
        let places = self.outputs.iter().map(|path| match self.kind {
            TokenKind::Text => path.text(quote!(page)),
            TokenKind::Container | TokenKind::Other => path.borrowed(quote!(page)),
        });
        let is_there = (self.kind != TokenKind::Other).then(|| quote!(.filter(|it| !it.is_empty())));
        let places: Vec<TokenStream> = places.collect();
        let (first, rest) = places.split_first().expect("a token has a place");
        let new = match (rest.is_empty(), self.kind) {
            // An empty text ends the pages as one that is not there does.
            (true, TokenKind::Text) => quote!(#first),
            _ => quote!(#first #is_there #(.or_else(|| #rest #is_there))*),
        };
        let step = match self.kind {
            TokenKind::Text => module.import("crate::support::pagination::step"),
            TokenKind::Container | TokenKind::Other => module.import("crate::support::pagination::step_value"),
        };
        quote!(#step(&mut input.#current, #new))
    }
}

impl Steps {
    /// An expression of type `Option<&str>`.
    fn text(&self, root: TokenStream) -> TokenStream {
        self.to_leaf(root, |owner, last| {
            let ident = &last.ident;
            match last.optional {
                true => quote!(#owner.#ident.as_deref()),
                false => quote!(Some(#owner.#ident.as_str())),
            }
        })
    }

    /// An expression of type `Option<&_>`.
    fn borrowed(&self, root: TokenStream) -> TokenStream {
        self.to_leaf(root, step_ref)
    }

    /// An expression of type `Option<bool>`.
    fn copied(&self, root: TokenStream) -> TokenStream {
        self.to_leaf(root, |owner, last| {
            let ident = &last.ident;
            match last.optional {
                true => quote!(#owner.#ident),
                false => quote!(Some(#owner.#ident)),
            }
        })
    }

    /// An expression that borrows its way to the last step, which `leaf` takes.
    fn to_leaf(&self, root: TokenStream, leaf: impl Fn(TokenStream, &Step) -> TokenStream) -> TokenStream {
        let (last, path) = self.0.split_last().expect("paths have a step");
        let Some((first, path)) = path.split_first() else {
            return leaf(root, last);
        };
        let start = step_ref(root, first);
        let owner = path.iter().fold(start, |owner, step| {
            let next = step_ref(quote!(it), step);
            quote!(#owner.and_then(|it| #next))
        });
        let leaf = leaf(quote!(it), last);
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
    let member = if step.optional {
        quote!(#root.#ident.as_ref())
    } else {
        quote!(Some(&#root.#ident))
    };
    if step.last_of_list {
        quote!(#member.and_then(|it| it.last()))
    } else {
        member
    }
}

/// Follows a path of members to its end; `[-1]` goes on in the last element of a list.
fn resolve(cx: &Context<'_>, root: ShapeId, path: &PathExpr) -> Result<(Steps, ShapeId)> {
    let mut at = root;
    let mut steps = Vec::new();
    for part in path.0.trim().split('.') {
        let name = part.strip_suffix("[-1]").unwrap_or(part);
        if PathExpr(name.to_owned()).members().is_none() {
            return Err(unsupported(path, "an expression that is not a path of members"));
        }
        let fields = cx.members(at);
        let field = fields
            .into_iter()
            .find(|field| field.member.name == name)
            .ok_or_else(|| unsupported(path, "a member that is not there"))?;
        at = field.member.target;
        let last_of_list = name != part;
        if last_of_list {
            at = match &cx.shape(at).kind {
                Kind::List(element) => element.target,
                _ => return Err(unsupported(path, "the last element of what is not a list")),
            };
        }
        steps.push(Step {
            ident: field.ident,
            optional: field.optional,
            last_of_list,
        });
    }
    Ok((Steps(steps), at))
}

/// Follows the paths of a token in the input and in the output, which may name alternatives.
fn token(cx: &Context<'_>, (input, from): (ShapeId, &PathExpr), (output, to): (ShapeId, &PathExpr)) -> Result<Token> {
    let (input, taken) = resolve(cx, input, from)?;
    let mut outputs = Vec::new();
    for alternative in to.0.split("||") {
        let (steps, given) = resolve(cx, output, &PathExpr(alternative.to_owned()))?;
        if types_differ(cx, taken, given) {
            return Err(unsupported(to, "a token of another type than the input's"));
        }
        outputs.push(steps);
    }
    let kind = match cx.shape(taken).kind {
        Kind::String => TokenKind::Text,
        Kind::List(_) | Kind::Map(..) => TokenKind::Container,
        _ => TokenKind::Other,
    };
    Ok(Token { input, outputs, kind })
}

/// Whether values of two shapes have different types: scalars may come of several shapes.
fn types_differ(cx: &Context<'_>, one: ShapeId, other: ShapeId) -> bool {
    let (a, b) = (&cx.shape(one).kind, &cx.shape(other).kind);
    let is_named = |kind: &Kind| matches!(kind, Kind::Structure(_) | Kind::Union(_) | Kind::Enum(_));
    match (a, b) {
        (Kind::List(a), Kind::List(b)) => types_differ(cx, a.target, b.target),
        (Kind::Map(_, a), Kind::Map(_, b)) => types_differ(cx, a.target, b.target),
        _ if is_named(a) || is_named(b) => one != other,
        _ => a.noun() != b.noun(),
    }
}

/// Follows a path to a truth value.
fn boolean(cx: &Context<'_>, root: ShapeId, path: &PathExpr) -> Result<Steps> {
    let (steps, target) = resolve(cx, root, path)?;
    match cx.shape(target).kind {
        Kind::Boolean => Ok(steps),
        _ => Err(unsupported(path, "a `more_results` that is not a boolean")),
    }
}

/// Follows a path to a list or a map; none if what is there is neither, which cannot be flattened.
fn elements(cx: &Context<'_>, root: ShapeId, path: &PathExpr) -> Result<Option<(Steps, Items)>> {
    let (steps, target) = resolve(cx, root, path)?;
    Ok(match &cx.shape(target).kind {
        Kind::List(_) => Some((steps, Items::List(target))),
        Kind::Map(..) => Some((steps, Items::Map(target))),
        _ => None,
    })
}

fn unsupported(path: &PathExpr, what: &str) -> Error {
    Error::new(
        format!("the paginator uses `{}`, {what}, which is not supported yet", path.0),
        "leave the operation out, or take the paginator out of the model",
    )
}
