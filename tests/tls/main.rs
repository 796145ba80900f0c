//! A server with a certificate of its own, and a client that trusts it or does not, over the TLS back end that is the
//! client's by default.

use std::sync::Arc;

use client::config::{BehaviorVersion, Credentials, Region};
use rustls::ServerConfig;
use rustls::pki_types::PrivatePkcs8KeyDer;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

const BODY: &str = r#"{"datasets":[{"name":"films"}]}"#;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate can be made");
    let trusted = match arguments[1].as_str() {
        "trusted" => own.cert.pem(),
        _ => {
            let other = rcgen::generate_simple_self_signed(["localhost".to_owned()]);
            other.expect("a certificate can be made").cert.pem()
        }
    };
    std::fs::write(&arguments[2], trusted).expect("the file can be written");
    // Before there are threads, and before the client looks for certificates.
    unsafe { std::env::set_var("SSL_CERT_FILE", &arguments[2]) };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("the runtime starts").block_on(talk(own, arguments[1] == "trusted"));
}

async fn talk(own: rcgen::CertifiedKey, is_trusted: bool) {
    let key = PrivatePkcs8KeyDer::from(own.key_pair.serialize_der()).into();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let server = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("the provider knows TLS 1.3")
        .with_no_client_auth()
        .with_single_cert(vec![own.cert.der().clone()], key)
        .expect("the key is the certificate's");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("there is a free port");
    let port = listener.local_addr().expect("it is bound").port();
    let config = client::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("id", "secret", None, None, "test"))
        .retry_config(client::config::retry::RetryConfig::disabled())
        .endpoint_url(format!("https://localhost:{port}"))
        .build();
    let client = client::Client::from_conf(config);
    let (answer, ()) = tokio::join!(client.list_datasets().send(), serve(listener, server));
    match (answer, is_trusted) {
        (Ok(output), true) => assert_eq!(output.datasets()[0].name(), Some("films")),
        (Err(_), false) => {}
        (other, _) => panic!("{other:?}"),
    }
}

/// Answers one request, if its handshake succeeds.
async fn serve(listener: TcpListener, config: ServerConfig) {
    let (stream, _) = listener.accept().await.expect("the client connects");
    let Ok(mut stream) = TlsAcceptor::from(Arc::new(config)).accept(stream).await else {
        return;
    };
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte).await {
            Ok(1) => head.push(byte[0]),
            _ => return,
        }
    }
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.1\r\ncontent-length: {}\r\n\r\n{BODY}",
        BODY.len()
    );
    stream.write_all(answer.as_bytes()).await.expect("the client listens");
    stream.flush().await.expect("the client listens");
}
