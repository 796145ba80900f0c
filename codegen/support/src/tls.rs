//! The HTTP client over the TLS back end that a feature of the crate names, for configurations that name no client.
//!
//! Where `default-https-client` is on, or none of these features, nothing is made here, and the runtime's default holds:
//! rustls over aws-lc.

#![allow(unexpected_cfgs)] // A crate that holds these modules in one of its own need not have the features.

use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_runtime_api::client::http::SharedHttpClient;

/// The client over the back end that is asked for, if one is.
#[cfg(all(
    any(feature = "rustls-ring", feature = "rustls-aws-lc-fips", feature = "s2n-tls"),
    not(feature = "default-https-client")
))]
#[inline]
pub fn http_client(version: BehaviorVersion) -> Option<SharedHttpClient> {
    use aws_smithy_http_client::proxy::ProxyConfig;
    use aws_smithy_http_client::{Builder, Connector};

    #[allow(deprecated)] // Only the newest version is not.
    let proxies = match version.is_at_least(BehaviorVersion::v2025_08_07()) {
        true => ProxyConfig::from_env(),
        false => ProxyConfig::disabled(),
    };
    Some(Builder::new().build_with_connector_fn(move |settings, components| {
        let mut connector = Connector::builder()
            .tls_provider(provider())
            .proxy_config(proxies.clone());
        connector.set_connector_settings(settings.cloned());
        connector.set_sleep_impl(components.and_then(|components| components.sleep_impl()));
        connector.build()
    }))
}

/// The client over the back end that is asked for: the runtime's default is.
#[cfg(not(all(
    any(feature = "rustls-ring", feature = "rustls-aws-lc-fips", feature = "s2n-tls"),
    not(feature = "default-https-client")
)))]
#[inline]
pub fn http_client(_version: BehaviorVersion) -> Option<SharedHttpClient> {
    None
}

/// The back end that is asked for: one that is certified before one that is quick to compile.
#[cfg(all(
    any(feature = "rustls-ring", feature = "rustls-aws-lc-fips", feature = "s2n-tls"),
    not(feature = "default-https-client")
))]
#[inline]
fn provider() -> aws_smithy_http_client::tls::Provider {
    #[cfg(feature = "rustls-aws-lc-fips")]
    return aws_smithy_http_client::tls::Provider::Rustls(
        aws_smithy_http_client::tls::rustls_provider::CryptoMode::AwsLcFips,
    );
    #[cfg(all(feature = "s2n-tls", not(feature = "rustls-aws-lc-fips")))]
    return aws_smithy_http_client::tls::Provider::S2nTls;
    #[cfg(not(any(feature = "rustls-aws-lc-fips", feature = "s2n-tls")))]
    aws_smithy_http_client::tls::Provider::Rustls(aws_smithy_http_client::tls::rustls_provider::CryptoMode::Ring)
}
