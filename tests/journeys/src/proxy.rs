//! Stands between the app and the collector, and deals with what the app leaves here as a script says: a network that
//! breaks off, a Wi-Fi portal, a server that is busy, wrong or never done.
//!
//! The app comes from here as well, so this is the collector as far as the app can tell. `/generic` is another server:
//! it takes a list of responses, and answers pages from elsewhere.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::value::RawValue;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::sleep;

use crate::until;

/// What becomes of a request that wants to leave something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It reaches the collector, and so does the answer the tablet.
    Forward,
    /// The same, but the way there and the way back take so long.
    Slowly(Duration, Duration),
    /// It reaches the collector, but the connection breaks off before the answer.
    AnswerLost,
    /// It reaches the collector, but only half of the answer comes back, and nothing says that this is not all.
    AnswerTorn,
    /// It reaches the collector, whose answer is held back until [`Proxy::release`].
    AnswerHeld,
    /// The connection is reset before anything was read.
    Reset,
    /// Read, and never answered.
    Silence,
    /// An answer that begins well, and of which there comes a little more again and again, for ever.
    Drip,
    /// An answer that begins well, and of which there comes more as fast as it can be read, for ever.
    Flood,
    /// The Wi-Fi of a hotel: a page, with a 200.
    Portal,
    /// It leads elsewhere: status and address.
    Redirect(u16, String),
    /// A body of more bytes than this is too large; any other is forwarded.
    TooLargeAbove(usize),
    /// Nothing but a status, perhaps with the seconds to wait.
    Status(u16, Option<u32>),
    /// This answer instead of the collector's, which hears nothing: status and body.
    Says(u16, String),
    /// A receipt for other responses than those that were sent.
    OtherIds,
    /// Of every three responses one is taken, one is refused, and one is to come again: 207.
    Mixed,
}

/// A request that wanted to leave something.
#[derive(Debug, Clone)]
pub struct Post {
    /// Path.
    pub path: String,
    /// Names (in small letters) and values of the headers.
    pub headers: BTreeMap<String, String>,
    /// Body, as it came.
    pub body: String,
    /// Ids of the responses in it.
    pub ids: Vec<String>,
    /// What became of it.
    pub fate: Fate,
}

/// The proxy.
pub struct Proxy {
    port: u16,
    task: JoinHandle<()>,
    shared: Arc<Shared>,
}

struct Shared {
    /// Where the collector is.
    collector: u16,
    script: Mutex<Script>,
    /// How many requests are being dealt with.
    n_open: watch::Sender<usize>,
    /// Changes when answers that are held back may go.
    released: watch::Sender<()>,
}

#[derive(Default)]
struct Script {
    next: VecDeque<Fate>,
    /// When the script is at its end.
    then: Option<Fate>,
    is_cut_off: bool,
    posts: Vec<Post>,
    n_reset: usize,
    receipts: BTreeSet<String>,
    prefixes: Vec<(String, String)>,
    held_back: Option<String>,
    times_asked: BTreeMap<String, usize>,
}

impl Proxy {
    /// Stands before the collector at that port, and forwards everything.
    pub async fn before(collector: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared {
            collector,
            script: Mutex::default(),
            n_open: watch::Sender::new(0),
            released: watch::Sender::new(()),
        });
        let of_task = Arc::clone(&shared);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shared = Arc::clone(&of_task);
                tokio::spawn(async move {
                    // A browser that has gone needs no answer.
                    let _ = shared.serve(stream).await;
                });
            }
        });
        Self { port, task, shared }
    }

    /// Address of the app, with a slash at the end.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// These come next, one for each request; then everything is forwarded again.
    pub fn next(&self, fates: impl IntoIterator<Item = Fate>) {
        let mut script = self.shared.script.lock().unwrap();
        script.next = fates.into_iter().collect();
        script.then = None;
    }

    /// From now on all that is left here has the same fate.
    pub fn always(&self, fate: Fate) {
        let mut script = self.shared.script.lock().unwrap();
        script.next.clear();
        script.then = Some(fate);
    }

    /// Holds back every file with `part` in its path, until [`Proxy::release`].
    pub fn hold_back(&self, part: &str) {
        self.shared.script.lock().unwrap().held_back = Some(part.to_owned());
    }

    /// Lets the answers and the files go that are held back at this moment.
    pub fn release(&self) {
        self.shared.script.lock().unwrap().held_back = None;
        self.shared.released.send_replace(());
    }

    /// Every connection is reset, as if nothing were there; or no longer.
    pub fn cut_off(&self, is_cut_off: bool) {
        self.shared.script.lock().unwrap().is_cut_off = is_cut_off;
    }

    /// Puts `script` before every file with `part` in its path, for what has to be changed in a worker.
    pub fn put_before(&self, part: &str, script: &str) {
        let mut all = self.shared.script.lock().unwrap();
        all.prefixes.retain(|(one, _)| one != part);
        all.prefixes.push((part.to_owned(), script.to_owned()));
    }

    /// Every request up to now that wanted to leave responses here.
    pub fn posts(&self) -> Vec<Post> {
        let script = self.shared.script.lock().unwrap();
        script.posts.iter().filter(|post| !post.ids.is_empty()).cloned().collect()
    }

    /// How often each path was asked for.
    pub fn times_asked(&self) -> BTreeMap<String, usize> {
        self.shared.script.lock().unwrap().times_asked.clone()
    }

    /// How many requests to leave something were reset before they were read.
    pub fn n_reset(&self) -> usize {
        self.shared.script.lock().unwrap().n_reset
    }

    /// How often each response was left here.
    pub fn times_posted(&self) -> BTreeMap<String, usize> {
        let mut times = BTreeMap::new();
        for id in self.posts().into_iter().flat_map(|post| post.ids) {
            *times.entry(id).or_default() += 1;
        }
        times
    }

    /// Ids that a whole answer has named as taken.
    pub fn receipts(&self) -> BTreeSet<String> {
        self.shared.script.lock().unwrap().receipts.clone()
    }

    /// Waits until `n` requests with responses have come, since the beginning.
    pub async fn has_got(&self, n: usize) -> Vec<Post> {
        let got = until(async || {
            let posts = self.posts();
            if posts.len() >= n { Ok(posts) } else { Err(format!("{} of {n}", posts.len())) }
        });
        got.await.unwrap_or_else(|seen| panic!("not enough was left at the proxy: {seen}"))
    }

    /// How many requests with responses are being dealt with at this moment, and what wakes whoever waits for more.
    pub fn open(&self) -> watch::Receiver<usize> {
        self.shared.n_open.subscribe()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A request as it came.
struct Request {
    method: String,
    path: String,
    headers: BTreeMap<String, String>,
    /// The first line and the headers, as they came.
    head: String,
    body: Vec<u8>,
}

impl Shared {
    async fn serve(&self, mut stream: TcpStream) -> std::io::Result<()> {
        // A reset comes before the request has been read; only what wants to leave something takes from the script.
        let mut first = [0; 4];
        let wants_to_leave = stream.peek(&mut first).await? == 4 && &first == b"POST";
        if self.is_reset(wants_to_leave) {
            return reset(&stream);
        }
        let Some(request) = read_request(&mut stream).await? else { return Ok(()) };
        let is_elsewhere = request.path.starts_with("/generic");
        match request.method.as_str() {
            "POST" => {}
            "OPTIONS" if is_elsewhere => {
                return answer(&mut stream, 204, &[], "").await;
            }
            _ => return self.pass_on(&mut stream, &request).await,
        }
        let fate = {
            let mut script = self.script.lock().unwrap();
            script.next.pop_front().or_else(|| script.then.clone()).unwrap_or(Fate::Forward)
        };
        let body = String::from_utf8(request.body.clone()).unwrap();
        let ids = responses_in(&body).into_iter().map(|(id, _)| id).collect::<Vec<_>>();
        let is_counted = !ids.is_empty();
        let post = Post { path: request.path.clone(), headers: request.headers.clone(), body, ids, fate };
        if is_counted {
            self.n_open.send_modify(|n| *n += 1);
        }
        self.script.lock().unwrap().posts.push(post.clone());
        let done = self.deal_with(&mut stream, &request, &post).await;
        if is_counted {
            self.n_open.send_modify(|n| *n -= 1);
        }
        done
    }

    /// Whether a connection ends before anything is read.
    fn is_reset(&self, wants_to_leave: bool) -> bool {
        let mut script = self.script.lock().unwrap();
        if script.is_cut_off {
            return true;
        }
        let fate = script.next.front().or(script.then.as_ref());
        let is_reset = wants_to_leave && fate == Some(&Fate::Reset);
        if is_reset {
            script.next.pop_front();
            script.n_reset += 1;
        }
        is_reset
    }

    async fn deal_with(&self, stream: &mut TcpStream, request: &Request, post: &Post) -> std::io::Result<()> {
        let page = "<!doctype html><title>Wifi</title><p>Log in to use the internet.";
        match &post.fate {
            Fate::TooLargeAbove(most) if post.body.len() > *most => {
                answer(stream, 413, &[], "too large").await
            }
            Fate::Forward | Fate::TooLargeAbove(_) => self.forward(stream, request, post).await,
            Fate::Slowly(there, back) => {
                sleep(*there).await;
                let whole = self.collect(request, post).await?;
                sleep(*back).await;
                self.hand_over(stream, &whole).await
            }
            Fate::AnswerLost => {
                self.collect(request, post).await?;
                reset(stream)
            }
            Fate::AnswerTorn => {
                let whole = self.collect(request, post).await?;
                let body = String::from_utf8_lossy(&whole);
                let body = body.split_once("\r\n\r\n").map_or("", |(_, body)| body);
                let half = &body[..body.len() / 2];
                let torn = format!("{}Content-Type: application/json\r\n\r\n{half}", head_of(200));
                stream.write_all(torn.as_bytes()).await?;
                stream.shutdown().await
            }
            Fate::AnswerHeld => {
                let mut released = self.released.subscribe();
                let whole = self.collect(request, post).await?;
                tokio::select! {
                    gone = until_gone(stream) => return gone,
                    // The sender lives as long as this does.
                    _ = released.changed() => {}
                }
                self.hand_over(stream, &whole).await
            }
            // It was reset before it was read.
            Fate::Reset => Ok(()),
            Fate::Silence => until_gone(stream).await,
            Fate::Drip => {
                stream.write_all(endless_head().as_bytes()).await?;
                loop {
                    stream.write_all(b"1\r\n[\r\n").await?;
                    sleep(Duration::from_millis(100)).await;
                }
            }
            Fate::Flood => {
                stream.write_all(endless_head().as_bytes()).await?;
                let much = format!("10000\r\n{}\r\n", "[".repeat(0x10000));
                loop {
                    stream.write_all(much.as_bytes()).await?;
                }
            }
            Fate::Portal => answer(stream, 200, &[("Content-Type", "text/html")], page).await,
            Fate::Redirect(status, to) => answer(stream, *status, &[("Location", to)], "").await,
            Fate::Status(status, after) => {
                let after = after.map(|after| after.to_string());
                let headers: Vec<(&str, &str)> =
                    after.iter().map(|after| ("Retry-After", after.as_str())).collect();
                answer(stream, *status, &headers, "").await
            }
            Fate::Says(status, body) => {
                answer(stream, *status, &[("Content-Type", "application/json")], body).await
            }
            Fate::OtherIds => {
                let others = post.ids.iter().map(|id| id.replace('0', "f")).collect::<Vec<_>>();
                let body = json!({ "accepted": others, "rejected": [] }).to_string();
                answer(stream, 200, &[("Content-Type", "application/json")], &body).await
            }
            Fate::Mixed => self.mix(stream, request, post).await,
        }
    }

    /// To the collector, and back.
    async fn forward(&self, stream: &mut TcpStream, request: &Request, post: &Post) -> std::io::Result<()> {
        let whole = self.collect(request, post).await?;
        self.hand_over(stream, &whole).await
    }

    /// Hands an answer of the collector to the tablet, and notes what it is a receipt for.
    async fn hand_over(&self, stream: &mut TcpStream, whole: &[u8]) -> std::io::Result<()> {
        // Before the last byte, after which the tablet may know more than we do.
        let body = String::from_utf8_lossy(whole);
        let body = body.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        let body: Value = serde_json::from_str(body).unwrap_or_default();
        let taken = body["accepted"].as_array().into_iter().flatten().filter_map(Value::as_str);
        self.script.lock().unwrap().receipts.extend(taken.map(str::to_owned));
        stream.write_all(whole).await?;
        stream.shutdown().await
    }

    /// Hands the responses to the collector; returns its whole answer.
    async fn collect(&self, request: &Request, post: &Post) -> std::io::Result<Vec<u8>> {
        if request.path.starts_with("/generic") {
            let answered = self.collect_list(&post.body).await?;
            let answered: Value = serde_json::from_str(&answered).unwrap_or_default();
            return Ok(whole_answer(200, &[("Content-Type", "application/json")], &answered.to_string())
                .into_bytes());
        }
        self.ask_collector(&request.head, &request.body).await
    }

    /// Hands a list of responses to the collector; returns the body of its answer.
    async fn collect_list(&self, list: &str) -> std::io::Result<String> {
        const BATCH: &str = "7c1b7f0a-0f3d-4a56-9a6b-1d2e3f405162";
        let body = format!(r#"{{"schema":"batch/1","batch":"{BATCH}","responses":{list}}}"#);
        let head = format!(
            "POST /api/batches HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
            Content-Length: {}\r\n",
            body.len()
        );
        let whole = self.ask_collector(&head, body.as_bytes()).await?;
        let whole = String::from_utf8_lossy(&whole);
        Ok(whole.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default())
    }

    async fn mix(&self, stream: &mut TcpStream, request: &Request, post: &Post) -> std::io::Result<()> {
        let mut taken = Vec::new();
        let mut verdicts = Vec::new();
        for (at, (id, text)) in responses_in(&post.body).into_iter().enumerate() {
            verdicts.push(match at % 3 {
                0 => {
                    taken.push(text);
                    json!({ "id": id, "status": 201 })
                }
                1 => json!({ "id": id, "status": 422, "error": "the card is not known" }),
                _ => json!({ "id": id, "status": 503 }),
            });
        }
        assert!(request.path.starts_with("/generic"), "the collector does not answer so");
        self.collect_list(&format!("[{}]", taken.join(","))).await?;
        let sent = verdicts.iter().filter(|verdict| verdict["status"] == 201);
        let sent: Vec<String> =
            sent.filter_map(|verdict| verdict["id"].as_str().map(str::to_owned)).collect();
        self.script.lock().unwrap().receipts.extend(sent);
        let body = Value::Array(verdicts).to_string();
        answer(stream, 207, &[("Content-Type", "application/json")], &body).await
    }

    /// A request that leaves nothing goes through, with something put before it if that was asked for.
    async fn pass_on(&self, stream: &mut TcpStream, request: &Request) -> std::io::Result<()> {
        let mut released = self.released.subscribe();
        let is_in = |part: &String| request.path.contains(part);
        let (is_held_back, prefix) = {
            let mut script = self.script.lock().unwrap();
            *script.times_asked.entry(request.path.clone()).or_default() += 1;
            let prefix = script.prefixes.iter().find(|(part, _)| is_in(part)).map(|(_, text)| text.clone());
            (script.held_back.as_ref().is_some_and(is_in), prefix)
        };
        if is_held_back {
            let _ = released.changed().await;
        }
        let Some(prefix) = prefix else {
            let whole = self.ask_collector(&request.head, &request.body).await?;
            stream.write_all(&whole).await?;
            return stream.shutdown().await;
        };
        // As it is, not packed.
        let plain = format!("GET {} HTTP/1.1\r\nHost: localhost\r\n", request.path);
        let whole = String::from_utf8(self.ask_collector(&plain, b"").await?).unwrap();
        let body = whole.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        let headers = [("Content-Type", "text/javascript"), ("Cache-Control", "no-store")];
        answer(stream, 200, &headers, &format!("{prefix}\n{body}")).await
    }

    /// Asks the collector, on a connection of its own; returns its whole answer.
    async fn ask_collector(&self, head: &str, body: &[u8]) -> std::io::Result<Vec<u8>> {
        let mut collector = TcpStream::connect(("127.0.0.1", self.collector)).await?;
        let mut lines: Vec<&str> = head.lines().filter(|line| !line.is_empty()).collect();
        lines.retain(|line| !line.to_lowercase().starts_with("connection:"));
        let head = format!("{}\r\nConnection: close\r\n\r\n", lines.join("\r\n"));
        collector.write_all(head.as_bytes()).await?;
        collector.write_all(body).await?;
        let mut whole = Vec::new();
        collector.read_to_end(&mut whole).await?;
        Ok(whole)
    }
}

/// Where a redirect leads: a server that notes everything that comes in, and says yes to it.
pub struct Elsewhere {
    port: u16,
    task: JoinHandle<()>,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Elsewhere {
    /// At some free port.
    pub async fn open() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard: Arc<Mutex<Vec<String>>> = Arc::default();
        let of_task = Arc::clone(&heard);
        let task = tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let heard = Arc::clone(&of_task);
                tokio::spawn(async move {
                    let Ok(Some(request)) = read_request(&mut stream).await else { return };
                    let body = String::from_utf8_lossy(&request.body).into_owned();
                    let ids: Vec<String> = responses_in(&body).into_iter().map(|(id, _)| id).collect();
                    heard.lock().unwrap().push(format!("{}\n{body}", request.head));
                    let body = json!({ "accepted": ids, "rejected": [] }).to_string();
                    // A browser that has gone needs no answer.
                    let _ = answer(&mut stream, 200, &[("Content-Type", "application/json")], &body).await;
                });
            }
        });
        Self { port, task, heard }
    }

    /// An address at which it is.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/elsewhere", self.port)
    }

    /// Every request up to now, whole.
    pub fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Ids and texts of the responses in a body, whatever stands around them.
fn responses_in(body: &str) -> Vec<(String, String)> {
    #[derive(serde::Deserialize)]
    struct Batch {
        responses: Vec<Box<RawValue>>,
    }
    let list = serde_json::from_str::<Batch>(body).map(|batch| batch.responses);
    let list = list.or_else(|_| serde_json::from_str::<Vec<Box<RawValue>>>(body)).unwrap_or_default();
    let with_id = list.into_iter().filter_map(|raw| {
        let response: Value = serde_json::from_str(raw.get()).ok()?;
        Some((response["id"].as_str()?.to_owned(), raw.get().to_owned()))
    });
    with_id.collect()
}

/// Reads one request; nothing if the browser opened the connection for later and went.
async fn read_request(stream: &mut TcpStream) -> std::io::Result<Option<Request>> {
    let mut asked = Vec::new();
    let mut some = vec![0; 0x10000];
    let end = loop {
        if let Some(end) = asked.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
        match stream.read(&mut some).await? {
            0 => return Ok(None),
            n => asked.extend_from_slice(&some[..n]),
        }
    };
    let head = String::from_utf8_lossy(&asked[..end]).into_owned();
    let headers: BTreeMap<String, String> = head
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()))
        .collect();
    let length: usize = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = asked.split_off(end + 4);
    // The whole body first: a browser that is still sending takes a closed connection for an error.
    while body.len() < length {
        match stream.read(&mut some).await? {
            0 => return Ok(None),
            n => body.extend_from_slice(&some[..n]),
        }
    }
    let mut words = head.split(' ').map(str::to_owned);
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    Ok(Some(Request { method, path, headers, head, body }))
}

/// Ends the connection with a reset.
fn reset(stream: &TcpStream) -> std::io::Result<()> {
    stream.set_zero_linger()
}

/// Waits until the browser has gone.
async fn until_gone(stream: &mut TcpStream) -> std::io::Result<()> {
    while stream.read(&mut [0; 64]).await? > 0 {}
    Ok(())
}

fn head_of(status: u16) -> String {
    format!(
        "HTTP/1.1 {status} Status\r\nConnection: close\r\nAccess-Control-Allow-Origin: *\r\n\
        Access-Control-Allow-Methods: GET, POST\r\n\
        Access-Control-Allow-Headers: authorization, content-type, idempotency-key, prefer, x-secret\r\n\
        Access-Control-Expose-Headers: Retry-After\r\n"
    )
}

fn endless_head() -> String {
    format!("{}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n", head_of(200))
}

fn whole_answer(status: u16, headers: &[(&str, &str)], body: &str) -> String {
    let length = body.len().to_string();
    let mut whole = head_of(status);
    for (name, value) in headers.iter().chain(&[("Content-Length", length.as_str())]) {
        whole.extend([*name, ": ", *value, "\r\n"]);
    }
    whole + "\r\n" + body
}

async fn answer(
    stream: &mut TcpStream,
    status: u16,
    headers: &[(&str, &str)],
    body: &str,
) -> std::io::Result<()> {
    stream.write_all(whole_answer(status, headers, body).as_bytes()).await?;
    stream.shutdown().await
}
