//! A weather service on the loopback interface, with two cities and one kind of weather.

use std::error::Error;
use std::net::SocketAddr;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// Starts the service, which ends with the process, and tells where it is.
pub async fn start() -> Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                if let Err(error) = serve(stream).await {
                    eprintln!("the weather service failed: {error}");
                }
            });
        }
    });
    Ok(address)
}

/// Answers the requests of a connection.
async fn serve(stream: TcpStream) -> Result<()> {
    let mut stream = BufReader::new(stream);
    while let Some((line, body)) = read_request(&mut stream).await? {
        let (status, error, body) = answer(&line, &body);
        let head = format!(
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\n{error}content-length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).await?;
        stream.write_all(body.as_bytes()).await?;
        stream.flush().await?;
    }
    Ok(())
}

/// The status, a header of errors, and the body for a request.
fn answer(line: &str, body: &str) -> (&'static str, &'static str, &'static str) {
    let mut words = line.split(' ');
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    match (method, path) {
        ("GET", "/cities/porto") => (
            "200 OK",
            "",
            r#"{"name": "Porto", "coordinates": {"latitude": 41.16, "longitude": -8.63}}"#,
        ),
        ("GET", "/cities/porto/forecast?days=2") => ("200 OK", "", r#"{"sky": "rain", "chanceOfRain": 0.75}"#),
        ("GET", path) if path.starts_with("/cities?") && path.contains("nextToken=2") => {
            ("200 OK", "", r#"{"cities": [{"cityId": "riga", "name": "Riga"}]}"#)
        }
        ("GET", path) if path.starts_with("/cities?") || path == "/cities" => (
            "200 OK",
            "",
            r#"{"nextToken": "2", "cities": [{"cityId": "porto", "name": "Porto"}]}"#,
        ),
        ("PUT", "/cities/porto/measurements") if body == r#"{"takenAt":1793491200,"degrees":18.5}"# => {
            ("200 OK", "", "{}")
        }
        _ => (
            "404 Not Found",
            "x-amzn-errortype: NoSuchCity\r\n",
            r#"{"message": "nobody measures there", "cityId": "atlantis"}"#,
        ),
    }
}

/// The first line of the next request, and its body; none once the client has closed the connection.
async fn read_request(stream: &mut BufReader<TcpStream>) -> Result<Option<(String, String)>> {
    let mut first = String::new();
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
        if first.is_empty() {
            first = line;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    Ok(Some((first, String::from_utf8(body)?)))
}
