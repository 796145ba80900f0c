//! Idempotency tokens, which a client generates so that a request that is sent twice takes effect once.

use std::sync::{Arc, Mutex, PoisonError};

use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};

/// Generates idempotency tokens.
#[derive(Clone, Debug)]
pub struct IdempotencyTokenProvider(Source);

#[derive(Clone, Debug)]
enum Source {
    Fixed(&'static str),
    Random(Arc<Mutex<fastrand::Rng>>),
}

impl IdempotencyTokenProvider {
    /// Generates unpredictable tokens.
    #[inline]
    pub fn random() -> Self {
        Self::of(fastrand::Rng::new())
    }

    /// Generates the same tokens in every run.
    #[inline]
    pub fn with_seed(seed: u64) -> Self {
        Self::of(fastrand::Rng::with_seed(seed))
    }

    /// Gives the same token every time.
    #[inline]
    pub fn fixed(token: &'static str) -> Self {
        Self(Source::Fixed(token))
    }

    #[inline]
    fn of(random: fastrand::Rng) -> Self {
        Self(Source::Random(Arc::new(Mutex::new(random))))
    }

    /// Generates a token.
    #[inline]
    pub fn make_idempotency_token(&self) -> String {
        match &self.0 {
            Source::Fixed(token) => (*token).to_owned(),
            Source::Random(random) => uuid(random.lock().unwrap_or_else(PoisonError::into_inner).u128(..)),
        }
    }
}

impl From<&'static str> for IdempotencyTokenProvider {
    #[inline]
    fn from(token: &'static str) -> Self {
        Self::fixed(token)
    }
}

impl Storable for IdempotencyTokenProvider {
    type Storer = StoreReplace<Self>;
}

/// A token from the configured provider, or a random one.
#[inline]
pub fn token(cfg: &ConfigBag) -> String {
    match cfg.load::<IdempotencyTokenProvider>() {
        Some(provider) => provider.make_idempotency_token(),
        None => uuid(fastrand::u128(..)),
    }
}

/// Random bits as a UUID of version 4, in which six bits are those of version and variant.
#[inline]
fn uuid(random: u128) -> String {
    let bits = random & !(0xf << 76) & !(0x3 << 62) | (0x4 << 76) | (0x2 << 62);
    let hex = format!("{bits:032x}");
    let parts = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
    parts.join("-")
}
