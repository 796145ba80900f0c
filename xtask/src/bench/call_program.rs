//! Calls a client whose network is taken away, and prints what a call takes: a line of JSON for each measurement.

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

fn client(bodies: Vec<Vec<u8>>) -> sdk::Client {
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

fn page(datasets: usize, token: Option<&str>) -> Vec<u8> {
    let dataset = |number: usize| {
        format!(
            r#"{{"name":"dataset-{number}","datasetArn":"arn:aws:personalize:us-east-1:123456789012:dataset/group-{number}/INTERACTIONS","datasetType":"Interactions","status":"ACTIVE","creationDateTime":1543622400.25,"lastUpdatedDateTime":1543708800.5}}"#
        )
    };
    let datasets: Vec<String> = (0..datasets).map(dataset).collect();
    let token = token.map(|token| format!(r#","nextToken":"{token}""#)).unwrap_or_default();
    format!(r#"{{"datasets":[{}]{token}}}"#, datasets.join(",")).into_bytes()
}

/// Prints the least of some rounds.
async fn measure<F: Future<Output = usize>>(what: &str, times: u32, expected: usize, call: impl Fn() -> F) {
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

async fn list(client: &sdk::Client) -> usize {
    let output = client.list_datasets().send().await.expect("the call succeeds");
    output.datasets().len()
}

async fn list_all(client: &sdk::Client) -> usize {
    let mut items = client.list_datasets().into_paginator().items().send();
    let mut count = 0;
    while let Some(item) = items.next().await {
        item.expect("the call succeeds");
        count += 1;
    }
    count
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for datasets in [0, 1, 100] {
        let client = client(vec![page(datasets, None)]);
        measure(&format!("{datasets} datasets"), 500, datasets, || list(&client)).await;
    }
    let tokens = (1..=100).map(|number| (number < 100).then(|| format!("token-{number}")));
    let client = client(tokens.map(|token| page(100, token.as_deref())).collect());
    measure("10000 datasets on 100 pages", 3, 10_000, || list_all(&client)).await;
}
