//! Tests of `login_token`, `user_token` and `role_token`: the tokens are those of botocore for the same time and keys.

use std::time::SystemTime;

use aws_credential_types::Credentials;
use aws_smithy_async::time::{SharedTimeSource, StaticTimeSource};

use super::super::{role_token, user_token};
use super::*;

fn shared(token: Option<&str>) -> SdkConfig {
    let noon = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_608_000);
    let credentials = Credentials::new("AKIDEXAMPLE", "secret", token.map(str::to_owned), None, "test");
    SdkConfig::builder()
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .time_source(SharedTimeSource::new(StaticTimeSource::new(noon)))
        .build()
}

/// The part of a token between what it claims and the signature.
fn scope(region: &str, service: &str, seconds: u64) -> String {
    format!(
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20261125%2F{region}%2F{service}%2Faws4_request\
         &X-Amz-Date=20261125T120000Z&X-Amz-Expires={seconds}&X-Amz-SignedHeaders=host"
    )
}

async fn of_user(user: &str, seconds: u64, shared: &SdkConfig) -> String {
    let config = user_token::Config::builder()
        .hostname("films.example.eu-west-1.rds.amazonaws.com")
        .port(5432)
        .username(user)
        .region(Region::new("eu-west-1"))
        .expires_in(seconds)
        .build()
        .expect("all is said");
    let generator = user_token::AuthTokenGenerator::new(config);
    generator.auth_token(shared).await.expect("there are credentials").to_string()
}

#[tokio::test]
async fn a_user_logs_in_at_a_port() {
    let start = "films.example.eu-west-1.rds.amazonaws.com:5432/?Action=connect&DBUser=";
    let scope = scope("eu-west-1", "rds-db", 900);
    for (user, token, said, end) in [
        (
            "jane_doe",
            None,
            "jane_doe",
            "X-Amz-Signature=c16f74fca461c3e3fdb29a02817e610d0b1ecee17216c2caa2ea4b9232783363",
        ),
        (
            "jane doe@x",
            Some("to/ken+="),
            "jane%20doe%40x",
            "X-Amz-Signature=a59565d0855e43377a41479cf2cdbb8a0ac0b81d39d3f7da364b65818e9f910a\
             &X-Amz-Security-Token=to%2Fken%2B%3D",
        ),
    ] {
        // More than 900 seconds are no use to the database.
        let made = of_user(user, 5_000, &shared(token)).await;
        assert_eq!(made, format!("{start}{said}&{scope}&{end}"));
    }
}

#[tokio::test]
async fn a_role_logs_in_as_itself_or_as_the_administrator() {
    let config = role_token::Config::builder()
        .hostname("films.dsql.eu-west-1.on.aws")
        .region(Region::new("eu-west-1"))
        .expires_in(450)
        .build()
        .expect("all is said");
    let generator = role_token::AuthTokenGenerator::new(config);
    let scope = scope("eu-west-1", "dsql", 450);
    let shared = shared(None);
    let made = generator.db_connect_auth_token(&shared).await.expect("there are credentials");
    let signature = "ee9dc3e7c7b2e88c0eaaef0f1c86e656f4c76fbb93bb35d84a909eea9d26ec0d";
    let expected = format!("films.dsql.eu-west-1.on.aws/?Action=DbConnect&{scope}&X-Amz-Signature={signature}");
    assert_eq!(made.as_str(), expected);
    let made = generator.db_connect_admin_auth_token(&shared).await.expect("there are credentials");
    let signature = "7cd7b43400456c3bbddb98ab6d5c99493eb7660f92387ede6e895b24385bd9db";
    let expected = format!("films.dsql.eu-west-1.on.aws/?Action=DbConnectAdmin&{scope}&X-Amz-Signature={signature}");
    assert_eq!(made.as_str(), expected);
}

#[tokio::test]
async fn what_a_token_lacks_is_told() {
    let missing = user_token::Config::builder().hostname("h").port(1).build();
    assert_eq!(missing.expect_err("there is no user").to_string(), "A username is required");
    let config = role_token::Config::builder().hostname("h").build().expect("all is said");
    let generator = role_token::AuthTokenGenerator::new(config);
    let error = generator.db_connect_auth_token(&shared(None)).await.expect_err("there is no region");
    assert_eq!(error.to_string(), "a region is required");
    let none = SdkConfig::builder().region(Region::new("eu-west-1")).build();
    let error = generator.db_connect_auth_token(&none).await.expect_err("there are no credentials");
    assert_eq!(error.to_string(), "a token is signed with credentials, and there are none");
}
