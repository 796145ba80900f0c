//! Lists the datasets of an account, page after page.
//!
//! `cargo run --example list_datasets` asks AWS, with the region and the credentials that the usual
//! chain finds; `-- --local` asks a service in this process, which has a few datasets to show.

use std::error::Error;

use personalize::Client;
use personalize::config::{BehaviorVersion, Credentials, Region};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = match std::env::args().nth(1).as_deref() {
        None => Client::new(&aws_config::load_from_env().await),
        Some("--local") => local_client().await?,
        Some(_) => {
            eprintln!("usage: list_datasets [--local]");
            std::process::exit(2);
        }
    };
    let mut datasets = client.list_datasets().into_paginator().page_size(2).items().send();
    while let Some(dataset) = datasets.try_next().await? {
        let created = dataset
            .creation_date_time()
            .map(ToString::to_string)
            .unwrap_or_default();
        let field = |value: Option<&str>| value.unwrap_or("-").to_owned();
        println!(
            "{:<20} {:<14} {:<8} {created}",
            field(dataset.name()),
            field(dataset.dataset_type()),
            field(dataset.status())
        );
    }
    Ok(())
}

/// A client of a service that this process runs on the loopback interface.
async fn local_client() -> Result<Client, Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                if let Err(error) = serve(stream).await {
                    eprintln!("the local service failed: {error}");
                }
            });
        }
    });
    let config = personalize::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .endpoint_url(format!("http://{address}"))
        .credentials_provider(Credentials::new("local", "local", None, None, "local"))
        .build();
    Ok(Client::from_conf(config))
}

/// Answers the requests of a connection, a page each.
async fn serve(stream: TcpStream) -> Result<(), Box<dyn Error + Send + Sync>> {
    let mut stream = BufReader::new(stream);
    while let Some(body) = read_request(&mut stream).await? {
        let page = if body.contains("second-page") {
            SECOND_PAGE
        } else {
            FIRST_PAGE
        };
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.1\r\ncontent-length: {}\r\n\r\n",
            page.len()
        );
        stream.write_all(head.as_bytes()).await?;
        stream.write_all(page.as_bytes()).await?;
        stream.flush().await?;
    }
    Ok(())
}

/// The body of the next request; none once the client has closed the connection.
async fn read_request(stream: &mut BufReader<TcpStream>) -> Result<Option<String>, Box<dyn Error + Send + Sync>> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(None);
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse()?;
        }
        if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    Ok(Some(String::from_utf8(body)?))
}

const FIRST_PAGE: &str = r#"{"datasets": [
    {"name": "film-ratings", "datasetType": "Interactions", "status": "ACTIVE", "creationDateTime": 1526947200},
    {"name": "films", "datasetType": "Items", "status": "ACTIVE", "creationDateTime": 1526950800}
], "nextToken": "second-page"}"#;

const SECOND_PAGE: &str = r#"{"datasets": [
    {"name": "viewers", "datasetType": "Users", "status": "CREATE IN_PROGRESS", "creationDateTime": 1527033600}
]}"#;
