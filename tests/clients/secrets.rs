//! Secrets: they show neither in `Debug` and `Display` of values nor in what a client logs of responses (awsJson 1.1).

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use fixture_secrets::config::{Credentials, Region};
use fixture_secrets::error::DisplayErrorContext;
use fixture_secrets::operation::login::LoginInput;
use fixture_secrets::types::{Key, Pet, Proof, Tree, Vault};
use fixture_secrets::{Client, Config};
use sdk_tailor_tests::server::{Reply, Response, Server, ok};
use tracing::field::{Field, Visit};
use tracing::{Event, Metadata, Subscriber, span};

/// A word that no text of a client may have.
const SECRET: &str = "xyzzy";
/// The text in its place.
const REDACTED: &str = "*** Sensitive Data Redacted ***";

/// Keeps the text of all events, of every level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

impl Log {
    fn text(&self) -> String {
        self.0.lock().expect("no test panicked here").clone()
    }
}

impl Visit for Log {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let mut log = self.0.lock().expect("no test panicked here");
        writeln!(log, "{field} = {value:?}").expect("a String takes it");
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &span::Attributes<'_>) -> span::Id {
        let mut log = self.0.lock().expect("no test panicked here");
        writeln!(log, "span {:?}", attributes.metadata().name()).expect("a String takes it");
        drop(log);
        attributes.record(&mut self.clone());
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, values: &span::Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

fn client(server: &Server) -> Client {
    let config = Config::builder()
        .behavior_version_latest()
        .region(Region::new("us-east-1"))
        .endpoint_url(server.url())
        .credentials_provider(Credentials::for_tests());
    Client::from_conf(config.build())
}

/// A response with a secret in every kind of place.
fn answer() -> Response {
    let tree = r#"{"name": "root", "branches": [{"secret": "xyzzy"}]}"#;
    Response::new(
        200,
        format!(
            r#"{{"user": "ada", "lists": [["xyzzy"]], "by_password": {{"xyzzy": "a"}}, "by_name": {{"a": ["xyzzy"]}},
            "vault": {{"content": "xyzzy"}}, "vaults": [{{"content": "xyzzy"}}], "key": {{"code": "xyzzy"}},
            "proof": {{"words": [["xyzzy"]]}}, "pet": "xyzzy", "tree": {tree}}}"#
        ),
    )
}

#[tokio::test]
async fn responses_with_secrets_are_left_out_of_the_log() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let server = Server::start([Reply::Response(answer()), ok(r#"{"user": "ada"}"#)]).await;
    let client = client(&server);

    let output = client.login().send().await.expect("it is a response");
    assert_eq!(output.vault().and_then(Vault::content), Some(SECRET));
    let logged = log.text();
    assert!(logged.contains("span \"Fixture secrets.Login\""), "{logged}");
    assert!(logged.contains("LOG_SENSITIVE_BODIES"), "{logged}");
    assert!(!logged.contains(SECRET), "{logged}");
    assert!(!format!("{output:?}").contains(SECRET));

    client.open().send().await.expect("it is a response");
    let logged = log.text();
    assert!(logged.contains(r#"{\"user\": \"ada\"}"#), "what is no secret is logged: {logged}");
}

#[tokio::test]
async fn an_error_with_a_secret_message_tells_it_to_those_who_ask_for_it_alone() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let denied = Response::new(400, r#"{"__type": "Denied", "message": "xyzzy"}"#);
    let server = Server::start([Reply::Response(denied)]).await;
    let error = client(&server).login().send().await.expect_err("it is denied");
    let error = error.into_service_error();
    assert_eq!(error.meta().message(), Some(SECRET));
    assert_eq!(error.to_string(), format!("Denied: {REDACTED}"));
    for text in [format!("{error:?}"), DisplayErrorContext(&error).to_string(), log.text()] {
        assert!(!text.contains(SECRET), "{text}");
    }
}

#[test]
fn secrets_do_not_show_in_debug_text() {
    let vault = Vault::builder().content(SECRET);
    assert_eq!(format!("{vault:?}"), format!("VaultBuilder {{ content: {REDACTED:?} }}"));
    let vault = vault.build();
    assert_eq!(format!("{vault:?}"), format!("Vault {{ content: {REDACTED:?} }}"));

    assert_eq!(format!("{:?}", Key::Code(SECRET.into())), REDACTED);
    assert_eq!(format!("{:?}", Pet::Cat), REDACTED);
    assert_eq!(Pet::Cat.to_string(), "cat");

    assert_eq!(format!("{:?}", Proof::Words(vec![])), REDACTED);
    assert_eq!(format!("{:?}", Proof::Password(SECRET.into())), REDACTED);
    assert_eq!(format!("{:?}", Proof::Badge("7".into())), r#"Badge("7")"#);

    let branch = Tree::builder().secret(SECRET).build();
    let tree = Tree::builder().name("root").branches(branch).build();
    let text = format!("{tree:?}");
    assert!(text.contains("root") && !text.contains(SECRET), "{text}");

    let input = LoginInput::builder().user("ada").password(SECRET).old(SECRET);
    let text = format!("{input:?}{:?}", input.clone().build());
    assert!(text.contains("ada") && !text.contains(SECRET), "{text}");
}
