//! Tokens that log in to a database in place of a password: URLs of requests that are signed but never sent.

use std::fmt;
use std::time::Duration;

use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_sigv4::http_request::{SignableBody, SignableRequest, SignatureLocation, SigningSettings, sign};
use aws_sigv4::sign::v4;
use aws_smithy_http::query::fmt_string;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::identity::Identity;
use aws_types::region::Region;
use aws_types::sdk_config::SdkConfig;

/// The default validity of a token in seconds, which is the longest for some databases.
pub const LONGEST: u64 = 900;

/// A token that a database accepts as a password.
///
/// It is a secret, and [`Display`](fmt::Display) shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthToken {
    inner: String,
}

impl AuthToken {
    /// The token as a string.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {
        &self.inner
    }
}

impl fmt::Display for AuthToken {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.inner)
    }
}

/// The parts of a token.
#[derive(Debug)]
pub struct Claim<'a> {
    /// The database's host, with its port where it needs one.
    pub host: String,
    /// The service's name in the signature.
    pub service: &'static str,
    /// The fields of the query string, in order.
    pub query: &'a [(&'static str, &'a str)],
    /// The credentials; those of the shared configuration where there are none.
    pub credentials: Option<SharedCredentialsProvider>,
    /// The region of the signature.
    pub region: Region,
    /// The validity of the token, in seconds.
    pub expires_in: u64,
}

impl Claim<'_> {
    /// Signs a token.
    ///
    /// # Errors
    ///
    /// There are no credentials, or no clock, or the host is not valid.
    #[inline]
    pub async fn sign(self, shared: &SdkConfig) -> Result<AuthToken, BoxError> {
        let provider = self.credentials.or_else(|| shared.credentials_provider());
        let provider = provider.ok_or("a token is signed with credentials, and there are none")?;
        let identity: Identity = provider.provide_credentials().await?.into();
        let clock = shared
            .time_source()
            .ok_or("a token is signed for a time, and there is no clock")?;
        let mut settings = SigningSettings::default();
        settings.expires_in = Some(Duration::from_secs(self.expires_in));
        settings.signature_location = SignatureLocation::QueryParams;
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region(self.region.as_ref())
            .name(self.service)
            .time(clock.now())
            .settings(settings)
            .build()?;
        let mut inner = format!("{}/", self.host);
        extend(&mut inner, self.query.iter().copied());
        let url = format!("https://{inner}");
        let request = SignableRequest::new("GET", &url, std::iter::empty(), SignableBody::empty())?;
        let (instructions, _) = sign(request, &params.into())?.into_parts();
        extend(
            &mut inner,
            instructions.params().iter().map(|(name, value)| (*name, &**value)),
        );
        Ok(AuthToken { inner })
    }
}

/// Adds fields to the query string of a URL.
#[inline]
fn extend<'a>(url: &mut String, fields: impl Iterator<Item = (&'a str, &'a str)>) {
    for (name, value) in fields {
        let separator = if url.contains('?') { '&' } else { '?' };
        url.push(separator);
        url.push_str(&format!("{name}={}", fmt_string(value)));
    }
}
