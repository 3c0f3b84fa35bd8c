//! Serves the built app and keeps the responses that tablets send.
//!
//! One process, one `SQLite` file. Whoever outgrows it points the tablets at another endpoint; the app does
//! not change. No accounts, no analysis, no dashboards, and nothing stored about who sent what: no address,
//! no headers.
//!
//! # Where to start
//!
//! - [`start`] puts the parts together; `main.rs` adds options, words and signals.
//! - `routes`: the HTTP surface, one function per route.
//! - `batch` and `response`: what is accepted, and the words for what is not. The app's own reader reads it.
//! - [`store`]: the data file. An answer "accepted" means that the disk has it.
//! - `export` and `studies`: what is stored, as it came and in tables, with the words of the site's studies.
//! - [`reconcile`] and `ledger`: the ledgers of tablets against what the server has.
//! - `connection` and `room`: what many, slow or hostile neighbours can take, and how the others keep their share.
//! - `site`: files of the app, their caching, and the security headers.

mod batch;
mod connection;
mod export;
mod json;
mod ledger;
pub mod reconcile;
mod response;
mod room;
mod routes;
mod site;
pub mod store;
mod studies;
mod token;

use std::{
    io,
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use axum::Router;
use axum_server::{Handle, Server, tls_rustls::RustlsConfig};
use tokio::{
    task::JoinHandle,
    time::{Instant, timeout_at},
};

use crate::{
    connection::Door,
    export::Exports,
    routes::Shared,
    site::Site,
    store::{OpenError, Store, StoreError},
    studies::Studies,
};

/// Largest body of a batch unless said otherwise, in bytes: 5 MiB, some thousand responses.
pub const DEFAULT_MAX_BODY: usize = 5 * 1024 * 1024;

/// How long requests that are running may take to finish once the collector is told to stop.
const TIME_TO_FINISH: Duration = Duration::from_secs(10);

/// How long a new connection may take to send its first request, and any request to send its headers.
const TIME_FOR_HEADERS: Duration = Duration::from_secs(30);

/// Bytes of a connection that wait to be read or sent.
const CONNECTION_BUFFER: usize = 64 * 1024;

/// How long nothing is written before the journal is folded into the data file.
const TIME_TO_FOLD: Duration = Duration::from_secs(1);

/// How long the journal is left as it is at most, though something is written all the time.
const LONGEST_UNFOLDED: Duration = Duration::from_secs(30);

/// What a collector is started with.
#[derive(Debug, Clone)]
pub struct Options {
    /// Folder with the built app: the one that holds `index.html`.
    pub site: PathBuf,
    /// The data file. Made if it is not there; its folder must be.
    pub data: PathBuf,
    /// Address or name to listen on. `127.0.0.1`: only this computer. `0.0.0.0`: the whole network.
    pub host: String,
    /// Port to listen on. 0: any free one.
    pub port: u16,
    /// What a reader of the responses must show. `None`: the one kept in the data file, made at first start.
    pub read_token: Option<String>,
    /// What a sender of batches must show. `None`: anyone may send.
    pub write_token: Option<String>,
    /// Largest body of a batch, in bytes.
    pub max_body: usize,
    /// Certificate and key for https. `None`: http.
    pub tls: Option<TlsFiles>,
}

/// The two files that https needs, both PEM.
#[derive(Debug, Clone)]
pub struct TlsFiles {
    /// Certificate, followed by those that vouch for it.
    pub certificate: PathBuf,
    /// Private key of the certificate.
    pub key: PathBuf,
}

/// Why a collector could not start. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The app is not built, or is elsewhere.
    #[error(
        "there is no built app in {} (no index.html): build it first with `make build`, or name its folder with --site",
        .0.display()
    )]
    NoSite(PathBuf),
    /// The data file cannot be used.
    #[error(transparent)]
    Data(#[from] OpenError),
    /// The data file opened, but its token could not be read or written.
    #[error("the data file {} cannot be used: {source}", .file.display())]
    Token {
        /// The data file.
        file: PathBuf,
        /// What went wrong.
        source: StoreError,
    },
    /// Another program listens there.
    #[error("port {port} is in use by another program: choose another with --port, for example --port {}", .port.wrapping_add(1).max(1024))]
    PortInUse {
        /// The port asked for.
        port: u16,
    },
    /// The address is not of this computer, or not allowed to this user.
    #[error("cannot listen on {host} port {port}: {source}. Choose another with --host and --port")]
    Listen {
        /// The host asked for.
        host: String,
        /// The port asked for.
        port: u16,
        /// What the system said.
        source: io::Error,
    },
    /// Certificate and key cannot be used.
    #[error(
        "https cannot be set up with {} and {}: {source}. Both must be PEM files that belong together",
        .files.certificate.display(), .files.key.display()
    )]
    Tls {
        /// The files asked for.
        files: TlsFiles,
        /// What is wrong with them.
        source: io::Error,
    },
}

/// A running collector.
#[derive(Debug)]
pub struct Collector {
    address: SocketAddr,
    secure: bool,
    read_token: String,
    store: Store,
    handle: Handle<SocketAddr>,
    server: JoinHandle<io::Result<()>>,
    folding: JoinHandle<()>,
}

/// Starts a collector; once this returns, it listens.
///
/// # Errors
///
/// [`StartError`] if the app, the data file, the port or the certificate cannot be used; nothing listens then.
pub async fn start(options: &Options) -> Result<Collector, StartError> {
    if !options.site.join("index.html").is_file() {
        return Err(StartError::NoSite(options.site.clone()));
    }
    let tls = match &options.tls {
        Some(files) => Some(read_tls(files).await?),
        None => None,
    };
    // The port before the data file: whoever starts a second collector by mistake hears of the port, not of a lock.
    let listener = listen(&options.host, options.port)?;
    let store = Store::open(&options.data)?;
    let read_token = match &options.read_token {
        Some(token) => token.clone(),
        None => store
            .read_token(token::random)
            .map_err(|source| StartError::Token { file: options.data.clone(), source })?,
    };

    let exports = Exports::new(store.clone(), Studies::new(&options.site));
    let shared = Shared::new(exports, &read_token, options.write_token.as_deref(), options.max_body);
    let router = routes::router(shared, Site::new(&options.site));
    let cannot_serve = |source| StartError::Listen { host: options.host.clone(), port: options.port, source };
    let address = listener.local_addr().map_err(cannot_serve)?;
    let handle = Handle::new();
    let server = serve(listener, tls.clone(), router, handle.clone()).map_err(cannot_serve)?;

    let folding = tokio::spawn(fold_in_when_idle(store.clone()));

    Ok(Collector { address, secure: tls.is_some(), read_token, store, handle, server, folding })
}

impl Collector {
    /// Where it listens, with the port that was found if any was asked for.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address as one types it into a browser.
    pub fn url(&self) -> String {
        let scheme = if self.secure { "https" } else { "http" };
        format!("{scheme}://{}", self.address)
    }

    /// What a reader of the responses must show.
    pub fn read_token(&self) -> &str {
        &self.read_token
    }

    /// Whether there was no data file and one was made.
    pub fn has_new_data_file(&self) -> bool {
        self.store.is_new()
    }

    /// How many responses the data file holds.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if it cannot be read.
    pub async fn n_responses(&self) -> Result<u64, StoreError> {
        let store = self.store.clone();
        off_thread(move || store.count()).await
    }

    /// Lets running requests finish, at most ten seconds, and folds the journal into the data file.
    ///
    /// Returns how many responses the data file holds.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the journal could not be folded in. Nothing is lost by that: the next start does it.
    pub async fn stop(self) -> Result<u64, StoreError> {
        self.handle.graceful_shutdown(Some(TIME_TO_FINISH));
        if let Ok(Err(error)) = self.server.await {
            eprintln!("collector: the server ended with an error: {error}");
        }
        self.folding.abort();
        let store = self.store;
        off_thread(move || {
            store.checkpoint()?;
            store.count()
        })
        .await
    }
}

/// Runs work that waits for the disk on a thread made for waiting.
async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(StoreError::Stopping))
}

/// Folds the journal into the data file whenever nothing was written for a moment, and now and then while much is, so that a
/// copy of the file alone, as of a backup program, holds everything.
async fn fold_in_when_idle(store: Store) {
    loop {
        store.written().await;
        loop {
            quiet(|| store.written()).await;
            let store = store.clone();
            // While another program reads, not all of it can be folded in: once more then. What cannot be written at all
            // is told by whoever writes next.
            if !matches!(off_thread(move || store.fold_in()).await, Ok(false)) {
                break;
            }
        }
    }
}

/// Returns when nothing was written for a moment, and at last when that has not come for long. `written` returns at each write.
async fn quiet<Written: Future<Output = ()>>(written: impl Fn() -> Written) {
    let at_last = Instant::now() + LONGEST_UNFOLDED;
    while Instant::now() < at_last {
        let in_a_moment = Instant::now() + TIME_TO_FOLD;
        if timeout_at(in_a_moment.min(at_last), written()).await.is_err() {
            return;
        }
    }
}

fn listen(host: &str, port: u16) -> Result<TcpListener, StartError> {
    TcpListener::bind((host, port)).map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => StartError::PortInUse { port },
        _ => StartError::Listen { host: host.to_owned(), port, source },
    })
}

async fn read_tls(files: &TlsFiles) -> Result<RustlsConfig, StartError> {
    // An error means that one is installed already, by an earlier collector in this process: just as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let read = async |certificate: &Path, key: &Path| RustlsConfig::from_pem_file(certificate, key).await;
    let config = read(&files.certificate, &files.key)
        .await
        .map_err(|source| StartError::Tls { files: files.clone(), source })?;
    // One request at a time on a connection, so that what is said of connections holds for requests.
    let mut inner = (*config.get_inner()).clone();
    inner.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(RustlsConfig::from_config(Arc::new(inner)))
}

fn serve(
    listener: TcpListener,
    tls: Option<RustlsConfig>,
    router: Router,
    handle: Handle<SocketAddr>,
) -> io::Result<JoinHandle<io::Result<()>>> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let door = Door::new();
    if let Some(config) = tls {
        let server = axum_server::from_tcp_rustls(listener, config)?.map(|tls| tls.acceptor(door));
        return Ok(tokio::spawn(patient(server).handle(handle).serve(service)));
    }
    let server = patient(axum_server::from_tcp(listener)?).acceptor(door).handle(handle);
    Ok(tokio::spawn(server.serve(service)))
}

/// A server that waits for a slow sender, but not for ever.
fn patient<Acceptor>(server: Server<SocketAddr, Acceptor>) -> Server<SocketAddr, Acceptor> {
    let mut server = server.first_request_timeout(TIME_FOR_HEADERS).http1_only();
    server.http_builder().http1().header_read_timeout(TIME_FOR_HEADERS).max_buf_size(CONNECTION_BUFFER);
    server
}

#[cfg(test)]
mod tests {
    use tokio::time::{sleep, timeout};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn who_writes_all_the_time_does_not_keep_the_journal_from_being_folded_in() {
        let often = TIME_TO_FOLD * 9 / 10;

        assert!(timeout(2 * LONGEST_UNFOLDED, quiet(|| sleep(often))).await.is_ok());
    }
}
