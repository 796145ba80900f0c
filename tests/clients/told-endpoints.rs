//! A service that tells its endpoint, which a client asks for, keeps, and asks for again before it expires.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use aws_smithy_async::rt::sleep::{AsyncSleep, Sleep};
use aws_smithy_async::time::TimeSource;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use fixture_told_endpoints::config::{Credentials, Region, StalledStreamProtectionConfig};
use fixture_told_endpoints::error::DisplayErrorContext;
use fixture_told_endpoints::{Client, Config};

/// A clock that goes on when somebody sleeps, and at no other time.
#[derive(Clone, Debug)]
struct Clock(Arc<Mutex<SystemTime>>);

impl TimeSource for Clock {
    fn now(&self) -> SystemTime {
        *self.0.lock().unwrap()
    }
}

impl AsyncSleep for Clock {
    fn sleep(&self, duration: Duration) -> Sleep {
        *self.0.lock().unwrap() += duration;
        Sleep::new(tokio::task::yield_now())
    }
}

/// A network on which the service tells another address each time, and all hosts answer.
#[derive(Clone, Debug)]
struct Network {
    /// How many addresses there are before the service fails.
    addresses: usize,
    asked: Arc<Mutex<usize>>,
    called: Arc<Mutex<Vec<String>>>,
}

impl Network {
    fn new(addresses: usize) -> Self {
        Self {
            addresses,
            asked: Arc::default(),
            called: Arc::default(),
        }
    }

    fn asked(&self) -> usize {
        *self.asked.lock().unwrap()
    }

    fn called(&self) -> Vec<String> {
        self.called.lock().unwrap().clone()
    }
}

impl HttpConnector for Network {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let (status, body) = if target.ends_with(".DescribeEndpoints") {
            assert_eq!(request.uri(), "https://timestream.example.com/");
            let mut asked = self.asked.lock().unwrap();
            *asked += 1;
            match *asked <= self.addresses {
                true => (200, format!(r#"{{"Endpoints":[{{"Address":"cell-{asked}.example.com","CachePeriodInMinutes":5}}]}}"#)),
                false => (400, r#"{"__type":"AccessDenied","message":"not yours"}"#.to_owned()),
            }
        } else {
            self.called.lock().unwrap().push(request.uri().to_owned());
            (200, "{}".to_owned())
        };
        let status = u16::try_from(status).unwrap().try_into().unwrap();
        HttpConnectorFuture::ready(Ok(HttpResponse::new(status, SdkBody::from(body))))
    }
}

impl HttpClient for Network {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

fn client(network: &Network) -> Client {
    let clock = Clock(Arc::new(Mutex::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000))));
    let config = Config::builder()
        .behavior_version_latest()
        .region(Region::new("us-east-1"))
        .endpoint_url("https://timestream.example.com")
        .credentials_provider(Credentials::for_tests())
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .http_client(network.clone())
        .sleep_impl(clock.clone())
        .time_source(clock);
    Client::from_conf(config.build())
}

#[tokio::test]
async fn calls_go_where_the_service_says_and_the_task_asks_again_in_time() {
    let network = Network::new(9);
    let told = client(&network).with_endpoint_discovery_enabled().await;
    let (client, reload) = told.expect("the service told an endpoint");
    client.cancel_query().send().await.expect("the host answers");
    client.cancel_query().send().await.expect("the host answers");
    assert_eq!(network.called(), ["https://cell-1.example.com/"; 2]);
    assert_eq!(network.asked(), 1, "an endpoint that is known is not asked for");

    let task = tokio::spawn(reload.reload_task());
    while network.asked() < 2 {
        tokio::task::yield_now().await;
    }
    tokio::task::yield_now().await;
    client.cancel_query().send().await.expect("the host answers");
    assert_eq!(network.called()[2], "https://cell-2.example.com/");
    drop(client);
    tokio::time::timeout(Duration::from_secs(10), task)
        .await
        .expect("the task ends with the client")
        .expect("it does not panic");
}

#[tokio::test]
async fn a_known_endpoint_outlives_a_service_that_tells_none() {
    let network = Network::new(1);
    let told = client(&network).with_endpoint_discovery_enabled().await;
    let (client, reload) = told.expect("the service told an endpoint");
    reload.reload_once().await;
    assert_eq!(network.asked(), 2);
    client.cancel_query().send().await.expect("the host answers");
    assert_eq!(network.called(), ["https://cell-1.example.com/"]);
}

#[tokio::test]
async fn a_client_that_is_told_nothing_says_why() {
    let error = client(&Network::new(0)).with_endpoint_discovery_enabled().await.expect_err("nothing is told");
    let error = DisplayErrorContext(&*error).to_string();
    assert!(error.contains("not yours"), "{error}");
}
