//! A server that answers everything with a web page and a 200, as the Wi-Fi of a hotel does before one has logged in.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

const ANSWER: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\
    Access-Control-Allow-Origin: *\r\nAccess-Control-Allow-Headers: *\r\n\r\n\
    <!doctype html><title>Wifi</title><p>Log in to use the internet.";

/// The server.
pub struct Portal {
    task: JoinHandle<()>,
    n_posted: Arc<AtomicUsize>,
}

impl Portal {
    /// Takes the place of whatever was at `port`.
    pub async fn open(port: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        let n_posted = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&n_posted);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream, Arc::clone(&count)));
            }
        });
        Self { task, n_posted }
    }

    /// Makes the port free again.
    pub async fn close(self) {
        self.task.abort();
        // It was ended: that is what it says.
        let _ = self.task.await;
    }

    /// How many requests wanted to leave something here.
    pub fn n_posted(&self) -> usize {
        self.n_posted.load(Ordering::SeqCst)
    }
}

async fn answer(mut stream: TcpStream, n_posted: Arc<AtomicUsize>) {
    let mut asked = Vec::new();
    let head = loop {
        let mut some = [0; 4096];
        match stream.read(&mut some).await {
            Ok(n) if n > 0 => asked.extend_from_slice(&some[..n]),
            _ => return,
        }
        if let Some(end) = asked.windows(4).position(|four| four == b"\r\n\r\n") {
            break String::from_utf8_lossy(&asked[..end]).to_lowercase();
        }
    };
    if head.starts_with("post") {
        n_posted.fetch_add(1, Ordering::SeqCst);
    }
    // The whole body first: a browser that is still sending takes a closed connection for an error.
    let length =
        head.lines().find_map(|line| line.strip_prefix("content-length: ")).and_then(|n| n.parse().ok());
    let mut left = (head.len() + 4 + length.unwrap_or(0)).saturating_sub(asked.len());
    while left > 0 {
        let mut some = [0; 4096];
        match stream.read(&mut some).await {
            Ok(n) if n > 0 => left = left.saturating_sub(n),
            _ => return,
        }
    }
    // A browser that has gone needs no answer.
    let _ = stream.write_all(ANSWER.as_bytes()).await;
    let _ = stream.shutdown().await;
}
