//! Waiters: repeat a request until a response shows that a state is reached, or never will be.
//!
//! AWS's runtime has the loop, with its delays. The operation, and the meaning of its responses, come from a
//! [`Waiter`].

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use aws_smithy_async::rt::sleep::SharedAsyncSleep;
use aws_smithy_async::time::SharedTimeSource;
use aws_smithy_runtime::client::sdk_feature::SmithySdkFeature;
pub use aws_smithy_runtime::client::waiters::AcceptorState;
use aws_smithy_runtime::client::waiters::{WaiterOrchestrator, attach_waiter_tracing_span};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeDeserializationInterceptorContextRef, BeforeSerializationInterceptorContextMut,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, SharedInterceptor, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::client::runtime_components::{RuntimeComponents, RuntimeComponentsBuilder};
use aws_smithy_runtime_api::client::runtime_plugin::{RuntimePlugins, StaticRuntimePlugin};
use aws_smithy_runtime_api::client::waiters::FinalPoll;
use aws_smithy_runtime_api::client::waiters::error::WaiterError;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::error::operation::BuildError;

use super::handle::Handle;
use super::operation::{Operation, invoke};

/// The response that ended the wait.
pub type Poll<T, E> = FinalPoll<T, SdkError<E, HttpResponse>>;

/// The result of a wait.
pub type WaitResult<T, E> = Result<Poll<T, E>, WaiterError<T, E>>;

/// A state to wait for: the delays, and the meaning of responses.
#[derive(Debug)]
pub struct Waiter<O: Operation> {
    /// The shortest delay between two requests.
    pub min_delay: Duration,
    /// The longest delay between two requests.
    pub max_delay: Duration,
    /// The meaning of a response.
    pub accept: fn(Answer<'_, O>) -> AcceptorState,
}

/// A response of the service: an output, or an error.
#[derive(Debug)]
pub struct Answer<'a, O: Operation> {
    /// The input of the request.
    pub input: &'a O::Input,
    /// The output or the error.
    pub result: Result<&'a O::Output, &'a O::Error>,
    /// The status of the response.
    pub status: u16,
}

/// Calls an operation until a response ends the wait, or the time is up.
///
/// # Errors
///
/// A required member of the input is not set, a response shows that the state will not be reached, a call fails, or the
/// time is up.
#[inline]
pub async fn wait<O>(
    handle: Arc<Handle>,
    input: Result<O::Input, BuildError>,
    max_wait: Duration,
    waiter: &'static Waiter<O>,
) -> WaitResult<O::Output, O::Error>
where
    O: Operation<Input: Clone>,
{
    let input = input.map_err(WaiterError::construction_failure)?;
    let status = Arc::new(AtomicU16::new(0));
    let plugins = handle
        .plugins_for(O::default(), None)
        .with_operation_plugin(watch(status.clone()));
    let (sleep, clock) = time(&plugins).map_err(WaiterError::construction_failure)?;
    let accept = |result: Result<&O::Output, &O::Error>| {
        (waiter.accept)(Answer {
            input: &input,
            result,
            status: status.load(Ordering::Relaxed),
        })
    };
    let orchestrator = WaiterOrchestrator::builder()
        .min_delay(waiter.min_delay)
        .max_delay(waiter.max_delay)
        .max_wait(max_wait)
        .time_source(clock)
        .sleep_impl(sleep)
        .acceptor(accept)
        .operation(|| invoke::<O>(&plugins, input.clone()))
        .build();
    attach_waiter_tracing_span(orchestrator.orchestrate()).await
}

/// True where a list has elements, and all of them are the expected string.
#[inline]
pub fn all<T: AsRef<str>>(values: Option<impl IntoIterator<Item = T>>, expected: &str) -> bool {
    values.is_some_and(|values| {
        let mut values = values.into_iter().peekable();
        values.peek().is_some() && values.all(|value| value.as_ref() == expected)
    })
}

/// True where a list has the expected string.
#[inline]
pub fn any<T: AsRef<str>>(values: Option<impl IntoIterator<Item = T>>, expected: &str) -> bool {
    values.is_some_and(|values| values.into_iter().any(|value| value.as_ref() == expected))
}

/// The sleep implementation and the clock of the client's configuration.
#[inline]
fn time(plugins: &RuntimePlugins) -> Result<(SharedAsyncSleep, SharedTimeSource), BoxError> {
    let mut cfg = ConfigBag::base();
    let time = plugins.apply_client_configuration(&mut cfg)?.into_time_components();
    let sleep = time
        .sleep_impl()
        .ok_or("waiting needs a sleep implementation: configure one")?;
    Ok((sleep, time.time_source().unwrap_or_default()))
}

/// The plugin that records the status of each response.
#[inline]
fn watch(status: Arc<AtomicU16>) -> StaticRuntimePlugin {
    let interceptor = SharedInterceptor::permanent(Watch(status));
    StaticRuntimePlugin::new()
        .with_runtime_components(RuntimeComponentsBuilder::new("waiter").with_interceptor(interceptor))
}

/// Records the status of each response, and that a waiter made the call.
#[derive(Debug)]
struct Watch(Arc<AtomicU16>);

#[dyn_dispatch_hint]
impl Intercept for Watch {
    #[inline]
    fn name(&self) -> &'static str {
        "Watch"
    }

    #[inline]
    fn modify_before_serialization(
        &self,
        _context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _runtime_components: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        cfg.interceptor_state().store_append(SmithySdkFeature::Waiter);
        Ok(())
    }

    #[inline]
    fn read_before_deserialization(
        &self,
        context: &BeforeDeserializationInterceptorContextRef<'_>,
        _runtime_components: &RuntimeComponents,
        _cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.0.store(context.response().status().as_u16(), Ordering::Relaxed);
        Ok(())
    }
}
