//! Takes the credentials of a profile as any application does, from a server on the loopback interface.

mod server;

use std::{fs, path::Path};

use aws_credential_types::provider::ProvideCredentials;
use aws_smithy_runtime_api::client::{
    http::{HttpClient, HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn},
    orchestrator::HttpRequest,
};

use server::{Request, Server};

const CONFIG: &str = "[profile admin]
role_arn = arn:aws:iam::123456789012:role/Admin
role_session_name = here
source_profile = reader
region = us-east-1

[profile reader]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = Reader
region = us-east-1

[sso-session corp]
sso_region = us-east-1
sso_start_url = https://corp.awsapps.com/start
";

/// The name of a cached token is the SHA-1 of its session's name, which is `corp`.
const CACHE: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
const TOKEN: &str = r#"{
    "startUrl": "https://corp.awsapps.com/start", "region": "us-east-1",
    "accessToken": "old-token", "expiresAt": "2020-01-01T00:00:00Z", "refreshToken": "refresh-me",
    "clientId": "client", "clientSecret": "secret", "registrationExpiresAt": "2099-01-01T00:00:00Z"
}"#;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let home = std::env::args().nth(1).expect("the first argument is a folder to live in");
    sign_in(Path::new(&home));
    let server = Server::start(answer);
    let port = server.port;
    let client = http_client_fn(move |settings, components| {
        let plain = aws_smithy_http_client::Builder::new().build_http();
        SharedHttpConnector::new(Redirected(plain.http_connector(settings, components), port))
    });
    let config = aws_config::from_env().profile_name("admin").http_client(client).load().await;
    let provider = config.credentials_provider().expect("the profile has credentials");
    let credentials = provider.provide_credentials().await.expect("the server gives them");
    assert_eq!(credentials.access_key_id(), "ASIAROLE");
    assert_eq!(credentials.session_token(), Some("role-token"));
    let seen = server.seen();
    let lines: Vec<String> = seen.iter().map(|it| format!("{} {}", it.method, it.path)).collect();
    assert_eq!(lines[0], "POST /token", "an old token is refreshed: {lines:?}");
    assert!(seen[0].body.contains("refresh-me"), "{}", seen[0].body);
    assert!(lines[1].starts_with("GET /federation/credentials?"), "{lines:?}");
    assert!(lines[1].contains("role_name=Reader") && lines[1].contains("account_id=123456789012"), "{lines:?}");
    assert!(seen[1].head.to_lowercase().contains("x-amz-sso_bearer_token: new-token"), "{}", seen[1].head);
    assert!(seen[2].body.contains("Action=AssumeRole&"), "{}", seen[2].body);
    assert!(seen[2].head.contains("Credential=ASIASSO/"), "{}", seen[2].head);
    println!("aws-config took credentials by single sign-on and assumed a role with them: {} requests", seen.len());
}

/// Writes the files of a user who signed in some time ago.
fn sign_in(home: &Path) {
    let cache = home.join(CACHE);
    fs::create_dir_all(cache.parent().expect("it is in a folder")).expect("the folder can be written");
    fs::write(&cache, TOKEN).expect("the token can be written");
    fs::write(home.join(".aws/config"), CONFIG).expect("the profile can be written");
    // No other thread runs yet.
    unsafe {
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("AWS_")) {
            std::env::remove_var(name);
        }
        std::env::set_var("HOME", home);
    }
}

fn answer(request: &Request) -> &'static str {
    match request.path.split('?').next().unwrap_or_default() {
        "/token" => r#"{"accessToken":"new-token","tokenType":"Bearer","expiresIn":3600,"refreshToken":"again"}"#,
        "/federation/credentials" => {
            r#"{"roleCredentials":{"accessKeyId":"ASIASSO","secretAccessKey":"s","sessionToken":"sso-token","expiration":4102444800000}}"#
        }
        _ => {
            "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials>\
             <AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>role-token</SessionToken>\
             <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>"
        }
    }
}

/// Sends each request to the loopback interface, wherever it wants to go.
#[derive(Debug)]
struct Redirected(SharedHttpConnector, u16);

impl HttpConnector for Redirected {
    fn call(&self, mut request: HttpRequest) -> HttpConnectorFuture {
        let uri = request.uri().to_owned();
        let rest = uri.splitn(4, '/').nth(3).unwrap_or_default();
        let here = format!("http://127.0.0.1:{}/{rest}", self.1);
        request.set_uri(here).expect("the path was good before");
        self.0.call(request)
    }
}
