//! The HTTP surface: one function per route, and what holds for all of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::SocketAddr,
    sync::Arc,
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Query, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::map_response,
    response::{IntoResponse, Response},
    routing::{any, get, post},
};
use futures_util::TryStreamExt as _;
use serde_json::{Value, json};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, timeout_at},
};
use tower_http::cors::{Any, CorsLayer};

use crate::{
    batch::{self, BatchError},
    export::{ExportError, Exports, Format},
    off_thread,
    room::{Place, Room},
    site::{self, Site},
    store::{Store, StoreError, Wanted},
    token,
};

/// How long a sender may be silent in the middle of a body: a weak mobile network has pauses of some seconds.
const TIME_FOR_NEXT_BYTES: Duration = Duration::from_secs(30);

/// How long a sender may take for a body whatever its size.
const TIME_TO_BEGIN: Duration = Duration::from_secs(30);

/// Bytes a second that a sender must bring after that: half of what a tablet needs to send fifty responses in the two minutes
/// after which it gives up.
const LEAST_RATE: u64 = 800;

/// How long a body may take at most.
const TIME_FOR_BODY: Duration = Duration::from_mins(10);

/// Bytes of all bodies in memory at a time. A tablet's usual batch is 200 kB.
const ROOM_FOR_BODIES: usize = 64 * 1024 * 1024;

/// Batches that are taken apart and stored at a time: more would only wait for the same disk.
const BATCHES_AT_ONCE: usize = 4;

/// How much of a body that is too large is read all the same, times the largest body: a browser that is still
/// sending when the connection closes sees a network error, not the answer 413.
const OVERSIZE_READ: usize = 8;

/// What all routes of the api share.
#[derive(Debug, Clone)]
pub(crate) struct Shared(Arc<Settings>);

#[derive(Debug)]
struct Settings {
    exports: Exports,
    read_token: String,
    write_token: Option<String>,
    max_body: usize,
    bodies: Room,
    at_work: Arc<Semaphore>,
    /// Held by who looks after the health: all of them would wait for the same disk.
    looking: Arc<Semaphore>,
}

impl Shared {
    /// What the routes need; the tokens are those that a request must show.
    pub(crate) fn new(
        exports: Exports,
        read_token: &str,
        write_token: Option<&str>,
        max_body: usize,
    ) -> Self {
        let (read_token, write_token) = (read_token.to_owned(), write_token.map(str::to_owned));
        let bodies = Room::new(ROOM_FOR_BODIES.max(max_body.saturating_mul(2 * BATCHES_AT_ONCE)));
        let at_work = Arc::new(Semaphore::new(BATCHES_AT_ONCE));
        let looking = Arc::new(Semaphore::new(1));
        Self(Arc::new(Settings { exports, read_token, write_token, max_body, bodies, at_work, looking }))
    }

    /// Waits until a batch may be taken apart: one of each address at a time, so that nobody stands behind the many of
    /// another, and few altogether.
    async fn turn(&self, of_address: Arc<Semaphore>) -> Result<[OwnedSemaphorePermit; 2], Refusal> {
        let closed = |_| Refusal::Store(StoreError::Stopping);
        let of_address = of_address.acquire_owned().await.map_err(closed)?;
        let of_all = Arc::clone(&self.0.at_work).acquire_owned().await.map_err(closed)?;
        Ok([of_address, of_all])
    }

    /// Does `work` when nobody else is at such work, also of those who have gone in the meantime.
    async fn look<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Refusal> {
        let looking = Arc::clone(&self.0.looking).acquire_owned().await;
        let looking = looking.map_err(|_| Refusal::Store(StoreError::Stopping))?;
        self.with_store(move |store| {
            let seen = work(store);
            drop(looking);
            seen
        })
        .await
    }

    async fn with_store<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Refusal> {
        let store = self.0.exports.store.clone();
        off_thread(move || work(&store)).await.map_err(Refusal::from)
    }
}

/// The whole HTTP surface.
pub(crate) fn router(shared: Shared, site: Site) -> Router {
    let wrong_method = async || Refusal::WrongMethod;
    let for_tablets = Router::new()
        .route("/api/batches", post(add_batch))
        .route("/api/health", get(health))
        .method_not_allowed_fallback(wrong_method)
        .layer(any_origin());
    let api = Router::new()
        .route("/api/responses", get(export_responses))
        .route("/api/{*rest}", any(async || Refusal::NoRoute))
        .method_not_allowed_fallback(wrong_method)
        .merge(for_tablets)
        .with_state(shared)
        .layer(map_response(never_kept));
    let files = Router::new().fallback(site::file).with_state(site).layer(map_response(site::for_own_pages));
    api.fallback_service(files).layer(map_response(site::secure))
}

/// Why a request is not carried out, with the status and the words that say so.
#[derive(Debug, thiserror::Error)]
enum Refusal {
    #[error("this needs a token: Authorization: Bearer …")]
    NoToken,
    #[error("the body is larger than {max} bytes: send fewer responses at a time")]
    TooLarge { max: usize },
    #[error("the body did not come in time")]
    TooSlow,
    #[error("too much is being sent at once: send it again later")]
    TooBusy,
    #[error("the body broke off: {0}")]
    BrokenOff(axum::Error),
    #[error(transparent)]
    NoBatch(#[from] BatchError),
    #[error("format: found {0:?}, expected one of {names}", names = Format::names())]
    NoFormat(String),
    #[error("far: found {0:?}, expected true or false")]
    NoChoice(String),
    #[error("there is nothing at this address")]
    NoRoute,
    #[error("this address does not take this method")]
    WrongMethod,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    NoExport(#[from] ExportError),
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = match &self {
            Self::NoToken => StatusCode::UNAUTHORIZED,
            Self::TooLarge { .. } | Self::NoBatch(BatchError::TooMany) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::BrokenOff(_) | Self::NoBatch(_) | Self::NoFormat(_) | Self::NoChoice(_) => {
                StatusCode::BAD_REQUEST
            }
            Self::NoRoute => StatusCode::NOT_FOUND,
            Self::NoExport(error) => error.status(),
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooBusy | Self::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
        };
        let mut response = answer(status, &json!({"error": self.to_string()}));
        let headers = response.headers_mut();
        match &self {
            Self::NoToken => {
                let how = HeaderValue::from_static("Bearer realm=\"betekenis-collector\"");
                headers.insert(header::WWW_AUTHENTICATE, how);
            }
            Self::TooBusy => drop(headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"))),
            Self::Store(error) | Self::NoExport(ExportError::Store(error)) => {
                eprintln!("collector: {error}");
                headers.insert(header::RETRY_AFTER, retry_after(error));
            }
            _ => {}
        }
        response
    }
}

/// `POST /api/batches`: checks each response of a batch and stores the good ones.
async fn add_batch(
    State(shared): State<Shared>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let mut place = shared.0.bodies.enter(peer.ip());
    // Also of a sender without a token: a browser hears a refusal only after it has sent everything.
    let body = read_body(&headers, body, shared.0.max_body, &mut place).await;
    if let Some(write_token) = &shared.0.write_token
        && !token::is_shown(&headers, write_token)
    {
        return Err(Refusal::NoToken);
    }
    let body = body?;
    let of_address = place.turn();
    let turn = tokio::select! {
        turn = shared.turn(of_address) => turn?,
        () = place.leave() => return Err(Refusal::TooBusy),
    };
    if !place.stay() {
        return Err(Refusal::TooBusy);
    }
    // Reading a few megabytes of JSON takes long enough to belong off the async threads as well.
    let work = move |store: &Store| {
        let receipt = store_batch(store, &body);
        // Only now, also when the sender has gone in the meantime.
        drop((body, place, turn));
        Ok(receipt)
    };
    let receipt = shared.with_store(work).await??;
    Ok(answer(StatusCode::OK, &receipt))
}

/// `GET /api/responses`: everything that is stored, or what is asked for of it, for who holds the token.
async fn export_responses(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Response, Refusal> {
    if !token::is_shown(&headers, &shared.0.read_token) {
        return Err(Refusal::NoToken);
    }
    let format = query.get("format").map(String::as_str);
    let format = Format::wanted(format, &headers)
        .ok_or_else(|| Refusal::NoFormat(format.unwrap_or_default().to_owned()))?;
    let is_far = match query.get("far").map(String::as_str) {
        None | Some("false") => false,
        Some("true") => true,
        Some(other) => return Err(Refusal::NoChoice(other.to_owned())),
    };
    let wanted = Wanted { study: query.get("study").cloned(), is_far };
    let body = shared.0.exports.body(wanted, format).await?;
    Ok((format.headers(), body).into_response())
}

/// `GET /api/health`: what this is, and whether it works: what is stored can be read, and more can be written. Holds no
/// secret.
///
/// If only writing fails, the status is 200 all the same: by this address a tablet finds the collector, and hears why its
/// batch is not taken.
async fn health(State(shared): State<Shared>) -> Response {
    let look = |store: &Store| Ok((store.count()?, store.count_far()?, store.check_write()));
    let mut about =
        json!({"service": "betekenis-collector", "schema": "batch/1", "responses": null, "ok": false});
    match shared.look(look).await {
        Ok((n_responses, n_far, write)) => {
            about["responses"] = n_responses.into();
            about["far_dates"] = n_far.into();
            about["ok"] = write.is_ok().into();
            if let Err(trouble) = write {
                about["error"] = trouble.into();
            }
            answer(StatusCode::OK, &about)
        }
        Err(refusal) => {
            let (head, _) = refusal.into_response().into_parts();
            Response::from_parts(head, Body::from(about.to_string()))
        }
    }
}

/// Stores the good responses of a batch, and says of each response what became of it.
fn store_batch(store: &Store, body: &[u8]) -> Result<Value, Refusal> {
    let batch = batch::read(body)?;
    let mut rejected = batch.rejected;
    // A batch without responses is how a tablet tries the connection: nothing to wait for.
    let (verdicts, n_far) = if batch.responses.is_empty() {
        (Vec::new(), 0)
    } else {
        let added = store.add(&batch.id, &batch.responses)?;
        (added.verdicts, added.n_far)
    };
    if n_far > 0 {
        eprintln!(
            "collector: of batch {} the date of {n_far} responses lies more than a year before or a day after today, by \
             the clock of this computer. They are stored. Look at the clocks of that tablet and of this computer; \
             /api/responses?far=true gives these responses.",
            batch.id
        );
    }
    let mut accepted: BTreeSet<String> = BTreeSet::new();
    for (response, verdict) in batch.responses.into_iter().zip(verdicts) {
        match verdict {
            Ok(()) => {
                accepted.insert(response.id);
                accepted.extend(response.other_spellings);
            }
            Err(rejection) => rejected.push(rejection),
        }
    }
    // An id that came twice, each time with another content: the sender must look at it, so it is not accepted.
    for id in rejected.iter().filter_map(|rejection| rejection.id.as_ref()) {
        accepted.retain(|accepted| !accepted.eq_ignore_ascii_case(id));
    }
    let rejected: Vec<Value> =
        rejected.iter().map(|rejection| json!({"id": rejection.id, "reason": rejection.reason})).collect();
    Ok(json!({"accepted": accepted, "rejected": rejected}))
}

/// Reads a body of at most `max` bytes, which it holds of the room for bodies as they come.
async fn read_body(
    headers: &HeaderMap,
    body: Body,
    max: usize,
    place: &mut Place,
) -> Result<Vec<u8>, Refusal> {
    let declared = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<usize>().ok())
        .unwrap_or(0);
    let worth_reading = max.saturating_mul(OVERSIZE_READ);
    // Who asks first ("Expect: 100-continue") hears the answer without sending.
    if declared > worth_reading || (declared > max && headers.contains_key(header::EXPECT)) {
        return Err(Refusal::TooLarge { max });
    }

    let began = Instant::now();
    let mut chunks = body.into_data_stream();
    let mut content: Vec<u8> = Vec::new();
    let mut n_bytes = 0_usize;
    loop {
        let in_time = (began + time_for(n_bytes)).min(Instant::now() + TIME_FOR_NEXT_BYTES);
        let chunk = tokio::select! {
            chunk = timeout_at(in_time, chunks.try_next()) => chunk,
            () = place.leave() => return Err(Refusal::TooBusy),
        };
        let chunk = chunk.map_err(|_| Refusal::TooSlow)?.map_err(Refusal::BrokenOff)?;
        let Some(chunk) = chunk else { break };
        n_bytes = n_bytes.saturating_add(chunk.len());
        if n_bytes > worth_reading {
            break;
        }
        if n_bytes <= max {
            if !place.grow(chunk.len()) {
                return Err(Refusal::TooBusy);
            }
            content.extend_from_slice(&chunk);
        } else {
            content = Vec::new();
        }
    }
    if n_bytes > max { Err(Refusal::TooLarge { max }) } else { Ok(content) }
}

/// How long a sender may have taken who has sent `n_bytes`.
fn time_for(n_bytes: usize) -> Duration {
    (TIME_TO_BEGIN + Duration::from_secs(n_bytes as u64 / LEAST_RATE)).min(TIME_FOR_BODY)
}

fn answer(status: StatusCode, body: &Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

/// Seconds after which it makes sense to send the same again.
fn retry_after(error: &StoreError) -> HeaderValue {
    HeaderValue::from_static(match error {
        StoreError::Locked | StoreError::Stopping => "5",
        // Someone must come and do something.
        StoreError::Full | StoreError::Failed(_) | StoreError::NoRandomness => "60",
    })
}

/// A tablet may have the app from another host, or from a public one while the collector is in its own network.
fn any_origin() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST, Method::OPTIONS])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            HeaderName::from_static("idempotency-key"),
        ])
        .expose_headers([header::RETRY_AFTER])
        .allow_private_network(true)
        .max_age(Duration::from_hours(24))
}

/// No cache may answer in the place of the collector: a receipt from a cache is no receipt.
async fn never_kept(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use axum::body::Bytes;
    use futures_util::{FutureExt as _, StreamExt as _, stream};
    use tempfile::TempDir;
    use tokio::time::sleep;

    use super::*;
    use crate::studies::Studies;

    /// Sends `n` pieces of `size` bytes, one after each `pause`, and tells what becomes of them.
    async fn check(n: usize, size: usize, pause: Duration) -> Result<usize, Refusal> {
        let pieces = stream::unfold(0, move |sent| async move {
            if sent == n {
                return None;
            }
            sleep(pause).await;
            Some((Ok::<_, std::io::Error>(Bytes::from(vec![b' '; size])), sent + 1))
        });
        let mut place = Room::new(ROOM_FOR_BODIES).enter("192.0.2.8".parse().unwrap());
        let body = read_body(&HeaderMap::new(), Body::from_stream(pieces), 5_000_000, &mut place).await;
        body.map(|body| body.len())
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_may_be_slow_but_not_stand_still_nor_trickle_nor_last_for_ever() {
        let s = Duration::from_secs;

        assert_eq!(check(100, 2_000, s(1)).await.unwrap(), 200_000);
        // A network that is gone for some seconds, now and then.
        assert_eq!(check(10, 20_000, s(24)).await.unwrap(), 200_000);
        assert!(matches!(check(2, 2_000, s(31)).await, Err(Refusal::TooSlow)));

        let began = Instant::now();
        assert!(matches!(check(10_000, 1, s(5)).await, Err(Refusal::TooSlow)));
        assert_eq!(began.elapsed(), s(30));

        let began = Instant::now();
        assert!(matches!(check(10_000, 5_000, s(5)).await, Err(Refusal::TooSlow)));
        assert_eq!(began.elapsed(), s(600));
    }

    #[tokio::test]
    async fn a_body_that_has_to_make_room_is_given_up_while_it_waits() {
        let room = Room::new(1000);
        let mut place = room.enter("192.0.2.7".parse().unwrap());
        let pieces = stream::once(async { Ok::<_, std::io::Error>(Bytes::from_static(&[b' '; 900])) });
        let body = Body::from_stream(pieces.chain(stream::pending()));
        let reading =
            tokio::spawn(async move { read_body(&HeaderMap::new(), body, 5_000_000, &mut place).await });
        tokio::task::yield_now().await;

        assert!(room.enter("192.0.2.8".parse().unwrap()).grow(200));

        assert!(matches!(reading.await.unwrap(), Err(Refusal::TooBusy)));
    }

    #[tokio::test]
    async fn who_asks_for_health_and_goes_has_had_a_turn_until_the_work_is_done() {
        let folder = TempDir::new().unwrap();
        let store = Store::open(&folder.path().join("data.sqlite")).unwrap();
        let exports = Exports::new(store, Studies::new(folder.path()));
        let shared = Shared::new(exports, "token", None, 1000);
        let (begun, has_begun) = mpsc::channel();
        let (go_on, goes_on) = mpsc::channel::<()>();
        let work = move |_: &Store| {
            begun.send(()).unwrap();
            goes_on.recv().unwrap();
            Ok(())
        };

        assert!(shared.look(work).now_or_never().is_none());
        has_begun.recv().unwrap();

        assert!(shared.look(|_| Ok(())).now_or_never().is_none());
        assert_eq!(shared.0.looking.available_permits(), 0);
        go_on.send(()).unwrap();
        assert!(shared.look(|_| Ok(())).await.is_ok());
    }
}
