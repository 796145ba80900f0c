//! Auth by operation: signatures for one region or for several, bearer tokens, none; and accounts in endpoints (awsJson 1.1).

use std::time::Duration;

use aws_smithy_runtime_api::client::auth::AuthSchemeId;
use fixture_auth_schemes::config::retry::RetryConfig;
use fixture_auth_schemes::config::{Builder, Credentials, Region, Token};
use fixture_auth_schemes::error::DisplayErrorContext;
use fixture_auth_schemes::{Client, Config};
use sdk_tailor_tests::server::{Received, Server, ok};

/// A configuration without identities.
fn config(server: &Server) -> Builder {
    Config::builder()
        .behavior_version_latest()
        .region(Region::new("us-east-1"))
        .endpoint_url(server.url())
        .retry_config(RetryConfig::standard().with_initial_backoff(Duration::from_millis(1)))
}

fn with_credentials(server: &Server) -> Builder {
    config(server).credentials_provider(Credentials::for_tests())
}

fn token() -> Token {
    Token::new("secret", None)
}

/// Starts a service, calls it, and tells what it was asked.
async fn asked(configure: fn(&Server) -> Builder, call: Call) -> Result<Received, String> {
    let server = Server::start([ok("{}")]).await;
    let client = Client::from_conf(configure(&server).build());
    match call {
        Call::Bear => told(client.bear().send().await),
        Call::BearOrSign => told(client.bear_or_sign().send().await),
        Call::Open => told(client.open().send().await),
        Call::Sign => told(client.sign().send().await),
        Call::SignIfYouCan => told(client.sign_if_you_can().send().await),
    }?;
    Ok(server.only_request())
}

/// The result of a call, with the message of its error.
fn told<T, E: std::error::Error>(result: Result<T, E>) -> Result<(), String> {
    result
        .map(|_| ())
        .map_err(|error| DisplayErrorContext(error).to_string())
}

#[derive(Clone, Copy)]
enum Call {
    Bear,
    BearOrSign,
    Open,
    Sign,
    SignIfYouCan,
}

#[tokio::test]
async fn a_token_goes_as_it_is() {
    let configure: [fn(&Server) -> Builder; 2] = [
        |server| config(server).bearer_token(token()),
        |server| config(server).token_provider(token()),
    ];
    for configure in configure {
        let request = asked(configure, Call::Bear).await.expect("there is a token");
        assert_eq!(request.header("authorization"), "Bearer secret");
    }
    let error = asked(with_credentials, Call::Bear)
        .await
        .expect_err("there is no token");
    assert!(error.contains("\"httpBearerAuth\" wasn't a valid option"), "{error}");
}

#[tokio::test]
async fn the_first_scheme_that_has_an_identity_is_used() {
    let request = asked(with_credentials, Call::BearOrSign)
        .await
        .expect("there are credentials");
    assert!(request.header("authorization").starts_with("AWS4-HMAC-SHA256 "));
    let both = |server: &Server| with_credentials(server).bearer_token(token());
    let request = asked(both, Call::BearOrSign).await.expect("there are both");
    assert_eq!(request.header("authorization"), "Bearer secret");
    let request = asked(|server| config(server).bearer_token(token()), Call::Sign).await;
    assert_eq!(
        request.expect("there is a token").header("authorization"),
        "Bearer secret"
    );
}

#[tokio::test]
async fn a_preference_goes_before_the_order_of_the_model() {
    let prefer_v4 = |server: &Server| {
        let both = with_credentials(server).bearer_token(token());
        both.auth_scheme_preference([AuthSchemeId::from("sigv4")])
    };
    let request = asked(prefer_v4, Call::BearOrSign).await.expect("there are both");
    assert!(request.header("authorization").starts_with("AWS4-HMAC-SHA256 "));
    let prefer_v4a = |server: &Server| {
        let credentials = with_credentials(server).sigv4a_signing_region_set("us-east-1,eu-west-1");
        credentials.auth_scheme_preference([AuthSchemeId::from("sigv4a")])
    };
    let request = asked(prefer_v4a, Call::Sign).await.expect("there are credentials");
    assert!(request.header("authorization").starts_with("AWS4-ECDSA-P256-SHA256 "));
    assert_eq!(request.header("x-amz-region-set"), "us-east-1,eu-west-1");
}

#[tokio::test]
async fn an_operation_that_is_open_to_all_needs_no_identity() {
    for configure in [config as fn(&Server) -> Builder, with_credentials] {
        let request = asked(configure, Call::Open).await.expect("it takes anyone");
        assert!(!request.has_header("authorization"));
    }
    let request = asked(config, Call::SignIfYouCan).await.expect("it takes anyone");
    assert!(!request.has_header("authorization"));
    let request = asked(with_credentials, Call::SignIfYouCan)
        .await
        .expect("it takes anyone");
    assert!(request.header("authorization").starts_with("AWS4-HMAC-SHA256 "));
}

#[tokio::test]
async fn an_endpoint_chooses_the_scheme_the_name_and_the_regions() {
    let global = |server: &Server| with_credentials(server).region(Region::new("aws-global"));
    let request = asked(global, Call::Sign).await.expect("there are credentials");
    let authorization = request.header("authorization");
    assert!(authorization.starts_with("AWS4-ECDSA-P256-SHA256 "), "{authorization}");
    assert!(authorization.contains("/padlocks/aws4_request"), "{authorization}");
    assert_eq!(request.header("x-amz-region-set"), "*");
}

#[tokio::test]
async fn an_endpoint_that_asks_for_what_the_client_cannot_do_is_an_error_that_says_so() {
    let moon = |server: &Server| with_credentials(server).region(Region::new("moon-base-1"));
    let error = asked(moon, Call::Sign).await.expect_err("there is no such scheme");
    assert!(error.contains("the auth scheme `sigv4-moon` alone"), "{error}");
}

#[tokio::test]
async fn the_account_of_the_credentials_goes_into_the_endpoint_unless_it_is_told_not_to() {
    fn of_account(server: &Server) -> Builder {
        let credentials = Credentials::builder()
            .access_key_id("ANOTREAL")
            .secret_access_key("notrealrnrELg");
        let credentials = credentials.account_id("111122223333").provider_name("test").build();
        config(server).credentials_provider(credentials)
    }
    let request = asked(of_account, Call::Sign).await.expect("there are credentials");
    assert_eq!(request.path, "/111122223333/");
    let disabled = |server: &Server| {
        let mode = "disabled".parse().expect("it is a mode");
        of_account(server).account_id_endpoint_mode(mode)
    };
    let request = asked(disabled, Call::Sign).await.expect("there are credentials");
    assert_eq!(request.path, "/");
    let request = asked(with_credentials, Call::Sign)
        .await
        .expect("there are credentials");
    assert_eq!(request.path, "/", "these credentials name no account");
}
