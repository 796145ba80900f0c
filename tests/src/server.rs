//! A service that follows a script: it answers requests with what was queued, in order, and keeps what it was sent.
//!
//! It speaks as much HTTP/1.1 as a test needs and knows nothing of the protocol of AWS.

use std::collections::VecDeque;
use std::future;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// The id of the request that every reply names, unless it says otherwise.
pub const REQUEST_ID: &str = "4c1dfd09-1f3e-4d8a-9f27-0f3b6a9c7e11";

/// The service's reaction to a request.
#[derive(Clone, Debug)]
pub enum Reply {
    /// It answers.
    Response(Response),
    /// It closes the connection without a word.
    Drop,
    /// It promises more bytes than it sends, and closes the connection.
    CutShort(Response),
    /// It sends the head of its answer at once, and the body after this time.
    Late(Response, Duration),
    /// It leaves the connection open and never answers.
    Silence,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Response {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Response {
    /// An answer with a request id and a body.
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.into(),
        }
        .header("content-type", "application/x-amz-json-1.1")
        .header("x-amzn-requestid", REQUEST_ID)
    }

    /// The same answer with one more header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The bytes on the wire, where the length of the body is said to be `missing` bytes greater than it is.
    fn to_bytes(&self, missing: usize) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} Scripted\r\n", self.status);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("content-length: {}\r\n\r\n", self.body.len() + missing));
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(&self.body);
        bytes
    }
}

impl From<Response> for Reply {
    fn from(response: Response) -> Self {
        Self::Response(response)
    }
}

/// A success with this body.
pub fn ok(body: impl Into<Vec<u8>>) -> Reply {
    Response::new(200, body).into()
}

/// A failure with this status and body.
pub fn failure(status: u16, body: impl Into<Vec<u8>>) -> Reply {
    Response::new(status, body).into()
}

/// A request as the service got it.
#[derive(Clone, Debug)]
pub struct Received {
    /// The method.
    pub method: String,
    /// The path and the query.
    pub path: String,
    headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Received {
    /// The value of a header, by its name in lower case; a test fails if the header is missing.
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map_or_else(
            || panic!("no header {name:?} in {:?}", self.headers),
            |(_, value)| value,
        )
    }

    /// The values of all headers of a name in lower case, in their order.
    pub fn headers(&self, name: &str) -> Vec<String> {
        let found = self.headers.iter().filter(|(key, _)| key == name);
        found.map(|(_, value)| value.clone()).collect()
    }

    /// Tells whether there is a header of this name, in lower case.
    pub fn has_header(&self, name: &str) -> bool {
        self.headers.iter().any(|(key, _)| key == name)
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("the body of a request is JSON")
    }
}

#[derive(Debug, Default)]
struct State {
    script: VecDeque<Reply>,
    received: Vec<Received>,
}

/// A running service. It stops with the runtime of its test.
#[derive(Clone, Debug)]
pub struct Server {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
}

impl Server {
    /// Starts a service with a script.
    pub async fn start(script: impl IntoIterator<Item = Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("the loopback interface has a free port");
        let address = listener.local_addr().expect("a bound listener has an address");
        let server = Self {
            address,
            state: Arc::default(),
        };
        server.lock().script.extend(script);
        let accepting = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = accepting.clone();
                // A client may hang up at any time; what it did not send is missing from what was received.
                tokio::spawn(async move { server.serve(BufReader::new(stream)).await });
            }
        });
        server
    }

    /// Queues one more reply.
    pub fn push(&self, reply: Reply) {
        self.lock().script.push_back(reply);
    }

    /// The requests so far.
    pub fn received(&self) -> Vec<Received> {
        self.lock().received.clone()
    }

    /// How many requests there were so far.
    pub fn count(&self) -> usize {
        self.lock().received.len()
    }

    /// The request, where there was one.
    pub fn only_request(&self) -> Received {
        let mut received = self.received();
        assert_eq!(received.len(), 1, "one request was expected: {received:#?}");
        received.remove(0)
    }

    /// Where the service listens.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    async fn serve(&self, mut stream: BufReader<TcpStream>) -> io::Result<()> {
        while let Some(request) = read_request(&mut stream).await? {
            match self.next_reply(request) {
                Reply::Response(response) => stream.write_all(&response.to_bytes(0)).await?,
                Reply::CutShort(response) => {
                    stream.write_all(&response.to_bytes(1)).await?;
                    break;
                }
                Reply::Late(response, pause) => {
                    let bytes = response.to_bytes(0);
                    let (head, body) = bytes.split_at(bytes.len() - response.body.len());
                    stream.write_all(head).await?;
                    tokio::time::sleep(pause).await;
                    stream.write_all(body).await?;
                }
                Reply::Drop => break,
                Reply::Silence => future::pending().await,
            }
        }
        Ok(())
    }

    /// Keeps the request and takes the reply to it from the script.
    fn next_reply(&self, request: Received) -> Reply {
        let mut state = self.lock();
        state.received.push(request);
        // An answer that no test expects, and that is not tried again.
        state
            .script
            .pop_front()
            .unwrap_or_else(|| failure(400, r#"{"__type":"EndOfScript"}"#))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads a request; none once the client has closed the connection.
async fn read_request(stream: &mut BufReader<TcpStream>) -> io::Result<Option<Received>> {
    let Some(start) = read_line(stream).await? else {
        return Ok(None);
    };
    let mut words = start.split(' ').map(str::to_owned);
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut headers = Vec::new();
    while let Some(line) = read_line(stream).await?.filter(|line| !line.is_empty()) {
        let (name, value) = line.split_once(':').ok_or(io::ErrorKind::InvalidData)?;
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let value = |name: &str| {
        headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    };
    let body = match value("transfer-encoding") {
        Some("chunked") => read_chunks(stream).await?,
        _ => read_exactly(stream, value("content-length").unwrap_or("0"), 10).await?,
    };
    Ok(Some(Received {
        method,
        path,
        headers,
        body,
    }))
}

/// Reads a body whose length nobody knew beforehand (RFC 9112, section 7.1).
async fn read_chunks(stream: &mut BufReader<TcpStream>) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    while let Some(size) = read_line(stream).await? {
        let chunk = read_exactly(stream, &size, 16).await?;
        read_line(stream).await?;
        if chunk.is_empty() {
            break;
        }
        body.extend(chunk);
    }
    Ok(body)
}

/// Reads as many bytes as a number says.
async fn read_exactly(stream: &mut BufReader<TcpStream>, length: &str, radix: u32) -> io::Result<Vec<u8>> {
    let length = usize::from_str_radix(length, radix).map_err(|_| io::ErrorKind::InvalidData)?;
    let mut bytes = vec![0; length];
    stream.read_exact(&mut bytes).await?;
    Ok(bytes)
}

async fn read_line(stream: &mut BufReader<TcpStream>) -> io::Result<Option<String>> {
    let mut line = String::new();
    let read = stream.read_line(&mut line).await?;
    Ok((read > 0).then(|| line.trim_end().to_owned()))
}
