//! Tokens that log in to a database in place of a password: the URL of a request that is signed and never sent.

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

/// How long a token is valid where nobody says how long, and for some databases at the most, in seconds.
pub const LONGEST: u64 = 900;

/// A token that a database takes for a password.
///
/// It is a secret, and [`Display`](fmt::Display) shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthToken {
    inner: String,
}

impl AuthToken {
    /// The token as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.inner
    }
}

impl fmt::Display for AuthToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.inner)
    }
}

/// What a token is made of.
#[derive(Debug)]
pub struct Claim<'a> {
    /// The database's host, with its port where it needs one.
    pub host: String,
    /// The name in the scope of the signature.
    pub service: &'static str,
    /// What the query string says, in its order.
    pub query: &'a [(&'static str, &'a str)],
    /// The credentials; those of the shared configuration where there are none.
    pub credentials: Option<SharedCredentialsProvider>,
    /// The region that is signed for.
    pub region: Region,
    /// How long the token is valid, in seconds.
    pub expires_in: u64,
}

impl Claim<'_> {
    /// Signs a token.
    ///
    /// # Errors
    ///
    /// There are no credentials, or no clock, or the host is none.
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
fn extend<'a>(url: &mut String, fields: impl Iterator<Item = (&'a str, &'a str)>) {
    for (name, value) in fields {
        let separator = if url.contains('?') { '&' } else { '?' };
        url.push(separator);
        url.push_str(&format!("{name}={}", fmt_string(value)));
    }
}
