//! A client whose network is taken away, and what its calls take: a line of JSON for each measurement.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Instant;

use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use sdk::config::{BehaviorVersion, Credentials, Region};

/// Counts allocations.
struct Counting;

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        unsafe { System.realloc(at, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Answers with one body after the other, and from the start again.
#[derive(Clone, Debug)]
struct Canned {
    bodies: Arc<Vec<Vec<u8>>>,
    next: Arc<AtomicUsize>,
}

impl HttpConnector for Canned {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        let number = self.next.fetch_add(1, Ordering::Relaxed) % self.bodies.len();
        let body = SdkBody::from(self.bodies[number].clone());
        let status = 200.try_into().expect("200 is a status");
        HttpConnectorFuture::ready(Ok(HttpResponse::new(status, body)))
    }
}

/// A client that gets these bodies.
pub fn client(bodies: Vec<Vec<u8>>) -> sdk::Client {
    let canned = Canned {
        bodies: Arc::new(bodies),
        next: Arc::default(),
    };
    let connector = SharedHttpConnector::new(canned);
    let config = sdk::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("id", "secret", None, None, "bench"))
        .http_client(http_client_fn(move |_, _| connector.clone()))
        .build();
    sdk::Client::from_conf(config)
}

/// Prints the least of some rounds. A program that is started with a part of a name measures what has it in its own.
pub async fn measure<F: Future<Output = usize>>(what: &str, times: u32, expected: usize, call: impl Fn() -> F) {
    if std::env::args().nth(1).is_some_and(|part| !what.contains(&part)) {
        return;
    }
    let mut nanoseconds = f64::INFINITY;
    let mut allocations = u64::MAX;
    for _ in 0..7 {
        let (before, started) = (ALLOCATIONS.load(Ordering::Relaxed), Instant::now());
        for _ in 0..times {
            assert_eq!(call().await, expected, "{what}");
        }
        nanoseconds = nanoseconds.min(started.elapsed().as_nanos() as f64 / f64::from(times));
        allocations = allocations.min((ALLOCATIONS.load(Ordering::Relaxed) - before) / u64::from(times));
    }
    println!(r#"{{"what":"{what}","nanoseconds":{nanoseconds},"allocations":{allocations}}}"#);
}
