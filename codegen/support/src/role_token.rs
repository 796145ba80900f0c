//! Tokens with which a role logs in to a database, as its administrator or not.

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

    /// Generates a token that is the password of a role.
    ///
    /// # Errors
    ///
    /// There are no credentials, they cannot be resolved, or no region is set.
    #[inline]
    pub async fn db_connect_auth_token(&self, config: &SdkConfig) -> Result<AuthToken, BoxError> {
        self.token(config, "DbConnect").await
    }

    /// Generates a token that is the password of the administrator.
    ///
    /// # Errors
    ///
    /// There are no credentials, they cannot be resolved, or no region is set.
    #[inline]
    pub async fn db_connect_admin_auth_token(&self, config: &SdkConfig) -> Result<AuthToken, BoxError> {
        self.token(config, "DbConnectAdmin").await
    }

    #[inline]
    async fn token(&self, config: &SdkConfig, action: &str) -> Result<AuthToken, BoxError> {
        let region = self.config.region().or(config.region()).cloned();
        let claim = Claim {
            host: self.config.hostname.clone(),
            service: "dsql",
            query: &[("Action", action)],
            credentials: self.config.credentials(),
            region: region.ok_or("a region is required")?,
            expires_in: self.config.expires_in.unwrap_or(LONGEST),
        };
        claim.sign(config).await
    }
}

/// The configuration of a generator: a database, and the credentials that sign tokens.
#[derive(Clone, Debug)]
pub struct Config {
    credentials: Option<SharedCredentialsProvider>,
    hostname: String,
    region: Option<Region>,
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

    /// The region of the database, where it is not that of the shared configuration.
    #[inline]
    pub fn region(&self) -> Option<&Region> {
        self.region.as_ref()
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
    region: Option<Region>,
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

    /// The region of the database; that of the shared configuration where none is set.
    #[inline]
    pub fn region(mut self, region: Region) -> Self {
        self.region = Some(region);
        self
    }

    /// The validity of a token, in seconds; 900 by default.
    #[inline]
    pub fn expires_in(mut self, expires_in: u64) -> Self {
        self.expires_in = Some(expires_in);
        self
    }

    /// Builds the configuration.
    ///
    /// # Errors
    ///
    /// The host is not set.
    #[inline]
    pub fn build(self) -> Result<Config, BoxError> {
        Ok(Config {
            credentials: self.credentials,
            hostname: self.hostname.ok_or("A hostname is required")?,
            region: self.region,
            expires_in: self.expires_in,
        })
    }
}
