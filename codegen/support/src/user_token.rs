//! Tokens with which a user of a database logs in at a host and a port.

use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_types::region::Region;
use aws_types::sdk_config::SdkConfig;

pub use super::login_token::AuthToken;
use super::login_token::{Claim, LONGEST};

/// Generates tokens that log in to a database.
#[derive(Debug)]
pub struct AuthTokenGenerator {
    config: Config,
}

impl AuthTokenGenerator {
    /// Creates a generator for the database of a configuration.
    #[inline]
    pub fn new(config: Config) -> Self {
        Self { config }
    }

    /// Generates a token, which is the user's password for as long as it is valid.
    ///
    /// # Errors
    ///
    /// There are no credentials, or they cannot be resolved.
    #[inline]
    pub async fn auth_token(&self, config: &SdkConfig) -> Result<AuthToken, BoxError> {
        let Config {
            hostname,
            port,
            username,
            ..
        } = &self.config;
        let region = self.config.region().or(config.region()).cloned();
        let claim = Claim {
            host: format!("{hostname}:{port}"),
            service: "rds-db",
            query: &[("Action", "connect"), ("DBUser", username)],
            credentials: self.config.credentials(),
            region: region.unwrap_or_else(|| Region::new("us-east-1")),
            expires_in: self.config.expires_in.unwrap_or(LONGEST).min(LONGEST),
        };
        claim.sign(config).await
    }
}

/// The configuration of a generator: a database, its user, and the credentials that sign tokens.
#[derive(Clone, Debug)]
pub struct Config {
    credentials: Option<SharedCredentialsProvider>,
    hostname: String,
    port: u64,
    region: Option<Region>,
    username: String,
    expires_in: Option<u64>,
}

impl Config {
    /// Creates a builder for [`Config`].
    #[inline]
    pub fn builder() -> ConfigBuilder {
        ConfigBuilder::default()
    }

    /// The credentials that sign tokens, where they are not those of the shared configuration.
    #[inline]
    pub fn credentials(&self) -> Option<SharedCredentialsProvider> {
        self.credentials.clone()
    }

    /// The host of the database.
    #[inline]
    pub fn hostname(&self) -> &str {
        &self.hostname
    }

    /// The port of the database.
    #[inline]
    pub fn port(&self) -> u64 {
        self.port
    }

    /// The region of the database, where it is not that of the shared configuration.
    #[inline]
    pub fn region(&self) -> Option<&Region> {
        self.region.as_ref()
    }

    /// The user of the database.
    #[inline]
    pub fn username(&self) -> &str {
        &self.username
    }

    /// The validity of a token, in seconds.
    #[inline]
    pub fn expires_in(&self) -> Option<u64> {
        self.expires_in
    }
}

/// A builder for [`Config`].
#[derive(Debug, Default)]
pub struct ConfigBuilder {
    credentials: Option<SharedCredentialsProvider>,
    hostname: Option<String>,
    port: Option<u64>,
    region: Option<Region>,
    username: Option<String>,
    expires_in: Option<u64>,
}

impl ConfigBuilder {
    /// The credentials that sign tokens; those of the shared configuration where none are set.
    #[inline]
    pub fn credentials(mut self, credentials: impl ProvideCredentials + 'static) -> Self {
        self.credentials = Some(SharedCredentialsProvider::new(credentials));
        self
    }

    /// The host of the database.
    #[inline]
    pub fn hostname(mut self, hostname: impl Into<String>) -> Self {
        self.hostname = Some(hostname.into());
        self
    }

    /// The port of the database.
    #[inline]
    pub fn port(mut self, port: u64) -> Self {
        self.port = Some(port);
        self
    }

    /// The region of the database; that of the shared configuration where none is set.
    #[inline]
    pub fn region(mut self, region: Region) -> Self {
        self.region = Some(region);
        self
    }

    /// The user of the database.
    #[inline]
    pub fn username(mut self, username: impl Into<String>) -> Self {
        self.username = Some(username.into());
        self
    }

    /// The validity of a token, in seconds: 900 at most, and by default.
    #[inline]
    pub fn expires_in(mut self, expires_in: u64) -> Self {
        self.expires_in = Some(expires_in);
        self
    }

    /// Builds the configuration.
    ///
    /// # Errors
    ///
    /// The host, the port or the user is not set.
    #[inline]
    pub fn build(self) -> Result<Config, BoxError> {
        Ok(Config {
            credentials: self.credentials,
            hostname: self.hostname.ok_or("A hostname is required")?,
            port: self.port.ok_or("A port is required")?,
            region: self.region,
            username: self.username.ok_or("A username is required")?,
            expires_in: self.expires_in,
        })
    }
}
