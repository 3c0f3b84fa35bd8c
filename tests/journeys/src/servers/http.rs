//! As much of HTTP as it takes to answer a browser, and to ask a server what is on it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::TcpStream as BlockingStream;
use std::sync::Arc;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// A request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// Method.
    pub method: String,
    /// Path, and what stands after the question mark.
    pub target: String,
    /// Names (in small letters) and values of the headers.
    pub headers: BTreeMap<String, String>,
    /// Body.
    pub body: String,
}

/// An answer. The length is added when it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Status code and its words.
    pub status: &'static str,
    /// Names and values of the headers.
    pub headers: Vec<(&'static str, String)>,
    /// Body.
    pub body: String,
}

impl Request {
    /// A header, empty if there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// A browser asks whether a page from elsewhere may ask.
    pub fn is_preflight(&self) -> bool {
        self.method == "OPTIONS" && self.headers.contains_key("access-control-request-method")
    }

    fn read(head: &str) -> Self {
        let mut lines = head.split("\r\n");
        let mut first = lines.next().unwrap_or_default().split(' ').map(str::to_owned);
        let headers = lines.filter_map(|line| {
            let (name, value) = line.split_once(':')?;
            Some((name.to_lowercase(), value.trim().to_owned()))
        });
        Self {
            method: first.next().unwrap_or_default(),
            target: first.next().unwrap_or_default(),
            headers: headers.collect(),
            body: String::new(),
        }
    }
}

impl Answer {
    /// The whole text that goes over the line.
    pub fn text(&self) -> String {
        let mut text = format!("HTTP/1.1 {}\r\n", self.status);
        for (name, value) in &self.headers {
            let _ = write!(text, "{name}: {value}\r\n");
        }
        let _ = write!(text, "Content-Length: {}\r\n\r\n{}", self.body.len(), self.body);
        text
    }
}

/// Something that answers requests at a port.
pub(super) struct Listener {
    task: JoinHandle<()>,
}

impl Listener {
    /// From now on `answer` answers at `port`.
    pub(super) async fn open(port: u16, answer: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        let answer = Arc::new(answer);
        let task = tokio::spawn(async move {
            // They end with the listener.
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let answer = Arc::clone(&answer);
                connections.spawn(async move { serve(stream, &*answer).await });
            }
        });
        Self { task }
    }

    /// Makes the port free again, and breaks off what is under way.
    pub(super) async fn close(self) {
        self.task.abort();
        // It was ended: that is what it says.
        let _ = self.task.await;
    }
}

async fn serve(mut stream: TcpStream, answer: &(impl Fn(&Request) -> Answer + ?Sized)) -> Option<()> {
    let mut bytes = Vec::new();
    loop {
        let end = loop {
            if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
                break at;
            }
            read_some(&mut stream, &mut bytes).await?;
        };
        let mut request = Request::read(&String::from_utf8_lossy(&bytes[..end]));
        let length: usize = request.header("content-length").parse().unwrap_or(0);
        let start = end + 4;
        while bytes.len() < start + length {
            read_some(&mut stream, &mut bytes).await?;
        }
        let rest = bytes.split_off(start + length);
        request.body = String::from_utf8_lossy(&bytes[start..]).into_owned();
        bytes = rest;
        stream.write_all(answer(&request).text().as_bytes()).await.ok()?;
    }
}

/// `None` when the other side has gone.
async fn read_some(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> Option<()> {
    let n = stream.read_buf(bytes).await.ok()?;
    (n > 0).then_some(())
}

/// Asks the server at `port`; returns the status code and the body. Only for servers of another process: it waits.
pub(super) fn ask(
    port: u16,
    method: &str,
    target: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> (u16, String) {
    let mut stream = BlockingStream::connect(("127.0.0.1", port)).unwrap();
    // In this old version an answer ends where the connection does.
    let mut text = format!("{method} {target} HTTP/1.0\r\n");
    for (name, value) in headers {
        let _ = write!(text, "{name}: {value}\r\n");
    }
    let _ = write!(text, "Content-Length: {}\r\n\r\n{body}", body.len());
    stream.write_all(text.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    (status.unwrap_or_else(|| panic!("{method} {target}: {head}")), body.to_owned())
}
