//! Pagination: calls in sequence, each made when the reader of the stream asks for the next page.

use std::sync::Arc;

use aws_smithy_async::future::pagination_stream::fn_stream::FnStream;
use aws_smithy_async::future::pagination_stream::{PaginationStream, TryFlatMap};
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_runtime_api::client::runtime_plugin::StaticRuntimePlugin;
use aws_smithy_types::error::operation::BuildError;

use super::handle::Handle;
use super::operation::{CallResult, Operation, invoke};
use super::telemetry;

/// A stream of an operation's pages, or of the items on them.
pub type Results<T, E> = PaginationStream<CallResult<T, E>>;

/// The step after a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The next page, for which the input is ready.
    Page,
    /// The same page again, as its token did not change.
    SamePage,
    /// The end: there are no more pages.
    End,
}

impl Next {
    /// Combines the steps of several tokens: there is another page if any of them changed.
    #[inline]
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Page, _) | (_, Self::Page) => Self::Page,
            (Self::SamePage, _) | (_, Self::SamePage) => Self::SamePage,
            (Self::End, Self::End) => Self::End,
        }
    }
}

/// An operation with paginated results.
pub trait Paginated: Operation<Input: Clone> {
    /// Updates the input to ask for the page after this one.
    fn advance(input: &mut Self::Input, page: &Self::Output) -> Next;
}

/// Replaces the token by the next one. An absent or empty token ends the pages.
#[inline]
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

/// Replaces a token that is not a string. An absent token ends the pages.
#[inline]
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

/// The pages of an operation, each fetched on demand.
#[inline]
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

/// The items of pages; `items` extracts them from one page.
#[inline]
pub fn items<Page, T, E>(pages: Results<Page, E>, items: fn(Page) -> Option<Vec<T>>) -> Results<T, E>
where
    Page: Send + 'static,
    T: Send + 'static,
    E: Send + 'static,
{
    TryFlatMap::new(pages).flat_map(move |page| items(page).unwrap_or_default())
}

#[inline]
fn feature() -> StaticRuntimePlugin {
    let interceptor = SharedInterceptor::permanent(telemetry::Paginated);
    StaticRuntimePlugin::new()
        .with_runtime_components(RuntimeComponentsBuilder::new("paginator").with_interceptor(interceptor))
}
