//! Pagination: one call after the other, each asked for by whoever reads the stream.

use std::sync::Arc;

use aws_smithy_async::future::pagination_stream::fn_stream::FnStream;
use aws_smithy_async::future::pagination_stream::{PaginationStream, TryFlatMap};
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_runtime_api::client::runtime_plugin::StaticRuntimePlugin;
use aws_smithy_types::error::operation::BuildError;

use super::operation::{CallResult, Operation, invoke};
use super::service::Handle;
use super::telemetry;

/// Pages of an operation, or the items on them, as they come.
pub type Results<T, E> = PaginationStream<CallResult<T, E>>;

/// What follows a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Another page; the input asks for it now.
    Page,
    /// The page that was just read, by its token.
    SamePage,
    /// Nothing.
    End,
}

impl Next {
    /// What follows a page with several tokens: another page if any of them moved on.
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Page, _) | (_, Self::Page) => Self::Page,
            (Self::SamePage, _) | (_, Self::SamePage) => Self::SamePage,
            (Self::End, Self::End) => Self::End,
        }
    }
}

/// An operation whose results come in pages.
pub trait Paginated: Operation<Input: Clone> {
    /// Turns the input of a page into that of the next.
    fn advance(input: &mut Self::Input, page: &Self::Output) -> Next;
}

/// Moves a token on. No token, or an empty one, ends the pages.
pub fn step(current: &mut Option<String>, next: Option<&str>) -> Next {
    match next {
        None | Some("") => Next::End,
        next if current.as_deref() == next => Next::SamePage,
        next => {
            *current = next.map(str::to_owned);
            Next::Page
        }
    }
}

/// Moves a token on that is not text. No token ends the pages.
pub fn step_value<T: Clone + PartialEq>(current: &mut Option<T>, next: Option<&T>) -> Next {
    match next {
        None => Next::End,
        next if current.as_ref() == next => Next::SamePage,
        next => {
            *current = next.cloned();
            Next::Page
        }
    }
}

/// The pages of an operation, each fetched when it is asked for.
pub fn pages<O: Paginated>(
    handle: Arc<Handle>,
    input: Result<O::Input, BuildError>,
    stop_on_duplicate_token: bool,
) -> Results<O::Output, O::Error> {
    let plugins = handle.plugins_for(O::default(), None).with_operation_plugin(feature());
    PaginationStream::new(FnStream::new(move |pages| {
        Box::pin(async move {
            let mut input = match input {
                Ok(input) => input,
                Err(error) => {
                    let _ = pages.send(Err(SdkError::construction_failure(error))).await;
                    return;
                }
            };
            loop {
                let page = invoke::<O>(&plugins, input.clone()).await;
                let next = page.as_ref().map_or(Next::End, |page| O::advance(&mut input, page));
                // A reader that has gone away wants no further page.
                let gone = pages.send(page).await.is_err();
                if gone || next == Next::End || (next == Next::SamePage && stop_on_duplicate_token) {
                    return;
                }
            }
        })
    }))
}

/// The items of pages; `items` takes them out of one.
pub fn items<Page, T, E>(pages: Results<Page, E>, items: fn(Page) -> Option<Vec<T>>) -> Results<T, E>
where
    Page: Send + 'static,
    T: Send + 'static,
    E: Send + 'static,
{
    TryFlatMap::new(pages).flat_map(move |page| items(page).unwrap_or_default())
}

fn feature() -> StaticRuntimePlugin {
    let interceptor = SharedInterceptor::permanent(telemetry::Paginated);
    StaticRuntimePlugin::new()
        .with_runtime_components(RuntimeComponentsBuilder::new("paginator").with_interceptor(interceptor))
}
