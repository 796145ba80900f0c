//! Tests of `idempotency`.

use super::*;

#[test]
fn tokens_are_uuids_of_version_4() {
    assert_eq!(uuid(0), "00000000-0000-4000-8000-000000000000");
    assert_eq!(uuid(u128::MAX), "ffffffff-ffff-4fff-bfff-ffffffffffff");
}

#[test]
fn a_seed_gives_the_same_tokens_and_no_seed_gives_others() {
    let two =
        |provider: IdempotencyTokenProvider| [provider.make_idempotency_token(), provider.make_idempotency_token()];
    let seeded = two(IdempotencyTokenProvider::with_seed(7));
    assert_eq!(seeded, two(IdempotencyTokenProvider::with_seed(7)));
    assert_ne!(seeded[0], seeded[1]);
    assert_ne!(seeded, two(IdempotencyTokenProvider::random()));
}

#[test]
fn the_configuration_chooses_the_provider() {
    let mut cfg = ConfigBag::base();
    assert_ne!(token(&cfg), token(&cfg));
    cfg.interceptor_state()
        .store_put(IdempotencyTokenProvider::from("same"));
    assert_eq!(token(&cfg), "same");
}
