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
//! - `batch` and `response`: what is accepted, and the words for what is not.
//! - [`store`]: the data file. An answer "accepted" means that the disk has it.
//! - `export`: NDJSON and CSV.
//! - [`reconcile`] and `ledger`: the ledgers of tablets against what the server has.
//! - `site`: files of the app, their caching, and the security headers.

mod batch;
mod export;
mod json;
mod ledger;
pub mod reconcile;
mod response;
mod routes;
mod site;
pub mod store;
mod token;

use std::{
    io,
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    time::Duration,
};

use axum::Router;
use axum_server::{Handle, Server, tls_rustls::RustlsConfig};
use tokio::task::JoinHandle;

use crate::{
    routes::Shared,
    site::Site,
    store::{OpenError, Store, StoreError},
};

/// Largest body of a batch unless said otherwise, in bytes: 5 MiB, some thousand responses.
pub const DEFAULT_MAX_BODY: usize = 5 * 1024 * 1024;

/// How long requests that are running may take to finish once the collector is told to stop.
const TIME_TO_FINISH: Duration = Duration::from_secs(10);

/// How long a new connection may take to send its first request, and any request to send its headers.
const TIME_FOR_HEADERS: Duration = Duration::from_secs(30);

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

    let shared = Shared::new(store.clone(), &read_token, options.write_token.as_deref(), options.max_body);
    let router = routes::router(shared, Site::new(&options.site));
    let cannot_serve = |source| StartError::Listen { host: options.host.clone(), port: options.port, source };
    let address = listener.local_addr().map_err(cannot_serve)?;
    let handle = Handle::new();
    let server = serve(listener, tls.clone(), router, handle.clone()).map_err(cannot_serve)?;

    Ok(Collector { address, secure: tls.is_some(), read_token, store, handle, server })
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
    read(&files.certificate, &files.key)
        .await
        .map_err(|source| StartError::Tls { files: files.clone(), source })
}

fn serve(
    listener: TcpListener,
    tls: Option<RustlsConfig>,
    router: Router,
    handle: Handle<SocketAddr>,
) -> io::Result<JoinHandle<io::Result<()>>> {
    let service = router.into_make_service();
    if let Some(config) = tls {
        let server = patient(axum_server::from_tcp_rustls(listener, config)?).handle(handle);
        return Ok(tokio::spawn(server.serve(service)));
    }
    let server = patient(axum_server::from_tcp(listener)?).handle(handle);
    Ok(tokio::spawn(server.serve(service)))
}

/// A server that waits for a slow sender, but not for ever.
fn patient<Acceptor>(server: Server<SocketAddr, Acceptor>) -> Server<SocketAddr, Acceptor> {
    let mut server = server.first_request_timeout(TIME_FOR_HEADERS);
    server.http_builder().http1().header_read_timeout(TIME_FOR_HEADERS);
    server
}
