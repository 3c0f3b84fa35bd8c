//! The line between the tablet and the collector: thin, slow, and one for all that goes over it, workers too, which the
//! browser's own slowing leaves out.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Duration, Instant, sleep_until};

/// How a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kind {
    /// Bytes a second, either way; without a limit if there is none.
    bytes_per_s: Option<u32>,
    /// From one end to the other and back.
    round_trip: Duration,
}

impl Kind {
    /// What browsers call Slow 4G: 1.6 Mbit/s and 150 ms.
    pub(crate) const SLOW_4G: Self =
        Self { bytes_per_s: Some(200_000), round_trip: Duration::from_millis(150) };
    /// As it comes.
    pub(crate) const FREE: Self = Self { bytes_per_s: None, round_trip: Duration::ZERO };

    /// The same for a browser that slows the line by itself.
    pub(crate) fn conditions(self) -> Value {
        let bytes_per_s = self.bytes_per_s.map_or(-1, i64::from);
        json!({
            "offline": false, "latency": self.round_trip.as_millis(),
            "downloadThroughput": bytes_per_s, "uploadThroughput": bytes_per_s
        })
    }
}

/// A packet, as they are on most lines.
const PACKET: usize = 1460;

/// So long before the line is free the next packet is fetched: timers are late by a millisecond or two.
const EARLY: Duration = Duration::from_millis(8);

/// A request, as it was seen on the line.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// Method and path.
    pub(crate) what: String,
    /// When it was made.
    pub(crate) at: Instant,
    /// When the last of its answer has arrived up to now.
    pub(crate) end: Instant,
    /// Bytes of the answer up to now, with its headers.
    pub(crate) n_bytes: usize,
}

/// The line; it is cut when this is dropped.
pub(crate) struct Line {
    port: u16,
    log: Arc<Mutex<Vec<Asked>>>,
    cut: Option<oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Line {
    /// Lays a line of that kind to the collector at that port. It has a thread of its own, so that it keeps its pace whatever
    /// we do meanwhile.
    pub(crate) fn lay(collector: u16, kind: Kind) -> io::Result<Self> {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
        listener.set_nonblocking(true)?;
        let port = listener.local_addr()?.port();
        let log = Arc::new(Mutex::default());
        let (cut, is_cut) = oneshot::channel();
        let shared =
            Arc::new(Shared { collector, kind, down: Lane::new(), up: Lane::new(), log: Arc::clone(&log) });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let thread = thread::spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    _ = is_cut => {}
                    _ = shared.listen(listener) => {}
                }
            });
            // With the runtime go all connections, and nobody listens any more.
        });
        Ok(Self { port, log, cut: Some(cut), thread: Some(thread) })
    }

    /// Address of the site at its other end, with a slash at the end.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// Every request since the beginning, or since it was forgotten.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Forgets what was asked. A request that is under way is forgotten too.
    pub(crate) fn forget(&self) {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Cuts it: there is nothing any more at that address.
    pub(crate) fn cut(&mut self) {
        // It may have ended by itself.
        let _ = self.cut.take().map(|cut| cut.send(()));
        let _ = self.thread.take().map(thread::JoinHandle::join);
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.cut();
    }
}

struct Shared {
    collector: u16,
    kind: Kind,
    down: Lane,
    up: Lane,
    log: Arc<Mutex<Vec<Asked>>>,
}

/// One way, for all connections together: when it will be free.
struct Lane(Mutex<Instant>);

impl Lane {
    fn new() -> Self {
        Self(Mutex::new(Instant::now()))
    }

    /// Waits until a packet has nearly gone out, so that every connection has one packet in the queue and they share the line
    /// alike; returns when the last of it arrives.
    async fn pass(&self, n_bytes: usize, kind: Kind) -> Instant {
        let one_way = kind.round_trip / 2;
        let Some(bytes_per_s) = kind.bytes_per_s else { return Instant::now() + one_way };
        let takes = Duration::from_secs(1) / bytes_per_s * u32::try_from(n_bytes).unwrap_or(u32::MAX);
        let gone = {
            let mut free = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            *free = Instant::now().max(*free) + takes;
            *free
        };
        sleep_until(gone.checked_sub(EARLY).unwrap_or(gone)).await;
        gone + one_way
    }
}

/// What is on its way, and when it arrives.
type Parcel = (Instant, Vec<u8>);

impl Shared {
    async fn listen(self: Arc<Self>, listener: std::net::TcpListener) -> io::Result<()> {
        let listener = TcpListener::from_std(listener)?;
        loop {
            let (browser, _) = listener.accept().await?;
            let shared = Arc::clone(&self);
            // A browser that has gone needs no answer.
            tokio::spawn(async move { drop(shared.connect(browser).await) });
        }
    }

    async fn connect(&self, browser: TcpStream) -> io::Result<()> {
        // To open a connection takes a round trip, which the browser does not see on its own machine.
        let opened = Instant::now() + self.kind.round_trip;
        browser.set_nodelay(true)?;
        let collector = TcpStream::connect(("127.0.0.1", self.collector)).await?;
        collector.set_nodelay(true)?;
        let (from_browser, to_browser) = browser.into_split();
        let (from_collector, to_collector) = collector.into_split();
        let (up, sent) = mpsc::unbounded_channel();
        let (down, answered) = mpsc::unbounded_channel();
        // The place in the log of the request that is being answered.
        let current = Mutex::new(None);
        tokio::try_join!(
            self.carry_up(from_browser, up, opened, &current),
            arrive(sent, to_collector, |_| ()),
            self.carry_down(from_collector, down),
            arrive(answered, to_browser, |n_bytes| self.note_answer(&current, n_bytes)),
        )?;
        Ok(())
    }

    async fn carry_up(
        &self,
        mut from: OwnedReadHalf,
        to: mpsc::UnboundedSender<Parcel>,
        opened: Instant,
        current: &Mutex<Option<Instant>>,
    ) -> io::Result<()> {
        let mut packet = vec![0; PACKET];
        loop {
            let n_bytes = from.read(&mut packet).await?;
            if n_bytes == 0 {
                return Ok(());
            }
            self.note_request(&packet[..n_bytes], current);
            let still_opening = opened.saturating_duration_since(Instant::now());
            let arrives = self.up.pass(n_bytes, self.kind).await + still_opening;
            if to.send((arrives, packet[..n_bytes].to_vec())).is_err() {
                return Ok(());
            }
        }
    }

    async fn carry_down(&self, mut from: OwnedReadHalf, to: mpsc::UnboundedSender<Parcel>) -> io::Result<()> {
        let mut packet = vec![0; PACKET];
        loop {
            let n_bytes = from.read(&mut packet).await?;
            if n_bytes == 0 {
                return Ok(());
            }
            let arrives = self.down.pass(n_bytes, self.kind).await;
            if to.send((arrives, packet[..n_bytes].to_vec())).is_err() {
                return Ok(());
            }
        }
    }

    /// A browser sends one request after the other on a connection, and each begins a packet.
    fn note_request(&self, packet: &[u8], current: &Mutex<Option<Instant>>) {
        let line = packet.split(|byte| *byte == b'\r').next().unwrap_or_default();
        let line = String::from_utf8_lossy(line);
        let Some(what) = line.strip_suffix(" HTTP/1.1") else { return };
        let at = Instant::now();
        *current.lock().unwrap_or_else(PoisonError::into_inner) = Some(at);
        let asked = Asked { what: what.to_owned(), at, end: at, n_bytes: 0 };
        self.log.lock().unwrap_or_else(PoisonError::into_inner).push(asked);
    }

    fn note_answer(&self, current: &Mutex<Option<Instant>>, n_bytes: usize) {
        let made = *current.lock().unwrap_or_else(PoisonError::into_inner);
        let mut log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        // No two requests are made at the same nanosecond.
        if let Some(asked) = log.iter_mut().rfind(|asked| Some(asked.at) == made) {
            asked.end = Instant::now();
            asked.n_bytes += n_bytes;
        }
    }
}

/// Hands over what comes along when its time has come.
async fn arrive(
    mut parcels: mpsc::UnboundedReceiver<Parcel>,
    mut to: OwnedWriteHalf,
    note: impl Fn(usize),
) -> io::Result<()> {
    while let Some((at, bytes)) = parcels.recv().await {
        sleep_until(at).await;
        note(bytes.len());
        to.write_all(&bytes).await?;
    }
    Ok(())
}
