//! The HTTP surface: one function per route, and what holds for all of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Query, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::map_response,
    response::{IntoResponse, Response},
    routing::{any, get, post},
};
use futures_util::TryStreamExt as _;
use serde_json::{Value, json};
use tokio::time::timeout;
use tower_http::cors::{Any, CorsLayer};

use crate::{
    batch::{self, BatchError, Rejection},
    export::{self, Format},
    off_thread,
    site::{self, Site},
    store::{NewResponse, Store, StoreError},
    token,
};

/// How long a sender may be silent in the middle of a body: a weak mobile network has pauses of some seconds.
const TIME_FOR_NEXT_BYTES: Duration = Duration::from_secs(30);

/// How much of a body that is too large is read all the same, times the largest body: a browser that is still
/// sending when the connection closes sees a network error, not the answer 413.
const OVERSIZE_READ: usize = 8;

/// What all routes of the api share.
#[derive(Debug, Clone)]
pub(crate) struct Shared(Arc<Settings>);

#[derive(Debug)]
struct Settings {
    store: Store,
    read_token: String,
    write_token: Option<String>,
    max_body: usize,
}

impl Shared {
    /// What the routes need; the tokens are those that a request must show.
    pub(crate) fn new(store: Store, read_token: &str, write_token: Option<&str>, max_body: usize) -> Self {
        let (read_token, write_token) = (read_token.to_owned(), write_token.map(str::to_owned));
        Self(Arc::new(Settings { store, read_token, write_token, max_body }))
    }

    async fn with_store<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Refusal> {
        let store = self.0.store.clone();
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
    #[error("the body broke off: {0}")]
    BrokenOff(axum::Error),
    #[error(transparent)]
    NoBatch(#[from] BatchError),
    #[error("format: found {0:?}, expected one of ndjson, csv")]
    NoFormat(String),
    #[error("there is nothing at this address")]
    NoRoute,
    #[error("this address does not take this method")]
    WrongMethod,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = match &self {
            Self::NoToken => StatusCode::UNAUTHORIZED,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::BrokenOff(_) | Self::NoBatch(_) | Self::NoFormat(_) => StatusCode::BAD_REQUEST,
            Self::NoRoute => StatusCode::NOT_FOUND,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
        };
        let mut response = answer(status, &json!({"error": self.to_string()}));
        let headers = response.headers_mut();
        match &self {
            Self::NoToken => {
                let how = HeaderValue::from_static("Bearer realm=\"betekenis-collector\"");
                headers.insert(header::WWW_AUTHENTICATE, how);
            }
            Self::Store(error) => {
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
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    // Also of a sender without a token: a browser hears a refusal only after it has sent everything.
    let body = read_body(&headers, body, shared.0.max_body).await;
    if let Some(write_token) = &shared.0.write_token
        && !token::is_shown(&headers, write_token)
    {
        return Err(Refusal::NoToken);
    }
    let body = body?;
    // Reading a few megabytes of JSON takes long enough to belong off the async threads as well.
    let receipt = shared.with_store(move |store| Ok(store_batch(store, &body))).await??;
    Ok(answer(StatusCode::OK, &receipt))
}

/// `GET /api/responses`: everything that is stored, for who holds the token.
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
    let body = export::body(shared.0.store.clone(), query.get("study").cloned(), format).await?;

    let about = [
        (header::CONTENT_TYPE, format.content_type()),
        (header::CONTENT_DISPOSITION, format.disposition()),
        (header::VARY, "accept"),
    ];
    Ok((about, body).into_response())
}

/// `GET /api/health`: what this is, and whether it works. Holds no secret.
async fn health(State(shared): State<Shared>) -> Response {
    let about = |ok: bool, n_responses: Option<u64>| json!({"service": "betekenis-collector", "schema": "batch/1", "responses": n_responses, "ok": ok});
    match shared.with_store(Store::count).await {
        Ok(n_responses) => answer(StatusCode::OK, &about(true, Some(n_responses))),
        Err(refusal) => {
            let (head, _) = refusal.into_response().into_parts();
            Response::from_parts(head, Body::from(about(false, None).to_string()))
        }
    }
}

/// Stores the good responses of a batch, and says of each response what became of it.
fn store_batch(store: &Store, body: &[u8]) -> Result<Value, Refusal> {
    let batch = batch::read(body)?;
    let mut good: Vec<NewResponse<'_>> = Vec::new();
    let mut rejected: Vec<Rejection> = Vec::new();
    for item in batch.items {
        match item {
            Ok(response) => good.push(response),
            Err(rejection) => rejected.push(rejection),
        }
    }

    // A batch without responses is how a tablet tries the connection: nothing to wait for.
    let verdicts = if good.is_empty() { Vec::new() } else { store.add(&batch.id, &good)? };
    let mut accepted: BTreeSet<String> = BTreeSet::new();
    for (response, verdict) in good.into_iter().zip(verdicts) {
        match verdict {
            Ok(()) => drop(accepted.insert(response.id)),
            Err(rejection) => rejected.push(rejection),
        }
    }
    // An id that came twice, each time with another content: the sender must look at it, so it is not accepted.
    for id in rejected.iter().filter_map(|rejection| rejection.id.as_ref()) {
        accepted.remove(id);
    }
    let rejected: Vec<Value> =
        rejected.iter().map(|rejection| json!({"id": rejection.id, "reason": rejection.reason})).collect();
    Ok(json!({"accepted": accepted, "rejected": rejected}))
}

/// Reads a body of at most `max` bytes.
async fn read_body(headers: &HeaderMap, body: Body, max: usize) -> Result<Vec<u8>, Refusal> {
    let declared = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<usize>().ok())
        .unwrap_or(0);
    let worth_reading = max.saturating_mul(OVERSIZE_READ);
    // Who asks first ("Expect: 100-continue") hears the answer without sending.
    if declared > worth_reading || (declared > max && headers.contains_key(header::EXPECT)) {
        return Err(Refusal::TooLarge { max });
    }

    let mut chunks = body.into_data_stream();
    let mut content: Vec<u8> = Vec::with_capacity(declared.min(max));
    let mut n_bytes = 0_usize;
    while let Some(chunk) = next_chunk(&mut chunks).await? {
        n_bytes = n_bytes.saturating_add(chunk.len());
        if n_bytes > worth_reading {
            break;
        }
        if n_bytes <= max {
            content.extend_from_slice(&chunk);
        }
    }
    if n_bytes > max { Err(Refusal::TooLarge { max }) } else { Ok(content) }
}

async fn next_chunk(chunks: &mut axum::body::BodyDataStream) -> Result<Option<Bytes>, Refusal> {
    let chunk = timeout(TIME_FOR_NEXT_BYTES, chunks.try_next()).await.map_err(|_| Refusal::TooSlow)?;
    chunk.map_err(Refusal::BrokenOff)
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
