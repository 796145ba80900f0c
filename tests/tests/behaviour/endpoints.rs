//! Where requests go: every branch of the endpoint rules, and what of a configuration reaches them.

use std::sync::{Arc, Mutex};

use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use personalize::config::endpoint::{DefaultResolver, Params, ResolveEndpoint};
use personalize::config::{Builder, Credentials, Region};
use personalize::error::DisplayErrorContext;
use personalize::{Client, Config};

/// The address of the endpoint, or why there is none.
async fn resolve(region: Option<&str>, fips: bool, dual_stack: bool, custom: Option<&str>) -> Result<String, String> {
    let params = Params::builder()
        .set_region(region.map(str::to_owned))
        .use_fips(fips)
        .use_dual_stack(dual_stack)
        .set_endpoint(custom.map(str::to_owned))
        .build()
        .map_err(|error| error.to_string())?;
    let resolver = DefaultResolver::new();
    let endpoint = resolver
        .resolve_endpoint(&params)
        .await
        .map_err(|error| DisplayErrorContext(&*error).to_string())?;
    Ok(endpoint.url().to_owned())
}

/// Fails unless a region has these endpoints: plain, with FIPS, with dual stack, with both.
async fn assert_endpoints(region: &str, expected: [&str; 4]) {
    let variants = [(false, false), (true, false), (false, true), (true, true)];
    for ((fips, dual_stack), expected) in variants.into_iter().zip(expected) {
        let found = resolve(Some(region), fips, dual_stack, None).await;
        assert_eq!(
            found.as_deref(),
            Ok(expected),
            "{region}, FIPS {fips}, dual stack {dual_stack}"
        );
    }
}

/// Fails unless there is no endpoint, for a reason that holds this text.
async fn assert_refused(found: Result<String, String>, reason: &str) {
    let error = found.expect_err("there is no endpoint");
    assert!(error.contains(reason), "{error}");
}

#[tokio::test]
async fn a_region_of_the_standard_partition_has_all_kinds_of_endpoints() {
    let expected = [
        "https://personalize.us-east-1.amazonaws.com",
        "https://personalize-fips.us-east-1.amazonaws.com",
        "https://personalize.us-east-1.api.aws",
        "https://personalize-fips.us-east-1.api.aws",
    ];
    assert_endpoints("us-east-1", expected).await;
}

#[tokio::test]
async fn a_region_in_china_has_the_suffixes_of_its_partition() {
    let expected = [
        "https://personalize.cn-north-1.amazonaws.com.cn",
        "https://personalize-fips.cn-north-1.amazonaws.com.cn",
        "https://personalize.cn-north-1.api.amazonwebservices.com.cn",
        "https://personalize-fips.cn-north-1.api.amazonwebservices.com.cn",
    ];
    assert_endpoints("cn-north-1", expected).await;
}

#[tokio::test]
async fn a_region_of_the_government_has_the_suffixes_of_its_partition() {
    let expected = [
        "https://personalize.us-gov-west-1.amazonaws.com",
        "https://personalize-fips.us-gov-west-1.amazonaws.com",
        "https://personalize.us-gov-west-1.api.aws",
        "https://personalize-fips.us-gov-west-1.api.aws",
    ];
    assert_endpoints("us-gov-west-1", expected).await;
}

#[tokio::test]
async fn regions_of_isolated_partitions_have_suffixes_of_their_own() {
    for (region, suffix) in [
        ("us-iso-east-1", "c2s.ic.gov"),
        ("us-isob-east-1", "sc2s.sgov.gov"),
        ("eu-isoe-west-1", "cloud.adc-e.uk"),
        ("us-isof-south-1", "csp.hci.ic.gov"),
        ("eusc-de-east-1", "amazonaws.eu"),
    ] {
        let plain = resolve(Some(region), false, false, None).await;
        assert_eq!(plain, Ok(format!("https://personalize.{region}.{suffix}")));
        let fips = resolve(Some(region), true, false, None).await;
        assert_eq!(fips, Ok(format!("https://personalize-fips.{region}.{suffix}")));
    }
}

#[tokio::test]
async fn a_region_that_is_newer_than_the_crate_belongs_to_the_partition_of_its_pattern() {
    let found = resolve(Some("eu-future-7"), false, false, None).await;
    assert_eq!(found.as_deref(), Ok("https://personalize.eu-future-7.amazonaws.com"));
    let found = resolve(Some("cn-future-7"), false, false, None).await;
    assert_eq!(found.as_deref(), Ok("https://personalize.cn-future-7.amazonaws.com.cn"));
}

#[tokio::test]
async fn a_region_of_no_pattern_belongs_to_the_standard_partition() {
    let found = resolve(Some("moon-base"), false, false, None).await;
    assert_eq!(found.as_deref(), Ok("https://personalize.moon-base.amazonaws.com"));
}

#[tokio::test]
async fn a_custom_endpoint_is_taken_as_it_is() {
    for region in [None, Some("us-east-1")] {
        let found = resolve(region, false, false, Some("https://example.com:8443/base")).await;
        assert_eq!(found.as_deref(), Ok("https://example.com:8443/base"));
    }
}

#[tokio::test]
async fn a_custom_endpoint_excludes_fips_and_dual_stack() {
    let custom = Some("https://example.com");
    let reason = "Invalid Configuration: FIPS and custom endpoint are not supported";
    assert_refused(resolve(Some("us-east-1"), true, false, custom).await, reason).await;
    assert_refused(resolve(Some("us-east-1"), true, true, custom).await, reason).await;
    let reason = "Invalid Configuration: Dualstack and custom endpoint are not supported";
    assert_refused(resolve(Some("us-east-1"), false, true, custom).await, reason).await;
}

#[tokio::test]
async fn a_missing_region_is_named_as_the_reason() {
    assert_refused(
        resolve(None, false, false, None).await,
        "Invalid Configuration: Missing Region",
    )
    .await;
}

#[tokio::test]
async fn a_region_that_cannot_be_part_of_a_host_name_is_refused() {
    for region in [
        "",
        "us east 1",
        "us-east-1/",
        "user@host",
        "-us-east-1",
        "us_east_1",
        "é",
        "evil.com#",
    ] {
        assert_refused(resolve(Some(region), false, false, None).await, "region").await;
    }
}

/// An HTTP client that reaches nobody: it keeps the addresses of requests, and answers all with an empty object.
#[derive(Clone, Debug, Default)]
struct Recorder(Arc<Mutex<Vec<String>>>);

impl HttpConnector for Recorder {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        self.0
            .lock()
            .expect("no test panics with the lock held")
            .push(request.uri().to_owned());
        let status = aws_smithy_runtime_api::http::StatusCode::try_from(200).expect("200 is a status");
        HttpConnectorFuture::ready(Ok(HttpResponse::new(status, SdkBody::from("{}"))))
    }
}

/// Where the client sends its request.
async fn address(configure: impl FnOnce(Builder) -> Builder) -> Result<String, String> {
    let recorder = Recorder::default();
    let connector = SharedHttpConnector::new(recorder.clone());
    let config = Config::builder()
        .behavior_version_latest()
        .http_client(http_client_fn(move |_, _| connector.clone()))
        .credentials_provider(Credentials::for_tests());
    let result = Client::from_conf(configure(config).build())
        .list_datasets()
        .send()
        .await;
    result.map_err(|error| DisplayErrorContext(&error).to_string())?;
    let mut addresses = recorder.0.lock().expect("no test panics with the lock held");
    addresses.pop().ok_or_else(|| "no request was sent".to_owned())
}

#[tokio::test]
async fn a_client_sends_where_its_region_and_its_switches_say() {
    let region = |config: Builder| config.region(Region::new("eu-west-1"));
    let found = address(region).await;
    assert_eq!(found.as_deref(), Ok("https://personalize.eu-west-1.amazonaws.com/"));
    let found = address(|config| region(config).use_fips(true)).await;
    assert_eq!(
        found.as_deref(),
        Ok("https://personalize-fips.eu-west-1.amazonaws.com/")
    );
    let found = address(|config| region(config).use_dual_stack(true)).await;
    assert_eq!(found.as_deref(), Ok("https://personalize.eu-west-1.api.aws/"));
    let found = address(|config| region(config).endpoint_url("https://example.com")).await;
    assert_eq!(found.as_deref(), Ok("https://example.com/"));
}

#[tokio::test]
async fn a_client_without_a_region_says_so() {
    assert_refused(address(|config| config).await, "Missing Region").await;
}

#[tokio::test]
async fn a_client_with_an_invalid_region_sends_nothing() {
    assert_refused(
        address(|config| config.region(Region::new("evil.com/#"))).await,
        "region",
    )
    .await;
}

#[tokio::test]
async fn a_client_asks_the_resolver_that_it_was_given() {
    #[derive(Debug)]
    struct ByRegion;

    impl ResolveEndpoint for ByRegion {
        fn resolve_endpoint<'a>(&'a self, params: &'a Params) -> personalize::config::endpoint::EndpointFuture<'a> {
            let url = format!("https://{}.example.com", params.region().unwrap_or("nowhere"));
            personalize::config::endpoint::EndpointFuture::ready(Ok(personalize::config::endpoint::Endpoint::builder()
                .url(url)
                .build()))
        }
    }

    let found = address(|config| config.region(Region::new("eu-west-1")).endpoint_resolver(ByRegion)).await;
    assert_eq!(found.as_deref(), Ok("https://eu-west-1.example.com/"));
}

#[tokio::test]
async fn a_region_for_one_request_moves_the_request_there() {
    let recorder = Recorder::default();
    let connector = SharedHttpConnector::new(recorder.clone());
    let config = Config::builder()
        .behavior_version_latest()
        .region(Region::new("us-east-1"))
        .http_client(http_client_fn(move |_, _| connector.clone()))
        .credentials_provider(Credentials::for_tests());
    let client = Client::from_conf(config.build());
    for elsewhere in [
        Config::builder().region(Region::new("eu-west-1")),
        Config::builder().use_fips(true),
        Config::builder().use_dual_stack(true),
    ] {
        let call = client.list_datasets().customize().config_override(elsewhere);
        call.send().await.expect("the recorder answers everything");
    }
    let expected = [
        "https://personalize.eu-west-1.amazonaws.com/",
        "https://personalize-fips.us-east-1.amazonaws.com/",
        "https://personalize.us-east-1.api.aws/",
    ];
    assert_eq!(*recorder.0.lock().expect("no test panics with the lock held"), expected);
}
