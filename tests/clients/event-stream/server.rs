//! A service on loopback that answers one request, in pieces, while it reads what the client sends.

use std::sync::{Arc, Mutex};

use aws_smithy_eventstream::frame::{DecodedFrame, MessageFrameDecoder};
use aws_smithy_types::event_stream::Message;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A request as the service got it.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The method and the path.
    pub start: String,
    headers: Vec<(String, String)>,
    /// The bytes of the body so far.
    pub body: Vec<u8>,
    /// True where the end of the body arrived.
    pub is_whole: bool,
}

impl Request {
    /// The value of a header, by its name in lower case.
    pub fn header(&self, name: &str) -> &str {
        self.find(name)
            .unwrap_or_else(|| panic!("no header {name} in {:?}", self.headers))
    }

    /// The value of a header, if there is one of that name.
    pub fn find(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The messages in the body.
    pub fn messages(&self) -> Vec<Message> {
        let mut decoder = MessageFrameDecoder::new();
        let mut rest = self.body.as_slice();
        let mut messages = Vec::new();
        while let DecodedFrame::Complete(message) = decoder.decode_frame(&mut rest).expect("the body is framed") {
            messages.push(message);
        }
        assert!(rest.is_empty(), "{} bytes are no whole message", rest.len());
        messages
    }
}

/// A step of the service: bytes to send, or an event to wait for.
pub enum Step {
    /// Bytes of the answer.
    Send(Vec<u8>),
    /// The client has sent this many messages.
    Await(usize),
    /// The client has sent all of its body, or hung up.
    AwaitEnd,
}

/// The head of a successful answer whose body goes on until the connection is closed.
pub fn ok(headers: &[(&str, &str)]) -> Step {
    head("200 OK", headers)
}

/// The head of an answer whose body goes on until the connection is closed.
pub fn head(status: &str, headers: &[(&str, &str)]) -> Step {
    let headers: String = headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    Step::Send(format!("HTTP/1.1 {status}\r\nconnection: close\r\n{headers}\r\n").into_bytes())
}

/// A service that follows a script for every request that it gets.
pub struct Server {
    /// Where it listens.
    pub url: String,
    requests: Arc<Mutex<Vec<Request>>>,
    accepting: JoinHandle<()>,
}

impl Server {
    /// Starts the service.
    pub async fn start(script: Vec<Step>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("there is a free port");
        let url = format!("http://{}", listener.local_addr().expect("the listener has an address"));
        let requests: Arc<Mutex<Vec<Request>>> = Arc::default();
        let kept = requests.clone();
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                answer(stream, &script, &kept).await;
            }
        });
        Self {
            url,
            requests,
            accepting,
        }
    }

    /// The requests so far, when the service has done with the last of them.
    pub async fn requests(self) -> Vec<Request> {
        tokio::task::yield_now().await;
        self.accepting.abort();
        self.requests.lock().expect("no test holds it").clone()
    }
}

async fn answer(stream: TcpStream, script: &[Step], kept: &Mutex<Vec<Request>>) {
    let (reading, mut writing) = stream.into_split();
    let mut reading = BufReader::new(reading);
    let mut request = read_head(&mut reading).await;
    for step in script {
        match step {
            // A client that has hung up does not want the rest.
            Step::Send(bytes) => drop(writing.write_all(bytes).await),
            Step::Await(count) => {
                while request.messages().len() < *count && read_chunk(&mut reading, &mut request).await {}
            }
            Step::AwaitEnd => while read_chunk(&mut reading, &mut request).await {},
        }
    }
    kept.lock().expect("no test holds it").push(request);
    drop(writing.shutdown().await);
}

/// Reads the head of a request, which is empty if the client hung up before.
async fn read_head(reading: &mut BufReader<tokio::net::tcp::OwnedReadHalf>) -> Request {
    let mut request = Request::default();
    loop {
        let mut line = String::new();
        reading.read_line(&mut line).await.expect("the head is text");
        let line = line.trim_end();
        match line.split_once(": ") {
            _ if line.is_empty() => return request,
            _ if request.start.is_empty() => request.start = line.trim_end_matches(" HTTP/1.1").to_owned(),
            Some((name, value)) => request.headers.push((name.to_ascii_lowercase(), value.to_owned())),
            None => panic!("`{line}` is no header"),
        }
    }
}

/// Reads one chunk of the body; false at its end.
async fn read_chunk(reading: &mut BufReader<tokio::net::tcp::OwnedReadHalf>, request: &mut Request) -> bool {
    if request.start.is_empty() {
        return false;
    }
    if request.find("transfer-encoding") != Some("chunked") {
        let length = request
            .find("content-length")
            .map_or(0, |it| it.parse().expect("a number"));
        let mut body = vec![0; length - request.body.len()];
        request.is_whole = reading.read_exact(&mut body).await.is_ok();
        request.body.extend(body);
        return false;
    }
    let mut size = String::new();
    let read = reading.read_line(&mut size).await.unwrap_or_default();
    let Ok(size) = usize::from_str_radix(size.trim_end(), 16) else {
        assert_eq!(read, 0, "a chunk has a size");
        return false;
    };
    let mut chunk = vec![0; size + 2];
    if reading.read_exact(&mut chunk).await.is_err() {
        return false;
    }
    request.body.extend(&chunk[..size]);
    request.is_whole = size == 0;
    size > 0
}
