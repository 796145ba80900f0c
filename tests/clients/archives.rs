//! Archives: a version and hashes in headers, and a hyphen for the account of the credentials (restJson1).

use fixture_archives::config::{Credentials, Region};
use fixture_archives::primitives::ByteStream;
use fixture_archives::{Client, Config};
use sdk_tailor_tests::server::{Received, Server, ok};

/// The hash of `book`, which is one part, and so that of the tree as well.
const HASH: &str = "92719fe0cf8cd51592af31ee8a5736d79f7273777fa3f7b70bfe993a4cd32180";

async fn uploaded(account: Option<&str>, checksum: Option<&str>) -> Received {
    let server = Server::start([ok("")]).await;
    let config = Config::builder()
        .behavior_version_latest()
        .region(Region::new("us-east-1"))
        .endpoint_url(server.url())
        .credentials_provider(Credentials::for_tests());
    let call = Client::from_conf(config.build()).upload_archive().vault_name("shelf");
    let call = call.set_account_id(account.map(str::to_owned));
    let call = call.set_checksum(checksum.map(str::to_owned));
    let body = ByteStream::from_static(b"book");
    call.body(body).send().await.expect("it is taken");
    server.only_request()
}

#[tokio::test]
async fn an_upload_has_a_version_hashes_and_an_account() {
    for account in [None, Some("")] {
        let request = uploaded(account, None).await;
        assert_eq!(request.path, "/-/vaults/shelf/archives");
        assert_eq!(request.header("x-amz-glacier-version"), "2026-01-01");
        assert_eq!(request.header("x-amz-content-sha256"), HASH);
        assert_eq!(request.header("x-amz-sha256-tree-hash"), HASH);
        assert_eq!(request.body, b"book");
        let signed = request.header("authorization");
        assert!(signed.contains("x-amz-glacier-version"), "{signed}");
    }
}

#[tokio::test]
async fn what_the_caller_says_stands() {
    let request = uploaded(Some("123"), Some("mine")).await;
    assert_eq!(request.path, "/123/vaults/shelf/archives");
    assert_eq!(request.header("x-amz-sha256-tree-hash"), "mine");
    assert_eq!(request.header("x-amz-content-sha256"), HASH);
}
