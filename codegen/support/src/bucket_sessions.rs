//! Sessions with buckets: requests to a directory bucket are signed with the credentials of a session. The client opens
//! it with its own credentials, keeps it, and opens a new one before it ends.

use std::hash::{BuildHasher, RandomState};
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_credential_types::credential_feature::AwsCredentialFeature;
use aws_runtime::auth::SigV4SessionTokenNameOverride;
use aws_runtime::auth::sigv4::{self, SigV4Signer};
use aws_sigv4::http_request::SignatureLocation;
use aws_smithy_runtime::client::orchestrator;
use aws_smithy_runtime::expiring_cache::ExpiringCache;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::auth::{AuthScheme, AuthSchemeId, AuthSchemeOption, AuthSchemeOptionsFuture, Sign};
use aws_smithy_runtime_api::client::endpoint::EndpointResolverParams;
use aws_smithy_runtime_api::client::identity::{
    Identity, IdentityCacheLocation, IdentityFuture, ResolveCachedIdentity, ResolveIdentity, SharedIdentityResolver,
};
use aws_smithy_runtime_api::client::interceptors::context::Input;
use aws_smithy_runtime_api::client::runtime_components::{GetIdentityResolver, RuntimeComponents};
use aws_smithy_types::config_bag::{ConfigBag, Layer};
use aws_types::sdk_config::SdkConfig;
use aws_types::service_config::ServiceConfigKey;

use super::auth::{Params, ResolveAuthScheme};
use super::bucket_session_request as request;
use super::endpoint_auth::EndpointAuthSchemes;
use super::service::Service;

/// The scheme by which endpoint rules ask for the signature of a session.
pub const SCHEME_ID: AuthSchemeId = AuthSchemeId::new("sigv4-s3express");

/// The number of sessions that are kept, one for each bucket and credentials.
const CAPACITY: usize = 100;

/// The time before its end from which on a session is not used any more.
const MARGIN: Duration = Duration::from_secs(10);

/// Finds in the endpoint parameters of a request its bucket, and the parameters of the request that opens a session.
pub type SessionParams = fn(&EndpointResolverParams) -> Option<(String, EndpointResolverParams)>;

/// Resolves to the auth schemes of the endpoint, as [`EndpointAuthSchemes`] does, and sets the name under which a
/// session's token is sent.
#[derive(Clone, Copy, Debug)]
pub struct BucketAuthSchemes(pub &'static [AuthSchemeId]);

impl ResolveAuthScheme for BucketAuthSchemes {
    #[inline]
    fn resolve_auth_scheme<'a>(
        &'a self,
        params: &'a Params,
        cfg: &'a ConfigBag,
        runtime_components: &'a RuntimeComponents,
    ) -> AuthSchemeOptionsFuture<'a> {
        AuthSchemeOptionsFuture::new(async move {
            let schemes = EndpointAuthSchemes(self.0);
            let options = schemes.resolve_auth_scheme(params, cfg, runtime_components).await?;
            options.into_iter().map(name_token).collect()
        })
    }
}

/// Sets the name under which the session's token is sent.
#[inline]
fn name_token(option: AuthSchemeOption) -> Result<AuthSchemeOption, BoxError> {
    if *option.scheme_id() != SCHEME_ID {
        return Ok(option);
    }
    let name = SigV4SessionTokenNameOverride::new(|settings, _| match settings.signature_location {
        SignatureLocation::Headers => Ok(Some("x-amz-s3session-token")),
        SignatureLocation::QueryParams => Ok(Some("X-Amz-S3session-Token")),
        _ => Err("the token of a session has no place in such a signature".into()),
    });
    let mut layer = Layer::new("bucket session");
    layer.store_put(name);
    let named = AuthSchemeOption::builder()
        .scheme_id(SCHEME_ID)
        .properties(layer.freeze());
    Ok(named.build()?)
}

/// The scheme of directory buckets.
#[derive(Debug)]
pub struct BucketSessionScheme {
    signer: SigV4Signer,
    sessions: SharedIdentityResolver,
}

impl BucketSessionScheme {
    /// The scheme of a client, without any session yet.
    #[inline]
    pub fn new(service: &'static Service, params: SessionParams) -> Self {
        let sessions = Sessions {
            service,
            params,
            recent: Mutex::new(Vec::new()),
            salts: [RandomState::new(), RandomState::new()],
        };
        Self {
            signer: SigV4Signer::new(),
            sessions: SharedIdentityResolver::new(sessions),
        }
    }
}

impl AuthScheme for BucketSessionScheme {
    #[inline]
    fn scheme_id(&self) -> AuthSchemeId {
        SCHEME_ID
    }

    /// The user's own resolver; otherwise sessions, where there are credentials to open them with.
    #[inline]
    fn identity_resolver(&self, identity_resolvers: &dyn GetIdentityResolver) -> Option<SharedIdentityResolver> {
        identity_resolvers.identity_resolver(SCHEME_ID).or_else(|| {
            let credentials = identity_resolvers.identity_resolver(sigv4::SCHEME_ID);
            credentials.map(|_| self.sessions.clone())
        })
    }

    #[inline]
    fn signer(&self) -> &dyn Sign {
        &self.signer
    }
}

/// The key of a session: the bucket, and a hash of the credentials that opened it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    bucket: String,
    credentials: [u64; 2],
}

type Session = ExpiringCache<Identity, BoxError>;

/// The sessions of a client.
#[derive(Debug)]
struct Sessions {
    service: &'static Service,
    params: SessionParams,
    /// The sessions, the most recently used one last.
    recent: Mutex<Vec<(Key, Session)>>,
    salts: [RandomState; 2],
}

impl ResolveIdentity for Sessions {
    #[inline]
    fn resolve_identity<'a>(
        &'a self,
        runtime_components: &'a RuntimeComponents,
        config_bag: &'a ConfigBag,
    ) -> IdentityFuture<'a> {
        IdentityFuture::new(self.identity(runtime_components, config_bag))
    }

    #[inline]
    fn cache_location(&self) -> IdentityCacheLocation {
        IdentityCacheLocation::IdentityResolver
    }
}

impl Sessions {
    #[inline]
    async fn identity(&self, components: &RuntimeComponents, cfg: &ConfigBag) -> Result<Identity, BoxError> {
        let params = cfg.load::<EndpointResolverParams>().and_then(self.params);
        let (bucket, params) = params.ok_or("the endpoint has no bucket to open a session with")?;
        let resolver = components.identity_resolver(sigv4::SCHEME_ID);
        let resolver = resolver.ok_or("there are no credentials to open a session with")?;
        let cache = components.identity_cache();
        let own = cache.resolve_cached_identity(resolver, components, cfg).await?;
        let own = own.data::<Credentials>();
        let own = own.ok_or("a session is opened with credentials, and the client has another identity")?;
        let session = self.session(self.key(bucket, own));
        let now = components.time_source().unwrap_or_default().now();
        match session.yield_or_clear_if_expired(now).await {
            Some(identity) => Ok(identity),
            // Of several calls that find no session one opens it, and the others wait.
            None => {
                session
                    .get_or_load(|| open(self.service, params, components, cfg))
                    .await
            }
        }
    }

    /// The key for a bucket and credentials, which does not contain the credentials.
    #[inline]
    fn key(&self, bucket: String, credentials: &Credentials) -> Key {
        let own = (credentials.access_key_id(), credentials.secret_access_key());
        Key {
            bucket,
            credentials: self.salts.each_ref().map(|salt| salt.hash_one(own)),
        }
    }

    /// The session of a key, opened or not. Where there are too many, the least recently used one is dropped.
    #[inline]
    fn session(&self, key: Key) -> Session {
        let mut recent = self.recent.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let session = match recent.iter().position(|(it, _)| *it == key) {
            Some(place) => recent.remove(place).1,
            None => ExpiringCache::new(MARGIN),
        };
        if recent.len() == CAPACITY {
            recent.remove(0);
        }
        recent.push((key, session.clone()));
        session
    }
}

/// Opens a session with the bucket that endpoint parameters name.
#[inline]
async fn open(
    service: &'static Service,
    params: EndpointResolverParams,
    components: &RuntimeComponents,
    cfg: &ConfigBag,
) -> Result<(Identity, SystemTime), BoxError> {
    let plugins = request::plugins(service, components, cfg);
    let output = orchestrator::invoke(service.id, request::NAME, Input::erase(params), &plugins).await;
    let output = output.map_err(|error| error.map_service_error(request::refusal))?;
    let credentials = output.downcast::<Credentials>();
    let mut credentials = credentials.map_err(|_| "an interceptor replaced the credentials of a session")?;
    let end = credentials.expiry().ok_or("a session has no end")?;
    credentials
        .get_property_mut_or_default::<Vec<AwsCredentialFeature>>()
        .push(AwsCredentialFeature::S3ExpressBucket);
    Ok((Identity::from(credentials), end))
}

/// The environment variable that disables sessions.
const ENVIRONMENT: &str = "AWS_S3_DISABLE_EXPRESS_SESSION_AUTH";

/// The setting in a profile that disables sessions.
const PROFILE: &str = "s3_disable_express_session_auth";

/// Reads from the shared configuration whether sessions are disabled.
#[inline]
pub fn switched_off_by(shared: &SdkConfig, service_id: &str) -> Option<bool> {
    let key = ServiceConfigKey::builder()
        .service_id(service_id)
        .env(ENVIRONMENT)
        .profile(PROFILE)
        .build();
    shared.service_config()?.load_config(key.ok()?)?.parse().ok()
}

/// Reads from the environment whether sessions are disabled, for a client without that setting.
#[inline]
pub fn switched_off() -> Option<bool> {
    let value = std::env::var(ENVIRONMENT).ok()?;
    let parsed = value.to_ascii_lowercase().parse().ok();
    if parsed.is_none() {
        tracing::warn!(
            "the environment variable `{ENVIRONMENT}` has to be `true` or `false`, and `{value}` says nothing"
        );
    }
    parsed
}

/// Converts the credentials of a session from the model's type to that of the runtime. It is a macro, since the
/// model's type is the client's own.
#[doc(hidden)]
#[macro_export]
macro_rules! session_credentials {
    ($ty:ident) => {
        impl TryFrom<$ty> for aws_credential_types::Credentials {
            type Error = aws_smithy_runtime_api::box_error::BoxError;

            #[inline]
            fn try_from(session: $ty) -> Result<Self, Self::Error> {
                Ok(Self::new(
                    session.access_key_id,
                    session.secret_access_key,
                    Some(session.session_token),
                    Some(std::time::SystemTime::try_from(session.expiration)?),
                    "s3express",
                ))
            }
        }
    };
}

#[doc(hidden)]
pub use session_credentials;
