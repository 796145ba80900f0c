//! The scripted service, and the clients of Personalize that these tests call it by.

use std::time::Duration;

use personalize::config::retry::RetryConfig;
use personalize::config::{Builder, Credentials, Region};
use personalize::{Client, Config};

pub use sdk_tailor_tests::server::{REQUEST_ID, Received, Reply, Response, Server, failure, ok};

/// Clients of a service.
pub trait Clients {
    /// A configuration for this service, which waits no time worth the name before it tries again.
    fn config(&self) -> Builder;

    /// A client of this service.
    fn client(&self) -> Client;

    /// A client of this service that tries every request once.
    fn client_without_retries(&self) -> Client;
}

impl Clients for Server {
    fn config(&self) -> Builder {
        Config::builder()
            .behavior_version_latest()
            .region(Region::new("us-east-1"))
            .endpoint_url(self.url())
            .credentials_provider(Credentials::for_tests())
            .retry_config(RetryConfig::standard().with_initial_backoff(Duration::from_millis(1)))
    }

    fn client(&self) -> Client {
        Client::from_conf(self.config().build())
    }

    fn client_without_retries(&self) -> Client {
        Client::from_conf(self.config().retry_config(RetryConfig::disabled()).build())
    }
}
