//! Endpoint discovery: the client asks a service for its endpoint, keeps it, and asks again before it expires.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, SystemTime};

use aws_smithy_async::future::BoxFuture;
use aws_smithy_async::rt::sleep::{AsyncSleep, SharedAsyncSleep};
use aws_smithy_async::time::SharedTimeSource;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::endpoint::{
    EndpointFuture, EndpointResolverParams, ResolveEndpoint, SharedEndpointResolver,
};
use aws_smithy_runtime_api::shared::IntoShared;
use aws_smithy_types::endpoint::Endpoint;

/// The interval between two checks whether the endpoint is about to expire.
const PERIOD: Duration = Duration::from_secs(60);

/// The time before its end at which the endpoint is asked for again: at least twice the period.
const MARGIN: Duration = Duration::from_secs(120);

/// The service's response: an address, and the number of minutes for which it is valid.
pub type Told = (String, i64);

/// Asks the service for its endpoint.
pub type Ask = Box<dyn Fn() -> BoxFuture<'static, Told, BoxError> + Send + Sync>;

/// The endpoint with the time of its end, and the last error.
#[derive(Debug, Default)]
struct Known {
    endpoint: Option<(Endpoint, SystemTime)>,
    /// The reason why the last request failed.
    error: Option<BoxError>,
}

#[inline]
fn lock(known: &Mutex<Known>) -> MutexGuard<'_, Known> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Asks the service for its endpoint again, for as long as the client that uses it exists.
#[must_use = "the endpoint is not asked for again unless `reload_task` runs"]
pub struct ReloadEndpoint {
    ask: Ask,
    known: Weak<Mutex<Known>>,
    sleep: SharedAsyncSleep,
    time: SharedTimeSource,
}

impl fmt::Debug for ReloadEndpoint {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReloadEndpoint").finish_non_exhaustive()
    }
}

impl ReloadEndpoint {
    /// Asks for the endpoint once. If that fails, the known one is kept.
    #[inline]
    pub async fn reload_once(&self) {
        let asked = self.time.now();
        let told = (self.ask)().await.and_then(|told| endpoint(told, asked));
        let Some(known) = self.known.upgrade() else {
            return;
        };
        let mut known = lock(&known);
        match told {
            Ok(endpoint) => known.endpoint = Some(endpoint),
            Err(error) => known.error = Some(error),
        }
    }

    /// Asks for the endpoint whenever it is about to expire, until the client is dropped.
    #[inline]
    pub async fn reload_task(self) {
        while let Some(known) = self.known.upgrade() {
            let is_due = lock(&known).endpoint.as_ref().is_none_or(|(_, end)| self.is_due(*end));
            drop(known);
            if is_due {
                self.reload_once().await;
            }
            self.sleep.sleep(PERIOD).await;
        }
    }

    #[inline]
    fn is_due(&self, end: SystemTime) -> bool {
        end.duration_since(self.time.now()).map_or(true, |left| left < MARGIN)
    }
}

/// The endpoint at an address, and the time until which it is valid.
#[inline]
fn endpoint((address, minutes): Told, asked: SystemTime) -> Result<(Endpoint, SystemTime), BoxError> {
    let seconds = u64::try_from(minutes).unwrap_or_default().saturating_mul(60);
    let end = asked.checked_add(Duration::from_secs(seconds));
    let end = end.ok_or("the service told an endpoint for longer than time can tell")?;
    Ok((Endpoint::builder().url(format!("https://{address}")).build(), end))
}

/// Resolves to the discovered endpoint.
#[derive(Debug)]
struct Discovered(Arc<Mutex<Known>>);

impl ResolveEndpoint for Discovered {
    #[inline]
    fn resolve_endpoint<'a>(&'a self, _params: &'a EndpointResolverParams) -> EndpointFuture<'a> {
        EndpointFuture::ready(current(&mut lock(&self.0)))
    }
}

#[inline]
fn current(known: &mut Known) -> Result<Endpoint, BoxError> {
    match &known.endpoint {
        Some((endpoint, _)) => Ok(endpoint.clone()),
        None => Err(known
            .error
            .take()
            .unwrap_or_else(|| "the service told no endpoint".into())),
    }
}

/// Asks for the endpoint, and returns the resolver to it and the task that asks again.
///
/// # Errors
///
/// The service gives no endpoint, or the client has no clock or no sleep implementation.
#[inline]
pub async fn discover(
    ask: Ask,
    sleep: Option<SharedAsyncSleep>,
    time: Option<SharedTimeSource>,
) -> Result<(SharedEndpointResolver, ReloadEndpoint), BoxError> {
    let known = Arc::new(Mutex::new(Known::default()));
    let reload = ReloadEndpoint {
        ask,
        known: Arc::downgrade(&known),
        sleep: sleep.ok_or("endpoint discovery waits, and the client has no sleep implementation")?,
        time: time.ok_or("endpoints expire, and the client has no clock")?,
    };
    reload.reload_once().await;
    current(&mut lock(&known))?;
    Ok((Discovered(known).into_shared(), reload))
}
