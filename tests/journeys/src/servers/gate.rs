//! A gate before a server: everything goes through as it is, until the gate loses an answer and shuts.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::{JoinHandle, JoinSet};

use super::free_port;
use crate::until;

/// The gate.
pub struct Gate {
    port: u16,
    server: u16,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

#[derive(Default)]
struct Shared {
    /// Requests that wanted to leave something.
    n_posted: AtomicUsize,
    /// How many of them there have been when the answer to the next one is lost; 0 for never.
    lose_after: AtomicUsize,
    /// An answer was lost; nothing goes through any more.
    is_shut: AtomicBool,
    shutting: Notify,
}

impl Gate {
    /// Stands before the server at that port.
    pub async fn before(server: u16) -> Self {
        let port = free_port();
        let shared = Arc::new(Shared::default());
        let task = open(port, server, Arc::clone(&shared)).await;
        Self { port, server, shared, task }
    }

    /// The port of the gate.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// How many requests wanted to leave something.
    pub fn n_posted(&self) -> usize {
        self.shared.n_posted.load(Ordering::SeqCst)
    }

    /// Lets `n` more of these requests through. The one after them reaches the server too, but its answer is lost, and
    /// then there is nobody at this port any more.
    pub fn lose_answer_after(&self, n: usize) {
        self.shared.lose_after.store(self.n_posted() + n, Ordering::SeqCst);
    }

    /// Waits until that has happened.
    pub async fn has_shut(&self) {
        let shut = until(async || {
            let is_shut = self.shared.is_shut.load(Ordering::SeqCst);
            is_shut.then_some(()).ok_or_else(|| format!("{} requests have gone through", self.n_posted()))
        });
        shut.await.unwrap_or_else(|seen| panic!("no answer was lost: {seen}"));
    }

    /// Everything goes through again.
    pub async fn open_again(&mut self) {
        self.task.abort();
        // Ended by us, or by itself when it shut.
        let _ = (&mut self.task).await;
        self.shared.lose_after.store(0, Ordering::SeqCst);
        self.shared.is_shut.store(false, Ordering::SeqCst);
        self.task = open(self.port, self.server, Arc::clone(&self.shared)).await;
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn open(port: u16, server: u16, shared: Arc<Shared>) -> JoinHandle<()> {
    let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
    tokio::spawn(async move {
        // They end with the listener.
        let mut connections = JoinSet::new();
        loop {
            tokio::select! {
                () = shared.shutting.notified() => break,
                connection = listener.accept() => {
                    let Ok((stream, _)) = connection else { break };
                    connections.spawn(pass(stream, server, Arc::clone(&shared)));
                }
            }
        }
    })
}

/// `None` when one of the two sides has gone.
async fn pass(mut browser: TcpStream, server: u16, shared: Arc<Shared>) -> Option<()> {
    let mut server = TcpStream::connect(("127.0.0.1", server)).await.ok()?;
    let (mut asked, mut answered) = (vec![0; 0x10000], vec![0; 0x10000]);
    let mut is_losing = false;
    loop {
        tokio::select! {
            n = browser.read(&mut asked) => {
                let part = &asked[..n.ok().filter(|n| *n > 0)?];
                // A browser asks again only when it has its answer, so a request begins where a part does.
                if part.starts_with(b"POST ") {
                    let n_before = shared.n_posted.fetch_add(1, Ordering::SeqCst);
                    let lose_after = shared.lose_after.load(Ordering::SeqCst);
                    is_losing = lose_after > 0 && n_before >= lose_after;
                }
                server.write_all(part).await.ok()?;
            }
            n = server.read(&mut answered) => {
                let part = &answered[..n.ok().filter(|n| *n > 0)?];
                if is_losing {
                    // The server answers when it has everything on its disk: now it stands there.
                    shared.is_shut.store(true, Ordering::SeqCst);
                    shared.shutting.notify_one();
                    return None;
                }
                browser.write_all(part).await.ok()?;
            }
        }
    }
}
