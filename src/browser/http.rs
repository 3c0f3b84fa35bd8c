//! Requests over `fetch`, in a page and in a worker alike.

use std::time::Duration;

use async_trait::async_trait;
use js_sys::{Date, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, Headers, ReadableStreamDefaultReader, Request, RequestCache, RequestCredentials,
    RequestInit, RequestMode, RequestRedirect, Response, ResponseType, Url,
};

use crate::domain::delivery::{Answer, Found, Trouble};
use crate::domain::receiver::check_address;
use crate::domain::response::ResponseId;
use crate::domain::settings::EndpointSettings;
use crate::format::batch::batch_id;
use crate::format::receipt::{HttpAnswer, longest_answer, read_answer, read_probe};
use crate::format::request::{HttpRequest, Requests};
use crate::ports::endpoint::Endpoint;

/// How long a file of this site may take.
const TIME_OUT: Duration = Duration::from_mins(2);

/// How long a look at the server may take before the coordinator is told that it does not answer.
const PROBE_TIME_OUT: Duration = Duration::from_secs(10);

/// An [`Endpoint`] over HTTP.
pub struct HttpEndpoint {
    settings: EndpointSettings,
    requests: Requests,
    url: String,
    host: String,
}

impl HttpEndpoint {
    /// The endpoint of `settings`; without an address, the collector that the site at `base` comes from.
    ///
    /// # Errors
    ///
    /// The [`Trouble`] that has to be mended first.
    pub async fn open(settings: EndpointSettings, base: &str) -> Result<Self, Trouble> {
        let url = if settings.url.trim().is_empty() {
            collector_of(base).await.ok_or(Trouble::NoEndpoint)?
        } else {
            settings.url.trim().to_owned()
        };
        let requests =
            Requests::new(&settings, &url).map_err(|invalid| Trouble::Settings(invalid.to_string()))?;
        // Settings of an older app may have been kept by other rules.
        check_address(&url).map_err(|mistake| Trouble::Settings(format!("the address: {mistake}")))?;
        let host = Url::new(&url).map_err(|_| Trouble::Settings("the address is none".to_owned()))?.host();
        Ok(Self { settings, requests, url, host })
    }

    /// Sends a request with no response in it, to see whether the endpoint would take one.
    ///
    /// # Errors
    ///
    /// The [`Trouble`] that is in the way.
    pub async fn probe(&self) -> Result<Found, Trouble> {
        let is_single = self.requests.is_single();
        match self.ask(&self.requests.empty()).await {
            Ok(answer) => {
                let is_form_right = read_probe(&self.settings, is_single, &answer)?;
                Ok(Found { url: self.url.clone(), is_form_right })
            }
            Err(Trouble::Unreachable) => {
                let get = HttpRequest { url: self.url.clone(), headers: Vec::new(), body: String::new() };
                let is_there = fetch(&get, "GET", RequestMode::NoCors, PROBE_TIME_OUT).await.is_ok();
                Err(if is_there { Trouble::NoReceipt("CORS".to_owned()) } else { Trouble::Unreachable })
            }
            Err(trouble) => Err(trouble),
        }
    }

    async fn ask(&self, request: &HttpRequest) -> Result<HttpAnswer, Trouble> {
        let time_out = Duration::from_secs(self.settings.time_out_s.into());
        let response = fetch(request, "POST", RequestMode::Cors, time_out).await?;
        let longest = longest_answer(request.body.len());
        read_in_pieces(&response, longest).await.map_err(|error| trouble_of(&error))
    }
}

#[async_trait(?Send)]
impl Endpoint for HttpEndpoint {
    fn batch_size(&self) -> usize {
        if self.requests.is_single() { 1 } else { self.settings.batch_size }
    }

    fn receipt(&self, ids: &[ResponseId]) -> String {
        format!("{} {}", self.host, batch_id(ids))
    }

    async fn send(&self, ids: &[ResponseId], responses: &[String]) -> Answer {
        match self.ask(&self.requests.with(ids, responses)).await {
            Ok(answer) => read_answer(&self.settings, &answer, ids),
            Err(why @ Trouble::Settings(_)) => Answer::Stop(why),
            Err(why) => Answer::Later { after: None, why },
        }
    }
}

/// The address for batches of the collector that serves `base`, if it is one.
async fn collector_of(base: &str) -> Option<String> {
    let health = get_text_within(&format!("{base}api/health"), PROBE_TIME_OUT).await?;
    health.contains("\"betekenis-collector\"").then(|| format!("{base}api/batches"))
}

/// Gets the text at `url` of this site, for example a study; `None` if there is none or it cannot be had.
pub async fn get_text(url: &str) -> Option<String> {
    get_text_within(url, TIME_OUT).await
}

/// The bytes at `url`; `None` if they cannot be had.
#[cfg(feature = "ui")]
pub async fn get_bytes(url: &str) -> Option<Vec<u8>> {
    let get = HttpRequest { url: url.to_owned(), headers: Vec::new(), body: String::new() };
    let response = fetch(&get, "GET", RequestMode::Cors, TIME_OUT).await.ok()?;
    if response.status() != 200 {
        return None;
    }
    let bytes = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&bytes).to_vec())
}

async fn get_text_within(url: &str, time_out: Duration) -> Option<String> {
    let get = HttpRequest { url: url.to_owned(), headers: Vec::new(), body: String::new() };
    let response = fetch(&get, "GET", RequestMode::Cors, time_out).await.ok()?;
    if response.status() != 200 {
        return None;
    }
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

/// Sends `request` by `method`; a body goes with POST only. Only the head of the answer has come when this returns; the
/// time-out holds for all of it.
async fn fetch(
    request: &HttpRequest,
    method: &str,
    mode: RequestMode,
    time_out: Duration,
) -> Result<Response, Trouble> {
    let request = js_request(request, method, mode, time_out)
        .map_err(|error| Trouble::Settings(text_of(&error, "message").unwrap_or_default()))?;
    answer(&request).await.map_err(|error| trouble_of(&error))
}

fn trouble_of(error: &JsValue) -> Trouble {
    match text_of(error, "name").as_deref() {
        Some("TimeoutError" | "AbortError") => Trouble::TimedOut,
        _ if is_offline() => Trouble::Offline,
        _ => Trouble::Unreachable,
    }
}

fn js_request(
    request: &HttpRequest,
    method: &str,
    mode: RequestMode,
    time_out: Duration,
) -> Result<Request, JsValue> {
    let all = Headers::new()?;
    for (name, value) in &request.headers {
        all.set(name, value)?;
    }
    let init = RequestInit::new();
    init.set_method(method);
    init.set_mode(mode);
    init.set_cache(RequestCache::NoStore);
    // No cookie ever goes anywhere.
    init.set_credentials(RequestCredentials::Omit);
    if method == "POST" {
        // Whoever redirects, a Wi-Fi portal for one, gets neither the responses nor the key.
        init.set_redirect(RequestRedirect::Manual);
        init.set_body(&request.body.as_str().into());
    }
    init.set_headers(&all);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(
        u32::try_from(time_out.as_millis()).unwrap_or(u32::MAX),
    )));
    Request::new_with_str_and_init(&request.url, &init)
}

async fn answer(request: &Request) -> Result<Response, JsValue> {
    let fetch: Function = Reflect::get(&js_sys::global(), &"fetch".into())?.dyn_into()?;
    let promise: Promise = fetch.call1(&JsValue::UNDEFINED, request)?.dyn_into()?;
    JsFuture::from(promise).await?.dyn_into()
}

/// The whole answer, or the first bytes of one that is longer than `longest`.
async fn read_in_pieces(response: &Response, longest: usize) -> Result<HttpAnswer, JsValue> {
    let header = |name| response.headers().get(name).ok().flatten();
    let mut answer = HttpAnswer {
        status: response.status(),
        is_redirect: response.type_() == ResponseType::Opaqueredirect,
        content_type: header("Content-Type").unwrap_or_default(),
        retry_after: header("Retry-After").and_then(|after| seconds(&after, header("Date").as_deref())),
        ..HttpAnswer::default()
    };
    let Some(stream) = response.body() else { return Ok(answer) };
    let reader: ReadableStreamDefaultReader = stream.get_reader().dyn_into()?;
    let mut bytes = Vec::new();
    loop {
        let piece = JsFuture::from(reader.read()).await?;
        let value = Reflect::get(&piece, &"value".into())?;
        if value.is_undefined() {
            break;
        }
        bytes.extend(value.dyn_into::<Uint8Array>()?.to_vec());
        if bytes.len() > longest {
            answer.is_cut_off = true;
            // Whatever it says to that: nobody listens any more.
            let _ = reader.cancel();
            break;
        }
    }
    answer.body = String::from_utf8_lossy(&bytes).into_owned();
    Ok(answer)
}

/// `Retry-After` is a number of seconds, or a date: then it is counted from the server's own clock, if it shows that.
fn seconds(after: &str, server_date: Option<&str>) -> Option<u64> {
    if let Ok(seconds) = after.trim().parse() {
        return Some(seconds);
    }
    let server_now = server_date.map_or(f64::NAN, Date::parse);
    let now = if server_now.is_nan() { Date::now() } else { server_now };
    let wait = (Date::parse(after) - now) / 1000.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to an hour")]
    (!wait.is_nan()).then(|| wait.clamp(0.0, 3600.0) as u64)
}

/// The device itself says that it has no network. That it says nothing proves nothing.
fn is_offline() -> bool {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into());
    let online = navigator.and_then(|navigator| Reflect::get(&navigator, &"onLine".into()));
    online.is_ok_and(|online| online == JsValue::FALSE)
}

fn text_of(value: &JsValue, key: &str) -> Option<String> {
    Reflect::get(value, &key.into()).ok()?.as_string()
}
